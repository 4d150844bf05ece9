//! Broken scenarios: each file of `tests/bad` says at its top which findings it must get.

use std::{collections::BTreeSet, fs, path::PathBuf};

use excomm::scenario::{self, Finding, check::Kind};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/bad")
}

fn files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "ron") {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            files.push((name, fs::read_to_string(path).unwrap()));
        }
    }
    files.sort();
    files
}

fn findings(name: &str) -> Vec<Finding> {
    let path = folder().join(format!("{name}.ron"));
    scenario::check(&scenario::load(path.to_str().unwrap()).unwrap()).findings
}

/// What a file's first lines expect: severity, line, part of the message or of the hint.
fn expected(text: &str) -> Vec<(&str, usize, &str)> {
    let heads = text.lines().map_while(|line| line.strip_prefix("// "));
    let parts = heads.filter_map(|head| {
        let (severity, rest) = head.split_once(' ')?;
        let (line, words) = rest.split_once(' ')?;
        Some((severity, line.parse().ok()?, words))
    });
    parts.collect()
}

#[test]
fn every_broken_file_gets_the_message_it_must_get() {
    let mut wrong = Vec::new();
    for (name, text) in files().iter().filter(|(name, _)| name != "good") {
        let found = findings(name);
        assert!(!expected(text).is_empty(), "{name} expects nothing");
        for (severity, line, words) in expected(text) {
            let says = |finding: &&Finding| {
                let text = format!("{finding}");
                finding.severity.word() == severity
                    && finding.line.abs_diff(line) <= 1
                    && words.split('|').any(|words| text.contains(words))
            };
            if !found.iter().any(|finding| says(&finding)) {
                let all: Vec<String> = found.iter().map(ToString::to_string).collect();
                wrong.push(format!("{name}: no {severity} at {line}: {words}\n{}", all.join("\n")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn the_scenario_the_broken_ones_are_made_from_is_good() {
    assert_eq!(findings("good"), []);
}

#[test]
fn every_kind_of_finding_has_a_broken_file() {
    let shown: BTreeSet<Kind> =
        files().iter().flat_map(|(name, _)| findings(name)).map(|finding| finding.kind).collect();
    let missing: Vec<&str> =
        Kind::ALL.iter().filter(|kind| !shown.contains(kind)).map(|kind| kind.word()).collect();
    assert!(missing.is_empty(), "no broken file shows {missing:?}");
}

#[test]
fn no_message_names_a_type_of_the_program() {
    for (name, _) in files() {
        for finding in findings(&name) {
            let text = finding.to_string();
            for word in ["::", "Option<", "Vec<", "BTreeMap", "f64", "u32", "struct `", "enum `"] {
                assert!(!text.contains(word), "{name}: {text}");
            }
        }
    }
}
