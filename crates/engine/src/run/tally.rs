//! What a run rests on: how the facts behind its events are known.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::world::{Knowledge, Log, Model};

/// How many of the facts behind a run's events are known in which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    /// Stand in a record.
    pub quoted: usize,
    /// Stand in a published source.
    pub published: usize,
    /// Are set by the scenario, as definitions are.
    pub given: usize,
    /// Sources disagree.
    pub disputed: usize,
    /// Are guesses, confessed.
    pub assumed: usize,
}

impl Tally {
    /// Counts the facts that stand behind at least one event of a log.
    #[must_use]
    pub fn of(model: &Model, log: &Log) -> Tally {
        let facts = log.events().iter().flat_map(|event| log.facts(event));
        let facts: BTreeSet<_> = facts.collect();
        let mut tally = Tally::default();
        for fact in facts {
            *match model.facts[fact.0 as usize].knowledge {
                Knowledge::Quoted => &mut tally.quoted,
                Knowledge::Published => &mut tally.published,
                Knowledge::Given => &mut tally.given,
                Knowledge::Disputed => &mut tally.disputed,
                Knowledge::Assumed => &mut tally.assumed,
            } += 1;
        }
        tally
    }
}
