//! What moves on a map, as data for the script that moves it.

use serde::Serialize;

use super::{
    Atlas, Chart, Names,
    draw::status_class,
    sight::{Kind, bare, position_text, status_says},
};
use crate::{
    run::tracks::{Fix, Tracks},
    scenario::format::{LineStatus, Position},
    world::{Time, geo},
};

/// All that moves, over a whole run.
#[derive(Serialize)]
pub(crate) struct Moving {
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
    states: Vec<(f64, &'static str, &'static str, bool)>,
}

/// Longest stretch of a great circle that is drawn as a straight line, in nautical miles.
const STRAIGHT_NM: f64 = 150.0;

fn round(value: f64, digits: i32) -> f64 {
    let scale = libm::pow(10.0, f64::from(digits));
    libm::round(value * scale) / scale
}

impl Moving {
    /// Collects what moves on the charts of an atlas.
    pub(crate) fn new(atlas: &Atlas, names: &Names, tracks: &Tracks) -> Moving {
        let start = names.model.span.start;
        let hours = |at: Time| round(at.hours_since(start), 2);
        let new = |id: String, fixes: &[Fix]| {
            let fixes = fine(fixes);
            Track {
                id,
                name: String::new(),
                kind: "",
                whose: String::new(),
                own: false,
                way: String::new(),
                group: String::new(),
                minor: false,
                then: None,
                stays: false,
                t: fixes.iter().map(|fix| hours(fix.at)).collect(),
                at: fixes.iter().map(|f| (round(f.place.lat, 1), round(f.place.lon, 1))).collect(),
                xy: atlas.charts.iter().map(|chart| flat(chart, &fixes)).collect(),
            }
        };
        let mut marks: Vec<Track> = Vec::new();
        for ship in &tracks.ships {
            let kind = if ship.inbound { Kind::Inbound } else { Kind::Outbound };
            marks.push(Track {
                name: bare(names.title(ship.ship.thing)),
                kind: kind.id(),
                whose: names.title(ship.flag).to_owned(),
                own: names.own(ship.flag),
                way: format!("{} to {}", names.title(ship.from), names.title(ship.to)),
                minor: ship.ship.nth > 0,
                then: ship.turned_back.map(|at| (hours(at), Kind::Turned.id())),
                ..new(names.id(ship.ship), &ship.fixes)
            });
        }
        marks.sort_by_key(|mark| mark.minor);
        for flight in &tracks.flights {
            let flown = |fix: &&Fix| flight.lost.is_none_or(|lost| fix.at <= lost.at);
            let flown: Vec<Fix> = flight.fixes.iter().filter(flown).copied().collect();
            marks.push(Track {
                name: names.model.things[flight.aircraft.index()].name_of(1).to_owned(),
                kind: Kind::Flight.id(),
                whose: names.title(flight.owner).to_owned(),
                own: names.own(flight.owner),
                way: format!("over {}", names.title(flight.target)),
                group: names.model.things[flight.sortie.thing.index()].id.clone(),
                minor: true,
                then: flight.lost.map(|lost| (hours(lost.at), Kind::Lost.id())),
                stays: flight.lost.is_some(),
                ..new(format!("flight-{}", names.id(flight.sortie)), &flown)
            });
        }
        for site in &tracks.sites {
            let fix = Fix { at: start, place: site.place };
            marks.push(Track {
                kind: Kind::Site.id(),
                whose: names.title(site.site.thing).to_owned(),
                own: names.own(site.owner),
                minor: true,
                then: site.destroyed.map(|at| (hours(at), Kind::Struck.id())),
                stays: true,
                ..new(format!("site-{}", names.id(site.site)), &[fix])
            });
        }
        let on_patrol = |status| matches!(status, LineStatus::InForce | LineStatus::HailAndPass);
        let place = |id: &str| {
            let written = names.part.lines.iter().find(|line| line.id == id);
            written.map_or_else(String::new, |line| {
                format!("{} to {}", position_text(line.from), position_text(line.to))
            })
        };
        let lines = tracks.lines.iter().map(|line| Line {
            place: place(&names.id(line.line)),
            name: bare(names.title(line.line.thing)),
            id: names.id(line.line),
            states: line
                .states
                .iter()
                .map(|&(at, s)| (hours(at), status_class(s), status_says(s), on_patrol(s)))
                .collect(),
        });
        let charts = atlas.charts.iter().map(|chart| chart.id).collect();
        Moving { charts, marks, lines: lines.collect() }
    }
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
        [round(x, 1), round(y, 1)]
    };
    fixes.iter().flat_map(|fix| xy(fix.place)).collect()
}
