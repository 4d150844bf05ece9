//! What comes of one branch, counted world by world, and how sure that is.

use std::collections::BTreeMap;

use super::{
    Row,
    bands::{Band, never, number, restricted},
    stats::{
        Clarity, Count, Draws, Estimate, FactDraw, Interval, Measure, Moments, Range, Sketch,
        TwoBands, student_quantile, wilson_of_share, worth,
    },
};
use excomm_engine::{
    run::Value,
    world::{Model, OutcomeId, Thing},
};

/// How often something happens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// In how many worlds of all.
    pub count: Count,
    /// How well its share was computed, at 95 %.
    pub error: Interval,
    /// Its share: what we do not know, and how well it was computed. None if there are too few
    /// worlds.
    pub bands: Option<TwoBands>,
}

impl Share {
    /// Returns the share with its computing error, NaN of no worlds.
    #[must_use]
    pub fn answer(&self) -> Estimate {
        Estimate { value: self.count.share().unwrap_or(f64::NAN), interval: self.error }
    }

    /// Makes a share from how often it was counted and from its draws of the facts; none of draws in
    /// which no fact differs.
    ///
    /// The computing error is a Wilson interval of as many worlds as these are worth: worlds that
    /// share their facts hang together. Where it never or always happens, what we do not know cannot
    /// be told from luck.
    #[must_use]
    pub fn new(count: Count, draws: Option<&Draws>) -> Share {
        let Some(value) = count.share() else {
            return Share { count, error: count.interval(CONFIDENCE), bands: None };
        };
        let (of_one, all) = (value * (1.0 - value), count.trials);
        let Some(draws) = draws else {
            let error = count.interval(CONFIDENCE);
            let answer = Estimate { value, interval: error };
            let bands = TwoBands::of_luck(answer, (of_one / all as f64).sqrt());
            return Share { count, error, bands: Some(bands) };
        };
        let bands = draws.two_bands(Measure::Share);
        let worth =
            bands.map_or(all as f64, |bands| worth(of_one, bands.error, draws.count(), all));
        let error = wilson_of_share(value, worth, CONFIDENCE);
        let within = |Estimate { value, interval }: Estimate| Estimate {
            value: value.clamp(0.0, 1.0),
            interval: Interval { low: interval.low.max(0.0), high: interval.high.min(1.0) },
        };
        let bands = bands.map(|bands| {
            let clarity = if of_one > 0.0 { bands.clarity } else { Clarity::Hidden };
            let (low, high) = (within(bands.low), within(bands.high));
            TwoBands { low, high, clarity, ..bands }.about(Estimate { value, interval: error })
        });
        Share { count, error, bands }
    }
}

/// Confidence of computing errors.
const CONFIDENCE: f64 = 0.95;

/// What an outcome is over many worlds.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Summary {
    /// Its mean, as in [`super::Effect::first`]: what we do not know, and how well it was computed.
    pub mean: Option<TwoBands>,
    /// How it is spread over worlds, facts and luck together.
    pub band: Band,
    /// How often a date never comes, or yes or no is no.
    pub never: Count,
    /// How often a yes or no is yes; none of other outcomes.
    pub yes: Option<Share>,
}

/// What is counted of how often something happens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Hits {
    count: Count,
    draws: Draws,
}

impl Hits {
    /// Counts the worlds of one draw of the facts.
    fn take<'r>(&mut self, draw: &[&'r Row], is: impl Fn(&'r Row) -> bool) {
        let hits = draw.iter().filter(|row| is(row)).count() as u64;
        let trials = draw.len() as u64;
        self.count.merge(&Count { hits, trials });
        if trials > 1 {
            self.draws.push(FactDraw::of_share(hits, trials));
        }
    }

    fn merge(&mut self, other: &Hits) {
        self.count.merge(&other.count);
        self.draws.merge(&other.draws);
    }

    /// Returns the share, over draws of the facts or over luck alone.
    fn share(&self, drawn: bool) -> Share {
        Share::new(self.count, drawn.then_some(&self.draws))
    }
}

/// Returns what the means of an outcome with such values are of.
fn measure(model: &Model, value: Value) -> Measure {
    match value {
        Value::Number(_) => Measure::Number,
        Value::YesNo(_) => Measure::Share,
        Value::Date(_) => Measure::Within(0.0, model.span.end.days_since(model.span.start)),
    }
}

/// What is counted of one outcome.
#[derive(Debug, Clone, PartialEq, Default)]
struct Outcome {
    measure: Option<Measure>,
    values: Moments,
    draws: Draws,
    spread: Sketch,
    never: Hits,
}

impl Outcome {
    fn take(&mut self, model: &Model, draw: &[&Row], outcome: OutcomeId) {
        let values: Vec<f64> =
            draw.iter().map(|row| restricted(model, row.outcomes[outcome])).collect();
        for &value in &values {
            self.values.push(value);
        }
        let first = draw.first().map(|row| measure(model, row.outcomes[outcome]));
        self.measure = self.measure.or(first);
        if values.len() > 1 {
            self.draws.push(FactDraw::of_values(&values));
        }
        for row in draw {
            self.spread.push(number(model, row.outcomes[outcome]));
        }
        self.never.take(draw, |row| never(row.outcomes[outcome]));
    }

    fn merge(&mut self, other: &Outcome) {
        self.measure = self.measure.or(other.measure);
        self.values.merge(&other.values);
        self.draws.merge(&other.draws);
        self.spread.merge(&other.spread);
        self.never.merge(&other.never);
    }

    /// Returns how often a yes or no is yes.
    fn yes(&self, drawn: bool) -> Option<Share> {
        let Count { hits: no, trials } = self.never.count;
        let count = Count { hits: trials - no, trials };
        (self.measure == Some(Measure::Share))
            .then(|| Share::new(count, drawn.then_some(&self.draws)))
    }

    /// Returns the mean of a number or of a date.
    fn mean(&self, drawn: bool) -> Option<TwoBands> {
        let value = self.values.mean()?;
        if drawn {
            let bands = self.draws.two_bands(self.measure.unwrap_or(Measure::Number))?;
            return Some(bands.about(Estimate { value, interval: bands.answer.interval }));
        }
        let worlds = self.values.count() as f64;
        let error = (self.values.variance()? / worlds).sqrt();
        let half = student_quantile(f64::midpoint(1.0, CONFIDENCE), worlds - 1.0) * error;
        let interval = Interval { low: value - half, high: value + half };
        Some(TwoBands::of_luck(Estimate { value, interval }, error))
    }
}

/// What is counted of one branch: of its ends, of the outcomes shown, and of the days of a fan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Swept {
    /// Whether facts differ between draws.
    drawn: bool,
    worlds: u64,
    ends: Vec<(Thing, Hits)>,
    outcomes: BTreeMap<OutcomeId, Outcome>,
    days: Vec<Sketch>,
}

impl Swept {
    /// Begins with nothing counted of these outcomes; `drawn` says whether facts differ between draws.
    pub(super) fn new(model: &Model, outcomes: &[OutcomeId], drawn: bool) -> Swept {
        let all = (0..).map(Thing).zip(&model.things);
        let ends = all.filter(|(_, info)| info.kind == "ends");
        Swept {
            drawn,
            worlds: 0,
            ends: ends.map(|(end, _)| (end, Hits::default())).collect(),
            outcomes: outcomes.iter().map(|&id| (id, Outcome::default())).collect(),
            days: Vec::new(),
        }
    }

    /// Counts the worlds of one draw of the facts.
    pub(super) fn take(&mut self, model: &Model, draw: &[&Row]) {
        self.worlds += draw.len() as u64;
        for (end, hits) in &mut self.ends {
            hits.take(draw, |row| row.end == Some(*end));
        }
        for (&outcome, sums) in &mut self.outcomes {
            sums.take(model, draw, outcome);
        }
        for row in draw {
            self.days.resize(self.days.len().max(row.days.len()), Sketch::default());
            for (day, &value) in self.days.iter_mut().zip(&row.days) {
                day.push(number(model, value));
            }
        }
    }

    pub(super) fn merge(&mut self, other: &Swept) {
        self.worlds += other.worlds;
        for ((_, ours), (_, theirs)) in self.ends.iter_mut().zip(&other.ends) {
            ours.merge(theirs);
        }
        for (ours, theirs) in self.outcomes.values_mut().zip(other.outcomes.values()) {
            ours.merge(theirs);
        }
        self.days.resize(self.days.len().max(other.days.len()), Sketch::default());
        for (ours, theirs) in self.days.iter_mut().zip(&other.days) {
            ours.merge(theirs);
        }
    }

    /// Returns how many worlds were counted.
    #[must_use]
    pub fn worlds(&self) -> u64 {
        self.worlds
    }

    /// Returns how often each end is reached, in the order of their names.
    #[must_use]
    pub fn ends(&self) -> Vec<(Thing, Share)> {
        self.ends.iter().map(|(end, hits)| (*end, hits.share(self.drawn))).collect()
    }

    /// Sums up one of the outcomes that are counted.
    #[must_use]
    pub fn summary(&self, outcome: OutcomeId) -> Summary {
        let outcome = &self.outcomes[&outcome];
        let never = outcome.never.count;
        let yes = outcome.yes(self.drawn);
        let mean = match &yes {
            Some(yes) => yes.bands,
            None => outcome.mean(self.drawn),
        };
        Summary { mean, band: Band::of(&outcome.spread, never), never, yes }
    }

    /// Returns where the means of an outcome can lie.
    pub(super) fn range(&self, outcome: OutcomeId) -> Range {
        let Outcome { draws, measure, .. } = &self.outcomes[&outcome];
        draws.range(measure.unwrap_or(Measure::Number))
    }

    /// Returns mean and variance of an outcome, never counting as the end of the clock.
    #[must_use]
    pub fn values(&self, outcome: OutcomeId) -> &Moments {
        &self.outcomes[&outcome].values
    }

    /// Returns how the outcome of the fan is spread at the end of each day; nothing unless a fan was
    /// asked for.
    #[must_use]
    pub fn days(&self) -> &[Sketch] {
        &self.days
    }

    /// Returns how wide the computing error of the first share shown is: that of a yes or no, or else
    /// the widest of those of the ends.
    pub(super) fn width(&self, yes_no: Option<OutcomeId>) -> f64 {
        let yes = yes_no.and_then(|outcome| self.outcomes[&outcome].yes(self.drawn));
        let ends = || self.ends().iter().map(|(_, share)| share.error.width()).fold(0.0, f64::max);
        yes.map_or_else(ends, |yes| yes.error.width())
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these numbers are exact")]
mod tests;
