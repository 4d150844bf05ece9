//! Stub until the maths come.
use crate::scenario::format::Position;
pub fn distance_nm(a: Position, b: Position) -> f64 {
    let mid = ((a.lat + b.lat) / 2.0).to_radians();
    60.0 * libm::hypot(a.lat - b.lat, (a.lon - b.lon) * libm::cos(mid))
}
