//! Chances: what others may do, as odds that multiply.

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Arg, Because, Condition, Due, EventId, Label, Occasion, Picture, Run, Salt, deciding::Chance,
    salt, search,
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "chances/days",
        on: &[Occasion::Start],
        about: "A chance with an hour is drawn once each day at that hour.",
        formula: "",
        source: "",
        reads: &["chances/*/every"],
        system: || boxed(days),
    },
    Rule {
        name: "chances/draw",
        on: &[Occasion::Draw, Occasion::DrawOn],
        about: "The base, as odds, is multiplied by the ratio of every factor that holds in the actor's picture and by what orders have shifted; then it is drawn.",
        formula: "odds = base / (1 - base) x product of ratios; P = odds / (1 + odds)",
        source: "odds form, as in logistic regression",
        reads: &["chances/*/base", "chances/*/when", "chances/*/times/*", "chances/*/at_most"],
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

fn days((In(due), InMut(run)): (In<Due>, InMut<Run>), chances: Query<(Entity, &Label, &Chance)>) {
    for (entity, label, chance) in chances.iter().sort::<&Label>() {
        if chance.hour.is_some() {
            schedule(run, due.cause, (entity, *label, chance), 0);
        }
    }
}

/// Schedules the draw of a day, or of the next day if its hour has passed.
fn schedule(run: &mut Run, cause: EventId, chance: (Entity, Label, &Chance), day: u32) {
    let (entity, label, chance) = chance;
    let Some(hour) = chance.hour else { return };
    let hour = run.luck.fact(hour);
    let days = day..run.clock.days();
    let mut moments = days.map(|day| (day, run.clock.at_hour(day, hour)));
    if let Some((day, at)) = moments.find(|(_, at)| *at > run.clock.now) {
        run.at(Due::new(at, Occasion::Draw, entity, label, cause).n(day));
    }
}

fn draw(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut chances: Query<(&Label, &mut Chance)>,
    pictures: Query<&Picture>,
) {
    let Ok((label, mut chance)) = chances.get_mut(due.who) else { return };
    let most = chance.at_most.map_or(1, |most| run.luck.count(most));
    if chance.done >= most {
        return;
    }
    let (nth, draw) = if due.occasion == Occasion::Draw {
        schedule(run, EventId::NONE, (due.who, *label, &chance), due.n + 1);
        (due.n + 1, run.luck.draw(DAY, &[*label], u64::from(due.n)))
    } else {
        chance.drawn += 1;
        (chance.drawn, run.luck.draw(NEWS, &[*label], u64::from(chance.drawn)))
    };
    let Ok(picture) = pictures.get(chance.who) else { return };
    let mut because = Because::default();
    let Some(odds) = odds(run, &chance, picture, &mut because) else { return };
    if draw >= odds {
        return;
    }
    let words = [Arg::Title(chance.actor.thing), Arg::Title(label.thing)];
    let event = run.event("chance", *label).nth(nth).because(due.cause).because_of(&because);
    let event = event.because(chance.shifted_by).facts(&[chance.base]).odds(odds, draw);
    if let Some(id) = event.say("{} {}", &words).commit() {
        chance.done += 1;
        run.follow(chance.then, id);
    }
}

/// Returns the probability of one draw, or nothing if the chance does not exist now.
fn odds(run: &Run, chance: &Chance, picture: &Picture, because: &mut Because) -> Option<f64> {
    let now = run.clock.now;
    let holds = |condition: &Condition, because: &mut Because| {
        condition.holds(picture, now, &run.luck, because)
    };
    if !chance.when.as_ref().is_none_or(|when| holds(when, because)) {
        return None;
    }
    let mut ratio = chance.shift;
    for (_, when, fact) in chance.factors.iter() {
        if holds(when, because) {
            ratio *= run.luck.fact(*fact);
            because.facts.push(*fact);
        }
    }
    Some(search::shift(run.luck.fact(chance.base), ratio))
}

fn shift((In(due), InMut(run)): (In<Due>, InMut<Run>), mut chances: Query<(&Label, &mut Chance)>) {
    let Ok((label, mut chance)) = chances.get_mut(due.who) else { return };
    let facts: Vec<_> = due.fact.into_iter().collect();
    let event = run.event("shift", *label).because(due.cause).because(chance.shifted_by);
    if let Some(id) = event.facts(&facts).commit() {
        chance.shift *= due.value;
        chance.shifted_by = id;
    }
}
