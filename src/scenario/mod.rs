//! A scenario as written: its format, how it is loaded, and everything that can be wrong with it.

pub mod check;
pub mod format;
pub mod geo;
mod head;
pub mod lanes;
mod load;
pub mod moment;
mod reference;
mod shape;
mod tree;

pub use check::{Checked, Finding, Severity, check, options, read};
pub use load::{PROVEN, Sources, load, shipped};
pub use reference::format_reference;
