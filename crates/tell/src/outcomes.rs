//! Outcomes in words and for programs, and history's beside them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::words;
use excomm_engine::{
    run::{Finished, OutcomeValue, Value},
    world::{Model, Time},
};
use excomm_scenario::format::{Gain, Marker, Outcome, Part, Was};

/// Units that go without saying where people read.
pub const BARE: &[&str] = &["level", "probability", "share", "value"];

/// An outcome, as programs read it.
#[derive(Debug, Serialize)]
pub struct OutcomeJson {
    #[serde(rename = "type")]
    kind: &'static str,
    value: serde_json::Value,
    unit: Option<String>,
}

/// Returns all outcomes of a run, as programs read them, by id.
#[must_use]
pub fn outcomes_json(model: &Model, run: &Finished) -> BTreeMap<String, OutcomeJson> {
    let each = run.outcomes.iter().map(|(id, outcome)| {
        let info = &model.outcomes[id];
        let (kind, value) = match outcome.value {
            Value::Date(at) => ("date", at.map(Time::rfc3339).into()),
            Value::YesNo(yes) => ("yes-no", yes.into()),
            Value::Number(number) => ("number", number.into()),
        };
        (info.written.id.clone(), OutcomeJson { kind, value, unit: info.unit.clone() })
    });
    each.collect()
}

/// Returns what an outcome is in words: `20 Nov 1962 18:45 EST (23:45Z)`, `never`, `42 bombers`.
#[must_use]
pub fn value_text(model: &Model, outcome: &OutcomeValue) -> String {
    match outcome.value {
        Value::Date(None) => "never".to_owned(),
        Value::Date(Some(at)) => words::moment(at, &model.span),
        Value::YesNo(yes) => yes_no(yes).to_owned(),
        Value::Number(number) => {
            with_unit(words::about(number), number, model.outcomes[outcome.outcome].unit.as_deref())
        }
    }
}

/// Returns a number and its unit: `42 bombers`, `1 bomber`; units that go without saying are left out.
fn with_unit(text: String, number: f64, unit: Option<&str>) -> String {
    let unit = unit.filter(|unit| !BARE.contains(unit)).unwrap_or_default();
    let one = libm::round(number) as i64 == 1 && number.fract().abs() < 1e-9;
    let one = one && !unit.contains(' ');
    let unit = if one { unit.strip_suffix('s').unwrap_or(unit) } else { unit };
    format!("{text} {unit}").trim_end().to_owned()
}

/// Returns what an outcome was in history, in words, a number with its unit.
#[must_use]
pub fn was_text(model: &Model, marker: &Marker) -> String {
    match &marker.was {
        Was::Never => "never".to_owned(),
        Was::On(date) => Time::parse(&date.0)
            .map_or_else(|_| date.0.clone(), |at| words::moment(at, &model.span)),
        Was::YesNo(yes) => yes_no(*yes).to_owned(),
        Was::Number(number) => {
            let outcome = model.find_outcome(&marker.outcome.0);
            let unit = outcome.and_then(|outcome| model.outcomes[outcome].unit.as_deref());
            with_unit(words::number(*number), *number, unit)
        }
    }
}

/// Returns what an outcome was in history, as a value of a run.
#[must_use]
pub fn was_value(outcome: &Outcome, was: &Was) -> Option<Value> {
    Some(match (was, &outcome.is) {
        (Was::On(date), _) => Value::Date(Some(Time::parse(&date.0).ok()?)),
        (Was::Never, Gain::Ever(_)) => Value::YesNo(false),
        (Was::Never, _) => Value::Date(None),
        (Was::YesNo(yes), _) => Value::YesNo(*yes),
        (Was::Number(number), _) => Value::Number(*number),
    })
}

/// Returns the title of an outcome, or what else is named so.
#[must_use]
pub fn title_of<'a>(part: &'a Part, id: &'a str) -> &'a str {
    let known = part.outcome(id);
    known.map_or(id, |outcome| outcome.title.as_str())
}

/// Returns history's markers of an outcome.
pub fn markers<'a>(part: &'a Part, id: &'a str) -> impl Iterator<Item = &'a Marker> {
    part.history.iter().filter(move |marker| marker.outcome.0 == id)
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_its_unit_and_one_thing_is_one() {
        let said = |number: f64, unit| with_unit(words::number(number), number, Some(unit));
        assert_eq!(said(42.0, "missiles"), "42 missiles");
        assert_eq!(said(1.0, "missiles"), "1 missile");
        assert_eq!(said(600.0, "men of the troops"), "600 men of the troops");
        assert_eq!(said(0.4, "probability"), "0.4");
    }
}
