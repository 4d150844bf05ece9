//! Scales: gauges within their ends, and outcomes that add up like things.

use std::mem::discriminant;

use super::{
    finding::{Finding, Kind},
    places::Places,
};
use crate::format::{Gain, Part};

/// Checks that each scale has its lower end first, and that only like quantities are added up.
pub(super) fn check(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    for gauge in &part.gauges {
        let Some((least, most)) = gauge.within else { continue };
        if least < most {
            continue;
        }
        let at = format!("gauges/{}/within", gauge.id);
        let text = format!("a scale from {least} to {most} has no room");
        let hint = "write the lower end first, as in `within: (0, 100)`".to_owned();
        findings.push(places.error(Kind::Mismatch, &at, &text, Some(hint)));
    }
    for outcome in &part.outcomes {
        let Gain::Sum(all) = &outcome.is else { continue };
        let at = format!("outcomes/{}/is", outcome.id);
        let mut wrong = |text: &str, hint: &str| {
            findings.push(places.error(Kind::Mismatch, &at, text, Some(hint.to_owned())));
        };
        match all.as_slice() {
            [] | [_] => wrong(
                "a sum of fewer than two quantities",
                "write `Count(...)` for one, or name more in `Sum([..., ...])`",
            ),
            [first, rest @ ..] if rest.iter().any(|q| discriminant(q) != discriminant(first)) => {
                wrong(
                    "unlike quantities cannot be added up",
                    "add up one kind, as in `Sum([Lost(\"a\"), Lost(\"b\")])`",
                );
            }
            _ => {}
        }
    }
}
