//! What a loss and a strike suspend, and what bombs count as, in November 1962.

use std::collections::BTreeMap;

use excomm_engine::{
    run::{Finished, Value},
    world::{Event, Label, Model, Time, Verb},
};

use crate::worlds::{november, play};

const SEEDS: u64 = 12;

fn deliberate() -> Model {
    Model::new(&november(), "shootdown-deliberate", &[]).unwrap()
}

fn of(done: &Finished, verb: Verb) -> impl Iterator<Item = &Event> {
    done.log.events().iter().filter(move |event| event.key.verb == verb)
}

fn value(model: &Model, done: &Finished, outcome: &str) -> Value {
    done.outcomes[model.find_outcome(outcome).unwrap()].value
}

#[test]
fn bombers_that_were_bombed_have_not_gone() {
    let model = deliberate();
    let mut bombed = 0;
    for seed in 0..SEEDS {
        let done = play(&model, seed);
        let Value::Number(destroyed) = value(&model, &done, "bombers_destroyed") else { panic!() };
        if destroyed > 0.0 {
            bombed += 1;
            assert_eq!(value(&model, &done, "bombers_out_on"), Value::Date(None), "seed {seed}");
        }
    }
    assert!(bombed > 3, "{bombed}");
}

#[test]
fn one_raid_is_to_come_at_a_time_and_it_comes_by_day() {
    let model = deliberate();
    let clock = |at: Time| {
        let hour = at.rfc3339()[11..13].parse::<u32>().unwrap();
        (11..=22).contains(&hour)
    };
    let mut attacks = 0;
    for seed in 0..SEEDS {
        let done = play(&model, seed);
        let mut to_come: BTreeMap<Label, Time> = BTreeMap::new();
        for event in done.log.events() {
            let who = event.key.who;
            match event.key.verb {
                Verb::Strike => assert_eq!(to_come.insert(who, event.at), None, "seed {seed}"),
                Verb::Attack => {
                    attacks += 1;
                    assert!(to_come.remove(&who).is_some());
                    // the sun is over all of Cuba from about 11:40Z to about 22:20Z
                    assert!(clock(event.at), "seed {seed}: {}", event.at.rfc3339());
                }
                _ => {}
            }
        }
    }
    assert!(attacks > 3, "{attacks}");
}

#[test]
fn after_the_loss_of_a_u_2_none_takes_off_for_a_day_or_more() {
    let model = deliberate();
    let u2 = |event: &Event| {
        let plan = &model.things[event.key.who.thing.index()];
        plan.id.starts_with("u2-") || plan.id == "plan-bombers-go"
    };
    let mut losses = 0;
    for seed in 0..SEEDS {
        let done = play(&model, seed);
        for loss in of(&done, Verb::Missing).filter(|event| u2(event)) {
            losses += 1;
            let next = of(&done, Verb::TakeOff).find(|event| u2(event) && event.at > loss.at);
            let days = next.map_or(f64::INFINITY, |next| next.at.days_since(loss.at));
            assert!(days >= 1.0, "seed {seed}: {days} days");
        }
    }
    assert!(losses > 3, "{losses}");
}

#[test]
fn from_the_order_to_the_raid_no_camera_flies_over_the_bombers() {
    let model = deliberate();
    for seed in 0..SEEDS {
        let done = play(&model, seed);
        let raids = || of(&done, Verb::Strike).zip(of(&done, Verb::Attack));
        for photo in of(&done, Verb::Photograph).chain(of(&done, Verb::NoPhotograph)) {
            let Some(over) = photo.key.with else { continue };
            let bombers = model.things[over.thing.index()].id.starts_with("bombers-");
            let between = raids().any(|(order, raid)| order.at < photo.at && photo.at < raid.at);
            assert!(!(bombers && between), "seed {seed}: {}", photo.at.rfc3339());
        }
    }
}

#[test]
fn what_has_left_is_not_stopped_and_who_has_been_bombed_denies_nothing() {
    let model = deliberate();
    for seed in 0..SEEDS {
        let done = play(&model, seed);
        let Some(raid) = of(&done, Verb::SiteHit).map(|event| event.at).next() else { continue };
        let says = |event: &Event| model.things[event.key.who.thing.index()].id.clone();
        let later = of(&done, Verb::Say).filter(|event| event.at > raid);
        assert!(later.into_iter().all(|event| says(event) != "disclaims"), "seed {seed}");
        for halt in of(&done, Verb::Halt) {
            let stock = halt.key.who.thing;
            let sails = of(&done, Verb::Gone).filter(|event| event.at > halt.at);
            assert_eq!(
                sails.filter(|event| event.key.who.thing == stock).count(),
                0,
                "seed {seed}"
            );
        }
    }
}
