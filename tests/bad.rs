//! Broken scenarios: each file of `tests/bad` begins with the findings it must get, word for word.
//!
//! `BLESS=1 cargo test bad` writes the findings into the files; read them before you keep them.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use excomm_scenario as scenario;
use excomm_scenario::{Finding, Sources, check::Kind};
use proptest::prelude::*;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad")
}

/// Returns the broken scenarios: files, and folders with a `scenario.ron`.
fn broken() -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(root()).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|path| path.is_dir() || path.extension().is_some_and(|ending| ending == "ron"));
    paths.sort();
    paths
}

fn findings(path: &Path) -> Vec<Finding> {
    let sources = excomm_library::load(path.to_str().unwrap()).unwrap();
    scenario::check(&sources).findings
}

/// Returns a finding as it stands at the head of a file: places in that file without its name.
fn shown(finding: &Finding, path: &Path, shift: isize) -> String {
    let folder = if path.is_dir() { path } else { path.parent().unwrap() };
    let own = if path.is_dir() { path.join("scenario.ron") } else { path.to_owned() };
    let file = Path::new(&finding.file);
    let mut finding = finding.clone();
    let is_own = file == own;
    finding.file = file.strip_prefix(folder).unwrap_or(file).display().to_string();
    // What is said of the whole file stands in its first line, whatever that is.
    if is_own && finding.span != (0, 0) {
        finding.line = finding.line.checked_add_signed(shift).unwrap();
    }
    let text = finding.to_string();
    let text = text.replace(&format!("{}/", folder.display()), "");
    let text = if is_own { text.replacen(&format!("{}:", finding.file), "", 1) } else { text };
    let lines: Vec<String> = text.lines().map(|line| format!("// {line}")).collect();
    lines.join("\n") + "\n"
}

/// A byte order mark, which stays before everything else.
const MARK: &[u8] = b"\xef\xbb\xbf";

fn head_file(path: &Path) -> PathBuf {
    if path.is_dir() { path.join("scenario.ron") } else { path.to_owned() }
}

/// Returns the findings that a file promises, and what stands after them.
fn promised(bytes: &[u8]) -> (String, &[u8]) {
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    let promises = ["// error: ", "// warning: ", "// note: ", "//   hint: "];
    let text = String::from_utf8_lossy(bytes);
    let is_promise = |line: &&str| promises.iter().any(|start| line.starts_with(start));
    let expected: String = text.split_inclusive('\n').take_while(is_promise).collect();
    let length = expected.len();
    (expected, &bytes[length..])
}

#[test]
fn broken_scenarios_get_the_findings_they_promise() {
    if std::env::var_os("BLESS").is_some() {
        // A finding may name a line, and the lines move once the findings stand above them.
        for path in broken().iter().flat_map(|path| [path; 3]) {
            bless(path);
        }
    }
    let mut wrong = Vec::new();
    for path in broken() {
        let bytes = fs::read(head_file(&path)).unwrap();
        let (expected, _) = promised(&bytes);
        let found: String = findings(&path).iter().map(|f| shown(f, &path, 0)).collect();
        if found != expected {
            let name = path.display();
            wrong.push(format!("{name}\nfound:\n{found}promised:\n{expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Writes the findings of a scenario to the head of its file.
fn bless(path: &Path) {
    let file = head_file(path);
    let bytes = fs::read(&file).unwrap();
    let (expected, body) = promised(&bytes);
    let found = findings(path);
    let height: usize = found.iter().map(|f| f.to_string().lines().count()).sum();
    let shift = height.cast_signed() - expected.lines().count().cast_signed();
    let found: String = found.iter().map(|finding| shown(finding, path, shift)).collect();
    let mark = if bytes.starts_with(MARK) { MARK } else { &[] };
    fs::write(&file, [mark, found.as_bytes(), body].concat()).unwrap();
}

#[test]
fn every_kind_of_finding_has_a_broken_file() {
    let seen: BTreeSet<Kind> =
        broken().iter().flat_map(|path| findings(path)).map(|finding| finding.kind).collect();
    let missing: Vec<_> = Kind::ALL.iter().filter(|kind| !seen.contains(kind)).collect();
    assert!(missing.is_empty(), "no file in tests/bad shows {missing:?}");
}

#[test]
fn no_finding_names_a_rust_type() {
    for path in broken() {
        for finding in findings(&path) {
            let text = finding.to_string();
            for word in ["f64", "u32", "Vec<", "Option", "BTreeMap", "Ref`", "struct", "enum"] {
                assert!(!text.contains(word), "{}: {text}", path.display());
            }
        }
    }
}

/// A small scenario with nothing wrong in it.
fn sound() -> Sources {
    let path = root().with_file_name("cases").join("strait.ron");
    excomm_library::load(path.to_str().unwrap()).unwrap()
}

fn sound_text() -> String {
    sound().parts[0].1.clone()
}

fn check_text(text: &str) -> Vec<Finding> {
    let mut sources = sound();
    text.clone_into(&mut sources.parts[0].1);
    scenario::check(&sources).findings
}

#[test]
fn the_sound_scenario_is_sound() {
    let found: Vec<String> = check_text(&sound_text()).iter().map(ToString::to_string).collect();
    assert_eq!(found, Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_change_of_letters_makes_the_check_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize, "\\PC{0,3}"), 1..6),
    ) {
        let mut letters: Vec<char> = sound_text().chars().collect();
        for (at, taken, put) in changes {
            let at = at.index(letters.len());
            let end = (at + taken).min(letters.len());
            letters.splice(at..end, put.chars());
        }
        check_text(&letters.into_iter().collect::<String>());
    }

    #[test]
    fn no_change_of_words_makes_the_check_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..WORDS.len(), 0..3_usize), 1..6),
    ) {
        let text = sound_text();
        let mut words: Vec<&str> = text.split_inclusive([' ', '(', ')', '[', ']', ',', ':']).collect();
        for (at, word, taken) in changes {
            let at = at.index(words.len());
            let end = (at + taken).min(words.len());
            words.splice(at..end, [WORDS[word]]);
        }
        check_text(&words.concat());
    }

    #[test]
    fn no_noise_makes_the_check_panic(noise in "[\\x00-\\x7f\u{201c}\u{201d}\u{e9}()\\[\\]{}\",:#'/]{0,200}") {
        check_text(&noise);
    }
}

/// What is put between the words of a sound scenario.
const WORDS: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    ",",
    ":",
    "#",
    "None",
    "Some(",
    "NaN",
    "-inf",
    "1e400",
    "0,5",
    "14kn",
    "90%",
    "1,962",
    "r#\"",
    "/*",
    "*/",
    "//",
    "\u{201c}",
    "'",
    "True",
    "::",
    "id:",
    "\\",
    "All([])",
    "Not(",
    "99999999999999999999",
    "Fact(\"x\")",
    "\"north\"",
    "=",
    ";",
    "@",
];

/// Input that would break a careless reader.
fn hostile() -> Vec<(&'static str, String)> {
    let sound = sound_text();
    vec![
        ("nothing", String::new()),
        ("a comment", "// nothing\n".to_owned()),
        ("a doubled document", format!("{sound}{sound}")),
        ("deep brackets", format!("({}{})", "[".repeat(1000), "]".repeat(1000))),
        ("deep words", format!("(ends: {}{})", "All(".repeat(100_000), ")".repeat(100_000))),
        (
            "deep words in brackets",
            format!("(ends: [{}{}])", "Not(".repeat(9_000), ")".repeat(9_000)),
        ),
        (
            "hidden depth",
            format!("(a: r#\"\"\"#, b: {}{})", "A(".repeat(50_000), ")".repeat(50_000)),
        ),
        ("open brackets", "(".repeat(1_000_000)),
        ("closed brackets", ")".repeat(1_000_000)),
        ("brackets on one line", format!("({})", "[],".repeat(500_000))),
        ("numbers", format!("(ends: [{}])", "1,".repeat(1_000_000))),
        ("quote marks", "\"".repeat(1_000_001)),
        ("curly quote marks", "\u{201c}".repeat(300_000)),
        ("angled quote marks", "\u{ab}".repeat(300_000)),
        ("apostrophes", "'".repeat(1_000_000)),
        ("backslashes", format!("(\"{}\")", "\\".repeat(1_000_000))),
        ("escapes", format!("(a: \"{}\")", "\\n".repeat(1_000_000))),
        ("hashes", "#".repeat(1_000_000)),
        ("raw hashes", "r#".repeat(1_000_000)),
        ("slashes", "/*".repeat(1_000_000)),
        ("commas", format!("({})", ",".repeat(1_000_000))),
        ("colons", format!("(a{})", ":".repeat(1_000_000))),
        ("fields", format!("({})", "a:1,".repeat(400_000))),
        ("ten megabytes", format!("(ends: [{}])", "\"a sentence that goes on\",".repeat(450_000))),
        ("zero bytes", "\0".repeat(1_000_000)),
        (
            "noise",
            (0..300_000_u32)
                .map(|i| char::from((i.wrapping_mul(2_654_435_761) >> 24) as u8))
                .collect(),
        ),
    ]
}

#[test]
#[expect(clippy::disallowed_types, reason = "what hangs must fail, not wait for ever")]
fn hostile_input_is_refused_and_does_not_hang() {
    // A release build on an idle machine takes less than a second for each.
    let limit = Duration::from_mins(1);
    for (name, text) in hostile() {
        let start = std::time::Instant::now();
        let found = check_text(&text);
        let took = start.elapsed();
        assert!(!found.is_empty(), "{name}");
        assert!(found.len() < 100_000, "{name}: {} findings", found.len());
        assert!(took < limit, "{name} took {took:?}");
    }
}
