//! The two designs of a Sobol analysis, spread more evenly than chance would.

/// Most inputs a design can have.
pub const MOST_INPUTS: usize = sobol_burley::NUM_DIMENSIONS as usize / 2;

/// Most rows a design can have.
pub const MOST_ROWS: usize = 1 << 16;

/// Returns designs A and B: for each row and input a number in (0, 1), keyed by the seed.
///
/// None beyond [`MOST_INPUTS`] or [`MOST_ROWS`]. Rows are points of one Owen-scrambled Sobol
/// sequence in twice as many dimensions; powers of two serve best. Of the errors of independent
/// draws a third is left, often a tenth (Ishigami and Sobol-G, 1,024 and 16,384 rows). Luck needs no
/// column here: its seeds may be independent. Burley, "Practical hash-based Owen scrambling", JCGT 9 (2020).
#[must_use]
pub fn sobol_design(inputs: usize, rows: usize, seed: u32) -> Option<[Vec<Vec<f64>>; 2]> {
    let number = |row: usize, dimension: usize| {
        let point = sobol_burley::sample(row as u32, dimension as u32, seed);
        // the middle of its cell, so that it is never 0
        f64::from(point) + 0.5 / (1_u64 << 24) as f64
    };
    let design = |of: usize| {
        let row = |row| (0..inputs).map(|input| number(row, of * inputs + input)).collect();
        (0..rows).map(row).collect()
    };
    (inputs <= MOST_INPUTS && rows <= MOST_ROWS).then(|| [design(0), design(1)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_column_is_spread_evenly() {
        let [a, b] = sobol_design(6, 1_024, 5).unwrap();
        for (design, input) in [(&a, 0), (&a, 5), (&b, 0), (&b, 5)] {
            let mut cells = [0; 64];
            for row in design {
                assert!(row[input] > 0.0 && row[input] < 1.0);
                cells[(row[input] * 64.0) as usize] += 1;
            }
            assert_eq!(cells, [16; 64]);
        }
    }

    #[test]
    fn another_seed_is_another_design() {
        assert_eq!(sobol_design(3, 8, 1), sobol_design(3, 8, 1));
        assert_ne!(sobol_design(3, 8, 1), sobol_design(3, 8, 2));
        assert_eq!(sobol_design(MOST_INPUTS + 1, 8, 1), None);
        assert_eq!(sobol_design(1, MOST_ROWS + 1, 1), None);
    }
}
