//! Mistaken reports: what is not there is believed, and decided upon.

use excomm_engine::{
    run::{self, Finished, ancestors},
    world::{Event, EventId, Model, Setting, key_text},
};
use excomm_lab::but_for::{Target, Verdict, but_for, twin};

use crate::worlds::november;

const WORKS: &str = "truths/submarine-base";
const ISSUE: &str = "answer/a-submarine-base/";

/// A world in which no base is being built.
fn without_a_base(model: &Model, seed: u64) -> Setting {
    let truth = model.find(WORKS).unwrap();
    Setting { seed, truths: [(truth, 0)].into(), ..Setting::default() }
}

/// Returns the events of these whose keys begin so, with their keys.
fn starting<'a>(
    model: &'a Model,
    done: &'a Finished,
    start: &'a str,
) -> impl Iterator<Item = (EventId, &'a Event, String)> {
    let events = (0..).map(EventId).zip(done.log.events());
    let keyed = events.map(|(id, event)| (id, event, key_text(&event.key, &model.things)));
    keyed.filter(move |(.., key)| key.starts_with(start))
}

/// Returns the first world without a base in which one is reported and decided upon.
fn deceived(model: &Model) -> (Setting, Finished) {
    let worlds = (0..300).map(|seed| {
        let setting = without_a_base(model, seed);
        (setting.clone(), run::play(model, setting))
    });
    let mut deceived = worlds.filter(|(_, done)| starting(model, done, ISSUE).next().is_some());
    deceived.next().expect("a base that is not there is decided upon in one of 300 worlds")
}

#[test]
fn a_base_that_is_not_there_is_reported_believed_and_decided_upon() {
    let part = november();
    let model = Model::new(&part, "open", &[]).unwrap();
    let (_, done) = deceived(&model);
    let line = |event: &Event| run::line(&model, &done.log, event);

    let (_, truth, _) = starting(&model, &done, "truth/submarine-base/").next().unwrap();
    assert!(line(truth).id.contains("/none/"), "{:?}", line(truth));

    let (answer, ..) = starting(&model, &done, ISSUE).next().unwrap();
    let causes = ancestors(&done.log, answer);
    let among = |start| starting(&model, &done, start).find(|(id, ..)| causes.contains(id));

    let (_, report, _) = among("find/").expect("the report is among the causes of the decision");
    let report = line(report);
    assert!(report.text.as_ref().unwrap().contains("hidden there"), "{report:?}");
    assert!(report.facts.iter().any(|fact| fact.ends_with("/false_alarm")), "{report:?}");

    let (_, belief, _) = among("belief/submarine-base/a-find/").expect("so is the belief");
    let belief = line(belief);
    assert!(belief.causes.contains(&report.id), "{belief:?} rests on {report:?}");
    assert!(belief.text.as_ref().unwrap().contains("a submarine base is being built"));
    assert!(!causes.iter().any(|id| done.log.event(*id).is_some_and(|e| e.key == truth.key)));
}

#[test]
fn but_for_a_mistaken_report_nothing_would_have_been_decided() {
    let part = november();
    let model = Model::new(&part, "open", &[]).unwrap();
    let (setting, done) = deceived(&model);
    let (answer, _, decision) = starting(&model, &done, ISSUE).next().unwrap();
    let causes = ancestors(&done.log, answer);
    let mut reports = starting(&model, &done, "find/").filter(|(id, ..)| causes.contains(id));
    let (.., report) = reports.next().unwrap();
    let twin = run::play(&model, twin(&setting, &report));
    let verdict = but_for(&model, &done, &twin, &Target::Event(decision));
    assert_eq!(verdict, Verdict::Never, "but for {report}");
}
