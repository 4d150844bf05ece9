//! What follows by rule or by luck, and what a branch makes happen.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ActorRef, Amount, Cite, Condition, Date, Hour, Measure, Order, Ratio, Share, TruthRef,
};

/// What follows when something happens and something holds.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// Its id.
    #[schemars(extend("x-id" = "responses"))]
    pub id: String,
    /// It in words.
    pub title: String,
    /// Who responds.
    pub who: ActorRef,
    /// News that brings it about: one condition about one thing, true when the news arrives.
    pub on: Condition,
    /// Only if this holds.
    #[serde(default)]
    pub when: Option<Condition>,
    /// With these odds; none: always.
    #[serde(default)]
    pub odds: Option<Share>,
    /// How often; none: every time.
    #[serde(default)]
    pub times: Option<Amount>,
    /// It comes at once, without regard to when its actor works, and so does what it orders `Later`.
    #[serde(default)]
    pub any_hour: bool,
    /// What is done.
    pub then: Vec<Order>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
}

/// What others may do, as odds.
///
/// Odds multiply: the base, turned into odds, times the ratio of each factor that holds.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Chance {
    /// Its id.
    #[schemars(extend("x-id" = "chances"))]
    pub id: String,
    /// It in words: `promises to remove the bombers`.
    pub title: String,
    /// Who does it.
    pub who: ActorRef,
    /// When the draw is made.
    pub every: Every,
    /// Only while this holds.
    #[serde(default)]
    pub when: Option<Condition>,
    /// It can come about only where this truth has this alternative. Nobody decides by what nobody can know, so
    /// all that it does then is `Report`: what a patrol saw, an intercept, a refugee's tale.
    #[serde(default)]
    pub only_if: Option<(TruthRef, String)>,
    /// Probability of one draw before the factors.
    pub base: Share,
    /// Factors.
    #[serde(default)]
    pub times: Vec<Factor>,
    /// How often it can come true; none: once.
    #[serde(default)]
    pub at_most: Option<Amount>,
    /// It is drawn without regard to when its actor works, and what it orders `Later` comes at any
    /// hour, too.
    #[serde(default)]
    pub any_hour: bool,
    /// What is done.
    pub then: Vec<Order>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
}

/// When a chance is drawn.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Every {
    /// Once a day, at this hour, local time.
    Day {
        /// The hour, from 0 to 24.
        hour: Hour,
        /// So many hours earlier or later at most, drawn anew each day: nobody decides by the clock.
        #[serde(default)]
        give_or_take_h: Option<Measure>,
    },
    /// Each time such news arrives: one condition about one thing.
    On(Condition),
}

/// A factor of a chance, or of an option's odds.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Factor {
    /// Its id.
    #[schemars(extend("x-id" = "factors"))]
    pub id: String,
    /// It counts while this holds.
    pub when: Condition,
    /// Odds ratio.
    pub ratio: Ratio,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}

/// Something that a branch makes happen at a moment: an intervention, never counted as reproduced.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// Its id.
    #[schemars(extend("x-id" = "pins"))]
    pub id: String,
    /// When.
    pub at: Date,
    /// Who does it.
    pub by: ActorRef,
    /// What is done.
    #[serde(rename = "do")]
    pub orders: Vec<Order>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
}
