//! The tree is the pipeline: a crate uses only crates before it, and the engine knows no 1962.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The flow of data, in order; the program comes last.
const FLOW: &[&str] = &[
    "scenario", "library", "numerics", "engine", "lab", "charts", "tell", "pages", "class", "web",
    "excomm",
];

/// Words that belong to a scenario and never to the engine.
const NOUNS: &[&str] = &[
    "Cuba",
    "Soviet",
    "Russia",
    "Moscow",
    "Havana",
    "Washington",
    "Kennedy",
    "Khrushchev",
    "Castro",
    "McNamara",
    "Mikoyan",
    "IL-28",
    "U-2",
    "RF-8",
    "SA-2",
    "Kremlin",
    "Quarantine line",
    "Thant",
];

/// Returns the folder of a crate.
fn folder(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    if name == "excomm" { root.to_owned() } else { root.join("crates").join(name) }
}

/// Returns the sources of a crate.
fn sources(name: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder(name).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

/// Returns the crates of this project that a crate is built with.
fn used(name: &str) -> Vec<&'static str> {
    let manifest = fs::read_to_string(folder(name).join("Cargo.toml")).unwrap();
    let built_with = manifest.split("\n[").find(|part| part.starts_with("dependencies]")).unwrap();
    let named = |line: &str, other: &str| {
        let rest = line.strip_prefix("excomm-").and_then(|rest| rest.strip_prefix(other));
        rest.is_some_and(|rest| rest.starts_with(['.', ' ']))
    };
    let uses = |other: &&&str| built_with.lines().any(|line| named(line, other));
    FLOW.iter().filter(uses).copied().collect()
}

#[test]
fn every_crate_has_its_place_in_the_flow() {
    let crates = fs::read_dir(folder("excomm").join("crates")).unwrap();
    for entry in crates {
        let name = entry.unwrap().file_name();
        let name = name.to_str().unwrap();
        assert!(FLOW.contains(&name), "`{name}` has no place in the flow");
    }
}

#[test]
fn no_arrow_points_back() {
    for (place, name) in FLOW.iter().enumerate() {
        for other in used(name) {
            assert!(
                FLOW[..place].contains(&other),
                "`{name}` uses `{other}`, which comes after it"
            );
        }
    }
}

/// Counts the lines of a source, its tests left out.
fn code((path, text): &(PathBuf, String)) -> usize {
    let name = path.file_stem().and_then(|name| name.to_str()).unwrap();
    let before = text.split("#[cfg(test)]").next().unwrap();
    if name == "tests" || name.ends_with("testing") { 0 } else { before.lines().count() }
}

/// Prints each crate with its lines and arrows, for `cargo test --test all tree -- --nocapture`.
#[test]
#[expect(clippy::print_stdout, reason = "the table is for whoever looks at the tree")]
fn no_crate_holds_more_than_a_quarter_of_the_lines() {
    let lines = |name: &&str| -> usize { sources(name).iter().map(code).sum() };
    let counts: Vec<usize> = FLOW.iter().map(lines).collect();
    let all: usize = counts.iter().sum();
    for (name, count) in FLOW.iter().zip(counts) {
        let share = 100.0 * count as f64 / all as f64;
        println!("{name:10} {count:6} lines {share:5.1} %  uses {}", used(name).join(", "));
        assert!(share <= 25.0, "`{name}` holds {share:.1} % of all lines");
    }
}

/// The crates that also run where there is no file, thread, clock or environment.
const PURE: &[&str] = &["scenario", "engine"];

#[test]
fn scenario_and_engine_touch_no_file_thread_clock_or_environment() {
    for name in PURE {
        for (path, text) in sources(name) {
            let text = text.split("#[cfg(test)]").next().unwrap();
            for word in
                ["std::fs", "std::thread", "std::env", "std::net", "Instant::", "SystemTime"]
            {
                assert!(!text.contains(word), "{} uses `{word}`", path.display());
            }
        }
    }
}

#[test]
fn no_rule_is_silent_when_a_thing_lacks_what_it_needs() {
    let rules = folder("engine").join("src/rules");
    for (path, text) in sources("engine") {
        let tests = path.ends_with("tests.rs") || path.ends_with("testing.rs");
        if path.starts_with(&rules) && !tests {
            let text = text.split("#[cfg(test)]").next().unwrap();
            for word in [".ok()", "let Ok(", ", Ok(", ".is_ok"] {
                let line = text.lines().position(|line| line.contains(word));
                let line = line.unwrap_or_default() + 1;
                let (path, found) = (path.display(), text.contains(word));
                assert!(!found, "{path}:{line} says `{word}`; `Run::met` stops the world instead");
            }
        }
    }
}

#[test]
fn the_engine_knows_no_proper_noun_of_1962() {
    for (path, text) in FLOW.iter().flat_map(|name| sources(name)) {
        for noun in NOUNS {
            let line = text.lines().position(|line| line.contains(noun));
            assert!(line.is_none(), "{}:{} says `{noun}`", path.display(), line.unwrap_or(0) + 1);
        }
    }
}
