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

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these numbers are exact")]
mod tests {
    use super::*;

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
