//! The log: what happened, named by what it was, with its causes.
//!
//! An event's id is its key (`hail/voyage-7/line/1`), never a running number. It keeps the events
//! that caused it, the odds and the draw that decided it, and the facts behind them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use bevy_ecs::prelude::Entity;

use super::{
    links::Links,
    name::{FactId, Label, Thing, ThingInfo},
    notes::Notes,
    picture::SignId,
    run::NOBODY,
    time::Time,
};

/// An event's place in the log of its own run. Never shown: an event is known by its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(pub u32);

impl EventId {
    /// No event: so from the start.
    pub const NONE: EventId = EventId(u32::MAX);
}

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

/// The name of an event: what happened, to what, with what, and which time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// What happened: `hail`.
    pub verb: &'static str,
    /// To what.
    pub who: Label,
    /// With what else, if anything.
    pub with: Option<Label>,
    /// Which time, if it can happen more than once for these names.
    pub nth: u32,
}

/// A word of an event's sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Arg {
    /// The name of a thing.
    Title(Thing),
    /// So many of a thing: `13 bombers`.
    Count(f64, Thing),
    /// So many of a thing, in digits: `9 bombers`.
    Digits(f64, Thing),
    /// Words of the scenario that go with a thing: the first, or another of them.
    Words(Thing, u8),
    /// A whole number.
    Whole(f64),
    /// A number with one decimal.
    Number(f64),
    /// A share, as a percentage.
    Percent(f64),
    /// A word of the rule's own.
    Word(&'static str),
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
    /// The sign it changes for those who hear of it.
    pub sign: Option<SignId>,
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
    fn begun(at: Time, verb: &'static str, who: Label, rule: u16) -> Event {
        Event {
            key: Key { verb, who, with: None, nth: 0 },
            at,
            odds: None,
            draw: None,
            rule,
            marked: false,
            template: "",
            sign: None,
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
    ordinals: BTreeMap<(Label, Option<Label>, &'static str), u32>,
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
            draft: Event::begun(Time::NEVER, "", NOBODY, 0),
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

    /// Returns the tries that came to nothing, in their order, each with how many events had happened.
    #[must_use]
    pub fn missed(&self) -> &[(u32, Event)] {
        &self.missed
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
    fn kept_from(
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

    /// Returns the facts behind an event.
    #[must_use]
    pub fn facts(&self, event: &Event) -> &[FactId] {
        &self.facts[event.facts.0 as usize..event.facts.1 as usize]
    }

    /// Returns which time this happens for these names: 1, 2, 3 ...
    pub fn ordinal(&mut self, verb: &'static str, who: Label, with: Option<Label>) -> u32 {
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
    pub(super) fn begin(&mut self, at: Time, verb: &'static str, who: Label) -> Entry<'_> {
        self.draft = Event::begun(at, verb, who, self.rule);
        self.draft.causes.0 = self.causes.len() as u32;
        self.draft.facts.0 = self.facts.len() as u32;
        Entry { log: self, changes: None }
    }
}

/// An event being written; it has happened once it is committed (see `Run::commit`).
#[must_use = "an entry that is not committed did not happen"]
pub(super) struct Entry<'a> {
    log: &'a mut Log,
    changes: Option<(SignId, f64)>,
}

impl Entry<'_> {
    /// Names what else took part.
    pub(super) fn with(self, with: Label) -> Self {
        self.log.draft.key.with = Some(with);
        self
    }

    /// Says which time it is: a planned ordinal; without it, encounters are counted.
    pub(super) fn nth(self, nth: u32) -> Self {
        self.log.draft.key.nth = nth;
        self
    }

    /// Adds a cause: the trigger, or the event that set something the rule read.
    pub(super) fn because(self, cause: EventId) -> Self {
        if cause != EventId::NONE && self.log.keep {
            self.log.causes.push(cause);
        }
        self
    }

    /// Adds causes found by reading a condition.
    pub(super) fn because_of(self, because: &Because) -> Self {
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
    pub(super) fn odds(self, odds: f64, draw: f64) -> Self {
        self.log.draft.odds = Some(odds);
        self.log.draft.draw = Some(draw);
        self
    }

    /// Says it in a sentence; `{}` stands for each word in turn.
    pub(super) fn say(self, template: &'static str, args: &[Arg]) -> Self {
        self.log.draft.template = template;
        for (slot, arg) in self.log.draft.args.iter_mut().zip(args) {
            *slot = Some(*arg);
        }
        self
    }

    /// Lets only this actor hear of it.
    pub(super) fn told(self, actor: Entity) -> Self {
        self.log.draft.told = Some(actor);
        self
    }

    /// Marks it as something a reader should not miss.
    pub(super) fn mark(self) -> Self {
        self.log.draft.marked = true;
        self
    }

    /// Says what it changes for those who hear of it.
    pub(super) fn changes(mut self, sign: SignId, value: f64) -> Self {
        self.changes = Some((sign, value));
        self.log.draft.sign = Some(sign);
        self
    }

    /// Returns when it happens.
    pub(super) fn at(&self) -> Time {
        self.log.draft.at
    }

    /// Returns to what it happens.
    pub(super) fn who(&self) -> Label {
        self.log.draft.key.who
    }

    /// Writes the event down with what was read for it; returns its id and what it changes, or
    /// nothing if it was vetoed.
    pub(super) fn finish(self, notes: &Notes) -> Option<(EventId, Option<(SignId, f64)>)> {
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
            veto.starts_with(verb) && *veto == key_text(&log.draft.key, things)
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
            if let Some((sign, _)) = self.changes {
                log.changed.insert(sign, id);
            }
        }
        Some((id, self.changes))
    }

    /// Writes down that it did not come to this, though it could have.
    pub(super) fn miss(self, notes: &Notes) {
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

impl Log {
    /// Closes the lists of causes and facts of the event being written, with what was read for it.
    fn close(&mut self, notes: &Notes) {
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
pub(super) fn tidy<T: Ord + Copy>(pool: &mut Vec<T>, from: usize) {
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
    let mut text = String::from(key.verb);
    for label in [Some(key.who), key.with].into_iter().flatten() {
        let _ = write!(text, "/{}", things[label.thing.index()].id);
        if label.nth > 0 {
            let _ = write!(text, ".{}", label.nth);
        }
    }
    let _ = write!(text, "/{}", key.nth);
    text
}

/// Returns an event's sentence in words, or nothing if it is no line of a chronicle.
#[must_use]
pub fn event_text(event: &Event, things: &[ThingInfo]) -> Option<String> {
    if event.template.is_empty() {
        return None;
    }
    let mut text = String::new();
    let mut args = event.args.iter().flatten();
    let mut rest = event.template;
    while let Some(hole) = rest.find("{}") {
        text.push_str(&rest[..hole]);
        if let Some(arg) = args.next() {
            text.push_str(&arg_text(*arg, things));
        }
        rest = &rest[hole + 2..];
    }
    text.push_str(rest);
    let mut letters = text.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

fn arg_text(arg: Arg, things: &[ThingInfo]) -> String {
    match arg {
        Arg::Title(thing) => things[thing.index()].title.clone(),
        Arg::Count(count, thing) => counted(count, &things[thing.index()]),
        Arg::Digits(count, thing) => {
            let whole = libm::round(count.max(0.0)) as usize;
            format!("{whole} {}", things[thing.index()].name_of(whole))
        }
        Arg::Words(thing, which) => {
            things[thing.index()].words.get(usize::from(which)).cloned().unwrap_or_default()
        }
        Arg::Whole(number) => format!("{number:.0}"),
        Arg::Number(number) => format!("{number:.1}"),
        Arg::Percent(share) => format!("{:.0} %", share * 100.0),
        Arg::Word(word) => word.to_owned(),
    }
}

/// Words for small numbers.
const SMALL: [&str; 13] = [
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// Returns so many of a thing in words: `two missiles`, `13 missiles`, `no missiles`.
#[must_use]
pub fn counted(count: f64, thing: &ThingInfo) -> String {
    let whole = libm::round(count.max(0.0)) as usize;
    let number = SMALL.get(whole).map_or_else(|| whole.to_string(), |word| (*word).to_owned());
    format!("{number} {}", thing.name_of(whole))
}
