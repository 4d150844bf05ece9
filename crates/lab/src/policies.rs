//! Policies: how questions are answered when nobody is asked, looking ahead included.
//!
//! A run cannot look into other worlds, so whoever plays one goes through here. Within a world that
//! is looked into nobody looks ahead again.

use super::{
    Scene,
    pasts::pasts,
    replay::{Decision, Past, Replay},
};
use excomm_engine::{
    run::{Answer, Finished, Session, Stop},
    world::{Model, Setting, Time, deciding::LookAhead},
};

/// Answers the questions of worlds of one model by their policies.
pub struct Policies<'m> {
    scene: Scene<'m>,
}

impl<'m> Policies<'m> {
    /// Makes ready to answer the questions of a model's worlds.
    #[must_use]
    pub fn new(model: &'m Model) -> Policies<'m> {
        Policies { scene: Scene::new(model) }
    }

    /// Returns the answer to the pending question that the setting, the branch or its policy gives.
    pub fn answer(&mut self, session: &Session<'m>) -> Answer {
        let best = session.looks_ahead().and_then(|ahead| {
            let option = self.look_ahead(session, ahead)?;
            Some(Answer { facts: vec![ahead.worlds], ..Answer::from(option) })
        });
        best.unwrap_or_else(|| session.default_answer())
    }

    /// Goes on to `until`, answering every question by its policy.
    pub fn play_until(&mut self, session: &mut Session<'m>, until: Time) -> Stop {
        loop {
            match session.advance(until) {
                Stop::Question(_) => {
                    let option = self.answer(session);
                    session.answer(option);
                }
                stop => return stop,
            }
        }
    }

    /// Returns the option that does best on average in worlds that the decider cannot know apart;
    /// none if too few such worlds are found.
    fn look_ahead(&mut self, session: &Session<'m>, ahead: LookAhead) -> Option<u32> {
        let decision = Decision::pending(session)?;
        let (world, answers) = (session.setting(), session.answered());
        let replay = Replay::new(&mut self.scene, world, answers, decision, world.vary)?;
        let worlds = libm::round(session.fact(ahead.worlds)).max(1.0) as u64;
        let found = pasts(&replay, worlds, |pasts, allowed| {
            let mut unlike = |past: &Past| replay.unlike(&mut self.scene, past, allowed);
            pasts.iter().map(&mut unlike).collect()
        });
        let pasts = found.ok()?.found;
        let mut best: Option<(f64, u32)> = None;
        for option in replay.open() {
            let mut sum = 0.0;
            for (luck, past) in (0..).zip(&pasts) {
                let done = self.scene.play(replay.setting(past, luck, option));
                // what breaks ahead would break here too, where it is said
                let Ok(done) = done.whole() else { continue };
                sum += super::restricted(self.scene.model, done.outcomes[ahead.outcome].value);
            }
            let worth = if ahead.less { -sum } else { sum };
            if best.is_none_or(|(most, _)| worth > most) {
                best = Some((worth, option));
            }
        }
        best.map(|(_, option)| option)
    }
}

/// Plays a run to its end, answering every question by its policy.
#[must_use]
pub fn play(model: &Model, setting: Setting) -> Finished {
    let mut session = Session::new(model, setting);
    Policies::new(model).play_until(&mut session, Time(i64::MAX));
    session.finish()
}
