//! The calendar: what is to come, in an order that depends on names alone.

use std::{cmp::Reverse, collections::BinaryHeap, sync::Arc};

use bevy_ecs::prelude::*;

use super::{
    log::EventId,
    name::{FactId, Label, NOBODY},
    notes::Brought,
    picture::SignId,
    time::Time,
};

/// Declares the occasions, in the order in which those of one moment are taken.
macro_rules! occasions {
    ($($(#[doc = $doc:literal])* $name:ident,)*) => {
        /// A kind of occasion: something that is due, to which rules answer.
        ///
        /// Occasions of one moment are taken in the order of this list: changing it changes results.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Occasion { $($(#[doc = $doc])* $name,)* }

        impl Occasion {
            /// All kinds of occasion, in order.
            pub const ALL: &[Occasion] = &[$(Occasion::$name,)*];
        }
    };
}

occasions! {
    /// The world begins: hidden truths are so, what stands stands.
    Start,
    /// News of an event spreads (`n` is the sign, `value` what it is now, `with` one who is not told).
    News,
    /// News reaches an actor late.
    Report,
    /// Evidence reaches the holder of a belief.
    Weigh,
    /// Something pushes a gauge.
    Push,
    /// Something a pledge looks at has changed.
    Terms,
    /// Something has been heard by which the one who was promised judges a pledge.
    Judge,
    /// Something an outcome looks at has changed.
    Measure,
    /// Something an end looks at has changed.
    Watch,
    /// A response is called for.
    Respond,
    /// A chance is drawn because of news.
    DrawOn,
    /// A gauge is moved by order.
    Move,
    /// The odds of a chance are shifted by order.
    ShiftOdds,
    /// A flight plan is put in force.
    Fly,
    /// A flight plan is taken out of force.
    StandDown,
    /// Air defence gets an order.
    SetStance,
    /// A line gets another status.
    SetLine,
    /// A line forbids a stock.
    Prohibit,
    /// A line no longer forbids a stock.
    Allow,
    /// A withdrawal is ordered.
    Withdraw,
    /// A withdrawal is stopped.
    Halt,
    /// An inspection is ordered.
    Inspect,
    /// An inspection is ended.
    StopInspecting,
    /// A traffic grows or shrinks.
    Scale,
    /// A strike is ordered.
    Strike,
    /// Aircraft on their way may be called back.
    Recall,
    /// A statement is made.
    Say,
    /// A letter is in the hands of one to whom it is written (`with`).
    Deliver,
    /// Whoever has a letter to answer hears of a deadline.
    Hurry,
    /// A pledge is made.
    Pledge,
    /// A pledge is taken back.
    Retract,
    /// A consent is asked for.
    AskConsent,
    /// A consent is given.
    Give,
    /// A consent is refused.
    Refuse,
    /// A paper is asked for.
    Commission,
    /// An actor is told something.
    Tell,
    /// Orders that were to follow later are due.
    Then,
    /// An end is ordered.
    End,
    /// A local day begins.
    Dawn,
    /// The sky of a region may change.
    Sky,
    /// A day's work on a withdrawal.
    Work,
    /// A ship leaves port.
    Sail,
    /// A ship has left port.
    Sailed,
    /// A ship of a traffic sets out.
    Call,
    /// A ship crosses a line.
    Cross,
    /// A ship is met by an inspection.
    Alongside,
    /// A ship arrives.
    Arrive,
    /// An inspection on the ground spends a day.
    Visit,
    /// A flight plan's day.
    FlightDay,
    /// A sortie takes off.
    TakeOff,
    /// A sortie is over its target.
    Over,
    /// A sortie lands.
    Land,
    /// A sortie's film has been read.
    Film,
    /// A strike is carried out.
    Attack,
    /// A paper is ready.
    Paper,
    /// A chance is drawn for the day.
    Draw,
    /// A branch makes something happen.
    Pin,
    /// A meeting is held.
    Meet,
    /// A letter has lain its time before whoever answers (`n` is which time that was set).
    TakeUp,
    /// A question is put.
    Ask,
    /// A question is answered (`n` is the option).
    Answer,
}

/// Something that is due.
#[derive(Debug, Clone, Copy)]
pub struct Due {
    /// When.
    pub at: Time,
    /// What kind of occasion.
    pub occasion: Occasion,
    /// The name of the one concerned.
    pub label: Label,
    /// The one concerned.
    pub who: Entity,
    /// Another one concerned; the same one if there is none.
    pub with: Entity,
    /// A number of the occasion: an ordinal, a status, an option.
    pub n: u32,
    /// An amount of the occasion.
    pub value: f64,
    /// A fact of the occasion, behind the amount.
    pub fact: Option<FactId>,
    /// The event that brought it about.
    pub cause: EventId,
    /// The facts that were read for it, and the draw that decided it.
    pub brought: Brought,
}

impl Due {
    /// Makes an occasion for one named entity.
    #[must_use]
    pub fn new(at: Time, occasion: Occasion, who: Entity, label: Label, cause: EventId) -> Due {
        let brought = Brought::default();
        Due { at, occasion, label, who, with: who, n: 0, value: 0.0, fact: None, cause, brought }
    }

    /// Adds another entity.
    #[must_use]
    pub fn with(self, with: Entity) -> Due {
        Due { with, ..self }
    }

    /// Adds a number.
    #[must_use]
    pub fn n(self, n: u32) -> Due {
        Due { n, ..self }
    }

    /// Adds an amount.
    #[must_use]
    pub fn value(self, value: f64) -> Due {
        Due { value, ..self }
    }

    /// The total order of occasions: time, kind, names; for equal ones, as they were scheduled.
    ///
    /// News comes in the order of what happened, or an older count could be heard after a newer one.
    fn rank(&self) -> (Time, Occasion, Label, u32) {
        match self.occasion {
            Occasion::News | Occasion::Report => (self.at, self.occasion, NOBODY, 0),
            _ => (self.at, self.occasion, self.label, self.n),
        }
    }
}

/// The place of an occasion among all: its rank, and for equal ones the order of scheduling.
///
/// The occasion itself lies apart: it is four times as large, and a heap moves what it holds often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    rank: (Time, Occasion, Label, u32),
    order: u64,
    slot: u32,
}

/// A list of orders of the scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Orders(pub u32);

/// One step of a list of orders.
#[derive(Debug, Clone)]
pub enum Step {
    /// Done at once.
    Do {
        /// The occasion that does it.
        occasion: Occasion,
        /// What it is done to.
        who: Entity,
        /// Its name.
        label: Label,
        /// With what else.
        with: Option<Entity>,
        /// A number: a status, for instance.
        n: u32,
        /// An amount.
        fact: Option<FactId>,
    },
    /// Done after a time, within the hours of an actor, if it keeps any.
    Later(FactId, Orders, Option<Entity>),
    /// One list or the other, by odds; the hash names the draw.
    Maybe(FactId, Orders, Orders, u64),
}

/// What is to come.
///
/// Most occasions are scheduled for the present moment. They are kept apart: they are few at a time.
#[derive(Debug)]
pub struct Calendar {
    /// What is due now, the next one last.
    present: Vec<Entry>,
    later: BinaryHeap<Reverse<Entry>>,
    /// The occasions themselves, and which of their slots are free.
    dues: Vec<Due>,
    free: Vec<u32>,
    now: Time,
    orders: Arc<[Vec<Step>]>,
    unheard: Arc<[bool]>,
    scheduled: u64,
    /// When the day began that is counted now, and how many occasions have been taken in it.
    day: (Time, usize),
}

impl Calendar {
    /// Makes an empty calendar that knows the scenario's lists of orders and of which signs nobody
    /// hears.
    #[must_use]
    pub fn new(orders: Arc<[Vec<Step>]>, unheard: Arc<[bool]>) -> Calendar {
        let (present, later) = (Vec::with_capacity(32), BinaryHeap::with_capacity(256));
        Calendar {
            present,
            later,
            dues: Vec::with_capacity(256),
            free: Vec::new(),
            now: Time::NEVER,
            orders,
            unheard,
            scheduled: 0,
            day: (Time::NEVER, 0),
        }
    }

    /// Schedules an occasion.
    pub fn push(&mut self, due: Due) {
        let slot = self.free.pop().unwrap_or(self.dues.len() as u32);
        match self.dues.get_mut(slot as usize) {
            Some(free) => *free = due,
            None => self.dues.push(due),
        }
        let entry = Entry { rank: due.rank(), order: self.scheduled, slot };
        self.scheduled += 1;
        if due.at <= self.now {
            let place = self.present.partition_point(|known| *known > entry);
            self.present.insert(place, entry);
        } else {
            self.later.push(Reverse(entry));
        }
    }

    /// Takes the next occasion.
    pub fn pop(&mut self) -> Option<Due> {
        let present = match (self.present.last(), self.later.peek()) {
            (Some(present), Some(Reverse(later))) => present < later,
            (present, _) => present.is_some(),
        };
        let next = if present { self.present.pop() } else { self.later.pop().map(|entry| entry.0) };
        let slot = next?.slot;
        self.free.push(slot);
        let due = self.dues[slot as usize];
        self.now = due.at;
        let (began, taken) = self.day;
        let is_over = due.at.hours_since(began) >= 24.0;
        self.day = if is_over { (due.at, 1) } else { (began, taken + 1) };
        Some(due)
    }

    /// Returns how much there is to do in a day: the occasions taken so far, and those due now.
    #[must_use]
    pub fn crowd(&self) -> usize {
        self.day.1 + self.present.len()
    }

    /// Returns when the next occasion is due.
    #[must_use]
    pub fn next_at(&self) -> Option<Time> {
        let later = self.later.peek().map(|Reverse(entry)| entry);
        self.present.last().into_iter().chain(later).map(|entry| entry.rank.0).min()
    }

    /// Returns whether nobody hears of a sign, so that its news need not spread.
    #[must_use]
    pub fn unheard(&self, sign: SignId) -> bool {
        self.unheard.get(sign.0 as usize).is_some_and(|unheard| *unheard)
    }

    /// Returns how many occasions have been scheduled.
    #[must_use]
    pub fn scheduled(&self) -> u64 {
        self.scheduled
    }

    /// Returns the steps of a list of orders.
    #[must_use]
    pub fn steps(&self, orders: Orders) -> (Arc<[Vec<Step>]>, usize) {
        (Arc::clone(&self.orders), orders.0 as usize)
    }
}
