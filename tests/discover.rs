//! Discovery: the box of facts and truths in which worlds come out in one way.

use excomm_engine::world::{Model, Setting, Uncertain, Vary};
use excomm_lab::{Dimension, Discovered, discover, number, stats::Prim};

use crate::{
    cli::{excomm, stdout},
    worlds::{case, varied},
};

const CAPITALS: &str = "tests/cases/two-capitals.ron";

fn model() -> Model {
    Model::new(&case("two-capitals"), "open", &[]).unwrap()
}

/// Looks for the worlds of this case in which an outcome is above a number.
fn above(model: &Model, outcome: &str, limit: f64) -> Discovered {
    let outcome = model.find_outcome(outcome).unwrap();
    let how = Prim { least_mass: 0.05, ..Prim::default() };
    discover(model, &varied(1), 300, how, |row| number(model, row.outcomes[outcome]) > limit)
}

#[test]
fn a_box_names_the_facts_that_set_the_worlds_apart() {
    let model = model();
    let found = above(&model, "tension_peak", 53.0);
    let paths: Vec<&str> = found
        .bounds
        .iter()
        .filter_map(|bound| match bound.dimension {
            Dimension::Fact(fact) => Some(model.facts[fact.0 as usize].path.as_str()),
            Dimension::Truth(..) => None,
        })
        .collect();
    assert!(paths.contains(&"gauges/tension/starts"), "{paths:?}");
    assert!(paths.contains(&"gauges/tension/moved_by/warned/by"), "{paths:?}");
    let density = found.inside.share().unwrap();
    assert!(density > 0.75 && density > 1.5 * found.interest.share().unwrap(), "{found:?}");
    assert!(found.bounds.iter().all(|bound| bound.low.is_some() || bound.high.is_some()));
}

#[test]
fn a_box_may_lie_in_the_middle_of_a_range() {
    let model = Model::new(&case("middle"), "open", &[]).unwrap();
    let mid = model.find_outcome("mid").unwrap();
    let interest = |row: &excomm_lab::Row| number(&model, row.outcomes[mid]) > 0.5;
    let found = discover(&model, &varied(1), 1_000, Prim::default(), interest);
    let [bound] = found.bounds[..] else { panic!("{:?}", found.bounds) };
    assert_eq!(bound.dimension, Dimension::Fact(model.find_fact("facts/x").unwrap()));
    let (low, high) = (bound.low.unwrap(), bound.high.unwrap());
    assert!((low - 4.0).abs() < 0.2 && (high - 6.0).abs() < 0.2, "{low} to {high}");
    assert!(found.inside.share().unwrap() > 0.85 && found.luck() == Some(0.0), "{found:?}");
}

#[test]
fn luck_makes_up_much_of_a_draw_and_nothing_of_what_only_facts_decide() {
    let model = model();
    assert!(above(&model, "tension_peak", 53.0).luck().unwrap() < 0.1);
    let opened = above(&model, "opened_on", 8.0);
    assert!(opened.luck().unwrap() > 0.2, "{opened:?}");
}

#[test]
fn a_box_is_counted_in_worlds_that_it_was_not_fitted_to() {
    let found = above(&model(), "opened_on", 8.0);
    let fitted = found.found.as_ref().unwrap();
    assert_ne!(found.inside.share(), Some(fitted.density));
    assert_eq!(found.mass().trials, 300);
    assert_eq!(found.coverage().trials, found.interest.hits);
}

#[test]
fn what_never_comes_has_no_box() {
    let found = above(&model(), "tension_peak", 1000.0);
    assert!(found.found.is_none() && found.bounds.is_empty());
    assert_eq!((found.inside.trials, found.luck()), (0, None));
}

#[test]
fn a_truth_is_a_side_of_the_box_unless_it_is_fixed() {
    let model = model();
    let mines = model.find("truths/mines").unwrap();
    let all = model.uncertain(&varied(1));
    assert!(all.contains(&Uncertain::Truth(mines)));
    let fixed = Setting { truths: [(mines, 0)].into(), ..varied(1) };
    assert_eq!(model.uncertain(&fixed).len(), all.len() - 1);
    assert!(model.uncertain(&Setting { vary: Vary::None, ..varied(1) }).is_empty());
}

#[test]
fn a_box_is_told_in_plain_sentences() {
    let args = ["discover", CAPITALS, "--runs", "300", "--outcome", "tension_peak"];
    let text = stdout(&excomm(&[&args[..], &["--is", "above 47", "--detail"]].concat()));
    for part in [
        "Worlds in which \u{201c}Highest tension\u{201d} is above 47",
        "this holds:",
        "    - Tension: where it starts: ",
        "or more (of 20 to 40)",
        "Where it holds, it comes so in ",
        "Luck is no side of the box.",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let dense =
        stdout(&excomm(&[&args[..], &["--is", ">58", "--density", "1", "--detail"]].concat()));
    assert!(dense.contains("No box was found in which it comes so in 100 % of worlds."), "{dense}");
    let csv = stdout(&excomm(&[&args[..], &["--is", ">47", "--format", "csv"]].concat()));
    assert!(csv.starts_with("input,name,low,high,whole_low,whole_high,quasi_p\n"), "{csv}");
    assert!(csv.contains("\ngauges/tension/starts,Tension: where it starts,"), "{csv}");
}

#[test]
fn what_cannot_be_asked_is_refused_with_a_hint() {
    for (asked, hint) in [
        (["--outcome", "opened_on", "--is", "soon"], "`--is \"<1901-03-01\"`"),
        (["--outcome", "war", "--is", "2"], "write `--is yes` or `--is no`"),
        (["--outcome", "tension_peak", "--is", "high"], "write `--is \">=2\"`"),
        (["--outcome", "tense", "--is", "2"], "did you mean `tension_peak`?"),
        (["--end", "opend", "--runs", "50"], "did you mean `opened`?"),
    ] {
        let output = excomm(&[&["discover", CAPITALS], &asked[..]].concat());
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.contains(hint), "{error}");
    }
    assert_eq!(excomm(&["discover", CAPITALS, "--outcome", "war"]).status.code(), Some(2));
}

#[test]
fn november_is_looked_at_in_a_few_worlds() {
    let chart = format!("{}/box.svg", env!("CARGO_TARGET_TMPDIR"));
    let args = ["discover", "--end", "settled", "--runs", "20", "--detail", "--chart", &chart];
    let output = excomm(&args);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(stdout(&output).contains("20 worlds to look in, 20 others to count in"));
    assert!(std::fs::read_to_string(chart).unwrap().starts_with("<svg"));
}
