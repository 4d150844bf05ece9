//! Things that are counted, flown over, shot at and struck.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ActorRef, AircraftRef, Amount, Cite, GroupRef, Hour, Level, Measure, Moment, PlaceRef, Share,
    ShipRef, SkyState, StockRef, TargetRef, TruthRef, WeaponRef,
};

/// A kind of thing that is counted: bombers, missiles, launch gear, troops.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stock {
    /// Its id.
    #[schemars(extend("x-id" = "stocks"))]
    pub id: String,
    /// Its name: `the bombers`.
    pub title: String,
    /// One of them: `bomber`.
    pub one: String,
    /// More of them: `bombers`.
    pub many: String,
    /// Whose they are.
    pub owner: ActorRef,
    /// Where they are at the start.
    pub piles: Vec<Pile>,
    /// Odds that one item is recognised on a good photograph of its place, each item by itself.
    pub seen: Share,
    /// How they leave, if they can be withdrawn.
    #[serde(default)]
    pub leaving: Option<Leaving>,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}

/// So many of a stock at one place.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pile {
    /// Its id.
    #[schemars(extend("x-id" = "piles"))]
    pub id: String,
    /// The place.
    pub at: PlaceRef,
    /// How many.
    pub count: Amount,
    /// The share already moved to the port, or to the border, of `leaving` at the start.
    #[serde(default)]
    pub at_port: Option<Share>,
    /// There only where this truth has this alternative; never withdrawn by an order, and not
    /// seen on photographs of its place save by a search (see `targets`, `hides`).
    #[serde(default)]
    pub hidden_if: Option<(TruthRef, String)>,
}

/// How a stock leaves: packed where it stands, hauled to a port and loaded on ships, or hauled to a border
/// and taken across it.
///
/// Each day of a withdrawal so many are packed, so many hauled, and so many loaded on a ship
/// that lies in the port with room for them. Nothing takes two of these steps in one day.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Leaving {
    /// Ordered before the start; if false an order `Withdraw` must come.
    pub ordered: bool,
    /// Hour of the day, local time, at which a day's work is entered.
    pub hour: Hour,
    /// Items of one pile packed in a day.
    pub pack_per_day: Amount,
    /// Items of one pile hauled in a day to the port or the border.
    pub haul_per_day: Amount,
    /// Items loaded in a day on one ship. Without it they leave by land: what has been hauled leaves the
    /// country with the next day's work.
    #[serde(default)]
    pub load_per_day: Option<Amount>,
    /// The port they leave by, or the place at the border, if it is not the place itself.
    #[serde(default)]
    pub port: Option<PlaceRef>,
}

/// A kind of aircraft that takes photographs.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Aircraft {
    /// Its id.
    #[schemars(extend("x-id" = "aircraft"))]
    pub id: String,
    /// One of them: `photo plane`.
    pub one: String,
    /// More of them: `photo planes`.
    pub many: String,
    /// Whose they are.
    pub owner: ActorRef,
    /// Where they take off.
    pub base: PlaceRef,
    /// Where they land, if elsewhere.
    #[serde(default)]
    pub lands: Option<PlaceRef>,
    /// Speed.
    pub speed_kn: Measure,
    /// Height over the target.
    pub height_ft: Measure,
    /// How the height is called in a chronicle: `at tree height`.
    pub height_words: String,
    /// Odds that a photograph succeeds under a clear sky.
    pub photo_clear: Share,
    /// Odds that it succeeds under a partly clouded sky.
    pub photo_partly: Share,
    /// Odds that it succeeds under an obscured sky.
    pub photo_obscured: Share,
    /// Lowest height of the sun at which photographs are taken.
    pub min_sun_deg: Level,
    /// Share of the region that one good sortie covers, beside its targets.
    pub covers: Share,
    /// Hours from landing to the reading of the film in the capital.
    pub film_h: Measure,
    /// Odds that a sortie turns back before the target.
    pub turns_back: Share,
    /// Odds that a sortie is lost by accident, fired on or not.
    pub accident: Share,
    /// Losses after which none of this kind takes off for a time; those on their way are called back.
    #[serde(default)]
    pub stands_down: Vec<StandDown>,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}

/// A loss after which a kind of aircraft stands down.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandDown {
    /// The kind of aircraft that was lost: this one, or another.
    pub lost: AircraftRef,
    /// Hours for which none takes off, counted from when the loss is known at home.
    pub for_h: Measure,
}

/// Something flights photograph: a place, or a ship at sea.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Its id.
    #[schemars(extend("x-id" = "targets"))]
    pub id: String,
    /// Its name.
    pub title: String,
    /// Where it is.
    pub at: TargetAt,
    /// How much a fresh picture of it is worth against other targets.
    pub worth: Amount,
    /// Days after which a picture of it is stale; its value grows back with this time.
    pub stale_days: Measure,
    /// Days since it was last photographed, at the start.
    pub last_seen_days: Amount,
    /// Things that may be hidden there (piles with `hidden_if`): a search finds them or not.
    #[serde(default)]
    pub hides: Option<Search>,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}

/// Where a target is.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::large_enum_variant, reason = "a scenario has few targets")]
pub enum TargetAt {
    /// A place.
    Place(PlaceRef),
    /// A ship at sea, found by a random search of the area around its expected position.
    Ship {
        /// The ship.
        ship: ShipRef,
        /// Width swept by the aircraft.
        sweep_nm: Measure,
        /// Hours on station.
        hours: Measure,
        /// Area in which the ship must be, in square nautical miles.
        area_nm2: Measure,
    },
}

/// A search for what is hidden at a target, one look a sortie: the odds of a find grow with the area that was
/// swept as in Koopman's random search, `1 - exp(-coverage)`.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// What part of the area to be searched one good sortie sweeps: 1 is all of it, swept at random, which finds
    /// 63 of 100.
    pub coverage: Amount,
    /// Odds that a sortie that finds nothing hidden reports something all the same.
    pub false_alarm: Share,
}

/// A plan of reconnaissance flights.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Flight {
    /// Its id.
    #[schemars(extend("x-id" = "flights"))]
    pub id: String,
    /// Its name.
    pub title: String,
    /// What flies.
    pub aircraft: AircraftRef,
    /// Sorties a day.
    pub sorties: Amount,
    /// On which days.
    pub days: Days,
    /// Hour of the day, local time, at which the first takes off; others follow.
    pub hour: Hour,
    /// Minutes between take-offs.
    pub apart_min: Amount,
    /// What they photograph: sorties go to the targets whose pictures are worth most by then.
    pub targets: Vec<TargetRef>,
    /// Least value of a fresh picture for which a sortie is flown: below it targets have run out.
    #[serde(default)]
    pub least_value: Option<Amount>,
    /// Skies under which it does not fly: a target in a region whose sky is so on that day is left out.
    #[serde(default)]
    pub not_under: Vec<SkyState>,
    /// In force at the start; if false an order `Fly` must come.
    pub standing: bool,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}

/// The days on which a plan flies.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Days {
    /// Each day while the plan is in force.
    Daily,
    /// Each so many days while the plan is in force.
    Every(Measure),
    /// On one day.
    On(Moment),
    /// On the day after each order `Fly`.
    NextDay,
}

/// A weapon against aircraft.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weapon {
    /// Its id.
    #[schemars(extend("x-id" = "weapons"))]
    pub id: String,
    /// Its name: `a missile battery`.
    pub title: String,
    /// How far it reaches.
    pub reach_nm: Measure,
    /// Height below which it never hits.
    pub floor_ft: Amount,
    /// Height above which it never hits.
    pub ceiling_ft: Measure,
    /// Shots in one salvo.
    pub salvo: Amount,
    /// Odds that one shot kills, each by itself.
    pub kill: Share,
    /// Where it comes from.
    #[serde(default)]
    pub cite: Vec<Cite>,
}

/// Air-defence sites under one command, with one order.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its id.
    #[schemars(extend("x-id" = "groups"))]
    pub id: String,
    /// Its name: `the coastal guns`.
    pub title: String,
    /// Who commands it.
    pub commander: ActorRef,
    /// Its weapon.
    pub weapon: WeaponRef,
    /// Its order at the start.
    pub stance: Stance,
    /// Odds, at each pass within reach, that a local commander fires against the order.
    pub fires_anyway: Share,
    /// Odds, at each pass, that a site ordered to fire does fire: it must see, track and be ready.
    pub engages: Share,
    /// Where it comes from.
    pub cite: Vec<Cite>,
}

/// An order to air defence.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema,
)]
pub enum Stance {
    /// Nobody fires.
    Hold,
    /// Fires when the site's own place is struck, or its group has been, from then on.
    IfAttacked,
    /// Fires at what comes within reach.
    Fire,
}

/// An air-defence site.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Its id.
    #[schemars(extend("x-id" = "sites"))]
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its group.
    pub group: GroupRef,
    /// Where it stands.
    pub at: PlaceRef,
}

/// An attack that can be ordered.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Strike {
    /// Its id.
    #[schemars(extend("x-id" = "strikes"))]
    pub id: String,
    /// Its name.
    pub title: String,
    /// Who attacks.
    pub by: ActorRef,
    /// What is hit.
    pub hits: Vec<StrikeAt>,
    /// Aircraft sent.
    pub sorties: Amount,
    /// Odds that one site, or one item of a stock, is destroyed.
    pub kill: Share,
    /// Odds that one attacking aircraft is lost for each site that was not destroyed and may fire.
    pub loss: Share,
    /// Hours from the order to the attack, at least: unless `by_night`, it waits for daylight.
    pub takes_h: Measure,
    /// It need not wait for the sun to rise over its targets.
    #[serde(default)]
    pub by_night: bool,
    /// Hours from an attack until it can be ordered again; none: at once. One that is ordered and
    /// not yet carried out is never ordered a second time.
    #[serde(default)]
    pub again_h: Option<Measure>,
    /// From the order to the attack the attacker's aircraft photograph nothing within so many
    /// nautical miles of what is to be hit; none: nothing at the places themselves.
    #[serde(default)]
    pub clears_nm: Option<Measure>,
    /// So many hours after the attack they photograph nothing there either; none: at once again.
    #[serde(default)]
    pub clears_for_h: Option<Measure>,
    /// The attack in a sentence: `American aircraft bomb the airfields`.
    #[serde(default)]
    pub says: Option<String>,
    /// Where it comes from.
    pub cite: Vec<Cite>,
}

/// What a strike hits.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum StrikeAt {
    /// The site of this group that fired last.
    Offender(GroupRef),
    /// All sites of a group.
    Group(GroupRef),
    /// All items of a stock that are not hidden and not at sea.
    Stock(StockRef),
}
