//! What outcomes hang on, as programs read it: JSON and CSV.

use std::{collections::BTreeMap, fmt::Write};

use serde::Serialize;

use super::{Asked, Found, Method, Weight, Weights};
use crate::{effects::Measured, quotes::knowledge};
use excomm_engine::world::{Model, OutcomeId, Uncertain};
use excomm_lab::{Input, Screening, stats::Estimate};

/// What `sensitivity` answers in JSON.
#[derive(Serialize)]
pub struct Answer<'a> {
    scenario: &'a str,
    branch: &'a str,
    seed: &'a str,
    method: &'static str,
    worlds: u64,
    failed: u64,
    rows: Option<usize>,
    walks: Option<usize>,
    screened: Option<ScreenedJson>,
    others: Vec<&'a str>,
    outcomes: Vec<OutcomeJson<'a>>,
}

#[derive(Serialize)]
struct ScreenedJson {
    walks: usize,
    worlds: u64,
    inputs: usize,
}

#[derive(Serialize)]
struct OutcomeJson<'a> {
    outcome: &'a str,
    unit: String,
    inputs: Vec<InputJson<'a>>,
    rows_needed: Option<u64>,
}

#[derive(Serialize)]
struct InputJson<'a> {
    input: &'a str,
    kind: &'static str,
    provenance: Option<&'static str>,
    measures: BTreeMap<&'static str, Estimate>,
}

/// Returns what programs know an input by: its path, its kind, and how it is known.
fn known(model: &Model, input: Input) -> (&str, &'static str, Option<&'static str>) {
    match input {
        Input::One(one) => {
            let kind = if let Uncertain::Fact(_) = one { "fact" } else { "truth" };
            (model.path_of(one), kind, Some(knowledge(model.knowledge_of(one))))
        }
        Input::Others => ("others", "others", None),
        Input::Luck => ("luck", "luck", None),
    }
}

impl Weights {
    /// Returns it as programs read it.
    #[must_use]
    pub fn json<'a>(&self, asked: &Asked<'a>, seed: &'a str) -> Answer<'a> {
        let input = |hinge: &Weight| {
            let (input, kind, provenance) = known(asked.model, hinge.input);
            let estimates = hinge.measures.iter().copied();
            let measures = self.method.measures().iter().copied().zip(estimates).collect();
            InputJson { input, kind, provenance, measures }
        };
        let outcome = |(&id, found): (&OutcomeId, &Found)| {
            let measured = Measured::new(asked.part, asked.model, id);
            OutcomeJson {
                outcome: &measured.outcome.id,
                unit: measured.unit(),
                inputs: found.inputs().iter().map(input).collect(),
                rows_needed: if let Found::Few(few, _) = found { Some(few.rows) } else { None },
            }
        };
        let (method, rows, walks) = match self.method {
            Method::Sobol(rows) => ("sobol", Some(rows), None),
            Method::Morris(walks) => ("morris", None, Some(walks)),
        };
        let screened = match self.screening {
            Screening::Morris { walks, worlds, of } => {
                Some(ScreenedJson { walks, worlds, inputs: of })
            }
            Screening::None | Screening::ByName => None,
        };
        Answer {
            scenario: asked.part.id(),
            branch: &asked.model.branch,
            seed,
            method,
            worlds: self.worlds,
            failed: self.failed,
            rows,
            walks,
            screened,
            others: self.inputs.others.iter().map(|&one| asked.model.path_of(one)).collect(),
            outcomes: asked.outcomes.iter().zip(&self.found).map(outcome).collect(),
        }
    }

    /// Returns it as a table, one line an input of an outcome.
    #[must_use]
    pub fn csv(&self, asked: &Asked) -> String {
        let mut text = "outcome,rank,input,kind,provenance".to_owned();
        for name in self.method.measures() {
            _ = write!(text, ",{name},{name}_low,{name}_high");
        }
        text.push('\n');
        for (&id, found) in asked.outcomes.iter().zip(&self.found) {
            for (rank, hinge) in (1..).zip(found.inputs()) {
                let (input, kind, provenance) = known(asked.model, hinge.input);
                let provenance = provenance.unwrap_or_default();
                let outcome = &asked.model.outcomes[id].written.id;
                _ = write!(text, "{outcome},{rank},{input},{kind},{provenance}");
                for of in &hinge.measures {
                    _ = write!(text, ",{},{},{}", of.value, of.interval.low, of.interval.high);
                }
                text.push('\n');
            }
        }
        text
    }
}
