//! Shares: intervals for how often something happens.

use super::{normal::normal_quantile, sample::Interval, student::student_quantile};

/// Returns the Wilson score interval of a share; all of 0 to 1 when there are no trials.
///
/// Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927).
#[must_use]
pub fn wilson(hits: u64, trials: u64, confidence: f64) -> Interval {
    if trials == 0 {
        return Interval { low: 0.0, high: 1.0 };
    }
    wilson_of_share(hits as f64 / trials as f64, trials as f64, confidence)
}

/// Returns the Wilson score interval of a share in a sample that is worth so many trials.
///
/// Trials that hang together are worth fewer than their number: `p (1 - p) / var(p)`, the effective
/// sample size of Kish, "Survey Sampling" (1965).
#[must_use]
pub fn wilson_of_share(share: f64, trials: f64, confidence: f64) -> Interval {
    let (n, z) = (trials, two_sided(confidence));
    let shrink = 1.0 + z * z / n;
    let centre = (share + z * z / (2.0 * n)) / shrink;
    let half = z / shrink * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    Interval {
        low: if share <= 0.0 { 0.0 } else { (centre - half).max(0.0) },
        high: if share >= 1.0 { 1.0 } else { (centre + half).min(1.0) },
    }
}

/// Returns how many trials a share is worth, of so many, given its standard error over draws that
/// hang together, so many of them.
///
/// Kish's effective sample size, `variance of one trial / error^2`, and less where few draws tell
/// the error, by the square of z over Student's t: Korn and Graubard, "Confidence intervals for
/// proportions with small expected number of positive counts estimated from survey data", Survey
/// Methodology 24 (1998). All trials count where no error was seen.
#[must_use]
pub fn worth(of_one: f64, error: f64, draws: u64, trials: u64) -> f64 {
    let all = trials as f64;
    let worth = of_one / (error * error);
    if draws < 2 || !(worth > 0.0 && worth < all) {
        return all;
    }
    let student = student_quantile(0.975, draws as f64 - 1.0);
    let surer = normal_quantile(0.975) / student;
    worth * surer * surer
}

/// Returns the interval of the difference of two shares measured on the same worlds.
///
/// Only worlds in which the two differ matter: `only_first` is the share of worlds that had it in
/// the first setting alone, `only_second` in the second alone, in a sample that is worth so many
/// pairs; the difference is first less second. The interval keeps a width when no world differs.
/// Adjusted Wald interval: Bonett and Price, "Adjusted Wald confidence interval for a difference of
/// binomial proportions based on paired data", Journal of Educational and Behavioral Statistics 37
/// (2012).
#[must_use]
pub fn paired_difference(
    only_first: f64,
    only_second: f64,
    pairs: f64,
    confidence: f64,
) -> Interval {
    let n = pairs + 2.0;
    let (first, second) = ((only_first * pairs + 1.0) / n, (only_second * pairs + 1.0) / n);
    let difference = first - second;
    let spread = (first + second - difference * difference).max(0.0) / n;
    let half = two_sided(confidence) * spread.sqrt();
    Interval { low: (difference - half).max(-1.0), high: (difference + half).min(1.0) }
}

/// Returns the exact one-sided upper bound of a share that none of the trials showed.
///
/// Solves (1 - p)^n = 1 - confidence; near 3/n at 95 %. Hanley and Lippman-Hand, "If nothing goes
/// wrong, is everything all right?", JAMA 249 (1983).
#[must_use]
pub fn upper_bound_of_none(trials: u64, confidence: f64) -> f64 {
    if trials == 0 { 1.0 } else { -libm::expm1(libm::log1p(-confidence) / trials as f64) }
}

/// Returns the z of a two-sided interval: 1.96 for 0.95.
fn two_sided(confidence: f64) -> f64 {
    normal_quantile(f64::midpoint(1.0, confidence))
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these numbers are exact")]
mod tests {
    use super::*;
    use excomm_engine::world::keyed_uniform;

    const INTERVALS: &str = include_str!("../../../../tests/data/stats/binomial_intervals.csv");

    /// The rows of one method: hits, trials, confidence, low, high.
    fn reference(method: &str) -> Vec<(u64, u64, f64, f64, f64)> {
        let cells = INTERVALS.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
        let real = |text: &str| text.parse::<f64>().unwrap();
        let whole = |text: &str| text.parse::<u64>().unwrap();
        let rows = cells
            .filter(|row| row[3] == method)
            .map(|row| (whole(row[0]), whole(row[1]), real(row[2]), real(row[4]), real(row[5])));
        rows.collect()
    }

    #[test]
    fn wilson_agrees_with_statsmodels_to_1e_9() {
        let rows = reference("wilson");
        assert_eq!(rows.len(), 57);
        for (hits, trials, confidence, low, high) in rows {
            let ours = wilson(hits, trials, confidence);
            assert!((ours.low - low).abs() < 1e-9, "{hits}/{trials}: {ours:?}");
            assert!((ours.high - high).abs() < 1e-9, "{hits}/{trials}: {ours:?}");
        }
    }

    #[test]
    fn none_of_n_keeps_a_width_and_no_trials_say_nothing() {
        assert!(wilson(0, 10, 0.95).high > 0.2 && wilson(10, 10, 0.95).low < 0.8);
        assert_eq!(wilson(0, 0, 0.95), Interval { low: 0.0, high: 1.0 });
        assert_eq!(upper_bound_of_none(0, 0.95), 1.0);
    }

    #[test]
    fn the_bound_of_none_is_the_exact_one() {
        for (hits, trials, confidence, _, high) in reference("clopper_pearson") {
            let bound = upper_bound_of_none(trials, f64::midpoint(1.0, confidence));
            assert!(hits > 0 || (bound - high).abs() < 1e-9, "0/{trials}: {bound}");
        }
    }

    /// Returns w ln p, which is nothing when the weight is nothing.
    fn weighted_log(weight: f64, p: f64) -> f64 {
        if weight == 0.0 { 0.0 } else { weight * libm::log(p) }
    }

    /// The exact chance that the interval holds the truth, summed over all outcomes.
    fn coverage_of_paired(pairs: u64, first: f64, second: f64) -> f64 {
        let log_factorial = |n: u64| libm::lgamma(n as f64 + 1.0);
        let mut covered = 0.0;
        for a in 0..=pairs {
            for b in 0..=pairs - a {
                let rest = pairs - a - b;
                let ways =
                    log_factorial(pairs) - [a, b, rest].map(log_factorial).iter().sum::<f64>();
                let log = ways
                    + weighted_log(a as f64, first)
                    + weighted_log(b as f64, second)
                    + weighted_log(rest as f64, 1.0 - first - second);
                let [only_first, only_second] = [a, b].map(|n| n as f64 / pairs as f64);
                let interval = paired_difference(only_first, only_second, pairs as f64, 0.95);
                let holds = interval.contains(first - second);
                covered += if holds { libm::exp(log) } else { 0.0 };
            }
        }
        covered
    }

    #[test]
    fn the_paired_interval_covers_at_least_93_percent_by_exact_enumeration() {
        for (first, second) in [(0.3, 0.3), (0.02, 0.02), (0.2, 0.05), (0.1, 0.0), (0.01, 0.002)] {
            let coverage = coverage_of_paired(80, first, second);
            assert!(coverage > 0.93, "{first} {second}: {coverage}");
        }
    }

    #[test]
    fn no_world_that_differs_still_leaves_a_width() {
        let none = paired_difference(0.0, 0.0, 1_000.0, 0.95);
        assert!(none.low < 0.0 && none.high > 0.0 && none.width() < 0.006, "{none:?}");
    }

    /// Stops at the first block of 1,000 worlds with a Wilson interval narrower than this, and
    /// returns how many worlds that took and whether the interval holds the truth.
    fn stopped(seed: u64, truth: f64, width: f64) -> (u64, bool) {
        let (mut hits, mut worlds) = (0, 0);
        loop {
            hits += (0..1_000).filter(|&i| keyed_uniform(seed, worlds, i) < truth).count() as u64;
            worlds += 1_000;
            let interval = wilson(hits, worlds, 0.95);
            if interval.width() < width {
                return (worlds, interval.contains(truth));
            }
        }
    }

    #[test]
    fn stopping_at_a_width_leaves_an_interval_that_holds_the_truth_19_times_in_20() {
        for (truth, width) in [(0.01, 0.01), (0.3, 0.03), (0.5, 0.05)] {
            let held = (0..400).filter(|&seed| stopped(seed, truth, width).1).count();
            // fewer than 352 of 400 come by chance once in a million
            assert!(held >= 352, "{truth}: {held} of 400");
        }
        assert_eq!(stopped(5, 0.3, 0.05).0, 2_000, "1,300 would do, and blocks have 1,000");
    }

    #[test]
    fn trials_that_hang_together_are_worth_fewer_and_never_more() {
        assert_eq!(worth(0.25, 0.0, 20, 1_000), 1_000.0);
        assert_eq!(worth(0.25, 0.001, 20, 1_000), 1_000.0);
        let many = worth(0.25, 0.05, 100_000, 1_000);
        assert!((many - 100.0).abs() < 0.01, "{many}");
        assert!(worth(0.25, 0.05, 3, 1_000) < 30.0, "three draws hardly tell an error");
    }
}
