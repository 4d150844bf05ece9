//! What people see: chronicle, walks of causes, memorandum, tables, and the command line.
//!
//! Only this module prints. Whatever it prints goes through a [`Printer`].

pub mod charts;
mod chronicle;
pub mod cli;
mod csv;
mod effects;
mod fans;
mod folds;
mod gauges;
mod inputs;
mod judgement;
pub mod map;
mod memo;
mod outcomes;
pub mod page;
mod play;
mod printer;
mod progress;
mod quotes;
mod record;
mod report;
mod style;
pub mod web;
mod weights;
mod why;
mod words;

pub use printer::Printer;
