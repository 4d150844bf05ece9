//! Who hears of what, how, and who is woken by it.

use std::collections::{BTreeMap, BTreeSet};

use bevy_ecs::prelude::*;

use super::{
    super::{
        calendar::Occasion,
        name::{Label, Thing},
        picture::{Condition, Ear, Hearer, Leaf, Listener, SignId},
        reach::Reach,
        sign::SignKey,
    },
    Compiler,
};
use excomm_scenario::format::Topic;

impl Compiler<'_> {
    /// Says that an actor owns a thing: it hears of it by default.
    pub(in crate::world) fn own(&mut self, thing: Thing, actor: &str) {
        let actor = self.entity("actors", actor);
        self.audiences.own(thing, actor);
    }

    /// Says that a strike of an actor is aimed at a thing.
    pub(in crate::world) fn aim(&mut self, actor: &str, at: Thing) {
        let actor = self.entity("actors", actor);
        self.audiences.aim(actor, at);
    }

    /// Says that an actor keeps a sign in mind, whatever its rules read.
    pub(in crate::world) fn reads_always(&mut self, actor: Entity, sign: SignId) {
        self.reads.insert((actor, sign));
    }

    /// Wakes `who` by this occasion whenever `hearer` hears news of which `on` is true.
    pub(in crate::world) fn listen(
        &mut self,
        hearer: Entity,
        on: Leaf,
        wake: (Occasion, Entity, Label, u32),
    ) {
        let (occasion, who, label, n) = wake;
        let listener = Listener { occasion, who, label, n, on: Some(on.clone()) };
        self.waits_for(label.thing, on.sign);
        self.reads.insert((hearer, on.sign));
        self.listeners.entry((hearer, on.sign)).or_default().push(listener);
    }

    /// Wakes `who` by this occasion whenever anything changes that a condition reads.
    pub(in crate::world) fn watch(
        &mut self,
        hearer: Entity,
        condition: &Condition,
        wake: (Occasion, Entity, Label, u32),
    ) {
        let mut signs = BTreeSet::new();
        condition.each_leaf(&mut |leaf| {
            signs.insert(leaf.sign);
        });
        let (occasion, who, label, n) = wake;
        for sign in signs {
            let listener = Listener { occasion, who, label, n, on: None };
            self.waits_for(label.thing, sign);
            self.reads.insert((hearer, sign));
            let all = self.listeners.entry((hearer, sign)).or_default();
            if !all.iter().any(|l| l.who == who && l.occasion == occasion && l.n == n) {
                all.push(listener);
            }
        }
    }

    /// Returns who hears of each sign, in the order of the names: only who reads it, unless all is heard.
    pub(in crate::world) fn hearing(&mut self, observers: &[(Entity, Label)]) -> Vec<Vec<Hearer>> {
        let mut hearing = vec![Vec::new(); self.signs.len()];
        for &(who, label) in observers {
            let channels = self.channels(who);
            for (sign, hearers) in (0..).map(SignId).zip(&mut hearing) {
                let reads = self.reads.contains(&(who, sign));
                if reads || self.hears_all {
                    let ear = self.ear(who, &self.signs[sign.0 as usize], &channels);
                    let listeners = self.listeners.remove(&(who, sign)).unwrap_or_default();
                    hearers.push(Hearer { who, label, ear, reads, listeners });
                }
            }
        }
        hearing
    }

    /// Returns how news of a sign reaches one who reads it.
    fn ear(&self, who: Entity, sign: &SignKey, channels: &BTreeMap<Topic, Ear>) -> Ear {
        if who == self.world {
            return Ear::Now;
        }
        match self.audiences.reach(who, sign) {
            Reach::Now => Ear::Now,
            Reach::ByChannel(topic) => channels.get(&topic).copied().unwrap_or(Ear::Deaf),
            Reach::Never => Ear::Deaf,
        }
    }

    fn channels(&mut self, actor: Entity) -> BTreeMap<Topic, Ear> {
        let mut channels = BTreeMap::new();
        for channel in &self.part.channels {
            if self.entity("actors", &channel.to) != actor {
                continue;
            }
            let at = format!("channels/{}", channel.id);
            let delay_h = self.fact(&channel.delay_h);
            let lost = self.fact(&channel.lost);
            let (_, label) = self.named("channels", &channel.id);
            if self.kept(&at) {
                self.audiences.open(actor, channel.of);
                channels.insert(channel.of, Ear::Late { delay_h, lost, channel: label });
            }
        }
        channels
    }
}
