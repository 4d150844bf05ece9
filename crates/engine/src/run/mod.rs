//! One run: the loop that takes what is due and lets the rules answer.
//!
//! A run stops at a pending question and its caller answers: a policy, a student, a class. It
//! knows no threads and no wall clock. A fork is the same run again from the start with the change.

mod answers;
mod broken;
mod causes;
mod finished;
mod lines;
mod session;
mod stood;
mod tally;
mod theatre;
mod trail;
mod view;

use crate::world::{Model, Setting, Time};

pub use crate::rules::questions::Answer;
pub use broken::Broken;
pub use causes::{Touched, ancestors, changed, changed_tries, path};
pub use finished::{Finished, OutcomeValue, Value};
pub use lines::{Line, digest, line};
pub use session::{Pending, Session, Stop};
pub use stood::stood;
pub use tally::Tally;
pub use theatre::Theatre;
pub use view::{HOURS, Memory, Unlike, View};

/// Plays a run to its end, answering every question by its default.
#[must_use]
pub fn play(model: &Model, setting: Setting) -> Finished {
    let mut session = Session::new(model, setting);
    session.play_until(Time(i64::MAX));
    session.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use excomm_scenario::format::Part;

    fn two_capitals() -> Part {
        Part::of_text(include_str!("../../../../tests/cases/two-capitals.ron")).unwrap()
    }

    #[test]
    fn a_run_of_talk_alone_comes_to_an_end() {
        let model = Model::new(&two_capitals(), "open", &[]).unwrap();
        let done = play(&model, Setting { seed: 1, ..Setting::default() });
        assert!(done.end.is_some());
    }

    #[test]
    fn a_run_that_is_over_does_not_go_on() {
        let model = Model::new(&two_capitals(), "open", &[]).unwrap();
        let mut session = Session::new(&model, Setting { seed: 1962, ..Setting::default() });
        session.play_until(Time(i64::MAX));
        let events = session.log().events().len();
        assert_eq!(session.play_until(Time(i64::MAX)), Stop::Over);
        assert_eq!(session.log().events().len(), events);
    }

    #[test]
    fn an_outcome_that_comes_with_the_end_is_seen() {
        let model = Model::new(&two_capitals(), "open", &[]).unwrap();
        let done = play(&model, Setting { seed: 1962, ..Setting::default() });
        let opened = done.outcomes[model.find_outcome("opened_on").unwrap()];
        let (end, reached) = done.end.unwrap();
        assert_eq!(model.things[end.index()].id, "opened");
        assert_eq!(opened.value, Value::Date(Some(reached.at)));
    }

    #[test]
    fn an_outcome_that_is_left_out_moves_no_other() {
        let part = two_capitals();
        let whole = Model::new(&part, "open", &[]).unwrap();
        let done = play(&whole, Setting::default());
        for (left_out, info) in whole.outcomes.iter() {
            let without = [format!("outcomes/{}", info.written.id)];
            let less = Model::new(&part, "open", &without).unwrap();
            let less = play(&less, Setting::default());
            for (id, value) in done.outcomes.iter().filter(|(id, _)| *id != left_out) {
                assert_eq!(less.outcomes[id].value, value.value, "{id:?} without {without:?}");
            }
        }
    }
}
