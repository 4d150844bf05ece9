//! Moments and the clock of a run.

use std::sync::Arc;

use jiff::{Timestamp, tz::TimeZone};

use excomm_scenario::moment::{self, Unreadable};

/// A moment, in whole seconds of Unix time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i64);

impl Time {
    /// Before everything: "has not happened".
    pub const NEVER: Time = Time(i64::MIN);

    /// Reads `1962-11-07T17:00-05:00`.
    ///
    /// # Errors
    /// If the text is no date and time with an offset from UTC.
    pub fn parse(text: &str) -> Result<Time, Unreadable> {
        moment::seconds(text).map(Time)
    }

    /// Returns the moment so many hours later, to the second.
    #[must_use]
    pub fn plus_hours(self, hours: f64) -> Time {
        Time(self.0.saturating_add(libm::round(hours * 3600.0) as i64))
    }

    /// Returns the hours from `earlier` to this moment.
    #[must_use]
    pub fn hours_since(self, earlier: Time) -> f64 {
        self.0.saturating_sub(earlier.0) as f64 / 3600.0
    }

    /// Returns the days from `earlier` to this moment.
    #[must_use]
    pub fn days_since(self, earlier: Time) -> f64 {
        self.hours_since(earlier) / 24.0
    }

    /// Returns this moment in RFC 3339, UTC.
    #[must_use]
    pub fn rfc3339(self) -> String {
        Timestamp::from_second(self.0).map_or_else(|_| "never".to_owned(), |t| t.to_string())
    }
}

/// The clock of a run: the present moment, and the days of the scenario's own zone.
#[derive(Debug, Clone)]
pub struct Clock {
    /// The present moment.
    pub now: Time,
    span: Arc<Span>,
}

/// When a scenario plays, and where its days begin.
#[derive(Debug)]
pub struct Span {
    /// The first moment.
    pub start: Time,
    /// The last moment.
    pub end: Time,
    /// The zone in which days begin and times are shown.
    pub zone: TimeZone,
    midnights: Vec<Time>,
}

impl Span {
    /// Makes the span of a scenario from its first and last moment and the name of its zone.
    ///
    /// # Errors
    /// If a moment or the zone cannot be read.
    pub fn new(start: &str, end: &str, zone: &str) -> Result<Span, Unreadable> {
        let (start, end) = (Time::parse(start)?, Time::parse(end)?);
        let zone = moment::zone(zone)?;
        let days = moment::days(&zone, (start.0, end.0))?;
        let midnights = days.into_iter().map(|(at, _)| Time(at)).collect();
        Ok(Span { start, end, zone, midnights })
    }

    /// Returns when each local day begins; the first is the day of the start.
    #[must_use]
    pub fn midnights(&self) -> &[Time] {
        &self.midnights
    }
}

impl Clock {
    /// Makes a clock that stands at the start of its span.
    #[must_use]
    pub fn new(span: Arc<Span>) -> Clock {
        Clock { now: span.start, span }
    }

    /// Returns the first moment.
    #[must_use]
    pub fn start(&self) -> Time {
        self.span.start
    }

    /// Returns the last moment.
    #[must_use]
    pub fn end(&self) -> Time {
        self.span.end
    }

    /// Returns when each local day begins; the first is the day of the start.
    #[must_use]
    pub fn midnights(&self) -> &[Time] {
        self.span.midnights()
    }

    /// Returns the number of days the span touches.
    #[must_use]
    pub fn days(&self) -> u32 {
        self.span.midnights.len() as u32
    }

    /// Returns the local day of a moment; the day of the start is day 0.
    #[must_use]
    pub fn day_of(&self, at: Time) -> u32 {
        self.span.midnights.partition_point(|&midnight| midnight <= at).saturating_sub(1) as u32
    }

    /// Returns the local day of the present moment.
    #[must_use]
    pub fn today(&self) -> u32 {
        self.day_of(self.now)
    }

    /// Returns the moment at an hour of a local day; days past the end are 24 hours long.
    #[must_use]
    pub fn at_hour(&self, day: u32, hour: f64) -> Time {
        let midnights = &self.span.midnights;
        let last = midnights.len().saturating_sub(1);
        let known = (day as usize).min(last);
        let beyond = 24.0 * (day as usize - known) as f64;
        midnights.get(known).map_or(self.span.end, |midnight| midnight.plus_hours(hour + beyond))
    }
}
