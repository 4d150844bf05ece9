//! The plain data that several charts take.

/// Holds what stands around a chart: every chart has all three.
#[derive(Debug, Clone, Default)]
pub struct Caption {
    /// Says what the chart shows, best as a finding.
    pub title: String,
    /// Says in one line what the chart rests on: worlds, draws, seed.
    pub subtitle: String,
    /// Names the source, or what the reader must not conclude.
    pub source: String,
}

/// Holds a computed number and its interval.
#[derive(Debug, Clone, Copy)]
pub struct Estimate {
    /// The number itself.
    pub value: f64,
    /// Lower end of the interval, NaN if there is none.
    pub low: f64,
    /// Upper end of the interval, NaN if there is none.
    pub high: f64,
}

impl Estimate {
    /// Says that there is neither a number nor an interval.
    pub const NONE: Estimate = Estimate { value: f64::NAN, low: f64::NAN, high: f64::NAN };
}

/// Holds the two ends of a range of values.
#[derive(Debug, Clone, Copy)]
pub struct Range {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Holds a place on a time axis and how a person says it.
#[derive(Debug, Clone)]
pub struct Moment {
    /// Position in any unit of time; positive infinity is never, NaN is unknown.
    pub at: f64,
    /// Date as printed, for example `24 Oct, 10:00`.
    pub text: String,
}
