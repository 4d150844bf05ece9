//! Decision replay: the worlds that a decider could not know apart when a question was put.
//!
//! What had been drawn by then stays. Luck after it is drawn anew, hidden truths with the odds of the
//! decider's own beliefs, and facts as they may be, save those that had a hand in what the decider has
//! heard. The past is run again with them, and a world is kept if the decider has heard the same in
//! it, though perhaps at another hour, and can choose the same. So nobody is judged, or decides, by
//! what could not be known.

use std::collections::BTreeMap;

use super::Scene;
use excomm_engine::{
    run::{Pending, Session, Stop, View},
    world::{
        Chosen, FactId, Model, Rekey, Salt, Setting, Thing, Time, Vary, derived_seed,
        keyed_uniform, pick, salt,
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
}

/// How much is drawn anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Luck, truths and facts, save facts that had a hand in what the decider knows.
    Facts,
    /// Luck and truths; all facts stand as in the world that is judged.
    Truths,
}

const LUCK: Salt = salt("replay/luck");
const DRAW: Salt = salt("replay/draw");

/// The worlds that the decider could not know apart when a question was put in one of them.
pub(super) struct Replay<'m> {
    model: &'m Model,
    base: Setting,
    decision: Decision,
    pub pending: Pending,
    pub view: View,
    /// Facts that had a hand in what the decider knows, as they are in the world that is judged.
    pub held: BTreeMap<FactId, f64>,
    /// What the decider holds likely: for a truth an alternative and its probability.
    pub believed: BTreeMap<Thing, (usize, f64)>,
    vary: Vary,
}

impl<'m> Replay<'m> {
    /// Plays a world up to a decision and looks at what its decider knows; nothing if the question
    /// is not put in it. `vary` says which facts may differ in the other worlds.
    pub(super) fn new(
        scene: &mut Scene<'m>,
        base: &Setting,
        decision: Decision,
        vary: Vary,
    ) -> Option<Replay<'m>> {
        let mut session = scene.begin(Setting { no_log: false, ..base.clone() });
        let looked = up_to(&mut session, decision).and_then(|pending| {
            let behind = session.behind_view().into_iter();
            Some(Replay {
                model: scene.model,
                base: base.clone(),
                decision,
                pending,
                view: session.view()?,
                held: behind.map(|fact| (fact, session.fact(fact))).collect(),
                believed: session.believed(),
                vary,
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

    /// Returns the setting of a world: `luck` names what is drawn after the question, `draw` truths
    /// and facts. Without an option the question is answered by its policy.
    pub(super) fn setting(&self, luck: u64, draw: u64, step: Step, option: Option<u32>) -> Setting {
        let Decision { question, nth } = self.decision;
        let seed = derived_seed(self.base.fact_seed(), DRAW, draw);
        let mut setting = self.base.clone();
        setting.no_log = true;
        setting.truths = self.truths(seed);
        setting.rekey =
            Some(Rekey { question, nth, seed: derived_seed(self.base.seed, LUCK, luck) });
        if step == Step::Facts {
            setting.fact_seed = Some(seed);
            setting.vary = self.vary;
            for (&fact, &value) in &self.held {
                setting.facts.entry(fact).or_insert(value);
            }
        } else {
            setting.fact_seed = Some(self.base.fact_seed());
        }
        setting.choices.extend(option.map(|option| Chosen { question, nth: Some(nth), option }));
        setting
    }

    /// Draws the truths: with the odds of the decider's beliefs, where there are any, and otherwise
    /// by their weights. What a branch says of them is not known to the decider.
    fn truths(&self, seed: u64) -> BTreeMap<Thing, usize> {
        let each = self.model.truths().map(|(truth, weights)| {
            let draw = keyed_uniform(seed, self.model.things[truth.index()].hash, 0);
            let weight = |fact: &FactId| self.model.facts[fact.0 as usize].best;
            let plain: Vec<f64> = weights.iter().map(weight).collect();
            let weights = match self.believed.get(&truth) {
                Some(&(right, odds)) => believed(&plain, right, odds),
                None => plain,
            };
            (truth, pick(weights.into_iter(), draw))
        });
        each.collect()
    }

    /// Returns whether the decider knows the same in a world of this draw.
    pub(super) fn keeps(&self, scene: &mut Scene<'m>, draw: u64, step: Step) -> bool {
        let mut session = scene.begin(self.setting(0, draw, step, None));
        let same = up_to(&mut session, self.decision).is_some()
            && session.view().is_some_and(|view| view.looks_like(&self.view));
        scene.end(session);
        same
    }

    /// Returns the draws that `keep` keeps of so many, with facts drawn anew if it keeps a tenth of
    /// them then; otherwise with facts as they are.
    pub(super) fn kept(&self, draws: u64, mut keep: impl FnMut(Step) -> Vec<u64>) -> KeptDraws {
        let facts = (self.vary != Vary::None).then(|| keep(Step::Facts));
        let kept_with_facts = facts.as_ref().map(|kept| kept.len() as u64);
        match facts {
            Some(draws_kept) if draws_kept.len() as u64 * FEWEST >= draws => {
                KeptDraws { draws: draws_kept, step: Step::Facts, kept_with_facts }
            }
            _ => KeptDraws { draws: keep(Step::Truths), step: Step::Truths, kept_with_facts },
        }
    }
}

/// The draws that are kept.
pub(super) struct KeptDraws {
    pub draws: Vec<u64>,
    pub step: Step,
    /// How many were kept with facts drawn anew, if that was tried.
    pub kept_with_facts: Option<u64>,
}

/// Facts are drawn anew only if one world in so many is kept then.
const FEWEST: u64 = 10;

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

/// Plays a world up to a decision; questions before it are answered by default.
fn up_to(session: &mut Session, decision: Decision) -> Option<Pending> {
    loop {
        match session.advance(Time(i64::MAX)) {
            Stop::Question(pending)
                if (pending.question, pending.nth) == (decision.question, decision.nth) =>
            {
                return Some(pending);
            }
            Stop::Question(_) => session.answer(session.default_answer()),
            Stop::Paused | Stop::Over | Stop::Broken(_) => return None,
        }
    }
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
