//! Working hours: that somebody works at all, and that meetings fall within them.

use super::{
    finding::{Finding, Kind},
    places::Places,
};
use crate::{
    format::{Fact, Part, Works},
    moment,
};

/// Checks when actors work, and when they meet.
pub(super) fn hours(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    let mut wrong = |path: &str, text: String, hint: Option<&str>| {
        findings.push(places.error(Kind::Whole, path, &text, hint.map(str::to_owned)));
    };
    for actor in &part.actors {
        let Some(works) = &actor.works else { continue };
        let path = format!("actors/{}/works", actor.id);
        if let Some(Err(problem)) = works.zone.as_deref().map(moment::zone) {
            wrong(&format!("{path}/zone"), problem.to_string(), None);
        }
        if let Some(((_, _, from), (to, _, _))) =
            range(part, &works.from).zip(range(part, &works.to))
            && from >= to
        {
            let text = format!("work may begin at {from} and end at {to}");
            let hint = "let the highest `from` be lower than the lowest `to`";
            wrong(&path, text, Some(hint));
        }
        let mut off = works.off.clone();
        off.sort_unstable();
        off.dedup();
        if off.len() == 7 {
            wrong(&format!("{path}/off"), "nobody works on any day".to_owned(), None);
        }
    }
    for meeting in &part.meetings {
        let path = format!("meetings/{}", meeting.id);
        if !meeting.needs_business && !meeting.papers.is_empty() {
            let text = "papers are business only for a meeting that needs business".to_owned();
            wrong(&format!("{path}/papers"), text, Some("add `needs_business: true`"));
        }
        for (i, id) in (1..).zip(&meeting.papers) {
            let Some(paper) = part.papers.iter().find(|paper| paper.id == id.0) else { continue };
            if paper.for_actor.0 != meeting.of.0 {
                let text = format!(
                    "`{}` is written for `{}`, but `{}` meets",
                    id.0, paper.for_actor.0, meeting.of.0
                );
                wrong(&format!("{path}/papers/{i}"), text, None);
            }
        }
        let of = part.actors.iter().find(|actor| actor.id == meeting.of.0);
        let Some(works) = of.and_then(|actor| actor.works.as_ref()) else { continue };
        for (i, hour) in (1..).zip(&meeting.hours) {
            if !within(part, works, hour) {
                let text = format!("`{}` does not work at this hour", meeting.of.0);
                let hint = "name an hour at which the actor works, whatever is drawn";
                wrong(&format!("{path}/hours/{i}"), text, Some(hint));
            }
        }
    }
}

/// Returns whether an hour lies within working hours, whatever is drawn.
fn within(part: &Part, works: &Works, hour: &Fact) -> bool {
    let ranges = (range(part, &works.from), range(part, hour), range(part, &works.to));
    match ranges {
        (Some((.., from)), Some((low, _, high)), Some((to, ..))) => from <= low && high <= to,
        _ => true,
    }
}

/// Returns the range of a fact, or of the shared fact that it names.
fn range(part: &Part, fact: &Fact) -> Option<(f64, f64, f64)> {
    let holder = part.numbered.holder(fact.id)?;
    part.numbered.get(holder)?.grounds.as_ref()?.range()
}
