//! The design of many runs: which luck and which facts each world has.

use excomm_engine::world::Setting;

/// How many worlds are played, and which of them share their facts.
///
/// Facts are drawn anew for every `lucks` worlds; luck is another in each. So what we do not know
/// can be told from luck: the means over the worlds of one draw differ by the facts alone, but for
/// the luck that is left in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Design {
    /// Worlds.
    pub runs: u64,
    /// Worlds that share one draw of the facts.
    pub lucks: u64,
}

impl Design {
    /// Returns the setting of a world, counted from 0: the first has the seed of `base`.
    #[must_use]
    pub fn setting(&self, base: &Setting, world: u64) -> Setting {
        let draw = world / self.lucks.max(1);
        Setting {
            seed: base.seed.wrapping_add(world),
            fact_seed: Some(base.fact_seed().wrapping_add(draw)),
            ..base.clone()
        }
    }
}
