//! Moments as written: dates with their offset from UTC, and time zones.

use jiff::{
    Timestamp,
    tz::{TimeZone, TimeZoneDatabase},
};

/// Reads `1962-11-07T17:00-05:00` as seconds of Unix time.
///
/// # Errors
/// If the text is no date and time with an offset from UTC.
pub fn seconds(text: &str) -> Result<i64, String> {
    let wrong = |_| format!("`{text}` is no moment such as `1962-11-07T17:00-05:00`");
    text.parse::<Timestamp>().map(Timestamp::as_second).map_err(wrong)
}

/// Returns the time zone with this IANA name, from the zones that the program carries: those of a machine
/// may be older or newer, and a world must be the same on all.
///
/// # Errors
/// If there is none.
pub fn zone(name: &str) -> Result<TimeZone, String> {
    let wrong = |_| format!("`{name}` is no time zone such as `America/New_York`");
    TimeZoneDatabase::bundled().get(name).map_err(wrong)
}
