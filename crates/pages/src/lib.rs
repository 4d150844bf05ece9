//! Pages of a world: maps, films of maps, and the report in one file.
//!
//! [`map`] draws land, lines, ships and flights at a moment, or over a run. [`page`] is the look of
//! every page: its style sheet, fonts and scripts, and pages that are one file. [`report`] makes a
//! whole world, its record and many worlds beside it one page.

pub mod map;
pub mod page;
pub mod report;
