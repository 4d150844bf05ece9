//! Plays a recorded crisis forward, lets one thing be changed, and says what the answer rests on.
//!
//! Data flows one way; a module uses only modules before it.
//!
//! 1. [`record`]: source texts are cut into paragraphs and sentences, quotes are found in them by
//!    their words, and what no item of a scenario claims is counted.
//! 2. [`scenario`]: RON files become typed items, as written. The check finds everything that is
//!    wrong with them in one go, each finding with its place and what to type instead.
//! 3. [`world`]: a scenario in one branch becomes a model, as meant. A model and a setting (seed,
//!    facts, choices) make a bevy world, and beside it clock, calendar, luck and log.
//! 4. [`rules`]: ordinary bevy systems, one subject a file. One table says which of them answer which
//!    occasion, in which order.
//! 5. [`run`]: the loop takes the next occasion and lets the rules answer. It stops at a question,
//!    and its caller answers.
//! 6. [`lab`]: many runs side by side: sweeps, pairs of worlds with the same luck, and what an answer
//!    rests on.
//! 7. [`class`]: a class as it plays a scenario: roles, votes and decisions, each kept before it is
//!    answered.
//! 8. [`tell`]: what people see: the chronicle, walks of causes, the memorandum, charts, maps, pages,
//!    the command line.
//!
//! ```
//! use excomm::{run, scenario, world::{Model, Setting}};
//!
//! let checked = scenario::check(&scenario::load("first-steps").expect("it is shipped"));
//! let part = checked.part.expect("what is shipped is right");
//! let model = Model::new(&part, "open", &[])?;
//! let done = run::play(&model, Setting { seed: 1962, ..Setting::default() });
//! assert!(done.end.is_some());
//! # Ok::<(), String>(())
//! ```

pub mod class;
pub mod lab;
pub mod record;
pub mod rules;
pub mod run;
pub mod scenario;
pub mod tell;
pub mod world;
