//! Sweeps: what comes of many worlds of one branch, and how sure that is.

use super::{
    Design, Row,
    bands::{Band, band, never, restricted},
    stats::{Bootstrap, Count, FactDraw, TwoBands, two_bands},
};
use crate::world::{Model, Thing};

/// How often something happens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// In how many worlds of all.
    pub count: Count,
    /// Its share: what we do not know, and how well it was computed. None if there are too few
    /// worlds.
    pub bands: Option<TwoBands>,
}

/// What an outcome is over many worlds.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Its mean, as in [`super::Effect::first`]: what we do not know, and how well it was computed.
    pub mean: Option<TwoBands>,
    /// How it is spread over worlds, facts and luck together.
    pub band: Band,
    /// How often a date never comes, or yes or no is no.
    pub never: Share,
}

/// Returns how often each end is reached, in the order of their names.
#[must_use]
pub fn ends(model: &Model, rows: &[Row], design: &Design) -> Vec<(Thing, Share)> {
    let all = (0..).map(Thing).zip(&model.things);
    let ends = all.filter(|(_, info)| info.kind == "ends").map(|(end, _)| end);
    ends.map(|end| (end, share(rows, design, |row| row.end == Some(end)))).collect()
}

/// Sums up the outcome at this place in the order of their names.
#[must_use]
pub fn summary(model: &Model, rows: &[Row], outcome: usize, design: &Design) -> Summary {
    let values: Vec<f64> =
        rows.iter().map(|row| restricted(model, row.outcomes[outcome])).collect();
    let draws: Vec<FactDraw> = design.draws(&values).map(FactDraw::of_values).collect();
    Summary {
        mean: two_bands(&draws, Bootstrap::default()),
        band: band(model, rows, outcome),
        never: share(rows, design, |row| never(row.outcomes[outcome])),
    }
}

fn share(rows: &[Row], design: &Design, is: impl Fn(&Row) -> bool) -> Share {
    let hits = |rows: &[Row]| rows.iter().filter(|row| is(row)).count() as u64;
    let draws: Vec<FactDraw> =
        design.draws(rows).map(|rows| FactDraw::of_share(hits(rows), rows.len() as u64)).collect();
    let count = Count { hits: hits(rows), trials: rows.len() as u64 };
    Share { count, bands: two_bands(&draws, Bootstrap::default()) }
}
