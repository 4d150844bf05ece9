//! Who and where: actors, people, regions, places, the sea.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ActorRef, Cite, Hour, Measure, NodeRef, RegionRef, Share};

/// Somebody who decides or listens: a state, a headquarters, an organisation, an audience.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// Its id.
    #[schemars(extend("x-id" = "actors"))]
    pub id: String,
    /// Its name, as it stands in a sentence: `the United States`.
    pub title: String,
    /// When the actor works; without it, at every hour. What falls outside waits for the next opening:
    /// meetings, papers handed in, questions, responses, chances, and what orders do `Later`.
    #[serde(default)]
    pub works: Option<Works>,
    /// Hours in which half of the letters that put a question to the actor are answered, counted from
    /// when they are in hand: at any hour an answer is as likely as at any other. Without it a letter
    /// is taken up as it comes.
    #[serde(default)]
    pub answers_h: Option<Measure>,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}

/// When somebody works.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Works {
    /// The local hour at which work begins.
    pub from: Hour,
    /// The local hour at which work ends, after `from`.
    pub to: Hour,
    /// The zone of these hours and days, such as `Europe/Paris`; none: that of the clock.
    #[serde(default)]
    pub zone: Option<String>,
    /// Days of the week on which nobody works.
    #[serde(default)]
    pub off: Vec<Weekday>,
    /// Hours from the beginning of work in which what came in meanwhile is dealt with, in the order in
    /// which it came; none: all of it as work begins.
    #[serde(default)]
    pub backlog_h: Option<Measure>,
}

/// A day of the week.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema,
)]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

/// Somebody who speaks in a record.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The id.
    #[schemars(extend("x-id" = "people"))]
    pub id: String,
    /// Name and office.
    pub title: String,
    /// Who that is, for readers who have never heard the name: `the second man of the envoys`.
    /// A chronicle says it where the name comes first.
    #[serde(default)]
    pub who: Option<String>,
    /// The actor spoken for.
    pub speaks_for: ActorRef,
}

/// A stretch of land or sea with one sky over it.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Its id.
    #[schemars(extend("x-id" = "regions"))]
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its sky.
    pub sky: Sky,
    /// Days for which a photograph counts towards the share of the region that has been seen.
    pub seen_for_days: Measure,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}

/// How the sky of a region changes: a Markov chain, one step a day.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sky {
    /// Share of days that are clear.
    pub clear: Share,
    /// Share of days that are partly clouded; what is left is obscured.
    pub partly: Share,
    /// Mean length of a spell of one kind of sky.
    pub lasts_days: Measure,
    /// The sky at the start.
    pub starts: SkyState,
    /// How the sky at the start is known.
    pub cite: Vec<Cite>,
}

/// A kind of sky.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema,
)]
pub enum SkyState {
    /// Nothing between camera and ground.
    Clear,
    /// Clouds with gaps.
    Partly,
    /// Overcast or rain.
    Obscured,
}

/// A place on land or at sea.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Its id.
    #[schemars(extend("x-id" = "places"))]
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its position.
    pub at: Position,
    /// The region it lies in, if its sky matters.
    #[serde(default)]
    pub region: Option<RegionRef>,
    /// The point of the sea lanes where ships call, if it is a port.
    #[serde(default)]
    pub port: Option<NodeRef>,
    /// How the position is known.
    pub cite: Vec<Cite>,
}

/// A position in decimal degrees, north and east positive.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// Latitude, from -90 to 90, in degrees.
    #[schemars(range(min = -90.0, max = 90.0))]
    pub lat: f64,
    /// Longitude, from -180 to 180, in degrees.
    #[schemars(range(min = -180.0, max = 180.0))]
    pub lon: f64,
}

/// The net of sea lanes: points and the legs between them, which cross no land.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sea {
    /// Points, by name.
    #[schemars(extend("x-keys" = "nodes"))]
    pub nodes: BTreeMap<String, Position>,
    /// Legs, sailed both ways, each a pair of points.
    pub legs: Vec<(NodeRef, NodeRef)>,
    /// Where the net comes from.
    pub cite: Vec<Cite>,
}
