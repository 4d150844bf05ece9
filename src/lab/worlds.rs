//! Worlds of one model, side by side.

use rayon::prelude::*;

use super::Design;
use crate::{
    run::{Finished, Theatre, Value},
    world::{Model, Setting, Thing, Time},
};

/// What is kept of a world: its end and its outcomes, in the order of their names.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The end that was reached.
    pub end: Option<Thing>,
    /// The outcomes.
    pub outcomes: Vec<Value>,
}

impl From<&Finished> for Row {
    fn from(done: &Finished) -> Row {
        let outcomes = done.outcomes.iter().map(|outcome| outcome.value).collect();
        Row { end: done.end.map(|(end, _)| end), outcomes }
    }
}

/// Plays one world of a model after another on the same stage.
pub(super) struct Player<'m> {
    model: &'m Model,
    theatre: Option<Theatre<'m>>,
}

impl<'m> Player<'m> {
    pub(super) fn new(model: &'m Model) -> Player<'m> {
        Player { model, theatre: None }
    }

    pub(super) fn play(&mut self, setting: Setting) -> Finished {
        let free = self.theatre.take().unwrap_or_else(|| Theatre::new(self.model));
        let mut session = free.begin(setting);
        session.play_until(Time(i64::MAX));
        let (done, free) = session.close();
        self.theatre = Some(free);
        done
    }
}

/// Plays the worlds of a design and returns what came of each, in their order.
#[must_use]
pub fn rows(model: &Model, base: &Setting, design: &Design) -> Vec<Row> {
    let play = |player: &mut Player, world| {
        let setting = Setting { no_log: true, ..design.setting(base, world) };
        Row::from(&player.play(setting))
    };
    (0..design.runs).into_par_iter().map_init(|| Player::new(model), play).collect()
}
