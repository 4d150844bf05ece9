//! The path of a branch: does what it is about come about in the way it says?

use std::ops::Range;

use rayon::prelude::*;

use super::play;
use excomm_engine::{
    run::{Broken, Finished, path},
    world::{EventId, Model, Setting},
};

/// A world that went the way of a branch.
#[derive(Debug)]
pub struct Walked {
    /// Its seed.
    pub seed: u64,
    /// The run.
    pub run: Finished,
    /// The events of the path, each among what led to the next.
    pub steps: Vec<EventId>,
}

/// The worlds that go the way of a branch.
#[derive(Debug)]
#[non_exhaustive]
pub struct Ways {
    /// The first of them.
    pub first: Option<Walked>,
    /// How many they are.
    pub gone: usize,
    /// Worlds that failed: they go no way.
    pub failed: usize,
}

/// Returns which of these worlds go a way.
#[must_use]
pub fn walk(model: &Model, setting: &Setting, beginnings: &[String], seeds: Range<u64>) -> Ways {
    let play = |seed| play(model, Setting { seed, ..setting.clone() });
    let goes = |run: Finished, seed| {
        let steps = path(&run.log, &model.things, beginnings)?;
        Some(Walked { seed, run, steps })
    };
    let tried = seeds.into_par_iter().map(|seed| {
        let whole = play(seed).whole();
        (seed, whole.map(|run| goes(run, seed).is_some()))
    });
    let tried: Vec<(u64, Result<bool, Broken>)> = tried.collect();
    let all_gone = || tried.iter().filter(|(_, went)| matches!(went, Ok(true)));
    Ways {
        first: all_gone().next().and_then(|&(seed, _)| goes(play(seed), seed)),
        gone: all_gone().count(),
        failed: tried.iter().filter(|(_, went)| went.is_err()).count(),
    }
}
