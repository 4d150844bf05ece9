//! The debrief: what a class did, beside history, with its predictions scored. No personal data: a
//! seat is a name somebody chose for an hour.

use serde::Serialize;

use super::{Game, Over, State, came_true, mean_score};
use excomm_scenario::format::HistoryChoice;

/// What a class did.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Debrief {
    /// The id of the scenario.
    pub scenario: String,
    /// The branch that was played.
    pub branch: String,
    /// The seed of all luck, in digits.
    pub seed: String,
    /// The decisions, in their order.
    pub decisions: Vec<DecisionRow>,
    /// How it ended, if it has.
    pub end: Option<String>,
    /// The predictions.
    pub predictions: Vec<PredictionRow>,
    /// The seats.
    pub seats: Vec<SeatRow>,
    /// What the teacher made happen.
    pub injected: Vec<String>,
}

/// A decision of the class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionRow {
    /// The question.
    pub question: String,
    /// Which time it was put.
    pub nth: u32,
    /// What the class decided.
    pub chosen: String,
    /// What history decided, if the question was put.
    pub history: Option<String>,
    /// The votes for each option, raised hands included.
    pub votes: Vec<(String, u32)>,
    /// The votes that were cast, with their reasons.
    pub cast: Vec<CastRow>,
}

/// A vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CastRow {
    /// The name of the seat.
    pub seat: String,
    /// Its role.
    pub role: String,
    /// The option.
    pub option: String,
    /// Why.
    pub reason: String,
}

/// A prediction of the class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PredictionRow {
    /// Its id.
    pub prediction: String,
    /// The question.
    pub title: String,
    /// How likely it was held on average, in per cent.
    pub mean_per_cent: Option<f64>,
    /// Whether it came true.
    pub came_true: Option<bool>,
}

/// A seat.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeatRow {
    /// Its name.
    pub seat: String,
    /// Its role.
    pub role: String,
    /// Its Brier score: 0 is best, 0.25 what even odds bring.
    pub score: Option<f64>,
}

/// Puts together what a class did; the world has ended.
#[must_use]
pub fn debrief(game: &Game, state: &State, over: &Over) -> Debrief {
    let came: Vec<Option<bool>> =
        game.exercise.predictions.iter().map(|prediction| came_true(prediction, over)).collect();
    let predictions = game.exercise.predictions.iter().zip(&came).enumerate();
    let predictions = predictions.map(|(i, (prediction, came))| {
        let chances: Vec<f64> =
            state.foretold.values().filter_map(|all| all.get(i)).map(|c| f64::from(*c)).collect();
        let mean = chances.iter().sum::<f64>() / chances.len() as f64;
        PredictionRow {
            prediction: prediction.id.clone(),
            title: prediction.title.clone(),
            mean_per_cent: (!chances.is_empty()).then_some(mean),
            came_true: *came,
        }
    });
    let seats = state.seats.iter().map(|seat| SeatRow {
        seat: seat.name.clone(),
        role: seat.role.clone(),
        score: state.foretold.get(&seat.number).and_then(|chances| mean_score(chances, &came)),
    });
    let ends = over.end.as_ref().and_then(|id| game.part.end(id));
    Debrief {
        scenario: state.scenario.clone(),
        branch: state.branch.clone(),
        seed: state.seed.to_string(),
        decisions: decisions(game, state),
        end: ends.map(|end| end.title.clone()),
        predictions: predictions.collect(),
        seats: seats.collect(),
        injected: state.injected.iter().map(|(id, _)| id.clone()).collect(),
    }
}

fn decisions(game: &Game, state: &State) -> Vec<DecisionRow> {
    let each = state.decided.iter().map(|decided| {
        let ballot = &decided.ballot;
        let question = game.part.question(&ballot.question);
        let id = |option: u32| {
            let option = question.and_then(|known| known.options.get(option as usize));
            option.map_or_else(String::new, |option| option.id.clone())
        };
        let cast = ballot.votes.iter().filter_map(|(number, vote)| {
            let seat = state.seats.iter().find(|seat| seat.number == *number)?;
            Some(CastRow {
                seat: seat.name.clone(),
                role: seat.role.clone(),
                option: id(vote.option),
                reason: vote.reason.clone(),
            })
        });
        let history = question.map(|known| &known.history);
        DecisionRow {
            question: ballot.question.clone(),
            nth: ballot.nth,
            chosen: id(decided.option),
            history: match history {
                Some(HistoryChoice::Chose(id)) => Some(id.clone()),
                _ => None,
            },
            votes: (0..).zip(ballot.counts()).map(|(option, votes)| (id(option), votes)).collect(),
            cast: cast.collect(),
        }
    });
    each.collect()
}
