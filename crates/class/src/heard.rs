//! What an actor has heard, in words: never more than the news that reached it says.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil};

use excomm_engine::{
    run::Session,
    world::{EventId, Heard, Journal, Known, Log, Model, SignKey, SignKind, Time, event_text},
};

/// A line of what somebody has heard.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// When it was heard.
    pub at: Time,
    /// It in a sentence.
    pub says: String,
    /// Whether it should not be missed.
    pub marked: bool,
}

/// Returns what an actor has heard so far, in its order.
///
/// The model must have been made with journals. A sentence of the log is used only where it says no
/// more than the news itself; of what is counted only the count is told.
pub(super) fn lines(session: &Session, model: &Model, actor: &str) -> Vec<Line> {
    let day = |at: Time| -> Option<civil::Date> {
        let stamp = Timestamp::from_second(at.0).ok()?;
        Some(stamp.to_zoned(model.span.zone.clone()).date())
    };
    let owner = model.find(&format!("actors/{actor}")).map(|actor| model.entity(actor));
    let mut lines: Vec<Line> = Vec::new();
    // of what is counted, the last count of a day is enough
    let mut counted: BTreeMap<(SignKey, Option<civil::Date>), usize> = BTreeMap::new();
    for heard in journal(session, model, actor) {
        let sign = model.signs[heard.sign.0 as usize];
        if is_the_owners(sign.kind) && !owner.is_some_and(|own| model.owns(own, sign.thing)) {
            continue;
        }
        match told(sign.kind) {
            Told::Nothing => {}
            Told::Words => lines.extend(in_words(session.log(), model, heard, sign.kind)),
            Told::Count(of) => {
                let says = in_numbers(model, sign, heard.value, of);
                let line = Line { at: heard.at, says, marked: false };
                if let Some(place) = counted.get(&(sign, day(heard.at))) {
                    lines[*place].says = line.says;
                } else {
                    counted.insert((sign, day(heard.at)), lines.len());
                    lines.push(line);
                }
            }
        }
    }
    lines.dedup();
    lines
}

/// Returns the events that an actor has heard of so far, in its order.
pub(super) fn events(session: &Session, model: &Model, actor: &str) -> Vec<Known> {
    let event = |heard: &Heard| {
        heard_of(session.log(), heard.by).map(|event| Known { event, at: heard.at })
    };
    journal(session, model, actor).iter().filter_map(event).collect()
}

fn journal<'a>(session: &'a Session, model: &Model, actor: &str) -> &'a [Heard] {
    let actor = model.find(&format!("actors/{actor}"));
    let journal = actor.and_then(|actor| session.world().get::<Journal>(model.entity(actor)));
    journal.map_or(&[], |journal| &journal.0)
}

/// How news of a sign is told.
enum Told {
    /// Not at all: it only keeps count for rules, or nobody can hear it.
    Nothing,
    /// In the words of the event.
    Words,
    /// As a count, with `{s}` where many have one; an event's own words may say what its hearer does not
    /// know.
    Count(&'static str),
}

/// Returns whether news of a kind, though others may hear that something flies, is for its owner alone:
/// what was ordered, and what was on the film.
fn is_the_owners(kind: SignKind) -> bool {
    matches!(kind, SignKind::Flying | SignKind::Photographs | SignKind::Pictures)
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
        | S::SitesHit
        | S::Boarded
        | S::TurnedBack
        | S::Said
        | S::Paper
        | S::Met => Told::Words,
        S::Left => Told::Count("still there"),
        S::Gone => Told::Count("gone so far"),
        S::Landed => Told::Count("landed so far"),
        S::Destroyed => Told::Count("destroyed so far"),
        S::Flown => Told::Count("flight{s} heard of"),
        S::Lost => Told::Count("lost so far"),
        S::ShotDown => Told::Count("shot down so far"),
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

/// Returns the sentence of the event that was heard of, if it has one.
fn in_words(log: &Log, model: &Model, heard: &Heard, kind: SignKind) -> Option<Line> {
    let event = log.event(heard_of(log, heard.by)?)?;
    // small steps of belief are too many to read
    if kind == SignKind::Belief && !event.marked {
        return None;
    }
    let says = event_text(event, &model.things)?;
    Some(Line { at: heard.at, says, marked: event.marked })
}

/// Returns the event itself where news of it came late, through a report.
fn heard_of(log: &Log, by: EventId) -> Option<EventId> {
    let event = log.event(by)?;
    if event.key.verb.starts_with("report") {
        return log.causes(event).first().copied();
    }
    Some(by)
}

fn in_numbers(model: &Model, sign: SignKey, value: f64, of: &str) -> String {
    let title = &model.things[sign.thing.index()].title;
    let mut letters = title.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let title: String = first.chain(letters).collect();
    let value = format!("{value:.0}");
    let of = of.replace("{s}", if value == "1" { "" } else { "s" });
    format!("{title}: {value} {of}")
}
