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
    Striking,
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

/// What the value of a sign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Value {
    /// The code of a state.
    Code,
    /// A level or odds.
    Level,
    /// A count, or a share of something.
    Count,
}

/// What there is to say of a kind of sign.
struct Row {
    section: &'static str,
    audience: Audience,
    topic: Option<Topic>,
    value: Value,
    starts_unknown: bool,
    counts_only: bool,
}

fn row(section: &'static str, audience: Audience, topic: Option<Topic>, value: Value) -> Row {
    Row { section, audience, topic, value, starts_unknown: false, counts_only: false }
}

impl Row {
    /// Nothing is known of it until it is first heard of.
    fn unknown(self) -> Row {
        Row { starts_unknown: true, ..self }
    }

    /// News of it says to others than its owners how many there are now, and no more.
    fn bare(self) -> Row {
        Row { counts_only: true, ..self }
    }
}

impl SignKind {
    /// Returns whether it is of what is said, promised, agreed to, answered, or proclaimed of a line.
    pub(crate) fn is_word(self) -> bool {
        use SignKind as S;
        let words = [S::Said, S::Promised, S::Pledge, S::Consent, S::Chosen, S::Answered, S::Line];
        words.contains(&self)
    }

    /// The table of signs: the section of the thing, who hears of it, the topic of channels by which
    /// news of it travels, what its value is.
    #[expect(clippy::match_same_arms, reason = "a table has a row for each")]
    fn row(self) -> Row {
        use {Audience as A, SignKind as S, Topic as T};
        match self {
            S::Line => row("lines", A::All, Some(T::Lines), Value::Code),
            S::Stance => row("groups", A::Owners, Some(T::Stances), Value::Code),
            S::Sky => row("regions", A::All, None, Value::Code).unknown(),
            S::Flying => row("flights", A::Owners, Some(T::Flights), Value::Code),
            S::Pledge => row("pledges", A::Holders, Some(T::Pledges), Value::Code),
            S::Consent => row("consents", A::All, Some(T::Consents), Value::Code),
            S::Withdrawing => row("stocks", A::Owners, Some(T::Stocks), Value::Code),
            S::Truth => row("truths", A::Told, None, Value::Code).unknown(),
            S::Chosen => row("questions", A::Owners, Some(T::Decisions), Value::Code),
            S::Gauge => row("gauges", A::Holders, Some(T::Gauges), Value::Level),
            S::Belief => row("beliefs", A::Owners, None, Value::Level),
            S::Left => row("stocks", A::Owners, Some(T::Stocks), Value::Count).unknown().bare(),
            S::Seen => row("stocks", A::Told, None, Value::Count).unknown(),
            S::Gone => row("stocks", A::Owners, Some(T::Stocks), Value::Count).bare(),
            S::Verified => row("stocks", A::Told, None, Value::Count),
            S::Found => row("stocks", A::Told, None, Value::Count),
            S::Landed => row("stocks", A::Owners, Some(T::Stocks), Value::Count).bare(),
            S::Destroyed => row("stocks", A::Owners, Some(T::Stocks), Value::Count).bare(),
            S::Flown => row("aircraft", A::Owners, Some(T::Flights), Value::Count),
            S::Lost => row("aircraft", A::Owners, Some(T::Flights), Value::Count).bare(),
            S::ShotDown => row("aircraft", A::Owners, None, Value::Count).bare(),
            S::Photographs => row("aircraft", A::Owners, Some(T::Flights), Value::Count),
            S::Pictures => row("targets", A::Owners, Some(T::Flights), Value::Count),
            S::Yield => row("flights", A::Owners, Some(T::Flights), Value::Count).unknown(),
            S::Coverage => row("regions", A::Owners, Some(T::Flights), Value::Count).unknown(),
            S::FiredOn => row("groups", A::Owners, Some(T::Fire), Value::Count).bare(),
            S::SitesHit => row("groups", A::All, Some(T::Strikes), Value::Count),
            S::Struck => row("strikes", A::All, Some(T::Strikes), Value::Count),
            S::StrikeLosses => row("strikes", A::All, Some(T::Strikes), Value::Count).bare(),
            S::Striking => row("strikes", A::Owners, None, Value::Code),
            S::Hailed => row("lines", A::All, Some(T::Lines), Value::Count),
            S::Boarded => row("lines", A::All, Some(T::Lines), Value::Count),
            S::TurnedBack => row("lines", A::All, Some(T::Lines), Value::Count),
            S::Incidents => row("lines", A::All, Some(T::Lines), Value::Count),
            S::Calls => row("traffic", A::Owners, Some(T::Traffic), Value::Count).bare(),
            S::Looks => row("inspections", A::Told, None, Value::Count).bare(),
            S::Said => row("statements", A::All, Some(T::Statements), Value::Count),
            S::Promised => row("pledges", A::Holders, Some(T::Pledges), Value::Count),
            S::Paper => row("papers", A::Owners, Some(T::Decisions), Value::Count),
            S::Met => row("meetings", A::Owners, Some(T::Decisions), Value::Count),
            S::Answered => row("questions", A::Owners, Some(T::Decisions), Value::Count),
            S::Reported => row("actors", A::Told, None, Value::Count),
        }
    }

    /// Returns who hears of it when no channel says otherwise.
    pub(super) fn audience(self) -> Audience {
        self.row().audience
    }

    /// Returns the topic of the channels by which news of it travels.
    #[must_use]
    pub fn topic(self) -> Option<Topic> {
        self.row().topic
    }

    /// Returns whether news of it says to others than its owners how many there are now, and no more.
    pub(super) fn counts_only(self) -> bool {
        self.row().counts_only
    }

    /// Returns whether its value is a count or a share of something, not a code.
    pub(crate) fn counts(self) -> bool {
        self.row().value == Value::Count
    }

    /// Returns whether nothing is known of it until it is first heard of.
    pub(super) fn starts_unknown(self) -> bool {
        self.row().starts_unknown
    }

    /// Returns the section of the scenario in which the thing stands.
    pub(super) fn section(self) -> &'static str {
        self.row().section
    }
}

/// Returns the kind of sign of a quantity, and the id of what it is about.
pub(super) fn of_quantity(quantity: &Quantity) -> (SignKind, &str) {
    use {Quantity as Q, SignKind as S};
    match quantity {
        Q::Gauge(id) => (S::Gauge, id),
        Q::Belief(id) => (S::Belief, id),
        Q::Left(id) => (S::Left, id),
        Q::Seen(id) => (S::Seen, id),
        Q::Gone(id) => (S::Gone, id),
        Q::Verified(id) => (S::Verified, id),
        Q::Found(id) => (S::Found, id),
        Q::Landed(id) => (S::Landed, id),
        Q::Destroyed(id) => (S::Destroyed, id),
        Q::Flown(id) => (S::Flown, id),
        Q::Lost(id) => (S::Lost, id),
        Q::ShotDown(id) => (S::ShotDown, id),
        Q::Photographs(id) => (S::Photographs, id),
        Q::Pictures(id) => (S::Pictures, id),
        Q::Yield(id) => (S::Yield, id),
        Q::Coverage(id) => (S::Coverage, id),
        Q::FiredOn(id) => (S::FiredOn, id),
        Q::SitesHit(id) => (S::SitesHit, id),
        Q::Struck(id) => (S::Struck, id),
        Q::StrikeLosses(id) => (S::StrikeLosses, id),
        Q::Hailed(id) => (S::Hailed, id),
        Q::Boarded(id) => (S::Boarded, id),
        Q::TurnedBack(id) => (S::TurnedBack, id),
        Q::Incidents(id) => (S::Incidents, id),
        Q::Calls(id) => (S::Calls, id),
        Q::Looks(id) => (S::Looks, id),
        Q::Said(id) => (S::Said, id),
        Q::Promised(id) => (S::Promised, id),
        Q::Paper(id) => (S::Paper, id),
        Q::Met(id) => (S::Met, id),
        Q::Answered(id) => (S::Answered, id),
        Q::Reported(actor, _) => (S::Reported, actor),
    }
}
