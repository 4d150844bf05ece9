//! Outcomes and what history made of them: a date, a yes or no and a number are never compared.

use super::{
    finding::{Finding, Kind},
    places::Places,
};
use crate::{
    format::{Better, Gain, Marker, Outcome, Part, Was},
    moment,
};

/// Checks that what is said of each outcome fits what it measures.
pub(super) fn check(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    for outcome in &part.outcomes {
        let Some((better, _)) = &outcome.better else { continue };
        let (is, ways) = better_of(&outcome.is);
        if !ways.contains(better) {
            let at = format!("outcomes/{}/better", outcome.id);
            let text = format!("`{better:?}` says nothing of {is}");
            let hint = format!("write `{:?}` or `{:?}`", ways[0], ways[1]);
            findings.push(places.error(Kind::Mismatch, &at, &text, Some(hint)));
        }
    }
    for marker in &part.history {
        let Some(outcome) = part.outcome(&marker.outcome) else { continue };
        for (field, text, hint) in wrong(part, marker, outcome) {
            let at = format!("history/{}/{field}", marker.id);
            findings.push(places.error(Kind::Mismatch, &at, &text, Some(hint)));
        }
    }
}

/// Returns what an outcome is, and the ways in which it can be better.
fn better_of(is: &Gain) -> (&'static str, [Better; 2]) {
    match is {
        Gain::DateOrNever(_) => ("a date", [Better::Earlier, Better::Later]),
        Gain::Ever(_) => ("a yes or no", [Better::More, Better::Less]),
        Gain::Count(_) | Gain::Sum(_) | Gain::Peak(_) => ("a number", [Better::More, Better::Less]),
    }
}

/// Returns what a marker says that does not fit its outcome: field, text, hint.
fn wrong(part: &Part, marker: &Marker, outcome: &Outcome) -> Vec<(&'static str, String, String)> {
    let id = &outcome.id;
    let (is, expected) = match &outcome.is {
        Gain::DateOrNever(_) => ("a date", "`On(\"..\")` or `Never`"),
        Gain::Ever(_) => ("a yes or no", "`YesNo(true)` or `YesNo(false)`"),
        Gain::Count(_) | Gain::Sum(_) | Gain::Peak(_) => ("a number", "`Number(..)`"),
    };
    let was = match &marker.was {
        Was::On(_) => "a date",
        Was::Never => "`Never`",
        Was::YesNo(_) => "a yes or no",
        Was::Number(_) => "a number",
    };
    let fits = match marker.was {
        Was::Never => !matches!(outcome.is, Gain::Count(_) | Gain::Sum(_) | Gain::Peak(_)),
        _ => is == was,
    };
    let mut wrong = Vec::new();
    if !fits {
        let text = format!("{was} is compared with the outcome `{id}`, which is {is}");
        wrong.push(("was", text, format!("write {expected}")));
    }
    if marker.within_h.is_some() && is != "a date" {
        let text = format!("hours are given for the outcome `{id}`, which is {is}");
        wrong.push(("within_h", text, "leave `within_h` out".to_owned()));
    }
    let start = part.scenario.as_ref().and_then(|head| moment::seconds(&head.clock.start.0).ok());
    if let (Was::On(date), Some(start)) = (&marker.was, start)
        && fits
        && moment::seconds(&date.0).is_ok_and(|at| at < start)
    {
        let text = format!("`{}` is past when the scenario starts: no run can come to it", date.0);
        wrong.push(("was", text, "leave the marker out, or start the clock earlier".to_owned()));
    }
    wrong
}
