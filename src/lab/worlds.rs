//! Worlds of one model, one a seed.

use std::ops::Range;

use rayon::prelude::*;

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

impl From<Finished> for Row {
    fn from(done: Finished) -> Row {
        let outcomes = done.outcomes.iter().map(|outcome| outcome.value).collect();
        Row { end: done.end.map(|(end, _)| end), outcomes }
    }
}

/// Plays one world a seed and returns what came of each, in the order of the seeds.
#[must_use]
pub fn rows<'m>(model: &'m Model, setting: &Setting, seeds: Range<u64>) -> Vec<Row> {
    let play = |theatre: &mut Option<Theatre<'m>>, seed| {
        let free = theatre.take().unwrap_or_else(|| Theatre::new(model));
        let mut session = free.begin(Setting { seed, no_log: true, ..setting.clone() });
        session.play_until(Time(i64::MAX));
        let (done, free) = session.close();
        *theatre = Some(free);
        done.into()
    };
    seeds.into_par_iter().map_init(|| None, play).collect()
}
