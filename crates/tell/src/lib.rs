//! The tell crate puts worlds into words: what happened, why, who promised what, and what a change did.
//!
//! It is for programs that show people a world or many, in a terminal or on a page: both say the same words.
//! Whatever is printed goes through a [`Printer`], which wraps lines and knows whether there are colours.
//!
//! - [`chronicle`] tells a world day by day; [`why`] walks from an event back to its causes; [`memo`] says who has
//!   promised what to whom.
//! - [`effects`], [`outcomes`], [`judgement`], [`weights`] and [`gauges`] tell what the lab has counted.
//! - [`record`] and [`quotes`] show the source texts and which claims stand on them.
//! - [`words`] writes moments, numbers and lists; [`csv`] writes tables.
//!
//! ```
//! use excomm_engine::{run, world::{Model, Setting}};
//! use excomm_tell::{Printer, chronicle::Chronicle, words};
//!
//! let checked = excomm_scenario::check(&excomm_library::load("first-steps")?);
//! let part = checked.part.ok_or("the scenario has errors")?;
//! let model = Model::new(&part, "open", &[])?;
//! let done = run::play(&model, Setting { seed: 1962, ..Setting::default() });
//!
//! let (mut out, text) = Printer::text(80);
//! let mut chronicle = Chronicle::new(&part, &model);
//! chronicle.tell(&mut out, &done.log, None)?;
//! chronicle.end(&mut out, &done)?;
//! chronicle.close(&mut out, &done)?;
//! assert!(text.lines().contains(&"The end: The guns have gone".to_owned()));
//! assert!(text.lines().iter().all(|line| line.chars().count() <= 80));
//!
//! assert_eq!(words::day(model.span.start, &model.span), "Tuesday 3 May 1921");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod chronicle;
pub mod csv;
pub mod effects;
pub mod fans;
pub mod folds;
pub mod gauges;
pub mod headlines;
pub mod heard;
pub mod inputs;
pub mod judgement;
pub mod memo;
pub mod outcomes;
mod printer;
pub mod quotes;
pub mod record;
pub mod style;
pub mod tracks;
pub mod weights;
pub mod why;
pub mod words;

pub use printer::Printer;
