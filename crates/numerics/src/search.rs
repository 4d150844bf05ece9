//! Odds of finding, of hitting and of changing one's mind.
//!
//! Search: B. O. Koopman, "Search and Screening", OEG Report 56, 1946. Every draw takes one
//! uniform number in (0, 1) and never falls when that number rises.

use std::f64::consts::PI;

/// Returns the odds of detection at coverage `z` if all within range is seen, once.
///
/// Coverage is sweep width times track length over the area.
#[must_use]
pub fn definite_range(z: f64) -> f64 {
    z.clamp(0.0, 1.0)
}

/// Returns the odds of detection at coverage `z` by parallel sweeps under the inverse cube law.
#[must_use]
pub fn inverse_cube(z: f64) -> f64 {
    libm::erf(PI.sqrt() / 2.0 * z)
}

/// Returns the odds of detection at coverage `z` by search at random.
#[must_use]
pub fn random_search(z: f64) -> f64 {
    -libm::expm1(-z)
}

/// Returns the odds that a patrol going back and forth on a line sees one ship that crosses it.
///
/// The ship crosses at right angles, at a random place and moment; the patrol turns so that its
/// circle of sight touches the ends. `target_kn` must be above 0.
///
/// Exact: while the ship is within `radius_nm` of the line, the places where it would be seen form
/// an interval. On a straight run it reaches `R sqrt(1 + k^2)` to each side, `k` the ratio of the
/// speeds; near a turn it ends where the circle does at the moment of the turn. Averaged over the
/// distance to the next turn, both parts have closed integrals.
#[must_use]
pub fn barrier_patrol(length_nm: f64, radius_nm: f64, patrol_kn: f64, target_kn: f64) -> f64 {
    let (length, radius) = (length_nm, radius_nm);
    let run = length - 2.0 * radius;
    if run <= 0.0 {
        return 1.0;
    }
    let ratio = patrol_kn / target_kn;
    let stretch = (1.0 + ratio * ratio).sqrt();
    // the turn governs if the patrol reaches it while the ship is yet within this of the line
    let turn = (radius * ratio / stretch).min(run / ratio).min(radius);
    let near = ratio * turn;
    let segment = turn * (radius * radius - turn * turn).sqrt();
    let at_turns = ratio * (segment + radius * radius * libm::asin(turn / radius)) / 2.0;
    let on_runs = radius * stretch * (run - near) - (run * run - near * near) / 2.0;
    (2.0 * (at_turns + on_runs) / run + run) / length
}

/// Returns the odds that at least one of `shots` hits, each with odds `p` of its own.
#[must_use]
pub fn salvo(p: f64, shots: u32) -> f64 {
    if shots == 0 { 0.0 } else { -libm::expm1(f64::from(shots) * libm::log1p(-p)) }
}

/// Returns the odds for a probability: 0.75 is 3 to 1. Certainty has infinite odds.
#[must_use]
pub fn odds(p: f64) -> f64 {
    p / (1.0 - p)
}

/// Returns the probability for odds.
#[must_use]
pub fn probability(odds: f64) -> f64 {
    if odds.is_infinite() { 1.0 } else { odds / (1.0 + odds) }
}

/// Returns a probability after its odds are multiplied by `ratio`; 0 and 1 stay.
///
/// With a likelihood ratio this is Bayes' rule in odds form.
#[must_use]
pub fn shift(p: f64, ratio: f64) -> f64 {
    p * ratio / (1.0 - p + p * ratio)
}

/// Returns what `prior` becomes on evidence this likely if it is true, and if it is not.
///
/// Evidence that could come about in neither case teaches nothing.
#[must_use]
pub fn bayes(prior: f64, if_true: f64, if_false: f64) -> f64 {
    let (hit, miss) = (prior * if_true, (1.0 - prior) * if_false);
    if hit + miss > 0.0 { hit / (hit + miss) } else { prior }
}

/// Returns `level` after it has moved towards `rest` for `days`, half the way in each half-life.
#[must_use]
pub fn towards(rest: f64, level: f64, days: f64, half_life_days: f64) -> f64 {
    rest + (level - rest) * libm::exp2(-days / half_life_days)
}

/// Draws how many of `n` succeed, each with odds `p`, by inversion.
#[must_use]
pub fn binomial(n: u32, p: f64, u: f64) -> u32 {
    if p <= 0.0 || n == 0 {
        return 0;
    }
    if p > 0.5 {
        return n - binomial(n, 1.0 - p, 1.0 - u);
    }
    let trials = f64::from(n);
    // less than 1e-15 lies below, and adding up from 0 would start at a number too small to hold
    let start = (trials * p - 12.0 * (trials * p * (1.0 - p)).sqrt()).max(0.0).floor();
    let ways =
        libm::lgamma(trials + 1.0) - libm::lgamma(start + 1.0) - libm::lgamma(trials - start + 1.0);
    let mut mass = libm::exp(ways + start * libm::log(p) + (trials - start) * libm::log1p(-p));
    let mut below = mass;
    let mut k = start as u32;
    while below < u && k < n && mass > below * f64::EPSILON {
        mass *= f64::from(n - k) / f64::from(k + 1) * p / (1.0 - p);
        k += 1;
        below += mass;
    }
    k
}

/// Draws the gap to the next of things that come at random, by inversion.
#[must_use]
pub fn exponential(mean: f64, u: f64) -> f64 {
    -mean * libm::log1p(-u)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::philox::uniform;

    /// Gives the `i`th uniform number of a fixed stream.
    fn draw(i: u32) -> f64 {
        uniform([i, 0, 0, 0], [7, 11])
    }

    fn close(a: f64, b: f64, tolerance: f64) -> bool {
        (a - b).abs() < tolerance
    }

    fn rows(table: &str) -> impl Iterator<Item = Vec<f64>> {
        table.lines().skip(1).map(|line| line.split(',').flat_map(str::parse).collect())
    }

    #[test]
    fn the_three_laws_agree_with_the_table_and_keep_their_order() {
        for row in rows(include_str!("../../../tests/data/search/koopman_laws.csv")) {
            let laws = [definite_range(row[0]), inverse_cube(row[0]), random_search(row[0])];
            for (law, expected) in laws.iter().zip(&row[1..]) {
                assert!(close(*law, *expected, 1e-9), "{laws:?} {row:?}");
            }
            assert!(laws[0] >= laws[1] && laws[1] >= laws[2]);
        }
    }

    #[test]
    fn many_small_looks_at_random_are_as_good_as_one() {
        assert!(close(salvo(random_search(0.8 / 5.0), 5), random_search(0.8), 1e-12));
    }

    #[test]
    fn a_patrol_agrees_with_the_table() {
        for row in rows(include_str!("../../../tests/data/search/barrier_patrol.csv")) {
            // the fifth cell of the table is text, and left out
            let p = barrier_patrol(row[0], row[1], row[2], row[3]);
            assert!(close(p, row[4], 1e-5), "{p} {row:?}");
        }
    }

    /// Plays crossings: the patrol's place each fiftieth of the time within reach of the line.
    fn played(length: f64, radius: f64, ratio: f64, crossings: u32) -> f64 {
        let run = length - 2.0 * radius;
        let seen = (0..crossings).filter(|i| {
            let (place, phase) = (draw(2 * i) * length, draw(2 * i + 1) * 2.0 * run);
            (-50..=50).any(|step| {
                let off = f64::from(step) / 50.0 * radius;
                let along = (phase + ratio * off).rem_euclid(2.0 * run);
                let patrol = radius + along.min(2.0 * run - along);
                (place - patrol) * (place - patrol) + off * off <= radius * radius
            })
        });
        seen.count() as f64 / f64::from(crossings)
    }

    #[test]
    fn a_patrol_agrees_with_crossings_played_one_by_one() {
        for (length, radius, ratio) in
            [(100.0, 10.0, 1.0), (60.0, 12.0, 2.0), (50.0, 20.0, 1.5), (300.0, 25.0, 0.5)]
        {
            let exact = barrier_patrol(length, radius, ratio * 10.0, 10.0);
            let play = played(length, radius, ratio, 20_000);
            assert!(close(exact, play, 0.014), "{length} {radius} {ratio}: {exact} {play}");
        }
    }

    #[test]
    fn a_patrol_that_sees_the_whole_line_misses_nobody() {
        assert!(close(barrier_patrol(20.0, 10.0, 15.0, 15.0), 1.0, 1e-12));
        assert!(close(barrier_patrol(20.001, 10.0, 15.0, 15.0), 1.0, 1e-3));
        assert!(
            close(barrier_patrol(100.0, 10.0, 0.0, 15.0), 0.2, 1e-12),
            "a ship that lies still"
        );
        assert!(close(barrier_patrol(100.0, 10.0, 1e9, 1e-3), 1.0, 1e-6));
    }

    #[test]
    fn a_salvo_of_sure_shots_hits_and_no_shot_misses() {
        assert!(close(salvo(0.5, 3), 0.875, 1e-12));
        assert!(close(salvo(1.0, 1), 1.0, 1e-12) && close(salvo(1.0, 0), 0.0, 1e-12));
    }

    #[test]
    fn odds_turn_into_probability_and_back() {
        assert!(close(odds(0.75), 3.0, 1e-12) && close(probability(3.0), 0.75, 1e-12));
        assert!(close(probability(odds(1.0)), 1.0, 1e-12));
        assert!(close(shift(0.2, 4.0), 0.5, 1e-12));
        assert!(close(shift(1.0, 0.01), 1.0, 1e-12) && close(shift(0.0, 100.0), 0.0, 1e-12));
    }

    #[test]
    fn evidence_moves_a_belief_by_its_likelihood_ratio() {
        assert!(close(bayes(0.2, 0.8, 0.2), shift(0.2, 4.0), 1e-12));
        assert!(close(bayes(0.2, 0.0, 0.0), 0.2, 1e-12));
        assert!(close(bayes(0.2, 0.3, 0.0), 1.0, 1e-12));
    }

    #[test]
    fn a_level_loses_half_its_distance_in_a_half_life() {
        assert!(close(towards(2.0, 10.0, 3.0, 3.0), 6.0, 1e-12));
        assert!(close(towards(2.0, 10.0, 0.0, 3.0), 10.0, 1e-12));
        let twice = towards(2.0, towards(2.0, 10.0, 1.0, 3.0), 4.0, 3.0);
        assert!(close(twice, towards(2.0, 10.0, 5.0, 3.0), 1e-12));
    }

    #[test]
    fn binomial_draws_have_their_mean_and_variance() {
        for (n, p) in [(1, 0.3), (12, 0.9), (40, 0.5), (5_000, 0.4), (42_000, 0.97)] {
            let draws: Vec<f64> = (0..4_000).map(|i| f64::from(binomial(n, p, draw(i)))).collect();
            let mean = draws.iter().sum::<f64>() / 4e3;
            let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / 4e3;
            let expected = f64::from(n) * p * (1.0 - p);
            let sigma = (expected / 4e3).sqrt();
            assert!(close(mean, f64::from(n) * p, 4.0 * sigma), "{n} {p}: mean {mean}");
            assert!(close(variance / expected, 1.0, 0.1), "{n} {p}: variance {variance}");
        }
    }

    #[test]
    fn binomial_draws_split_where_the_distribution_function_says() {
        // 3 trials at 1/2: 1/8, 4/8, 7/8
        let counts = [0.124, 0.126, 0.499, 0.501, 0.874, 0.876].map(|u| binomial(3, 0.5, u));
        assert_eq!(counts, [0, 1, 1, 2, 2, 3]);
        assert_eq!(
            [binomial(9, 0.0, 0.5), binomial(9, 1.0, 0.5), binomial(0, 0.5, 0.5)],
            [0, 9, 0]
        );
    }

    #[test]
    fn the_median_gap_is_the_mean_times_the_logarithm_of_two() {
        assert!(close(exponential(10.0, 0.5), 10.0 * std::f64::consts::LN_2, 1e-12));
    }

    proptest! {
        #[test]
        fn a_patrol_stays_between_lying_still_and_the_square_root_formula(
            length in 1.0..500.0_f64, share in 0.01..0.49, patrol in 0.0..40.0_f64, target in 1.0..40.0,
        ) {
            let radius = share * length;
            let still = 2.0 * radius / length;
            let stretch = libm::hypot(1.0, patrol / target);
            let p = barrier_patrol(length, radius, patrol, target);
            prop_assert!(p >= still - 1e-12 && p <= (still * stretch).min(1.0) + 1e-12);
            prop_assert!(p <= barrier_patrol(length, radius, patrol + 1.0, target) + 1e-12);
        }

        #[test]
        fn binomial_draws_never_fall_when_the_number_rises(
            n in 0_u32..3_000, p in 0.0..=1.0, u in 0.0001..0.9999, v in 0.0001..0.9999,
        ) {
            let (less, more) = if u < v { (u, v) } else { (v, u) };
            prop_assert!(binomial(n, p, less) <= binomial(n, p, more) && binomial(n, p, more) <= n);
        }
    }
}
