//! What comes to be on a map over a run: each thing where it is from when to when, as what.
//!
//! The still picture, the table beside it and what the script reads all come from here.

use std::collections::BTreeSet;

use serde::Serialize;

use super::sight::{Kind, LineMark, Mark, Sight, bare};
use excomm_engine::world::{Label, Model, Thing, Time, geo};
use excomm_scenario::format::{LineStatus, Position};
use excomm_tell::{
    tracks::{Fix, FlightTrack, LineTrack, Met, ShipTrack, SiteTrack, Tracks, position},
    words,
};

/// Hours of a ship's wake that are drawn.
const WAKE_H: f64 = 24.0;

/// Hours for which a place is shown where a ship was met.
const MET_H: f64 = 96.0;

/// Everything that comes to be on a map over a run, as it was or as somebody knew it.
#[derive(Debug, Clone, Default)]
pub struct Moving {
    /// Things with a place, the more important ones first.
    pub(super) tracks: Vec<Track>,
    pub(super) lines: Vec<Line>,
}

/// A thing on a map, from its first place to its last.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Track {
    /// Its name for programs, which stays the same as it moves.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Whose it is, in words, where the map says so.
    #[serde(skip)]
    pub whose: String,
    /// Where it came from and where it goes, in words.
    #[serde(skip)]
    pub way: String,
    /// Whether it belongs to the actor for whom the map is drawn.
    pub own: bool,
    /// Whether its name may be left out where there is no room.
    pub minor: bool,
    /// Whether it is one of a crowd: never named, and left out of tables and of maps of an ocean.
    pub crowd: bool,
    /// Of things of one group, only the first is named.
    pub(super) group: String,
    /// Where it was heading, in degrees, when it was met here; it may be elsewhere now.
    pub met: Option<f64>,
    /// Hours of its way that are drawn behind it, if any are.
    pub(super) wake_h: Option<f64>,
    /// What it is, since when.
    #[serde(skip)]
    pub(super) kinds: Vec<(Time, Kind)>,
    /// Its way, on which it is over at the last fix; what has only one stays there.
    #[serde(skip)]
    pub(super) fixes: Vec<Fix>,
}

/// A line at sea, over a run.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Line {
    /// Its name for programs.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Its two ends.
    #[serde(skip)]
    pub ends: (Position, Position),
    /// Patrol ships on it, spread evenly.
    #[serde(skip)]
    pub patrols: u32,
    /// How it stands, since when.
    #[serde(skip)]
    pub(super) states: Vec<(Time, LineStatus)>,
}

impl Moving {
    /// Collects what comes to be on a map that is drawn for an actor.
    #[must_use]
    pub fn new(model: &Model, actor: Option<Thing>, tracks: &Tracks) -> Moving {
        let collect = Collect { model, actor };
        let mut all: Vec<Track> = tracks.ships.iter().flat_map(|ship| collect.ship(ship)).collect();
        all.sort_by_key(|track| track.minor);
        all.extend(tracks.flights.iter().filter_map(|flight| collect.flight(flight)));
        all.extend(tracks.flights.iter().filter_map(|flight| collect.lost(flight)));
        all.extend(tracks.sites.iter().map(|site| collect.site(site)));
        Moving { tracks: all, lines: tracks.lines.iter().map(|line| collect.line(line)).collect() }
    }

    /// Returns what is where at a moment.
    #[must_use]
    pub fn at<'m>(&'m self, now: Time) -> Sight<'m> {
        let mut named = BTreeSet::new();
        let mark = |of: &'m Track| {
            let at = of.place(now)?;
            Some(Mark {
                kind: state(&of.kinds, now)?.1,
                named: !of.crowd && named.insert(&of.group),
                course_deg: of.met.or_else(|| course(&of.fixes, now)),
                wake: of.wake(now),
                at,
                of,
            })
        };
        let line = |of: &'m Line| {
            let (since, status) = state(&of.states, now)?;
            Some(LineMark { of, since, status })
        };
        Sight {
            now,
            marks: self.tracks.iter().filter_map(mark).collect(),
            lines: self.lines.iter().filter_map(line).collect(),
        }
    }

    /// Returns the kinds of marks that come to be on the map, each one's own or another's.
    #[must_use]
    pub fn kinds(&self) -> BTreeSet<(Kind, bool)> {
        let kinds =
            |of: &Track| of.kinds.iter().map(|(_, kind)| (*kind, of.own)).collect::<Vec<_>>();
        self.tracks.iter().flat_map(kinds).collect()
    }
}

impl Track {
    fn place(&self, now: Time) -> Option<Position> {
        match self.fixes.as_slice() {
            [only] => (only.at <= now).then_some(only.place),
            [.., last] if last.at <= now => None,
            fixes => position(fixes, now),
        }
    }

    /// Returns where it was in the last hours, oldest first.
    fn wake(&self, now: Time) -> Vec<Position> {
        let Some(wake_h) = self.wake_h else { return Vec::new() };
        let since = now.plus_hours(-wake_h);
        let passed = self.fixes.iter().filter(|fix| fix.at > since && fix.at < now);
        let ends = [since, now].map(|at| position(&self.fixes, at));
        ends[0].into_iter().chain(passed.map(|fix| fix.place)).chain(ends[1]).collect()
    }
}

/// Returns the last of these states that has begun, with its moment; the first if none has.
fn state<S: Copy>(states: &[(Time, S)], now: Time) -> Option<(Time, S)> {
    let begun = states.partition_point(|(since, _)| *since <= now);
    states.get(begun.saturating_sub(1)).copied()
}

fn course(fixes: &[Fix], now: Time) -> Option<f64> {
    let next = fixes.iter().find(|fix| fix.at > now)?;
    Some(geo::bearing_deg(position(fixes, now)?, next.place))
}

/// What gives tracks their names for people.
struct Collect<'a> {
    model: &'a Model,
    actor: Option<Thing>,
}

impl Collect<'_> {
    fn title(&self, thing: Thing) -> &str {
        &self.model.things[thing.index()].title
    }

    fn id(&self, label: Label) -> String {
        let id = &self.model.things[label.thing.index()].id;
        if label.nth == 0 { id.clone() } else { format!("{id}.{}", label.nth) }
    }

    fn track(&self, id: String, owner: Thing, kind: Kind, fixes: Vec<Fix>) -> Track {
        Track {
            group: id.clone(),
            id,
            name: String::new(),
            whose: self.title(owner).to_owned(),
            way: String::new(),
            own: self.actor == Some(owner),
            minor: true,
            crowd: false,
            met: None,
            wake_h: None,
            kinds: fixes.first().map(|fix| (fix.at, kind)).into_iter().collect(),
            fixes,
        }
    }

    /// Returns a ship on its way, or standing where it was met, once for each time.
    fn ship(&self, ship: &ShipTrack) -> Vec<Track> {
        let coming = if ship.inbound { Kind::Inbound } else { Kind::Outbound };
        let track = |kind, fixes, way| Track {
            name: bare(self.title(ship.ship.thing)),
            minor: ship.ship.nth > 0,
            way,
            ..self.track(self.id(ship.ship), ship.flag, kind, fixes)
        };
        let Some(met) = &ship.met else {
            let way = format!("{} to {}", self.title(ship.from), self.title(ship.to));
            let mut track = track(coming, ship.fixes.clone(), way);
            track.wake_h = Some(WAKE_H);
            track.kinds.extend(ship.turned_back.map(|at| (at, Kind::Turned)));
            return vec![track];
        };
        let span = &self.model.span;
        let stand = |(since, until, seen): (Time, Time, Time)| {
            let place = position(&ship.fixes, seen)?;
            let turned = ship.turned_back.is_some_and(|at| at <= seen);
            let fixes = [since, until].map(|at| Fix { at, place }).to_vec();
            let way =
                format!("last met {}, {}", words::day_month(seen, span), words::hour(seen, span));
            let met = Some(libm::round(course(&ship.fixes, seen).unwrap_or_default()));
            Some(Track { met, ..track(if turned { Kind::Turned } else { coming }, fixes, way) })
        };
        stands(met).into_iter().filter_map(stand).collect()
    }

    /// Returns a flight, until it lands, is lost, or is missed.
    fn flight(&self, flight: &FlightTrack) -> Option<Track> {
        let flown = |fix: &&Fix| flight.lost.is_none_or(|lost| fix.at < lost.at);
        let mut fixes: Vec<Fix> = flight.fixes.iter().filter(flown).copied().collect();
        // until it is lost, or missed, it is where it should be
        let end = |lost: Fix| Some(Fix { place: position(&flight.fixes, lost.at)?, ..lost });
        fixes.extend(flight.lost.and_then(end));
        (fixes.len() > 1).then(|| Track {
            group: self.model.things[flight.sortie.thing.index()].path.clone(),
            ..self.aircraft("flight", flight, Kind::Flight, fixes)
        })
    }

    /// Returns the place where a flight was lost.
    fn lost(&self, flight: &FlightTrack) -> Option<Track> {
        let track = self.aircraft("lost", flight, Kind::Lost, vec![flight.lost?]);
        Some(Track { name: format!("{} lost", track.name), minor: false, ..track })
    }

    fn aircraft(&self, is: &str, flight: &FlightTrack, kind: Kind, fixes: Vec<Fix>) -> Track {
        let id = format!("{is}-{}", self.id(flight.sortie));
        Track {
            name: bare(self.model.things[flight.aircraft.index()].name_of(1)),
            way: format!("over {}", self.title(flight.target)),
            ..self.track(id, flight.owner, kind, fixes)
        }
    }

    fn site(&self, site: &SiteTrack) -> Track {
        let id = format!("site-{}", self.id(site.site));
        let fixes = vec![Fix { at: site.known, place: site.place }];
        let mut track = self.track(id, site.owner, Kind::Site, fixes);
        track.kinds.extend(site.destroyed.map(|at| (at, Kind::Struck)));
        // whose a battery is, nobody is told
        let whose = String::new();
        Track { name: bare(self.title(site.site.thing)), whose, crowd: true, ..track }
    }

    fn line(&self, line: &LineTrack) -> Line {
        Line {
            id: self.id(line.line),
            name: bare(self.title(line.line.thing)),
            ends: line.ends,
            patrols: line.patrols,
            states: line.states.clone(),
        }
    }
}

/// Returns for each stretch over which a ship stands where it was last met: since when, until when,
/// and when it was met.
fn stands(met: &[Met]) -> Vec<(Time, Time, Time)> {
    let mut known: Vec<Time> = met.iter().map(|met| met.known).collect();
    known.sort_unstable();
    known.dedup();
    let next = known.iter().skip(1).copied().chain([Time(i64::MAX)]);
    let stand = |(since, next): (&Time, Time)| {
        let seen = met.iter().filter(|met| met.known <= *since).map(|met| met.at).max()?;
        let until = next.min(seen.plus_hours(MET_H));
        (*since < until).then_some((*since, until, seen))
    };
    known.iter().zip(next).filter_map(stand).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(at: i64, known: i64) -> Met {
        Met { at: Time(at * 3600), known: Time(known * 3600) }
    }

    #[test]
    fn a_ship_stands_where_it_was_met_until_it_is_met_again_or_four_days_have_passed() {
        let hours = |met: &[Met]| -> Vec<(f64, f64, f64)> {
            let of = |at: Time| at.0 as f64 / 3600.0;
            let all = stands(met).into_iter();
            all.map(|(since, until, seen)| (of(since), of(until).round(), of(seen))).collect()
        };
        assert_eq!(hours(&[met(10, 12)]), [(12.0, 106.0, 10.0)]);
        assert_eq!(hours(&[met(10, 12), met(20, 20)]), [(12.0, 20.0, 10.0), (20.0, 116.0, 20.0)]);
        // old news of an earlier meeting changes nothing, and news that comes too late says nothing
        assert_eq!(hours(&[met(20, 20), met(10, 30)])[1], (30.0, 116.0, 20.0));
        assert_eq!(hours(&[met(0, 200)]), []);
    }
}
