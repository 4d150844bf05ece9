//! x
pub mod scenario;
pub mod world;
