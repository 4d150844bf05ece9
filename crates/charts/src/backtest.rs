//! Where the recorded history falls among the worlds: one row for each dated marker, never at the right.

use maud::Markup;

use super::axis::{Scale, enclosing, extent, grid, labels};
use super::colours::{DEEP, MID, MUTE, PALE, PAPER, RED, RULE};
use super::lettering::{LABEL, STRONG, TICK, leading, wrap};
use super::number::{known, percent_in_short};
use super::sheet::{Anchor, LEFT, RIGHT, Sheet, block, diamond, disc, line, rect, text};
use super::words::{Caption, Moment};

const NAMES: f64 = 300.0;
const DATES_END: f64 = RIGHT - 150.0;
/// Where never lies: bands and marks that reach it are drawn here.
const NEVER: f64 = RIGHT - 100.0;

/// Holds markers of a recorded history among simulated worlds.
#[derive(Debug, Clone, Default)]
pub struct Backtest {
    /// Words around the chart.
    pub caption: Caption,
    /// Labels of the time axis, in order; those without room are left out.
    pub dates: Vec<Moment>,
    /// The markers, in the order drawn.
    pub markers: Vec<Marker>,
}

/// Holds when one thing happened in the worlds and in history.
#[derive(Debug, Clone)]
pub struct Marker {
    /// What happened.
    pub label: String,
    /// In 5 % of worlds it came earlier.
    pub p5: Moment,
    /// In 25 % of worlds it came earlier.
    pub p25: Moment,
    /// In 75 % of worlds it came earlier.
    pub p75: Moment,
    /// In 95 % of worlds it came earlier.
    pub p95: Moment,
    /// Share of worlds in which it never came.
    pub never: f64,
    /// When it came in history.
    pub history: Moment,
    /// How history's date is judged.
    pub standing: Standing,
}

/// Says how a marker is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// History lies inside the 5-95 % band.
    Inside,
    /// History lies outside the 5-95 % band.
    Outside,
    /// The marker set an assumption or was pinned, so it proves nothing.
    NotScored,
}

/// Draws for each marker the band of the worlds and history's mark.
#[must_use]
pub fn backtest(data: &Backtest) -> String {
    let mut sheet = Sheet::new(&data.caption);
    let moments = data.markers.iter().flat_map(|m| [&m.p5, &m.p25, &m.p75, &m.p95, &m.history]);
    if data.markers.is_empty() {
        return sheet.nothing("There are no markers to compare with history.");
    }
    let time = extent(moments.map(|moment| moment.at)).unwrap_or((0.0, 1.0));
    let count = |standing| data.markers.iter().filter(|marker| marker.standing == standing).count();
    let inside = format!("history inside 5\u{2013}95\u{a0}% ({})", count(Standing::Inside));
    let outside = format!("outside ({})", count(Standing::Outside));
    let open = format!("not scored ({})", count(Standing::NotScored));
    sheet.say(format!("{inside}, {outside}, {open}."));
    sheet.key(&[
        (&|x, y| mark((x, y), Standing::Inside), &inside),
        (&|x, y| mark((x, y), Standing::Outside), &outside),
        (&|x, y| mark((x, y), Standing::NotScored), &open),
        (
            &|x, y| rect((x - 14.0, y - 8.0), (28.0, 16.0), MID, MID),
            "middle half of worlds (25\u{2013}75\u{a0}%)",
        ),
        (
            &|x, y| rect((x - 14.0, y - 8.0), (28.0, 16.0), PALE, MID),
            "nine worlds in ten (5\u{2013}95\u{a0}%)",
        ),
    ]);
    let dates: Vec<_> = data.dates.iter().map(|date| (date.at, date.text.clone())).collect();
    let scale = Scale::new(enclosing(time, &dates), (LEFT + NAMES, DATES_END));
    sheet.y += 24.0;
    sheet.over(text((RIGHT, sheet.y - 8.0), Anchor::End, STRONG, "never"));
    let top = sheet.y;
    for marker in &data.markers {
        row(&mut sheet, scale, marker);
    }
    let bottom = sheet.y;
    sheet.under(rect((NEVER - 20.0, top), (RIGHT - NEVER + 20.0, bottom - top), "#f3eee1", RULE));
    grid(&mut sheet, scale, &dates, top, bottom);
    labels(&mut sheet, scale, &dates, top, bottom);
    sheet.finish()
}

fn mark(at: (f64, f64), standing: Standing) -> Markup {
    match standing {
        Standing::Inside => disc(at, 7.0, DEEP, PAPER),
        Standing::Outside => diamond(at, 8.5, PAPER, RED),
        Standing::NotScored => rect((at.0 - 5.5, at.1 - 5.5), (11.0, 11.0), PAPER, MUTE),
    }
}

/// Returns where a moment lies, never at the right, or `None` if it is unknown.
fn place(scale: Scale, moment: &Moment) -> Option<f64> {
    if moment.at == f64::INFINITY {
        Some(NEVER)
    } else {
        known(moment.at).then(|| scale.at(moment.at))
    }
}

fn said(moment: &Moment) -> &str {
    match moment.at {
        at if at == f64::INFINITY => "never",
        at if !known(at) => "unknown",
        _ => &moment.text,
    }
}

fn sentence(marker: &Marker) -> String {
    let [p5, p25, p75, p95, history] =
        [&marker.p5, &marker.p25, &marker.p75, &marker.p95, &marker.history].map(said);
    let standing = match marker.standing {
        Standing::Inside => "inside",
        Standing::Outside => "outside",
        Standing::NotScored => "not scored",
    };
    let (label, never) = (&marker.label, percent_in_short(marker.never));
    format!(
        "{label}: history {history}, {standing}; nine in ten {p5} to {p95}, middle half {p25} to {p75}, never {never}."
    )
}

fn row(sheet: &mut Sheet, scale: Scale, marker: &Marker) {
    sheet.say(sentence(marker));
    let names = wrap(&marker.label, LABEL, NAMES - 28.0);
    let dated = wrap(&format!("history: {}", said(&marker.history)), TICK, NAMES - 28.0);
    let (tall, small) = (names.len() as f64 * leading(LABEL), dated.len() as f64 * leading(TICK));
    let high = tall + small + 14.0;
    let y = sheet.y + high / 2.0;
    sheet.over(block((LEFT, sheet.y + 7.0 + tall / 2.0), Anchor::Start, LABEL, &names));
    sheet.over(block((LEFT, sheet.y + 7.0 + tall + small / 2.0), Anchor::Start, TICK, &dated));
    for (low, high, thick, fill) in
        [(&marker.p5, &marker.p95, 20.0, PALE), (&marker.p25, &marker.p75, 20.0, MID)]
    {
        if let (Some(from), Some(to)) = (place(scale, low), place(scale, high)) {
            sheet.over(rect((from - 1.5, y - thick / 2.0), (to - from + 3.0, thick), fill, MID));
        }
    }
    if let Some(x) = place(scale, &marker.history) {
        sheet.over(mark((x, y), marker.standing));
    }
    sheet.over(text((RIGHT - 6.0, y + 6.0), Anchor::End, LABEL, &percent_in_short(marker.never)));
    sheet.under(line((LEFT, sheet.y + high), (RIGHT, sheet.y + high), RULE, 1.0));
    sheet.y += high;
}
