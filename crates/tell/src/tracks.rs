//! Where ships, flights, sites and lines were and how they stood: read off a run, changing nothing.

mod known;

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;
use excomm_engine::{
    rules,
    run::Session,
    world::{
        Event, Label, Thing, Time, Verb,
        air::{Aircraft, Plan, Spot, Target},
        by_name,
        defence::{Group, PartOf, Site},
        geo,
        sea::{Line, Sails, Ship, Voyage, Whereabouts},
    },
};
use excomm_scenario::format::{LineStatus, Position};

/// All that has a place on a map, over the time of a run so far: as it was, or as somebody knew it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tracks {
    /// Voyages, in the order of their names; a ship that has not sailed has none.
    pub ships: Vec<ShipTrack>,
    /// Flights, in the order in which they took off.
    pub flights: Vec<FlightTrack>,
    /// Air-defence sites, in the order of their names.
    pub sites: Vec<SiteTrack>,
    /// Lines at sea, in the order of their names.
    pub lines: Vec<LineTrack>,
}

/// A place and when something was there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fix {
    /// When.
    pub at: Time,
    /// Where.
    pub place: Position,
}

/// A voyage, from its port to the last moment that is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ShipTrack {
    /// The ship, or the n-th one of a traffic.
    pub ship: Label,
    /// Whose flag it flies, an actor.
    pub flag: Thing,
    /// The port it leaves.
    pub from: Thing,
    /// The port it goes to.
    pub to: Thing,
    /// Whether it comes in: towards where the stocks are.
    pub inbound: bool,
    /// Whether it was turned back, and sails home from then on.
    pub turned_back: Option<Time>,
    /// When it was met, if no more of it is known than that.
    pub met: Option<Vec<Met>>,
    /// Its way: great circles between these.
    pub fixes: Vec<Fix>,
}

/// A meeting with a ship.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Met {
    /// When it was met.
    pub at: Time,
    /// Since when that is known.
    pub known: Time,
}

/// A flight, from take-off to landing, as it was or is to be.
#[derive(Debug, Clone, PartialEq)]
pub struct FlightTrack {
    /// The n-th sortie of a plan.
    pub sortie: Label,
    /// What flies.
    pub aircraft: Thing,
    /// What it is to photograph.
    pub target: Thing,
    /// Whose it is.
    pub owner: Thing,
    /// Where it was lost, if it was, and since when that is known.
    pub lost: Option<Fix>,
    /// Its way: great circles between these.
    pub fixes: Vec<Fix>,
}

/// An air-defence site.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SiteTrack {
    /// The site.
    pub site: Label,
    /// Whose it is.
    pub owner: Thing,
    /// Since when it is known.
    pub known: Time,
    /// Where it stands.
    pub place: Position,
    /// When it was destroyed, if it was.
    pub destroyed: Option<Time>,
}

/// A line at sea and how it stood.
#[derive(Debug, Clone, PartialEq)]
pub struct LineTrack {
    /// The line.
    pub line: Label,
    /// Its two ends.
    pub ends: (Position, Position),
    /// Its states, each with the moment since which it stood so; the first is the start.
    pub states: Vec<(Time, LineStatus)>,
    /// Patrol ships on it, as far as they are known.
    pub patrols: u32,
}

/// Returns where something is that moves by these fixes; none before the first and after the last.
#[must_use]
pub fn position(fixes: &[Fix], now: Time) -> Option<Position> {
    let next = fixes.partition_point(|fix| fix.at <= now);
    let before = fixes.get(next.checked_sub(1)?)?;
    match fixes.get(next) {
        None => (before.at == now).then_some(before.place),
        Some(after) => {
            let share = now.hours_since(before.at) / after.at.hours_since(before.at);
            Some(geo::between(before.place, after.place, share))
        }
    }
}

/// The moments that the log tells of ships and flights.
#[derive(Default)]
struct Moments {
    sailed: BTreeMap<Label, Time>,
    arrived: BTreeMap<Label, Time>,
    turned: BTreeMap<Label, (Time, u32)>,
    over: BTreeMap<Label, (Time, Verb)>,
    home: BTreeMap<Label, (Time, Verb)>,
    recalled: BTreeMap<Label, Time>,
}

impl Moments {
    fn of(events: &[Event]) -> Moments {
        let mut all = Moments::default();
        for event in events {
            let (who, at, verb) = (event.key.who, event.at, event.key.verb);
            match verb {
                Verb::Sail => _ = all.sailed.insert(who, at),
                Verb::Recall => _ = all.recalled.insert(who, at),
                Verb::Arrive => _ = all.arrived.insert(who, at),
                Verb::TurnBack if event.key.with.is_some() => {
                    all.turned.insert(who, (at, event.key.nth));
                }
                Verb::Photograph | Verb::NoPhotograph | Verb::Crash | Verb::ShotDown => {
                    all.over.entry(who).or_insert((at, verb));
                }
                Verb::Land | Verb::TurnBack | Verb::Missing => {
                    _ = all.home.entry(who).or_insert((at, verb));
                }
                _ => {}
            }
        }
        all
    }
}

impl Tracks {
    /// Returns where everything has been in a run so far.
    #[must_use]
    pub fn of(session: &Session) -> Tracks {
        let moments = Moments::of(session.log().events());
        let ships = ships(session, &moments);
        let flights = flights(session, &moments, &ships);
        Tracks { ships, flights, sites: sites(session), lines: lines(session) }
    }
}

fn ships(session: &Session, moments: &Moments) -> Vec<ShipTrack> {
    let (world, luck, now) = (session.world(), session.luck(), session.now());
    let mut tracks = Vec::new();
    let Some(mut query) = world.try_query::<(Entity, &Label, &Voyage, &Ship)>() else {
        return tracks;
    };
    for (entity, label, voyage, ship) in query.iter(world) {
        let miles = |nth: u32| voyage.crossings.get(nth as usize - 1).map(|c| c.at_nm);
        let speed = luck.fact(voyage.speed_kn);
        let turned = moments.turned.get(label).copied();
        let sailed = match (ship.is, moments.sailed.get(label), world.get::<Sails>(entity), turned)
        {
            (Whereabouts::Port | Whereabouts::Held, ..) => continue,
            (Whereabouts::AtSea(sailed), ..) => sailed,
            (_, Some(sailed), ..) => *sailed,
            (_, _, Some(sails), _) => sails.moment(luck),
            (_, _, None, Some((at, nth))) => at.plus_hours(-miles(nth).unwrap_or_default() / speed),
            _ => continue,
        };
        let way = Way { voyage, speed, sailed };
        tracks.extend(way.track(world, *label, turned.map(|(at, _)| at), now));
    }
    let gone = moments.arrived.iter().filter(|(label, _)| label.nth > 0);
    for (label, arrived) in gone {
        // a ship of a traffic that has arrived is no more: its way is that of the traffic
        let Some(voyage) = world.get::<Voyage>(session.model().entity(label.thing)) else {
            continue;
        };
        let speed = luck.fact(voyage.speed_kn);
        let sailed = arrived.plus_hours(-voyage.route.length_nm() / speed);
        tracks.extend(Way { voyage, speed, sailed }.track(world, *label, None, now));
    }
    tracks.sort_by_key(|track| track.ship);
    tracks
}

fn flights(session: &Session, moments: &Moments, ships: &[ShipTrack]) -> Vec<FlightTrack> {
    let took_off = session.log().events().iter().filter(|event| event.key.verb == Verb::TakeOff);
    took_off.filter_map(|event| flight(session, moments, ships, event)).collect()
}

fn flight(
    session: &Session,
    moments: &Moments,
    ships: &[ShipTrack],
    took_off: &Event,
) -> Option<FlightTrack> {
    let (world, model) = (session.world(), session.model());
    let (sortie, target) = (took_off.key.who, took_off.key.with?);
    let plan = world.get::<Plan>(model.entity(sortie.thing))?;
    let kind = world.get::<Aircraft>(plan.aircraft)?;
    let over = moments.over.get(&sortie).copied();
    let home = moments.home.get(&sortie).copied();
    let end = over.or(home).map_or(session.now(), |(at, _)| at);
    let to = match world.get::<Target>(model.entity(target.thing))?.spot {
        Spot::Place { at, .. } => at,
        Spot::Ship { ship, .. } => {
            let ship = world.get::<Label>(ship)?;
            let track = ships.iter().find(|track| track.ship == *ship)?;
            position(&track.fixes, end)?
        }
    };
    let flown = |from, to, since: Time| {
        since.plus_hours(geo::distance_nm(from, to) / session.fact(kind.speed_kn))
    };
    let mut fixes = vec![Fix { at: took_off.at, place: kind.from }];
    if let Some((back, Verb::TurnBack)) = home
        && over.is_none()
    {
        let half = took_off.at.plus_hours(back.hours_since(took_off.at) / 2.0);
        let (turned, share) = match moments.recalled.get(&sortie) {
            Some(&at) => {
                let whole = flown(kind.from, to, took_off.at).hours_since(took_off.at);
                (at, at.hours_since(took_off.at) / whole)
            }
            None => (half, 0.5),
        };
        fixes.push(Fix { at: turned, place: geo::between(kind.from, to, share) });
        fixes.push(Fix { at: back, place: kind.from });
    } else {
        // what has not come yet comes as planned
        let over = over.map_or_else(|| flown(kind.from, to, took_off.at), |(at, _)| at);
        let home = home.map_or_else(|| flown(to, kind.lands, over), |(at, _)| at);
        fixes.push(Fix { at: over, place: to });
        fixes.push(Fix { at: home, place: kind.lands });
    }
    let lost = over.filter(|(_, verb)| matches!(*verb, Verb::ShotDown | Verb::Crash));
    Some(FlightTrack {
        sortie,
        aircraft: world.get::<Label>(plan.aircraft)?.thing,
        target: target.thing,
        owner: world.get::<Label>(kind.owner)?.thing,
        lost: lost.map(|(at, _)| Fix { at, place: to }),
        fixes,
    })
}

fn sites(session: &Session) -> Vec<SiteTrack> {
    let (world, log) = (session.world(), session.log());
    let Some(mut query) = world.try_query::<(&Label, &Site, &PartOf)>() else { return Vec::new() };
    let track = |(label, site, group): (&Label, &Site, &PartOf)| {
        let commander = world.get::<Group>(group.0)?.commander;
        Some(SiteTrack {
            site: *label,
            owner: world.get::<Label>(commander)?.thing,
            known: session.model().span.start,
            place: site.at,
            destroyed: site.destroyed.and_then(|by| log.event(by)).map(|event| event.at),
        })
    };
    by_name(query.iter(world).filter_map(track), |track| track.site)
}

fn lines(session: &Session) -> Vec<LineTrack> {
    let world = session.world();
    let Some(mut query) = world.try_query::<(&Label, &Line)>() else { return Vec::new() };
    let track = |(label, line): (&Label, &Line)| {
        let changed = session.log().events().iter().filter(|event| event.key.who == *label);
        let changed = changed.filter_map(|event| Some((event.at, rules::status_set(event)?)));
        let start = (session.model().span.start, line.starts);
        let states = std::iter::once(start).chain(changed).collect();
        LineTrack {
            line: *label,
            ends: line.ends,
            states,
            patrols: session.luck().count(line.patrols),
        }
    };
    by_name(query.iter(world).map(track), |track| track.line)
}

/// A voyage that has begun.
struct Way<'a> {
    voyage: &'a Voyage,
    /// In knots.
    speed: f64,
    sailed: Time,
}

impl Way<'_> {
    /// Returns the fixes of a ship: along its route, and back again if it was turned back.
    fn track(
        &self,
        world: &World,
        ship: Label,
        turned_back: Option<Time>,
        now: Time,
    ) -> Option<ShipTrack> {
        let Way { voyage, speed, sailed } = self;
        let route = &voyage.route;
        let at = |nm: f64| sailed.plus_hours(nm / speed);
        let until = turned_back.map_or(f64::INFINITY, |turned| turned.hours_since(*sailed) * speed);
        let out = route.points.iter().zip(&route.at_nm).take_while(|(_, nm)| **nm <= until);
        let mut fixes: Vec<Fix> =
            out.map(|(place, nm)| Fix { at: at(*nm), place: *place }).collect();
        if let Some(turned) = turned_back {
            let back: Vec<Fix> = fixes.iter().rev().copied().collect();
            fixes.push(Fix { at: turned, place: route.position(until) });
            let home = |fix: Fix| Fix { at: turned.plus_hours(turned.hours_since(fix.at)), ..fix };
            fixes.extend(back.into_iter().map(home));
        }
        let known = fixes.first().is_some_and(|fix| fix.at <= now);
        known.then_some(ShipTrack {
            ship,
            flag: world.get::<Label>(voyage.flag)?.thing,
            from: voyage.from_label.thing,
            to: voyage.to_label.thing,
            inbound: voyage.inbound,
            turned_back,
            met: None,
            fixes,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(hours: i64, lon: f64) -> Fix {
        Fix { at: Time(hours * 3600), place: Position { lat: 0.0, lon } }
    }

    #[test]
    fn a_thing_is_between_the_fixes_around_a_moment_and_nowhere_outside() {
        let fixes = [fix(0, 0.0), fix(2, 10.0), fix(3, 10.0)];
        let lon = |hours: i64| position(&fixes, Time(hours * 3600)).map(|at| at.lon);
        assert!((lon(1).unwrap() - 5.0).abs() < 1e-9);
        assert!((lon(3).unwrap() - 10.0).abs() < 1e-9);
        assert_eq!((lon(-1), lon(4)), (None, None));
        assert_eq!(position(&[], Time(0)), None);
    }
}
