//! A class as it plays a scenario: roles, votes and decisions, each act kept before it is answered.
//!
//! A class is a list of acts. Its [`State`] is the fold of them, and its world is played again from
//! the seed and the decisions, so that whatever is lost but the acts can be had again. One thread,
//! the [`Keeper`], owns the file and lets one act after another be tried against the state: so no
//! two acts can both be the first.

mod acts;
mod course;
mod debrief;
mod foretold;
mod heard;
mod judging;
mod keeper;
mod ledger;
mod refusal;
mod seen;
mod setup;
mod state;
mod token;

pub use acts::Act;
pub use course::{Answered, Asked, Course, Game, Over, Played, Standing};
pub use debrief::{CastRow, Debrief, DecisionRow, PredictionRow, SeatRow, debrief};
pub use foretold::{came_true, mean_score};
pub use heard::Line;
pub use judging::{Bench, Ruling, Rulings};
pub use keeper::{ClassId, Keeper};
pub use ledger::Ledger;
pub use refusal::{Refusal, Why};
pub use seen::Seen;
pub use setup::SetupError;
pub use state::{Ballot, Decided, Fork, Phase, Seat, State, Vote};
pub use token::{Token, join_code};
