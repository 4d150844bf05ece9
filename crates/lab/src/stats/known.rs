//! Functions whose indices are known in closed form, for tests.

use serde_json::Value;
use std::f64::consts::PI;

pub(crate) fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

pub(crate) fn reference(name: &str) -> Value {
    let text = include_str!("../../../../tests/data/stats/analytic_indices.json");
    let all: Value = serde_json::from_str(text).unwrap();
    all[name].clone()
}

pub(crate) fn known(case: &Value) -> (Vec<f64>, Vec<f64>) {
    (numbers(&case["S1"]), numbers(&case["ST"]))
}

pub(crate) fn ishigami(a: f64, b: f64, u: &[f64]) -> f64 {
    let angle = |j: usize| PI * (2.0 * u[j] - 1.0);
    let (second, fourth) = (libm::sin(angle(1)), libm::pow(angle(2), 4.0));
    libm::sin(angle(0)) * (1.0 + b * fourth) + a * second * second
}

pub(crate) fn sobol_g(a: &[f64], u: &[f64]) -> f64 {
    u.iter().zip(a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product()
}
