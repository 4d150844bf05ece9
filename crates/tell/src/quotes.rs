//! Where things come from: the cites of an item, and the words behind a fact.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::words::number;
use excomm_engine::{
    run::Tally,
    world::{FactInfo, Knowledge},
};
use excomm_scenario::format::{Cite, Grounds, Part, Person};

/// The cites of all items of a scenario, by path.
pub struct Cites(Value);

impl Cites {
    /// Collects the cites of a scenario.
    #[must_use]
    pub fn new(part: &Part) -> Cites {
        Cites(serde_json::from_str(&part.as_json()).unwrap_or_default())
    }

    /// Returns the cites of the item with this path, such as `questions/lift/options/yes`.
    #[must_use]
    pub fn of(&self, path: &str) -> Vec<Cite> {
        let item = path.split('/').try_fold(&self.0, |at, name| match at {
            Value::Array(items) => items.iter().find(|item| item["id"] == name),
            at => at.get(name),
        });
        item.and_then(|item| Vec::deserialize(&item["cite"]).ok()).unwrap_or_default()
    }
}

/// A cite, as programs read it.
#[derive(Debug, Serialize)]
pub struct CiteJson {
    kind: &'static str,
    record: Option<String>,
    by: Option<String>,
    text: String,
}

/// Returns a cite as programs read it.
#[must_use]
pub fn cite_json(cite: &Cite) -> CiteJson {
    let (kind, record, by, text) = match cite {
        Cite::Quote(record, words) => ("quote", Some(&record.0), None, words),
        Cite::Said(person, record, words) => ("said", Some(&record.0), Some(&person.0), words),
        Cite::Source(source) => ("source", None, None, &source.0),
        Cite::Recalled(text) => ("recalled", None, None, text),
        Cite::Assumed(why) => ("assumed", None, None, why),
    };
    CiteJson { kind, record: record.cloned(), by: by.cloned(), text: text.clone() }
}

/// Returns a person's whole name; what the person is stands apart.
#[must_use]
pub fn speaker<'a>(part: &'a Part, id: &'a str) -> &'a str {
    let person: Option<&Person> = part.person(id);
    person.map_or(id, |person| &person.title)
}

/// Returns the words of a record that a cite quotes, with their speaker, if it does.
#[must_use]
pub fn quoted(part: &Part, cite: &Cite) -> Option<String> {
    match cite {
        Cite::Quote(_, words) => Some(format!("\u{201c}{words}\u{201d}")),
        Cite::Said(by, _, words) => Some(format!("{}: \u{201c}{words}\u{201d}", speaker(part, by))),
        Cite::Source(_) | Cite::Recalled(_) | Cite::Assumed(_) => None,
    }
}

/// Returns the words of a record that a cite quotes, bare.
#[must_use]
pub fn words_of(cite: &Cite) -> Option<&str> {
    match cite {
        Cite::Quote(_, words) | Cite::Said(_, _, words) => Some(words),
        Cite::Source(_) | Cite::Recalled(_) | Cite::Assumed(_) => None,
    }
}

/// Returns a cite in words, whatever its kind.
#[must_use]
pub fn cite_text(part: &Part, cite: &Cite) -> String {
    match cite {
        Cite::Quote(..) | Cite::Said(..) => quoted(part, cite).unwrap_or_default(),
        Cite::Source(source) => source_title(part, source),
        Cite::Recalled(text) => format!("recalled: {text}"),
        Cite::Assumed(why) => format!("assumed: {why}"),
    }
}

fn source_title(part: &Part, id: &str) -> String {
    let source = part.scenario.as_ref().and_then(|head| head.sources.get(id));
    source.map_or_else(|| id.to_owned(), |source| source.title.clone())
}

/// Returns the name of a kind of knowledge.
#[must_use]
pub fn knowledge(knowledge: Knowledge) -> &'static str {
    match knowledge {
        Knowledge::Quoted => "quoted",
        Knowledge::Published => "published",
        Knowledge::Given => "given",
        Knowledge::Disputed => "disputed",
        Knowledge::Assumed => "assumed",
    }
}

/// Returns how many facts are known in which way: `45 facts: 1 quoted, ...`.
#[must_use]
pub fn tally(tally: &Tally) -> String {
    let Tally { quoted, published, given, disputed, assumed } = tally;
    let all = quoted + published + given + disputed + assumed;
    format!(
        "{all} facts: {quoted} quoted, {published} published, {given} given by definition, \
         {disputed} disputed, {assumed} assumed"
    )
}

/// Returns how a fact is known: the words, the sources, or the reason for a guess.
pub fn source_of(part: &Part, fact: &FactInfo) -> String {
    let titles = |sources: &[excomm_scenario::format::SourceRef]| {
        sources.iter().map(|source| source_title(part, source)).collect::<Vec<_>>().join("; ")
    };
    match &fact.written {
        Grounds::Quoted { words, by, .. } => {
            let by = by.as_ref().map(|by| format!("{}: ", speaker(part, by)));
            format!("{}\u{201c}{words}\u{201d}", by.unwrap_or_default())
        }
        Grounds::Published { sources, .. } => titles(sources),
        Grounds::Disputed { note, .. } => note.clone(),
        Grounds::Given { why, .. } | Grounds::Assumed { why, .. } => why.clone(),
        Grounds::Fact(name) => format!("facts/{}", name.0),
    }
}

/// Returns a fact's kind and range in words: `assumed 0.01 to 0.08`.
pub fn range(fact: &FactInfo) -> String {
    let kind = knowledge(fact.knowledge);
    if fact.low < fact.high {
        format!("{kind}, {} to {}", number(fact.low), number(fact.high))
    } else {
        kind.to_owned()
    }
}
