//! Who hears: conditions of an actor about a gauge or a pledge that is kept from the actor.

use super::{
    finding::{Finding, Kind, Severity},
    places::Places,
};
use crate::{
    format::{ActorRef, Channel, Condition, Part, Quantity, Topic},
    read::Reader,
};

/// Checks that no actor's condition reads what that actor never hears of.
pub(super) fn heard(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    for (kind, node, site) in &places.met.values {
        let Some(reader) = reader(part, &site.path).filter(|_| kind == "Condition") else {
            continue;
        };
        let Ok(condition) = Reader::default().read::<Condition>(node) else { continue };
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

/// Warns of a pledge whose terms the one who was promised cannot see, with nothing said of what would
/// show them.
pub(super) fn shown(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    for pledge in part.pledges.iter().filter(|pledge| pledge.shown_if.is_none()) {
        let hidden = pledge.kept_if.as_ref().and_then(|kept| unseen(part, &pledge.to, kept));
        if let Some(stock) = hidden {
            let path = format!("pledges/{}", pledge.id);
            let text = format!("`{}` cannot see what is left of `{stock}`", pledge.to.0);
            let hint = "say under `shown_if` what it would take as proof that the pledge is kept, \
                        such as `AtMost(of: Seen(..), ..)`";
            let error = places.error(Kind::Never, &path, &text, Some(hint.to_owned()));
            findings.push(Finding { severity: Severity::Warning, ..error });
        }
    }
}

/// Returns the stock that a condition counts and an actor cannot.
fn unseen<'a>(part: &'a Part, actor: &ActorRef, condition: &Condition) -> Option<&'a str> {
    let of = match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            return parts.iter().find_map(|one| unseen(part, actor, one));
        }
        Condition::Happened(of) | Condition::AtLeast { of, .. } | Condition::AtMost { of, .. } => {
            of
        }
        _ => return None,
    };
    let (Quantity::Left(id) | Quantity::Gone(id)) = of else { return None };
    let stock = part.stocks.iter().find(|stock| stock.id == id.0)?;
    let hears = |channel: &Channel| channel.to.0 == actor.0 && channel.of == Topic::Stocks;
    let seen = stock.owner.0 == actor.0 || part.channels.iter().any(hears);
    (!seen).then_some(&stock.id)
}

/// Returns the actor from whose knowledge a condition at this path is read; nothing for what is read
/// from things as they are.
pub(super) fn reader<'a>(part: &'a Part, path: &str) -> Option<&'a str> {
    let mut steps = path.split('/');
    let (section, id) = (steps.next()?, steps.next()?);
    let actor: &ActorRef = match section {
        "chances" => &part.chances.iter().find(|item| item.id == id)?.who,
        "responses" => &part.responses.iter().find(|item| item.id == id)?.who,
        "questions" => &part.questions.iter().find(|item| item.id == id)?.asks,
        "beliefs" => &part.beliefs.iter().find(|item| item.id == id)?.holder,
        "statements" => &part.statement(id)?.by,
        "pledges" if steps.next() == Some("shown_if") => &part.pledge(id)?.to,
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
