//! Typical worlds: those that end as most do, with each outcome in the middle half of all.

use super::{Row, values};
use excomm_engine::world::{Model, OutcomeId, Thing};

/// The middle half of an outcome over many worlds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Middle {
    /// The outcome.
    pub outcome: OutcomeId,
    /// A quarter of the worlds lie below; a date that never comes counts as the end of the clock.
    pub low: f64,
    /// A quarter of the worlds lie above.
    pub high: f64,
}

/// What is typical of some worlds.
#[derive(Debug, Clone, PartialEq)]
pub struct Typical {
    /// The end that most worlds reach.
    pub end: Option<Thing>,
    /// The middle half of each outcome.
    pub middle: Vec<Middle>,
    /// The typical worlds among the rows, in their order.
    pub rows: Vec<usize>,
}

/// Finds the worlds that reach the most common end and have each of some outcomes in the middle half of
/// all. Quartiles are those of the sorted worlds, the nearest rank.
#[must_use]
pub fn typical(model: &Model, rows: &[Row], outcomes: &[OutcomeId]) -> Typical {
    let mut ends: Vec<(Thing, usize)> = Vec::new();
    for end in rows.iter().filter_map(|row| row.end) {
        match ends.iter_mut().find(|(known, _)| *known == end) {
            Some((_, count)) => *count += 1,
            None => ends.push((end, 1)),
        }
    }
    // of equals the first that was met
    let most = ends.iter().rev().max_by_key(|(_, count)| *count).map(|(end, _)| *end);
    let each: Vec<(Middle, Vec<f64>)> = outcomes
        .iter()
        .map(|&outcome| {
            let values = values(model, rows, outcome);
            let mut sorted: Vec<f64> = values.iter().copied().filter(|v| v.is_finite()).collect();
            sorted.sort_by(f64::total_cmp);
            let at = |quarter: usize| {
                let place = (quarter * sorted.len() / 4).min(sorted.len().saturating_sub(1));
                sorted.get(place).copied().unwrap_or(f64::NAN)
            };
            (Middle { outcome, low: at(1), high: at(3) }, values)
        })
        .collect();
    let inside = |place: &usize| {
        rows[*place].end == most
            && each.iter().all(|(of, values)| (of.low..=of.high).contains(&values[*place]))
    };
    let found = (0..rows.len()).filter(inside).collect();
    Typical { end: most, middle: each.into_iter().map(|(middle, _)| middle).collect(), rows: found }
}
