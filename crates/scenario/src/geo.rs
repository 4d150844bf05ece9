//! Geometry on a sphere: distances, bearings, great circles and where they cross.
//!
//! The sphere has the mean radius of the Earth; distances differ from those on the ellipsoid by
//! at most 0.56 %. No two points of one leg may lie opposite each other on the globe.

use crate::format::Position;

/// Mean radius of the Earth (IUGG) in nautical miles of 1,852 m.
pub const EARTH_RADIUS_NM: f64 = 6371.0088 / 1.852;

/// Returns the distance along the great circle in nautical miles.
#[must_use]
pub fn distance_nm(from: Position, to: Position) -> f64 {
    angle(vector(from), vector(to)) * EARTH_RADIUS_NM
}

/// Returns the course at `from` towards `to` in degrees, clockwise from north, in [0, 360).
#[must_use]
pub fn bearing_deg(from: Position, to: Position) -> f64 {
    let (lat1, lat2) = (from.lat.to_radians(), to.lat.to_radians());
    let east = (to.lon - from.lon).to_radians();
    let y = libm::sin(east) * libm::cos(lat2);
    let x = libm::cos(lat1) * libm::sin(lat2) - libm::sin(lat1) * libm::cos(lat2) * libm::cos(east);
    let degrees = libm::atan2(y, x).to_degrees();
    if degrees < 0.0 { (degrees + 360.0) % 360.0 } else { degrees }
}

/// Returns the point at a share of the great circle from `from` (0) to `to` (1).
#[must_use]
pub fn between(from: Position, to: Position, share: f64) -> Position {
    let (a, b) = (vector(from), vector(to));
    let angle = angle(a, b);
    let sine = libm::sin(angle);
    if sine == 0.0 {
        return from;
    }
    let from_weight = libm::sin((1.0 - share) * angle) / sine;
    let to_weight = libm::sin(share * angle) / sine;
    position(blend(a, from_weight, b, to_weight))
}

/// Returns where the leg from `from` to `to` crosses the line, as a share of the leg.
///
/// A leg that ends on the line has crossed it or the next leg does, never both; a line counts
/// with its two ends.
#[must_use]
pub fn crossing(from: Position, to: Position, line: (Position, Position)) -> Option<f64> {
    let (a, b) = (vector(from), vector(to));
    let (c, d) = (vector(line.0), vector(line.1));
    let plane = cross(c, d);
    let (height_a, height_b) = (dot(a, plane), dot(b, plane));
    if (height_a < 0.0) == (height_b < 0.0) {
        return None;
    }
    // the chord meets the plane of the line here; the leg does in the same direction
    let meeting = blend(a, height_b.abs(), b, height_a.abs());
    let inside = dot(cross(c, meeting), plane) >= 0.0 && dot(cross(meeting, d), plane) >= 0.0;
    inside.then(|| angle(a, meeting) / angle(a, b))
}

/// A vector from the centre of the Earth: x to 0 N 0 E, y to 0 N 90 E, z to the north pole.
type Vector = [f64; 3];

fn vector(at: Position) -> Vector {
    let (lat, lon) = (at.lat.to_radians(), at.lon.to_radians());
    let flat = libm::cos(lat);
    [flat * libm::cos(lon), flat * libm::sin(lon), libm::sin(lat)]
}

fn position([x, y, z]: Vector) -> Position {
    Position {
        lat: libm::atan2(z, (x * x + y * y).sqrt()).to_degrees(),
        lon: libm::atan2(y, x).to_degrees(),
    }
}

fn blend(a: Vector, a_weight: f64, b: Vector, b_weight: f64) -> Vector {
    [0, 1, 2].map(|i| a[i] * a_weight + b[i] * b_weight)
}

fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn cross(a: Vector, b: Vector) -> Vector {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// Returns the angle between two vectors in radians, exact for small and for large ones.
fn angle(a: Vector, b: Vector) -> f64 {
    let normal = cross(a, b);
    libm::atan2(dot(normal, normal).sqrt(), dot(a, b))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(lat: f64, lon: f64) -> Position {
        Position { lat, lon }
    }

    #[test]
    fn distances_agree_with_the_sphere_and_nearly_with_the_ellipsoid() {
        let table = include_str!("../../../tests/data/geodesic/geodtest100.csv");
        for line in table.lines().skip(1) {
            let cell: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
            let metres = distance_nm(at(cell[0], cell[1]), at(cell[2], cell[3])) * 1852.0;
            // the table rounds the radius otherwise, in the ninth digit
            let on_the_sphere = cell[8] * (6_371_008.8 / 6_371_008.771_4);
            assert!((metres - on_the_sphere).abs() < 0.01, "{metres} m: {line}");
            // 0.55 %, rounded
            assert!((metres / cell[4] - 1.0).abs() < 0.005_55, "{metres} m: {line}");
        }
        assert_eq!(table.lines().count(), 101);
    }

    #[test]
    fn a_degree_of_latitude_is_about_sixty_miles() {
        assert!((distance_nm(at(10.0, 20.0), at(11.0, 20.0)) - 60.04).abs() < 0.01);
    }

    #[test]
    fn bearings_turn_clockwise_from_north() {
        let home = at(0.0, 0.0);
        let ways = [at(1.0, 0.0), at(0.0, 1.0), at(-1.0, 0.0), at(0.0, -1.0)];
        assert_eq!(ways.map(|to| bearing_deg(home, to).round() as u32), [0, 90, 180, 270]);
    }

    #[test]
    fn a_leg_crosses_a_line_at_its_middle() {
        let line = (at(-1.0, 10.0), at(1.0, 10.0));
        let share = crossing(at(0.0, 0.0), at(0.0, 20.0), line).unwrap();
        assert!((share - 0.5).abs() < 1e-12);
    }

    #[test]
    fn a_leg_beside_or_before_a_line_does_not_cross_it() {
        let line = (at(-1.0, 10.0), at(1.0, 10.0));
        assert_eq!(crossing(at(2.0, 0.0), at(2.0, 20.0), line), None);
        assert_eq!(crossing(at(0.0, 0.0), at(0.0, 9.0), line), None);
        assert_eq!(crossing(at(0.0, 170.0), at(0.0, -150.0), line), None);
    }

    #[test]
    fn two_legs_that_meet_on_a_line_cross_it_once() {
        let line = (at(-1.0, 10.0), at(1.0, 10.0));
        let (west, on, east) = (at(0.0, 0.0), at(0.0, 10.0), at(0.0, 20.0));
        for (from, to) in [(west, east), (east, west)] {
            let legs = [crossing(from, on, line), crossing(on, to, line)];
            assert_eq!(legs.iter().flatten().count(), 1, "{legs:?}");
        }
    }

    fn anywhere() -> impl Strategy<Value = Position> {
        (-80.0..80.0, -170.0..170.0).prop_map(|(lat, lon)| at(lat, lon))
    }

    proptest! {
        #[test]
        fn a_point_on_the_way_divides_it(from in anywhere(), to in anywhere(), share in 0.0..=1.0) {
            let (whole, on) = (distance_nm(from, to), between(from, to, share));
            prop_assume!(whole > 1.0 && whole < 10_000.0);
            prop_assert!((distance_nm(from, on) - share * whole).abs() < 1e-6);
            prop_assert!((distance_nm(on, to) - (1.0 - share) * whole).abs() < 1e-6);
        }

        #[test]
        fn the_bearing_leads_along_the_way(from in anywhere(), to in anywhere()) {
            let whole = distance_nm(from, to);
            prop_assume!(whole > 10.0 && whole < 10_000.0);
            let turn = bearing_deg(from, to) - bearing_deg(from, between(from, to, 0.3));
            prop_assert!(libm::sin(turn.to_radians()).abs() < 1e-6);
        }

        #[test]
        fn a_crossing_lies_on_both_segments(
            from in anywhere(), to in anywhere(), c in anywhere(), d in anywhere(),
        ) {
            let (whole, line) = (distance_nm(from, to), distance_nm(c, d));
            prop_assume!(whole > 1.0 && whole < 10_000.0 && line > 1.0 && line < 10_000.0);
            if let Some(share) = crossing(from, to, (c, d)) {
                prop_assert!((0.0..=1.0).contains(&share));
                let on = between(from, to, share);
                prop_assert!((distance_nm(c, on) + distance_nm(on, d) - line).abs() < 1e-3);
            }
        }
    }
}
