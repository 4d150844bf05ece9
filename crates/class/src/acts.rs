//! Acts: what happens in a class, one row each. What they are called is kept in files: names stay.

use serde::{Deserialize, Serialize};

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
    },
    /// A pupil voted.
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
    },
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

impl Act {
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
            | Act::Forked { .. } => true,
            Act::Opened { .. }
            | Act::Rekeyed { .. }
            | Act::Joined { .. }
            | Act::Freed { .. }
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
