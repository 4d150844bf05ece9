//! Philox 4x32-10: a counter-based generator whose every draw can be named.
//!
//! Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.

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

/// Turns 64 random bits into a number strictly between 0 and 1.
///
/// The top 53 bits are the numerator over 2^53, with the last one set: so neither 0 nor 1 comes
/// out, and `1 - u` is as good a draw as `u`.
#[must_use]
pub fn uniform(bits: u64) -> f64 {
    const STEP: f64 = 1.0 / (1_u64 << 53) as f64;
    ((bits >> 11) | 1) as f64 * STEP
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn philox_gives_the_published_answers() {
        let vectors = include_str!("../../tests/data/rng/random123_kat_vectors.txt");
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
    fn a_uniform_number_is_never_0_and_never_1() {
        assert_eq!(uniform(0).to_bits(), libm::exp2(-53.0).to_bits());
        assert_eq!(uniform(u64::MAX).to_bits(), (1.0 - libm::exp2(-53.0)).to_bits());
        assert!((uniform(1 << 63) - 0.5).abs() < 1e-15);
    }

    #[test]
    fn uniform_numbers_fill_ten_bins_evenly() {
        let mut bins = [0_u32; 10];
        for counter in 0..25_000 {
            let words = philox4x32_10([counter, 0, 0, 0], [1962, 11]);
            for pair in words.chunks(2) {
                let u = uniform(u64::from(pair[0]) << 32 | u64::from(pair[1]));
                bins[(u * 10.0) as usize] += 1;
            }
        }
        let chi_square: f64 =
            bins.iter().map(|&n| (f64::from(n) - 5e3) * (f64::from(n) - 5e3)).sum();
        assert!(chi_square / 5e3 < 27.9, "9 degrees of freedom, p = 0.001: {bins:?}");
    }
}
