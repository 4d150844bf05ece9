//! x
pub mod lab;
pub mod record;
pub mod rules;
pub mod run;
pub mod scenario;
pub mod tell;
pub mod world;
