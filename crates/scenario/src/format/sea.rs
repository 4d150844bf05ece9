//! Ships, traffic, lines at sea and inspections.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ActorRef, Amount, Cite, ClassRef, ConsentRef, Hour, Level, LineRef, Measure, Moment, NodeRef,
    PlaceRef, Position, Share, ShipRef, StockRef, TargetRef, TruthRef,
};

/// A class of ships.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShipClass {
    /// Its id.
    #[schemars(extend("x-id" = "classes"))]
    pub id: String,
    /// Its name.
    pub title: String,
    /// Speed under way.
    pub speed_kn: Measure,
    /// Where it comes from.
    pub cite: Vec<Cite>,
}

/// A ship, and the voyage it makes.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ship {
    /// Its id.
    #[schemars(extend("x-id" = "ships"))]
    pub id: String,
    /// Its name: `the Aurora`.
    pub title: String,
    /// Its flag.
    pub flag: ActorRef,
    /// Its class.
    pub class: ClassRef,
    /// The port it leaves.
    pub from: PlaceRef,
    /// The port it goes to.
    pub to: PlaceRef,
    /// Points of the sea lanes it must pass, in this order.
    #[serde(default)]
    pub via: Vec<NodeRef>,
    /// When it leaves.
    pub sails: Sails,
    /// What it carries or waits for.
    #[serde(default)]
    pub cargo: Vec<Cargo>,
    /// It is here only where this truth has this alternative.
    #[serde(default)]
    pub only_if: Option<(TruthRef, String)>,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}

/// When a ship leaves port.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Sails {
    /// At a moment; a moment before the start means it is under way at the start.
    At(Moment),
    /// When its cargo has been loaded, but not before the moment.
    Loaded(Moment),
}

/// Part of a ship's cargo.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cargo {
    /// What.
    pub stock: StockRef,
    /// How many: aboard already when the ship sails `At` a moment, otherwise room to be filled.
    pub count: Amount,
}

/// Ships that come at random on a route.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Traffic {
    /// Its id.
    #[schemars(extend("x-id" = "traffic"))]
    pub id: String,
    /// One of its ships, as it stands in a chronicle: `a northern tanker`.
    pub title: String,
    /// Their flag.
    pub flag: ActorRef,
    /// Their class.
    pub class: ClassRef,
    /// Where they come from.
    pub from: PlaceRef,
    /// Where they go.
    pub to: PlaceRef,
    /// Points of the sea lanes they must pass, in this order.
    #[serde(default)]
    pub via: Vec<NodeRef>,
    /// Ships that leave in a month, on the mean; gaps are exponential.
    pub per_month: Amount,
    /// Odds that a ship carries things on a line's list.
    #[serde(default)]
    pub contraband: Option<Contraband>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
}

/// Forbidden cargo that a ship of a traffic may carry.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contraband {
    /// What.
    pub stock: StockRef,
    /// How many on one ship.
    pub count: Amount,
    /// Odds that a ship has it aboard, where the truth below holds (or always, if none is named).
    pub odds: Share,
    /// The truth that must hold.
    #[serde(default)]
    pub only_if: Option<(TruthRef, String)>,
}

/// A line at sea where ships are met.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Its id.
    #[schemars(extend("x-id" = "lines"))]
    pub id: String,
    /// Its name: `the quarantine`.
    pub title: String,
    /// Who keeps it.
    pub by: ActorRef,
    /// Its status at the start.
    pub status: LineStatus,
    /// One end.
    pub from: Position,
    /// The other end.
    pub to: Position,
    /// Patrol ships on the line, spread evenly, each going back and forth on its stretch.
    pub patrols: Amount,
    /// Distance at which a patrol sees a ship.
    pub sees_nm: Measure,
    /// Speed of a patrol.
    pub patrol_kn: Measure,
    /// What ships may not bring in.
    #[serde(default)]
    pub prohibited: Vec<StockRef>,
    /// Odds that a hail or a boarding becomes an incident: shots, a collision, a refusal by force.
    pub incident: Share,
    /// Odds that a boarding party finds forbidden cargo that is aboard.
    pub finds: Share,
    /// Ships of these flags are boarded; others are only hailed.
    pub suspects: Vec<ActorRef>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
}

/// What a line does to ships that cross it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema,
)]
pub enum LineStatus {
    /// Ships are hailed, suspects boarded, forbidden cargo turned back.
    InForce,
    /// Ships are hailed and pass.
    HailAndPass,
    /// The line stands, ships pass unhailed.
    Suspended,
    /// There is no line.
    Lifted,
}

/// A way to see for oneself.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Inspection {
    /// Its id.
    #[schemars(extend("x-id" = "inspections"))]
    pub id: String,
    /// Its name: `the ambassadors`.
    pub title: String,
    /// Who learns from it.
    pub by: ActorRef,
    /// Where it looks.
    pub how: Look,
    /// What it counts.
    pub of: Vec<StockRef>,
    /// All of these must have been given.
    #[serde(default)]
    pub needs: Vec<ConsentRef>,
    /// When it begins, if nothing delays it; from then on it goes on.
    pub from: Moment,
    /// In force at the start; if false an order `Inspect` must come.
    pub standing: bool,
    /// How much one good look proves: the share of what is there that counts as verified.
    pub proof: Share,
    /// Odds that a look fails: covers stay on, the way is barred, the weather forbids it.
    pub fails: Share,
    /// Where it comes from.
    pub cite: Vec<Cite>,
}

/// How an inspection looks.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Look {
    /// Alongside ships that leave, at sea: covers off, count, photographs.
    Alongside {
        /// Hours under way after which a ship is met.
        after_h: Measure,
        /// The ships; none means every ship that carries what is counted.
        #[serde(default)]
        ships: Vec<ShipRef>,
        /// Lowest height of the sun, in degrees, at which there is light enough to look; none means
        /// by night as well.
        #[serde(default)]
        min_sun_deg: Option<Level>,
    },
    /// Aboard ships that come in, where they cross a line.
    Incoming {
        /// The line.
        line: LineRef,
    },
    /// On the ground: so many targets a day.
    Ground {
        /// Hour of the day, local time, at which a day's visits are entered.
        hour: Hour,
        /// Targets visited in a day.
        per_day: Amount,
        /// What is visited.
        targets: Vec<TargetRef>,
    },
}
