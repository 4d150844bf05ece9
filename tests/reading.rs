//! From text to facts with ids.

use std::{collections::BTreeSet, fs, path::PathBuf};

use excomm_engine::world::{FactId, Model};
use excomm_scenario::format::Part;
use ron::extensions::Extensions;

use crate::worlds::{november, varied};

/// Returns all shipped files and all cases of scenarios.
fn files() -> Vec<PathBuf> {
    let root = env!("CARGO_MANIFEST_DIR");
    let mut found = Vec::new();
    for folder in ["scenarios/november-1962", "scenarios/first-steps", "tests/cases"] {
        for entry in fs::read_dir(format!("{root}/{folder}")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "ron") {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn the_ron_crate_reads_the_same_from_every_scenario() {
    let extensions = Extensions::IMPLICIT_SOME | Extensions::UNWRAP_NEWTYPES;
    let options = ron::Options::default().with_default_extension(extensions);
    for file in files() {
        let text = fs::read_to_string(&file).unwrap();
        let theirs: Part = options.from_str(&text).unwrap_or_else(|e| panic!("{file:?}: {e}"));
        let ours = Part::of_text(&text).unwrap_or_else(|error| panic!("{file:?}: {error}"));
        assert_eq!(ours.as_json(), theirs.as_json(), "{file:?}");
    }
}

#[test]
fn a_fact_has_one_id_in_all_branches_and_no_other_branch_draws_it() {
    let part = november();
    let models = part.branches.iter().map(|branch| Model::new(&part, &branch.id, &[]).unwrap());
    let models: Vec<Model> = models.collect();
    let paths = |model: &Model| model.facts.iter().map(|fact| fact.path.clone()).collect();
    let first: Vec<String> = paths(&models[0]);
    for (branch, model) in part.branches.iter().zip(&models) {
        assert_eq!(paths(model), first, "{}", branch.id);
        let own = format!("branches/{}/", branch.id);
        for (fact, info) in (0..).map(FactId).zip(&model.facts) {
            // how near a marker of history must be met is asked of worlds, not part of them
            let no_part = info.path.starts_with("history/")
                || info.path.starts_with("branches/") && !info.path.starts_with(&own);
            assert_eq!(info.in_play, !no_part, "{} in {}", info.path, branch.id);
            assert!(info.in_play || !model.draws(&varied(1), fact), "{}", info.path);
        }
    }
    let all: BTreeSet<&String> = first.iter().collect();
    assert_eq!(all.len(), first.len(), "no path has two ids");
}

#[test]
fn a_fact_that_names_another_is_that_one() {
    let path = format!("{}/tests/cases/two-capitals.ron", env!("CARGO_MANIFEST_DIR"));
    let chain = r#"facts: {"a": Fact("b"), "b": Fact("c"),
        "c": Assumed(low: 1, best: 2, high: 3, why: "a test")}, "#;
    let text = fs::read_to_string(path).unwrap().replacen('(', &format!("({chain}"), 1);
    let facts = Part::of_text(&text).unwrap().numbered;
    let find = |path: &str| facts.find(path).unwrap();
    for name in ["facts/a", "facts/b", "facts/c"] {
        assert_eq!(facts.holder(find(name)), Some(find("facts/c")), "{name}");
    }
}
