//! Judging a decision over the worlds that the decider could not know apart.
//!
//! Each option is chosen in all of these worlds, with the same luck for all options. So a decision is
//! compared with what else could have been decided, and what came of it with what could have come.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::{
    Compared, Design, Effect, Row, Scene, Summary, Swept, number,
    policies::{Policies, with_answers},
    replay::{Decision, KeptDraws, Replay, Step},
    stats::Count,
};
use excomm_engine::{
    run::{Broken, Value},
    world::{FactId, Model, Setting, Thing, Time, Vary},
};

/// A decision, judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Who decides.
    pub decider: Thing,
    /// When the question is put.
    pub at: Time,
    /// Its options, in their order.
    pub options: Vec<Judgement>,
    /// What is chosen in the world that is judged, counted from 0.
    pub chosen: usize,
    /// What history chose, counted from 0.
    pub history: Option<usize>,
    /// The outcomes, in the order of their names.
    pub outcomes: Vec<Thing>,
    /// What came of the world that is judged: its outcomes, in that order.
    pub came: Vec<Value>,
    /// Draws of facts and truths in which the decider knows the same.
    pub kept: Count,
    /// How much was drawn anew.
    pub step: Step,
    /// How many draws were kept with facts drawn anew, if that was tried.
    pub kept_with_facts: Option<u64>,
    /// Facts that differ between the worlds.
    pub free: usize,
    /// Facts that would differ, but had a hand in what the decider knows.
    pub held: usize,
    /// What the decider holds likely of hidden truths, and how often it is so.
    pub hypotheses: Vec<Hypothesis>,
    /// The worlds of each option that can be chosen, and which of them share a draw.
    pub design: Design,
}

/// An option of a decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// The option.
    pub option: Thing,
    /// What came in each world; none if it could not be chosen.
    pub rows: Option<Vec<Row>>,
}

/// A hidden truth on which the decider has a belief.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hypothesis {
    /// The truth.
    pub truth: Thing,
    /// The alternative that is held likely or not, counted from 0.
    pub alternative: usize,
    /// How likely it is held.
    pub odds: f64,
    /// In how many of the draws that are kept it is so.
    pub so: Count,
}

/// Why a decision cannot be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotJudged {
    /// The question is not put in this world, or not so often.
    NotPut,
    /// Too few worlds are one to the decider: so many draws of so many.
    TooFew(Count),
    /// A world could not be played to its end.
    Broken(Broken),
}

/// Judges the decision that is made in a world of a model.
///
/// `vary` says which facts may differ in the other worlds. Questions after it are answered by their
/// policies; one that looks ahead answers as in history, or with the first option that can be chosen.
///
/// # Errors
/// If the question is not put, fewer than two draws of facts and truths are kept, or a world breaks.
pub fn judge<'m>(
    model: &'m Model,
    world: &Setting,
    decision: Decision,
    vary: Vary,
    design: &Design,
) -> Result<Judged, NotJudged> {
    let mut scene = Scene::new(model);
    let mut session = scene.begin(Setting { no_log: true, ..world.clone() });
    Policies::new(model).play_until(&mut session, Time(i64::MAX));
    let done = scene.end(session).whole().map_err(NotJudged::Broken)?;
    let place = done.answered.iter().position(|answer| decision.answered_by(answer));
    let place = place.ok_or(NotJudged::NotPut)?;
    let base = with_answers(world, &done.answered[..place]);
    let replay = Replay::new(&mut scene, &base, decision, vary).ok_or(NotJudged::NotPut)?;

    let draws = design.runs.div_ceil(design.lucks.max(1));
    let KeptDraws { draws: kept, step, kept_with_facts } = replay.kept(draws, |step| {
        let keeps =
            |scene: &mut Scene<'m>, draw: u64| replay.keeps(scene, draw, step).then_some(draw);
        let each = (0..draws).into_par_iter().map_init(|| Scene::new(model), keeps);
        each.flatten().collect()
    });
    let count = Count { hits: kept.len() as u64, trials: draws };
    if kept.len() < 2 {
        return Err(NotJudged::TooFew(count));
    }
    let design = Design { runs: count.hits * design.lucks, lucks: design.lucks };
    let rows = |option: u32| {
        let play = |scene: &mut Scene<'m>, world: u64| {
            let draw = kept[(world / design.lucks) as usize];
            let luck = draw * design.lucks + world % design.lucks;
            let setting = replay.setting(luck, draw, step, Some(option));
            let mut row = Row::of(world, option as usize, &setting);
            row.came(&scene.play(setting).whole()?);
            Ok(row)
        };
        (0..design.runs).into_par_iter().map_init(|| Scene::new(model), play).collect()
    };
    let open: Vec<u32> = replay.open().collect();
    let judgement = |(i, (option, _)): (u32, &(Thing, bool))| {
        let rows = open.contains(&i).then(|| rows(i)).transpose()?;
        Ok(Judgement { option: *option, rows })
    };
    let options = (0..).zip(&replay.pending.options).map(judgement);
    let options = options.collect::<Result<_, Broken>>().map_err(NotJudged::Broken)?;
    let (free, held) = facts(model, &replay, vary, step);
    Ok(Judged {
        decider: replay.view.decider,
        at: replay.view.at,
        options,
        chosen: done.answered[place].option as usize,
        history: replay.pending.history,
        outcomes: done.outcomes.iter().map(|known| known.outcome).collect(),
        came: done.outcomes.iter().map(|known| known.value).collect(),
        kept: count,
        step,
        kept_with_facts,
        free,
        held,
        hypotheses: hypotheses(&replay, &kept, step),
        design,
    })
}

/// Counts the facts that differ between the worlds, and those that would but for what is known.
fn facts(model: &Model, replay: &Replay, vary: Vary, step: Step) -> (usize, usize) {
    if step == Step::Truths {
        return (0, 0);
    }
    let varied = |fact: &FactId| {
        let fact = &model.facts[fact.0 as usize];
        vary.covers(fact.knowledge) && fact.pert.is_some()
    };
    let all = (0..model.facts.len() as u32).map(FactId).filter(varied).count();
    let held = replay.held.keys().filter(|fact| varied(fact)).count();
    (all - held, held)
}

fn hypotheses(replay: &Replay, kept: &[u64], step: Step) -> Vec<Hypothesis> {
    let truths: Vec<_> = kept.iter().map(|&d| replay.setting(d, d, step, None).truths).collect();
    let each = replay.believed.iter().map(|(&truth, &(alternative, odds))| {
        let so = truths.iter().filter(|truths| truths.get(&truth) == Some(&alternative));
        let so = Count { hits: so.count() as u64, trials: kept.len() as u64 };
        Hypothesis { truth, alternative, odds, so }
    });
    each.collect()
}

impl Judged {
    /// Returns what an option would bring, by the outcome at this place in the order of their names;
    /// none if it could not be chosen.
    #[must_use]
    pub fn prospect(&self, model: &Model, option: usize, outcome: usize) -> Option<Summary> {
        Some(self.swept(model, option, outcome)?.summary(0))
    }

    /// Returns what a second option does to an outcome, against a first; none if one of them could not
    /// be chosen.
    #[must_use]
    pub fn effect(
        &self,
        model: &Model,
        [first, second]: [usize; 2],
        outcome: usize,
    ) -> Option<Effect> {
        let mut compared = Compared::new(1, true);
        let draws = self.draws(first)?.zip(self.draws(second)?);
        for (first, second) in draws {
            let pairs: Vec<(&Row, &Row)> = first.iter().zip(second).collect();
            compared.take(model, &pairs, &[outcome]);
        }
        let [first, second] = [first, second].map(|option| self.swept(model, option, outcome));
        Some(compared.effect(&first?, &second?, 0))
    }

    /// Returns in what share of the worlds with the option that was chosen an outcome is less than it
    /// came, or earlier, and in what share it is more, or later.
    #[must_use]
    pub fn below_and_above(&self, model: &Model, outcome: usize) -> Option<(f64, f64)> {
        let came = number(model, *self.came.get(outcome)?);
        let rows = self.rows(self.chosen)?;
        let share = |way: Ordering| {
            let is = |row: &&Row| number(model, row.outcomes[outcome]).total_cmp(&came) == way;
            rows.iter().filter(is).count() as f64 / rows.len() as f64
        };
        Some((share(Ordering::Less), share(Ordering::Greater)))
    }

    /// Returns the place of the option with the best mean of an outcome, but for the one that was
    /// chosen; the first of several. None if nothing else could be chosen.
    #[must_use]
    pub fn best_other(&self, model: &Model, outcome: usize, less: bool) -> Option<usize> {
        let mean = |option: usize| {
            let mean = self.swept(model, option, outcome)?.values(0).mean()?;
            Some((if less { -mean } else { mean }, option))
        };
        let means = (0..self.options.len()).filter(|&i| i != self.chosen).filter_map(mean);
        let best = means.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.map(|(_, option)| option)
    }

    fn rows(&self, option: usize) -> Option<&[Row]> {
        self.options.get(option)?.rows.as_deref()
    }

    /// Returns the worlds with an option, cut into the draws of facts and truths.
    fn draws(&self, option: usize) -> Option<impl Iterator<Item = &[Row]>> {
        Some(self.rows(option)?.chunks(self.design.lucks.max(1) as usize))
    }

    /// Counts an outcome over all worlds with an option.
    fn swept(&self, model: &Model, option: usize, outcome: usize) -> Option<Swept> {
        let mut swept = Swept::new(model, 1, true);
        for draw in self.draws(option)? {
            swept.take(model, &draw.iter().collect::<Vec<_>>(), &[outcome]);
        }
        Some(swept)
    }
}
