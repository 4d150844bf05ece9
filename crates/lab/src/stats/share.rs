//! Shares: intervals for how often something happens.

use super::{normal::normal_quantile, sample::Interval};

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

/// Returns the interval of the difference of two shares measured on the same worlds.
///
/// Only worlds in which the two differ matter: `only_first` had it in the first setting alone,
/// `only_second` in the second alone, of `pairs` worlds; the difference is first less second. The
/// interval keeps a width when no world differs. Adjusted Wald interval: Bonett and Price,
/// "Adjusted Wald confidence interval for a difference of binomial proportions based on paired
/// data", Journal of Educational and Behavioral Statistics 37 (2012).
#[must_use]
pub fn paired_difference(
    only_first: u64,
    only_second: u64,
    pairs: u64,
    confidence: f64,
) -> Interval {
    let n = pairs as f64 + 2.0;
    let (first, second) = ((only_first as f64 + 1.0) / n, (only_second as f64 + 1.0) / n);
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

/// Returns an interval for a mean in 0 to 1 that may be looked at as often as one likes.
///
/// With the given confidence it holds the mean at *all* numbers of trials at once, so stopping when
/// it is narrow enough does not spoil it. It depends only on the sum and the number of values, not
/// on their order. For hits and misses it is as sharp as such a thing gets; for values that keep
/// away from 0 and 1 it holds, but is wider than it need be.
///
/// The set of p with ln B(s + 1/2, n - s + 1/2) - ln B(1/2, 1/2) - s ln p - (n - s) ln(1 - p) below
/// ln(1 / (1 - confidence)): the mixture martingale of Robbins, "Statistical methods related to
/// the law of the iterated logarithm", Ann. Math. Stat. 41 (1970), with a Jeffreys prior; Howard
/// and others, "Time-uniform, nonparametric, nonasymptotic confidence sequences", Ann. Stat. 49
/// (2021). For other values in 0 to 1 the mixture is a supermartingale, since
/// `r^x q^(1 - x) <= x r + (1 - x) q` (Hoeffding 1963).
#[must_use]
pub fn confidence_sequence(sum: f64, trials: u64, confidence: f64) -> Interval {
    let n = trials as f64;
    let (hits, misses) = (sum.clamp(0.0, n), (n - sum).clamp(0.0, n));
    let jeffreys = libm::log(std::f64::consts::PI);
    let mixture = libm::lgamma(hits + 0.5) + libm::lgamma(misses + 0.5) - libm::lgamma(n + 1.0);
    let limit = mixture - jeffreys + libm::log1p(-confidence);
    let kept = |p: f64| weighted_log(hits, p) + weighted_log(misses, 1.0 - p) > limit;
    let share = if trials == 0 { 0.5 } else { hits / n };
    Interval { low: edge(share, 0.0, kept), high: edge(share, 1.0, kept) }
}

/// Returns w ln p, which is nothing when the weight is nothing.
fn weighted_log(weight: f64, p: f64) -> f64 {
    if weight == 0.0 { 0.0 } else { weight * libm::log(p) }
}

/// Returns how far from `inside` towards `end` the values are kept, by bisection.
fn edge(mut inside: f64, end: f64, kept: impl Fn(f64) -> bool) -> f64 {
    if kept(end) {
        return end;
    }
    let mut outside = end;
    for _ in 0..60 {
        let middle = f64::midpoint(inside, outside);
        *(if kept(middle) { &mut inside } else { &mut outside }) = middle;
    }
    outside
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
                let holds = paired_difference(a, b, pairs, 0.95).contains(first - second);
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
        let none = paired_difference(0, 0, 1_000, 0.95);
        assert!(none.low < 0.0 && none.high > 0.0 && none.width() < 0.006, "{none:?}");
    }

    /// Share of 400 sequences that leave the interval at any of 40 looks at `next` values.
    fn ever_missed(mean: f64, next: impl Fn(f64) -> f64) -> f64 {
        let missed = (0..400_u64).filter(|&sequence| {
            let mut sum = 0.0;
            (1..=2_000_u64).any(|n| {
                sum += next(keyed_uniform(31, sequence, n));
                n % 50 == 0 && !confidence_sequence(sum, n, 0.95).contains(mean)
            })
        });
        missed.count() as f64 / 400.0
    }

    #[test]
    fn a_confidence_sequence_survives_looking_after_each_block() {
        for share in [0.02, 0.3, 0.5] {
            let missed = ever_missed(share, |u| f64::from(u8::from(u < share)));
            assert!(missed <= 0.05, "{share}: {missed}");
        }
        assert!(ever_missed(0.5, |u| u) <= 0.05);
    }

    #[test]
    fn looking_at_wilson_after_each_block_would_not_do() {
        let missed = (0..400_u64).filter(|&sequence| {
            let mut hits = 0;
            (1..=2_000_u64).any(|n| {
                hits += u64::from(keyed_uniform(31, sequence, n) < 0.5);
                n % 50 == 0 && !wilson(hits, n, 0.95).contains(0.5)
            })
        });
        assert!(missed.count() > 60);
    }

    #[test]
    fn a_confidence_sequence_narrows_and_knows_nothing_at_first() {
        assert_eq!(confidence_sequence(0.0, 0, 0.95), Interval { low: 0.0, high: 1.0 });
        let none = confidence_sequence(0.0, 1_000, 0.95);
        assert!(none.low == 0.0 && none.high < 0.008, "{none:?}");
        let many = confidence_sequence(300_000.0, 1_000_000, 0.95);
        assert!(many.contains(0.3) && many.width() < 0.005, "{many:?}");
    }
}
