//! Letters: carried by their doors, and taken up by those to whom they are written.

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Arg, Due, EventId, Label, NOBODY, Occasion, Picture, Run, Salt, Time, Verb, by_name,
    letters::{Deadline, Letter, Press, Puts, Unanswered, half_lives, passed_at},
    salt,
    talks::Statement,
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "letters/deliver",
        on: &[Occasion::Start, Occasion::Deliver],
        about: "A letter is in the hands of one to whom it is written, after the time its door takes, when that actor works: what it says is heard and counts from now on, its pledges are made, and the question that it puts lies before that actor. A letter from before the start that puts a question lies there from the start on.",
        formula: "on each of its days it lies for L half-lives, L = -log2(u), or to the end of the day; with answers_h the hours in which half of the actor's letters are answered",
        source: "the time to an answer as an exponential one: as likely at any hour as at any other",
        reads: &[
            "statements/*",
            "doors/*/carries_h",
            "actors/*/answers_h",
            "deadlines/*/presses_h",
            "deadlines/*/hurries",
        ],
        system: || boxed(deliver),
    },
    Rule {
        name: "letters/hurry",
        on: &[Occasion::Hurry],
        about: "Whoever hears of a deadline takes up what lies there sooner while it presses. Nothing is drawn anew: what is left of the time is used up faster.",
        formula: "half-lives used up in an hour: hurries / answers_h while it presses, otherwise 1 / answers_h",
        source: "",
        reads: &["actors/*/answers_h", "deadlines/*/presses_h", "deadlines/*/hurries"],
        system: || boxed(hurry),
    },
    Rule {
        name: "letters/take-up",
        on: &[Occasion::TakeUp],
        about: "A letter has lain its time, and the questions that it puts are put; or a day of it has ended, and the next begins.",
        formula: "",
        source: "",
        reads: &["actors/*/answers_h", "deadlines/*/presses_h", "deadlines/*/hurries"],
        system: || boxed(take_up),
    },
];

const LIES: Salt = salt("letters/lies");

type Known<'w, 's> =
    (Query<'w, 's, &'static Picture>, Query<'w, 's, (&'static Label, &'static Deadline)>);

fn deliver(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    letters: Query<(Entity, &Label, &Letter, &Statement)>,
    (pictures, deadlines): Known,
    mut commands: Commands,
) {
    if due.occasion == Occasion::Start {
        for (who, label, letter, statement) in by_name(letters.iter(), |(_, label, ..)| **label) {
            if let Some(puts) = letter.puts.as_ref().filter(|_| statement.times > 0) {
                let at = (who, *label, due.cause);
                let known = (&pictures, &deadlines);
                run.apart(|run| lie(run, &mut commands, at, (puts, statement.times), &known));
            }
        }
        return;
    }
    let Some((who, label, letter, statement)) = run.met(letters.get(due.who)) else { return };
    let Some((to, reader)) = letter.to.iter().find(|(to, _)| *to == due.with) else { return };
    let words =
        [Arg::Title(statement.by.thing), Arg::Title(reader.thing), Arg::Title(letter.door.thing)];
    let event = run.event(Verb::Deliver, *label).with(*reader).because(due.cause).told(*to);
    let event = event.say("{}'s message reaches {}, {}", &words).changes(statement.said, due.value);
    let Some(id) = event.commit() else { return };
    for &(pledge, label) in letter.promises.iter() {
        let pledged = run.now(Occasion::Pledge, pledge, label, id);
        run.at(pledged);
    }
    if let Some(puts) = letter.puts.as_ref().filter(|puts| puts.actor == *to) {
        let known = (&pictures, &deadlines);
        lie(run, &mut commands, (who, *label, id), (puts, statement.times), &known);
    }
}

/// Lays a letter before whoever is to answer.
fn lie(
    run: &mut Run,
    commands: &mut Commands,
    (who, label, by): (Entity, Label, EventId),
    (puts, nth): (&Puts, u32),
    known: &(&Query<&Picture>, &Query<(&Label, &Deadline)>),
) {
    let lies = next_day(run, label.nth(nth), by, None);
    set(run, (who, label), (puts, &lies), known);
    commands.entity(who).insert(lies);
}

/// Begins a day on which a letter lies: the first, or the next.
fn next_day(run: &Run, letter: Label, by: EventId, before: Option<Unanswered>) -> Unanswered {
    let (day, turn) = before.map_or((1, 1), |before| (before.day + 1, before.turn + 1));
    let left = -libm::log2(run.luck.draw(LIES, &[letter], u64::from(day)));
    let since = run.clock.now;
    Unanswered { by, since, left, day, until: since.plus_hours(24.0), turn }
}

/// Sets when a letter is taken up, as things stand.
fn set(
    run: &mut Run,
    (who, label): (Entity, Label),
    (puts, lies): (&Puts, &Unanswered),
    (pictures, deadlines): &(&Query<&Picture>, &Query<(&Label, &Deadline)>),
) {
    let now = run.clock.now;
    let at = match puts.answers_h {
        None => now,
        Some(half_h) => {
            let Some(picture) = run.met(pictures.get(puts.actor)) else { return };
            let presses = presses(run, deadlines, picture, now);
            passed_at(now, lies.left, run.luck.fact(half_h), &presses)
        }
    };
    let due = Due::new(at.min(lies.until), Occasion::TakeUp, who, label, lies.by).n(lies.turn);
    if at <= lies.until {
        run.at(due.value(TAKEN_UP));
    } else {
        run.apart(|run| run.at(due));
    }
}

/// The amount of an occasion at which a letter is taken up; otherwise it lies for another day.
const TAKEN_UP: f64 = 1.0;

/// Returns what presses an actor, of that which it had been told by a moment.
fn presses(
    run: &Run,
    deadlines: &Query<(&Label, &Deadline)>,
    picture: &Picture,
    told_by: Time,
) -> Vec<Press> {
    let named = by_name(deadlines.iter(), |(label, _)| **label);
    named.iter().filter_map(|(_, day)| day.presses(picture, told_by, &run.luck)).collect()
}

fn hurry(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut letters: Query<(&Label, &Letter, Option<&mut Unanswered>)>,
    (pictures, deadlines): Known,
) {
    let Some((label, letter, lies)) = run.met(letters.get_mut(due.who)) else { return };
    let Some((puts, mut lies)) = letter.puts.as_ref().zip(lies) else { return };
    let Some(half_h) = puts.answers_h else { return };
    let Some(picture) = run.met(pictures.get(puts.actor)) else { return };
    let now = run.clock.now;
    let used = run.luck.aside(|| {
        let before = presses(run, &deadlines, picture, Time(now.0 - 1));
        half_lives(lies.since, now, run.luck.fact(half_h), &before)
    });
    lies.left -= used;
    lies.since = now;
    lies.turn += 1;
    set(run, (due.who, *label), (puts, &lies), &(&pictures, &deadlines));
}

fn take_up(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut letters: Query<(&Label, &Letter, &Statement, Option<&mut Unanswered>)>,
    (pictures, deadlines): Known,
    mut commands: Commands,
) {
    let Some((label, letter, statement, lies)) = run.met(letters.get_mut(due.who)) else { return };
    let Some((puts, mut lies)) = letter.puts.as_ref().zip(lies) else { return };
    if lies.turn != due.n {
        return;
    }
    if due.value < TAKEN_UP {
        *lies = next_day(run, label.nth(statement.times), lies.by, Some(*lies));
        return set(run, (due.who, *label), (puts, &lies), &(&pictures, &deadlines));
    }
    commands.entity(due.who).remove::<Unanswered>();
    for (place, question) in (1..).zip(puts.questions.iter()) {
        let ask = run.now(Occasion::Ask, *question, NOBODY.nth(place), due.cause);
        run.at(ask);
    }
}

/// Sends a letter that has been written on its way to each of those to whom it is written.
pub(super) fn send(
    run: &mut Run,
    who: Entity,
    label: Label,
    letter: &Letter,
    written: (EventId, f64),
) {
    let at = run.clock.now.plus_hours(run.luck.fact(letter.carries_h));
    for (to, _) in letter.to.iter() {
        let at = run.opens(Some(*to), at);
        let due = Due::new(at, Occasion::Deliver, who, label, written.0);
        run.at(due.with(*to).value(written.1));
    }
}

#[cfg(test)]
mod tests;
