//! Pairs of worlds with the same luck: what one change does to each outcome.

use super::Row;
use crate::{
    run::Value,
    world::{Model, Thing},
};

/// The 97.5th percentile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// What a change does to one outcome, over pairs of worlds.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The outcome.
    pub outcome: Thing,
    /// Mean in the first worlds: days from the start for a date (never counts as the end of the
    /// clock), a share for yes or no, the number otherwise.
    pub first: f64,
    /// Mean in the second worlds.
    pub second: f64,
    /// Mean of second less first.
    pub difference: f64,
    /// Half the width of the 95 % interval of that mean: computing error alone.
    pub error: f64,
    /// Pairs in which the outcome differs.
    pub changed: usize,
    /// Pairs.
    pub pairs: usize,
}

/// Returns the effect on each outcome, in the order of their names.
///
/// The interval is that of a mean of paired differences, `mean ± 1.96 s / √n`.
#[must_use]
pub fn effects(model: &Model, outcomes: &[Thing], first: &[Row], second: &[Row]) -> Vec<Effect> {
    let number = |value: Value| match value {
        Value::Date(at) => at.unwrap_or(model.span.end).days_since(model.span.start),
        Value::YesNo(yes) => f64::from(u8::from(yes)),
        Value::Number(number) => number,
    };
    let of = |i: usize, outcome: Thing| {
        let pairs: Vec<(f64, f64)> = first
            .iter()
            .zip(second)
            .map(|(a, b)| (number(a.outcomes[i]), number(b.outcomes[i])))
            .collect();
        let differs = |(a, b): &(&Row, &Row)| a.outcomes[i] != b.outcomes[i];
        let changed = first.iter().zip(second).filter(differs).count();
        let n = pairs.len() as f64;
        let mean = |f: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(f).sum::<f64>() / n;
        let difference = mean(&|(a, b)| b - a);
        let square = mean(&|(a, b)| (b - a - difference) * (b - a - difference));
        Effect {
            outcome,
            first: mean(&|(a, _)| *a),
            second: mean(&|(_, b)| *b),
            difference,
            error: Z * libm::sqrt(square / (n - 1.0).max(1.0)),
            changed,
            pairs: pairs.len(),
        }
    };
    outcomes.iter().enumerate().map(|(i, outcome)| of(i, *outcome)).collect()
}
