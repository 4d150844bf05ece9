//! The step at which a form of the teacher was shown: it does nothing to what came since.

use serde::Deserialize;

use super::refused::Refused;
use excomm_class::{Act, ClassId, Keeper, Refusal, State as Class, Why};

/// What a form asks for, and the step of the class at which it was shown; a form may say none.
#[derive(Deserialize)]
pub(super) struct Asked {
    pub what: String,
    pub step: Option<i64>,
}

/// The keeper, asked by a form that was shown at a step.
pub(super) struct AtStep<'a> {
    pub keeper: &'a Keeper,
    pub step: Option<i64>,
}

impl AtStep<'_> {
    /// Tries an act. What is so already is as good as done, as when somebody clicks twice.
    pub(super) async fn act(
        &self,
        class: &ClassId,
        act: impl FnOnce(&Class) -> Result<Act, Refusal> + Send + 'static,
    ) -> Result<(), Refused> {
        let step = self.step;
        let tried = self.keeper.act(class, move |state| state.asked_at(step, act(state))).await;
        done_or_so_already(tried)
    }
}

/// Takes what is so already for done.
pub(super) fn done_or_so_already<T>(tried: Result<T, Refusal>) -> Result<(), Refused> {
    match tried {
        Err(refusal) if refusal.why == Why::Already => Ok(()),
        tried => Ok(tried.map(|_| ())?),
    }
}

/// Returns where a form of a desk is sent to, so that it names the step at which it is shown.
pub(super) fn to_do(state: &Class, what: &str) -> String {
    format!("{}/at/{}/do/{what}", super::taught::desk_of(state), state.step())
}
