//! What the decider of a question knows: worlds in which it has known the same all along are one to it.
//!
//! Nobody knows a picture to the last digit, so a [`Memory`] is coarser: a count is whole, a gauge is
//! known by the step it stands on, a belief to a hundredth, a moment to [`HOURS`].

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;

use super::Session;
use crate::world::{
    Chosen, EventId, FactId, Label, Picture, Sighting, SignId, SignKind, Thing, Time,
    deciding::Question,
    minds::{Belief, Evidence, Gauge, Holds, Rungs},
};

/// How finely an actor remembers when something was heard, in hours.
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
    /// What has been heard of each sign, if anything.
    heard: Vec<(SignId, Option<Impression>)>,
    /// What the actor itself has answered, in its order.
    answers: Vec<Chosen>,
}

/// What is remembered of one sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Impression {
    /// Its value, in whole numbers.
    value: i64,
    /// In which span of [`HOURS`] it was last heard of; none if it has been known from the start.
    on: Option<i64>,
}

impl View {
    /// Returns whether both know the same and can answer the same; the hour may differ.
    #[must_use]
    pub fn looks_like(&self, other: &View) -> bool {
        (&self.open, &self.memory) == (&other.open, &other.memory)
    }
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
            .map(|(sign, seen)| (sign, self.impression(sign, seen)));
        let own = |answer: &&Chosen| self.decider(answer.question) == Some(actor);
        let answers = self.answered.iter().filter(own).copied();
        Some(Memory { heard: heard.collect(), answers: answers.collect() })
    }

    fn impression(&self, sign: SignId, seen: &Sighting) -> Option<Impression> {
        if seen.at == Time::NEVER {
            return None;
        }
        let key = self.theatre.stage.model.signs[sign.0 as usize];
        let value = match key.kind {
            SignKind::Gauge => i64::from(self.step_of(key.thing, seen)),
            SignKind::Belief => libm::round(100.0 * seen.value) as i64,
            _ => libm::round(seen.value) as i64,
        };
        let start = self.run.clock.start();
        let on = || (seen.at.0 - start.0).div_euclid(HOURS * 3600);
        Some(Impression { value, on: (seen.by != EventId::NONE).then(on) })
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
    /// began, and how it weighs evidence.
    #[must_use]
    pub fn own_mind(&self, actor: Thing) -> BTreeMap<FactId, f64> {
        let (model, world) = (self.theatre.stage.model, self.world());
        let beliefs: Vec<Entity> = self.beliefs(actor).map(|(belief, ..)| belief).collect();
        let priors =
            self.beliefs(actor).filter_map(|(.., belief)| model.shown_at_first(belief.sign));
        let things = (0..model.things.len() as u32).map(|thing| model.entity(Thing(thing)));
        let evidence = things.filter_map(|thing| world.get_entity(thing).ok()?.get::<Evidence>());
        let ratios = evidence.filter(|found| beliefs.contains(&found.belief)).map(|e| e.ratio);
        // a number that the scenario names for other uses too is not of the mind alone
        let own = |fact: &FactId| model.facts[fact.0 as usize].path.starts_with("beliefs/");
        priors.chain(ratios).filter(own).map(|fact| (fact, self.fact(fact))).collect()
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
