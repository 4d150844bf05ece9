//! What comes of one branch, counted world by world, and how sure that is.

use super::{
    Row,
    bands::{Band, never, number, restricted},
    stats::{
        Count, Draws, Estimate, FactDraw, Interval, Moments, Sketch, TwoBands, wilson_of_share,
    },
};
use excomm_engine::world::{Model, Thing};

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
    /// Makes a share from how often it was counted and from its bands over draws of the facts.
    ///
    /// The computing error is a Wilson interval of as many worlds as these are worth: worlds that
    /// share their facts hang together.
    #[must_use]
    pub fn new(count: Count, bands: Option<TwoBands>) -> Share {
        let share = count.share().unwrap_or(0.0);
        let worth = bands
            .map_or(f64::INFINITY, |bands| share * (1.0 - share) / (bands.error * bands.error));
        let all = count.trials as f64;
        let worth = if worth > 0.0 { worth.min(all) } else { all };
        let error = if count.trials == 0 {
            count.interval(0.95)
        } else {
            wilson_of_share(share, worth, 0.95)
        };
        let within = |Estimate { value, interval }: Estimate| Estimate {
            value: value.clamp(0.0, 1.0),
            interval: Interval { low: interval.low.max(0.0), high: interval.high.min(1.0) },
        };
        let bands = bands.map(|bands| TwoBands {
            answer: Estimate { value: share, interval: error },
            low: within(bands.low),
            high: within(bands.high),
            ..bands
        });
        Share { count, error, bands }
    }
}

/// What an outcome is over many worlds.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Its mean, as in [`super::Effect::first`]: what we do not know, and how well it was computed.
    pub mean: Option<TwoBands>,
    /// How it is spread over worlds, facts and luck together.
    pub band: Band,
    /// How often a date never comes, or yes or no is no.
    pub never: Share,
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

    fn share(&self) -> Share {
        Share::new(self.count, self.draws.two_bands())
    }
}

/// What is counted of one outcome.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Outcome {
    values: Moments,
    draws: Draws,
    spread: Sketch,
    never: Hits,
}

impl Outcome {
    fn take(&mut self, model: &Model, draw: &[&Row], outcome: usize) {
        let values: Vec<f64> =
            draw.iter().map(|row| restricted(model, row.outcomes[outcome])).collect();
        for &value in &values {
            self.values.push(value);
        }
        if values.len() > 1 {
            self.draws.push(FactDraw::of_values(&values));
        }
        for row in draw {
            self.spread.push(number(model, row.outcomes[outcome]));
        }
        self.never.take(draw, |row| never(row.outcomes[outcome]));
    }

    fn merge(&mut self, other: &Outcome) {
        self.values.merge(&other.values);
        self.draws.merge(&other.draws);
        self.spread.merge(&other.spread);
        self.never.merge(&other.never);
    }
}

/// What is counted of one branch: of its ends, of the outcomes shown, and of the days of a fan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Swept {
    worlds: u64,
    ends: Vec<(Thing, Hits)>,
    outcomes: Vec<Outcome>,
    days: Vec<Sketch>,
}

impl Swept {
    /// Begins with nothing counted, for so many outcomes.
    pub(super) fn new(model: &Model, outcomes: usize) -> Swept {
        let all = (0..).map(Thing).zip(&model.things);
        let ends = all.filter(|(_, info)| info.kind == "ends");
        Swept {
            worlds: 0,
            ends: ends.map(|(end, _)| (end, Hits::default())).collect(),
            outcomes: vec![Outcome::default(); outcomes],
            days: Vec::new(),
        }
    }

    /// Counts the worlds of one draw of the facts; `shown` are the places of the outcomes.
    pub(super) fn take(&mut self, model: &Model, draw: &[&Row], shown: &[usize]) {
        self.worlds += draw.len() as u64;
        for (end, hits) in &mut self.ends {
            hits.take(draw, |row| row.end == Some(*end));
        }
        for (sums, &outcome) in self.outcomes.iter_mut().zip(shown) {
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
        for (ours, theirs) in self.outcomes.iter_mut().zip(&other.outcomes) {
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
        self.ends.iter().map(|(end, hits)| (*end, hits.share())).collect()
    }

    /// Sums up an outcome; `shown` is its place among those shown.
    #[must_use]
    pub fn summary(&self, shown: usize) -> Summary {
        let Outcome { values, draws, spread, never } = &self.outcomes[shown];
        let band = Band::of(spread, never.count);
        let mean = draws.two_bands().zip(values.mean()).map(|(bands, mean)| bands.about(mean));
        Summary { mean, band, never: never.share() }
    }

    /// Returns mean and variance of an outcome, never counting as the end of the clock.
    #[must_use]
    pub fn values(&self, shown: usize) -> &Moments {
        &self.outcomes[shown].values
    }

    /// Returns how the outcome of the fan is spread at the end of each day; nothing unless a fan was
    /// asked for.
    #[must_use]
    pub fn days(&self) -> &[Sketch] {
        &self.days
    }

    /// Returns how sure the first share shown is, however often one looks: that of a yes or no, or
    /// else the least sure of those of the ends.
    pub(super) fn width(&self, yes_no: Option<usize>) -> f64 {
        let width = |hits: &Hits| hits.draws.sequence().width();
        match yes_no {
            Some(shown) => width(&self.outcomes[shown].never),
            None => self.ends.iter().map(|(_, hits)| width(hits)).fold(0.0, f64::max),
        }
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these numbers are exact")]
mod tests {
    use super::*;

    fn share(draws: &[(u64, u64)]) -> Share {
        let mut hits = Hits::default();
        for &(hit, lucks) in draws {
            hits.count.merge(&Count { hits: hit, trials: lucks });
            hits.draws.push(FactDraw::of_share(hit, lucks));
        }
        hits.share()
    }

    #[test]
    fn worlds_that_hang_together_are_worth_fewer() {
        let apart = share(&[(5, 10); 20]);
        let together = share(&[[(0, 10), (10, 10)]; 10].concat());
        assert_eq!(apart.count, together.count);
        assert_eq!(apart.error, apart.count.interval(0.95));
        let of_draws = Count { hits: 10, trials: 20 }.interval(0.95);
        assert!((together.error.width() / of_draws.width() - 1.0).abs() < 0.05, "{together:?}");
    }

    #[test]
    fn a_share_of_none_keeps_an_error_and_none_leaves_0_to_1() {
        let none = share(&[(0, 10); 10]);
        assert!(none.error.low == 0.0 && none.error.high > 0.03, "{none:?}");
        let bands = share(&[(10, 10), (10, 10), (9, 10), (2, 10)]).bands.unwrap();
        for part in [bands.answer, bands.low, bands.high] {
            assert!(part.interval.low >= 0.0 && part.interval.high <= 1.0, "{part:?}");
        }
        assert_eq!(bands.answer.value, 31.0 / 40.0);
    }
}
