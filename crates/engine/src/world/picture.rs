//! Pictures: what each actor has heard, apart from what is true; and conditions read from them.
//!
//! Whatever can be heard of is a *sign*: the status of a line, a count of salvos, a gauge. An
//! event that changes a sign is news; news reaches each actor by its *ears*, at once or late or
//! never, and changes its picture. The world itself is an observer too, who hears everything at
//! once: ends, outcomes, gauges and pledges are read from that picture, decisions from the others.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use super::{
    calendar::Occasion,
    log::{Because, EventId},
    luck::Luck,
    name::{FactId, Label},
    time::Time,
};

/// Something that can be heard of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignId(pub u32);

/// What an actor has heard of one sign.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sighting {
    /// Its value, as heard.
    pub value: f64,
    /// When it was last heard of; `NEVER` if nothing is known.
    pub at: Time,
    /// When it was heard of before that.
    pub before: Time,
    /// The event that was heard of, or through which it was heard.
    pub by: EventId,
    /// The fact from which its value is known, as long as no event has been heard of.
    pub fact: Option<FactId>,
}

impl Sighting {
    /// Nothing is known.
    pub const UNKNOWN: Sighting = Sighting {
        value: 0.0,
        at: Time::NEVER,
        before: Time::NEVER,
        by: EventId::NONE,
        fact: None,
    };

    /// Returns its value, and notes the fact from which that is known.
    #[must_use]
    pub fn read(&self, luck: &Luck) -> f64 {
        if let Some(fact) = self.fact {
            luck.note(fact);
        }
        self.value
    }
}

/// What an actor has heard: the latest of each sign.
#[derive(Component, Debug, Clone)]
pub struct Picture(pub Vec<Sighting>);

impl Picture {
    /// Takes in news of a sign.
    pub fn hear(&mut self, sign: SignId, value: f64, at: Time, by: EventId) {
        let sighting = &mut self.0[sign.0 as usize];
        // what is known from the start has not happened
        let before = if sighting.by == EventId::NONE { Time::NEVER } else { sighting.at };
        *sighting = Sighting { value, at, before, by, fact: None };
    }

    /// Returns what has been heard of a sign.
    #[must_use]
    pub fn of(&self, sign: SignId) -> &Sighting {
        &self.0[sign.0 as usize]
    }
}

/// How news of one sign reaches one actor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ear {
    /// Never.
    Deaf,
    /// At once.
    Now,
    /// After some hours, unless it is lost.
    Late {
        /// Hours.
        delay_h: FactId,
        /// Odds that it never arrives.
        lost: FactId,
        /// The channel.
        channel: Label,
    },
}

/// Who is to be woken when an actor hears of a sign.
#[derive(Debug, Clone)]
pub struct Listener {
    /// The occasion by which it is woken.
    pub occasion: Occasion,
    /// Who is woken.
    pub who: Entity,
    /// Its name.
    pub label: Label,
    /// A number for it.
    pub n: u32,
    /// What must be heard; none means any news of the sign.
    pub on: Option<Leaf>,
}

/// One who hears of a sign: an actor, or the observer who hears everything.
#[derive(Debug, Clone)]
pub struct Hearer {
    /// Who hears.
    pub who: Entity,
    /// Its name.
    pub label: Label,
    /// How news reaches it.
    pub ear: Ear,
    /// Whether a rule of its own reads the sign; otherwise it is only kept, for whoever asks what
    /// this actor has heard.
    pub reads: bool,
    /// Who is woken, in the order of the scenario's sections.
    pub listeners: Vec<Listener>,
}

/// Who hears of what: a list a sign. The observer who hears everything keeps it.
#[derive(Component, Debug, Clone)]
pub struct Hearing(pub Arc<[Vec<Hearer>]>);

/// Marks the observer who hears everything at once.
#[derive(Component, Debug, Clone, Copy)]
pub struct Omniscient;

/// One condition about one sign.
#[derive(Debug, Clone, PartialEq)]
pub struct Leaf {
    /// The sign.
    pub sign: SignId,
    /// What is asked of it.
    pub test: Test,
    /// How its value wears off, if it is a gauge.
    pub wear: Option<Wear>,
}

/// How a gauge wears off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wear {
    /// The level it falls back to.
    pub rests_at: FactId,
    /// Days in which half of the way is gone.
    pub half_life_days: FactId,
}

/// What is asked of a sign.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Test {
    /// Its value is one of a span of codes.
    Between(f64, f64),
    /// Its value is at least this fact.
    AtLeast(FactId),
    /// Its value is at most this fact.
    AtMost(FactId),
    /// It was heard of within so many hours, with a value above 0.
    Recently(FactId),
    /// It was heard of, and a day that it names lies so many hours ahead or less.
    Nears(Time, FactId),
    /// It was heard of, and the time before that was within so many hours of the last.
    Again(FactId),
}

/// A condition, ready to be read from a picture.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Each holds.
    All(Vec<Condition>),
    /// One holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
    /// The moment has come.
    After(Time),
    /// One sign is so.
    Leaf(Leaf),
}

impl Leaf {
    /// Returns whether it holds in a picture now; nothing is noted.
    #[must_use]
    pub fn holds(&self, picture: &Picture, now: Time, luck: &Luck) -> bool {
        luck.aside(|| self.passes(picture.of(self.sign), now, luck))
    }

    /// Returns whether it holds in a picture now, and notes the facts that it is compared with.
    #[must_use]
    pub fn read(&self, picture: &Picture, now: Time, luck: &Luck) -> bool {
        self.passes(picture.of(self.sign), now, luck)
    }

    fn passes(&self, seen: &Sighting, now: Time, luck: &Luck) -> bool {
        if seen.at == Time::NEVER {
            return false;
        }
        let value = || self.wear.map_or_else(|| seen.read(luck), |wear| wear.worn(seen, now, luck));
        match self.test {
            Test::Between(low, high) => (low..=high).contains(&seen.read(luck)),
            Test::AtLeast(fact) => value() >= luck.fact(fact),
            Test::AtMost(fact) => value() <= luck.fact(fact),
            Test::Recently(hours) => {
                seen.by != EventId::NONE && now.hours_since(seen.at) <= luck.fact(hours)
            }
            Test::Nears(day, hours) => {
                let ahead = day.hours_since(now);
                seen.value > 0.0 && ahead > 0.0 && ahead <= luck.fact(hours)
            }
            Test::Again(hours) => {
                seen.by != EventId::NONE
                    && seen.value > 1.0
                    && seen.at.hours_since(seen.before) <= luck.fact(hours)
            }
        }
    }

    /// Adds what it was read from: the event that last set the sign and, if it does not hold, that
    /// nothing has set it otherwise since.
    fn explain(&self, picture: &Picture, holds: bool, because: &mut Because) {
        let seen = picture.of(self.sign);
        because.events.push(seen.by);
        if !holds {
            let since = if seen.by == EventId::NONE { Time::NEVER } else { seen.at };
            because.absent.push((self.sign, since));
        }
    }
}

/// What a condition saw of one of its parts: whether the part held, and when something was heard of
/// that counts anew each time.
pub type Look = (bool, Time);

impl Wear {
    /// Returns the level now of a gauge last moved when it was seen.
    #[must_use]
    pub fn worn(self, seen: &Sighting, now: Time, luck: &Luck) -> f64 {
        let days = now.days_since(seen.at);
        let (rest, half_life) = (luck.fact(self.rests_at), luck.fact(self.half_life_days));
        excomm_numerics::search::towards(rest, seen.read(luck), days, half_life)
    }
}

impl Condition {
    /// Returns whether it holds in a picture now; nothing is noted.
    #[must_use]
    pub fn holds(&self, picture: &Picture, now: Time, luck: &Luck) -> bool {
        match self {
            Condition::All(parts) => parts.iter().all(|part| part.holds(picture, now, luck)),
            Condition::Any(parts) => parts.iter().any(|part| part.holds(picture, now, luck)),
            Condition::Not(part) => !part.holds(picture, now, luck),
            Condition::After(moment) => now >= *moment,
            Condition::Leaf(leaf) => leaf.holds(picture, now, luck),
        }
    }

    /// Adds to `because` the events that decide whether it holds in a picture now, notes the facts
    /// that do, and returns whether it holds.
    ///
    /// What decides a conjunction that fails is the first part that fails; likewise the first
    /// part that holds decides an alternative.
    ///
    /// What does not hold rests on an absence too: on whatever could have set the sign otherwise and
    /// was kept from it. So what prevents a preventer is among the causes (double prevention: Hall,
    /// "Two concepts of causation", in Collins, Hall and Paul, Causation and Counterfactuals, 2004).
    pub fn decided(
        &self,
        picture: &Picture,
        now: Time,
        luck: &Luck,
        because: &mut Because,
    ) -> bool {
        match self {
            Condition::All(parts) => {
                let mark = Mark::here(because, luck);
                for part in parts {
                    let before = Mark::here(because, luck);
                    if !part.decided(picture, now, luck, because) {
                        mark.forget_to(&before, because, luck);
                        return false;
                    }
                }
                true
            }
            Condition::Any(parts) => {
                let mark = Mark::here(because, luck);
                for part in parts {
                    let before = Mark::here(because, luck);
                    if part.decided(picture, now, luck, because) {
                        mark.forget_to(&before, because, luck);
                        return true;
                    }
                }
                false
            }
            Condition::Not(part) => !part.decided(picture, now, luck, because),
            Condition::After(moment) => now >= *moment,
            Condition::Leaf(leaf) => {
                let holds = leaf.read(picture, now, luck);
                leaf.explain(picture, holds, because);
                holds
            }
        }
    }

    /// Adds what each part of the condition sees in a picture now; nothing is noted.
    pub fn look(&self, picture: &Picture, now: Time, luck: &Luck, looks: &mut Vec<Look>) {
        match self {
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    part.look(picture, now, luck, looks);
                }
            }
            Condition::Not(part) => part.look(picture, now, luck, looks),
            Condition::After(moment) => looks.push((now >= *moment, Time::NEVER)),
            Condition::Leaf(leaf) => {
                let holds = leaf.holds(picture, now, luck);
                let anew = holds && matches!(leaf.test, Test::Recently(_) | Test::Again(_));
                looks.push((holds, if anew { picture.of(leaf.sign).at } else { Time::NEVER }));
            }
        }
    }

    /// Calls `visit` with each sign the condition reads.
    pub fn each_leaf(&self, visit: &mut impl FnMut(&Leaf)) {
        match self {
            Condition::All(parts) | Condition::Any(parts) => {
                for part in parts {
                    part.each_leaf(visit);
                }
            }
            Condition::Not(part) => part.each_leaf(visit),
            Condition::After(_) => {}
            Condition::Leaf(leaf) => visit(leaf),
        }
    }
}

/// How far the reasons for a condition go: events and facts.
struct Mark([usize; 3]);

impl Mark {
    fn here(because: &Because, luck: &Luck) -> Mark {
        Mark([because.events.len(), because.absent.len(), luck.notes.len()])
    }

    /// Forgets the reasons from here to another place.
    fn forget_to(&self, to: &Mark, because: &mut Because, luck: &Luck) {
        let (Mark([events, absent, facts]), Mark(end)) = (self, to);
        because.events.drain(events..&end[0]);
        because.absent.drain(absent..&end[1]);
        luck.notes.forget(*facts, end[2]);
    }
}
