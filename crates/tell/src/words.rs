//! Words for moments, numbers and lists; text wrapped.

use std::{error::Error, fmt};

use jiff::{Timestamp, civil, tz::TimeZone};

pub use excomm_charts::number::{
    about, decimals, number, percent, percent_in_short, rounded, tenths, thousands,
};
use excomm_engine::world::{Span, Time};
pub use excomm_engine::world::{capital, series};

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

/// Returns what local time is, and how far it is from that of Greenwich: `EST, 5 h behind Greenwich`.
#[must_use]
pub fn zone(at: Time, span: &Span) -> String {
    let stamp = Timestamp::from_second(at.0).unwrap_or_default();
    let ahead = f64::from(span.zone.to_offset(stamp).seconds()) / 3600.0;
    let name = show(at, &span.zone, "%Z");
    match ahead {
        0.0 => format!("{name}, as in Greenwich"),
        _ if ahead < 0.0 => format!("{name}, {} h behind Greenwich", number(-ahead)),
        _ => format!("{name}, {} h ahead of Greenwich", number(ahead)),
    }
}

/// Returns a moment in the scenario's zone: `8 Nov 1962, 20:10 EST`.
#[must_use]
pub fn moment(at: Time, span: &Span) -> String {
    show(at, &span.zone, "%-d %b %Y, %H:%M %Z")
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

/// Returns a count of something: `1 event`, `2 events`.
#[must_use]
pub fn count(n: usize, one: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") }
}

/// Returns where a name ends in a text, if the text has it as words of its own: not as part of a
/// longer word, nor as somebody's (`the President's`).
#[must_use]
pub fn find_name(text: &str, name: &str) -> Option<usize> {
    let capital = capital(name);
    let mut found = text.match_indices(name).chain(text.match_indices(&capital));
    let is_letter = |c: char| c.is_alphanumeric() || c == '\'' || c == '’';
    found.find_map(|(from, name)| {
        let to = from + name.len();
        let (before, after) = (text[..from].chars().next_back(), text[to..].chars().next());
        let alone = !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(is_letter);
        alone.then_some(to)
    })
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

/// Returns names as they are listed in a sentence: `State, Defense and CIA`.
#[must_use]
pub fn listed(names: &[&str]) -> String {
    match names {
        [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

/// Returns names in backticks, as a list.
#[must_use]
pub fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span() -> Span {
        Span::new("1962-11-07T17:00-05:00", "1962-12-20T00:00-05:00", "America/New_York").unwrap()
    }

    #[test]
    fn a_moment_is_shown_in_its_zone() {
        let evening = Time::parse("1962-11-08T20:10-05:00").unwrap();
        assert_eq!(moment(evening, &span()), "8 Nov 1962, 20:10 EST");
        let morning = Time::parse("1962-11-08T08:10-05:00").unwrap();
        assert_eq!(moment(morning, &span()), "8 Nov 1962, 08:10 EST");
        assert_eq!(zone(morning, &span()), "EST, 5 h behind Greenwich");
    }

    #[test]
    fn a_name_is_found_as_words_of_its_own() {
        let found =
            |text: &str, name: &str| find_name(text, name).map(|end| text[..end].to_owned());
        assert_eq!(
            found("Mr. Salt tells Pepper", "Pepper").as_deref(),
            Some("Mr. Salt tells Pepper")
        );
        assert_eq!(found("The envoy writes", "the envoy").as_deref(), Some("The envoy"));
        for other in ["Peppermint grows", "The envoy's horse", "The envoys write"] {
            assert_eq!(found(other, "Pepper").or(found(other, "the envoy")), None, "{other}");
        }
    }

    #[test]
    fn a_day_means_its_end_and_an_hour_without_offset_is_local() {
        let at = |text: &str| read_moment(text, &span()).map(Time::rfc3339);
        assert_eq!(at("1962-11-08"), Ok("1962-11-09T05:00:00Z".to_owned()));
        assert_eq!(at("1962-11-08T08:10"), Ok("1962-11-08T13:10:00Z".to_owned()));
        assert_eq!(at("1962-11-08T08:10Z"), Ok("1962-11-08T08:10:00Z".to_owned()));
        assert!(at("soon").unwrap_err().to_string().contains("`1962-11-07`"));
    }
}
