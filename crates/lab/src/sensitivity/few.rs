//! Outcomes that come out otherwise in too few worlds to say what they hang on.

/// An outcome that is not what it mostly is in too few worlds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Few {
    /// In how many worlds it is otherwise.
    pub otherwise: u64,
    /// Of how many that share no luck.
    pub of: u64,
    /// How many rows would do.
    pub rows: u64,
}

/// Worlds with something rare from which its variance is shared out: the shares are then known to a
/// quarter of themselves or so.
const ENOUGH: u64 = 20;

/// Worlds with something rare that the rows which are asked for would have on average.
const ASKED_FOR: u64 = 32;

impl Few {
    /// Counts the worlds of so many rows in which an outcome is not what it mostly is; none if they
    /// are enough, if it is not rare at all (a tenth of the worlds), or if it never varies.
    #[must_use]
    pub fn of(outcomes: &[f64], rows: u64) -> Option<Few> {
        let mut sorted = outcomes.to_vec();
        sorted.sort_by(f64::total_cmp);
        let same = sorted.chunk_by(|a, b| a.total_cmp(b).is_eq()).map(<[f64]>::len).max()?;
        let of = sorted.len() as u64;
        let otherwise = of - same as u64;
        let rows = (rows * ASKED_FOR).div_ceil(otherwise.max(1)).next_power_of_two();
        let rare = (1..ENOUGH).contains(&otherwise) && otherwise < of / 10;
        rare.then_some(Few { otherwise, of, rows })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn few(otherwise: usize, of: usize) -> Option<Few> {
        let outcomes: Vec<f64> = (0..of).map(|i| f64::from(u8::from(i < otherwise))).collect();
        Few::of(&outcomes, of as u64 / 2)
    }

    #[test]
    fn one_world_in_500_is_too_few_and_as_many_rows_are_asked_for_as_bring_enough() {
        let known = Few { otherwise: 1, of: 512, rows: 8_192 };
        assert_eq!(few(1, 512), Some(known));
        assert_eq!(few(511, 512), Some(known), "what nearly always comes is as hard to tell");
        assert_eq!(few(20, 512), None);
        assert_eq!(few(3, 8), None, "few worlds are another thing than a rare outcome");
        assert_eq!(few(0, 512), None, "what never varies hangs on nothing");
        assert_eq!(Few::of(&[], 0), None);
    }
}
