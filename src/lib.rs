//! x
pub mod rules;
pub mod run;
pub mod scenario;
pub mod world;
