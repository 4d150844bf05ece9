//! Rings: things that set each other off without end are found by the check, and stop a run.

use excomm_engine::{
    run::{self, Broken, Session, Stop},
    world::{Model, Setting, Time},
};
use excomm_lab as lab;
use excomm_lab::{Counting, Design, Numbered, Playing, Search};
use excomm_scenario as scenario;
use excomm_scenario::{Sources, check::Kind};

/// More events than a ring may make before the run stops.
const BOUND: usize = 100_000;

fn sources(name: &str) -> Sources {
    let path = format!("{}/tests/bad/{name}.ron", env!("CARGO_MANIFEST_DIR"));
    excomm_library::load(&path).unwrap()
}

fn model(name: &str) -> Model {
    Model::new(&scenario::read(&sources(name)).unwrap(), "open", &[]).unwrap()
}

/// Plays a world until it breaks; returns why, and how many events there were.
fn broken(model: &Model) -> (Broken, usize) {
    let mut session = Session::new(model, Setting { seed: 1, ..Setting::default() });
    let stop = session.play_until(Time(i64::MAX));
    let Stop::Broken(broken) = &stop else { panic!("{stop:?}") };
    assert_eq!(session.play_until(Time(i64::MAX)), stop, "a broken run stays broken");
    let done = session.finish();
    assert_eq!(done.broken.as_ref(), Some(broken));
    assert!(done.end.is_none());
    (broken.clone(), done.log.events().len())
}

/// Asserts that a run stops within its bound and names the ring.
fn stops(name: &str, ring: &str) {
    let (broken, events) = broken(&model(name));
    assert!(events < BOUND, "{events}");
    assert!(broken.says.starts_with(ring), "{broken}");
}

#[test]
fn gauges_that_push_each_other_stop_a_run() {
    stops(
        "ring-of-gauges",
        "`gauges/anger/moved_by/by-fear` sets off `gauges/fear/moved_by/by-anger`, and that sets \
         off `gauges/anger/moved_by/by-fear` again without end",
    );
}

#[test]
fn responses_that_answer_each_other_stop_a_run() {
    stops(
        "ring-of-responses",
        "`statements/defiance` sets off `responses/again`, which sets off `statements/warning`, \
         which sets off `responses/reply`, and that sets off `statements/defiance` again",
    );
}

#[test]
fn a_response_that_sets_itself_off_stops_a_run() {
    stops("ring-of-one-response", "`gauges/fear` sets off `responses/panic`, and that sets off");
}

#[test]
fn a_world_that_breaks_is_counted_as_failed_and_says_why() {
    let model = model("ring-perhaps");
    let setting = |world| Setting { seed: world, ..Setting::default() };
    let mut numbered = Numbered { model: &model, worlds: 3, setting, rows: Vec::new() };
    numbered.play(Playing::default());
    let failed = numbered.rows.iter().filter_map(|row| row.failed.as_ref());
    let failed: Vec<&String> = failed.collect();
    assert!(!failed.is_empty() && failed.iter().all(|why| why.contains("`responses/reply`")));
    let (design, all) = (Design { runs: 3, lucks: 1 }, failed.len() as u64);
    let (rows, broken) = lab::rows(&model, &setting(0), &design);
    assert_eq!((rows.len() as u64, broken), (3 - all, all));
    assert_eq!(lab::walk(&model, &setting(0), &[], 0..3).failed as u64, all);
    let search = Search { worlds: 3, steps: 2, least: 1.0 };
    assert!(lab::hinges(&model, &setting(0), search, |_| true).failed >= all);
    let played = run::play(&model, setting(1));
    assert_eq!(played.broken.map(|broken| broken.says).as_ref(), numbered.rows[1].failed.as_ref());
}

/// Returns what the check says of rings after a change of the text.
fn rings(name: &str, from: &str, to: &str) -> Vec<String> {
    let mut sources = sources(name);
    let changed = sources.parts[0].1.replace(from, to);
    assert_ne!(changed, sources.parts[0].1, "{from}");
    sources.parts[0].1 = changed;
    let checked = scenario::check(&sources);
    // numbers typed twice are no finding against it
    let (rings, others): (Vec<_>, Vec<_>) =
        checked.findings.iter().partition(|finding| finding.kind == Kind::Ring);
    assert!(others.iter().all(|finding| finding.kind == Kind::Twin), "{:?}", checked.findings);
    rings.into_iter().map(ToString::to_string).collect()
}

const NONE: Vec<String> = Vec::new();

fn fact(value: &str) -> String {
    format!(r#"Published(is: {value}, sources: ["yearbook"])"#)
}

#[test]
fn time_luck_and_a_number_of_times_break_a_ring() {
    let answers = r#"then: [Say("defiance")]"#;
    let later = format!(r#"then: [Later(after_h: {}, then: [Say("defiance")])]"#, fact("1"));
    assert_eq!(rings("ring-of-responses", answers, &later), NONE);
    let at_once = later.replace(&fact("1"), &fact("0.00001"));
    assert_eq!(rings("ring-of-responses", answers, &at_once).len(), 1);
    let times = format!("times: {}, {answers}", fact("3"));
    assert_eq!(rings("ring-of-responses", answers, &times), NONE);
    let odds = format!("odds: {}, {answers}", fact("0.5"));
    assert_eq!(rings("ring-of-responses", answers, &odds), NONE);
}

#[test]
fn a_channel_that_takes_time_breaks_a_ring() {
    let channel = |hours| {
        let (hours, lost) = (fact(hours), fact("0"));
        format!(
            r#"channels: [(id: "slow", to: "south", of: Statements, delay_h: {hours}, lost: {lost},
            cite: [Assumed("x")])], responses: ["#
        )
    };
    assert_eq!(rings("ring-of-responses", "responses: [", &channel("2")), NONE);
    assert_eq!(rings("ring-of-responses", "responses: [", &channel("0")).len(), 1);
}

#[test]
fn what_moves_the_other_way_breaks_a_ring_or_leaves_it_in_doubt() {
    let falls = "low: -3, best: -2, high: -1";
    assert_eq!(rings("ring-of-one-response", "low: 1, best: 2, high: 3", falls), NONE);
    let doubt =
        rings("ring-of-one-response", "low: 1, best: 2, high: 3", "low: -1, best: 2, high: 3");
    assert!(doubt.len() == 1 && doubt[0].starts_with("warning:"), "{doubt:?}");
}

#[test]
fn an_end_that_a_ring_reaches_leaves_it_in_doubt() {
    let end =
        r#"ends: [(id: "war", title: "War", says: "War.", when: Happened(Said("defiance"))), "#;
    let doubt = rings("ring-of-responses", "ends: [", end);
    assert!(doubt.len() == 1 && doubt[0].starts_with("warning:"), "{doubt:?}");
}
