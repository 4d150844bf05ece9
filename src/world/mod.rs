//! The world as meant: what rules read and change while a run plays.

pub mod geo;
pub mod lanes;
pub mod pert;
pub mod philox;
pub mod search;
pub mod sun;
