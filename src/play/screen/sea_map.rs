//! The map: a coast in Braille dots, and on it what the actor knows of, by marks and names.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::{Color, Style},
    symbols::Marker,
    text::{Line, Span},
    widgets::{
        Widget,
        canvas::{Canvas, Painter, Shape},
    },
};

use super::super::{
    game::Game,
    places::{Kind, Sight},
};
use excomm_pages::map::Frame;
use excomm_scenario::{format::Position, geo::between};

/// A step between dots of a line, in degrees.
const STEP: f64 = 0.04;

/// Room around what is shown, in degrees.
const ROOM: f64 = 0.8;

/// Returns what of the world to show for a game: places and lines near the land that is known; none
/// if a scenario has nothing there.
pub(super) fn frame_for(coast: &[Vec<Position>], game: &Game) -> Option<Frame> {
    let part = game.table.part;
    let all = Frame::bounds(coast.iter().flatten().copied())?;
    let places = part.places.iter().map(|place| place.at);
    let ends = part.lines.iter().flat_map(|line| [line.from, line.to]);
    let near = Frame::bounds(places.chain(ends).filter(|at| all.shows(*at)))?;
    let room = Frame {
        west: near.west - ROOM,
        east: near.east + ROOM,
        south: near.south - ROOM,
        north: near.north + ROOM,
    };
    Some(room.within(all))
}

/// Returns a frame as wide and high as an area of the screen wants it, so that a degree is as long
/// to the east as to the north.
fn fit(frame: Frame, area: Rect) -> Frame {
    let middle = f64::midpoint(frame.south, frame.north);
    // a cell has two dots across and four down, and is about twice as high as wide
    let wanted = f64::from(area.width) / (2.0 * f64::from(area.height.max(1)));
    let shrink = libm::cos(middle.to_radians()).max(0.1);
    let (width, height) = ((frame.east - frame.west) * shrink, frame.north - frame.south);
    let (mut grow_x, mut grow_y) = (0.0, 0.0);
    if width < height * wanted {
        grow_x = (height * wanted - width) / shrink / 2.0;
    } else {
        grow_y = (width / wanted - height) / 2.0;
    }
    Frame {
        west: frame.west - grow_x,
        east: frame.east + grow_x,
        south: frame.south - grow_y,
        north: frame.north + grow_y,
    }
}

/// Returns in which column and row of an area a position lies.
fn cell(frame: &Frame, at: Position, area: Rect) -> Option<(u16, u16)> {
    if !frame.shows(at) {
        return None;
    }
    let x = (at.lon - frame.west) / (frame.east - frame.west) * f64::from(area.width);
    let y = (frame.north - at.lat) / (frame.north - frame.south) * f64::from(area.height);
    let x = (x as u16).min(area.width.saturating_sub(1));
    let y = (y as u16).min(area.height.saturating_sub(1));
    Some((area.x + x, area.y + y))
}

/// Lines of dots, each through several points.
struct Dots<'a> {
    lines: &'a [Vec<Position>],
    color: Color,
}

impl Shape for Dots<'_> {
    fn draw(&self, painter: &mut Painter) {
        for ends in self.lines.iter().flat_map(|line| line.windows(2)) {
            let (from, to) = (ends[0], ends[1]);
            let (dx, dy) = (to.lon - from.lon, to.lat - from.lat);
            let steps = (dx.abs().max(dy.abs()) / STEP).ceil().max(1.0);
            for step in 0..=(steps as u32) {
                let share = f64::from(step) / steps;
                let (x, y) = (from.lon + dx * share, from.lat + dy * share);
                if let Some((x, y)) = painter.get_point(x, y) {
                    painter.paint(x, y, self.color);
                }
            }
        }
    }
}

/// Returns the mark of a kind of thing: its shape says it, not its colour.
pub(super) fn mark(kind: Kind) -> &'static str {
    match kind {
        Kind::OwnShip => "\u{25b2}",
        Kind::Ship => "\u{25a0}",
        Kind::Flight => "+",
        Kind::Lost => "\u{d7}",
        Kind::Site => "\u{25b3}",
        Kind::Target => "\u{25cb}",
        Kind::Line | Kind::Count => " ",
    }
}

/// A map, ready to be drawn.
pub(super) struct SeaMap<'a> {
    pub coast: &'a [Vec<Position>],
    pub frame: Frame,
    pub sights: &'a [Sight],
    pub colour: bool,
}

impl Widget for SeaMap<'_> {
    fn render(self, area: Rect, buffer: &mut Buffer) {
        let frame = fit(self.frame, area);
        let paint = |color: Color| if self.colour { color } else { Color::Reset };
        let lines = self.sights.iter().filter(|sight| sight.kind == Kind::Line);
        let lines: Vec<Vec<Position>> = lines.map(|sight| sight.at.clone()).collect();
        Canvas::default()
            .marker(Marker::Braille)
            .x_bounds([frame.west, frame.east])
            .y_bounds([frame.south, frame.north])
            .paint(|canvas| {
                canvas.draw(&Dots { lines: self.coast, color: paint(Color::Yellow) });
                canvas.layer();
                canvas.draw(&Dots { lines: &lines, color: paint(Color::Blue) });
            })
            .render(area, buffer);
        self.names(&frame, area, buffer);
    }
}

impl SeaMap<'_> {
    /// Sets marks, and names where there is room for them: ships first, then lines, then places.
    fn names(&self, frame: &Frame, area: Rect, buffer: &mut Buffer) {
        let mut taken: Vec<Rect> = Vec::new();
        let mut order: Vec<&Sight> = self.sights.iter().filter(|s| !s.at.is_empty()).collect();
        order.sort_by_key(|sight| match sight.kind {
            Kind::Ship | Kind::OwnShip | Kind::Lost => 0,
            Kind::Line => 1,
            Kind::Flight | Kind::Site | Kind::Target | Kind::Count => 2,
        });
        for sight in &order {
            let at = sight.at.first().filter(|_| sight.kind != Kind::Line);
            if let Some((x, y)) = at.and_then(|at| cell(frame, *at, area)) {
                buffer.set_string(x, y, mark(sight.kind), self.style(sight.kind));
                taken.push(Rect::new(x, y, 1, 1));
            }
        }
        for sight in order {
            let name = sight.title.as_str();
            let width = name.chars().count() as u16;
            let cells = name_points(sight).into_iter().filter_map(|at| cell(frame, at, area));
            let spots = cells.flat_map(|(x, y)| {
                let left = x.saturating_sub(width);
                [(x + 1, y), (left, y), (x, y.saturating_sub(1)), (x, y + 1)]
            });
            let room = spots.map(|(x, y)| Rect::new(x, y, width, 1)).find(|spot| {
                area.intersection(*spot) == *spot
                    && taken.iter().all(|other| !other.intersects(*spot))
            });
            if let Some(spot) = room {
                let line = Line::from(Span::styled(name, self.style(sight.kind)));
                buffer.set_line(spot.x, spot.y, &line, width);
                taken.push(spot);
            }
        }
    }

    fn style(&self, kind: Kind) -> Style {
        if !self.colour {
            return Style::new();
        }
        match kind {
            Kind::Line | Kind::OwnShip | Kind::Flight => Style::new().fg(Color::Blue),
            Kind::Ship | Kind::Lost | Kind::Site => Style::new().fg(Color::Red),
            Kind::Target | Kind::Count => Style::new(),
        }
    }
}

/// Returns where the name of a thing may stand: at its only point, or along its line.
fn name_points(sight: &Sight) -> Vec<Position> {
    match sight.at.as_slice() {
        &[from, to] => [0.5, 0.75, 0.25, 0.9, 0.1].map(|share| between(from, to, share)).to_vec(),
        points => points.to_vec(),
    }
}
