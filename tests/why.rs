//! Why: walks that reach decisions, odds, facts and words, and what would have been otherwise.

use crate::cli::{excomm, same_as_file, stdout};

const CAPITALS: &str = "tests/cases/two-capitals.ron";
const CAUSES: &str = "tests/cases/two-causes.ron";

#[test]
fn a_walk_from_the_end_is_as_it_was() {
    same_as_file(
        "tests/golden/why-two-capitals.txt",
        &stdout(&excomm(&["why", CAPITALS, "--detail"])),
    );
}

#[test]
fn the_end_is_what_is_asked_when_nothing_is_named() {
    assert_eq!(
        excomm(&["why", CAPITALS, "--detail"]).stdout,
        excomm(&["why", CAPITALS, "--detail", "--end"]).stdout
    );
}

#[test]
fn a_walk_says_that_its_roots_are_so_from_the_start() {
    let text = stdout(&excomm(&["why", "--detail", CAUSES, "--event", "say/alarm/1"]));
    assert!(text.contains("so from the start"), "{text}");
    assert!(text.contains("[answer/look/yes/1]\n    -> it would not have come"), "{text}");
}

#[test]
fn a_shared_cause_is_told_once() {
    let text = stdout(&excomm(&["why", CAPITALS, "--twins", "0", "--detail"]));
    let chance = "[chance/south-yields/12]";
    let told = text.lines().filter(|line| line.contains(chance) && !line.contains("as above"));
    assert_eq!(told.count(), 1, "{text}");
    assert!(text.contains("[chance/south-yields/12], as above"), "{text}");
}

#[test]
fn a_walk_can_be_cut_short() {
    let text = stdout(&excomm(&["why", CAPITALS, "--depth", "1", "--twins", "0", "--detail"]));
    assert!(text.contains("see --depth") && !text.contains("The council meets"), "{text}");
}

#[test]
fn an_outcome_is_explained_by_the_event_that_last_changed_it() {
    let text = stdout(&excomm(&["why", "--detail", CAUSES, "--outcome", "alarm_on"]));
    assert!(text.starts_with("Alarm: 1 Mar 1901, 20:00 UTC. Why?"), "{text}");
    assert!(text.contains("[respond/first/1]") && !text.contains("[respond/second/1]"), "{text}");
}

#[test]
fn a_walk_names_what_was_prevented_and_what_prevented_it() {
    let case = "tests/cases/double-prevention.ron";
    let text = stdout(&excomm(&["why", "--detail", case, "--outcome", "e_on", "--seed", "5"]));
    let (walk, verdicts) = text.split_once("\nBut for\n").unwrap();
    assert!(words(walk).contains("It does not come about that the shore does cb"), "{walk}");
    assert!(walk.contains("[chance/ca/1]"), "{walk}");
    assert!(words(verdicts).contains("[chance/ca/1] -> it would not have come"), "{verdicts}");
}

/// The first lines of a walk from an aircraft that is lost, and the verdicts at its end.
fn walk_from_a_loss(branch: &str, seed: &str, key: &str) -> (String, String) {
    let world = ["--branch", branch, "--seed", seed, "--vary", "all", "--detail"];
    let output = excomm(&[&["why", "--event", key], &world[..]].concat());
    let text = stdout(&output);
    let (walk, verdicts) = text.split_once("\nBut for\n").unwrap_or_else(|| panic!("{text}"));
    (words(walk), words(verdicts))
}

/// Returns the words of a text in one line, without the rails of the tree.
fn words(text: &str) -> String {
    let rails = ['\u{2502}', '\u{251c}', '\u{2514}', '\u{2500}'];
    text.replace(rails, " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_plane_lost_to_a_battery_is_explained_by_the_order_to_fire_and_the_decision_to_fly() {
    let key = "shot-down/u2-daily.302/sam-bahia-honda/1";
    let (walk, verdicts) = walk_from_a_loss("shootdown-isolated", "3", key);
    for reached in [
        "One U-2 is shot down",
        "weapons/sa-2/kill = 0.247 (assumed, 0.15 to 0.85:",
        "draws fire over the missile site San Cristobal 1 from the missile battery at Bahia Honda",
        "[answer/surveillance/until-replaced/1]",
        "[pin/free-fire/1]",
        "the President: \u{201c}The President said we must continue aerial surveillance\u{201d}",
    ] {
        assert!(walk.contains(reached), "{reached}: {walk}");
    }
    for verdict in [
        "[answer/surveillance/until-replaced/1] -> it would not have come",
        "The branch makes it happen: free-fire [pin/free-fire/1] -> it would not have come",
        "[salvo/sam-bahia-honda/u2-daily.302/1] -> it would not have come",
    ] {
        assert!(verdicts.contains(verdict), "{verdict}: {verdicts}");
    }
}

#[test]
fn a_plane_lost_to_guns_would_have_been_lost_under_another_sky() {
    let key = "shot-down/low-air-force.501/guns-san-julian/1";
    let (walk, verdicts) = walk_from_a_loss("havana-orders-fire", "38", key);
    for reached in
        ["[pin/order/1]", "weapons/gun/kill =", "[answer/flights-tomorrow/high-and-low/1]"]
    {
        assert!(walk.contains(reached), "{reached}: {walk}");
    }
    assert!(verdicts.contains("[pin/order/1] -> it would not have come"), "{verdicts}");
    let anyway = "[sky/cuba/2] -> it would have come anyway, at the same time, through";
    assert!(verdicts.contains(anyway), "{verdicts}");
}

#[test]
fn a_quote_is_read_once_in_a_walk() {
    let world = [
        "--branch",
        "shootdown-isolated",
        "--seed",
        "3",
        "--vary",
        "all",
        "--twins",
        "0",
        "--detail",
    ];
    let key = "shot-down/u2-daily.302/sam-bahia-honda/1";
    let text = words(&stdout(&excomm(&[&["why", "--event", key], &world[..]].concat())));
    for quote in ["we must continue aerial surveillance", "We must continue aerial reconnaissance"]
    {
        assert_eq!(text.matches(quote).count(), 1, "{text}");
    }
}
