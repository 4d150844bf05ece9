use crate::rules::sea_testing::{SHIPS, sea};

const ALONGSIDE: &str = r#"
    consents: [(id: "agrees", of: "red", says: "to inspection at sea", starts: Open, cite: [])],
    inspections: [(
        id: "at-sea", title: "the destroyers", by: "blue", how: Alongside(after_h: ~10),
        of: ["bombers"], needs: ["agrees"], from: (at: "1962-11-01T00:00Z", cite: []),
        standing: true, proof: ~1, fails: ~0, cite: [],
    )],
"#;

#[test]
fn without_consent_nobody_looks() {
    let played = sea(&format!("{SHIPS}{ALONGSIDE}")).play();
    assert_eq!(played.count("look"), 0);
    assert_eq!(played.count("verified/"), 0);
}

#[test]
fn with_consent_a_ship_is_met_hours_out_and_its_cargo_counted() {
    let table = sea(&format!("{SHIPS}{ALONGSIDE}"));
    let played = table.order("1962-11-02T00:00Z", r#"Give("agrees")"#).play();
    let first = played.events("look/first").next().unwrap();
    assert_eq!(first.at.rfc3339(), "1962-11-04T18:00:00Z");
    let said = played.sentences();
    let counted = "The First uncovers its load for the destroyers; six bombers counted".to_owned();
    assert!(said.contains(&counted), "{said:#?}");
}

#[test]
fn a_look_that_needs_light_waits_for_the_day() {
    let by_day = ALONGSIDE.replace("after_h: ~10", "after_h: ~10, min_sun_deg: ~0");
    let table = sea(&format!("{SHIPS}{by_day}").replace("starts: Open", "starts: Given"));
    let dusk = table.play().events("look/first").next().unwrap().at.rfc3339();
    // ten hours after 08:00 it is 18:00 in Greenwich, but noon at 80 degrees west
    assert_eq!(dusk, "1962-11-04T18:00:00Z");
    let night = by_day.replace("after_h: ~10", "after_h: ~20");
    let table = sea(&format!("{SHIPS}{night}").replace("starts: Open", "starts: Given"));
    let day = table.play().events("look/first").next().unwrap().at.rfc3339();
    assert!(day.as_str() > "1962-11-05T11:00" && day.as_str() < "1962-11-05T12:00", "{day}");
}

#[test]
fn consent_that_is_left_out_of_a_world_was_never_given() {
    let table = sea(&format!("{SHIPS}{ALONGSIDE}").replace("starts: Open", "starts: Given"));
    assert!(table.play().count("look") > 0);
    let table = sea(&format!("{SHIPS}{ALONGSIDE}").replace("starts: Open", "starts: Given"));
    assert_eq!(table.without("consents/agrees").play().count("look"), 0);
}

#[test]
fn consent_that_comes_late_still_meets_ships_at_sea() {
    let table = sea(&format!("{SHIPS}{ALONGSIDE}"));
    let played = table.order("1962-11-06T00:00Z", r#"Give("agrees")"#).play();
    let first = played.events("look/first").next().unwrap();
    assert_eq!(first.at.rfc3339(), "1962-11-06T18:00:00Z");
}

#[test]
fn inspectors_on_the_ground_count_what_stands_and_find_what_is_hidden() {
    let sections = r#"
        targets: [(
            id: "base", title: "the base", at: Place("base"), worth: ~1, stale_days: ~3,
            last_seen_days: ~1,
        )],
        inspections: [(
            id: "envoys", title: "the envoys", by: "blue",
            how: Ground(hour: ~8, per_day: ~1, targets: ["base"]), of: ["bombers"],
            from: (at: "1962-11-01T00:00Z", cite: []), standing: true, proof: ~1, fails: ~0,
            cite: [],
        )],
    "#;
    let table = || sea(sections);
    let empty = table().truth("caves", "empty").play();
    assert!(empty.sentences().contains(&"The envoys count ten bombers at the base".to_owned()));
    assert_eq!(empty.count("find/"), 0);
    let full = table().truth("caves", "full").play();
    let found = "The envoys find four bombers hidden at the base".to_owned();
    assert!(full.sentences().contains(&found), "{:#?}", full.sentences());
}

#[test]
fn inspectors_of_what_comes_in_need_no_quarantine() {
    let sections = r#"
        traffic: [(
            id: "tankers", title: "a tanker", flag: "red", class: "freighter", from: "home",
            to: "harbour", per_month: ~300, cite: [],
            contraband: (stock: "bombers", count: ~2, odds: ~0.5),
        )],
        inspections: [(
            id: "neutrals", title: "the neutrals", by: "blue", how: Incoming(line: "line"),
            of: ["bombers"], from: (at: "1962-11-01T00:00Z", cite: []), standing: true,
            proof: ~1, fails: ~0, cite: [],
        )],
    "#;
    let played = sea(sections).order("1962-11-01T00:00Z", r#"SetLine("line", Lifted)"#).play();
    assert_eq!(played.count("hail/"), 0);
    assert!(played.count("look/") > 10);
    assert!(played.count("turn-back/") > 3);
}
