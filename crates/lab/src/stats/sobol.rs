//! Sobol indices: which input an outcome varies with, alone and in company.
//!
//! Luck is one more input: row i of A has its seed, row i of B its own, and `A_B(j)` keeps the seed
//! of A unless j is luck.

use super::{
    bootstrap::Bootstrap,
    sample::{Estimate, mean, variance},
};

/// The shares of the variance that one input has a part in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Indices {
    /// What it does alone. An estimate near zero can be slightly negative, and is shown so.
    pub first: Estimate,
    /// What it does alone or together with others.
    pub total: Estimate,
}

/// Returns first-order and total indices of each input.
///
/// `a` and `b` hold the outcome on the rows of two independent designs A and B; `swapped[j]` on
/// `A_B(j)`, the rows of A with input j taken from B. None if lengths differ, if there are fewer
/// than two rows, or if the outcome never varies.
///
/// With f less its mean, V its variance on A and B: first = mean `f(B) (f(A_B) - f(A)) / V` and
/// total = mean `(f(A) - f(A_B))^2 / 2V`, estimators (b) and (f) of table 2 in Saltelli, Annoni,
/// Azzini, Campolongo, Ratto and Tarantola, "Variance based sensitivity analysis of model output",
/// Computer Physics Communications 181 (2010); the second is Jansen's (1999).
///
/// Intervals come from drawing rows again as if they were independent. Rows of a scrambled Sobol
/// sequence are spread more evenly than that, so that the intervals are upper bounds: right where
/// luck, which has seeds of its own in each row, makes up most of the variance, and many times too
/// wide where it has no part (Owen, "Scrambled net variance for integrals of smooth functions",
/// Annals of Statistics 25, 1997).
#[must_use]
pub fn sobol(
    a: &[f64],
    b: &[f64],
    swapped: &[Vec<f64>],
    bootstrap: Bootstrap,
) -> Option<Vec<Indices>> {
    let rows = a.len();
    let fits = b.len() == rows && swapped.iter().all(|outcomes| outcomes.len() == rows);
    let both = [a, b].concat();
    if rows < 2 || !fits || variance(&both).is_nan() || variance(&both) <= 0.0 {
        return None;
    }
    let centre = mean(&both);
    let terms: Vec<Row> = (0..rows).map(|row| terms(row, centre, a, b, swapped)).collect();
    let all: Vec<usize> = (0..rows).collect();
    let values = indices(&terms, &all);
    let errors = bootstrap.intervals(rows, |picks| indices(&terms, picks));
    let estimate = |input: usize, part: usize| {
        let interval = errors.get(input).map(|all| all[part]);
        Some(Estimate { value: values[input][part], interval: interval? })
    };
    (0..swapped.len())
        .map(|input| Some(Indices { first: estimate(input, 0)?, total: estimate(input, 1)? }))
        .collect()
}

/// What one row adds to the sums: the outcome and its square on A and B, and for each input the
/// terms of first and total.
struct Row {
    sum: f64,
    squares: f64,
    inputs: Vec<[f64; 2]>,
}

fn terms(row: usize, centre: f64, a: &[f64], b: &[f64], swapped: &[Vec<f64>]) -> Row {
    let (in_a, in_b) = (a[row] - centre, b[row] - centre);
    let of_input = |outcomes: &Vec<f64>| {
        let change = outcomes[row] - a[row];
        [in_b * change, change * change / 2.0]
    };
    Row {
        sum: in_a + in_b,
        squares: in_a * in_a + in_b * in_b,
        inputs: swapped.iter().map(of_input).collect(),
    }
}

/// Returns first and total of each input over the chosen rows.
fn indices(terms: &[Row], rows: &[usize]) -> Vec<[f64; 2]> {
    let n = rows.len() as f64;
    let (mut sum, mut squares) = (0.0, 0.0);
    let mut parts = vec![[0.0; 2]; terms.first().map_or(0, |row| row.inputs.len())];
    for &row in rows {
        sum += terms[row].sum;
        squares += terms[row].squares;
        for (part, term) in parts.iter_mut().zip(&terms[row].inputs) {
            part[0] += term[0];
            part[1] += term[1];
        }
    }
    let centre = sum / (2.0 * n);
    let variance = squares / (2.0 * n) - centre * centre;
    parts.into_iter().map(|part| part.map(|sum| sum / n / variance)).collect()
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these numbers are exact")]
mod tests;
