//! The frame of a map: what it shows of the globe, and where a position lies on it (Mercator).

use excomm_scenario::format::Position;

/// The width of every map, in its own units: one is a pixel on a map 1,200 pixels wide.
pub(super) const WIDTH: f64 = 1200.0;

/// Share of the frame that is left free around what must be seen.
const MARGIN: f64 = 0.07;
/// Height over width, at least and at most.
const SHAPE: (f64, f64) = (0.5, 0.64);

/// What a map shows of the globe, in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// The least longitude.
    pub west: f64,
    /// The greatest longitude.
    pub east: f64,
    /// The least latitude.
    pub south: f64,
    /// The greatest latitude.
    pub north: f64,
}

/// Returns the height of a latitude on a Mercator map, in degrees of longitude.
fn mercator(lat: f64) -> f64 {
    let lat = lat.clamp(-85.0, 85.0).to_radians();
    libm::log(libm::tan(lat) + 1.0 / libm::cos(lat)).to_degrees()
}

/// Returns the latitude at this height on a Mercator map.
fn latitude(height: f64) -> f64 {
    libm::atan(libm::sinh(height.to_radians())).to_degrees()
}

impl Frame {
    /// Returns the least frame that shows these positions; none if there are none.
    pub fn bounds(all: impl IntoIterator<Item = Position>) -> Option<Frame> {
        let mut all = all.into_iter();
        let Position { lat, lon } = all.next()?;
        let one = Frame { west: lon, east: lon, south: lat, north: lat };
        Some(all.fold(one, |frame, at| Frame {
            west: frame.west.min(at.lon),
            east: frame.east.max(at.lon),
            south: frame.south.min(at.lat),
            north: frame.north.max(at.lat),
        }))
    }

    /// Returns the frame around these positions, with a margin; none if there are none.
    pub(super) fn around(all: impl IntoIterator<Item = Position>) -> Option<Frame> {
        Frame::bounds(all).map(Frame::shaped)
    }

    /// Adds the margin and brings the frame into a shape that fits a page.
    fn shaped(self) -> Frame {
        let (low, high) = (mercator(self.south), mercator(self.north));
        let mut wide = ((self.east - self.west) * (1.0 + 2.0 * MARGIN)).max(1.0);
        let mut tall = ((high - low) * (1.0 + 2.0 * MARGIN)).max(0.5);
        tall = tall.max(wide * SHAPE.0);
        wide = wide.max(tall / SHAPE.1);
        let (x, y) = (f64::midpoint(self.west, self.east), f64::midpoint(low, high));
        Frame {
            west: x - wide / 2.0,
            east: x + wide / 2.0,
            south: latitude(y - tall / 2.0),
            north: latitude(y + tall / 2.0),
        }
    }

    /// Returns the part of the frame that lies inside another; all of it if they do not meet.
    #[must_use]
    pub fn within(self, other: Frame) -> Frame {
        let both = Frame {
            west: self.west.max(other.west),
            east: self.east.min(other.east),
            south: self.south.max(other.south),
            north: self.north.min(other.north),
        };
        if both.west < both.east && both.south < both.north { both } else { self }
    }

    /// Returns whether another frame lies inside this one.
    pub(super) fn holds(&self, other: &Frame) -> bool {
        self.west <= other.west
            && self.east >= other.east
            && self.south <= other.south
            && self.north >= other.north
    }

    fn scale(&self) -> f64 {
        WIDTH / (self.east - self.west)
    }

    /// Returns the height of the map, in its units.
    pub(super) fn height(&self) -> f64 {
        (mercator(self.north) - mercator(self.south)) * self.scale()
    }

    /// Returns where a position lies on the map.
    pub(super) fn xy(&self, at: Position) -> (f64, f64) {
        let k = self.scale();
        ((at.lon - self.west) * k, (mercator(self.north) - mercator(at.lat)) * k)
    }

    /// Returns whether a position is on the map.
    #[must_use]
    pub fn shows(&self, at: Position) -> bool {
        (self.west..=self.east).contains(&at.lon) && (self.south..=self.north).contains(&at.lat)
    }

    /// Returns the degrees between two lines of the graticule.
    pub(super) fn step(&self) -> f64 {
        let span = self.east - self.west;
        *[1.0, 2.0, 5.0, 10.0, 20.0].iter().find(|step| span / **step <= 8.0).unwrap_or(&30.0)
    }

    /// Returns the length of a nautical mile at a latitude, in units of the map.
    pub(super) fn mile(&self, lat: f64) -> f64 {
        self.scale() / 60.0 / libm::cos(lat.to_radians())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: f64, lon: f64) -> Position {
        Position { lat, lon }
    }

    #[test]
    fn what_is_framed_is_on_the_map_with_room_around_it() {
        let all = [at(20.0, -85.0), at(30.0, -65.0)];
        let frame = Frame::around(all).unwrap();
        for at in all {
            let (x, y) = frame.xy(at);
            assert!(x > 30.0 && x < WIDTH - 30.0 && y > 20.0 && y < frame.height() - 20.0);
        }
        let shape = frame.height() / WIDTH;
        assert!((SHAPE.0 - 1e-9..=SHAPE.1 + 1e-9).contains(&shape), "{shape}");
    }

    #[test]
    fn one_place_alone_has_a_map_and_none_has_none() {
        assert!(Frame::around([at(40.0, -30.0)]).unwrap().shows(at(40.0, -30.0)));
        assert_eq!(Frame::around([]), None);
    }

    #[test]
    fn latitude_undoes_mercator() {
        for lat in [-60.0, 0.0, 23.0, 71.0] {
            assert!((latitude(mercator(lat)) - lat).abs() < 1e-9);
        }
    }
}
