//! The program `excomm`: the command line, and a game in the terminal.
//!
//! What the commands do is done by the crates below: `excomm_scenario`, `excomm_engine`,
//! `excomm_lab`, `excomm_tell`, `excomm_pages`, `excomm_class` and `excomm_web`.

pub mod cli;
mod play;
mod progress;
