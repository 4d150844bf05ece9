//! Student's t, which the mean of a few draws goes by.

use super::{normal::normal_quantile, shapes::beta_quantile};

/// Degrees of freedom from which Student's t is normal, to 2 in 100,000.
const NORMAL_FROM: f64 = 1e5;

/// Returns the quantile of Student's t with so many degrees of freedom.
///
/// `f (1 - x) / x` is the square of t where x has a beta distribution with f/2 and 1/2: Abramowitz
/// and Stegun 26.7.1.
#[must_use]
pub fn student_quantile(level: f64, freedom: f64) -> f64 {
    if freedom > NORMAL_FROM {
        return normal_quantile(level);
    }
    let x = beta_quantile(2.0 * level.min(1.0 - level), freedom / 2.0, 0.5);
    let size = (freedom * (1.0 - x) / x).sqrt();
    if level < 0.5 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t_is_that_of_the_tables_with_two_draws_too() {
        let known = [(1.0, 12.706), (2.0, 4.303), (3.0, 3.182), (9.0, 2.262), (99.0, 1.984)];
        for (freedom, known) in known.into_iter().chain([(99_999.0, 1.960), (1e9, 1.960)]) {
            let ours = student_quantile(0.975, freedom);
            assert!((ours - known).abs() < 0.0006, "{freedom}: {ours}");
            assert!((student_quantile(0.025, freedom) + ours).abs() < 1e-12);
        }
    }
}
