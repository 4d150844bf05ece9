//! An exercise: how a class plays the scenario in a lesson.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ActorRef, Cite, Date, Order, OutcomeRef, PersonRef, QuestionRef, RoleRef, Topic};

/// How a class plays the scenario in a lesson: who is whom, what is put to whom, and how long.
///
/// `excomm serve` reads it. What the class is not asked is answered by the question's default.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// One line for people.
    pub title: String,
    /// What the class is told at the start, in a few sentences.
    pub about: String,
    /// The branch that is played; none: the default branch of the scenario.
    #[serde(default)]
    pub branch: Option<String>,
    /// How long the lesson is, in minutes.
    pub lesson_min: u32,
    /// What the lesson's time is for, in order; together no longer than the lesson.
    pub timetable: Vec<Slot>,
    /// Who the pupils are.
    pub roles: Vec<Role>,
    /// The questions that are put to the class, whenever the scenario puts them.
    pub questions: Vec<PutTo>,
    /// What the teacher may make happen between two questions.
    #[serde(default)]
    pub injects: Vec<Inject>,
    /// What is foretold before the outcome is shown.
    #[serde(default)]
    pub predictions: Vec<Prediction>,
    /// The outcomes by which decisions are judged afterwards.
    pub judged_by: Vec<OutcomeRef>,
    /// What is talked about at the end.
    #[serde(default)]
    pub discussion: Vec<Discussion>,
}

/// A part of the lesson.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// What it is for.
    pub step: LessonStep,
    /// How long, in minutes.
    pub min: u32,
    /// What the teacher does, in a sentence.
    pub says: String,
}

/// What a part of a lesson is for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema,
)]
pub enum LessonStep {
    /// Pupils join and read their briefs.
    Arrive,
    /// Questions are put, argued and decided.
    Decide,
    /// The outcome is foretold.
    Predict,
    /// What came is shown and talked about.
    Debrief,
}

/// Who a pupil is: one of those who advise or decide for an actor.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Its id.
    #[schemars(extend("x-id" = "roles"))]
    pub id: String,
    /// Its name: `Defense`.
    pub title: String,
    /// The actor whose picture it has: what that actor has not heard, it does not see.
    pub actor: ActorRef,
    /// What it is told at the start, drawn from its sources and nothing else.
    pub brief: String,
    /// The people of the record for whom it stands: their arguments are its own.
    #[serde(default)]
    pub stands_for: Vec<PersonRef>,
    /// What comes to its desk of all that its side hears: news of these topics, and what nobody should
    /// miss. The rest lies with others of its side. None: all of it.
    #[serde(default)]
    pub reads: Vec<Topic>,
    /// What this role alone is told, to share or to keep.
    #[serde(default)]
    pub secret: Option<Secret>,
    /// Where the brief comes from.
    pub cite: Vec<Cite>,
}

/// What one role alone is told.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Secret {
    /// It in a sentence or two.
    pub says: String,
    /// Where it comes from.
    pub cite: Vec<Cite>,
}

/// A question, and who votes on it.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PutTo {
    /// The question.
    pub question: QuestionRef,
    /// The roles that vote; their actor must be the one who decides.
    pub to: Vec<RoleRef>,
    /// How long it is argued each time, in minutes.
    pub min: u32,
    /// How often it is put to the class at most, if the scenario puts it again; none: once.
    #[serde(default)]
    pub at_most: Option<u32>,
    /// What other sides vote on at the same time.
    #[serde(default)]
    pub beside: Vec<Beside>,
}

/// A question on which the roles of another side vote at the same time, before it comes up: what they
/// answer is what their side answers when it is next asked. A role has one vote at a time.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// The question.
    pub question: QuestionRef,
    /// The roles that vote; their actor must be the one who is asked.
    pub to: Vec<RoleRef>,
}

/// Something the teacher may make happen, once.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Inject {
    /// Its id.
    #[schemars(extend("x-id" = "injects"))]
    pub id: String,
    /// It in a sentence, for the teacher.
    pub title: String,
    /// Who does it.
    pub by: ActorRef,
    /// What is done.
    #[serde(rename = "do")]
    pub orders: Vec<Order>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
}

/// Something each pupil says how likely it is, in per cent, before the outcome is shown.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Prediction {
    /// Its id.
    #[schemars(extend("x-id" = "predictions"))]
    pub id: String,
    /// The question, with its question mark.
    pub title: String,
    /// The outcome it is about.
    pub outcome: OutcomeRef,
    /// When it counts as come true.
    pub is: Foretold,
}

/// When a prediction counts as come true.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Foretold {
    /// The outcome is a date, and it comes by this moment.
    By(Date),
    /// The outcome is a date or yes or no, and it comes at all.
    Ever,
    /// The outcome is a number, and it is at least this.
    AtLeast(f64),
}

/// A question to talk about.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Discussion {
    /// The question, with its question mark.
    pub asks: String,
    /// What an answer may weigh, for the teacher's key.
    pub key: String,
    /// Where the key comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}
