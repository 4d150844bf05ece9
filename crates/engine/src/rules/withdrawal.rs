//! Withdrawal: what must leave is packed where it stands, hauled to a port and loaded on ships, or hauled to
//! a border and taken across it.

mod by_land;
mod gone;
#[cfg(test)]
mod tests;

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Arg, Due, EventId, FactId, Label, Luck, Occasion, Run, Time, Verb, by_name,
    minds::Truth,
    sea::{Cargo, Hold, OfTraffic, Sails, Ship, Voyage, Whereabouts},
    stocks::{At, DependsOn, Leaving, Pile, Piles, Stock, Tally, Withdrawal},
};

pub(super) use gone::{Leaves, count_out};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "withdrawal/stand",
        on: &[Occasion::Start],
        about: "What stands at the start is counted: items in the country, hidden ones included, and items that have left already.",
        formula: "left = there + at port + aboard in port",
        source: "",
        reads: &[
            "stocks/*/piles/*/count",
            "stocks/*/piles/*/at_port",
            "stocks/*/piles/*/hidden_if",
            "ships/*/sails",
            "ships/*/cargo",
        ],
        system: || boxed(stand),
    },
    Rule {
        name: "withdrawal/order",
        on: &[Occasion::Withdraw, Occasion::Halt],
        about: "A withdrawal begins with the next morning, or stops at once; what is packed stays packed, and no ship that is meant for it leaves port until it goes on. One that has nothing left to do cannot be stopped.",
        formula: "",
        source: "",
        reads: &["stocks/*/leaving/ordered", "orders: Withdraw, Halt"],
        system: || boxed(order),
    },
    Rule {
        name: "withdrawal/work",
        on: &[Occasion::Work],
        about: "A day's work: what lies at the port is loaded on each ship with room, or what lies at the border crosses it, what is packed is hauled, what stands is packed. No item takes two of these steps in one day.",
        formula: "whole items on day d = floor(rate x d) - floor(rate x (d - 1)), rate in items a day",
        source: "",
        reads: &[
            "stocks/*/leaving/hour",
            "stocks/*/leaving/pack_per_day",
            "stocks/*/leaving/haul_per_day",
            "stocks/*/leaving/load_per_day",
            "stocks/*/piles/*/count",
            "stocks/*/piles/*/at_port",
            "ships/*/cargo",
        ],
        system: || boxed(work),
    },
];

/// Returns the first moment after another at which a day's work is entered: a local hour.
pub(super) fn next_work(run: &Run, hour: FactId, after: Time) -> Time {
    let (day, hour) = (run.clock.day_of(after), run.luck.fact(hour));
    let today = run.clock.at_hour(day, hour);
    if today > after { today } else { run.clock.at_hour(day + 1, hour) }
}

/// Returns how many whole items are done on the n-th day at a rate a day.
pub(super) fn whole(rate: f64, day: u32) -> f64 {
    let until = |day: u32| libm::floor(rate * f64::from(day));
    until(day) - until(day.saturating_sub(1))
}

fn stand(
    (In(_), InMut(run)): (In<Due>, InMut<Run>),
    mut stocks: Query<(Entity, &Label, &Stock, &mut Tally, Option<(&Leaving, &mut Withdrawal)>)>,
    mut piles: Query<(&mut Pile, Option<&DependsOn>)>,
    ships: Query<(&Ship, &Voyage, &Sails, &Hold)>,
    truths: Query<&Truth>,
) {
    for (mut pile, depends) in &mut piles {
        if let Some(truth) = depends.and_then(|depends| run.met(truths.get(depends.0))) {
            pile.by = truth.by;
        }
    }
    let stocks = by_name(stocks.iter_mut(), |(_, label, ..)| **label);
    for (entity, label, stock, mut tally, leaves) in stocks {
        let outbound = || ships.iter().filter(|(_, voyage, ..)| !voyage.inbound);
        let lie = |ship: &Ship| ship.is == Whereabouts::Port;
        let in_port = outbound().filter(|(ship, ..)| lie(ship));
        run.luck.anew();
        tally.stowed += in_port.map(|(.., hold)| hold.read(entity, &run.luck)).sum::<f64>();
        let own = piles.iter().filter(|(pile, _)| pile.stock == entity).map(|(pile, _)| pile);
        own.clone().for_each(|pile| pile.read(&run.luck));
        let left = tally.left(entity, own.clone());
        let event = run.event(Verb::Stands, *label).nth(1);
        let event = own.fold(event, |event, pile| event.because(pile.by));
        event.changes(stock.left, left).commit();
        run.luck.anew();
        let at_sea = outbound().filter(|(ship, ..)| !lie(ship));
        tally.gone +=
            at_sea.map(|(_, _, sails, hold)| gone(sails, hold, entity, &run.luck)).sum::<f64>();
        if tally.gone > 0.0 {
            run.event(Verb::GoneBefore, *label).nth(1).changes(stock.gone, tally.gone).commit();
        }
        if let Some((leaving, mut withdrawal)) = leaves.filter(|(_, going)| going.ordered) {
            schedule(run, (entity, *label), leaving, &mut withdrawal);
        }
    }
}

/// Returns how many items of a stock left with a ship before the start.
fn gone(sails: &Sails, hold: &Hold, stock: Entity, luck: &Luck) -> f64 {
    let items = hold.read(stock, luck);
    if items > 0.0 {
        sails.read(luck);
    }
    items
}

fn order(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut stocks: Query<(&Label, &Stock, &Tally, &Leaving, &mut Withdrawal)>,
    piles: Query<&Pile>,
    mut ships: OwnShips,
) {
    let Some((label, stock, tally, leaving, mut withdrawal)) = run.met(stocks.get_mut(due.who))
    else {
        return;
    };
    let ordered = due.occasion == Occasion::Withdraw;
    if ordered == withdrawal.ordered {
        return;
    }
    let open = piles.iter().filter(|pile| pile.stock == due.who && !pile.hidden);
    if !ordered && open.map(Pile::left).sum::<f64>() + tally.stowed <= 0.0 {
        return;
    }
    let (verb, template) = if ordered {
        (Verb::Withdraw, "The withdrawal of {} is ordered")
    } else {
        (Verb::Halt, "The withdrawal of {} is stopped")
    };
    let event = run.event(verb, *label).because(due.cause).because(withdrawal.by).mark();
    let event = event.say(template, &[Arg::Title(label.thing)]);
    let Some(id) = event.changes(stock.withdrawing, f64::from(u8::from(ordered))).commit() else {
        return;
    };
    withdrawal.ordered = ordered;
    withdrawal.stopped = !ordered;
    withdrawal.by = id;
    if ordered {
        schedule(run, (due.who, *label), leaving, &mut withdrawal);
    }
    let own = ships.iter_mut().filter(|(_, _, voyage, _, ship, hold)| {
        let lies = matches!(ship.is, Whereabouts::Port | Whereabouts::Held);
        lies && !voyage.inbound && hold.0.iter().any(|cargo| cargo.stock == due.who)
    });
    for (entity, label, _, sails, mut ship, hold) in by_name(own, |(_, label, ..)| **label) {
        let held = hold
            .0
            .iter()
            .any(|cargo| run.met(stocks.get(cargo.stock)).is_some_and(|(.., going)| going.stopped));
        if held == (ship.is == Whereabouts::Held) {
            continue;
        }
        ship.is = if held { Whereabouts::Held } else { Whereabouts::Port };
        ship.by = id;
        let late = sails.moment(&run.luck) <= run.clock.now;
        if !held && late {
            let sail = run.now(Occasion::Sail, entity, *label, id);
            run.at(sail);
        }
    }
}

type OwnShips<'w, 's> = Query<
    'w,
    's,
    (Entity, &'static Label, &'static Voyage, &'static Sails, &'static mut Ship, &'static Hold),
    Without<OfTraffic>,
>;

fn schedule(
    run: &mut Run,
    (stock, label): (Entity, Label),
    leaving: &Leaving,
    withdrawal: &mut Withdrawal,
) {
    if !withdrawal.due {
        withdrawal.due = true;
        run.apart(|run| {
            let at = next_work(run, leaving.hour, run.clock.now);
            run.at(Due::new(at, Occasion::Work, stock, label, withdrawal.by));
        });
    }
}

type Loading<'w, 's> = Query<
    'w,
    's,
    (&'static Label, &'static Voyage, &'static Sails, &'static Ship, &'static mut Hold),
    Without<OfTraffic>,
>;

fn work(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut stocks: Query<(&Label, &Leaving, &mut Withdrawal, &Piles, &Stock, &mut Tally)>,
    mut piles: Query<(&Label, &mut Pile, &At)>,
    mut ships: Loading,
    places: Query<&Label>,
) {
    let met = run.met(stocks.get_mut(due.who));
    let Some((label, leaving, mut withdrawal, own, stock, mut tally)) = met else { return };
    withdrawal.due = false;
    if !withdrawal.ordered {
        return;
    }
    withdrawal.days += 1;
    let day = Day { stock: due.who, label: *label, n: withdrawal.days, by: withdrawal.by };
    match leaving.load_per_day {
        Some(rate) => load_all(run, &day, rate, own, &mut piles, &mut ships),
        None => by_land::cross(run, &day, (stock, &mut tally), own, &mut piles, &places),
    }
    let by_land = leaving.load_per_day.is_none();
    let mut more = false;
    for pile in own.iter() {
        let Some((label, mut pile, at)) = run.met(piles.get_mut(pile)) else { continue };
        let Some(place) = run.met(places.get(at.0)) else { continue };
        if !pile.hidden {
            pile.packed = pile.packed.min(pile.there);
            run.luck.anew();
            haul(run, &day, leaving, *label, &mut pile);
            run.luck.anew();
            pack(run, &day, leaving, *label, *place, &mut pile);
            let goes_on = || by_land || has_room(&ships, due.who, pile.port);
            more |= pile.there > 0.0 || pile.at_port > 0.0 && goes_on();
        }
    }
    if more {
        schedule(run, (due.who, *label), leaving, &mut withdrawal);
    }
}

/// A day of a withdrawal.
struct Day {
    stock: Entity,
    label: Label,
    n: u32,
    by: EventId,
}

impl Day {
    /// Returns how many of at most `most` items are done today at this rate.
    fn done(&self, luck: &Luck, rate: FactId, most: f64) -> f64 {
        whole(luck.fact(rate), self.n).min(most)
    }
}

fn pack(run: &mut Run, day: &Day, leaving: &Leaving, label: Label, place: Label, pile: &mut Pile) {
    let done = day.done(&run.luck, leaving.pack_per_day, pile.there - pile.packed);
    if done <= 0.0 {
        return;
    }
    pile.read(&run.luck);
    let words = [Arg::Count(done, day.label.thing), Arg::Title(place.thing)];
    let template = if done > 1.0 { "{} are packed at {}" } else { "{} is packed at {}" };
    let event = run.event(Verb::Pack, label).nth(day.n).because(day.by).because(pile.by);
    let event = event.say(template, &words);
    let event = if pile.packed + pile.at_port + pile.loaded > 0.0 { event } else { event.mark() };
    if let Some(id) = event.commit() {
        pile.packed += done;
        pile.by = id;
    }
}

fn haul(run: &mut Run, day: &Day, leaving: &Leaving, label: Label, pile: &mut Pile) {
    let done = day.done(&run.luck, leaving.haul_per_day, pile.packed);
    if done <= 0.0 {
        return;
    }
    pile.read(&run.luck);
    let event = run.event(Verb::Haul, label).nth(day.n).because(day.by).because(pile.by);
    if let Some(id) = event.commit() {
        pile.there -= done;
        pile.packed -= done;
        pile.at_port += done;
        pile.by = id;
    }
}

/// Returns the piles of a stock of which something lies at a port.
fn lying(
    run: &mut Run,
    piles: &Query<(&Label, &mut Pile, &At)>,
    own: &Piles,
    port: Entity,
) -> Vec<Entity> {
    let lies = |pile: &Pile| pile.port == port && !pile.hidden && pile.at_port > 0.0;
    own.iter()
        .filter(|&pile| run.met(piles.get(pile)).is_some_and(|(_, pile, _)| lies(pile)))
        .collect()
}

/// Returns whether a ship with room for this stock lies in a port.
fn has_room(ships: &Loading, stock: Entity, port: Entity) -> bool {
    ships.iter().any(|(_, voyage, sails, ship, hold)| {
        let room = |cargo: &Cargo| cargo.stock == stock && cargo.aboard < cargo.room;
        voyage.from == port && sails.waits(ship) && hold.0.iter().any(room)
    })
}

/// Loads each ship that waits for this stock.
fn load_all(
    run: &mut Run,
    day: &Day,
    rate: FactId,
    own: &Piles,
    piles: &mut Query<(&Label, &mut Pile, &At)>,
    ships: &mut Loading,
) {
    let waiting = ships.iter_mut().filter(|(_, _, sails, ship, hold)| {
        sails.waits(ship) && hold.0.iter().any(|cargo| cargo.stock == day.stock)
    });
    for (label, voyage, _, ship, mut hold) in by_name(waiting, |(label, ..)| **label) {
        let lying = lying(run, piles, own, voyage.from);
        load(run, day, rate, (*label, ship, &mut hold), &lying, piles);
    }
}

/// Loads one ship with what lies at its port, as far as it has room.
fn load(
    run: &mut Run,
    day: &Day,
    rate: FactId,
    (label, ship, hold): (Label, &Ship, &mut Hold),
    lying: &[Entity],
    piles: &mut Query<(&Label, &mut Pile, &At)>,
) {
    for cargo in hold.0.iter_mut().filter(|cargo| cargo.stock == day.stock) {
        let found = lying.iter().filter_map(|&pile| run.met(piles.get(pile)));
        let found: Vec<&Pile> = found.map(|(_, pile, _)| pile).collect();
        run.luck.anew();
        let lies: f64 = found.iter().map(|pile| pile.at_port).sum();
        let most = lies.min(cargo.room - cargo.aboard);
        let done = day.done(&run.luck, rate, most);
        if done <= 0.0 {
            continue;
        }
        run.luck.note(cargo.count);
        for pile in &found {
            pile.read(&run.luck);
        }
        let words = [Arg::Count(done, day.label.thing), Arg::Title(label.thing)];
        let template = if done > 1.0 { "{} are loaded on {}" } else { "{} is loaded on {}" };
        let event = run.event(Verb::Load, label).with(day.label).nth(day.n);
        let event = event.because(day.by).because(ship.by).because(cargo.by);
        let event = found.iter().fold(event, |event, pile| event.because(pile.by));
        let event = event.say(template, &words);
        if let Some(id) = event.commit() {
            cargo.aboard += done;
            cargo.by = id;
            take(run, lying, piles, (done, id));
        }
    }
}

/// Takes so many items from the quay, pile by pile, on board.
fn take(
    run: &mut Run,
    lying: &[Entity],
    piles: &mut Query<(&Label, &mut Pile, &At)>,
    (items, by): (f64, EventId),
) {
    let mut left = items;
    for &pile in lying {
        let Some((_, mut pile, _)) = run.met(piles.get_mut(pile)) else { continue };
        let taken = pile.at_port.min(left);
        if taken > 0.0 {
            left -= taken;
            pile.at_port -= taken;
            pile.loaded += taken;
            pile.by = by;
        }
    }
}
