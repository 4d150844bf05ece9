//! What people read of a world and of many: chronicle, walks of causes, memorandum, judgements.
//!
//! The words are made here, for terminal and pages alike. Whatever is printed goes through a
//! [`Printer`].

pub mod chronicle;
pub mod csv;
pub mod effects;
pub mod fans;
pub mod folds;
pub mod gauges;
pub mod heard;
pub mod inputs;
pub mod judgement;
pub mod memo;
pub mod outcomes;
mod printer;
pub mod quotes;
pub mod record;
pub mod style;
pub mod weights;
pub mod why;
pub mod words;

pub use printer::Printer;
