//! A crisis as written: its records, its format, and everything that can be wrong with it.
//!
//! [`record`] cuts source texts into sentences and finds quotes in them. [`format`](mod@format) holds the types
//! that scenario files are read into, as written. [`check()`] finds everything that is wrong with a
//! scenario in one go, each finding with its place and what to type instead. The crate opens no
//! file: texts come as [`Sources`], read through the [`Files`] of whoever has them.
//!
//! ```
//! use excomm_scenario::{Sources, check};
//!
//! let checked = check(&Sources::of_text("crisis.ron", "(scenario: (format: 1, id: 7))"));
//! assert!(checked.part.is_none());
//! assert!(checked.findings[0].message.contains("`about` is missing"));
//! ```

pub mod check;
pub mod format;
pub mod geo;
mod head;
pub mod lanes;
pub mod moment;
pub mod record;
mod reference;
mod shape;
mod sources;
mod tree;

pub use check::{Checked, Finding, Severity, check, options, read};
pub use reference::format_reference;
pub use sources::{Files, Sources};
