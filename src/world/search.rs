pub fn towards(rest: f64, level: f64, days: f64, half_life: f64) -> f64 {
    rest + (level - rest) * libm::exp2(-days / half_life)
}
pub fn shift(p: f64, r: f64) -> f64 {
    let o = p / (1.0 - p) * r;
    o / (1.0 + o)
}
pub fn barrier(stretch_nm: f64, sees_nm: f64, patrol_kn: f64, ship_kn: f64) -> f64 {
    (2.0 * sees_nm / stretch_nm * libm::sqrt(1.0 + (patrol_kn / ship_kn) * (patrol_kn / ship_kn)))
        .min(1.0)
}
