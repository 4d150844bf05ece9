//! A decision as a picture: how an outcome comes in many worlds with each option, column by column.

use super::Judgement;
use crate::{
    effects::Measured,
    headlines::{of_100, whole},
};
use excomm_engine::world::OutcomeId;
use excomm_lab::{Row, number};
use excomm_scenario::format::Gain;

/// A picture has so many columns at most, but for that of worlds in which a date never comes.
const COLUMNS: f64 = 20.0;

/// How an outcome comes in many worlds with each option that could be chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// What the first and the last column stand for.
    pub ends: [String; 2],
    /// Whether one more column stands for worlds in which it never comes.
    pub never: bool,
    /// The column in which the world that is judged lies, counted from 0.
    pub own: usize,
    /// The options, in their order.
    pub options: Vec<Drawn>,
}

/// An option, drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawn {
    /// The option.
    pub title: String,
    /// Whether it was chosen in the world that is judged.
    pub chosen: bool,
    /// Whether history chose it.
    pub history: bool,
    /// How many of 100 worlds lie in each column.
    pub worlds: Vec<f64>,
    /// When it comes, or how much, in words.
    pub says: String,
    /// In how many worlds it does better than the choice, and in how many worse.
    pub against: Option<String>,
}

/// What the columns of a picture stand for.
struct Columns {
    low: f64,
    step: f64,
    finite: usize,
}

impl Columns {
    /// Returns the columns that hold all these values; a date is counted in whole days.
    fn of(values: impl Iterator<Item = f64> + Clone, dates: bool) -> Columns {
        let known = values.filter(|value| value.is_finite());
        let low = known.clone().fold(f64::INFINITY, f64::min);
        let high = known.fold(f64::NEG_INFINITY, f64::max);
        if low >= high {
            return Columns { low, step: 1.0, finite: usize::from(low.is_finite()) };
        }
        let step = (high - low) / (COLUMNS - 1.0);
        let step = if dates { libm::ceil(step) } else { step };
        let finite = libm::floor((high - low) / step + 1e-9) as usize + 1;
        Columns { low, step, finite }
    }

    /// Returns the column of a value; one more than there are for what never comes.
    fn place(&self, value: f64) -> usize {
        if value.is_finite() {
            libm::floor((value - self.low) / self.step + 1e-9) as usize
        } else {
            self.finite
        }
    }
}

impl Judgement<'_> {
    /// Draws how an outcome comes in many worlds with each option that could be chosen.
    #[must_use]
    pub fn picture(&self, outcome: OutcomeId) -> Picture {
        let value = |row: &Row| number(self.model, row.outcomes[outcome]);
        let rows = self.judged.options.iter().map(|option| option.rows.as_deref());
        let values: Vec<Option<Vec<f64>>> =
            rows.map(|rows| Some(rows?.iter().map(value).collect())).collect();
        let came = number(self.model, self.judged.came[outcome].value);
        let all = values.iter().flatten().flatten().copied().chain([came]);
        let measured = Measured::new(self.part, self.model, outcome);
        let dates = matches!(measured.outcome.is, Gain::DateOrNever(_));
        let (never, columns) = (all.clone().any(f64::is_infinite), Columns::of(all, dates));
        let drawn = |(option, values): (usize, &Option<Vec<f64>>)| {
            let values = values.as_ref()?;
            let mut worlds = vec![0.0; columns.finite + usize::from(never)];
            for value in values {
                worlds[columns.place(*value)] += 100.0 / values.len() as f64;
            }
            Some(Drawn { worlds, ..self.drawn(&measured, outcome, option)? })
        };
        let last = columns.low + columns.step * columns.finite.saturating_sub(1) as f64;
        Picture {
            ends: [columns.low, last].map(|value| measured.value(value)),
            never,
            own: columns.place(came),
            options: values.iter().enumerate().filter_map(drawn).collect(),
        }
    }

    /// Returns an option that could be chosen, in words and not yet drawn.
    fn drawn(&self, measured: &Measured, outcome: OutcomeId, option: usize) -> Option<Drawn> {
        let summary = self.judged.prospect(self.model, option, outcome)?;
        let [_, _, middle, _, _] = summary.band.quantiles;
        let never = of_100(summary.never.hits, summary.never.trials);
        let half = measured.value(middle);
        let says = match (&measured.outcome.is, &summary.yes) {
            (_, Some(yes)) => format!("in {} worlds", of_100(yes.count.hits, yes.count.trials)),
            (Gain::DateOrNever(_), None) if summary.never.hits == 0 => {
                format!("by {half} in half of the worlds")
            }
            (Gain::DateOrNever(_), None) if middle.is_infinite() => format!("never in {never}"),
            (Gain::DateOrNever(_), None) => {
                format!("by {half} in half of the worlds, never in {never}")
            }
            _ => {
                format!("{half} {}", measured.unit()).trim_end().to_owned()
                    + " or less in half of the worlds"
            }
        };
        let judged = self.judged;
        let effect = judged.effect(self.model, [judged.chosen, option], outcome);
        let against = effect.filter(|_| option != judged.chosen).and_then(|effect| {
            let (better, worse, _) = measured.verdict(&effect)?;
            let share = |n: u64| whole(n as f64 / effect.pairs as f64);
            Some(format!("better in {} of 100, worse in {}", share(better), share(worse)))
        });
        let written = self.judged.options[option].option;
        Some(Drawn {
            title: self.option(written).to_owned(),
            chosen: option == judged.chosen,
            history: Some(option) == judged.history,
            worlds: Vec::new(),
            says,
            against,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_hold_whole_days_and_one_more_what_never_comes() {
        let values = [2.0, 30.5, f64::INFINITY, 61.9];
        let columns = Columns::of(values.into_iter(), true);
        assert_eq!((columns.low, columns.step, columns.finite), (2.0, 4.0, 15));
        assert_eq!(values.map(|value| columns.place(value)), [0, 7, 15, 14]);
    }

    #[test]
    fn where_all_worlds_are_alike_there_is_one_column() {
        let columns = Columns::of([3.0, 3.0].into_iter(), false);
        assert_eq!((columns.finite, columns.place(3.0)), (1, 0));
        let none = Columns::of([f64::INFINITY].into_iter(), true);
        assert_eq!((none.finite, none.place(f64::INFINITY)), (0, 0));
    }

    #[test]
    fn yes_and_no_have_a_column_each() {
        let columns = Columns::of([0.0, 1.0, 1.0].into_iter(), false);
        assert_eq!((columns.place(0.0), columns.place(1.0)), (0, columns.finite - 1));
    }
}
