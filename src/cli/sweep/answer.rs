//! What comes of a sweep, as programs read it: JSON, and a table.

use serde::Serialize;

use super::super::{
    Failure,
    many::{FailedJson, Many},
};
use excomm_engine::world::{Model, OutcomeId, Thing, Time};
use excomm_lab as lab;
use excomm_lab::{
    Results, Share, Summary, Swept,
    stats::{Sketch, TwoBands},
};
use excomm_tell::{Printer, csv, effects::clarity};

/// What `sweep` answers in JSON.
#[derive(Serialize)]
pub(super) struct Answer<'a> {
    scenario: &'a str,
    runs: u64,
    lucks: u64,
    seed: String,
    worlds: u64,
    failed: FailedJson<'a>,
    branches: Vec<SweptJson<'a>>,
}

#[derive(Serialize)]
struct SweptJson<'a> {
    branch: &'a str,
    ends: Vec<EndJson<'a>>,
    outcomes: Vec<OutcomeJson<'a>>,
    fan: Option<Vec<DayJson>>,
}

/// How the outcome of the fan is spread at the end of a day.
#[derive(Serialize)]
struct DayJson {
    at: String,
    quantiles: [Option<f64>; 5],
    never: u64,
}

#[derive(Serialize)]
struct EndJson<'a> {
    end: &'a str,
    worlds: u64,
    share: Option<TwoBands>,
}

#[derive(Serialize)]
struct OutcomeJson<'a> {
    outcome: &'a str,
    mean: Option<TwoBands>,
    quantiles: [Option<f64>; 5],
    never: u64,
}

/// Returns what `sweep` answers in JSON.
pub(super) fn answer<'a>(many: &'a Many, results: &Results) -> Answer<'a> {
    let finite = |value: f64| Some(value).filter(|value| value.is_finite());
    let end = |model: &'a Model, (end, share): &(Thing, Share)| EndJson {
        end: &model.things[end.index()].id,
        worlds: share.count.hits,
        share: share.bands,
    };
    let outcome = |swept: &Swept, outcome: OutcomeId| {
        let summary = swept.summary(outcome);
        OutcomeJson {
            outcome: &many.outcome(outcome).written.id,
            mean: summary.mean,
            quantiles: summary.band.quantiles.map(finite),
            never: summary.never.hits,
        }
    };
    let days = |model: &Model, days: &[Sketch]| {
        let day = |(at, day): (Time, &Sketch)| DayJson {
            at: at.rfc3339(),
            quantiles: lab::LEVELS.map(|level| finite(day.quantile(level))),
            never: day.never(),
        };
        lab::ends_of_days(&model.span).into_iter().zip(days).map(day).collect()
    };
    let branch = |((model, _), swept): (&'a (Model, _), &Swept)| SweptJson {
        branch: &model.branch,
        ends: swept.ends().iter().map(|known| end(model, known)).collect(),
        outcomes: many.shown.iter().map(|&id| outcome(swept, id)).collect(),
        fan: results.study().fan().map(|_| days(model, swept.days())),
    };
    let counted = results.counted();
    Answer {
        scenario: many.scenario(),
        runs: many.design.runs,
        lucks: many.design.lucks,
        seed: results.study().seed.to_string(),
        worlds: counted.worlds,
        failed: many.failed(counted),
        branches: many.sides.iter().zip(&counted.swept).map(branch).collect(),
    }
}

/// The columns of the table, named as the keys of JSON.
const COLUMNS: [&str; 18] = [
    "branch",
    "kind",
    "id",
    "worlds",
    "value",
    "error_low",
    "error_high",
    "low",
    "low_error_low",
    "low_error_high",
    "high",
    "high_error_low",
    "high_error_high",
    "clarity",
    "p5",
    "p50",
    "p95",
    "never",
];

/// Prints a line for each end and each outcome of each branch.
pub(super) fn table(many: &Many, results: &Results, out: &mut Printer) -> Result<(), Failure> {
    let bands = |bands: Option<TwoBands>| {
        let nothing = || vec![String::new(); 10];
        bands.map_or_else(nothing, |TwoBands { answer, low, high, clarity: how, .. }| {
            let three = [answer, low, high];
            let numbers = three.iter().flat_map(|e| [e.value, e.interval.low, e.interval.high]);
            numbers.map(csv::number).chain([clarity(how).to_owned()]).collect()
        })
    };
    out.line(&csv::line(COLUMNS))?;
    for ((model, _), swept) in many.sides.iter().zip(&results.counted().swept) {
        let mut row =
            |kind: &str, id: &str, worlds: u64, numbers: Vec<String>, rest: [String; 4]| {
                let worlds = worlds.to_string();
                let first = [model.branch.as_str(), kind, id, &worlds];
                let numbers = numbers.iter().chain(&rest).map(String::as_str);
                out.line(&csv::line(first.into_iter().chain(numbers)))
            };
        for (end, share) in swept.ends() {
            let id = &model.things[end.index()].id;
            row("end", id, share.count.hits, bands(share.bands), Default::default())?;
        }
        for &outcome in &many.shown {
            let Summary { mean, band, never, .. } = swept.summary(outcome);
            let [p5, _, p50, _, p95] = band.quantiles.map(csv::number);
            let rest = [p5, p50, p95, never.hits.to_string()];
            row("outcome", &many.outcome(outcome).written.id, swept.worlds(), bands(mean), rest)?;
        }
    }
    Ok(())
}
