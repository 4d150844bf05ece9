//! What moves on a map, as data for the script that moves it.

use serde::Serialize;

use super::{
    Atlas, Chart, Names,
    draw::status_class,
    film::hours,
    sight::{Kind, MET_H, bare, course, last_met, met_says, position_text, status_says},
};
use excomm_engine::{
    run::tracks::{Fix, FlightTrack, LineTrack, Met, ShipTrack, SiteTrack, Tracks, position},
    world::{Thing, Time, geo},
};
use excomm_scenario::{
    format as scenario,
    format::{LineStatus, Position},
};
use excomm_tell::words::rounded;

/// All that moves, over a whole run.
#[derive(Serialize)]
pub struct Moving {
    charts: Vec<&'static str>,
    marks: Vec<Track>,
    lines: Vec<Line>,
}

/// A mark: when it is where, on each chart in turn.
#[derive(Serialize)]
struct Track {
    id: String,
    name: String,
    kind: &'static str,
    whose: String,
    own: bool,
    way: String,
    /// Marks of one group are named once.
    group: String,
    minor: bool,
    /// Where it was heading, in degrees, when it was met here; it may be elsewhere now.
    met: Option<f64>,
    /// Since when it is another kind, if it comes to be one: hours from the start.
    then: Option<(f64, &'static str)>,
    /// Whether it stays when its time is over.
    stays: bool,
    /// Hours from the start.
    t: Vec<f64>,
    /// Latitudes and longitudes, for the table.
    at: Vec<(f64, f64)>,
    /// For each chart, the coordinates in turn: x, y, x, y ...
    xy: Vec<Vec<f64>>,
}

#[derive(Serialize)]
struct Line {
    id: String,
    name: String,
    /// Its two ends, for the table.
    place: String,
    /// Since when, in hours from the start; the class of its status; the words for it.
    states: Vec<(f64, &'static str, &'static str)>,
}

/// Longest stretch of a great circle that is drawn as a straight line, in nautical miles.
const STRAIGHT_NM: f64 = 150.0;

impl Moving {
    /// Collects what moves on the charts of an atlas.
    #[must_use]
    pub fn new(atlas: &Atlas, names: &Names, tracks: &Tracks) -> Moving {
        let collect = Collect { atlas, names };
        let mut marks: Vec<Track> = tracks.ships.iter().flat_map(|s| collect.ship(s)).collect();
        marks.sort_by_key(|mark| mark.minor);
        marks.extend(tracks.flights.iter().flat_map(|flight| collect.flight(flight)));
        marks.extend(tracks.sites.iter().map(|site| collect.site(site)));
        let charts = atlas.charts.iter().map(|chart| chart.id).collect();
        Moving {
            charts,
            marks,
            lines: tracks.lines.iter().map(|line| collect.line(line)).collect(),
        }
    }
}

/// What turns tracks into what a script reads.
struct Collect<'a> {
    atlas: &'a Atlas,
    names: &'a Names<'a>,
}

impl Collect<'_> {
    /// Returns the hours from the start to a moment.
    fn hours(&self, at: Time) -> f64 {
        hours(at, self.names.model.span.start)
    }

    fn track(&self, id: String, owner: Thing, kind: Kind, fixes: &[Fix]) -> Track {
        let fixes = fine(fixes);
        Track {
            id,
            name: String::new(),
            kind: kind.id(),
            whose: self.names.title(owner).to_owned(),
            own: self.names.own(owner),
            way: String::new(),
            group: String::new(),
            minor: true,
            met: None,
            then: None,
            stays: false,
            t: fixes.iter().map(|fix| self.hours(fix.at)).collect(),
            at: fixes.iter().map(|f| (rounded(f.place.lat, 1), rounded(f.place.lon, 1))).collect(),
            xy: self.atlas.charts.iter().map(|chart| flat(chart, &fixes)).collect(),
        }
    }

    /// Returns a ship on its way, or a mark for each time it was met.
    fn ship(&self, ship: &ShipTrack) -> Vec<Track> {
        let names = self.names;
        let id = names.id(ship.ship);
        let kind = if ship.inbound { Kind::Inbound } else { Kind::Outbound };
        let titled = |way: String, track: Track| Track {
            name: bare(names.title(ship.ship.thing)),
            way,
            minor: ship.ship.nth > 0,
            ..track
        };
        let Some(met) = &ship.met else {
            let track = self.track(id, ship.flag, kind, &ship.fixes);
            let then = ship.turned_back.map(|at| (self.hours(at), Kind::Turned.id()));
            let way = format!("{} to {}", names.title(ship.from), names.title(ship.to));
            return vec![Track { then, ..titled(way, track) }];
        };
        let stand = |(since, until, seen): (Time, Time, Time)| {
            let place = position(&ship.fixes, seen)?;
            let fixes = [Fix { at: since, place }, Fix { at: until, place }];
            let kind =
                if ship.turned_back.is_some_and(|at| at <= seen) { Kind::Turned } else { kind };
            let track = self.track(format!("{id}@{}", self.hours(since)), ship.flag, kind, &fixes);
            let course = libm::round(course(&ship.fixes, seen).unwrap_or_default());
            Some(Track { met: Some(course), ..titled(met_says(names, seen), track) })
        };
        stands(met).into_iter().filter_map(stand).collect()
    }

    /// Returns a flight, and the place where it was lost.
    fn flight(&self, flight: &FlightTrack) -> Vec<Track> {
        let names = self.names;
        let id = names.id(flight.sortie);
        let aircraft = names.model.things[flight.aircraft.index()].name_of(1);
        let way = format!("over {}", names.title(flight.target));
        let flown = |fix: &&Fix| flight.lost.is_none_or(|lost| fix.at < lost.at);
        let mut fixes: Vec<Fix> = flight.fixes.iter().filter(flown).copied().collect();
        // until it is lost, or missed, it is where it should be
        let end = |lost: Fix| Some(Fix { place: position(&flight.fixes, lost.at)?, ..lost });
        fixes.extend(flight.lost.and_then(end));
        let flies = (!fixes.is_empty()).then(|| Track {
            name: aircraft.to_owned(),
            way: way.clone(),
            group: names.model.things[flight.sortie.thing.index()].id.clone(),
            ..self.track(format!("flight-{id}"), flight.owner, Kind::Flight, &fixes)
        });
        let lost = flight.lost.map(|lost| Track {
            name: format!("{aircraft} lost"),
            way,
            minor: false,
            stays: true,
            ..self.track(format!("lost-{id}"), flight.owner, Kind::Lost, &[lost])
        });
        flies.into_iter().chain(lost).collect()
    }

    fn site(&self, site: &SiteTrack) -> Track {
        let id = format!("site-{}", self.names.id(site.site));
        let fix = Fix { at: site.known, place: site.place };
        Track {
            whose: self.names.title(site.site.thing).to_owned(),
            then: site.destroyed.map(|at| (self.hours(at), Kind::Struck.id())),
            stays: true,
            ..self.track(id, site.owner, Kind::Site, &[fix])
        }
    }

    fn line(&self, line: &LineTrack) -> Line {
        let id = self.names.id(line.line);
        let written = self.names.part.lines.iter().find(|line| line.id == id);
        let place = |line: &scenario::Line| {
            format!("{} to {}", position_text(line.from), position_text(line.to))
        };
        let state =
            |&(at, s): &(Time, LineStatus)| (self.hours(at), status_class(s), status_says(s));
        Line {
            place: written.map_or_else(String::new, place),
            name: bare(self.names.title(line.line.thing)),
            states: line.states.iter().map(state).collect(),
            id,
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
        let seen = last_met(met, *since)?;
        Some((*since, next.min(seen.plus_hours(MET_H)), seen))
    };
    known.iter().zip(next).filter_map(stand).collect()
}

/// Cuts long legs, so that straight lines between the points lie near the great circle.
fn fine(fixes: &[Fix]) -> Vec<Fix> {
    let mut all: Vec<Fix> = fixes.first().copied().into_iter().collect();
    for pair in fixes.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let pieces = libm::ceil(geo::distance_nm(from.place, to.place) / STRAIGHT_NM).max(1.0);
        let hours = to.at.hours_since(from.at);
        for i in 1..=pieces as u32 {
            let share = f64::from(i) / pieces;
            let place =
                if share < 1.0 { geo::between(from.place, to.place, share) } else { to.place };
            all.push(Fix { at: from.at.plus_hours(hours * share), place });
        }
    }
    all
}

fn flat(chart: &Chart, fixes: &[Fix]) -> Vec<f64> {
    let xy = |place: Position| {
        let (x, y) = chart.frame.xy(place);
        [rounded(x, 1), rounded(y, 1)]
    };
    fixes.iter().flat_map(|fix| xy(fix.place)).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::Sight, *};
    use excomm_engine::{
        run::Session,
        world::{Model, Setting, known_to},
    };
    use excomm_lab::Policies;
    use excomm_scenario as scenario;

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

    /// Returns kind and name of what the script shows at an hour; flights are named once a group.
    fn shown(moving: &Moving, t: f64) -> Vec<(&'static str, &str)> {
        let on = |mark: &&Track| {
            let passed = mark.t.partition_point(|hour| *hour <= t);
            passed > 0 && (passed < mark.t.len() || mark.stays)
        };
        let kind = |mark: &Track| match mark.then {
            Some((since, kind)) if since <= t => kind,
            _ => mark.kind,
        };
        sorted(moving.marks.iter().filter(on).map(|mark| (kind(mark), mark.name.as_str())))
    }

    fn sorted<'n>(
        marks: impl Iterator<Item = (&'static str, &'n str)>,
    ) -> Vec<(&'static str, &'n str)> {
        let flight = Kind::Flight.id();
        let mut all: Vec<_> =
            marks.map(|(kind, name)| (kind, if kind == flight { "" } else { name })).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn the_script_shows_at_every_hour_what_is_drawn_for_that_hour() {
        let part = scenario::read(&excomm_library::load("november-1962").unwrap()).unwrap();
        let model = Model::new(&part, "shootdown-isolated", &[]).unwrap();
        let mut session = Session::new(&model, Setting::default());
        Policies::new(&model).play_until(&mut session, Time(i64::MAX));
        let us = model.find("actors/us").unwrap();
        let truth = session.tracks();
        let known = known_to(&model, session.log(), us);
        let known = session.known_tracks(&truth, Some(us), &known);
        let names = Names { part: &part, model: &model, actor: Some(us) };
        let atlas = Atlas::new(&part);
        let start = model.span.start;
        let hours_of = |at: Time| hours(at, start);
        // at every event, where time stops, and between them
        let stops: Vec<Time> = session.log().events().iter().map(|event| event.at).collect();
        let between: Vec<Time> =
            (0..180).map(|i| start.plus_hours(5.0 * f64::from(i) + 0.123)).collect();
        let (mut met, mut lost) = (0, 0);
        for tracks in [&truth, &known] {
            let moving = Moving::new(&atlas, &names, tracks);
            for at in stops.iter().chain(&between).copied() {
                let t = hours_of(at);
                // an arrival is drawn to its second; the script has taken away what arrives
                let ships = tracks.ships.iter().map(|ship| &ship.fixes);
                let mut ways = ships.chain(tracks.flights.iter().map(|flight| &flight.fixes));
                if ways.any(|way| way.last().is_some_and(|fix| fix.at == at)) {
                    continue;
                }
                let sight = Sight::at(&names, tracks, at);
                let drawn = sorted(sight.marks.iter().map(|mark| (mark.kind.id(), &*mark.name)));
                assert_eq!(shown(&moving, t), drawn, "at hour {t}");
                met += sight.marks.iter().filter(|mark| mark.met).count();
                lost += sight.marks.iter().filter(|mark| mark.kind == Kind::Lost).count();
            }
        }
        assert!(met > 0 && lost > 0, "{met} met, {lost} lost: the case shows nothing");
    }
}
