//! Paths: each step by which a branch should work is the beginning of an event's id.

use std::collections::BTreeSet;

use super::{
    finding::{Finding, Kind, did_you_mean, there_are},
    places::Places,
};
use crate::{
    format::Part,
    verbs::{UNWRITTEN, VERBS},
};

/// Checks that each step of a path names something that can happen.
pub(super) fn check(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    let defined = places.met.defined.iter();
    let names: BTreeSet<(&str, &str)> =
        defined.map(|(section, id, _)| (section.as_str(), id.as_str())).collect();
    for branch in &part.branches {
        for (i, step) in (1..).zip(&branch.path) {
            if let Err((text, hint)) = stands(part, &names, step) {
                let at = format!("branches/{}/path/{i}", branch.id);
                findings.push(places.error(Kind::Dangling, &at, &text, hint));
            }
        }
    }
}

/// Returns what is wrong with a step, and what to do about it.
fn stands(
    part: &Part,
    names: &BTreeSet<(&str, &str)>,
    step: &str,
) -> Result<(), (String, Option<String>)> {
    if step.split('/').any(str::is_empty) {
        let plain: Vec<&str> = step.split('/').filter(|word| !word.is_empty()).collect();
        let text = format!("`{step}` has a `/` too many, and begins no event's id");
        return Err((text, Some(format!("write `{}`", plain.join("/")))));
    }
    let mut words = step.split('/');
    let verb = words.next().unwrap_or("");
    let known = || VERBS.iter().map(|(verb, _)| *verb);
    let Some((_, sections)) = VERBS.iter().find(|(known, _)| *known == verb) else {
        let text = if UNWRITTEN.contains(&verb) {
            format!("`{verb}` is counted, and never written as an event")
        } else {
            format!("nothing that happens begins with `{verb}`")
        };
        let of_section = VERBS.iter().filter(|(_, sections)| sections.contains(&verb));
        let of_section: Vec<&str> = of_section.map(|(verb, _)| *verb).collect();
        let hint = if of_section.is_empty() {
            let form =
                "write the beginning of an event's id: `excomm format` ends with a table of them";
            did_you_mean(verb, known()).unwrap_or_else(|| form.to_owned())
        } else {
            let who = step.split('/').nth(1).unwrap_or("..");
            let each: Vec<String> = of_section.iter().map(|v| format!("`{v}/{who}`")).collect();
            format!("a path names what happens: {}", each.join(", "))
        };
        return Err((text, Some(hint)));
    };
    let Some(who) = words.next() else { return Ok(()) };
    let of = |sections: &[&str]| -> Vec<&str> {
        let all = names.iter().filter(|(section, _)| sections.contains(section));
        all.map(|(_, id)| *id).collect()
    };
    let whom = of(sections);
    if !whom.contains(&name(who)) {
        let text = format!("`{verb}` happens to `{}`, and `{who}` is none", sections.join("`, `"));
        let hint = did_you_mean(who, whom.iter().copied());
        return Err((text, hint.or_else(|| Some(there_are(whom.iter().copied())))));
    }
    let Some(with) = words.next().filter(|with| with.parse::<u32>().is_err()) else {
        return Ok(());
    };
    let options = part.question(who).map(|question| &question.options);
    let with_whom: Vec<&str> = match (verb, options) {
        ("answer", Some(options)) => options.iter().map(|option| option.id.as_str()).collect(),
        _ => names.iter().map(|(_, id)| *id).collect(),
    };
    if !with_whom.contains(&name(with)) {
        let text = format!("there is no `{with}` with which `{verb}/{who}` could happen");
        return Err((text, did_you_mean(with, with_whom.iter().copied())));
    }
    Ok(())
}

/// Returns a name without the number of one among many: of `freighters.3`, the traffic.
fn name(word: &str) -> &str {
    let numbered = |number: &str| number.parse::<u32>().is_ok();
    word.rsplit_once('.').filter(|(_, number)| numbered(number)).map_or(word, |(name, _)| name)
}
