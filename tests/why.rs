//! Why: walks that reach decisions, odds, facts and words, and what would have been otherwise.

use crate::cli::{excomm, same_as_file, stdout};

const CAPITALS: &str = "tests/cases/two-capitals.ron";
const CAUSES: &str = "tests/cases/two-causes.ron";

#[test]
fn a_walk_from_the_end_is_as_it_was() {
    same_as_file("tests/golden/why-two-capitals.txt", &stdout(&excomm(&["why", CAPITALS])));
}

#[test]
fn the_end_is_what_is_asked_when_nothing_is_named() {
    assert_eq!(excomm(&["why", CAPITALS]).stdout, excomm(&["why", CAPITALS, "--end"]).stdout);
}

#[test]
fn a_walk_says_that_its_roots_are_so_from_the_start() {
    let text = stdout(&excomm(&["why", CAUSES, "--event", "say/alarm/1"]));
    assert!(text.contains("so from the start"), "{text}");
    assert!(text.contains("[answer/look/yes/1]\n    -> it would not have come"), "{text}");
}

#[test]
fn a_shared_cause_is_told_once() {
    let text = stdout(&excomm(&["why", CAPITALS, "--twins", "0"]));
    let chance = "[chance/south-yields/12]";
    let told = text.lines().filter(|line| line.contains(chance) && !line.contains("as above"));
    assert_eq!(told.count(), 1, "{text}");
    assert!(text.contains("[chance/south-yields/12], as above"), "{text}");
}

#[test]
fn a_walk_can_be_cut_short() {
    let text = stdout(&excomm(&["why", CAPITALS, "--depth", "1", "--twins", "0"]));
    assert!(text.contains("see --depth") && !text.contains("The council meets"), "{text}");
}

#[test]
fn an_outcome_is_explained_by_the_event_that_last_changed_it() {
    let text = stdout(&excomm(&["why", CAUSES, "--outcome", "alarm_on"]));
    assert!(text.starts_with("Alarm: 1 Mar 1901 20:00 UTC (20:00Z). Why?"), "{text}");
    assert!(text.contains("[respond/first/1]") && !text.contains("[respond/second/1]"), "{text}");
}
