//! The class crate keeps a class that plays a scenario together: its roles, votes and decisions.
//!
//! It is for servers (the web crate is one): it knows no page and no HTTP. Whatever happens in a class is an
//! [`Act`], written down before anybody is told that it happened.
//!
//! - A [`State`] is what a list of acts comes to. It says what may happen next, and refuses with a
//!   [`Refusal`] what may not.
//! - The [`Keeper`] is the one thread that owns the file of acts, the [`Ledger`]. It tries one act after another
//!   against the state, so that two pupils who act at once are answered one after the other.
//! - A [`Game`] is a scenario with its exercise. It plays the world of a class again from the seed and the
//!   decisions (a [`Course`]), so whatever is lost but the acts can be had again.
//! - A [`Bench`] judges a class's decisions in the background; [`debrief()`] is what is talked about at the end.
//!
//! ```
//! use excomm_class::{Act, Phase, Refusal, State, Token};
//!
//! let teacher = Token::draw()?;
//! let opened = Act::Opened {
//!     format: 1,
//!     scenario: "first-steps".to_owned(),
//!     digest: String::new(),
//!     branch: "open".to_owned(),
//!     seed: 1962,
//!     code: "HKLMP".to_owned(),
//!     teacher: teacher.hash(),
//!     onlooker: teacher.onlooker().hash(),
//! };
//! let state = State::of(&[(1, opened.clone())]).expect("the class is opened");
//! assert_eq!(state.phase, Phase::Lobby);
//!
//! let pupil = Token::draw()?;
//! let joined = state.join("window 3", "governor", &pupil)?;
//! let state = State::of(&[(1, opened), (2, joined)]).expect("the class is opened");
//! assert_eq!(state.seat_of(&pupil).expect("the pupil has a seat").name, "window 3");
//!
//! // the next pupil needs another name
//! let refused = state.join("Window 3", "governor", &Token::draw()?).unwrap_err();
//! assert!(refused.says.contains("is taken"));
//! # Ok::<(), Refusal>(())
//! ```

mod acts;
mod ballot;
mod course;
mod debrief;
mod file;
mod foretold;
mod judging;
mod keeper;
mod ledger;
mod names;
mod refusal;
mod seen;
mod setup;
mod state;
mod token;

pub use acts::{Act, Sealed};
pub use ballot::{Ballot, Decided, Vote};
pub use course::{Answered, Asked, Course, Game, Over, Played, Standing};
pub use debrief::{CastRow, Debrief, DecisionRow, PredictionRow, SeatRow, debrief};
pub use excomm_tell::heard::Line;
pub use foretold::{came_true, mean_score};
pub use judging::{Bench, Ruling, Rulings};
pub use keeper::{ClassId, Keeper};
pub use ledger::{Ledger, Unread};
pub use refusal::{Refusal, Why};
pub use seen::Seen;
pub use setup::SetupError;
pub use state::{Fork, Note, Phase, Seat, State};
pub use token::{Token, join_code};
