//! Chances: what others may do, as odds that multiply.

#[cfg(test)]
mod tests;

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Arg, Because, Condition, Due, EventId, Label, Occasion, Picture, Run, Salt, Verb, by_name,
    deciding::{Chance, scaled},
    minds::Truth,
    salt,
};
use excomm_numerics::search;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "chances/days",
        on: &[Occasion::Start],
        about: "A chance with an hour is drawn once each day at that hour, or when its actor works next.",
        formula: "",
        source: "",
        reads: &["chances/*/every"],
        system: || boxed(days),
    },
    Rule {
        name: "chances/draw",
        on: &[Occasion::Draw, Occasion::DrawOn],
        about: "A chance that hangs on a truth exists only where that is so. The base, as odds, is multiplied by the ratio of every factor that holds in the actor's picture and by what orders have shifted; then it is drawn.",
        formula: "odds = base / (1 - base) x product of ratios; P = odds / (1 + odds)",
        source: "odds form, as in logistic regression",
        reads: &[
            "chances/*/every",
            "chances/*/base",
            "chances/*/when",
            "chances/*/only_if",
            "chances/*/times/*",
            "chances/*/at_most",
        ],
        system: || boxed(draw),
    },
    Rule {
        name: "chances/shift",
        on: &[Occasion::ShiftOdds],
        about: "An order multiplies the odds of a chance from now on.",
        formula: "odds -> ratio x odds",
        source: "",
        reads: &["orders: ShiftOdds"],
        system: || boxed(shift),
    },
];

const DAY: Salt = salt("chances/day");
const NEWS: Salt = salt("chances/news");
const HOUR: Salt = salt("chances/hour");

fn days((In(due), InMut(run)): (In<Due>, InMut<Run>), chances: Query<(Entity, &Label, &Chance)>) {
    for (entity, label, chance) in by_name(chances.iter(), |(_, label, _)| **label) {
        if chance.hour.is_some() {
            schedule(run, due.cause, (entity, *label, chance), 0);
        }
    }
}

/// Schedules the draw of a day, or of the next day if its hour has passed.
fn schedule(run: &mut Run, cause: EventId, chance: (Entity, Label, &Chance), day: u32) {
    let (entity, label, chance) = chance;
    let Some((hour, give_or_take)) = chance.hour else { return };
    run.apart(|run| {
        let hour = run.luck.fact(hour);
        let off = |day: u32| {
            let within = give_or_take.map_or(0.0, |within| run.luck.fact(within));
            if within > 0.0 {
                within * (2.0 * run.luck.draw(HOUR, &[label], u64::from(day)) - 1.0)
            } else {
                0.0
            }
        };
        let days = day..run.clock.days();
        let mut moments = days.map(|day| (day, run.clock.at_hour(day, hour + off(day))));
        if let Some((day, at)) = moments.find(|(_, at)| *at > run.clock.now) {
            let at = run.opens(chance.keeps, at);
            run.at(Due::new(at, Occasion::Draw, entity, label, cause).n(day));
        }
    });
}

fn draw(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut chances: Query<(&Label, &mut Chance)>,
    pictures: Query<&Picture>,
    truths: Query<&Truth>,
) {
    let Some((label, mut chance)) = run.met(chances.get_mut(due.who)) else { return };
    let most = chance.at_most.map_or(1, |most| run.luck.count(most));
    if chance.done >= most || due.occasion == Occasion::DrawOn && run.puts_off(due, chance.keeps) {
        return;
    }
    let (nth, salt, occasion) = if due.occasion == Occasion::Draw {
        schedule(run, EventId::NONE, (due.who, *label, &chance), due.n + 1);
        (due.n + 1, DAY, due.n)
    } else {
        chance.drawn += 1;
        (chance.drawn, NEWS, chance.drawn)
    };
    let Some(picture) = run.met(pictures.get(chance.who)) else { return };
    let words = [Arg::Title(chance.actor.thing), Arg::Title(label.thing)];
    let truth = |(truth, needs)| {
        let truth = run.met(truths.get(truth))?;
        Some((truth.by, truth.alternative == needs))
    };
    let (truth, is_so) = chance.only_if.and_then(truth).unwrap_or((EventId::NONE, true));
    let odds = run.luck.aside(|| is_so.then(|| odds(run, &chance, picture))?);
    let Some(odds) = odds else {
        if run.log.keeps() {
            let because = shut(run, &chance, picture);
            let event = run.event(Verb::NoChance, *label).nth(nth).because_of(&because);
            event.because(truth).say(NOT, &words).miss();
        }
        return;
    };
    let draw = run.luck.draw(salt, &[*label], u64::from(occasion));
    let comes = draw < odds;
    if !comes && !run.log.keeps() {
        return;
    }
    let because = because(run, &chance, picture);
    let event = run.event(if comes { Verb::Chance } else { Verb::NoChance }, *label).nth(nth);
    let event = event.because_of(&because).because(truth).because(chance.shifted_by);
    let event = event.odds(odds, draw);
    if !comes {
        event.say(NOT, &words).miss();
    } else if let Some(id) = event.because(due.cause).say("{} {}", &words).commit() {
        chance.done += 1;
        run.log.tried(label.thing, EventId::NONE);
        run.follow(chance.then, id);
    }
}

/// How it is said that something does not happen that somebody might have done.
pub(super) const NOT: &str = "it does not come about that {} {}";

/// Returns why a chance does not exist now.
fn shut(run: &Run, chance: &Chance, picture: &Picture) -> Because {
    let mut because = Because::default();
    if let Some(when) = &chance.when {
        when.decided(picture, run.clock.now, &run.luck, &mut because);
    }
    because
}

/// Returns the probability of one draw, or nothing if the chance does not exist now.
fn odds(run: &Run, chance: &Chance, picture: &Picture) -> Option<f64> {
    let holds = |condition: &Condition| condition.holds(picture, run.clock.now, &run.luck);
    if !chance.when.as_ref().is_none_or(holds) {
        return None;
    }
    let ratio = scaled(chance.shift, &chance.factors, &run.luck, holds);
    Some(search::shift(run.luck.fact(chance.base), ratio))
}

/// Returns what the odds of a chance that exists rest on, and notes the facts.
fn because(run: &Run, chance: &Chance, picture: &Picture) -> Because {
    let mut because = Because::default();
    let mut holds =
        |condition: &Condition| condition.decided(picture, run.clock.now, &run.luck, &mut because);
    run.luck.note(chance.base);
    if let Some(when) = &chance.when {
        holds(when);
    }
    scaled(chance.shift, &chance.factors, &run.luck, holds);
    because
}

fn shift((In(due), InMut(run)): (In<Due>, InMut<Run>), mut chances: Query<(&Label, &mut Chance)>) {
    let Some((label, mut chance)) = run.met(chances.get_mut(due.who)) else { return };
    let event = run.event(Verb::Shift, *label).because(due.cause).because(chance.shifted_by);
    if let Some(id) = event.commit() {
        chance.shift *= due.value;
        chance.shifted_by = id;
    }
}
