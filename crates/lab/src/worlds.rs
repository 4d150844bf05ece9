//! Worlds of one model, side by side: what is kept of each.

use std::{
    any::Any,
    cell::Cell,
    collections::BTreeMap,
    panic::{self, AssertUnwindSafe, catch_unwind},
};

use super::{Policies, Scene};
use excomm_engine::{
    run::{Finished, Session, Value},
    world::{Chosen, Model, PerOutcome, Setting, Thing, Time},
};

/// What is kept of a world in one branch.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Row {
    /// Which world of the design it is, counted from 0.
    pub world: u64,
    /// Which branch of the study, counted from 0.
    pub side: usize,
    /// The seed of its luck.
    pub seed: u64,
    /// The seed of its facts and truths.
    pub fact_seed: u64,
    /// The value of each fact, in the order of [`Model::facts`]; empty unless somebody receives rows.
    pub facts: Vec<f64>,
    /// Which alternative of each truth was so; empty unless somebody receives rows.
    pub truths: BTreeMap<Thing, usize>,
    /// The answers given, in their order; empty unless somebody receives rows.
    pub choices: Vec<Chosen>,
    /// The end that was reached.
    pub end: Option<Thing>,
    /// The outcomes; none if it failed.
    pub outcomes: PerOutcome<Value>,
    /// The outcome of the fan at the end of each day; empty unless a fan is asked for.
    pub days: Vec<Value>,
    /// How it differs from the same world in the first branch, if branches are compared.
    pub against: Option<Against>,
    /// Why it failed, if it did.
    pub failed: Option<String>,
}

/// How a world differs from the same world in another branch.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Against {
    /// Events that only one of the two has, or that differ.
    pub events: usize,
    /// How each outcome fares.
    pub fates: PerOutcome<Fate>,
}

/// How an outcome fares in a pair of worlds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Nothing that led to it, and nothing that could have brought it, differs: it could not change.
    Identical,
    /// Something that led to it, or could have brought it, differs, and it came out the same.
    Unchanged,
    /// It came out otherwise.
    Changed,
}

impl Row {
    /// Returns the row of a world that is not played yet.
    pub(super) fn of(world: u64, side: usize, setting: &Setting) -> Row {
        Row {
            world,
            side,
            seed: setting.seed,
            fact_seed: setting.fact_seed(),
            facts: Vec::new(),
            truths: BTreeMap::new(),
            choices: Vec::new(),
            end: None,
            outcomes: PerOutcome::default(),
            days: Vec::new(),
            against: None,
            failed: None,
        }
    }

    /// Fills in what came of it.
    pub(super) fn came(&mut self, done: &Finished) {
        self.end = done.end.map(|(end, _)| end);
        self.outcomes = done.outcomes.iter().map(|(_, outcome)| outcome.value).collect();
    }
}

thread_local! {
    /// Whether this thread plays a world, so that a panic is recorded and not shown.
    static PLAYS: Cell<bool> = const { Cell::new(false) };
}

/// Lets worlds that fail be recorded without a word on standard error.
///
/// For the whole process, so it is the program that asks for it.
pub fn hush_failures() {
    let shown = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if !PLAYS.get() {
            shown(panic);
        }
    }));
}

/// Plays one world of a model after another on the same stage, by the policies.
pub(super) struct Player<'m> {
    scene: Scene<'m>,
    policies: Policies<'m>,
}

impl<'m> Player<'m> {
    pub(super) fn new(model: &'m Model) -> Player<'m> {
        Player { scene: Scene::new(model), policies: Policies::new(model) }
    }

    /// Plays a world as `lead` leads it, and returns what came of it and what `lead` saw.
    ///
    /// # Errors
    /// Why the run broke, or what a rule panicked with: the world has failed. After a panic the next one
    /// gets a new stage.
    pub(super) fn play<T>(
        &mut self,
        setting: Setting,
        lead: impl Fn(&mut Led) -> T,
    ) -> Result<(Finished, T), String> {
        PLAYS.set(true);
        let played = catch_unwind(AssertUnwindSafe(|| {
            let mut session = self.scene.begin(setting);
            let seen = lead(&mut Led { session: &mut session, policies: &mut self.policies });
            (self.scene.end(session), seen)
        }));
        PLAYS.set(false);
        let (done, seen) = played.map_err(|cause| reason(cause.as_ref()))?;
        done.whole().map(|done| (done, seen)).map_err(|broken| broken.says)
    }
}

/// A world that is led: its questions are answered by their policies.
pub(super) struct Led<'s, 'm> {
    pub session: &'s mut Session<'m>,
    policies: &'s mut Policies<'m>,
}

impl Led<'_, '_> {
    /// Answers the pending question by its policy.
    pub(super) fn answer(&mut self) {
        let option = self.policies.answer(self.session);
        self.session.answer(option);
    }

    /// Goes on to `until`, answering every question by its policy.
    pub(super) fn play_until(&mut self, until: Time) {
        self.policies.play_until(self.session, until);
    }
}

/// Returns the words of a panic.
fn reason(cause: &(dyn Any + Send)) -> String {
    let text = cause.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| cause.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no reason given".to_owned())
}
