pub fn philox4x32_10(c: [u32; 4], _k: [u32; 2]) -> [u32; 4] {
    c
}
pub fn uniform(_b: u64) -> f64 {
    0.5
}
