//! Shapley effects: how much of an answer's variance each group of inputs is behind, adding up to 1.
//!
//! A group gets the mean, over all orders in which groups may become known, of what knowing it
//! takes off the variance: Owen, "Sobol' indices and Shapley value", SIAM/ASA J. Uncertainty
//! Quantification 2 (2014).

use super::{
    bootstrap::Bootstrap,
    sample::{Estimate, Interval, mean},
};

/// Returns the share of each group, given the variance of the expectation when the groups of a
/// mask (bit g for group g) are known.
///
/// None if the variance with all groups known is not positive. Shares add up to 1; one that is
/// estimated near zero can be slightly negative.
#[must_use]
pub fn shapley_shares(groups: usize, known: impl Fn(usize) -> f64) -> Option<Vec<f64>> {
    let all = (1 << groups) - 1;
    let whole = known(all) - known(0);
    let share = |group: usize| {
        let without = (0..=all).filter(|mask| mask & (1 << group) == 0);
        let gain = |mask: usize| weight(groups, mask) * (known(mask | (1 << group)) - known(mask));
        without.map(gain).sum::<f64>() / whole
    };
    (whole > 0.0).then(|| (0..groups).map(share).collect())
}

/// Returns the share of orders in which exactly these groups come before one other:
/// |u|! (d - |u| - 1)! / d!.
fn weight(groups: usize, mask: usize) -> f64 {
    let factorial = |n: usize| (1..=n).map(|i| i as f64).product::<f64>();
    let before = mask.count_ones() as usize;
    factorial(before) * factorial(groups - before - 1) / factorial(groups)
}

/// Returns the variance of the expectation for each mask of known groups, by pick and freeze.
///
/// `cells[mask][row]` is the outcome where the groups in the mask are as in row `row` of design A
/// and the others as in B, for all 2^d masks. It comes twice: two means over lucks that share no
/// luck. Only products of a first and a second mean enter, so luck adds nothing to any variance.
/// Where luck is itself a group, give its outcome twice. None if `cells` is not 2^d lists (d at
/// least 1) of equal length, at least one.
///
/// For a mask u, cells that agree in u and in nothing else have covariance Var(E(Y | u)); all
/// 2^(d-1) such pairs of a row are averaged: Janon, Klein, Lagnoux, Nodet and Prieur, "Asymptotic
/// normality and efficiency of two Sobol index estimators", ESAIM: P&S 18 (2014).
#[must_use]
pub fn closed_variances(cells: &[Vec<[f64; 2]>]) -> Option<Vec<f64>> {
    let rows = products(cells)?;
    let all: Vec<usize> = (0..rows.len()).collect();
    Some(variances(&rows, &all))
}

/// Returns the Shapley effect of each group, from cells as in [`closed_variances`].
///
/// None as there, or if all groups together explain nothing. Intervals come from drawing rows
/// again.
#[must_use]
pub fn shapley(cells: &[Vec<[f64; 2]>], bootstrap: Bootstrap) -> Option<Vec<Estimate>> {
    let rows = products(cells)?;
    let groups = cells.len().ilog2() as usize;
    let shares = |picks: &[usize]| {
        let known = variances(&rows, picks);
        shapley_shares(groups, |mask| known[mask])
    };
    let all: Vec<usize> = (0..rows.len()).collect();
    let values = shares(&all)?;
    let nothing = || vec![f64::NAN; groups];
    let errors = bootstrap.intervals(rows.len(), |picks| {
        shares(picks).unwrap_or_else(nothing).into_iter().map(|share| [share]).collect()
    });
    let estimate = |(value, [interval]): (f64, [Interval; 1])| Estimate { value, interval };
    Some(values.into_iter().zip(errors).map(estimate).collect())
}

/// One row: the mean outcome over its cells, and the mean product of frozen pairs for each mask.
struct Row {
    mean: f64,
    products: Vec<f64>,
}

fn products(cells: &[Vec<[f64; 2]>]) -> Option<Vec<Row>> {
    let rows = cells.first()?.len();
    let fits = cells.len() > 1 && cells.len().is_power_of_two() && rows > 0;
    if !fits || cells.iter().any(|cell| cell.len() != rows) {
        return None;
    }
    let all = cells.len() - 1;
    let centre = mean(&cells.iter().flatten().flatten().copied().collect::<Vec<f64>>());
    let at = |mask: usize, row: usize, half: usize| cells[mask][row][half] - centre;
    let product = |row: usize, known: usize| {
        // cells that differ in all groups but the known ones
        let pair = |mask: usize| at(mask, row, 0) * at(mask ^ all ^ known, row, 1);
        (0..=all).map(pair).sum::<f64>() / cells.len() as f64
    };
    let row_of = |row: usize| Row {
        mean: (0..=all).map(|mask| at(mask, row, 0) + at(mask, row, 1)).sum::<f64>()
            / (2 * cells.len()) as f64,
        products: (0..=all).map(|known| product(row, known)).collect(),
    };
    Some((0..rows).map(row_of).collect())
}

/// Returns the covariance for each mask over the chosen rows; nothing known explains nothing.
fn variances(rows: &[Row], picks: &[usize]) -> Vec<f64> {
    let n = picks.len() as f64;
    let centre = picks.iter().map(|&row| rows[row].mean).sum::<f64>() / n;
    let variance = |mask: usize| {
        let sum: f64 = picks.iter().map(|&row| rows[row].products[mask]).sum();
        if mask == 0 { 0.0 } else { sum / n - centre * centre }
    };
    (0..rows.first().map_or(0, |row| row.products.len())).map(variance).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use excomm_engine::world::keyed_uniform;

    const QUICK: Bootstrap = Bootstrap { resamples: 200, confidence: 0.95, seed: 1 };

    /// Cells of a model of one input a group, uniform with mean 0 and variance 1; `luck` is the size of the noise.
    fn cells(
        groups: usize,
        rows: u64,
        luck: f64,
        model: impl Fn(&[f64]) -> f64,
    ) -> Vec<Vec<[f64; 2]>> {
        seeded_cells(21, groups, rows, luck, model)
    }

    fn seeded_cells(
        seed: u64,
        groups: usize,
        rows: u64,
        luck: f64,
        model: impl Fn(&[f64]) -> f64,
    ) -> Vec<Vec<[f64; 2]>> {
        let unit =
            |stream: usize, row| 12.0_f64.sqrt() * (keyed_uniform(seed, stream as u64, row) - 0.5);
        let cell = |mask: usize, row: u64| {
            let source = |group: usize| 2 * group + usize::from(mask & (1 << group) == 0);
            let point: Vec<f64> = (0..groups).map(|group| unit(source(group), row)).collect();
            [0, 1].map(|half| model(&point) + luck * unit(100 + half, row))
        };
        (0..1 << groups).map(|mask| (0..rows).map(|row| cell(mask, row)).collect()).collect()
    }

    fn check(cells: &[Vec<[f64; 2]>], known: &[f64], tolerance: f64) {
        let found = shapley(cells, QUICK).unwrap();
        let sum: f64 = found.iter().map(|share| share.value).sum();
        assert!((sum - 1.0).abs() < 1e-12);
        for (share, known) in found.iter().zip(known) {
            assert!((share.value - known).abs() < tolerance, "{share:?} {known}");
        }
    }

    #[test]
    fn a_linear_answer_is_shared_by_squares_of_slopes() {
        let linear = |x: &[f64]| x[0] + 2.0 * x[1] + 3.0 * x[2];
        let known = [1.0, 4.0, 9.0].map(|square| square / 14.0);
        check(&cells(3, 4_000, 0.0, linear), &known, 0.04);
    }

    #[test]
    fn intervals_hold_the_truth_about_95_times_in_100() {
        let model = |x: &[f64]| x[0] + 2.0 * x[1] * x[2];
        let known = [1.0, 2.0, 2.0].map(|part| part / 5.0);
        let held = (0..40).flat_map(|seed| {
            let found = shapley(&seeded_cells(seed, 3, 300, 1.0, model), QUICK);
            found
                .unwrap()
                .into_iter()
                .zip(known)
                .map(|(share, known)| share.interval.contains(known))
        });
        let held = held.filter(|&held| held).count();
        assert!((106..=119).contains(&held), "{held} of 120");
    }

    #[test]
    fn an_interaction_is_shared_equally_by_those_in_it() {
        // variances: 1 of x, 1 of xy, 4 of z and 9 of yzw
        let model = |x: &[f64]| 5.0 + x[0] + x[0] * x[1] + 2.0 * x[2] + 3.0 * x[1] * x[2] * x[3];
        let known = [1.5, 3.5, 7.0, 3.0].map(|part| part / 15.0);
        check(&cells(4, 4_000, 0.0, model), &known, 0.05);
    }

    #[test]
    fn luck_as_large_as_the_answer_changes_no_share() {
        let model = |x: &[f64]| x[0] + x[0] * x[1] + 2.0 * x[1];
        check(&cells(2, 6_000, 2.4, model), &[1.5 / 6.0, 4.5 / 6.0], 0.05);
    }

    #[test]
    fn variances_have_luck_removed() {
        let found = closed_variances(&cells(2, 20_000, 2.0, |x| x[0] + 2.0 * x[1])).unwrap();
        for (found, known) in found.iter().zip([0.0, 1.0, 4.0, 5.0]) {
            assert!((found - known).abs() < 0.15, "{found} {known}");
        }
    }

    #[test]
    fn shares_follow_from_exact_variances() {
        let known = [0.0, 1.0, 4.0, 6.0];
        assert_eq!(shapley_shares(2, |mask| known[mask]), Some(vec![0.25, 0.75]));
        assert_eq!(shapley_shares(2, |_| 0.0), None);
    }

    #[test]
    fn cells_that_are_no_full_set_are_refused() {
        let row = vec![[1.0, 1.0]];
        assert_eq!(closed_variances(&[row.clone(), row.clone(), row.clone()]), None);
        assert_eq!(closed_variances(&[row.clone(), Vec::new()]), None);
        assert_eq!(shapley(&[row.clone(), row], Bootstrap::default()), None);
    }
}
