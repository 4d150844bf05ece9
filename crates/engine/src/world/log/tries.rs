//! Tries that came to nothing: no events, but what others rely on.

use std::collections::BTreeSet;

use super::{Event, EventId, Key, Log, entry::Entry};
use crate::world::{name::Thing, notes::Notes, time::Time};

impl EventId {
    /// The first of the ids of tries that came to nothing: they are numbered apart from events.
    const MISSED: u32 = 1 << 31;

    /// Returns whether this is a try that came to nothing, not an event that happened.
    #[must_use]
    pub fn is_missed(self) -> bool {
        self.missed_place().is_some()
    }

    /// Returns the place of a try that came to nothing among all of them.
    #[must_use]
    pub fn missed_place(self) -> Option<usize> {
        let missed = self != EventId::NONE && self.0 >= EventId::MISSED;
        missed.then(|| (self.0 - EventId::MISSED) as usize)
    }
}

impl Log {
    /// Returns the tries that came to nothing, in their order, each with how many events had happened.
    #[must_use]
    pub fn missed(&self) -> &[(u32, Event)] {
        &self.missed
    }

    /// Returns the events that caused an event; a try that came to nothing gives way to what stood
    /// behind it.
    #[must_use]
    pub fn causes_that_happened(&self, event: &Event) -> BTreeSet<EventId> {
        let (mut happened, mut missed) = (BTreeSet::new(), BTreeSet::new());
        let mut open = self.causes(event).to_vec();
        while let Some(id) = open.pop() {
            if !id.is_missed() {
                happened.insert(id);
            } else if missed.insert(id) {
                open.extend(self.event(id).into_iter().flat_map(|event| self.causes(event)));
            }
        }
        happened
    }

    /// Says that a thing has given its orders by this event, or orders other than it could have.
    pub fn tried(&mut self, thing: Thing, by: EventId) {
        if self.keep {
            self.tried.insert(thing, by);
        }
    }

    /// Adds why a thing has not been changed since a moment: the latest tries that could have
    /// changed it and came to nothing. Of what was never tried it adds what last changed that which
    /// would have called for it, and why nothing else did.
    pub(super) fn kept_from(
        &self,
        thing: Thing,
        since: Time,
        seen: &mut BTreeSet<Thing>,
        found: &mut Vec<EventId>,
    ) {
        for &maker in self.links.makers(thing) {
            if !seen.insert(maker) {
                continue;
            }
            if let Some(&id) = self.tried.get(&maker) {
                let later = self.event(id).is_some_and(|event| event.at >= since);
                found.extend(later.then_some(id));
                continue;
            }
            for (sign, of) in self.links.calls(maker) {
                found.extend(self.changed.get(sign));
                self.kept_from(*of, since, seen, found);
            }
            self.kept_from(maker, since, seen, found);
        }
    }
}

impl Entry<'_> {
    /// Writes down that it did not come to this, though it could have.
    pub(in crate::world) fn miss(self, notes: &Notes) {
        let log = self.log;
        if log.keep {
            let Key { verb, who, with, nth } = log.draft.key;
            if nth == 0 {
                log.draft.key.nth = log.ordinal(verb, who, with);
            }
            log.close(notes);
            let id = EventId(EventId::MISSED + log.missed.len() as u32);
            log.missed.push((log.written, log.draft.clone()));
            log.tried.insert(log.draft.key.who.thing, id);
        }
    }
}
