//! The README shows what the program prints.

use crate::cli::{excomm, stdout};

/// Returns the cuttings of a text block, counted from 1, which are parted by `[...]`.
fn cuttings(readme: &str, block: usize) -> Vec<String> {
    let block = readme.split("```text\n").nth(block).and_then(|rest| rest.split("```").next());
    let block = block.unwrap();
    block.split("[...]").map(|cutting| cutting.trim_matches('\n').to_owned()).collect()
}

#[test]
fn the_cuttings_of_the_readme_are_what_a_run_prints() {
    let printed = stdout(&excomm(&["run"]));
    let cuttings = cuttings(include_str!("../README.md"), 1);
    assert!(cuttings.len() > 3);
    for cutting in cuttings {
        assert!(printed.contains(&cutting), "a run does not print this any more:\n{cutting}");
    }
}

#[test]
fn the_comparison_of_the_readme_is_what_compare_prints() {
    let args = ["compare", "--branch", "lift-8-nov", "--outcome", "bombers_out_on"];
    let printed = stdout(&excomm(&args));
    assert_eq!(cuttings(include_str!("../README.md"), 2), [printed.trim_end()]);
}
