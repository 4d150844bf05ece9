//! Gauges of honesty: how much of an answer rests on what is assumed, what is disputed, and luck.
//!
//! Shares are Shapley effects, so they add up to 1. What the rules leave out is in none of them.

use super::{
    sensitivity::whole_rows,
    stats::{Bootstrap, Estimate, closed_variances, shapley},
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
#[derive(Debug, Clone, PartialEq)]
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

    /// Returns the gauge of one world: assumed, disputed, luck. None if the outcome never varies.
    ///
    /// Only the first luck of each set is looked at.
    #[must_use]
    pub fn one_world(&self, outcomes: &[f64]) -> Option<Gauge> {
        let cell = |mask: u64| {
            let set = u64::from(mask & WAYS == 0);
            let place = (mask % WAYS) * 2 * self.lucks + set * self.lucks;
            self.rows_of(outcomes).map(|row| [row[place as usize]; 2]).collect()
        };
        gauge(&(0..2 * WAYS).map(cell).collect::<Vec<_>>())
    }

    /// Returns the gauge of the average over luck: assumed, disputed. Luck is removed from it.
    ///
    /// None if the average varies too little to be told from luck with so few worlds.
    #[must_use]
    pub fn on_average(&self, outcomes: &[f64]) -> Option<Gauge> {
        let lucks = self.lucks as usize;
        let mean = |lucks: &[f64]| super::stats::mean(lucks);
        let cell = |way: u64| {
            let first = (way * 2) as usize * lucks;
            let both = |row: &[f64]| {
                [mean(&row[first..first + lucks]), mean(&row[first + lucks..first + 2 * lucks])]
            };
            self.rows_of(outcomes).map(both).collect()
        };
        gauge(&(0..WAYS).map(cell).collect::<Vec<_>>())
    }

    fn rows_of<'a>(&self, outcomes: &'a [f64]) -> impl Iterator<Item = &'a [f64]> {
        whole_rows(outcomes, self.width() as usize).into_iter()
    }
}

fn gauge(cells: &[Vec<[f64; 2]>]) -> Option<Gauge> {
    let shares = shapley(cells, Bootstrap::default())?;
    let spread = closed_variances(cells)?.last().copied()?.sqrt();
    let &[assumed, disputed, ref luck @ ..] = shares.as_slice() else { return None };
    Some(Gauge { assumed, disputed, luck: luck.first().copied(), spread })
}

#[cfg(test)]
mod tests;
