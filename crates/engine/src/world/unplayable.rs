//! Why a scenario cannot be played; `check` says the same with place and hint.

use std::fmt;

use excomm_scenario::moment::Unreadable;

/// Why a scenario, or one of its branches, cannot be made into worlds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unplayable {
    /// No part says what the scenario is.
    NoHead,
    /// A moment or the zone of the clock cannot be read.
    Clock(Unreadable),
    /// There is no such branch.
    NoBranch {
        /// The branch that was asked for.
        branch: String,
        /// The branches that there are.
        known: Vec<String>,
    },
    /// Something is wrong that `check` refuses.
    Wrong(Vec<String>),
}

impl fmt::Display for Unplayable {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Unplayable::NoHead => f.write_str("the scenario has no head"),
            Unplayable::Clock(why) => why.fmt(f),
            Unplayable::NoBranch { branch, known } => {
                write!(f, "there is no branch `{branch}`; there are {}", known.join(", "))
            }
            Unplayable::Wrong(problems) => f.write_str(&problems.join("; ")),
        }
    }
}

impl std::error::Error for Unplayable {}

impl From<Unreadable> for Unplayable {
    fn from(why: Unreadable) -> Self {
        Unplayable::Clock(why)
    }
}
