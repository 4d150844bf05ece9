//! Judging a decision over the worlds that the decider could not know apart.
//!
//! Each option is chosen in all of these worlds, with the same luck for all options. So a decision is
//! compared with what else could have been decided, and what came of it with what could have come.

use std::{cmp::Ordering, error::Error, fmt};

use rayon::prelude::*;

use super::{
    Compared, Design, Effect, Row, Scene, Summary, Swept, number,
    pasts::{Pasts, TooFew, pasts},
    policies::Policies,
    replay::{Decision, Past, Replay},
    sensitivity::values,
    stats::{Count, Estimate, Interval, Moments, Range, TwoBands, student_quantile},
};
use excomm_engine::{
    run::{Broken, OutcomeValue},
    world::{Model, OutcomeId, PerOutcome, Setting, Thing, Time, Vary},
};

/// A decision, judged.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
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
    /// What came of the world that is judged.
    pub came: PerOutcome<OutcomeValue>,
    /// How the pasts were found in which the decider has known the same all along.
    pub found: Found,
    /// Facts that differ between the worlds.
    pub free: usize,
    /// Facts that would differ, but are numbers of the decider's own mind and calendar.
    pub own: usize,
    /// What the decider holds likely of hidden truths, and how often it is so.
    pub hypotheses: Vec<Hypothesis>,
    /// The worlds of each option that can be chosen, and which of them share a draw.
    pub design: Design,
}

/// How pasts were found in which a decider has known the same all along.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// How many pasts are played on.
    pub pasts: u64,
    /// How many were tried.
    pub tried: u64,
    /// What share of all worlds has such a past, as far as can be told.
    pub share: f64,
    /// How many searches found them, each apart from the others and as many as each.
    pub searches: usize,
    /// How many different pasts drawn apart they are worth.
    pub effective: f64,
    /// In how many things, at most, the decider knows otherwise in them; 0 where enough pasts leave it
    /// with the same.
    pub unlike: u64,
    /// How many things the decider knows.
    pub things: u64,
}

/// An option of a decision.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Judgement {
    /// The option.
    pub option: Thing,
    /// What came in each world; none if it could not be chosen.
    pub rows: Option<Vec<Row>>,
}

/// A hidden truth on which the decider has a belief.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Hypothesis {
    /// The truth.
    pub truth: Thing,
    /// The alternative that is held likely or not, counted from 0.
    pub alternative: usize,
    /// How likely it is held.
    pub odds: f64,
    /// In how many of the pasts it is so.
    pub so: Count,
}

/// Returns an answer whose computing error is at least so wide on either side, as far as the range goes.
fn widened(bands: TwoBands, half: f64, range: Range) -> TwoBands {
    let Estimate { value, interval: Interval { low, high } } = bands.answer;
    let [below, above] = [value - half, value + half].map(|end| range.nearest(end));
    let interval = Interval { low: low.min(below), high: high.max(above) };
    bands.about(Estimate { value, interval })
}

/// Why a decision cannot be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotJudged {
    /// The question is not put in this world, or not so often.
    NotPut,
    /// Too few worlds are one to the decider: so many pasts of so many tried for a day.
    TooFew(Count),
    /// A world could not be played to its end.
    Broken(Broken),
}

impl fmt::Display for NotJudged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotJudged::NotPut => {
                f.write_str("the question is not put in this world, or not so often")
            }
            NotJudged::TooFew(Count { hits, trials }) => write!(
                f,
                "too few worlds leave the decider with what it knew: {hits} of {trials} tried for a day"
            ),
            NotJudged::Broken(why) => why.fmt(f),
        }
    }
}

impl Error for NotJudged {}

/// Judges the decision that is made in a world of a model.
///
/// `vary` says which facts may differ in the other worlds. Questions after it are answered by their
/// policies; one that looks ahead answers as in history, or with the first option that can be chosen.
///
/// # Errors
/// If the question is not put, too few pasts are found in which the decider has known the same, or a
/// world breaks.
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
    let before = &done.answered[..place];
    let replay = Replay::new(&mut scene, world, before, decision, vary).ok_or(NotJudged::NotPut)?;

    let draws = design.runs.div_ceil(design.lucks.max(1));
    let Pasts { found: pasts, searches, tried, share, effective, unlike } =
        pasts(&replay, draws, |pasts, allowed| {
            let unlike = |scene: &mut Scene<'m>, past: &Past| replay.unlike(scene, past, allowed);
            pasts.par_iter().map_init(|| Scene::new(model), unlike).collect()
        })?;
    let things = replay.things() as u64;
    let pasts_found = pasts.len() as u64;
    let found = Found { pasts: pasts_found, tried, share, searches, effective, unlike, things };
    let design = Design { runs: found.pasts * design.lucks, lucks: design.lucks };
    let rows = |option: u32| {
        let play = |scene: &mut Scene<'m>, world: u64| {
            let past = &pasts[(world / design.lucks) as usize];
            let setting = replay.setting(past, world, option);
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
    Ok(Judged {
        decider: replay.view.decider,
        at: replay.view.at,
        options,
        chosen: done.answered[place].option as usize,
        history: replay.pending.history,
        came: done.outcomes,
        found,
        free: replay.free.len(),
        own: replay.own,
        hypotheses: hypotheses(&replay, &pasts),
        design,
    })
}

impl From<TooFew> for NotJudged {
    fn from(TooFew { found, tried }: TooFew) -> NotJudged {
        NotJudged::TooFew(Count { hits: found, trials: tried })
    }
}

fn hypotheses(replay: &Replay, pasts: &[Past]) -> Vec<Hypothesis> {
    let each = replay.believed.iter().map(|(&truth, &(alternative, odds))| {
        let so = pasts.iter().filter(|past| past.truths.get(&truth) == Some(&alternative));
        let so = Count { hits: so.count() as u64, trials: pasts.len() as u64 };
        Hypothesis { truth, alternative, odds, so }
    });
    each.collect()
}

impl Judged {
    /// Returns what an option would bring of an outcome; none if it could not be chosen.
    #[must_use]
    pub fn prospect(&self, model: &Model, option: usize, outcome: OutcomeId) -> Option<Summary> {
        let swept = self.swept(model, option, outcome)?;
        let mut summary = swept.summary(outcome);
        let values = values(model, self.rows(option)?, outcome);
        let (error, range) = (self.error_between(&values), swept.range(outcome));
        summary.mean = summary.mean.map(|mean| widened(mean, error, range));
        if let Some(yes) = &mut summary.yes {
            yes.bands = summary.mean;
            yes.error = summary.mean.map_or(yes.error, |mean| mean.answer.interval);
        }
        Some(summary)
    }

    /// Returns what a second option does to an outcome, against a first; none if one of them could not
    /// be chosen.
    #[must_use]
    pub fn effect(&self, model: &Model, pair: [usize; 2], outcome: OutcomeId) -> Option<Effect> {
        let [first, second] = pair;
        let mut compared = Compared::new(&[outcome], true);
        let draws = self.draws(first)?.zip(self.draws(second)?);
        for (first, second) in draws {
            let pairs: Vec<(&Row, &Row)> = first.iter().zip(second).collect();
            compared.take(model, &pairs);
        }
        let [first, second] = [first, second].map(|option| self.swept(model, option, outcome));
        let mut effect = compared.effect(&first?, &second?, outcome);
        let of = |option: usize| Some(values(model, self.rows(option)?, outcome));
        let [first, second] = [of(pair[0])?, of(pair[1])?];
        let differences: Vec<f64> = first.iter().zip(second).map(|(a, b)| b - a).collect();
        let error = self.error_between(&differences);
        effect.difference = effect.difference.map(|bands| widened(bands, error, Range::Anywhere));
        Some(effect)
    }

    /// Returns in what share of the worlds with the option that was chosen an outcome is less than it
    /// came, or earlier, and in what share it is more, or later.
    #[must_use]
    pub fn below_and_above(&self, model: &Model, outcome: OutcomeId) -> Option<(f64, f64)> {
        let came = number(model, self.came[outcome].value);
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
    pub fn best_other(&self, model: &Model, outcome: OutcomeId, less: bool) -> Option<usize> {
        let mean = |option: usize| {
            let mean = self.swept(model, option, outcome)?.values(outcome).mean()?;
            Some((if less { -mean } else { mean }, option))
        };
        let means = (0..self.options.len()).filter(|&i| i != self.chosen).filter_map(mean);
        let best = means.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.map(|(_, option)| option)
    }

    /// Returns half the width of the computing error of a mean, by how far the searches differ: worlds of one
    /// search share their pasts. 0 if there was one search, whose pasts are drawn apart.
    fn error_between(&self, values: &[f64]) -> f64 {
        let searches = self.found.searches.max(1);
        let mut means = Moments::default();
        for search in values.chunks((values.len() / searches).max(1)) {
            means.push(search.iter().sum::<f64>() / search.len() as f64);
        }
        let quantile = student_quantile(0.975, searches as f64 - 1.0);
        means.variance().map_or(0.0, |variance| quantile * (variance / searches as f64).sqrt())
    }

    fn rows(&self, option: usize) -> Option<&[Row]> {
        self.options.get(option)?.rows.as_deref()
    }

    /// Returns the worlds with an option, cut into the draws of facts and truths.
    fn draws(&self, option: usize) -> Option<impl Iterator<Item = &[Row]>> {
        Some(self.rows(option)?.chunks(self.design.lucks.max(1) as usize))
    }

    /// Counts an outcome over all worlds with an option.
    fn swept(&self, model: &Model, option: usize, outcome: OutcomeId) -> Option<Swept> {
        let mut swept = Swept::new(model, &[outcome], true);
        for draw in self.draws(option)? {
            swept.take(model, &draw.iter().collect::<Vec<_>>());
        }
        Some(swept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_reaches_as_far_as_searches_differ_and_not_where_nothing_can_lie() {
        let answer = Estimate { value: 0.01, interval: Interval { low: 0.002, high: 0.03 } };
        let error = |half: f64, range: Range| {
            let Interval { low, high } =
                widened(TwoBands::of_luck(answer, 0.01), half, range).answer.interval;
            [low, high].map(|end| (end * 1e3).round() as i64)
        };
        let share = Range::Between(0.0, 1.0);
        assert_eq!(error(0.05, share), [0, 60], "a share is no less than none");
        assert_eq!(error(2.0, share), [0, 1_000], "and no more than all");
        assert_eq!(error(0.05, Range::Anywhere), [-40, 60]);
        assert_eq!(error(0.005, share), [2, 30], "searches that agree narrow nothing");
    }
}
