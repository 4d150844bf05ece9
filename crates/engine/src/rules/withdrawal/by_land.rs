//! By land: what has been hauled to a border leaves the country across it.

use bevy_ecs::prelude::*;

use super::Day;
use crate::world::{
    Arg, Label, Run, Verb,
    stocks::{At, Pile, Piles, Stock, Tally},
};

/// Takes across the border all that was hauled there the day before.
pub(super) fn cross(
    run: &mut Run,
    day: &Day,
    (stock, tally): (&Stock, &mut Tally),
    own: &Piles,
    piles: &mut Query<(&Label, &mut Pile, &At)>,
    places: &Query<&Label>,
) {
    for entity in own.iter() {
        let Some((label, mut pile, _)) = run.met(piles.get_mut(entity)) else { continue };
        if pile.hidden || pile.at_port <= 0.0 {
            continue;
        }
        let (label, items) = (*label, std::mem::take(&mut pile.at_port));
        let Some(border) = run.met(places.get(pile.port)).copied() else { continue };
        let by = pile.by;
        run.luck.anew();
        pile.read(&run.luck);
        let all = || piles.iter().map(|(_, pile, _)| pile);
        let open = all().filter(|pile| pile.stock == day.stock && !pile.hidden);
        let last = open.map(Pile::left).sum::<f64>() + tally.stowed <= 0.0;
        let event = run.event(Verb::Gone, day.label).with(label).nth(day.n);
        let event = event.because(day.by).because(by);
        let event = if last {
            event
                .say("The last of {} to be withdrawn has left", &[Arg::Title(day.label.thing)])
                .mark()
        } else {
            let verb = if items > 1.0 { "{} leave by way of {}" } else { "{} leaves by way of {}" };
            event.say(verb, &[Arg::Count(items, day.label.thing), Arg::Title(border.thing)])
        };
        tally.gone += items;
        let Some(id) = event.changes(stock.gone, tally.gone).commit() else { continue };
        let left = tally.left(day.stock, all());
        let event = run.event(Verb::Left, day.label).with(label).nth(day.n).because(id);
        event.changes(stock.left, left).commit();
    }
}
