//! Bands and computing errors of chances that are known, as text, JSON and CSV print them.

use serde_json::Value;

use crate::cli::{excomm, stdout};

const CHANCES: &str = "tests/cases/three-chances.ron";

const RARE: &str = "tests/cases/rare-luck.ron";

fn said(args: &str) -> String {
    stdout(&excomm(&args.split_whitespace().collect::<Vec<_>>()))
}

/// What is said, with its lines joined.
fn told(args: &str) -> String {
    said(args).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn sweep(rest: &str) -> Value {
    serde_json::from_str(&said(&format!("sweep {CHANCES} {rest} --format json"))).unwrap()
}

/// The mean of the only outcome shown.
fn mean(answer: &Value) -> &Value {
    &answer["branches"][0]["outcomes"][0]["mean"]
}

#[track_caller]
fn near(value: &Value, known: f64) {
    let value = value.as_f64().unwrap();
    assert!((value - known).abs() < 5e-5, "{value} for {known}");
}

#[test]
fn json_and_csv_give_the_interval_of_a_yes_or_no_that_the_text_gives() {
    for (seed, share, low, high, text) in [
        (1_000_000, 0.0, 0.0, 0.0188, "computing error 0 % to 1.9 %"),
        (2_000_000, 0.005, 0.0009, 0.0278, "computing error 0.1 % to 2.8 %"),
    ] {
        let rest = format!("--vary none --runs 200 --seed {seed} --outcome said_u");
        let answer = sweep(&rest);
        let value = &mean(&answer)["value"];
        near(&value["value"], share);
        near(&value["error_low"], low);
        near(&value["error_high"], high);
        assert!(told(&format!("sweep {CHANCES} {rest} --detail")).contains(text));
        let table = said(&format!("sweep {CHANCES} {rest} --format csv"));
        let line = table.lines().find(|line| line.contains(",outcome,said_u,")).unwrap();
        let cells: Vec<f64> = line.split(',').skip(4).take(3).map(|x| x.parse().unwrap()).collect();
        let known = ["value", "error_low", "error_high"].map(|key| value[key].as_f64().unwrap());
        assert!(cells.iter().zip(known).all(|(cell, known)| (cell - known).abs() < 1e-6), "{line}");
    }
}

#[test]
fn where_no_fact_is_drawn_nothing_is_left_open_by_facts() {
    let rest = "--vary none --runs 200 --seed 5 --outcome said_t";
    let answer = sweep(rest);
    let mean = mean(&answer);
    near(&mean["value"]["value"], 0.05);
    assert_eq!((&mean["low"], &mean["high"]), (&mean["value"], &mean["value"]));
    assert_eq!(mean["clarity"], "undrawn");
    let text = told(&format!("sweep {CHANCES} {rest} --detail"));
    assert!(
        text.contains("200 worlds: no fact is drawn") && !text.contains("do not know"),
        "{text}"
    );
}

#[test]
fn a_band_of_something_rare_holds_its_answer_and_says_what_luck_hides() {
    let answer = sweep("--runs 10000 --seed 40000000 --outcome said_u");
    assert_eq!(answer["lucks"], 100, "ten times as many worlds are ten times as many lucks");
    let mean = mean(&answer);
    let [low, value, high] =
        ["low", "value", "high"].map(|key| mean[key]["value"].as_f64().unwrap());
    assert!(low < value && value < high, "{mean}");
    let [of_low, of_high] = ["low", "high"].map(|key| {
        let [from, to] = ["error_low", "error_high"].map(|end| mean[key][end].as_f64().unwrap());
        from..=to
    });
    assert!(of_low.contains(&0.0022) && of_high.contains(&0.0176), "{mean}");
    let text = told(&format!("sweep {CHANCES} --runs 1000 --seed 7 --outcome said_u --detail"));
    assert!(text.contains("cannot tell it from luck"), "{text}");
}

#[test]
fn a_study_stops_when_the_interval_it_prints_is_as_narrow_as_was_asked() {
    let answer = sweep("--vary none --runs 100000 --seed 5 --until-width 0.05 --outcome said");
    assert_eq!(answer["worlds"], 2_000, "1,300 would do, and blocks have 1,000");
    let value = &mean(&answer)["value"];
    let width = value["error_high"].as_f64().unwrap() - value["error_low"].as_f64().unwrap();
    assert!((0.025..0.05).contains(&width), "{width}");
}

#[test]
fn a_paired_difference_keeps_an_interval_when_no_pair_differs() {
    let args = format!(
        "compare {CHANCES} --branch open --branch same --vary none --runs 200 --outcome said --format json"
    );
    let answer: Value = serde_json::from_str(&said(&args)).unwrap();
    let difference = &answer["branches"][0]["outcomes"][0]["difference"];
    near(&difference["value"], 0.0);
    near(&difference["error_low"], -0.0137);
    near(&difference["error_high"], 0.0137);
}

#[test]
fn what_came_of_luck_in_one_world_of_500_is_said_to_be_too_rare() {
    for seed in [1, 2, 3] {
        let text = told(&format!("sensitivity {RARE} --detail --seed {seed}"));
        let rare = text.contains("too few to tell what it hangs on. About `--rows ");
        assert!(rare || text.contains("It never varies"), "{text}");
        let text = told(&format!("honesty {RARE} --detail --seed {seed}"));
        assert!(text.contains("too few to tell; about ") || text.contains("no spread"), "{text}");
        assert!(!text.contains("disputed 0"), "nothing is disputed: {text}");
    }
}

#[test]
fn the_computing_error_of_a_date_is_a_range_of_days_or_under_a_day() {
    let text = said("sweep tests/cases/two-capitals.ron --runs 1000 --vary none --detail");
    let errors: Vec<&str> =
        text.lines().filter_map(|line| line.split_once("computing error ")).map(|e| e.1).collect();
    assert!(!errors.is_empty(), "{text}");
    for error in errors {
        assert!(error.split_once(" to ").is_none_or(|(low, high)| low != high), "{error}: {text}");
    }
}

#[test]
fn a_backtest_names_no_markers_that_set_a_number_where_none_did() {
    let text = told("backtest tests/cases/two-capitals.ron --runs 20");
    assert!(text.contains("There is one history") && !text.contains("Not scored"), "{text}");
}

#[test]
fn shares_of_luck_stay_within_0_and_100_percent() {
    let answer =
        said(&format!("sensitivity {CHANCES} --rows 64 --seed 3 --outcome said --format json"));
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let inputs = answer["outcomes"][0]["inputs"].as_array().unwrap();
    assert!(!inputs.is_empty());
    for measure in inputs.iter().flat_map(|input| input["measures"].as_object().unwrap().values()) {
        for key in ["value", "error_low", "error_high"] {
            assert!((0.0..=1.0).contains(&measure[key].as_f64().unwrap()), "{measure}");
        }
    }
}
