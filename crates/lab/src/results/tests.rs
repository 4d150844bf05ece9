//! Studies of two capitals: shards, failures, early stops, fans.

use super::*;
use crate::{Method, shard, stats::Sketch};
use excomm_scenario::format::Part;

/// The small world of two capitals, in two branches.
struct Capitals {
    models: [Model; 2],
    base: Setting,
}

impl Capitals {
    fn new(study: &Study) -> Capitals {
        let text = include_str!("../../../../tests/cases/two-capitals.ron");
        let part = Part::of_text(text).unwrap();
        let model = |branch: &str| Model::new(&part, branch, &[]).unwrap();
        let base = Setting { seed: study.seed, vary: study.vary, ..Setting::default() };
        Capitals { models: [model("open"), model("no-warning")], base }
    }

    fn opened_on(&self) -> OutcomeId {
        self.models[0].find_outcome("opened_on").unwrap()
    }

    fn ask(&self, study: Study) -> Results<'_> {
        let side = |model| Side { model, base: &self.base };
        Results::new(study, self.models.iter().map(side).collect()).unwrap()
    }
}

fn compare(runs: u64) -> Study {
    let text = "(scenario: \"two-capitals\", method: Compare(against: \"open\"), seed: 7, \
                branches: [\"no-warning\"], outcomes: [\"opened_on\"])";
    Study { runs, ..Study::read(text).unwrap() }
}

#[test]
fn shards_merge_to_the_same_bits_as_one_run_on_any_number_of_threads() {
    let capitals = Capitals::new(&compare(3_200));
    let play = |threads, blocks| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let mut results = capitals.ask(compare(3_200));
        pool.install(|| results.play(Playing { blocks, ..Playing::default() }));
        results
    };
    let whole = play(1, None);
    let mut merged = play(3, Some(shard(4, 4, 4)));
    for k in 1..4 {
        merged.merge(&play(2, Some(shard(4, k, 4)))).unwrap();
    }
    assert_eq!(whole.counted().worlds, 3_200);
    assert_eq!(merged.counted(), whole.counted());
    assert!(merged.merge(&capitals.ask(compare(100))).is_err(), "another study does not fit");
}

#[test]
fn rows_read_back_count_as_if_they_had_been_played() {
    let capitals = Capitals::new(&compare(40));
    let mut kept: Vec<Row> = Vec::new();
    let mut keep = |rows: &[Row]| {
        kept.extend_from_slice(rows);
        ControlFlow::Continue(())
    };
    let mut played = capitals.ask(compare(40));
    played.play(Playing { each: Some(&mut keep), ..Playing::default() });
    assert!(kept.iter().all(|row| !row.facts.is_empty()));
    assert!(kept.iter().any(|row| !row.choices.is_empty()));
    let mut read = capitals.ask(compare(40));
    read.take(&kept);
    assert_eq!(read.counted(), played.counted());
}

#[test]
fn a_world_that_fails_is_recorded_and_the_others_go_on() {
    let capitals = Capitals::new(&compare(100));
    let lead = |led: &mut Led| {
        let seed = led.session.seed();
        assert!(![17, 33].contains(&seed), "seed {seed} is cursed");
        to_the_end(led)
    };
    let mut results = capitals.ask(compare(100));
    results.play_led(Playing::default(), lead);
    let Counted { worlds, failed, swept, .. } = results.counted();
    assert_eq!((*worlds, failed.worlds, swept[0].worlds()), (100, 2, 98));
    let first = &failed.first[0];
    assert_eq!((first.world, first.side, first.seed), (10, 0, 17));
    assert_eq!(first.cause, "seed 17 is cursed");
    assert_eq!(results.effect(0, capitals.opened_on()).pairs, 98);
}

#[test]
fn a_study_stops_at_the_end_of_a_block_when_it_knows_enough() {
    let study = Study { until_width: Some(0.5), ..compare(5_000) };
    let capitals = Capitals::new(&study);
    let mut results = capitals.ask(study);
    results.play(Playing::default());
    assert_eq!(results.counted().worlds, 1_000);
}

#[test]
fn a_fan_has_a_reading_for_each_day_and_dates_only_come_to_pass() {
    let mut study = compare(20);
    study.branches.insert(0, "open".to_owned());
    study.method = Method::Sweep { fan: Some("opened_on".to_owned()) };
    let capitals = Capitals::new(&study);
    let mut results = capitals.ask(study);
    results.play(Playing::default());
    let days = results.counted().swept[0].days();
    assert_eq!(days.len(), ends_of_days(&capitals.models[0].span).len());
    assert!(days.iter().all(|day| day.total() == 20));
    let never: Vec<u64> = days.iter().map(Sketch::never).collect();
    assert!(never.is_sorted_by(|a, b| a >= b), "{never:?}");
    let last = results.counted().swept[0].summary(capitals.opened_on()).never.hits;
    assert_eq!(never.last(), Some(&last));
}

#[test]
fn results_refuse_worlds_that_the_study_does_not_ask_for() {
    let capitals = Capitals::new(&compare(20));
    let other = Setting { seed: 8, ..capitals.base.clone() };
    let side = |base| move |model| Side { model, base };
    let sides = |base| capitals.models.iter().map(side(base)).collect::<Vec<_>>();
    assert!(Results::new(compare(20), sides(&other)).is_err());
    let turned = sides(&capitals.base).into_iter().rev().collect();
    assert!(Results::new(compare(20), turned).is_err());
    assert!(Results::new(compare(20), sides(&capitals.base)).is_ok());
}
