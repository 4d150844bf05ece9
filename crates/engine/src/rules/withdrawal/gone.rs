//! Gone: what has left the country is counted, whatever it left by.

use bevy_ecs::prelude::*;

use crate::world::{
    Arg, EventId, Label, Run, Verb,
    stocks::{Pile, Stock, Tally},
};

/// Items of a stock that leave the country.
pub(in crate::rules) struct Leaves {
    pub(in crate::rules) stock: Entity,
    pub(in crate::rules) label: Label,
    pub(in crate::rules) items: f64,
    /// The ship or the pile that they leave with, and which time.
    pub(in crate::rules) with: (Label, u32),
    pub(in crate::rules) because: [EventId; 2],
}

/// Counts out what is no longer among its piles; `says` is how that is told unless it was the last. Returns
/// nothing if it is vetoed.
pub(in crate::rules) fn count_out<'a, I: Iterator<Item = &'a Pile>>(
    run: &mut Run,
    leaves: &Leaves,
    (stock, tally): (&Stock, &mut Tally),
    piles: impl Fn() -> I,
    says: Option<(&'static str, &[Arg])>,
) -> Option<EventId> {
    let Leaves { stock: entity, label, items, with: (with, nth), because: [by, before] } = *leaves;
    let open = piles().filter(|pile| pile.stock == entity && !pile.hidden);
    let more = open.map(Pile::left).sum::<f64>() + tally.stowed > 0.0;
    let event = run.event(Verb::Gone, label).with(with).nth(nth).because(by).because(before);
    let event = match says {
        _ if !more => {
            event.say("The last of {} to be withdrawn has left", &[Arg::Title(label.thing)]).mark()
        }
        Some((template, words)) => event.say(template, words),
        None => event,
    };
    let gone = tally.gone + items;
    let id = event.changes(stock.gone, gone).commit()?;
    tally.gone = gone;
    let left = tally.left(entity, piles());
    let event = run.event(Verb::Left, label).with(with).nth(nth).because(id);
    event.changes(stock.left, left).commit();
    Some(id)
}
