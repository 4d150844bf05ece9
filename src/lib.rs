//! x
pub mod lab;
pub mod rules;
pub mod run;
pub mod scenario;
pub mod world;
