//! Letters on their way, letters that wait for an answer, and the days that press.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use super::{
    EventId, FactId, Label, Luck, Occasion, Picture, SignId, Time,
    compile::Compiler,
    picture::{Leaf, Test},
};
use excomm_scenario::format;

/// What makes a statement a letter.
#[derive(Component, Debug, Clone)]
pub struct Letter {
    /// The door by which it goes.
    pub door: Label,
    /// Hours on the way.
    pub carries_h: FactId,
    /// To whom it is written.
    pub to: Arc<[(Entity, Label)]>,
    /// The pledges that it makes.
    pub promises: Arc<[(Entity, Label)]>,
    /// The questions that it puts, if it puts any.
    pub puts: Option<Puts>,
}

/// The questions that a letter puts.
#[derive(Debug, Clone)]
pub struct Puts {
    /// The questions, in their order.
    pub questions: Arc<[Entity]>,
    /// Who answers.
    pub actor: Entity,
    /// Hours in which half of this actor's answers are given; none: at once.
    pub answers_h: Option<FactId>,
}

/// A letter's way to its answer.
///
/// How long it lies is drawn anew for each of its days, in half-lives: as likely to be answered at any
/// hour as at any other, it lies no longer or shorter for that. A day's draw is used up faster while a
/// deadline presses, so that a deadline named meanwhile changes when it is answered and re-rolls nothing.
#[derive(Component, Debug, Clone, Copy)]
pub struct Unanswered {
    /// The event that put it into the hands of whoever answers.
    pub by: EventId,
    /// Since when `left` is so.
    pub since: Time,
    /// Half-lives that it still lies, unless this day of it ends before.
    pub left: f64,
    /// How many of its days have begun.
    pub day: u32,
    /// When this day of it ends.
    pub until: Time,
    /// Which time its answer has been set for; an answer set earlier no longer counts.
    pub turn: u32,
}

/// A day that presses as it nears.
#[derive(Component, Debug, Clone, Copy)]
pub struct Deadline {
    /// When it is.
    pub at: Time,
    /// The sign of the statement that names it.
    pub named: SignId,
    /// For how many hours before it presses.
    pub presses_h: FactId,
    /// How many times as fast letters are answered meanwhile.
    pub hurries: FactId,
}

/// A span in which letters are answered so many times as fast.
pub type Press = (Time, Time, f64);

impl Deadline {
    /// Returns from when to when it presses somebody who had been told of it by a moment, and how
    /// much; nothing if it had not been named.
    #[must_use]
    pub fn presses(&self, picture: &Picture, told_by: Time, luck: &Luck) -> Option<Press> {
        let seen = picture.of(self.named);
        let known = seen.value > 0.0 && seen.at != Time::NEVER && seen.at <= told_by;
        known.then(|| {
            let from = self.at.plus_hours(-luck.fact(self.presses_h));
            (from, self.at, luck.fact(self.hurries))
        })
    }
}

/// Returns how many half-lives pass from one moment to another, faster while something presses.
#[must_use]
pub fn half_lives(from: Time, to: Time, half_h: f64, presses: &[Press]) -> f64 {
    let spans = spans(from, presses);
    let within = spans.iter().map(|&(start, end, speed)| {
        let end = end.min(to);
        if end > start { end.hours_since(start) * speed / half_h } else { 0.0 }
    });
    within.sum()
}

/// Returns when so many half-lives have passed.
#[must_use]
pub fn passed_at(from: Time, left: f64, half_h: f64, presses: &[Press]) -> Time {
    let mut left = left;
    for (start, end, speed) in spans(from, presses) {
        let needs = left * half_h / speed;
        if end == FAR || needs <= end.hours_since(start) {
            return start.plus_hours(needs);
        }
        left -= end.hours_since(start) * speed / half_h;
    }
    from
}

/// Later than any moment of a run.
const FAR: Time = Time(i64::MAX / 4);

/// Returns the time from a moment on, in spans within which equally much presses.
fn spans(from: Time, presses: &[Press]) -> Vec<Press> {
    let ends = presses.iter().flat_map(|&(start, end, _)| [start, end]);
    let mut bounds: Vec<Time> = ends.filter(|at| *at > from).chain([from, FAR]).collect();
    bounds.sort_unstable();
    bounds.dedup();
    let speed = |at: Time| {
        let on = presses.iter().filter(|(start, end, _)| *start <= at && at < *end);
        on.map(|(.., speed)| speed).product()
    };
    bounds.windows(2).map(|two| (two[0], two[1], speed(two[0]))).collect()
}

/// Compiles deadlines.
pub(super) fn compile(c: &mut Compiler) {
    for deadline in &c.part.deadlines {
        let thing = c.thing("deadlines", &deadline.id);
        let named = c.named_by(deadline);
        let said = c.thing("statements", &deadline.named_by);
        c.depends(&format!("deadlines/{}", deadline.id), said);
        let at = c.time(&deadline.at);
        let (presses_h, hurries) = (c.fact(&deadline.presses_h), c.fact(&deadline.hurries));
        let deadline = Deadline { at, named, presses_h, hurries };
        c.dress(thing, move |world, _| {
            world.insert(deadline);
        });
    }
}

/// Compiles what makes a statement a letter; nothing if it is none.
pub(super) fn letter(c: &mut Compiler, statement: &format::Statement) -> Option<Letter> {
    let written = statement.letter.as_ref()?;
    let at = format!("statements/{}", statement.id);
    let (who, label) = c.named("statements", &statement.id);
    let (_, door) = c.named("doors", &written.door);
    c.depends(&at, door.thing);
    let carries_h = c.fact(&c.part.door(&written.door)?.carries_h);
    let promises: Vec<_> = written.promises.iter().map(|id| c.named("pledges", id)).collect();
    for (_, pledge) in &promises {
        c.gives_orders(&at, pledge.thing);
    }
    let puts = puts(c, &at, &written.puts);
    if let Some(puts) = &puts {
        for deadline in &c.part.deadlines {
            let (_, named) = c.named("deadlines", &deadline.id);
            let sign = c.named_by(deadline);
            let on = Leaf { sign, test: Test::Between(1.0, f64::INFINITY), wear: None };
            c.listen(puts.actor, on, (Occasion::Hurry, who, label, 0));
            c.depends(&at, named.thing);
        }
    }
    let to = statement.to.iter().map(|to| c.named("actors", to)).collect();
    Some(Letter { door, carries_h, to, promises: promises.into(), puts })
}

fn puts(c: &mut Compiler, at: &str, written: &[format::QuestionRef]) -> Option<Puts> {
    let asks = &c.part.question(written.first()?)?.asks;
    let questions: Vec<_> = written.iter().map(|id| c.named("questions", id)).collect();
    for (_, question) in &questions {
        c.gives_orders(at, question.thing);
    }
    let answers_h = c.fact_if(c.part.actor(asks)?.answers_h.as_deref());
    let (actor, label) = c.named("actors", asks);
    c.depends(at, label.thing);
    Some(Puts { questions: questions.iter().map(|(who, _)| *who).collect(), actor, answers_h })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hour(hours: i64) -> Time {
        Time(hours * 3600)
    }

    #[test]
    fn a_letter_lies_as_long_as_drawn_and_shorter_while_a_day_presses() {
        assert_eq!(passed_at(hour(0), 1.0, 60.0, &[]), hour(60));
        assert_eq!(passed_at(hour(0), 2.0, 60.0, &[]), hour(120));
        let press = [(hour(30), hour(48), 6.0)];
        // half a half-life before it presses; the other half six times as fast
        assert_eq!(passed_at(hour(0), 1.0, 60.0, &press), hour(35));
        // a day that has passed presses nobody
        assert_eq!(passed_at(hour(50), 1.0, 60.0, &press), hour(110));
    }

    proptest! {
        #[test]
        fn as_many_half_lives_pass_as_it_lies(
            left in 0.01..8.0_f64,
            half_h in 1.0..100.0_f64,
            start in 0_i64..200,
            lasts in 1_i64..80,
            speed in 1.0..10.0_f64,
        ) {
            let press = [(hour(start), hour(start + lasts), speed)];
            let at = passed_at(hour(10), left, half_h, &press);
            let passed = half_lives(hour(10), at, half_h, &press);
            // moments are whole seconds
            prop_assert!((passed - left).abs() <= speed / half_h / 3600.0 + 1e-9);
        }
    }
}
