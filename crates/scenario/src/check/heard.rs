//! Who hears: conditions of an actor about a gauge or a pledge that is kept from the actor.

use super::{
    finding::{Finding, Kind},
    meaning::typed,
    places::Places,
};
use crate::format::{ActorRef, Condition, Part, Quantity};

/// Checks that no actor's condition reads what that actor never hears of.
pub(super) fn heard(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    for (kind, node, site) in &places.met.values {
        let Some(reader) = reader(part, &site.path).filter(|_| kind == "Condition") else {
            continue;
        };
        let Some(condition) = typed(places, site, &node.span) else { continue };
        let Some((what, holders)) = held(part, &condition) else { continue };
        if holders.contains(&reader) {
            continue;
        }
        let text = format!("{}: `{reader}` never hears of the {what}", site.path);
        let hint = match holders.as_slice() {
            [] => "nobody does: name the actors who do under `known_to`".to_owned(),
            some => {
                format!(
                    "only {} can; add `{reader}` to its `known_to` if that is wrong",
                    some.join(" and ")
                )
            }
        };
        let file = places.files[site.file];
        findings.push(Finding::error(Kind::Never, file, site.span, text).hint(hint));
    }
}

/// Returns the actor from whose knowledge a condition at this path is read; nothing for what is read
/// from things as they are.
fn reader<'a>(part: &'a Part, path: &str) -> Option<&'a str> {
    let mut steps = path.split('/');
    let (section, id) = (steps.next()?, steps.next()?);
    let actor: &ActorRef = match section {
        "chances" => &part.chances.iter().find(|item| item.id == id)?.who,
        "responses" => &part.responses.iter().find(|item| item.id == id)?.who,
        "questions" => &part.questions.iter().find(|item| item.id == id)?.asks,
        "beliefs" => &part.beliefs.iter().find(|item| item.id == id)?.holder,
        _ => return None,
    };
    Some(actor)
}

/// Returns the gauge or pledge that a condition reads, and who hears of it, if not everybody does.
fn held<'a>(part: &'a Part, condition: &Condition) -> Option<(String, Vec<&'a str>)> {
    let ids = |known_to: &'a [ActorRef]| known_to.iter().map(|actor| actor.0.as_str());
    let gauge = |id: &str| {
        let gauge = part.gauges.iter().find(|gauge| gauge.id == id)?;
        Some((format!("gauge `{id}`"), ids(gauge.known_to.as_deref()?).collect()))
    };
    let pledge = |id: &str| {
        let pledge = part.pledges.iter().find(|pledge| pledge.id == id)?;
        let known_to = ids(pledge.known_to.as_deref()?);
        let two = [pledge.by.0.as_str(), pledge.to.0.as_str()];
        Some((format!("pledge `{id}`"), two.into_iter().chain(known_to).collect()))
    };
    match condition {
        Condition::Pledged(id) | Condition::Kept(id) | Condition::Broken(id) => pledge(&id.0),
        Condition::Happened(of)
        | Condition::Recently { of, .. }
        | Condition::Again { of, .. }
        | Condition::AtLeast { of, .. }
        | Condition::AtMost { of, .. } => match of {
            Quantity::Gauge(id) => gauge(&id.0),
            Quantity::Promised(id) => pledge(&id.0),
            _ => None,
        },
        _ => None,
    }
}
