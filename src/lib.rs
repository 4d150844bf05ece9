//! x
pub mod scenario;
