//! The pages crate draws maps and writes whole HTML pages of a world, which need no network to be read.
//!
//! It is for reports that are handed on as one file, and for the web crate, which shows the same maps to a class.
//!
//! - [`map`] collects what comes to be on a map over a run ([`map::Moving`]) and draws land, lines, ships and
//!   flights as SVG, at one moment ([`map::Sight`]) or as time goes by ([`map::Film`]).
//! - [`causes`] shows what led to an event, as nested lists.
//! - [`page`] is the look of every page: its style sheet, fonts and scripts. A [`page::Page`] carries all of them
//!   inside.
//! - [`report`] puts a whole world, its record and many worlds beside it on one page.
//!
//! ```
//! use excomm_engine::{run::Session, world::{Model, Setting, Time}};
//! use excomm_pages::map::{Atlas, Moving, table};
//! use excomm_tell::tracks::Tracks;
//!
//! let checked = excomm_scenario::check(&excomm_library::load("first-steps")?);
//! let part = checked.part.ok_or("the scenario has errors")?;
//! let model = Model::new(&part, "open", &[])?;
//! let mut session = Session::new(&model, Setting { seed: 1962, ..Setting::default() });
//! session.play_until(Time(i64::MAX));
//!
//! let moving = Moving::new(&model, None, &Tracks::of(&session));
//! let sight = moving.at(model.span.start.plus_hours(36.0));
//! let atlas = Atlas::new(&part);
//! let svg = atlas.charts[0].svg("sorn", &sight, &model.span);
//! assert!(svg.into_string().contains("As it stood on "));
//!
//! // a map can be read as a table, too
//! assert!(table(&sight).into_string().contains("Search at sea"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod causes;
pub mod map;
pub mod page;
pub mod report;
