//! Each branch of November 1962 comes about in the way it says, in some world.

use std::{fs, ops::ControlFlow};

use excomm_engine::{
    run::{changed, play},
    world::{Model, Setting},
};
use excomm_lab as lab;
use excomm_lab::{Counting as _, Design, Fate, Method, Playing, Results, Row, Side, Study};
use excomm_scenario as scenario;
use excomm_scenario::verbs::VERBS;

use crate::{
    cli::{excomm, folder, stdout},
    worlds::{self, november, varied},
};

/// Worlds looked at for each branch.
const WORLDS: u64 = 100;

#[test]
fn every_branch_goes_the_way_it_says_in_some_world() {
    let part = november();
    for branch in &part.branches {
        assert!(branch.path.len() > 2, "branch `{}` names no way", branch.id);
        let model = Model::new(&part, &branch.id, &[]).unwrap();
        let walked = lab::walk(&model, &varied(0), &branch.path, 0..WORLDS).first;
        let walked = walked.unwrap_or_else(|| panic!("branch `{}` never goes its way", branch.id));
        assert_eq!(walked.steps.len(), branch.path.len());
        assert!(walked.steps.is_sorted(), "causes come before what they lead to");
    }
}

#[test]
fn the_check_knows_to_what_everything_happens() {
    let part = november();
    for branch in ["open", "as-it-happened", "shootdown-deliberate"] {
        let model = Model::new(&part, branch, &[]).unwrap();
        let run = play(&model, varied(5));
        for event in run.log.events() {
            let verb = event.key.verb.text();
            let (_, sections) = VERBS.iter().find(|(known, _)| *known == verb).unwrap();
            let path = &model.things[event.key.who.thing.index()].path;
            let known = path.split('/').any(|step| sections.contains(&step));
            assert!(known, "`{verb}` happens to `{path}`, and the check expects {sections:?}");
        }
    }
}

#[test]
fn a_way_that_no_world_goes_is_not_found() {
    let model = Model::new(&november(), "open", &[]).unwrap();
    let never = ["set-line/quarantine", "meet/excomm-22"].map(str::to_owned);
    let lab::Ways { first: walked, gone: n, .. } = lab::walk(&model, &varied(0), &never, 0..20);
    assert!(walked.is_none() && n == 0);
}

#[test]
fn a_check_says_how_often_each_branch_goes_its_way_and_finds_one_that_never_does() {
    let dir = folder("branches-check");
    fs::create_dir_all(&dir).unwrap();
    let dam = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/dam");
    for file in fs::read_dir(dam).unwrap().map(|file| file.unwrap().path()) {
        fs::copy(&file, dir.join(file.file_name().unwrap())).unwrap();
    }
    let check = |way: &str| {
        let scenario = fs::read_to_string(format!("{dam}/scenario.ron")).unwrap();
        let begins = scenario.find("path: [\"").unwrap() + "path: [".len();
        let ends = begins + scenario[begins..].find(']').unwrap();
        let text = format!("{}{way}{}", &scenario[..begins], &scenario[ends..]);
        fs::write(dir.join("scenario.ron"), text).unwrap();
        let output = excomm(&["branches", dir.to_str().unwrap(), "--check", "--worlds", "40"]);
        (output.status.code(), stdout(&output))
    };
    let (code, text) = check(r#""answer/pledge/now", "pledge/no-troops""#);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("goes its way in 40 of 40 worlds"), "{text}");
    let (code, text) = check(r#""pledge/no-troops", "answer/pledge/now""#);
    assert_eq!(code, Some(1), "what is led to does not lead: {text}");
    assert!(text.contains("never, in 40 worlds: its path is"), "{text}");
}

/// Plays a study of these branches and returns its results and its rows.
fn played<'m>(study: &Study, models: &[&'m Model], base: &'m Setting) -> (Results<'m>, Vec<Row>) {
    let sides = models.iter().map(|&model| Side { model, base }).collect();
    let mut results = Results::new(study.clone(), sides).unwrap();
    let mut rows = Vec::new();
    let mut keep = |block: &[Row]| {
        rows.extend_from_slice(block);
        ControlFlow::Continue(())
    };
    results.play(Playing { each: Some(&mut keep), ..Playing::default() });
    (results, rows)
}

fn study(text: &str) -> Study {
    Study::read(&format!("(scenario: \"november-1962\", {text})")).unwrap()
}

fn outcomes(part: &scenario::format::Part) -> Vec<String> {
    part.outcomes.iter().map(|outcome| outcome.id.clone()).collect()
}

#[test]
fn a_branch_beside_itself_changes_nothing_at_all() {
    let part = november();
    let model = Model::new(&part, "open", &[]).unwrap();
    let same = "method: Compare(against: \"open\"), branches: [\"open\"], runs: 40, seed: 7";
    let same = Study { outcomes: outcomes(&part), ..study(same) };
    let base = varied(7);
    let (results, _) = played(&same, &[&model, &model], &base);
    for &shown in results.shown() {
        let effect = results.effect(0, shown);
        let band = effect.difference.unwrap();
        assert_eq!((effect.identical, effect.up, effect.down), (40, 0, 0));
        assert_eq!((band.answer.value, band.spread.value, band.noise), (0.0, 0.0, 0.0));
        assert!(effect.telling.is_empty());
    }
}

#[test]
fn worlds_of_a_design_share_their_facts_and_nothing_else() {
    let model = Model::new(&november(), "open", &[]).unwrap();
    let design = Design { runs: 30, lucks: 10 };
    let facts = |world| model.draw_facts(&design.setting(&varied(5), world));
    assert_eq!(facts(0), facts(9));
    assert_ne!(facts(9), facts(10));
    let run = |world| play(&model, design.setting(&varied(5), world));
    assert!(!changed(&run(0).log, &run(9).log).is_empty());
    let again = Setting { seed: 14, fact_seed: Some(5), ..varied(0) };
    assert!(changed(&run(9).log, &play(&model, again).log).is_empty());
}

#[test]
fn only_dates_are_bounded_by_the_clock() {
    let part = november();
    let kept = Model::new(&part, "low-flights-kept-on", &[]).unwrap();
    let asked = "method: Sweep(), branches: [\"low-flights-kept-on\"], runs: 20, seed: 1, \
                 outcomes: [\"low_flights\", \"bombers_out_on\"]";
    let base = varied(1);
    let (results, _) = played(&study(asked), &[&kept], &base);
    let mean = |i: usize| {
        let summary = results.counted().swept[0].summary(results.shown()[i]);
        summary.mean.unwrap().answer.value
    };
    let days = kept.span.end.days_since(kept.span.start);
    assert!(mean(0) > 2.0 * days, "there are several flights a day");
    assert!(mean(1) <= days);
}

/// Compares a branch of a small case with `open` and returns how its outcomes fare, by their ids.
fn fates(name: &str, branch: &str) -> Vec<(String, Vec<Fate>)> {
    let part = worlds::case(name);
    let [open, other] = ["open", branch].map(|branch| Model::new(&part, branch, &[]).unwrap());
    let asked =
        format!("method: Compare(against: \"open\"), branches: [\"{branch}\"], runs: 200, seed: 1");
    let (_, rows) = played(&study(&asked), &[&open, &other], &varied(1));
    let second = rows.iter().filter(|row| row.side == 1);
    let all: Vec<_> = second.map(|row| &row.against.as_ref().unwrap().fates).collect();
    let each = open.outcomes.iter();
    each.map(|(id, info)| (info.written.id.clone(), all.iter().map(|fates| fates[id]).collect()))
        .collect()
}

#[test]
fn what_never_comes_is_not_identical_if_a_push_could_have_brought_it() {
    let all = fates("pushed", "push");
    assert!(all[0].1.iter().all(|fate| *fate != Fate::Identical), "{all:?}");
    let asked = "method: Compare(against: \"open\"), branches: [\"push\"], runs: 200, seed: 1, \
                 outcomes: [\"hit\"]";
    let part = worlds::case("pushed");
    let [open, push] = ["open", "push"].map(|branch| Model::new(&part, branch, &[]).unwrap());
    let base = varied(1);
    let (results, _) = played(&study(asked), &[&open, &push], &base);
    let effect = results.effect(0, results.shown()[0]);
    assert_eq!((effect.pairs, effect.fact_draws, effect.identical), (200, 20, 0));
}

#[test]
fn odds_that_differ_and_fail_on_both_sides_are_not_identical() {
    for (outcome, fates) in fates("odds", "more") {
        let identical = fates.iter().filter(|fate| **fate == Fate::Identical).count();
        match outcome.as_str() {
            "said" | "said_t" => assert_eq!(identical, 0, "{outcome}"),
            _ => assert!(identical > 150, "{outcome}: its odds are the same, {identical}"),
        }
    }
}

#[test]
fn what_came_before_a_change_is_identical_by_structure() {
    let part = november();
    let open = Model::new(&part, "open", &[]).unwrap();
    let lift = Model::new(&part, "lift-8-nov", &[]).unwrap();
    let asked = "method: Compare(against: \"open\"), branches: [\"lift-8-nov\"], runs: 10, seed: 1";
    let base = varied(1);
    let (_, rows) = played(&study(asked), &[&open, &lift], &base);
    let outcome = |id: &str| open.find_outcome(id).unwrap();
    for second in rows.iter().filter(|row| row.side == 1) {
        let fates = &second.against.as_ref().unwrap().fates;
        assert_eq!(fates[outcome("ship_inspected_on")], Fate::Identical);
        assert_ne!(fates[outcome("quarantine_lifted_on")], Fate::Identical);
    }
}

#[test]
fn playing_day_by_day_is_the_same_world() {
    let part = november();
    let open = Model::new(&part, "open", &[]).unwrap();
    let asked = "method: Sweep(fan: \"low_flights\"), branches: [\"open\"], runs: 10, seed: 1";
    let base = varied(1);
    let (_, days) = played(&study(asked), &[&open], &base);
    let (_, whole) =
        played(&Study { method: Method::Sweep { fan: None }, ..study(asked) }, &[&open], &base);
    for (by_day, whole) in days.iter().zip(&whole) {
        assert_eq!((by_day.end, &by_day.outcomes), (whole.end, &whole.outcomes));
        assert!(by_day.days.len() > 40 && whole.days.is_empty());
    }
}

#[test]
fn a_branch_may_set_any_fact_that_is_shown() {
    let mut part = scenario::read(&excomm_library::load("november-1962").unwrap()).unwrap();
    for place in 0..part.branches.len() {
        let id = part.branches[place].id.clone();
        let shown = Model::new(&part, &id, &[]).unwrap();
        let facts = shown.facts.iter().map(|fact| (fact.path.clone(), fact.high));
        part.branches[place].facts = facts.collect();
        let model = Model::new(&part, &id, &[]).unwrap_or_else(|why| panic!("{id}: {why}"));
        let values = model.draw_facts(&Setting::default());
        let wrong = model
            .facts
            .iter()
            .zip(values)
            .find(|(fact, value)| fact.high.to_bits() != value.to_bits());
        assert!(wrong.is_none(), "{id}: {wrong:?}");
        assert!(model.facts.len() > 500, "all facts are shown");
    }
}
