//! Pairs of worlds with the same luck and the same facts: what one change does to each outcome.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::{
    Design, Row,
    bands::{number, restricted},
    stats::{Bootstrap, FactDraw, TwoBands, two_bands},
    worlds::Player,
};
use crate::{
    run::{Finished, OutcomeValue, Value, changed, touched},
    world::{EventId, Model, Setting, Thing},
};

/// What is played: a model and what holds in all of its worlds.
#[derive(Clone, Copy)]
pub struct Side<'m> {
    /// The model.
    pub model: &'m Model,
    /// What holds in all its worlds.
    pub base: &'m Setting,
}

/// How an outcome fares in a pair of worlds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// No event that led to it differs: it could not change.
    Identical,
    /// Something that led to it differs, and it came out the same.
    Unchanged,
    /// It came out otherwise.
    Changed,
}

/// Two worlds with the same luck and the same facts.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Which world of the design it is.
    pub world: u64,
    /// The first.
    pub first: Row,
    /// The second.
    pub second: Row,
    /// Events that only one of the two has, or that differ.
    pub events: usize,
    /// How each outcome fares, in the order of their names.
    pub fates: Vec<Fate>,
}

/// Plays the worlds of a design on both sides and returns the pairs, in their order.
///
/// Both sides must come from the same scenario, so that events have the same names.
#[must_use]
pub fn pairs(first: Side, second: Side, design: &Design) -> Vec<Pair> {
    let players = || (Player::new(first.model), Player::new(second.model));
    let play = |(a, b): &mut (Player, Player), world| {
        let a = a.play(design.setting(first.base, world));
        let b = b.play(design.setting(second.base, world));
        pair(world, &a, &b)
    };
    (0..design.runs).into_par_iter().map_init(players, play).collect()
}

fn pair(world: u64, a: &Finished, b: &Finished) -> Pair {
    let differ = changed(&a.log, &b.log);
    let (in_a, in_b) = (touched(&a.log, &differ), touched(&b.log, &differ));
    let led = |touched: &[bool], by: EventId| touched.get(by.0 as usize).copied().unwrap_or(false);
    let fate = |(x, y): (&OutcomeValue, &OutcomeValue)| {
        if x.value != y.value {
            Fate::Changed
        } else if led(&in_a, x.by) || led(&in_b, y.by) {
            Fate::Unchanged
        } else {
            Fate::Identical
        }
    };
    let fates = a.outcomes.iter().zip(&b.outcomes).map(fate).collect();
    Pair { world, first: a.into(), second: b.into(), events: differ.len(), fates }
}

/// What a change does to one outcome, over pairs of worlds.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The outcome.
    pub outcome: Thing,
    /// Mean in the first worlds: days from the start for a date (never counts as the end of the
    /// clock: the restricted mean), a share for yes or no, the number otherwise.
    pub first: f64,
    /// Mean in the second worlds.
    pub second: f64,
    /// Second less first: what we do not know, and how well it was computed. None if there are too
    /// few worlds.
    pub difference: Option<TwoBands>,
    /// Share of worlds in which a date never comes, on both sides.
    pub never: (f64, f64),
    /// Pairs in which it rose, comes later, or is yes instead of no.
    pub up: usize,
    /// Pairs in which it fell, comes earlier, or is no instead of yes.
    pub down: usize,
    /// Pairs in which nothing that led to it differs.
    pub identical: usize,
    /// Pairs.
    pub pairs: usize,
    /// Share of the variance of the difference that pairing saved: 1 - var(b - a) / (var a + var b).
    pub saved: f64,
}

/// Returns the effect on each outcome, in the order of their names.
#[must_use]
pub fn effects(model: &Model, outcomes: &[Thing], pairs: &[Pair], design: &Design) -> Vec<Effect> {
    let each = outcomes.iter().enumerate();
    each.map(|(i, &outcome)| effect(model, outcome, i, pairs, design)).collect()
}

fn effect(model: &Model, outcome: Thing, i: usize, pairs: &[Pair], design: &Design) -> Effect {
    let of = |row: &Row| restricted(model, row.outcomes[i]);
    let first: Vec<f64> = pairs.iter().map(|pair| of(&pair.first)).collect();
    let second: Vec<f64> = pairs.iter().map(|pair| of(&pair.second)).collect();
    let none = |side: fn(&Pair) -> &Row| {
        let none = |pair: &&Pair| side(pair).outcomes[i] == Value::Date(None);
        pairs.iter().filter(none).count() as f64 / pairs.len() as f64
    };
    let never = (none(|pair| &pair.first), none(|pair| &pair.second));
    let exact = |row: &Row| number(model, row.outcomes[i]);
    let moved = |way: Ordering| {
        let moves = |pair: &&Pair| exact(&pair.second).total_cmp(&exact(&pair.first)) == way;
        pairs.iter().filter(moves).count()
    };
    let difference: Vec<f64> = first.iter().zip(&second).map(|(a, b)| b - a).collect();
    let draws: Vec<FactDraw> = design.draws(&difference).map(FactDraw::of_values).collect();
    let spread = super::stats::variance;
    let apart = spread(&first) + spread(&second);
    Effect {
        outcome,
        first: super::stats::mean(&first),
        second: super::stats::mean(&second),
        difference: two_bands(&draws, Bootstrap::default()),
        never,
        up: moved(Ordering::Greater),
        down: moved(Ordering::Less),
        identical: pairs.iter().filter(|pair| pair.fates[i] == Fate::Identical).count(),
        pairs: pairs.len(),
        saved: if apart > 0.0 { 1.0 - spread(&difference) / apart } else { 0.0 },
    }
}

/// Returns by how much an outcome differs in each pair, as [`Effect`] counts it.
#[must_use]
pub fn differences(model: &Model, outcome: usize, pairs: &[Pair]) -> Vec<f64> {
    let of = |row: &Row| restricted(model, row.outcomes[outcome]);
    pairs.iter().map(|pair| of(&pair.second) - of(&pair.first)).collect()
}

/// Returns the most telling pairs for an outcome: those in which it moves most, with as little else
/// changed as possible.
#[must_use]
pub fn telling<'p>(model: &Model, outcome: usize, pairs: &'p [Pair], n: usize) -> Vec<&'p Pair> {
    let moved = differences(model, outcome, pairs).into_iter().map(f64::abs).zip(pairs);
    let mut sorted: Vec<(f64, &Pair)> = moved.filter(|(moved, _)| *moved > 0.0).collect();
    sorted.sort_by(|(a, left), (b, right)| {
        b.total_cmp(a).then(left.events.cmp(&right.events)).then(left.world.cmp(&right.world))
    });
    sorted.into_iter().map(|(_, pair)| pair).take(n).collect()
}
