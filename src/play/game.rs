//! A game: one world in which somebody decides for one actor, and everybody else acts by policy.

use excomm_engine::{
    run::{Finished, Pending, Session, Stop, digest},
    world::{Chosen, Known, Log, Model, Setting, Thing, Time, Verb, event_text, known_to},
};
use excomm_lab::Policies;
use excomm_pages::map::{self, Moving};
use excomm_scenario::format::{Part, Question};
use excomm_tell::tracks::Tracks;

/// What is played: a scenario in one branch, its luck, and the actor that is played.
#[derive(Clone, Copy)]
pub(crate) struct Table<'m> {
    pub part: &'m Part,
    pub model: &'m Model,
    pub seed: u64,
    pub actor: Thing,
    /// The scenario as it was named on the command line.
    pub scenario: &'m str,
}

/// A world of a table, as far as it has been played.
pub(super) struct Game<'m> {
    pub table: Table<'m>,
    choices: Vec<Chosen>,
    session: Session<'m>,
    policies: Policies<'m>,
    stop: Stop,
    known: Vec<Known>,
    /// Where things are, as far as the actor knows.
    seen: Moving,
    /// How much was known at each stop, this one included.
    stops: Vec<usize>,
}

/// A choice that does not fit the world: its place, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Misfit(pub usize);

impl<'m> Table<'m> {
    /// Returns the setting of the world, without a choice.
    pub(super) fn setting(&self) -> Setting {
        Setting { seed: self.seed, ..Setting::default() }
    }

    /// Returns the setting in which these choices are made.
    pub(super) fn chosen(&self, choices: &[Chosen]) -> Setting {
        Setting { choices: choices.to_vec(), ..self.setting() }
    }

    /// Returns the title of the actor that is played.
    pub(super) fn actor_title(&self) -> &'m str {
        &self.model.things[self.actor.index()].title
    }

    /// Returns a question as it is written.
    pub(super) fn question(&self, thing: Thing) -> Option<&'m Question> {
        let id = &self.model.things[thing.index()].id;
        self.part.question(id)
    }

    /// Returns whether any question is put to the actor that is played.
    pub(super) fn is_asked(&self) -> bool {
        let actor = &self.model.things[self.actor.index()].id;
        self.part.questions.iter().any(|question| *question.asks == **actor)
    }

    /// Returns whether the actor that is played answers a question.
    fn answers(&self, thing: Thing) -> bool {
        let actor = &self.model.things[self.actor.index()].id;
        self.question(thing).is_some_and(|question| *question.asks == **actor)
    }

    /// Begins a game, with the choices made so far.
    pub(super) fn play(self, choices: &[Chosen]) -> Result<Game<'m>, Misfit> {
        let mut game = Game {
            table: self,
            choices: Vec::new(),
            session: Session::new(self.model, self.setting()),
            policies: Policies::new(self.model),
            stop: Stop::Paused,
            known: Vec::new(),
            seen: Moving::default(),
            stops: Vec::new(),
        };
        game.go_on();
        for (place, choice) in (1..).zip(choices) {
            let asked = game.pending().map(|asked| (asked.question, Some(asked.nth)));
            let fits = asked == Some((choice.question, choice.nth));
            if !fits || !game.choose(choice.option as usize) {
                return Err(Misfit(place));
            }
        }
        Ok(game)
    }
}

impl<'m> Game<'m> {
    /// Plays on to the next question of the actor that is played, or to the end.
    fn go_on(&mut self) {
        self.stop = loop {
            match self.session.advance(Time(i64::MAX)) {
                Stop::Question(asked) if self.table.answers(asked.question) => {
                    break Stop::Question(asked);
                }
                Stop::Question(_) => {
                    let option = self.policies.answer(&self.session);
                    self.session.answer(option);
                }
                stop => break stop,
            }
        };
        let Table { model, actor, .. } = self.table;
        self.known = known_to(model, self.session.log(), actor);
        let all = Tracks::of(&self.session);
        let seen = all.known(&self.session, Some(actor), &self.known);
        self.seen = Moving::new(model, Some(actor), &seen);
        self.stops.push(self.known.len());
    }

    /// Returns the question that waits for an answer; none at the end.
    pub(super) fn pending(&self) -> Option<&Pending> {
        match &self.stop {
            Stop::Question(pending) => Some(pending),
            Stop::Paused | Stop::Over | Stop::Broken(_) => None,
        }
    }

    /// Answers the question that waits and plays on; returns whether that option can be chosen.
    pub(super) fn choose(&mut self, option: usize) -> bool {
        let Some(asked) = self.pending() else { return false };
        if !asked.options.get(option).is_some_and(|(_, open)| *open) {
            return false;
        }
        let (question, nth, option) = (asked.question, Some(asked.nth), option as u32);
        self.choices.push(Chosen { question, nth, option });
        self.session.answer(option);
        self.go_on();
        true
    }

    /// Goes back to where so many choices had been made.
    pub(super) fn back_to(&mut self, kept: usize) -> Result<(), Misfit> {
        let choices = self.choices[..kept.min(self.choices.len())].to_vec();
        *self = self.table.play(&choices)?;
        Ok(())
    }

    /// Returns the choices made so far.
    pub(super) fn choices(&self) -> &[Chosen] {
        &self.choices
    }

    /// Returns everything that the actor knows of what has happened.
    pub(super) fn known(&self) -> &[Known] {
        &self.known
    }

    /// Returns where it knows things to be now, or to have been.
    pub(super) fn seen(&self) -> map::Sight<'_> {
        self.seen.at(self.session.now())
    }

    /// Returns what it has come to know since its last choice.
    pub(super) fn news(&self) -> &[Known] {
        let before = self.stops.len().checked_sub(2).map_or(0, |stop| self.stops[stop]);
        &self.known[before..]
    }

    /// Returns the event by which the question that waits was put.
    pub(super) fn asked(&self) -> Option<Known> {
        let question = self.pending()?.question;
        let puts = |known: &&Known| {
            let key = self.log().event(known.event).map(|event| event.key);
            key.is_some_and(|key| key.verb == Verb::Ask && key.who.thing == question)
        };
        self.known.iter().rev().find(puts).copied()
    }

    /// Returns the latest event it knows of that can be told in words.
    pub(super) fn latest(&self) -> Option<Known> {
        let told = |known: &&Known| {
            let event = self.log().event(known.event);
            let event = event.filter(|event| !matches!(event.key.verb, Verb::Ask | Verb::Answer));
            event.is_some_and(|event| event_text(event, &self.table.model.things).is_some())
        };
        self.known.iter().rev().find(told).copied()
    }

    /// Returns the log of the world, known or not.
    pub(super) fn log(&self) -> &Log {
        self.session.log()
    }

    /// Returns the session, to look at.
    pub(super) fn session(&self) -> &Session<'m> {
        &self.session
    }

    /// Returns the digest of what has happened so far.
    pub(super) fn digest(&self) -> String {
        digest(self.table.model, self.log())
    }

    /// Plays the same world again up to this point, and returns what came of it so far.
    pub(super) fn so_far(&self) -> Finished {
        let again = self.table.play(&self.choices);
        again.map_or_else(|_| self.finished(), |game| game.session.finish())
    }

    /// Plays the same world to its end as any command does that is given these choices.
    pub(super) fn finished(&self) -> Finished {
        excomm_lab::play(self.table.model, self.table.chosen(&self.choices))
    }
}
