//! Visits on the ground.

use bevy_ecs::prelude::*;

use super::{Look, agreed};
use crate::{
    rules::withdrawal::{next_work, whole},
    world::{
        Arg, Due, EventId, Label, Run, Verb, by_name,
        inspecting::{Ground, Inspecting, Inspection, Visited},
        stocks::{At, Known, Pile, Stock},
        talks::Consent,
    },
};

type Stocks<'w, 's> = Query<'w, 's, (&'static Label, &'static Stock, &'static mut Known)>;
type Piles<'w, 's> = Query<'w, 's, (&'static Label, &'static Pile, &'static At)>;

pub(super) fn visit(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut inspections: Query<(&Label, &Inspection, &Ground, &mut Inspecting)>,
    mut stocks: Stocks,
    piles: Piles,
    consents: Query<&Consent>,
) {
    let Some((label, inspection, ground, mut state)) = run.met(inspections.get_mut(due.who)) else {
        return;
    };
    if !state.ordered || state.orders != due.n {
        return;
    }
    run.apart(|run| {
        let tomorrow = next_work(run, ground.hour, run.clock.now);
        run.at(Due { at: tomorrow, ..due });
    });
    let Some(because) = agreed(run, inspection, &consents) else { return };
    state.days += 1;
    let visits = |run: &Run| whole(run.luck.fact(ground.per_day), state.days) as usize;
    let visits = run.luck.aside(|| visits(run));
    for place in longest_unvisited(ground, &state, visits) {
        run.luck.anew();
        run.luck.note(ground.per_day);
        state.visited[place] = run.clock.now;
        let visited = ground.targets[place];
        let nth = run.log.ordinal(Verb::Visit, visited.target, Some(*label));
        let because = because.clone();
        let look = Look { inspection, label: *label, at: visited.target, nth, because };
        if let Some(id) = look.take(run, &mut state) {
            see(run, &look, visited, id, &mut stocks, &piles);
        }
    }
}

/// Returns so many targets that were not visited for longest; of equals the first by name.
fn longest_unvisited(ground: &Ground, state: &Inspecting, visits: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..ground.targets.len()).collect();
    order.sort_by_key(|&place| (state.visited[place], ground.targets[place].target));
    order.truncate(visits);
    order
}

/// Counts what stands at a place, and finds what is hidden there or not.
fn see(
    run: &mut Run,
    look: &Look,
    visited: Visited,
    id: EventId,
    stocks: &mut Stocks,
    piles: &Piles,
) {
    for &stock in look.inspection.of.iter() {
        let Some((label, signs, mut known)) = run.met(stocks.get_mut(stock)) else { continue };
        let own = piles.iter().filter(|(_, pile, _)| pile.stock == stock);
        let own = by_name(own, |(label, ..)| **label).into_iter();
        let lies = own.map(|(name, pile, at)| (name, pile, pile.lying_at(visited.place, at.0)));
        run.luck.anew();
        let mut open = 0.0;
        let mut causes = vec![id];
        for (name, pile, items) in lies.filter(|(.., items)| *items > 0.0) {
            if pile.hidden {
                let hidden = (*name, *label, items, pile.by);
                run.apart(|run| {
                    pile.read(&run.luck);
                    find(run, look, visited, hidden, (signs, &mut known), id);
                });
            } else {
                pile.read(&run.luck);
                open += items;
                causes.push(pile.by);
            }
        }
        let seen = libm::round(open * run.luck.fact(look.inspection.proof));
        let before = known.seen.of(look.inspection.by, visited.place);
        let total = known.seen.total_with(look.inspection.by, visited.place, seen);
        let words = [
            Arg::Title(look.label.thing),
            Arg::Count(seen, label.thing),
            Arg::Title(visited.target.thing),
        ];
        let event = run.event(Verb::Seen, *label).with(visited.target);
        let event = causes.iter().fold(event, |event, cause| event.because(*cause));
        let event = event.told(look.inspection.by);
        let event = if before == Some(seen) || before.is_none() && seen < 0.5 {
            event
        } else {
            event.say("{} count {} at {}", &words)
        };
        if event.changes(signs.seen, total).commit().is_some() {
            known.seen.note(look.inspection.by, visited.place, seen);
        }
    }
}

/// Finds a hidden pile, by odds.
fn find(
    run: &mut Run,
    look: &Look,
    visited: Visited,
    (pile, stock, items, by): (Label, Label, f64, EventId),
    (signs, known): (&Stock, &mut Known),
    id: EventId,
) {
    let (odds, draw) = look.finds(&run.luck, pile);
    if draw >= odds {
        return;
    }
    let actor = look.inspection.by;
    let total = known.found.total_with(actor, visited.place, items);
    let words = [
        Arg::Title(look.label.thing),
        Arg::Count(items, stock.thing),
        Arg::Title(visited.target.thing),
    ];
    let event = run.event(Verb::Find, pile).with(look.label).because(id).because(by);
    let event = event.odds(odds, draw).told(actor).mark();
    let event = event.say("{} find {} hidden at {}", &words);
    if event.changes(signs.found, total).commit().is_some() {
        known.found.note(actor, visited.place, items);
    }
}
