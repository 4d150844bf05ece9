//! Sketches: how many numbers are spread, in bounded memory, merged to the same bits in any order.

use std::collections::BTreeMap;

/// Counts of numbers on a fixed grid of floats, and of those that never come.
///
/// The grid keeps the 11 leading bits of the mantissa: a number is off by at most 2^-12 of itself,
/// and integers up to 4,096, halves up to 2,048 and so on are exact. Numbers below 2^-20 in size
/// count as 0, as in [`super::Moments`], so that there are never more than a few hundred thousand
/// places.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sketch {
    places: BTreeMap<i32, u64>,
    never: u64,
}

/// Bits of a float that the grid leaves out.
const LEFT_OUT: u32 = 41;

/// What is smaller counts as 0.
const SMALLEST: f64 = 1.0 / (1_u32 << 20) as f64;

/// Returns the place of a number on the grid, in the order of numbers.
fn place(value: f64) -> i32 {
    let size = value.abs();
    if size < SMALLEST {
        return 0;
    }
    let nearest = ((size.to_bits() + (1 << (LEFT_OUT - 1))) >> LEFT_OUT) as i32;
    if value < 0.0 { -nearest } else { nearest }
}

/// Returns the number that stands at a place.
fn number(place: i32) -> f64 {
    let size = f64::from_bits(u64::from(place.unsigned_abs()) << LEFT_OUT);
    if place < 0 { -size } else { size }
}

impl Sketch {
    /// Counts one number; what is not finite never comes.
    pub fn push(&mut self, value: f64) {
        if value.is_finite() {
            *self.places.entry(place(value)).or_default() += 1;
        } else {
            self.never += 1;
        }
    }

    /// Adds what another shard counted.
    pub fn merge(&mut self, other: &Sketch) {
        for (&place, count) in &other.places {
            *self.places.entry(place).or_default() += count;
        }
        self.never += other.never;
    }

    /// Returns how many numbers were counted, never included.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.never + self.places.values().sum::<u64>()
    }

    /// Returns how many never came.
    #[must_use]
    pub fn never(&self) -> u64 {
        self.never
    }

    /// Returns the numbers that came, upwards, each with how often it did.
    pub fn iter(&self) -> impl Iterator<Item = (f64, u64)> {
        self.places.iter().map(|(&place, &count)| (number(place), count))
    }

    /// Returns the number of this rank, counted from 0; infinity if it never comes or there are
    /// not so many.
    #[must_use]
    pub fn ranked(&self, rank: u64) -> f64 {
        let mut passed = 0;
        let reached = self.iter().find(|(_, count)| {
            passed += count;
            passed > rank
        });
        reached.map_or(f64::INFINITY, |(value, _)| value)
    }

    /// Returns a quantile, NaN of nothing and infinity where it never comes.
    ///
    /// Interpolates between neighbours that both come, as [`super::quantile`] does.
    #[must_use]
    pub fn quantile(&self, level: f64) -> f64 {
        let Some(last) = self.total().checked_sub(1) else { return f64::NAN };
        let at = level.clamp(0.0, 1.0) * last as f64;
        let below = libm::floor(at);
        let part = at - below;
        let low = self.ranked(below as u64);
        if part == 0.0 {
            return low;
        }
        let high = self.ranked(below as u64 + 1);
        if high.is_finite() { low + part * (high - low) } else { high }
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these numbers are exact")]
mod tests {
    use super::*;
    use crate::stats::sample::quantile;
    use excomm_engine::world::keyed_uniform;

    fn sketch(values: impl IntoIterator<Item = f64>) -> Sketch {
        let mut sketch = Sketch::default();
        values.into_iter().for_each(|value| sketch.push(value));
        sketch
    }

    #[test]
    fn a_quantile_is_within_a_4096th_of_that_of_the_sample() {
        let values: Vec<f64> = (0..5_000).map(|i| 80.0 * keyed_uniform(5, 5, i) - 40.0).collect();
        let sketch = sketch(values.iter().copied());
        let mut sorted = values;
        sorted.sort_by(f64::total_cmp);
        for level in [0.0, 0.05, 0.31, 0.5, 0.95, 1.0] {
            let (ours, exact) = (sketch.quantile(level), quantile(&sorted, level));
            assert!((ours - exact).abs() <= exact.abs() / 4096.0 + 1e-9, "{level}: {ours} {exact}");
        }
    }

    #[test]
    fn small_integers_and_their_halves_are_exact() {
        for value in (-4_096..=4_096).map(f64::from) {
            assert_eq!(number(place(value)), value);
            assert_eq!(number(place(value / 4.0)), value / 4.0);
        }
        assert_eq!(sketch([-0.0, 0.0, 1e-9, -1e-9]).iter().collect::<Vec<_>>(), [(0.0, 4)]);
    }

    #[test]
    fn places_are_in_the_order_of_numbers() {
        let values = [-1e9, -2.5, -2.4, -1e-5, 0.0, 1e-5, 0.999, 1.0, 1e9];
        assert!(values.map(place).is_sorted());
    }

    #[test]
    fn what_never_comes_is_later_than_all() {
        let sketch = sketch([3.0, f64::INFINITY, 1.0, f64::NAN]);
        assert_eq!((sketch.total(), sketch.never()), (4, 2));
        let found = [0.0, 1.0 / 6.0, 0.5, 1.0].map(|level| sketch.quantile(level));
        assert_eq!(found, [1.0, 2.0, f64::INFINITY, f64::INFINITY]);
        assert!(Sketch::default().quantile(0.5).is_nan());
    }

    #[test]
    fn shards_merge_to_the_same_bits_however_they_are_cut() {
        let values: Vec<f64> = (0..5_000).map(|i| 40.0 * keyed_uniform(5, 6, i)).collect();
        let whole = sketch(values.iter().copied());
        for chunk in [1, 7, 1_000, 1_999] {
            let mut merged = Sketch::default();
            for part in values.chunks(chunk).rev() {
                merged.merge(&sketch(part.iter().copied()));
            }
            assert_eq!(merged, whole, "chunks of {chunk}");
        }
    }

    #[test]
    fn numbers_of_every_size_need_no_more_than_a_few_hundred_thousand_places() {
        let values = (0..200_000).map(|i| {
            let size = libm::pow(2.0, 60.0 * keyed_uniform(6, 6, i) - 30.0);
            if i % 2 == 0 { size } else { -size }
        });
        assert!(sketch(values).places.len() < 210_000);
        assert_eq!((place(1.0) - place(0.5), place(2.0) - place(1.0)), (2_048, 2_048));
    }
}
