pub fn towards(rest: f64, level: f64, days: f64, half_life: f64) -> f64 {
    rest + (level - rest) * libm::exp2(-days / half_life)
}
pub fn shift(p: f64, r: f64) -> f64 {
    let o = p / (1.0 - p) * r;
    o / (1.0 + o)
}
