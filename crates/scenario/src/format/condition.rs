//! Conditions: what an actor holds to be so.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ActorRef, AircraftRef, BeliefRef, ConsentRef, Date, DeadlineRef, FlightRef, GaugeRef, GroupRef,
    InspectionRef, Level, LineRef, LineStatus, Measure, MeetingRef, PaperRef, PledgeRef,
    QuestionRef, RegionRef, SkyState, Stance, StatementRef, StockRef, StrikeRef, TargetRef,
    TrafficRef, TruthRef,
};

/// Something that holds or does not, as the actor concerned has heard it (for ends, outcomes and
/// gauges: as it is).
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Condition {
    /// Each of these holds.
    All(Vec<Condition>),
    /// At least one of these holds.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
    /// The moment has come.
    After(Date),
    /// The moment has not come yet.
    Before(Date),
    /// A truth has this alternative. Only for ends and outcomes: no actor can read the truth.
    Is(TruthRef, String),
    /// The last answer to a question was this option.
    Chose(QuestionRef, String),
    /// A line has this status.
    Line(LineRef, LineStatus),
    /// A group of sites has this order.
    Stance(GroupRef, Stance),
    /// The sky of a region is so.
    Sky(RegionRef, SkyState),
    /// A flight plan is in force.
    Flying(FlightRef),
    /// A pledge has been made and is not broken.
    Pledged(PledgeRef),
    /// A pledge has been made and its terms are met.
    Kept(PledgeRef),
    /// A pledge has been broken.
    Broken(PledgeRef),
    /// A deadline of which the actor has been told has not come yet, and presses.
    Nears(DeadlineRef),
    /// A consent has been asked for and not yet given or refused.
    Asked(ConsentRef),
    /// A consent has been given.
    Given(ConsentRef),
    /// A consent has been refused.
    Refused(ConsentRef),
    /// A stock is being withdrawn.
    Withdrawing(StockRef),
    /// A strike has been ordered and not yet been carried out. Only the attacker hears of it.
    Striking(StrikeRef),
    /// Something has happened at least once.
    Happened(Quantity),
    /// Something has happened within the last hours.
    Recently {
        /// What.
        of: Quantity,
        /// Within how many hours.
        within_h: Measure,
    },
    /// Something has happened, and the time before that was within the hours before it.
    Again {
        /// What.
        of: Quantity,
        /// Within how many hours.
        within_h: Measure,
    },
    /// A quantity is at least so much.
    AtLeast {
        /// What.
        of: Quantity,
        /// How much.
        is: Level,
    },
    /// A quantity is at most so much.
    AtMost {
        /// What.
        of: Quantity,
        /// How much.
        is: Level,
    },
}

/// Something that is counted or measured in the world.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Quantity {
    /// The level of a gauge now, worn by time.
    Gauge(GaugeRef),
    /// How likely a belief is held, from 0 to 1.
    Belief(BeliefRef),
    /// Items of a stock still in the country, hidden ones included, those at sea not.
    Left(StockRef),
    /// Items of a stock that the actor concerned counted at each place when it last looked, on a photograph that
    /// has been read or by a visit. What another side has counted must be told, as by a statement.
    Seen(StockRef),
    /// Items of a stock that have left the country.
    Gone(StockRef),
    /// Items of a stock whose leaving has been verified by an inspection.
    Verified(StockRef),
    /// Items of a hidden pile found by a search (rightly or not). Each search that finds them is news anew: as
    /// evidence that counts once, let a response with `times` pass it on.
    Found(StockRef),
    /// Items of a stock brought in by sea.
    Landed(StockRef),
    /// Items of a stock destroyed. Whoever can attack it by a strike of its own hears of it, and not of what is left.
    Destroyed(StockRef),
    /// Sorties of a kind of aircraft that took off.
    Flown(AircraftRef),
    /// Aircraft of a kind lost, by whatever cause.
    Lost(AircraftRef),
    /// Aircraft of a kind shot down: known only to the truth and to who fired.
    ShotDown(AircraftRef),
    /// Good photographs brought back by a kind of aircraft.
    Photographs(AircraftRef),
    /// Good photographs of one target.
    Pictures(TargetRef),
    /// Expected value of one more sortie of a plan, by the age of its pictures.
    Yield(FlightRef),
    /// Share of a region photographed of late: within its `seen_for_days`.
    Coverage(RegionRef),
    /// Salvos fired by a group.
    FiredOn(GroupRef),
    /// Sites of a group destroyed.
    SitesHit(GroupRef),
    /// A strike has been carried out.
    Struck(StrikeRef),
    /// Attacking aircraft lost in a strike.
    StrikeLosses(StrikeRef),
    /// Ships hailed on a line.
    Hailed(LineRef),
    /// Ships boarded on a line.
    Boarded(LineRef),
    /// Ships turned back by a line.
    TurnedBack(LineRef),
    /// Incidents on a line.
    Incidents(LineRef),
    /// Ships of a traffic that reached port.
    Calls(TrafficRef),
    /// Looks taken by an inspection.
    Looks(InspectionRef),
    /// A statement has been made: how often.
    Said(StatementRef),
    /// A pledge has been made: how often.
    Promised(PledgeRef),
    /// A paper is ready.
    Paper(PaperRef),
    /// A meeting has been held: how often.
    Met(MeetingRef),
    /// A question has been answered: how often.
    Answered(QuestionRef),
    /// News of this kind reached this actor by a report that an order `Report` made up or passed on.
    Reported(ActorRef, String),
}
