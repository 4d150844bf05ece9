//! Streams: what is kept of many worlds so that shards merge to the same bits however they were cut.
//!
//! Only integers are added, and adding integers gives the same in any order.

use super::{
    sample::{Estimate, Interval},
    share::wilson,
};

/// How many of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// How many had it.
    pub hits: u64,
    /// How many there were.
    pub trials: u64,
}

impl Count {
    /// Counts one more.
    pub fn push(&mut self, hit: bool) {
        self.hits += u64::from(hit);
        self.trials += 1;
    }

    /// Adds what another shard counted.
    pub fn merge(&mut self, other: &Count) {
        self.hits += other.hits;
        self.trials += other.trials;
    }

    /// Returns the share, none of no trials.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.trials > 0).then(|| self.hits as f64 / self.trials as f64)
    }

    /// Returns the Wilson interval of the share.
    #[must_use]
    pub fn interval(&self, confidence: f64) -> Interval {
        wilson(self.hits, self.trials, confidence)
    }

    /// Returns the share, NaN of nothing, with its Wilson interval of 95 %.
    #[must_use]
    pub fn estimate(&self) -> Estimate {
        Estimate { value: self.share().unwrap_or(f64::NAN), interval: self.interval(0.95) }
    }
}

/// Mean and variance of a stream, as exact sums of values rounded to 2^-20.
///
/// Holds 2^26 values of at most 2^30 in size; what is larger or not a number is only counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moments {
    count: u64,
    refused: u64,
    sum: i128,
    squares: i128,
}

/// Steps to one.
const STEPS: f64 = (1_u32 << 20) as f64;

/// The largest value that is summed.
const LARGEST: f64 = (1_u32 << 30) as f64;

impl Moments {
    /// Adds one value.
    pub fn push(&mut self, value: f64) {
        if value.is_nan() || value.abs() > LARGEST {
            self.refused += 1;
            return;
        }
        let steps = libm::rint(value * STEPS) as i128;
        self.count += 1;
        self.sum += steps;
        self.squares += steps * steps;
    }

    /// Adds what another shard summed.
    pub fn merge(&mut self, other: &Moments) {
        self.count += other.count;
        self.refused += other.refused;
        self.sum += other.sum;
        self.squares += other.squares;
    }

    /// Returns how many values were summed.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Returns how many values were too large or not a number.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.refused
    }

    /// Returns the mean, none of no values.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum as f64 / self.count as f64 / STEPS)
    }

    /// Returns the unbiased variance, none of fewer than two values.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        if self.count < 2 {
            return None;
        }
        let n = i128::from(self.count);
        // about the whole step next to the mean, where the squares are small
        let (near, rest) = (self.sum.div_euclid(n), self.sum.rem_euclid(n));
        let about = self.squares - near * self.sum - near * rest;
        let squares = about as f64 - (rest * rest) as f64 / n as f64;
        Some(squares.max(0.0) / (n - 1) as f64 / (STEPS * STEPS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::sample::{mean, variance};
    use excomm_engine::world::keyed_uniform;

    fn values(n: u64) -> Vec<f64> {
        (0..n).map(|i| 40.0 * keyed_uniform(5, 5, i) * keyed_uniform(5, 6, i)).collect()
    }

    /// Sums chunks of this size apart, and merges them last first.
    fn merged(values: &[f64], chunk: usize) -> (Count, Moments) {
        let empty = || (Count::default(), Moments::default());
        let mut all = empty();
        for part in values.chunks(chunk).rev() {
            let mut shard = empty();
            for &x in part {
                shard.0.push(x < 3.0);
                shard.1.push(x);
            }
            all.0.merge(&shard.0);
            all.1.merge(&shard.1);
        }
        all
    }

    #[test]
    fn shards_merge_to_the_same_bits_however_they_are_cut() {
        let values = values(5_000);
        let whole = merged(&values, 5_000);
        for chunk in [1, 7, 1_000, 1_999] {
            assert_eq!(merged(&values, chunk), whole, "chunks of {chunk}");
        }
    }

    #[test]
    fn mean_and_variance_agree_with_the_sample() {
        let values = values(5_000);
        let moments = merged(&values, 1_000).1;
        assert!((moments.mean().unwrap() - mean(&values)).abs() < 1e-6);
        assert!((moments.variance().unwrap() / variance(&values) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn a_small_variance_far_from_zero_is_not_lost() {
        let mut moments = Moments::default();
        for x in [1e9, 1e9 + 1.0, 1e9 + 2.0] {
            moments.push(x);
        }
        assert_eq!((moments.mean(), moments.variance()), (Some(1e9 + 1.0), Some(1.0)));
    }

    #[test]
    fn the_largest_values_do_not_overflow() {
        let mut moments = Moments { count: (1 << 26) - 1, ..Moments::default() };
        let steps = 1_i128 << 50;
        moments.sum = -steps * i128::from(moments.count);
        moments.squares = steps * steps * i128::from(moments.count);
        moments.push(-LARGEST);
        assert_eq!((moments.mean(), moments.variance()), (Some(-LARGEST), Some(0.0)));
    }

    #[test]
    fn what_is_no_number_is_counted_and_not_summed() {
        let mut moments = Moments::default();
        for x in [f64::NAN, f64::INFINITY, 2e9, 3.0] {
            moments.push(x);
        }
        assert_eq!((moments.refused(), moments.count(), moments.mean()), (3, 1, Some(3.0)));
        assert_eq!(moments.variance(), None);
    }
}
