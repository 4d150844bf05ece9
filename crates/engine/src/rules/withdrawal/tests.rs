use super::*;
use crate::rules::{
    sea_testing::{SHIPS, land, sea},
    testing::Table,
};

#[test]
fn what_is_loaded_is_gone_when_the_ship_sails() {
    let played = sea(SHIPS).play();
    let said = played.sentences();
    let says = |sentence: &str| said.iter().any(|said| said == sentence);
    assert!(says("Three bombers are packed at the base"), "{said:#?}");
    assert!(says("One bomber is packed at the base"));
    assert!(says("The First leaves the harbour with six bombers"));
    assert!(says("The Second leaves the harbour with four bombers"));
    assert!(says("The last of the bombers to be withdrawn has left"));
    let sailed = played.events("sail/first").next().unwrap().at;
    assert_eq!(sailed.rfc3339(), "1962-11-04T08:00:00Z");
    assert_eq!(played.keys("gone/"), ["gone/bombers/first/1", "gone/bombers/second/1"]);
}

#[test]
fn a_withdrawal_that_is_halted_stops() {
    let halted = sea(SHIPS).order("1962-11-03T12:00Z", r#"Halt("bombers")"#);
    assert_eq!(halted.play().count("sail/"), 0);
    let resumed = sea(SHIPS)
        .order("1962-11-03T12:00Z", r#"Halt("bombers")"#)
        .order("1962-11-05T12:00Z", r#"Withdraw("bombers")"#)
        .play();
    let days = resumed.keys("pack/");
    assert_eq!(days, ["pack/base/1", "pack/base/2", "pack/base/3", "pack/base/4"]);
    assert_eq!(resumed.count("sail/"), 2);
}

#[test]
fn what_has_ended_cannot_be_stopped() {
    let halt = r#"Halt("bombers")"#;
    let ended = sea(SHIPS).truth("caves", "empty").order("1962-11-09T12:00Z", halt).play();
    assert!(
        ended.sentences().contains(&"The last of the bombers to be withdrawn has left".to_owned())
    );
    assert_eq!(ended.count("halt/"), 0);
    let going = sea(SHIPS).order("1962-11-03T12:00Z", halt).play();
    assert_eq!(going.count("halt/"), 1);
}

#[test]
fn after_a_stop_no_ship_leaves_for_it_until_it_goes_on() {
    // the first has its cargo aboard on the 4th and its leave on the 6th
    let ships = SHIPS.replacen("1962-11-01T00:00Z", "1962-11-06T00:00Z", 1);
    let sails = |table: Table| -> Vec<String> {
        let played = table.play();
        let sails = played.events("sail/").map(|event| event.at.rfc3339());
        sails.collect()
    };
    assert_eq!(sails(sea(&ships)).len(), 2);
    let stopped = || sea(&ships).order("1962-11-05T12:00Z", r#"Halt("bombers")"#);
    let before: Vec<_> = sails(stopped());
    assert!(before.iter().all(|at| at.as_str() < "1962-11-05T12"), "{before:?}");
    let resumed = stopped().order("1962-11-08T12:00Z", r#"Withdraw("bombers")"#);
    assert!(sails(resumed).contains(&"1962-11-08T12:00:00Z".to_owned()));
}

#[test]
fn work_is_done_in_whole_items_and_none_is_lost() {
    assert_eq!((1..=4).map(|day| whole(2.5, day)).collect::<Vec<_>>(), [2.0, 3.0, 2.0, 3.0]);
    let played = sea(SHIPS).fact("stocks/bombers/leaving/pack_per_day", 0.7).play();
    assert!(played.sentences().contains(&"One bomber is packed at the base".to_owned()));
}

#[test]
fn without_a_ship_it_crosses_the_border_the_day_after_it_was_hauled_there() {
    let played = land().truth("caves", "empty").play();
    let said = played.sentences();
    let says = |sentence: &str| said.iter().any(|said| said == sentence);
    assert!(says("Three bombers leave by way of the harbour"), "{said:#?}");
    assert!(says("The last of the bombers to be withdrawn has left"), "{said:#?}");
    assert_eq!(played.keys("gone/").len(), 4, "ten, three a day: {said:#?}");
    let hauled = played.events("haul/base/1").next();
    assert!(hauled.is_none(), "nothing is hauled on the day on which it is packed");
    let at = |key: &str| played.events(key).next().unwrap().at;
    assert_eq!(at("gone/bombers/base/3").0 - at("haul/base/2").0, 24 * 3600);
}
