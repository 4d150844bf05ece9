//! Moments as written: dates with their offset from UTC, and time zones.

use std::fmt;

use jiff::{
    Timestamp, ToSpan,
    civil::Date,
    tz::{TimeZone, TimeZoneDatabase},
};

use crate::format::Weekday;

/// Why a moment or the name of a zone cannot be read, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(String);

impl Unreadable {
    /// Says why something cannot be read.
    #[must_use]
    pub fn new(why: impl fmt::Display) -> Unreadable {
        Unreadable(why.to_string())
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreadable {}

/// Reads `1962-11-07T17:00-05:00` as seconds of Unix time.
///
/// # Errors
/// If the text is no date and time with an offset from UTC.
pub fn seconds(text: &str) -> Result<i64, Unreadable> {
    let wrong = |_| Unreadable(format!("`{text}` is no moment such as `1962-11-07T17:00-05:00`"));
    text.parse::<Timestamp>().map(Timestamp::as_second).map_err(wrong)
}

/// Reads a day such as `1962-11-16`.
///
/// # Errors
/// If the text is no day of the calendar.
pub fn date(text: &str) -> Result<Date, Unreadable> {
    let wrong = |_| Unreadable(format!("`{text}` is no day such as `1962-11-16`"));
    text.parse().map_err(wrong)
}

/// Returns the time zone with this IANA name, from the zones that the program carries: those of a machine
/// may be older or newer, and a world must be the same on all.
///
/// # Errors
/// If there is none.
pub fn zone(name: &str) -> Result<TimeZone, Unreadable> {
    let wrong = |_| Unreadable(format!("`{name}` is no time zone such as `America/New_York`"));
    TimeZoneDatabase::bundled().get(name).map_err(wrong)
}

/// Returns when each day of a zone begins, in seconds of Unix time, with its day of the week: from the
/// day of the first moment to that of the last.
///
/// # Errors
/// If a moment lies outside the calendar.
pub fn days(zone: &TimeZone, (first, last): (i64, i64)) -> Result<Vec<(i64, Weekday)>, Unreadable> {
    use Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    const WEEK: [Weekday; 7] = [Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday];
    let first = Timestamp::from_second(first).map_err(Unreadable::new)?;
    let mut day = first.to_zoned(zone.clone()).start_of_day().map_err(Unreadable::new)?;
    let mut days = Vec::new();
    while day.timestamp().as_second() <= last && days.len() < 100_000 {
        let weekday = WEEK[day.weekday().to_sunday_zero_offset().unsigned_abs() as usize];
        days.push((day.timestamp().as_second(), weekday));
        day = day.checked_add(1.day()).map_err(Unreadable::new)?;
    }
    Ok(days)
}
