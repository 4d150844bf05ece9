//! Ends and outcomes: what is measured, and when a run is over.

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Arg, Because, Due, EventId, Label, Occasion, Omniscient, Picture, Run, Verb, by_name,
    ending::{End, Measure, Outcome, Reached},
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "ending/measure",
        on: &[Occasion::Measure, Occasion::Dawn],
        about: "An outcome is read from the world as it is: the first moment something holds, whether it ever does, the last or the highest value of a quantity.",
        formula: "",
        source: "",
        reads: &["outcomes/*"],
        system: || boxed(measure),
    },
    Rule {
        name: "ending/end",
        on: &[Occasion::Watch, Occasion::Dawn, Occasion::End],
        about: "An end comes when its condition holds as things are, or by an order. Then the run stops.",
        formula: "",
        source: "",
        reads: &["ends/*"],
        system: || boxed(end),
    },
];

type Outcomes<'w, 's> = Query<'w, 's, (&'static Label, &'static mut Outcome)>;

fn measure(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut outcomes: Outcomes,
    observer: Single<&Picture, With<Omniscient>>,
) {
    if due.occasion == Occasion::Measure {
        if let Some((label, outcome)) = run.met(outcomes.get_mut(due.who)) {
            look(run, &due, *label, outcome, &observer);
        }
        return;
    }
    let open = outcomes.iter_mut().filter(|(_, outcome)| {
        matches!(*outcome.is, Measure::When(_) | Measure::Ever(_)) && outcome.value.is_none()
    });
    for (label, outcome) in by_name(open, |(label, _)| **label) {
        run.luck.anew();
        look(run, &due, *label, outcome, &observer);
    }
}

/// Looks at one outcome, and writes down what has changed.
fn look(run: &mut Run, due: &Due, label: Label, mut outcome: Mut<Outcome>, observer: &Picture) {
    let now = run.clock.now;
    let mut because = Because::default();
    let value = match &*outcome.is {
        Measure::When(condition) | Measure::Ever(condition) => {
            if outcome.value.is_some() || !condition.holds(observer, now, &run.luck) {
                return;
            }
            condition.decided(observer, now, &run.luck, &mut because);
            if matches!(*outcome.is, Measure::When(_)) { now.0 as f64 } else { 1.0 }
        }
        Measure::Last(sign, _) | Measure::Peak(sign) => {
            let seen = observer.of(*sign);
            because.events.push(seen.by);
            let peak = matches!(*outcome.is, Measure::Peak(_));
            if peak && outcome.value.is_some_and(|known| known >= seen.value) {
                return;
            }
            seen.value
        }
        Measure::Sum(all) => {
            let seen = || all.iter().map(|(sign, _)| observer.of(*sign));
            because.events.extend(seen().map(|seen| seen.by).filter(|by| *by != EventId::NONE));
            seen().map(|seen| seen.value).sum()
        }
    };
    if outcome.value == Some(value) {
        return;
    }
    if let Some(starts) = outcome.starts.filter(|_| outcome.by == EventId::NONE) {
        run.luck.note(starts);
    }
    let event = run.event(Verb::Outcome, label).because(due.cause).because_of(&because);
    if let Some(id) = event.commit() {
        outcome.value = Some(value);
        outcome.at = now;
        outcome.by = id;
    }
}

fn end(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    ends: Query<(Entity, &Label, &End)>,
    observer: Single<&Picture, With<Omniscient>>,
    reached: Query<(), With<Reached>>,
    mut commands: Commands,
) {
    if !reached.is_empty() {
        return;
    }
    let now = run.clock.now;
    let comes = |run: &Run, end: &End| {
        end.when.as_ref().is_some_and(|when| when.holds(&observer, now, &run.luck))
    };
    let found = match due.occasion {
        Occasion::End => run.met(ends.get(due.who)),
        Occasion::Watch => run.met(ends.get(due.who)).filter(|(_, _, end)| comes(run, end)),
        _ => {
            let all = by_name(ends.iter(), |(_, label, _)| **label);
            all.into_iter().find(|(_, _, end)| comes(run, end))
        }
    };
    let Some((entity, label, end)) = found else { return };
    let mut because = Because::default();
    if let Some(when) = end.when.as_ref().filter(|_| due.occasion != Occasion::End) {
        when.decided(&observer, now, &run.luck, &mut because);
    }
    let event = run.event(Verb::End, *label).because(due.cause).because_of(&because);
    let event = event.say("{}", &[Arg::Title(label.thing)]).mark();
    if let Some(id) = event.commit() {
        commands.entity(entity).insert(Reached { at: run.clock.now, by: id });
    }
}
