//! Sea lanes: the shortest route through a net of points, and where a ship is on it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::geo;
use crate::format::{Part, Position, Sea};

/// A net of named points joined by legs, which are great circles sailed both ways.
#[derive(Debug, Clone)]
pub struct Lanes {
    /// Each name with its number; numbers follow the order of names, so that they break ties.
    numbers: BTreeMap<String, usize>,
    points: Vec<Position>,
    /// For each point its neighbours and their distance in nautical miles.
    legs: Vec<Vec<(usize, f64)>>,
}

impl Lanes {
    /// Builds the net; a leg that names no point is left out, since the check reports it.
    #[must_use]
    pub fn new(sea: &Sea) -> Self {
        let numbers: BTreeMap<_, _> = sea.nodes.keys().cloned().zip(0..).collect();
        let points: Vec<_> = sea.nodes.values().copied().collect();
        let mut legs = vec![Vec::new(); points.len()];
        for (a, b) in &sea.legs {
            if let (Some(&a), Some(&b)) = (numbers.get(&a.0), numbers.get(&b.0)) {
                let distance = geo::distance_nm(points[a], points[b]);
                legs[a].push((b, distance));
                legs[b].push((a, distance));
            }
        }
        Self { numbers, points, legs }
    }

    /// Returns the shortest route that passes these points in this order.
    ///
    /// Of equally long ways to a point it takes the one whose last point but one is nearer to the
    /// start, then first by name. None if a point has no such name or no route leads there.
    #[must_use]
    pub fn route(&self, stops: &[&str]) -> Option<Route> {
        let stops: Vec<usize> =
            stops.iter().map(|&name| self.numbers.get(name).copied()).collect::<Option<_>>()?;
        let mut path = vec![*stops.first()?];
        for pair in stops.windows(2) {
            path.extend(self.shortest(pair[0], pair[1])?);
        }
        Some(Route::new(path.into_iter().map(|number| self.points[number]).collect()))
    }

    /// Returns the points of the shortest way after its first one (Dijkstra 1959).
    fn shortest(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let mut best = vec![(f64::INFINITY, usize::MAX); self.points.len()];
        best[from] = (0.0, from);
        // distances are not negative, so their bits are in their order
        let mut open = BinaryHeap::from([Reverse((0_u64, from))]);
        while let Some(Reverse((bits, here))) = open.pop() {
            if here == to {
                break;
            }
            let so_far = f64::from_bits(bits);
            if so_far > best[here].0 {
                continue;
            }
            for &(next, leg) in &self.legs[here] {
                let offer = so_far + leg;
                if offer < best[next].0 {
                    best[next] = (offer, here);
                    open.push(Reverse((offer.to_bits(), next)));
                }
            }
        }
        let mut path = Vec::new();
        let mut here = to;
        while here != from {
            path.push(here);
            here = best[here].1;
            if here == usize::MAX {
                return None;
            }
        }
        path.reverse();
        Some(path)
    }
}

/// A way over the sea, of at least one point.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// Its points, joined by great circles.
    pub points: Vec<Position>,
    /// The distance of each point from the first, in nautical miles.
    pub at_nm: Vec<f64>,
}

impl Route {
    fn new(points: Vec<Position>) -> Self {
        let mut sailed = 0.0;
        let mut at_nm = vec![sailed];
        for leg in points.windows(2) {
            sailed += geo::distance_nm(leg[0], leg[1]);
            at_nm.push(sailed);
        }
        Self { points, at_nm }
    }

    /// Returns the length in nautical miles.
    #[must_use]
    pub fn length_nm(&self) -> f64 {
        self.at_nm.last().copied().unwrap_or_default()
    }

    /// Returns the position after so many nautical miles; before the start or past the end, there.
    #[must_use]
    pub fn position(&self, sailed_nm: f64) -> Position {
        let next = self.at_nm.partition_point(|&at| at <= sailed_nm);
        if next == 0 || next == self.points.len() {
            return self.points[next.saturating_sub(1)];
        }
        let (from, to) = (self.at_nm[next - 1], self.at_nm[next]);
        let share = (sailed_nm - from) / (to - from);
        geo::between(self.points[next - 1], self.points[next], share)
    }

    /// Returns after how many nautical miles the route first crosses the line, if it does.
    #[must_use]
    pub fn crossing(&self, line: (Position, Position)) -> Option<f64> {
        self.points.windows(2).zip(self.at_nm.windows(2)).find_map(|(points, at)| {
            let share = geo::crossing(points[0], points[1], line)?;
            Some(at[0] + share * (at[1] - at[0]))
        })
    }
}

/// Returns whether a voyage brings a ship nearer to where the stocks are.
#[must_use]
pub fn is_inbound(part: &Part, from: &str, to: &str) -> bool {
    let position = |place: &str| part.places.iter().find(|known| known.id == place).map(|p| p.at);
    let piles = part.stocks.iter().flat_map(|stock| &stock.piles);
    let homes: Vec<Position> = piles.filter_map(|pile| position(&pile.at)).collect();
    let nearest = |place: &str| {
        let at = position(place)?;
        homes.iter().map(|home| geo::distance_nm(at, *home)).min_by(f64::total_cmp)
    };
    nearest(from).zip(nearest(to)).is_some_and(|(from, to)| to < from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::NodeRef;

    fn at(lat: f64, lon: f64) -> Position {
        Position { lat, lon }
    }

    fn sea(nodes: &[(&str, Position)], legs: &[(&str, &str)]) -> Sea {
        Sea {
            nodes: nodes.iter().map(|&(name, at)| (name.to_owned(), at)).collect(),
            legs: legs.iter().map(|&(a, b)| (NodeRef(a.into()), NodeRef(b.into()))).collect(),
            cite: vec![],
        }
    }

    fn shipped() -> Sea {
        let text = include_str!("../../../scenarios/november-1962/lanes.ron");
        Part::of_text(text).unwrap().sea.unwrap()
    }

    /// A square of one degree with its south side cut short.
    fn square() -> Lanes {
        let nodes = [
            ("a", at(0.0, 0.0)),
            ("south", at(0.0, 0.5)),
            ("b", at(0.0, 1.0)),
            ("north-west", at(1.0, 0.0)),
            ("north-east", at(1.0, 1.0)),
            ("island", at(5.0, 5.0)),
        ];
        let legs = [
            ("a", "south"),
            ("b", "south"),
            ("a", "north-west"),
            ("north-west", "north-east"),
            ("north-east", "b"),
        ];
        Lanes::new(&sea(&nodes, &legs))
    }

    #[test]
    fn a_route_takes_the_shorter_side() {
        let route = square().route(&["a", "b"]).unwrap();
        assert_eq!(route.points, [at(0.0, 0.0), at(0.0, 0.5), at(0.0, 1.0)]);
        assert!((route.length_nm() - 60.04).abs() < 0.01);
    }

    #[test]
    fn a_route_passes_the_points_it_must_pass() {
        let route = square().route(&["a", "north-east", "b"]).unwrap();
        assert_eq!(route.points.len(), 4);
        assert_eq!(route.points[2], at(1.0, 1.0));
    }

    #[test]
    fn there_is_no_route_to_an_island_or_an_unknown_point() {
        assert_eq!(square().route(&["a", "island"]), None);
        assert_eq!(square().route(&["a", "nowhere"]), None);
        assert_eq!(square().route(&[]), None);
    }

    #[test]
    fn of_equal_ways_the_one_first_by_name_is_taken() {
        let nodes = [
            ("from", at(0.0, 0.0)),
            ("x", at(1.0, 1.0)),
            ("w", at(-1.0, 1.0)),
            ("to", at(0.0, 2.0)),
        ];
        let legs = [("from", "x"), ("x", "to"), ("from", "w"), ("w", "to")];
        let route = Lanes::new(&sea(&nodes, &legs)).route(&["from", "to"]).unwrap();
        assert_eq!(route.points[1], at(-1.0, 1.0));
    }

    #[test]
    fn two_points_in_one_place_do_not_make_a_circle() {
        let here = at(0.0, 1.0);
        let nodes = [("z", at(0.0, 0.0)), ("b", here), ("a", here), ("to", at(0.0, 2.0))];
        let legs = [("z", "b"), ("b", "a"), ("a", "to")];
        let route = Lanes::new(&sea(&nodes, &legs)).route(&["z", "to"]).unwrap();
        assert_eq!(route.points.len(), 4);
        assert!((route.position(60.0).lon - 0.999).abs() < 0.001);
    }

    #[test]
    fn a_ship_is_where_its_miles_have_brought_it() {
        let route = square().route(&["a", "north-east"]).unwrap();
        assert_eq!(route.position(-1.0), route.points[0]);
        assert_eq!(route.position(1e9), at(1.0, 1.0));
        let half = route.position(route.at_nm[1] / 2.0);
        assert!(geo::distance_nm(route.points[0], half) - 30.02 < 0.01);
    }

    #[test]
    fn a_route_crosses_a_line_where_the_ship_is_on_it() {
        let route = square().route(&["a", "north-west", "north-east"]).unwrap();
        let line = (at(0.5, 0.25), at(1.5, 0.25));
        let sailed = route.crossing(line).unwrap();
        assert!((route.position(sailed).lon - 0.25).abs() < 1e-9);
        assert!((sailed - 75.05).abs() < 0.01, "{sailed}");
        assert_eq!(route.crossing((at(2.0, 0.0), at(2.0, 1.0))), None);
    }

    #[test]
    fn shipped_routes_lie_inside_the_bands_of_independent_tables() {
        let lanes = Lanes::new(&shipped());
        let names: BTreeMap<&str, &str> = include_str!("../../../tests/data/searoutes/names.csv")
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(','))
            .collect();
        let table = include_str!("../../../tests/data/searoutes/consolidated.csv");
        for line in table.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let to = names.get(cells[1]).unwrap_or(&cells[1]);
            let length = lanes.route(&[cells[0], to]).unwrap().length_nm();
            let [low, high] = [7, 8].map(|column| cells[column].parse::<f64>().unwrap());
            assert!((low..=high).contains(&length), "{length} n.mi.: {line}");
        }
        assert_eq!(table.lines().count(), 28);
    }

    #[test]
    fn shipped_routes_can_be_forced_through_named_points() {
        let lanes = Lanes::new(&shipped());
        let table = include_str!("../../../tests/data/searoutes/via.csv");
        for (nm, through) in table.lines().skip(1).filter_map(|line| line.split_once(',')) {
            let stops: Vec<&str> = through.split(';').collect();
            let length = lanes.route(&stops).unwrap().length_nm();
            assert!((length - nm.parse::<f64>().unwrap()).abs() < 1.0, "{length} n.mi.: {through}");
        }
    }

    #[test]
    fn every_shipped_leg_names_two_points() {
        let sea = shipped();
        for (a, b) in &sea.legs {
            assert!(sea.nodes.contains_key(&a.0) && sea.nodes.contains_key(&b.0), "{a:?} {b:?}");
        }
        assert!(sea.nodes.len() > 100 && sea.legs.len() > 100, "the shipped seas");
    }

    /// Reads the rings of all polygons.
    fn rings(geojson: &str) -> Vec<Vec<Position>> {
        let land: serde_json::Value = serde_json::from_str(geojson).unwrap();
        let mut rings = vec![];
        for geometry in land["geometries"].as_array().unwrap() {
            let polygons: Vec<Vec<Vec<(f64, f64)>>> = match geometry["type"].as_str() {
                Some("Polygon") => {
                    vec![serde_json::from_value(geometry["coordinates"].clone()).unwrap()]
                }
                _ => serde_json::from_value(geometry["coordinates"].clone()).unwrap(),
            };
            rings.extend(polygons.into_iter().flatten());
        }
        rings.iter().map(|ring| ring.iter().map(|&(lon, lat)| at(lat, lon)).collect()).collect()
    }

    #[test]
    fn no_shipped_leg_touches_land() {
        let sea = shipped();
        let rings = rings(include_str!("../../pages/src/assets/coast-caribbean-10m.geojson"));
        assert!(rings.len() > 170);
        for (name, point) in &sea.nodes {
            // an odd number of shores due north means land
            let north = (*point, at(90.0, point.lon));
            let shores = rings
                .iter()
                .flat_map(|ring| ring.windows(2))
                .filter(|shore| geo::crossing(shore[0], shore[1], north).is_some());
            assert!(shores.count() % 2 == 0, "{name} lies on land");
        }
        for (a, b) in &sea.legs {
            let (from, to) = (sea.nodes[&a.0], sea.nodes[&b.0]);
            for ring in &rings {
                let hit = ring
                    .windows(2)
                    .any(|shore| geo::crossing(from, to, (shore[0], shore[1])).is_some());
                assert!(!hit, "{a:?} to {b:?} crosses land near {:?}", ring[0]);
            }
        }
    }
}
