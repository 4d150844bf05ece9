//! Luck: every draw is one uniform number, named by what it is for.
//!
//! A draw is Philox4x32-10 of (seed; a stable hash of rule and names, the occasion). The occasion
//! is a planned day or the ordinal of an encounter, never the time of day and never a count over
//! all things, so that a change re-rolls nothing but what it touches.

use std::sync::Arc;

use super::{
    name::{FactId, Label},
    notes::Notes,
};
use excomm_numerics::philox;

/// The name of a kind of draw, hashed once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Salt(u64);

/// Returns the salt of a kind of draw, such as `salt("air-defence/salvo")`.
#[must_use]
pub const fn salt(name: &str) -> Salt {
    Salt(stable_hash(name))
}

/// Hashes a name to 64 bits, equally on every machine: FNV-1a with a final mix.
#[must_use]
pub const fn stable_hash(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        i += 1;
    }
    mix(hash)
}

/// The finaliser of `SplitMix64` (Steele, Lea, Flood 2014).
const fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Returns the n-th of the seeds that follow from a seed for one use: `SplitMix64`, begun anew.
#[must_use]
pub fn derived_seed(seed: u64, use_for: Salt, n: u64) -> u64 {
    let begin = mix(seed ^ use_for.0);
    mix(begin.wrapping_add(n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
}

/// The luck of one world: its seed, and the value each fact has in it.
#[derive(Debug, Clone)]
pub struct Luck {
    seed: u64,
    hashes: Arc<[u64]>,
    facts: Vec<f64>,
    pub(super) notes: Notes,
}

impl Luck {
    /// Makes the luck of a world from its seed, the hashes of all names, and the value of each fact;
    /// it notes which facts are read only if somebody wants to know.
    #[must_use]
    pub fn new(seed: u64, hashes: Arc<[u64]>, facts: Vec<f64>, notes: bool) -> Luck {
        Luck { seed, hashes, facts, notes: Notes::new(notes) }
    }

    /// Returns the uniform number in (0, 1) for this kind of draw, these names and this occasion.
    #[must_use]
    pub fn draw(&self, salt: Salt, names: &[Label], occasion: u64) -> f64 {
        let mut hash = salt.0;
        for name in names {
            let name = self.hashes[name.thing.index()] ^ mix(u64::from(name.nth));
            hash = mix(hash.rotate_left(5) ^ name);
        }
        keyed_uniform(self.seed, hash, occasion)
    }

    /// Keys all draws that are still to come by another seed.
    pub fn rekey(&mut self, seed: u64) {
        self.seed = seed;
    }

    /// Returns the seed of this world.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Returns the value of every fact in this world.
    #[must_use]
    pub fn into_facts(self) -> Vec<f64> {
        self.facts
    }

    /// Returns the value of a fact in this world, and notes that it was read: it stands behind what
    /// the rule at work comes to.
    #[must_use]
    #[inline]
    pub fn fact(&self, fact: FactId) -> f64 {
        self.notes.note(fact);
        self.facts[fact.0 as usize]
    }

    /// Returns the value of a fact that is a count, rounded.
    #[must_use]
    pub fn count(&self, fact: FactId) -> u32 {
        libm::round(self.fact(fact).max(0.0)) as u32
    }

    /// Notes a fact whose value was read before, when the world was dressed.
    pub fn note(&self, fact: FactId) {
        self.notes.note(fact);
    }

    /// Returns whether the present occasion was decided by a draw, as far as notes are kept.
    #[must_use]
    pub fn was_drawn(&self) -> bool {
        self.notes.was_drawn()
    }

    /// Begins a new subject: what the rule at work has read in this occasion for the one before
    /// stands not behind what comes now.
    pub fn anew(&self) {
        self.notes.anew();
    }

    /// Reads what is only compared and may come to nothing: it is not noted.
    pub fn aside<T>(&self, read: impl FnOnce() -> T) -> T {
        self.notes.aside(read)
    }

    /// Reads what will be used later; returns the facts that are then to be noted.
    pub fn gather<T>(&self, read: impl FnOnce() -> T) -> (T, Vec<FactId>) {
        self.notes.gather(read)
    }
}

/// Returns the uniform number in (0, 1) of a seed, a named hash and an occasion.
#[must_use]
pub fn keyed_uniform(seed: u64, hash: u64, occasion: u64) -> f64 {
    let counter = [hash as u32, (hash >> 32) as u32, occasion as u32, (occasion >> 32) as u32];
    philox::uniform(counter, [seed as u32, (seed >> 32) as u32])
}

/// Returns which of several weights a uniform draw falls on.
#[must_use]
pub fn pick(weights: impl Iterator<Item = f64> + Clone, draw: f64) -> usize {
    let total: f64 = weights.clone().sum();
    let mut left = draw * total;
    let mut last = 0;
    for (i, weight) in weights.enumerate() {
        if weight > 0.0 {
            last = i;
            if left < weight {
                return i;
            }
        }
        left -= weight;
    }
    last
}
