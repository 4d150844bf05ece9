//! Words for moments, numbers and lists; text wrapped.

use std::{error::Error, fmt};

use jiff::{Timestamp, civil, tz::TimeZone};

use excomm_engine::world::{Span, Time};

/// Wraps a text to lines of a width.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let options = textwrap::Options::new(width.max(20))
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

/// Chops a text to lines of a width, breaking long names where it must.
pub fn chop(text: &str, width: usize) -> Vec<String> {
    let options = textwrap::Options::new(width).subsequent_indent("  ");
    let options = options.word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

fn show(at: Time, zone: &TimeZone, format: &str) -> String {
    let stamp = Timestamp::from_second(at.0).unwrap_or_default();
    stamp.to_zoned(zone.clone()).strftime(format).to_string()
}

/// Returns the local day: `Thursday 8 November 1962`.
#[must_use]
pub fn day(at: Time, span: &Span) -> String {
    show(at, &span.zone, "%A %-d %B %Y")
}

/// Returns a moment as a local day and hour: `Tuesday 20 November 1962, 17:00`.
#[must_use]
pub fn day_hour(at: Time, span: &Span) -> String {
    format!("{}, {}", day(at, span), hour(at, span))
}

/// Returns a moment as a short day: `20 Nov`.
#[must_use]
pub fn day_month(at: Time, span: &Span) -> String {
    show(at, &span.zone, "%-d %b")
}

/// Returns the local day for programs: `1962-11-20`.
#[must_use]
pub fn date(at: Time, span: &Span) -> String {
    show(at, &span.zone, "%F")
}

/// Returns the local hour: `08:10`.
#[must_use]
pub fn hour(at: Time, span: &Span) -> String {
    show(at, &span.zone, "%H:%M")
}

/// Returns what local time is, and how far it is from Z: `EST, 5 h behind Z`.
#[must_use]
pub fn zone(at: Time, span: &Span) -> String {
    let stamp = Timestamp::from_second(at.0).unwrap_or_default();
    let ahead = f64::from(span.zone.to_offset(stamp).seconds()) / 3600.0;
    let name = show(at, &span.zone, "%Z");
    match ahead {
        0.0 => format!("{name}, the same as Z"),
        _ if ahead < 0.0 => format!("{name}, {} h behind Z", number(-ahead)),
        _ => format!("{name}, {} h ahead of Z", number(ahead)),
    }
}

/// Returns a moment in the scenario's zone and in Z: `8 Nov 1962 20:10 EST (9 Nov 01:10Z)`.
#[must_use]
pub fn moment(at: Time, span: &Span) -> String {
    let local = show(at, &span.zone, "%-d %b %Y %H:%M %Z");
    let same_day = show(at, &span.zone, "%F") == show(at, &TimeZone::UTC, "%F");
    let z = show(at, &TimeZone::UTC, if same_day { "%H:%MZ" } else { "%-d %b %H:%MZ" });
    format!("{local} ({z})")
}

/// A text that was to be a moment and is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAMoment {
    text: String,
    /// A day of the scenario, as it is written.
    like: String,
}

impl fmt::Display for NotAMoment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no moment: write a day, as in `{}`", self.text, self.like)
    }
}

impl Error for NotAMoment {}

/// Reads a moment: with an offset, as local time, or as a local day, which means its end.
///
/// # Errors
/// If the text is neither a day nor a moment.
pub fn read_moment(text: &str, span: &Span) -> Result<Time, NotAMoment> {
    if let Ok(at) = Time::parse(text) {
        return Ok(at);
    }
    let local = match text.parse::<civil::DateTime>() {
        Ok(at) if text.contains(['T', ' ']) => Some(at),
        _ => None,
    };
    let day = || {
        let day: civil::Date = text.parse().ok()?;
        Some(day.tomorrow().ok()?.at(0, 0, 0, 0))
    };
    let at = local.or_else(day).and_then(|at| at.to_zoned(span.zone.clone()).ok());
    at.map(|at| Time(at.timestamp().as_second()))
        .ok_or_else(|| NotAMoment { text: text.to_owned(), like: date(span.start, span) })
}

/// Returns a number without needless zeros, with at most six figures after the point.
#[must_use]
pub fn number(value: f64) -> String {
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Returns a measured number with about three figures.
#[must_use]
pub fn about(value: f64) -> String {
    let digits = match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        size if size >= 0.1 => 3,
        size if size >= 0.01 => 4,
        size if size >= 0.001 => 5,
        _ => 6,
    };
    let scale = libm::pow(10.0, f64::from(digits));
    number(libm::round(value * scale) / scale)
}

/// Returns a number with one figure after the point at most.
#[must_use]
pub fn tenths(value: f64) -> String {
    number(libm::round(value * 10.0) / 10.0)
}

/// Returns a probability as a percentage: `4.2 %`.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{} %", number(libm::round(share * 1000.0) / 10.0))
}

/// Returns a count of something: `1 event`, `2 events`.
#[must_use]
pub fn count(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// Returns which time something is: `second`, `third`, `13th`.
#[must_use]
pub fn ordinal(n: u32) -> String {
    const SMALL: [&str; 13] = [
        "zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
        "ninth", "tenth", "eleventh", "twelfth",
    ];
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    SMALL.get(n as usize).map_or_else(|| format!("{n}{ending}"), |word| (*word).to_owned())
}

/// Returns a large count with its thousands set apart: `10,000`.
#[must_use]
pub fn thousands(n: u64) -> String {
    let (rest, last) = (n / 1000, n % 1000);
    if rest == 0 { last.to_string() } else { format!("{},{last:03}", thousands(rest)) }
}

/// Returns names in backticks, as a list.
#[must_use]
pub fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// Returns names as a series: `a, b and c`.
#[must_use]
pub fn series(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// Returns a text that begins with a capital letter.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span() -> Span {
        Span::new("1962-11-07T17:00-05:00", "1962-12-20T00:00-05:00", "America/New_York").unwrap()
    }

    #[test]
    fn a_moment_is_shown_in_its_zone_and_in_z() {
        let evening = Time::parse("1962-11-08T20:10-05:00").unwrap();
        assert_eq!(moment(evening, &span()), "8 Nov 1962 20:10 EST (9 Nov 01:10Z)");
        let morning = Time::parse("1962-11-08T08:10-05:00").unwrap();
        assert_eq!(moment(morning, &span()), "8 Nov 1962 08:10 EST (13:10Z)");
        assert_eq!(zone(morning, &span()), "EST, 5 h behind Z");
    }

    #[test]
    fn a_day_means_its_end_and_an_hour_without_offset_is_local() {
        let at = |text: &str| read_moment(text, &span()).map(Time::rfc3339);
        assert_eq!(at("1962-11-08"), Ok("1962-11-09T05:00:00Z".to_owned()));
        assert_eq!(at("1962-11-08T08:10"), Ok("1962-11-08T13:10:00Z".to_owned()));
        assert_eq!(at("1962-11-08T08:10Z"), Ok("1962-11-08T08:10:00Z".to_owned()));
        assert!(at("soon").unwrap_err().to_string().contains("`1962-11-07`"));
    }

    #[test]
    fn numbers_have_no_needless_zeros() {
        assert_eq!(number(0.0300), "0.03");
        assert_eq!(number(12.0), "12");
        assert_eq!(number(1234.56), "1234.56");
        assert_eq!(about(49.8561), "49.9");
        assert_eq!(about(0.12345), "0.123");
        assert_eq!(about(0.012_345), "0.0123");
        assert_eq!(about(0.0002), "0.0002");
        assert_eq!(number(-0.000_000_1), "0");
        assert_eq!(percent(0.0424), "4.2 %");
    }
}
