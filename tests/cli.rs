//! The program from outside: what it prints, where, and how it exits.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// Runs the program in the folder of the project.
pub(crate) fn excomm(args: &[&str]) -> Output {
    command(args).output().unwrap()
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_excomm"));
    command.args(args).current_dir(env!("CARGO_MANIFEST_DIR"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Compares a text with a file of the project; with `UPDATE` in the environment, writes it.
pub(crate) fn same_as_file(path: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
    }
    let known = fs::read_to_string(&file).unwrap_or_default();
    assert!(known == text, "{path} is not up to date: run `UPDATE=1 cargo test`\n{text}");
}

/// An empty folder for one test.
pub(crate) fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    path
}

const CAPITALS: &str = "tests/cases/two-capitals.ron";

/// Returns the names of all commands, as the help lists them.
pub(crate) fn commands() -> Vec<String> {
    let help = stdout(&excomm(&["--help"]));
    let listed = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next());
    let named = |line: &str| {
        let name = line.strip_prefix("  ")?.split(' ').next().filter(|name| !name.is_empty())?;
        (name != "help").then(|| name.to_owned())
    };
    listed.unwrap().lines().filter_map(named).collect()
}

#[test]
fn excomm_alone_prints_a_short_help_with_an_example() {
    let output = excomm(&[]);
    assert_eq!(output.status.code(), Some(0));
    let text = stdout(&output);
    assert!(text.lines().count() < 12 && text.contains("excomm run --choose"), "{text}");
}

#[test]
fn help_of_every_command_has_examples_and_is_as_it_was() {
    same_as_file("tests/golden/help/excomm.txt", &stdout(&excomm(&["--help"])));
    for command in commands() {
        let text = stdout(&excomm(&[&command, "--help"]));
        assert!(text.contains(&format!("Examples:\n  excomm {command}")), "{text}");
        same_as_file(&format!("tests/golden/help/{command}.txt"), &text);
    }
}

/// Examples that wait for somebody, need a file that only their reader has, or take minutes.
const NOT_HERE: &[&str] = &[
    "play",
    "serve",
    "--watch",
    "merge",
    "--shard",
    "scenarios/*",
    "coverage",
    "discover",
    "hinges",
    "honesty",
    "judge",
    "sensitivity",
    "report",
    "--runs 100000",
];

#[test]
fn every_example_that_help_prints_runs() {
    let dir = folder("examples");
    let mut text = stdout(&excomm(&[]));
    for name in commands() {
        text += &stdout(&excomm(&[&name, "--help"]));
    }
    let mut examples: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("  excomm "))
        .map(|line| line.split("  ").next().unwrap().split(" > ").next().unwrap())
        .filter(|line| !NOT_HERE.iter().any(|word| line.contains(word)))
        .collect();
    // what is made by one example is used by others
    examples.sort_by_key(|line| !line.starts_with("new"));
    examples.dedup();
    assert!(examples.len() > 30, "{examples:?}");
    for line in examples {
        let dir = if line.contains("--record") { dir.join("other") } else { dir.clone() };
        fs::create_dir_all(&dir).unwrap();
        fs::copy("docs/study.ron", dir.join("study.ron")).unwrap();
        fs::write(dir.join("minutes.txt"), "The council met at nine.\n").unwrap();
        let output = command(&line.split(' ').collect::<Vec<_>>()).current_dir(&dir).output();
        let output = output.unwrap();
        assert_eq!(output.status.code(), Some(0), "excomm {line}: {}", stderr(&output));
    }
}

#[test]
fn the_references_in_docs_are_fresh() {
    same_as_file("docs/rules.md", &stdout(&excomm(&["rules"])));
    same_as_file("docs/format.md", &excomm_scenario::format_reference());
    assert_eq!(stdout(&excomm(&["format"])), excomm_scenario::format_reference());
}

#[test]
fn a_chronicle_is_as_it_was() {
    let output = excomm(&["run", CAPITALS, "--detail"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = stdout(&output);
    let (without_digest, _) = text.trim_end().rsplit_once('\n').unwrap();
    same_as_file("tests/golden/run-two-capitals.txt", &format!("{without_digest}\n"));
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn a_chronicle_in_brief_is_as_it_was() {
    let text = stdout(&excomm(&["run", CAPITALS]));
    same_as_file("tests/golden/run-two-capitals-in-brief.txt", &text);
    assert!(!text.contains("must decide"), "the answers tell what was decided: {text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn an_answer_is_a_dozen_lines_that_say_nothing_of_computing_errors() {
    for command in [
        "compare tests/cases/two-capitals.ron --branch no-warning --runs 200",
        "judge tests/cases/two-ways.ron --question way --runs 40",
        "sweep tests/cases/two-capitals.ron",
        "why tests/cases/two-capitals.ron",
        "hinges tests/cases/two-capitals.ron --runs 4",
        "discover tests/cases/two-capitals.ron --outcome tension_peak --is >47 --runs 300",
        "sensitivity tests/cases/two-capitals.ron --rows 64",
        "honesty tests/cases/two-capitals.ron --rows 40",
        "backtest november-1962 --runs 100",
    ] {
        let args: Vec<&str> = command.split_whitespace().collect();
        let text = stdout(&excomm(&args));
        let lines = text.lines().count();
        assert!((2..=18).contains(&lines), "{lines} lines: {text}");
        for word in ["computing error", "lucks", "variance", "CRPS", "%"] {
            assert!(!text.contains(word), "`{word}` in: {text}");
        }
        assert!(text.contains("`--detail`"), "{text}");
    }
}

#[test]
fn a_run_stops_where_it_is_told_to() {
    let text = stdout(&excomm(&["run", CAPITALS, "--until", "1901-03-02"]));
    assert!(text.contains("Saturday 2 March 1901") && !text.contains("Sunday 3 March"), "{text}");
    assert!(text.contains("Stopped at 3 Mar 1901, 00:00 UTC."), "{text}");
    assert!(!text.contains("The end:"), "{text}");
}

#[test]
fn the_log_has_a_line_for_each_event() {
    let file = folder("log").with_extension("jsonl");
    let args = ["run", CAPITALS, "--quiet", "--detail", "--log", file.to_str().unwrap()];
    let output = excomm(&args);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(!stdout(&output).contains("March 1901\n"), "quiet means no chronicle");
    let text = fs::read_to_string(file).unwrap();
    let keys = ["id", "at", "rule", "subjects", "causes", "odds", "draw", "facts", "text"];
    for line in text.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(line.as_object().unwrap().keys().collect::<Vec<_>>(), keys);
    }
    assert!(stdout(&output).contains(&format!("{} events", text.lines().count())));
}

#[test]
fn a_wrong_name_is_wrong_usage_with_a_hint() {
    for (args, hint) in [
        (vec!["run", CAPITALS, "--branch", "opne"], "did you mean `open`?"),
        (vec!["run", CAPITALS, "--choose", "wran=yes"], "did you mean `warn`?"),
        (vec!["run", CAPITALS, "--choose", "warn=maybe"], "it has `yes`, `no`"),
        (vec!["run", CAPITALS, "--choose", "warn"], "write `--choose QUESTION=OPTION`"),
        (vec!["run", CAPITALS, "--set", "beliefs/mined/piror=0.2"], "`beliefs/mined/prior`?"),
        (vec!["run", CAPITALS, "--set", "beliefs/mined/prior=0.9"], "between 0.1 and 0.4"),
        (vec!["run", CAPITALS, "--set", "beliefs/mined/prior=0,2"], "write `0.2`"),
        (vec!["compare", CAPITALS, "--until-width", "0,1"], "write `0.1`"),
        (vec!["sweep", CAPITALS, "--runs", "1,000"], "write `1000`"),
        (vec!["why", CAPITALS, "--outcome", "opened"], "did you mean `opened_on`?"),
        (vec!["why", CAPITALS, "--event", "chance/south-yield/12"], "chance/south-yields/12"),
        (vec!["judge", CAPITALS, "--question", "wran"], "did you mean `warn`?"),
        (vec!["judge", CAPITALS, "--question", "warn@0"], "write `--question ID`"),
        (vec!["compare", "--branch", "move-on", "--given", "hystory"], "write `--given history`"),
        (vec!["run", "two-capitols"], "hint:"),
        (vec!["run", CAPITALS, "--until", "soon"], "write a day, as in `1901-03-01`"),
        (vec!["sensitivity", CAPITALS, "--facts", "piror"], "`excomm facts` lists all"),
        (vec!["sensitivity", CAPITALS, "--rows", "1"], "take 2 to"),
        (vec!["sensitivity", CAPITALS, "--vary", "none"], "draw some facts: `--vary all`"),
        (vec!["sensitivity", CAPITALS, "--outcome", "opened"], "did you mean `opened_on`?"),
        (vec!["honesty", CAPITALS, "--rows", "1"], "write `--rows 200"),
        (vec!["rules", "question"], ""),
        (vec!["run", "--nonsense"], "--nonsense"),
    ] {
        let output = excomm(&args);
        if hint.is_empty() {
            assert_eq!(output.status.code(), Some(0), "{args:?}");
            continue;
        }
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(hint), "{args:?}: {}", stderr(&output));
        assert!(output.stdout.is_empty(), "{args:?}");
    }
}

#[test]
fn what_a_record_says_may_be_set_but_not_in_silence() {
    let dir = folder("set");
    let dir = dir.to_str().unwrap();
    excomm(&["new", dir]);
    let output = excomm(&["run", dir, "--quiet", "--set", "meetings/council/again_days=3"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("warning: `meetings/council/again_days` is quoted as 2"));
}

#[test]
fn a_new_scenario_checks_without_a_warning_and_runs() {
    let dir = folder("new");
    let dir = dir.to_str().unwrap();
    assert_eq!(excomm(&["new", dir]).status.code(), Some(0));
    let check = excomm(&["check", dir, "--deny-warnings"]);
    assert_eq!(check.status.code(), Some(0), "{}", stdout(&check));
    let record = stdout(&excomm(&["record", dir]));
    assert!(record.contains("5 claimed") && record.contains(" 0 neither"), "{record}");
    assert!(stdout(&excomm(&["run", dir])).contains("The end: "));
    let again = excomm(&["new", dir]);
    assert_eq!(again.status.code(), Some(2), "what is there is not overwritten");
}

#[test]
fn a_scenario_begun_from_a_record_checks_with_every_sentence_unclaimed() {
    let dir = folder("from-record");
    let dir = dir.to_str().unwrap();
    excomm(&["new", dir, "--record", "seeds/excomm-22.txt"]);
    let check = excomm(&["check", dir]);
    assert_eq!(check.status.code(), Some(0), "{}", stdout(&check));
    let warned = excomm(&["check", dir, "--deny-warnings"]);
    assert_eq!(warned.status.code(), Some(1));
    let text = fs::read_to_string(Path::new(dir).join("scenario.ron")).unwrap();
    let claimed = text.replace("// (record:", "(record:");
    fs::write(Path::new(dir).join("scenario.ron"), claimed).unwrap();
    let record = stdout(&excomm(&["record", dir]));
    assert!(record.contains(" 0 neither"), "each stub claims its sentence: {record}");
}

#[test]
fn a_broken_scenario_fails_its_check_and_does_not_run() {
    let dir = folder("broken");
    excomm(&["new", dir.to_str().unwrap()]);
    let file = dir.join("scenario.ron");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("could be sent", "could sent")).unwrap();
    let dir = dir.to_str().unwrap();
    let check = excomm(&["check", dir]);
    assert_eq!(check.status.code(), Some(1));
    assert!(stdout(&check).contains("scenario.ron:42:42"), "{}", stdout(&check));
    let run = excomm(&["run", dir]);
    assert_eq!(run.status.code(), Some(1));
    assert!(stderr(&run).contains("`excomm check"), "{}", stderr(&run));
}

#[test]
fn colour_only_where_it_is_asked_for() {
    let plain = excomm(&["run", CAPITALS]);
    assert!(!stdout(&plain).contains('\u{1b}'));
    let forced = command(&["run", CAPITALS]).env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(stdout(&forced).contains('\u{1b}'));
    let refused = command(&["run", CAPITALS])
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    assert!(!stdout(&refused).contains('\u{1b}'));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child =
        command(&["format"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", stderr(&output));
}

#[test]
fn a_memorandum_says_who_agreed_to_what() {
    let before = stdout(&excomm(&["memo", CAPITALS, "--at", "1901-03-05"]));
    assert!(before.contains("Not promised\n  - by the South, to the North: to open the bridge"));
    let after = stdout(&excomm(&["memo", CAPITALS]));
    same_as_file("tests/golden/memo-two-capitals.txt", &after);
    assert!(after.contains("stands:    kept"), "{after}");
}

#[test]
fn a_study_in_a_file_prints_what_its_command_prints() {
    let file = folder("study").with_extension("ron");
    let written = include_str!("../docs/study.ron");
    fs::write(&file, written.replace("runs: 1000", "runs: 20")).unwrap();
    let study = stdout(&excomm(&["lab", file.to_str().unwrap(), "--detail"]));
    let command = [
        "compare",
        "--branch",
        "open",
        "--branch",
        "lift-8-nov",
        "--runs",
        "20",
        "--outcome",
        "quarantine_lifted_on",
        "--outcome",
        "bombers_out_on",
        "--detail",
    ];
    assert!(study.contains("20 pairs of worlds") && study.contains("excomm run"), "{study}");
    assert_eq!(study, stdout(&excomm(&command)));
}

#[test]
fn a_study_that_cannot_be_read_is_wrong_usage_with_a_hint() {
    let file = folder("bad-study").with_extension("ron");
    let path = file.to_str().unwrap();
    for (text, hint) in [
        ("(scenario: \"first-steps\", method: Sweep(), luks: 3)", "docs/study.ron"),
        ("(scenario: \"first-steps\", method: Sweep(), lucks: 3)", "take 2, 4, 5"),
        ("(scenario: \"first-steps\", method: Sweep(), outcomes: [\"x\"])", "there are"),
        ("(scenario: \"first-steps\", method: Sweep(fan: \"x\"))", "add `--chart FILE.svg`"),
    ] {
        fs::write(&file, text).unwrap();
        let output = excomm(&["lab", path]);
        assert_eq!(output.status.code(), Some(2), "{text}: {}", stderr(&output));
        assert!(stderr(&output).contains(hint), "{text}: {}", stderr(&output));
    }
    assert_eq!(excomm(&["lab", "no-such-study.ron"]).status.code(), Some(2));
    assert_eq!(
        excomm(&["sweep", CAPITALS, "--runs", "20", "--until-width", "2"]).status.code(),
        Some(2)
    );
}

#[test]
fn tables_have_a_heading_and_as_many_cells_in_each_line() {
    let compare =
        ["compare", CAPITALS, "--branch", "no-warning", "--runs", "20", "--format", "csv"];
    for args in [&["sweep", CAPITALS, "--runs", "20", "--format", "csv"][..], &compare[..]] {
        let text = stdout(&excomm(args));
        let cells: Vec<usize> = text.lines().map(|line| line.split(',').count()).collect();
        assert!(cells.len() > 1 && cells.iter().all(|n| *n == cells[0]), "{text}");
        assert!(text.starts_with("branch,kind,id,") || text.starts_with("first_branch,"), "{text}");
    }
    let refused = excomm(&["backtest", CAPITALS, "--format", "csv"]);
    assert!(stderr(&refused).contains("this command prints no table"));
}

#[test]
fn sensitivity_prints_a_table_for_other_programs() {
    let args = ["sensitivity", CAPITALS, "--facts", "truths/mines", "--rows", "4"];
    let text = stdout(&excomm(&[&args[..], &["--format", "csv"]].concat()));
    let mut lines = text.lines();
    let head =
        "outcome,rank,input,kind,provenance,total,total_low,total_high,first,first_low,first_high";
    assert_eq!(lines.next(), Some(head));
    let rest: Vec<&str> = lines.collect();
    assert_eq!(rest.len(), 5, "the truth, its two weights, all else and luck: {text}");
    assert!(rest.iter().all(|line| line.split(',').count() == 11), "{text}");
    assert!(
        text.contains(",truths/mines,truth,disputed,") && text.contains(",luck,luck,,"),
        "{text}"
    );
}
