//! What the decider of a pending question knows: worlds with the same view are one to the decider.

use std::collections::{BTreeMap, BTreeSet};

use bevy_ecs::prelude::*;

use super::{Session, ancestors};
use crate::world::{
    EventId, FactId, Label, Picture, Sighting, SignId, Thing, Time,
    minds::{Belief, Holds},
};

/// What the decider of a pending question knows, and what can be answered.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// Who decides.
    pub decider: Thing,
    /// When it is put.
    pub at: Time,
    /// Which options can be chosen.
    pub open: Vec<bool>,
    /// What has been heard of each sign, if anything.
    pub heard: Vec<(SignId, Option<f64>)>,
}

impl View {
    /// Returns whether both have heard the same and can answer the same; the hour may differ.
    #[must_use]
    pub fn looks_like(&self, other: &View) -> bool {
        (&self.open, &self.heard) == (&other.open, &other.heard)
    }
}

impl Session<'_> {
    /// Returns what the decider of the pending question knows.
    #[must_use]
    pub fn view(&self) -> Option<View> {
        let (question, asked) = self.pending_question()?;
        let heard = self
            .heard(question.asks)?
            .map(|(sign, seen)| (sign, (seen.at != Time::NEVER).then_some(seen.value)));
        Some(View {
            decider: question.actor.thing,
            at: self.now(),
            open: asked.open.clone(),
            heard: heard.collect(),
        })
    }

    /// Returns the facts that had a hand in what the decider of the pending question knows.
    ///
    /// They are read off the log: without one, only facts that have been known from the start.
    #[must_use]
    pub fn behind_view(&self) -> BTreeSet<FactId> {
        let asks = self.pending_question().map(|(question, _)| question.asks);
        let Some(heard) = asks.and_then(|asks| self.heard(asks)) else { return BTreeSet::new() };
        let (mut facts, mut events) = (BTreeSet::new(), BTreeSet::new());
        for (sign, seen) in heard {
            facts.extend(self.theatre.stage.model.shown_at_first(sign));
            if !events.contains(&seen.by) {
                let led = ancestors(&self.run.log, seen.by);
                events.extend(led.into_iter().filter(|id| !id.is_missed()));
            }
        }
        let log = &self.run.log;
        let behind = events.iter().filter_map(|event| log.event(*event));
        facts.extend(behind.flat_map(|event| log.facts(event)));
        facts
    }

    /// Returns the odds that the decider of the pending question gives to an alternative of each
    /// truth on which there is a belief.
    #[must_use]
    pub fn believed(&self) -> BTreeMap<Thing, (usize, f64)> {
        let world = self.world();
        let holder =
            self.pending_question().and_then(|(question, _)| world.get_entity(question.asks).ok());
        let held = holder.as_ref().and_then(EntityRef::get::<Holds>);
        let beliefs = held.into_iter().flat_map(RelationshipTarget::iter);
        let mut named: Vec<(Label, Belief)> = beliefs
            .filter_map(|belief| {
                let belief = world.get_entity(belief).ok()?;
                Some((*belief.get::<Label>()?, *belief.get::<Belief>()?))
            })
            .collect();
        named.sort_unstable_by_key(|(label, _)| *label);
        let about = named.iter().filter_map(|(_, belief)| {
            let right_if = belief.right_if?;
            Some((right_if.truth, (right_if.alternative, belief.probability)))
        });
        about.collect()
    }

    /// Returns what an actor has heard of all that it can hear of.
    fn heard(&self, actor: Entity) -> Option<impl Iterator<Item = (SignId, &Sighting)>> {
        let model = self.theatre.stage.model;
        let picture = self.world().get_entity(actor).ok()?.get::<Picture>()?;
        let each = (0..).map(SignId).zip(&picture.0);
        Some(each.filter(move |(sign, seen)| model.hears(actor, *sign) || seen.by != EventId::NONE))
    }
}
