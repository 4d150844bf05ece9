//! Acts: what happens in a class, one row each. What they are called is kept in files: names stay.

use serde::{Deserialize, Serialize};

use super::Ballot;

/// A question on which one side votes unseen by the others, before it comes up in the world.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// The question.
    pub question: String,
    /// Which time it will be put in this world.
    pub nth: u32,
    /// The roles that vote.
    pub roles: Vec<String>,
    /// How many options it has.
    pub options: u32,
}

/// Something that happened in a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case")]
pub enum Act {
    /// The class was opened.
    Opened {
        /// The version of these acts: 1.
        format: u32,
        /// The id of the scenario.
        scenario: String,
        /// A digest of its texts and its exercise.
        digest: String,
        /// The branch that is played.
        branch: String,
        /// The seed of all luck.
        seed: u64,
        /// The code by which pupils join.
        code: String,
        /// The hash of the teacher's token.
        teacher: String,
        /// The hash of the onlooker's token.
        onlooker: String,
    },
    /// The teacher was given another link.
    Rekeyed {
        /// The hash of the teacher's token.
        teacher: String,
        /// The hash of the onlooker's token.
        onlooker: String,
        /// Whether the links given before open nothing any more.
        #[serde(default)]
        alone: bool,
    },
    /// A pupil took a seat.
    Joined {
        /// The number of the seat, from 1.
        seat: u32,
        /// The name of the seat.
        name: String,
        /// The role.
        role: String,
        /// The hash of the pupil's token.
        token: String,
    },
    /// The teacher freed a seat, so that its pupil can take it again on another device.
    Freed {
        /// The seat.
        seat: u32,
    },
    /// The teacher removed seats, with all that they had voted and foretold.
    Removed {
        /// The seats.
        seats: Vec<u32>,
    },
    /// The teacher gave a seat another name.
    Renamed {
        /// The seat.
        seat: u32,
        /// Its name from now on.
        name: String,
    },
    /// The teacher locked the door, so that nobody takes a new seat, or opened it again.
    Locked {
        /// Whether it is locked.
        on: bool,
    },
    /// A question was put.
    Put {
        /// The question.
        question: String,
        /// Which time it is put in this world.
        nth: u32,
        /// The roles that vote.
        roles: Vec<String>,
        /// Which options can be chosen.
        open: Vec<bool>,
        /// The moment in the world, in seconds.
        at: i64,
        /// What other sides vote on at the same time.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        beside: Vec<Sealed>,
    },
    /// A pupil voted; one whose role has no vote guessed what will be decided.
    Voted {
        /// The seat.
        seat: u32,
        /// The option, counted from 0.
        option: u32,
        /// Why, in a sentence.
        reason: String,
    },
    /// The teacher counted hands.
    Hands {
        /// How many for each option.
        counts: Vec<u32>,
    },
    /// The vote was closed.
    Closed,
    /// The question was decided.
    Decided {
        /// The option, counted from 0.
        option: u32,
        /// What other sides decided at the same time; none: it is left to chance.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        beside: Vec<Option<u32>>,
    },
    /// The teacher gave a seat another role.
    Recast {
        /// The seat.
        seat: u32,
        /// The role.
        role: String,
    },
    /// A pupil sent a note.
    Noted {
        /// The seat.
        seat: u32,
        /// The role that reads it; none: it hangs on the wall.
        to: Option<String>,
        /// What it says.
        text: String,
    },
    /// The teacher set or stopped the countdown.
    Timed {
        /// When it ends, in seconds since 1970; none: it is stopped.
        until: Option<i64>,
    },
    /// The teacher shows the names of those who foretold best.
    Named,
    /// The class was stopped for a while, or goes on.
    Paused {
        /// Whether it stands still.
        on: bool,
    },
    /// Something from the exercise's list was made to happen.
    Injected {
        /// What.
        inject: String,
        /// The moment in the world, in seconds.
        at: i64,
    },
    /// The time to foretell the outcome has come.
    Foretelling,
    /// A pupil foretold.
    Foretold {
        /// The seat.
        seat: u32,
        /// How likely each prediction is, in per cent.
        chances: Vec<u8>,
    },
    /// The outcome is shown.
    Ended,
    /// A second world was asked for, in which one decision fell otherwise.
    Forked {
        /// The decision, counted from 0.
        decision: u32,
        /// The option, counted from 0.
        option: u32,
    },
    /// The teacher's last act was taken back.
    Undone {
        /// The row of that act.
        row: i64,
    },
}

impl Sealed {
    /// Returns its ballot, in which every option can be chosen.
    pub(super) fn ballot(&self, at: i64) -> Ballot {
        Ballot::of(&self.question, self.nth, &self.roles, vec![true; self.options as usize], at)
    }
}

impl Act {
    /// Returns whether pupils see that something changed, though it cannot be taken back.
    pub(super) fn is_seen(&self) -> bool {
        matches!(
            self,
            Act::Paused { .. }
                | Act::Removed { .. }
                | Act::Renamed { .. }
                | Act::Recast { .. }
                | Act::Noted { .. }
                | Act::Timed { .. }
        )
    }

    /// Returns whether it goes a step on or back: what is asked of one step does nothing to another.
    #[must_use]
    pub fn is_step(&self) -> bool {
        self.can_be_undone() || matches!(self, Act::Undone { .. })
    }

    /// Returns whether the teacher can take it back.
    #[must_use]
    pub fn can_be_undone(&self) -> bool {
        match self {
            Act::Put { .. }
            | Act::Hands { .. }
            | Act::Closed
            | Act::Decided { .. }
            | Act::Injected { .. }
            | Act::Foretelling
            | Act::Ended
            | Act::Named
            | Act::Forked { .. } => true,
            Act::Opened { .. }
            | Act::Rekeyed { .. }
            | Act::Joined { .. }
            | Act::Freed { .. }
            | Act::Recast { .. }
            | Act::Noted { .. }
            | Act::Timed { .. }
            | Act::Removed { .. }
            | Act::Renamed { .. }
            | Act::Locked { .. }
            | Act::Voted { .. }
            | Act::Paused { .. }
            | Act::Foretold { .. }
            | Act::Undone { .. } => false,
        }
    }
}
