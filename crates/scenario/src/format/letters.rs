//! Letters between actors, the doors they go by, and the days that both sides know.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Cite, Date, DoorRef, Measure, PledgeRef, QuestionRef, Ratio, StatementRef};

/// A way by which letters and messages go: by cable, by an ambassador, by hand.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Door {
    /// Its id.
    #[schemars(extend("x-id" = "doors"))]
    pub id: String,
    /// It in words: `by the ambassador`.
    pub title: String,
    /// Hours from writing until it is in the hands of the one to whom it is written; if that actor does
    /// not work then, it is handed over at the next opening.
    pub carries_h: Measure,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}

/// What makes a statement a letter: it goes by a door, and may want an answer.
///
/// Who writes it knows of it at once. Each of those to whom it is written hears of it when it is in
/// hand; outcomes and ends count it from then on, too.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// By which door it goes.
    pub door: DoorRef,
    /// What it asks for, each a few words that fit after "asks for": `an end of the blockade`.
    #[serde(default)]
    pub asks: Vec<String>,
    /// What it offers, each a few words that fit after "offers": `talks without conditions`.
    #[serde(default)]
    pub offers: Vec<String>,
    /// What it refuses.
    #[serde(default)]
    pub refuses: Vec<String>,
    /// Pledges that it makes: they are made when it is in hand.
    #[serde(default)]
    pub promises: Vec<PledgeRef>,
    /// The questions that it puts to one actor who gets it, each if its `when` holds then: to put questions to
    /// two, write two letters. They are put after the time that this actor takes to answer (`answers_h`).
    #[serde(default)]
    pub puts: Vec<QuestionRef>,
}

/// A day that is known to those who have been told of it, and that presses as it nears.
///
/// While it presses, letters that lie with an actor who knows of it are answered sooner, and
/// conditions `Nears` hold.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// Its id.
    #[schemars(extend("x-id" = "deadlines"))]
    pub id: String,
    /// It in words: `the session of 20 November`.
    pub title: String,
    /// When it is.
    pub at: Date,
    /// The statement that names it: who has heard that knows of it.
    pub named_by: StatementRef,
    /// For how many hours before it presses.
    pub presses_h: Measure,
    /// How many times as fast letters are answered meanwhile.
    pub hurries: Ratio,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}
