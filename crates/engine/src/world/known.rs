//! What an actor knows of what has happened: events it took part in, or whose news has reached it.

use std::collections::BTreeSet;

use bevy_ecs::prelude::Entity;

use super::{
    log::{Event, EventId, Log},
    model::Model,
    name::{Label, Thing},
    sign::{Audience, SignKey, SignKind},
    time::Time,
};
use excomm_scenario::format::Topic;

/// An event that an actor knows of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The event.
    pub event: EventId,
    /// When the actor came to know of it.
    pub at: Time,
}

/// How news of an event reaches an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Now,
    /// By a channel: only a report says that it came through.
    Report,
    Never,
}

/// Returns the events of a log that an actor knows of, in the order in which it came to know of them.
///
/// What travels by a channel counts as known only once the log has its report, and reports are kept
/// of what some rule of the actor reads. So this may be less than the actor could know, never more.
#[must_use]
pub fn known_to(model: &Model, log: &Log, actor: Thing) -> Vec<Known> {
    let who = model.entity(actor);
    let mut waiting = BTreeSet::new();
    let mut known = Vec::new();
    for (id, event) in (0..).map(EventId).zip(log.events()) {
        if event.key.verb == "report" && event.key.who.thing == actor {
            let arrived = log.causes(event).iter().filter(|&cause| waiting.remove(cause));
            known.extend(arrived.map(|cause| Known { event: *cause, at: event.at }));
        }
        match reach(model, event, who) {
            Reach::Now => known.push(Known { event: id, at: event.at }),
            Reach::Report => _ = waiting.insert(id),
            Reach::Never => {}
        }
    }
    known
}

fn reach(model: &Model, event: &Event, actor: Entity) -> Reach {
    if matches!(event.key.verb, "truth" | "pin") {
        return Reach::Never;
    }
    if let Some(told) = event.told {
        let heard = told == actor || says(model, event, actor);
        return if heard { Reach::Now } else { Reach::Never };
    }
    let Some(sign) = event.sign else {
        let labels = [Some(event.key.who), event.key.with].into_iter().flatten();
        let own = labels.into_iter().any(|label| takes_part(model, label, actor));
        return if own || event.key.verb == "end" { Reach::Now } else { Reach::Never };
    };
    let SignKey { kind, thing, .. } = model.signs[sign.0 as usize];
    by_sign(model, kind, thing, actor)
}

/// Returns whether an event is an actor's own words.
fn says(model: &Model, event: &Event, actor: Entity) -> bool {
    let thing = event.key.who.thing;
    model.things[thing.index()].kind == "statements" && model.owns(actor, thing)
}

/// Says how news of a sign reaches an actor: a channel comes before what goes without saying.
fn by_sign(model: &Model, kind: SignKind, thing: Thing, actor: Entity) -> Reach {
    // the words of a flight tell its orders and its film: more than who sees it fly could say
    if kind.topic() == Some(Topic::Flights) && !model.owns(actor, thing) {
        return Reach::Never;
    }
    if kind.topic().is_some_and(|topic| model.channels.contains(&(actor, topic))) {
        return Reach::Report;
    }
    match kind.audience() {
        Audience::All => Reach::Now,
        Audience::Owners if model.owns(actor, thing) => Reach::Now,
        Audience::Owners | Audience::Told => Reach::Never,
    }
}

/// Returns whether what a label names belongs to an actor, or is the actor.
fn takes_part(model: &Model, label: Label, actor: Entity) -> bool {
    model.entity(label.thing) == actor || model.owns(actor, label.thing)
}

impl Model {
    /// Returns whether a thing, or what it is a part of, belongs to an actor.
    #[must_use]
    pub fn owns(&self, actor: Entity, thing: Thing) -> bool {
        let owned =
            |thing: &Thing| self.owners.get(thing).is_some_and(|owners| owners.contains(&actor));
        let path = &self.things[thing.index()].path;
        let whole = || {
            let end = path.match_indices('/').nth(1).map_or(path.len(), |(at, _)| at);
            (end < path.len()).then(|| self.find(&path[..end])).flatten()
        };
        owned(&thing) || whole().as_ref().is_some_and(owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use excomm_scenario::format::Part;

    #[test]
    fn an_offer_to_one_side_is_no_news_to_the_press() {
        let extensions = ron::extensions::Extensions::IMPLICIT_SOME;
        let part: Part = ron::Options::default()
            .with_default_extension(extensions)
            .from_str(include_str!("../../../../tests/cases/two-capitals.ron"))
            .unwrap();
        let model = Model::new(&part, "open", &[]).unwrap();
        let actor = |id: &str| model.entity(model.find(&format!("actors/{id}")).unwrap());
        let question = model.find("questions/warn").unwrap();
        let chosen = |who: &str| by_sign(&model, SignKind::Chosen, question, actor(who));
        assert_eq!(chosen("north"), Reach::Now, "it is its own decision");
        assert_eq!(chosen("south"), Reach::Never);
        let warning = model.find("statements/warning").unwrap();
        let said = |who: &str| by_sign(&model, SignKind::Said, warning, actor(who));
        assert_eq!(said("south"), Reach::Report, "a rider brings it");
        assert_eq!(said("press"), Reach::Now);
    }
}
