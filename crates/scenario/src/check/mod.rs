//! The check: everything that is wrong with a scenario, in one go, each with its place.
//!
//! Each part is parsed as far as it goes and walked beside the shape of the format; what was met
//! on the walk (facts, names, quotes, moments) is checked over all parts together. A scenario
//! whose parts all read well is put together and looked at as a whole.

mod branches;
mod exercise;
mod extents;
mod facts;
mod finding;
mod heard;
mod hours;
mod markers;
mod meaning;
mod names;
mod never;
mod paths;
mod places;
mod producible;
mod quotes;
mod render;
mod rings;
mod scales;
mod sea;
mod syntax;
mod twins;
mod walk;
mod words;

use std::collections::BTreeMap;

pub use finding::{Finding, Kind, Severity, did_you_mean};
pub use render::render;

use crate::{
    Sources,
    format::Part,
    read::{Reader, Unread},
    record::{Coverage, Text},
    shape::Shapes,
    tree,
};

/// What a check found, and the scenario if it can be played.
#[derive(Debug)]
pub struct Checked {
    /// All findings, by file and place.
    pub findings: Vec<Finding>,
    /// The scenario, all parts put together, if nothing is wrong with it.
    pub part: Option<Part>,
    /// The records, by id.
    pub records: BTreeMap<String, Text>,
    /// What the scenario makes of each record.
    pub coverage: BTreeMap<String, Coverage>,
}

impl Checked {
    /// Returns how many findings are errors.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.findings.iter().filter(|f| f.severity == Severity::Error).count()
    }
}

/// How many findings of shape are shown of one file.
const ENOUGH: usize = 200;

/// Checks a scenario.
#[must_use]
pub fn check(sources: &Sources) -> Checked {
    let mut findings = sources.problems.clone();
    let shapes = Shapes::new();
    let mut met = walk::Met::default();
    let (reader, mut parts) = (Reader::default(), Vec::new());
    let mut whole = !findings.iter().any(|finding| finding.severity == Severity::Error);
    for (file, (name, text)) in sources.parts.iter().enumerate() {
        let before = findings.len();
        let node = syntax::read(name, text, &mut findings);
        if let Some(node) = &node {
            let enough = before + ENOUGH;
            let (met, findings) = (&mut met, &mut findings);
            walk::Walk { shapes: &shapes, file, name, met, findings, enough }.part(node);
            if findings.len() >= enough
                && let Some(last) = findings.last().cloned()
            {
                let message = "this file has more findings than are shown".to_owned();
                findings.push(Finding { message, hint: None, ..last });
            }
        }
        if let Some(node) = node.filter(|_| findings.len() == before) {
            match reader.read::<Part>(&node) {
                Ok(part) => parts.push(part),
                Err(Unread { span, message }) => {
                    let span = span.unwrap_or(node.span);
                    let message = format!("this cannot be read: {message}");
                    findings.push(Finding::error(Kind::Syntax, name, span, message));
                }
            }
        }
        whole &= findings.len() == before;
    }
    whole &= met.sites.contains_key("scenario") || headless(&sources.parts, &mut findings);
    let files: Vec<&str> = sources.parts.iter().map(|(name, _)| name.as_str()).collect();
    for fact in &met.facts {
        facts::check(files[fact.2.file], fact, &mut findings);
    }
    facts::shared(&files, &met.facts, &mut findings);
    names::check(&files, &met, whole, &mut findings);
    let part = put_together(parts, reader, &files, &mut findings);
    let places = places::Places { files: &files, met: &met };
    meaning::moments(&places, part.as_ref(), &mut findings);
    meaning::triggers(&places, &mut findings);
    let records = quotes::records(sources, part.as_ref(), &files, &mut findings);
    let coverage = quotes::check(&records, part.as_ref(), &files, &met, whole, &mut findings);
    let whole = part.filter(|_| whole);
    if let Some(part) = &whole {
        meaning::whole(&places, part, &mut findings);
        exercise::check(&places, part, &mut findings);
        // a note would only stand in the way of an error
        if findings.iter().all(|finding| finding.severity != Severity::Error) {
            twins::check(&files, &met.facts, &mut findings);
        }
    }
    findings.sort_by(|a, b| {
        let file = |f: &Finding| files.iter().position(|name| *name == f.file);
        let key = |f: &Finding| (file(f).unwrap_or(files.len()), f.line, f.column);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
    findings.dedup();
    let errors = findings.iter().any(|f| f.severity == Severity::Error);
    Checked { part: whole.filter(|_| !errors), findings, records, coverage }
}

/// Reads a scenario without looking for mistakes; nothing if it cannot be read.
#[must_use]
pub fn read(sources: &Sources) -> Option<Part> {
    let reader = Reader::default();
    let part = |(_, text): &(String, String)| reader.read(&tree::parse(text).0?).ok();
    let parts = sources.parts.iter().map(part).collect::<Option<_>>()?;
    put_together(parts, reader, &[], &mut Vec::new())
}

/// Says that no file is the head; what the others name can then not be checked.
fn headless(parts: &[(String, String)], findings: &mut Vec<Finding>) -> bool {
    if findings.iter().all(|finding| finding.severity != Severity::Error) {
        let file = parts.first().map_or("", |(name, _)| name);
        let text = "no file says what the scenario is".to_owned();
        let hint = "one file needs a section `scenario: (format: 1, id: .., title: .., ...)`";
        let finding = Finding::error(Kind::Whole, file, syntax::at("", 0), text);
        findings.push(finding.hint(hint.to_owned()));
    }
    false
}

/// Puts the parts of a scenario together; nothing if there are none.
fn put_together(
    parts: Vec<Part>,
    reader: Reader,
    files: &[&str],
    findings: &mut Vec<Finding>,
) -> Option<Part> {
    let mut whole: Option<Part> = None;
    for part in parts {
        match &mut whole {
            None => whole = Some(part),
            Some(whole) => {
                let mut twice = |what: &str| {
                    let nowhere = syntax::at("", 0);
                    let text = format!("two files say what the {what} is");
                    let file = files.first().copied().unwrap_or("");
                    findings.push(Finding::error(Kind::Doubled, file, nowhere, text));
                };
                if whole.scenario.is_some() && part.scenario.is_some() {
                    twice("scenario");
                }
                if whole.exercise.is_some() && part.exercise.is_some() {
                    twice("exercise");
                }
                whole.join(part);
            }
        }
    }
    whole.map(|whole| Part { numbered: reader.into_facts(), ..whole })
}
