//! Inspection: seeing for oneself, alongside at sea, aboard what comes in, on the ground.

mod ground;
#[cfg(test)]
mod tests;

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Arg, Because, Due, EventId, Label, Luck, Occasion, Run, Salt, Time, Verb, by_name,
    inspecting::{Alongside, Ground, Incoming, Inspecting, Inspection},
    salt,
    sea::{Cargo, Hold, Line, LineState, Ship, Voyage, Whereabouts},
    stocks::{Stock, Tally},
    talks::Consent,
};
use excomm_numerics::sun;
use excomm_scenario::format::ConsentState;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "inspection/order",
        on: &[Occasion::Start, Occasion::Inspect, Occasion::StopInspecting],
        about: "An inspection begins by order or stands from the start, but not before its date; then ships at sea are to be met and places to be visited.",
        formula: "",
        source: "",
        reads: &["inspections/*/standing", "inspections/*/from", "orders: Inspect, StopInspecting"],
        system: || boxed(order),
    },
    Rule {
        name: "inspection/plan",
        on: &[Occasion::Sailed],
        about: "A ship that leaves with what an inspection counts is to be met some hours out, by day if the look needs light.",
        formula: "",
        source: "",
        reads: &[
            "inspections/*/how/Alongside",
            "inspections/*/of",
            "inspections/*/from",
            "ships/*/cargo",
            "classes/*/speed_kn",
        ],
        system: || boxed(plan),
    },
    Rule {
        name: "inspection/alongside",
        on: &[Occasion::Alongside],
        about: "A ship is met at sea and its cargo counted, if everybody agrees who must; a look that fails is tried again the next day while the ship is at sea.",
        formula: "verified = round(proof x items aboard); P(look fails) = fails",
        source: "",
        reads: &[
            "inspections/*/how/Alongside",
            "inspections/*/from",
            "inspections/*/needs",
            "inspections/*/fails",
            "inspections/*/proof",
            "ships/*/sails",
            "ships/*/cargo",
            "stocks/*/leaving/hour",
            "classes/*/speed_kn",
        ],
        system: || boxed(alongside),
    },
    Rule {
        name: "inspection/incoming",
        on: &[Occasion::Cross],
        about: "Inspectors look into a ship that comes in where it crosses their line, whatever the status of the line; what they look for, if found, is turned back.",
        formula: "P(look fails) = fails; P(found) = proof for each stock that is aboard",
        source: "",
        reads: &[
            "inspections/*/how/Incoming",
            "inspections/*/from",
            "inspections/*/of",
            "inspections/*/fails",
            "inspections/*/proof",
            "ships/*/sails",
            "ships/*/cargo",
            "classes/*/speed_kn",
        ],
        system: || boxed(incoming),
    },
    Rule {
        name: "inspection/visit",
        on: &[Occasion::Visit],
        about: "Inspectors visit those targets that were not visited for longest, if everybody agrees who must. They count what stands there; hidden things they find by odds.",
        formula: "visits on day d = floor(per_day x d) - floor(per_day x (d - 1)); seen = round(proof x items); P(hidden found) = proof; P(visit fails) = fails",
        source: "",
        reads: &[
            "inspections/*/how/Ground",
            "inspections/*/from",
            "inspections/*/proof",
            "inspections/*/fails",
            "stocks/*/piles/*/count",
            "stocks/*/piles/*/at_port",
        ],
        system: || boxed(ground::visit),
    },
];

const FAILS: Salt = salt("inspection/fails");
const FOUND: Salt = salt("inspection/found");

type Looking<'w, 's> = Query<
    'w,
    's,
    (
        Entity,
        &'static Label,
        &'static Inspection,
        &'static mut Inspecting,
        Option<&'static Alongside>,
        Option<&'static Ground>,
    ),
>;
type AtSea<'w, 's> =
    Query<'w, 's, (Entity, &'static Label, &'static Voyage, &'static Ship, &'static Hold)>;

fn order((In(due), InMut(run)): (In<Due>, InMut<Run>), mut looking: Looking, ships: AtSea) {
    if due.occasion == Occasion::Start {
        let ordered = looking.iter_mut().filter(|(_, _, _, state, ..)| state.ordered);
        let ordered = by_name(ordered, |(_, label, ..)| **label);
        for (entity, label, inspection, mut state, alongside, ground) in ordered {
            begin(run, (entity, *label), inspection, &mut state, (alongside, ground), &ships);
        }
        return;
    }
    let found = run.met(looking.get_mut(due.who));
    let Some((entity, label, inspection, mut state, alongside, ground)) = found else { return };
    let ordered = due.occasion == Occasion::Inspect;
    if ordered == state.ordered {
        return;
    }
    let (verb, template) = if ordered {
        (Verb::Inspect, "{}: the work begins")
    } else {
        (Verb::StopInspecting, "{}: called off")
    };
    let event = run.event(verb, *label).because(due.cause).because(state.by);
    let event = event.say(template, &[Arg::Title(label.thing)]).mark();
    let Some(id) = event.commit() else { return };
    state.ordered = ordered;
    state.by = id;
    if ordered {
        begin(run, (entity, *label), inspection, &mut state, (alongside, ground), &ships);
    }
}

/// Schedules the looks of an inspection that comes into force now.
fn begin(
    run: &mut Run,
    (entity, label): (Entity, Label),
    inspection: &Inspection,
    state: &mut Inspecting,
    (alongside, ground): (Option<&Alongside>, Option<&Ground>),
    ships: &AtSea,
) {
    state.orders += 1;
    if let Some(ground) = ground {
        run.apart(|run| {
            let from = inspection.from.in_world(&run.luck).max(run.clock.now);
            let at = super::withdrawal::next_work(run, ground.hour, from);
            run.at(Due::new(at, Occasion::Visit, entity, label, state.by).n(state.orders));
        });
    }
    let Some(alongside) = alongside else { return };
    for ship in by_name(ships.iter(), |(_, label, ..)| **label) {
        run.apart(|run| meet(run, (entity, inspection, alongside, state), ship));
    }
}

fn plan((In(due), InMut(run)): (In<Due>, InMut<Run>), looking: Looking, ships: AtSea) {
    let Some(ship) = run.met(ships.get(due.who)) else { return };
    let ordered = looking.iter().filter(|(_, _, _, state, ..)| state.ordered);
    for (entity, _, inspection, state, alongside, _) in by_name(ordered, |(_, label, ..)| **label) {
        if let Some(alongside) = alongside {
            run.luck.anew();
            meet(run, (entity, inspection, alongside, state), ship);
        }
    }
}

/// Schedules when a ship is met, if it carries what is counted and is at sea by then.
fn meet(
    run: &mut Run,
    (entity, inspection, alongside, state): (Entity, &Inspection, &Alongside, &Inspecting),
    (ship, label, voyage, is, hold): (Entity, &Label, &Voyage, &Ship, &Hold),
) {
    let Whereabouts::AtSea(sailed) = is.is else { return };
    let listed = alongside.ships.is_empty() || alongside.ships.contains(&ship);
    let carries = hold.0.iter().any(|cargo| {
        inspection.of.contains(&cargo.stock) && cargo.aboard > 0.0 && cargo.verified == 0.0
    });
    if voyage.inbound || !listed || !carries {
        return;
    }
    let from = inspection.from.in_world(&run.luck).max(run.clock.now);
    let at = sailed.plus_hours(run.luck.fact(alongside.after_h)).max(from);
    hold.0.iter().for_each(|cargo| _ = cargo.read(&run.luck));
    if let Some(at) = lit(alongside, (voyage, sailed), at, &run.luck) {
        let due = Due::new(at, Occasion::Alongside, ship, *label, is.by);
        run.at(due.n(state.orders).with(entity));
    }
}

/// Returns when from `at` on a ship under way can be looked into: while it is at sea, and by day if the
/// look needs light.
fn lit(
    alongside: &Alongside,
    (voyage, sailed): (&Voyage, Time),
    at: Time,
    luck: &Luck,
) -> Option<Time> {
    let light = |at: i64| {
        alongside.min_sun_deg.is_none_or(|sun| {
            sun::height_deg(at, voyage.position(sailed, Time(at), luck)) >= luck.fact(sun)
        })
    };
    let at = sun::first_lit(at.0, QUARTER_S, light).map(Time);
    at.filter(|at| *at < voyage.arrives(sailed, luck))
}

/// A quarter of an hour, in seconds: so often a ship looks for the sun.
const QUARTER_S: u32 = 900;

/// Returns by which events everybody agreed who must; nothing if somebody has not.
///
/// A consent that is left out of this world was never given.
fn agreed(run: &mut Run, inspection: &Inspection, consents: &Query<&Consent>) -> Option<Because> {
    let mut because = Because::default();
    for consent in inspection.needs.iter() {
        let consent = run.met(consents.get(*consent))?;
        if consent.state != ConsentState::Given {
            return None;
        }
        because.events.push(consent.by);
    }
    Some(because)
}

/// A look of an inspection at something.
struct Look<'a> {
    inspection: &'a Inspection,
    label: Label,
    at: Label,
    nth: u32,
    because: Because,
}

impl Look<'_> {
    /// Takes the look; returns its event, or nothing if it failed.
    fn take(&self, run: &mut Run, state: &mut Inspecting) -> Option<EventId> {
        let odds = run.luck.fact(self.inspection.fails);
        let draw = run.luck.draw(FAILS, &[self.label, self.at], u64::from(self.nth));
        let failed = draw < odds;
        let event = run.event(if failed { Verb::LookFails } else { Verb::Look }, self.at);
        let event = event.with(self.label).nth(self.nth).because_of(&self.because);
        let event = event.because(state.by).odds(odds, draw);
        if failed {
            let words = [Arg::Title(self.label.thing), Arg::Title(self.at.thing)];
            event.say("{} at {}: nothing to be seen", &words).commit();
            return None;
        }
        let event = event.told(self.inspection.by);
        let id = event.changes(self.inspection.looks, f64::from(state.looks + 1)).commit()?;
        state.looks += 1;
        Some(id)
    }

    /// Draws whether something that is there is found.
    fn finds(&self, luck: &Luck, what: Label) -> (f64, f64) {
        let names = [self.label, self.at, what];
        (luck.fact(self.inspection.proof), luck.draw(FOUND, &names, u64::from(self.nth)))
    }
}

fn alongside(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut inspections: Query<(&Label, &Inspection, &Alongside, &mut Inspecting)>,
    mut ships: Query<(&Label, &Voyage, &Ship, &mut Hold)>,
    mut stocks: Query<(&Stock, &mut Tally)>,
    consents: Query<&Consent>,
) {
    let found = run.met(inspections.get_mut(due.with));
    let Some((label, inspection, how, mut state)) = found else { return };
    let Some((ship_label, voyage, ship, mut hold)) = run.met(ships.get_mut(due.who)) else {
        return;
    };
    let Whereabouts::AtSea(sailed) = ship.is else { return };
    if !state.ordered || state.orders != due.n {
        return;
    }
    let looked = agreed(run, inspection, &consents).and_then(|mut because| {
        because.events.extend([due.cause, ship.by]);
        let nth = run.log.ordinal(Verb::Alongside, *ship_label, Some(*label));
        let look = Look { inspection, label: *label, at: *ship_label, nth, because };
        look.take(run, &mut state)
    });
    let Some(id) = looked else {
        let tomorrow = run.clock.now.plus_hours(24.0);
        if let Some(at) = lit(how, (voyage, sailed), tomorrow, &run.luck) {
            run.at(Due { at, ..due });
        }
        return;
    };
    for cargo in hold.0.iter_mut().filter(|cargo| inspection.of.contains(&cargo.stock)) {
        if let Some((stock, mut tally)) = run.met(stocks.get_mut(cargo.stock)) {
            run.luck.anew();
            verify(run, inspection, (*label, *ship_label), cargo, (stock, &mut tally), id);
        }
    }
}

/// Counts one part of a ship's cargo, as far as nobody has counted it before.
fn verify(
    run: &mut Run,
    inspection: &Inspection,
    (label, ship): (Label, Label),
    cargo: &mut Cargo,
    (stock, tally): (&Stock, &mut Tally),
    look: EventId,
) {
    let counted = libm::round(cargo.read(&run.luck) * run.luck.fact(inspection.proof));
    let more = counted - cargo.verified;
    if more <= 0.0 {
        return;
    }
    let words =
        [Arg::Title(ship.thing), Arg::Title(label.thing), Arg::Count(counted, cargo.label.thing)];
    let event = run.event(Verb::Verified, cargo.label).with(ship).because(look).because(cargo.by);
    let event = event.told(inspection.by);
    let event = event.say("{} uncovers its load for {}; {} counted", &words);
    if let Some(id) = event.changes(stock.verified, tally.verified + more).commit() {
        tally.verified += more;
        cargo.verified = counted;
        cargo.by = id;
    }
}

fn incoming(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut inspections: Query<(&Label, &Inspection, &Incoming, &mut Inspecting)>,
    mut lines: Query<(&Label, &Line, &mut LineState)>,
    mut ships: Query<(&Label, &mut Ship, &Hold)>,
    consents: Query<&Consent>,
) {
    let Some((line_label, line, mut line_state)) = run.met(lines.get_mut(due.with)) else { return };
    let Some((ship_label, mut ship, hold)) = run.met(ships.get_mut(due.who)) else {
        return;
    };
    let here = inspections.iter_mut().filter(|(_, _, here, _)| here.line == due.with);
    for (label, inspection, _, mut state) in by_name(here, |(label, ..)| **label) {
        run.luck.anew();
        let at_sea = matches!(ship.is, Whereabouts::AtSea(_));
        let begun = inspection.from.in_world(&run.luck) <= run.clock.now;
        if !at_sea || !state.ordered || !begun {
            continue;
        }
        let Some(mut because) = agreed(run, inspection, &consents) else { continue };
        because.events.extend([due.cause, ship.by]);
        let look = Look { inspection, label: *label, at: *ship_label, nth: due.n, because };
        let Some(looked) = look.take(run, &mut state) else { continue };
        let sought = hold
            .0
            .iter()
            .filter(|cargo| cargo.aboard > 0.0 && inspection.of.contains(&cargo.stock));
        for cargo in sought {
            run.luck.anew();
            cargo.read(&run.luck);
            let (odds, draw) = look.finds(&run.luck, cargo.label);
            if draw >= odds {
                continue;
            }
            let words = [
                Arg::Title(label.thing),
                Arg::Count(cargo.aboard, cargo.label.thing),
                Arg::Title(ship_label.thing),
            ];
            let event = run.event(Verb::TurnBack, *ship_label).with(*line_label).nth(due.n);
            let event = event.because(looked).because(cargo.by);
            let event = event.odds(odds, draw).mark();
            let event = event.say("{} find {} aboard {}: it is turned back", &words);
            let turned_back = f64::from(line_state.turned_back + 1);
            if let Some(id) = event.changes(line.turned_back, turned_back).commit() {
                line_state.turned_back += 1;
                *ship = Ship { is: Whereabouts::TurnedBack, by: id };
                break;
            }
        }
    }
}
