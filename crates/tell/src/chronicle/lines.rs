//! The lines of a chronicle, gathered from a log as it grows: pages and the command line show the same.

use std::collections::BTreeSet;

use super::super::{
    folds::{Fold, Folds},
    heard::count_text,
    quotes::{quoted, speaker},
    words,
};
use excomm_engine::{
    run::Pending,
    world::{Event, EventId, Extent, Known, Label, Log, Model, Time, Verb, event_text},
};
use excomm_scenario::{
    format::{HistoryChoice, Part, Question, Side},
    moment,
};

/// Events that only the narrator knows of: a reader is not to be told.
pub(super) const HIDDEN: &[Verb] = &[Verb::Crash, Verb::Truth];

/// Something that a chronicle tells.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// What happened, and the events that are told by it.
    Line {
        /// The moment.
        at: Time,
        /// The sentence.
        text: String,
        /// Whether a reader should not miss the line.
        marked: bool,
        /// The events.
        of: Vec<EventId>,
    },
    /// Words of the record on a question.
    Quote(String),
    /// An option of a question.
    Option {
        /// The place of the option, from 0.
        place: usize,
        /// What the option does, in words.
        title: String,
        /// The id of the option.
        id: String,
        /// Whether the option can be chosen.
        open: bool,
    },
    /// What is argued for or against the option before.
    Argument(String),
    /// What history answered.
    History(String),
    /// Several events of a day in one sentence.
    Also {
        /// The moment of the last event, if no line tells of it.
        at: Option<Time>,
        /// The sentence.
        text: String,
        /// The events.
        of: Vec<EventId>,
    },
    /// What has moved on a day, in one sentence.
    Moves {
        /// The moment of the last event, if no line tells of it.
        at: Option<Time>,
        /// The sentence.
        text: String,
        /// The events.
        of: Vec<EventId>,
    },
}

/// A line that may have to be said more than once: then it is said how often.
struct Waiting {
    at: Time,
    text: String,
    of: Vec<EventId>,
    /// Whether it only says that something comes about: what comes of it says so, too.
    leads: bool,
}

impl Waiting {
    /// Returns whether an event says all that this line says.
    fn is_said_by(&self, log: &Log, event: &Event) -> bool {
        let leads = self.leads && event.marked && event.at == self.at;
        leads && matches!(*self.of, [only] if log.causes(event).contains(&only))
    }
}

/// Gathers the lines of a log as it grows.
pub struct Lines<'a> {
    part: &'a Part,
    model: &'a Model,
    taken: usize,
    day: String,
    waiting: Option<Waiting>,
    folds: Folds,
    /// When the last event was put by to be told together with others.
    folded: Option<Time>,
    open: Option<Vec<bool>>,
    /// How a pledge last came to stand, and when: that the other side finds so at once is no news.
    stands: Option<(EventId, (Label, Time, f64))>,
    /// Questions answered as in history, or beside which history's answer has been told: once is enough.
    beside: BTreeSet<String>,
    told: Vec<Told>,
}

impl<'a> Lines<'a> {
    /// Begins with nothing told.
    #[must_use]
    pub fn new(part: &'a Part, model: &'a Model) -> Lines<'a> {
        Lines {
            part,
            model,
            taken: 0,
            day: String::new(),
            waiting: None,
            folds: Folds::default(),
            folded: None,
            open: None,
            stands: None,
            beside: BTreeSet::new(),
            told: Vec::new(),
        }
    }

    /// Returns what has happened since the last time, up to the question that waits, if one does.
    pub fn take(&mut self, log: &Log, pending: Option<&Pending>) -> Vec<Told> {
        self.open = pending.map(|p| p.options.iter().map(|(_, open)| *open).collect());
        let first = self.taken;
        let new = log.events().get(first..).unwrap_or_default();
        self.taken += new.len();
        for (id, event) in (first as u32..).map(EventId).zip(new) {
            if !HIDDEN.contains(&event.key.verb) && !self.goes_without_saying(id, event) {
                self.one(log, id, event);
            }
        }
        self.say_waiting();
        std::mem::take(&mut self.told)
    }

    /// Returns whether an event only says that somebody finds at once what has just been told.
    fn goes_without_saying(&mut self, id: EventId, event: &Event) -> bool {
        let Some(change) = event.change else { return false };
        let stands = (event.key.who, event.at, change.value);
        match event.key.verb {
            Verb::Binds | Verb::Kept | Verb::Broken => self.stands = Some((id, stands)),
            Verb::Finds => {
                let said = self.stands.filter(|(_, known)| *known == stands).map(|(said, _)| said);
                let line = self.told.iter_mut().rev().find_map(|told| match told {
                    Told::Line { of, .. } if said.is_some_and(|said| of.contains(&said)) => {
                        Some(of)
                    }
                    _ => None,
                });
                return line.map(|of| of.push(id)).is_some();
            }
            _ => {}
        }
        false
    }

    /// Returns what an actor has come to know, up to the question that waits, if one does.
    pub fn take_known(
        &mut self,
        log: &Log,
        known: &[Known],
        pending: Option<&Pending>,
    ) -> Vec<Told> {
        self.open = pending.map(|p| p.options.iter().map(|(_, open)| *open).collect());
        for &Known { event: id, at, extent } in known {
            let Some(event) = log.event(id) else { continue };
            if extent == Extent::Count {
                self.count(id, event, at);
                continue;
            }
            if event.key.verb == Verb::Ask {
                self.close_day();
            }
            if event.at == at {
                self.one(log, id, event);
            } else if let Some(text) = event_text(event, &self.model.things) {
                let since = words::day_month(event.at, &self.model.span);
                let hour = words::hour(event.at, &self.model.span);
                let text = format!("{text} (word of {since}, {hour})");
                let mut late = event.clone();
                late.at = at;
                self.event(log, id, &late, text);
            }
        }
        self.end_day()
    }

    /// Keeps a count for the end of its day.
    fn count(&mut self, id: EventId, event: &Event, at: Time) {
        if words::day(at, &self.model.span) != self.day {
            self.close_day();
        }
        if let Some(says) = count_text(self.model, event) {
            self.folds.count(id, event, says);
            self.folded = Some(at);
        }
    }

    /// Tells one event, now or together with others of its day.
    fn one(&mut self, log: &Log, id: EventId, event: &Event) {
        if words::day(event.at, &self.model.span) != self.day {
            self.close_day();
        }
        if self.folds.take(id, event, &self.model.things) {
            self.folded = Some(event.at);
        } else if let Some(text) = event_text(event, &self.model.things) {
            self.event(log, id, event, text);
        }
    }

    /// Returns in short what was held back of a day.
    pub fn end_day(&mut self) -> Vec<Told> {
        self.close_day();
        std::mem::take(&mut self.told)
    }

    fn close_day(&mut self) {
        self.say_waiting();
        self.say_passes();
        let (hails, moves) = (self.folds.hails(&self.model.things), self.folds.moves());
        let counts = self.folds.counts();
        let any = !hails.is_empty() || moves.is_some() || counts.is_some();
        let at = self.folded.take().filter(|_| any);
        if let Some(at) = at {
            self.day = words::day(at, &self.model.span);
        }
        self.told.extend(hails.into_iter().map(|(text, of)| Told::Also { at, text, of }));
        self.told.extend(counts.map(|(text, of)| Told::Also { at, text, of }));
        self.told.extend(moves.map(|(text, of)| Told::Moves { at, text, of }));
    }

    fn say_passes(&mut self) {
        for Fold { at, text, of } in self.folds.passes(&self.model.things) {
            self.line(at, text, false, of);
        }
    }

    fn event(&mut self, log: &Log, id: EventId, event: &Event, text: String) {
        if let Some(waiting) = &mut self.waiting {
            let same_day =
                words::day(waiting.at, &self.model.span) == words::day(event.at, &self.model.span);
            if waiting.text == text && same_day && !event.marked {
                waiting.of.push(id);
                return;
            }
        }
        let said = self.waiting.take_if(|waiting| waiting.is_said_by(log, event));
        self.say_waiting();
        self.say_passes();
        if !event.marked {
            let leads = matches!(event.key.verb, Verb::Chance | Verb::Respond);
            self.waiting = Some(Waiting { at: event.at, text, of: vec![id], leads });
            return;
        }
        let of = said.into_iter().flat_map(|said| said.of).chain([id]).collect();
        self.line(event.at, text, true, of);
        let thing = &self.model.things[event.key.who.thing.index()];
        let question = self.part.question(&thing.id);
        match (event.key.verb, question) {
            (Verb::Ask, Some(question)) => self.question(question),
            (Verb::Answer, Some(question)) => self.answer(question, event),
            _ => {}
        }
    }

    fn say_waiting(&mut self) {
        let Some(Waiting { at, text, of, .. }) = self.waiting.take() else { return };
        let text = match of.len() {
            1 => text,
            times => format!("{text} ({times} times)"),
        };
        self.line(at, text, false, of);
    }

    fn line(&mut self, at: Time, text: String, marked: bool, of: Vec<EventId>) {
        self.day = words::day(at, &self.model.span);
        self.told.push(Told::Line { at, text, marked, of });
    }

    /// Tells the record's words on a question, and what is argued for and against each option.
    fn question(&mut self, question: &Question) {
        let quotes = question.cite.iter().filter_map(|cite| quoted(self.part, cite));
        self.told.extend(quotes.map(Told::Quote));
        for (i, option) in question.options.iter().enumerate() {
            let closed = self.open.as_ref().is_some_and(|open| open.get(i) == Some(&false));
            let (title, id) = (option.title.clone(), option.id.clone());
            self.told.push(Told::Option { place: i, title, id, open: !closed });
            for argument in &option.arguments {
                let side = match argument.side {
                    Side::For => "for",
                    Side::Against => "against",
                };
                let by = speaker(self.part, &argument.by);
                self.told.push(Told::Argument(format!("{by} {side}: {}", argument.says)));
            }
        }
    }

    /// Tells what history answered, where this world answered otherwise.
    fn answer(&mut self, question: &Question, event: &Event) {
        let chosen = event.key.with.map(|option| &self.model.things[option.thing.index()].id);
        let HistoryChoice::Chose(history) = &question.history else { return };
        // what may be asked again is compared from the day on which history answered
        let early = question.times.is_some()
            && question
                .history_on
                .as_ref()
                .is_some_and(|on| words::date(event.at, &self.model.span) < *on);
        if chosen == Some(history) {
            self.beside.insert(question.id.clone());
            return;
        }
        if early || !self.beside.insert(question.id.clone()) {
            return;
        }
        let option = question.options.iter().find(|option| option.id == *history);
        let text = option.map_or("", |option| option.title.as_str());
        let who = self.part.actor(&question.asks.0).map_or("", |actor| actor.title.as_str());
        let on = question.history_on.as_deref().and_then(|day| moment::date(day).ok());
        let on = on.map_or(String::new(), |day| format!(" ({})", day.strftime("%-d %B")));
        self.told.push(Told::History(format!("In history{on}: {who} {text}.")));
    }
}
