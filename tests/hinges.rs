//! Hinges: the smallest single change after which another end comes.

use excomm_engine::{
    run,
    world::{Model, Setting, Thing, Vary},
};
use excomm_lab::{Change, Design, Search, Turn, Turns, hinges};

use crate::{
    cli::{excomm, stdout},
    worlds::case,
};

const SEARCH: Search = Search { worlds: 6, steps: 4, least: 0.3 };

fn found(model: &Model, vary: Vary) -> Vec<Turns> {
    hinges(model, &base(vary), SEARCH, |_| true).ends
}

fn base(vary: Vary) -> Setting {
    Setting { seed: 3, vary, ..Setting::default() }
}

/// Plays the first world that a change turns, with the change.
fn replay(model: &Model, turn: &Turn, vary: Vary) -> Option<Thing> {
    let mut setting = Design { runs: 6, lucks: 1 }.setting(&base(vary), turn.world);
    match turn.change {
        Change::Answer(chosen) => setting.choices.push(chosen),
        Change::Fact(fact, value) => _ = setting.facts.insert(fact, value),
    }
    run::play(model, setting).end.map(|(end, _)| end)
}

#[test]
fn every_hinge_turns_the_world_it_names() {
    let model = Model::new(&case("two-capitals"), "open", &[]).unwrap();
    for vary in [Vary::None, Vary::All] {
        let all = found(&model, vary);
        assert_eq!(all.iter().map(|turns| turns.worlds).sum::<u64>(), 6);
        for turns in &all {
            for turn in turns.answers.iter().chain(&turns.facts) {
                let end = replay(&model, turn, vary);
                assert_ne!(end, Some(turns.end));
                assert!(turn.instead.iter().any(|(instead, _)| Some(*instead) == end));
            }
        }
    }
}

#[test]
fn an_answer_that_brings_war_is_a_hinge() {
    let model = Model::new(&case("two-capitals"), "open", &[]).unwrap();
    let (question, war) = (model.find("questions/what-now"), model.find("ends/war").unwrap());
    let all = found(&model, Vary::None);
    let turn = all[0].answers.iter().find(|turn| match turn.change {
        Change::Answer(chosen) => Some(chosen.question) == question,
        Change::Fact(..) => false,
    });
    assert_eq!(turn.unwrap().instead[0].0, war);
}

#[test]
fn the_smallest_move_that_turns_enough_comes_first() {
    let model = Model::new(&case("two-capitals"), "open", &[]).unwrap();
    for turns in found(&model, Vary::None) {
        assert!(turns.facts.iter().map(|turn| turn.enough).is_sorted_by(|a, b| a >= b));
        let enough = turns.facts.iter().filter(|turn| turn.enough);
        assert!(enough.clone().map(|turn| turn.distance).is_sorted());
        for turn in enough {
            assert!(turn.turned.share().unwrap() >= SEARCH.least);
            assert!(turn.distance > 0.0 && turn.distance <= 1.0);
        }
    }
}

#[test]
fn threads_change_no_hinge() {
    let model = Model::new(&case("two-capitals"), "open", &[]).unwrap();
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| found(&model, Vary::All))
    };
    assert_eq!(on(1), on(4));
}

#[test]
fn the_commands_of_a_hinge_play_both_ends() {
    let args =
        ["hinges", "tests/cases/two-capitals.ron", "--runs", "4", "--least", "0.3", "--detail"];
    let text = stdout(&excomm(&args));
    let commands: Vec<&str> =
        text.lines().map(str::trim).filter(|line| line.starts_with("excomm ")).collect();
    assert!(commands.len() >= 2, "{text}");
    let end = |command: &str| {
        let args: Vec<&str> = command.split(' ').skip(1).chain(["--quiet"]).collect();
        let played = stdout(&excomm(&args));
        let end = played.lines().find(|line| line.starts_with("The end: "));
        end.unwrap_or_else(|| panic!("{command}: {played}")).to_owned()
    };
    for pair in commands.chunks(2) {
        assert_ne!(end(pair[0]), end(pair[1]), "{pair:?}");
    }
}

#[test]
fn november_has_hinges_in_one_world() {
    let about = "moscow-gives-the-bombers";
    let args = ["hinges", "--runs", "1", "--steps", "2", "--about", about, "--detail"];
    let output = excomm(&args);
    assert_eq!(output.status.code(), Some(0));
    let text = stdout(&output);
    assert!(text.contains("Another answer:") && text.contains("another end in 1 of 1"), "{text}");
    assert!(text.contains(" --choose "), "{text}");
}
