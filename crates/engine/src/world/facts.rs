//! The facts of a scenario: how each is known, and what values it may have.

use super::luck::stable_hash;
use excomm_numerics::pert::Pert;
use excomm_scenario::format::{FactRef, Grounds, Written};

/// How a number is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Knowledge {
    /// Stands in a record.
    Quoted,
    /// Stands in a published source.
    Published,
    /// Set by the scenario, as a definition is.
    Given,
    /// Sources disagree.
    Disputed,
    /// A guess, confessed.
    Assumed,
}

/// A fact of the scenario, and what values it may have.
#[derive(Debug, Clone)]
pub struct FactInfo {
    /// Its id: the path of its field.
    pub path: String,
    /// The fields whose value it is: its own, or those that name it.
    pub fields: Vec<String>,
    /// A stable hash of its path, for luck.
    pub hash: u64,
    /// How it is known.
    pub knowledge: Knowledge,
    /// The lowest value.
    pub low: f64,
    /// The value taken when nothing is varied.
    pub best: f64,
    /// The highest value.
    pub high: f64,
    /// Its distribution, if its value is not certain.
    pub pert: Option<Pert>,
    /// It as written.
    pub written: Grounds,
    /// Whether something in this branch reads it; if not, it is not drawn.
    pub in_play: bool,
}

impl FactInfo {
    /// Describes a fact that nothing reads yet.
    pub(super) fn of(written: &Written) -> FactInfo {
        let missing = || Grounds::Fact(FactRef(written.path.clone()));
        let grounds = written.grounds.clone().unwrap_or_else(missing);
        let knowledge = match grounds {
            Grounds::Quoted { .. } => Knowledge::Quoted,
            Grounds::Published { .. } => Knowledge::Published,
            Grounds::Given { .. } => Knowledge::Given,
            Grounds::Disputed { .. } => Knowledge::Disputed,
            Grounds::Assumed { .. } | Grounds::Fact(_) => Knowledge::Assumed,
        };
        let (low, best, high) = grounds.range().unwrap_or_default();
        FactInfo {
            path: written.path.clone(),
            fields: written.fields.clone(),
            hash: stable_hash(&written.path),
            knowledge,
            low,
            best,
            high,
            pert: None,
            written: grounds,
            in_play: false,
        }
    }

    /// Takes the fact into play.
    pub(super) fn take(&mut self) {
        self.in_play = true;
        self.pert = (self.low < self.high).then(|| Pert::new(self.low, self.best, self.high));
    }
}
