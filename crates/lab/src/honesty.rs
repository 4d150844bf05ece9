//! Gauges of honesty: how much of an answer rests on what is assumed, what is disputed, and luck.
//!
//! Shares are Shapley effects, so they add up to 1; one that comes out below 0 by computing error is 0,
//! and the others make room for it. What the rules leave out is in none of them.

use serde::Serialize;

use super::{
    sensitivity::{Few, whole_rows},
    stats::{Bootstrap, Estimate, Interval, closed_variances, shapley},
};
use excomm_engine::world::{Knowledge, Model, Setting, Uncertain};

/// The worlds behind the gauges, by number.
///
/// Each row draws what is assumed and what is disputed twice, and plays the four ways to combine them
/// with two sets of lucks that share none. Rows in which a world failed are left out of the gauges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GaugePlan {
    /// Rows.
    pub rows: u64,
    /// Lucks in each of the two sets.
    pub lucks: u64,
}

/// What a world of the plan is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seeds {
    /// By which what is assumed is drawn.
    pub assumed: u64,
    /// By which what is disputed is drawn.
    pub disputed: u64,
    /// The seed of luck.
    pub luck: u64,
}

/// How much of the variance of something rests on what.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Gauge {
    /// The share of what is assumed.
    pub assumed: Estimate,
    /// The share of what is disputed.
    pub disputed: Estimate,
    /// The share of luck, in one world; none in an average over luck.
    pub luck: Option<Estimate>,
    /// The standard deviation that is shared out, in the outcome's unit.
    pub spread: f64,
}

/// Which groups of what we do not know there are: one that is empty has no share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Groups {
    /// Something is assumed.
    pub assumed: bool,
    /// Something is disputed.
    pub disputed: bool,
}

impl Groups {
    /// Returns the groups in the worlds of a setting.
    #[must_use]
    pub fn of(model: &Model, base: &Setting) -> Groups {
        let known = |one: Uncertain| model.knowledge_of(one);
        let disputed = |one: &Uncertain| known(*one) == Knowledge::Disputed;
        let (disputed, assumed): (Vec<_>, Vec<_>) =
            model.uncertain(base).into_iter().partition(disputed);
        Groups { assumed: !assumed.is_empty(), disputed: !disputed.is_empty() }
    }
}

/// Ways to combine what is assumed and what is disputed: bit 0 and bit 1, from the first draw if set.
const WAYS: u64 = 4;

impl GaugePlan {
    /// Returns the number of worlds.
    #[must_use]
    pub fn worlds(&self) -> u64 {
        self.rows * self.width()
    }

    fn width(&self) -> u64 {
        WAYS * 2 * self.lucks
    }

    /// Returns what a world is made from, counted from 0.
    #[must_use]
    pub fn seeds(&self, base: &Setting, world: u64) -> Seeds {
        let (row, cell) = (world / self.width(), world % self.width());
        let (way, luck) = (cell / (2 * self.lucks), cell % (2 * self.lucks));
        let draw = |bit: u64| base.fact_seed().wrapping_add(2 * row + u64::from(way & bit == 0));
        let luck = base.seed.wrapping_add(row * 2 * self.lucks + luck);
        Seeds { assumed: draw(1), disputed: draw(2), luck }
    }

    /// Returns what each world is, by its number.
    pub fn settings<'a>(
        &self,
        model: &'a Model,
        base: &'a Setting,
    ) -> impl Fn(u64) -> Setting + Sync + 'a {
        let disputed = |one: &Uncertain| model.knowledge_of(*one) == Knowledge::Disputed;
        let disputed: Vec<Uncertain> = model.uncertain(base).into_iter().filter(disputed).collect();
        let plan = *self;
        move |world| {
            let Seeds { assumed, disputed: other, luck } = plan.seeds(base, world);
            let drawn = Setting { seed: luck, fact_seed: Some(assumed), ..base.clone() };
            let number = |&one: &Uncertain| (one, model.uniform_of(one, other));
            model.settle(&drawn, &disputed.iter().map(number).collect::<Vec<_>>())
        }
    }

    /// Returns in how few worlds that share no luck the outcome is not what it mostly is, if they are
    /// too few to gauge one world by.
    ///
    /// A world counts once, however what is assumed and disputed is combined in it.
    #[must_use]
    pub fn few(&self, outcomes: &[f64]) -> Option<Few> {
        let rows: Vec<&[f64]> = self.rows_of(outcomes).collect();
        let mut values: Vec<f64> = rows.iter().flat_map(|row| row.iter().copied()).collect();
        values.sort_by(f64::total_cmp);
        let mostly = *values
            .chunk_by(|a, b| a.total_cmp(b).is_eq())
            .max_by_key(|same| same.len())?
            .first()?;
        let lucks = self.lucks as usize;
        let of_luck = |row: &[f64], luck: usize| {
            let ways = row.iter().skip(luck).step_by(2 * lucks);
            ways.copied().find(|value| value.total_cmp(&mostly).is_ne()).unwrap_or(mostly)
        };
        let each: Vec<f64> =
            rows.iter().flat_map(|row| [0, lucks].map(|luck| of_luck(row, luck))).collect();
        Few::of(&each, rows.len() as u64)
    }

    /// Returns the gauge of one world: assumed, disputed, luck. None if the outcome never varies.
    ///
    /// Only the first luck of each set is looked at.
    #[must_use]
    pub fn one_world(&self, outcomes: &[f64], groups: Groups) -> Option<Gauge> {
        let cell = |mask: u64| {
            let set = u64::from(mask & WAYS == 0);
            let place = (mask % WAYS) * 2 * self.lucks + set * self.lucks;
            self.rows_of(outcomes).map(|row| [row[place as usize]; 2]).collect()
        };
        gauge(&(0..2 * WAYS).map(cell).collect::<Vec<_>>(), groups)
    }

    /// Returns the gauge of the average over luck: assumed, disputed. Luck is removed from it.
    ///
    /// None if the average varies too little to be told from luck with so few worlds.
    #[must_use]
    pub fn on_average(&self, outcomes: &[f64], groups: Groups) -> Option<Gauge> {
        let lucks = self.lucks as usize;
        let mean = |lucks: &[f64]| super::stats::mean(lucks);
        let cell = |way: u64| {
            let first = (way * 2) as usize * lucks;
            let both = |row: &[f64]| {
                [mean(&row[first..first + lucks]), mean(&row[first + lucks..first + 2 * lucks])]
            };
            self.rows_of(outcomes).map(both).collect()
        };
        gauge(&(0..WAYS).map(cell).collect::<Vec<_>>(), groups)
    }

    fn rows_of<'a>(&self, outcomes: &'a [f64]) -> impl Iterator<Item = &'a [f64]> {
        whole_rows(outcomes, self.width() as usize).into_iter()
    }
}

/// Shares out a variance among the groups that there are.
fn gauge(cells: &[Vec<[f64; 2]>], groups: Groups) -> Option<Gauge> {
    let shares = shapley(cells, Bootstrap::default())?;
    let spread = closed_variances(cells)?.last().copied()?.sqrt();
    let there = [groups.assumed, groups.disputed, true];
    let shares: Vec<Option<Estimate>> =
        shares.into_iter().zip(there).map(|(share, there)| there.then_some(share)).collect();
    let whole: f64 = shares.iter().flatten().map(|share| share.value.max(0.0)).sum();
    let within = |share: &Option<Estimate>| {
        let nothing = Estimate { value: 0.0, interval: Interval { low: 0.0, high: 0.0 } };
        share.filter(|_| whole > 0.0).map_or(nothing, |Estimate { value, interval }| {
            let value = value.max(0.0) / whole;
            let low = interval.low.clamp(0.0, 1.0).min(value);
            let high = interval.high.clamp(0.0, 1.0).max(value);
            Estimate { value, interval: Interval { low, high } }
        })
    };
    let shares: Vec<Estimate> = shares.iter().map(within).collect();
    let &[assumed, disputed, ref luck @ ..] = shares.as_slice() else { return None };
    (whole > 0.0).then(|| Gauge { assumed, disputed, luck: luck.first().copied(), spread })
}

#[cfg(test)]
mod tests;
