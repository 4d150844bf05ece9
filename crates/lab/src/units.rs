//! Units of outcomes and facts, in words.

use excomm_scenario::format::{Gain, Part, Quantity};

/// Returns the unit in which an outcome is counted, if it is a number.
#[must_use]
pub fn unit(part: &Part, id: &str) -> Option<String> {
    let outcome = part.outcomes.iter().find(|outcome| outcome.id == id)?;
    let of = match &outcome.is {
        Gain::DateOrNever(_) | Gain::Ever(_) => return None,
        Gain::Count(of) | Gain::Peak(of) => of,
    };
    let stock = |id: &str| part.stocks.iter().find(|stock| stock.id == id).map(|s| s.many.clone());
    let fixed = match of {
        Quantity::Left(id)
        | Quantity::Seen(id)
        | Quantity::Gone(id)
        | Quantity::Verified(id)
        | Quantity::Found(id)
        | Quantity::Landed(id)
        | Quantity::Destroyed(id) => return stock(id),
        Quantity::Gauge(_) => "level",
        Quantity::Belief(_) => "probability",
        Quantity::Coverage(_) => "share",
        Quantity::Yield(_) => "value",
        Quantity::Flown(_) => "sorties",
        Quantity::Lost(_) | Quantity::ShotDown(_) | Quantity::StrikeLosses(_) => "aircraft",
        Quantity::Photographs(_) | Quantity::Pictures(_) => "photographs",
        Quantity::FiredOn(_) => "salvos",
        Quantity::SitesHit(_) => "sites",
        Quantity::Hailed(_) | Quantity::Boarded(_) | Quantity::TurnedBack(_) => "ships",
        Quantity::Calls(_) => "calls",
        Quantity::Incidents(_) => "incidents",
        Quantity::Struck(_)
        | Quantity::Looks(_)
        | Quantity::Said(_)
        | Quantity::Promised(_)
        | Quantity::Paper(_)
        | Quantity::Met(_)
        | Quantity::Answered(_)
        | Quantity::Reported(..) => "times",
    };
    Some(fixed.to_owned())
}

/// Units of facts, by the ending of their name.
const UNITS: [(&str, &str); 10] = [
    ("_h", "hours"),
    ("_days", "days"),
    ("_min", "minutes"),
    ("_nm", "nautical miles"),
    ("_nm2", "square nautical miles"),
    ("_kn", "knots"),
    ("_ft", "feet"),
    ("_deg", "degrees"),
    ("_a_day", "a day"),
    ("_a_month", "a month"),
];

/// Returns the unit of a fact, as the name of its field says; empty if it is a bare number.
pub(super) fn unit_of_fact(path: &str) -> &'static str {
    UNITS.iter().find(|(ending, _)| path.ends_with(ending)).map_or("", |(_, unit)| unit)
}
