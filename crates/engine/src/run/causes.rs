//! Causes: what led to an event, and which events two runs do not share.

use std::collections::{BTreeMap, BTreeSet};

use crate::world::{EventId, Key, Log, ThingInfo, key_text};

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
    let by_key = |log: &'_ Log| -> BTreeMap<Key, u32> {
        (0..).zip(log.events()).map(|(id, event)| (event.key, id)).collect()
    };
    let (a_ids, b_ids) = (by_key(a), by_key(b));
    let event = |log: &Log, id: Option<&u32>| id.and_then(|&id| log.event(EventId(id)).cloned());
    let differs = |key: &Key| match (event(a, a_ids.get(key)), event(b, b_ids.get(key))) {
        (Some(a), Some(b)) => !a.same_as(&b),
        _ => true,
    };
    a_ids.keys().chain(b_ids.keys()).filter(|key| differs(key)).copied().collect()
}

/// Returns for each event of a run whether it, or anything that led to it, is one of these.
///
/// One pass does, since causes come before what they lead to.
#[must_use]
pub fn touched(log: &Log, changed: &BTreeSet<Key>) -> Vec<bool> {
    let mut touched = Vec::with_capacity(log.events().len());
    for event in log.events() {
        let led = |cause: &EventId| touched.get(cause.0 as usize).copied().unwrap_or(false);
        let is = changed.contains(&event.key) || log.causes(event).iter().any(led);
        touched.push(is);
    }
    touched
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
