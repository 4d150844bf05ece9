//! Reconnaissance: which plans fly on which day, and what each sortie is sent to photograph.

mod film;
mod plan;
mod recall;
mod sorties;
#[cfg(test)]
mod tests;

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Arg, Due, EventId, Label, Luck, Occasion, Run, Time, Verb,
    air::{Days, Plan, Spot, Standing, Target},
    by_name,
    sea::{Ship, Voyage, Whereabouts},
};
use excomm_scenario::format::Position;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "reconnaissance/stand",
        on: &[Occasion::Start],
        about: "Plans in force at the start begin with the first day whose hour has not passed; a plan for the next day flies on the day after the start.",
        formula: "",
        source: "",
        reads: &["flights/*/standing", "flights/*/days", "flights/*/hour"],
        system: || boxed(stand),
    },
    Rule {
        name: "reconnaissance/order",
        on: &[Occasion::Fly, Occasion::StandDown],
        about: "A plan is put in force or taken out of force. A plan out of force flies no more; sorties that have taken off fly on.",
        formula: "",
        source: "",
        reads: &["orders: Fly, StandDown", "flights/*/days"],
        system: || boxed(order),
    },
    Rule {
        name: "reconnaissance/plan",
        on: &[Occasion::FlightDay],
        about: "On a plan's day its sorties go to the targets whose pictures are worth most by their age, a target once a day. A ship is a target only while it is at sea. Below the least value no sortie is flown: the targets have run out. Film that has not been read yet does not count. None flies under a sky that the plan avoids, none while its kind stands down after a loss, and none where a strike of its own side is to come, or was carried out a short while ago.",
        formula: "value = worth x (1 - 2^(-age / stale_days)), age in days since the last good picture",
        source: "half-life of a picture's freshness",
        reads: &[
            "flights/*/days",
            "flights/*/hour",
            "flights/*/sorties",
            "flights/*/apart_min",
            "flights/*/targets",
            "flights/*/least_value",
            "targets/*/worth",
            "targets/*/stale_days",
            "targets/*/last_seen_days",
            "aircraft/*/stands_down",
            "strikes/*/clears_nm",
            "strikes/*/clears_for_h",
        ],
        system: || boxed(plan::plan),
    },
    Rule {
        name: "reconnaissance/take-off",
        on: &[Occasion::TakeOff],
        about: "A sortie takes off and flies to its target along the great circle, or turns back half way. It stays at home if by then its kind stands down, or its target is to be struck or has just been.",
        formula: "P(turns back) = turns_back; hours = distance / speed_kn",
        source: "",
        reads: &[
            "aircraft/*/base",
            "aircraft/*/speed_kn",
            "aircraft/*/turns_back",
            "flights/*/apart_min",
            "targets/*/worth",
            "targets/*/stale_days",
            "targets/*/last_seen_days",
            "classes/*/speed_kn",
            "aircraft/*/stands_down",
            "strikes/*/clears_nm",
            "strikes/*/clears_for_h",
        ],
        system: || boxed(sorties::take_off),
    },
    Rule {
        name: "reconnaissance/recall",
        on: &[Occasion::Recall],
        about: "Sorties on their way that may not go on, since their kind stands down after a loss or their own side is about to strike there, turn back where they are.",
        formula: "",
        source: "",
        reads: &[
            "aircraft/*/base",
            "aircraft/*/speed_kn",
            "aircraft/*/stands_down",
            "strikes/*/clears_nm",
            "strikes/*/clears_for_h",
            "strikes/*/hits",
            "strikes/*/takes_h",
            "targets/*/at",
            "classes/*/speed_kn",
        ],
        system: || boxed(recall::recall),
    },
    Rule {
        name: "reconnaissance/photograph",
        on: &[Occasion::Over],
        about: "Over its target a sortie that was not shot down may be lost by accident; else it takes its photograph, if there is light and the sky lets it. A ship must be found first.",
        formula: "P(good) = photo_clear, photo_partly or photo_obscured if the sun stands at least min_sun_deg high, else 0; for a ship times 1 - exp(-sweep x speed x hours / area); each item is recognised with odds seen",
        source: "B. O. Koopman, Search and Screening, 1946: random search; binomial count",
        reads: &[
            "aircraft/*/photo_*",
            "aircraft/*/min_sun_deg",
            "aircraft/*/accident",
            "aircraft/*/speed_kn",
            "targets/*/at",
            "stocks/*/seen",
            "classes/*/speed_kn",
        ],
        system: || boxed(sorties::photograph),
    },
    Rule {
        name: "reconnaissance/land",
        on: &[Occasion::Land],
        about: "A sortie lands, and its film goes to the capital; one that was lost is missed at the time at which it should have landed, not before. Then those kinds of aircraft stand down that do so after such a loss.",
        formula: "",
        source: "",
        reads: &["aircraft/*/lands", "aircraft/*/speed_kn", "aircraft/*/stands_down"],
        system: || boxed(sorties::land),
    },
    Rule {
        name: "reconnaissance/read",
        on: &[Occasion::Film],
        about: "The film is read: the owner's picture of what stands at the place is now what was recognised at the moment of the photograph. A search for hidden things finds them, or reports something where nothing is.",
        formula: "P(found) = 1 - exp(-coverage); P(report of nothing) = false_alarm; share of a region covered = 1 - product of (1 - covers) over the good sorties of seen_for_days",
        source: "B. O. Koopman, Search and Screening, 1946: random search",
        reads: &[
            "aircraft/*/film_h",
            "aircraft/*/covers",
            "regions/*/seen_for_days",
            "targets/*/hides",
            "stocks/*/seen",
            "stocks/*/piles/*/count",
            "stocks/*/piles/*/at_port",
        ],
        system: || boxed(film::read),
    },
];

fn stand(
    (In(_), InMut(run)): (In<Due>, InMut<Run>),
    mut plans: Query<(Entity, &Label, &Plan, &mut Standing)>,
) {
    let plans = by_name(plans.iter_mut(), |(_, label, ..)| **label);
    for (entity, label, plan, mut standing) in plans {
        if plan.standing {
            run.luck.anew();
            standing.orders = 1;
            call(run, (entity, *label), plan, &mut standing, EventId::NONE);
        }
    }
}

fn order(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut plans: Query<(&Label, &Plan, &mut Standing)>,
) {
    let Some((label, plan, mut standing)) = run.met(plans.get_mut(due.who)) else {
        return;
    };
    let flies = due.occasion == Occasion::Fly;
    let again = flies && matches!(plan.days, Days::NextDay);
    if flies == standing.flying() && !again {
        return;
    }
    let (verb, template) =
        if flies { (Verb::Fly, "{}: ordered to fly") } else { (Verb::StandDown, "{}: stood down") };
    let event = run.event(verb, *label).because(due.cause).because(standing.by);
    let event = event.say(template, &[Arg::Title(label.thing)]).mark();
    let Some(by) = event.changes(plan.flying, f64::from(u8::from(flies))).commit() else { return };
    standing.by = by;
    if flies {
        standing.orders += 1;
        call(run, (due.who, *label), plan, &mut standing, by);
    } else {
        standing.void = standing.orders;
    }
}

/// Schedules the first day of a plan that is put in force.
fn call(run: &mut Run, who: (Entity, Label), plan: &Plan, standing: &mut Standing, cause: EventId) {
    let today = run.clock.today();
    let hour = run.luck.fact(plan.hour);
    let day = match plan.days {
        Days::NextDay => today + 1,
        Days::On(when) => run.clock.day_of(when.in_world(&run.luck)),
        Days::Daily | Days::Every(_) => {
            today + u32::from(run.clock.at_hour(today, hour) < run.clock.now)
        }
    };
    // a second order on the same day calls for no more than the first
    if standing.called != Some(day) || standing.void + 1 == standing.orders {
        standing.called = Some(day);
        schedule(run, who, hour, day, standing.orders, cause);
    }
}

/// Schedules a day of a plan, by the order in force, unless its hour has passed.
fn schedule(
    run: &mut Run,
    (entity, label): (Entity, Label),
    hour: f64,
    day: u32,
    order: u32,
    cause: EventId,
) {
    let at = run.clock.at_hour(day, hour);
    if at >= run.clock.now && day < run.clock.days() {
        run.at(Due::new(at, Occasion::FlightDay, entity, label, cause).n(order));
    }
}

/// Schedules the next day of a plan that flies again and again.
fn again(run: &mut Run, who: (Entity, Label), plan: &Plan, due: &Due) {
    let days = match plan.days {
        Days::Daily => 1,
        Days::Every(days) => run.luck.count(days).max(1),
        Days::On(_) | Days::NextDay => return,
    };
    let hour = run.luck.fact(plan.hour);
    schedule(run, who, hour, run.clock.today() + days, due.n, due.cause);
}

/// Returns the ship that a target is, if it is one.
fn ship_of<'a>(
    run: &mut Run,
    target: &Target,
    ships: &'a Query<(&Ship, &Voyage)>,
) -> Option<(&'a Ship, &'a Voyage)> {
    match target.spot {
        Spot::Place { .. } => None,
        Spot::Ship { ship, .. } => run.met(ships.get(ship)),
    }
}

/// Returns where a target is now; nothing if it is a ship that is not at sea.
fn locate(
    target: &Target,
    ship: Option<(&Ship, &Voyage)>,
    now: Time,
    luck: &Luck,
) -> Option<Position> {
    match target.spot {
        Spot::Place { at, .. } => Some(at),
        Spot::Ship { .. } => {
            let (ship, voyage) = ship?;
            match ship.is {
                Whereabouts::AtSea(sailed) => Some(voyage.position(sailed, now, luck)),
                _ => None,
            }
        }
    }
}
