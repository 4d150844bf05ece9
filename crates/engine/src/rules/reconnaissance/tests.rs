//! Tests of plans, sorties and film.

use crate::rules::testing::{Played, Table, assert_odds};

/// A field with 40 bombers an hour from the base, photographed at noon each day.
const FIELD: &str = r#"
    regions: [(id: "isle", title: "the isle",
        sky: (clear: ~1, partly: ~0, lasts_days: ~3, starts: Clear, cite: []), seen_for_days: ~30)],
    places: [
        (id: "base", title: "the base", at: (lat: 25.0, lon: 0.0), cite: []),
        (id: "field", title: "the field", at: (lat: 20.0, lon: 0.0), region: "isle", cite: []),
        (id: "mill", title: "the mill", at: (lat: 21.0, lon: 0.0), region: "isle", cite: []),
    ],
    stocks: [(id: "bombers", title: "the bombers", one: "bomber", many: "bombers", owner: "red",
        piles: [(id: "all", at: "field", count: ~40)], seen: ~0.5)],
    aircraft: [(id: "scout", one: "scout", many: "scouts", owner: "blue", base: "base",
        speed_kn: ~300, height_ft: ~1000, height_words: "low",
        photo_clear: ~1, photo_partly: ~0.5, photo_obscured: ~0,
        min_sun_deg: ~10, covers: ~0.1, film_h: ~7, turns_back: ~0, accident: ~0)],
    targets: [
        (id: "field", title: "the field", at: Place("field"), worth: ~10, stale_days: ~2,
            last_seen_days: ~4),
        (id: "mill", title: "the mill", at: Place("mill"), worth: ~1, stale_days: ~2,
            last_seen_days: ~4),
    ],
    flights: [(id: "noon", title: "the noon flights", aircraft: "scout", sorties: ~1, days: Daily,
        hour: ~12, apart_min: ~10, targets: ["field", "mill"], standing: true)],
"#;

fn field() -> Table {
    Table::new(FIELD)
}

fn with(from: &str, to: &str) -> Table {
    assert!(FIELD.contains(from), "{from}");
    Table::new(&FIELD.replace(from, to))
}

fn hour(played: &Played, key: &str) -> f64 {
    let event = played.events(key).next().unwrap_or_else(|| panic!("no {key}"));
    event.at.hours_since(played.model.span.start)
}

fn assert_near(value: f64, expected: f64) {
    assert!((value - expected).abs() < 0.01, "{value} is not near {expected}");
}

#[test]
fn a_plan_flies_each_day_at_its_hour() {
    let played = field().play();
    assert_eq!(played.count("take-off/"), 10);
    assert_near(hour(&played, "take-off/noon.101/"), 36.0);
}

#[test]
fn the_stalest_target_of_most_worth_is_photographed_first() {
    let played = with("sorties: ~1", "sorties: ~2").play();
    let day: Vec<_> = played.keys("take-off/").into_iter().take(2).collect();
    assert_eq!(day, ["take-off/noon.1/field/1", "take-off/noon.2/mill/1"]);
}

#[test]
fn film_is_read_so_many_hours_after_landing() {
    let played = field().play();
    let (landed, read) = (hour(&played, "land/noon.1/"), hour(&played, "film/noon.1/"));
    assert_near(landed, 12.0 + 2.0);
    assert_near(read - landed, 7.0);
    assert_near(hour(&played, "seen/bombers/"), read);
}

#[test]
fn a_photograph_needs_light() {
    let played = with("hour: ~12", "hour: ~0").play();
    assert_eq!(played.count("photograph/"), 0);
    assert_eq!(played.count("no-photograph/"), 10);
}

#[test]
fn an_overcast_sky_hides_the_ground() {
    let played = with("starts: Clear", "starts: Obscured").fact("regions/isle/sky/lasts_days", 1e6);
    let played = played.fact("regions/isle/sky/clear", 0.5).play();
    assert_eq!(played.count("photograph/"), 0);
}

#[test]
fn items_are_recognised_by_their_odds() {
    let mut seen = 0.0;
    for seed in 0..50 {
        let played = field().seed(seed).until("1962-11-02T00:00Z").play();
        let text = played.sentences().into_iter().find(|text| text.ends_with("bombers seen"));
        let text = text.unwrap();
        let count = text.trim_start_matches("Scout film of the field is read: ");
        seen += count.split(' ').next().unwrap().parse::<f64>().unwrap();
    }
    assert_odds(seen as usize, 50 * 40, 0.5);
}

#[test]
fn targets_run_out_when_pictures_are_fresh() {
    let played = with("standing: true", "standing: true, least_value: ~5").play();
    // two days after a picture at 13:00 not quite half of its worth is back at noon
    let days: Vec<_> = played.events("take-off/").map(|event| event.key.who.nth / 100).collect();
    assert_eq!(days, [0, 3, 6, 9]);
    let said = played.sentences();
    assert_eq!(said.iter().filter(|text| text.ends_with(": the targets have run out")).count(), 3);
}

#[test]
fn a_plan_left_out_flies_nothing() {
    let played = field().without("flights/noon").play();
    assert_eq!(played.count("take-off/"), 0);
    assert_eq!(played.count("plan/"), 0);
}

#[test]
fn a_plan_that_stands_down_flies_no_more() {
    let table = field().order("1962-11-03T06:00Z", r#"StandDown("noon")"#);
    let played = table.order("1962-11-06T13:00Z", r#"Fly("noon")"#).play();
    let days: Vec<_> = played.events("take-off/").map(|event| event.key.who.nth / 100).collect();
    assert_eq!(days, [0, 1, 6, 7, 8, 9]);
}

#[test]
fn a_plan_for_the_next_day_flies_once_after_each_order() {
    let field =
        FIELD.replace("days: Daily", "days: NextDay").replace("standing: true", "standing: false");
    let fly = r#"Fly("noon")"#;
    let table = Table::new(&field).order("1962-11-03T06:00Z", fly);
    let table = table.order("1962-11-03T06:00Z", fly).order("1962-11-04T06:00Z", fly);
    let played = table.play();
    let days: Vec<_> = played.events("take-off/").map(|event| event.key.who.nth / 100).collect();
    assert_eq!(days, [3, 4]);
}

#[test]
fn delaying_a_flight_re_rolls_no_other_draw() {
    let field = FIELD
        .replace("photo_clear: ~1", "photo_clear: ~0.5")
        .replace("turns_back: ~0", "turns_back: ~0.2");
    let draws = |hour: &str| -> Vec<(String, Option<f64>)> {
        let played = Table::new(&field.replace("hour: ~12", hour)).seed(7).play();
        let decided = played.log.events().iter().filter(|event| event.draw.is_some());
        decided.map(|event| (played.key(event), event.draw)).collect()
    };
    let (noon, later) = (draws("hour: ~12"), draws("hour: ~12.5"));
    assert!(noon.len() > 10);
    assert_eq!(noon, later);
}

#[test]
fn an_aircraft_lost_by_accident_is_missed_when_it_should_have_landed() {
    let played = with("accident: ~0", "accident: ~1").play();
    assert_eq!(played.count("film/"), 0);
    assert_near(hour(&played, "crash/noon.1/"), 13.0);
    assert_near(hour(&played, "missing/noon.1/"), 14.0);
}

#[test]
fn a_search_finds_what_is_hidden_by_its_coverage() {
    let (mut found, mut alarms) = (0, 0);
    let hidden = r#"truths: [(id: "cave", title: "", cite: [], alternatives: [
            (id: "empty", title: "nothing hidden", weight: ~1),
            (id: "full", title: "something hidden", weight: ~1)])],"#;
    let stocks = FIELD
        .replace(
            "count: ~40)]",
            r#"count: ~40), (id: "cave", at: "field", count: ~6, hidden_if: ("cave", "full"))]"#,
        )
        .replace(
            "last_seen_days: ~4),\n        (id: \"mill\"",
            "last_seen_days: ~4, hides: (coverage: ~0.5, false_alarm: ~0.2)),\n        (id: \"mill\"",
        )
        .replace("targets: [\"field\", \"mill\"]", "targets: [\"field\"]");
    for seed in 0..40 {
        let text = format!("{stocks}{hidden}");
        found += Table::new(&text).truth("cave", "full").seed(seed).play().count("find/");
        alarms += Table::new(&text).seed(seed).play().count("find/");
    }
    let films = 40 * 10;
    let odds = 1.0 - libm::exp(-0.5);
    assert_odds(found, films, odds + (1.0 - odds) * 0.2);
    assert_odds(alarms, films, 0.2);
}

#[test]
fn coverage_of_a_region_grows_with_each_good_sortie() {
    let share = r#"outcomes: [(id: "share", title: "", is: Count(Coverage("isle")))],"#;
    let played = Table::new(&format!("{FIELD}{share}")).play();
    assert_eq!(played.count("coverage/isle/"), 10);
    let expected = 1.0 - libm::pow(0.9, 10.0);
    assert!((played.outcomes["share"] - expected).abs() < 1e-9, "{:?}", played.outcomes);
}

#[test]
fn a_ship_is_a_target_only_while_it_is_at_sea() {
    let sea = r#"
        sea: (nodes: {"west": (lat: 20.0, lon: 0.0), "east": (lat: 20.0, lon: 8.0)},
            legs: [("west", "east")], cite: []),
        classes: [(id: "freighter", title: "freighter", speed_kn: ~10, cite: [])],
        ships: [(id: "star", title: "the Star", flag: "red", class: "freighter", from: "field",
            to: "mill", sails: At((at: "1962-11-04T00:00Z", cite: [])))],
    "#;
    let ship = r#"Ship(ship: "star", sweep_nm: ~20, hours: ~2, area_nm2: ~12000)"#;
    let field = FIELD
        .replace(r#"at: Place("field")"#, &format!("at: {ship}"))
        .replace(r#"region: "isle", cite: []),"#, r#"port: "west", cite: []),"#)
        .replace(
            r#"id: "mill", title: "the mill", at: (lat: 21.0, lon: 0.0), port: "west""#,
            r#"id: "mill", title: "the mill", at: (lat: 21.0, lon: 0.0), port: "east""#,
        )
        .replace(r#"["field", "mill"]"#, r#"["field"]"#);
    let (mut found, worlds) = (0, 200);
    for seed in 0..worlds {
        let played = Table::new(&format!("{field}{sea}")).seed(seed).play();
        // it is at sea for 45 hours from midnight of the fourth, so on two noons
        let days: Vec<_> =
            played.events("take-off/").map(|event| event.key.who.nth / 100).collect();
        assert_eq!(days, [3, 4]);
        found += played.count("photograph/");
    }
    assert_odds(found, 2 * worlds as usize, 1.0 - libm::exp(-1.0));
}

#[test]
fn after_a_loss_its_kind_stands_down_for_a_time() {
    let lost = FIELD.replace("accident: ~0", "accident: ~1");
    let days = |field: &str| -> Vec<u32> {
        let played = Table::new(field).play();
        played.events("take-off/").map(|event| event.key.who.nth / 100).collect()
    };
    assert_eq!(days(&lost).len(), 10);
    // each loss is known at 14:00
    let down =
        lost.replace("accident: ~1", r#"accident: ~1, stands_down: [(lost: "scout", for_h: ~60)]"#);
    assert_eq!(days(&down), [0, 3, 6, 9]);
}

#[test]
fn after_a_loss_those_on_their_way_are_called_back() {
    let field = FIELD
        .replace("accident: ~0", r#"accident: ~1, stands_down: [(lost: "scout", for_h: ~60)]"#)
        .replace("sorties: ~1", "sorties: ~2")
        .replace("apart_min: ~10", "apart_min: ~90");
    let played = Table::new(&field).until("1962-11-02T00:00Z").play();
    assert_near(hour(&played, "missing/noon.1/"), 14.0);
    // half an hour out, half an hour back; over the mill at 14:18 it would have been lost
    assert_eq!(played.keys("recall/"), ["recall/noon.2/mill/1"]);
    assert_near(hour(&played, "turn-back/noon.2/"), 14.5);
    assert_eq!(played.count("crash/"), 1);
    let said = played.sentences();
    assert!(said.contains(&"After the loss no scout takes off for 60 hours".to_owned()));
    assert!(said.contains(&"One scout on the way to the mill is called back".to_owned()));
}

#[test]
fn a_plan_that_wants_fair_weather_stays_at_home_under_a_sky_that_it_avoids() {
    let fair = "standing: true, not_under: [Obscured]";
    let flown = |starts: &str| {
        let text = FIELD.replace("standing: true", fair).replace("starts: Clear", starts);
        let table = Table::new(&text).fact("regions/isle/sky/lasts_days", 1e6);
        let played = table.fact("regions/isle/sky/clear", 0.5).play();
        let called_off = played.sentences();
        let words = "The noon flights: called off for the weather";
        let called_off = called_off.iter().filter(|line| *line == words).count();
        (played.count("take-off/"), called_off)
    };
    assert_eq!(flown("starts: Clear"), (10, 0));
    assert_eq!(flown("starts: Partly"), (10, 0));
    assert_eq!(flown("starts: Obscured"), (0, 10), "one line a day");
}
