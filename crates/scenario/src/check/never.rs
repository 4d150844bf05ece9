//! Never: conditions that can never hold, ends that never come, questions that nobody is ever asked.

use super::{
    finding::{Finding, Kind},
    heard,
    places::Places,
    producible::Producible,
};
use crate::{
    format::{Condition, Part},
    read::Reader,
};

/// Checks that whatever the scenario waits for can come.
pub(super) fn check(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    let before = findings.len();
    waits(places, part, &Producible::of(part), "", findings);
    // what waits for one of these waits in vain, too: that would be said again and again
    if findings.len() == before {
        let why = ", for what could bring it about never comes itself";
        waits(places, part, &Producible::reached(part), why, findings);
    }
}

fn waits(
    places: &Places,
    part: &Part,
    can: &Producible,
    because: &str,
    findings: &mut Vec<Finding>,
) {
    let reader = Reader::knowing(part.numbered.clone());
    for (kind, node, site) in &places.met.values {
        // Inside `Not`, what never holds is always so: odd, but it can be played.
        if kind != "Condition" || site.path.split('/').any(|step| step == "Not") {
            continue;
        }
        let Ok(condition) = reader.read_at::<Condition>(node, &site.path) else { continue };
        let reads_truth =
            matches!(condition, Condition::Is(..)) && heard::reader(part, &site.path).is_some();
        let (why, hint) = if reads_truth {
            let hint = "wait for what tells of it: a photograph, a find, a statement";
            ("no actor can read the truth".to_owned(), Some(hint.to_owned()))
        } else {
            let Some(why) = can.never(part, &condition) else { continue };
            (format!("{why}{because}"), None)
        };
        let message = format!("{}: this can never hold: {why}", site.path);
        let file = places.files[site.file];
        findings.push(Finding::error(Kind::Never, file, site.span, message).hint(hint));
    }
    for end in &part.ends {
        if end.when.is_none() && !end.at_last && !can.has("end", &end.id) {
            let path = format!("ends/{}", end.id);
            let text = format!(
                "this end can never come: it has no `when`, and no order ends the run with it{because}"
            );
            findings.push(places.error(Kind::Never, &path, &text, None));
        }
    }
    for question in part.questions.iter().filter(|question| !can.has("question", &question.id)) {
        let path = format!("questions/{}", question.id);
        let text = format!("nothing ever puts this question{because}");
        let hint = "give it an `on`, put it on the agenda of a meeting, or order `Ask`";
        findings.push(places.error(Kind::Never, &path, &text, Some(hint.to_owned())));
    }
}
