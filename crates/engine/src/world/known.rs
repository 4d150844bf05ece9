//! What an actor knows of what has happened: the one answer behind words, maps and tables.

use bevy_ecs::prelude::Entity;

use super::{
    log::{Change, Event, EventId, Log},
    model::Model,
    name::{Label, Thing},
    reach::Reach,
    sign::{SignKey, SignKind},
    time::Time,
    verb::Verb,
};
use excomm_scenario::format::Topic;

/// An event that an actor knows of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The event.
    pub event: EventId,
    /// When the actor came to know of it.
    pub at: Time,
    /// How much of it the actor knows.
    pub extent: Extent,
}

/// How much an actor knows of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// The count that it changed, and no more: not which one, nor where.
    Count,
    /// All that its sentence says.
    Whole,
}

/// Returns the events of a log that an actor knows of, in the order in which it came to know of them.
///
/// In a model made with [`Model::hearing_all`] these are all that it could know; in others what no
/// rule of the actor reads does not travel by channels, and so is missing.
#[must_use]
pub fn known_to(model: &Model, log: &Log, actor: Thing) -> Vec<Known> {
    let who = model.entity(actor);
    let mut known = Vec::new();
    for (id, event) in (0..).map(EventId).zip(log.events()) {
        if matches!(event.key.verb, Verb::Report | Verb::ReportBeside) {
            if event.key.who.thing == actor {
                let heard = log.causes(event).iter().filter_map(|&cause| {
                    let extent = extent(model, log.event(cause)?, who)?;
                    Some(Known { event: cause, at: event.at, extent })
                });
                known.extend(heard);
            }
        } else if hears_now(model, event, who) {
            let extent = extent(model, event, who);
            known.extend(extent.map(|extent| Known { event: id, at: event.at, extent }));
        }
    }
    known
}

/// Returns whether news of an event comes to an actor at once.
fn hears_now(model: &Model, event: &Event, actor: Entity) -> bool {
    match (event.told, event.change) {
        (Some(told), _) => told == actor,
        (None, Some(Change { sign, .. })) => {
            model.audiences.reach(actor, &model.signs[sign.0 as usize]) == Reach::Now
        }
        (None, None) => event.key.verb == Verb::End || takes_part(model, event, actor),
    }
}

/// Returns how much an actor knows of an event of which news has come to it; nothing of what only
/// the narrator knows.
fn extent(model: &Model, event: &Event, actor: Entity) -> Option<Extent> {
    if matches!(event.key.verb, Verb::Truth | Verb::Pin | Verb::Crash) {
        return None;
    }
    let sign = event.change.map(|change| model.signs[change.sign.0 as usize]);
    let Some(SignKey { kind, thing, .. }) = sign else { return Some(Extent::Whole) };
    if event.told == Some(actor) || model.owns(actor, thing) {
        return Some(Extent::Whole);
    }
    if kind.topic() == Some(Topic::Flights) {
        // who sees it fly knows neither its orders nor its film
        return matches!(kind, SignKind::Flown | SignKind::Lost).then_some(Extent::Count);
    }
    let partly = kind.counts_only() && !takes_part(model, event, actor);
    Some(if partly { Extent::Count } else { Extent::Whole })
}

/// Returns whether an event happens to an actor, or to what belongs to it.
fn takes_part(model: &Model, event: &Event, actor: Entity) -> bool {
    let own = |label: Label| model.entity(label.thing) == actor || model.owns(actor, label.thing);
    [Some(event.key.who), event.key.with].into_iter().flatten().any(own)
}

impl Model {
    /// Returns whether a thing, or what it is a part of, belongs to an actor.
    #[must_use]
    pub fn owns(&self, actor: Entity, thing: Thing) -> bool {
        [thing, self.links.whole(thing)].into_iter().any(|one| self.audiences.owns(actor, one))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use excomm_scenario::format::Part;

    fn model(text: &str) -> Model {
        Model::new(&Part::of_text(text).unwrap(), "open", &[]).unwrap()
    }

    #[test]
    fn an_offer_to_one_side_is_no_news_to_the_press() {
        let model = model(include_str!("../../../../tests/cases/two-capitals.ron"));
        let actor = |id: &str| model.entity(model.find(&format!("actors/{id}")).unwrap());
        let reach = |kind: SignKind, path: &str, who: &str| {
            let sign = SignKey { kind, thing: model.find(path).unwrap(), which: 0 };
            model.audiences.reach(actor(who), &sign)
        };
        let chosen = |who: &str| reach(SignKind::Chosen, "questions/warn", who);
        assert_eq!(chosen("north"), Reach::Now, "it is its own decision");
        assert_eq!(chosen("south"), Reach::Never);
        let said = |who: &str| reach(SignKind::Said, "statements/warning", who);
        assert_eq!(said("south"), Reach::ByChannel(Topic::Statements), "a rider brings it");
        assert_eq!(said("press"), Reach::Now);
    }
}
