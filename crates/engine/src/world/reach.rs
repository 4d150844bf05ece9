//! Reach: whether news of a thing comes to an actor at once, by a channel, or never.
//!
//! What rules read, what pages say and what maps show of an actor's knowledge all ask here.

use std::collections::{BTreeMap, BTreeSet};

use bevy_ecs::prelude::Entity;

use super::{
    name::Thing,
    sign::{Audience, SignKey, SignKind},
};
use excomm_scenario::format::Topic;

/// How news of a sign comes to an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// At once.
    Now,
    /// By a channel for news of this topic.
    ByChannel(Topic),
    /// Never.
    Never,
}

/// Who owns what, and by which channels news comes to whom.
#[derive(Debug, Clone, Default)]
pub(super) struct Audiences {
    owners: BTreeMap<Thing, Vec<Entity>>,
    /// What each actor's own strikes are aimed at.
    aims: BTreeSet<(Entity, Thing)>,
    channels: BTreeSet<(Entity, Topic)>,
}

impl Audiences {
    /// Says that an actor owns a thing: the actor hears of the thing by default.
    pub(super) fn own(&mut self, thing: Thing, actor: Entity) {
        self.owners.entry(thing).or_default().push(actor);
    }

    /// Says that a strike of an actor is aimed at a thing: the actor hears what of it is destroyed, and not what
    /// is left.
    pub(super) fn aim(&mut self, actor: Entity, at: Thing) {
        self.aims.insert((actor, at));
    }

    /// Opens a channel: news of a topic comes to an actor by the channel alone.
    pub(super) fn open(&mut self, actor: Entity, topic: Topic) {
        self.channels.insert((actor, topic));
    }

    /// Returns whether a thing belongs to an actor.
    pub(super) fn owns(&self, actor: Entity, thing: Thing) -> bool {
        self.owners.get(&thing).is_some_and(|owners| owners.contains(&actor))
    }

    /// Returns how news of a sign comes to an actor: a channel goes before what goes without saying.
    pub(super) fn reach(&self, actor: Entity, sign: &SignKey) -> Reach {
        if sign.kind == SignKind::Destroyed && self.aims.contains(&(actor, sign.thing)) {
            return Reach::Now;
        }
        let channel = sign.kind.topic().filter(|topic| self.channels.contains(&(actor, *topic)));
        if let Some(topic) = channel {
            return Reach::ByChannel(topic);
        }
        let heard = match sign.kind.audience() {
            Audience::All => true,
            Audience::Holders if !self.owners.contains_key(&sign.thing) => true,
            Audience::Holders | Audience::Owners => self.owns(actor, sign.thing),
            Audience::Told => false,
        };
        if heard { Reach::Now } else { Reach::Never }
    }
}
