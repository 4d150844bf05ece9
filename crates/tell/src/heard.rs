//! What an actor has heard, in words: never more than the actor knows.

use std::collections::BTreeMap;

use excomm_engine::world::{
    Event, Extent, Known, Log, Model, SignKey, SignKind, Time, counted, event_text,
};

use super::words;
use excomm_scenario::format::Topic;

/// A line of what somebody has heard.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// When it was heard.
    pub at: Time,
    /// The line itself, a sentence.
    pub says: String,
    /// Whether a reader should not miss the line.
    pub marked: bool,
    /// What it is about, if news of it travels by channels.
    pub topic: Option<Topic>,
}

/// Returns what an actor has heard, in the order in which it came to know of it.
///
/// Of what is counted only the last count of a day is told.
#[must_use]
pub fn lines(model: &Model, log: &Log, known: &[Known]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut last: BTreeMap<(SignKey, String), usize> = BTreeMap::new();
    for known in known {
        let Some(event) = log.event(known.event) else { continue };
        let Some(sign) = event.change.map(|change| model.signs[change.sign.0 as usize]) else {
            continue;
        };
        match (told(sign.kind), known.extent) {
            (Told::Words, Extent::Whole) => {
                lines.extend(in_words(model, event, known.at, sign.kind));
            }
            (Told::Count(_) | Told::Items(_), _) => {
                let says = count_text(model, event).unwrap_or_default();
                let line = Line { at: known.at, says, marked: false, topic: sign.kind.topic() };
                let day = words::day(known.at, &model.span);
                if let Some(place) = last.get(&(sign, day.clone())) {
                    lines[*place].says = line.says;
                } else {
                    last.insert((sign, day), lines.len());
                    lines.push(line);
                }
            }
            (Told::Nothing | Told::Words, _) => {}
        }
    }
    lines.dedup();
    lines
}

/// Returns the count that an event changed, in words, if it changed one.
#[must_use]
pub fn count_text(model: &Model, event: &Event) -> Option<String> {
    let sign = model.signs[event.change?.sign.0 as usize];
    match told(sign.kind) {
        Told::Count(of) => Some(in_numbers(model, event, of)),
        Told::Items(are) => Some(items(model, event, are)),
        Told::Nothing | Told::Words => None,
    }
}

/// How news of a sign is told.
enum Told {
    /// Not at all: it only keeps count for rules, or nobody can hear it.
    Nothing,
    /// In the words of the event.
    Words,
    /// As a count of something of the thing, with `{s}` where many have one.
    Count(&'static str),
    /// As so many of the thing itself.
    Items(&'static str),
}

fn told(kind: SignKind) -> Told {
    use SignKind as S;
    match kind {
        S::Truth | S::Promised | S::Answered | S::Reported | S::Gauge | S::Yield | S::Coverage => {
            Told::Nothing
        }
        S::Line
        | S::Stance
        | S::Sky
        | S::Flying
        | S::Pledge
        | S::Consent
        | S::Withdrawing
        | S::Chosen
        | S::Belief
        | S::Seen
        | S::Verified
        | S::Found
        | S::Struck
        | S::Striking
        | S::SitesHit
        | S::Boarded
        | S::TurnedBack
        | S::Said
        | S::Paper
        | S::Met => Told::Words,
        S::Left => Told::Items("still there"),
        S::Gone => Told::Items("gone so far"),
        S::Landed => Told::Items("landed so far"),
        S::Destroyed => Told::Items("destroyed so far"),
        S::Flown => Told::Count("flight{s} heard of"),
        S::Lost => Told::Items("lost so far"),
        S::ShotDown => Told::Items("shot down so far"),
        S::Photographs => Told::Count("good photograph{s} so far"),
        S::Pictures => Told::Count("time{s} photographed so far"),
        S::FiredOn => Told::Count("salvo{s} heard of"),
        S::StrikeLosses => Told::Count("aircraft lost so far"),
        S::Hailed => Told::Count("ship{s} hailed so far"),
        S::Incidents => Told::Count("incident{s} so far"),
        S::Calls => Told::Count("call{s} so far"),
        S::Looks => Told::Count("look{s} so far"),
    }
}

/// Returns the sentence of an event that was heard of, if it has one.
fn in_words(model: &Model, event: &Event, at: Time, kind: SignKind) -> Option<Line> {
    // small steps of belief are too many to read
    if kind == SignKind::Belief && !event.marked {
        return None;
    }
    let says = event_text(event, &model.things)?;
    Some(Line { at, says, marked: event.marked, topic: kind.topic() })
}

fn in_numbers(model: &Model, event: &Event, of: &str) -> String {
    let Some(change) = event.change else { return String::new() };
    let thing = model.signs[change.sign.0 as usize].thing;
    let title = words::capital(&model.things[thing.index()].title);
    let value = format!("{:.0}", change.value);
    let of = of.replace("{s}", if value == "1" { "" } else { "s" });
    format!("{title}: {value} {of}")
}

/// Says how many of a thing there are: `The missile troops: 600 men gone so far`, `Six bombers gone so far`.
fn items(model: &Model, event: &Event, are: &str) -> String {
    let Some(change) = event.change else { return String::new() };
    let thing = &model.things[model.signs[change.sign.0 as usize].thing.index()];
    let text = format!("{} {are}", counted(change.value, thing));
    let many = thing.name_of(2);
    if thing.title.ends_with(many) {
        return words::capital(&text);
    }
    format!("{}: {text}", words::capital(&thing.title))
}
