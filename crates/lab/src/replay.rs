//! Decision replay: the worlds that a decider could not know apart when a question was put.
//!
//! Of the world that is judged nothing is used but what its decider knows: its [`Memory`] at the end
//! of each day and when the question is put, and its own mind and calendar. Other worlds are drawn whole, facts,
//! truths and luck, and one is kept if its decider has known the same all along ([`super::pasts`]
//! says how such worlds are found). So two worlds that differ in nothing their deciders know are
//! judged alike to the last digit, and nobody is judged, or decides, by what could not be known.

use std::collections::BTreeMap;

use super::Scene;
use excomm_engine::{
    run::{HOURS, Memory, Pending, Session, Stop, Unlike, View},
    world::{
        Chosen, FactId, Model, Rekey, Salt, Setting, Thing, Time, Vary, derived_seed, item_path,
        salt,
    },
};

/// A question, and which time it is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// The question.
    pub question: Thing,
    /// Which time it is put.
    pub nth: u32,
}

impl Decision {
    /// Returns the decision that a session waits for.
    pub(super) fn pending(session: &Session) -> Option<Decision> {
        let Pending { question, nth, .. } = session.pending()?;
        Some(Decision { question, nth })
    }

    /// Returns whether this is an answer to it.
    pub(super) fn answered_by(self, answer: &Chosen) -> bool {
        answer.question == self.question && answer.nth == Some(self.nth)
    }

    /// Returns whether a question that is put is this decision.
    fn is(self, pending: &Pending) -> bool {
        (pending.question, pending.nth) == (self.question, self.nth)
    }
}

/// The past of a world: all that is drawn up to a moment.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Past {
    /// The values of the facts that vary, in their order.
    pub facts: Vec<f64>,
    /// Which alternative of each truth is so.
    pub truths: BTreeMap<Thing, usize>,
    /// The seeds of the luck of each day so far.
    pub luck: Vec<u64>,
}

/// Luck after the question. Never of the seed of the world that is judged: it is not known.
const LUCK: Salt = salt("replay/luck");

/// The worlds that the decider could not know apart when a question was put in one of them.
pub(super) struct Replay<'m> {
    model: &'m Model,
    /// What is known of all these worlds: numbers that do not vary, the decider's mind and answers.
    base: Setting,
    decision: Decision,
    pub pending: Pending,
    pub view: View,
    /// The end of each day before the question, and what the decider knew then.
    days: Vec<(Time, Memory)>,
    /// What the decider holds likely: for a truth an alternative and its probability.
    pub believed: BTreeMap<Thing, (usize, f64)>,
    /// Facts that are drawn.
    pub free: Vec<FactId>,
    /// How many facts would be drawn, but are numbers of the decider's own mind and calendar.
    pub own: usize,
}

impl<'m> Replay<'m> {
    /// Plays a world up to a decision, with the answers given by then, and looks at what its decider
    /// knows; nothing if the question is not put in it. `vary` says which facts are drawn.
    pub(super) fn new(
        scene: &mut Scene<'m>,
        world: &Setting,
        answers: &[Chosen],
        decision: Decision,
        vary: Vary,
    ) -> Option<Replay<'m>> {
        let model = scene.model;
        let mut setting = Setting { no_log: true, ..world.clone() };
        setting.choices.extend(answers);
        let mut session = scene.begin(setting);
        let looked = session.decider(decision.question).and_then(|decider| {
            let mut days = Vec::new();
            let pending = loop {
                let end = end_of_day(model, days.len());
                match advance(&mut session, decision, end) {
                    Reached::Day => days.push((end, session.memory(decider)?)),
                    Reached::Decision(pending) => break pending,
                    Reached::End => return None,
                }
            };
            let (mind, varies) = (session.own_mind(decider), |fact: &FactId| {
                let info = &model.facts[fact.0 as usize];
                info.pert.is_some() && vary.covers(info.knowledge)
            });
            let all = (0..model.facts.len() as u32).map(FactId);
            let (free, stands): (Vec<FactId>, Vec<FactId>) =
                all.partition(|fact| varies(fact) && !mind.contains_key(fact));
            let facts = stands.into_iter().map(|fact| (fact, session.fact(fact)));
            let own_answer = |answer: &&Chosen| session.decider(answer.question) == Some(decider);
            let planned = world.choices.iter().filter(|answer| answer.nth.is_none());
            let choices = planned.chain(answers.iter().filter(own_answer)).copied().collect();
            Some(Replay {
                model,
                base: Setting {
                    no_log: true,
                    facts: facts.collect(),
                    choices,
                    ..Setting::default()
                },
                decision,
                pending,
                view: session.view()?,
                days,
                believed: session.believed(decider),
                own: mind.keys().filter(|fact| varies(fact)).count(),
                free,
            })
        });
        scene.end(session);
        looked
    }

    /// Returns the options that can be chosen, counted from 0.
    pub(super) fn open(&self) -> impl Iterator<Item = u32> {
        let open = (0..).zip(&self.view.open).filter(|(_, open)| **open);
        open.map(|(option, _)| option).collect::<Vec<_>>().into_iter()
    }

    /// Returns how many stretches of luck lead up to the question: one a day.
    pub(super) fn stretches(&self) -> usize {
        self.days.len() + 1
    }

    /// Returns the setting of a world with a past, in which the question is answered with an option
    /// and `luck` names what is drawn from then on.
    pub(super) fn setting(&self, past: &Past, luck: u64, option: u32) -> Setting {
        let Decision { question, nth } = self.decision;
        let mut setting = self.up_to_now(past);
        setting.rekey = Some(Rekey { question, nth, seed: derived_seed(0, LUCK, luck) });
        setting.choices.push(Chosen { question, nth: Some(nth), option });
        setting
    }

    fn up_to_now(&self, past: &Past) -> Setting {
        let mut setting = self.base.clone();
        setting
            .facts
            .extend(self.free.iter().zip(&past.facts).map(|(fact, value)| (*fact, *value)));
        setting.truths.clone_from(&past.truths);
        setting.seed = past.luck.first().copied().unwrap_or(0);
        let later = past.luck.iter().skip(1);
        setting.reseeds = self.days.iter().zip(later).map(|((at, _), &seed)| (*at, seed)).collect();
        setting
    }

    /// Returns the facts that vary, item by item, by their places among them.
    pub(super) fn items(&self) -> Vec<Vec<usize>> {
        let mut items: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (place, fact) in self.free.iter().enumerate() {
            let path = &self.model.facts[fact.0 as usize].path;
            items.entry(item_path(path)).or_default().push(place);
        }
        items.into_values().collect()
    }

    /// Draws the value of a fact that varies from a uniform number.
    pub(super) fn value(&self, fact: FactId, draw: f64) -> f64 {
        let info = &self.model.facts[fact.0 as usize];
        info.pert.as_ref().map_or(info.best, |pert| pert.quantile(draw))
    }

    /// Returns the truths, each with the odds of its alternatives: those of the decider's belief,
    /// where there is one, and otherwise the weights of the scenario. What a branch says of them is
    /// not known to the decider.
    pub(super) fn truths(&self) -> Vec<(Thing, Vec<f64>)> {
        let each = self.model.truths().map(|(truth, weights)| {
            let weight = |fact: &FactId| self.model.facts[fact.0 as usize].best;
            let plain: Vec<f64> = weights.iter().map(weight).collect();
            match self.believed.get(&truth) {
                Some(&(right, odds)) => (truth, believed(&plain, right, odds)),
                None => (truth, plain),
            }
        });
        each.collect()
    }

    /// Returns how many things the decider knows when the question is put.
    pub(super) fn things(&self) -> usize {
        self.view.memory.things()
    }

    /// Returns in how many things the decider of a world knows otherwise at the end of its past: the
    /// end of a day, or when the question is put. Nothing if at the end of an earlier day it was in
    /// more than were allowed then, or if it does not come to that.
    pub(super) fn unlike(
        &self,
        scene: &mut Scene<'m>,
        past: &Past,
        allowed: &[Unlike],
    ) -> Option<Unlike> {
        let mut session = scene.begin(self.up_to_now(past));
        let unlike = self.unlike_in(&mut session, past.luck.len(), allowed);
        scene.end(session);
        unlike
    }

    fn unlike_in(
        &self,
        session: &mut Session,
        stretches: usize,
        allowed: &[Unlike],
    ) -> Option<Unlike> {
        let decider = self.view.decider;
        let mut unlike = Unlike::default();
        for (day, (end, memory)) in self.days.iter().take(stretches).enumerate() {
            if advance(session, self.decision, *end) != Reached::Day {
                return None;
            }
            unlike = session.memory(decider)?.unlike(memory)?;
            if allowed.get(day).is_some_and(|allowed| unlike > *allowed) {
                return None;
            }
        }
        if stretches <= self.days.len() {
            return Some(unlike);
        }
        let end = end_of_day(self.model, self.days.len());
        match advance(session, self.decision, end) {
            Reached::Decision(_) => session.view()?.unlike(&self.view),
            Reached::Day | Reached::End => None,
        }
    }
}

/// Returns when the day with this place ends; days are counted from the first moment.
fn end_of_day(model: &Model, day: usize) -> Time {
    model.span.start.plus_hours((day + 1) as f64 * HOURS as f64)
}

/// Where a world that is played on stops.
#[derive(PartialEq)]
enum Reached {
    Day,
    Decision(Pending),
    End,
}

/// Plays a world up to a decision, or to the end of a day if that is sooner; other questions are
/// answered by default.
fn advance(session: &mut Session, decision: Decision, end: Time) -> Reached {
    loop {
        // what happens at the very end of a day is remembered with the next
        match session.advance(Time(end.0 - 1)) {
            Stop::Question(pending) if decision.is(&pending) => return Reached::Decision(pending),
            Stop::Question(_) => session.answer(session.default_answer()),
            Stop::Paused => return Reached::Day,
            Stop::Over | Stop::Broken(_) => return Reached::End,
        }
    }
}

/// Gives an alternative these odds; the others share the rest by their weights.
fn believed(weights: &[f64], right: usize, odds: f64) -> Vec<f64> {
    let rest: f64 = weights.iter().enumerate().filter(|(i, _)| *i != right).map(|(_, w)| w).sum();
    let scaled = |(i, weight): (usize, &f64)| match i == right {
        true => odds,
        false if rest > 0.0 => (1.0 - odds) * weight / rest,
        false => 0.0,
    };
    weights.iter().enumerate().map(scaled).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_belief_takes_its_odds_and_the_rest_is_shared_by_weight() {
        assert_eq!(believed(&[3.0, 1.0, 1.0], 0, 0.5), [0.5, 0.25, 0.25]);
        assert_eq!(believed(&[0.0, 1.0], 1, 0.25), [0.0, 0.25], "nothing else is possible");
    }
}
