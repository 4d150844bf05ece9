//! The statistics of the lab: what a set of runs says, and how sure that is.
//!
//! Nothing here draws luck of its own: resampling is keyed by a seed, sums that must merge are sums
//! of integers, and transcendental functions come from `libm`, so equal input gives equal bytes.

mod bootstrap;
mod design;
#[cfg(test)]
pub(crate) mod known;
mod morris;
mod normal;
mod prim;
mod ranks;
mod sample;
mod scores;
mod shapes;
mod shapley;
mod share;
mod sketch;
mod sobol;
mod stream;
mod student;
mod two_bands;

pub use bootstrap::Bootstrap;
pub use design::{MOST_INPUTS, MOST_ROWS, sobol_design};
pub use morris::{Effects, Trajectory, morris, trajectories};
pub use normal::normal_quantile;
pub use prim::{Limit, Prim, ScenarioBox, prim};
pub use ranks::{dependence, discoveries, rank_z};
pub use sample::{Estimate, Interval, mean, quantile, variance};
pub use scores::{LOG_SCORE_CAP, brier, crps, crps_or_never, log_score};
pub use shapes::{Range, beta_quantile, gamma_quantile, quantile_by_moments};
pub use shapley::{closed_variances, shapley, shapley_shares};
pub use share::{paired_difference, upper_bound_of_none, wilson, wilson_of_share, worth};
pub use sketch::Sketch;
pub use sobol::{Indices, sobol};
pub use stream::{Count, Moments};
pub use student::student_quantile;
pub use two_bands::{Clarity, Draws, FactDraw, Measure, TwoBands};
