//! The world that a report tells: played once, its chronicle and its tracks kept.

use excomm_engine::{
    run::{Finished, Session, Stop},
    world::{EventId, Model, Setting},
};
use excomm_lab::Policies;
use excomm_scenario::format::Part;
use excomm_tell::{
    chronicle::{Lines, Told},
    tracks::Tracks,
};

/// A world from its start to its end.
#[non_exhaustive]
pub struct Story {
    /// The run that is told.
    pub run: Finished,
    /// The lines of its chronicle.
    pub told: Vec<Told>,
    /// The tracks of its ships and flights.
    pub tracks: Tracks,
}

impl Story {
    /// Plays a world and keeps what is told of it.
    #[must_use]
    pub fn new(part: &Part, model: &Model, setting: &Setting) -> Story {
        let mut session = Session::new(model, setting.clone());
        let mut policies = Policies::new(model);
        let mut lines = Lines::new(part, model);
        let (mut told, mut day) = (Vec::new(), session.now());
        loop {
            let stop = session.advance(day);
            let pending = if let Stop::Question(pending) = &stop { Some(pending) } else { None };
            told.extend(lines.take(session.log(), pending));
            match stop {
                Stop::Question(_) => session.answer(policies.answer(&session)),
                Stop::Paused => day = day.plus_hours(24.0),
                Stop::Over | Stop::Broken(_) => break,
            }
        }
        told.extend(lines.end_day());
        let tracks = Tracks::of(&session);
        Story { run: session.finish(), told, tracks }
    }

    /// Returns the events that the chronicle tells.
    pub(super) fn events(&self) -> impl Iterator<Item = EventId> {
        let of = |told: &Told| match told {
            Told::Line { of, .. } | Told::Also { of, .. } | Told::Moves { of, .. } => of.clone(),
            Told::Quote(_) | Told::Option { .. } | Told::Argument(_) | Told::History(_) => {
                Vec::new()
            }
        };
        self.told.iter().flat_map(of)
    }
}
