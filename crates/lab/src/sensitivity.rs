//! Sensitivity: which of the things we do not know an outcome hangs on, luck among them.
//!
//! A plan numbers its worlds: from a number follows the point, from the point the setting. Any part
//! of the numbers can be played apart.

mod few;
mod planned;
mod plans;

use super::{Row, bands::restricted, stats::Effects};
use excomm_engine::world::{Model, OutcomeId, Setting, Uncertain};

pub use few::Few;
pub use planned::{Plan, Planned, Screening};
pub use plans::{Morris, Point, Sobol};

/// One input of an analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// A fact or a truth that is varied by itself.
    One(Uncertain),
    /// All others, varied together.
    Others,
    /// Luck.
    Luck,
}

/// What is varied: some by themselves, the others together, and luck.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inputs {
    /// Varied by themselves.
    pub alone: Vec<Uncertain>,
    /// Varied together.
    pub others: Vec<Uncertain>,
}

impl Inputs {
    /// Sets these apart from all that is drawn in the worlds of a setting.
    #[must_use]
    pub fn new(model: &Model, base: &Setting, apart: impl Fn(Uncertain) -> bool) -> Inputs {
        let (alone, others) = model.uncertain(base).into_iter().partition(|&one| apart(one));
        Inputs { alone, others }
    }

    /// Returns the inputs in the order of [`Sobol::indices`].
    #[must_use]
    pub fn list(&self) -> Vec<Input> {
        let mut list: Vec<Input> = self.alone.iter().copied().map(Input::One).collect();
        if !self.others.is_empty() {
            list.push(Input::Others);
        }
        list.push(Input::Luck);
        list
    }

    /// Returns the world at a point.
    #[must_use]
    pub fn setting(&self, model: &Model, base: &Setting, point: &Point) -> Setting {
        let drawn = Setting { seed: point.luck, fact_seed: Some(point.others), ..base.clone() };
        let numbers = self.alone.iter().copied().zip(point.numbers.iter().copied());
        model.settle(&drawn, &numbers.collect::<Vec<_>>())
    }
}

/// Returns an outcome of worlds as numbers with a mean: never counts as the end of the clock.
///
/// A world that failed has none.
#[must_use]
pub fn values(model: &Model, rows: &[Row], outcome: OutcomeId) -> Vec<f64> {
    let value = |row: &Row| row.outcomes.get(outcome).map(|&value| restricted(model, value));
    rows.iter().map(|row| value(row).unwrap_or(f64::NAN)).collect()
}

/// Returns the rows of a plan, so many worlds each, but for those in which a world failed.
pub(super) fn whole_rows(outcomes: &[f64], width: usize) -> Vec<&[f64]> {
    let rows = outcomes.chunks_exact(width);
    rows.filter(|row| row.iter().all(|outcome| outcome.is_finite())).collect()
}

/// Returns the inputs that matter most for any of several outcomes, at most so many, each by itself.
///
/// `effects` are those of all inputs on each outcome. The outcomes take turns to name the input that
/// moves them most; one that never moved anything is not named.
#[must_use]
pub fn screened(inputs: &Inputs, effects: &[Vec<Effects>], most: usize) -> Inputs {
    let ranking = |of_outcome: &Vec<Effects>| {
        let mut places: Vec<usize> = (0..inputs.alone.len()).collect();
        let size = |place: &usize| of_outcome[*place].mu_star.value;
        places.retain(|place| size(place) > 0.0);
        places.sort_by(|a, b| size(b).total_cmp(&size(a)).then(a.cmp(b)));
        places
    };
    let rankings: Vec<Vec<usize>> = effects.iter().map(ranking).collect();
    let mut named: Vec<usize> = Vec::new();
    let mut left: Vec<_> = rankings.iter().map(|ranking| ranking.iter()).collect();
    let turns = 0..inputs.alone.len();
    for turn in turns.flat_map(|_| 0..rankings.len()) {
        if named.len() == most {
            break;
        }
        named.extend(left[turn].find(|place| !named.contains(place)));
    }
    let apart = |place: &usize| named.contains(place);
    let of = |wanted: bool| {
        let places = (0..inputs.alone.len()).filter(|place| apart(place) == wanted);
        places.map(|place| inputs.alone[place]).collect::<Vec<_>>()
    };
    Inputs { alone: of(true), others: [of(false), inputs.others.clone()].concat() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{Estimate, Interval};
    use excomm_engine::world::FactId;

    fn effects(sizes: &[f64]) -> Vec<Effects> {
        let of = |value| Estimate { value, interval: Interval { low: value, high: value } };
        sizes.iter().map(|&x| Effects { mu: of(x), mu_star: of(x), sigma: of(0.0) }).collect()
    }

    fn facts(places: &[u32]) -> Vec<Uncertain> {
        places.iter().map(|&place| Uncertain::Fact(FactId(place))).collect()
    }

    #[test]
    fn outcomes_take_turns_to_name_what_moves_them_most() {
        let inputs = Inputs { alone: facts(&[0, 1, 2, 3, 4]), others: facts(&[9]) };
        // luck comes last and is never named
        let first = effects(&[5.0, 4.0, 3.0, 0.0, 0.0, 9.0]);
        let second = effects(&[5.0, 0.0, 0.0, 1.0, 0.0, 9.0]);
        let screened = |most| screened(&inputs, &[first.clone(), second.clone()], most);
        assert_eq!(screened(2).alone, facts(&[0, 3]));
        assert_eq!(screened(3).alone, facts(&[0, 1, 3]));
        assert_eq!(screened(9).alone, facts(&[0, 1, 2, 3]));
        assert_eq!(screened(9).others, facts(&[4, 9]), "what never moved anything is not named");
    }
}
