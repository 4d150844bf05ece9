//! The log: what happened, named by what it was, with its causes.
//!
//! An event's id is its key (`hail/voyage-7/line/1`), never a running number. It keeps the events
//! that caused it, the odds and the draw that decided it, and the facts behind them.

mod entry;
mod tries;

use std::{collections::BTreeMap, sync::Arc};

use bevy_ecs::prelude::Entity;

use super::{
    links::Links,
    name::{FactId, Label, NOBODY, Thing, ThingInfo},
    picture::SignId,
    sentence::Arg,
    time::Time,
    verb::Verb,
};
pub(super) use entry::{Entry, tidy};

/// An event's place in the log of its own run. Never shown: an event is known by its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u32);

impl EventId {
    /// No event: so from the start.
    pub const NONE: EventId = EventId(u32::MAX);
}

/// The name of an event: what happened, to what, with what, and which time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// What happened: `hail`.
    pub verb: Verb,
    /// To what.
    pub who: Label,
    /// With what else, if anything.
    pub with: Option<Label>,
    /// Which time, if it can happen more than once for these names.
    pub nth: u32,
}

/// A sign that an event changes, and its new value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// The sign.
    pub sign: SignId,
    /// The value from now on: a code, a count, a level.
    pub value: f64,
    /// The value just before, of what moves: a gauge, a belief.
    pub before: Option<f64>,
}

/// The most words one sentence takes.
const ARGS: usize = 6;

/// Something that happened.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its name.
    pub key: Key,
    /// When.
    pub at: Time,
    /// The odds that decided it, if it was a draw.
    pub odds: Option<f64>,
    /// The number drawn.
    pub draw: Option<f64>,
    /// The rule that wrote it, as its place in the table of rules.
    pub rule: u16,
    /// Whether a reader of the chronicle should not miss it.
    pub marked: bool,
    /// Its sentence, with `{}` where words go; empty for what is no line of a chronicle.
    pub template: &'static str,
    /// What it changes for those who hear of it.
    pub change: Option<Change>,
    /// The only actor who hears of it, if it is for one alone.
    pub told: Option<Entity>,
    args: [Option<Arg>; ARGS],
    causes: (u32, u32),
    facts: (u32, u32),
}

impl Event {
    /// Returns the words of its sentence, in their order.
    pub fn args(&self) -> impl Iterator<Item = Arg> {
        self.args.iter().flatten().copied()
    }

    /// Begins an event of which only its name, its moment and its rule are known.
    fn begun(at: Time, verb: Verb, who: Label, rule: u16) -> Event {
        Event {
            key: Key { verb, who, with: None, nth: 0 },
            at,
            odds: None,
            draw: None,
            rule,
            marked: false,
            template: "",
            change: None,
            told: None,
            args: [None; ARGS],
            causes: (0, 0),
            facts: (0, 0),
        }
    }

    /// Returns whether this is the same event in another run: same key, time, odds, draw and words.
    #[must_use]
    pub fn same_as(&self, other: &Event) -> bool {
        self.key == other.key
            && self.at == other.at
            && self.odds == other.odds
            && self.draw == other.draw
            && self.template == other.template
            && self.args == other.args
    }
}

/// All that happened in a run.
#[derive(Debug)]
pub struct Log {
    events: Vec<Event>,
    /// Tries that came to nothing, in their order: no events, but what others rely on.
    missed: Vec<(u32, Event)>,
    /// The latest try of each thing that gives orders; none once its orders have been given.
    tried: BTreeMap<Thing, EventId>,
    /// The event that last changed each sign.
    changed: BTreeMap<SignId, EventId>,
    links: Arc<Links>,
    causes: Vec<EventId>,
    facts: Vec<FactId>,
    /// The event being written: it is built where it lies, since it is large to hand on.
    draft: Event,
    ordinals: BTreeMap<(Label, Option<Label>, Verb), u32>,
    veto: Option<(String, Vec<ThingInfo>)>,
    /// Whether events are kept; without, a run is a little faster and has outcomes only.
    keep: bool,
    written: u32,
    rule: u16,
    /// How many events had been written when the present occasion began.
    begun: u32,
}

impl Log {
    /// Makes an empty log that keeps its events, or only counts them.
    #[must_use]
    pub fn new(keep: bool, links: Arc<Links>) -> Log {
        Log {
            events: Vec::new(),
            missed: Vec::new(),
            tried: BTreeMap::new(),
            changed: BTreeMap::new(),
            links,
            causes: Vec::new(),
            facts: Vec::new(),
            draft: Event::begun(Time::NEVER, Verb::Own(""), NOBODY, 0),
            ordinals: BTreeMap::new(),
            veto: None,
            keep,
            written: 0,
            rule: 0,
            begun: 0,
        }
    }

    /// Says which rule writes from now on.
    pub fn written_by(&mut self, rule: u16) {
        self.rule = rule;
    }

    /// Returns which rule writes.
    pub(super) fn writes(&self) -> u16 {
        self.rule
    }

    /// Says that what is written from now on belongs to another occasion.
    pub(super) fn next_occasion(&mut self) {
        self.begun = self.written;
    }

    /// Forbids the event with this key to happen, in this run.
    pub fn veto(&mut self, key: String, things: Vec<ThingInfo>) {
        self.veto = Some((key, things));
    }

    /// Returns all events in the order in which they happened.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// Returns an event, or a try that came to nothing.
    #[must_use]
    pub fn event(&self, id: EventId) -> Option<&Event> {
        match id.missed_place() {
            Some(place) => self.missed.get(place).map(|(_, event)| event),
            None => self.events.get(id.0 as usize),
        }
    }

    /// Returns whether events are kept with their causes.
    #[must_use]
    pub fn keeps(&self) -> bool {
        self.keep
    }

    /// Returns the number of events written, kept or not.
    #[must_use]
    pub fn written(&self) -> u32 {
        self.written
    }

    /// Returns the events that caused an event, without repetition, in the order they happened.
    #[must_use]
    pub fn causes(&self, event: &Event) -> &[EventId] {
        &self.causes[event.causes.0 as usize..event.causes.1 as usize]
    }

    /// Returns the facts behind an event.
    #[must_use]
    pub fn facts(&self, event: &Event) -> &[FactId] {
        &self.facts[event.facts.0 as usize..event.facts.1 as usize]
    }

    /// Returns which time this happens for these names: 1, 2, 3 ...
    pub fn ordinal(&mut self, verb: Verb, who: Label, with: Option<Label>) -> u32 {
        let count = self.ordinals.entry((who, with, verb)).or_insert(0);
        *count += 1;
        *count
    }

    /// Returns what stands behind these events and what led to them, as far as they
    /// were written in the present occasion.
    pub(super) fn said(&self, events: &[EventId]) -> Vec<FactId> {
        let mut said = Vec::new();
        if self.begun < self.written {
            self.add_said(events, &mut said);
        }
        said
    }

    fn add_said(&self, events: &[EventId], said: &mut Vec<FactId>) {
        let here = events.iter().filter(|event| event.0 >= self.begun && !event.is_missed());
        for event in here.filter_map(|event| self.event(*event)) {
            said.extend(self.facts(event));
            self.add_said(self.causes(event), said);
        }
    }

    /// Begins the entry of an event.
    pub(super) fn begin(&mut self, at: Time, verb: Verb, who: Label) -> Entry<'_> {
        self.draft = Event::begun(at, verb, who, self.rule);
        self.draft.causes.0 = self.causes.len() as u32;
        self.draft.facts.0 = self.facts.len() as u32;
        Entry { log: self }
    }
}

/// What a condition was read from: the events that set it. The facts it was compared with are noted.
#[derive(Debug, Clone, Default)]
pub struct Because {
    /// Events.
    pub events: Vec<EventId>,
    /// Signs of which something did not hold, and since when they have been as they are.
    pub absent: Vec<(SignId, Time)>,
}

/// Returns an event's key as text: `hail/voyage-7/line/1`.
#[must_use]
pub fn key_text(key: &Key, things: &[ThingInfo]) -> String {
    use std::fmt::Write;
    let mut text = String::from(key.verb.text());
    for label in [Some(key.who), key.with].into_iter().flatten() {
        let _ = write!(text, "/{}", things[label.thing.index()].id);
        if label.nth > 0 {
            let _ = write!(text, ".{}", label.nth);
        }
    }
    let _ = write!(text, "/{}", key.nth);
    text
}
