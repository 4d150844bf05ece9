//! The world as meant: a scenario and a setting become a bevy world of small components.
//!
//! `compile` turns names into numbers and entities once; a [`Stage`] is a world made of that, dressed
//! anew for each run. Each subject has a file with its components and how the scenario's items become them.
//! What is lent to rules beside the world is [`Run`]: clock, calendar, luck and log, nothing else.

pub mod air;
mod calendar;
mod compile;
pub mod deciding;
pub mod defence;
pub mod ending;
mod facts;
mod fault;
pub mod inspecting;
mod known;
pub mod letters;
mod links;
mod log;
mod luck;
pub mod minds;
mod model;
mod name;
mod notes;
mod opening;
mod outcome;
mod picture;
mod reach;
mod run;
pub mod sea;
mod sentence;
mod setting;
mod sign;
pub mod sky;
mod stage;
pub mod stocks;
pub mod strikes;
pub mod talks;
mod things;
mod time;
mod uncertain;
mod unplayable;
mod verb;
pub mod works;

pub use calendar::{Calendar, Due, Occasion, Orders, Step};
pub use compile::{OnlyIf, When};
pub use facts::{FactInfo, Knowledge};
pub use fault::Fault;
pub use known::{Extent, Known, known_to};
pub use links::Links;
pub use log::{Because, Change, Event, EventId, Key, Log, key_text};
pub use luck::{Luck, Salt, derived_seed, keyed_uniform, pick, salt, stable_hash};
pub use model::Model;
pub use name::{FactId, Label, NOBODY, Thing, ThingInfo, by_name, item_path};
pub use notes::{Brought, Drawn};
pub use opening::Opening;
pub use outcome::{OutcomeId, OutcomeInfo, PerOutcome};
pub use picture::{
    Condition, Ear, Hearer, Hearing, Leaf, Listener, Look, Omniscient, Picture, Sighting, SignId,
    Test, Wear,
};
pub use run::{Happening, Run};
pub use sentence::{Arg, capital, counted, event_text, series, spelled};
pub use setting::{Chosen, Rekey, Setting, Vary};
pub use sign::{SignKey, SignKind};
pub use stage::Stage;
pub use time::{Clock, Span, Time};
pub use uncertain::Uncertain;
pub use unplayable::Unplayable;
pub use verb::Verb;
pub use works::{Offices, Works};

pub use excomm_scenario::{geo, lanes};

use excomm_scenario::format::Branch;

/// Compiles every subject, in the order in which its listeners are woken.
fn compile_all(c: &mut compile::Compiler, branch: &Branch) {
    works::compile(c);
    sky::compile(c, branch);
    stocks::compile(c);
    sea::compile(c);
    defence::compile(c);
    air::compile(c);
    strikes::compile(c);
    inspecting::compile(c);
    minds::compile(c);
    talks::compile(c);
    letters::compile(c);
    ending::compile(c);
    deciding::compile(c);
}
