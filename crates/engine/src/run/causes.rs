//! Causes: what led to an event, and which events two runs do not share.

use std::collections::{BTreeMap, BTreeSet};

use crate::world::{Event, EventId, Key, Log, ThingInfo, key_text};

/// Returns an event and all events that led to it, in the order in which they happened.
#[must_use]
pub fn ancestors(log: &Log, event: EventId) -> BTreeSet<EventId> {
    let mut found = BTreeSet::new();
    let mut open = vec![event];
    while let Some(id) = open.pop() {
        if let Some(event) = log.event(id)
            && found.insert(id)
        {
            open.extend(log.causes(event));
        }
    }
    found
}

/// Returns the keys of events that only one of two runs of a model has, or that differ in time,
/// odds, draw or words, in the order of their keys.
#[must_use]
pub fn changed(a: &Log, b: &Log) -> BTreeSet<Key> {
    differing(a.events().iter(), b.events().iter())
}

/// Returns the keys of tries that came to nothing in only one of two runs, or that differ likewise.
#[must_use]
pub fn changed_tries(a: &Log, b: &Log) -> BTreeSet<Key> {
    let [a, b] = [a, b].map(|log| log.missed().iter().map(|(_, event)| event));
    differing(a, b)
}

fn differing<'a>(
    a: impl Iterator<Item = &'a Event>,
    b: impl Iterator<Item = &'a Event>,
) -> BTreeSet<Key> {
    let a: BTreeMap<Key, &Event> = a.map(|event| (event.key, event)).collect();
    let b: BTreeMap<Key, &Event> = b.map(|event| (event.key, event)).collect();
    let differs = |key: &Key| match (a.get(key), b.get(key)) {
        (Some(a), Some(b)) => !a.same_as(b),
        _ => true,
    };
    a.keys().chain(b.keys()).filter(|key| differs(key)).copied().collect()
}

/// Which events of a run, and which tries that came to nothing, rest on something that another run
/// has otherwise.
#[derive(Debug, Clone, Default)]
pub struct Touched {
    events: Vec<bool>,
    missed: Vec<bool>,
}

impl Touched {
    /// Returns for each event of a run whether the event, or anything that led to it, is one of these.
    ///
    /// One pass does, since causes come before what they lead to.
    #[must_use]
    pub fn new(log: &Log, changed: &BTreeSet<Key>) -> Touched {
        let mut touched = Touched::default();
        let mut missed = log.missed().iter().peekable();
        for event in log.events() {
            let now = touched.events.len();
            while let Some((_, missed)) = missed.next_if(|(before, _)| *before as usize <= now) {
                touched.missed.push(touched.is_led(log, missed, changed));
            }
            touched.events.push(touched.is_led(log, event, changed));
        }
        for (_, missed) in missed {
            touched.missed.push(touched.is_led(log, missed, changed));
        }
        touched
    }

    fn is_led(&self, log: &Log, event: &Event, changed: &BTreeSet<Key>) -> bool {
        changed.contains(&event.key) || log.causes(event).iter().any(|&cause| self.has(cause))
    }

    /// Returns whether an event is touched.
    #[must_use]
    pub fn has(&self, id: EventId) -> bool {
        let (all, place) = match id.missed_place() {
            Some(place) => (&self.missed, place),
            None => (&self.events, id.0 as usize),
        };
        all.get(place).copied().unwrap_or(false)
    }

    /// Returns the events and the tries of a run that are touched.
    pub fn of<'a>(&'a self, log: &'a Log) -> impl Iterator<Item = &'a Event> {
        let events = log.events().iter().zip(&self.events);
        let missed = log.missed().iter().map(|(_, event)| event).zip(&self.missed);
        events.chain(missed).filter(|(_, touched)| **touched).map(|(event, _)| event)
    }
}

/// Returns events whose ids begin with these words, each among what led to the next, or nothing if
/// the run did not go that way. Of several such ways it takes the one whose last events came first.
#[must_use]
pub fn path(log: &Log, things: &[ThingInfo], beginnings: &[String]) -> Option<Vec<EventId>> {
    let begins = |id: EventId, beginning: &str| {
        let text = log.event(id).map(|event| key_text(&event.key, things)).unwrap_or_default();
        text.strip_prefix(beginning).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let Some((last, before)) = beginnings.split_last() else { return Some(Vec::new()) };
    let all = (0..log.events().len() as u32).map(EventId);
    all.filter(|&id| begins(id, last)).find_map(|id| back(log, id, before, &begins))
}

/// Returns a path that ends with an event, found backwards.
fn back(
    log: &Log,
    end: EventId,
    before: &[String],
    begins: &impl Fn(EventId, &str) -> bool,
) -> Option<Vec<EventId>> {
    let Some((last, before)) = before.split_last() else { return Some(vec![end]) };
    let led = ancestors(log, end).into_iter().filter(|&id| id != end && begins(id, last));
    let mut path = led.into_iter().find_map(|id| back(log, id, before, begins))?;
    path.push(end);
    Some(path)
}
