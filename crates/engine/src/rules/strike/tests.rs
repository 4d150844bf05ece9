use crate::rules::testing::{Table, assert_odds};

/// Four batteries that have been fired at by nobody, and bombers beside the first.
const ISLE: &str = r#"
    places: [
        (id: "base", title: "the base", at: (lat: 25.0, lon: 0.0), cite: []),
        (id: "field", title: "the field", at: (lat: 20.0, lon: 0.0), cite: []),
        (id: "cape", title: "the cape", at: (lat: 10.0, lon: 0.0), cite: []),
    ],
    stocks: [(id: "bombers", title: "the bombers", one: "bomber", many: "bombers",
        owner: "red", piles: [(id: "all", at: "field", count: ~40)], seen: ~1)],
    aircraft: [(id: "scout", one: "scout", many: "scouts", owner: "blue", base: "base",
        speed_kn: ~300, height_ft: ~5000, height_words: "", photo_clear: ~1, photo_partly: ~1,
        photo_obscured: ~1, min_sun_deg: ~-90, covers: ~0, film_h: ~7, turns_back: ~0,
        accident: ~0)],
    targets: [(id: "field", title: "the field", at: Place("field"), worth: ~1, stale_days: ~2,
        last_seen_days: ~4)],
    flights: [(id: "noon", title: "the noon flights", aircraft: "scout", sorties: ~1,
        days: Daily, hour: ~12, apart_min: ~10, targets: ["field"], standing: true)],
    weapons: [(id: "missile", title: "a battery", reach_nm: ~20, floor_ft: ~0,
        ceiling_ft: ~60000, salvo: ~1, kill: ~0)],
    groups: [(id: "guard", title: "the guard", commander: "red", weapon: "missile",
        stance: IfAttacked, fires_anyway: ~0, engages: ~1, cite: [])],
    sites: [
        (id: "a", title: "battery A", group: "guard", at: "field"),
        (id: "b", title: "battery B", group: "guard", at: "field"),
        (id: "c", title: "battery C", group: "guard", at: "cape"),
    ],
    strikes: [
        (id: "source", title: "the strike on the source", by: "blue", hits: [Offender("guard")],
            sorties: ~10, kill: ~1, loss: ~0.1, takes_h: ~6, cite: []),
        (id: "all", title: "the strike on everything", by: "blue",
            hits: [Group("guard"), Stock("bombers")],
            sorties: ~10, kill: ~0.5, loss: ~0.1, takes_h: ~6, cite: []),
        (id: "bombers", title: "the strike on the bombers", by: "blue",
            hits: [Stock("bombers")], sorties: ~10, kill: ~0.5, loss: ~0.1, takes_h: ~6,
            cite: []),
    ],
    outcomes: [
        (id: "sites", title: "", is: Count(SitesHit("guard"))),
        (id: "gone", title: "", is: Count(Destroyed("bombers"))),
        (id: "left", title: "", is: Count(Left("bombers"))),
        (id: "losses", title: "", is: Count(StrikeLosses("all"))),
    ],
"#;

const ALL: &str = r#"Strike("all")"#;
const SOURCE: &str = r#"Strike("source")"#;
const BOMBERS: &str = r#"Strike("bombers")"#;

#[test]
fn a_strike_comes_so_many_hours_after_the_order() {
    let played = Table::new(ISLE).order("1962-11-02T06:00Z", ALL).play();
    let at = |key: &str| played.events(key).next().unwrap().at;
    assert_eq!(at("attack/all/1").0 - at("strike/all/1").0, 6 * 3600);
}

#[test]
fn a_strike_waits_for_daylight_unless_it_may_come_by_night() {
    let attack = |isle: &str| {
        let played = Table::new(isle).order("1962-11-02T14:00Z", BOMBERS).play();
        played.events("attack/bombers/1").next().unwrap().at.rfc3339()
    };
    // the sun sets at the field at 17:30 and rises at 06:03
    let by_day = attack(ISLE);
    assert!(by_day.starts_with("1962-11-03T06:0"), "{by_day}");
    let night = ISLE.replace("takes_h: ~6", "takes_h: ~6, by_night: true");
    assert_eq!(attack(&night), "1962-11-02T20:00:00Z");
}

#[test]
fn a_strike_that_is_to_come_is_not_ordered_again() {
    let played = Table::new(ISLE)
        .order("1962-11-02T14:00Z", ALL)
        .order("1962-11-02T15:00Z", ALL)
        .order("1962-11-03T01:00Z", ALL)
        .order("1962-11-03T12:00Z", ALL)
        .play();
    assert_eq!(played.keys("strike/"), ["strike/all/1", "strike/all/2"]);
    assert_eq!(played.count("attack/"), 2);
}

#[test]
fn a_strike_that_has_just_been_is_not_ordered_again() {
    let isle = ISLE.replace("takes_h: ~6", "takes_h: ~6, again_h: ~24");
    let played = Table::new(&isle)
        .order("1962-11-02T06:00Z", ALL)
        .order("1962-11-02T20:00Z", ALL)
        .order("1962-11-03T20:00Z", ALL)
        .play();
    let ordered: Vec<_> = played.events("strike/").map(|event| event.at.rfc3339()).collect();
    assert_eq!(ordered, ["1962-11-02T06:00:00Z", "1962-11-03T20:00:00Z"]);
}

#[test]
fn an_attack_is_told_in_the_words_of_the_scenario() {
    let says = |isle: &str| Table::new(isle).order("1962-11-02T06:00Z", ALL).play().sentences();
    let bare = says(ISLE);
    assert!(bare.contains(&"A strike is carried out: the strike on everything".to_owned()));
    let worded = ISLE.replace("takes_h: ~6", r#"takes_h: ~6, says: "blue aircraft bomb the isle""#);
    let worded = says(&worded);
    assert!(worded.contains(&"Blue aircraft bomb the isle".to_owned()), "{worded:?}");
}

/// Returns the days on which the field was photographed.
fn days_seen(table: Table) -> Vec<u32> {
    let played = table.play();
    played.events("photograph/").map(|event| event.key.who.nth / 100 + 1).collect()
}

#[test]
fn nobody_photographs_what_his_own_side_is_about_to_strike() {
    let table = Table::new(ISLE).order("1962-11-02T11:00Z", BOMBERS);
    let table = table.fact("strikes/bombers/takes_h", 30.0);
    assert_eq!(days_seen(table), [1, 4, 5, 6, 7, 8, 9, 10]);
    let other = Table::new(&ISLE.replace(r#"owner: "blue""#, r#"owner: "red""#));
    let other = other.order("1962-11-02T11:00Z", BOMBERS);
    assert_eq!(days_seen(other.fact("strikes/bombers/takes_h", 30.0)).len(), 10);
}

#[test]
fn a_strike_clears_the_sky_around_its_targets() {
    let cape = |clears: &str| {
        let isle = ISLE.replace("takes_h: ~6", &format!("takes_h: ~30{clears}"));
        let isle = isle.replace(r#"group: "guard", at: "field""#, r#"group: "guard", at: "cape""#);
        let isle =
            isle.replace(r#"piles: [(id: "all", at: "field""#, r#"piles: [(id: "all", at: "cape""#);
        days_seen(Table::new(&isle).order("1962-11-02T11:00Z", BOMBERS)).len()
    };
    // the cape lies 600 nautical miles from the field
    assert_eq!(cape(""), 10);
    assert_eq!(cape(", clears_nm: ~599"), 10);
    assert_eq!(cape(", clears_nm: ~605"), 8);
    assert_eq!(cape(", clears_nm: ~605, clears_for_h: ~49"), 6);
}

#[test]
fn aircraft_on_their_way_to_what_is_to_be_struck_are_called_back() {
    let table = Table::new(ISLE).order("1962-11-02T12:30Z", BOMBERS);
    let played = table.play();
    assert_eq!(played.keys("recall/"), ["recall/noon.101/field/1"]);
    let back = played.events("turn-back/noon.101/").next().unwrap().at;
    assert_eq!(back.rfc3339(), "1962-11-02T13:00:00Z");
    assert_eq!(played.count("photograph/noon.101/"), 0);
}

#[test]
fn that_a_strike_is_to_come_is_a_condition() {
    let isle = ISLE.replace(
        "outcomes: [",
        r#"responses: [(id: "asks", title: "asks", who: "blue", on: Happened(Seen("bombers")),
            when: Striking("all"), then: [Strike("source")], cite: [])], outcomes: [
            (id: "to-come", title: "", is: Ever(Striking("all"))),"#,
    );
    let played = Table::new(&isle).order("1962-11-02T14:00Z", ALL).play();
    assert_eq!(played.number("to-come"), 1);
    // film comes in at 21:00 on each day, and only on the second is a strike to come
    assert_eq!(played.count("respond/asks"), 1);
    assert_eq!(Table::new(&isle).play().number("to-come"), 0);
}

#[test]
fn the_attacker_hears_what_its_strike_took_and_not_what_is_left() {
    let isle = ISLE.replace(
        "outcomes: [",
        r#"statements: [(id: "so-many", by: "blue", says: "counts", cite: []), (id: "none-left", by: "blue", says: "counts on", cite: [])],
        responses: [(id: "took", title: "hears", who: "blue", on: Happened(Destroyed("bombers")),
            then: [Say("so-many")], cite: []),
            (id: "left", title: "hears", who: "blue", on: AtMost(of: Left("bombers"), is: ~39),
            then: [Say("none-left")], cite: [])], outcomes: ["#,
    );
    let heard = |order: &str| {
        let played = Table::new(&isle).order("1962-11-02T14:00Z", order).play();
        (played.count("say/so-many"), played.count("say/none-left"))
    };
    assert_eq!(heard(BOMBERS), (1, 0));
    assert_eq!(heard(SOURCE), (0, 0));
}

#[test]
fn where_nobody_has_fired_there_is_no_offender() {
    let played = Table::new(ISLE).order("1962-11-02T00:00Z", SOURCE).play();
    assert_eq!(played.count("no-offender/source/guard/1"), 1);
    assert_eq!(played.count("site-"), 0);
}

#[test]
fn the_offender_is_the_site_that_fired_last() {
    let fire = ISLE.replace("stance: IfAttacked", "stance: Fire");
    let played = Table::new(&fire).order("1962-11-02T00:00Z", SOURCE).play();
    assert_eq!(played.keys("site-"), ["site-hit/b/source/1"]);
    assert_eq!(played.count("salvo/b/"), 1);
}

#[test]
fn sites_and_items_are_destroyed_by_their_odds() {
    let (mut sites, mut items) = (0, 0);
    for seed in 0..200 {
        let played = Table::new(ISLE).order("1962-11-02T00:00Z", ALL).seed(seed).play();
        sites += played.number("sites");
        items += played.number("gone");
    }
    assert_odds(sites, 3 * 200, 0.5);
    assert_odds(items, 40 * 200, 0.5);
}

#[test]
fn attackers_are_lost_to_the_sites_that_are_left() {
    let (mut lost, mut worlds) = (0, 0);
    for seed in 0..300 {
        let table = Table::new(ISLE).order("1962-11-02T00:00Z", ALL).seed(seed);
        let played = table.fact("strikes/all/kill", 0.0).play();
        lost += played.number("losses");
        worlds += 1;
    }
    // all three were attacked and stand, so all may fire
    assert_odds(lost, 10 * worlds, 1.0 - 0.9 * 0.9 * 0.9);
}

#[test]
fn nobody_is_lost_where_no_site_is_left() {
    let table = Table::new(ISLE).order("1962-11-02T00:00Z", ALL);
    let played = table.fact("strikes/all/kill", 1.0).play();
    assert_eq!(played.count("strike-losses/"), 0);
    assert_eq!(played.number("sites"), 3);
    assert_eq!(played.number("left"), 0);
}

#[test]
fn a_group_that_is_hit_fires_from_then_on() {
    let before = Table::new(ISLE).play();
    assert_eq!(before.count("salvo/"), 0);
    let table = Table::new(ISLE).order("1962-11-05T00:00Z", ALL);
    let after = table.fact("strikes/all/kill", 0.0).play();
    let first = after.events("salvo/").next().unwrap();
    assert!(first.at > after.events("attack/").next().unwrap().at);
}

#[test]
fn a_site_whose_place_is_struck_fires_from_then_on_and_no_other() {
    let table = Table::new(ISLE).order("1962-11-05T00:00Z", r#"Strike("bombers")"#);
    let played = table.fact("weapons/missile/reach_nm", 5000.0).play();
    assert!(played.count("salvo/a/") > 0 && played.count("salvo/b/") > 0);
    assert_eq!(played.count("salvo/c/"), 0);
}
