//! How a world begins: what signs show at first, and what things are dressed by.

use std::{collections::BTreeMap, sync::Arc};

use bevy_ecs::prelude::*;

use super::{
    compile::OnlyIf,
    luck::Luck,
    name::{FactId, Thing},
    time::Time,
};

/// The value of a sign at the start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Initial {
    /// A code or a number.
    Value(f64),
    /// A fact.
    Fact(FactId),
}

impl Initial {
    /// Returns the value in a world.
    pub(super) fn value(self, luck: &Luck) -> f64 {
        match self {
            Initial::Value(value) => value,
            Initial::Fact(fact) => luck.fact(fact),
        }
    }

    /// Returns the fact it is read from, if it is one.
    pub(super) fn fact(self) -> Option<FactId> {
        match self {
            Initial::Value(_) => None,
            Initial::Fact(fact) => Some(fact),
        }
    }
}

/// What a thing may look at when its entity is dressed for a run.
pub struct Opening<'a> {
    /// The luck of the world.
    pub luck: &'a Luck,
    /// The first moment.
    pub start: Time,
    pub(super) truths: &'a BTreeMap<Thing, usize>,
    pub(super) weighed: &'a dyn Fn(Thing) -> Option<Arc<[FactId]>>,
}

impl Opening<'_> {
    /// Returns whether what this depends on is so in this world.
    #[must_use]
    pub fn holds(&self, only_if: Option<OnlyIf>) -> bool {
        only_if.is_none_or(|needs| self.truth(needs.truth) == needs.alternative)
    }

    /// Returns which alternative of a truth is so in this world, counted from 0.
    #[must_use]
    pub fn truth(&self, truth: Thing) -> usize {
        self.truths.get(&truth).copied().unwrap_or(0)
    }

    /// Returns the weights by which a truth was drawn in this world; none if it is fixed.
    #[must_use]
    pub fn weighed(&self, truth: Thing) -> Option<Arc<[FactId]>> {
        (self.weighed)(truth)
    }
}

/// Gives an entity the components with which it begins a run.
pub(super) type Dress = Arc<dyn Fn(&mut EntityWorldMut, &Opening) + Send + Sync>;
