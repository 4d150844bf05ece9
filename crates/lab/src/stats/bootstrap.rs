//! The bootstrap: how far a statistic moves when its rows are drawn again from themselves.

use super::sample::{Interval, quantile};
use excomm_engine::world::keyed_uniform;

/// How rows are drawn again: how often, for which confidence, under which seed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bootstrap {
    /// Number of resamples.
    pub resamples: usize,
    /// Confidence, such as 0.95.
    pub confidence: f64,
    /// Seed that keys every resampled row.
    pub seed: u64,
}

impl Default for Bootstrap {
    fn default() -> Bootstrap {
        Bootstrap { resamples: 500, confidence: 0.95, seed: 1 }
    }
}

impl Bootstrap {
    /// Returns the percentile interval of each number that the statistic returns for a set of rows.
    ///
    /// Resamples in which the number is not finite are left out; if none is left, the ends are NaN.
    /// Percentile method: Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), ch. 13.
    pub fn intervals<const N: usize>(
        self,
        rows: usize,
        mut statistic: impl FnMut(&[usize]) -> Vec<[f64; N]>,
    ) -> Vec<[Interval; N]> {
        let mut drawn: Vec<Vec<[f64; N]>> = Vec::with_capacity(self.resamples);
        let mut picks = vec![0; rows];
        for resample in 0..self.resamples {
            for (row, pick) in picks.iter_mut().enumerate() {
                let uniform = keyed_uniform(self.seed, resample as u64, row as u64);
                *pick = (uniform * rows as f64) as usize;
            }
            drawn.push(statistic(&picks));
        }
        let things = drawn.first().map_or(0, Vec::len);
        let column = |thing: usize, part: usize| {
            let values = drawn.iter().filter_map(|all| all.get(thing)).map(|all| all[part]);
            self.interval(values.collect())
        };
        (0..things).map(|thing| std::array::from_fn(|part| column(thing, part))).collect()
    }

    fn interval(self, mut values: Vec<f64>) -> Interval {
        values.retain(|value| value.is_finite());
        values.sort_by(f64::total_cmp);
        let tail = (1.0 - self.confidence) / 2.0;
        Interval { low: quantile(&values, tail), high: quantile(&values, 1.0 - tail) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::sample::mean;

    fn mean_intervals(values: &[f64], seed: u64) -> Interval {
        let bootstrap = Bootstrap { seed, ..Bootstrap::default() };
        let resampled = |rows: &[usize]| rows.iter().map(|&row| values[row]).collect::<Vec<_>>();
        bootstrap.intervals(values.len(), |rows| vec![[mean(&resampled(rows))]])[0][0]
    }

    #[test]
    fn the_interval_of_a_mean_holds_the_truth_about_95_times_in_100() {
        let held = (0..200).filter(|&seed| {
            let values: Vec<f64> = (0..60).map(|i| keyed_uniform(seed, 9_000, i)).collect();
            mean_intervals(&values, seed).contains(0.5)
        });
        let held = held.count();
        assert!((180..=197).contains(&held), "{held} of 200");
    }

    #[test]
    fn the_same_seed_gives_the_same_bits() {
        let values: Vec<f64> = (0..50).map(|i| keyed_uniform(4, 4, i)).collect();
        assert_eq!(mean_intervals(&values, 7), mean_intervals(&values, 7));
        assert_ne!(mean_intervals(&values, 7), mean_intervals(&values, 8));
    }
}
