//! Decisions: looking ahead, and judging, by what the decider could know and nothing else.

use excomm_engine::{
    run::{Finished, Session, Stop, Value},
    world::{Chosen, Model, Rekey, Setting, Time, Vary},
};
use excomm_lab as lab;
use excomm_lab::{Decision, Design, Judged, NotJudged, Seen, Side, judge};
use excomm_scenario::format::Part;

use crate::worlds::{case, varied};

fn two_ways() -> Part {
    case("two-ways")
}

fn chose(model: &Model, done: &Finished, question: &str) -> u32 {
    let question = model.find(&format!("questions/{question}")).unwrap();
    done.answered.iter().find(|answer| answer.question == question).unwrap().option
}

/// A world in which the bridge is held rotten so likely, and the hour is settled.
fn believing(model: &Model, seed: u64, odds: f64) -> Setting {
    let prior = model.find_fact("beliefs/rotten/prior").unwrap();
    let choices = vec![answer(model, "hour", DAWN)];
    Setting { seed, facts: [(prior, odds)].into(), choices, ..Setting::default() }
}

fn answer(model: &Model, question: &str, option: u32) -> Chosen {
    let question = model.find(&format!("questions/{question}")).unwrap();
    Chosen { question, nth: None, option }
}

const NIGHT: u32 = 0;
const DAWN: u32 = 1;
const FORD: u32 = 0;
const BRIDGE: u32 = 1;

#[test]
fn looking_ahead_chooses_what_does_better_on_average_whatever_comes_of_it() {
    let model = Model::new(&two_ways(), "open", &[]).unwrap();
    let stumbled = model.find_outcome("stumbled").unwrap();
    let mut came = [0, 0];
    for seed in 0..20 {
        let done = lab::play(&model, Setting { seed, ..Setting::default() });
        assert_eq!(chose(&model, &done, "hour"), DAWN, "seed {seed}");
        let yes = done.outcomes[stumbled].value == Value::YesNo(true);
        came[usize::from(yes)] += 1;
    }
    assert!(came[1] > 0, "in some world the better choice turned out badly, and it was made");
}

#[test]
fn a_run_alone_does_not_look_ahead() {
    let model = Model::new(&two_ways(), "open", &[]).unwrap();
    let done = excomm_engine::run::play(&model, Setting::default());
    assert_eq!(chose(&model, &done, "hour"), NIGHT, "the first that can be chosen");
    assert_eq!(chose(&model, &done, "way"), BRIDGE, "as in history");
}

#[test]
fn a_hidden_truth_is_not_seen_by_looking_ahead() {
    let part = two_ways();
    for truth in ["rotten", "sound"] {
        let model = Model::new(&part, truth, &[]).unwrap();
        for seed in 0..10 {
            let chosen = |odds| {
                let done = lab::play(&model, believing(&model, seed, odds));
                chose(&model, &done, "way")
            };
            assert_eq!(chosen(0.3), BRIDGE, "{truth}, seed {seed}: a rotten bridge is taken too");
            assert_eq!(chosen(0.9), FORD, "{truth}, seed {seed}: a sound bridge is avoided too");
        }
    }
}

#[test]
fn an_answer_fixed_in_advance_is_not_looked_ahead() {
    let model = Model::new(&two_ways(), "ford", &[]).unwrap();
    assert_eq!(chose(&model, &lab::play(&model, Setting::default()), "way"), FORD);
}

#[test]
fn worlds_that_look_ahead_are_equal_on_any_number_of_threads() {
    let model = Model::new(&two_ways(), "open", &[]).unwrap();
    let design = Design { runs: 12, lucks: 2 };
    let play = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| lab::rows(&model, &varied(3), &design))
    };
    assert_eq!(play(1), play(4));
}

#[test]
fn other_luck_from_a_question_on_leaves_what_came_before_it() {
    let model = Model::new(&case("two-capitals"), "open", &[]).unwrap();
    let question = model.find("questions/warn").unwrap();
    let other = |seed| Setting { rekey: Some(Rekey { question, nth: 1, seed }), ..varied(5) };
    let lines = |setting: Setting| {
        let mut session = Session::new(&model, setting);
        let Stop::Question(_) = session.advance(Time(i64::MAX)) else { panic!("it is put") };
        let before = session.log().events().len();
        session.play_until(Time(i64::MAX));
        let done = session.finish();
        let lines = done
            .log
            .events()
            .iter()
            .map(|event| excomm_engine::run::line(&model, &done.log, event));
        let mut lines: Vec<String> =
            lines.map(|line| serde_json::to_string(&line).unwrap()).collect();
        let after = lines.split_off(before);
        (lines, after)
    };
    let (first, second) = (lines(other(1)), lines(other(2)));
    assert_eq!((&first.0, &lines(varied(5)).0), (&second.0, &first.0));
    assert_ne!(first.1, second.1);
}

fn judged(branch: &str, question: &str, setting: Setting, vary: Vary) -> (Model, Judged) {
    let model = Model::new(&two_ways(), branch, &[]).unwrap();
    let question = model.find(&format!("questions/{question}")).unwrap();
    let design = Design { runs: 400, lucks: 2 };
    let decision = Decision { question, nth: 1 };
    let judged = judge(&model, &setting, decision, vary, &design).unwrap();
    (model, judged)
}

fn mean(model: &Model, judged: &Judged, option: u32, outcome: &str) -> f64 {
    let outcome = model.find_outcome(outcome).unwrap();
    judged.prospect(model, option as usize, outcome).unwrap().mean.unwrap().answer.value
}

#[test]
fn a_decision_is_judged_by_what_was_held_likely_and_not_by_what_was_so() {
    for branch in ["rotten", "sound"] {
        let (model, judged) = judged(branch, "way", Setting::default(), Vary::None);
        assert_eq!((judged.found.pasts, judged.found.share), (201, 1.0), "{branch}");
        let (bridge, ford) =
            (mean(&model, &judged, BRIDGE, "lost"), mean(&model, &judged, FORD, "lost"));
        assert!((bridge - 0.3).abs() < 0.1 && (ford - 0.6).abs() < 0.1, "{bridge} {ford}");
        assert!(judged.options[2].rows.is_none(), "there is no boat");
        assert_eq!((judged.chosen, judged.history), (BRIDGE as usize, Some(BRIDGE as usize)));
        assert!((judged.hypotheses[0].odds - 0.3).abs() < 1e-12);
    }
}

#[test]
fn facts_that_shape_only_the_future_vary_and_what_is_believed_stands() {
    let (_, judged) = judged("open", "way", Setting::default(), Vary::All);
    assert!((judged.found.share - 1.0).abs() < 1e-12, "nothing that varies was seen");
    assert!(
        judged.free > 2 && judged.hypotheses.iter().all(|h| h.so.interval(0.999).contains(h.odds))
    );
}

#[test]
fn a_question_that_is_not_put_cannot_be_judged() {
    let model = Model::new(&two_ways(), "open", &[]).unwrap();
    let question = model.find("questions/way").unwrap();
    let decision = Decision { question, nth: 2 };
    let design = Design { runs: 20, lucks: 2 };
    let refused = judge(&model, &Setting::default(), decision, Vary::All, &design);
    assert_eq!(refused, Err(NotJudged::NotPut));
}

#[test]
fn given_that_it_came_so_the_hidden_truth_behind_it_is_kept() {
    let part = two_ways();
    let models = ["open", "ford"].map(|branch| Model::new(&part, branch, &[]).unwrap());
    let (hour, way) = (answer(&models[0], "hour", DAWN), answer(&models[0], "way", BRIDGE));
    let bridge = Setting { choices: vec![hour, way], ..varied(1) };
    let ford = Setting { choices: vec![hour], ..varied(1) };
    let [first, second] = [(&models[0], &bridge), (&models[1], &ford)];
    let [first, second] = [first, second].map(|(model, base)| Side { model, base });
    let lost = models[0].find_outcome("lost").unwrap();
    let seen = Seen { outcome: lost, was: Value::YesNo(true), within_h: 0.0 };
    let again = lab::given(first, first, &[seen], 60);
    assert!((10..50).contains(&again.kept[1].1.hits), "{:?}", again.kept);
    let change = again.change(first.model, lost, 1).unwrap();
    assert_eq!(
        (change.effect.first, change.effect.second, change.difference.value),
        (1.0, 1.0, 0.0)
    );
    let other = lab::given(first, second, &[seen], 60).change(first.model, lost, 1).unwrap();
    assert!(other.effect.second < 0.9, "through the ford some would have come over: {other:?}");
}

#[test]
fn a_judgement_is_equal_on_any_number_of_threads() {
    let play = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| judged("open", "hour", varied(2), Vary::All).1)
    };
    assert_eq!(play(1), play(3));
}
