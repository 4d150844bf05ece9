//! The height of the sun, since photographs need light.
//!
//! The low-precision position of J. Meeus, "Astronomical Algorithms", 2nd edition, chapters 12, 13
//! and 25, on which the solar calculator of NOAA rests too; good to 0.01 degree for this use.

use excomm_scenario::format::Position;

/// The height of the sun's centre at sunrise and sunset, in degrees: refraction and half a disc.
pub const SUNRISE_DEG: f64 = -0.833;

/// Returns the first moment within a day from `from` on, in steps of so many seconds, at which there is light.
///
/// Moments are seconds since 1970-01-01T00:00Z; what counts as light is for whoever needs it to say.
pub fn first_lit(from: i64, step_s: u32, lit: impl Fn(i64) -> bool) -> Option<i64> {
    let mut moments = (from..=from + DAY_S).step_by(step_s as usize);
    moments.find(|at| lit(*at))
}

const DAY_S: i64 = 86_400;

/// Returns the height of the sun's centre above the horizon in degrees, without refraction.
///
/// `unix_s` is seconds since 1970-01-01T00:00Z.
#[must_use]
pub fn height_deg(unix_s: i64, at: Position) -> f64 {
    // 2000-01-01T12:00Z is 946,728,000
    let days = (unix_s - 946_728_000) as f64 / 86_400.0;
    let (declination, right_ascension) = apparent_place(days / 36_525.0);
    let sidereal_deg = (280.460_618_37 + 360.985_647_366_29 * days) % 360.0;
    let hour_angle = (sidereal_deg + at.lon).to_radians() - right_ascension;
    let latitude = at.lat.to_radians();
    let sine = libm::sin(latitude) * libm::sin(declination)
        + libm::cos(latitude) * libm::cos(declination) * libm::cos(hour_angle);
    libm::asin(sine.clamp(-1.0, 1.0)).to_degrees()
}

/// Returns the sun's declination and right ascension in radians, `t` Julian centuries from 2000.
fn apparent_place(t: f64) -> (f64, f64) {
    let mean_longitude_deg = 280.466_46 + t * (36_000.769_83 + t * 0.000_303_2);
    let anomaly = (357.529_11 + t * (35_999.050_29 - t * 0.000_153_7)).to_radians();
    let centre_deg = (1.914_602 - t * (0.004_817 + t * 0.000_014)) * libm::sin(anomaly)
        + (0.019_993 - t * 0.000_101) * libm::sin(2.0 * anomaly)
        + 0.000_289 * libm::sin(3.0 * anomaly);
    let node = (125.04 - 1_934.136 * t).to_radians();
    let aberration_deg = 0.005_69 + 0.004_78 * libm::sin(node);
    let longitude = (mean_longitude_deg + centre_deg - aberration_deg).to_radians();
    let obliquity = (23.439_291 - 0.013_004_2 * t + 0.002_56 * libm::cos(node)).to_radians();
    let sine = libm::sin(longitude);
    (
        libm::asin(libm::sin(obliquity) * sine),
        libm::atan2(libm::cos(obliquity) * sine, libm::cos(longitude)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = include_str!("../../../tests/data/astro/sun_1962.csv");

    /// Reads `22 11:06` or `22 17:14:08` in the month of `1962-10-22`.
    fn unix_s(date: &str, cell: &str) -> i64 {
        let (day, time) = cell.split_once(' ').unwrap();
        let moment: jiff::civil::DateTime = format!("{}-{day}T{time}", &date[..7]).parse().unwrap();
        moment.in_tz("UTC").unwrap().timestamp().as_second()
    }

    fn rows() -> impl Iterator<Item = (Position, Vec<&'static str>)> {
        TABLE.lines().skip(1).map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            (Position { lat: cells[1].parse().unwrap(), lon: cells[2].parse().unwrap() }, cells)
        })
    }

    #[test]
    fn dawn_sunrise_sunset_and_dusk_fall_within_two_minutes_of_the_table() {
        for (at, cells) in rows() {
            for (column, horizon, sign) in
                [(4, -6.0, 1.0), (5, SUNRISE_DEG, 1.0), (7, SUNRISE_DEG, -1.0), (8, -6.0, -1.0)]
            {
                let moment = unix_s(cells[3], cells[column]);
                let before = sign * (height_deg(moment - 120, at) - horizon);
                let after = sign * (height_deg(moment + 120, at) - horizon);
                assert!(before < 0.0 && after > 0.0, "column {column}: {cells:?}");
            }
        }
        assert_eq!(rows().count(), 30);
    }

    #[test]
    fn the_sun_at_noon_stands_within_a_tenth_of_a_degree_of_the_table() {
        for (at, cells) in rows() {
            let noon = height_deg(unix_s(cells[3], cells[6]), at);
            assert!((noon - cells[9].parse::<f64>().unwrap()).abs() < 0.1, "{noon}: {cells:?}");
        }
    }

    #[test]
    fn the_sun_is_highest_at_noon() {
        for (at, cells) in rows() {
            let noon = unix_s(cells[3], cells[6]);
            let [before, top, after] = [-600, 0, 600].map(|s| height_deg(noon + s, at));
            assert!(before < top && after < top, "{cells:?}");
        }
    }
}
