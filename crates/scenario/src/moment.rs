//! Moments as written: dates with their offset from UTC, and time zones.

use std::fmt;

use jiff::{
    Timestamp,
    tz::{TimeZone, TimeZoneDatabase},
};

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

/// Returns the time zone with this IANA name, from the zones that the program carries: those of a machine
/// may be older or newer, and a world must be the same on all.
///
/// # Errors
/// If there is none.
pub fn zone(name: &str) -> Result<TimeZone, Unreadable> {
    let wrong = |_| Unreadable(format!("`{name}` is no time zone such as `America/New_York`"));
    TimeZoneDatabase::bundled().get(name).map_err(wrong)
}
