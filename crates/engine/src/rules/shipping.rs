//! Shipping: ships sail when their time has come or their cargo is aboard, and others come at random.

#[cfg(test)]
mod tests;

use bevy_ecs::prelude::*;

use super::{
    Rule, boxed,
    withdrawal::{Leaves, count_out},
};
use crate::world::{
    Arg, Due, EventId, Label, Luck, Occasion, Run, Salt, Time, Verb, by_name,
    minds::Truth,
    salt,
    sea::{Cargo, Flow, Hold, OfTraffic, Sails, Ship, Traffic, Voyage, Whereabouts},
    stocks::{DependsOn, Pile, Stock, Tally},
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "shipping/stand",
        on: &[Occasion::Start],
        about: "Ships that left before the start are under way; the others lie in port until their moment.",
        formula: "nautical miles under way = speed_kn x hours",
        source: "",
        reads: &["ships/*/sails", "ships/*/only_if", "classes/*/speed_kn"],
        system: || boxed(stand),
    },
    Rule {
        name: "shipping/ready",
        on: &[Occasion::Work],
        about: "A ship that waits for its cargo sails once each part is aboard, or nothing is left that could be brought to it.",
        formula: "",
        source: "",
        reads: &["ships/*/cargo/*/count", "ships/*/sails"],
        system: || boxed(ready),
    },
    Rule {
        name: "shipping/sail",
        on: &[Occasion::Sail],
        about: "A ship leaves port. What is aboard has left the country, if the ship is outbound.",
        formula: "",
        source: "",
        reads: &[
            "stocks/*/leaving/hour",
            "ships/*/sails",
            "ships/*/from",
            "ships/*/to",
            "ships/*/via",
            "ships/*/cargo",
            "sea/legs",
        ],
        system: || boxed(sail),
    },
    Rule {
        name: "shipping/call",
        on: &[Occasion::Start, Occasion::Call],
        about: "Ships of a traffic set out at random; some carry forbidden cargo. Those that set out before the start and would still be at sea are under way at the start.",
        formula: "gap in days = -ln(u) x 30 / (per_month x factor); P(forbidden cargo) = odds",
        source: "exponential gaps by inversion: a Poisson process",
        reads: &["traffic/*/per_month", "traffic/*/contraband", "classes/*/speed_kn"],
        system: || boxed(call),
    },
    Rule {
        name: "shipping/scale",
        on: &[Occasion::Scale],
        about: "An order makes a traffic denser or thinner, from the next gap on.",
        formula: "factor -> factor x by",
        source: "",
        reads: &["orders: Scale"],
        system: || boxed(scale),
    },
    Rule {
        name: "shipping/arrive",
        on: &[Occasion::Arrive],
        about: "A ship reaches its port. What an inbound ship carries is landed and stays in the country.",
        formula: "",
        source: "",
        reads: &[
            "ships/*/to",
            "ships/*/sails",
            "ships/*/cargo",
            "traffic/*/to",
            "classes/*/speed_kn",
        ],
        system: || boxed(arrive),
    },
];

const GAP: Salt = salt("shipping/gap");
const CONTRABAND: Salt = salt("shipping/contraband");

fn stand(
    (In(_), InMut(run)): (In<Due>, InMut<Run>),
    mut ships: Query<(Entity, &Label, &Voyage, &Sails, &mut Ship, Option<&DependsOn>)>,
    truths: Query<&Truth>,
) {
    let ships = by_name(ships.iter_mut(), |(_, label, ..)| **label);
    for (entity, label, voyage, sails, mut ship, depends) in ships {
        run.luck.anew();
        let moment = sails.moment(&run.luck);
        if let Some(truth) = depends.and_then(|depends| run.met(truths.get(depends.0))) {
            ship.by = truth.by;
        }
        match ship.is {
            Whereabouts::AtSea(sailed) if voyage.arrives(sailed, &run.luck) < run.clock.now => {
                ship.is = Whereabouts::Arrived;
            }
            Whereabouts::AtSea(sailed) => {
                under_way(run, (entity, *label), voyage, sailed, ship.by);
            }
            _ => {
                let at = moment.max(run.clock.now);
                run.at(Due::new(at, Occasion::Sail, entity, *label, ship.by));
            }
        }
    }
}

/// Schedules what lies before a ship that left at `sailed`: the lines it crosses, its arrival.
fn under_way(
    run: &mut Run,
    (ship, label): (Entity, Label),
    voyage: &Voyage,
    sailed: Time,
    by: EventId,
) {
    for (n, crossing) in (1..).zip(voyage.crossings.iter()).filter(|_| voyage.inbound) {
        let at = voyage.moment(sailed, crossing.at_nm, &run.luck);
        if at >= run.clock.now {
            run.at(Due::new(at, Occasion::Cross, ship, label, by).n(n).with(crossing.line));
        }
    }
    let at = voyage.arrives(sailed, &run.luck);
    run.at(Due::new(at, Occasion::Arrive, ship, label, by));
}

fn ready(
    (In(_), InMut(run)): (In<Due>, InMut<Run>),
    ships: Query<(Entity, &Label, &Voyage, &Sails, &Ship, &Hold)>,
    piles: Query<&Pile>,
) {
    let ready = ships.iter().filter(|(_, _, voyage, sails, ship, hold)| {
        let time = run.luck.aside(|| sails.moment(&run.luck)) <= run.clock.now;
        time && sails.waits(ship) && is_ready(voyage, hold, || piles.iter())
    });
    for (entity, label, _, sails, ship, _) in by_name(ready, |(_, label, ..)| **label) {
        run.luck.anew();
        sails.read(&run.luck);
        let due = run.now(Occasion::Sail, entity, *label, ship.by);
        run.at(due);
    }
}

/// Returns whether each part of a cargo is aboard, or nothing is left to bring of it.
fn is_ready<'a, I: Iterator<Item = &'a Pile>>(
    voyage: &Voyage,
    hold: &Hold,
    piles: impl Fn() -> I,
) -> bool {
    let to_bring = |cargo: &Cargo| {
        piles().any(|pile| {
            pile.stock == cargo.stock
                && pile.port == voyage.from
                && !pile.hidden
                && pile.there + pile.at_port > 0.0
        })
    };
    hold.0.iter().all(|cargo| cargo.aboard >= cargo.room || !to_bring(cargo))
}

fn sail(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut ships: Query<(&Label, &Voyage, &Sails, &mut Ship, &mut Hold)>,
    mut piles: Query<(&Label, &mut Pile)>,
    mut stocks: Query<(&Stock, &mut Tally)>,
) {
    let Some((label, voyage, sails, mut ship, mut hold)) = run.met(ships.get_mut(due.who)) else {
        return;
    };
    let waits = sails.waits(&ship);
    let ready = || is_ready(voyage, &hold, || piles.iter().map(|(_, pile)| pile));
    if ship.is != Whereabouts::Port || waits && !ready() {
        return;
    }
    hold.0.iter().for_each(|cargo| _ = cargo.read(&run.luck));
    let event = run.event(Verb::Sail, *label).nth(1).because(due.cause).because(ship.by);
    let event = hold.0.iter().fold(event, |event, cargo| event.because(cargo.by));
    let (template, words) = sentence(*label, voyage, &hold);
    let Some(id) = event.say(template, &words).commit() else { return };
    *ship = Ship { is: Whereabouts::AtSea(run.clock.now), by: id };
    for cargo in hold.0.iter_mut().filter(|_| !voyage.inbound) {
        let Some((stock, mut tally)) = run.met(stocks.get_mut(cargo.stock)) else { continue };
        if waits {
            cargo.aboard = unload(&mut piles, voyage, cargo, id);
        } else {
            tally.stowed -= cargo.aboard;
        }
        let left = || piles.iter().map(|(_, pile)| pile);
        leave(run, *label, cargo, (stock, &mut tally), left, id);
    }
    under_way(run, (due.who, *label), voyage, run.clock.now, id);
    let sailed = run.now(Occasion::Sailed, due.who, *label, id);
    run.at(sailed);
}

/// Returns the sentence of a departure.
fn sentence(label: Label, voyage: &Voyage, hold: &Hold) -> (&'static str, Vec<Arg>) {
    let mut words = vec![Arg::Title(label.thing), Arg::Title(voyage.from_label.thing)];
    let aboard = hold.0.iter().filter(|cargo| cargo.aboard > 0.0);
    words.extend(aboard.map(|cargo| Arg::Count(cargo.aboard, cargo.label.thing)));
    let template = match words.len() {
        2 => "{} leaves {}",
        3 => "{} leaves {} with {}",
        4 => "{} leaves {} with {} and {}",
        5 => "{} leaves {} with {}, {} and {}",
        _ => "{} leaves {} with {}, {}, {} and more",
    };
    (template, words)
}

/// Takes what a ship carries off the piles it was loaded from; returns how many items that is.
fn unload(
    piles: &mut Query<(&Label, &mut Pile)>,
    voyage: &Voyage,
    cargo: &Cargo,
    by: EventId,
) -> f64 {
    let mut left = cargo.aboard;
    let own = piles.iter_mut().filter(|(_, pile)| {
        pile.stock == cargo.stock && pile.port == voyage.from && pile.loaded > 0.0
    });
    for (_, mut pile) in by_name(own, |(label, _)| **label) {
        let taken = pile.loaded.min(left);
        left -= taken;
        pile.loaded -= taken;
        pile.by = by;
    }
    cargo.aboard - left
}

/// Counts what has left the country with a ship.
fn leave<'a, I: Iterator<Item = &'a Pile>>(
    run: &mut Run,
    ship: Label,
    cargo: &mut Cargo,
    stock: (&Stock, &mut Tally),
    piles: impl Fn() -> I,
    by: EventId,
) {
    if cargo.aboard <= 0.0 {
        return;
    }
    cargo.read(&run.luck);
    let leaves = Leaves {
        stock: cargo.stock,
        label: cargo.label,
        items: cargo.aboard,
        with: (ship, 1),
        because: [by, cargo.by],
    };
    if let Some(id) = count_out(run, &leaves, stock, piles, None) {
        cargo.by = id;
    }
}

type Routes<'w, 's> =
    Query<'w, 's, (Entity, &'static Label, &'static Voyage, &'static Traffic, &'static Flow)>;

fn call(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    routes: Routes,
    truths: Query<&Truth>,
    mut commands: Commands,
) {
    if due.occasion == Occasion::Call {
        let Some((entity, label, voyage, traffic, flow)) = run.met(routes.get(due.who)) else {
            return;
        };
        let out = Setting { entity, label: *label, voyage, traffic, flow };
        set_out(run, &out, (due.n, due.at), &truths, &mut commands);
        run.luck.anew();
        next(run, &out, due.n + 1, due.at);
        return;
    }
    for (entity, label, voyage, traffic, flow) in by_name(routes.iter(), |(_, label, ..)| **label) {
        let out = Setting { entity, label: *label, voyage, traffic, flow };
        let start = run.clock.now;
        let under_way_h = voyage.arrives(start, &run.luck).hours_since(start);
        let mut at = start.plus_hours(-under_way_h);
        let mut n = 1;
        loop {
            run.luck.anew();
            // a faster ship would have arrived before the start
            run.luck.note(voyage.speed_kn);
            let leaves = at.plus_hours(gap_h(&run.luck, &out, n));
            if leaves >= start {
                break next(run, &out, n, at);
            }
            at = leaves;
            set_out(run, &out, (n, at), &truths, &mut commands);
            n += 1;
        }
    }
}

/// A traffic of which a ship may set out.
struct Setting<'a> {
    entity: Entity,
    label: Label,
    voyage: &'a Voyage,
    traffic: &'a Traffic,
    flow: &'a Flow,
}

/// Returns the hours between the ship before the n-th and the n-th.
fn gap_h(luck: &Luck, of: &Setting, n: u32) -> f64 {
    let a_month = luck.fact(of.traffic.per_month) * of.flow.factor;
    let draw = luck.draw(GAP, &[of.label], u64::from(n));
    -libm::log(draw) * 30.0 * 24.0 / a_month
}

/// Schedules the n-th ship of a traffic, after the one before it set out.
fn next(run: &mut Run, of: &Setting, n: u32, after: Time) {
    let at = after.plus_hours(gap_h(&run.luck, of, n));
    if at <= run.clock.end() {
        run.at(Due::new(at, Occasion::Call, of.entity, of.label, of.flow.by).n(n));
    }
}

/// Lets the n-th ship of a traffic set out at a moment that may lie before the start.
fn set_out(
    run: &mut Run,
    of: &Setting,
    (n, at): (u32, Time),
    truths: &Query<&Truth>,
    commands: &mut Commands,
) {
    let label = of.label.nth(n);
    let drawn = of.traffic.contraband.as_ref().map(|contraband| {
        let draw = run.luck.draw(CONTRABAND, &[of.label], u64::from(n));
        (contraband, run.luck.fact(contraband.odds), draw)
    });
    let carried = drawn.filter(|(_, odds, draw)| draw < odds);
    let carried =
        carried.map(|(contraband, ..)| (contraband, f64::from(run.luck.count(contraband.count))));
    let truth = drawn.and_then(|(contraband, ..)| contraband.truth);
    let truth = truth.and_then(|truth| run.met(truths.get(truth)));
    let event = run.event(Verb::SetOut, label).nth(1).because(of.flow.by);
    let event = match drawn {
        None => event,
        Some((_, odds, draw)) => {
            let event = event.because(truth.map_or(EventId::NONE, |truth| truth.by));
            event.odds(odds, draw)
        }
    };
    let Some(id) = event.commit() else { return };
    let hold = carried.map(|(contraband, count)| contraband.aboard(count, id));
    let ship = Ship { is: Whereabouts::AtSea(at), by: id };
    let hold = Hold(hold.into_iter().collect());
    let entity = commands.spawn((label, of.voyage.clone(), ship, hold, OfTraffic(of.entity))).id();
    under_way(run, (entity, label), of.voyage, at, id);
}

fn scale((In(due), InMut(run)): (In<Due>, InMut<Run>), mut flows: Query<(&Label, &mut Flow)>) {
    let Some((label, mut flow)) = run.met(flows.get_mut(due.who)) else { return };
    let Some(fact) = due.fact else { return };
    let by = run.luck.fact(fact);
    let words = [Arg::Title(label.thing), Arg::Percent(flow.factor * by)];
    let event = run.event(Verb::Scale, *label).because(due.cause).because(flow.by);
    let event = event.say("Ships like {} make {} of their usual voyages", &words).mark();
    if let Some(id) = event.commit() {
        flow.factor *= by;
        flow.by = id;
    }
}

fn arrive(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut ships: Query<(&Label, &Voyage, &mut Ship, &mut Hold, Option<&OfTraffic>)>,
    mut routes: Query<(&Traffic, &mut Flow)>,
    piles: Query<&Pile>,
    mut stocks: Query<(&Stock, &mut Tally)>,
    mut commands: Commands,
) {
    let Some((label, voyage, mut ship, mut hold, of)) = run.met(ships.get_mut(due.who)) else {
        return;
    };
    if !matches!(ship.is, Whereabouts::AtSea(_)) {
        return;
    }
    let mut route = of.and_then(|of| run.met(routes.get_mut(of.0)));
    let event = run.event(Verb::Arrive, *label).nth(1).because(due.cause).because(ship.by);
    let event = match &route {
        Some((traffic, flow)) => event.changes(traffic.calls, f64::from(flow.calls + 1)),
        None => event
            .say("{} reaches {}", &[Arg::Title(label.thing), Arg::Title(voyage.to_label.thing)]),
    };
    let Some(id) = event.commit() else { return };
    *ship = Ship { is: Whereabouts::Arrived, by: id };
    if let Some((_, flow)) = &mut route {
        flow.calls += 1;
        commands.entity(due.who).despawn();
    }
    for cargo in hold.0.iter_mut().filter(|_| voyage.inbound) {
        let Some((stock, mut tally)) = run.met(stocks.get_mut(cargo.stock)) else { continue };
        let words = [
            Arg::Title(label.thing),
            Arg::Count(cargo.aboard, cargo.label.thing),
            Arg::Title(voyage.to_label.thing),
        ];
        run.luck.anew();
        cargo.read(&run.luck);
        let event = run.event(Verb::Land, cargo.label).with(*label).nth(1).because(id);
        let event = event.because(cargo.by).mark();
        let event = event.say("{} lands {} at {}", &words);
        let landed = tally.landed + cargo.aboard;
        let Some(id) = event.changes(stock.landed, landed).commit() else { continue };
        tally.landed = landed;
        let left = tally.left(cargo.stock, piles.iter());
        let event = run.event(Verb::Left, cargo.label).with(*label).nth(1).because(id);
        event.changes(stock.left, left).commit();
    }
}
