//! Gauges: quantities of politics that events move and time wears off.

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Arg, Because, Due, FactId, Label, Occasion, Omniscient, Picture, Run, Verb,
    minds::{Gauge, Push, Rungs},
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "gauges/push",
        on: &[Occasion::Push],
        about: "What happens moves a gauge, if the push's condition holds as things are.",
        formula: "level(t) = rest + (level(0) - rest) x 2^(-t / half-life), then + by, as far as its scale goes",
        source: "exponential decay",
        reads: &[
            "gauges/*/starts",
            "gauges/*/rests_at",
            "gauges/*/half_life_days",
            "gauges/*/moved_by/*",
            "gauges/*/rungs",
        ],
        system: || boxed(push),
    },
    Rule {
        name: "gauges/move",
        on: &[Occasion::Move],
        about: "An order moves a gauge.",
        formula: "as `gauges/push`",
        source: "",
        reads: &[
            "orders: Move",
            "gauges/*/starts",
            "gauges/*/rests_at",
            "gauges/*/half_life_days",
            "gauges/*/rungs",
        ],
        system: || boxed(by_order),
    },
];

fn push(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    pushes: Query<(&Label, &Push)>,
    mut gauges: Query<(&mut Gauge, &Rungs)>,
    observer: Single<&Picture, With<Omniscient>>,
) {
    let Some((label, push)) = run.met(pushes.get(due.who)) else { return };
    let Some((mut gauge, rungs)) = run.met(gauges.get_mut(push.gauge)) else { return };
    let mut because = Because::default();
    let holds = |when: &crate::world::Condition| {
        when.decided(&observer, run.clock.now, &run.luck, &mut because)
    };
    if push.when.as_ref().is_none_or(holds) {
        because.events.push(due.cause);
        set(run, (&mut gauge, rungs), push.label, Some(*label), push.by, &because);
    }
}

fn by_order((In(due), InMut(run)): (In<Due>, InMut<Run>), mut gauges: Query<(&mut Gauge, &Rungs)>) {
    let Some((mut gauge, rungs)) = run.met(gauges.get_mut(due.who)) else { return };
    let Some(fact) = due.fact else { return };
    let because = Because { events: vec![due.cause], ..Because::default() };
    set(run, (&mut gauge, rungs), due.label, None, fact, &because);
}

fn set(
    run: &mut Run,
    (gauge, rungs): (&mut Gauge, &Rungs),
    label: Label,
    push: Option<Label>,
    by: FactId,
    because: &Because,
) {
    let now = run.clock.now;
    let before = gauge.wear.worn(&gauge.seen(), now, &run.luck);
    let level = gauge.on_scale(before + run.luck.fact(by));
    // at an end of its scale it does not move any more
    if level.total_cmp(&before).is_eq() {
        return;
    }
    let (was, is) = (rungs.reached(before, &run.luck), rungs.reached(level, &run.luck));
    if let Some(passed) = was.max(is).filter(|_| was != is) {
        run.luck.note(rungs.0[passed].0);
    }
    let event = run.event(Verb::Gauge, label);
    let event = if let Some(push) = push { event.with(push) } else { event };
    let event = event.because_of(because).because(gauge.by);
    let words = [Arg::Title(label.thing), Arg::Number(before), Arg::Number(level)];
    let event = match is {
        Some(step) if is != was => {
            let step = Arg::Words(label.thing, step as u8);
            let turns = Arg::Word(if level > before { "rises" } else { "falls" });
            let words = [words[0], turns, step, words[2], words[1]];
            event.say("{} {} to “{}”: {}, after {}", &words).mark()
        }
        _ => event.say("{} moves from {} to {}", &words),
    };
    if let Some(id) = event.moves(gauge.sign, before, level).commit() {
        *gauge = Gauge { level, at: now, by: id, ..*gauge };
    }
}
