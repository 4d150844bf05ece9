//! The promises, held on November 1962 itself.

use std::collections::BTreeSet;

use excomm_engine::{
    run::{self, Finished, Touched},
    world::{Event, EventId, Model, Setting, Vary, key_text},
};
use excomm_lab as lab;
use excomm_scenario::format::Part;

use rayon::prelude::*;

use crate::worlds::{november, play, varied};

fn model(part: &Part, branch: &str) -> Model {
    Model::new(part, branch, &[]).unwrap()
}

fn keys(model: &Model, done: &Finished, but: &str) -> BTreeSet<String> {
    let lines = done.log.events().iter().map(|event| run::line(model, &done.log, event));
    let about = |line: &run::Line| {
        line.subjects.iter().any(|subject| subject.contains(but))
            || line.causes.iter().any(|cause| cause.contains("/extra/"))
    };
    lines.filter(|line| !about(line)).map(|line| format!("{} {}", line.id, line.at)).collect()
}

#[test]
fn a_ship_that_meets_nobody_changes_no_other_event() {
    let mut part = november();
    let without = model(&part, "open");
    let mut extra = part.ships.iter().find(|ship| ship.id == "labinsk").unwrap().clone();
    extra.id = "extra".to_owned();
    extra.cargo.clear();
    part.ships.push(extra);
    let with = model(&part, "open");
    for seed in 0..50 {
        let (a, b) = (play(&with, seed), play(&without, seed));
        let (a, b) = (keys(&with, &a, "ships/extra"), keys(&without, &b, "ships/extra"));
        let differ: Vec<_> = a.symmetric_difference(&b).collect();
        assert!(differ.is_empty(), "seed {seed}: {differ:?}");
    }
}

#[test]
fn a_change_that_is_no_ancestor_of_an_outcome_never_changes_it() {
    let part = november();
    let (open, other) = (model(&part, "open"), model(&part, "castro-pressure"));
    let over = |done: &Finished| done.end.map(|(end, reached)| (end, reached.at));
    let in_one_world = |seed| {
        let (a, b) = (play(&open, seed), play(&other, seed));
        let changed = run::changed(&a.log, &b.log);
        let mut keys = changed.clone();
        keys.extend(run::changed_tries(&a.log, &b.log));
        let mut apart = 0;
        let (in_a, in_b) = (Touched::new(&a.log, &keys), Touched::new(&b.log, &keys));
        let free = |touched: &Touched, by: EventId| !touched.has(by);
        for (id, first) in a.outcomes.iter() {
            let second = &b.outcomes[id];
            if free(&in_a, first.by) && free(&in_b, second.by) && over(&a) == over(&b) {
                apart += 1;
                assert_eq!(first.value, second.value, "seed {seed}");
            }
        }
        (usize::from(changed.len() >= 10), apart)
    };
    let worlds: Vec<_> = (0..1000_u64).into_par_iter().map(in_one_world).collect();
    let active: usize = worlds.iter().map(|(active, _)| active).sum();
    let apart: usize = worlds.iter().map(|(_, apart)| apart).sum();
    assert!(active > 500, "the change is active in {active} of 1000 worlds");
    assert!(apart > 2500, "{apart} outcomes stood apart from the change");
}

#[test]
fn delaying_a_flight_by_an_hour_re_rolls_nothing_else() {
    let part = november();
    let open = model(&part, "open");
    let hour = open.facts.iter().position(|fact| fact.path == "facts/first-take-off").unwrap();
    let hour = excomm_engine::world::FactId(hour as u32);
    for seed in 0..20 {
        let now = play(&open, seed);
        let mut late = varied(seed);
        late.facts.insert(hour, now.facts[hour.0 as usize] + 1.0);
        let late = run::play(&open, late);
        let draws = |done: &Finished| -> Vec<(String, (Option<f64>, Option<f64>))> {
            let drawn = done.log.events().iter().filter(|event| event.draw.is_some());
            let told =
                |event: &Event| (key_text(&event.key, &open.things), (event.odds, event.draw));
            drawn.map(told).collect()
        };
        let late: std::collections::BTreeMap<_, _> = draws(&late).into_iter().collect();
        for (key, (odds, draw)) in draws(&now) {
            let Some((other_odds, other)) = late.get(&key) else { continue };
            // of several options a draw is told above those before it, whose odds may have changed
            if !key.starts_with("answer/") || odds == *other_odds {
                assert_eq!(draw, *other, "seed {seed}: {key} was drawn again");
            }
        }
    }
}

#[test]
fn an_unseen_truth_changes_no_decision_before_evidence_arrives() {
    let part = november();
    let (open, caves) = (model(&part, "open"), model(&part, "missiles-in-caves"));
    let mut told_apart = 0;
    for seed in 0..60 {
        let (a, b) = (play(&open, seed), play(&caves, seed));
        let lines = |model: &Model, done: &Finished| -> Vec<run::Line> {
            done.log.events().iter().map(|event| run::line(model, &done.log, event)).collect()
        };
        let (a, b) = (lines(&open, &a), lines(&caves, &b));
        let evidence = |line: &&run::Line| {
            ["find/", "found/", "seen/", "false-alarm/"]
                .iter()
                .any(|verb| line.id.starts_with(verb))
        };
        let seen = |lines: &[run::Line]| -> Vec<String> {
            lines.iter().filter(evidence).map(|l| format!("{} {:?}", l.id, l.text)).collect()
        };
        let (seen_a, seen_b) = (seen(&a), seen(&b));
        let first = seen_a.iter().zip(&seen_b).position(|(a, b)| a != b);
        let first =
            first.or((seen_a.len() != seen_b.len()).then_some(seen_a.len().min(seen_b.len())));
        let until = first.and_then(|i| {
            let at =
                |lines: &[run::Line]| lines.iter().filter(evidence).nth(i).map(|l| l.at.clone());
            at(&a).into_iter().chain(at(&b)).min()
        });
        told_apart += usize::from(until.is_some());
        let answers = |lines: &[run::Line]| -> Vec<String> {
            let early = lines.iter().filter(|l| until.as_ref().is_none_or(|until| l.at < *until));
            early
                .filter(|l| l.id.starts_with("answer/"))
                .map(|l| format!("{} {}", l.id, l.at))
                .collect()
        };
        assert_eq!(answers(&a), answers(&b), "seed {seed}");
    }
    assert!(told_apart > 0, "evidence arrives in some world");
}

#[test]
fn every_end_is_reached_in_some_branch() {
    let part = november();
    let mut missing: BTreeSet<&str> = part.ends.iter().map(|end| end.id.as_str()).collect();
    for branch in &part.branches {
        let model = model(&part, &branch.id);
        let setting = Setting { vary: Vary::All, ..Setting::default() };
        for row in lab::rows(&model, &setting, &lab::Design { runs: 100, lucks: 1 }).0 {
            if let Some(end) = row.end {
                missing.remove(model.things[end.index()].id.as_str());
            }
        }
    }
    assert!(missing.is_empty(), "no branch reaches {missing:?}");
}

#[test]
fn november_has_the_same_digests_on_one_and_eight_threads() {
    let part = november();
    let open = model(&part, "open");
    let digest = |seed| run::digest(&open, &play(&open, seed).log);
    let alone: Vec<String> = (0..6).map(digest).collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(8).build().unwrap();
    let together: Vec<String> = pool.install(|| (0..6_u64).into_par_iter().map(digest).collect());
    assert_eq!(alone, together);
}
