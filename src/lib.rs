//! x
pub mod rules;
pub mod scenario;
pub mod world;
