//! Given history: a change in the worlds that came as history did, and in no others.
//!
//! Three steps (Pearl, "Causality", 2nd ed. 2009, ch. 7). Abduction: of many worlds those are kept that
//! reproduce what is known to have happened; nothing is pinned, so that what is kept tells of the
//! facts and the luck behind it. Action: the choice is changed in those same worlds. Prediction: they
//! are run on and compared in pairs.

use rayon::prelude::*;

use super::{
    Compared, Design, Effect, Row, Side, Swept, restricted,
    stage::to_the_end,
    stats::{Bootstrap, Count, Estimate, Interval, mean, quantile},
    worlds::Player,
};
use excomm_engine::{
    run::Value,
    world::{Model, OutcomeId, PerOutcome, Setting},
};

/// Something that happened, which a world reproduces or not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// The outcome.
    pub outcome: OutcomeId,
    /// What it was.
    pub was: Value,
    /// A date within so many hours counts as reproduced; anything else must be equal.
    pub within_h: f64,
}

impl Seen {
    /// Returns whether a world reproduces it, with the tolerance taken so many times.
    #[must_use]
    pub fn in_world(&self, came: &PerOutcome<Value>, times: f64) -> bool {
        match (self.was, came.get(self.outcome)) {
            (Value::Date(Some(was)), Some(Value::Date(Some(at)))) => {
                at.hours_since(was).abs() <= self.within_h * times
            }
            (was, Some(is)) => was == *is,
            (_, None) => false,
        }
    }
}

/// Worlds that came as history did, and the same worlds with one thing changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// In how many of all worlds each marker is reproduced.
    pub alone: Vec<Count>,
    /// The worlds kept, at the tolerance taken so many times.
    pub kept: [(f64, Count); 3],
    /// Worlds that failed, as they came or with the change: they are not kept.
    pub failed: u64,
    /// The worlds kept at the widest tolerance.
    worlds: Vec<Twice>,
}

/// A world as it came, and with the change.
#[derive(Debug, Clone, PartialEq)]
struct Twice {
    first: Row,
    second: Row,
    /// The narrowest tolerance at which it is kept, by its place.
    kept: usize,
}

/// What the change does to one outcome in the worlds kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Predicted {
    /// Means and counts; its bands are none.
    pub effect: Effect,
    /// The mean difference, second less first, and how well it was computed.
    pub difference: Estimate,
    /// Nine in ten worlds differ by so much, facts and luck together.
    pub spread: Interval,
}

/// How often the tolerance is taken: half, once, double.
pub const TIMES: [f64; 3] = [0.5, 1.0, 2.0];

/// Plays so many worlds of the first side, keeps those that reproduce what was seen, and plays these
/// on the second side. Each world has facts and luck of its own.
#[must_use]
pub fn given(first: Side, second: Side, seen: &[Seen], runs: u64) -> Given {
    let design = Design { runs, lucks: 1 };
    let play = |player: &mut Player, side: Side, world: u64| {
        let setting = Setting { no_log: true, ..design.setting(side.base, world) };
        let mut row = Row::of(world, 0, &setting);
        // a world that fails has no outcomes, and so is not kept
        if let Ok((done, _)) = player.play(setting, to_the_end) {
            row.came(&done);
        }
        row
    };
    let all: Vec<Row> = (0..runs)
        .into_par_iter()
        .map_init(|| Player::new(first.model), |player, world| play(player, first, world))
        .collect();
    let count = |keep: &dyn Fn(&Row) -> bool| Count {
        hits: all.iter().filter(|row| keep(row)).count() as u64,
        trials: runs,
    };
    let whole = |row: &Row, times: f64| seen.iter().all(|seen| seen.in_world(&row.outcomes, times));
    let alone = seen.iter().map(|seen| count(&|row| seen.in_world(&row.outcomes, 1.0))).collect();
    let kept = TIMES.map(|times| (times, count(&|row| whole(row, times))));
    let narrowest = |row: &Row| TIMES.iter().position(|&times| whole(row, times));
    let kept_rows: Vec<(Row, usize)> =
        all.iter().filter_map(|row| Some((row.clone(), narrowest(row)?))).collect();
    let again = |player: &mut Player, (first, kept): (Row, usize)| {
        let second = play(player, second, first.world);
        Twice { first, second, kept }
    };
    let worlds: Vec<Twice> =
        kept_rows.into_par_iter().map_init(|| Player::new(second.model), again).collect();
    let (worlds, broken): (Vec<Twice>, Vec<Twice>) =
        worlds.into_iter().partition(|world| !world.second.outcomes.is_empty());
    let failed = all.iter().filter(|row| row.outcomes.is_empty()).count() + broken.len();
    Given { alone, kept, failed: failed as u64, worlds }
}

impl Given {
    /// Returns what the change does to an outcome in the worlds kept at the tolerance at this place of
    /// [`TIMES`]; none if fewer than two are kept.
    #[must_use]
    pub fn change(&self, model: &Model, outcome: OutcomeId, times: usize) -> Option<Predicted> {
        let kept: Vec<&Twice> = self.worlds.iter().filter(|world| world.kept <= times).collect();
        if kept.len() < 2 {
            return None;
        }
        let (mut first, mut second) =
            (Swept::new(model, &[outcome], true), Swept::new(model, &[outcome], true));
        let mut compared = Compared::new(&[outcome], true);
        let mut differences = Vec::new();
        for world in kept {
            first.take(model, &[&world.first]);
            second.take(model, &[&world.second]);
            compared.take(model, &[(&world.first, &world.second)]);
            let number = |row: &Row| restricted(model, row.outcomes[outcome]);
            differences.push(number(&world.second) - number(&world.first));
        }
        let of = |rows: &[usize]| rows.iter().map(|&row| differences[row]).collect::<Vec<f64>>();
        let errors =
            Bootstrap::default().intervals(differences.len(), |rows| vec![[mean(&of(rows))]]);
        let interval = errors.first().map_or(Interval { low: f64::NAN, high: f64::NAN }, |e| e[0]);
        let difference = Estimate { value: mean(&differences), interval };
        differences.sort_by(f64::total_cmp);
        let [low, high] = [0.05, 0.95].map(|level| quantile(&differences, level));
        let effect = compared.effect(&first, &second, outcome);
        Some(Predicted { effect, difference, spread: Interval { low, high } })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use excomm_engine::world::Time;

    #[test]
    fn a_date_is_reproduced_within_its_hours_and_anything_else_exactly() {
        let day = |hours: i64| Value::Date(Some(Time(hours * 3600)));
        let reproduced = |was, came, times| {
            let came = PerOutcome::from_iter([came]);
            let (outcome, _) = came.iter().next().unwrap();
            Seen { outcome, was, within_h: 10.0 }.in_world(&came, times)
        };
        let never = Value::Date(None);
        assert!(reproduced(day(100), day(110), 1.0));
        assert!(!reproduced(day(100), day(110), 0.5));
        assert!(!reproduced(day(100), never, 2.0));
        assert!(reproduced(never, never, 1.0));
        assert!(!reproduced(never, day(1), 2.0));
        assert!(reproduced(Value::Number(0.0), Value::Number(0.0), 1.0));
        assert!(!reproduced(Value::YesNo(false), Value::YesNo(true), 1.0));
    }
}
