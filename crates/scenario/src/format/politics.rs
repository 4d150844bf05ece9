//! What is known, believed, said, promised and put on paper.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ActorRef, Amount, Cite, Condition, Letter, Level, Measure, Order, PersonRef, Ratio, Share,
    TruthRef,
};

/// How news of a kind reaches an actor, where the default will not do.
///
/// By default public news (lines, statements, pledges, consents, strikes, losses of one's own)
/// arrives at once; what is hidden (stocks, orders to air defence) arrives only by photograph,
/// inspection or report.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Its id.
    #[schemars(extend("x-id" = "channels"))]
    pub id: String,
    /// Who hears.
    pub to: ActorRef,
    /// Of what.
    pub of: Topic,
    /// Hours until it arrives.
    pub delay_h: Amount,
    /// Odds that one piece of news never arrives.
    pub lost: Share,
    /// Where it comes from.
    pub cite: Vec<Cite>,
}

/// A kind of news.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema,
)]
pub enum Topic {
    /// Lines: status, hails, boardings, incidents.
    Lines,
    /// Flights: sorties flown, aircraft lost.
    Flights,
    /// Shots at aircraft.
    Fire,
    /// Orders to air defence.
    Stances,
    /// Strikes and what they hit.
    Strikes,
    /// Statements.
    Statements,
    /// Pledges.
    Pledges,
    /// Consents.
    Consents,
    /// Stocks: what is left, withdrawn, landed.
    Stocks,
    /// Ships that called.
    Traffic,
    /// Gauges.
    Gauges,
    /// Decisions of others.
    Decisions,
}

/// A hidden fact of the world that is not a number.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Truth {
    /// Its id.
    #[schemars(extend("x-id" = "truths"))]
    pub id: String,
    /// The question it answers.
    pub title: String,
    /// What may be so; the first is taken when nothing is varied.
    pub alternatives: Vec<Alternative>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
}

/// One thing that may be so.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    /// Its id within the truth.
    #[schemars(extend("x-id" = "alternatives"))]
    pub id: String,
    /// It in words.
    pub title: String,
    /// Its weight against the others.
    pub weight: Amount,
}

/// What an actor holds likely.
///
/// Odds are multiplied by the likelihood ratio of each piece of evidence that reaches the actor.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Belief {
    /// Its id.
    #[schemars(extend("x-id" = "beliefs"))]
    pub id: String,
    /// The hypothesis: `the shoot-down was ordered`.
    pub title: String,
    /// Who holds it.
    pub holder: ActorRef,
    /// The truth it is about, and the alternative with which it is right. Where a decision is
    /// replayed, that truth is drawn anew with the odds of this belief.
    #[serde(default)]
    pub right_if: Option<(TruthRef, String)>,
    /// Its probability at the start.
    pub prior: Share,
    /// What moves it.
    pub moved_by: Vec<Evidence>,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}

/// A piece of evidence.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Its id.
    #[schemars(extend("x-id" = "evidence"))]
    pub id: String,
    /// News that counts as evidence: one condition about one thing, true when the news arrives.
    pub on: Condition,
    /// Only while this holds, as the holder knows it: news that would say nothing otherwise is no
    /// evidence.
    #[serde(default)]
    pub when: Option<Condition>,
    /// How much likelier the news is if the hypothesis is true than if it is false.
    pub ratio: Ratio,
    /// For news of a count, such as what has been verified: the number at which the whole ratio has
    /// been reached. Each news moves the odds by its part: `ratio ^ (more counted / out_of)`, so that
    /// what counts is how much has been counted and not how often somebody looked.
    #[serde(default)]
    pub out_of: Option<Amount>,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}

/// A quantity of politics that events move and time wears off.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gauge {
    /// Its id.
    #[schemars(extend("x-id" = "gauges"))]
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its level at the start.
    pub starts: Level,
    /// The level it falls back to.
    pub rests_at: Level,
    /// Days in which half of the distance to that level is worn off.
    pub half_life_days: Measure,
    /// The ends of its scale, such as `(0, 100)`: nothing moves it beyond them. Without it the scale has
    /// no ends.
    #[serde(default)]
    pub within: Option<(f64, f64)>,
    /// Named steps, from low to high.
    #[serde(default)]
    pub rungs: Vec<Rung>,
    /// Who can feel where the gauge stands; without it everybody can. Conditions of others cannot
    /// read the gauge, and their pages do not show it.
    #[serde(default)]
    pub known_to: Option<Vec<ActorRef>>,
    /// What moves it.
    #[serde(default)]
    pub moved_by: Vec<Push>,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}

/// A named step of a gauge.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// From this level on.
    pub from: Level,
    /// Its name.
    pub title: String,
}

/// Something that moves a gauge.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Push {
    /// Its id.
    #[schemars(extend("x-id" = "pushes"))]
    pub id: String,
    /// What happens: one condition about one thing.
    pub on: Condition,
    /// Only while this holds.
    #[serde(default)]
    pub when: Option<Condition>,
    /// By how much it moves the gauge.
    pub by: Level,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}

/// What somebody may say.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Its id.
    #[schemars(extend("x-id" = "statements"))]
    pub id: String,
    /// Who says it.
    pub by: ActorRef,
    /// The person who speaks for the actor, if it is told in a person's name: `The minister says ...`.
    #[serde(default)]
    pub voice: Option<PersonRef>,
    /// It in a sentence after the name of the person or the actor: `says that ships with missiles are
    /// leaving the island`.
    pub says: String,
    /// It was said before the start, and whoever was to hear it knows of it.
    #[serde(default)]
    pub standing: bool,
    /// Who hears it; none means everybody.
    #[serde(default)]
    pub to: Vec<ActorRef>,
    /// It goes by letter to those named under `to`; without it, it is heard at once.
    #[serde(default)]
    pub letter: Option<Letter>,
    /// It is said only if this holds when it is to be said: a letter that was to follow in a day is not
    /// written when bombs have fallen meanwhile.
    #[serde(default)]
    pub when: Option<Condition>,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}

/// Who promises what to whom.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pledge {
    /// Its id.
    #[schemars(extend("x-id" = "pledges"))]
    pub id: String,
    /// What is promised: `not to land on the island`.
    pub says: String,
    /// Who promises.
    pub by: ActorRef,
    /// To whom.
    pub to: ActorRef,
    /// Made before the start.
    pub standing: bool,
    /// In words, on what condition.
    #[serde(default)]
    pub on_condition: Option<String>,
    /// It binds from the time this holds; until then it is open. None: it binds at once.
    #[serde(default)]
    pub binds_if: Option<Condition>,
    /// The pledge is kept when this holds, as things are. Outcomes and the memorandum count by that;
    /// actors go by what the one who was promised has found.
    #[serde(default)]
    pub kept_if: Option<Condition>,
    /// The pledge is broken when this holds, as things are; who finds so, and when, as for `kept_if`.
    #[serde(default)]
    pub broken_if: Option<Condition>,
    /// The one who was promised finds the pledge kept once this holds in what has been heard there;
    /// without it, once `kept_if` holds in what has been heard there.
    #[serde(default)]
    pub shown_if: Option<Condition>,
    /// Who else hears of the pledge beside the two; without it everybody does. `[]` is a secret of
    /// the two.
    #[serde(default)]
    pub known_to: Option<Vec<ActorRef>>,
    /// In words, how it is verified.
    pub verified_by: String,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}

/// Something an actor must agree to.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Its id.
    #[schemars(extend("x-id" = "consents"))]
    pub id: String,
    /// What is agreed to: `that five ambassadors travel through the island`.
    pub says: String,
    /// Who must agree.
    pub of: ActorRef,
    /// How it stands at the start.
    pub starts: ConsentState,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}

/// How a consent stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema,
)]
pub enum ConsentState {
    /// Nobody has asked.
    Open,
    /// It has been asked for.
    Asked,
    /// It has been given.
    Given,
    /// It has been refused.
    Refused,
}

/// A paper that can be asked for.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Its id.
    #[schemars(extend("x-id" = "papers"))]
    pub id: String,
    /// Its name.
    pub title: String,
    /// The actor for whom it is written.
    pub for_actor: ActorRef,
    /// Who writes it.
    pub by: PersonRef,
    /// Hours from the request until it is ready.
    pub takes_h: Measure,
    /// What is done when it is ready.
    #[serde(default)]
    pub then: Vec<Order>,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}
