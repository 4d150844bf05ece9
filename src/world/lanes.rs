//! Stub until the maths come.
use super::geo::distance_nm;
use crate::scenario::format::{Position, Sea};
#[derive(Debug, Clone, Default)]
pub struct Route(Vec<Position>);
impl Route {
    pub fn length_nm(&self) -> f64 {
        self.0.windows(2).map(|w| distance_nm(w[0], w[1])).sum()
    }
    pub fn at(&self, _nm: f64) -> Position {
        self.0[0]
    }
    pub fn crossings(&self, a: Position, b: Position) -> Vec<f64> {
        let mut so_far = 0.0;
        let mut all = Vec::new();
        for w in self.0.windows(2) {
            let (p, q) = (w[0], w[1]);
            let (rx, ry) = (q.lon - p.lon, q.lat - p.lat);
            let (sx, sy) = (b.lon - a.lon, b.lat - a.lat);
            let d = rx * sy - ry * sx;
            let t = ((a.lon - p.lon) * sy - (a.lat - p.lat) * sx) / d;
            let u = ((a.lon - p.lon) * ry - (a.lat - p.lat) * rx) / d;
            if (0.0..1.0).contains(&t) && (0.0..1.0).contains(&u) {
                all.push(so_far + t * distance_nm(p, q));
            }
            so_far += distance_nm(p, q);
        }
        all
    }
}
pub fn route(sea: &Sea, stops: &[&str]) -> Result<Route, String> {
    Ok(Route(stops.iter().map(|s| sea.nodes[*s]).collect()))
}
