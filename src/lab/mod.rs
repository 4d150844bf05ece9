//! Many runs: worlds side by side, pairs of them, and what leaving something out changes.
//!
//! The lab knows nothing of bevy: it asks for runs and reads what came of them. Worlds are
//! independent, so threads change nothing: results come in the order of their seeds.

mod bands;
mod pairs;
mod proof;
mod worlds;

pub use bands::{Band, Place, band, number};
pub use pairs::{Effect, effects};
pub use proof::{Proof, prove};
pub use worlds::{Row, rows};
