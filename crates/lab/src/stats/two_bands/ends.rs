//! The ends of a band over fact draws: from the means of the draws, and from the shape they should have.

use super::{
    super::shapes::{Range, quantile_by_moments},
    Estimate, Interval, Sketch, z,
};

/// What the ends of a band are worked out from.
pub(super) struct Ends<'a> {
    /// The means of the draws.
    pub means: &'a Sketch,
    /// Their mean.
    pub answer: Estimate,
    /// Their variance.
    pub total: f64,
    /// The part of it that is luck.
    pub noise: f64,
    /// The rest of it: the variance between draws.
    pub between: Estimate,
    /// The range of the outcome.
    pub range: Range,
}

/// Variances between draws that are tried between the least and the most.
const TRIED: u32 = 8;

/// How far an end lies from that of another shape with the same mean and variance, in spreads: the
/// ends of facts that are uniform, exponential or skewed PERT lie up to so far from those of the
/// shape their range is given.
const OTHER_SHAPE: f64 = 0.1;

impl Ends<'_> {
    /// Returns the end of the band at this level.
    pub(super) fn at(&self, level: f64) -> Estimate {
        let weight = self.weight_of_shape();
        let (of_means, of_shape) = (self.of_means(level), self.of_shape(level));
        let mix = |means: f64, shape: f64| means + weight * (shape - means);
        // the sketch rounds its numbers, and the answer is not rounded
        let answer = self.answer.value;
        let least = self.means.ranked(0).min(answer);
        let most = self.means.ranked(self.means.total().saturating_sub(1)).max(answer);
        Estimate {
            value: mix(of_means.value, of_shape.value).max(least).min(most),
            interval: Interval {
                low: self.range.nearest(mix(of_means.interval.low, of_shape.interval.low)),
                high: self.range.nearest(mix(of_means.interval.high, of_shape.interval.high)),
            },
        }
    }

    /// Returns how much the shape counts against the means: the more, the more of them is luck.
    fn weight_of_shape(&self) -> f64 {
        if self.noise > 0.0 { (4.0 * self.noise / self.between.value).min(1.0) } else { 0.0 }
    }

    /// Returns the quantile of the means, drawn towards their own mean.
    fn of_means(&self, level: f64) -> Estimate {
        let draws = self.means.total() as f64;
        let off = z() * (level * (1.0 - level) / draws).sqrt();
        let away = |level: f64| self.means.quantile(level) - self.answer.value;
        let at = away(level);
        let (below, above) = (at - away(level - off), away(level + off) - at);
        let factor =
            |between: f64| if self.total > 0.0 { (between / self.total).sqrt() } else { 0.0 };
        let Estimate { value, interval: Interval { low, high } } = self.between;
        let [least, likely, most] = [low, value, high].map(factor);
        let value = self.answer.value + likely * at;
        let (wider, narrower) = ((most - likely) * at, (likely - least) * at);
        let (down, up) = if at < 0.0 { (wider, narrower) } else { (narrower, wider) };
        Estimate {
            value,
            interval: Interval {
                low: value - libm::hypot(likely * below, down),
                high: value + libm::hypot(likely * above, up),
            },
        }
    }

    /// Returns the quantile of the shape with their mean and the variance between draws.
    fn of_shape(&self, level: f64) -> Estimate {
        let at = |mean: f64, between: f64| quantile_by_moments(self.range, mean, between, level);
        let Estimate { value: mean, interval: of_mean } = self.answer;
        let Interval { low: least, high: most } = self.between.interval;
        let value = at(mean, self.between.value);
        let step = (most - least) / f64::from(TRIED);
        let by_spread = (0..=TRIED).map(|i| at(mean, least + step * f64::from(i)));
        let by_mean = [of_mean.low, of_mean.high].map(|mean| at(mean, self.between.value));
        let (mut lower, mut upper) = (0.0_f64, 0.0_f64);
        for end in by_spread {
            (lower, upper) = (lower.max(value - end), upper.max(end - value));
        }
        let other = OTHER_SHAPE * self.between.value.sqrt();
        let down = by_mean.map(|end| (value - end).max(0.0)).into_iter().fold(0.0, f64::max);
        let up = by_mean.map(|end| (end - value).max(0.0)).into_iter().fold(0.0, f64::max);
        Estimate {
            value,
            interval: Interval {
                low: value - libm::hypot(lower, down) - other,
                high: value + libm::hypot(upper, up) + other,
            },
        }
    }
}
