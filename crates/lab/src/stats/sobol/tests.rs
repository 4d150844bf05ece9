//! Known indices: closed forms of Ishigami, Sobol-G, a line and a product.

use super::*;
use crate::stats::design::sobol_design;
use crate::stats::known::{ishigami, known, numbers, reference, sobol_g};
use crate::stats::normal::normal_quantile;
use excomm_engine::world::keyed_uniform;

type Model<'a> = &'a dyn Fn(&[f64]) -> f64;
type Design = [Vec<Vec<f64>>; 2];

/// A and B of independent keyed draws.
fn keyed_design(inputs: usize, rows: usize, seed: u32) -> Design {
    let number = |stream, row| keyed_uniform(u64::from(seed), stream as u64, row as u64);
    let row = |of: usize, row| (0..inputs).map(|j| number(2 * j + of, row)).collect();
    [0, 1].map(|of| (0..rows).map(|i| row(of, i)).collect())
}

fn even_design(inputs: usize, rows: usize, seed: u32) -> Design {
    sobol_design(inputs, rows, seed).unwrap()
}

fn estimate(model: Model, [a, b]: &Design, resamples: usize) -> Vec<Indices> {
    let on = |design: &[Vec<f64>]| design.iter().map(|x| model(x)).collect::<Vec<f64>>();
    let swapped = |j: usize| {
        let row = |(a, b): (&Vec<f64>, &Vec<f64>)| {
            let mut point = a.clone();
            point[j] = b[j];
            model(&point)
        };
        a.iter().zip(b).map(row).collect::<Vec<f64>>()
    };
    let swapped: Vec<Vec<f64>> = (0..a[0].len()).map(swapped).collect();
    let bootstrap = Bootstrap { resamples, ..Bootstrap::default() };
    sobol(&on(a), &on(b), &swapped, bootstrap).unwrap()
}

/// Estimates less known first and total indices, one after the other.
fn errors(model: Model, known: &(Vec<f64>, Vec<f64>), design: &Design) -> Vec<f64> {
    let of = |(j, found): (usize, &Indices)| {
        [found.first.value - known.0[j], found.total.value - known.1[j]]
    };
    estimate(model, design, 1).iter().enumerate().flat_map(of).collect()
}

fn largest(errors: impl IntoIterator<Item = f64>) -> f64 {
    errors.into_iter().map(f64::abs).fold(0.0, f64::max)
}

/// Checks 1,024 and 16,384 rows: two of three single runs on the even design, and the mean of
/// three runs on independent draws. Of 40 single runs on the even design the largest errors were
/// 0.028 and 0.002 (Ishigami), 0.016 and 0.008 (Sobol-G of 8), 0.074 and 0.018 (Sobol-G with
/// all a = 0, 38 of 40 within); on independent draws 0.083, 0.078, 0.100 and 0.027, 0.021, 0.025.
fn check(name: &str, model: Model, known: &(Vec<f64>, Vec<f64>)) {
    let inputs = known.0.len();
    for (rows, tolerance) in [(1_024, 0.06), (16_384, 0.015)] {
        let even = |seed| largest(errors(model, known, &even_design(inputs, rows, seed)));
        let mut even: Vec<f64> = (0..3).map(even).collect();
        even.sort_by(f64::total_cmp);
        assert!(even[1] < tolerance && even[2] < 1.25 * tolerance, "{name} {rows}: {even:?}");
        let keyed = |seed| errors(model, known, &keyed_design(inputs, rows, seed));
        let keyed: Vec<Vec<f64>> = (0..3).map(keyed).collect();
        let mean = |i: usize| keyed.iter().map(|run| run[i]).sum::<f64>() / 3.0;
        let keyed = largest((0..2 * inputs).map(mean));
        assert!(keyed < tolerance, "{name} {rows}: {keyed}");
    }
}

#[test]
fn ishigami_is_within_6_percent_at_1024_and_1_5_at_16384() {
    for case in reference("ishigami").as_array().unwrap() {
        let [a, b] = ["a", "b"].map(|key| case[key].as_f64().unwrap());
        check("ishigami", &|u| ishigami(a, b, u), &known(case));
    }
}

#[test]
fn sobol_g_is_within_6_percent_at_1024_and_1_5_at_16384() {
    for case in reference("sobol_g").as_array().unwrap() {
        let a = numbers(&case["a"]);
        check("sobol g", &|u| sobol_g(&a, u), &known(case));
    }
}

#[test]
fn linear_and_product_are_within_6_percent_at_1024_and_1_5_at_16384() {
    let linear = numbers(&reference("linear U(0,1) y=1x1+2x2+3x3")["S1=ST"]);
    check("linear", &|u| u[0] + 2.0 * u[1] + 3.0 * u[2], &(linear.clone(), linear));
    let product = known(&reference("product y=x1*x2 U(0,1)"));
    check("product", &|u| u[0] * u[1], &product);
}

#[test]
fn luck_as_one_more_input_takes_its_share() {
    let case = &reference("ishigami")[0];
    let (mut first, mut total) = known(case);
    let (facts, luck) = (case["V"].as_f64().unwrap(), 9.0);
    first.push(0.0);
    total.push(0.0);
    for list in [&mut first, &mut total] {
        for index in list.iter_mut() {
            *index *= facts / (facts + luck);
        }
        list[3] = luck / (facts + luck);
    }
    check("luck", &|u| ishigami(7.0, 0.1, u) + 3.0 * normal_quantile(u[3]), &(first, total));
}

#[test]
fn intervals_hold_the_truth_about_95_times_in_100() {
    let model: Model = &|u| ishigami(7.0, 0.1, u);
    let (first, total) = known(&reference("ishigami")[0]);
    let mut held = 0;
    for seed in 0..30 {
        let design = keyed_design(3, 256, 100 + seed);
        for (j, found) in estimate(model, &design, 200).iter().enumerate() {
            held += usize::from(found.first.interval.contains(first[j]));
            held += usize::from(found.total.interval.contains(total[j]));
        }
    }
    assert!((160..=178).contains(&held), "{held} of 180");
}

#[test]
fn an_estimate_below_zero_is_shown() {
    let model: Model = &|u| ishigami(7.0, 0.1, u);
    let mut runs = (0..10).map(|seed| estimate(model, &keyed_design(3, 256, seed), 1));
    assert!(runs.any(|run| run[2].first.value < 0.0));
}

#[test]
fn an_unused_input_has_no_total_index_at_all() {
    assert_eq!(estimate(&|u| u[0], &even_design(2, 64, 1), 50)[1].total.value, 0.0);
}

#[test]
fn an_outcome_that_never_varies_has_no_indices() {
    let flat = [1.0; 8];
    assert_eq!(sobol(&flat, &flat, &[flat.to_vec()], Bootstrap::default()), None);
}
