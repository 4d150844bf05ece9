//! Tests that hold for every chart.

use super::lettering::width_of;
use super::sheet::WIDTH;
use super::*;

/// A chart's picture as the tests need it: the pieces of text with their boxes.
struct Placed {
    words: String,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let start = text.find(before).unwrap_or_else(|| panic!("{before} in {text}")) + before.len();
    text[start..].split(after).next().unwrap()
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

fn placed(svg: &str) -> Vec<Placed> {
    let piece = |text: &str| {
        let number =
            |name: &str| between(text, &format!(" {name}=\""), "\"").parse::<f64>().unwrap();
        let words = plain(between(text, ">", "</text>"));
        let (x, y, size) = (number("x"), number("y"), number("font-size"));
        let wide = width_of(&words, size, text.contains("font-weight=\"600\""));
        let left = match between(text, "text-anchor=\"", "\"") {
            "start" => x,
            "middle" => x - wide / 2.0,
            _ => x - wide,
        };
        Placed { words, left, right: left + wide, top: y - size * 0.7, bottom: y }
    };
    svg.split("<text").skip(1).map(piece).collect()
}

fn caption(words: &str) -> Caption {
    Caption {
        title: format!("Title {words}"),
        subtitle: format!("Rests on {words}"),
        source: format!("Source {words}"),
    }
}

/// Numbers that differ from each other, so that each can be looked for.
struct Numbers(u32);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 = (self.0 * 131 + 7) % 997;
        f64::from(self.0) / 1000.0
    }

    fn sorted<const N: usize>(&mut self) -> [f64; N] {
        let mut values = [(); N].map(|()| self.next());
        values.sort_by(f64::total_cmp);
        values
    }

    fn estimate(&mut self) -> Estimate {
        let [low, value, high] = self.sorted();
        Estimate { value, low, high }
    }
}

fn moment(at: f64) -> Moment {
    Moment { at, text: format!("day {at:.3}") }
}

/// Returns all six charts with so many rows, each label made with `words`; `spoil` may change any number.
fn all(rows: usize, words: &str, spoil: fn(f64) -> f64) -> Vec<(&'static str, String)> {
    let mut numbers = Numbers(42);
    let estimate = |numbers: &mut Numbers| {
        let e = numbers.estimate();
        Estimate { value: spoil(e.value), low: spoil(e.low), high: spoil(e.high) }
    };
    let dates: Vec<Moment> =
        (0..rows).map(|k| Moment { at: k as f64, text: format!("{k} Nov {words}") }).collect();
    let points = (0..rows).map(|k| {
        let [p5, p25, median, p75, p95] = numbers.sorted().map(|value| spoil(value * 100.0));
        Point { when: moment(k as f64), p5, p25, median, p75, p95 }
    });
    let series = Fan {
        caption: caption(words),
        unit: format!("unit {words}"),
        share: false,
        dates: dates.clone(),
        points: points.collect(),
    };
    let ends: Vec<String> = (0..rows).map(|k| format!("end {k} {words}")).collect();
    let branches = (0..3).map(|k| Branch {
        name: format!("branch {k} {words}"),
        shares: (0..rows).map(|_| estimate(&mut numbers)).collect(),
    });
    let shares = Bars { caption: caption(words), branches: branches.collect(), ends };
    let inputs = (0..rows).map(|k| Input {
        label: format!("input {k} {words}"),
        first: estimate(&mut numbers),
        total: estimate(&mut numbers),
    });
    let ranked = Tornado { caption: caption(words), inputs: inputs.collect() };
    let bins = (0..rows).map(|k| Bin {
        from: spoil(k as f64 - 3.0),
        to: spoil(k as f64 - 2.0),
        share: spoil(numbers.next()),
    });
    let bins = bins.collect();
    let paired = Strip {
        caption: caption(words),
        measure: format!("measure {words}"),
        better_is: Side::Below,
        better: spoil(0.31),
        unchanged: spoil(0.58),
        worse: spoil(0.11),
        mean: Estimate { value: spoil(-1.83), low: spoil(-2.41), high: spoil(-1.22) },
        bins,
    };
    let restrictions = (0..rows).map(|k| {
        let [a, b, c, d] = numbers.sorted().map(spoil);
        let (whole, inside) = (Range { low: a, high: d }, Range { low: b, high: c });
        Restriction {
            label: format!("limit {k} {words}"),
            unit: format!("unit {words}"),
            whole,
            inside,
        }
    });
    let restrictions = restrictions.collect();
    let found = BoxChart {
        caption: caption(words),
        outcome: format!("outcome {words}"),
        coverage: spoil(0.64),
        density: spoil(0.71),
        base: spoil(0.23),
        restrictions,
    };
    let markers = (0..rows).map(|k| {
        let [p5, p25, history, p75, p95] =
            numbers.sorted().map(|at| moment(spoil(at * rows as f64)));
        let standing = [Standing::Inside, Standing::Outside, Standing::NotScored][k % 3];
        Marker {
            label: format!("marker {k} {words}"),
            p5,
            p25,
            p75,
            p95,
            never: spoil(numbers.next()),
            history,
            standing,
        }
    });
    let compared = Backtest { caption: caption(words), dates, markers: markers.collect() };
    vec![
        ("fan", fan(&series)),
        ("bars", bars(&shares)),
        ("tornado", tornado(&ranked)),
        ("strip", strip(&paired)),
        ("box_chart", box_chart(&found)),
        ("backtest", backtest(&compared)),
    ]
}

fn kept(value: f64) -> f64 {
    value
}

const LONG: &str = "whose name is so long that it fills the column several times over and then ends with \
                    Vierundzwanzigtausendfünfhundertneunundneunzigfach-Unterseebootabwehrbereitschaft <&\"> Карибский кризис";

#[test]
fn the_text_alternative_holds_the_caption_and_every_number_of_the_data() {
    let mut numbers = Numbers(42);
    for (name, svg) in all(3, "", kept) {
        let said = plain(between(&svg, "<desc>", "</desc>"));
        assert!(svg.contains("role=\"img\"") && svg.contains("<title>Title</title>"), "{name}");
        assert!(said.starts_with("Rests on\n") && said.ends_with("\nSource"), "{name}: {said}");
        if name == "fan" {
            for value in (0..3).flat_map(|_| numbers.sorted::<5>()) {
                let printed = number::about(value * 100.0);
                assert!(said.contains(&printed), "{printed} in {said}");
            }
        }
        if name == "bars" {
            for share in (0..9).map(|_| numbers.estimate()) {
                let printed = number::percent_interval(share);
                assert!(said.contains(&printed), "{printed} in {said}");
            }
        }
        if name == "tornado" {
            for value in (0..6).map(|_| numbers.estimate()).flat_map(|e| [e.value, e.low, e.high]) {
                let printed = number::fixed(value, 2);
                assert!(said.contains(&printed), "{printed} in {said}");
            }
        }
        if name == "strip" {
            for printed in ["31 %", "58 %", "11 %", "−1.83 (−2.41 to −1.22)", "From −3 to −2"]
            {
                assert!(said.contains(printed), "{printed} in {said}");
            }
            for share in (0..3).map(|_| numbers.next()) {
                assert!(said.contains(&number::percent_in_short(share)), "{share} in {said}");
            }
        }
        if name == "box_chart" {
            for printed in ["64 %", "71 %", "23 %"] {
                assert!(said.contains(printed), "{printed} in {said}");
            }
            for value in (0..3).flat_map(|_| numbers.sorted::<4>()) {
                assert!(said.contains(&number::about(value)), "{value} in {said}");
            }
        }
        if name == "backtest" {
            for _ in 0..3 {
                for at in numbers.sorted::<5>() {
                    assert!(said.contains(&moment(at * 3.0).text), "{at} in {said}");
                }
                assert!(said.contains(&number::percent_in_short(numbers.next())), "{said}");
            }
        }
    }
}

#[test]
fn no_text_leaves_the_view_box_however_long() {
    for rows in [0, 1, 3, 12] {
        for (name, svg) in all(rows, LONG, kept) {
            let high: f64 = between(&svg, "viewBox=\"0 0 960 ", "\"").parse().unwrap();
            for text in placed(&svg) {
                let inside = text.left >= 0.0
                    && text.right <= WIDTH
                    && text.top >= 0.0
                    && text.bottom <= high;
                assert!(
                    inside,
                    "{name} with {rows} rows: {} at {}..{}",
                    text.words, text.left, text.right
                );
            }
        }
    }
}

#[test]
fn no_two_pieces_of_text_overlap() {
    for (rows, words) in [1, 3, 12].into_iter().flat_map(|rows| [(rows, ""), (rows, LONG)]) {
        for (name, svg) in all(rows, words, kept) {
            let texts = placed(&svg);
            for (index, a) in texts.iter().enumerate() {
                for b in &texts[index + 1..] {
                    let apart = a.right <= b.left
                        || b.right <= a.left
                        || a.bottom <= b.top
                        || b.bottom <= a.top;
                    assert!(apart, "{name} with {rows} rows: `{}` on `{}`", a.words, b.words);
                }
            }
        }
    }
}

#[test]
fn the_same_data_give_the_same_bytes() {
    assert_eq!(all(12, LONG, kept), all(12, LONG, kept));
}

#[test]
fn numbers_that_are_none_never_panic_and_never_reach_the_picture() {
    let spoils: [fn(f64) -> f64; 8] = [
        |_| f64::NAN,
        |_| f64::INFINITY,
        |_| f64::NEG_INFINITY,
        |_| f64::MAX,
        |_| 0.0,
        |value| -value,
        |value| if value > 0.5 { f64::NAN } else { value },
        |value| value * 1e11,
    ];
    for spoil in spoils {
        for rows in [0, 1, 3] {
            for (name, svg) in all(rows, "", spoil) {
                let picture = svg.split("</desc>").nth(1).unwrap();
                assert!(
                    !picture.contains("NaN")
                        && !picture.contains("inf\"")
                        && !picture.contains("inf "),
                    "{name}"
                );
            }
        }
    }
}

#[test]
fn an_unknown_number_says_that_it_is_unknown() {
    for (name, svg) in all(1, "", |_| f64::NAN) {
        let said = between(&svg, "<desc>", "</desc>");
        let reason =
            said.contains("unknown") || said.contains("There are no") || said.contains("No ");
        assert!(reason, "{name}: {said}");
    }
}

#[test]
fn a_chart_without_data_says_so_in_the_picture_and_in_its_text() {
    for (name, svg) in all(0, "", kept).into_iter().filter(|(name, _)| *name != "strip") {
        let said = between(&svg, "<desc>", "</desc>").lines().nth(1).unwrap();
        let shown: Vec<String> = placed(&svg).into_iter().map(|text| text.words).collect();
        assert!(shown.join(" ").contains(said), "{name}: {said}");
    }
}

#[test]
fn labels_are_escaped_and_rid_of_what_xml_forbids() {
    for (name, svg) in all(1, "a<b&c\u{0}\u{8}\u{1b}", kept) {
        assert!(svg.contains("a&lt;b&amp;c"), "{name}");
        assert!(!svg.chars().any(|c| c.is_control() && c != '\n'), "{name}");
    }
}

#[test]
fn a_share_is_never_rounded_to_none_or_all() {
    let printed = [0.0, 0.0004, 0.043, 0.62, 0.997, 0.9996, 1.0].map(number::percent_in_short);
    let wanted = ["0 %", "<0.1 %", "4.3 %", "62 %", "99.7 %", ">99.9 %", "100 %"];
    assert_eq!(printed, wanted);
}

#[test]
fn numbers_have_thousands_and_a_true_minus_but_no_minus_nought() {
    assert_eq!(
        [1234.6, -0.5, 0.000_885, -0.000_000_1, 42.0, 1e300].map(number::about),
        ["1,235", "−0.5", "0.000885", "0", "42", "unknown"]
    );
}

#[test]
fn numbers_that_can_be_typed_have_no_needless_zeros() {
    let printed = [0.03, 12.0, 1234.56, -0.5, -0.000_000_1].map(number::number);
    assert_eq!(printed, ["0.03", "12", "1234.56", "-0.5", "0"]);
}

#[test]
fn a_percentage_has_one_figure_after_the_point_or_two_in_all() {
    let shares = [0.0424, 0.3549, -0.3549, 0.9996];
    assert_eq!(shares.map(number::percent), ["4.2 %", "35.5 %", "\u{2212}35.5 %", ">99.9 %"]);
    assert_eq!(shares.map(number::percent_in_short), ["4.2 %", "35 %", "\u{2212}35 %", ">99.9 %"]);
}

#[test]
fn ticks_are_round_and_enclose_the_range() {
    let labels = |low, high| {
        axis::ticks((low, high), 5.0).into_iter().map(|tick| tick.1).collect::<Vec<_>>()
    };
    assert_eq!(labels(0.0, 43.0), ["0", "10", "20", "30", "40", "50"]);
    assert_eq!(labels(-0.03, 0.41), ["−0.1", "0.0", "0.1", "0.2", "0.3", "0.4", "0.5"]);
    assert_eq!(labels(7.0, 7.0), ["6", "8"]);
}

#[test]
fn a_fan_of_shares_speaks_of_computing_error_and_not_of_a_spread() {
    let when = Moment { at: 1.0, text: "8 Nov".to_owned() };
    let point = Point { when, p5: 10.0, p25: 20.0, median: 20.0, p75: 20.0, p95: 31.0 };
    let svg = fan(&Fan {
        share: true,
        unit: "% of worlds".to_owned(),
        points: vec![point],
        ..Fan::default()
    });
    assert!(svg.contains("8 Nov: 20, computing error 10 to 31 (% of worlds)."), "{svg}");
    assert!(svg.contains("share of worlds") && !svg.contains("median"), "{svg}");
}
