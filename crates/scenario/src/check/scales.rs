//! Scales: gauges within their ends, outcomes that add up like things, shares that make up no more than a whole.

use std::mem::discriminant;

use super::{
    finding::{Finding, Kind},
    places::Places,
};
use crate::format::{Branch, Fact, Gain, Part, Policy};

/// Shares may come to so much more than 1 by the way numbers are held.
const ROUNDING: f64 = 1e-9;

/// Checks that each scale has its lower end first, and that only like quantities are added up.
pub(super) fn check(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    skies(places, part, findings);
    weights(places, part, findings);
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

/// Checks that the shares of a sky come to 1 at most, whatever is drawn and in every branch.
fn skies(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    for region in &part.regions {
        let sky = &region.sky;
        let sum = |branch: Option<&Branch>| {
            Some(highest(part, branch, &sky.clear)? + highest(part, branch, &sky.partly)?)
        };
        let own = (format!("regions/{}/sky", region.id), sum(None));
        let of_branch =
            |branch: &Branch| (format!("branches/{}/facts", branch.id), sum(Some(branch)));
        let (at, sums) =
            (own.0.clone(), [own].into_iter().chain(part.branches.iter().map(of_branch)));
        let mut too_much = sums.filter_map(|(at, sum)| Some((at, sum?)));
        if let Some((place, sum)) = too_much.find(|(_, sum)| *sum > 1.0 + ROUNDING) {
            let sum = (sum * 1000.0).round() / 1000.0;
            let text = format!(
                "the shares `clear` and `partly` of `{at}` can come to {sum}, more than the whole"
            );
            let hint = "let their highest values come to 1 at most; what is left is obscured";
            findings.push(places.error(Kind::Range, &place, &text, Some(hint.to_owned())));
        }
    }
}

/// Checks that of things that are weighed against each other one has a weight.
fn weights(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    let mut weighed: Vec<(String, Vec<&Fact>)> = Vec::new();
    for truth in &part.truths {
        let all = truth.alternatives.iter().map(|alternative| &*alternative.weight);
        weighed.push((format!("truths/{}/alternatives", truth.id), all.collect()));
    }
    for question in &part.questions {
        let Policy::ByOdds(odds) = &question.default else { continue };
        let all = odds.iter().map(|(_, weight)| &**weight);
        weighed.push((format!("questions/{}/default/ByOdds", question.id), all.collect()));
    }
    for (at, all) in weighed {
        let highest = all.into_iter().map(|weight| highest(part, None, weight).unwrap_or(1.0));
        if highest.sum::<f64>() <= 0.0 {
            let hint = "give one of them a weight above 0".to_owned();
            let text = "nothing here has any weight, so that nothing can be drawn";
            findings.push(places.error(Kind::Range, &at, text, Some(hint)));
        }
    }
}

/// Returns the highest value of a fact in a branch, or in the scenario as it is.
fn highest(part: &Part, branch: Option<&Branch>, fact: &Fact) -> Option<f64> {
    let written = part.numbered.get(part.numbered.holder(fact.id)?)?;
    let set = branch.and_then(|branch| branch.facts.get(&written.path));
    let drawn = || Some(written.grounds.as_ref()?.range()?.2);
    set.copied().or_else(drawn)
}
