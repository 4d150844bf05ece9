//! Shapes: distributions known by their mean and their variance, each for a kind of range.

use super::normal::normal_quantile;

/// Where the numbers of a distribution can lie, and so which shape it has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Range {
    /// Between two numbers, as shares and dates within a clock do: a beta distribution.
    Between(f64, f64),
    /// Above 0, as counts do: a gamma distribution.
    Positive,
    /// Below 0: a gamma distribution turned round.
    Negative,
    /// Anywhere: a normal distribution.
    Anywhere,
}

impl Range {
    /// Returns the number of this range that is nearest to another.
    #[must_use]
    pub fn nearest(self, number: f64) -> f64 {
        match self {
            Range::Between(from, to) => number.clamp(from, to),
            Range::Positive => number.max(0.0),
            Range::Negative => number.min(0.0),
            Range::Anywhere => number,
        }
    }
}

/// Sharper beta and gamma distributions than with so much shape are normal for all we can see.
const SHARP: f64 = 1e5;

/// Returns the quantile of the distribution in this range with this mean and variance.
///
/// A mean at an end of the range, or no variance, leaves the mean alone. A variance that no
/// distribution in the range can have is taken as the largest one. By the method of moments: the
/// beta has `a + b = m (1 - m) / v - 1` and `a = m (a + b)` on 0 to 1, the gamma shape `m^2 / v`
/// and scale `v / m` (Johnson, Kotz and Balakrishnan, "Continuous Univariate Distributions", 1994).
#[must_use]
pub fn quantile_by_moments(range: Range, mean: f64, variance: f64, level: f64) -> f64 {
    if variance <= 0.0 {
        return mean;
    }
    let normal = || mean + variance.sqrt() * normal_quantile(level);
    match range {
        Range::Between(from, to) => {
            let width = to - from;
            let (m, v) = ((mean - from) / width, variance / (width * width));
            let room = m * (1.0 - m);
            if m <= 0.0 || m >= 1.0 {
                return mean.clamp(from, to);
            }
            let both = (room / v - 1.0).max(1e-3);
            if both > SHARP {
                return normal().clamp(from, to);
            }
            from + width * beta_quantile(level, m * both, (1.0 - m) * both)
        }
        Range::Positive if mean <= 0.0 => 0.0,
        Range::Positive => {
            let shape = mean * mean / variance;
            if shape > SHARP { normal() } else { gamma_quantile(level, shape) * variance / mean }
        }
        Range::Negative => -quantile_by_moments(Range::Positive, -mean, variance, 1.0 - level),
        Range::Anywhere => normal(),
    }
}

/// Returns the quantile of the beta distribution, to about 1e-15 of the range.
#[must_use]
pub fn beta_quantile(level: f64, a: f64, b: f64) -> f64 {
    bisect(0.0, 1.0, |x| beta_below(x, a, b) < level)
}

/// Returns the quantile of the gamma distribution of scale 1.
#[must_use]
pub fn gamma_quantile(level: f64, shape: f64) -> f64 {
    let mut most = shape + 1.0;
    while gamma_below(most, shape) < level {
        most *= 2.0;
    }
    bisect(0.0, most, |x| gamma_below(x, shape) < level)
}

/// Returns where a number begins to be too large, from one that is too small to one that is not.
fn bisect(mut small: f64, mut large: f64, too_small: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..60 {
        let middle = f64::midpoint(small, large);
        *(if too_small(middle) { &mut small } else { &mut large }) = middle;
    }
    f64::midpoint(small, large)
}

/// Steps that a series or a continued fraction may take: enough for a shape of [`SHARP`].
const STEPS: u32 = 10_000;

/// Where a series or a continued fraction stands still.
const STILL: f64 = 1e-16;

/// Returns the beta distribution function: the regularized incomplete beta function.
///
/// By the continued fraction DLMF 8.17.22, on the side of the mean where it is short.
fn beta_below(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return if x <= 0.0 { 0.0 } else { 1.0 };
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - beta_below(1.0 - x, b, a);
    }
    let log = libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b)
        + a * libm::log(x)
        + b * libm::log1p(-x);
    let term = |n: u32| {
        let m = f64::from(n / 2);
        if n.is_multiple_of(2) {
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m))
        } else {
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0))
        }
    };
    let mut fraction = Fraction::new(1.0);
    for n in 1..STEPS {
        if fraction.add(term(n), 1.0) {
            break;
        }
    }
    libm::exp(log) / a / fraction.value
}

/// Returns the gamma distribution function: the regularized incomplete gamma function.
///
/// By the series DLMF 8.7.1 below the mean and the continued fraction 8.9.2 above.
fn gamma_below(x: f64, shape: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = libm::exp(shape * libm::log(x) - x - libm::lgamma(shape));
    if x < shape + 1.0 {
        let (mut term, mut sum) = (1.0 / shape, 1.0 / shape);
        for n in 1..STEPS {
            term *= x / (shape + f64::from(n));
            sum += term;
            if term < sum * STILL {
                break;
            }
        }
        return front * sum;
    }
    let mut fraction = Fraction::new(x + 1.0 - shape);
    for n in 1..STEPS {
        let n = f64::from(n);
        if fraction.add(-n * (n - shape), x + 2.0 * n + 1.0 - shape) {
            break;
        }
    }
    1.0 - front / fraction.value
}

/// A continued fraction worked out from its front: the method of Lentz, "Generating Bessel functions
/// in Mie scattering calculations using continued fractions", Applied Optics 15 (1976).
struct Fraction {
    value: f64,
    above: f64,
    below: f64,
}

impl Fraction {
    fn new(first: f64) -> Fraction {
        Fraction { value: first, above: first, below: 0.0 }
    }

    /// Adds a partial numerator and denominator, and returns whether the value stands still.
    fn add(&mut self, numerator: f64, denominator: f64) -> bool {
        let apart = |x: f64| if x.abs() < 1e-300 { 1e-300 } else { x };
        self.below = 1.0 / apart(denominator + numerator * self.below);
        self.above = apart(denominator + numerator / self.above);
        let step = self.above * self.below;
        self.value *= step;
        (step - 1.0).abs() < STILL
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(ours: f64, known: f64) {
        assert!((ours - known).abs() < 1e-9 * known.abs().max(1.0), "{ours}, exactly {known}");
    }

    #[test]
    fn quantiles_of_beta_and_gamma_are_those_of_closed_forms() {
        for level in [0.05, 0.5, 0.95] {
            near(beta_quantile(level, 1.0, 1.0), level);
            near(beta_quantile(level, 3.0, 1.0), libm::cbrt(level));
            let sine = libm::sin(level * std::f64::consts::FRAC_PI_2);
            near(beta_quantile(level, 0.5, 0.5), sine * sine);
            near(gamma_quantile(level, 1.0), -libm::log1p(-level));
            // chi squared with one degree of freedom
            let z = normal_quantile(f64::midpoint(1.0, level));
            near(gamma_quantile(level, 0.5), z * z / 2.0);
        }
    }

    #[test]
    fn a_distribution_function_and_its_mirror_add_up_to_one() {
        for (a, b) in [(0.2, 7.0), (3.0, 900.0), (40_000.0, 50_000.0)] {
            let at = beta_quantile(0.95, a, b);
            near(beta_below(at, a, b), 0.95);
            near(1.0 - beta_quantile(0.05, b, a), at);
        }
        near(gamma_below(gamma_quantile(0.05, 50_000.0), 50_000.0), 0.05);
    }

    #[test]
    fn a_very_sharp_shape_is_normal_and_the_change_cannot_be_seen() {
        for range in [Range::Between(0.0, 1.0), Range::Positive] {
            let sharp = |variance: f64| {
                (quantile_by_moments(range, 0.3, variance, 0.95) - 0.3) / variance.sqrt()
            };
            assert!((sharp(0.09 / 0.99e5) - sharp(0.09 / 1.01e5)).abs() < 0.01, "{range:?}");
        }
    }

    #[test]
    fn each_shape_stays_in_its_range() {
        for level in [0.05, 0.95] {
            for (mean, variance) in [(0.0, 0.1), (1.0, 0.1), (0.3, 0.3), (0.01, 1e-3)] {
                let share = quantile_by_moments(Range::Between(0.0, 1.0), mean, variance, level);
                assert!((0.0..=1.0).contains(&share), "{mean} {variance}: {share}");
                assert!(quantile_by_moments(Range::Positive, mean, variance, level) >= 0.0);
                assert!(quantile_by_moments(Range::Negative, -mean, variance, level) <= 0.0);
            }
        }
        let nearest =
            |range: Range| [-2.0, 0.5, 3.0].map(|number| (2.0 * range.nearest(number)) as i64);
        assert_eq!(nearest(Range::Between(0.0, 1.0)), [0, 1, 2]);
        assert_eq!(nearest(Range::Positive), [0, 1, 6]);
        assert_eq!(nearest(Range::Negative), [-4, 0, 0]);
        assert_eq!(nearest(Range::Anywhere), [-4, 1, 6]);
        near(quantile_by_moments(Range::Anywhere, 1.0, 4.0, 0.95), 1.0 + 2.0 * 1.644_853_626_951);
        near(quantile_by_moments(Range::Between(10.0, 14.0), 12.0, 4.0 / 3.0, 0.05), 10.2);
    }
}
