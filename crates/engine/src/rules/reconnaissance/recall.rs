//! What keeps aircraft from flying, and calls back those that are on their way.

use bevy_ecs::prelude::*;

use super::{locate, ship_of};
use crate::world::{
    Arg, Due, EventId, FactId, Label, Luck, Occasion, Run, Verb,
    air::{Aircraft, Grounded, Sortie, StandsDown, Target},
    by_name, geo,
    sea::{Ship, Voyage},
    strikes::{Carried, Strike},
};
use excomm_scenario::format::Position;
use std::sync::Arc;

/// What keeps a kind of aircraft from flying, everywhere or near some places.
pub(super) struct Bar {
    /// The event by which it does.
    pub by: EventId,
    near: Option<(Arc<[Position]>, Option<FactId>)>,
}

impl Bar {
    /// Returns whether it keeps aircraft from flying to a place.
    pub(super) fn covers(&self, at: Position, luck: &Luck) -> bool {
        self.near.as_ref().is_none_or(|(places, within_nm)| {
            let within_nm = within_nm.map_or(0.0, |fact| luck.fact(fact));
            places.iter().any(|place| geo::distance_nm(*place, at) <= within_nm)
        })
    }
}

/// Returns what keeps a kind of aircraft from flying now: a loss not long ago, strikes of its own side
/// that are to come or have just been carried out.
pub(super) fn bars(
    run: &mut Run,
    (kind, aircraft): (Entity, &Aircraft),
    grounded: &Query<&Grounded>,
    strikes: &Query<(&Strike, &Carried)>,
) -> Vec<Bar> {
    let after_loss = run.met(grounded.get(kind)).and_then(|grounded| grounded.0);
    let after_loss = after_loss.filter(|(until, _)| run.clock.now < *until);
    let mut bars: Vec<Bar> = after_loss.map(|(_, by)| Bar { by, near: None }).into_iter().collect();
    for (strike, carried) in strikes.iter().filter(|(strike, _)| strike.side == aircraft.owner) {
        let pending = carried.pending.as_ref();
        bars.extend(pending.map(|pending| {
            let near = Some((Arc::clone(&pending.at), strike.clears_nm));
            Bar { by: pending.by, near }
        }));
        let cleared = carried.cleared.as_ref().filter(|(_, until, _)| run.clock.now < *until);
        bars.extend(cleared.map(|(at, _, by)| {
            let near = Some((Arc::clone(at), strike.clears_nm));
            Bar { by: *by, near }
        }));
    }
    bars.sort_by_key(|bar| bar.by);
    bars
}

pub(super) fn recall(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut sorties: Query<(Entity, &Label, &mut Sortie)>,
    aircraft: Query<(&Label, &Aircraft)>,
    targets: Query<&Target>,
    ships: Query<(&Ship, &Voyage)>,
    grounded: Query<&Grounded>,
    strikes: Query<(&Strike, &Carried)>,
) {
    for (entity, label, mut sortie) in by_name(sorties.iter_mut(), |(_, label, _)| **label) {
        run.luck.anew();
        let Some(since) = sortie.on_its_way else { continue };
        let Some((what, kind)) = run.met(aircraft.get(sortie.aircraft)) else { continue };
        let Some(target) = run.met(targets.get(sortie.target)) else { continue };
        let ship = ship_of(run, target, &ships);
        let Some(to) = locate(target, ship, run.clock.now, &run.luck) else { continue };
        let bars = bars(run, (sortie.aircraft, kind), &grounded, &strikes);
        let Some(bar) = bars.iter().find(|bar| bar.covers(to, &run.luck)) else { continue };
        let words = [Arg::Count(1.0, what.thing), Arg::Title(sortie.over.thing)];
        let event = run.event(Verb::Recall, *label).with(sortie.over).nth(1);
        let event = event.because(due.cause).because(bar.by);
        let event = event.say("{} on the way to {} is called back", &words);
        let Some(id) = event.commit() else { continue };
        sortie.on_its_way = None;
        sortie.turned_back = true;
        let home = run.clock.now.plus_hours(run.clock.now.hours_since(since));
        run.at(Due::new(home, Occasion::Land, entity, *label, id));
    }
}

/// Lets those kinds of aircraft stand down that do so after the loss of one of this kind.
pub(super) fn stand_down(
    run: &mut Run,
    (of, lost_label): (Entity, Label),
    kinds: &mut Query<(Entity, &Label, &StandsDown, &mut Grounded)>,
    missing: EventId,
) {
    for (kind, label, downs, mut grounded) in by_name(kinds.iter_mut(), |(_, label, ..)| **label) {
        let Some((_, hours)) = downs.0.iter().find(|(lost, _)| *lost == of) else { continue };
        run.luck.anew();
        let until = run.clock.now.plus_hours(run.luck.fact(*hours));
        let before = grounded.0.filter(|(until, _)| run.clock.now < *until);
        if before.is_some_and(|(known, _)| known >= until) {
            continue;
        }
        let hours = until.hours_since(run.clock.now);
        let event = run.event(Verb::Ground, *label).with(lost_label).because(missing);
        let event = match before {
            Some((_, by)) => event.because(by),
            None => event.say(
                "After the loss no {} takes off for {} hours",
                &[Arg::Title(label.thing), Arg::Whole(hours)],
            ),
        };
        let Some(id) = event.commit() else { continue };
        grounded.0 = Some((until, id));
        let recall = run.now(Occasion::Recall, kind, *label, id);
        run.at(recall);
    }
}
