//! But for X: the same world run again with exactly one event forbidden.
//!
//! The twin has the same seed, facts and choices; the forbidden event does not happen and the rest
//! runs on. What follows is read off the twin's own log, so that what was pre-empted in the first
//! world can be seen to take its place.

use std::collections::BTreeSet;

use excomm_engine::{
    run::{Finished, OutcomeValue, Value, ancestors},
    world::{
        Event, EventId, Log, Model, OutcomeId, Setting, Thing, Time, Verb, ending::Reached,
        key_text,
    },
};

/// What is asked about in both worlds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An event, by its key.
    Event(String),
    /// An outcome.
    Outcome(OutcomeId),
    /// The end.
    End,
}

/// What becomes of a target in a world where one event does not happen.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It comes at the same time, along the same way.
    Same,
    /// It does not come.
    Never,
    /// Something else comes: another end, or another value of an outcome.
    Otherwise(Other),
    /// It comes all the same.
    Anyway {
        /// When.
        at: Time,
        /// How much later than before, in hours; less than 0 if earlier.
        later_h: f64,
        /// An event that leads to it in the twin and did not before, if there is one.
        through: Option<String>,
    },
}

/// What comes instead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Other {
    /// This end.
    End(Thing),
    /// This value.
    Outcome(OutcomeValue),
}

/// Returns the setting of the twin world in which the event with this key is forbidden.
#[must_use]
pub fn twin(setting: &Setting, key: &str) -> Setting {
    Setting { veto: Some(key.to_owned()), no_log: false, ..setting.clone() }
}

/// Returns what becomes of a target in a twin world.
#[must_use]
pub fn but_for(model: &Model, run: &Finished, twin: &Finished, target: &Target) -> Verdict {
    match target {
        Target::Event(target) => {
            let before = run.event(model, target).map(|(id, _)| id);
            let after = twin.event(model, target).map(|(id, _)| id);
            compare(model, (run, before), (twin, after))
        }
        Target::End => match (&run.end, &twin.end) {
            (Some((before, _)), Some((after, _))) if before != after => {
                Verdict::Otherwise(Other::End(*after))
            }
            (before, after) => {
                let by =
                    |end: &Option<(Thing, Reached)>| end.as_ref().map(|(_, reached)| reached.by);
                compare(model, (run, by(before)), (twin, by(after)))
            }
        },
        Target::Outcome(outcome) => {
            let (before, after) = (run.outcomes[*outcome], twin.outcomes[*outcome]);
            match (before.value, after.value) {
                (Value::Date(Some(_)), Value::Date(None)) => Verdict::Never,
                (Value::Date(Some(_)), Value::Date(Some(_))) => {
                    compare(model, (run, Some(before.by)), (twin, Some(after.by)))
                }
                (before, after) if before == after => Verdict::Same,
                _ => Verdict::Otherwise(Other::Outcome(after)),
            }
        }
    }
}

/// Compares one event in two worlds.
fn compare(
    model: &Model,
    (run, before): (&Finished, Option<EventId>),
    (twin, after): (&Finished, Option<EventId>),
) -> Verdict {
    let event = |run: &'_ Finished, id: Option<EventId>| run.log.event(id?).map(|e| e.at);
    let (Some(was), Some(at)) = (event(run, before), event(twin, after)) else {
        return Verdict::Never;
    };
    if at == was && same_way(model, (run, before), (twin, after)) {
        return Verdict::Same;
    }
    let through = through(model, (run, before), (twin, after));
    Verdict::Anyway { at, later_h: at.hours_since(was), through }
}

/// Returns the last event that leads to the target in the twin and did not before; if all did, the
/// last of those that brought it about in the twin.
fn through(
    model: &Model,
    (run, before): (&Finished, Option<EventId>),
    (twin, after): (&Finished, Option<EventId>),
) -> Option<String> {
    let before = keys(model, &run.log, before?);
    let target = after?;
    let after = ancestors(&twin.log, target);
    let key = |id: &EventId| twin.log.event(*id).map(|event| key_text(&event.key, &model.things));
    let happened = after.iter().rev().filter(|id| **id != target && !id.is_missed());
    let led = happened.filter_map(key);
    led.clone().find(|key| !before.contains(key)).or_else(|| {
        let causes = twin.log.causes_that_happened(twin.log.event(target)?);
        causes.iter().rev().find_map(key)
    })
}

fn same_way(
    model: &Model,
    (run, before): (&Finished, Option<EventId>),
    (twin, after): (&Finished, Option<EventId>),
) -> bool {
    let keys = |run: &Finished, id: Option<EventId>| id.map(|id| keys(model, &run.log, id));
    keys(run, before) == keys(twin, after)
}

fn keys(model: &Model, log: &Log, id: EventId) -> BTreeSet<String> {
    let happened = ancestors(log, id).into_iter().filter(|id| !id.is_missed());
    let events = happened.filter_map(|id| log.event(id));
    events.map(|event| key_text(&event.key, &model.things)).collect()
}

/// Returns whether an event is one that could have been otherwise: an answer, a draw, or something
/// that a branch made happen.
#[must_use]
pub fn is_hinge(event: &Event) -> bool {
    event.odds.is_some() || matches!(event.key.verb, Verb::Answer | Verb::Pin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use excomm_engine::run::play;
    use excomm_scenario::format::Part;

    fn model(text: &str) -> Model {
        Model::new(&Part::of_text(text).unwrap(), "open", &[]).unwrap()
    }

    fn verdict(key: &str, target: impl Fn(&Model) -> Target) -> Verdict {
        let model = model(include_str!("../../../tests/cases/two-causes.ron"));
        let run = play(&model, Setting::default());
        assert!(run.event(&model, key).is_some(), "{key} happens");
        let twin = play(&model, twin(&Setting::default(), key));
        but_for(&model, &run, &twin, &target(&model))
    }

    fn event(key: &str) -> impl Fn(&Model) -> Target {
        move |_| Target::Event(key.to_owned())
    }

    fn outcome(id: &str) -> impl Fn(&Model) -> Target {
        move |model| Target::Outcome(model.find_outcome(id).unwrap())
    }

    #[test]
    fn a_pre_empted_cause_takes_the_place_of_the_one_that_came_first() {
        for target in [&event("say/alarm/1") as &dyn Fn(&Model) -> Target, &outcome("alarm_on")] {
            let Verdict::Anyway { later_h, through, .. } = verdict("respond/first/1", target)
            else {
                panic!("the alarm is rung by the other bell");
            };
            assert!((later_h - 5.0).abs() < 1e-9);
            assert_eq!(through.as_deref(), Some("respond/second/1"));
        }
        assert_eq!(verdict("respond/second/1", event("say/alarm/1")), Verdict::Same);
    }

    #[test]
    fn of_two_sufficient_causes_neither_is_needed() {
        let ways = [("spark", "flame"), ("flame", "spark")];
        let found = ways.map(|(without, other)| {
            let key = format!("say/{without}/1");
            (verdict(&key, event("broken/calm/1")), key, other)
        });
        // The one that is read first is the logged cause; the other is not even on the way.
        assert!(found.iter().filter(|(verdict, ..)| *verdict == Verdict::Same).count() < 2);
        for (found, key, other) in found {
            if found == Verdict::Same {
                continue;
            }
            let Verdict::Anyway { later_h, through, .. } = found else {
                panic!("{key}: calm is lost through the other one, but {found:?}");
            };
            assert!(later_h.abs() < 1e-9);
            assert_eq!(through, Some(format!("say/{other}/1")));
        }
    }

    #[test]
    fn what_prevents_a_preventer_is_a_cause() {
        let model = model(include_str!("../../../tests/cases/double-prevention.ron"));
        let run = play(&model, Setting { seed: 5, ..Setting::default() });
        // kept from it by a condition, by odds, and by never being called
        for (effect, prevented) in [
            ("say/e/1", Some("no-chance/cb/1")),
            ("say/e2/1", Some("no-chance/cb2/1")),
            ("say/e3/1", Some("no-chance/cb/1")),
        ] {
            let (id, _) = run.event(&model, effect).unwrap();
            let all = ancestors(&run.log, id);
            let key =
                |id: &EventId| run.log.event(*id).map(|event| key_text(&event.key, &model.things));
            let led: Vec<String> = all.iter().filter_map(key).collect();
            assert!(led.contains(&"chance/ca/1".to_owned()), "{effect}: {led:?}");
            let mut missed = all.iter().filter(|id| id.is_missed()).filter_map(key);
            assert_eq!(missed.next_back().as_deref(), prevented, "{effect}");
            let setting = Setting { seed: 5, ..Setting::default() };
            let without = play(&model, twin(&setting, "chance/ca/1"));
            let target = Target::Event(effect.to_owned());
            assert_eq!(but_for(&model, &run, &without, &target), Verdict::Never, "{effect}");
        }
    }

    #[test]
    fn where_nothing_was_prevented_an_absence_has_no_cause() {
        let model = model(include_str!("../../../tests/cases/double-prevention.ron"));
        let never = model.find_fact("chances/ca/base").unwrap();
        let setting = Setting { seed: 5, facts: [(never, 1e-6)].into(), ..Setting::default() };
        let run = play(&model, setting);
        assert!(run.event(&model, "say/e/1").is_none(), "the second is there to stop it");
        let (id, _) = run.event(&model, "chance/cb/1").unwrap();
        let happened = ancestors(&run.log, id).into_iter().filter(|id| !id.is_missed());
        let keys: Vec<String> = happened
            .filter_map(|id| run.log.event(id))
            .map(|event| key_text(&event.key, &model.things))
            .collect();
        assert_eq!(keys, ["meet/m-b/1", "say/tick-b/1", "chance/cb/1"]);
    }

    #[test]
    fn what_both_hang_on_is_needed() {
        assert_eq!(verdict("answer/look/yes/1", event("say/alarm/1")), Verdict::Never);
        assert_eq!(verdict("answer/look/yes/1", outcome("calm_lost")), Verdict::Never);
        assert_eq!(verdict("answer/look/yes/1", |_| Target::End), Verdict::Same);
        let counted = verdict("answer/look/yes/1", outcome("looks"));
        assert!(matches!(counted, Verdict::Otherwise(Other::Outcome(_))), "{counted:?}");
    }
}
