//! Philox 4x32-10: a counter-based generator whose every draw can be named.
//!
//! Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.

use std::convert::Infallible;

use rand::{
    TryRng,
    distr::{Distribution, Open01},
};

const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const WEYL: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];

/// Returns the four words that belong to this counter under this key.
#[must_use]
pub fn philox4x32_10(counter: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let [mut a, mut b, mut c, mut d] = counter;
    let [mut k0, mut k1] = key;
    for _ in 0..10 {
        let (high0, low0) = multiply(MULTIPLIERS[0], a);
        let (high1, low1) = multiply(MULTIPLIERS[1], c);
        [a, b, c, d] = [high1 ^ b ^ k0, low1, high0 ^ d ^ k1, low0];
        k0 = k0.wrapping_add(WEYL[0]);
        k1 = k1.wrapping_add(WEYL[1]);
    }
    [a, b, c, d]
}

/// Returns the high and low words of a product.
fn multiply(x: u32, y: u32) -> (u32, u32) {
    let product = u64::from(x) * u64::from(y);
    ((product >> 32) as u32, product as u32)
}

/// Philox from one counter on, as a generator of `rand`: block after block of four words.
#[derive(Debug, Clone)]
pub struct Philox {
    counter: [u32; 4],
    key: [u32; 2],
    words: [u32; 4],
    used: usize,
}

impl Philox {
    /// Begins with the words of this counter under this key.
    #[must_use]
    pub fn new(counter: [u32; 4], key: [u32; 2]) -> Philox {
        Philox { counter, key, words: philox4x32_10(counter, key), used: 0 }
    }
}

impl TryRng for Philox {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        if self.used == self.words.len() {
            self.counter[0] = self.counter[0].wrapping_add(1);
            self.words = philox4x32_10(self.counter, self.key);
            self.used = 0;
        }
        self.used += 1;
        Ok(self.words[self.used - 1])
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let (low, high) = (self.try_next_u32()?, self.try_next_u32()?);
        Ok(u64::from(high) << 32 | u64::from(low))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for chunk in bytes.chunks_mut(4) {
            let word = self.try_next_u32()?.to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
        Ok(())
    }
}

/// Returns the number strictly between 0 and 1 that belongs to this counter under this key.
#[must_use]
pub fn uniform(counter: [u32; 4], key: [u32; 2]) -> f64 {
    Open01.sample(&mut Philox::new(counter, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn philox_gives_the_published_answers() {
        let vectors = include_str!("../../../tests/data/rng/random123_kat_vectors.txt");
        let mut seen = 0;
        for line in vectors.lines().filter(|line| line.starts_with("philox4x32 10 ")) {
            let words: Vec<u32> = line
                .split_whitespace()
                .skip(2)
                .map(|word| u32::from_str_radix(word, 16).unwrap())
                .collect();
            let counter = words[0..4].try_into().unwrap();
            let key = words[4..6].try_into().unwrap();
            assert_eq!(philox4x32_10(counter, key), words[6..10], "{line}");
            seen += 1;
        }
        assert_eq!(seen, 3);
    }

    #[test]
    fn a_generator_goes_on_with_the_next_counter() {
        let mut generator = Philox::new([7, 0, 0, 0], [1962, 11]);
        let mut drawn = [0; 8];
        for word in &mut drawn {
            *word = generator.try_next_u32().unwrap();
        }
        assert_eq!(drawn[..4], philox4x32_10([7, 0, 0, 0], [1962, 11]));
        assert_eq!(drawn[4..], philox4x32_10([8, 0, 0, 0], [1962, 11]));
    }

    #[test]
    fn a_uniform_number_is_never_0_and_never_1() {
        for counter in 0..10_000 {
            let u = uniform([counter, 0, 0, 0], [1962, 11]);
            assert!(0.0 < u && u < 1.0, "{u}");
        }
    }

    #[test]
    fn uniform_numbers_fill_ten_bins_evenly() {
        let mut bins = [0_u32; 10];
        for counter in 0..50_000 {
            let u = uniform([counter, 0, 0, 0], [1962, 11]);
            bins[(u * 10.0) as usize] += 1;
        }
        let chi_square: f64 =
            bins.iter().map(|&n| (f64::from(n) - 5e3) * (f64::from(n) - 5e3)).sum();
        assert!(chi_square / 5e3 < 27.9, "9 degrees of freedom, p = 0.001: {bins:?}");
    }
}
