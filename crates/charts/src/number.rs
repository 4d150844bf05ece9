//! Numbers as text: as they are typed, as they are read, and shares that are never rounded to none or all.

use super::words::Estimate;

/// What is beyond this is a mistake of the caller and fits no page.
const BEYOND: f64 = 1e12;

pub(crate) fn known(value: f64) -> bool {
    value.is_finite() && value.abs() < BEYOND
}

/// Returns a number rounded to so many decimals.
#[must_use]
pub fn rounded(value: f64, decimals: usize) -> f64 {
    let scale = libm::pow(10.0, decimals as f64);
    libm::round(value * scale) / scale
}

/// Returns a number as it is typed: without needless zeros, six figures after the point at most.
#[must_use]
pub fn number(value: f64) -> String {
    let text = trimmed(format!("{value:.6}"));
    if text == "-0" { "0".to_owned() } else { text }
}

/// Returns a number as it is read, with so many decimals: a true minus, thousands set apart.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    if !known(value) {
        return "unknown".to_owned();
    }
    let plain = format!("{:.decimals$}", rounded(value.abs(), decimals));
    let (whole, rest) = plain.split_once('.').map_or((plain.as_str(), ""), |parts| parts);
    let mut text = String::new();
    if value < 0.0 && plain.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
        text.push('\u{2212}');
    }
    text.push_str(&thousands(whole.parse().unwrap_or_default()));
    if !rest.is_empty() {
        text.push('.');
        text.push_str(rest);
    }
    text
}

/// Returns a large count with its thousands set apart: `10,000`.
#[must_use]
pub fn thousands(n: u64) -> String {
    let (rest, last) = (n / 1000, n % 1000);
    if rest == 0 { last.to_string() } else { format!("{},{last:03}", thousands(rest)) }
}

/// Returns the decimals in which a number has three figures; six at most.
#[must_use]
pub fn decimals(value: f64) -> usize {
    match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        size if size >= 0.1 => 3,
        size if size >= 0.01 => 4,
        size if size >= 0.001 => 5,
        _ => 6,
    }
}

/// Returns a measured number as it is read: three figures, or all before the point.
#[must_use]
pub fn about(value: f64) -> String {
    trimmed(fixed(value, decimals(value)))
}

/// Returns a number as it is read, with one figure after the point at most.
#[must_use]
pub fn tenths(value: f64) -> String {
    trimmed(fixed(value, 1))
}

fn trimmed(text: String) -> String {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

fn bare_percent(share: f64, in_short: bool) -> String {
    match share * 100.0 {
        p if p > 0.0 && p < 0.05 => "<0.1".to_owned(),
        p if p > 99.95 && p < 100.0 => ">99.9".to_owned(),
        p if in_short && p.abs() >= 9.95 && !(p > 99.5 && p < 100.0) => fixed(p, 0),
        p => tenths(p),
    }
}

/// Returns a share of 0 to 1 as a percentage: `4.2 %`, `35.4 %`.
#[must_use]
pub fn percent(share: f64) -> String {
    with_unit(bare_percent(share, false), share)
}

/// Returns a share of 0 to 1 as a percentage in two figures: `4.2 %`, `35 %`.
#[must_use]
pub fn percent_in_short(share: f64) -> String {
    with_unit(bare_percent(share, true), share)
}

fn with_unit(percent: String, share: f64) -> String {
    if known(share) { format!("{percent} %") } else { percent }
}

/// Prints a share and, if it has one, its interval.
pub(crate) fn percent_interval(share: Estimate) -> String {
    if has_interval(share) {
        format!(
            "{} ({}\u{2013}{})",
            percent_in_short(share.value),
            bare_percent(share.low, true),
            bare_percent(share.high, true)
        )
    } else {
        percent_in_short(share.value)
    }
}

/// Prints a number and, if it has one, its interval; `to` because either end may be negative.
pub(crate) fn with_interval(estimate: Estimate, print: impl Fn(f64) -> String) -> String {
    if has_interval(estimate) {
        format!("{} ({} to {})", print(estimate.value), print(estimate.low), print(estimate.high))
    } else {
        print(estimate.value)
    }
}

pub(crate) fn has_interval(estimate: Estimate) -> bool {
    known(estimate.value) && known(estimate.low) && known(estimate.high)
}
