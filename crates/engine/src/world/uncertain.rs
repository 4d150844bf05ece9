//! What worlds may differ in beside luck: facts with a range, and truths.

use super::{
    facts::Knowledge,
    luck::keyed_uniform,
    luck::pick,
    model::{Model, TruthModel},
    name::{FactId, Thing},
    setting::Setting,
};

/// A fact or a truth that is not certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Uncertain {
    /// A fact with a range.
    Fact(FactId),
    /// A truth with alternatives.
    Truth(Thing),
}

impl Model {
    /// Returns what is drawn in the worlds of this setting: facts, then truths, each in their order.
    ///
    /// What the setting or the branch fixes is not among them.
    #[must_use]
    pub fn uncertain(&self, setting: &Setting) -> Vec<Uncertain> {
        let free =
            |id: &FactId| !setting.facts.contains_key(id) && !self.fixed.facts.contains_key(id);
        let facts = (0..).map(FactId).zip(&self.facts).filter(|(id, fact)| {
            fact.pert.is_some() && setting.vary.covers(fact.knowledge) && free(id)
        });
        let truths = self.truths.iter().filter(|truth| {
            let (here, fixed) = (&setting.truths, &self.fixed.truths);
            setting.vary.covers(Knowledge::Disputed)
                && !here.contains_key(&truth.thing)
                && !fixed.contains_key(&truth.thing)
        });
        facts
            .map(|(id, _)| Uncertain::Fact(id))
            .chain(truths.map(|truth| Uncertain::Truth(truth.thing)))
            .collect()
    }

    /// Returns the path of a fact or a truth.
    #[must_use]
    pub fn path_of(&self, uncertain: Uncertain) -> &str {
        match uncertain {
            Uncertain::Fact(id) => &self.facts[id.0 as usize].path,
            Uncertain::Truth(thing) => &self.things[thing.index()].path,
        }
    }

    /// Returns how it is known; a truth is disputed.
    #[must_use]
    pub fn knowledge_of(&self, uncertain: Uncertain) -> Knowledge {
        match uncertain {
            Uncertain::Fact(id) => self.facts[id.0 as usize].knowledge,
            Uncertain::Truth(_) => Knowledge::Disputed,
        }
    }

    /// Returns the number in (0, 1) by which it is drawn in worlds with this fact seed.
    #[must_use]
    pub fn uniform_of(&self, uncertain: Uncertain, fact_seed: u64) -> f64 {
        let hash = match uncertain {
            Uncertain::Fact(id) => self.facts[id.0 as usize].hash,
            Uncertain::Truth(thing) => self.things[thing.index()].hash,
        };
        keyed_uniform(fact_seed, hash, 0)
    }

    /// Returns a setting in which each of these is what its number in [0, 1] makes it, by inversion.
    #[must_use]
    pub fn settle(&self, setting: &Setting, numbers: &[(Uncertain, f64)]) -> Setting {
        let mut settled = setting.clone();
        for &(uncertain, number) in numbers {
            if let Uncertain::Fact(id) = uncertain {
                let fact = &self.facts[id.0 as usize];
                let value = fact.pert.as_ref().map_or(fact.best, |pert| pert.quantile(number));
                settled.facts.insert(id, value);
            }
        }
        let values = self.draw_facts(&settled);
        for &(uncertain, number) in numbers {
            let Uncertain::Truth(thing) = uncertain else { continue };
            let known = |truth: &&TruthModel| truth.thing == thing;
            if let Some(truth) = self.truths.iter().find(known) {
                let weights = truth.weights.iter().map(|id| values[id.0 as usize]);
                settled.truths.insert(thing, pick(weights, number));
            }
        }
        settled
    }
}
