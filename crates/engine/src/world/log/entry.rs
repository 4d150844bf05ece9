//! The entry of an event: how it is written, and that it happened.

use std::collections::BTreeSet;

use bevy_ecs::prelude::Entity;

use super::{Because, Change, EventId, Key, Log, key_text};
use crate::world::{name::Label, notes::Notes, picture::SignId, sentence::Arg, time::Time};

/// An event being written; it has happened once it is committed (see `Run::commit`).
#[must_use = "an entry that is not committed did not happen"]
pub(in crate::world) struct Entry<'a> {
    pub(super) log: &'a mut Log,
}

impl Entry<'_> {
    /// Names what else took part.
    pub(in crate::world) fn with(self, with: Label) -> Self {
        self.log.draft.key.with = Some(with);
        self
    }

    /// Says which time it is: a planned ordinal; without it, encounters are counted.
    pub(in crate::world) fn nth(self, nth: u32) -> Self {
        self.log.draft.key.nth = nth;
        self
    }

    /// Adds a cause: the trigger, or the event that set something the rule read.
    pub(in crate::world) fn because(self, cause: EventId) -> Self {
        if cause != EventId::NONE && self.log.keep {
            self.log.causes.push(cause);
        }
        self
    }

    /// Adds causes found by reading a condition.
    pub(in crate::world) fn because_of(self, because: &Because) -> Self {
        if self.log.keep {
            let known = because.events.iter().filter(|&&event| event != EventId::NONE);
            self.log.causes.extend(known);
            let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
            for &(sign, since) in &because.absent {
                self.log.kept_from(self.log.links.of(sign), since, &mut seen, &mut found);
            }
            self.log.causes.append(&mut found);
        }
        self
    }

    /// Says by what odds and draw it was decided.
    pub(in crate::world) fn odds(self, odds: f64, draw: f64) -> Self {
        self.log.draft.odds = Some(odds);
        self.log.draft.draw = Some(draw);
        self
    }

    /// Says it in a sentence; `{}` stands for each word in turn.
    pub(in crate::world) fn say(self, template: &'static str, args: &[Arg]) -> Self {
        self.log.draft.template = template;
        for (slot, arg) in self.log.draft.args.iter_mut().zip(args) {
            *slot = Some(*arg);
        }
        self
    }

    /// Lets only this actor hear of it.
    pub(in crate::world) fn told(self, actor: Entity) -> Self {
        self.log.draft.told = Some(actor);
        self
    }

    /// Marks it as something a reader should not miss.
    pub(in crate::world) fn mark(self) -> Self {
        self.log.draft.marked = true;
        self
    }

    /// Says what it changes for those who hear of it.
    pub(in crate::world) fn changes(self, sign: SignId, value: f64) -> Self {
        self.log.draft.change = Some(Change { sign, value, before: None });
        self
    }

    /// Says what it moves for those who hear of it, and from where to where.
    pub(in crate::world) fn moves(self, sign: SignId, before: f64, value: f64) -> Self {
        self.log.draft.change = Some(Change { sign, value, before: Some(before) });
        self
    }

    /// Returns when it happens.
    pub(in crate::world) fn at(&self) -> Time {
        self.log.draft.at
    }

    /// Returns to what it happens.
    pub(in crate::world) fn who(&self) -> Label {
        self.log.draft.key.who
    }

    /// Writes the event down with what was read for it; returns its id and what it changes, or
    /// nothing if it was vetoed.
    pub(in crate::world) fn finish(self, notes: &Notes) -> Option<(EventId, Option<Change>)> {
        let log = self.log;
        let first_cause = log.draft.causes.0 as usize;
        if let Some((odds, draw)) = notes.take_drawn().filter(|_| log.draft.odds.is_none()) {
            log.draft.odds = Some(odds);
            log.draft.draw = Some(draw);
        }
        let Key { verb, who, with, nth } = log.draft.key;
        if nth == 0 {
            log.draft.key.nth = log.ordinal(verb, who, with);
        }
        let vetoed = log.veto.as_ref().is_some_and(|(veto, things)| {
            veto.starts_with(verb.text()) && *veto == key_text(&log.draft.key, things)
        });
        if vetoed {
            log.causes.truncate(first_cause);
            return None;
        }
        let id = EventId(log.written);
        log.written += 1;
        if log.keep {
            log.close(notes);
            log.events.push(log.draft.clone());
            if let Some(change) = log.draft.change {
                log.changed.insert(change.sign, id);
            }
        }
        Some((id, log.draft.change))
    }
}

impl Log {
    /// Closes the lists of causes and facts of the event being written, with what was read for it.
    pub(super) fn close(&mut self, notes: &Notes) {
        let (first_cause, first_fact) = (self.draft.causes.0 as usize, self.draft.facts.0 as usize);
        tidy(&mut self.causes, first_cause);
        if !notes.is_empty() {
            let said = self.said(&self.causes[first_cause..]);
            notes.add_to(&mut self.facts, &said);
            tidy(&mut self.facts, first_fact);
        }
        self.draft.causes.1 = self.causes.len() as u32;
        self.draft.facts.1 = self.facts.len() as u32;
    }
}

/// Sorts the end of a pool and drops what stands there twice.
pub(in crate::world) fn tidy<T: Ord + Copy>(pool: &mut Vec<T>, from: usize) {
    pool[from..].sort_unstable();
    let mut kept = from;
    for i in from..pool.len() {
        if i == from || pool[i] != pool[kept - 1] {
            pool[kept] = pool[i];
            kept += 1;
        }
    }
    pool.truncate(kept);
}
