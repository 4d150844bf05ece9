//! Scores: how good a forecast was, once the truth is known. Smaller is better for all of them.

/// The most one forecast can cost in [`log_score`], in nats: -ln of `f64::EPSILON`.
///
/// A forecast that was sure and wrong would cost infinity and hide all others.
pub const LOG_SCORE_CAP: f64 = 36.043_653_389_117_15;

/// Returns the mean Brier score of forecast chances and what came, none of no forecast.
///
/// (p - y)^2: Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather
/// Review 78 (1950).
#[must_use]
pub fn brier(forecasts: &[(f64, bool)]) -> Option<f64> {
    average(forecasts, |p, came| if came { (1.0 - p) * (1.0 - p) } else { p * p })
}

/// Returns the mean logarithmic score in nats, none of no forecast.
///
/// -ln of the chance given to what came, at most [`LOG_SCORE_CAP`]: Good, "Rational decisions",
/// JRSS B 14 (1952).
#[must_use]
pub fn log_score(forecasts: &[(f64, bool)]) -> Option<f64> {
    average(forecasts, |p, came| {
        let log = if came { libm::log(p) } else { libm::log1p(-p) };
        (-log).min(LOG_SCORE_CAP)
    })
}

fn average(forecasts: &[(f64, bool)], score: impl Fn(f64, bool) -> f64) -> Option<f64> {
    let sum: f64 = forecasts.iter().map(|&(p, came)| score(p, came)).sum();
    (!forecasts.is_empty()).then(|| sum / forecasts.len() as f64)
}

/// Returns the continuous ranked probability score of a sample, in the unit of its values.
///
/// The integral of (share of the sample up to t - [observed <= t])^2 over t, which is
/// mean |x - y| - mean |x - x'| / 2: Gneiting and Raftery, "Strictly proper scoring rules,
/// prediction, and estimation", JASA 102 (2007). None of an empty sample.
#[must_use]
pub fn crps(sample: &[f64], observed: f64) -> Option<f64> {
    let mut sorted = sample.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as f64;
    let (mut distance, mut spread) = (0.0, 0.0);
    for (place, x) in sorted.iter().enumerate() {
        distance += (x - observed).abs();
        spread += (2.0 * place as f64 + 1.0 - n) * x;
    }
    (!sorted.is_empty()).then(|| distance / n - spread / (n * n))
}

/// Returns the ranked probability score of dates up to a horizon, where `None` is never.
///
/// Never, and any date past the horizon, counts as the horizon: the score is the integral up to the
/// horizon only, so a share of "never" costs what it leaves of the curve below one, and the score
/// stays finite and proper. Threshold-weighted score: Gneiting and Ranjan, "Comparing density
/// forecasts using threshold- and quantile-weighted scoring rules", JBES 29 (2011).
#[must_use]
pub fn crps_or_never(sample: &[Option<f64>], observed: Option<f64>, horizon: f64) -> Option<f64> {
    let capped = |date: Option<f64>| date.map_or(horizon, |date| date.min(horizon));
    let sample: Vec<f64> = sample.iter().copied().map(capped).collect();
    crps(&sample, capped(observed))
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these numbers are exact")]
mod tests {
    use super::*;
    use crate::stats::normal::normal_quantile;
    use serde_json::Value;

    fn numbers(case: &Value, key: &str) -> Vec<f64> {
        case[key].as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
    }

    #[test]
    fn scores_agree_with_hand_arithmetic_to_1e_12() {
        let cases: Value =
            serde_json::from_str(include_str!("../../../../tests/data/stats/scores.json")).unwrap();
        for case in cases.as_array().unwrap() {
            let came = numbers(case, "y").into_iter().map(|y| y == 1.0);
            let forecasts: Vec<_> = numbers(case, "p").into_iter().zip(came).collect();
            let brier = brier(&forecasts).unwrap();
            assert!((brier - case["brier"].as_f64().unwrap()).abs() < 1e-12);
            let known = case["log_score_nats"].as_f64().unwrap_or(LOG_SCORE_CAP);
            assert!((log_score(&forecasts).unwrap() - known).abs() < 1e-12);
        }
    }

    #[test]
    fn a_sure_and_wrong_forecast_costs_the_cap_and_a_sure_and_right_one_nothing() {
        assert_eq!(log_score(&[(1.0, false)]), Some(LOG_SCORE_CAP));
        assert_eq!(log_score(&[(0.0, true)]), Some(LOG_SCORE_CAP));
        assert_eq!(log_score(&[(1.0, true), (0.0, false)]), Some(0.0));
        assert!((LOG_SCORE_CAP + libm::log(f64::EPSILON)).abs() < 1e-13);
        assert_eq!(brier(&[]), None);
    }

    #[test]
    fn crps_of_one_value_is_its_distance() {
        assert_eq!(crps(&[3.0], 5.0), Some(2.0));
        assert_eq!(crps(&[], 5.0), None);
    }

    #[test]
    fn crps_of_a_normal_sample_nears_its_closed_form() {
        let sample: Vec<f64> =
            (0..4_000).map(|i| normal_quantile((f64::from(i) + 0.5) / 4_000.0)).collect();
        // at 0: 2 phi(0) - 1 / sqrt(pi)
        let known = 0.233_694_977_255_100_6;
        assert!((crps(&sample, 0.0).unwrap() - known).abs() < 1e-4);
    }

    #[test]
    fn never_counts_as_the_horizon() {
        // the curve is 1/2 from day 2 on; seen at day 2: (1/2)^2 over 8 days
        let half_never = [Some(2.0), None];
        assert_eq!(crps_or_never(&half_never, Some(2.0), 10.0), Some(2.0));
        assert_eq!(crps_or_never(&half_never, None, 10.0), Some(2.0));
        assert_eq!(crps_or_never(&[None, None], None, 10.0), Some(0.0));
        assert_eq!(crps_or_never(&[Some(11.0)], None, 10.0), Some(0.0));
    }
}
