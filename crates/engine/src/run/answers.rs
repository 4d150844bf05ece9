//! How a pending question is answered when nobody is asked.

use super::Session;
use crate::{
    rules::questions::{self, Answer},
    world::{
        Chosen, Picture,
        deciding::{Asked, LookAhead, Policy, Question},
    },
};

impl Session<'_> {
    /// Returns the answer that the setting, the branch or the question's policy gives.
    ///
    /// A policy that looks ahead answers as in history, or with the first option that can be chosen:
    /// a run cannot look into others. Its caller can (`lab::Policies`).
    #[must_use]
    pub fn default_answer(&self) -> Answer {
        let answer = || {
            let label = self.label(self.pending?)?;
            let (question, asked) = self.pending_question()?;
            let picture = self.world().get_entity(question.asks).ok()?.get::<Picture>()?;
            let policy = || questions::by_policy(&self.run, label, (question, asked), picture);
            Some(self.fixed_answer().map_or_else(policy, Answer::from))
        };
        answer().unwrap_or_default()
    }

    /// Returns the answer that the setting or the branch gives, if it can be chosen.
    fn fixed_answer(&self) -> Option<u32> {
        let label = self.label(self.pending?)?;
        let (_, asked) = self.pending_question()?;
        let fixed =
            self.setting.choices.iter().rev().chain(&self.theatre.stage.model.fixed.choices);
        let chosen = fixed
            .filter(|chosen| chosen.question == label.thing)
            .find(|chosen| chosen.nth.is_none_or(|nth| nth == asked.times));
        let open = |option: &u32| asked.open.get(*option as usize).copied().unwrap_or(false);
        chosen.map(|chosen| chosen.option).filter(open)
    }

    /// Returns what the pending question's policy looks ahead to, unless an answer is fixed.
    #[must_use]
    pub fn looks_ahead(&self) -> Option<LookAhead> {
        let (question, _) = self.pending_question()?;
        match *question.policy {
            Policy::LookAhead(ahead) if self.fixed_answer().is_none() => Some(ahead),
            _ => None,
        }
    }

    /// Returns the answers that have been given, each to its question, in their order.
    #[must_use]
    pub fn answered(&self) -> &[Chosen] {
        &self.answered
    }

    pub(super) fn pending_question(&self) -> Option<(&Question, &Asked)> {
        let entity = self.world().get_entity(self.pending?).ok()?;
        Some((entity.get::<Question>()?, entity.get::<Asked>()?))
    }
}
