//! What a run is measured by: each outcome with its id, its kind and its unit.

use std::ops::Index;

use super::{Model, compile::Compiler, name::Thing};
use excomm_scenario::format::{self, Gain, Part, Quantity};

/// The id of an outcome, the same in every branch of a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutcomeId(u32);

/// An outcome of a scenario.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct OutcomeInfo {
    /// The thing it is.
    pub thing: Thing,
    /// What is measured, as it is written: its kind is that of `is`.
    pub written: format::Outcome,
    /// The unit in which a number is counted; none of a date and of a yes or no.
    pub unit: Option<String>,
}

/// Something for each outcome of a scenario, found by the outcome's id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerOutcome<T>(Vec<T>);

impl<T> PerOutcome<T> {
    /// Returns what there is for each outcome, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (OutcomeId, &T)> {
        (0..).map(OutcomeId).zip(&self.0)
    }

    /// Returns what there is for an outcome; nothing if there is nothing for any, as of a world that failed.
    #[must_use]
    pub fn get(&self, outcome: OutcomeId) -> Option<&T> {
        self.0.get(outcome.0 as usize)
    }

    /// Returns whether there is nothing for any outcome.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds what there is for the next outcome, in the order of their names.
    pub fn push(&mut self, next: T) {
        self.0.push(next);
    }
}

impl<T> Default for PerOutcome<T> {
    fn default() -> PerOutcome<T> {
        PerOutcome(Vec::new())
    }
}

impl<T> FromIterator<T> for PerOutcome<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> PerOutcome<T> {
        PerOutcome(all.into_iter().collect())
    }
}

impl<T> Index<OutcomeId> for PerOutcome<T> {
    type Output = T;

    fn index(&self, outcome: OutcomeId) -> &T {
        &self.0[outcome.0 as usize]
    }
}

impl Model {
    /// Returns the outcome with this name, such as `opened_on`.
    #[must_use]
    pub fn find_outcome(&self, name: &str) -> Option<OutcomeId> {
        self.outcomes.iter().find(|(_, info)| info.written.id == name).map(|(id, _)| id)
    }

    /// Returns the names of all outcomes, in their order.
    pub fn outcome_names(&self) -> impl Iterator<Item = &str> + Clone {
        self.outcomes.0.iter().map(|info| info.written.id.as_str())
    }
}

/// Returns the id of the outcome with this name.
pub(super) fn named(c: &mut Compiler, name: &str) -> OutcomeId {
    c.thing("outcomes", name);
    let before = c.part.outcomes.iter().filter(|known| *known.id < *name);
    OutcomeId(before.count() as u32)
}

/// Describes all outcomes, in the order of their names.
pub(super) fn describe(c: &mut Compiler) -> PerOutcome<OutcomeInfo> {
    let mut all: Vec<&format::Outcome> = c.part.outcomes.iter().collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    let describe = |written: &format::Outcome| OutcomeInfo {
        thing: c.thing("outcomes", &written.id),
        written: written.clone(),
        unit: unit(c.part, &written.is),
    };
    all.into_iter().map(describe).collect()
}

/// Returns the unit in which an outcome is counted, if it is a number.
fn unit(part: &Part, is: &Gain) -> Option<String> {
    let of = match is {
        Gain::DateOrNever(_) | Gain::Ever(_) => return None,
        Gain::Count(of) | Gain::Peak(of) => of,
        // `check` sees to it that what is taken together has one unit
        Gain::Sum(all) => all.first()?,
    };
    let stock = |id: &str| part.stock(id).map(|s| s.many.clone());
    let fixed = match of {
        Quantity::Left(id)
        | Quantity::Seen(id)
        | Quantity::Gone(id)
        | Quantity::Verified(id)
        | Quantity::Found(id)
        | Quantity::Landed(id)
        | Quantity::Destroyed(id) => return stock(id),
        Quantity::Gauge(_) => "level",
        Quantity::Belief(_) => "probability",
        Quantity::Coverage(_) => "share",
        Quantity::Yield(_) => "value",
        Quantity::Flown(_) => "sorties",
        Quantity::Lost(_) | Quantity::ShotDown(_) | Quantity::StrikeLosses(_) => "aircraft",
        Quantity::Photographs(_) | Quantity::Pictures(_) => "photographs",
        Quantity::FiredOn(_) => "salvos",
        Quantity::SitesHit(_) => "sites",
        Quantity::Hailed(_) | Quantity::Boarded(_) | Quantity::TurnedBack(_) => "ships",
        Quantity::Calls(_) => "calls",
        Quantity::Incidents(_) => "incidents",
        Quantity::Struck(_)
        | Quantity::Looks(_)
        | Quantity::Said(_)
        | Quantity::Promised(_)
        | Quantity::Paper(_)
        | Quantity::Met(_)
        | Quantity::Answered(_)
        | Quantity::Reported(..) => "times",
    };
    Some(fixed.to_owned())
}
