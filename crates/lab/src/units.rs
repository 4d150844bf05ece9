//! Units of facts, in words.

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
