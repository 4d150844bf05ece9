//! Histograms: quantiles of many worlds in the memory of one grid, merged in any order.

use std::{error::Error, fmt};

use super::sample::Interval;

/// A histogram on a fixed grid, with counters for what falls outside and for what never comes.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    low: f64,
    high: f64,
    bins: Vec<u64>,
    below: u64,
    above: u64,
    never: u64,
}

/// Where a quantile of a [`Histogram`] lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quantile {
    /// Below the grid.
    Below,
    /// In the grid, at this value.
    At(f64),
    /// Above the grid.
    Above,
    /// Among those that never come.
    Never,
}

/// Says that two histograms have different grids and cannot be merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GridsDiffer;

impl fmt::Display for GridsDiffer {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("histograms on different grids cannot be merged")
    }
}

impl Error for GridsDiffer {}

impl Histogram {
    /// Makes an empty histogram of at least one equal bin from `low` to `high`.
    #[must_use]
    pub fn new(low: f64, high: f64, bins: usize) -> Histogram {
        let bins = vec![0; bins.max(1)];
        Histogram { low, high, bins, below: 0, above: 0, never: 0 }
    }

    /// Counts one value; `None` and NaN are never. The upper end belongs to the last bin.
    pub fn push(&mut self, value: Option<f64>) {
        let Some(value) = value.filter(|value| !value.is_nan()) else {
            self.never += 1;
            return;
        };
        if value < self.low {
            self.below += 1;
        } else if value > self.high {
            self.above += 1;
        } else {
            let place = (value - self.low) / (self.high - self.low) * self.bins.len() as f64;
            let last = self.bins.len() - 1;
            self.bins[(place as usize).min(last)] += 1;
        }
    }

    /// Adds what another shard counted.
    ///
    /// # Errors
    /// The grids differ.
    pub fn merge(&mut self, other: &Histogram) -> Result<(), GridsDiffer> {
        let same_ends = (self.low, self.high) == (other.low, other.high);
        if !same_ends || self.bins.len() != other.bins.len() {
            return Err(GridsDiffer);
        }
        for (ours, theirs) in self.bins.iter_mut().zip(&other.bins) {
            *ours += theirs;
        }
        self.below += other.below;
        self.above += other.above;
        self.never += other.never;
        Ok(())
    }

    /// Returns how many values were counted, never included.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.below + self.bins.iter().sum::<u64>() + self.above + self.never
    }

    /// Returns how many never came.
    #[must_use]
    pub fn never(&self) -> u64 {
        self.never
    }

    /// Returns each bin with its ends and its count.
    pub fn bins(&self) -> impl Iterator<Item = (Interval, u64)> {
        let edges = |bin| Interval { low: self.edge(bin), high: self.edge(bin + 1) };
        self.bins.iter().enumerate().map(move |(bin, &count)| (edges(bin), count))
    }

    /// Returns where a quantile lies, never being later than all; none of nothing.
    ///
    /// Interpolates evenly within a bin, so it is off by at most one bin's width.
    #[must_use]
    pub fn quantile(&self, level: f64) -> Option<Quantile> {
        let total = self.total();
        let rank = level.clamp(0.0, 1.0) * total as f64;
        let mut passed = self.below;
        if total == 0 {
            return None;
        }
        if self.below > 0 && rank <= passed as f64 {
            return Some(Quantile::Below);
        }
        for (bin, &count) in self.bins.iter().enumerate() {
            if count > 0 && rank <= (passed + count) as f64 {
                let part = (rank - passed as f64) / count as f64;
                let (low, high) = (self.edge(bin), self.edge(bin + 1));
                return Some(Quantile::At(low + part * (high - low)));
            }
            passed += count;
        }
        let above = self.above > 0 && rank <= (passed + self.above) as f64;
        Some(if above { Quantile::Above } else { Quantile::Never })
    }

    fn edge(&self, bin: usize) -> f64 {
        self.low + (self.high - self.low) * bin as f64 / self.bins.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::stats::sample::quantile;
    use crate::world::keyed_uniform;

    #[test]
    fn a_quantile_of_the_histogram_is_within_a_bin_of_the_sample() {
        let values: Vec<f64> = (0..5_000).map(|i| 40.0 * keyed_uniform(5, 5, i)).collect();
        let mut histogram = Histogram::new(0.0, 40.0, 400);
        for &x in &values {
            histogram.push(Some(x));
        }
        let mut sorted = values;
        sorted.sort_by(f64::total_cmp);
        for level in [0.0, 0.05, 0.5, 0.95, 1.0] {
            let Some(Quantile::At(x)) = histogram.quantile(level) else { panic!("{level}") };
            assert!((x - quantile(&sorted, level)).abs() <= 0.1, "{level}: {x}");
        }
    }

    #[test]
    fn quantiles_past_the_grid_say_so() {
        let mut histogram = Histogram::new(0.0, 10.0, 10);
        for value in [Some(-1.0), Some(10.0), Some(11.0), None] {
            histogram.push(value);
        }
        let found = [0.25, 0.5, 0.75, 1.0].map(|level| histogram.quantile(level));
        let known = [Quantile::Below, Quantile::At(10.0), Quantile::Above, Quantile::Never];
        assert_eq!(found, known.map(Some));
        assert_eq!((histogram.total(), histogram.never()), (4, 1));
        assert_eq!(Histogram::new(0.0, 1.0, 3).quantile(0.5), None);
    }

    #[test]
    fn different_grids_do_not_merge() {
        let other = Histogram::new(0.0, 1.0, 11);
        assert_eq!(Histogram::new(0.0, 1.0, 10).merge(&other), Err(GridsDiffer));
    }
}
