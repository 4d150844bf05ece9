//! Names beside their marks: each takes the free side that covers least, or gives way.

/// A box on a map: left, top, right, bottom.
type Area = [f64; 4];

/// A name to be placed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name<'a> {
    pub at: (f64, f64),
    pub text: &'a str,
    /// Width of a letter, on the mean.
    pub letter: f64,
    /// Whether it may be left out where there is no room.
    pub may_go: bool,
}

/// Where a name stands beside its mark: shift and anchor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Side {
    pub dx: f64,
    pub dy: f64,
    pub anchor: &'static str,
}

/// The sides that are tried, the best first; `map.js` tries the same.
const SIDES: [Side; 6] = [
    Side { dx: 11.0, dy: 4.5, anchor: "start" },
    Side { dx: -11.0, dy: 4.5, anchor: "end" },
    Side { dx: 8.0, dy: -8.0, anchor: "start" },
    Side { dx: 8.0, dy: 17.0, anchor: "start" },
    Side { dx: -8.0, dy: -8.0, anchor: "end" },
    Side { dx: -8.0, dy: 17.0, anchor: "end" },
];

/// Half the width of a mark.
const MARK: f64 = 8.0;

fn overlap(a: Area, b: Area) -> f64 {
    (a[2].min(b[2]) - a[0].max(b[0])).max(0.0) * (a[3].min(b[3]) - a[1].max(b[1])).max(0.0)
}

fn area(name: &Name, side: Side) -> Area {
    let width = name.text.chars().count() as f64 * name.letter;
    let (x, y) = (name.at.0 + side.dx, name.at.1 + side.dy);
    let left = match side.anchor {
        "end" => x - width,
        "middle" => x - width / 2.0,
        _ => x,
    };
    [left, y - 12.0, left + width, y + 4.0]
}

/// Places names on one map, the more important ones first.
#[derive(Debug)]
pub(super) struct Lettering {
    frame: (f64, f64),
    taken: Vec<Area>,
}

impl Lettering {
    /// Begins a map of this width and height, on which nothing is taken.
    pub(super) fn new(frame: (f64, f64)) -> Lettering {
        Lettering { frame, taken: Vec::new() }
    }

    /// Keeps names off a mark.
    pub(super) fn mark(&mut self, (x, y): (f64, f64)) {
        self.taken.push([x - MARK, y - MARK, x + MARK, y + MARK]);
    }

    /// Keeps names off one that stands where it stands, centred and turned by so many degrees; its
    /// letters are so many times as wide as they are tall.
    pub(super) fn fixed(&mut self, at: (f64, f64), text: &str, size: (f64, f64), turn_deg: f64) {
        let (size, wide) = size;
        let half = text.chars().count() as f64 * size * wide / 2.0;
        let turn = turn_deg.to_radians();
        let (right, down) = (libm::cos(turn) * half, libm::sin(turn) * half);
        self.along((at.0 - right, at.1 - down), (at.0 + right, at.1 + down), size);
    }

    /// Keeps names off writing of a size that runs from one point to another.
    pub(super) fn along(&mut self, from: (f64, f64), to: (f64, f64), size: f64) {
        let far = (to.0 - from.0).abs().max((to.1 - from.1).abs());
        let pieces = libm::ceil(far / size).max(1.0) as u32;
        for i in 0..=pieces {
            let share = f64::from(i) / f64::from(pieces);
            let (x, y) = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            self.taken.push([x - size / 2.0, y - size * 0.7, x + size / 2.0, y + size * 0.3]);
        }
    }

    /// Finds a side for a name; none if it may go and there is no room.
    pub(super) fn place(&mut self, name: &Name) -> Option<Side> {
        let own: Area = {
            let (x, y) = name.at;
            [x - MARK, y - MARK, x + MARK, y + MARK]
        };
        let (width, height) = self.frame;
        let cost = |side: &Side| {
            let at = area(name, *side);
            let off = (-at[0]).max(0.0)
                + (at[2] - width).max(0.0)
                + (-at[1]).max(0.0)
                + (at[3] - height).max(0.0);
            // its own mark does not count
            let others =
                self.taken.iter().filter(|taken| overlap(**taken, own) < 3.9 * MARK * MARK);
            off * 60.0 + others.map(|taken| overlap(at, *taken)).sum::<f64>()
        };
        let mut best = (f64::INFINITY, SIDES[0]);
        for side in &SIDES {
            let cost = cost(side);
            if cost < best.0 {
                best = (cost, *side);
            }
        }
        if name.may_go && best.0 > 6.0 {
            return None;
        }
        self.taken.push(area(name, best.1));
        Some(best.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(x: f64, y: f64, may_go: bool) -> Name<'static> {
        Name { at: (x, y), text: "Aurora", letter: 7.0, may_go }
    }

    #[test]
    fn two_names_side_by_side_do_not_cover_each_other() {
        let mut map = Lettering::new((400.0, 300.0));
        let names = [name(100.0, 100.0, false), name(130.0, 100.0, false)];
        for name in &names {
            map.mark(name.at);
        }
        let sides = names.map(|name| map.place(&name).unwrap());
        assert_ne!(sides[0], sides[1]);
        let [one, other] = [0, 1].map(|i| area(&names[i], sides[i]));
        assert!(overlap(one, other) < 1.0, "{sides:?}");
    }

    #[test]
    fn a_name_stays_on_the_map() {
        let mut map = Lettering::new((400.0, 300.0));
        assert_eq!(map.place(&name(395.0, 100.0, false)).unwrap().anchor, "end");
    }

    #[test]
    fn where_there_is_no_room_a_small_name_gives_way_and_a_great_one_does_not() {
        let mut map = Lettering::new((400.0, 300.0));
        map.fixed((100.0, 100.0), "A very long name of an ocean", (60.0, 0.6), 0.0);
        assert_eq!(map.place(&name(100.0, 95.0, true)), None);
        assert!(map.place(&name(100.0, 95.0, false)).is_some());
    }
}
