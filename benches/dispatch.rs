//! What an occasion costs: the table of rules against the same small rule set in plain structs.
//!
//! Both play 40 days of 24 regions whose weather changes hourly and pushes one of eight gauges,
//! with the same calendar, luck and log, and both end with the same log.

use std::sync::Arc;

use bevy_ecs::prelude::*;
use divan::{Bencher, counter::ItemsCount};
use excomm_engine::{
    rules::{Dispatch, Rule, boxed},
    world::{
        Calendar, Clock, Due, EventId, Label, Log, Luck, NOBODY, Occasion, Run, Salt, Span, Thing,
        Verb, salt,
    },
};

const REGIONS: u32 = 24;
const GAUGES: u32 = 8;
const SKY: Salt = salt("bench/sky");

fn main() {
    divan::main();
}

#[derive(Component, Clone, Copy)]
struct Sky {
    cloud: u8,
    by: EventId,
    gauge: Entity,
}

#[derive(Component, Clone, Copy)]
struct Gauge {
    level: f64,
    by: EventId,
}

/// Steps a sky; returns its cloud and whether it changed.
fn step(cloud: u8, draw: f64) -> u8 {
    if draw < 0.3 { (cloud + 1) % 3 } else { cloud }
}

fn weather((In(due), InMut(run)): (In<Due>, InMut<Run>), mut skies: Query<(&Label, &mut Sky)>) {
    let Ok((label, mut sky)) = skies.get_mut(due.who) else { return };
    let cloud = step(sky.cloud, run.luck.draw(SKY, &[*label], u64::from(due.n)));
    if cloud != sky.cloud
        && let Some(id) = run.event(Verb::Sky, *label).nth(due.n + 1).because(sky.by).commit()
    {
        *sky = Sky { cloud, by: id, ..*sky };
        let push = run.now(Occasion::Push, sky.gauge, *label, id);
        run.at(push.value(f64::from(cloud)));
    }
    let next = due.at.plus_hours(1.0);
    run.at(Due::new(next, Occasion::Sky, due.who, *label, EventId::NONE).n(due.n + 1));
}

fn push((In(due), InMut(run)): (In<Due>, InMut<Run>), mut gauges: Query<&mut Gauge>) {
    let Ok(mut gauge) = gauges.get_mut(due.who) else { return };
    let event = run.event(Verb::Gauge, due.label).because(due.cause).because(gauge.by);
    if let Some(id) = event.commit() {
        *gauge = Gauge { level: gauge.level * 0.9 + due.value, by: id };
    }
}

const RULES: &[Rule] = &[
    Rule {
        name: "bench/weather",
        on: &[Occasion::Sky],
        about: "",
        formula: "",
        source: "",
        reads: &[],
        system: || boxed(weather),
    },
    Rule {
        name: "bench/push",
        on: &[Occasion::Push],
        about: "",
        formula: "",
        source: "",
        reads: &[],
        system: || boxed(push),
    },
];

fn label(i: u32) -> Label {
    Label::of(Thing(i))
}

fn new_run() -> Run {
    let span = Span::new("1901-01-01T00:00Z", "1901-02-10T00:00Z", "UTC").expect("a good span");
    let hashes = (0..u64::from(REGIONS)).map(|i| i * 77).collect();
    Run {
        clock: Clock::new(Arc::new(span)),
        calendar: Calendar::new(Arc::new([]), Arc::new([])),
        luck: Luck::new(1962, hashes, Vec::new(), true),
        log: Log::new(true, Arc::default()),
        absent: Arc::default(),
        offices: Arc::default(),
        fault: None,
        concerned: NOBODY,
    }
}

/// Takes occasions until the end of the clock; returns how many, and how many events happened.
fn play(run: &mut Run, mut answer: impl FnMut(Due, &mut Run)) -> (u64, u32) {
    let mut taken = 0;
    while let Some(due) = run.calendar.pop() {
        if due.at > run.clock.end() {
            break;
        }
        run.clock.now = due.at;
        answer(due, run);
        taken += 1;
    }
    (taken, run.log.written())
}

fn in_a_world() -> (u64, u32) {
    let mut world = World::new();
    let mut run = new_run();
    let gauge = Gauge { level: 0.0, by: EventId::NONE };
    let gauges: Vec<Entity> = (0..GAUGES).map(|_| world.spawn(gauge).id()).collect();
    for i in 0..REGIONS {
        let gauge = gauges[(i % GAUGES) as usize];
        let sky = world.spawn((label(i), Sky { cloud: 0, by: EventId::NONE, gauge })).id();
        run.at(Due::new(run.clock.now, Occasion::Sky, sky, label(i), EventId::NONE));
    }
    let mut dispatch = Dispatch::of(RULES.iter(), &mut world);
    play(&mut run, |due, run| dispatch.answer(due, run, &mut world))
}

/// The same rules on two vectors; an entity is only a number here.
fn in_structs() -> (u64, u32) {
    let mut numbers = World::new();
    let entities: Vec<Entity> = numbers.spawn_batch((0..REGIONS).map(label)).collect();
    let index = |who: Entity| entities.iter().position(|known| *known == who).unwrap_or(0);
    let mut run = new_run();
    let mut gauges = vec![Gauge { level: 0.0, by: EventId::NONE }; GAUGES as usize];
    let mut skies: Vec<Sky> = (0..GAUGES)
        .cycle()
        .take(REGIONS as usize)
        .map(|gauge| Sky { cloud: 0, by: EventId::NONE, gauge: entities[gauge as usize] })
        .collect();
    for (i, sky) in (0..).zip(&entities) {
        run.at(Due::new(run.clock.now, Occasion::Sky, *sky, label(i), EventId::NONE));
    }
    play(&mut run, |due, run| {
        if due.occasion == Occasion::Sky {
            let sky = &mut skies[due.label.thing.index()];
            let cloud = step(sky.cloud, run.luck.draw(SKY, &[due.label], u64::from(due.n)));
            if cloud != sky.cloud
                && let Some(id) =
                    run.event(Verb::Sky, due.label).nth(due.n + 1).because(sky.by).commit()
            {
                *sky = Sky { cloud, by: id, ..*sky };
                let push = run.now(Occasion::Push, sky.gauge, due.label, id);
                run.at(push.value(f64::from(cloud)));
            }
            let next = due.at.plus_hours(1.0);
            run.at(Due::new(next, Occasion::Sky, due.who, due.label, EventId::NONE).n(due.n + 1));
        } else {
            let gauge = &mut gauges[index(due.who)];
            let event = run.event(Verb::Gauge, due.label).because(due.cause).because(gauge.by);
            if let Some(id) = event.commit() {
                *gauge = Gauge { level: gauge.level * 0.9 + due.value, by: id };
            }
        }
    })
}

#[divan::bench]
fn rules_in_a_bevy_world(bencher: Bencher) {
    assert_eq!(in_a_world(), in_structs(), "both play the same");
    bencher.counter(ItemsCount::new(in_a_world().0)).bench(in_a_world);
}

#[divan::bench]
fn rules_on_plain_structs(bencher: Bencher) {
    bencher.counter(ItemsCount::new(in_structs().0)).bench(in_structs);
}
