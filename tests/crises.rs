//! Other crises than the first: they check without an error or a warning, and every branch comes to an end.

use excomm_engine::world::Model;
use excomm_scenario::{self as scenario, Finding, Severity};

use crate::worlds::play;

fn comes_to_an_end(path: &str) {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    let checked = scenario::check(&excomm_library::load(&path).unwrap());
    let notes = |finding: &&Finding| finding.severity == Severity::Note;
    let wrong: Vec<_> = checked.findings.iter().filter(|finding| !notes(finding)).collect();
    assert!(wrong.is_empty(), "{path}: {wrong:#?}");
    let part = checked.part.unwrap();
    for branch in &part.branches {
        let model = Model::new(&part, &branch.id, &[]).unwrap();
        for seed in 0..20 {
            assert!(play(&model, seed).end.is_some(), "{path}, {}, seed {seed}", branch.id);
        }
    }
}

#[test]
fn a_dam_on_a_shared_river_written_with_the_reference_alone() {
    comes_to_an_end("tests/cases/dam");
}

#[test]
fn the_first_steps() {
    comes_to_an_end("scenarios/first-steps");
}

#[test]
fn what_is_shipped_checks_without_an_error_so_that_a_run_need_not_check_it() {
    for id in excomm_library::shipped() {
        let sources = excomm_library::load(&id).unwrap();
        assert!(sources.shipped);
        let checked = scenario::check(&sources);
        assert_eq!(checked.errors(), 0, "{id}");
        let read = format!("{:?}", scenario::read(&sources));
        assert!(read == format!("{:?}", checked.part), "{id} is read as it is checked");
    }
}
