//! Results: the worlds of a study are played block by block, and counted as they come.
//!
//! What is counted is bounded in memory, and adding it up gives the same bits in any order: so
//! results do not depend on threads, nor on how a study is cut into shards.

use std::ops::ControlFlow;

use super::{
    Counting, Design, Effect, Playing, Refused, Row, Side, Study,
    blocks::{blocks, in_blocks},
    compare::Compared,
    stage::{Stage, day_by_day, ends_of_days, to_the_end},
    sweep::Swept,
    worlds::Led,
};
use excomm_engine::{
    run::Value,
    world::{Model, OutcomeId, Setting},
};
use excomm_scenario::check::did_you_mean;

/// What came of a study: what it asked, and what has been counted so far.
pub struct Results<'m> {
    study: Study,
    sides: Vec<Side<'m>>,
    /// The outcomes shown.
    shown: Vec<OutcomeId>,
    /// The outcome of the fan.
    fan: Option<OutcomeId>,
    counted: Counted,
}

/// What has been counted of a study; equal to the bit however its worlds were cut into shards.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counted {
    /// Worlds counted, failed ones included.
    pub worlds: u64,
    /// What came of each branch.
    pub swept: Vec<Swept>,
    /// What each branch after the first changes, if branches are compared.
    pub compared: Vec<Compared>,
    /// Worlds that failed.
    pub failed: Failed,
    /// The first outcome shown that is a yes or no.
    yes_no: Option<OutcomeId>,
}

/// Worlds that failed: a rule gave up in the midst of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Failed {
    /// How many.
    pub worlds: u64,
    /// The first ones, in the order of worlds.
    pub first: Vec<Failure>,
}

/// A world that failed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Failure {
    /// Which world of the design it is.
    pub world: u64,
    /// In which branch, counted from 0.
    pub side: usize,
    /// The seed of its luck.
    pub seed: u64,
    /// The seed of its facts.
    pub fact_seed: u64,
    /// What the rule said.
    pub cause: String,
}

/// How many failures are kept.
const FAILURES: usize = 3;

impl<'m> Results<'m> {
    /// Asks a study of its branches, in their order; nothing is played yet.
    ///
    /// # Errors
    /// If the branches are not those of the study, or an outcome is unknown.
    pub fn new(study: Study, sides: Vec<Side<'m>>) -> Result<Results<'m>, Refused> {
        let study = study.check()?;
        let played: Vec<&str> = sides.iter().map(|side| side.model.branch.as_str()).collect();
        let of_study = |side: &Side| side.base.seed == study.seed && side.base.vary == study.vary;
        let (Some(first), true) = (sides.first(), played == study.played()) else {
            let message = format!("the study does not ask of {}", played.join(", "));
            return Err(Refused { message, hint: "name the branches in the study".to_owned() });
        };
        if !sides.iter().all(of_study) {
            let message = "the worlds have another seed or vary other facts".to_owned();
            return Err(Refused { message, hint: "make the settings from the study".to_owned() });
        }
        let named = |name: &String| named(first.model, name);
        let shown = study.outcomes.iter().map(named).collect::<Result<Vec<_>, _>>()?;
        let fan = study.fan().map(named).transpose()?;
        let mut swept = Vec::new();
        for side in &sides {
            swept.push(Swept::new(side.model, &shown, side.varies()));
        }
        let others = if study.compares() { sides.len() - 1 } else { 0 };
        let compared = vec![Compared::new(&shown, sides.iter().any(Side::varies)); others];
        let counted = Counted { swept, compared, ..Counted::default() };
        Ok(Results { study, sides, shown, fan, counted })
    }

    /// Returns what was asked.
    #[must_use]
    pub fn study(&self) -> &Study {
        &self.study
    }

    /// Returns the outcomes that are shown.
    #[must_use]
    pub fn shown(&self) -> &[OutcomeId] {
        &self.shown
    }

    /// Returns the outcome of the fan, if a fan was asked for.
    #[must_use]
    pub fn fan(&self) -> Option<OutcomeId> {
        self.fan
    }

    /// Returns what has been counted.
    #[must_use]
    pub fn counted(&self) -> &Counted {
        &self.counted
    }

    fn play_led(&mut self, mut playing: Playing, lead: impl Fn(&mut Led) -> Vec<Value> + Sync) {
        let sides = self.sides.clone();
        let stage = Stage {
            sides: &sides,
            design: self.study.design(),
            compare: self.study.compares(),
            full: playing.each.is_some(),
        };
        let all = 0..blocks(self.study.runs);
        let play = |players: &mut Vec<_>, world| {
            let rows = stage.world(players, world, &lead);
            if let Some(tick) = playing.tick {
                tick();
            }
            rows
        };
        let take = |worlds: Vec<Vec<Row>>| {
            let rows: Vec<Row> = worlds.into_iter().flatten().collect();
            self.take(&rows);
            let go_on = playing.each.as_mut().is_none_or(|each| each(&rows).is_continue());
            if go_on && !self.enough() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let these = playing.blocks.take().unwrap_or(all);
        in_blocks(these, stage.design.runs, || stage.players(), play, take);
    }

    /// Counts the worlds of one draw of the facts. A pair of which one world failed is not counted at all.
    fn take_draw(&mut self, draw: &[Row]) {
        let Results { sides, counted, study, .. } = self;
        let worlds = || draw.chunks_exact(sides.len());
        counted.worlds += worlds().len() as u64;
        for world in worlds() {
            counted.failed.take(world);
        }
        let whole = |world: &&[Row]| world.iter().all(|row| row.failed.is_none());
        let kept = |world: &&[Row]| !study.compares() || whole(world);
        for (i, (side, swept)) in sides.iter().zip(&mut counted.swept).enumerate() {
            let rows = worlds().filter(kept).map(|world| &world[i]);
            let rows: Vec<&Row> = rows.filter(|row| row.failed.is_none()).collect();
            swept.take(side.model, &rows);
        }
        for (i, compared) in counted.compared.iter_mut().enumerate() {
            let pairs: Vec<(&Row, &Row)> =
                worlds().filter(whole).map(|world| (&world[0], &world[i + 1])).collect();
            compared.take(sides[0].model, &pairs);
        }
    }

    /// Adds what another shard of the same study counted.
    ///
    /// # Errors
    /// If it is another study.
    pub fn merge(&mut self, other: &Results) -> Result<(), Refused> {
        if self.study != other.study {
            return Err(Refused {
                message: "these are results of different studies".to_owned(),
                hint: "merge shards of one study only".to_owned(),
            });
        }
        let (ours, theirs) = (&mut self.counted, &other.counted);
        ours.worlds += theirs.worlds;
        for (ours, theirs) in ours.swept.iter_mut().zip(&theirs.swept) {
            ours.merge(theirs);
        }
        for (ours, theirs) in ours.compared.iter_mut().zip(&theirs.compared) {
            ours.merge(theirs);
        }
        ours.failed.merge(&theirs.failed);
        ours.yes_no = ours.yes_no.or(theirs.yes_no);
        Ok(())
    }

    /// Returns what a branch changes in one of the outcomes shown, against the first branch; `other` counts
    /// the branches after the first from 0.
    #[must_use]
    pub fn effect(&self, other: usize, outcome: OutcomeId) -> Effect {
        let Counted { swept, compared, .. } = &self.counted;
        compared[other].effect(&swept[0], &swept[other + 1], outcome)
    }
}

impl Counting for Results<'_> {
    fn branches(&self) -> usize {
        self.sides.len()
    }

    fn play(&mut self, playing: Playing) {
        let days = self.sides.first().map_or_else(Vec::new, |s| ends_of_days(&s.model.span));
        match self.fan {
            None => self.play_led(playing, to_the_end),
            Some(outcome) => self.play_led(playing, |session| day_by_day(session, outcome, &days)),
        }
    }

    fn take(&mut self, rows: &[Row]) {
        let sides = self.sides.len();
        for draw in rows.chunks(self.study.design().lucks as usize * sides) {
            self.take_draw(draw);
        }
        let mut came = rows.iter().filter(|row| row.failed.is_none());
        if let (None, Some(row)) = (self.counted.yes_no, came.next()) {
            let yes_no = |&&shown: &&OutcomeId| matches!(row.outcomes[shown], Value::YesNo(_));
            self.counted.yes_no = self.shown.iter().find(yes_no).copied();
        }
    }

    fn enough(&self) -> bool {
        let Counted { swept, yes_no, .. } = &self.counted;
        let narrow = |width: f64| swept.iter().all(|swept| swept.width(*yes_no) < width);
        self.study.until_width.is_some_and(narrow)
    }
}

impl Failed {
    /// Counts a world that failed in some branch.
    fn take(&mut self, world: &[Row]) {
        let failure = |row: &Row| {
            let cause = row.failed.clone()?;
            let Row { world, side, seed, fact_seed, .. } = *row;
            Some(Failure { world, side, seed, fact_seed, cause })
        };
        if let Some(first) = world.iter().find_map(failure) {
            self.worlds += 1;
            self.first.push(first);
            self.first.truncate(FAILURES);
        }
    }

    fn merge(&mut self, other: &Failed) {
        self.worlds += other.worlds;
        self.first.extend(other.first.iter().cloned());
        self.first.sort();
        self.first.truncate(FAILURES);
    }
}

/// Returns the outcome with this name.
fn named(model: &Model, name: &String) -> Result<OutcomeId, Refused> {
    let names = || model.outcome_names();
    model.find_outcome(name).ok_or_else(|| Refused {
        message: format!("there is no outcome `{name}`"),
        hint: did_you_mean(name, names())
            .unwrap_or_else(|| format!("there are {}", names().collect::<Vec<_>>().join(", "))),
    })
}

/// Plays the worlds of a design and returns what came of each that did not fail, in their order, and how many
/// failed.
#[must_use]
pub fn rows(model: &Model, base: &Setting, design: &Design) -> (Vec<Row>, u64) {
    let sides = [Side { model, base }];
    let stage = Stage { sides: &sides, design: *design, compare: false, full: false };
    let mut rows = Vec::new();
    in_blocks(
        0..blocks(design.runs),
        design.runs,
        || stage.players(),
        |players, world| stage.world(players, world, to_the_end),
        |worlds| {
            rows.extend(worlds.into_iter().flatten().filter(|row| row.failed.is_none()));
            ControlFlow::Continue(())
        },
    );
    let failed = design.runs - rows.len() as u64;
    (rows, failed)
}

#[cfg(test)]
mod tests;

/// Plays the worlds of a design in the thread of its caller; those that failed are among them.
pub(super) fn rows_here(model: &Model, base: &Setting, design: &Design) -> Vec<Row> {
    let sides = [Side { model, base }];
    let stage = Stage { sides: &sides, design: *design, compare: false, full: false };
    let mut players = stage.players();
    let play = |world| stage.world(&mut players, world, to_the_end);
    (0..design.runs).flat_map(play).collect()
}
