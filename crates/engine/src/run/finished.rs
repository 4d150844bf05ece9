//! A run that is over: its end, its outcomes and its log.

use std::collections::BTreeMap;

use super::Broken;
use crate::world::{
    Chosen, Event, EventId, Log, Model, OutcomeId, PerOutcome, Thing, Time, ending::Reached,
    key_text,
};
use excomm_scenario::format::Gain;

/// What an outcome is in a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value {
    /// A moment, or never.
    Date(Option<Time>),
    /// Yes or no.
    YesNo(bool),
    /// A number.
    Number(f64),
}

/// An outcome of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OutcomeValue {
    /// The outcome.
    pub outcome: OutcomeId,
    /// What it is.
    pub value: Value,
    /// The event that last changed it; `NONE` if nothing did.
    pub by: EventId,
}

impl OutcomeValue {
    /// An outcome that is left out of the scenario: never, no, or 0.
    pub(super) fn left_out(outcome: OutcomeId, is: &Gain) -> OutcomeValue {
        let value = match is {
            Gain::DateOrNever(_) => Value::Date(None),
            Gain::Ever(_) => Value::YesNo(false),
            Gain::Count(_) | Gain::Sum(_) | Gain::Peak(_) => Value::Number(0.0),
        };
        OutcomeValue { outcome, value, by: EventId::NONE }
    }
}

/// A run that is over.
#[derive(Debug)]
pub struct Finished {
    /// The end that was reached.
    pub end: Option<(Thing, Reached)>,
    /// The outcomes, in the order of their names.
    pub outcomes: PerOutcome<OutcomeValue>,
    /// The answers that were given, in their order, each with which time its question was put.
    pub answered: Vec<Chosen>,
    /// What happened.
    pub log: Log,
    /// The value of each fact.
    pub facts: Vec<f64>,
    /// Which alternative of each truth was so, counted from 0.
    pub truths: BTreeMap<Thing, usize>,
    /// Why the run stopped short of an end, if it did: what came of it is then not to be counted.
    pub broken: Option<Broken>,
}

impl Finished {
    /// Returns the run if it came to its end.
    ///
    /// # Errors
    /// Why it could not.
    pub fn whole(self) -> Result<Finished, Broken> {
        match self.broken {
            Some(broken) => Err(broken),
            None => Ok(self),
        }
    }

    /// Returns the event with this key.
    #[must_use]
    pub fn event(&self, model: &Model, key: &str) -> Option<(EventId, &Event)> {
        let events = (0..).map(EventId).zip(self.log.events());
        let mut named = events.filter(|(_, event)| key.starts_with(event.key.verb.text()));
        named.find(|(_, event)| key_text(&event.key, &model.things) == key)
    }
}
