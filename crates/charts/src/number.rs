//! Numbers as a reader sees them: three significant digits, a true minus, no share rounded to none or all.

use super::words::Estimate;

/// What is beyond this is a mistake of the caller and fits no page.
const BEYOND: f64 = 1e12;

pub(crate) fn known(value: f64) -> bool {
    value.is_finite() && value.abs() < BEYOND
}

/// Prints with so many decimals; what is not known says so.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    if !known(value) {
        return "unknown".to_owned();
    }
    let size = if decimals == 0 { libm::round(value.abs()) } else { value.abs() };
    let plain = format!("{size:.decimals$}");
    let (whole, rest) = plain.split_once('.').map_or((plain.as_str(), ""), |parts| parts);
    let mut text = String::new();
    if value < 0.0 && plain.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
        text.push('\u{2212}');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if !rest.is_empty() {
        text.push('.');
        text.push_str(rest);
    }
    text
}

/// Prints three significant digits, or all digits before the point; six after it at most.
pub(crate) fn number(value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 100.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        size if size >= 0.1 => 3,
        size if size >= 0.01 => 4,
        size if size >= 0.001 => 5,
        _ => 6,
    };
    trimmed(fixed(value, decimals))
}

fn trimmed(text: String) -> String {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

fn bare_percent(share: f64) -> String {
    let percent = share * 100.0;
    match percent {
        p if !known(p) => "unknown".to_owned(),
        p if p > 0.0 && p < 0.1 => "<0.1".to_owned(),
        p if p > 99.9 && p < 100.0 => ">99.9".to_owned(),
        p if p.abs() < 9.95 || (p > 99.5 && p < 100.0) => trimmed(fixed(p, 1)),
        p => fixed(p, 0),
    }
}

/// Prints a share of 0 to 1 as a percentage.
pub(crate) fn percent(share: f64) -> String {
    if known(share) { format!("{}\u{a0}%", bare_percent(share)) } else { "unknown".to_owned() }
}

/// Prints a share and, if it has one, its interval.
pub(crate) fn percent_interval(share: Estimate) -> String {
    if has_interval(share) {
        format!(
            "{} ({}\u{2013}{})",
            percent(share.value),
            bare_percent(share.low),
            bare_percent(share.high)
        )
    } else {
        percent(share.value)
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
