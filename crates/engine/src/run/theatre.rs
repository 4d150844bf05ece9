//! A world and its rules, made once and used for one run after another.

use bevy_ecs::prelude::*;

use super::Session;
use crate::{
    rules::{self, Dispatch, Rule},
    world::{Label, Model, Setting, Stage, ending::Reached},
};

/// A world and its rules, made once and used for one run after another.
pub struct Theatre<'m> {
    pub(super) stage: Stage<'m>,
    pub(super) dispatch: Dispatch,
    pub(super) reached: QueryState<(&'static Label, &'static Reached)>,
}

impl<'m> Theatre<'m> {
    /// Makes the world and the rules of a model ready.
    #[must_use]
    pub fn new(model: &'m Model) -> Theatre<'m> {
        Theatre::with_rules(model, rules::all())
    }

    /// Makes the world of a model ready for these rules, in the order in which they are to answer.
    #[must_use]
    pub fn with_rules<'a>(model: &'m Model, rules: impl Iterator<Item = &'a Rule>) -> Theatre<'m> {
        let mut stage = Stage::new(model);
        let dispatch = Dispatch::of(rules, &mut stage.world);
        let reached = stage.world.query();
        Theatre { stage, dispatch, reached }
    }

    /// Begins a run in a setting.
    #[must_use]
    pub fn begin(mut self, setting: Setting) -> Session<'m> {
        let run = self.stage.set(&setting);
        Session::begun(self, setting, run)
    }
}
