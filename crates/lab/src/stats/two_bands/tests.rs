use super::*;
use crate::stats::sample::quantile;
use excomm_engine::world::keyed_uniform;

/// K fact draws with R lucks: a truth for each draw, and normal luck of this size.
fn draws(k: u64, lucks: u64, size: f64, truth: impl Fn(f64) -> f64) -> Vec<FactDraw> {
    let draw = |fact: u64| {
        let truth = truth(keyed_uniform(8, 0, fact));
        let luck = |luck| size * normal_quantile(keyed_uniform(8, 1 + fact, luck));
        FactDraw::of_values(&(0..lucks).map(|i| truth + luck(i)).collect::<Vec<_>>())
    };
    (0..k).map(draw).collect()
}

fn bands(draws: &[FactDraw]) -> TwoBands {
    draws.iter().copied().collect::<Draws>().two_bands(Measure::Number).unwrap()
}

#[test]
fn the_band_of_normal_facts_comes_back_through_twice_as_much_luck() {
    let found = bands(&draws(4_000, 4, 2.0, normal_quantile));
    assert!((found.low.value + 1.645).abs() < 0.1, "{found:?}");
    assert!((found.high.value - 1.645).abs() < 0.1, "{found:?}");
    assert!((found.noise - 1.0).abs() < 0.05 && (found.spread.value - 1.0).abs() < 0.05);
}

#[test]
fn without_removing_luck_the_band_would_be_much_too_wide() {
    let mut plain: Vec<f64> =
        draws(4_000, 4, 2.0, normal_quantile).iter().map(|draw| draw.mean).collect();
    plain.sort_by(f64::total_cmp);
    assert!(quantile(&plain, 0.95) > 2.2);
}

#[test]
fn facts_that_change_nothing_leave_a_third_of_the_band_of_luck_at_most() {
    let found = bands(&draws(400, 10, 1.0, |_| 3.0));
    let band_of_luck = 2.0 * 1.645 * found.noise;
    assert!(found.high.value - found.low.value < band_of_luck / 3.0, "{found:?}");
    assert!(found.spread.interval.contains(0.0), "{found:?}");
    assert!(found.answer.interval.contains(3.0), "{found:?}");
}

#[test]
fn the_ends_of_uniform_facts_are_right_when_luck_is_under_half_of_the_spread() {
    let found = bands(&draws(4_000, 60, 1.0, |u| u));
    assert!((found.low.value - 0.05).abs() < 0.04, "{found:?}");
    assert!((found.high.value - 0.95).abs() < 0.04, "{found:?}");
}

#[test]
fn a_band_of_shares_stays_between_0_and_1() {
    let hits =
        |fact: u64| (0..20).filter(move |&i| keyed_uniform(3, fact, i) < keyed_uniform(4, 0, fact));
    let draws: Vec<_> =
        (0..1_000).map(|fact| FactDraw::of_share(hits(fact).count() as u64, 20)).collect();
    let found = draws.into_iter().collect::<Draws>().two_bands(Measure::Share).unwrap();
    assert!(found.low.value >= 0.0 && found.high.value <= 1.0);
    assert!((found.low.value - 0.05).abs() < 0.04, "{found:?}");
    assert!((found.high.value - 0.95).abs() < 0.04, "{found:?}");
    assert_eq!(found.clarity, Clarity::Clear);
}

/// In how many of 200 studies of 100 draws these hold the truth: the intervals of both ends, of
/// the spread and of the answer.
fn held(luck_size: f64) -> [usize; 4] {
    let mut held = [0; 4];
    for set in 0..200_u64 {
        let draw = |fact: u64| {
            let truth = normal_quantile(keyed_uniform(set, 0, fact));
            let luck = |i| truth + luck_size * normal_quantile(keyed_uniform(set, 1 + fact, i));
            FactDraw::of_values(&(0..4).map(luck).collect::<Vec<_>>())
        };
        let found = bands(&(0..100).map(draw).collect::<Vec<_>>());
        let parts = [found.low, found.high, found.spread, found.answer];
        for (held, (part, truth)) in
            held.iter_mut().zip(parts.iter().zip([-1.645, 1.645, 1.0, 0.0]))
        {
            *held += usize::from(part.interval.contains(truth));
        }
    }
    held
}

#[test]
fn computing_errors_hold_the_truth_about_95_times_in_100() {
    for luck_size in [1.0, 3.0] {
        let held = held(luck_size);
        assert!(held.iter().all(|held| (180..=200).contains(held)), "{luck_size}: {held:?} of 200");
    }
}

#[test]
fn with_little_noise_ends_are_those_of_the_sample_and_with_much_those_of_the_shape() {
    let ends = |size: f64| {
        let draws = draws(400, 10, size, normal_quantile);
        let found = bands(&draws);
        let mut means: Vec<f64> = draws.iter().map(|draw| draw.mean).collect();
        means.sort_by(f64::total_cmp);
        let (centre, total) = (mean(&means), variance(&means));
        let noise = draws.iter().map(|draw| draw.noise).sum::<f64>() / 400.0;
        let factor = ((total - noise) / total).sqrt();
        let of_sample = centre + factor * (quantile(&means, 0.95) - centre);
        let of_shape = centre + (total - noise).sqrt() * normal_quantile(0.95);
        (found.high.value, of_sample, of_shape)
    };
    let (sharp, of_sample, _) = ends(0.01);
    assert!((sharp - of_sample).abs() < 2e-3, "{sharp}, of the sample {of_sample}");
    let (noisy, _, of_shape) = ends(2.0);
    assert!((noisy - of_shape).abs() < 2e-3, "{noisy}, of the shape {of_shape}");
}

/// How many of something rare are counted where so many are expected: Poisson, by inversion.
fn counted(expected: f64, uniform: f64) -> f64 {
    let (mut count, mut odds) = (0.0, libm::exp(-expected));
    let mut below = odds;
    while below < uniform {
        count += 1.0;
        odds *= expected / count;
        below += odds;
    }
    count
}

#[test]
fn bands_of_a_rare_count_hold_the_truth_and_their_answer() {
    // .07 are expected; exponential over facts, 5 to 95 % .0036 to .21
    let expected = |level: f64| -0.07 * libm::log1p(-level);
    let mut held = [0; 2];
    for study in 0..50 {
        let draw = |fact: u64| {
            let expected = expected(keyed_uniform(study, 0, fact));
            let one = |luck| counted(expected, keyed_uniform(study, 1 + fact, luck));
            FactDraw::of_values(&(0..10).map(one).collect::<Vec<_>>())
        };
        let found = bands(&(0..100).map(draw).collect::<Vec<_>>());
        assert!(found.low.value <= found.answer.value && found.answer.value <= found.high.value);
        assert!(found.low.value >= 0.0);
        held[0] += usize::from(found.low.interval.contains(expected(0.05)));
        held[1] += usize::from(found.high.interval.contains(expected(0.95)));
    }
    // fewer than 37 of 50 come by chance once in two million
    assert!(held.iter().all(|&held| held >= 37), "{held:?} of 50");
}

#[test]
fn bands_of_dates_that_mostly_never_come_stay_within_the_clock() {
    // a day in a thirty-day clock, the sooner the higher its chance a day, and never is 30
    let chance = |u: f64| 0.001 + 0.02 * u * u;
    let draw = |fact: u64| {
        let chance = chance(keyed_uniform(6, 0, fact));
        let day = |luck| -libm::log1p(-keyed_uniform(6, 1 + fact, luck)) / chance;
        FactDraw::of_values(&(0..10).map(|luck| day(luck).min(30.0)).collect::<Vec<_>>())
    };
    let draws: Draws = (0..400).map(draw).collect();
    let found = draws.two_bands(Measure::Within(0.0, 30.0)).unwrap();
    let mean_day = |u: f64| (1.0 - libm::exp(-30.0 * chance(u))) / chance(u);
    assert!(found.high.value <= 30.0, "{found:?}");
    assert!(found.low.interval.contains(mean_day(0.95)), "{found:?}");
    assert!(found.high.interval.contains(mean_day(0.05)), "{found:?}");
}

#[test]
fn the_same_everywhere_leaves_no_band_at_all() {
    let found = bands(&[FactDraw::of_values(&[0.3; 10]); 20]);
    for part in [found.answer, found.low, found.high] {
        assert!((part.value - 0.3).abs() < 1e-6 && part.interval.width() == 0.0, "{part:?}");
    }
    assert_eq!((found.spread.value, found.noise), (0.0, 0.0));
    assert_eq!(found.clarity, Clarity::Clear);
}

#[test]
fn one_luck_a_draw_cannot_tell_luck_from_facts() {
    let single = [FactDraw::of_values(&[1.0]), FactDraw::of_values(&[2.0])];
    assert_eq!(Draws::from_iter(single).two_bands(Measure::Number), None);
    assert_eq!(Draws::default().two_bands(Measure::Number), None);
}
