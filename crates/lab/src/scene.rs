//! Scenes: one world of a model after another, on the same stage.

use excomm_engine::{
    run::{Finished, Session, Theatre},
    world::{Model, Setting, Time},
};

/// A stage that is used again for each world.
pub(super) struct Scene<'m> {
    pub model: &'m Model,
    theatre: Option<Theatre<'m>>,
}

impl<'m> Scene<'m> {
    pub(super) fn new(model: &'m Model) -> Scene<'m> {
        Scene { model, theatre: None }
    }

    /// Begins a world.
    pub(super) fn begin(&mut self, setting: Setting) -> Session<'m> {
        let free = self.theatre.take().unwrap_or_else(|| Theatre::new(self.model));
        free.begin(setting)
    }

    /// Ends a world and returns what came of it.
    pub(super) fn end(&mut self, session: Session<'m>) -> Finished {
        let (done, free) = session.close();
        self.theatre = Some(free);
        done
    }

    /// Plays a world in which nobody looks ahead.
    pub(super) fn play(&mut self, setting: Setting) -> Finished {
        let mut session = self.begin(setting);
        session.play_until(Time(i64::MAX));
        self.end(session)
    }
}
