//! Bands: how an outcome is spread over many worlds, and where history's value falls in it.

use super::stats::{Count, Sketch};
use excomm_engine::{
    run::Value,
    world::{Model, Time},
};

/// How an outcome is spread over worlds, facts and luck together.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Band {
    /// Its 5th, 25th, 50th, 75th and 95th percentile: days from the start for a date (infinity is
    /// never), 0 or 1 for yes or no, the number otherwise.
    pub quantiles: [f64; 5],
    /// Share of worlds in which a date never comes, or in which yes or no is no.
    pub never: f64,
    /// Worlds.
    pub worlds: u64,
}

/// Which part of a band a value falls in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Between the 25th and the 75th percentile.
    Middle,
    /// Between the 5th and the 95th percentile.
    Inside,
    /// Below the 5th or above the 95th percentile.
    Outside,
}

/// The percentiles of a band.
pub const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// Returns a value as a number, as in [`Band::quantiles`].
#[must_use]
pub fn number(model: &Model, value: Value) -> f64 {
    let days = |at: Time| at.days_since(model.span.start);
    match value {
        Value::Date(at) => at.map_or(f64::INFINITY, days),
        Value::YesNo(yes) => f64::from(u8::from(yes)),
        Value::Number(number) => number,
    }
}

/// Returns whether a date never comes, or yes or no is no.
#[must_use]
pub fn never(value: Value) -> bool {
    matches!(value, Value::Date(None) | Value::YesNo(false))
}

/// Returns a value as a number with a mean: as [`number`], but never counts as the end of the clock,
/// so that the mean of dates is the restricted mean.
#[must_use]
pub fn restricted(model: &Model, value: Value) -> f64 {
    match value {
        Value::Date(None) => model.span.end.days_since(model.span.start),
        value => number(model, value),
    }
}

impl Band {
    /// Returns the band of an outcome that has been counted; `never` is in how many worlds a date
    /// never comes, or yes or no is no.
    pub(super) fn of(spread: &Sketch, never: Count) -> Band {
        let worlds = spread.total();
        let last = worlds.saturating_sub(1) as f64;
        let at = |level: f64| spread.ranked(libm::round(level * last) as u64);
        let quantiles = LEVELS.map(|level| if worlds > 0 { at(level) } else { f64::NAN });
        Band { quantiles, never: never.share().unwrap_or(0.0), worlds }
    }

    /// Returns where a value falls.
    #[must_use]
    pub fn place(&self, value: f64) -> Place {
        let [low, quarter, _, three_quarters, high] = self.quantiles;
        if (quarter..=three_quarters).contains(&value) {
            Place::Middle
        } else if (low..=high).contains(&value) {
            Place::Inside
        } else {
            Place::Outside
        }
    }
}
