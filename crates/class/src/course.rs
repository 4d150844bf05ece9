//! The course of a class's world: played again from its seed, its decisions and what was injected.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Decided, Line, Phase, Refusal, Seen, State, Why, seen};
use excomm_engine::{
    run::{Finished, OutcomeValue, Session, Stop},
    world::{Event, Model, Picture, Setting, SignKind, Thing, Time, Verb},
};
use excomm_lab::Policies;
use excomm_scenario::format::{ActorRef, Date, Exercise, Inject, Part, Pin};

/// A scenario and its exercise, ready for classes to play.
#[derive(Debug, Clone)]
pub struct Game {
    /// The scenario, all parts put together.
    pub part: Part,
    /// Its exercise.
    pub exercise: Exercise,
    /// The branch that is played.
    pub branch: String,
    /// A digest of its texts.
    pub digest: String,
}

/// What is to be played: all that the world of a class depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Course {
    /// The seed of all luck.
    pub seed: u64,
    /// What was decided: question, which time, option.
    pub decided: Vec<(String, u32, u32)>,
    /// What sides have decided beforehand: question, which time, option; a later one wins.
    pub ordered: Vec<(String, u32, u32)>,
    /// What was injected, and when.
    pub injected: Vec<(String, i64)>,
    /// Whether the world plays on without the class once its decisions are used up.
    pub to_the_end: bool,
}

impl Course {
    /// Returns the course that a class has taken so far.
    #[must_use]
    pub fn of(state: &State) -> Course {
        Course {
            seed: state.seed,
            decided: state.decided.iter().map(answer).collect(),
            ordered: state.decided.iter().flat_map(orders).collect(),
            injected: state.injected.clone(),
            to_the_end: false,
        }
    }

    /// Returns the course as it was when a decision had fallen: with nothing that came later.
    #[must_use]
    pub(super) fn up_to(state: &State, decision: usize) -> Course {
        let decided = state.decided.get(..=decision).unwrap_or(&state.decided);
        let now = decided.last().map_or(i64::MIN, |decided| decided.ballot.at);
        let injected = state.injected.iter().filter(|(_, at)| *at <= now);
        Course {
            decided: decided.iter().map(answer).collect(),
            ordered: decided.iter().flat_map(orders).collect(),
            injected: injected.cloned().collect(),
            ..Course::of(state)
        }
    }

    /// Returns the course in which one decision fell otherwise, and later ones as they did where
    /// they are put at all.
    #[must_use]
    pub fn forked(&self, decision: usize, option: u32) -> Course {
        let mut course = self.clone();
        course.to_the_end = true;
        if let Some((_, _, chosen)) = course.decided.get_mut(decision) {
            *chosen = option;
        }
        course
    }

    /// Returns what was decided on a question when it is put for the n-th time.
    fn answer(&self, question: &str, nth: u32) -> Option<u32> {
        let mut all = self.ordered.iter().chain(&self.decided).rev();
        all.find(|(known, time, _)| known == question && *time == nth).map(|(.., option)| *option)
    }

    /// Returns an inject as something that a branch makes happen. One that was not injected never
    /// comes, but has its name: so things are numbered alike in the worlds of all courses.
    fn pin(&self, inject: &Inject) -> Pin {
        let injected = self.injected.iter().find(|(id, _)| *id == inject.id);
        Pin {
            id: format!("inject-{}", inject.id),
            at: Date(Time(injected.map_or(NOT_INJECTED, |(_, at)| *at)).rfc3339()),
            by: ActorRef(inject.by.0.clone()),
            orders: inject.orders.clone(),
            cite: inject.cite.clone(),
        }
    }
}

/// A moment that no world comes to.
const NOT_INJECTED: i64 = 253_000_000_000;

fn answer(decided: &Decided) -> (String, u32, u32) {
    (decided.ballot.question.clone(), decided.ballot.nth, decided.option)
}

/// Returns what other sides decided beside a question.
fn orders(decided: &Decided) -> impl Iterator<Item = (String, u32, u32)> {
    let each = decided.ballot.beside.iter().zip(&decided.beside);
    each.filter_map(|(ballot, option)| Some((ballot.question.clone(), ballot.nth, (*option)?)))
}

/// A world as far as a class has played it.
pub struct Played {
    /// The moment in the world.
    pub now: Time,
    /// The question that waits for the class.
    pub asked: Option<Asked>,
    /// What each role's actor has heard.
    pub heard: BTreeMap<String, Vec<Line>>,
    /// How things stand as each role's actor has heard.
    pub standing: BTreeMap<String, Vec<Standing>>,
    /// Where things are, as far as each knows.
    pub seen: Seen,
    /// Everything that was answered so far, by the class and by others.
    pub answered: Vec<Answered>,
    /// How it ended, if it has.
    pub over: Option<Arc<Over>>,
}

impl Played {
    /// Returns up to when a class may see its world: never past the question it is at, before the end.
    #[must_use]
    pub fn seen_until(&self, state: &State) -> Time {
        match (&state.phase, &self.asked) {
            (Phase::Ended, _) => Time(i64::MAX),
            (_, Some(_)) => self.now,
            _ => Time(state.decided.last().map_or(i64::MIN, |decided| decided.ballot.at)),
        }
    }
}

/// A question that waits for the class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The question.
    pub question: String,
    /// Which time it is put.
    pub nth: u32,
    /// Which options can be chosen.
    pub open: Vec<bool>,
}

/// How something stands, as an actor has heard.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// What kind of thing it is.
    pub kind: SignKind,
    /// The thing.
    pub thing: Thing,
    /// Its value, as heard.
    pub value: f64,
}

/// An answer that was given in a world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The question.
    pub question: String,
    /// Which time it was put.
    pub nth: u32,
    /// The option, counted from 0.
    pub option: u32,
    /// When.
    pub at: Time,
    /// Whether the class was asked.
    pub by_class: bool,
}

/// How a world ended.
pub struct Over {
    /// The end, if one was reached.
    pub end: Option<String>,
    /// When.
    pub at: Time,
    /// What was true of each hidden truth: its id, and the alternative, counted from 0.
    pub truths: Vec<(String, usize)>,
    /// All that happened and would be told.
    pub story: Vec<Line>,
    /// What it was played from.
    pub model: Model,
    /// What was fixed in it.
    pub setting: Setting,
    /// The run itself.
    pub run: Finished,
}

impl Over {
    /// Returns what the outcome with this name was.
    #[must_use]
    pub fn outcome(&self, name: &str) -> Option<OutcomeValue> {
        self.model.find_outcome(name).map(|outcome| self.run.outcomes[outcome])
    }
}

impl Game {
    /// Compiles the world of a course; with `all` actors hear all that they could know.
    ///
    /// # Errors
    /// If the scenario or something injected does not compile.
    pub fn model(&self, course: &Course, all: bool) -> Result<Model, Refusal> {
        let mut part = self.part.clone();
        if let Some(branch) = part.branches.iter_mut().find(|branch| branch.id == self.branch) {
            branch.pins.extend(self.exercise.injects.iter().map(|inject| course.pin(inject)));
        }
        let model = if all {
            Model::hearing_all(&part, &self.branch)
        } else {
            Model::new(&part, &self.branch, &[])
        };
        model.map_err(|problem| Refusal::new(Why::Malformed, problem.to_string()))
    }

    /// Returns the setting of a course's world, in which its decisions are fixed.
    #[must_use]
    pub fn setting(&self, model: &Model, course: &Course) -> Setting {
        let choice = |(question, nth, option): &(String, u32, u32)| {
            let question = model.find(&format!("questions/{question}"))?;
            Some(excomm_engine::world::Chosen { question, nth: Some(*nth), option: *option })
        };
        Setting {
            seed: course.seed,
            choices: course.ordered.iter().chain(&course.decided).filter_map(choice).collect(),
            ..Setting::default()
        }
    }

    /// Plays a course up to the question after its last decision, or to the end.
    ///
    /// # Errors
    /// If it does not compile, or the world breaks.
    pub fn play(&self, course: &Course) -> Result<Played, Refusal> {
        let model = self.model(course, true)?;
        let mut session = Session::new(&model, self.setting(&model, course));
        let mut policies = Policies::new(&model);
        let mut answered = Vec::new();
        let mut asked = None;
        while let Stop::Question(pending) = session.advance(Time(i64::MAX)) {
            let id = model.things[pending.question.index()].id.clone();
            let given = course.answer(&id, pending.nth);
            let wanted = self.is_put(&id, pending.nth);
            let open = |option: u32| pending.options.get(option as usize).is_some_and(|(_, o)| *o);
            let answer = match given {
                Some(option) if open(option) => option.into(),
                None if wanted && !course.to_the_end => {
                    let open = pending.options.iter().map(|(_, open)| *open).collect();
                    asked = Some(Asked { question: id, nth: pending.nth, open });
                    break;
                }
                _ => policies.answer(&session),
            };
            let (nth, at) = (pending.nth, session.now());
            let option = answer.option;
            answered.push(Answered { question: id, nth, option, at, by_class: given.is_some() });
            session.answer(answer);
        }
        if let Some(broken) = session.broken() {
            let says = format!("This world cannot be played on: {broken}.");
            return Err(Refusal::new(Why::Malformed, says));
        }
        let mut actors: BTreeSet<&str> = BTreeSet::new();
        actors.extend(self.exercise.roles.iter().map(|role| role.actor.0.as_str()));
        let minds = seen::minds(&session, &model, &actors);
        let heard = minds.iter().map(|(actor, (_, known))| {
            (actor.clone(), excomm_tell::heard::lines(&model, session.log(), known))
        });
        let heard = heard.collect();
        let standing = minds
            .iter()
            .map(|(actor, (thing, _))| (actor.clone(), standing(&session, &model, *thing)));
        let standing = standing.collect();
        let seen = seen::seen(&session, &minds);
        let now = session.now();
        let run = asked.is_none().then(|| (session.setting().clone(), session.finish()));
        let over = run.map(|(setting, run)| Arc::new(over(model, setting, run)));
        Ok(Played { now, asked, heard, standing, seen, answered, over })
    }

    /// Returns whether a question is put to the class when it is put for the n-th time.
    fn is_put(&self, question: &str, nth: u32) -> bool {
        let put = self.exercise.questions.iter().find(|put| *put.question == *question);
        put.is_some_and(|put| nth <= put.at_most.unwrap_or(1))
    }
}

/// Returns how things of which all or their owners hear stand, as an actor has heard.
fn standing(session: &Session, model: &Model, actor: Thing) -> Vec<Standing> {
    use SignKind as S;
    let actor = model.entity(actor);
    let Some(picture) = session.world().get::<Picture>(actor) else { return Vec::new() };
    let shown = |kind: S| matches!(kind, S::Line | S::Pledge | S::Consent | S::Gauge | S::Belief);
    let each =
        (0..).map(excomm_engine::world::SignId).zip(&model.signs).filter_map(|(id, sign)| {
            let seen = picture.of(id);
            let known = shown(sign.kind) && model.hears(actor, id) && seen.at != Time::NEVER;
            known.then_some(Standing { kind: sign.kind, thing: sign.thing, value: seen.value })
        });
    let mut all: Vec<Standing> = each.collect();
    all.sort_by_key(|standing| (standing.kind, standing.thing));
    all
}

fn over(model: Model, setting: Setting, run: Finished) -> Over {
    let id = |thing: Thing| model.things[thing.index()].id.clone();
    Over {
        end: run.end.map(|(end, _)| id(end)),
        at: run.end.map_or(model.span.end, |(_, reached)| reached.at),
        truths: run.truths.iter().map(|(truth, is)| (id(*truth), *is)).collect(),
        story: story(&run, &model),
        model,
        setting,
        run,
    }
}

/// Returns the events of a world that should not be missed.
fn story(run: &Finished, model: &Model) -> Vec<Line> {
    // a question is told by its answer
    let told = |event: &&Event| event.marked && event.key.verb != Verb::Ask;
    let told = run.log.events().iter().filter(told);
    let line = |event: &Event| {
        let says = excomm_engine::world::event_text(event, &model.things)?;
        Some(Line { at: event.at, says, marked: true, topic: None })
    };
    told.filter_map(line).collect()
}
