//! What a branch changes, counted over pairs of worlds with the same luck and the same facts.

use std::{cmp::Ordering, collections::BTreeMap};

use super::{
    Fate, Row,
    bands::{number, restricted},
    stats::{
        Draws, Estimate, FactDraw, Interval, Measure, Moments, Range, Sketch, TwoBands,
        paired_difference, worth,
    },
    sweep::Swept,
};
use excomm_engine::{
    run::Value,
    world::{Model, OutcomeId, PerOutcome},
};

/// What a change does to one outcome, over pairs of worlds.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// Mean in the first worlds: days from the start for a date (never counts as the end of the
    /// clock: the restricted mean), a share for yes or no, the number otherwise.
    pub first: f64,
    /// Mean in the second worlds.
    pub second: f64,
    /// Second less first: what we do not know, and how well it was computed. None if there are too
    /// few worlds.
    pub difference: Option<TwoBands>,
    /// How the differences are spread over worlds.
    pub spread: Sketch,
    /// Share of worlds in which a date never comes, on both sides.
    pub never: (f64, f64),
    /// Pairs in which it rose, comes later, or is yes instead of no.
    pub up: u64,
    /// Pairs in which it fell, comes earlier, or is no instead of yes.
    pub down: u64,
    /// Pairs in which nothing that led to it, or could have brought it, differs.
    pub identical: u64,
    /// Pairs.
    pub pairs: u64,
    /// Draws of the facts: pairs that share one are no independent trials.
    pub fact_draws: u64,
    /// Share of the variance of the difference that pairing saved: 1 - var(b - a) / (var a + var b).
    pub saved: f64,
    /// The worlds in which it differs most, with as little else changed as possible.
    pub telling: Vec<u64>,
}

/// How many of the most telling worlds are kept.
const TELLING: usize = 3;

/// A world in which an outcome differs.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Telling {
    by: f64,
    events: usize,
    world: u64,
}

/// What is counted of what a branch changes in one outcome.
#[derive(Debug, Clone, PartialEq, Default)]
struct Outcome {
    yes_no: bool,
    values: Moments,
    draws: Draws,
    spread: Sketch,
    dateless: (u64, u64),
    up: u64,
    down: u64,
    identical: u64,
    telling: Vec<Telling>,
}

impl Outcome {
    fn take(&mut self, model: &Model, draw: &[(&Row, &Row)], outcome: OutcomeId) {
        let mut values = Vec::with_capacity(draw.len());
        let yes_no = |row: &Row| matches!(row.outcomes[outcome], Value::YesNo(_));
        self.yes_no |= draw.first().is_some_and(|(first, _)| yes_no(first));
        for (first, second) in draw {
            let (a, b) = (first.outcomes[outcome], second.outcomes[outcome]);
            match number(model, b).total_cmp(&number(model, a)) {
                Ordering::Greater => self.up += 1,
                Ordering::Less => self.down += 1,
                Ordering::Equal => {}
            }
            self.dateless.0 += u64::from(a == Value::Date(None));
            self.dateless.1 += u64::from(b == Value::Date(None));
            let value = restricted(model, b) - restricted(model, a);
            let against = second.against.as_ref();
            let same = |fates: &PerOutcome<Fate>| fates.get(outcome) == Some(&Fate::Identical);
            self.identical += u64::from(against.is_some_and(|against| same(&against.fates)));
            if value != 0.0 {
                let events = against.map_or(0, |against| against.events);
                self.telling.push(Telling { by: value.abs(), events, world: second.world });
            }
            self.values.push(value);
            self.spread.push(value);
            values.push(value);
        }
        if values.len() > 1 {
            self.draws.push(FactDraw::of_values(&values));
        }
        self.keep_most_telling();
    }

    fn merge(&mut self, other: &Outcome) {
        self.yes_no |= other.yes_no;
        self.values.merge(&other.values);
        self.draws.merge(&other.draws);
        self.spread.merge(&other.spread);
        self.dateless.0 += other.dateless.0;
        self.dateless.1 += other.dateless.1;
        self.up += other.up;
        self.down += other.down;
        self.identical += other.identical;
        self.telling.extend(&other.telling);
        self.keep_most_telling();
    }

    /// Returns the mean difference.
    ///
    /// Of yes or no only the pairs that differ tell how sure it is, and none that does is no proof
    /// that none would.
    fn difference(&self, drawn: bool) -> Option<TwoBands> {
        let (value, variance) = (self.values.mean()?, self.values.variance()?);
        let bands = self.draws.two_bands(Measure::Number)?;
        let pairs = self.values.count();
        let error = if drawn { bands.error } else { (variance / pairs as f64).sqrt() };
        let interval = if self.yes_no {
            let [up, down] = [self.up, self.down].map(|n| n as f64 / pairs as f64);
            let of_one = up + down - value * value;
            let worth =
                if drawn { worth(of_one, error, self.draws.count(), pairs) } else { pairs as f64 };
            paired_difference(up, down, worth, 0.95)
        } else {
            bands.answer.interval
        };
        let answer = Estimate { value, interval };
        if !drawn {
            return Some(TwoBands::of_luck(answer, error));
        }
        let shares = if self.yes_no { Range::Between(-1.0, 1.0) } else { Range::Anywhere };
        let within = |Estimate { value, interval }: Estimate| {
            let [low, high] = [interval.low, interval.high].map(|end| shares.nearest(end));
            Estimate { value, interval: Interval { low, high } }
        };
        let (low, high) = (within(bands.low), within(bands.high));
        Some(TwoBands { low, high, ..bands }.about(answer))
    }

    fn keep_most_telling(&mut self) {
        self.telling.sort_by(|a, b| {
            b.by.total_cmp(&a.by).then(a.events.cmp(&b.events)).then(a.world.cmp(&b.world))
        });
        self.telling.truncate(TELLING);
    }
}

/// What is counted of what one branch changes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Compared {
    /// Whether facts differ between draws.
    drawn: bool,
    pairs: u64,
    fact_draws: u64,
    outcomes: BTreeMap<OutcomeId, Outcome>,
}

impl Compared {
    /// Begins with nothing counted of these outcomes; `drawn` says whether facts differ between draws.
    pub(super) fn new(outcomes: &[OutcomeId], drawn: bool) -> Compared {
        let outcomes = outcomes.iter().map(|&id| (id, Outcome::default())).collect();
        Compared { drawn, pairs: 0, fact_draws: 0, outcomes }
    }

    /// Counts the pairs of one draw of the facts.
    pub(super) fn take(&mut self, model: &Model, draw: &[(&Row, &Row)]) {
        self.pairs += draw.len() as u64;
        self.fact_draws += u64::from(!draw.is_empty());
        for (&outcome, sums) in &mut self.outcomes {
            sums.take(model, draw, outcome);
        }
    }

    pub(super) fn merge(&mut self, other: &Compared) {
        self.pairs += other.pairs;
        self.fact_draws += other.fact_draws;
        for (ours, theirs) in self.outcomes.values_mut().zip(other.outcomes.values()) {
            ours.merge(theirs);
        }
    }

    /// Sums up what changes in an outcome, given what came of the two branches.
    pub(super) fn effect(&self, first: &Swept, second: &Swept, outcome: OutcomeId) -> Effect {
        let sums = &self.outcomes[&outcome];
        let (first, second) = (first.values(outcome), second.values(outcome));
        let mean = |values: &Moments| values.mean().unwrap_or(f64::NAN);
        let variance = |values: &Moments| values.variance().unwrap_or(f64::NAN);
        let apart = variance(first) + variance(second);
        let share = |n: u64| n as f64 / self.pairs as f64;
        Effect {
            first: mean(first),
            second: mean(second),
            difference: sums.difference(self.drawn),
            spread: sums.spread.clone(),
            never: (share(sums.dateless.0), share(sums.dateless.1)),
            up: sums.up,
            down: sums.down,
            identical: sums.identical,
            pairs: self.pairs,
            fact_draws: self.fact_draws,
            saved: if apart > 0.0 { 1.0 - variance(&sums.values) / apart } else { 0.0 },
            telling: sums.telling.iter().map(|telling| telling.world).collect(),
        }
    }
}
