//! Known indices through a plan, with keyed luck added.

use super::*;
use crate::stats::{
    known::{ishigami, known, numbers, reference, sobol_g},
    normal_quantile,
};
use excomm_engine::world::keyed_uniform;

fn base(seed: u64) -> Setting {
    Setting { seed, ..Setting::default() }
}

/// Luck with a variance of 1.
fn luck(point: &Point) -> f64 {
    normal_quantile(keyed_uniform(point.luck, 77, 0))
}

fn found(plan: &Sobol, outcome: impl Fn(&Point) -> f64) -> Vec<Indices> {
    let outcomes: Vec<f64> = (0..plan.worlds()).map(|world| outcome(&plan.point(world))).collect();
    plan.indices(&outcomes).unwrap()
}

#[track_caller]
fn near(found: &Indices, first: f64, total: f64) {
    let close = |found: f64, known: f64| (found - known).abs() < 0.06;
    assert!(close(found.first.value, first) && close(found.total.value, total), "{found:?}");
}

#[test]
fn ishigami_with_luck_has_its_known_shares_and_luck_its_own() {
    let case = &reference("ishigami")[0];
    let (first, total) = known(case);
    let (facts, noise) = (case["V"].as_f64().unwrap(), 9.0);
    let plan = Sobol::new(3, true, 2_048, &base(3)).unwrap();
    let found = found(&plan, |point| ishigami(7.0, 0.1, &point.numbers) + 3.0 * luck(point));
    let share = facts / (facts + noise);
    for input in 0..3 {
        near(&found[input], first[input] * share, total[input] * share);
    }
    assert!(found[3].total.value.abs() < 1e-300, "the others are not looked at");
    near(&found[4], 1.0 - share, 1.0 - share);
}

#[test]
fn a_group_of_inputs_has_the_share_of_all_that_is_in_it() {
    let case = &reference("sobol_g")[0];
    let a = numbers(&case["a"]);
    let (alone, together) = a.split_at(1);
    let plan = Sobol::new(1, true, 2_048, &base(4)).unwrap();
    let found = found(&plan, |point| {
        let drawn = (0..together.len()).map(|i| keyed_uniform(point.others, i as u64, 0));
        let group: Vec<f64> = drawn.collect();
        sobol_g(alone, &point.numbers) * sobol_g(together, &group) + 0.5 * luck(point)
    });
    let spread = |a: &[f64]| {
        a.iter().map(|a| 1.0 + 1.0 / (3.0 * (1.0 + a) * (1.0 + a))).product::<f64>() - 1.0
    };
    let all = spread(&a) + 0.25;
    let both = spread(alone) * spread(together);
    near(&found[0], spread(alone) / all, (spread(alone) + both) / all);
    near(&found[1], spread(together) / all, (spread(together) + both) / all);
    near(&found[2], 0.25 / all, 0.25 / all);
}

#[test]
fn a_world_keeps_the_luck_of_a_unless_it_is_the_one_that_takes_it_from_b() {
    let plan = Sobol::new(2, true, 8, &base(100)).unwrap();
    let row: Vec<Point> = (12..18).map(|world| plan.point(world)).collect();
    let [a, b, first, _, others, last] = row.as_slice() else { panic!("a row has six worlds") };
    assert_ne!((a.luck, a.others, a.numbers[0]), (b.luck, b.others, b.numbers[0]));
    assert_eq!((first.luck, first.others), (a.luck, a.others));
    assert_eq!(first.numbers, [b.numbers[0], a.numbers[1]]);
    assert_eq!((others.luck, others.others, &others.numbers), (a.luck, b.others, &a.numbers));
    assert_eq!((last.luck, last.others, &last.numbers), (b.luck, a.others, &a.numbers));
}

#[test]
fn luck_is_held_along_a_walk_and_moved_at_its_end() {
    let plan = Morris::new(2, 100, &base(5));
    assert_eq!(plan.worlds(), 400);
    let outcome = |world| {
        let point = plan.point(world);
        let others = keyed_uniform(point.others, 5, 0);
        point.numbers[0] - 2.0 * point.numbers[1] + 50.0 * others + 0.5 * luck(&point)
    };
    let found = plan.effects(&(0..400).map(outcome).collect::<Vec<_>>()).unwrap();
    let close = |found: f64, known: f64| (found - known).abs() < 1e-9;
    assert!(close(found[0].mu.value, 1.0) && close(found[1].mu.value, -2.0), "{found:?}");
    assert!(close(found[1].sigma.value, 0.0), "luck adds no spread to an effect");
    assert!(found[2].mu_star.interval.contains(0.5 * 2.0 / std::f64::consts::PI.sqrt()));
    assert!(found[2].mu.interval.contains(0.0));
}

#[test]
fn outcomes_of_another_plan_are_refused() {
    let plan = Sobol::new(2, false, 8, &base(1)).unwrap();
    assert_eq!((plan.inputs(), plan.worlds()), (3, 40));
    assert_eq!(plan.indices(&[0.0; 39]), None);
    assert!(Morris::new(2, 3, &base(1)).effects(&[0.0; 11]).is_none());
    assert!(Sobol::new(Sobol::MOST_ALONE + 1, true, 8, &base(1)).is_none());
}

#[test]
fn a_world_that_failed_takes_its_row_or_walk_with_it() {
    let plan = Sobol::new(2, false, 64, &base(1)).unwrap();
    let outcome = |point: &Point| point.numbers[0] + luck(point);
    let mut outcomes: Vec<f64> = (0..plan.worlds()).map(|w| outcome(&plan.point(w))).collect();
    outcomes[7] = f64::NAN;
    assert!(plan.indices(&outcomes).unwrap()[0].total.value > 0.0);
    let plan = Morris::new(2, 20, &base(1));
    let mut outcomes: Vec<f64> = (0..plan.worlds()).map(|w| outcome(&plan.point(w))).collect();
    outcomes[7] = f64::NAN;
    assert!((plan.effects(&outcomes).unwrap()[0].mu.value - 1.0).abs() < 1e-9);
}
