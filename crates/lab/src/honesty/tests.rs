//! Shares that are known in closed form, with keyed luck.

use super::*;
use crate::stats::normal_quantile;
use excomm_engine::world::keyed_uniform;

const PLAN: GaugePlan = GaugePlan { rows: 1_000, lucks: 2 };

const BOTH: Groups = Groups { assumed: true, disputed: true };

fn outcomes(outcome: impl Fn(f64, f64, f64) -> f64) -> Vec<f64> {
    let base = Setting { seed: 9, ..Setting::default() };
    let normal = |seed, what| normal_quantile(keyed_uniform(seed, what, 0));
    let world = |world| {
        let seeds = PLAN.seeds(&base, world);
        outcome(normal(seeds.assumed, 1), normal(seeds.disputed, 2), normal(seeds.luck, 3))
    };
    (0..PLAN.worlds()).map(world).collect()
}

#[track_caller]
fn near(share: Estimate, known: f64) {
    assert!((share.value - known).abs() < 0.06, "{share:?} {known}");
}

#[test]
fn one_world_is_shared_among_assumed_disputed_and_luck() {
    let gauge = PLAN.one_world(&outcomes(|a, d, luck| 2.0 * a + d + 2.0 * luck), BOTH).unwrap();
    near(gauge.assumed, 4.0 / 9.0);
    near(gauge.disputed, 1.0 / 9.0);
    near(gauge.luck.unwrap(), 4.0 / 9.0);
    let sum = gauge.assumed.value + gauge.disputed.value + gauge.luck.unwrap().value;
    assert!((sum - 1.0).abs() < 1e-12);
    assert!((gauge.spread - 3.0).abs() < 0.2, "{}", gauge.spread);
}

#[test]
fn an_average_has_no_luck_in_it() {
    let gauge = PLAN.on_average(&outcomes(|a, d, luck| 2.0 * a + d + 3.0 * luck), BOTH).unwrap();
    near(gauge.assumed, 0.8);
    near(gauge.disputed, 0.2);
    assert_eq!(gauge.luck, None);
    assert!((gauge.assumed.value + gauge.disputed.value - 1.0).abs() < 1e-12);
    assert!((gauge.spread - libm::sqrt(5.0)).abs() < 0.25, "{}", gauge.spread);
}

#[test]
fn luck_that_works_through_what_is_assumed_is_shared_with_it() {
    let gauge = PLAN.one_world(&outcomes(|a, _, luck| a * luck), BOTH).unwrap();
    near(gauge.assumed, 0.5);
    near(gauge.luck.unwrap(), 0.5);
}

#[test]
fn what_an_outcome_does_not_look_at_has_no_share() {
    let values = outcomes(|a, _, luck| a + luck);
    for gauge in [PLAN.one_world(&values, BOTH), PLAN.on_average(&values, BOTH)] {
        let disputed = gauge.unwrap().disputed;
        near(disputed, 0.0);
        assert!(disputed.interval.contains(0.0), "{disputed:?}");
    }
}

#[test]
fn an_outcome_that_never_varies_has_no_gauge() {
    let flat = outcomes(|_, _, _| 3.0);
    assert_eq!((PLAN.one_world(&flat, BOTH), PLAN.on_average(&flat, BOTH)), (None, None));
}

#[test]
fn where_nothing_is_disputed_luck_and_what_is_assumed_share_all_of_it() {
    let values = outcomes(|a, _, luck| a + 3.0 * luck);
    for rows in [1_000, 30] {
        let plan = GaugePlan { rows, ..PLAN };
        let values = &values[..plan.worlds() as usize];
        let gauge = plan.one_world(values, Groups { assumed: true, disputed: false }).unwrap();
        let nothing = Estimate { value: 0.0, interval: Interval { low: 0.0, high: 0.0 } };
        assert_eq!(gauge.disputed, nothing);
        let luck = gauge.luck.unwrap();
        assert!((gauge.assumed.value + luck.value - 1.0).abs() < 1e-12);
        assert!((0.0..=1.0).contains(&luck.value) && luck.interval.high <= 1.0, "{luck:?}");
    }
}

#[test]
fn a_rare_outcome_of_luck_is_told_to_be_too_rare() {
    let rare = |odds: f64| {
        outcomes(move |_, _, luck| f64::from(u8::from(luck > normal_quantile(1.0 - odds))))
    };
    let few = PLAN.few(&rare(0.002)).unwrap();
    assert!(few.otherwise > 0 && few.of == 2_000 && few.rows > 4_000, "{few:?}");
    assert_eq!(PLAN.few(&rare(0.1)), None);
    assert_eq!(PLAN.few(&rare(0.0)), None, "what never varies is not rare");
}
