//! A run in progress: the loop that takes what is due and lets the rules answer.

use bevy_ecs::prelude::*;

use super::{Answer, Broken, Finished, OutcomeValue, Theatre, Value, trail::Trail};
use crate::world::{
    Chosen, Due, EventId, FactId, Label, Log, Luck, Model, Occasion, Omniscient, PerOutcome,
    Picture, Run, Setting, Stage, Thing, Time, Wear,
    deciding::{Asked, Question},
    ending::{End, Measure, Outcome, Reached},
};

/// A run in progress.
pub struct Session<'m> {
    pub(super) theatre: Theatre<'m>,
    pub(super) setting: Setting,
    pub(super) run: Run,
    pub(super) pending: Option<Entity>,
    pub(super) answered: Vec<Chosen>,
    /// How many of the setting's reseeds have come.
    reseeded: usize,
    over: bool,
    trail: Trail,
}

/// Why a session has stopped.
#[derive(Debug, Clone, PartialEq)]
pub enum Stop {
    /// A question waits for an answer.
    Question(Pending),
    /// The moment up to which it was to go has come.
    Paused,
    /// The run is over.
    Over,
    /// The run cannot go on.
    Broken(Broken),
}

/// A question that waits for an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Pending {
    /// The question.
    pub question: Thing,
    /// Which time it is put.
    pub nth: u32,
    /// Its options, and whether each can be chosen now.
    pub options: Vec<(Thing, bool)>,
    /// The option that history chose, counted from 0.
    pub history: Option<usize>,
}

impl<'m> Session<'m> {
    /// Begins a run of a model in a setting.
    #[must_use]
    pub fn new(model: &'m Model, setting: Setting) -> Session<'m> {
        Theatre::new(model).begin(setting)
    }

    /// A run that has just begun on a stage set for it.
    pub(super) fn begun(theatre: Theatre<'m>, setting: Setting, run: Run) -> Session<'m> {
        let (answered, trail) = (Vec::new(), Trail::default());
        let (pending, reseeded, over) = (None, 0, false);
        Session { theatre, setting, run, pending, answered, reseeded, over, trail }
    }

    /// Goes on to the next question, to `until`, or to the end, whichever comes first.
    pub fn advance(&mut self, until: Time) -> Stop {
        if let Some(question) = self.pending {
            return self.asked(question).map_or(Stop::Over, Stop::Question);
        }
        if let Some(broken) = self.broken() {
            return Stop::Broken(broken);
        }
        if self.over {
            return Stop::Over;
        }
        let last = self.run.clock.end();
        while let Some(at) = self.run.calendar.next_at().filter(|at| *at <= last) {
            if at > until {
                return Stop::Paused;
            }
            let Some(due) = self.run.calendar.pop() else { break };
            self.run.clock.now = due.at;
            self.reseed();
            self.take(due);
            if let Some(broken) = self.broken() {
                return Stop::Broken(broken);
            }
            match due.occasion {
                Occasion::Ask => {
                    if let Some(pending) = self.asked(due.who) {
                        self.pending = Some(due.who);
                        self.rekey(&pending);
                        return Stop::Question(pending);
                    }
                }
                Occasion::Watch | Occasion::End | Occasion::Dawn if self.reached().is_some() => {
                    self.settle();
                    return self.ended();
                }
                _ => {}
            }
        }
        self.run_out();
        self.ended()
    }

    /// Stops for good.
    fn ended(&mut self) -> Stop {
        self.over = true;
        self.broken().map_or(Stop::Over, Stop::Broken)
    }

    /// Returns why the run cannot go on, if that is so.
    #[must_use]
    pub fn broken(&self) -> Option<Broken> {
        let fault = self.run.fault.as_ref()?;
        Some(Broken::new(fault, self.now(), &self.theatre.stage.model.things))
    }

    /// Lets the outcomes see the moment of the end: an end may be noticed before them.
    fn settle(&mut self) {
        while self.run.fault.is_none()
            && let Some(due) = self.run.calendar.pop()
            && due.at == self.run.clock.now
        {
            if matches!(
                due.occasion,
                Occasion::News | Occasion::Terms | Occasion::Measure | Occasion::Watch
            ) {
                self.take(due);
            }
        }
    }

    /// Lets the rules answer one occasion.
    fn take(&mut self, due: Due) {
        let Theatre { stage, dispatch, .. } = &mut self.theatre;
        let written = self.run.log.written();
        dispatch.answer(due, &mut self.run, &mut stage.world);
        let wrote = written..self.run.log.written();
        if let Some(fault) = self.trail.note(&due, wrote, self.run.calendar.crowd()) {
            self.run.fault.get_or_insert(fault);
        }
    }

    /// Lets the end come that is reached when time runs out.
    fn run_out(&mut self) {
        if self.reached().is_some() {
            return;
        }
        self.run.clock.now = self.run.clock.end();
        let mut ends = self.theatre.stage.world.query::<(Entity, &Label, &End)>();
        let last = ends.iter(&self.theatre.stage.world).find(|(_, _, end)| end.at_last);
        if let Some((entity, label, _)) = last {
            let due = Due::new(self.run.clock.now, Occasion::End, entity, *label, EventId::NONE);
            self.take(due);
        }
    }

    /// Changes the luck to come, if it is to change at this question.
    fn rekey(&mut self, pending: &Pending) {
        if let Some(rekey) = self.setting.rekey
            && (rekey.question, rekey.nth) == (pending.question, pending.nth)
        {
            self.run.luck.rekey(rekey.seed);
        }
    }

    /// Changes the luck to come, if it is to change at a moment that has come.
    fn reseed(&mut self) {
        let moments = self.setting.reseeds.get(self.reseeded..).unwrap_or_default();
        let come = moments.iter().take_while(|(at, _)| *at <= self.run.clock.now);
        for (_, seed) in come {
            self.run.luck.rekey(*seed);
            self.reseeded += 1;
        }
    }

    fn asked(&self, question: Entity) -> Option<Pending> {
        let entity = self.theatre.stage.world.get_entity(question).ok()?;
        let (asked, question) = (entity.get::<Asked>()?, entity.get::<Question>()?);
        asked.pending?;
        let options = question.options.iter().zip(&asked.open);
        Some(Pending {
            question: entity.get::<Label>()?.thing,
            nth: asked.times,
            options: options.map(|(option, open)| (option.label.thing, *open)).collect(),
            history: question.history,
        })
    }

    /// Returns the question that waits for an answer.
    #[must_use]
    pub fn pending(&self) -> Option<Pending> {
        self.asked(self.pending?)
    }

    /// Answers the pending question: with an option, counted from 0, or as a policy does.
    pub fn answer(&mut self, answer: impl Into<Answer>) {
        let Answer { option, drawn, facts } = answer.into();
        let Some(question) = self.pending.take() else { return };
        let world = &self.theatre.stage.world;
        let Some(&label) = world.get::<Label>(question) else { return };
        let nth = world.get::<Asked>(question).map(|asked| asked.times);
        self.answered.push(Chosen { question: label.thing, nth, option });
        let brought = self.run.bring(&facts, drawn);
        let due = self.run.now(Occasion::Answer, question, label, EventId::NONE).n(option);
        self.take(Due { brought, ..due });
    }

    pub(super) fn label(&self, entity: Entity) -> Option<Label> {
        self.theatre.stage.world.get::<Label>(entity).copied()
    }

    /// Goes on to `until`, answering every question by its default.
    pub fn play_until(&mut self, until: Time) -> Stop {
        loop {
            match self.advance(until) {
                Stop::Question(_) => self.answer(self.default_answer()),
                stop => return stop,
            }
        }
    }

    /// Returns the end that has been reached.
    #[must_use]
    pub fn reached(&mut self) -> Option<(Thing, Reached)> {
        let Theatre { stage, reached, .. } = &mut self.theatre;
        reached.iter(&stage.world).next().map(|(label, reached)| (label.thing, *reached))
    }

    /// Returns the log so far.
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.run.log
    }

    /// Returns the setting of this world.
    #[must_use]
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// Returns the present moment.
    #[must_use]
    pub fn now(&self) -> Time {
        self.run.clock.now
    }

    /// Returns the world, to look at.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.theatre.stage.world
    }

    /// Returns the seed of its luck.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.run.luck.seed()
    }

    /// Returns the model that is played.
    #[must_use]
    pub fn model(&self) -> &'m Model {
        self.theatre.stage.model
    }

    /// Returns the luck of this world.
    #[must_use]
    pub fn luck(&self) -> &Luck {
        &self.run.luck
    }

    /// Returns the value of a fact in this world.
    #[must_use]
    pub fn fact(&self, fact: FactId) -> f64 {
        self.run.luck.fact(fact)
    }

    /// Returns how many occasions have been scheduled so far.
    #[must_use]
    pub fn occasions(&self) -> u64 {
        self.run.calendar.scheduled()
    }

    /// Returns the outcomes so far, in the order of their names.
    pub fn outcomes(&mut self) -> PerOutcome<OutcomeValue> {
        let now = self.run.clock.now;
        let Stage { model, world, .. } = &mut self.theatre.stage;
        let mut observer = world.query_filtered::<&Picture, With<Omniscient>>();
        let Ok(picture) = observer.single(world) else { return PerOutcome::default() };
        let luck = &self.run.luck;
        let last = |sign, wear: Option<Wear>| match wear {
            Some(wear) => wear.worn(picture.of(sign), now, luck),
            None => picture.of(sign).value,
        };
        let each = model.outcomes.iter().map(|(id, info)| {
            let Some(outcome) = world.get::<Outcome>(model.entity(info.thing)) else {
                return OutcomeValue::left_out(id, &info.written.is);
            };
            let value = match &*outcome.is {
                Measure::When(_) => Value::Date(outcome.value.map(|at| Time(at as i64))),
                Measure::Ever(_) => Value::YesNo(outcome.value.is_some()),
                Measure::Peak(sign) => {
                    Value::Number(outcome.value.unwrap_or(picture.of(*sign).value))
                }
                Measure::Last(sign, wear) => Value::Number(last(*sign, *wear)),
                Measure::Sum(all) => {
                    Value::Number(all.iter().map(|&(sign, wear)| last(sign, wear)).sum())
                }
            };
            OutcomeValue { outcome: id, value, by: outcome.by }
        });
        each.collect()
    }

    /// Ends the session and returns what came of it.
    #[must_use]
    pub fn finish(self) -> Finished {
        self.close().0
    }

    /// Ends the session and returns what came of it, and the theatre for another run.
    #[must_use]
    pub fn close(mut self) -> (Finished, Theatre<'m>) {
        let outcomes = self.outcomes();
        let (end, broken) = (self.reached(), self.broken());
        let Session { theatre, run, answered, .. } = self;
        let facts = run.luck.into_facts();
        let truths = theatre.stage.truths().clone();
        (Finished { end, outcomes, answered, log: run.log, facts, truths, broken }, theatre)
    }
}
