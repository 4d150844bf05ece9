//! One world of a model: what is drawn, set and chosen in it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    facts::Knowledge,
    name::{FactId, Thing},
    time::Time,
};

/// Which facts are drawn, and which stand at their best value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Vary {
    /// None: best values.
    #[default]
    None,
    /// Those assumed.
    Assumed,
    /// Those disputed, truths included.
    Disputed,
    /// Both.
    All,
}

impl Vary {
    /// Returns whether facts known in this way are drawn.
    #[must_use]
    pub fn covers(self, knowledge: Knowledge) -> bool {
        match knowledge {
            Knowledge::Quoted | Knowledge::Published | Knowledge::Given => false,
            Knowledge::Disputed => matches!(self, Vary::Disputed | Vary::All),
            Knowledge::Assumed => matches!(self, Vary::Assumed | Vary::All),
        }
    }
}

/// An answer fixed in advance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen {
    /// The question.
    pub question: Thing,
    /// Which time it is put; none means every time.
    pub nth: Option<u32>,
    /// The option, counted from 0.
    pub option: u32,
}

/// Other luck from the moment on at which a question is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rekey {
    /// The question.
    pub question: Thing,
    /// Which time it is put.
    pub nth: u32,
    /// The seed of all luck from then on.
    pub seed: u64,
}

/// One world of a model: what is drawn, set and chosen in it.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// The seed of all luck.
    pub seed: u64,
    /// The seed by which facts and truths are drawn, if it is another than that of luck.
    pub fact_seed: Option<u64>,
    /// Which facts are drawn.
    pub vary: Vary,
    /// Facts set to a value.
    pub facts: BTreeMap<FactId, f64>,
    /// Truths fixed, each to its alternative.
    pub truths: BTreeMap<Thing, usize>,
    /// Answers fixed in advance; later ones win over earlier ones.
    pub choices: Vec<Chosen>,
    /// Other luck from a question on; what was drawn before it stays.
    pub rekey: Option<Rekey>,
    /// Other luck from each of these moments on, in their order.
    pub reseeds: Vec<(Time, u64)>,
    /// The event that is forbidden to happen.
    pub veto: Option<String>,
    /// Whether only outcomes are wanted and no log.
    pub no_log: bool,
}

impl Setting {
    /// Returns the seed by which facts and truths are drawn.
    #[must_use]
    pub fn fact_seed(&self) -> u64 {
        self.fact_seed.unwrap_or(self.seed)
    }
}
