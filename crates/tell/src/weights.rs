//! What outcomes hang on, in words, for programs and as a chart.

mod brief;
mod data;
mod text;

use std::{cmp::Ordering, io};

use super::{Printer, effects::shown, inputs::name_of, style, words};
use excomm_charts as charts;
use excomm_charts::{Caption, Tornado};
use excomm_engine::world::{Model, OutcomeId, Uncertain};
use excomm_lab as lab;
use excomm_lab::{
    Few, Input, Inputs, Plan, Planned, Row, Screening,
    stats::{Effects, Estimate, Indices, Interval},
};
use excomm_scenario::format::Part;

/// What is asked about: a branch and some of its outcomes.
pub struct Asked<'a> {
    /// The scenario.
    pub part: &'a Part,
    /// The scenario in its branch.
    pub model: &'a Model,
    /// The outcomes that are shown.
    pub outcomes: &'a [OutcomeId],
}

/// By which method it was found, with its rows or walks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Sobol(usize),
    Morris(usize),
}

/// What the outcomes shown hang on.
pub struct Weights {
    method: Method,
    worlds: u64,
    failed: u64,
    screening: Screening,
    inputs: Inputs,
    /// What each outcome hangs on.
    found: Vec<Found>,
}

/// What an outcome hangs on, or why that cannot be told.
enum Found {
    /// The inputs, those that matter most first.
    Known(Vec<Weight>),
    /// It never varies.
    Still,
    /// It comes out otherwise in too few worlds; so many worlds would do.
    Few(Few, u64),
}

impl Found {
    /// Returns the inputs, none if nothing can be told.
    fn inputs(&self) -> &[Weight] {
        if let Found::Known(inputs) = self { inputs } else { &[] }
    }
}

/// One input, and how much hangs on it: measures in the order of [`Method::measures`].
struct Weight {
    input: Input,
    measures: Vec<Estimate>,
}

impl Method {
    /// Returns the names of the measures; the inputs are ranked by the first.
    fn measures(self) -> &'static [&'static str] {
        match self {
            Method::Sobol(_) => &["total", "first"],
            Method::Morris(_) => &["mu_star", "mu", "sigma"],
        }
    }
}

/// Returns how many worlds failed.
#[must_use]
pub fn failed(rows: &[Row]) -> u64 {
    rows.iter().filter(|row| row.failed.is_some()).count() as u64
}

/// Warns of worlds that failed.
///
/// # Errors
/// If the output cannot be written.
pub fn tell_failed(failed: u64, out: &mut Printer) -> io::Result<()> {
    if failed == 0 {
        return Ok(());
    }
    let worlds = words::count(failed as usize, "world");
    let text = format!("{worlds} failed; what was played together with them is left out");
    out.paragraph("  ", &text, style::WARNING)
}

fn rank<T>(
    inputs: Vec<Input>,
    found: Vec<T>,
    measures: impl Fn(T) -> Vec<Estimate>,
) -> Vec<Weight> {
    let each = inputs.into_iter().zip(found);
    let mut hinges: Vec<Weight> =
        each.map(|(input, found)| Weight { input, measures: measures(found) }).collect();
    let by = |hinge: &Weight| hinge.measures.first().map_or(f64::NAN, |first| first.value);
    let larger_first =
        |a: &Weight, b: &Weight| by(b).partial_cmp(&by(a)).unwrap_or(Ordering::Equal);
    hinges.sort_by(larger_first);
    hinges
}

/// Returns a share of the variance within 0 to 1: what lies outside is computing error.
pub(crate) fn share(of: Estimate) -> Estimate {
    let Interval { low, high } = of.interval;
    let interval = Interval { low: low.clamp(0.0, 1.0), high: high.clamp(0.0, 1.0) };
    Estimate { value: of.value.clamp(0.0, 1.0), interval }
}

impl Weights {
    /// Works out what these outcomes hang on, by the worlds of a plan.
    pub fn new(planned: &Planned, rows: &[Row], outcomes: &[OutcomeId]) -> Weights {
        let Planned { side, inputs, screening, plan } = planned;
        let values = |outcome: &OutcomeId| lab::values(side.model, rows, *outcome);
        let (method, found) = match plan {
            Plan::Sobol(plan, n) => {
                let measures = |of: Indices| [of.total, of.first].map(share).to_vec();
                let found = |outcome| {
                    let values = values(outcome);
                    if let Some(few) = plan.few(&values) {
                        return Found::Few(few, few.rows * (plan.inputs() as u64 + 2));
                    }
                    let indices = plan.indices(&values);
                    indices.map_or(Found::Still, |indices| {
                        Found::Known(rank(inputs.list(), indices, measures))
                    })
                };
                (Method::Sobol(*n), outcomes.iter().map(found).collect())
            }
            Plan::Morris(plan, n) => {
                let apart = inputs.alone.iter().copied().map(Input::One);
                let list: Vec<Input> = apart.chain([Input::Luck]).collect();
                let measures = |of: Effects| vec![of.mu_star, of.mu, of.sigma];
                let found = |outcome| {
                    let effects = plan.effects(&values(outcome));
                    effects.map_or(Found::Still, |effects| {
                        Found::Known(rank(list.clone(), effects, measures))
                    })
                };
                (Method::Morris(*n), outcomes.iter().map(found).collect())
            }
        };
        let (worlds, failed) = (rows.len() as u64, failed(rows));
        Weights { method, worlds, failed, screening: *screening, inputs: inputs.clone(), found }
    }

    /// Returns the name of an input: a path, or what it is.
    fn name<'a>(&self, model: &'a Model, input: Input) -> &'a str {
        match input {
            Input::One(one) => model.path_of(one),
            Input::Others if self.inputs.alone.is_empty() => "all we do not know",
            Input::Others => "all else we do not know",
            Input::Luck => "luck",
        }
    }

    /// Returns how the worlds were played: `4,864 worlds: 256 rows of ...`.
    fn design(&self) -> String {
        let worlds = words::thousands(self.worlds);
        match self.method {
            Method::Sobol(rows) => format!(
                "{worlds} worlds: {} rows, each with {} inputs exchanged one at a time",
                words::thousands(rows as u64),
                self.inputs.list().len()
            ),
            Method::Morris(walks) => format!(
                "{worlds} worlds: {walks} walks that move {} inputs one at a time",
                words::thousands(self.inputs.alone.len() as u64 + 1)
            ),
        }
    }

    /// Draws what the first outcome hangs on.
    pub fn chart(&self, asked: &Asked) -> String {
        let first = asked.outcomes.first();
        let title = first.map_or("", |&outcome| &asked.model.outcomes[outcome].written.title);
        let hinges = self.found.first().map_or(&[][..], Found::inputs);
        let shown = |of: Option<&Estimate>| of.map_or(charts::Estimate::NONE, |of| shown(*of));
        let input = |hinge: &Weight| charts::Input {
            label: self.label(asked, hinge.input),
            total: shown(hinge.measures.first()),
            first: shown(hinge.measures.get(1)),
        };
        charts::tornado(&Tornado {
            caption: Caption {
                title: format!("{title}: what it hangs on"),
                subtitle: self.design(),
                source: "Lines are computing error. What the rules leave out is no input. What \
                         follows from quoted facts and confessed assumptions; no forecast."
                    .to_owned(),
            },
            inputs: hinges.iter().map(input).collect(),
        })
    }

    /// Returns an input in words: a truth by its question, a fact by what it says.
    fn label(&self, asked: &Asked, input: Input) -> String {
        match input {
            Input::One(Uncertain::Truth(thing)) => asked.model.things[thing.index()].title.clone(),
            Input::One(Uncertain::Fact(id)) => {
                name_of(asked.part, asked.model, &asked.model.facts[id.0 as usize].path)
            }
            Input::Others | Input::Luck => self.name(asked.model, input).to_owned(),
        }
    }
}
