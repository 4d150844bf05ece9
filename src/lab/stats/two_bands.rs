//! Two bands, never merged: what we do not know, and how well it was computed.
//!
//! The facts are drawn K times, and each draw is run with R lucks. The means over luck spread both
//! because the facts differ and because R lucks are not all luck; the second part is taken out.

use super::{
    bootstrap::Bootstrap,
    sample::{Estimate, Interval, mean, quantile, variance},
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
}

/// Returns the answer and its 5-95 % band over fact draws, within-draw noise removed.
///
/// None of fewer than two draws, or if a draw has no noise estimate (fewer than two lucks).
///
/// `var_between = max(0, var(means) - mean(within / R))` is the estimate of one-way random effects
/// (Searle and others, "Variance Components", 1992). The means are drawn towards their
/// mean by `sqrt(var_between / var(means))`, so that they spread as much as the truths do and not, as
/// posterior means would, less: Louis, "Estimating a population of parameter values using Bayes and
/// empirical Bayes methods", JASA 79 (1984). Ends are quantiles of the shrunk means. Exact for
/// normal spread and noise. A spread that is not normal keeps a bias that falls with
/// noise / spread: take R so that noise is under half of spread.
///
/// Computing errors come from drawing the fact draws again ([`Bootstrap`]).
#[must_use]
pub fn two_bands(draws: &[FactDraw], bootstrap: Bootstrap) -> Option<TwoBands> {
    if draws.len() < 2 || draws.iter().any(|draw| !(draw.mean + draw.noise).is_finite()) {
        return None;
    }
    let rows: Vec<usize> = (0..draws.len()).collect();
    let values = band(draws, &rows);
    let errors = bootstrap.intervals(draws.len(), |rows| vec![band(draws, rows)]);
    let nowhere = [Interval { low: f64::NAN, high: f64::NAN }; 4];
    let errors = errors.first().copied().unwrap_or(nowhere);
    let [answer, low, high, spread] =
        std::array::from_fn(|i| Estimate { value: values[i], interval: errors[i] });
    Some(TwoBands { answer, low, high, spread, noise: noise(draws, &rows).sqrt() })
}

/// Returns mean, lower end, upper end and spread of the chosen draws, luck removed.
fn band(draws: &[FactDraw], rows: &[usize]) -> [f64; 4] {
    let mut means: Vec<f64> = rows.iter().map(|&row| draws[row].mean).collect();
    let (centre, total) = (mean(&means), variance(&means));
    let between = (total - noise(draws, rows)).max(0.0);
    let factor = if total > 0.0 { (between / total).sqrt() } else { 0.0 };
    means.sort_by(f64::total_cmp);
    let end = |level| centre + factor * (quantile(&means, level) - centre);
    [centre, end(0.05), end(0.95), between.sqrt()]
}

fn noise(draws: &[FactDraw], rows: &[usize]) -> f64 {
    rows.iter().map(|&row| draws[row].noise).sum::<f64>() / rows.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::stats::normal::normal_quantile;
    use crate::world::keyed_uniform;

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
        two_bands(draws, Bootstrap { resamples: 200, ..Bootstrap::default() }).unwrap()
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

    #[test]
    fn the_computing_error_of_the_ends_holds_the_truth_about_95_times_in_100() {
        let held = (0..100_u64).filter(|&set| {
            let draw = |fact: u64| {
                let truth = normal_quantile(keyed_uniform(set, 0, fact));
                let luck = |i| truth + normal_quantile(keyed_uniform(set, 1 + fact, i));
                FactDraw::of_values(&(0..4).map(luck).collect::<Vec<_>>())
            };
            let draws: Vec<_> = (0..100).map(draw).collect();
            bands(&draws).high.interval.contains(1.645)
        });
        let held = held.count();
        assert!((87..=99).contains(&held), "{held} of 100");
    }

    #[test]
    fn one_luck_a_draw_cannot_tell_luck_from_facts() {
        let single = [FactDraw::of_values(&[1.0]), FactDraw::of_values(&[2.0])];
        assert_eq!(two_bands(&single, Bootstrap::default()), None);
        assert_eq!(two_bands(&[], Bootstrap::default()), None);
    }
}
