//! Decisions are judged by what their deciders knew: no hidden truth, unseen luck or unseen number of
//! the world that is judged changes a judgement.

use excomm_engine::{
    run::{Session, Stop},
    world::{Model, Setting, Time, Vary},
};
use excomm_lab::{Decision, Design, Judged, Judgement, NotJudged, judge};

use crate::worlds::{case, november};

/// Judges the question `q` of a case.
fn judged(case_name: &str, branch: &str, setting: Setting) -> (Model, Result<Judged, NotJudged>) {
    let model = Model::new(&case(case_name), branch, &[]).unwrap();
    let question = model.find("questions/q").unwrap();
    let design = Design { runs: 1600, lucks: 2 };
    let judged = judge(&model, &setting, Decision { question, nth: 1 }, Vary::All, &design);
    (model, judged)
}

/// Judges the question in worlds of these branches, six each, that are one to the decider: those in
/// which it holds its hypothesis so likely.
fn alike(case_name: &str, branches: [&str; 2], held: f64) -> Vec<(Model, Judged)> {
    let of_branch = |branch| {
        let model = Model::new(&case(case_name), branch, &[]).unwrap();
        let alike = move |seed: &u64| (believed(&model, *seed) - held).abs() < 0.005;
        let seeds = (0..1_000).filter(alike).take(6);
        seeds.map(move |seed| {
            let setting = Setting { seed, ..Setting::default() };
            let (model, judged) = judged(case_name, branch, setting);
            (model, judged.unwrap())
        })
    };
    branches.into_iter().flat_map(of_branch).collect()
}

/// Returns how likely the decider holds its hypothesis when the question is put in a world.
fn believed(model: &Model, seed: u64) -> f64 {
    let mut session = Session::new(model, Setting { seed, ..Setting::default() });
    let Stop::Question(pending) = session.advance(Time(i64::MAX)) else { return 0.0 };
    let decider = session.decider(pending.question).unwrap();
    session.believed(decider).values().next().map_or(0.0, |(_, odds)| *odds)
}

/// All that is said of a decision but what came of the world that is judged.
fn said(judged: &Judged) -> (&[Judgement], &[excomm_lab::Hypothesis], excomm_lab::Found) {
    (&judged.options, &judged.hypotheses, judged.found)
}

fn mean(model: &Model, judged: &Judged, option: usize, outcome: &str) -> f64 {
    let outcome = model.find_outcome(outcome).unwrap();
    judged.prospect(model, option, outcome).unwrap().mean.unwrap().answer.value
}

const STAY: usize = 0;
const GO: usize = 1;

#[test]
fn worlds_with_one_picture_are_judged_alike_whatever_is_hidden_in_them() {
    for (case, branches, held) in [("find", ["full", "empty"], 0.72), ("silence", ["a", "b"], 0.8)]
    {
        let worlds = alike(case, branches, held);
        assert_eq!(worlds.len(), 12);
        for (_, judged) in &worlds {
            assert_eq!(said(judged), said(&worlds[0].1), "{case}");
        }
    }
}

#[test]
fn a_hidden_truth_is_so_as_often_as_it_is_held_likely() {
    for held in [0.72, 0.5] {
        let (model, judged) = &alike("find", ["full", "empty"], held)[0];
        let so = judged.hypotheses[0].so;
        assert!((so.hits as f64 / so.trials as f64 - held).abs() < 0.01, "{held}: {so:?}");
        assert!((mean(model, judged, GO, "good") - held).abs() < 0.01);
        assert!(judged.found.effective > 100.0, "{:?}", judged.found);
    }
}

#[test]
fn a_number_that_nobody_sees_is_as_likely_as_what_was_heard_makes_it() {
    // six days of silence: the mean of (1 - (1 - p)^4) (1 - p)^6 over that of (1 - p)^6
    let (model, judged) = &alike("silence", ["a", "b"], 0.8)[0];
    let spoken = mean(model, judged, STAY, "said_t");
    assert!((spoken - 0.523).abs() < 0.06, "{spoken}");
    assert!((judged.found.share - 0.2).abs() < 0.15, "{:?}", judged.found);
}

#[test]
fn a_number_that_is_set_in_the_world_judged_is_not_known_for_that() {
    // a first word on the first day: the mean of (1 - (1 - p)^4) p over that of p
    for p in [0.6, 0.3] {
        let model = Model::new(&case("silence"), "open", &[]).unwrap();
        let fact = model.find_fact("facts/p").unwrap();
        let heard_first = |seed: &u64| {
            let done = excomm_engine::run::play(&model, setting(fact, p, *seed));
            done.event(&model, "chance/c/1").is_some()
        };
        let seed = (0..10_000).find(heard_first).unwrap();
        let (model, judged) = judged("silence", "open", setting(fact, p, seed));
        let spoken = mean(&model, &judged.unwrap(), STAY, "said_t");
        assert!((spoken - 0.843).abs() < 0.04, "{p}: {spoken}");
    }
}

fn setting(fact: excomm_engine::world::FactId, value: f64, seed: u64) -> Setting {
    Setting { seed, facts: [(fact, value)].into(), ..Setting::default() }
}

/// A committee that did not know how often it meets would hardly ever meet on the day on which it met.
#[test]
fn an_actor_knows_its_own_calendar_and_nobody_elses() {
    let model = Model::new(&november(), "open", &[]).unwrap();
    let session = Session::new(&model, Setting::default());
    let known = |actor: &str| session.own_mind(model.find(actor).unwrap());
    let fact = |path: &str| model.find_fact(path).unwrap();
    let (us, ussr) = (known("actors/us"), known("actors/ussr"));
    for own in
        ["meetings/excomm-later/again_days", "facts/committee-morning", "actors/us/works/from"]
    {
        assert!(us.contains_key(&fact(own)), "{own}");
    }
    let of_the_other = fact("actors/ussr/works/from");
    assert!(ussr.contains_key(&of_the_other) && !us.contains_key(&of_the_other));
}

/// Late in a crisis nobody's memory is met again in full: the nearest worlds are taken, and it is said
/// how near they are.
#[test]
fn the_quarantine_of_november_is_judged_with_hidden_truths_as_likely_as_they_are_held() {
    let model = Model::new(&november(), "open", &[]).unwrap();
    let decision = Decision { question: model.find("questions/quarantine").unwrap(), nth: 1 };
    let (setting, design) =
        (Setting { seed: 8, ..Setting::default() }, Design { runs: 100, lucks: 1 });
    let judged = judge(&model, &setting, decision, Vary::All, &design).unwrap();
    assert!(judged.found.unlike * 8 <= judged.found.things, "{:?}", judged.found);
    assert!(judged.hypotheses.len() >= 3);
    for hypothesis in &judged.hypotheses {
        let so = hypothesis.so.hits as f64 / hypothesis.so.trials as f64;
        assert!((so - hypothesis.odds).abs() < 0.03, "{hypothesis:?}");
    }
    // what Washington cannot have noticed stays as open as it is: when the bombers will be gone
    let gone = model.find_outcome("bombers_out_on").unwrap();
    let rows = judged.options[judged.chosen].rows.as_ref().unwrap();
    let gone: std::collections::BTreeSet<String> =
        rows.iter().map(|row| format!("{:?}", row.outcomes[gone])).collect();
    assert!(gone.len() > 30, "{} days and hours in 100 worlds", gone.len());
}
