//! Hinges: the smallest single change of an answer or of a fact after which another end comes.

use std::{
    cmp::{Ordering, Reverse},
    collections::{BTreeMap, BTreeSet},
};

use rayon::prelude::*;

use super::{
    Design,
    stage::to_the_end,
    stats::Count,
    worlds::{Led, Player},
};
use excomm_engine::{
    run::Stop,
    world::{Chosen, FactId, FactInfo, Model, Setting, Thing, Time},
};

/// How hinges are looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Search {
    /// Worlds that are played as they come, and with each change.
    pub worlds: u64,
    /// Steps into which the range of a fact is cut.
    pub steps: u32,
    /// The share of worlds that must come to another end.
    pub least: f64,
}

/// A single change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change {
    /// A question gets this answer, each time it is put.
    Answer(Chosen),
    /// A fact has this value.
    Fact(FactId, f64),
}

/// What a change does to the worlds that would have come to one end.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Turn {
    /// The change.
    pub change: Change,
    /// How far the fact moves, as a share of its range, on average over these worlds; 0 for answers.
    pub distance: f64,
    /// How many come to another end.
    pub turned: Count,
    /// The ends that come instead, those that come most first.
    pub instead: Vec<(Thing, u64)>,
    /// The first world that comes to another end.
    pub world: u64,
    /// Whether it turns as many as were asked for.
    pub enough: bool,
}

/// What turns one end.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Turns {
    /// The end.
    pub end: Thing,
    /// Worlds that come to it, of those played as they come.
    pub worlds: u64,
    /// Other answers, those that turn most first.
    pub answers: Vec<Turn>,
    /// Facts, each at one value: first those that turn enough, the smallest move first; then the rest
    /// at the value that turns most.
    pub facts: Vec<Turn>,
}

/// What worlds hang on.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Hinges {
    /// What turns each end that is reached, the most frequent end first.
    pub ends: Vec<Turns>,
    /// Worlds that failed, as they come or with a change: they turn nothing.
    pub failed: u64,
}

/// Returns what turns each end that is reached.
///
/// Facts that are not wanted are not tried. A fact is tried at both ends of its range, and in between only if that turns enough worlds of some
/// end. Everything else stays as it is in each world, luck included.
#[must_use]
pub fn hinges(
    model: &Model,
    base: &Setting,
    search: Search,
    wanted: impl Fn(&FactInfo) -> bool,
) -> Hinges {
    let design = Design { runs: search.worlds, lucks: 1 };
    let worlds = (0..search.worlds).into_par_iter();
    let worlds = worlds.map(|world| World::play(model, design.setting(base, world)));
    let found = Found { model, search, worlds: worlds.collect() };
    let answers = found.try_all(found.answers());
    let facts = found.facts(base, wanted);
    let outer = facts.iter().flat_map(|&fact| found.values(fact, true)).collect();
    let mut moved = found.try_all(outer);
    let between: BTreeSet<FactId> =
        moved.iter().filter(|one| found.turns_enough(one)).filter_map(Tried::fact).collect();
    let between = between.iter().flat_map(|&fact| found.values(fact, false)).collect();
    moved.extend(found.try_all(between));
    let mut all: Vec<Turns> = found
        .ends()
        .into_iter()
        .map(|(end, worlds)| Turns {
            end,
            worlds,
            answers: found.answers_of(&answers, end),
            facts: found.facts_of(&moved, end),
        })
        .collect();
    all.sort_by(|a, b| b.worlds.cmp(&a.worlds).then(a.end.cmp(&b.end)));
    let failed = found.worlds.iter().filter(|world| world.failed).count() as u64;
    let tried = answers.iter().chain(&moved).map(|tried| tried.failed).sum::<u64>();
    Hinges { ends: all, failed: failed + tried }
}

/// A world as it comes.
struct World {
    setting: Setting,
    /// The value of each fact.
    facts: Vec<f64>,
    end: Option<Thing>,
    /// The options that were open at some time, by question.
    open: BTreeMap<Thing, BTreeSet<u32>>,
    failed: bool,
}

impl World {
    fn play(model: &Model, setting: Setting) -> World {
        let open = |led: &mut Led| {
            let mut open: BTreeMap<Thing, BTreeSet<u32>> = BTreeMap::new();
            while let Stop::Question(pending) = led.session.advance(Time(i64::MAX)) {
                let options = (0..).zip(&pending.options).filter(|(_, (_, is))| *is);
                open.entry(pending.question).or_default().extend(options.map(|(place, _)| place));
                led.answer();
            }
            open
        };
        let played = Player::new(model).play(without_log(&setting), open).ok();
        let failed = played.is_none();
        let (end, open) = played.map(|(done, open)| (done.end, open)).unwrap_or_default();
        let facts = model.draw_facts(&setting);
        World { facts, setting, end: end.map(|(end, _)| end), open, failed }
    }

    /// Plays it with a change, and returns the end to which it comes.
    ///
    /// # Errors
    /// Why it failed.
    fn end_with(&self, player: &mut Player, change: Change) -> Result<Option<Thing>, String> {
        let mut setting = self.setting.clone();
        match change {
            // an answer that could not be given there changes nothing
            Change::Answer(chosen) => {
                let open = self.open.get(&chosen.question);
                if open.is_none_or(|open| !open.contains(&chosen.option)) {
                    return Ok(self.end);
                }
                setting.choices.push(chosen);
            }
            Change::Fact(fact, value) => _ = setting.facts.insert(fact, value),
        }
        let done = player.play(without_log(&setting), to_the_end);
        done.map(|(done, _)| done.end.map(|(end, _)| end))
    }
}

fn without_log(setting: &Setting) -> Setting {
    Setting { no_log: true, ..setting.clone() }
}

/// A change, and the end of each world with it.
struct Tried {
    change: Change,
    ends: Vec<Option<Thing>>,
    failed: u64,
}

impl Tried {
    fn fact(&self) -> Option<FactId> {
        match self.change {
            Change::Fact(fact, _) => Some(fact),
            Change::Answer(_) => None,
        }
    }
}

/// The worlds as they come, and what is made of them.
struct Found<'m> {
    model: &'m Model,
    search: Search,
    worlds: Vec<World>,
}

impl Found<'_> {
    /// Returns the ends that are reached, and how often.
    fn ends(&self) -> BTreeMap<Thing, u64> {
        let mut ends = BTreeMap::new();
        for end in self.worlds.iter().filter_map(|world| world.end) {
            *ends.entry(end).or_default() += 1;
        }
        ends
    }

    /// Returns all answers that could have been given.
    fn answers(&self) -> Vec<Change> {
        let mut open: BTreeMap<Thing, BTreeSet<u32>> = BTreeMap::new();
        for (&question, options) in self.worlds.iter().flat_map(|world| &world.open) {
            open.entry(question).or_default().extend(options);
        }
        let chosen = |question| move |option| Chosen { question, nth: None, option };
        let each =
            open.into_iter().flat_map(|(question, all)| all.into_iter().map(chosen(question)));
        each.map(Change::Answer).collect()
    }

    /// Returns the facts that can be moved.
    fn facts(&self, base: &Setting, wanted: impl Fn(&FactInfo) -> bool) -> Vec<FactId> {
        let fixed = &self.model.fixed.facts;
        let fixed = |fact: &FactId| base.facts.contains_key(fact) || fixed.contains_key(fact);
        let facts = (0..).map(FactId).zip(&self.model.facts);
        let free = facts.filter(|(id, fact)| fact.pert.is_some() && !fixed(id) && wanted(fact));
        free.map(|(id, _)| id).collect()
    }

    /// Returns the values of a fact that are tried: the ends of its range, or those in between.
    fn values(&self, fact: FactId, outer: bool) -> Vec<Change> {
        let info = &self.model.facts[fact.0 as usize];
        if outer {
            return [info.low, info.high].map(|value| Change::Fact(fact, value)).to_vec();
        }
        let steps = self.search.steps;
        let width = info.high - info.low;
        let step = |i: u32| rounded(info.low + width * f64::from(i) / f64::from(steps));
        (1..steps).map(|i| Change::Fact(fact, step(i))).collect()
    }

    /// Plays all worlds with each of these changes.
    fn try_all(&self, changes: Vec<Change>) -> Vec<Tried> {
        let try_one = |player: &mut Player, change: Change| {
            let mut failed = 0;
            let ends = self.worlds.iter().map(|world| {
                world.end_with(player, change).unwrap_or_else(|_| {
                    // a world that fails has not turned
                    failed += 1;
                    world.end
                })
            });
            Tried { change, ends: ends.collect(), failed }
        };
        changes.into_par_iter().map_init(|| Player::new(self.model), try_one).collect()
    }

    /// Returns what a change does to the worlds that come to an end; none if it turns none of them.
    fn turn(&self, tried: &Tried, end: Thing) -> Option<Turn> {
        let (mut turned, mut distances) = (Count::default(), Vec::new());
        let mut instead: BTreeMap<Thing, u64> = BTreeMap::new();
        let mut first = None;
        let each = (0..).zip(self.worlds.iter().zip(&tried.ends));
        for (place, (world, after)) in each.filter(|(_, (world, _))| world.end == Some(end)) {
            turned.push(*after != Some(end));
            distances.push(self.distance(world, tried.change));
            if let Some(after) = after.filter(|after| *after != end) {
                *instead.entry(after).or_default() += 1;
                first = first.or(Some(place));
            }
        }
        let mut instead: Vec<(Thing, u64)> = instead.into_iter().collect();
        instead.sort_by(|(a, x), (b, y)| y.cmp(x).then(a.cmp(b)));
        Some(Turn {
            change: tried.change,
            distance: super::stats::mean(&distances),
            turned,
            instead,
            world: first?,
            enough: turned.share()? >= self.search.least,
        })
    }

    /// Returns whether a change turns enough of the worlds of some end.
    fn turns_enough(&self, tried: &Tried) -> bool {
        let ends = self.ends();
        let mut turns = ends.keys().filter_map(|&end| self.turn(tried, end));
        turns.any(|turn| turn.enough)
    }

    fn distance(&self, world: &World, change: Change) -> f64 {
        let Change::Fact(fact, value) = change else { return 0.0 };
        let info = &self.model.facts[fact.0 as usize];
        (value - world.facts[fact.0 as usize]).abs() / (info.high - info.low)
    }

    fn answers_of(&self, tried: &[Tried], end: Thing) -> Vec<Turn> {
        let mut turns: Vec<Turn> = tried.iter().filter_map(|one| self.turn(one, end)).collect();
        turns.sort_by_key(|turn| Reverse(turn.turned.hits));
        turns
    }

    fn facts_of(&self, tried: &[Tried], end: Thing) -> Vec<Turn> {
        let mut best: BTreeMap<FactId, Turn> = BTreeMap::new();
        for one in tried {
            let (Some(fact), Some(turn)) = (one.fact(), self.turn(one, end)) else { continue };
            if best.get(&fact).is_none_or(|known| before(&turn, known).is_lt()) {
                best.insert(fact, turn);
            }
        }
        let mut turns: Vec<Turn> = best.into_values().collect();
        turns.sort_by(before);
        turns
    }
}

/// Returns a number with four figures, which can be typed.
fn rounded(value: f64) -> f64 {
    if value == 0.0 {
        return value;
    }
    let scale = libm::pow(10.0, 3.0 - libm::floor(libm::log10(value.abs())));
    libm::round(value * scale) / scale
}

/// Says which of two moves comes first: one that turns enough, the smaller one, the one that turns more.
fn before(a: &Turn, b: &Turn) -> Ordering {
    let more = b.turned.hits.cmp(&a.turned.hits);
    let nearer = a.distance.total_cmp(&b.distance);
    let order = if a.enough { nearer.then(more) } else { more.then(nearer) };
    b.enough.cmp(&a.enough).then(order)
}
