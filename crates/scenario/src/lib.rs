//! The scenario crate reads a crisis as somebody wrote it down, and finds everything that is wrong with the text.
//!
//! It is for programs that check, edit or convert scenarios. It plays nothing (that is the engine's work) and
//! opens no file: texts come as [`Sources`], read through the [`Files`] of whoever has them. The shipped
//! scenarios are in the library crate.
//!
//! - [`check()`] finds all mistakes of a scenario in one go. Each [`Finding`] says where it is, what is wrong and
//!   what to type instead. A scenario without errors comes back as a [`format::Part`].
//! - [`format`](mod@format) holds the types that scenario files are read into. [`format_reference`] describes them
//!   in Markdown.
//! - [`record`] cuts source texts into sentences and finds quotes in them.
//! - [`geo`] and [`lanes`] measure distances and find routes at sea.
//!
//! ```
//! use excomm_scenario::{Severity, Sources, check};
//!
//! // the id is a number, and most of a scenario is missing
//! let checked = check(&Sources::of_text("crisis.ron", "(scenario: (format: 1, id: 7))"));
//! assert!(checked.part.is_none());
//!
//! let first = &checked.findings[0];
//! assert_eq!(first.severity, Severity::Error);
//! assert_eq!((first.file.as_str(), first.line), ("crisis.ron", 1));
//! assert!(first.message.contains("`about` is missing"));
//! ```

pub mod check;
mod encoding;
pub mod format;
pub mod geo;
mod head;
pub mod lanes;
pub mod moment;
mod read;
pub mod record;
mod reference;
mod shape;
mod sources;
mod spelling;
mod tree;
pub mod verbs;

pub use check::{Checked, Finding, Severity, check, read};
pub use read::Unread;
pub use reference::format_reference;
pub use sources::{Files, Sources};
