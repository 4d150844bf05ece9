//! Steps: a form of the teacher names the step at which it was shown, so that it acts on nothing that came since.

use super::State;
use crate::{Act, Refusal, Why};

impl State {
    /// Returns the step that the class is at: the row of the teacher's last act that stands, 0 before the first.
    #[must_use]
    pub fn step(&self) -> i64 {
        self.to_undo().unwrap_or(0)
    }

    /// Lets an act through that was asked for at a step, if the class is still there. If the same was
    /// done meanwhile and nothing since, as by a double click, it says that it is so already.
    ///
    /// # Errors
    /// If the class has moved on, or the act itself is refused.
    pub fn asked_at(&self, step: Option<i64>, act: Result<Act, Refusal>) -> Result<Act, Refusal> {
        let free = matches!(&act, Ok(act) if !act.is_step());
        let here = free || step.is_none_or(|step| step == self.step());
        let twice = matches!(&act, Err(refusal) if refusal.why == Why::Already)
            && step == Some(self.step_before());
        if here || twice {
            return act;
        }
        let says = "The class has moved on since this page was shown, so nothing was changed. \
                    Look at the desk as it is now.";
        Err(Refusal::untimely(says))
    }

    fn step_before(&self) -> i64 {
        self.undoable.iter().rev().nth(1).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        Act, Refusal, State, Why,
        state::testing::{class, decided, put},
    };

    type Ask = fn(&State) -> Result<Act, Refusal>;

    /// Each act that a form of the teacher asks for, and the acts before it.
    fn asked() -> Vec<(&'static str, Vec<Act>, Ask)> {
        let open = || vec![put("warn")];
        let closed = || [open(), vec![Act::Closed]].concat();
        let ended = || [decided("warn", 0), vec![Act::Ended]].concat();
        vec![
            ("put", vec![], |state| state.put(put("warn"), 0)),
            ("close", open(), State::close),
            ("hands", closed(), |state| state.hands(vec![3, 4])),
            ("decide", closed(), |state| state.decide(1, Vec::new())),
            ("inject", decided("warn", 0), |state| state.inject("storm", 60)),
            ("foretell", decided("warn", 0), State::ask_to_foretell),
            ("end", decided("warn", 0), State::end),
            ("fork", ended(), |state| state.fork(0, 1)),
        ]
    }

    #[test]
    fn what_is_asked_twice_at_one_step_is_done_once_and_said_to_be_so() {
        for (what, mut acts, ask) in asked() {
            let before = class(&acts);
            let step = Some(before.step());
            acts.push(before.asked_at(step, ask(&before)).unwrap());
            let after = class(&acts);
            let again = after.asked_at(step, ask(&after)).unwrap_err();
            assert_eq!(again.why, Why::Already, "{what}: {again}");
        }
    }

    #[test]
    fn what_was_asked_for_at_an_earlier_step_is_refused_even_if_it_would_fit() {
        for (what, acts, ask) in asked() {
            let state = class(&acts);
            let late = state.asked_at(Some(state.step() - 1), ask(&state)).unwrap_err();
            assert_eq!(late.why, Why::Untimely, "{what}: {late}");
        }
    }

    #[test]
    fn only_the_step_that_was_seen_is_taken_back() {
        let mut acts = decided("warn", 0);
        let state = class(&acts);
        let step = Some(state.step());
        acts.push(state.asked_at(step, state.undo()).unwrap());
        let state = class(&acts);
        assert_eq!(state.asked_at(step, state.undo()).unwrap_err().why, Why::Untimely);
    }

    #[test]
    fn to_pause_twice_is_to_pause_once() {
        let state = class(&[Act::Paused { on: true }]);
        assert_eq!(state.pause(true).unwrap_err().why, Why::Already);
        assert!(state.pause(false).is_ok());
    }
}
