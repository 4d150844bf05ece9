//! The engine plays one world of a crisis: rules answer what comes due, and a log keeps every event with its causes.
//!
//! It is for programs that play a scenario themselves, want to know why something happened, or add rules of
//! their own. Who wants thousands of worlds at once takes the lab crate, which is built on this one.
//!
//! 1. [`world`]: a scenario in one branch becomes a [`Model`](world::Model). A model and a
//!    [`Setting`](world::Setting) (seed, facts, choices) make a world of small components, with its clock,
//!    calendar, luck and log beside it.
//! 2. [`rules`]: ordinary bevy systems, one subject a file. One table says which of them answer which
//!    occasion, in which order.
//! 3. [`run`]: a [`Session`](run::Session) takes the next occasion and lets the rules answer. It stops at a
//!    question, and its caller answers. [`run::play`] plays to the end without asking anybody.
//!
//! A run is a function of scenario, branch, setting and version: the same four give the same log on any machine.
//! The crate opens no file, starts no thread and reads neither wall clock nor environment.
//!
//! ```
//! use excomm_engine::{run, world::{Model, Setting}};
//!
//! let checked = excomm_scenario::check(&excomm_library::load("first-steps")?);
//! let part = checked.part.ok_or("the scenario has errors")?;
//! let model = Model::new(&part, "open", &[])?;
//! let done = run::play(&model, Setting { seed: 1962, ..Setting::default() });
//!
//! let (end, reached) = done.end.as_ref().ok_or("the world comes to no end")?;
//! assert_eq!(model.things[end.index()].title, "The guns have gone");
//!
//! // the event that brought the end, and what caused that event
//! let last = done.log.event(reached.by).ok_or("nothing brought it")?;
//! assert!(!done.log.causes(last).is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod rules;
pub mod run;
pub mod world;
