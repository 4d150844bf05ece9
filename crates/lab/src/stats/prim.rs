//! PRIM: the box of inputs in which most of the cases of interest lie, in words people can use.
//!
//! Friedman and Fisher, "Bump hunting in high-dimensional data", Statistics and Computing 9 (1999);
//! for scenarios Bryant and Lempert, "Thinking inside the box", Technological Forecasting and
//! Social Change 77 (2010).

mod search;

use search::{FREE, Face, Limits, Search};

/// How to look for a box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prim {
    /// Share of the box that one peel takes off, 0.05 to 0.1.
    pub alpha: f64,
    /// Smallest share of all cases the box may hold.
    pub least_mass: f64,
    /// Density the box must reach; among boxes that do, the one with most coverage is taken.
    pub least_density: f64,
    /// A limit whose quasi-p-value is above this is dropped.
    pub most_quasi_p: f64,
}

impl Default for Prim {
    fn default() -> Prim {
        Prim { alpha: 0.05, least_mass: 0.02, least_density: 0.75, most_quasi_p: 0.05 }
    }
}

/// The limits of one input, ends included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// The input, by its place in a case.
    pub input: usize,
    /// The smallest value inside, or the smallest of all if this end is free.
    pub low: f64,
    /// The largest value inside, or the largest of all if this end is free.
    pub high: f64,
    /// Chance that so dense a box came about if this input did not matter.
    pub quasi_p: f64,
}

/// A box found.
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioBox {
    /// The inputs that are limited, in their order.
    pub limits: Vec<Limit>,
    /// Share of the cases of interest that lie inside.
    pub coverage: f64,
    /// Share of the cases inside that are of interest.
    pub density: f64,
    /// Share of all cases that lie inside.
    pub mass: f64,
}

/// Returns the box for the cases of interest; none if there are none or cases differ in length.
///
/// From all cases, peels the face that gains most density for each case lost. The first box that
/// is dense enough and the last are pasted outwards while they stay so, and the one with more
/// coverage is taken; if none is dense enough, the last peeled is. Then the limit with the largest quasi-p-value is given up and
/// the search done again without it, until all that are left matter. Inputs must be numbers;
/// values that tie are peeled together.
#[must_use]
pub fn prim(cases: &[Vec<f64>], interest: &[bool], how: Prim) -> Option<ScenarioBox> {
    let inputs = cases.first()?.len();
    let fits = cases.len() == interest.len() && cases.iter().all(|case| case.len() == inputs);
    if !fits || !interest.contains(&true) {
        return None;
    }
    let search = Search::new(cases, interest);
    let mut faces: Vec<Face> = (0..inputs).flat_map(|input| [(input, 0), (input, 1)]).collect();
    loop {
        let limits = best(&search, &faces, how);
        faces.retain(|&(input, end)| limits[input][end].is_finite());
        let quasi_p = |&face: &Face| search.quasi_p(&limits, &search::without(face, &limits));
        let telling = faces.iter().map(|face| (quasi_p(face), *face));
        match telling.max_by(|x, y| x.0.total_cmp(&y.0)) {
            Some((quasi_p, least)) if quasi_p > how.most_quasi_p => {
                faces.retain(|&face| face != least);
            }
            _ => return Some(describe(&search, &limits)),
        }
    }
}

/// Returns the dense enough box with most coverage, or else the densest.
fn best(search: &Search, faces: &[Face], how: Prim) -> Limits {
    let path = search.peel(faces, how.alpha, how.least_mass);
    let density = |limits: &Limits| search.tally(limits).density();
    let dense = |limits: &&Limits| density(limits) >= how.least_density;
    let dense = path.iter().find(dense).into_iter().chain(path.last().filter(dense));
    let pasted = dense.map(|limits| search.paste(faces, limits, how.alpha, how.least_density));
    let most = pasted.max_by_key(|limits| search.tally(limits).hits);
    most.or_else(|| path.into_iter().next_back()).unwrap_or_default()
}

fn describe(search: &Search, limits: &Limits) -> ScenarioBox {
    let tally = search.tally(limits);
    let whole = search.tally(&vec![FREE; limits.len()]);
    let limit = |input: usize| {
        let [low, high] = limits[input];
        let [least, most] = search.range(input);
        let free = search::without((input, 0), &search::without((input, 1), limits));
        let quasi_p = search.quasi_p(limits, &free);
        Limit { input, low: low.max(least), high: high.min(most), quasi_p }
    };
    ScenarioBox {
        limits: (0..limits.len()).filter(|&input| limits[input] != FREE).map(limit).collect(),
        coverage: tally.hits as f64 / whole.hits as f64,
        density: tally.density(),
        mass: tally.cases as f64 / whole.cases as f64,
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these numbers are exact")]
mod tests {
    use super::*;
    use excomm_engine::world::keyed_uniform;

    /// The 882 cases of Bryant and Lempert (2010), and which of them are of interest. The first two
    /// columns never vary; the nine after them are the inputs, as in EMA Workbench's example.
    fn policy_study() -> (Vec<Vec<f64>>, Vec<bool>) {
        let text = include_str!("../../../../tests/data/stats/bryant_lempert_2010.csv");
        let numbers = |line: &str| line.split(',').map(|x| x.trim().parse().unwrap()).collect();
        let rows: Vec<Vec<f64>> = text.lines().skip(1).map(numbers).collect();
        let interest = rows.iter().map(|row| row[row.len() - 1] == 1.0).collect();
        (rows.iter().map(|row| row[2..11].to_vec()).collect(), interest)
    }

    /// Cases in the unit cube, of interest in a corner of the first two inputs, with some error.
    fn corner(error: f64) -> (Vec<Vec<f64>>, Vec<bool>) {
        let case = |i: u64| (0..5).map(|j| keyed_uniform(6, j, i)).collect::<Vec<f64>>();
        let cases: Vec<Vec<f64>> = (0..2_000).map(case).collect();
        let inside = |case: &Vec<f64>| case[0] > 0.6 && case[1] < 0.5;
        let wrong = |i: u64| keyed_uniform(6, 9, i) < error;
        let interest = (0..).zip(&cases).map(|(i, case)| inside(case) != wrong(i)).collect();
        (cases, interest)
    }

    #[test]
    fn the_policy_study_reaches_coverage_70_at_density_75() {
        let (cases, interest) = policy_study();
        assert_eq!((cases.len(), interest.iter().filter(|&&x| x).count()), (882, 89));
        for alpha in [0.05, 0.075, 0.1] {
            let found = prim(&cases, &interest, Prim { alpha, ..Prim::default() }).unwrap();
            assert!(found.coverage >= 0.70 && found.density >= 0.75, "{alpha}: {found:?}");
            assert!(found.limits.iter().all(|limit| limit.quasi_p < 0.05), "{found:?}");
            assert!(found.limits.len() <= 5, "{found:?}");
        }
    }

    #[test]
    fn a_corner_is_found_with_its_two_inputs_and_no_other() {
        let (cases, interest) = corner(0.0);
        let how = Prim { least_density: 0.95, ..Prim::default() };
        let found = prim(&cases, &interest, how).unwrap();
        assert!(found.coverage > 0.95 && found.density >= 0.95, "{found:?}");
        assert_eq!(found.limits.iter().map(|limit| limit.input).collect::<Vec<_>>(), [0, 1]);
        assert!((found.limits[0].low - 0.6).abs() < 0.03, "{found:?}");
        assert!((found.limits[1].high - 0.5).abs() < 0.03, "{found:?}");
    }

    #[test]
    fn a_corner_is_found_through_5_percent_of_errors() {
        let (cases, interest) = corner(0.05);
        let how = Prim { least_density: 0.9, ..Prim::default() };
        let found = prim(&cases, &interest, how).unwrap();
        assert_eq!(found.limits.iter().map(|limit| limit.input).collect::<Vec<_>>(), [0, 1]);
        assert!((found.mass - 0.2).abs() < 0.03, "{found:?}");
    }

    #[test]
    fn if_nothing_is_dense_enough_the_densest_box_is_returned() {
        let (cases, interest) = corner(0.3);
        let how = Prim { least_density: 0.99, least_mass: 0.1, ..Prim::default() };
        let found = prim(&cases, &interest, how).unwrap();
        assert!(found.density > 0.6 && found.density < 0.99, "{found:?}");
    }

    #[test]
    fn an_input_of_two_values_is_limited_to_one_of_them() {
        let cases: Vec<Vec<f64>> = (0..100).map(|i| vec![f64::from(i % 2), f64::from(i)]).collect();
        let interest: Vec<bool> = cases.iter().map(|case| case[0] == 1.0).collect();
        let found = prim(&cases, &interest, Prim::default()).unwrap();
        assert_eq!((found.coverage, found.density, found.mass), (1.0, 1.0, 0.5));
        assert_eq!(
            (found.limits[0].input, found.limits[0].low, found.limits[0].high),
            (0, 1.0, 1.0)
        );
    }

    #[test]
    fn no_case_of_interest_gives_no_box() {
        assert_eq!(prim(&[vec![1.0]], &[false], Prim::default()), None);
        assert_eq!(prim(&[], &[], Prim::default()), None);
    }
}
