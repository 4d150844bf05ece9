//! Links: which items of a scenario could change which, read off their orders and conditions.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    name::{FactId, Thing},
    picture::SignId,
};

/// Which items could change which.
#[derive(Debug, Clone, Default)]
pub struct Links {
    /// The items whose orders concern an item.
    makers: BTreeMap<Thing, Vec<Thing>>,
    /// The signs that an item waits for, each with the item that the sign is about.
    calls: BTreeMap<Thing, Vec<(SignId, Thing)>>,
    /// The items that an item looks at.
    looks: BTreeMap<Thing, BTreeSet<Thing>>,
    /// The items that use a fact.
    users: BTreeMap<FactId, BTreeSet<Thing>>,
    /// The whole item of each thing.
    wholes: Vec<Thing>,
    /// The item that each sign is about.
    about: Vec<Thing>,
    /// The items of which something is left out.
    left_out: BTreeSet<Thing>,
}

impl Links {
    /// Says that an item gives orders that concern another.
    pub(super) fn orders(&mut self, maker: Thing, concerned: Thing) {
        let makers = self.makers.entry(concerned).or_default();
        if maker != concerned && !makers.contains(&maker) {
            makers.push(maker);
        }
    }

    /// Says that an item waits for a sign of another.
    pub(super) fn waits(&mut self, item: Thing, sign: SignId, of: Thing) {
        let calls = self.calls.entry(item).or_default();
        if item != of && !calls.contains(&(sign, of)) {
            calls.push((sign, of));
        }
    }

    /// Says that an item looks at another.
    pub(super) fn looks(&mut self, item: Thing, at: Thing) {
        self.looks.entry(item).or_default().insert(at);
    }

    /// Says that an item uses a fact.
    pub(super) fn uses(&mut self, item: Thing, fact: FactId) {
        self.users.entry(fact).or_default().insert(item);
    }

    /// Says of which item each thing is a part, what each sign is about, and what is left out.
    pub(super) fn close(
        &mut self,
        wholes: Vec<Thing>,
        signs: impl Iterator<Item = Thing>,
        left_out: BTreeSet<Thing>,
    ) {
        self.about = signs.map(|thing| wholes[thing.index()]).collect();
        self.wholes = wholes;
        self.left_out = left_out;
    }

    /// Returns the whole item of which a thing is a part.
    #[must_use]
    pub fn whole(&self, thing: Thing) -> Thing {
        self.wholes[thing.index()]
    }

    /// Returns the item that a sign is about.
    #[must_use]
    pub fn of(&self, sign: SignId) -> Thing {
        self.about[sign.0 as usize]
    }

    /// Returns the items of which something is left out.
    #[must_use]
    pub fn left_out(&self) -> &BTreeSet<Thing> {
        &self.left_out
    }

    /// Returns the items that use a fact.
    pub fn users(&self, fact: FactId) -> impl Iterator<Item = Thing> {
        self.users.get(&fact).into_iter().flatten().copied()
    }

    /// Returns the items whose orders concern an item.
    pub(super) fn makers(&self, item: Thing) -> &[Thing] {
        self.makers.get(&item).map_or(&[], Vec::as_slice)
    }

    /// Returns the signs that an item waits for, each with the item that the sign is about.
    pub(super) fn calls(&self, item: Thing) -> &[(SignId, Thing)] {
        self.calls.get(&item).map_or(&[], Vec::as_slice)
    }

    /// Returns the items that could change an item: those whose orders concern it, and those that
    /// it waits for or looks at.
    pub fn before(&self, item: Thing) -> impl Iterator<Item = Thing> {
        let waits = self.calls(item).iter().map(|(_, of)| *of);
        let looks = self.looks.get(&item).into_iter().flatten().copied();
        self.makers(item).iter().copied().chain(waits).chain(looks)
    }
}
