//! Signs: everything that can be heard of, and who hears of it by default.

use super::name::Thing;
use excomm_scenario::format::{Quantity, Topic};

/// A kind of sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each is documented where the scenario format names it")]
pub enum SignKind {
    Line,
    Stance,
    Sky,
    Flying,
    Pledge,
    Consent,
    Withdrawing,
    Truth,
    Chosen,
    Gauge,
    Belief,
    Left,
    Seen,
    Gone,
    Verified,
    Found,
    Landed,
    Destroyed,
    Flown,
    Lost,
    ShotDown,
    Photographs,
    Pictures,
    Yield,
    Coverage,
    FiredOn,
    SitesHit,
    Struck,
    StrikeLosses,
    Hailed,
    Boarded,
    TurnedBack,
    Incidents,
    Calls,
    Looks,
    Said,
    Promised,
    Paper,
    Met,
    Answered,
    Reported,
}

/// A sign: its kind, the thing it is about, and which one, for what an actor was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SignKey {
    /// Its kind.
    pub kind: SignKind,
    /// What it is about.
    pub thing: Thing,
    /// Which of several, for `Reported`; otherwise 0.
    pub which: u32,
}

/// Who hears of a sign when no channel says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Audience {
    /// Everybody, at once.
    All,
    /// The owners of the thing, at once.
    Owners,
    /// Those the scenario names as holders, or everybody if it names nobody; at once.
    Holders,
    /// Only those an event tells, such as the one who took the photograph.
    Told,
}

impl SignKind {
    /// Returns who hears of it when no channel says otherwise.
    pub(super) fn audience(self) -> Audience {
        use SignKind as S;
        match self {
            S::Line
            | S::Sky
            | S::Consent
            | S::Struck
            | S::StrikeLosses
            | S::SitesHit
            | S::Hailed
            | S::Boarded
            | S::TurnedBack
            | S::Incidents
            | S::Said => Audience::All,
            S::Gauge | S::Pledge | S::Promised => Audience::Holders,
            S::Stance
            | S::Flying
            | S::Withdrawing
            | S::Chosen
            | S::Belief
            | S::Left
            | S::Gone
            | S::Landed
            | S::Destroyed
            | S::Flown
            | S::Lost
            | S::Photographs
            | S::Pictures
            | S::Yield
            | S::Coverage
            | S::FiredOn
            | S::Calls
            | S::Paper
            | S::Met
            | S::Answered
            | S::ShotDown => Audience::Owners,
            S::Truth | S::Seen | S::Verified | S::Found | S::Looks | S::Reported => Audience::Told,
        }
    }

    /// Returns the topic of the channels by which news of it travels.
    pub(super) fn topic(self) -> Option<Topic> {
        use SignKind as S;
        Some(match self {
            S::Line | S::Hailed | S::Boarded | S::TurnedBack | S::Incidents => Topic::Lines,
            S::Flown
            | S::Lost
            | S::Photographs
            | S::Pictures
            | S::Yield
            | S::Coverage
            | S::Flying => Topic::Flights,
            S::FiredOn => Topic::Fire,
            S::Stance => Topic::Stances,
            S::Struck | S::StrikeLosses | S::SitesHit => Topic::Strikes,
            S::Said => Topic::Statements,
            S::Pledge | S::Promised => Topic::Pledges,
            S::Consent => Topic::Consents,
            S::Left | S::Gone | S::Landed | S::Destroyed | S::Withdrawing => Topic::Stocks,
            S::Calls => Topic::Traffic,
            S::Gauge => Topic::Gauges,
            S::Chosen | S::Answered | S::Met | S::Paper => Topic::Decisions,
            S::Sky
            | S::Truth
            | S::Belief
            | S::Seen
            | S::Verified
            | S::Found
            | S::Looks
            | S::ShotDown
            | S::Reported => return None,
        })
    }

    /// Returns whether news of it says to others than its owners how many there are now, and no more.
    pub(super) fn counts_only(self) -> bool {
        use SignKind as S;
        matches!(
            self,
            S::Left
                | S::Gone
                | S::Landed
                | S::Destroyed
                | S::Lost
                | S::ShotDown
                | S::FiredOn
                | S::StrikeLosses
                | S::Calls
                | S::Looks
        )
    }

    /// Returns whether its value is a count or a share of something, not a code.
    pub(crate) fn counts(self) -> bool {
        use SignKind as S;
        let codes = matches!(
            self,
            S::Line | S::Stance | S::Sky | S::Flying | S::Pledge | S::Consent | S::Withdrawing
        );
        !codes && !matches!(self, S::Truth | S::Chosen | S::Gauge | S::Belief)
    }

    /// Returns whether nothing is known of it until it is first heard of.
    pub(super) fn starts_unknown(self) -> bool {
        use SignKind as S;
        matches!(self, S::Left | S::Seen | S::Truth | S::Sky | S::Yield | S::Coverage)
    }
}

/// Returns the kind of sign of a quantity, and the section and id of what it is about.
pub(super) fn of_quantity(quantity: &Quantity) -> (SignKind, &'static str, &str) {
    use SignKind as S;
    match quantity {
        Quantity::Gauge(id) => (S::Gauge, "gauges", id),
        Quantity::Belief(id) => (S::Belief, "beliefs", id),
        Quantity::Left(id) => (S::Left, "stocks", id),
        Quantity::Seen(id) => (S::Seen, "stocks", id),
        Quantity::Gone(id) => (S::Gone, "stocks", id),
        Quantity::Verified(id) => (S::Verified, "stocks", id),
        Quantity::Found(id) => (S::Found, "stocks", id),
        Quantity::Landed(id) => (S::Landed, "stocks", id),
        Quantity::Destroyed(id) => (S::Destroyed, "stocks", id),
        Quantity::Flown(id) => (S::Flown, "aircraft", id),
        Quantity::Lost(id) => (S::Lost, "aircraft", id),
        Quantity::ShotDown(id) => (S::ShotDown, "aircraft", id),
        Quantity::Photographs(id) => (S::Photographs, "aircraft", id),
        Quantity::Pictures(id) => (S::Pictures, "targets", id),
        Quantity::Yield(id) => (S::Yield, "flights", id),
        Quantity::Coverage(id) => (S::Coverage, "regions", id),
        Quantity::FiredOn(id) => (S::FiredOn, "groups", id),
        Quantity::SitesHit(id) => (S::SitesHit, "groups", id),
        Quantity::Struck(id) => (S::Struck, "strikes", id),
        Quantity::StrikeLosses(id) => (S::StrikeLosses, "strikes", id),
        Quantity::Hailed(id) => (S::Hailed, "lines", id),
        Quantity::Boarded(id) => (S::Boarded, "lines", id),
        Quantity::TurnedBack(id) => (S::TurnedBack, "lines", id),
        Quantity::Incidents(id) => (S::Incidents, "lines", id),
        Quantity::Calls(id) => (S::Calls, "traffic", id),
        Quantity::Looks(id) => (S::Looks, "inspections", id),
        Quantity::Said(id) => (S::Said, "statements", id),
        Quantity::Promised(id) => (S::Promised, "pledges", id),
        Quantity::Paper(id) => (S::Paper, "papers", id),
        Quantity::Met(id) => (S::Met, "meetings", id),
        Quantity::Answered(id) => (S::Answered, "questions", id),
        Quantity::Reported(actor, _) => (S::Reported, "actors", actor),
    }
}
