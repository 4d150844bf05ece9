//! Maps: land, waters, lines, ships and flights at a moment, as SVG that scales its names.
//!
//! [`Moving`] holds what comes to be on a map over a run, as it was or as somebody knew it. The picture at a
//! moment, the table beside it, the words of a game and what the script reads all come from there.
//!
//! A map is drawn whole by the program, with a table of the same positions; scripts only move what
//! is on it. Sizes of names and marks hang on the variable `--k` of the style sheet: one on a map
//! 1,200 pixels wide, more on a smaller one.

mod coast;
mod draw;
mod film;
mod frame;
mod graticule;
mod lettering;
mod moving;
mod sight;

pub use coast::shores;
pub use draw::{key, table};
pub use film::{Film, hours};
pub use frame::Frame;
pub use moving::{Line, Moving, Track};
pub use sight::{Kind, LineMark, Mark, Sight, bare, position_text, status_says};

use excomm_scenario::format::{MapLabel, MapScale, Part, Position};

/// The maps of a scenario: a near one of where it plays, and a wide one with the ports of all ships.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Atlas {
    /// The charts, the near one first; a scenario without a place has none.
    pub charts: Vec<Chart>,
}

/// One map.
#[derive(Debug, Clone)]
pub struct Chart {
    /// Its name for programs: `near` or `wide`.
    pub id: &'static str,
    /// What it shows, for people.
    pub title: &'static str,
    /// The part of the earth that the map shows.
    pub frame: Frame,
    land: String,
    places: Vec<Spot>,
    labels: Vec<MapLabel>,
}

/// A place with its name on a map.
#[derive(Debug, Clone)]
struct Spot {
    name: String,
    at: Position,
    /// Whether its name may be left out where there is no room.
    minor: bool,
}

impl Atlas {
    /// Makes the maps of a scenario.
    #[must_use]
    pub fn new(part: &Part) -> Atlas {
        let theatre = near(part);
        let near = Frame::around(theatre.iter().copied()).map(coast::known);
        let wide = Frame::around(theatre.into_iter().chain(far(part))).map(coast::known);
        let mut charts: Vec<Chart> = Vec::new();
        if let Some(frame) = near {
            charts.push(Chart::new("near", "Where it plays", frame, part, MapScale::Near));
        }
        if let Some(frame) = wide.filter(|wide| near.is_none_or(|near| much_wider(wide, &near))) {
            charts.push(Chart::new(
                "wide",
                "Ports and ways of all ships",
                frame,
                part,
                MapScale::Wide,
            ));
        }
        Atlas { charts }
    }
}

/// Returns whether a map shows so much more than another that both are worth a page.
fn much_wider(wide: &Frame, near: &Frame) -> bool {
    (wide.east - wide.west) > 1.4 * (near.east - near.west)
}

/// Returns what the near map shows: places with a sky, bases, sites, lines.
fn near(part: &Part) -> Vec<Position> {
    let place = |id: &str| part.place(id).map(|place| place.at);
    let mut all: Vec<Position> =
        part.places.iter().filter(|place| place.region.is_some()).map(|place| place.at).collect();
    all.extend(part.aircraft.iter().filter_map(|kind| place(&kind.base)));
    all.extend(part.sites.iter().filter_map(|site| place(&site.at)));
    all.extend(part.lines.iter().flat_map(|line| [line.from, line.to]));
    if all.is_empty() { part.places.iter().map(|place| place.at).collect() } else { all }
}

/// Returns what the wide map shows beside it: the ports of all ships.
fn far(part: &Part) -> Vec<Position> {
    let ends = part.ships.iter().flat_map(|ship| [&ship.from, &ship.to]);
    let ends = ends.chain(part.traffic.iter().flat_map(|traffic| [&traffic.from, &traffic.to]));
    let place = |id: &str| part.place(id).map(|place| place.at);
    ends.filter_map(|id| place(id)).collect()
}

impl Chart {
    fn new(
        id: &'static str,
        title: &'static str,
        frame: Frame,
        part: &Part,
        scale: MapScale,
    ) -> Chart {
        let labels = part.scenario.as_ref().map(|head| head.map.labels.as_slice());
        let labels = labels.unwrap_or_default().iter().filter(|label| {
            (label.on == MapScale::Both || label.on == scale) && frame.shows(label.at)
        });
        Chart {
            id,
            title,
            land: coast::land(&frame),
            places: spots(part, &frame, scale),
            labels: labels.cloned().collect(),
            frame,
        }
    }
}

/// Returns the places that are named on a map: ports and bases first, then what is photographed.
fn spots(part: &Part, frame: &Frame, scale: MapScale) -> Vec<Spot> {
    let base = |id: &str| {
        part.aircraft
            .iter()
            .any(|kind| *kind.base == *id || kind.lands.as_ref().is_some_and(|lands| lands.0 == id))
    };
    let called = |id: &str| {
        let ships = part.ships.iter().flat_map(|ship| [&ship.from, &ship.to]);
        let traffic = part.traffic.iter().flat_map(|traffic| [&traffic.from, &traffic.to]);
        ships.chain(traffic).any(|end| **end == *id)
    };
    let site = |id: &str| part.sites.iter().any(|site| *site.at == *id);
    let shown = part.places.iter().filter(|place| frame.shows(place.at) && !site(&place.id));
    let shown = shown.filter(|place| scale == MapScale::Near || called(&place.id));
    let mut spots: Vec<Spot> = shown
        .map(|place| Spot {
            name: bare(&place.title),
            at: place.at,
            minor: !(base(&place.id) || called(&place.id)),
        })
        .collect();
    spots.sort_by_key(|spot| spot.minor);
    spots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_without_a_place_has_no_map() {
        assert!(Atlas::new(&Part::default()).charts.is_empty());
    }
}
