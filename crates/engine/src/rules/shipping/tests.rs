use crate::rules::{
    sea_testing::{SHIPS, sea},
    testing::Played,
};

const TANKERS: &str = r#"
    traffic: [(
        id: "tankers", title: "a tanker", flag: "red", class: "freighter", from: "home",
        to: "harbour", per_month: ~60, cite: [],
    )],
"#;

/// Returns key and moment of all events but those of a thing.
fn others(played: &Played, but: &str) -> Vec<(String, i64)> {
    let all = played.log.events().iter().map(|event| (played.key(event), event.at.0));
    all.filter(|(key, _)| !key.contains(but)).collect()
}

#[test]
fn a_ship_that_meets_nobody_changes_no_other_event() {
    let alone = r#"(
        id: "stranger", title: "the Stranger", flag: "red", class: "freighter", from: "home",
        to: "harbour", sails: At((at: "1962-11-09T00:00Z", cite: [])),
    )"#;
    let with = SHIPS.replace("ships: [", &format!("ships: [{alone},"));
    let without = sea(&format!("{TANKERS}{SHIPS}")).play();
    let with = sea(&format!("{TANKERS}{with}")).play();
    assert_eq!(with.count("sail/stranger"), 1);
    assert_eq!(others(&with, "stranger"), others(&without, "stranger"));
}

#[test]
fn traffic_comes_as_often_as_it_should_and_is_under_way_at_the_start() {
    let played = sea(TANKERS).until("1963-11-01T00:00Z").play();
    let calls = played.count("arrive/tankers") as f64;
    let expected = 365.0 * 2.0;
    assert!((calls - expected).abs() < 4.9 * expected.sqrt(), "{calls} calls");
    let first = played.events("arrive/tankers").next().unwrap();
    assert!(first.at.rfc3339().as_str() < "1962-11-05");
}

#[test]
fn a_traffic_that_is_scaled_down_thins_out() {
    let order = r#"Scale(traffic: "tankers", by: ~0.1)"#
        .replace("~0.1", r#"Assumed(low: 0.1, best: 0.1, high: 0.1, why: "")"#);
    let end = "1963-02-01T00:00Z";
    let usual = sea(TANKERS).until(end).play().count("arrive/tankers");
    let fewer = sea(TANKERS).until(end).order("1962-11-01T00:00Z", &order).play();
    assert!(fewer.count("arrive/tankers") * 3 < usual);
}

#[test]
fn a_ship_that_sailed_before_the_start_has_left_already() {
    let ship = r#"ships: [(
        id: "early", title: "the Early", flag: "red", class: "freighter", from: "harbour",
        to: "home", sails: At((at: "1962-10-30T00:00Z", cite: [])),
        cargo: [(stock: "bombers", count: ~5)],
    )],"#;
    let played = sea(ship).play();
    assert_eq!(played.keys("gone-before/"), ["gone-before/bombers/1"]);
    assert_eq!(played.count("sail/"), 0);
    assert_eq!(played.keys("arrive/early"), ["arrive/early/1"]);
}
