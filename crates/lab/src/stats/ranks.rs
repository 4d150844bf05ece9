//! Ranks: whether values are larger, or smaller, among some cases than among the others.

/// Returns how far the mean rank of the chosen values lies from that of all, in standard errors.
///
/// About normal if being chosen has nothing to do with the value; 0 if none or all are chosen, or all
/// values are equal. Values that tie share their rank. The rank sum test: Wilcoxon, "Individual
/// comparisons by ranking methods", Biometrics Bulletin 1 (1945), with the variance of a sample drawn
/// without replacement, which is exact with ties.
#[must_use]
#[expect(clippy::float_cmp, reason = "counts are exact")]
pub fn rank_z(values: &[f64], chosen: &[bool]) -> f64 {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let n = values.len() as f64;
    let middle = f64::midpoint(n, 1.0);
    let (mut sum, mut squares, mut before) = (0.0, 0.0, 0.0);
    for tied in order.chunk_by(|&a, &b| values[a].total_cmp(&values[b]).is_eq()) {
        let size = tied.len() as f64;
        let rank = before + f64::midpoint(size, 1.0) - middle;
        sum += rank * tied.iter().filter(|&&row| chosen[row]).count() as f64;
        squares += rank * rank * size;
        before += size;
    }
    let picked = chosen.iter().filter(|&&is| is).count() as f64;
    if squares == 0.0 || picked == 0.0 || picked == n {
        return 0.0;
    }
    let variance = squares / (n - 1.0) / picked * (1.0 - picked / n);
    sum / picked / variance.sqrt()
}

/// The most bins into which values are cut.
const BINS: usize = 9;

/// The fewest cases of either kind that a bin should hold.
const FEWEST: f64 = 5.0;

/// Returns the chance that being chosen would go together with the values so closely if it had
/// nothing to do with them, be it that more of it, less of it or its middle is chosen.
///
/// Twice the smaller of two chances (Bonferroni): of the rank sum test, which sees more and less
/// best, and of the chi-squared test over bins of equally many cases (Pearson 1900), which sees any
/// shape.
#[must_use]
pub fn dependence(values: &[f64], chosen: &[bool]) -> f64 {
    let ranks = libm::erfc(rank_z(values, chosen).abs() / std::f64::consts::SQRT_2);
    (2.0 * ranks.min(over_bins(values, chosen))).min(1.0)
}

/// Returns the chance of the chi-squared test over bins of equally many cases; values that tie share
/// a bin.
fn over_bins(values: &[f64], chosen: &[bool]) -> f64 {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let n = values.len() as f64;
    let picked = chosen.iter().filter(|&&is| is).count() as f64;
    let bins = ((picked.min(n - picked) / FEWEST) as usize).min(BINS);
    if bins < 2 {
        return 1.0;
    }
    let share = picked / n;
    let size = values.len().div_ceil(bins);
    let (mut sum, mut used, mut cases, mut hits) = (0.0, 0, 0.0, 0.0);
    let mut left = values.len();
    for tied in order.chunk_by(|&a, &b| values[a].total_cmp(&values[b]).is_eq()) {
        cases += tied.len() as f64;
        hits += tied.iter().filter(|&&row| chosen[row]).count() as f64;
        left -= tied.len();
        if cases >= size as f64 || left == 0 {
            let apart = hits - cases * share;
            sum += apart * apart / (cases * share * (1.0 - share));
            (used, cases, hits) = (used + 1, 0.0, 0.0);
        }
    }
    if used < 2 { 1.0 } else { chi_squared_above(sum * (n - 1.0) / n, used - 1) }
}

/// Returns the chance that chi-squared with so many degrees of freedom lies above `x`.
///
/// Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.4.4 and 26.4.5.
fn chi_squared_above(x: f64, freedom: u32) -> f64 {
    let half = x / 2.0;
    let (mut above, mut term, mut at) = if freedom.is_multiple_of(2) {
        (0.0, libm::exp(-half), 0.0)
    } else {
        let root = libm::sqrt(half);
        (libm::erfc(root), root * libm::exp(-half) * std::f64::consts::FRAC_2_SQRT_PI, 0.5)
    };
    for _ in 0..freedom / 2 {
        above += term;
        at += 1.0;
        term *= half / at;
    }
    above
}

/// Returns which of these chances are so small that at most this share of those picked is expected to
/// be picked by chance; if nothing matters, anything at all is picked no more often than that.
///
/// Benjamini and Hochberg, "Controlling the false discovery rate", J. R. Stat. Soc. B 57 (1995).
#[must_use]
pub fn discoveries(chances: &[f64], share: f64) -> Vec<bool> {
    let mut sorted = chances.to_vec();
    sorted.sort_by(f64::total_cmp);
    let line = |place: usize| share * (place + 1) as f64 / chances.len() as f64;
    let last = (0..sorted.len()).rev().find(|&place| sorted[place] <= line(place));
    let limit = last.map_or(-1.0, |place| sorted[place]);
    chances.iter().map(|&chance| chance <= limit).collect()
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these numbers are exact")]
mod tests {
    use super::*;
    use excomm_engine::world::keyed_uniform;

    #[test]
    fn chi_squared_is_that_of_the_tables() {
        // The upper 5 % of Abramowitz and Stegun, table 26.8.
        for (freedom, x) in [(1, 3.841_46), (2, 5.991_46), (3, 7.814_73), (8, 15.507_3)] {
            assert!((chi_squared_above(x, freedom) - 0.05).abs() < 1e-6, "{freedom}");
        }
    }

    #[test]
    fn the_middle_of_a_range_goes_together_with_it_though_its_ranks_do_not() {
        let values: Vec<f64> = (0..300).map(f64::from).collect();
        let middle: Vec<bool> = values.iter().map(|x| (100.0..200.0).contains(x)).collect();
        assert!(rank_z(&values, &middle).abs() < 0.1);
        assert!(dependence(&values, &middle) < 1e-20);
        assert_eq!(dependence(&values, &[false; 300]), 1.0);
    }

    #[test]
    fn of_two_hundred_inputs_that_do_not_matter_none_is_found_in_nineteen_of_twenty_cases() {
        let alarms = (0..100).filter(|&seed| {
            let chosen: Vec<bool> = (0..100).map(|row| keyed_uniform(seed, 0, row) < 0.2).collect();
            let chance = |input: u64| {
                let values: Vec<f64> =
                    (0..100).map(|row| keyed_uniform(seed, input, row)).collect();
                dependence(&values, &chosen)
            };
            let chances: Vec<f64> = (1..=200).map(chance).collect();
            discoveries(&chances, 0.05).contains(&true)
        });
        assert!(alarms.count() <= 10);
    }

    #[test]
    fn small_chances_carry_somewhat_larger_ones_along() {
        let picked = discoveries(&[0.04, 0.9, 0.001, 0.02], 0.05);
        assert_eq!(picked, [false, false, true, true]);
        assert_eq!(discoveries(&[0.03, 0.9], 0.05), [false, false]);
    }

    #[test]
    fn the_upper_half_of_ten_lies_two_and_a_half_errors_up() {
        let values: Vec<f64> = (1..=10).map(f64::from).collect();
        let upper: Vec<bool> = values.iter().map(|&x| x > 5.0).collect();
        let lower: Vec<bool> = upper.iter().map(|is| !is).collect();
        assert!((rank_z(&values, &upper) - 2.611_164_839_335_468).abs() < 1e-12);
        assert_eq!(rank_z(&values, &lower), -rank_z(&values, &upper));
    }

    #[test]
    fn nothing_is_said_where_nothing_differs() {
        assert_eq!(rank_z(&[1.0, 1.0, 1.0], &[true, false, false]), 0.0);
        assert_eq!(rank_z(&[1.0, 2.0], &[false, false]), 0.0);
        assert_eq!(rank_z(&[1.0, 2.0], &[true, true]), 0.0);
        assert_eq!(rank_z(&[], &[]), 0.0);
    }
}
