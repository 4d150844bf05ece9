//! The coast: land as one path, in the finer of two drawings where a map lies inside it.

use std::fmt::Write;

use super::frame::{Frame, WIDTH};
use excomm_scenario::format::Position;

/// The land of a part of the globe, and the box to which it was cut, a little inside its edges.
struct Drawing {
    frame: Frame,
    rings: &'static str,
}

impl Drawing {
    fn rings(&self) -> impl Iterator<Item = Vec<Position>> + use<> {
        self.rings.lines().map(|ring| ring.split(' ').filter_map(point).collect())
    }
}

const DRAWINGS: [Drawing; 2] = [
    Drawing {
        frame: Frame { west: -91.9, east: -54.1, south: 14.1, north: 37.9 },
        rings: include_str!("../assets/coast-10m.txt"),
    },
    Drawing {
        frame: Frame { west: -99.9, east: 44.9, south: 5.1, north: 71.9 },
        rings: include_str!("../assets/coast-50m.txt"),
    },
];

/// Distance, in units of the map, below which a point of a coast adds nothing.
const FINE: f64 = 0.9;

/// Returns the frame inside which there is land to draw, for a map of this frame.
pub(super) fn known(frame: Frame) -> Frame {
    DRAWINGS.last().map_or(frame, |drawing| frame.within(drawing.frame))
}

/// Returns the land on a map as the data of one path.
pub(super) fn land(frame: &Frame) -> String {
    let drawing = DRAWINGS.iter().find(|drawing| drawing.frame.holds(frame));
    let drawing = drawing.or(DRAWINGS.last());
    let mut path = String::new();
    for ring in drawing.into_iter().flat_map(Drawing::rings) {
        let points = ring.into_iter().map(|at| frame.xy(at));
        draw(&points.collect::<Vec<_>>(), frame.height(), &mut path);
    }
    path
}

/// Returns the shores of the finer drawing, each as a line that ends where it began.
pub fn shores() -> impl Iterator<Item = Vec<Position>> {
    DRAWINGS[0].rings().map(|mut ring| {
        ring.extend(ring.first().copied());
        ring
    })
}

fn point(text: &str) -> Option<Position> {
    let (lon, lat) = text.split_once(',')?;
    Some(Position { lat: lat.parse().ok()?, lon: lon.parse().ok()? })
}

/// Adds a ring, if any of it is on the map and it is larger than a dot.
fn draw(ring: &[(f64, f64)], height: f64, path: &mut String) {
    let edge = |of: fn(&(f64, f64)) -> f64, pick: fn(f64, f64) -> f64, from: f64| {
        ring.iter().map(of).fold(from, pick)
    };
    let (left, right) = (edge(|p| p.0, f64::min, f64::MAX), edge(|p| p.0, f64::max, f64::MIN));
    let (top, bottom) = (edge(|p| p.1, f64::min, f64::MAX), edge(|p| p.1, f64::max, f64::MIN));
    let off = right < -20.0 || left > WIDTH + 20.0 || bottom < -20.0 || top > height + 20.0;
    if off || (right - left).max(bottom - top) < 1.2 {
        return;
    }
    let mut last = (f64::MAX, f64::MAX);
    let mut first = true;
    for &(x, y) in ring {
        if (x - last.0).abs().max((y - last.1).abs()) >= FINE {
            let _ = write!(path, "{}{x:.1} {y:.1}", if first { 'M' } else { 'L' });
            (first, last) = (false, (x, y));
        }
    }
    path.push('Z');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ring_on_file_is_read_whole() {
        for drawing in &DRAWINGS {
            for ring in drawing.rings.lines() {
                let points = ring.split(' ').map(point).collect::<Option<Vec<_>>>();
                assert!(points.is_some_and(|points| points.len() > 2), "{ring}");
            }
        }
    }

    #[test]
    fn there_is_land_where_there_is_land_and_none_in_mid_ocean() {
        let frame = |lat, lon| {
            Frame::around([Position { lat, lon }, Position { lat: lat + 5.0, lon: lon + 8.0 }])
                .unwrap()
        };
        assert!(land(&frame(20.0, -84.0)).len() > 2_000);
        assert!(land(&frame(25.0, -50.0)).is_empty());
    }
}
