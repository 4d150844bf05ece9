//! What is asked, argued and decided.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ActorRef, Amount, Cite, Condition, Factor, Hour, Measure, Moment, Order, OutcomeRef, PaperRef,
    PersonRef, QuestionRef, Ratio,
};

/// A meeting.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// Its id.
    #[schemars(extend("x-id" = "meetings"))]
    pub id: String,
    /// Its name.
    pub title: String,
    /// Whose meeting it is.
    pub of: ActorRef,
    /// When it is held; none: only when an order `Meet` calls it.
    #[serde(default)]
    pub at: Option<Moment>,
    /// Days after which it meets again; none: it meets once.
    #[serde(default)]
    pub again_days: Option<Measure>,
    /// Local hours of the day at which it meets again; none: at any hour at which its actor works. An
    /// order `Meet` calls it out of turn, at whatever hour its actor works.
    #[serde(default)]
    pub hours: Vec<Hour>,
    /// Hours that lie at least between two of its meetings.
    #[serde(default)]
    pub gap_h: Option<Measure>,
    /// It is held only if there is something to decide: a question of its agenda can be put and
    /// something that the question looks at has changed since it was last put, or a paper of `papers`
    /// has come in. Only such questions are put. Without business nothing is said, and the meeting
    /// is looked at again at the next of its `hours`, or after `again_days` if it has none.
    #[serde(default)]
    pub needs_business: bool,
    /// Papers that it takes up: one that has come in since the last meeting is business.
    #[serde(default)]
    pub papers: Vec<PaperRef>,
    /// An order `Meet` calls it at once, without regard to its gap and to when its actor works.
    #[serde(default)]
    pub any_hour: bool,
    /// Who is there.
    #[serde(default)]
    pub present: Vec<PersonRef>,
    /// Questions put, in this order, each if its `when` holds.
    #[serde(default)]
    pub agenda: Vec<QuestionRef>,
    /// What is done in any case.
    #[serde(default)]
    pub then: Vec<Order>,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}

/// A decision, with its options.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its id.
    #[schemars(extend("x-id" = "questions"))]
    pub id: String,
    /// The question, with its question mark.
    pub title: String,
    /// Who decides.
    pub asks: ActorRef,
    /// News that raises it: one condition about one thing, true when the news arrives.
    #[serde(default)]
    pub on: Option<Condition>,
    /// It is put only if this holds.
    #[serde(default)]
    pub when: Option<Condition>,
    /// How often it can be put; none: once.
    #[serde(default)]
    pub times: Option<Amount>,
    /// It is urgent: put at once, without regard to when its actor works. What its options do
    /// `Later` comes at any hour, too.
    #[serde(default)]
    pub any_hour: bool,
    /// What can be answered.
    #[serde(rename = "options")]
    pub options: Vec<Choice>,
    /// What was answered in history.
    pub history: HistoryChoice,
    /// The day on which history answered, like `1962-11-16`: it is told beside another answer.
    #[serde(default)]
    pub history_on: Option<String>,
    /// How it is answered when nobody is asked.
    pub default: Policy,
    /// Where it comes from.
    pub cite: Vec<Cite>,
}

/// An option of a question.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its id within the question.
    #[schemars(extend("x-id" = "options"))]
    pub id: String,
    /// It in a sentence after the actor's name: `lifts the quarantine`.
    pub title: String,
    /// It can be chosen only if this holds.
    #[serde(default)]
    pub needs: Option<Condition>,
    /// Factors of its odds where the policy is `ByOdds`: while this holds, times that.
    #[serde(default)]
    pub times: Vec<Factor>,
    /// What is argued for or against it.
    #[serde(default)]
    pub arguments: Vec<Argument>,
    /// What is done.
    pub then: Vec<Order>,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}

impl Choice {
    /// Returns whether the option does nothing, or only has questions put again later on.
    #[must_use]
    pub fn only_asks_again(&self) -> bool {
        let asks = |order: &Order| matches!(order, Order::Ask(_));
        self.then.iter().all(|order| match order {
            Order::Later { then, .. } => then.iter().all(asks),
            order => asks(order),
        })
    }
}

/// An argument.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Argument {
    /// Who argues.
    pub by: PersonRef,
    /// For or against the option.
    pub side: Side,
    /// It in words.
    pub says: String,
    /// Its weight: odds ratio on the option where the policy is `ByOdds`.
    #[serde(default)]
    pub weight: Option<Ratio>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
}

/// Which way an argument points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum Side {
    /// For the option.
    For,
    /// Against the option.
    Against,
}

/// What history answered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum HistoryChoice {
    /// This option.
    Chose(String),
    /// The question was never put. In an invented crisis, which has no history, write this everywhere.
    NotReached,
}

/// How a question is answered when nobody is asked.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Policy {
    /// As in history; the first option that can be chosen, if that one cannot.
    History,
    /// The first option, in the order written, that can be chosen.
    FirstOpen,
    /// Always this option, if it can be chosen; otherwise as `FirstOpen`.
    Always(String),
    /// By odds: each option that can be chosen has its weight, times the ratios of its factors that
    /// hold and of the arguments.
    ByOdds(Vec<(String, Amount)>),
    /// By looking ahead: each option that can be chosen is played on in worlds that the decider
    /// cannot know apart, and the one that does best on average is chosen; the first of several.
    LookAhead {
        /// The outcome by which it is chosen; it must say which way is better for the decider.
        outcome: OutcomeRef,
        /// How many worlds are looked into.
        worlds: Amount,
    },
}
