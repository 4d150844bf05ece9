//! Sorties: take-off, the moment over the target, and the way home.

use bevy_ecs::prelude::*;

use super::{locate, recall, ship_of};
use crate::world::{
    Arg, Due, EventId, Label, Luck, Occasion, Run, Salt, Verb,
    air::{Aircraft, Count, Grounded, LastSeen, Sortie, Spot, Standing, StandsDown, Tally, Target},
    geo, salt,
    sea::{Ship, Voyage},
    sky::Sky,
    stocks::{At, Pile, Stock},
    strikes::{Carried, Strike},
};
use excomm_numerics::{search, sun};
use excomm_scenario::format::{Position, SkyState};

const TURNS_BACK: Salt = salt("reconnaissance/turns-back");
const ACCIDENT: Salt = salt("reconnaissance/accident");
const PHOTOGRAPH: Salt = salt("reconnaissance/photograph");
const RECOGNISED: Salt = salt("reconnaissance/recognised");

pub(super) fn take_off(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut commands: Commands,
    mut sorties: Query<&mut Sortie>,
    plans: Query<&Standing>,
    mut aircraft: Query<(&Label, &Aircraft, &mut Tally)>,
    targets: Query<(&Target, &LastSeen)>,
    ships: Query<(&Ship, &Voyage)>,
    grounded: Query<&Grounded>,
    strikes: Query<(&Strike, &Carried)>,
) {
    let Some(mut sortie) = run.met(sorties.get_mut(due.who)) else { return };
    let Some((_, kind, mut tally)) = run.met(aircraft.get_mut(sortie.aircraft)) else { return };
    let Some((target, seen)) = run.met(targets.get(sortie.target)) else { return };
    let in_force = run.met(plans.get(sortie.plan)).is_some_and(|standing| due.n > standing.void);
    let ship = ship_of(run, target, &ships);
    let to = locate(target, ship, run.clock.now, &run.luck);
    let bars = recall::bars(run, (sortie.aircraft, kind), &grounded, &strikes);
    let barred = |to: &Position| bars.iter().any(|bar| bar.covers(*to, &run.luck));
    let Some(to) = to.filter(|to| in_force && !barred(to)) else {
        commands.entity(due.who).despawn();
        return;
    };
    let odds = run.luck.fact(kind.turns_back);
    let draw = run.luck.draw(TURNS_BACK, &[due.label], 1);
    let event = run.event(Verb::TakeOff, due.label).with(sortie.over).nth(1);
    let event = event.because(due.cause).because(seen.by).odds(odds, draw);
    let Some(id) = event.changes(kind.flown, f64::from(tally.flown + 1)).commit() else {
        commands.entity(due.who).despawn();
        return;
    };
    tally.flown += 1;
    sortie.turned_back = draw < odds;
    sortie.on_its_way = (!sortie.turned_back).then_some(run.clock.now);
    // half the way out and half the way back is as long as the way out
    let next = if sortie.turned_back { Occasion::Land } else { Occasion::Over };
    let at = run.clock.now.plus_hours(hours(kind, kind.from, to, &run.luck));
    run.at(Due::new(at, next, due.who, due.label, id));
}

/// Returns how long a flight takes, in hours.
fn hours(kind: &Aircraft, from: Position, to: Position, luck: &Luck) -> f64 {
    geo::distance_nm(from, to) / luck.fact(kind.speed_kn)
}

pub(super) fn photograph(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut sorties: Query<&mut Sortie>,
    aircraft: Query<(&Label, &Aircraft)>,
    bases: Query<&Label>,
    targets: Query<&Target>,
    ships: Query<(&Ship, &Voyage)>,
    skies: Query<&Sky>,
    piles: Query<(&Label, &Pile, &At)>,
    stocks: Query<&Stock>,
) {
    let Some(mut sortie) = run.met(sorties.get_mut(due.who)) else { return };
    if sortie.turned_back {
        return;
    }
    sortie.on_its_way = None;
    let Some((kind_label, kind)) = run.met(aircraft.get(sortie.aircraft)) else { return };
    let Some(base) = run.met(bases.get(kind.base)) else { return };
    let Some(target) = run.met(targets.get(sortie.target)) else { return };
    let ship = ship_of(run, target, &ships);
    let over = locate(target, ship, run.clock.now, &run.luck);
    run.apart(|run| {
        let home = hours(kind, over.unwrap_or(kind.from), kind.lands, &run.luck);
        let home = run.clock.now.plus_hours(home);
        run.at(Due::new(home, Occasion::Land, due.who, due.label, due.cause));
    });
    if sortie.lost.is_none() {
        sortie.lost = run.apart(|run| crash(run, kind, &due, sortie.over));
    }
    if sortie.lost.is_some() {
        return;
    }
    let sky = match target.spot {
        Spot::Place { region: Some(region), .. } => run.met(skies.get(region.entity)),
        _ => None,
    };
    let view = view(run, kind, target, over, sky);
    let draw = run.luck.draw(PHOTOGRAPH, &[due.label], 1);
    let good = draw < view.odds;
    let event = run.event(if good { Verb::Photograph } else { Verb::NoPhotograph }, due.label);
    let event = event.with(sortie.over).nth(1).because(due.cause).because(view.sky);
    let what = kind_label.thing;
    let words = [
        Arg::Count(1.0, what),
        Arg::Title(base.thing),
        Arg::Title(sortie.over.thing),
        Arg::Words(what, 0),
    ];
    let event = event.say("{} from {} passes over {} {}", &words);
    let Some(id) = event.odds(view.odds, draw).commit() else { return };
    if good {
        sortie.picture = Some((id, run.clock.now));
        if let Spot::Place { place, .. } = target.spot {
            sortie.film = counts(run, due.label, place, &piles, &stocks);
        }
    }
}

/// Lets a sortie be lost by accident, if it is; nobody hears of it yet.
fn crash(run: &mut Run, kind: &Aircraft, due: &Due, over: Label) -> Option<EventId> {
    let odds = run.luck.fact(kind.accident);
    let draw = run.luck.draw(ACCIDENT, &[due.label], 1);
    if draw >= odds {
        return None;
    }
    let event = run.event(Verb::Crash, due.label).nth(1).because(due.cause);
    event
        .odds(odds, draw)
        .say("The plane sent to {} is lost by accident", &[Arg::Title(over.thing)])
        .commit()
}

/// The odds of a good photograph, and the event that made the sky so.
struct View {
    odds: f64,
    sky: EventId,
}

fn view(
    run: &Run,
    kind: &Aircraft,
    target: &Target,
    over: Option<Position>,
    sky: Option<&Sky>,
) -> View {
    let luck = &run.luck;
    let (state, by) = sky.map_or((SkyState::Clear, EventId::NONE), |sky| (sky.state, sky.by));
    let lit = |at| sun::height_deg(run.clock.now.0, at) >= luck.fact(kind.min_sun_deg);
    if !over.is_some_and(lit) {
        return View { odds: 0.0, sky: EventId::NONE };
    }
    let mut view = View { odds: luck.fact(kind.photo(state)), sky: by };
    if let Spot::Ship { sweep_nm, hours, area_nm2, .. } = target.spot {
        let facts = [sweep_nm, kind.speed_kn, hours, area_nm2];
        let [sweep, speed, time, area] = facts.map(|fact| luck.fact(fact));
        view.odds *= search::random_search(sweep * speed * time / area);
    }
    view
}

/// Counts what is recognised of each stock that has a pile at this place or its port here.
fn counts(
    run: &mut Run,
    sortie: Label,
    place: Entity,
    piles: &Query<(&Label, &Pile, &At)>,
    stocks: &Query<&Stock>,
) -> Vec<Count> {
    let mut counts: Vec<Count> = Vec::new();
    for (label, pile, at) in piles {
        if pile.hidden || (at.0 != place && pile.port != place) {
            continue;
        }
        let Some(stock) = run.met(stocks.get(pile.stock)) else { continue };
        let there = pile.lying_at(place, at.0);
        let draw = run.luck.draw(RECOGNISED, &[sortie, *label], 1);
        let (seen, facts) = run.luck.gather(|| {
            pile.read(&run.luck);
            search::binomial(there as u32, run.luck.fact(stock.recognised), draw)
        });
        let known = counts.iter().position(|count| count.stock == pile.stock);
        let known = known.unwrap_or_else(|| {
            let (stock, label, by) = (pile.stock, pile.stock_label, EventId::NONE);
            counts.push(Count { stock, label, seen: 0.0, facts: Vec::new(), by });
            counts.len() - 1
        });
        let count = &mut counts[known];
        count.seen += f64::from(seen);
        count.facts.extend(facts);
        count.by = latest(count.by, pile.by);
    }
    counts.sort_by_key(|count| count.label);
    counts
}

/// Returns the later of two events of this run.
fn latest(one: EventId, other: EventId) -> EventId {
    if one == EventId::NONE || other == EventId::NONE { one.min(other) } else { one.max(other) }
}

pub(super) fn land(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut commands: Commands,
    sorties: Query<&Sortie>,
    mut aircraft: Query<(&Label, &Aircraft, &mut Tally)>,
    mut kinds: Query<(Entity, &Label, &StandsDown, &mut Grounded)>,
) {
    let Some(sortie) = run.met(sorties.get(due.who)) else { return };
    let Some((label, kind, mut tally)) = run.met(aircraft.get_mut(sortie.aircraft)) else { return };
    if let Some(lost) = sortie.lost {
        let words = [Arg::Count(1.0, label.thing), Arg::Title(sortie.over.thing)];
        let event = run.event(Verb::Missing, due.label).nth(1).because(lost).because(due.cause);
        let event = event.say("{} does not come home from {}", &words).mark();
        if let Some(loss) = event.changes(kind.lost, f64::from(tally.lost + 1)).commit() {
            tally.lost += 1;
            recall::stand_down(run, (sortie.aircraft, *label), &mut kinds, loss);
        }
    } else if sortie.turned_back {
        run.event(Verb::TurnBack, due.label).nth(1).because(due.cause).commit();
    } else {
        let picture = sortie.picture.map_or(EventId::NONE, |(id, _)| id);
        let event = run.event(Verb::Land, due.label).nth(1).because(due.cause).because(picture);
        if let Some(id) = event.commit().filter(|_| sortie.picture.is_some()) {
            let at = run.clock.now.plus_hours(run.luck.fact(kind.film_h));
            run.at(Due::new(at, Occasion::Film, due.who, due.label, id));
            return;
        }
    }
    commands.entity(due.who).despawn();
}
