//! Orders that follow later, what actors are told, and what a branch makes happen.

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{Due, Occasion, Orders, Run, SignId, Verb};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "orders/later",
        on: &[Occasion::Then],
        about: "Orders inside `Later` are carried out when their time has come. `Maybe` is drawn when it is reached.",
        formula: "",
        source: "",
        reads: &["orders: Later, Maybe"],
        system: || boxed(later),
    },
    Rule {
        name: "orders/tell",
        on: &[Occasion::Tell],
        about: "An order `Report` lets one actor hear something, true or not. The world is as it was.",
        formula: "",
        source: "",
        reads: &["orders: Report"],
        system: || boxed(tell),
    },
    Rule {
        name: "orders/pin",
        on: &[Occasion::Pin],
        about: "A branch makes something happen at a moment. It has no cause in the world: an intervention.",
        formula: "",
        source: "",
        reads: &["branches/*/pins"],
        system: || boxed(pin),
    },
];

fn later((In(due), InMut(run)): (In<Due>, InMut<Run>)) {
    run.follow(Orders(due.n), due.cause);
}

fn tell((In(due), InMut(run)): (In<Due>, InMut<Run>)) {
    let times = run.log.ordinal(Verb::Told, due.label.nth(due.n), None);
    let event = run.event(Verb::Tell, due.label).because(due.cause);
    event.told(due.who).changes(SignId(due.n), f64::from(times)).commit();
}

fn pin((In(due), InMut(run)): (In<Due>, InMut<Run>)) {
    if let Some(id) = run.event(Verb::Pin, due.label).nth(1).mark().commit() {
        run.follow(Orders(due.n), id);
    }
}
