//! Predictions: whether they came true, and how well they were made.

use super::Over;
use excomm_engine::{run::Value, world::Time};
use excomm_lab::stats::brier;
use excomm_scenario::format::{Foretold, Prediction};

/// Returns whether a prediction came true; none if its outcome is not known.
#[must_use]
pub fn came_true(prediction: &Prediction, over: &Over) -> Option<bool> {
    let outcome = over.outcome(&prediction.outcome)?;
    Some(match (&outcome.value, &prediction.is) {
        (Value::Date(at), Foretold::By(date)) => {
            let by = Time::parse(&date.0).ok()?;
            at.is_some_and(|at| at <= by)
        }
        (Value::Date(at), _) => at.is_some(),
        (Value::YesNo(yes), _) => *yes,
        (Value::Number(number), Foretold::AtLeast(least)) => number >= least,
        (Value::Number(_), _) => return None,
    })
}

/// Returns the mean Brier score of chances in per cent, from 0 (all foreseen) to 1.
#[must_use]
pub fn mean_score(chances: &[u8], came: &[Option<bool>]) -> Option<f64> {
    let known = chances.iter().zip(came);
    let pairs: Vec<(f64, bool)> =
        known.filter_map(|(chance, came)| Some((f64::from(*chance) / 100.0, (*came)?))).collect();
    brier(&pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sure_and_right_prediction_scores_nothing_and_even_odds_a_quarter() {
        assert_eq!(mean_score(&[100, 0], &[Some(true), Some(false)]), Some(0.0));
        assert_eq!(mean_score(&[50, 50], &[Some(true), Some(false)]), Some(0.25));
        assert_eq!(mean_score(&[50, 90], &[Some(true), None]), Some(0.25));
        assert_eq!(mean_score(&[50], &[None]), None);
    }
}
