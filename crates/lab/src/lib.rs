//! Many runs: worlds side by side, pairs of them, decisions judged and looked ahead, and what leaving
//! something out changes.
//!
//! The lab knows nothing of bevy: it asks for runs and reads what came of them. Worlds are
//! independent, so threads change nothing: results come in the order of their seeds.

mod backtest;
mod bands;
mod blocks;
mod compare;
mod counting;
mod design;
mod discovery;
mod given;
mod hinges;
mod honesty;
mod judge;
mod layout;
mod numbered;
mod pasts;
mod paths;
mod policies;
mod proof;
mod replay;
mod results;
mod scene;
mod sensitivity;
mod stage;
pub mod stats;
mod study;
mod sweep;
pub mod table;
mod units;
mod worlds;

pub use backtest::{Score, Scored, score};
pub use bands::{Band, LEVELS, Place, never, number, restricted};
pub use blocks::{BLOCK, blocks, shard};
pub use compare::{Compared, Effect};
pub use counting::{Counting, Playing};
pub use design::Design;
pub use discovery::{Bound, Dimension, Discovered, counted, discover};
pub use given::{Given, Predicted, Seen, TIMES, given};
pub use hinges::{Change, Search, Turn, Turns, hinges};
pub use honesty::{Gauge, GaugePlan, Groups, Seeds};
pub use judge::{Found, Hypothesis, Judged, Judgement, NotJudged, judge};
pub use layout::Layout;
pub use numbered::Numbered;
pub use paths::{Walked, walk};
pub use policies::{Policies, play};
pub use proof::{Depth, NotTried, Proof, Tried, proofs};
pub use replay::Decision;
pub use results::{Counted, Failed, Failure, Results, rows};
use scene::Scene;
pub use sensitivity::{
    Few, Input, Inputs, Morris, Plan, Planned, Point, Screening, Sobol, screened, values,
};
pub use stage::{Side, ends_of_days};
pub use study::{Method, Refused, Study};
pub use sweep::{Share, Summary, Swept};
pub use units::unit;
pub use worlds::{Against, Fate, Row, hush_failures};
