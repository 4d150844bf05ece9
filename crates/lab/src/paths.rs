//! The path of a branch: does what it is about come about in the way it says?

use std::ops::Range;

use rayon::prelude::*;

use super::play;
use excomm_engine::{
    run::{Finished, path},
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

/// Returns the first of these worlds that goes a way, and how many of them do.
#[must_use]
pub fn walk(
    model: &Model,
    setting: &Setting,
    beginnings: &[String],
    seeds: Range<u64>,
) -> (Option<Walked>, usize) {
    let goes = |seed| {
        let run = play(model, Setting { seed, ..setting.clone() }).whole().ok()?;
        let steps = path(&run.log, &model.things, beginnings)?;
        Some(Walked { seed, run, steps })
    };
    let walked: Vec<u64> =
        seeds.into_par_iter().filter_map(|seed| goes(seed).map(|walked| walked.seed)).collect();
    (walked.first().and_then(|&seed| goes(seed)), walked.len())
}
