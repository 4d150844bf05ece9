//! A game by plain lines: what is shown, what is not, back, save and go on.

use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use crate::cli::{excomm, folder, same_as_file, stdout};

fn capitals() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/two-capitals.ron");
    path.to_str().unwrap().to_owned()
}

/// Begins a game by plain lines in a folder.
fn begin(dir: &Path, args: &[&str]) -> Child {
    fs::create_dir_all(dir).unwrap();
    Command::new(env!("CARGO_BIN_EXE_excomm"))
        .args(["play", "--plain"])
        .args(args)
        .current_dir(dir)
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Plays by plain lines in a folder, with this input.
fn play(dir: &Path, args: &[&str], input: impl AsRef<[u8]>) -> Output {
    let mut child = begin(dir, args);
    child.stdin.take().unwrap().write_all(input.as_ref()).unwrap();
    child.wait_with_output().unwrap()
}

/// Plays two capitals without judging.
fn quick(dir: &Path, args: &[&str], input: &str) -> String {
    let scenario = capitals();
    let output = play(dir, &[&[scenario.as_str(), "--runs", "0"], args].concat(), input);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    stdout(&output)
}

fn digest(text: &str) -> &str {
    let is = |line: &&str| line.len() == 64 && line.chars().all(|c| c.is_ascii_hexdigit());
    text.lines().find(is).unwrap()
}

fn from_the_end(text: &str) -> &str {
    &text[text.find("The end: ").unwrap()..]
}

#[test]
fn a_game_by_lines_is_as_it_was() {
    let dir = folder("play-golden");
    let output =
        play(&dir, &[&capitals(), "--runs", "20"], "3\nno\n\n?\n1\nwhy\nmap\n2\nchoices\n");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let text = stdout(&output);
    let own = text.replace(digest(&text), "(digest)").replace(&capitals(), "two-capitals.ron");
    same_as_file("tests/golden/play-two-capitals.txt", &own);
    let wide = text.lines().filter(|line| !line.contains("excomm "));
    assert!(wide.clone().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn the_same_choice_after_a_step_back_makes_the_same_world() {
    let dir = folder("play-back");
    let straight = quick(&dir, &[], "1\n2\n");
    for detour in ["1\nback\n1\n2\n", "2\n1\nback 1\n1\n2\n", "1\n1\nback\n2\n", "1\n2\nback\n2\n"]
    {
        assert_eq!(digest(&quick(&dir, &[], detour)), digest(&straight), "{detour:?}");
    }
    assert_ne!(digest(&quick(&dir, &[], "2\n2\n")), digest(&straight));
}

#[test]
fn the_command_at_the_end_plays_this_very_world() {
    let text = quick(&folder("play-command"), &[], "2\n2\n");
    let command = text.lines().find(|line| line.starts_with("  excomm run ")).unwrap();
    let words: Vec<&str> = command.split_whitespace().skip(1).chain(["--detail"]).collect();
    assert_eq!(digest(&stdout(&excomm(&words))), digest(&text));
}

#[test]
fn when_the_input_ends_the_game_is_saved_and_goes_on_as_if_it_had_not() {
    let dir = folder("play-save");
    let straight = quick(&dir, &[], "1\n2\n");
    let begun = quick(&dir, &[], "1\n");
    assert!(begun.contains("The input has ended after 1 choice."), "{begun}");
    let command = "excomm play --load two-capitals-north.game.ron --plain";
    assert!(begun.contains(command), "{begun}");
    let load = ["--load", "two-capitals-north.game.ron", "--runs", "0"];
    let resumed = stdout(&play(&dir, &load, "2\n"));
    assert!(resumed.contains("This game goes on after 1 choice."), "{resumed}");
    assert_eq!(from_the_end(&resumed), from_the_end(&straight));
    assert!(!dir.join("two-capitals-north.game.ron.part").exists());
}

#[cfg(unix)]
#[test]
fn a_game_that_is_stopped_by_its_player_is_saved() {
    let dir = folder("play-stopped");
    let mut child = begin(&dir, &[&capitals(), "--runs", "0"]);
    let mut input = child.stdin.take().unwrap();
    let mut output = child.stdout.take().unwrap();
    let mut said = String::new();
    let mut hear = |until: &str| {
        while !said.contains(until) {
            let mut some = [0; 1024];
            let read = output.read(&mut some).unwrap();
            assert!(read > 0, "ended before {until}: {said}");
            said.push_str(&String::from_utf8_lossy(&some[..read]));
        }
        said.clear();
    };
    hear("Your choice");
    input.write_all(b"1\n").unwrap();
    hear("Your choice");
    let told = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(told.success());
    hear("The game was stopped after 1 choice.");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(dir.join("two-capitals-north.game.ron").exists());
}

#[test]
fn a_game_that_nobody_has_named_overwrites_no_other() {
    let dir = folder("play-names");
    quick(&dir, &[], "1\n");
    quick(&dir, &[], "2\n");
    assert!(dir.join("two-capitals-north-2.game.ron").exists());
    let text = quick(&dir, &[], "");
    assert!(text.contains("Nothing has been chosen, so nothing is saved."), "{text}");
    assert!(!dir.join("two-capitals-north-3.game.ron").exists());
}

#[test]
fn a_game_is_saved_where_it_is_told_to_be() {
    let dir = folder("play-named");
    let text = quick(&dir, &[], "1\nsave my game.ron\nsave no/such/folder\nquit\n");
    assert!(text.contains("Saved in `my game.ron`"), "{text}");
    assert!(text.contains("cannot be written to `no/such/folder`"), "{text}");
    assert!(dir.join("my game.ron").exists());
}

#[test]
fn a_game_of_another_scenario_than_it_was_is_refused() {
    let dir = folder("play-changed");
    fs::create_dir_all(&dir).unwrap();
    let scenario: PathBuf = dir.join("capitals.ron");
    let written = fs::read_to_string(capitals()).unwrap();
    fs::write(&scenario, &written).unwrap();
    play(&dir, &["capitals.ron"], "1\n");
    let saved = fs::read_to_string(dir.join("two-capitals-north.game.ron")).unwrap();
    let load = ["--load", "two-capitals-north.game.ron"];
    let refused = |reason: &str| {
        let output = play(&dir, &load, "");
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(text.contains(reason) && text.contains("hint: "), "{text}");
    };
    fs::write(&scenario, written.replace("low: 10, best: 20", "low: 10, best: 21")).unwrap();
    refused("`capitals.ron` has changed since this game was saved");
    fs::write(&scenario, &written).unwrap();
    let game = dir.join("two-capitals-north.game.ron");
    fs::write(&game, saved.replace("option: \"yes\"", "option: \"no\"")).unwrap();
    refused("comes out otherwise than when version");
    fs::write(&game, saved.replace("format: 1", "format: 2")).unwrap();
    refused("has format 2, and 1 is read here");
    fs::write(&game, "nonsense").unwrap();
    refused("is no saved game");
    fs::remove_file(&game).unwrap();
    refused("cannot be read");
}

/// Returns what is printed before the end, without the name of the branch.
fn before_the_end(text: &str) -> String {
    let before = &text[..text.find("The end: ").unwrap()];
    before.lines().filter(|line| !line.starts_with("Branch ")).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_truth_that_is_not_seen_changes_nothing_before_the_end() {
    let dir = folder("play-truth");
    let game = |branch: &str| quick(&dir, &["--branch", branch], "1\nwhy\nmap\n2\nwhy\nmap\n\n");
    let (clear, mined) = (game("open"), game("mined"));
    assert_eq!(before_the_end(&clear), before_the_end(&mined));
    assert!(clear.contains("So all along: The bridge is not mined."), "{clear}");
    assert!(mined.contains("So all along: The bridge is mined."), "{mined}");
    assert!(!before_the_end(&mined).contains("is mined."), "{mined}");
}

#[test]
fn hidden_missiles_are_not_told_of_before_they_are_found() {
    let dir = folder("play-caves");
    let six = "1\n1\n1\n1\n1\n1\nmap\nwhy\n";
    let game = |branch: &str| {
        let text = stdout(&play(&dir, &["--branch", branch], six));
        let lines = text.lines().filter(|line| !line.starts_with("Branch "));
        lines.take_while(|line| !line.starts_with("Saved in")).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(game("open"), game("missiles-in-caves"));
}

#[test]
fn news_by_a_rider_is_told_when_it_arrives() {
    let dir = folder("play-south");
    let text = quick(&dir, &["--as", "south"], "");
    assert!(text.contains("No question is put to the South here, so you look on."), "{text}");
    let told: Vec<&str> =
        text.lines().filter(|line| line.contains("will cross by force")).collect();
    assert!(told[0].starts_with("21:00"), "half a day after it was said: {text}");
    assert!(told[0].ends_with("(word of 1 Mar, 09:00)"), "{text}");
    assert!(!before_the_end(&text).contains("The council meets"), "{text}");
}

#[test]
fn a_byte_that_is_no_utf_8_is_an_unknown_word_and_loses_nothing() {
    let dir = folder("play-bytes");
    let output = play(&dir, &[&capitals(), "--runs", "0"], b"1\n\xff\xfe\nchoices\nquit\n");
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("is nothing that can be done here"), "{text}");
    assert!(text.contains("  1. "), "the choice made before it is kept: {text}");
}

#[test]
fn why_explains_the_question_that_waits_and_names_nothing_that_cannot_be_typed() {
    let dir = folder("play-why");
    let text = stdout(&play(&dir, &["--runs", "0"], "1\nwhy\nquit\n"));
    let why = &text[text.find("Why is this asked? As far as the United States knows:").unwrap()..];
    let why = &why[..why.find("Your choice").unwrap()];
    assert!(why.contains("The President's committee meets."), "{why}");
    assert!(why.contains("passenger boat with") && !why.contains('['), "{why}");
    assert!(!why.contains("--"), "{why}");
}

#[test]
fn the_whole_screen_needs_a_terminal_and_a_name_must_be_known() {
    for (args, hint) in [
        (vec!["play"], "add `--plain`"),
        (vec!["play", "--plain", "--as", "uss"], "did you mean `ussr`?"),
        (vec!["play", "--plain", "--branch", "opne"], "did you mean `open`?"),
        (vec!["play", "--plain", "--load", "x", "--seed", "2"], "cannot be used with"),
    ] {
        let output = excomm(&args);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {text}");
        assert!(text.contains(hint), "{args:?}: {text}");
    }
}
