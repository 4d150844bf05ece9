//! Shares and means with a truth that is known, and what their bands and errors hold of it.

use super::*;
use crate::stats::beta_quantile;
use excomm_engine::world::keyed_uniform;

fn share(draws: &[(u64, u64)]) -> Share {
    let hits = hits(draws);
    hits.share(true)
}

fn hits(draws: &[(u64, u64)]) -> Hits {
    let mut hits = Hits::default();
    for &(hit, lucks) in draws {
        hits.count.merge(&Count { hits: hit, trials: lucks });
        hits.draws.push(FactDraw::of_share(hit, lucks));
    }
    hits
}

#[test]
fn worlds_that_hang_together_are_worth_fewer() {
    let apart = share(&[(5, 10); 20]);
    let together = share(&[[(0, 10), (10, 10)]; 10].concat());
    assert_eq!(apart.count, together.count);
    assert_eq!(apart.error, apart.count.interval(0.95));
    let of_draws = Count { hits: 10, trials: 20 }.interval(0.95);
    assert!((together.error.width() / of_draws.width() - 1.0).abs() < 0.1, "{together:?}");
}

#[test]
fn a_share_of_none_keeps_an_error_and_none_leaves_0_to_1() {
    let none = share(&[(0, 10); 10]);
    assert!(none.error.low == 0.0 && none.error.high > 0.03, "{none:?}");
    let none = none.bands.unwrap();
    assert_eq!(
        (none.clarity, none.high.interval.high),
        (Clarity::Hidden, none.answer.interval.high)
    );
    let bands = share(&[(10, 10), (10, 10), (9, 10), (2, 10)]).bands.unwrap();
    for part in [bands.answer, bands.low, bands.high] {
        assert!(part.interval.low >= 0.0 && part.interval.high <= 1.0, "{part:?}");
    }
    assert_eq!(bands.answer.value, 31.0 / 40.0);
}

#[test]
fn without_a_draw_of_the_facts_both_ends_are_the_answer_and_all_worlds_count() {
    for (hit, low, high) in [(0, 0.0, 0.0188), (1, 0.0009, 0.0278), (10, 0.0274, 0.0896)] {
        let share = hits(&[[(0, 10); 19].as_slice(), &[(hit, 10)]].concat()).share(false);
        let bands = share.bands.unwrap();
        assert_eq!((bands.low, bands.high), (bands.answer, bands.answer));
        assert_eq!((bands.clarity, bands.answer.interval), (Clarity::Undrawn, share.error));
        assert!((share.error.low - low).abs() < 5e-5, "{share:?}");
        assert!((share.error.high - high).abs() < 5e-5, "{share:?}");
    }
}

/// Where a chance lies that nobody knows: its lowest, likeliest and highest value (PERT).
struct Chance(f64, f64, f64);

impl Chance {
    fn quantile(&self, level: f64) -> f64 {
        let &Chance(low, best, high) = self;
        let a = 1.0 + 4.0 * (best - low) / (high - low);
        low + (high - low) * beta_quantile(level, a, 6.0 - a)
    }

    /// Counts a study of this many draws of the chance, of this many lucks each.
    fn study(seed: u64, draws: u64, lucks: u64, table: &[f64]) -> Share {
        let draw = |draw: u64| {
            let chance = table[(keyed_uniform(seed, 0, draw) * table.len() as f64) as usize];
            let hit = |luck: &u64| keyed_uniform(seed, 1 + draw, *luck) < chance;
            ((0..lucks).filter(hit).count() as u64, lucks)
        };
        share(&(0..draws).map(draw).collect::<Vec<_>>())
    }

    /// Returns the chance at a thousand levels in equal steps.
    fn table(&self) -> Vec<f64> {
        (0..1_000).map(|i| self.quantile((f64::from(i) + 0.5) / 1e3)).collect()
    }

    /// In how many of 50 studies the intervals hold the 5 % and the 95 % of the chance, and its mean.
    fn held(&self, draws: u64, lucks: u64) -> [usize; 3] {
        let table = self.table();
        let truth = [self.quantile(0.05), self.quantile(0.95), table.iter().sum::<f64>() / 1e3];
        let mut held = [0; 3];
        for seed in 0..50 {
            let bands = Chance::study(seed, draws, lucks, &table).bands.unwrap();
            let inside =
                bands.low.value <= bands.answer.value && bands.answer.value <= bands.high.value;
            assert!(inside, "study {seed} leaves out its own answer: {bands:?}");
            let parts = [bands.low, bands.high, bands.answer];
            for ((held, part), truth) in held.iter_mut().zip(parts).zip(truth) {
                *held += usize::from(part.interval.contains(truth));
            }
        }
        held
    }
}

const RARE: Chance = Chance(0.001, 0.005, 0.03);
const MIDDLING: Chance = Chance(0.0, 0.05, 0.5);
const LIKELY: Chance = Chance(0.4, 0.75, 1.0);

/// Of 50 intervals that hold the truth 19 times in 20, fewer than these do once in two million.
const FEWEST: usize = 37;

#[test]
fn bands_of_rare_middling_and_likely_chances_hold_the_truth_and_their_answer() {
    for chance in [RARE, MIDDLING, LIKELY] {
        for (draws, lucks) in [(100, 10), (100, 100), (500, 2), (1_000, 10)] {
            let held = chance.held(draws, lucks);
            assert!(
                held.iter().all(|&held| held >= FEWEST),
                "{draws} draws, {lucks} lucks: {held:?} of 50"
            );
        }
    }
}

#[test]
fn the_band_of_a_rare_chance_comes_back_through_more_noise_than_spread() {
    let bands = Chance::study(3, 400, 250, &RARE.table()).bands.unwrap();
    assert_eq!(bands.clarity, Clarity::Hazy);
    assert!(bands.noise > bands.spread.value, "{bands:?}");
    assert!((bands.low.value - 0.0022).abs() < 0.001, "{bands:?}");
    assert!((bands.high.value - 0.0176).abs() < 0.002, "{bands:?}");
    let lucks = bands.lucks_needed().unwrap();
    assert!((4.0..10.0).contains(&lucks), "{lucks} times as many lucks");
}

#[test]
fn a_few_draws_of_a_rare_chance_say_that_luck_hides_its_band() {
    let bands = Chance::study(3, 100, 10, &RARE.table()).bands.unwrap();
    assert_eq!(bands.clarity, Clarity::Hidden, "{bands:?}");
    assert!(bands.high.interval.high > 0.0176, "{bands:?}");
}

#[test]
fn a_chance_that_hangs_on_a_hidden_truth_keeps_its_two_ends_inside_the_band() {
    // one world in five is of the second kind
    let table: Vec<f64> = (0..1_000).map(|i| if i % 5 == 0 { 0.8 } else { 0.2 }).collect();
    for (lucks, near) in [(10, 0.25), (100, 0.08), (1_000, 0.03)] {
        let bands = Chance::study(4, 100, lucks, &table).bands.unwrap();
        assert!(bands.low.value < 0.2 && bands.low.value > 0.2 - near, "{lucks}: {bands:?}");
        assert!(bands.high.value > 0.78 && bands.high.value < 0.8 + near, "{lucks}: {bands:?}");
    }
}
