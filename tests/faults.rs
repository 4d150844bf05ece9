//! Faults: a rule that meets what it cannot act on stops the run, in words.

use excomm_engine::{
    rules, run,
    world::{Model, Occasion, Setting},
};
use excomm_scenario as scenario;

/// Orders a stock to leave that has nowhere to go.
const GUNS: &str = r#"stocks: [(id: "guns", title: "the guns", one: "gun", many: "guns", owner: "south",
    piles: [(id: "port", at: "port", count: Fact("boats"))], seen: Fact("boats"))], questions: ["#;

fn model(without: &[String]) -> Model {
    let path = format!("{}/tests/cases/strait.ron", env!("CARGO_MANIFEST_DIR"));
    let mut sources = excomm_library::load(&path).unwrap();
    let text = &mut sources.parts[0].1;
    *text =
        text.replace("questions: [", GUNS).replace("then: [Say", r#"then: [Withdraw("guns"), Say"#);
    Model::new(&scenario::read(&sources).unwrap(), "open", without).unwrap()
}

#[test]
fn a_thing_that_lacks_what_a_rule_needs_stops_the_run_in_words() {
    let done = run::play(&model(&[]), Setting { seed: 1, ..Setting::default() });
    let says = "the rule `withdrawal/order` met `stocks/guns`, which lacks what the rule needs";
    assert_eq!(done.broken.map(|broken| broken.says).as_deref(), Some(says));
}

#[test]
fn a_thing_that_is_left_out_stops_nothing() {
    let model = model(&["stocks/guns".to_owned()]);
    let done = run::play(&model, Setting { seed: 1, ..Setting::default() });
    assert_eq!(done.broken, None);
    assert!(done.end.is_some());
}

#[test]
fn every_occasion_is_answered_by_some_rule() {
    let answered = |occasion: &&Occasion| rules::all().any(|rule| rule.on.contains(occasion));
    let forgotten: Vec<&Occasion> = Occasion::ALL.iter().filter(|o| !answered(o)).collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
}
