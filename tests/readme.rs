//! The README shows what the program prints.

use crate::cli::{excomm, stdout};

/// Returns the cuttings of the first text block, which are parted by `[...]`.
fn cuttings(readme: &str) -> Vec<String> {
    let block = readme.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    block.split("[...]").map(|cutting| cutting.trim_matches('\n').to_owned()).collect()
}

#[test]
fn the_cuttings_of_the_readme_are_what_a_run_prints() {
    let printed = stdout(&excomm(&["run"]));
    let cuttings = cuttings(include_str!("../README.md"));
    assert!(cuttings.len() > 3);
    for cutting in cuttings {
        assert!(printed.contains(&cutting), "a run does not print this any more:\n{cutting}");
    }
}
