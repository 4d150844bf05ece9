//! Morris screening: which inputs matter at all, by moving one at a time.
//!
//! The seed of luck is held along a trajectory, so that an effect is the input's and not luck's.

use super::{
    bootstrap::Bootstrap,
    sample::{Estimate, mean, variance},
};
use excomm_engine::world::keyed_uniform;

/// A walk through `[0, 1]^k` in which each step moves one input, each input once.
#[derive(Debug, Clone, PartialEq)]
pub struct Trajectory {
    /// Where each input stands at first.
    pub from: Vec<f64>,
    /// Where each input stands once it has moved.
    pub to: Vec<f64>,
    /// The input that each of the k steps moves.
    pub moved: Vec<usize>,
}

impl Trajectory {
    /// Returns the point after this many steps, 0 to k.
    #[must_use]
    pub fn point(&self, steps: usize) -> Vec<f64> {
        let mut point = self.from.clone();
        for &input in self.moved.iter().take(steps) {
            point[input] = self.to[input];
        }
        point
    }
}

/// The elementary effects of one input: change of the outcome for a step across all its range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effects {
    /// Their mean: which way the input pushes.
    pub mu: Estimate,
    /// The mean of their sizes: how much it matters.
    pub mu_star: Estimate,
    /// Their standard deviation: whether that depends on where one stands.
    pub sigma: Estimate,
}

/// Levels of the grid an input moves on.
const LEVELS: usize = 4;

/// Returns trajectories over inputs in 0 to 1, keyed by the seed.
///
/// Inputs stand on a grid of 4 levels and move by 2/3, so that each level is used equally: Morris,
/// "Factorial sampling plans for preliminary computational experiments", Technometrics 33 (1991).
/// Points lie on 0 and 1 too, the bounds of an input.
#[must_use]
pub fn trajectories(inputs: usize, count: usize, seed: u64) -> Vec<Trajectory> {
    (0..count).map(|nth| trajectory(inputs, seed, nth as u64)).collect()
}

fn trajectory(inputs: usize, seed: u64, nth: u64) -> Trajectory {
    let half = LEVELS / 2;
    let draw = |part: u64, input: usize| keyed_uniform(seed, nth, 3 * input as u64 + part);
    let level = |step: usize| step as f64 / (LEVELS - 1) as f64;
    let mut moved: Vec<usize> = (0..inputs).collect();
    moved.sort_by(|&x, &y| draw(0, x).total_cmp(&draw(0, y)).then(x.cmp(&y)));
    let low = |input| (draw(1, input) * half as f64) as usize;
    let upward = |input| draw(2, input) < 0.5;
    let end = |upper: bool, input| level(if upper { low(input) + half } else { low(input) });
    let from = (0..inputs).map(|input| end(!upward(input), input)).collect();
    let to = (0..inputs).map(|input| end(upward(input), input)).collect();
    Trajectory { from, to, moved }
}

/// Returns the effects of each input from the outcomes at the points of each trajectory.
///
/// None if outcomes and points do not match or there are fewer than two trajectories.
///
/// mu and sigma: Morris (1991). mu*: Campolongo, Cariboni and Saltelli, "An effective screening
/// design for sensitivity analysis of large models", Environmental Modelling & Software 22 (2007).
/// Intervals come from drawing trajectories again.
#[must_use]
pub fn morris(
    trajectories: &[Trajectory],
    outcomes: &[Vec<f64>],
    bootstrap: Bootstrap,
) -> Option<Vec<Effects>> {
    let matching = trajectories.iter().zip(outcomes).all(|(t, y)| t.moved.len() + 1 == y.len());
    if trajectories.len() < 2 || trajectories.len() != outcomes.len() || !matching {
        return None;
    }
    let effects: Vec<Vec<f64>> =
        trajectories.iter().zip(outcomes).map(|(walk, at)| elementary(walk, at)).collect();
    let inputs = effects[0].len();
    if effects.iter().any(|of_walk| of_walk.len() != inputs) {
        return None;
    }
    let all: Vec<usize> = (0..effects.len()).collect();
    let values = summary(&effects, &all);
    let errors = bootstrap.intervals(effects.len(), |rows| summary(&effects, rows));
    let estimates = |(value, interval): ([f64; 3], [_; 3])| {
        let [mu, mu_star, sigma] =
            std::array::from_fn(|i| Estimate { value: value[i], interval: interval[i] });
        Effects { mu, mu_star, sigma }
    };
    Some(values.into_iter().zip(errors).map(estimates).collect())
}

/// Returns the effect of each input, in the order of inputs.
fn elementary(walk: &Trajectory, outcomes: &[f64]) -> Vec<f64> {
    let mut effects = vec![0.0; walk.moved.len()];
    for (step, &input) in walk.moved.iter().enumerate() {
        let width = walk.to[input] - walk.from[input];
        effects[input] = (outcomes[step + 1] - outcomes[step]) / width;
    }
    effects
}

/// Returns mu, mu* and sigma of each input over the chosen trajectories.
fn summary(effects: &[Vec<f64>], rows: &[usize]) -> Vec<[f64; 3]> {
    let of_input = |input: usize| {
        let values: Vec<f64> = rows.iter().map(|&row| effects[row][input]).collect();
        let sizes: Vec<f64> = values.iter().map(|effect| effect.abs()).collect();
        [mean(&values), mean(&sizes), variance(&values).sqrt()]
    };
    (0..effects.first().map_or(0, Vec::len)).map(of_input).collect()
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these numbers are exact")]
mod tests {
    use super::*;

    fn run(inputs: usize, model: impl Fn(&[f64], u64) -> f64) -> Vec<Effects> {
        let walks = trajectories(inputs, 200, 12);
        let outcomes: Vec<Vec<f64>> = (0..)
            .zip(&walks)
            .map(|(seed, walk)| points(walk).iter().map(|point| model(point, seed)).collect())
            .collect();
        morris(&walks, &outcomes, Bootstrap::default()).unwrap()
    }

    fn points(walk: &Trajectory) -> Vec<Vec<f64>> {
        (0..=walk.moved.len()).map(|steps| walk.point(steps)).collect()
    }

    #[test]
    fn each_step_moves_one_input_by_two_thirds_within_0_and_1() {
        for walk in trajectories(5, 40, 3) {
            let mut moved = walk.moved.clone();
            moved.sort_unstable();
            assert_eq!(moved, [0, 1, 2, 3, 4]);
            let points = points(&walk);
            assert!(points.iter().flatten().all(|x| (0.0..=1.0).contains(x)));
            for (step, &input) in walk.moved.iter().enumerate() {
                let (from, to) = (&points[step], &points[step + 1]);
                let changed: Vec<usize> = (0..5).filter(|&j| from[j] != to[j]).collect();
                assert_eq!(changed, [input]);
                assert!(((to[input] - from[input]).abs() - 2.0 / 3.0).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn each_level_is_used_equally() {
        let walks = trajectories(1, 4_000, 3);
        let zeros = walks.iter().flat_map(points).filter(|point| point[0] == 0.0);
        let share = zeros.count() as f64 / 8_000.0;
        assert!((share - 0.25).abs() < 0.02, "{share}");
    }

    #[test]
    fn a_line_has_its_slopes_as_effects_and_no_spread() {
        let found = run(3, |x, _| x[0] - 2.0 * x[1]);
        let close = |x: f64, known: f64| (x - known).abs() < 1e-9;
        assert!(close(found[0].mu.value, 1.0) && close(found[1].mu.value, -2.0));
        assert!(close(found[1].mu_star.value, 2.0) && close(found[1].sigma.value, 0.0));
        assert_eq!(found[2].mu_star.value, 0.0);
    }

    #[test]
    fn an_input_that_pushes_both_ways_shows_in_mu_star_and_sigma() {
        // on this grid the effect is +1 or -1, by the sign of the other input's distance from 1/2
        let found = run(2, |x, _| (x[0] - 0.5) * if x[1] > 0.5 { 1.0 } else { -1.0 });
        assert!(found[0].mu.interval.contains(0.0), "{found:?}");
        assert!((found[0].mu_star.value - 1.0).abs() < 1e-9);
        assert!((found[0].sigma.value - 1.0).abs() < 0.02 && found[0].mu.interval.width() < 0.3);
    }

    #[test]
    fn luck_held_along_a_trajectory_adds_no_spread() {
        let found = run(2, |x, seed| x[0] + 50.0 * keyed_uniform(1, 1, seed));
        assert!(found[0].sigma.value < 1e-9 && found[1].mu_star.value < 1e-9);
    }

    #[test]
    fn outcomes_that_do_not_match_the_design_are_refused() {
        let walks = trajectories(2, 3, 1);
        assert_eq!(morris(&walks, &[vec![0.0; 3], vec![0.0; 3]], Bootstrap::default()), None);
        let short = [vec![0.0; 3], vec![0.0; 2], vec![0.0; 3]];
        assert_eq!(morris(&walks, &short, Bootstrap::default()), None);
    }
}
