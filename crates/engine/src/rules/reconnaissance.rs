//! Reconnaissance: which plans fly on which day, and what each sortie is sent to photograph.

mod film;
mod recall;
mod sorties;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Arg, Due, EventId, FactId, Label, Luck, Occasion, Run, Time, Verb,
    air::{Aircraft, BasedAt, Days, Grounded, LastSeen, Plan, Sortie, Spot, Standing, Target},
    by_name,
    sea::{Ship, Voyage, Whereabouts},
    sky::Sky,
    strikes::{Carried, Strike},
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
        about: "On a plan's day its sorties go to the targets whose pictures are worth most by their age, a target once a day. A ship is a target only while it is at sea. Below the least value no sortie is flown: the targets have run out. Film that has not been read yet does not count. None flies under a sky that the plan avoids, none while its kind stands down after a loss, and none where a strike of its own side is to come.",
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
        ],
        system: || boxed(plan),
    },
    Rule {
        name: "reconnaissance/take-off",
        on: &[Occasion::TakeOff],
        about: "A sortie takes off and flies to its target along the great circle, or turns back half way. It stays at home if by then its kind stands down, or its target is to be struck.",
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

/// How many sorties of a day have names of their own.
const SORTIES: u32 = 100;

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

type Targets<'w, 's> = Query<'w, 's, (&'static Label, &'static Target, &'static mut LastSeen)>;

fn plan(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut commands: Commands,
    mut plans: Query<(&Label, &Plan, &mut Standing)>,
    aircraft: Query<&Aircraft>,
    mut targets: Targets,
    ships: Query<(&Ship, &Voyage)>,
    grounded: Query<&Grounded>,
    (strikes, skies): (Query<(&Strike, &Carried)>, Query<&Sky>),
) {
    let Some((label, plan, mut standing)) = run.met(plans.get_mut(due.who)) else {
        return;
    };
    let Some(kind) = run.met(aircraft.get(plan.aircraft)) else { return };
    if due.n <= standing.void {
        return;
    }
    let today = run.clock.today();
    run.apart(|run| again(run, (due.who, *label), plan, &due));
    let ranked = rank(run, plan, &targets, &ships);
    let clouded: BTreeMap<Label, EventId> = ranked
        .iter()
        .filter_map(|choice| Some((choice.label, clouded(run, plan, choice, (&targets, &skies))?)))
        .collect();
    let least = plan.least_value.map_or(0.0, |fact| run.luck.fact(fact));
    let worthy = |value: f64| value > 0.0 && value >= least;
    let run_out = !worthy(best_value(&ranked));
    let sorties = run.luck.count(plan.sorties).min(SORTIES - 1);
    let bars = recall::bars(run, (plan.aircraft, kind), &grounded, &strikes);
    let Some(considered) = consider(run, (label, &standing), due.cause, &bars) else { return };
    let worth = value(run, (label, plan, &mut standing), &ranked, run_out, considered);
    let barred = |choice: &Choice| bars.iter().any(|bar| bar.covers(choice.at, &run.luck));
    let wanted = ranked.iter().filter(|choice| worthy(choice.value) && !barred(choice));
    let (kept, flown): (Vec<&Choice>, Vec<&Choice>) =
        wanted.partition(|choice| clouded.contains_key(&choice.label));
    if flown.is_empty()
        && let Some(sky) = kept.first().map(|choice| clouded[&choice.label])
    {
        call_off(run, *label, considered, sky);
    }
    for (i, choice) in (1..=sorties).zip(flown) {
        run.luck.anew();
        choice.read(&run.luck);
        if let Some((_, _, mut seen)) = run.met(targets.get_mut(choice.target)) {
            seen.planned = Some((today, worth));
        }
        let name = label.nth(today * SORTIES + i);
        let sortie = Sortie {
            plan: due.who,
            aircraft: plan.aircraft,
            target: choice.target,
            over: choice.label,
            on_its_way: None,
            turned_back: false,
            lost: None,
            picture: None,
            film: Vec::new(),
        };
        let entity = commands.spawn((name, sortie, BasedAt(kind.base))).id();
        let apart_h = run.luck.fact(plan.apart_min) / 60.0;
        let at = run.clock.now.plus_hours(apart_h * f64::from(i - 1));
        run.at(Due::new(at, Occasion::TakeOff, entity, name, considered).n(due.n));
    }
}

/// Returns the event that has made the sky over a target one under which a plan does not fly, if it has.
fn clouded(
    run: &mut Run,
    plan: &Plan,
    choice: &Choice,
    (targets, skies): (&Targets, &Query<&Sky>),
) -> Option<EventId> {
    let (_, target, _) = run.met(targets.get(choice.target))?;
    let Spot::Place { region: Some(region), .. } = target.spot else { return None };
    let sky = run.met(skies.get(region.entity))?;
    plan.not_under.contains(&sky.state).then_some(sky.by)
}

/// Enters that a plan does not fly because of the weather.
fn call_off(run: &mut Run, label: Label, considered: EventId, sky: EventId) {
    let day = run.clock.today() + 1;
    let event = run.event(Verb::CallOff, label).nth(day).because(considered).because(sky);
    event.say("{}: called off for the weather", &[Arg::Title(label.thing)]).commit();
}

/// Enters that a plan was considered.
fn consider(
    run: &mut Run,
    (label, standing): (&Label, &Standing),
    cause: EventId,
    bars: &[recall::Bar],
) -> Option<EventId> {
    let day = run.clock.today() + 1;
    let event = run.event(Verb::Plan, *label).nth(day).because(cause).because(standing.by);
    bars.iter().fold(event, |event, bar| event.because(bar.by)).commit()
}

/// Enters what one more sortie is worth to a plan's owner. That one target is the best hangs on what
/// is known of all of them.
fn value(
    run: &mut Run,
    (label, plan, standing): (&Label, &Plan, &mut Standing),
    ranked: &[Choice],
    run_out: bool,
    considered: EventId,
) -> EventId {
    let day = run.clock.today() + 1;
    if let Some(best) = ranked.first() {
        best.read(&run.luck);
    }
    let event = run.event(Verb::Worth, *label).nth(day).because(considered);
    let event = ranked.iter().fold(event, |event, choice| event.because(choice.known_by));
    let event = if run_out && !standing.run_out {
        event.say("{}: the targets have run out", &[Arg::Title(label.thing)])
    } else {
        event
    };
    let Some(id) = event.changes(plan.worth, best_value(ranked)).commit() else {
        return EventId::NONE;
    };
    standing.run_out = run_out;
    id
}

fn best_value(ranked: &[Choice]) -> f64 {
    ranked.first().map_or(0.0, |best| best.value)
}

/// A target, and what a fresh picture of it is worth.
struct Choice {
    value: f64,
    at: Position,
    label: Label,
    target: Entity,
    /// The reading of its last picture; if a sortie is planned for today, what chose that.
    known_by: EventId,
    /// The facts of its value.
    facts: Vec<FactId>,
}

impl Choice {
    /// Notes the facts of its value: it is what came of comparing all targets.
    fn read(&self, luck: &Luck) {
        self.facts.iter().for_each(|fact| luck.note(*fact));
    }
}

/// Ranks the targets of a plan by the value of a fresh picture, then by name.
fn rank(
    run: &mut Run,
    plan: &Plan,
    targets: &Targets,
    ships: &Query<(&Ship, &Voyage)>,
) -> Vec<Choice> {
    let today = run.clock.today();
    let each = plan.targets.iter().filter_map(|&entity| {
        let (label, target, seen) = run.met(targets.get(entity))?;
        let ship = ship_of(run, target, ships);
        let luck = &run.luck;
        let at = luck.aside(|| locate(target, ship, run.clock.now, luck))?;
        let ((value, known_by), facts) = luck.gather(|| match seen.planned {
            Some((day, by)) if day == today => (0.0, by),
            _ => {
                let age = seen.age_days(run.clock.now, luck);
                (fresh(luck.fact(target.worth), age, luck.fact(target.stale_days)), seen.by)
            }
        });
        Some(Choice { value, at, label: *label, target: entity, known_by, facts })
    });
    let mut ranked: Vec<Choice> = each.collect();
    ranked.sort_by(|a, b| b.value.total_cmp(&a.value).then(a.label.cmp(&b.label)));
    ranked
}

/// Returns what a fresh picture is worth when the last one is so many days old.
fn fresh(worth: f64, age_days: f64, stale_days: f64) -> f64 {
    worth * (1.0 - libm::exp2(-age_days.max(0.0) / stale_days))
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
