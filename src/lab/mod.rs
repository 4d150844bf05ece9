//! Many runs: worlds side by side, pairs of them, and what leaving something out changes.
//!
//! The lab knows nothing of bevy: it asks for runs and reads what came of them. Worlds are
//! independent, so threads change nothing: results come in the order of their seeds.

mod backtest;
mod bands;
mod design;
mod pairs;
mod paths;
mod proof;
pub mod stats;
mod sweep;
mod worlds;

pub use backtest::{Score, Scored, score};
pub use bands::{Band, Place, band, never, number, restricted};
pub use design::Design;
pub use pairs::{Effect, Fate, Pair, Side, differences, effects, pairs, telling};
pub use paths::{Walked, walk};
pub use proof::{Proof, prove};
pub use sweep::{Share, Summary, ends, summary};
pub use worlds::{Row, rows};
