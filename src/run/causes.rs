//! Causes: what led to an event, and which events two runs do not share.

use std::collections::{BTreeMap, BTreeSet};

use crate::world::{Event, EventId, Key, Log};

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
    let by_key = |log: &'_ Log| -> BTreeMap<Key, Event> {
        log.events().iter().map(|event| (event.key, event.clone())).collect()
    };
    let (a, b) = (by_key(a), by_key(b));
    let differs = |key: &Key| match (a.get(key), b.get(key)) {
        (Some(a), Some(b)) => !a.same_as(b),
        _ => true,
    };
    a.keys().chain(b.keys()).filter(|key| differs(key)).copied().collect()
}
