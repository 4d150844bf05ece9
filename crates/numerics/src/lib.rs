//! Numbers of a world, to the same bit on every machine and with any number of threads.
//!
//! - [`philox`]: luck by name; a counter and a key give a draw, and no draw depends on another.
//! - [`pert`]: the distribution of a fact that is known as lowest, likeliest and highest.
//! - [`search`]: laws of search theory, of salvos and of evidence.
//! - [`sun`]: how high the sun stands, and when it rises.
//!
//! No function of the platform's own mathematics is called: those differ between machines.
//!
//! ```
//! use excomm_numerics::{pert::Pert, philox::uniform, search};
//!
//! // the middle of a fact between 10 and 30 that is likeliest 20
//! assert!((Pert::new(10.0, 20.0, 30.0).quantile(0.5) - 20.0).abs() < 1e-6);
//! // the same name and the same world: the same luck
//! assert_eq!(uniform([1, 2, 3, 4], [5, 6]), uniform([1, 2, 3, 4], [5, 6]));
//! // three shots of one in two: seven in eight that one hits
//! assert!((search::salvo(0.5, 3) - 0.875).abs() < 1e-12);
//! ```

pub mod pert;
pub mod philox;
pub mod search;
pub mod sun;
