//! Samples: mean, variance and quantiles of numbers held in memory.

use serde::Serialize;

/// A range a number is thought to lie in; programs read its ends as those of a computing error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// Its lower end.
    #[serde(rename = "error_low")]
    pub low: f64,
    /// Its upper end.
    #[serde(rename = "error_high")]
    pub high: f64,
}

impl Interval {
    /// Returns whether the value lies in it, ends included.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Returns the distance between its ends.
    #[must_use]
    pub fn width(self) -> f64 {
        self.high - self.low
    }
}

/// A number estimated from runs, with its computing error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// The range that more runs would likely keep it in.
    #[serde(flatten)]
    pub interval: Interval,
}

/// Returns the mean, NaN of nothing.
#[must_use]
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Returns the unbiased variance, NaN of fewer than two values.
#[must_use]
pub fn variance(values: &[f64]) -> f64 {
    let centre = mean(values);
    let squares: f64 = values.iter().map(|x| (x - centre) * (x - centre)).sum();
    if values.len() < 2 { f64::NAN } else { squares / (values.len() - 1) as f64 }
}

/// Returns the quantile of values sorted upwards, NaN of nothing.
///
/// Interpolates between order statistics: type 7 of Hyndman and Fan, "Sample quantiles in
/// statistical packages", The American Statistician 50 (1996).
#[must_use]
pub fn quantile(sorted: &[f64], level: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = level.clamp(0.0, 1.0) * last as f64;
    let below = libm::floor(place) as usize;
    let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
    low + (place - below as f64) * (high - low)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these numbers are exact")]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_lies_between_its_neighbours() {
        let sorted = [1.0, 2.0, 4.0];
        assert_eq!([0.0, 0.25, 0.75, 1.0].map(|p| quantile(&sorted, p)), [1.0, 1.5, 3.0, 4.0]);
        assert!(quantile(&[], 0.5).is_nan());
    }

    #[test]
    fn variance_divides_by_one_less_than_the_count() {
        assert_eq!(variance(&[1.0, 2.0, 3.0, 6.0]), 14.0 / 3.0);
        assert!(variance(&[1.0]).is_nan());
    }
}
