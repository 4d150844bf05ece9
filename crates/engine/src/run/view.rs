//! What the decider of a question knows: worlds in which it has known the same all along are one to it.
//!
//! Nobody knows a picture to the last digit, so a [`Memory`] is coarser: a count is known as none, one,
//! two, three or four, five to eight and so on, a gauge by the step it stands on, odds to a doubling.

use std::{cmp::Ordering, collections::BTreeMap};

use bevy_ecs::prelude::*;

use super::Session;
use crate::world::{
    Chosen, EventId, FactId, Label, Picture, Sighting, SignId, SignKind, Thing, Time,
    deciding::Question,
    minds::{Belief, Evidence, Gauge, Holds, Rungs},
    talks::Meeting,
    works::Works,
};

/// How often what an actor knows is compared, in hours.
pub const HOURS: i64 = 24;

/// What the decider of a pending question knows, and what can be answered.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Who decides.
    pub decider: Thing,
    /// When the question is put.
    pub at: Time,
    /// Which options can be chosen.
    pub open: Vec<bool>,
    /// What the decider knows.
    pub memory: Memory,
}

/// What an actor knows at a moment, as finely as people know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memory {
    /// What has been heard of each sign, in the order of the signs.
    heard: Vec<Heard>,
    /// What the actor itself has answered, in the order of the questions.
    answers: Vec<Chosen>,
}

/// What has been heard of a sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Heard {
    sign: SignId,
    is_word: bool,
    /// What it was, as a whole number; nothing if nothing was heard.
    what: Option<i64>,
}

/// In how many things two actors know otherwise. A word unheard weighs more than any number of counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unlike {
    /// Among what was said, promised, agreed to and answered, and what holds on lines at sea.
    pub words: usize,
    /// Among what was counted, photographed and gauged.
    pub counts: usize,
}

impl Unlike {
    /// Returns in how many things, taken together.
    #[must_use]
    pub fn things(self) -> usize {
        self.words + self.counts
    }
}

impl View {
    /// Returns in how many things what both know differs; nothing if they cannot answer the same. The
    /// hour may differ.
    #[must_use]
    pub fn unlike(&self, other: &View) -> Option<Unlike> {
        (self.open == other.open).then(|| self.memory.unlike(&other.memory))?
    }
}

impl Memory {
    /// Returns how many things the actor knows: what it has heard, and what it has answered.
    #[must_use]
    pub fn things(&self) -> usize {
        self.heard.len() + self.answers.len()
    }

    /// Returns in how many things what two actors know differs; nothing if they have answered the same
    /// question otherwise. A question that was put to one of them alone is one thing: the other may hear
    /// it tomorrow.
    #[must_use]
    pub fn unlike(&self, other: &Memory) -> Option<Unlike> {
        let asked = |chosen: &Chosen| (chosen.question, chosen.nth);
        let mut unlike = Unlike::default();
        for (own, others) in side_by_side(&self.answers, &other.answers, asked) {
            match (own, others) {
                (Some(own), Some(others)) if own != others => return None,
                (Some(_), Some(_)) => {}
                _ => unlike.words += 1,
            }
        }
        let heard = side_by_side(&self.heard, &other.heard, |heard| heard.sign);
        for known in heard.filter(|(own, others)| own != others) {
            let is_word = [known.0, known.1].into_iter().flatten().any(|heard| heard.is_word);
            *(if is_word { &mut unlike.words } else { &mut unlike.counts }) += 1;
        }
        Some(unlike)
    }
}

/// Walks two lists in the order of their keys, with what has the same key side by side.
fn side_by_side<'a, T, K: Ord>(
    mut own: &'a [T],
    mut others: &'a [T],
    key: impl Fn(&T) -> K,
) -> impl Iterator<Item = (Option<&'a T>, Option<&'a T>)> {
    std::iter::from_fn(move || {
        let (first, other) = (own.first(), others.first());
        let order = match (first, other) {
            (None, None) => return None,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(first), Some(other)) => key(first).cmp(&key(other)),
        };
        own = &own[usize::from(order.is_le() && first.is_some())..];
        others = &others[usize::from(order.is_ge() && other.is_some())..];
        Some((first.filter(|_| order.is_le()), other.filter(|_| order.is_ge())))
    })
}

impl Session<'_> {
    /// Returns what the decider of the pending question knows.
    #[must_use]
    pub fn view(&self) -> Option<View> {
        let (question, asked) = self.pending_question()?;
        let decider = question.actor.thing;
        let memory = self.memory(decider)?;
        Some(View { decider, at: self.now(), open: asked.open.clone(), memory })
    }

    /// Returns who answers a question.
    #[must_use]
    pub fn decider(&self, question: Thing) -> Option<Thing> {
        let entity = self.theatre.stage.model.entity(question);
        Some(self.world().get_entity(entity).ok()?.get::<Question>()?.actor.thing)
    }

    /// Returns what an actor knows now.
    #[must_use]
    pub fn memory(&self, actor: Thing) -> Option<Memory> {
        let model = self.theatre.stage.model;
        let entity = model.entity(actor);
        let picture = self.world().get_entity(entity).ok()?.get::<Picture>()?;
        let each = (0..).map(SignId).zip(&picture.0);
        let heard = each
            .filter(|(sign, seen)| model.hears(entity, *sign) || seen.by != EventId::NONE)
            .map(|(sign, seen)| Heard {
                sign,
                is_word: model.signs[sign.0 as usize].kind.is_word(),
                what: self.impression(sign, seen),
            });
        let own = |answer: &&Chosen| self.decider(answer.question) == Some(actor);
        let mut answers: Vec<Chosen> = self.answered.iter().filter(own).copied().collect();
        answers.sort_unstable_by_key(|chosen| (chosen.question, chosen.nth));
        Some(Memory { heard: heard.collect(), answers })
    }

    /// Returns what is remembered of a sign, as a whole number; nothing if nothing is known of it.
    fn impression(&self, sign: SignId, seen: &Sighting) -> Option<i64> {
        if seen.at == Time::NEVER {
            return None;
        }
        let key = self.theatre.stage.model.signs[sign.0 as usize];
        Some(match key.kind {
            SignKind::Gauge => i64::from(self.step_of(key.thing, seen)),
            SignKind::Belief => libm::round(libm::log2(seen.value / (1.0 - seen.value))) as i64,
            kind if kind.counts() => about(seen.value),
            _ => libm::round(seen.value) as i64,
        })
    }

    /// Returns on which of its steps a gauge stands now, as it was last heard of; 0 is below all.
    fn step_of(&self, gauge: Thing, seen: &Sighting) -> u32 {
        let entity = self.theatre.stage.model.entity(gauge);
        let Ok(entity) = self.world().get_entity(entity) else { return 0 };
        let (Some(gauge), Some(rungs)) = (entity.get::<Gauge>(), entity.get::<Rungs>()) else {
            return 0;
        };
        let luck = &self.run.luck;
        let level = gauge.wear.worn(seen, self.now(), luck);
        rungs.0.iter().filter(|(from, _)| level >= luck.fact(*from)).count() as u32
    }

    /// Returns the numbers of an actor's own mind, which nobody else need tell it: where its beliefs
    /// began, how it weighs evidence, when it works and how often its own meetings are held.
    #[must_use]
    pub fn own_mind(&self, actor: Thing) -> BTreeMap<FactId, f64> {
        let model = self.theatre.stage.model;
        let beliefs: Vec<Entity> = self.beliefs(actor).map(|(belief, ..)| belief).collect();
        let priors =
            self.beliefs(actor).filter_map(|(.., belief)| model.shown_at_first(belief.sign));
        let evidence = self.all::<Evidence>().map(|(_, evidence)| evidence);
        let ratios = evidence.filter(|found| beliefs.contains(&found.belief)).map(|e| e.ratio);
        // a number that the scenario names for other uses too is not of the mind alone
        let own = |fact: &FactId| model.facts[fact.0 as usize].path.starts_with("beliefs/");
        let beliefs = priors.chain(ratios).filter(own);
        let all = beliefs.chain(self.own_calendar(actor));
        all.map(|fact| (fact, self.fact(fact))).collect()
    }

    fn own_calendar(&self, actor: Thing) -> Vec<FactId> {
        let model = self.theatre.stage.model;
        let actor = model.entity(actor);
        let works = self.run.offices.get(&actor).into_iter().flat_map(Works::facts);
        let own = self.all::<Meeting>().filter(|(thing, _)| model.owns(actor, *thing));
        let held = own.flat_map(|(_, meeting)| {
            meeting.hours.iter().copied().chain(meeting.again_days).chain(meeting.gap_h)
        });
        works.chain(held).collect()
    }

    /// Returns all things that are such, in the order of their names.
    fn all<T: Component>(&self) -> impl Iterator<Item = (Thing, &T)> {
        let (model, world) = (self.theatre.stage.model, self.world());
        let things = (0..model.things.len() as u32).map(Thing);
        things.filter_map(|thing| Some((thing, world.get_entity(model.entity(thing)).ok()?.get()?)))
    }

    /// Returns the odds that an actor gives to an alternative of each truth on which it has a belief.
    #[must_use]
    pub fn believed(&self, actor: Thing) -> BTreeMap<Thing, (usize, f64)> {
        let mut named: Vec<_> = self.beliefs(actor).collect();
        named.sort_unstable_by_key(|(_, label, _)| *label);
        let about = named.iter().filter_map(|(.., belief)| {
            let right_if = belief.right_if?;
            Some((right_if.truth, (right_if.alternative, belief.probability)))
        });
        about.collect()
    }

    fn beliefs(&self, actor: Thing) -> impl Iterator<Item = (Entity, Label, Belief)> {
        let world = self.world();
        let holder = world.get_entity(self.theatre.stage.model.entity(actor)).ok();
        let held = holder.and_then(|holder| holder.get_components::<&Holds>().ok());
        held.into_iter().flat_map(RelationshipTarget::iter).filter_map(|belief| {
            let entity = world.get_entity(belief).ok()?;
            Some((belief, *entity.get::<Label>()?, *entity.get::<Belief>()?))
        })
    }
}

/// Returns a count as it is remembered: none, one, two, three or four, five to eight, and so on.
fn about(count: f64) -> i64 {
    let whole = libm::round(count).max(0.0);
    if whole < 1.0 { 0 } else { 1 + libm::ceil(libm::log2(whole)) as i64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_remembered_to_a_doubling() {
        let remembered = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 8.0, 9.0, 42.0].map(about);
        assert_eq!(remembered, [0, 1, 2, 3, 3, 4, 4, 5, 7]);
    }
}
