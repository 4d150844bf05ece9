//! A day of a plan: its targets by what a fresh picture is worth, and the sorties that go to them.

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;

use super::{again, locate, recall, ship_of};
use crate::world::{
    Arg, Due, EventId, FactId, Label, Luck, Occasion, Run, Verb,
    air::{Aircraft, BasedAt, Grounded, LastSeen, Plan, Sortie, Spot, Standing, Target},
    sea::{Ship, Voyage},
    sky::Sky,
    strikes::{Carried, Strike},
};
use excomm_scenario::format::Position;

/// How many sorties of a day have names of their own.
const SORTIES: u32 = 100;

type Targets<'w, 's> = Query<'w, 's, (&'static Label, &'static Target, &'static mut LastSeen)>;

pub(super) fn plan(
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
    if plan.not_under.is_empty() {
        return None;
    }
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
