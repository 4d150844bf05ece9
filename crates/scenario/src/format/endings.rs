//! How a run ends, what it is measured by, what happened, and the named variations.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ActorRef, Cite, Condition, Date, Measure, OutcomeRef, Pin, Quantity, RecordRef, RegionRef,
    SkyState,
};

/// A sentence of a record that no rule models.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Context {
    /// The record.
    pub record: RecordRef,
    /// Words of the sentence.
    pub words: String,
    /// Why nothing models it.
    pub why: String,
}

/// A way for a run to end.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// Its id.
    #[schemars(extend("x-id" = "ends"))]
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it means, in a sentence or two.
    pub says: String,
    /// It comes when this holds, as it is; none: only by an order `End`.
    #[serde(default)]
    pub when: Option<Condition>,
    /// It is the end that is reached when time runs out; one end must be.
    #[serde(default)]
    pub at_last: bool,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}

/// Something a run is measured by.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Its id.
    #[schemars(extend("x-id" = "outcomes"))]
    pub id: String,
    /// Its name, as a heading: `Bombers gone`.
    pub title: String,
    /// What is measured.
    pub is: Gain,
    /// Which way is better, and for whom; none: for nobody in particular.
    #[serde(default)]
    pub better: Option<(Better, ActorRef)>,
}

/// What an outcome measures.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Gain {
    /// The moment at which this first holds, or never.
    DateOrNever(Condition),
    /// Whether this ever holds: in many worlds, a share.
    Ever(Condition),
    /// The value of a quantity at the end.
    Count(Quantity),
    /// The values of several quantities at the end, taken together: all kinds of low-flying aircraft lost.
    Sum(Vec<Quantity>),
    /// The highest value a quantity has had.
    Peak(Quantity),
}

/// Which way an outcome is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum Better {
    /// Earlier, and never is worst.
    Earlier,
    /// Later, and never is best.
    Later,
    /// More, or yes.
    More,
    /// Less, or no.
    Less,
}

/// What happened in history.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Marker {
    /// Its id.
    #[schemars(extend("x-id" = "markers"))]
    pub id: String,
    /// The outcome it is compared with.
    pub outcome: OutcomeRef,
    /// What was.
    pub was: Was,
    /// A run within so many hours of a date counts as reproduced.
    #[serde(default)]
    pub within_h: Option<Measure>,
    /// Facts that were chosen with this marker in view: then it is never scored.
    #[serde(default)]
    pub set_by: Vec<String>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
}

/// What an outcome was in history.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Was {
    /// It came at this moment.
    On(Date),
    /// It never came.
    Never,
    /// It was so, or not.
    YesNo(bool),
    /// So many.
    Number(f64),
}

/// A named variation of the scenario.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// Its id.
    #[schemars(extend("x-id" = "branches"))]
    pub id: String,
    /// Its name.
    pub title: String,
    /// What is changed and what it is meant to show.
    pub says: String,
    /// Questions answered in advance: each with the option chosen whenever it is put.
    #[serde(default)]
    #[schemars(extend("x-key-refs" = "questions"))]
    pub choose: BTreeMap<String, String>,
    /// Truths fixed: each with its alternative.
    #[serde(default)]
    #[schemars(extend("x-key-refs" = "truths"))]
    pub truths: BTreeMap<String, String>,
    /// Facts set to a value, by their path.
    #[serde(default)]
    pub facts: BTreeMap<String, f64>,
    /// Skies fixed on a day.
    #[serde(default)]
    pub skies: Vec<FixedSky>,
    /// Events that are made to happen.
    #[serde(default)]
    pub pins: Vec<Pin>,
    /// Items left out of the world, by section and id: `chances/bomber-pledge`.
    #[serde(default)]
    pub without: Vec<String>,
    /// The outcomes the branch is about.
    pub about: Vec<OutcomeRef>,
    /// The path by which it should work: beginnings of event ids, each caused by the one before, as in
    /// `["answer/lift/yes", "set-line/patrol", "end/quiet"]`. The table at the end of this page has all
    /// beginnings.
    #[serde(default)]
    pub path: Vec<String>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
}

/// A sky fixed on a day.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FixedSky {
    /// The region.
    pub region: RegionRef,
    /// A moment of the day.
    pub on: Date,
    /// The sky.
    pub is: SkyState,
    /// How it is known.
    pub cite: Vec<Cite>,
}
