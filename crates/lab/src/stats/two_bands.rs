//! Two bands, never merged: what we do not know, and how well it was computed.
//!
//! The facts are drawn K times, and each draw is run with R lucks. The means over luck spread both
//! because the facts differ and because R lucks are not all luck; the second part is taken out.

mod ends;
#[cfg(test)]
mod tests;

use serde::Serialize;

use super::{
    normal::normal_quantile,
    sample::{Estimate, Interval, mean, variance},
    shapes::Range,
    sketch::Sketch,
    stream::Moments,
    student::student_quantile,
};
use crate::stats::two_bands::ends::Ends;

/// What the lucks of one fact draw gave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FactDraw {
    /// Mean of the outcome over lucks.
    pub mean: f64,
    /// Variance of that mean: the unbiased variance over lucks, divided by their number.
    pub noise: f64,
}

impl FactDraw {
    /// Sums up the outcomes of the lucks of one fact draw (or paired differences), two at least.
    #[must_use]
    pub fn of_values(values: &[f64]) -> FactDraw {
        FactDraw { mean: mean(values), noise: variance(values) / values.len() as f64 }
    }

    /// Sums up a share: how many of the lucks had it, of two at least.
    #[must_use]
    pub fn of_share(hits: u64, lucks: u64) -> FactDraw {
        let share = hits as f64 / lucks as f64;
        FactDraw { mean: share, noise: share * (1.0 - share) / (lucks as f64 - 1.0) }
    }
}

/// An answer with the band of what we do not know, each with its computing error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TwoBands {
    /// Mean over fact draws.
    #[serde(rename = "value")]
    pub answer: Estimate,
    /// 5 % of the answer over fact draws; never above the answer.
    pub low: Estimate,
    /// 95 % of the answer over fact draws; never below the answer.
    pub high: Estimate,
    /// Standard deviation of the answer over fact draws, luck removed.
    #[serde(skip)]
    pub spread: Estimate,
    /// Standard deviation of the luck left in the mean of one fact draw, which was removed.
    #[serde(skip)]
    pub noise: f64,
    /// Standard error of the answer.
    #[serde(skip)]
    pub error: f64,
    /// How well the band can be told from luck.
    pub clarity: Clarity,
}

/// How well a band over fact draws can be told from luck.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Clarity {
    /// No fact was drawn: both ends are the answer.
    Undrawn,
    /// Noise is at most half of spread.
    Clear,
    /// Noise is more than half of spread, so that the ends rest on the shape that is assumed.
    Hazy,
    /// No spread was seen beyond that of luck: only how wide the band can be at most is known.
    Hidden,
}

impl TwoBands {
    /// Returns the bands of an answer of which no fact was drawn: luck alone is in its error.
    #[must_use]
    pub fn of_luck(answer: Estimate, error: f64) -> TwoBands {
        let none = Estimate { value: 0.0, interval: Interval { low: 0.0, high: 0.0 } };
        let clarity = Clarity::Undrawn;
        TwoBands { answer, low: answer, high: answer, spread: none, noise: 0.0, error, clarity }
    }

    /// Returns these bands about an answer that is known exactly, or with a better interval.
    #[must_use]
    pub fn about(mut self, answer: Estimate) -> TwoBands {
        self.answer = answer;
        let Estimate { value, interval } = answer;
        let Estimate { value: low, interval: of_low } = self.low;
        self.low = Estimate {
            value: low.min(value),
            interval: Interval { low: of_low.low.min(interval.low), high: of_low.high },
        };
        let Estimate { value: high, interval: of_high } = self.high;
        self.high = Estimate {
            value: high.max(value),
            interval: Interval { low: of_high.low, high: of_high.high.max(interval.high) },
        };
        self
    }

    /// Returns how many times as many lucks a draw would make the band clear; none if no spread was
    /// seen at all.
    #[must_use]
    pub fn lucks_needed(&self) -> Option<f64> {
        let ratio = 2.0 * self.noise / self.spread.value;
        (self.spread.value > 0.0).then_some(ratio * ratio)
    }
}

/// Fact draws as they come: all that the two bands need, in bounded memory, merged exactly.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draws {
    means: Moments,
    noise: Moments,
    spread: Sketch,
}

impl FromIterator<FactDraw> for Draws {
    fn from_iter<I: IntoIterator<Item = FactDraw>>(draws: I) -> Draws {
        let mut all = Draws::default();
        draws.into_iter().for_each(|draw| all.push(draw));
        all
    }
}

/// What the means of draws are of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Measure {
    /// Yes or no: shares of the lucks.
    Share,
    /// Numbers between two others, such as days of a clock.
    Within(f64, f64),
    /// Numbers, or differences.
    Number,
}

/// Confidence of computing errors.
const CONFIDENCE: f64 = 0.95;

/// The noise of draws is often small; it is summed in units of 2^-30.
const FINER: f64 = (1_u32 << 10) as f64;

impl Draws {
    /// Counts one draw.
    pub fn push(&mut self, draw: FactDraw) {
        self.means.push(draw.mean);
        self.noise.push(draw.noise * FINER);
        self.spread.push(draw.mean);
    }

    /// Adds what another shard counted.
    pub fn merge(&mut self, other: &Draws) {
        self.means.merge(&other.means);
        self.noise.merge(&other.noise);
        self.spread.merge(&other.spread);
    }

    /// Returns how many draws there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.means.count()
    }

    /// Returns the answer and its 5-95 % band over fact draws, within-draw noise removed.
    ///
    /// None of fewer than two draws, or if a draw has no noise estimate (fewer than two lucks).
    ///
    /// `var_between = max(0, var(means) - mean(within / R))` is the estimate of one-way random
    /// effects (Searle and others, "Variance Components", 1992). Two estimates of an end of the band
    /// have it as their variance:
    ///
    /// 1. The quantile of the means, drawn towards their mean by `sqrt(var_between / var(means))`, so
    ///    that they spread as much as the truths do and not, as posterior means would, less: Louis,
    ///    "Estimating a population of parameter values using Bayes and empirical Bayes methods", JASA
    ///    79 (1984). Right whatever the shape of the truths if there is little noise. With much noise
    ///    it has the shape of luck: of a rare event most means are 0 and some are 1 / R, drawn
    ///    together or not.
    /// 2. The quantile of the distribution with this mean and variance in the range of the outcome:
    ///    beta for shares and within limits, gamma for what is never seen on the other side of 0, otherwise normal.
    ///    It is right however much noise there is if the truths have that shape or nearly so, which
    ///    is what chances between a low and a high value lead to.
    ///
    /// The end is their mean, the second with the weight `min(1, 4 noise^2 / spread^2)`: all of it
    /// from where noise is half of spread. It stays within the means seen, and the band never leaves
    /// out the answer, which is its mean.
    ///
    /// Computing errors, at 95 %: of the answer, Student's t on the variance of the means; of the
    /// spread, the large-sample error of a variance, `var(s^2) = (m4 - s^4 (K - 3) / (K - 1)) / K`
    /// (m4 from the sketch), on the scale of logarithms, since a variance of few draws is skewed, and
    /// that of the mean noise; of an end, what these two errors move it by, and for the quantile of
    /// the means its ranks `K p -+ 1.96 sqrt(K p (1 - p))`, as the number of means below it is
    /// binomial (Conover, "Practical Nonparametric Statistics", 1999, 3.2). Distances are joined by
    /// adding their squares (Zou and Donner, "Construction of confidence limits about effect
    /// measures", Statistics in Medicine 27, 2008).
    #[must_use]
    pub fn two_bands(&self, measure: Measure) -> Option<TwoBands> {
        let refused = self.means.refused() + self.noise.refused();
        let (centre, total) = (self.means.mean()?, self.means.variance()?);
        let noise = self.noise.mean()? / FINER;
        if refused > 0 {
            return None;
        }
        let draws = self.means.count() as f64;
        let t = student_quantile(f64::midpoint(1.0, CONFIDENCE), draws - 1.0);
        let error = (total / draws).sqrt();
        let (half, range) = (t * error, self.range(measure));
        let [low, high] = [centre - half, centre + half].map(|end| range.nearest(end));
        let answer = Estimate { value: centre, interval: Interval { low, high } };
        let between = match measure {
            Measure::Share => self.between_of_shares(centre, total, noise),
            Measure::Within(..) | Measure::Number => self.between(centre, total, noise),
        };
        let ends = Ends { means: &self.spread, answer, total, noise, between, range };
        let Estimate { value, interval: Interval { low: least, high: most } } = between;
        let spread = Estimate {
            value: value.sqrt(),
            interval: Interval { low: least.sqrt(), high: most.sqrt() },
        };
        let clarity = match noise {
            _ if noise <= value / 4.0 => Clarity::Clear,
            _ if least > 0.0 => Clarity::Hazy,
            _ => Clarity::Hidden,
        };
        let (low, high, noise) = (ends.at(0.05), ends.at(0.95), noise.sqrt());
        Some(TwoBands { answer, low, high, spread, noise, error, clarity }.about(answer))
    }

    /// Returns the range in which the outcome lies, from what it is or from the means.
    pub(crate) fn range(&self, measure: Measure) -> Range {
        let least = self.spread.ranked(0);
        let most = self.spread.ranked(self.spread.total().saturating_sub(1));
        match measure {
            Measure::Share => Range::Between(0.0, 1.0),
            Measure::Within(from, to) => Range::Between(from, to),
            Measure::Number if least >= 0.0 => Range::Positive,
            Measure::Number if most <= 0.0 => Range::Negative,
            Measure::Number => Range::Anywhere,
        }
    }

    /// Returns the variance between draws of shares.
    ///
    /// The noise of a share s of R lucks is `s (1 - s) / (R - 1)`, so that each draw by itself says
    /// what it adds, `(s - m)^2 K / (K - 1)` less its noise, and the variance of these terms is the
    /// error of their mean. A single hit adds next to nothing: of something rare only draws with two
    /// hits tell, and that so many more of them could have come by chance is added to the most there
    /// can be (the rule of three).
    fn between_of_shares(&self, centre: f64, total: f64, noise: f64) -> Estimate {
        let draws = self.means.count() as f64;
        let mean = |term: &dyn Fn(f64) -> f64| {
            let sum: f64 =
                self.spread.iter().map(|(share, count)| term(share) * count as f64).sum();
            sum / draws
        };
        let luck = mean(&|share| share * (1.0 - share));
        let per_luck = if luck > 0.0 { noise / luck } else { 0.0 };
        let adds = |share: f64| {
            let off = share - centre;
            off * off * draws / (draws - 1.0) - share * (1.0 - share) * per_luck
        };
        let value = mean(&adds);
        let error = (mean(&|share| (adds(share) - value) * (adds(share) - value)) / draws).sqrt();
        let lucks = 1.0 + 1.0 / per_luck;
        let two_hits = if per_luck > 0.0 { adds(2.0 / lucks).abs() } else { 0.0 };
        let at = |off: f64| (total - noise + off).max(0.0);
        let (down, up) = (z() * error, z() * error + 3.0 * two_hits / draws);
        Estimate { value: at(0.0), interval: Interval { low: at(-down), high: at(up) } }
    }

    /// Returns the variance between draws.
    fn between(&self, centre: f64, total: f64, noise: f64) -> Estimate {
        let draws = self.means.count() as f64;
        let fourth = |(value, count): (f64, u64)| {
            let square = (value - centre) * (value - centre);
            square * square * count as f64
        };
        let fourth = self.spread.iter().map(fourth).sum::<f64>() / draws;
        let of_total = (fourth - total * total * (draws - 3.0) / (draws - 1.0)) / draws;
        let of_noise = self.noise.variance().unwrap_or(0.0) / (FINER * FINER) / draws;
        let relative = if total > 0.0 { z() * of_total.max(0.0).sqrt() / total } else { 0.0 };
        let half_noise = z() * of_noise.sqrt();
        let (down, up) = (total * libm::expm1(-relative), total * libm::expm1(relative));
        let at = |off: f64| (total - noise + off).max(0.0);
        Estimate {
            value: at(0.0),
            interval: Interval {
                low: at(-libm::hypot(down, half_noise)),
                high: at(libm::hypot(up, half_noise)),
            },
        }
    }
}

/// Returns the z of a two-sided interval: 1.96.
fn z() -> f64 {
    normal_quantile(f64::midpoint(1.0, CONFIDENCE))
}
