//! The log as lines: one JSON object an event, and the digest of all of them.

use serde::Serialize;

use crate::{
    rules,
    world::{Event, Log, Model, Verb, event_text, key_text},
};

/// A line of the log, as programs read it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// The event's key.
    pub id: String,
    /// When, in UTC.
    pub at: String,
    /// The rule that wrote it.
    pub rule: &'static str,
    /// The things that took part, by path.
    pub subjects: Vec<String>,
    /// The keys of the events that caused it.
    pub causes: Vec<String>,
    /// The odds that decided it.
    pub odds: Option<f64>,
    /// The number drawn.
    pub draw: Option<f64>,
    /// The facts behind it, by path.
    pub facts: Vec<String>,
    /// Its sentence.
    pub text: Option<String>,
}

/// Returns the line of an event.
#[must_use]
pub fn line(model: &Model, log: &Log, event: &Event) -> Line {
    let things = &model.things;
    let subjects = [Some(event.key.who), event.key.with];
    let causes = log.causes_that_happened(event).into_iter().filter_map(|cause| log.event(cause));
    Line {
        id: key_text(&event.key, things),
        at: event.at.rfc3339(),
        rule: rules::all().nth(usize::from(event.rule)).map_or("", |rule| rule.name),
        subjects: subjects.iter().flatten().map(|s| things[s.thing.index()].path.clone()).collect(),
        causes: causes.map(|cause| key_text(&cause.key, things)).collect(),
        odds: event.odds,
        draw: event.draw,
        facts: log.facts(event).iter().map(|f| model.facts[f.0 as usize].path.clone()).collect(),
        text: event_text(event, things),
    }
}

/// Returns the BLAKE3 digest of all lines of a log, in hexadecimal; news that no rule reads is left
/// out, since it changes nothing.
///
/// Equal digests mean equal logs, byte by byte.
#[must_use]
pub fn digest(model: &Model, log: &Log) -> String {
    let mut hasher = blake3::Hasher::new();
    let read = log.events().iter().filter(|event| event.key.verb != Verb::ReportBeside);
    for event in read {
        let line = serde_json::to_string(&line(model, log, event)).unwrap_or_default();
        hasher.update(line.as_bytes());
        hasher.update(b"\n");
    }
    hasher.finalize().to_hex().to_string()
}
