//! The scenario as written: the types a RON file is read into, and nothing more.
//!
//! Every doc comment here is printed by `excomm format`, so it is written for the author of a
//! scenario. Fields carry their unit in their name (`_nm`, `_kn`, `_ft`, `_h`, `_days`). A number
//! the world depends on is a [`Fact`]; a name that must stand elsewhere is one of the `*Ref` types.

mod chances;
mod condition;
mod endings;
mod exercise;
mod fact;
mod facts;
mod forces;
mod letters;
mod map;
mod order;
mod places;
mod politics;
mod questions;
mod sea;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use chances::*;
pub use condition::*;
pub use endings::*;
pub use exercise::*;
pub use fact::*;
pub use facts::*;
pub use forces::*;
pub use letters::*;
pub use map::*;
pub use order::*;
pub use places::*;
pub use politics::*;
pub use questions::*;
pub use sea::*;

/// Declares the types that name an item of another section: text in the file, checked by `check`.
macro_rules! references {
    ($($(#[$doc:meta])* $name:ident => $kind:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
        #[serde(transparent)]
        #[schemars(extend("x-ref" = $kind))]
        pub struct $name(pub String);

        impl std::ops::Deref for $name {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }
    )*};
}

references! {
    /// The id of an actor.
    ActorRef => "actors";
    /// The id of a person.
    PersonRef => "people";
    /// The id of a place.
    PlaceRef => "places";
    /// The id of a region.
    RegionRef => "regions";
    /// The name of a point of the sea lanes.
    NodeRef => "nodes";
    /// The id of a stock.
    StockRef => "stocks";
    /// The id of a kind of aircraft.
    AircraftRef => "aircraft";
    /// The id of a target.
    TargetRef => "targets";
    /// The id of a flight plan.
    FlightRef => "flights";
    /// The id of a weapon.
    WeaponRef => "weapons";
    /// The id of a group of sites.
    GroupRef => "groups";
    /// The id of a strike.
    StrikeRef => "strikes";
    /// The id of a class of ships.
    ClassRef => "classes";
    /// The id of a ship.
    ShipRef => "ships";
    /// The id of a traffic.
    TrafficRef => "traffic";
    /// The id of an interdiction line.
    LineRef => "lines";
    /// The id of an inspection.
    InspectionRef => "inspections";
    /// The id of a truth.
    TruthRef => "truths";
    /// The id of a belief.
    BeliefRef => "beliefs";
    /// The id of a chance.
    ChanceRef => "chances";
    /// The id of a pledge.
    PledgeRef => "pledges";
    /// The id of a consent.
    ConsentRef => "consents";
    /// The id of a door.
    DoorRef => "doors";
    /// The id of a deadline.
    DeadlineRef => "deadlines";
    /// The id of a statement.
    StatementRef => "statements";
    /// The id of a gauge.
    GaugeRef => "gauges";
    /// The id of a meeting.
    MeetingRef => "meetings";
    /// The id of a paper.
    PaperRef => "papers";
    /// The id of a question.
    QuestionRef => "questions";
    /// The id of an end.
    EndRef => "ends";
    /// The id of an outcome.
    OutcomeRef => "outcomes";
    /// The id of a record.
    RecordRef => "records";
    /// The id of a source.
    SourceRef => "sources";
    /// The id of a role of the exercise.
    RoleRef => "roles";
}

/// One file of a scenario: any of these sections, in any order, none of them twice.
///
/// A scenario is one file, or a folder whose `scenario.ron` lists the other files as `parts`.
/// Sections of all files are put together; an id stands once in its section over all files.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Part {
    /// What the scenario is: in one file only, the one called `scenario.ron`.
    pub scenario: Option<Head>,
    /// Numbers used in more than one place, each under a name; used as `Fact("name")`.
    #[schemars(extend("x-keys" = "facts"))]
    pub facts: BTreeMap<String, Fact>,
    /// Sentences of a record that no rule models, each with the reason.
    pub context: Vec<Context>,
    /// Those who decide: states, headquarters, an organisation, an audience.
    pub actors: Vec<Actor>,
    /// Those who speak in a record, each for an actor.
    pub people: Vec<Person>,
    /// Regions with one sky over each.
    pub regions: Vec<Region>,
    /// Places on land or at sea.
    pub places: Vec<Place>,
    /// The net of sea lanes that ships follow.
    pub sea: Option<Sea>,
    /// How and when news of a kind reaches an actor, where the default will not do.
    pub channels: Vec<Channel>,
    /// Hidden facts of the world that are not numbers, as weighted alternatives.
    pub truths: Vec<Truth>,
    /// Things that are counted: what must leave, what may be hidden, what can be hit.
    pub stocks: Vec<Stock>,
    /// Kinds of aircraft that take photographs.
    pub aircraft: Vec<Aircraft>,
    /// What flights photograph.
    pub targets: Vec<Target>,
    /// Plans of reconnaissance flights, standing or for one day.
    pub flights: Vec<Flight>,
    /// Weapons against aircraft.
    pub weapons: Vec<Weapon>,
    /// Groups of air-defence sites under one command, with one order.
    pub groups: Vec<Group>,
    /// Air-defence sites.
    pub sites: Vec<Site>,
    /// Attacks that can be ordered.
    pub strikes: Vec<Strike>,
    /// Classes of ships.
    pub classes: Vec<ShipClass>,
    /// Ships and the voyage of each.
    pub ships: Vec<Ship>,
    /// Ships that come at random: so many calls a month on a route.
    pub traffic: Vec<Traffic>,
    /// Lines at sea where ships are met: a quarantine, a blockade, a customs patrol. A line on land, such as a
    /// ceasefire line, has no section: let shots and crossings be statements that chances make.
    pub lines: Vec<Line>,
    /// Inspections: alongside at sea, from the air, on the ground.
    pub inspections: Vec<Inspection>,
    /// What actors hold likely, moved by evidence.
    pub beliefs: Vec<Belief>,
    /// Quantities of politics that events move and time wears off: rumour, tempo, tension.
    pub gauges: Vec<Gauge>,
    /// What somebody may say: announcements, warnings, proposals.
    pub statements: Vec<Statement>,
    /// The ways by which letters go.
    pub doors: Vec<Door>,
    /// Days that press as they near.
    pub deadlines: Vec<Deadline>,
    /// Who promises what to whom, on what condition.
    pub pledges: Vec<Pledge>,
    /// Who must agree to what.
    pub consents: Vec<Consent>,
    /// Papers that can be asked for, and when they are ready.
    pub papers: Vec<Paper>,
    /// Meetings and their agenda.
    pub meetings: Vec<Meeting>,
    /// Decisions, each with its options.
    pub questions: Vec<Question>,
    /// What follows when something happens and something holds.
    pub responses: Vec<Response>,
    /// What others may do, as odds.
    pub chances: Vec<Chance>,
    /// How a run can end.
    pub ends: Vec<End>,
    /// What a run is measured by.
    pub outcomes: Vec<Outcome>,
    /// What happened in history, to compare outcomes with.
    pub history: Vec<Marker>,
    /// Named variations: one thing changed, or a few.
    pub branches: Vec<Branch>,
    /// How a class plays it in a lesson; in one file only.
    pub exercise: Option<Exercise>,
    /// All facts of the scenario, with their ids.
    #[serde(skip)]
    #[schemars(skip)]
    pub numbered: Facts,
}

/// What the scenario is, when it plays, and what it is drawn from.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The version of this format: 1.
    pub format: u32,
    /// A short name in small letters and hyphens, used on the command line.
    #[schemars(extend("x-id" = "scenarios"))]
    pub id: String,
    /// One line for people.
    pub title: String,
    /// A few sentences: what the crisis is and what can be tried.
    pub about: String,
    /// When the scenario plays.
    pub clock: ClockSpan,
    /// The actor whose decisions a run puts to its user.
    pub plays: ActorRef,
    /// The texts that are quoted, by id.
    #[schemars(extend("x-keys" = "records"))]
    pub records: BTreeMap<String, Record>,
    /// Published sources, by id.
    #[serde(default)]
    #[schemars(extend("x-keys" = "sources"))]
    pub sources: BTreeMap<String, Source>,
    /// The other files of the scenario, beside this one.
    #[serde(default)]
    pub parts: Vec<String>,
    /// The branch that is played when none is named.
    pub default_branch: String,
    /// The seed with which one world is played when none is named; without it 1962. `excomm typical`
    /// finds one that comes out as most do.
    #[serde(default)]
    pub seed: Option<u64>,
    /// Other worlds worth seeing, which `excomm worlds` lists.
    #[serde(default)]
    pub worlds: Vec<WorthSeeing>,
    /// Words that a reader may not know, each explained in a sentence.
    #[serde(default)]
    pub glossary: BTreeMap<String, String>,
    /// How maps are lettered.
    #[serde(default)]
    pub map: MapHead,
}

/// A world that a scenario shows.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorthSeeing {
    /// The seed of its luck.
    pub seed: u64,
    /// What is to be seen in it, in a few words: `a find in a cave`.
    pub title: String,
    /// How it ends.
    #[serde(default)]
    pub end: Option<EndRef>,
    /// Its facts are drawn, too, as `--vary all` draws them; without it they stand at their best values.
    #[serde(default)]
    pub drawn: bool,
}

/// The span of time in which the scenario plays.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockSpan {
    /// The first moment, with its offset from UTC: `"1962-11-07T17:00-05:00"`.
    pub start: Date,
    /// The last moment.
    pub end: Date,
    /// The time zone in which times are shown and days begin, by its IANA name.
    pub zone: String,
}

/// A text that is quoted word for word.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The file, looked for beside the scenario first, then among the shipped records.
    pub file: String,
    /// What the text is, for people.
    pub title: String,
    /// Lines that are no part of what was said: headings, stamps, signatures; word for word.
    #[serde(default)]
    pub furniture: Vec<String>,
}

/// A published source.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Title and author.
    pub title: String,
    /// The date of the document itself, as far as known: `"1962-11-08"`, `"1963"`.
    #[serde(default)]
    pub date: Option<String>,
    /// Who publishes it.
    #[serde(default)]
    pub publisher: Option<String>,
    /// Where it can be read.
    #[serde(default)]
    pub url: Option<String>,
}

/// A moment with its offset from UTC: `"1962-11-07T17:00-05:00"`; inside the clock.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("x-text" = "date"))]
pub struct Date(pub String);

/// Declares how the items of a section are found by their ids.
macro_rules! found_by_id {
    ($($item:ident: $type:ident in $section:ident;)*) => {
        impl Part {$(
            #[doc = concat!("Returns the item of `", stringify!($section), "` with this id.")]
            #[must_use]
            pub fn $item(&self, id: &str) -> Option<&$type> {
                self.$section.iter().find(|item| item.id == id)
            }
        )*}
    };
}

found_by_id! {
    actor: Actor in actors;
    person: Person in people;
    place: Place in places;
    truth: Truth in truths;
    stock: Stock in stocks;
    aircraft: Aircraft in aircraft;
    target: Target in targets;
    weapon: Weapon in weapons;
    group: Group in groups;
    class: ShipClass in classes;
    gauge: Gauge in gauges;
    statement: Statement in statements;
    door: Door in doors;
    pledge: Pledge in pledges;
    consent: Consent in consents;
    question: Question in questions;
    response: Response in responses;
    chance: Chance in chances;
    end: End in ends;
    outcome: Outcome in outcomes;
    branch: Branch in branches;
}

/// The seed where none is named.
pub const SEED: u64 = 1962;

impl Part {
    /// Returns the id of the scenario; empty if this part does not say what it is.
    #[must_use]
    pub fn id(&self) -> &str {
        self.scenario.as_ref().map_or("", |head| &head.id)
    }

    /// Returns the seed with which one world is played when none is named.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.scenario.as_ref().and_then(|head| head.seed).unwrap_or(SEED)
    }

    /// Returns all it says as JSON; two scenarios that say the same have the same.
    #[must_use]
    pub fn as_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Returns how the number of a fact is known, wherever it stands.
    #[must_use]
    pub fn grounds(&self, fact: &Fact) -> Option<&Grounds> {
        let holder = self.numbered.holder(fact.id)?;
        self.numbered.get(holder)?.grounds.as_ref()
    }

    /// Adds the sections of another part to this one.
    pub fn join(&mut self, other: Part) {
        // a section that is not named here is refused by the compiler
        macro_rules! join {
            ($($one:ident),*; $($section:ident),*) => {
                let Part { numbered: _, $($one,)* $($section,)* } = other;
                $(self.$one = self.$one.take().or($one);)*
                $(self.$section.extend($section);)*
            };
        }
        join!(
            scenario, sea, exercise;
            facts,
            context,
            actors,
            people,
            regions,
            places,
            channels,
            truths,
            stocks,
            aircraft,
            targets,
            flights,
            weapons,
            groups,
            sites,
            strikes,
            classes,
            ships,
            traffic,
            lines,
            inspections,
            beliefs,
            gauges,
            statements,
            doors,
            deadlines,
            pledges,
            consents,
            papers,
            meetings,
            questions,
            responses,
            chances,
            ends,
            outcomes,
            history,
            branches
        );
    }
}
