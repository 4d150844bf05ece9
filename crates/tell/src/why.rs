//! Why something happened: the walk of its causes, and what would have been but for each of them.

mod brief;
mod but_for;
mod text;
mod walk;

use std::collections::BTreeSet;

use super::{quotes::Cites, words};
use excomm_engine::{
    run::Finished,
    world::{Event, EventId, Label, Model, Setting, ThingInfo, Verb, event_text, key_text},
};
use excomm_scenario::format::Part;

pub use but_for::{ButFor, print_verdicts};
pub use walk::{Behind, Named, Step, Walk};

/// The world that is explained.
pub struct Why<'a> {
    /// The scenario.
    pub part: &'a Part,
    /// The scenario in its branch.
    pub model: &'a Model,
    /// The setting of the world.
    pub setting: &'a Setting,
    /// The run of the world.
    pub run: &'a Finished,
    /// The sources of all items.
    pub cites: &'a Cites,
    /// The events that may be told of; without it, all.
    pub known: Option<BTreeSet<EventId>>,
}

impl Why<'_> {
    /// Returns the event with this id.
    #[must_use]
    pub fn event(&self, id: EventId) -> Option<&Event> {
        self.run.log.event(id)
    }

    /// Returns an event's sentence.
    #[must_use]
    pub fn says(&self, event: &Event) -> String {
        says(&self.model.things, event)
    }

    fn key(&self, event: &Event) -> String {
        key_text(&event.key, &self.model.things)
    }
}

/// Returns an event's sentence; without one, to what it happened, what, and with what.
#[must_use]
pub fn says(things: &[ThingInfo], event: &Event) -> String {
    let title = |label: Label| things[label.thing.index()].title.as_str();
    event_text(event, things).unwrap_or_else(|| {
        let who = title(event.key.who);
        if event.key.verb == Verb::Pin {
            return format!("The branch makes it happen: {who}");
        }
        let with = event.key.with.map(|with| format!(" ({})", title(with)));
        let verb = event.key.verb.text().replace('-', " ");
        format!("{}: {verb}{}", words::capital(who), with.unwrap_or_default())
    })
}
