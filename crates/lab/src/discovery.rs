//! Scenario discovery: the box of facts and truths in which worlds come out in one way.
//!
//! Bryant and Lempert, "Thinking inside the box", Technological Forecasting and Social Change 77
//! (2010). The box is looked for in some worlds and counted in others, since a box always fits best
//! the worlds that it was fitted to.

use rayon::prelude::*;

use super::{
    Design, Row, rows,
    stats::{Count, Limit, Prim, ScenarioBox, dependence, discoveries, prim},
};
use excomm_engine::world::{FactId, Model, Setting, Thing, Uncertain};

/// A number that may be limited by a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// A fact.
    Fact(FactId),
    /// Whether an alternative of a truth, counted from 0, is so: 0 or 1.
    Truth(Thing, usize),
}

/// A limit of a box, ends included; an end that is none is free.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Bound {
    /// What is limited.
    pub dimension: Dimension,
    /// The smallest value inside.
    pub low: Option<f64>,
    /// The largest value inside.
    pub high: Option<f64>,
    /// Chance that so dense a box came about if this did not matter.
    pub quasi_p: f64,
}

/// A box, and what it is worth in worlds that it was not fitted to.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Discovered {
    /// How many facts and alternatives of truths are drawn.
    pub dimensions: usize,
    /// How many of them go together with it, and could have been limited.
    pub screened: usize,
    /// The box as it fits the worlds it was looked for in. None if no world of them is of interest.
    pub found: Option<ScenarioBox>,
    /// Its limits.
    pub bounds: Vec<Bound>,
    /// Worlds of interest among all that are counted.
    pub interest: Count,
    /// Worlds of interest among those in the box.
    pub inside: Count,
    /// Worlds that come out otherwise with the same facts and other luck.
    pub otherwise: Count,
    /// The first world in the box that is of interest, of the design of [`counted`].
    pub example: Option<u64>,
    /// Worlds that failed, of all that were played: they count as of no interest.
    pub failed: u64,
}

impl Discovered {
    /// Returns how many of the worlds of interest lie in the box.
    #[must_use]
    pub fn coverage(&self) -> Count {
        Count { hits: self.inside.hits, trials: self.interest.hits }
    }

    /// Returns how many of all worlds lie in the box.
    #[must_use]
    pub fn mass(&self) -> Count {
        Count { hits: self.inside.trials, trials: self.interest.trials }
    }

    /// Returns the share of the variance that luck alone makes up; none if nothing varies.
    ///
    /// Half the share of pairs that differ is the variance within draws of the facts.
    #[must_use]
    pub fn luck(&self) -> Option<f64> {
        let (share, otherwise) = (self.interest.share()?, self.otherwise.share()?);
        let whole = share * (1.0 - share);
        (whole > 0.0).then(|| (otherwise / 2.0 / whole).min(1.0))
    }
}

/// Looks for the box in which most worlds are of interest.
///
/// Plays `worlds` worlds to look in, as many to count in, and those once more with other luck. Each
/// world of the first two has its own draw of the facts.
#[must_use]
pub fn discover(
    model: &Model,
    base: &Setting,
    worlds: u64,
    how: Prim,
    interest: impl Fn(&Row) -> bool,
) -> Discovered {
    let design = Design { runs: worlds, lucks: 1 };
    let (second, third) = (counted(base, worlds), other_luck(base, worlds));
    let mut failed = 0;
    let mut of_interest = |base: &Setting| -> Vec<bool> {
        let mut of_interest = vec![false; worlds as usize];
        let (rows, broken) = rows(model, base, &design);
        failed += broken;
        for row in rows {
            of_interest[row.world as usize] = interest(&row);
        }
        of_interest
    };
    let (dimensions, fitted) = cases(model, base, &design);
    let is = of_interest(base);
    let kept = screen(&fitted, &is, dimensions.len());
    let narrow = |case: &Vec<f64>| kept.iter().map(|&input| case[input]).collect();
    let found = prim(&fitted.iter().map(narrow).collect::<Vec<_>>(), &is, how);
    let (first, again) = (of_interest(&second), of_interest(&third));
    let (_, fresh) = cases(model, &second, &design);
    let limits = found.iter().flat_map(|found| &found.limits);
    let limits: Vec<(usize, Bound)> = limits
        .map(|limit| (kept[limit.input], bound(&dimensions, &kept, &fitted, limit)))
        .collect();
    let holds = |case: &[f64]| {
        let holds = |(input, bound): &(usize, Bound)| bound.holds(case[*input]);
        found.is_some() && limits.iter().all(holds)
    };
    let (mut interest, mut inside) = (Count::default(), Count::default());
    let (mut otherwise, mut example) = (Count::default(), None);
    for (world, ((case, &is), again)) in (0..).zip(fresh.iter().zip(&first).zip(again)) {
        interest.push(is);
        otherwise.push(is != again);
        if holds(case) {
            inside.push(is);
            example = example.or(is.then_some(world));
        }
    }
    let bounds = limits.into_iter().map(|(_, bound)| bound).collect();
    let (dimensions, screened) = (dimensions.len(), kept.len());
    Discovered { dimensions, screened, found, bounds, interest, inside, otherwise, example, failed }
}

impl Bound {
    fn holds(&self, value: f64) -> bool {
        self.low.is_none_or(|low| low <= value) && self.high.is_none_or(|high| value <= high)
    }
}

/// How many of the inputs that seem to matter may be expected to do so by chance.
const BY_CHANCE: f64 = 0.05;

/// Returns the inputs whose values differ between the cases of interest and the others, be they
/// larger, smaller or in the midst.
///
/// Peeling among hundreds of inputs that do not matter uses the cases up before it finds those that do.
fn screen(cases: &[Vec<f64>], interest: &[bool], inputs: usize) -> Vec<usize> {
    let chance = |input: usize| {
        let values: Vec<f64> = cases.iter().map(|case| case[input]).collect();
        dependence(&values, interest)
    };
    let chances: Vec<f64> = (0..inputs).into_par_iter().map(chance).collect();
    let matters = discoveries(&chances, BY_CHANCE);
    (0..inputs).filter(|&input| matters[input]).collect()
}

/// Frees the ends of a limit that no world of those looked at lies beyond.
fn bound(dimensions: &[Dimension], kept: &[usize], fitted: &[Vec<f64>], limit: &Limit) -> Bound {
    let input = kept[limit.input];
    let values = || fitted.iter().map(|case| case[input]);
    Bound {
        dimension: dimensions[input],
        low: values().any(|value| value < limit.low).then_some(limit.low),
        high: values().any(|value| value > limit.high).then_some(limit.high),
        quasi_p: limit.quasi_p,
    }
}

/// Returns the base of the worlds in which a box is counted; the first has `worlds` before it.
#[must_use]
pub fn counted(base: &Setting, worlds: u64) -> Setting {
    Design { runs: 2 * worlds, lucks: 1 }.setting(base, worlds)
}

/// Returns the base of the same worlds with other luck.
fn other_luck(base: &Setting, worlds: u64) -> Setting {
    let seed = base.seed.wrapping_add(2 * worlds);
    Setting { seed, ..counted(base, worlds) }
}

/// Returns what may be limited, and its value in each world of a design.
fn cases(model: &Model, base: &Setting, design: &Design) -> (Vec<Dimension>, Vec<Vec<f64>>) {
    let uncertain = model.uncertain(base);
    let dimensions: Vec<Dimension> =
        uncertain.iter().flat_map(|&one| dimensions(model, one)).collect();
    let case = |world| {
        let setting = design.setting(base, world);
        let number = |&one: &Uncertain| (one, model.uniform_of(one, setting.fact_seed()));
        let drawn = model.settle(&setting, &uncertain.iter().map(number).collect::<Vec<_>>());
        let value = |dimension: &Dimension| match dimension {
            Dimension::Fact(fact) => drawn.facts.get(fact).copied().unwrap_or(f64::NAN),
            Dimension::Truth(truth, alternative) => {
                f64::from(u8::from(drawn.truths.get(truth) == Some(alternative)))
            }
        };
        dimensions.iter().map(value).collect()
    };
    let cases = (0..design.runs).into_par_iter().map(case).collect();
    (dimensions, cases)
}

/// Returns the numbers that stand for a fact or a truth: one for each alternative but the first.
fn dimensions(model: &Model, uncertain: Uncertain) -> Vec<Dimension> {
    match uncertain {
        Uncertain::Fact(fact) => vec![Dimension::Fact(fact)],
        Uncertain::Truth(truth) => {
            let within = format!("{}/", model.things[truth.index()].path);
            let all = model.things.iter().filter(|info| info.path.starts_with(&within)).count();
            (1..all).map(|alternative| Dimension::Truth(truth, alternative)).collect()
        }
    }
}
