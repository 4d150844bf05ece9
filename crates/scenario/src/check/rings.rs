//! Rings: things that set each other off at one moment, without end.
//!
//! Found are rings of pushes, evidence and responses. Luck, a delay, a number of times and a number that
//! moves the other way break a ring. What is not found here stops a run, which then names the ring.

mod links;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{
    finding::{Finding, Kind, Severity},
    places::Places,
};
use crate::format::{Condition, Part, Quantity};
use links::{Deed, Link, News, Way, links};

/// One thing sets off another.
struct Arrow<'a> {
    to: usize,
    deed: Deed<'a>,
    /// Whether that is so whatever the facts are.
    surely: bool,
}

/// Checks that nothing sets itself off without end.
pub(super) fn check(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    let links = links(part);
    let arrows: Vec<Vec<Arrow>> = links.iter().map(|link| arrows(part, link, &links)).collect();
    let mut told: BTreeSet<usize> = BTreeSet::new();
    // rings that surely have no end are told first, so that they are not told as doubtful ones
    for sure in [true, false] {
        for start in 0..links.len() {
            let arrow = |arrow: &Arrow| arrow.surely || !sure;
            let Some(ring) = shortest(start, &arrows, &arrow) else { continue };
            let steps = steps(&ring, &arrows);
            let is_error = is_sure(part, &ring, &steps, &links);
            if !told.contains(&start) && is_error == sure && goes_on(&ring, &steps, &links) {
                told.extend(&ring);
                findings.push(finding(places, sure, &ring, &steps, &links));
            }
        }
    }
}

fn arrows<'a>(part: &Part, link: &Link<'a>, links: &[Link]) -> Vec<Arrow<'a>> {
    let to_each = |deed: &Deed<'a>| {
        let deed = *deed;
        let hit = move |(to, other): (usize, &Link)| {
            let surely = other.set_off_by(part, &deed)?;
            Some(Arrow { to, deed, surely })
        };
        links.iter().enumerate().filter_map(hit).collect::<Vec<_>>()
    };
    link.does.iter().flat_map(to_each).collect()
}

/// Returns the shortest ring through a link, beginning with it.
fn shortest(
    start: usize,
    arrows: &[Vec<Arrow>],
    may: &impl Fn(&Arrow) -> bool,
) -> Option<Vec<usize>> {
    let mut came_from: BTreeMap<usize, usize> = BTreeMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(here) = open.pop_front() {
        for arrow in arrows[here].iter().filter(|arrow| may(arrow)) {
            if arrow.to == start {
                let mut ring = vec![here];
                while let Some(before) = ring.last().filter(|last| **last != start) {
                    ring.push(came_from[before]);
                }
                ring.reverse();
                return Some(ring);
            }
            came_from.entry(arrow.to).or_insert_with(|| {
                open.push_back(arrow.to);
                here
            });
        }
    }
    None
}

/// Returns what leads from each link of a ring to the next.
fn steps<'s, 'a>(ring: &[usize], arrows: &'s [Vec<Arrow<'a>>]) -> Vec<&'s Arrow<'a>> {
    let next = ring.iter().skip(1).chain(ring.first());
    let step = |(from, to): (&usize, &usize)| {
        let mut between = arrows[*from].iter().filter(|arrow| arrow.to == *to);
        let first = between.next()?;
        if first.surely { Some(first) } else { between.find(|arrow| arrow.surely).or(Some(first)) }
    };
    ring.iter().zip(next).filter_map(step).collect()
}

/// Returns whether a ring goes round more than once: what only stands so or otherwise must be set both
/// ways in it.
fn goes_on(ring: &[usize], steps: &[&Arrow], links: &[Link]) -> bool {
    let deeds = || ring.iter().flat_map(|&link| &links[link].does);
    let turned = |step: &&Arrow| {
        let news = step.deed.news;
        let other = |deed: &Deed| deed.news.path() == news.path() && deed.news != news;
        !news.is_state() || deeds().any(other)
    };
    steps.iter().all(turned)
}

/// Returns whether nothing ends a ring: no `when`, no fact, nothing that moves a number back, and no end
/// of the run.
fn is_sure(part: &Part, ring: &[usize], steps: &[&Arrow], links: &[Link]) -> bool {
    let moved_back = |news: News, way: Way| {
        let number = matches!(news, News::Gauge(_) | News::Belief(_));
        let back = |deed: &Deed| deed.news == news && deed.way != way;
        number && links.iter().flat_map(|link| &link.does).any(back)
    };
    let ends = |news: News| {
        let mut conditions = part.ends.iter().filter_map(|end| end.when.as_ref());
        ring.iter().any(|&link| links[link].after_ends) && conditions.any(|when| reads(when, news))
    };
    ring.iter().all(|&link| !links[link].waits)
        && steps.iter().all(|step| {
            let Deed { news, way } = step.deed;
            step.surely && !moved_back(news, way) && !ends(news)
        })
}

/// Returns whether a condition looks at what news is about.
fn reads(condition: &Condition, news: News) -> bool {
    use Condition as C;
    let of = match condition {
        C::All(parts) | C::Any(parts) => return parts.iter().any(|part| reads(part, news)),
        C::Not(part) => return reads(part, news),
        C::Line(id, _) => return matches!(news, News::Line(known, _) if known == id.0),
        C::Pledged(id) => return matches!(news, News::Pledge(known, _) if known == id.0),
        C::Asked(id) | C::Given(id) | C::Refused(id) => {
            return matches!(news, News::Consent(known, _) if known == id.0);
        }
        C::Happened(of)
        | C::Recently { of, .. }
        | C::Again { of, .. }
        | C::AtLeast { of, .. }
        | C::AtMost { of, .. } => of,
        _ => return false,
    };
    match (of, news) {
        (Quantity::Gauge(id), News::Gauge(known)) => id.0 == known,
        (Quantity::Belief(id), News::Belief(known)) => id.0 == known,
        (Quantity::Said(id), News::Said(known)) => id.0 == known,
        (Quantity::Met(id), News::Met(known)) => id.0 == known,
        (Quantity::Promised(id), News::Pledge(known, _)) => id.0 == known,
        _ => false,
    }
}

/// Says who sets whom off, and what to change.
fn finding(
    places: &Places,
    sure: bool,
    ring: &[usize],
    steps: &[&Arrow],
    links: &[Link],
) -> Finding {
    let first = &links[ring[0]].path;
    let by: Vec<String> = steps.iter().map(|step| step.deed.news.path()).collect();
    let mut way = Vec::new();
    for (step, by) in steps.iter().zip(&by) {
        way.push(format!("through `{by}` it sets off `{}`", links[step.to].path));
    }
    let way = match way.as_slice() {
        [_] => format!("through `{}` it sets itself off again", by[0]),
        many => format!("{} again", many.join(", then ")),
    };
    let text = if sure {
        format!("this has no end: {way}, all at one moment")
    } else {
        format!("this may have no end: {way}, all at one moment")
    };
    let responds = ring.iter().any(|&link| links[link].after_ends);
    let hint = if responds {
        "give one of them a `times`, let time pass with `Later`, or let luck decide with `odds`"
    } else {
        "let one of them wait for something that happens, such as a statement, not for a level in the ring"
    };
    let finding = places.error(Kind::Ring, first, &text, Some(hint.to_owned()));
    let severity = if sure { Severity::Error } else { Severity::Warning };
    Finding { severity, ..finding }
}
