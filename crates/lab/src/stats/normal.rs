//! The normal distribution.

/// Returns the quantile of the standard normal distribution, to about 1e-15.
///
/// One step of Halley's method on the first guess of Abramowitz and Stegun 26.2.23, repeated until
/// it stands still; the distribution is `erfc(-x / sqrt 2) / 2`.
#[must_use]
pub fn normal_quantile(level: f64) -> f64 {
    if !(0.0..=1.0).contains(&level) {
        return f64::NAN;
    }
    let tail = level.min(1.0 - level);
    if tail <= 0.0 {
        return if level < 0.5 { f64::NEG_INFINITY } else { f64::INFINITY };
    }
    let t = (-2.0 * libm::log(tail)).sqrt();
    let mut x = t
        - (2.515_517 + t * (0.802_853 + t * 0.010_328))
            / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308)));
    for _ in 0..4 {
        let density = libm::exp(-x * x / 2.0) / std::f64::consts::TAU.sqrt();
        let step = (libm::erfc(x / std::f64::consts::SQRT_2) / 2.0 - tail) / density;
        x += step / (1.0 - x * step / 2.0);
    }
    if level < 0.5 { -x } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn z_is_not_1_96() {
        let z = [0.975, 0.95, 0.995, 0.025].map(normal_quantile);
        let known = [
            1.959_963_984_540_054,
            1.644_853_626_951_472_2,
            2.575_829_303_548_900_4,
            -1.959_963_984_540_054,
        ];
        assert!(z.iter().zip(known).all(|(ours, known)| (ours - known).abs() < 1e-14), "{z:?}");
        assert!((normal_quantile(1e-9) + 5.997_807_015_007_686).abs() < 1e-12);
        assert!(normal_quantile(0.5).abs() < 1e-15 && normal_quantile(1.1).is_nan());
    }
}
