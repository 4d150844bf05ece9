//! Working hours: an actor does what it does while it is at work, and meets when there is business.

use std::collections::BTreeMap;

use excomm_engine::{
    run::{self, Finished},
    world::{Event, Model, Setting, Thing, Time, key_text},
};
use excomm_scenario::format::{Actor, Part};

use crate::worlds::{case, november, play, varied};

/// Returns the days and hours, in UTC, at which events happened whose key begins so.
fn times(model: &Model, played: &Finished, begin: &str) -> Vec<String> {
    let events = played.log.events().iter();
    let found = events.filter(|event| key_text(&event.key, &model.things).starts_with(begin));
    found.map(|event| event.at.rfc3339()[8..16].to_owned()).collect()
}

/// Plays the offices; returns when events happened whose key begins so.
fn office(begin: &str) -> Vec<String> {
    let model = Model::new(&case("office"), "open", &[]).unwrap();
    times(&model, &run::play(&model, Setting::default()), begin)
}

#[test]
fn what_comes_by_night_waits_for_the_office_in_its_order() {
    // Friday 22:00 and Saturday 12:00 are five and nineteen of 64 closed hours, which are gone through
    // in the first two hours of Monday
    assert_eq!(office("respond/replies/"), ["04T09:09", "04T09:35"]);
    assert_eq!(office("say/reply/"), ["04T09:09", "04T09:35"]);
}

#[test]
fn a_question_waits_for_the_office_and_is_put_once() {
    assert_eq!(office("ask/calm/"), ["04T09:09"]);
    assert_eq!(office("answer/calm/"), ["04T09:09"]);
}

#[test]
fn what_is_urgent_comes_at_once_with_all_that_follows() {
    assert_eq!(office("ask/urgent/"), ["01T22:00", "02T12:00"]);
    assert_eq!(office("say/alarm/"), ["01T22:00", "02T12:00"]);
    assert_eq!(office("say/second-alarm/"), ["02T01:00", "02T15:00"]);
    // the board is woken, and its question with it
    assert_eq!(office("meet/dikes/"), ["07T20:00"]);
    assert_eq!(office("answer/flood/"), ["07T20:00"]);
}

#[test]
fn orders_for_later_and_papers_wait_for_the_office() {
    // twelve and ten hours after Monday 9:09 are 21:09 and 19:09
    assert_eq!(office("say/measures/"), ["05T09:31"]);
    assert_eq!(office("paper/plan/"), ["05T09:16"]);
}

#[test]
fn hours_are_those_of_the_zone_of_who_works() {
    // 22:00 and 12:00 in UTC are 7:00 and 21:00 in Tokyo, where the office opens at midnight UTC
    assert_eq!(office("respond/answers/"), ["02T00:00", "03T00:00"]);
}

#[test]
fn a_chance_by_night_is_drawn_the_next_morning_of_work() {
    let drawn = office("chance/thinks-late/");
    // six of sixteen closed hours into the first two; over a weekend six of 64
    assert_eq!(drawn[..3], ["04T09:11", "05T09:45", "06T09:45"], "{drawn:?}");
}

#[test]
fn a_meeting_is_held_when_there_is_business_at_its_hours() {
    let held = [
        "04T15:00", // an offer came at noon
        "05T15:00", // its turn a day later: a paper has come in
        "07T15:00", // called at 10:20 for nothing; the second offer came at 10:30
        "08T09:22", // called at 20:00 the night before
        "11T09:30", // two on one day: called at 9:30,
        "11T13:30", // and again at 10:30, but not within four hours
    ];
    assert_eq!(office("meet/council/"), held);
    // on Tuesday nothing had changed, so the offer was not put again
    assert_eq!(office("ask/offer/"), [held[0], held[2], held[3], held[4], held[5]]);
}

#[test]
fn hours_stand_behind_what_they_put_off_and_behind_nothing_else() {
    let model = Model::new(&case("office"), "open", &[]).unwrap();
    let played = run::play(&model, Setting::default());
    let behind = |key: &str| -> Vec<&str> {
        let events = played.log.events();
        let event = events.iter().find(|event| key_text(&event.key, &model.things) == key).unwrap();
        let facts = played.log.facts(event).iter();
        facts.map(|fact| model.facts[fact.0 as usize].path.as_str()).collect()
    };
    let hours = ["from", "to", "backlog_h"].map(|field| format!("actors/north/works/{field}"));
    let replied = behind("respond/replies/1");
    assert!(hours.iter().all(|hour| replied.contains(&hour.as_str())), "{replied:?}");
    assert_eq!(behind("respond/alarms/1"), [""; 0]);
}

/// What an actor does, and whether it may do it at any hour.
fn doers(part: &Part) -> BTreeMap<String, (String, bool)> {
    let mut doers = BTreeMap::new();
    let mut add = |path: String, actor: &str, any_hour| {
        doers.insert(path, (actor.to_owned(), any_hour));
    };
    for x in &part.meetings {
        add(format!("meetings/{}", x.id), &x.of, x.any_hour);
    }
    for x in &part.questions {
        add(format!("questions/{}", x.id), &x.asks, x.any_hour);
    }
    for x in &part.responses {
        add(format!("responses/{}", x.id), &x.who, x.any_hour);
    }
    for x in &part.chances {
        add(format!("chances/{}", x.id), &x.who, x.any_hour);
    }
    for x in &part.papers {
        add(format!("papers/{}", x.id), &x.for_actor, false);
    }
    doers
}

/// Returns the local hour of a moment; no clock is moved in the weeks of this crisis.
fn local(actor: &Actor, at: Time) -> f64 {
    let zone = actor.works.as_ref().and_then(|works| works.zone.as_deref());
    let offset = if zone == Some("Europe/Moscow") { 3 } else { -5 };
    (at.0 + offset * 3600).rem_euclid(86_400) as f64 / 3600.0
}

/// Returns the thing that an event is about.
fn about<'m>(model: &'m Model, event: &Event) -> &'m str {
    let Thing(thing) = event.key.who.thing;
    &model.things[thing as usize].path
}

const WORLDS: u64 = 60;

#[test]
fn in_november_nobody_meets_or_decides_outside_its_hours() {
    let part = november();
    let (model, doers) = (Model::new(&part, "open", &[]).unwrap(), doers(&part));
    let acts = ["meet/", "ask/", "answer/", "respond/", "chance/", "paper/"];
    let mut seen = 0;
    for seed in 0..WORLDS {
        let played = play(&model, seed);
        let drawn = model.draw_facts(&varied(seed));
        for event in played.log.events() {
            let key = key_text(&event.key, &model.things);
            if !acts.iter().any(|act| key.starts_with(act)) {
                continue;
            }
            let (actor, any_hour) = &doers[about(&model, event)];
            let actor = part.actors.iter().find(|known| known.id == *actor).unwrap();
            if *any_hour || actor.works.is_none() {
                continue;
            }
            let hour = |field: &str| {
                let path = format!("actors/{}/works/{field}", actor.id);
                drawn[model.find_fact(&path).unwrap().0 as usize]
            };
            let (from, to, at) = (hour("from"), hour("to"), local(actor, event.at));
            seen += 1;
            // a second of rounding
            let open = from - 0.001 <= at && at <= to + 0.001;
            assert!(open, "{seed}: {key} at {at:.2}, open {from:.2} to {to:.2}");
        }
    }
    assert!(seen > 20 * WORLDS, "{seen}");
}

#[test]
fn in_november_the_committee_meets_for_something() {
    let model = Model::new(&november(), "open", &[]).unwrap();
    let (mut held, mut idle, mut days) = (0, 0, Vec::new());
    for seed in 0..WORLDS {
        let played = play(&model, seed);
        let events = played.log.events();
        let mut last: Option<Time> = None;
        for (i, event) in events.iter().enumerate() {
            if !key_text(&event.key, &model.things).starts_with("meet/excomm-later/") {
                continue;
            }
            held += 1;
            let put = events[i..].iter().take_while(|next| next.at == event.at);
            let mut put = put.map(|next| key_text(&next.key, &model.things));
            idle += usize::from(!put.any(|key| key.starts_with("ask/")));
            days.extend(last.map(|last| event.at.days_since(last)));
            last = Some(event.at);
        }
    }
    assert!(held > WORLDS as usize, "{held} meetings in {WORLDS} worlds");
    assert!(20 * idle <= held, "{idle} of {held} meetings decide nothing");
    // the rhythm on record: never twice within some hours
    let shortest = days.iter().copied().fold(f64::MAX, f64::min);
    assert!(shortest > 0.15, "{shortest}");
}
