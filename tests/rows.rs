//! Rows of many worlds: out to files, cut into shards, torn and gone on with, and played again.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};

use crate::cli::{excomm, stdout};

const CAPITALS: &str = "tests/cases/two-capitals.ron";

/// Two blocks of worlds, in two branches side by side and in one.
const COMPARE: &[&str] = &["compare", CAPITALS, "--branch", "no-warning", "--runs", "2000"];
const SWEEP: &[&str] = &["sweep", CAPITALS, "--runs", "2000"];
const SOBOL: &[&str] = &["sensitivity", CAPITALS, "--rows", "256", "--top", "5", "--walks", "4"];

/// An empty folder for one test.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("rows-{name}"));
    _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).unwrap();
    path
}

/// Runs a command with more arguments, which must succeed, and returns what it says.
fn said(args: &[&str], more: &[&str]) -> String {
    let output = excomm(&[args, more].concat());
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{args:?} {more:?}: {error}");
    stdout(&output)
}

/// Runs a command that must fail, and returns what it says of that.
fn refused(args: &[&str], more: &[&str]) -> String {
    let output = excomm(&[args, more].concat());
    assert_ne!(output.status.code(), Some(0), "{more:?}");
    String::from_utf8(output.stderr).unwrap().replace('\n', " ")
}

/// Returns the rows of a CSV file, by column.
fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn threads_shards_and_kills_change_neither_the_answer_nor_the_file() {
    for (study, ending) in [(SWEEP, "csv"), (COMPARE, "parquet"), (SOBOL, "parquet")] {
        let folder = folder(&format!("same-{}", study[0]));
        let file = |name: &str| folder.join(format!("{name}.{ending}"));
        let path = |name: &str| file(name).to_str().unwrap().to_owned();
        let answer = said(study, &[]);
        let mut cut = vec!["merge".to_owned(), "--out".to_owned(), path("merged")];
        for threads in ["1", "8"] {
            let said = said(study, &["--threads", threads, "--out", &path(threads)]);
            assert!(said == answer, "{threads} threads: {said}");
        }
        for k in [2, 1] {
            let part = path(&format!("part-{k}"));
            let shard = format!("{k}/2");
            let said = said(study, &["--shard", &shard, "--out", &part]);
            assert!(said.starts_with(&format!("Shard {k}/2: worlds ")), "{said}");
            cut.push(part);
        }
        kill_and_resume(study, &path("killed"), &answer);
        let cut: Vec<&str> = cut.iter().map(String::as_str).collect();
        assert!(said(&cut, &[]) == answer);
        let whole = fs::read(file("1")).unwrap();
        for name in ["8", "merged", "killed"] {
            assert!(fs::read(file(name)).unwrap() == whole, "{name}.{ending}");
        }
        assert!(said(&["merge", &path("1")], &[]) == answer, "a whole table answers again");
    }
}

/// Kills a run once its first block is there, and goes on with it.
fn kill_and_resume(study: &[&str], path: &str, answer: &str) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_excomm"))
        .args(study)
        .args(["--out", path])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let part = format!("{path}.parts/00000000.parquet");
    let begun =
        || Path::new(&part).exists() || fs::metadata(path).is_ok_and(|file| file.len() > 100_000);
    while !begun() && child.try_wait().unwrap().is_none() {
        thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(said(study, &["--resume", path]) == answer);
    assert!(said(study, &["--resume", path]) == answer, "what is whole is not played again");
}

#[test]
fn another_question_does_not_go_on_with_a_file() {
    let folder = folder("other");
    let path = folder.join("rows.csv");
    let path = path.to_str().unwrap();
    let sweep = ["sweep", CAPITALS, "--runs", "20"];
    said(&sweep, &["--out", path]);
    let other = refused(&sweep, &["--seed", "7", "--resume", path]);
    assert!(other.contains("holds other worlds: `seed` is 1962 there and 7 here"), "{other}");
    let again = refused(&sweep, &["--out", path]);
    assert!(again.contains("is there already") && again.contains("--resume"), "{again}");
}

#[test]
fn merge_says_which_parts_do_not_fit() {
    let folder = folder("missing");
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (one, three, other) = (path("1.csv"), path("3.csv"), path("other.csv"));
    let sweep = ["sweep", CAPITALS, "--runs", "3000"];
    said(&sweep, &["--shard", "1/3", "--out", &one]);
    said(&sweep, &["--shard", "3/3", "--out", &three]);
    said(&sweep, &["--seed", "2", "--shard", "2/3", "--out", &other]);
    let missing = refused(&["merge", &three, &one], &[]);
    assert!(missing.contains("shard `2/3` is missing"), "{missing}");
    let twice = refused(&["merge", &one, &three, &one], &[]);
    assert!(twice.contains("hold the same worlds"), "{twice}");
    let study = refused(&["merge", &one, &other, &three], &[]);
    assert!(study.contains("not of one study: `seed` is 2 there and 1962 here"), "{study}");
    let shards = refused(&sweep, &["--shard", "1/4", "--out", &path("4.csv")]);
    assert!(shards.contains("3 blocks of 1,000, too few for 4 shards"), "{shards}");
    let file = refused(&sweep, &["--shard", "1/3"]);
    assert!(file.contains("a shard needs a file"), "{file}");
}

#[test]
fn every_row_can_be_played_again() {
    let folder = folder("replay");
    let path = folder.join("rows.csv");
    let set = ["--set", "beliefs/mined/prior=0.3", "--choose", "warn=no"];
    let compare = [&["compare", CAPITALS, "--branch", "no-warning", "--runs", "40"], &set[..]];
    said(&compare.concat(), &["--out", path.to_str().unwrap()]);
    let rows = rows(&path);
    assert_eq!(rows.len(), 80);
    let answered = |row: &&BTreeMap<_, String>| !row["questions/warn"].is_empty();
    for row in rows.iter().take(6).chain(rows.iter().filter(answered).take(3)) {
        let mut args = vec!["run", CAPITALS, "--format", "json", "--vary", "all"];
        args.extend(set);
        for (option, column) in
            [("--seed", "seed"), ("--fact-seed", "fact_seed"), ("--branch", "branch")]
        {
            args.extend([option, row[column].as_str()]);
        }
        let choices = choices(row);
        args.extend(choices.iter().flat_map(|choice| ["--choose", choice]));
        let run: serde_json::Value = serde_json::from_str(&said(&args, &[])).unwrap();
        assert_eq!(run["end"]["id"], row["end"]);
        assert_eq!(outcomes(&run), written(row), "{args:?}");
    }
}

/// Returns the answers of a row, as `--choose` takes them.
fn choices(row: &BTreeMap<String, String>) -> Vec<String> {
    let question = |name: &str| {
        name.strip_prefix("questions/").filter(|rest| !rest.contains('/')).map(str::to_owned)
    };
    let questions = row.iter().filter_map(|(name, ids)| Some((question(name)?, ids)));
    questions
        .flat_map(|(question, ids)| {
            let given = ids.split(';').filter(|id| !id.is_empty()).enumerate();
            given.map(move |(i, id)| format!("{question}@{}={id}", i + 1))
        })
        .collect()
}

/// Returns the outcomes of a run as a row has them: dates as days from the start.
fn outcomes(run: &serde_json::Value) -> BTreeMap<String, String> {
    let start: jiff::Timestamp = "1901-03-01T08:00:00Z".parse().unwrap();
    let days = |at: &str| {
        let at: jiff::Timestamp = at.parse().unwrap();
        format!("{:?}", (at.as_second() - start.as_second()) as f64 / 3600.0 / 24.0)
    };
    let one = |(id, outcome): (&String, &serde_json::Value)| {
        let value = &outcome["value"];
        if outcome["type"] == "date" {
            return (format!("outcomes/{id}_days"), value.as_str().map_or(String::new(), days));
        }
        let number = || format!("{:?}", value.as_f64().unwrap());
        (format!("outcomes/{id}"), value.as_bool().map_or_else(number, |yes| yes.to_string()))
    };
    run["outcomes"].as_object().unwrap().iter().map(one).collect()
}

fn written(row: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let outcome = |name: &&String| name.starts_with("outcomes/") && !name.ends_with("beside_first");
    row.keys().filter(outcome).map(|name| (name.clone(), row[name].clone())).collect()
}

#[test]
fn a_dictionary_says_what_each_column_is() {
    let folder = folder("dictionary");
    let path = folder.join("rows.csv");
    said(&["sweep", "--runs", "10", "--lucks", "2"], &["--out", path.to_str().unwrap()]);
    let dictionary = rows(&path.with_extension("dictionary.csv"));
    for column in &dictionary {
        assert!(!column["about"].is_empty(), "{column:?}");
    }
    let named = |name: &str| dictionary.iter().find(|column| column["name"] == name).unwrap();
    let out = named("outcomes/bombers_out_on_days");
    assert_eq!((out["kind"].as_str(), out["unit"].as_str()), ("number", "days"));
    assert!(out["about"].contains("days after 1962-11-07T22:00:00Z; empty: never"), "{out:?}");
    let rows = rows(&path);
    let facts = dictionary.iter().filter(|column| column["about"].starts_with("assumed"));
    assert!(facts.count() > 400, "each fact that varies has a column");
    assert_eq!(rows[0]["fact_seed"], rows[1]["fact_seed"], "two worlds share their facts");
    assert_ne!(rows[1]["fact_seed"], rows[2]["fact_seed"]);
}

#[test]
fn a_job_file_plays_shards_side_by_side_and_joins_them() {
    let folder = folder("jobs");
    let there = Command::new("parallel").arg("--version").output();
    assert!(
        there.is_ok_and(|output| output.status.success()),
        "GNU parallel is missing; install it: `apt-get install parallel`, or run `./test`"
    );
    let output = Command::new("sh")
        .args(["docs/jobs/parallel.sh", "3"])
        .args(["sweep", CAPITALS, "--runs", "3000"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("EXCOMM", env!("CARGO_BIN_EXE_excomm"))
        .env("FOLDER", &folder)
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{error}");
    assert!(stdout(&output) == said(&["sweep", CAPITALS, "--runs", "3000"], &[]), "{error}");
    assert!(folder.join("rows.parquet").exists());
}

#[test]
fn job_files_name_options_that_there_are() {
    for job in ["slurm.sh", "kubernetes.yaml", "parallel.sh"] {
        let text = fs::read_to_string(format!("docs/jobs/{job}")).unwrap();
        for option in ["--shard", "--resume"] {
            assert!(text.contains(option), "{job} does not use {option}");
        }
        assert!(text.contains("merge"), "{job} does not say how its parts are joined");
    }
}
