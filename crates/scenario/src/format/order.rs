//! Orders: what somebody has done.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ActorRef, ChanceRef, ConsentRef, EndRef, FlightRef, GaugeRef, GroupRef, InspectionRef, Level,
    LineRef, LineStatus, Measure, MeetingRef, PaperRef, PledgeRef, QuestionRef, Ratio, Share,
    Stance, StatementRef, StockRef, StrikeRef, TrafficRef,
};

/// Something that is done, at once unless it stands inside `Later`.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub enum Order {
    /// Puts a flight plan in force.
    Fly(FlightRef),
    /// Takes a flight plan out of force.
    StandDown(FlightRef),
    /// Gives a line another status.
    SetLine(LineRef, LineStatus),
    /// Adds a stock to what a line forbids.
    Prohibit(LineRef, StockRef),
    /// Takes a stock off what a line forbids.
    Allow(LineRef, StockRef),
    /// Gives a group of sites another order.
    SetStance(GroupRef, Stance),
    /// Carries out a strike.
    Strike(StrikeRef),
    /// Begins the withdrawal of a stock.
    Withdraw(StockRef),
    /// Stops the withdrawal of a stock where it stands. `Withdraw` lets it go on from there.
    Halt(StockRef),
    /// Begins an inspection.
    Inspect(InspectionRef),
    /// Ends an inspection.
    StopInspecting(InspectionRef),
    /// Makes a statement.
    Say(StatementRef),
    /// Makes a pledge.
    Pledge(PledgeRef),
    /// Takes a pledge back.
    Retract(PledgeRef),
    /// Asks for a consent.
    AskConsent(ConsentRef),
    /// Gives a consent.
    Give(ConsentRef),
    /// Refuses a consent.
    Refuse(ConsentRef),
    /// Asks for a paper.
    Commission(PaperRef),
    /// Calls a meeting: now, or as soon as its gap and its actor's hours allow.
    Meet(MeetingRef),
    /// Puts a question.
    Ask(QuestionRef),
    /// Moves a gauge.
    Move {
        /// The gauge.
        gauge: GaugeRef,
        /// By how much.
        by: Level,
    },
    /// Multiplies the odds of a chance from now on.
    ShiftOdds {
        /// The chance.
        chance: ChanceRef,
        /// The odds ratio.
        ratio: Ratio,
    },
    /// Multiplies the ships of a traffic from now on.
    Scale {
        /// The traffic.
        traffic: TrafficRef,
        /// The factor.
        by: Ratio,
    },
    /// Lets an actor hear something, true or not: a rumour, a refugee's tale, an intercept.
    Report {
        /// Who hears it.
        to: ActorRef,
        /// What is heard, as in `Reported(to, what)`.
        what: String,
    },
    /// Ends the run.
    End(EndRef),
    /// Does these after a time; if the actor does not work then, at its next opening.
    Later {
        /// After how many hours.
        after_h: Measure,
        /// What.
        then: Vec<Order>,
    },
    /// Does these, or the others, by odds.
    Maybe {
        /// Odds of `then`.
        odds: Share,
        /// What is done if the draw falls so.
        then: Vec<Order>,
        /// What is done otherwise.
        #[serde(default)]
        or_else: Vec<Order>,
    },
}
