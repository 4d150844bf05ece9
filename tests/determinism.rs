//! The same bytes everywhere: twice, on any number of threads, in any order of worlds.

use std::{fs, path::PathBuf, process::Command};

use excomm_engine::{
    run::{self, Theatre},
    world::{Model, Setting, Time},
};
use excomm_scenario as scenario;
use rayon::prelude::*;

use crate::{
    cli::{folder, same_as_file},
    worlds::{case, play, varied},
};

fn digests(model: &Model, seeds: impl IntoIterator<Item = u64>) -> Vec<String> {
    seeds.into_iter().map(|seed| run::digest(model, &play(model, seed).log)).collect()
}

#[test]
fn the_same_world_twice_has_the_same_digest() {
    let model = Model::new(&case("two-capitals"), "open", &[]).unwrap();
    assert_eq!(digests(&model, 1..20), digests(&model, 1..20));
}

#[test]
fn one_two_and_eight_threads_have_the_same_digests() {
    let model = Model::new(&case("two-capitals"), "open", &[]).unwrap();
    let alone = digests(&model, 0..40);
    for threads in [1, 2, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let together: Vec<String> = pool.install(|| {
            (0..40_u64)
                .into_par_iter()
                .map(|seed| run::digest(&model, &play(&model, seed).log))
                .collect()
        });
        assert_eq!(alone, together, "{threads} threads");
    }
}

/// Plays worlds one after another in one theatre.
fn on_one_worker(model: &Model, seeds: &[u64]) -> Vec<String> {
    let mut free = Some(Theatre::new(model));
    let mut digests = Vec::new();
    for &seed in seeds {
        let mut session = free.take().unwrap().begin(varied(seed));
        session.play_until(Time(i64::MAX));
        let (done, theatre) = session.close();
        digests.push(run::digest(model, &done.log));
        free = Some(theatre);
    }
    digests
}

#[test]
fn the_order_of_worlds_on_one_worker_changes_nothing() {
    let model = Model::new(&case("two-capitals"), "open", &[]).unwrap();
    let fresh = digests(&model, 0..30);
    let shuffled: Vec<u64> = (0..30).map(|i| i * 7 % 30).collect();
    let mut played: Vec<_> = shuffled.iter().zip(on_one_worker(&model, &shuffled)).collect();
    played.sort();
    assert_eq!(fresh, played.into_iter().map(|(_, digest)| digest).collect::<Vec<_>>());
}

#[test]
fn two_models_of_one_scenario_play_alike() {
    let (a, b) = (case("two-capitals"), case("two-capitals"));
    let (a, b) = (Model::new(&a, "open", &[]).unwrap(), Model::new(&b, "open", &[]).unwrap());
    assert_eq!(digests(&a, 0..10), digests(&b, 0..10));
}

#[test]
fn november_has_the_digests_it_had_whatever_the_build() {
    let checked = scenario::check(&excomm_library::load("november-1962").unwrap());
    let part = checked.part.unwrap_or_else(|| panic!("{:?}", checked.findings));
    let mut known = Vec::new();
    for branch in ["open", "as-it-happened", "shootdown-deliberate"] {
        let model = Model::new(&part, branch, &[]).unwrap();
        for (seed, digest) in (1..).zip(digests(&model, 1..=8)) {
            known.push(format!("{branch} {seed} {digest}\n"));
        }
    }
    same_as_file("tests/golden/digests-november-1962.txt", &known.concat());
}

/// The seeds of worlds that are played on one stage: fewer where the build is slow.
const SEEDS: u64 = if cfg!(debug_assertions) { 1 } else { 4 };

/// Begins a world of other luck, facts and truths on a stage, and leaves the world where it stands.
fn half_played<'m>(model: &'m Model, stage: Theatre<'m>, seed: u64) -> Theatre<'m> {
    let other = Setting { fact_seed: Some(seed + 77), ..varied(seed + 1000) };
    let mut session = stage.begin(other);
    let days = 3.0 + 5.0 * seed as f64;
    session.play_until(model.span.start.plus_hours(24.0 * days));
    session.close().1
}

#[test]
fn a_used_stage_plays_every_branch_of_november_as_a_fresh_one() {
    let part = scenario::read(&excomm_library::load("november-1962").unwrap()).unwrap();
    for branch in &part.branches {
        let model = Model::new(&part, &branch.id, &[]).unwrap();
        let mut stage = Theatre::new(&model);
        for seed in 1..=SEEDS {
            stage = half_played(&model, stage, seed);
            for setting in [varied(seed), Setting { seed, ..Setting::default() }] {
                let mut session = stage.begin(setting.clone());
                session.play_until(Time(i64::MAX));
                let (done, used) = session.close();
                let fresh = run::digest(&model, &run::play(&model, setting).log);
                assert_eq!(run::digest(&model, &done.log), fresh, "{}, seed {seed}", branch.id);
                stage = used;
            }
        }
    }
}

/// Zone files of a machine in which this zone is always at UTC.
fn zone_files(zone: &str) -> PathBuf {
    let files = folder("zone-files");
    let path = files.join(zone);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    // no transitions, one kind of time with a name of four letters, an end included
    let head = [&b"TZif2"[..], &[0; 15], &[0; 16], &[0, 0, 0, 1, 0, 0, 0, 4]].concat();
    let utc = [&head[..], &[0; 6], b"UTC\0"].concat();
    fs::write(&path, [&utc[..], &utc, b"\nUTC0\n"].concat()).unwrap();
    files
}

#[test]
fn the_zone_files_of_a_machine_change_no_world() {
    let run = |command: &mut Command| {
        let case = "tests/cases/amsterdam-1938.ron";
        let output = command.args(["run", case, "--format", "json"]).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let program = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_excomm"));
        command.current_dir(env!("CARGO_MANIFEST_DIR")).env_remove("TZDIR");
        command
    };
    let plain = run(&mut program());
    assert!(plain.contains("Europe/Amsterdam"), "{plain}");
    assert_eq!(plain, run(program().env("TZDIR", zone_files("Europe/Amsterdam"))));
}
