//! Backtest: where the recorded course falls in what the model thinks may come.

use super::{
    Row,
    bands::{self, Band, Place, number},
    stats::{Count, Sketch, brier, crps, crps_or_never, log_score},
};
use excomm_engine::{
    run::Value,
    world::{Model, OutcomeId},
};

/// How a marker of history is scored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Score {
    /// Of a yes or no: Brier and logarithmic score, and those of saying 50 %.
    YesNo {
        /// The share of worlds in which it is yes.
        yes: f64,
        /// (share - was)²; 0 is best.
        brier: f64,
        /// -ln of the share of what was.
        log: f64,
    },
    /// Of a date or a count: the continuous ranked probability score, in its unit.
    Spread {
        /// Of the worlds.
        crps: f64,
        /// Of a baseline that knows nothing: all days of the clock alike, none of them never; none
        /// for counts, which have no such baseline.
        uniform: Option<f64>,
    },
}

/// Where a marker of history falls.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Scored {
    /// The band of its outcome.
    pub band: Band,
    /// What was, as in [`Band::quantiles`].
    pub was: f64,
    /// Where that falls.
    pub place: Place,
    /// How it is scored.
    pub score: Score,
}

/// Scores what an outcome was against the worlds.
#[must_use]
pub fn score(model: &Model, rows: &[Row], outcome: OutcomeId, was: Value) -> Scored {
    let seen = number(model, was);
    let (mut spread, mut never) = (Sketch::default(), Count::default());
    for row in rows {
        spread.push(number(model, row.outcomes[outcome]));
        never.push(bands::never(row.outcomes[outcome]));
    }
    let band = Band::of(&spread, never);
    let values: Vec<f64> = rows.iter().map(|row| number(model, row.outcomes[outcome])).collect();
    let score = if let Value::YesNo(yes) = was {
        let share = values.iter().sum::<f64>() / values.len() as f64;
        let forecast = [(share, yes)];
        let (brier, log) = (brier(&forecast), log_score(&forecast));
        Score::YesNo { yes: share, brier: brier.unwrap_or(f64::NAN), log: log.unwrap_or(f64::NAN) }
    } else {
        let days = model.span.end.days_since(model.span.start);
        let date = matches!(was, Value::Date(_));
        let score = |sample: &[f64]| {
            if !date {
                return crps(sample, seen).unwrap_or(f64::NAN);
            }
            let sample: Vec<Option<f64>> =
                sample.iter().map(|&x| Some(x).filter(|x| x.is_finite())).collect();
            let seen = Some(seen).filter(|x| x.is_finite());
            crps_or_never(&sample, seen, days).unwrap_or(f64::NAN)
        };
        let uniform: Vec<f64> = (0..200).map(|i| days * (f64::from(i) + 0.5) / 200.0).collect();
        Score::Spread { crps: score(&values), uniform: date.then(|| score(&uniform)) }
    };
    Scored { place: band.place(seen), band, was: seen, score }
}
