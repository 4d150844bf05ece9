//! What is lent to rules beside the world: clock, calendar, luck and log.

use std::{collections::BTreeSet, sync::Arc};

use bevy_ecs::{prelude::*, query::QueryEntityError};

use super::{
    calendar::{Calendar, Due, Occasion, Orders, Step},
    fault::Fault,
    log::{Entry, EventId, Log},
    luck::{Luck, keyed_uniform},
    name::{FactId, Label, NOBODY},
    notes::{Brought, Drawn},
    picture::SignId,
    sentence::Arg,
    time::{Clock, Time},
    verb::Verb,
    works::Offices,
};

/// The run of a world: its clock, its calendar, its luck and its log. Nothing of the world itself.
#[derive(Debug)]
pub struct Run {
    /// The present moment.
    pub clock: Clock,
    /// What is to come.
    pub calendar: Calendar,
    /// When each actor works.
    pub offices: Offices,
    /// What is drawn.
    pub luck: Luck,
    /// What has happened.
    pub log: Log,
    /// The items that are not part of this world: left out, or there only where another truth is so.
    pub absent: Arc<BTreeSet<Entity>>,
    /// What keeps the world from being played on, if anything does.
    pub fault: Option<Fault>,
    /// Whom the present occasion concerns.
    pub concerned: Label,
}

impl Run {
    /// Begins the entry of an event that happens now; it has happened once it is committed.
    pub fn event(&mut self, verb: Verb, who: Label) -> Happening<'_> {
        Happening {
            entry: self.log.begin(self.clock.now, verb, who),
            luck: &self.luck,
            calendar: &mut self.calendar,
            told: None,
            hidden_from: None,
        }
    }

    /// Stops the world: the rule that is running met a thing that lacks what the rule needs.
    pub fn bare(&mut self, thing: Label) {
        let rule = self.log.writes();
        self.fault.get_or_insert(Fault::Bare { rule, thing });
    }

    /// Returns what a query found; nothing if the entity is left out of this world or gone from it.
    /// Anybody else who lacks what the rule needs stops the world.
    pub fn met<T>(&mut self, found: Result<T, QueryEntityError>) -> Option<T> {
        match found {
            Ok(found) => return Some(found),
            Err(QueryEntityError::NotSpawned(_)) => {}
            Err(QueryEntityError::QueryDoesNotMatch(who, _)) if self.absent.contains(&who) => {}
            Err(_) => self.bare(self.concerned),
        }
        None
    }

    /// Begins what a rule does about an occasion: what it reads from now on is read for that.
    pub fn begin(&mut self, rule: u16, due: &Due) {
        self.concerned = due.label;
        self.log.written_by(rule);
        self.luck.notes.begin(due.brought);
    }

    /// Ends what rules do about an occasion.
    pub fn rest(&mut self) {
        self.luck.notes.rest();
        self.log.next_occasion();
    }

    /// Writes down what an occasion brings that no rule schedules.
    pub fn bring(&mut self, facts: &[FactId], drawn: Option<Drawn>) -> Brought {
        self.luck.notes.bring_these(facts, drawn)
    }

    /// Does something apart: what has been read so far stands not behind it, and what it reads not
    /// behind what comes after.
    pub fn apart<T>(&mut self, act: impl FnOnce(&mut Run) -> T) -> T {
        let before = self.luck.notes.part();
        let value = act(self);
        self.luck.notes.go_back(before);
        value
    }

    /// Schedules an occasion for one entity; what was read for it stands behind what comes of it.
    pub fn at(&mut self, due: Due) {
        self.push(due, None);
    }

    fn push(&mut self, due: Due, drawn: Option<Drawn>) {
        let brought = if self.luck.notes.is_empty() && drawn.is_none() {
            Brought::default()
        } else {
            let said = self.log.said(&[due.cause]);
            self.luck.notes.bring(&said, drawn)
        };
        self.calendar.push(Due { brought, ..due });
    }

    /// Schedules an occasion for one entity now.
    #[must_use]
    pub fn now(&self, occasion: Occasion, who: Entity, label: Label, cause: EventId) -> Due {
        Due::new(self.clock.now, occasion, who, label, cause)
    }

    /// Returns the first moment from `at` on at which an actor works; `at` itself without an actor, or
    /// if the actor has no hours.
    #[must_use]
    pub fn opens(&self, actor: Option<Entity>, at: Time) -> Time {
        let works = actor.and_then(|actor| self.offices.get(&actor));
        works.map_or(at, |works| works.next(at, &self.luck))
    }

    /// Puts an occasion off to the next moment at which an actor works, unless that is now; returns
    /// whether it did.
    pub fn puts_off(&mut self, due: Due, actor: Option<Entity>) -> bool {
        let at = self.opens(actor, due.at);
        let later = at > due.at;
        if later {
            self.again(due, at);
        }
        later
    }

    /// Schedules an occasion once more, with all that was brought to it and read for it.
    pub fn again(&mut self, due: Due, at: Time) {
        let drawn = self.luck.notes.take_drawn();
        self.push(Due { at, ..due }, drawn);
    }

    /// Carries out a list of orders because of an event.
    ///
    /// What a `Later` waits for and what a `Maybe` is decided by stand behind what is done then, and
    /// behind nothing else of the list.
    pub fn follow(&mut self, orders: Orders, cause: EventId) {
        let drawn = self.luck.notes.take_drawn();
        self.carry_out(orders, cause, drawn);
    }

    fn carry_out(&mut self, orders: Orders, cause: EventId, drawn: Option<Drawn>) {
        let (lists, index) = self.calendar.steps(orders);
        for step in &lists[index] {
            let before = self.luck.notes.len();
            self.step(step, (orders, cause), drawn);
            self.luck.notes.forget(before, self.luck.notes.len());
        }
    }

    fn step(&mut self, step: &Step, (orders, cause): (Orders, EventId), drawn: Option<Drawn>) {
        match *step {
            Step::Do { occasion, who, label, with, n, fact } => {
                let value = fact.map_or(0.0, |fact| self.luck.fact(fact));
                let due = self.now(occasion, who, label, cause).n(n).value(value);
                self.push(Due { with: with.unwrap_or(who), fact, ..due }, drawn);
            }
            Step::Later(after, orders, by) => {
                let at = self.clock.now.plus_hours(self.luck.fact(after));
                let at = self.opens(by, at);
                let due = Due::new(at, Occasion::Then, Entity::PLACEHOLDER, NOBODY, cause);
                self.push(due.n(orders.0), drawn);
            }
            Step::Maybe(odds, yes, no, hash) => {
                let nth = self.log.ordinal(Verb::Maybe, NOBODY.nth(orders.0), None);
                let draw = keyed_uniform(self.luck.seed(), hash, u64::from(nth));
                let odds = self.luck.fact(odds);
                let chosen = if draw < odds { yes } else { no };
                self.carry_out(chosen, cause, Some((odds, draw)));
            }
        }
    }
}

/// An event that is about to happen.
#[must_use = "an event that is not committed did not happen"]
pub struct Happening<'a> {
    entry: Entry<'a>,
    luck: &'a Luck,
    calendar: &'a mut Calendar,
    told: Option<Entity>,
    hidden_from: Option<Entity>,
}

/// Declares the methods that only pass on to the entry.
macro_rules! entry_methods {
    ($($(#[doc = $doc:literal])* $name:ident($($arg:ident: $type:ty),*);)*) => {
        impl Happening<'_> {
            $($(#[doc = $doc])* pub fn $name(self, $($arg: $type),*) -> Self {
                Happening { entry: self.entry.$name($($arg),*), ..self }
            })*
        }
    };
}

entry_methods! {
    /// Names what else took part.
    with(with: Label);
    /// Says which time it is: a planned ordinal; without it, encounters are counted.
    nth(nth: u32);
    /// Adds a cause: the trigger, or the event that set something the rule read.
    because(cause: EventId);
    /// Adds causes found by reading a condition.
    because_of(because: &super::log::Because);
    /// Says by what odds and draw it was decided.
    odds(odds: f64, draw: f64);
    /// Says it in a sentence; `{}` stands for each word in turn.
    say(template: &'static str, args: &[Arg]);
    /// Marks it as something a reader should not miss.
    mark();
    /// Says what it changes for those who hear of it.
    changes(sign: SignId, value: f64);
    /// Says what it moves for those who hear of it, and from where to where.
    moves(sign: SignId, before: f64, value: f64);
}

impl Happening<'_> {
    /// Lets only this actor hear of it (and the world itself).
    pub fn told(self, actor: Entity) -> Self {
        Happening { entry: self.entry.told(actor), told: Some(actor), ..self }
    }

    /// Hides the news of it from the world's own record, where it stands otherwise.
    pub fn hidden_from(self, observer: Entity) -> Self {
        Happening { hidden_from: Some(observer), ..self }
    }

    /// Writes down that it did not come to this, though it could have: no event, but a cause of
    /// whatever relies on it.
    pub fn miss(self) {
        self.entry.miss(&self.luck.notes);
    }

    /// Makes it happen, with the facts that were read for it behind it; returns its id, or nothing if
    /// it was vetoed: then nothing may follow.
    #[expect(clippy::must_use_candidate, reason = "many an event leads to nothing further")]
    pub fn commit(self) -> Option<EventId> {
        let at = self.entry.at();
        let label = self.entry.who();
        let (id, change) = self.entry.finish(&self.luck.notes)?;
        if let Some(change) = change.filter(|change| !self.calendar.unheard(change.sign)) {
            let told = self.told.unwrap_or(Entity::PLACEHOLDER);
            let news = Due::new(at, Occasion::News, told, label, id);
            let news = news.with(self.hidden_from.unwrap_or(Entity::PLACEHOLDER));
            let news = news.n(change.sign.0).value(change.value);
            self.calendar.push(news);
        }
        Some(id)
    }
}
