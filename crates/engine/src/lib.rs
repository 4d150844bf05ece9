//! A crisis as it plays: a scenario becomes a world of small components, and rules answer what is due.
//!
//! 1. [`world`]: a scenario in one branch becomes a model, as meant. A model and a setting (seed,
//!    facts, choices) make a bevy world, and beside it clock, calendar, luck and log.
//! 2. [`rules`]: ordinary bevy systems, one subject a file. One table says which of them answer which
//!    occasion, in which order.
//! 3. [`run`]: the loop takes the next occasion and lets the rules answer. It stops at a question,
//!    and its caller answers.
//!
//! A run is a function of scenario, branch, setting and version. The crate knows no file, no thread,
//! no wall clock and no environment.
//!
//! ```
//! use excomm_engine::{run, world::{Model, Setting}};
//! use excomm_scenario::{Sources, check};
//!
//! let text = include_str!("../../../tests/cases/two-capitals.ron");
//! let part = check(&Sources::of_text("two-capitals.ron", text)).part.expect("nothing is wrong");
//! let model = Model::new(&part, "open", &[])?;
//! let done = run::play(&model, Setting { seed: 1962, ..Setting::default() });
//! assert!(done.end.is_some());
//! # Ok::<(), String>(())
//! ```

pub mod rules;
pub mod run;
pub mod world;
