//! The lab plays thousands of worlds of a crisis and counts what comes of them.
//!
//! It is for whoever asks how likely something is, what a change would do, whether a decision was a good one, or
//! what an answer depends on. Worlds are independent of each other, so they are played on all processors, and
//! the counts are the same on any number of them. Nothing here knows how a world is built: the lab asks the engine
//! for runs and reads what came of them.
//!
//! - A [`Study`] says what is asked, and of how many worlds. [`Results`] plays and counts them: how each branch
//!   ends ([`Swept`]), and what one branch changes beside another in the same worlds ([`Effect`]).
//! - [`judge()`] looks at one decision in all worlds that its decider could not tell apart.
//! - [`Planned`] asks which assumptions an outcome depends on, [`discover`] under which of them it comes about,
//!   and [`hinges()`] which single change would have brought another end.
//! - [`score`] compares worlds with history, and [`proofs`] leaves out one item of a scenario after another.
//! - [`table`] writes worlds as rows to CSV or Parquet and reads them in again; [`stats`] is the statistics.
//!
//! Does it calm the island of Sorn if its boats are no longer searched? The same 100 worlds with and without:
//!
//! ```
//! use excomm_engine::world::{Model, Setting, Vary};
//! use excomm_lab::{Counting, Playing, Results, Side, Study};
//!
//! let checked = excomm_scenario::check(&excomm_library::load("first-steps")?);
//! let part = checked.part.ok_or("the scenario has errors")?;
//! let models = [Model::new(&part, "open", &[])?, Model::new(&part, "boats-pass", &[])?];
//!
//! let study = Study::read(
//!     r#"(scenario: "first-steps", method: Compare(against: "open"), branches: ["boats-pass"],
//!         runs: 100, seed: 1962, outcomes: ["temper_peak"])"#,
//! )?;
//! let base = Setting { seed: 1962, vary: Vary::All, ..Setting::default() };
//! let sides = models.iter().map(|model| Side { model, base: &base }).collect();
//! let mut results = Results::new(study, sides)?;
//! results.play(Playing::default());
//!
//! let effect = results.effect(0, results.shown()[0]);
//! assert_eq!(effect.pairs, 100);
//! assert!(effect.down > effect.up, "tempers are calmer in more worlds than they are worse");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod backtest;
mod bands;
mod blocks;
pub mod but_for;
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
mod sameness;
mod scene;
mod sensitivity;
mod stage;
pub mod stats;
mod study;
mod sweep;
pub mod table;
mod typical;
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
pub use hinges::{Change, Hinges, Search, Turn, Turns, hinges};
pub use honesty::{Gauge, GaugePlan, Groups, Seeds};
pub use judge::{Found, Hypothesis, Judged, Judgement, NotJudged, judge};
pub use layout::Layout;
pub use numbered::Numbered;
pub use paths::{Walked, Ways, walk};
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
pub use typical::{Middle, Typical, typical};
pub use worlds::{Against, Fate, Row, hush_failures};
