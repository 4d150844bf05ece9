#[derive(Debug, Clone)]
pub struct Pert;
impl Pert {
    pub fn new(_: f64, _: f64, _: f64) -> Pert {
        Pert
    }
    pub fn quantile(&self, u: f64) -> f64 {
        u
    }
}
