//! The PERT distribution: what low, best and high mean for a number nobody knows.
//!
//! A beta distribution on [low, high] with alpha = 1 + 4 (best - low) / (high - low) and
//! beta = 1 + 4 (high - best) / (high - low), so that alpha + beta = 6: Malcolm, Roseboom, Clark
//! and Fazar, "Application of a technique for research and development program evaluation", 1959.

use std::sync::OnceLock;

/// Cells of the table.
const CELLS: usize = 128;

/// A PERT distribution, to be drawn from by inversion.
///
/// Its table is worked out at the first draw: many a run draws no fact. The table is even in s, where the share x of the way from low to high is its smooth step of s. At
/// both ends the density in s then falls to 0 like s or faster, even where the density in x is
/// steep, and even cells lose nothing there.
#[derive(Debug, Clone)]
pub struct Pert {
    low: f64,
    best: f64,
    high: f64,
    table: OnceLock<Table>,
}

#[derive(Debug, Clone)]
struct Table {
    /// Density in s at the borders of the cells, not normalised.
    density: [f64; CELLS + 1],
    /// Probability below the borders of the cells.
    below: [f64; CELLS + 1],
}

impl Pert {
    /// Builds the distribution from `low <= best <= high`; equal low and high mean a fixed number.
    #[must_use]
    pub fn new(low: f64, best: f64, high: f64) -> Self {
        Self { low, best, high, table: OnceLock::new() }
    }

    fn new_table(&self) -> Table {
        let mut table = Table { density: [0.0; CELLS + 1], below: [0.0; CELLS + 1] };
        let power = 4.0 * (self.best - self.low) / (self.high - self.low);
        let density = |s: f64| {
            let (x, rest) = (smooth(s), smooth(1.0 - s));
            s * (1.0 - s) * libm::exp(power * libm::log(x) + (4.0 - power) * libm::log(rest))
        };
        for i in 0..CELLS {
            let s = i as f64 / CELLS as f64;
            table.density[i + 1] =
                if i + 1 < CELLS { density((i + 1) as f64 / CELLS as f64) } else { 0.0 };
            let middle = density(s + 0.5 / CELLS as f64);
            // Simpson's rule
            let mass = table.density[i] + 4.0 * middle + table.density[i + 1];
            table.below[i + 1] = table.below[i] + mass;
        }
        let total = table.below[CELLS];
        table.below.iter_mut().for_each(|below| *below /= total);
        table
    }

    fn varies(&self) -> bool {
        self.low < self.high
    }

    /// Returns the mean, (low + 4 best + high) / 6.
    #[must_use]
    pub fn mean(&self) -> f64 {
        (self.low + 4.0 * self.best + self.high) / 6.0
    }

    /// Returns the number below which a share `u` of draws falls, from `low` to `high`.
    ///
    /// The probability is right within 1e-4. A greater `u` never gives a smaller number.
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        if !self.varies() || u <= 0.0 {
            return self.low;
        }
        if u >= 1.0 {
            return self.high;
        }
        let Table { density, below } = self.table.get_or_init(|| self.new_table());
        let cell = below.partition_point(|&below| below <= u).clamp(1, CELLS) - 1;
        let (left, right) = (density[cell], density[cell + 1]);
        let share = (u - below[cell]) / (below[cell + 1] - below[cell]);
        // the density is taken as linear in the cell, so its integral is a parabola to be solved
        let target = share * (left + right);
        let root = (left * left + (right - left) * target).max(0.0).sqrt();
        let s = (cell as f64 + (target / (left + root)).clamp(0.0, 1.0)) / CELLS as f64;
        (self.low + (self.high - self.low) * smooth(s)).clamp(self.low, self.high)
    }
}

/// Maps [0, 1] on itself, flat at both ends; `smooth(1 - s)` is `1 - smooth(s)`.
fn smooth(s: f64) -> f64 {
    s * s * (3.0 - 2.0 * s)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Checks the share below each quantile against a distribution function on [0, 1].
    fn agrees(best: f64, distribution: impl Fn(f64) -> f64) {
        let pert = Pert::new(0.0, best, 1.0);
        for i in 1..10_000 {
            let u = f64::from(i) / 1e4;
            let x = pert.quantile(u);
            assert!((distribution(x) - u).abs() < 2e-5, "best {best}, u {u}, x {x}");
        }
    }

    #[test]
    fn quantiles_agree_with_closed_forms() {
        agrees(0.0, |x| 1.0 - libm::pow(1.0 - x, 5.0));
        agrees(1.0, |x| libm::pow(x, 5.0));
        agrees(0.25, |x| x * x * (10.0 - x * (20.0 - x * (15.0 - x * 4.0))));
        agrees(0.5, |x| x * x * x * (10.0 - x * (15.0 - x * 6.0)));
        agrees(0.75, |x| x * x * x * x * (5.0 - x * 4.0));
    }

    #[test]
    fn quantiles_hold_where_the_density_starts_steeply() {
        for best in [0.005, 0.0125, 0.05, 0.1, 0.15] {
            agrees(best, by_small_steps(best));
        }
    }

    /// Integrates the density x^p (1-x)^(4-p) with x = t^20, by the midpoint rule.
    fn by_small_steps(best: f64) -> impl Fn(f64) -> f64 {
        let p = 4.0 * best;
        let steps = 200_000;
        let mut sums = vec![0.0];
        for i in 0..steps {
            let t = (f64::from(i) + 0.5) / f64::from(steps);
            let x = libm::pow(t, 20.0);
            let density = libm::pow(x, p) * libm::pow(1.0 - x, 4.0 - p) * libm::pow(t, 19.0);
            sums.push(sums[sums.len() - 1] + density);
        }
        move |x| {
            let place = libm::pow(x, 0.05) * f64::from(steps);
            let i = place as usize;
            let part = sums[i] + (sums[i + 1] - sums[i]) * (place - i as f64);
            part / sums[sums.len() - 1]
        }
    }

    #[test]
    fn the_median_of_a_symmetric_range_is_its_middle() {
        assert!((Pert::new(-3.0, 1.0, 5.0).quantile(0.5) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_fixed_number_stays_fixed() {
        let fixed = Pert::new(42.0, 42.0, 42.0);
        for number in [fixed.quantile(0.0), fixed.quantile(0.7), fixed.mean()] {
            assert!((number - 42.0).abs() < 1e-12);
        }
    }

    proptest! {
        #[test]
        fn draws_have_the_mean_and_stay_between_the_bounds(
            low in -1e3..1e3, width in 1e-3..1e3, mode in 0.0..=1.0,
        ) {
            let (best, high) = (low + width * mode, low + width);
            let pert = Pert::new(low, best, high);
            let mut before = pert.quantile(0.0);
            let mut sum = 0.0;
            for i in 0..2_000 {
                let x = pert.quantile((f64::from(i) + 0.5) / 2e3);
                prop_assert!(before <= x && x <= high);
                sum += x;
                before = x;
            }
            prop_assert!((sum / 2e3 - pert.mean()).abs() < 1e-4 * width);
            prop_assert_eq!(pert.quantile(0.0).to_bits(), low.to_bits());
            prop_assert_eq!(pert.quantile(1.0).to_bits(), high.to_bits());
        }

        #[test]
        fn a_greater_share_never_gives_a_smaller_number(mode in 0.0..=1.0, u in 0.0..1.0, v in 0.0..1.0) {
            let pert = Pert::new(0.0, mode, 1.0);
            let (less, more) = if u < v { (u, v) } else { (v, u) };
            prop_assert!(pert.quantile(less) <= pert.quantile(more));
        }
    }
}
