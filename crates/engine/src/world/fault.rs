//! Faults: what keeps a world from being played on.

use super::name::{Label, Thing};

/// What keeps a world from being played on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Things that set each other off without end, in the order in which they follow.
    Ring(Vec<Thing>),
    /// More happens within a day than any world needs, most of it by these things.
    Flood(Vec<Thing>),
    /// A rule, by its place in the table of rules, met a thing that lacks what the rule needs.
    Bare {
        /// The rule.
        rule: u16,
        /// The thing.
        thing: Label,
    },
    /// The world was built with other entities than those its model knows.
    Unlike,
    /// A rule, by its place in the table of rules, could not be run.
    Refused {
        /// The rule.
        rule: u16,
        /// The thing that was concerned.
        thing: Label,
        /// Why the rule could not be run.
        why: String,
    },
}
