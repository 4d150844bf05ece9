//! The tree is the pipeline: a module uses only modules before it, and the engine knows no 1962.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// The flow of data, in order.
const FLOW: &[&str] = &["record", "scenario", "world", "rules", "run", "lab", "class", "tell"];

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

fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root];
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

fn module_of(path: &Path) -> Option<usize> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let first = path.strip_prefix(src).unwrap().components().next()?;
    let name = Path::new(&first).file_stem()?.to_str()?.to_owned();
    FLOW.iter().position(|module| *module == name)
}

/// Returns the top-level modules that a source names after `crate::`.
fn used(text: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut start = true;
            for (i, letter) in group.char_indices() {
                match letter {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => start = true,
                    letter if start && letter.is_alphabetic() => {
                        names.insert(word(&group[i..]));
                        start = false;
                    }
                    _ => {}
                }
            }
        } else {
            names.insert(word(rest));
        }
    }
    names
}

fn word(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
    &text[..end.unwrap_or(text.len())]
}

#[test]
fn no_arrow_points_back() {
    for (path, text) in sources() {
        let Some(module) = module_of(&path) else { continue };
        for name in used(&text) {
            if let Some(used) = FLOW.iter().position(|known| *known == name) {
                assert!(used <= module, "{} uses `{name}`, which comes after it", path.display());
            }
        }
    }
}

#[test]
fn the_engine_knows_no_proper_noun_of_1962() {
    for (path, text) in sources() {
        for noun in NOUNS {
            let line = text.lines().position(|line| line.contains(noun));
            assert!(line.is_none(), "{}:{} says `{noun}`", path.display(), line.unwrap_or(0) + 1);
        }
    }
}

#[test]
fn uses_are_found_in_groups_and_alone() {
    let text = "use crate::{a::{x, y}, b}; use crate::c::d; pub(crate) fn f() {}";
    assert_eq!(used(text), BTreeSet::from(["a", "b", "c"]));
}
