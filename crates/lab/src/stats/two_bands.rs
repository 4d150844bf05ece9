//! Two bands, never merged: what we do not know, and how well it was computed.
//!
//! The facts are drawn K times, and each draw is run with R lucks. The means over luck spread both
//! because the facts differ and because R lucks are not all luck; the second part is taken out.

use super::{
    normal::{normal_quantile, student_quantile},
    sample::{Estimate, Interval, mean, variance},
    share::confidence_sequence,
    sketch::Sketch,
    stream::Moments,
};

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
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoBands {
    /// Mean over fact draws.
    pub answer: Estimate,
    /// 5 % of the answer over fact draws.
    pub low: Estimate,
    /// 95 % of the answer over fact draws.
    pub high: Estimate,
    /// Standard deviation of the answer over fact draws, luck removed.
    pub spread: Estimate,
    /// Standard deviation of the luck left in the mean of one fact draw, which was removed.
    pub noise: f64,
    /// Standard error of the answer.
    pub error: f64,
}

impl TwoBands {
    /// Returns them about an answer that is known exactly.
    #[must_use]
    pub fn about(mut self, answer: f64) -> TwoBands {
        let off = answer - self.answer.value;
        let Interval { low, high } = self.answer.interval;
        let interval = Interval { low: low + off, high: high + off };
        self.answer = Estimate { value: answer, interval };
        self
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

    /// Returns the answer and its 5-95 % band over fact draws, within-draw noise removed.
    ///
    /// None of fewer than two draws, or if a draw has no noise estimate (fewer than two lucks).
    ///
    /// `var_between = max(0, var(means) - mean(within / R))` is the estimate of one-way random
    /// effects (Searle and others, "Variance Components", 1992). The means are drawn towards their
    /// mean by `sqrt(var_between / var(means))`, so that they spread as much as the truths do and
    /// not, as posterior means would, less: Louis, "Estimating a population of parameter values
    /// using Bayes and empirical Bayes methods", JASA 79 (1984). Ends are quantiles of the shrunk
    /// means. Exact for normal spread and noise. A spread that is not normal keeps a bias that falls
    /// with noise / spread: take R so that noise is under half of spread.
    ///
    /// Computing errors, at 95 %: of the answer, Student's t on the variance of the means; of the
    /// spread, the large-sample error of a variance, `var(s^2) = (m4 - s^4 (K - 3) / (K - 1)) / K`
    /// (m4 from the sketch), and that of the mean noise; of an end, its quantile lies between the
    /// means with ranks `K p -+ 1.96 sqrt(K p (1 - p))`, as the number of means below it is binomial
    /// (Conover, "Practical Nonparametric Statistics", 1999, 3.2), joined with the error of the
    /// shrinking by adding squares of the two distances (Zou and Donner, "Construction of confidence
    /// limits about effect measures", Statistics in Medicine 27, 2008).
    #[must_use]
    pub fn two_bands(&self) -> Option<TwoBands> {
        let refused = self.means.refused() + self.noise.refused();
        let (centre, total) = (self.means.mean()?, self.means.variance()?);
        let noise = self.noise.mean()? / FINER;
        if refused > 0 {
            return None;
        }
        let draws = self.means.count() as f64;
        let t = student_quantile(f64::midpoint(1.0, CONFIDENCE), draws - 1.0);
        let error = (total / draws).sqrt();
        let half = t * error;
        let answer = Estimate {
            value: centre,
            interval: Interval { low: centre - half, high: centre + half },
        };

        let between = |off: f64| (total - noise + off).max(0.0);
        let half = z() * self.error_of_between(centre, total, draws);
        let factor = |between: f64| if total > 0.0 { (between / total).sqrt() } else { 0.0 };
        let [least, likely, most] = [-half, 0.0, half].map(between);
        let shrunk =
            Shrunk { centre, least: factor(least), likely: factor(likely), most: factor(most) };
        let spread = Estimate {
            value: likely.sqrt(),
            interval: Interval { low: least.sqrt(), high: most.sqrt() },
        };
        let end = |level| shrunk.end(&self.spread, level);
        Some(TwoBands {
            answer,
            low: end(0.05),
            high: end(0.95),
            spread,
            noise: noise.sqrt(),
            error,
        })
    }

    /// Returns where the mean of shares lies, as sure however often one looks at it.
    ///
    /// Draws are independent, worlds that share one are not: so it counts draws.
    #[must_use]
    pub fn sequence(&self) -> Interval {
        let (mean, draws) = (self.means.mean().unwrap_or(0.0), self.means.count());
        confidence_sequence(mean * draws as f64, draws, CONFIDENCE)
    }

    /// Returns the standard error of the variance between draws.
    fn error_of_between(&self, centre: f64, total: f64, draws: f64) -> f64 {
        let fourth = |(value, count): (f64, u64)| {
            let square = (value - centre) * (value - centre);
            square * square * count as f64
        };
        let fourth = self.spread.iter().map(fourth).sum::<f64>() / draws;
        let of_total = (fourth - total * total * (draws - 3.0) / (draws - 1.0)) / draws;
        let of_noise = self.noise.variance().unwrap_or(0.0) / (FINER * FINER) / draws;
        (of_total.max(0.0) + of_noise).sqrt()
    }
}

/// How far means are drawn towards their own mean, with its computing error.
struct Shrunk {
    centre: f64,
    least: f64,
    likely: f64,
    most: f64,
}

impl Shrunk {
    /// Returns the end of the band at this level.
    fn end(&self, means: &Sketch, level: f64) -> Estimate {
        let last = means.total().saturating_sub(1) as f64;
        let off = z() * (level * (1.0 - level) / (last + 1.0)).sqrt();
        let away = |level: f64| means.quantile(level) - self.centre;
        let at = away(level);
        let (below, above) = (at - away(level - off), away(level + off) - at);
        let value = self.centre + self.likely * at;
        let (wider, narrower) = ((self.most - self.likely) * at, (self.likely - self.least) * at);
        let (down, up) = if at < 0.0 { (wider, narrower) } else { (narrower, wider) };
        Estimate {
            value,
            interval: Interval {
                low: value - libm::hypot(self.likely * below, down),
                high: value + libm::hypot(self.likely * above, up),
            },
        }
    }
}

/// Returns the z of a two-sided interval: 1.96.
fn z() -> f64 {
    normal_quantile(f64::midpoint(1.0, CONFIDENCE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::sample::quantile;
    use excomm_engine::world::keyed_uniform;

    /// K fact draws with R lucks: a truth for each draw, and normal luck of this size.
    fn draws(k: u64, lucks: u64, size: f64, truth: impl Fn(f64) -> f64) -> Vec<FactDraw> {
        let draw = |fact: u64| {
            let truth = truth(keyed_uniform(8, 0, fact));
            let luck = |luck| size * normal_quantile(keyed_uniform(8, 1 + fact, luck));
            FactDraw::of_values(&(0..lucks).map(|i| truth + luck(i)).collect::<Vec<_>>())
        };
        (0..k).map(draw).collect()
    }

    fn bands(draws: &[FactDraw]) -> TwoBands {
        draws.iter().copied().collect::<Draws>().two_bands().unwrap()
    }

    #[test]
    fn the_band_of_normal_facts_comes_back_through_twice_as_much_luck() {
        let found = bands(&draws(4_000, 4, 2.0, normal_quantile));
        assert!((found.low.value + 1.645).abs() < 0.1, "{found:?}");
        assert!((found.high.value - 1.645).abs() < 0.1, "{found:?}");
        assert!((found.noise - 1.0).abs() < 0.05 && (found.spread.value - 1.0).abs() < 0.05);
    }

    #[test]
    fn without_removing_luck_the_band_would_be_much_too_wide() {
        let mut plain: Vec<f64> =
            draws(4_000, 4, 2.0, normal_quantile).iter().map(|draw| draw.mean).collect();
        plain.sort_by(f64::total_cmp);
        assert!(quantile(&plain, 0.95) > 2.2);
    }

    #[test]
    fn facts_that_change_nothing_leave_a_third_of_the_band_of_luck_at_most() {
        let found = bands(&draws(400, 10, 1.0, |_| 3.0));
        let band_of_luck = 2.0 * 1.645 * found.noise;
        assert!(found.high.value - found.low.value < band_of_luck / 3.0, "{found:?}");
        assert!(found.spread.interval.contains(0.0), "{found:?}");
        assert!(found.answer.interval.contains(3.0), "{found:?}");
    }

    #[test]
    fn the_ends_of_uniform_facts_are_right_when_luck_is_under_half_of_the_spread() {
        let found = bands(&draws(4_000, 60, 1.0, |u| u));
        assert!((found.low.value - 0.05).abs() < 0.03, "{found:?}");
        assert!((found.high.value - 0.95).abs() < 0.03, "{found:?}");
    }

    #[test]
    fn a_band_of_shares_stays_between_0_and_1() {
        let hits = |fact: u64| {
            (0..20).filter(move |&i| keyed_uniform(3, fact, i) < keyed_uniform(4, 0, fact))
        };
        let draws: Vec<_> =
            (0..1_000).map(|fact| FactDraw::of_share(hits(fact).count() as u64, 20)).collect();
        let found = bands(&draws);
        assert!(found.low.value >= 0.0 && found.high.value <= 1.0);
        assert!((found.low.value - 0.05).abs() < 0.04, "{found:?}");
        assert!((found.high.value - 0.95).abs() < 0.04, "{found:?}");
    }

    /// In how many of 200 studies of 100 draws these hold the truth: the intervals of both ends, of
    /// the spread and of the answer.
    fn held(luck_size: f64) -> [usize; 4] {
        let mut held = [0; 4];
        for set in 0..200_u64 {
            let draw = |fact: u64| {
                let truth = normal_quantile(keyed_uniform(set, 0, fact));
                let luck = |i| truth + luck_size * normal_quantile(keyed_uniform(set, 1 + fact, i));
                FactDraw::of_values(&(0..4).map(luck).collect::<Vec<_>>())
            };
            let found = bands(&(0..100).map(draw).collect::<Vec<_>>());
            let parts = [found.low, found.high, found.spread, found.answer];
            for (held, (part, truth)) in
                held.iter_mut().zip(parts.iter().zip([-1.645, 1.645, 1.0, 0.0]))
            {
                *held += usize::from(part.interval.contains(truth));
            }
        }
        held
    }

    #[test]
    fn computing_errors_hold_the_truth_about_95_times_in_100() {
        for luck_size in [1.0, 3.0] {
            let held = held(luck_size);
            assert!(
                held.iter().all(|held| (180..=199).contains(held)),
                "{luck_size}: {held:?} of 200"
            );
        }
    }

    #[test]
    fn ends_are_those_of_the_sample_but_for_the_grid() {
        let draws = draws(37, 10, 1.0, normal_quantile);
        let found = bands(&draws);
        let mut means: Vec<f64> = draws.iter().map(|draw| draw.mean).collect();
        means.sort_by(f64::total_cmp);
        let (centre, total) = (mean(&means), variance(&means));
        let noise = draws.iter().map(|draw| draw.noise).sum::<f64>() / 37.0;
        let factor = ((total - noise) / total).sqrt();
        for (level, end) in [(0.05, found.low), (0.95, found.high)] {
            let exact = centre + factor * (quantile(&means, level) - centre);
            assert!((end.value - exact).abs() < exact.abs() / 2048.0, "{end:?}, exactly {exact}");
        }
        assert!((found.answer.value - centre).abs() < 1e-6);
    }

    #[test]
    fn the_same_everywhere_leaves_no_band_at_all() {
        let found = bands(&[FactDraw::of_values(&[0.3; 10]); 20]);
        for part in [found.answer, found.low, found.high] {
            assert!((part.value - 0.3).abs() < 1e-6 && part.interval.width() == 0.0, "{part:?}");
        }
        assert_eq!((found.spread.value, found.noise), (0.0, 0.0));
    }

    #[test]
    fn one_luck_a_draw_cannot_tell_luck_from_facts() {
        let single = [FactDraw::of_values(&[1.0]), FactDraw::of_values(&[2.0])];
        assert_eq!(Draws::from_iter(single).two_bands(), None);
        assert_eq!(Draws::default().two_bands(), None);
    }
}
