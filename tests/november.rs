//! November 1962: what a historian would not believe must not happen in any of its worlds.

use std::{collections::BTreeMap, sync::LazyLock};

use excomm_engine::{
    run::{Finished, Value},
    world::{Event, EventId, Model, SignKind, Time, Verb, key_text},
};
use excomm_lab as lab;
use excomm_tell::chronicle::{Lines, Told};
use rayon::prelude::*;

use crate::{
    cli::{excomm, stdout},
    worlds::{november, varied},
};

/// Worlds of the scenario's own branch that are looked at; in a debug build fewer.
const WORLDS: u64 = if cfg!(debug_assertions) { 6 } else { 300 };

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::new(&november(), "open", &[]).unwrap());

/// What is wrong in any of these worlds, by what one world says of itself.
fn wrong(world: impl Fn(&Finished) -> Vec<String> + Sync) -> Vec<String> {
    let one = |seed: u64| {
        let wrongs = world(&lab::play(&MODEL, varied(seed)));
        wrongs.into_iter().map(|text| format!("seed {seed}: {text}")).collect::<Vec<_>>()
    };
    (0..WORLDS).into_par_iter().flat_map_iter(one).collect()
}

fn key(event: &Event) -> String {
    key_text(&event.key, &MODEL.things)
}

fn events(done: &Finished, verb: Verb) -> impl Iterator<Item = &Event> {
    done.log.events().iter().filter(move |event| event.key.verb == verb)
}

/// Returns the kind of sign that an event changes.
fn kind(event: &Event) -> Option<SignKind> {
    event.change.map(|change| MODEL.signs[change.sign.0 as usize].kind)
}

/// Returns the id of the thing whose sign an event changes.
fn thing(event: &Event) -> &str {
    event.change.map_or("", |c| &MODEL.things[MODEL.signs[c.sign.0 as usize].thing.index()].id)
}

fn number(done: &Finished, outcome: &str) -> f64 {
    match done.outcomes[MODEL.find_outcome(outcome).unwrap()].value {
        Value::Number(number) => number,
        other => panic!("{outcome} is no number: {other:?}"),
    }
}

#[test]
fn a_ship_is_looked_into_once_and_by_one_look_at_a_time() {
    let wrong = wrong(|done| {
        let mut looks = BTreeMap::<String, u32>::new();
        let mut tries = BTreeMap::<(String, Time), u32>::new();
        let at_sea = |event: &&Event| key(event).contains("/alongside/");
        for event in events(done, Verb::Look).filter(at_sea) {
            *looks.entry(key(event).rsplit_once('/').unwrap().0.to_owned()).or_default() += 1;
        }
        for verb in [Verb::Look, Verb::LookFails] {
            for event in events(done, verb).filter(at_sea) {
                let ship = MODEL.things[event.key.who.thing.index()].id.clone();
                *tries.entry((ship, event.at)).or_default() += 1;
            }
        }
        let twice = looks.into_iter().filter(|(_, n)| *n > 1);
        let twice = twice.map(|(ship, n)| format!("{ship}: {n} looks"));
        let at_once = tries.into_iter().filter(|(_, n)| *n > 1);
        twice.chain(at_once.map(|(at, n)| format!("{at:?}: {n} at once"))).collect()
    });
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn evidence_is_shown_once_six_ships_have_been_met() {
    let wrong = wrong(|done| {
        let shown = done.log.events().iter().find(|e| key(e).starts_with("say/evidence-shown"));
        let Some(shown) = shown else { return Vec::new() };
        let met = events(done, Verb::Look).filter(|e| key(e).contains("/alongside/"));
        let met = met.filter(|event| event.at <= shown.at).count();
        if met >= 6 { Vec::new() } else { vec![format!("after {met} ships")] }
    });
    assert_eq!(wrong, Vec::<String>::new());
}

/// Between midnight and seven in Greenwich it is night on the whole way from Cuba to the Azores.
#[test]
fn nobody_looks_into_a_ship_in_the_dark() {
    let wrong = wrong(|done| {
        let looks = events(done, Verb::Look).chain(events(done, Verb::LookFails));
        let dark = |event: &&Event| event.at.0.rem_euclid(86_400) < 7 * 3_600;
        let at_sea = looks.filter(|event| key(event).contains("/alongside"));
        at_sea
            .filter(dark)
            .map(|event| format!("{} at {}", key(event), event.at.rfc3339()))
            .collect()
    });
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn gauges_stay_on_their_scale_and_beliefs_between_nought_and_one() {
    let wrong = wrong(|done| {
        let mut off = Vec::new();
        for event in done.log.events() {
            let (Some(change), Some(kind)) = (event.change, kind(event)) else { continue };
            let most = match kind {
                SignKind::Gauge => 120.0,
                SignKind::Belief => 1.0,
                _ => continue,
            };
            if !(0.0..=most).contains(&change.value) {
                off.push(format!("{}: {}", key(event), change.value));
            }
        }
        off
    });
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn whether_a_shoot_down_was_ordered_is_not_weighed_before_anybody_has_fired_or_lost_a_plane() {
    let wrong = wrong(|done| {
        let about =
            |event: &&Event| event.key.verb == Verb::Salvo || kind(event) == Some(SignKind::Lost);
        let first = done.log.events().iter().find(about);
        let first = first.map_or(Time(i64::MAX), |event| event.at);
        let moved = events(done, Verb::Belief).filter(|e| key(e).contains("shoot-down-ordered"));
        moved.filter(|event| event.at < first).map(key).collect()
    });
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn low_planes_lost_are_those_of_both_services() {
    let wrong = wrong(|done| {
        let low =
            |event: &&Event| kind(event) == Some(SignKind::Lost) && thing(event).starts_with("rf-");
        let lost = done.log.events().iter().filter(low).count() as f64;
        let told = number(done, "aircraft_lost");
        if lost.total_cmp(&told).is_eq() {
            Vec::new()
        } else {
            vec![format!("{lost} lost, {told} told")]
        }
    });
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn missiles_are_gone_in_the_end_wherever_no_cave_holds_one_and_nobody_stops_them() {
    let caves = MODEL.find("truths/missiles-in-caves").unwrap();
    let gone = MODEL.find_outcome("missiles_out_on").unwrap();
    let wrong = wrong(|done| {
        let empty = done.truths[&caves] == 0;
        let stopped = events(done, Verb::Halt).any(|event| key(event).contains("missiles"));
        let never = done.outcomes[gone].value == Value::Date(None);
        if empty && never && !stopped { vec!["never gone".to_owned()] } else { Vec::new() }
    });
    assert_eq!(wrong, Vec::<String>::new());
}

/// A chance that comes off and what is said because of it are one line of the chronicle.
#[test]
fn what_comes_about_is_told_once_by_what_comes_of_it() {
    let part = november();
    let log = lab::play(&MODEL, varied(1962)).log;
    let mut lines = Lines::new(&part, &MODEL);
    let mut told = lines.take(&log, None);
    told.extend(lines.end_day());
    let caves = MODEL.find("chances/tales-of-caves").unwrap();
    let comes = |event: &Event| event.key.verb == Verb::Chance && event.key.who.thing == caves;
    let chance = EventId(log.events().iter().position(comes).unwrap() as u32);
    let line = told.iter().find_map(|told| match told {
        Told::Line { text, of, .. } if of.contains(&chance) => Some((text, of)),
        _ => None,
    });
    let (text, of) = line.unwrap();
    assert_eq!(text, "The refugees from Cuba tell of missiles driven into caves");
    assert_eq!(of.len(), 2, "both events are told by the line");
}

#[test]
fn a_shipped_scenario_opens_with_a_typical_world_and_shows_worlds_that_end_as_it_says() {
    for scenario in ["november-1962", "first-steps"] {
        let json = |args: &[&str]| -> serde_json::Value {
            let text = stdout(&excomm(&[args, &[scenario, "--format", "json"]].concat()));
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
        };
        let (typical, worlds) = (json(&["typical"]), json(&["worlds"]));
        let worlds = worlds["worlds"].as_array().unwrap();
        let opens = &worlds[0]["seed"];
        assert!(typical["seeds"].as_array().unwrap().contains(opens), "{scenario}: {opens}");
        for world in worlds.iter().filter(|world| world["end"].is_string()) {
            let command = world["command"].as_str().unwrap();
            let args: Vec<&str> = command.split(' ').skip(1).chain(["--format", "json"]).collect();
            let played: serde_json::Value = serde_json::from_str(&stdout(&excomm(&args))).unwrap();
            assert_eq!(played["end"]["id"], world["end"], "{command}");
        }
    }
}

#[test]
fn after_bombs_nobody_thanks_proclaims_or_bargains_as_if_nothing_had_happened() {
    let model = Model::new(&november(), "shootdown-deliberate", &[]).unwrap();
    let (mut raids, mut wrong) = (0, Vec::new());
    for seed in 0..WORLDS.min(100) {
        let done = lab::play(&model, varied(seed));
        let key = |event: &Event| key_text(&event.key, &model.things);
        let raid = |event: &&Event| key(event).starts_with("attack/bombers-and-sam-sites/");
        let Some(raid) = done.log.events().iter().find(raid) else { continue };
        raids += 1;
        let after = done.log.events().iter().filter(|event| {
            event.key.verb == Verb::Say && event.at > raid.at && event.at.days_since(raid.at) < 7.0
        });
        let calm =
            ["say/letter-of-", "say/tells-the-press/", "say/alert-lowered/", "say/zone-draft/"];
        let calm = after.map(key).filter(|key| calm.iter().any(|calm| key.starts_with(calm)));
        wrong.extend(calm.map(|key| format!("seed {seed}: {key}")));
    }
    assert!(raids > WORLDS / 12, "{raids} raids");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn tales_are_told_at_another_minute_each_day() {
    let done = lab::play(&MODEL, varied(7));
    let tales = done
        .log
        .events()
        .iter()
        .filter(|event| key_text(&event.key, &MODEL.things).starts_with("say/tells-of-caves/"));
    let minutes: Vec<i64> = tales.map(|event| event.at.0.rem_euclid(86_400) / 60).collect();
    let apart: std::collections::BTreeSet<&i64> = minutes.iter().collect();
    assert!(minutes.len() > 3 && apart.len() == minutes.len(), "{minutes:?}");
}

#[test]
fn nobody_is_told_that_a_plane_was_lost_by_accident() {
    let mut crashes = 0;
    for seed in [189, 190, 191] {
        let done = lab::play(&MODEL, varied(seed));
        let is_crash = |id: EventId| done.log.event(id).is_some_and(|e| e.key.verb == Verb::Crash);
        crashes += done.log.events().iter().filter(|e| e.key.verb == Verb::Crash).count();
        for actor in &november().actors {
            let actor = MODEL.find(&format!("actors/{}", actor.id)).unwrap();
            let known = excomm_engine::world::known_to(&MODEL, &done.log, actor);
            assert!(!known.iter().any(|known| is_crash(known.event)), "seed {seed}");
        }
    }
    assert!(crashes >= 2, "{crashes}");
}
