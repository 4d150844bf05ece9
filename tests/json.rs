//! What programs read: one object a command, with exactly these keys, also on failure.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::cli::{commands, excomm, stdout};

const CAPITALS: &str = "tests/cases/two-capitals.ron";

fn json(args: &[&str]) -> Value {
    let output = excomm(&[args, &["--format", "json"]].concat());
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{args:?}: {error}: {}", stdout(&output)))
}

#[track_caller]
fn has_keys(value: &Value, keys: &str) {
    let found: BTreeSet<&str> =
        value.as_object().unwrap_or_else(|| panic!("{value}")).keys().map(String::as_str).collect();
    assert_eq!(found, keys.split_whitespace().collect::<BTreeSet<_>>());
}

#[test]
fn run_answers_with_its_keys() {
    let run = json(&["run", CAPITALS, "--seed", "7"]);
    has_keys(
        &run,
        "schema scenario branch seed version zone end outcomes events digest provenance",
    );
    assert_eq!(run["schema"], "excomm/run/1");
    assert_eq!(run["seed"], "7");
    assert_eq!(run["zone"], "UTC");
    has_keys(&run["end"], "id at");
    has_keys(&run["provenance"], "quoted published given disputed assumed");
    for (_, outcome) in run["outcomes"].as_object().unwrap() {
        has_keys(outcome, "type value unit");
        assert!(["date", "yes-no", "number"].contains(&outcome["type"].as_str().unwrap()));
    }
    assert!(run["end"]["at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(run["digest"].as_str().unwrap().len(), 64);
    assert!(run["events"].as_u64().unwrap() > 10);
}

#[test]
fn a_run_that_is_stopped_has_no_end() {
    assert!(json(&["run", CAPITALS, "--until", "1901-03-02"])["end"].is_null());
}

#[test]
fn branches_answer_with_their_keys() {
    let branches = json(&["branches", CAPITALS]);
    has_keys(&branches, "schema branches");
    has_keys(&branches["branches"][0], "id title cite about path");
    has_keys(&branches["branches"][0]["cite"][0], "kind record by text");
}

#[test]
fn compare_answers_with_its_keys() {
    let args = ["compare", CAPITALS, "--branch", "open", "--branch", "no-warning", "--runs", "20"];
    let answer = json(&args);
    has_keys(&answer, "schema scenario first runs lucks seed worlds failed branches");
    has_keys(&answer["branches"][0], "second outcomes");
    let outcome = &answer["branches"][0]["outcomes"][0];
    has_keys(
        outcome,
        "outcome unit first second never_first never_second difference low high clarity up down \
         identical pairs variance_saved telling",
    );
    has_keys(&outcome["difference"], "value error_low error_high");
    assert_eq!(outcome["pairs"], 20);
}

#[test]
fn judge_answers_with_its_keys() {
    let ways = ["judge", "tests/cases/two-ways.ron", "--question", "way", "--runs", "40"];
    let answer = json(&ways);
    has_keys(
        &answer,
        "schema scenario branch seed question nth decider at pasts tried share searches effective unlike things lucks worlds \
         facts_free facts_own hypotheses outcomes",
    );
    has_keys(&answer["hypotheses"][0], "truth alternative held so");
    let outcome = &answer["outcomes"][0];
    has_keys(outcome, "outcome unit came came_below came_above options");
    let option = &outcome["options"][0];
    has_keys(option, "option open chosen history mean low high quantiles never difference up down");
    has_keys(&option["mean"], "value error_low error_high");
    let closed = &outcome["options"][2];
    assert_eq!((&closed["open"], &closed["mean"]), (&Value::Bool(false), &Value::Null));
    let lines = stdout(&excomm(&[&ways[..], &["--format", "csv"]].concat()));
    let columns = |line: &str| line.split(',').count();
    assert!(lines.lines().count() == 4 && lines.lines().all(|line| columns(line) == 14), "{lines}");
}

#[test]
fn compare_given_history_answers_with_its_keys() {
    let args =
        ["compare", "--branch", "lift-8-nov", "--given", "history:1962-11-12", "--runs", "60"];
    let answer = json(&[&args[..], &["--marker", "no-war"]].concat());
    has_keys(
        &answer,
        "schema scenario first second seed until runs failed kept kept_at_half kept_at_double markers \
         outcomes",
    );
    has_keys(&answer["markers"][0], "id outcome within_h alone");
    has_keys(
        &answer["outcomes"][0],
        "outcome unit first second never_first never_second difference low high up down pairs \
         at_half at_double",
    );
}

#[test]
fn with_too_few_worlds_like_history_nothing_is_said() {
    let args =
        ["compare", "--branch", "lift-8-nov", "--given", "history:1962-11-16", "--runs", "20"];
    let answer = json(&args);
    has_keys(&answer, "schema error");
    let message = answer["error"]["message"].as_str().unwrap();
    assert!(message.contains("at least 30 are needed; `") && message.contains("alone keeps"));
}

#[test]
fn sweep_answers_with_its_keys() {
    let answer = json(&["sweep", CAPITALS, "--runs", "20"]);
    has_keys(&answer, "schema scenario runs lucks seed worlds failed branches");
    let swept = &answer["branches"][0];
    has_keys(swept, "branch ends outcomes fan");
    has_keys(&answer["failed"], "worlds first");
    has_keys(&swept["ends"][0], "end worlds share");
    has_keys(&swept["outcomes"][0], "outcome mean quantiles never");
    has_keys(&swept["outcomes"][0]["mean"], "value low high clarity");
    let worlds = swept["ends"].as_array().unwrap().iter().map(|end| end["worlds"].as_u64());
    assert_eq!(worlds.sum::<Option<u64>>(), Some(20), "every world comes to one end");
}

#[test]
fn a_fan_answers_with_a_spread_a_day() {
    let chart = format!("{}/fan.svg", env!("CARGO_TARGET_TMPDIR"));
    let args = ["sweep", CAPITALS, "--runs", "20", "--fan", "opened_on", "--chart", &chart];
    let answer = json(&args);
    let days = answer["branches"][0]["fan"].as_array().unwrap();
    assert!(days.len() > 5);
    has_keys(&days[0], "at quantiles never");
    assert!(std::fs::read_to_string(chart).unwrap().contains("computing error"));
}

#[test]
fn sensitivity_answers_with_its_keys() {
    let args = ["sensitivity", CAPITALS, "--rows", "16", "--walks", "4", "--top", "2"];
    let answer = json(&args);
    let keys =
        "schema scenario branch seed method worlds failed rows walks screened others outcomes";
    has_keys(&answer, keys);
    has_keys(&answer["screened"], "walks worlds inputs");
    has_keys(&answer["outcomes"][0], "outcome unit inputs rows_needed");
    let inputs = answer["outcomes"][0]["inputs"].as_array().unwrap();
    has_keys(&inputs[0], "input kind provenance measures");
    has_keys(&inputs[0]["measures"], "first total");
    has_keys(&inputs[0]["measures"]["total"], "value error_low error_high");
    let kinds: BTreeSet<&str> =
        inputs.iter().map(|input| input["kind"].as_str().unwrap()).collect();
    assert!(kinds.contains("luck") && kinds.contains("others"), "{kinds:?}");
    let morris = json(&["sensitivity", CAPITALS, "--method", "morris", "--walks", "4"]);
    has_keys(&morris, keys);
    has_keys(&morris["outcomes"][0]["inputs"][0]["measures"], "mu mu_star sigma");
    assert!(morris["rows"].is_null() && morris["screened"].is_null());
}

#[test]
fn honesty_answers_with_its_keys() {
    let answer = json(&["honesty", CAPITALS, "--rows", "200", "--lucks", "1"]);
    has_keys(&answer, "schema scenario branch against seed rows lucks worlds failed outcomes");
    assert!(answer["against"].is_null());
    assert_eq!(answer["worlds"], 1_600);
    let outcome = &answer["outcomes"][0];
    has_keys(outcome, "outcome unit one_world answer rows_needed");
    has_keys(&outcome["one_world"], "assumed disputed luck spread");
    let args = ["honesty", CAPITALS, "--branch", "open", "--branch", "no-warning", "--rows", "20"];
    let answer = json(&args);
    assert_eq!((&answer["branch"], &answer["against"]), (&"no-warning".into(), &"open".into()));
}

#[test]
fn backtest_answers_with_its_keys() {
    let answer = json(&["backtest", "november-1962", "--runs", "20"]);
    has_keys(&answer, "schema scenario branch runs failed markers not_scored");
    has_keys(
        &answer["markers"][0],
        "id outcome was place quantiles never brier log_score crps crps_uniform",
    );
    assert!(answer["markers"].as_array().unwrap().len() >= 6, "six markers at least are held out");
}

#[test]
fn discover_answers_with_its_keys() {
    let asked = ["--outcome", "tension_peak", "--is", ">47", "--runs", "200"];
    let answer = json(&[&["discover", CAPITALS], &asked[..]].concat());
    has_keys(
        &answer,
        "schema scenario branch says runs failed seed inputs screened least_density reached limits searched coverage \
         density mass all luck otherwise",
    );
    has_keys(&answer["limits"][0], "input name low high whole_low whole_high quasi_p");
    has_keys(&answer["searched"], "coverage density mass");
    has_keys(&answer["density"], "value error_low error_high");
    let never = ["--outcome", "tension_peak", "--is", ">1000", "--runs", "20"];
    assert!(json(&[&["discover", CAPITALS], &never[..]].concat())["limits"].is_null());
}

#[test]
fn hinges_answer_with_their_keys() {
    let answer = json(&["hinges", CAPITALS, "--runs", "3", "--steps", "2"]);
    has_keys(&answer, "schema scenario branch runs seed steps least failed ends");
    let end = &answer["ends"][0];
    has_keys(end, "end worlds answers facts");
    let turn = "turned worlds error_low error_high enough instead as_it_comes changed";
    has_keys(&end["answers"][0], &format!("question option {turn}"));
    has_keys(&end["answers"][0]["instead"][0], "end worlds");
    has_keys(&end["facts"][0], &format!("path value low best high distance {turn}"));
}

#[test]
fn coverage_answers_with_its_keys() {
    let items = ["--item", "truths/sixth-gun", "branches/open", "--runs", "50"];
    let answer = json(&[&["coverage", "first-steps"], &items[..]].concat());
    has_keys(&answer, "schema scenario runs full proven dead not_tried failed items");
    let item = &answer["items"][1];
    has_keys(item, "item proven branches_tried branch outcome by changed worlds share claims");
    has_keys(&item["claims"][0], "record number text");
    assert_eq!((&item["item"], &item["proven"]), (&"truths/sixth-gun".into(), &true.into()));
    assert_eq!((&answer["proven"], &answer["not_tried"]), (&1.into(), &1.into()));
}

#[test]
fn questions_answer_with_their_keys() {
    let questions = json(&["questions", CAPITALS]);
    has_keys(&questions, "schema questions");
    has_keys(&questions["questions"][0], "id title asks history options cite");
    has_keys(&questions["questions"][0]["options"][0], "id title arguments cite");
}

#[test]
fn facts_answer_with_their_keys() {
    let facts = json(&["facts", CAPITALS, "--about", "prior", "--only", "assumed"]);
    has_keys(&facts, "schema facts");
    has_keys(&facts["facts"][0], "path value low best high provenance source");
    assert_eq!(facts["facts"].as_array().unwrap().len(), 1);
}

#[test]
fn a_memo_answers_with_its_keys() {
    let memo = json(&["memo", CAPITALS, "--at", "1901-03-20"]);
    has_keys(&memo, "schema at zone pledges consents");
    let keys = "id says by to on_condition state made verified_by events cite";
    has_keys(&memo["pledges"][0], keys);
    has_keys(&memo["consents"][0], keys);
    has_keys(&memo["pledges"][0]["events"][0], "id at text");
}

#[test]
fn why_answers_with_its_keys() {
    let why = json(&["why", CAPITALS]);
    has_keys(&why, "schema scenario branch seed zone of walk but_for");
    has_keys(&why["of"], "kind id event");
    has_keys(&why["walk"][0], "id at text odds draw causes facts cite");
    has_keys(&why["but_for"][0], "id verdict at through instead says");
    assert_eq!(why["walk"][0]["id"], why["of"]["event"]);
    let ids: BTreeSet<&str> =
        why["walk"].as_array().unwrap().iter().map(|n| n["id"].as_str().unwrap()).collect();
    for node in why["walk"].as_array().unwrap() {
        for cause in node["causes"].as_array().unwrap() {
            assert!(ids.contains(cause.as_str().unwrap()), "{cause} is on the walk");
        }
    }
}

#[test]
fn check_and_record_answer_with_their_keys() {
    let dir = format!("{}/json", env!("CARGO_TARGET_TMPDIR"));
    let _ = std::fs::remove_dir_all(&dir);
    excomm(&["new", &dir, "--record", "seeds/excomm-22.txt"]);
    let check = json(&["check", &dir]);
    has_keys(&check, "schema findings");
    has_keys(&check["findings"][0], "severity file line column message hint");
    let record = json(&["record", &dir]);
    has_keys(&record, "schema sentences claimed proven context quotes not_found list");
    has_keys(&record["list"][0], "record number paragraph line text claims context proven");
    assert_eq!(record["claimed"], 0);
    assert_eq!(record["proven"], 0);
    assert_eq!(
        record["list"].as_array().unwrap().len() as u64,
        record["sentences"].as_u64().unwrap()
    );
}

#[test]
fn an_item_in_the_list_of_proofs_proves_its_sentences() {
    let dir = format!("{}/proof", env!("CARGO_TARGET_TMPDIR"));
    let _ = std::fs::remove_dir_all(&dir);
    excomm(&["new", &dir]);
    let proofs = "item,branch,outcome\nactors/shore,open,freed_on\n";
    std::fs::write(format!("{dir}/proven.csv"), proofs).unwrap();
    let record = json(&["record", &dir]);
    assert_eq!(record["proven"], 1);
    assert_eq!(record["list"][0]["claims"][0]["proven"], true);
    assert_eq!(record["list"][1]["proven"], false);
}

#[test]
fn failure_is_an_object_too() {
    for (command, args) in [
        ("run", vec!["run", "no-such-scenario"]),
        ("run", vec!["run", CAPITALS, "--branch", "opne"]),
        ("run", vec!["run", "--nonsense"]),
        ("why", vec!["why", CAPITALS, "--event", "nothing"]),
        ("check", vec!["check"]),
        ("record", vec!["record", "no-such-scenario"]),
        ("memo", vec!["memo", CAPITALS, "--at", "soon"]),
        ("facts", vec!["facts", CAPITALS, "--set", "x=1"]),
        ("questions", vec!["questions", "no-such-scenario"]),
        ("branches", vec!["branches", "no-such-scenario"]),
    ] {
        let answer = json(&args);
        has_keys(&answer, "schema error");
        assert_eq!(answer["schema"], format!("excomm/{command}/1"));
        has_keys(&answer["error"], "message hint");
        let output = excomm(&[&args[..], &["--format", "json"]].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn every_schema_is_documented() {
    let docs = include_str!("../docs/json.md");
    let answers_json = |command: &String| {
        let help = stdout(&excomm(&[command, "--help"]));
        help.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .contains("[possible values: text, json")
            || help.contains("- json")
    };
    // these answer as the command of their study does
    let own = |command: &String| !["lab", "merge"].contains(&command.as_str());
    let all: Vec<String> = commands().into_iter().filter(answers_json).filter(own).collect();
    assert!(all.len() >= 15, "{all:?}");
    for command in all {
        assert!(docs.contains(&format!("excomm/{command}/1")), "{command}");
    }
}
