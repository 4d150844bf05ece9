//! A map as SVG: land, graticule, lines, names and marks, and its table.

use std::collections::BTreeSet;

use maud::{Markup, PreEscaped, html};

use super::{
    Atlas, Chart, Kind, LineMark, Mark, Sight,
    frame::WIDTH,
    lettering::{Lettering, Name, Side},
    moving::Line,
    sight::{KINDS, status_says},
};
use excomm_engine::world::{Span, geo};
use excomm_scenario::format::{LineStatus, MapGround, MapLabel, MapSize};
use excomm_tell::words;

/// Mean width of a letter of names of marks, and of places.
const MARK_LETTER: f64 = 7.2;
const PLACE_LETTER: f64 = 6.6;

pub(super) fn tenth(value: f64) -> String {
    words::number(words::rounded(value, 1))
}

pub(super) fn shift((x, y): (f64, f64)) -> String {
    format!("translate({} {})", tenth(x), tenth(y))
}

impl Atlas {
    /// Returns the land and the shapes of all marks, once for a page: maps only refer to them.
    #[must_use]
    pub fn shapes(&self) -> Markup {
        html! {
            svg .symbols width="0" height="0" aria-hidden="true" focusable="false" {
                defs {
                    @for kind in KINDS { g id=(format!("m-{}", kind.id())) { (shape(kind)) } }
                    @for chart in &self.charts {
                        path id=(format!("{}-land", chart.id)) d=(PreEscaped(&chart.land)) {}
                    }
                }
            }
        }
    }
}

/// Returns the shape of a kind: each differs by form, not by colour alone.
fn shape(kind: Kind) -> Markup {
    match kind {
        Kind::Inbound => html! { path .full d="M0 -7.5L5 -1V6.5H-5V-1Z" {} },
        Kind::Outbound => html! { path .hollow d="M0 -7.5L5 -1V6.5H-5V-1Z" {} },
        Kind::Turned => html! {
            path .hollow d="M0 -7.5L5 -1V6.5H-5V-1Z" {}
            path .stroke d="M-5 6.5L5 -1" {}
        },
        Kind::Flight => {
            html! { path .full d="M0 -8L1.6 -2.5L8 2V3.8L1.6 1.6L1.2 5.4L3.4 7.2V8.4L0 7.4L-3.4 8.4V7.2L-1.2 5.4L-1.6 1.6L-8 3.8V2L-1.6 -2.5Z" {} }
        }
        Kind::Lost => html! { path .cross d="M-5.5 -5.5L5.5 5.5M-5.5 5.5L5.5 -5.5" {} },
        Kind::Site => html! { path .dot d="M0 -4L4 3H-4Z" {} },
        Kind::Struck => html! {
            path .dot d="M0 -4L4 3H-4Z" {}
            path .cross d="M-5 -5L5 5" {}
        },
    }
}

/// Returns the words that a style sheet knows a mark by.
fn classes(mark: &Mark) -> String {
    let side = if mark.of.own { "own" } else { "other" };
    let minor = if mark.of.minor { " minor" } else { "" };
    let met = if mark.of.met.is_some() { " met" } else { "" };
    format!("mark {} {side}{minor}{met}", mark.kind.id())
}

/// Returns the key of the kinds that a map can show, each one's own or another's.
#[must_use]
pub fn key(kinds: &BTreeSet<(Kind, bool)>) -> Markup {
    html! {
        ul .key {
            @for (kind, own) in kinds {
                li {
                    svg viewBox="-10 -10 20 20" aria-hidden="true" class=(if *own { "own" } else { "other" }) {
                        use href=(format!("#m-{}", kind.id())) {}
                    }
                    (kind.says())
                    @if kinds.contains(&(*kind, !*own)) { (if *own { ", own" } else { ", another’s" }) }
                }
            }
        }
    }
}

/// Returns the positions of a map as a table, folded.
#[must_use]
pub fn table(sight: &Sight) -> Markup {
    html! {
        details .tabled { summary { "Positions as a table" } div .scroll tabindex="0" {
            table .positions {
                thead { tr { th { "What" } th { "Kind" } th { "Way" } th { "Position" } } }
                tbody { @for [name, cells @ ..] in sight.rows() {
                    tr { th scope="row" { (name) } @for cell in cells { td { (cell) } } }
                } }
            }
        } }
    }
}

impl Chart {
    /// Draws what is on the map at a moment, in words too for those who cannot see it. `name` tells it
    /// from other maps of a page, on which the shapes of the atlas are.
    #[must_use]
    pub fn svg(&self, name: &str, sight: &Sight, span: &Span) -> Markup {
        let height = self.frame.height();
        let box_ = format!("0 0 {WIDTH} {height:.0}");
        let (id, land) = (format!("{name}-{}", self.id), format!("#{}-land", self.id));
        let mut lettering = Lettering::new((WIDTH, height));
        for label in &self.labels {
            let size = (size(label), letter(label));
            lettering.fixed(self.frame.xy(label.at), &label.text, size, label.turn_deg);
        }
        for line in &sight.lines {
            let (from, to) = (self.frame.xy(line.of.ends.0), self.frame.xy(line.of.ends.1));
            lettering.along(from, to, 12.0);
        }
        let has_room = |mark: &&Mark| self.frame.shows(mark.at) && !(self.wide() && mark.of.crowd);
        let shown: Vec<&Mark> = sight.marks.iter().filter(has_room).collect();
        for mark in &shown {
            lettering.mark(self.frame.xy(mark.at));
        }
        html! {
            svg .chart data-chart=(self.id) viewBox=(box_) role="img" aria-labelledby=(format!("{id}-title {id}-says")) {
                title id=(format!("{id}-title")) { (self.title) }
                desc id=(format!("{id}-says")) { (sight.says(span)) " The same positions are in the table below the map." }
                defs {
                    clipPath id=(format!("{id}-clip")) { rect width=(WIDTH) height=(tenth(height)) {} }
                }
                g clip-path=(format!("url(#{id}-clip)")) {
                    rect .water width=(WIDTH) height=(tenth(height)) {}
                    use .shoal href=(land) {}
                    (self.graticule())
                    use .coast href=(land) {}
                    @for label in &self.labels { (self.label(label)) }
                    (self.miles())
                    g .lines { @for line in &sight.lines { (self.line(&id, line)) } }
                    g .places { @for spot in &self.places {
                        @let at = self.frame.xy(spot.at);
                        @let name = Name { at, text: &spot.name, letter: PLACE_LETTER, may_go: spot.minor };
                        g class=(if spot.minor { "place minor" } else { "place" }) transform=(shift(at)) {
                            title { (spot.name) }
                            g .k { circle r="2.4" {} (text(&spot.name, lettering.place(&name))) }
                        }
                    } }
                    g .wakes aria-hidden="true" { @for mark in &shown { (self.wake(mark)) } }
                    g .marks { @for mark in shown.iter().rev() {
                        @let at = self.frame.xy(mark.at);
                        @let name = Name { at, text: mark.name(), letter: MARK_LETTER, may_go: mark.of.minor };
                        (drawn(mark, at, lettering.place(&name)))
                    } }
                }
                rect .neat width=(WIDTH) height=(tenth(height)) {}
            }
        }
    }

    /// Returns whether this is the map of all ports.
    pub(super) fn wide(&self) -> bool {
        self.id == "wide"
    }

    fn label(&self, label: &MapLabel) -> Markup {
        let at = shift(self.frame.xy(label.at));
        let turn =
            if label.turn_deg == 0.0 { at } else { format!("{at} rotate({})", label.turn_deg) };
        let class = match label.is {
            MapGround::Sea => "sea",
            MapGround::Land => "land",
        };
        let small = if label.size == MapSize::Small { " minor" } else { "" };
        html! { g class=(format!("{class} fixed{small}")) transform=(turn) { g .k { text font-size=(size(label)) { (label.text) } } } }
    }

    fn line(&self, map: &str, line: &LineMark) -> Markup {
        let Line { ends: (from, to), patrols, .. } = *line.of;
        let mut points: Vec<(f64, f64)> =
            (0..=24).map(|i| self.frame.xy(geo::between(from, to, f64::from(i) / 24.0))).collect();
        // a name runs along the line from left to right
        if points[0].0 > points[24].0 {
            points.reverse();
        }
        let patrol = |i: u32| {
            let share = (f64::from(i) + 0.5) / f64::from(patrols.max(1));
            self.frame.xy(geo::between(from, to, share))
        };
        let id = format!("{map}-line-{}", line.of.id);
        let (dx, dy) = (points[24].0 - points[0].0, points[24].1 - points[0].1);
        let long = (dx * dx + dy * dy).sqrt();
        let words_wide = 8.0 * (line.of.name.len() + status_says(line.status).len()) as f64;
        html! {
            g class=(format!("line {}", status_class(line.status))) data-line=(line.of.id) {
                path id=(id) .way d=(path(&points)) {}
                g .patrols { @for i in 0..patrols { g transform=(shift(patrol(i))) { g .k { circle r="3.6" {} } } } }
                text class=(if words_wide > long { "name gone" } else { "name" }) dy="-.8em" { textPath href=(format!("#{id}")) startOffset="50%" text-anchor="middle" {
                    (line.of.name) ": " tspan .status { (status_says(line.status)) }
                } }
            }
        }
    }

    fn wake(&self, mark: &Mark) -> Markup {
        if mark.wake.len() < 2 {
            return Markup::default();
        }
        let points: Vec<(f64, f64)> = mark.wake.iter().map(|at| self.frame.xy(*at)).collect();
        let side = if mark.of.own { "wake own" } else { "wake other" };
        html! { path class=(side) data-id=(mark.of.id) d=(path(&points)) {} }
    }
}

fn drawn(mark: &Mark, at: (f64, f64), side: Option<Side>) -> Markup {
    let turn = mark.course_deg.map(|course| format!("rotate({course:.0})"));
    html! {
        g class=(classes(mark)) data-id=(mark.of.id) transform=(shift(at)) {
            title { (mark.says()) }
            g .k {
                g transform=[turn] { use href=(format!("#m-{}", mark.kind.id())) {} }
                (text(mark.name(), side))
            }
        }
    }
}

fn text(name: &str, side: Option<Side>) -> Markup {
    let Some(Side { dx, dy, anchor }) = side.filter(|_| !name.is_empty()) else {
        return if name.is_empty() {
            Markup::default()
        } else {
            html! { text .gone { (name) } }
        };
    };
    html! { text x=(dx) y=(dy) text-anchor=(anchor) { (name) } }
}

/// Returns the name of a status for a style sheet.
pub(super) fn status_class(status: LineStatus) -> &'static str {
    match status {
        LineStatus::InForce => "in-force",
        LineStatus::HailAndPass => "hails",
        LineStatus::Suspended => "suspended",
        LineStatus::Lifted => "lifted",
    }
}

fn size(label: &MapLabel) -> f64 {
    match label.size {
        MapSize::Large => 30.0,
        MapSize::Middle => 20.0,
        MapSize::Small => 13.5,
    }
}

/// Returns how wide the letters of a label are, of their size, with the space between them.
fn letter(label: &MapLabel) -> f64 {
    match label.is {
        MapGround::Sea => 0.54,
        MapGround::Land => 0.78,
    }
}

/// Returns points as the data of a path.
pub(super) fn path(points: &[(f64, f64)]) -> String {
    let step = |(i, (x, y)): (usize, &(f64, f64))| {
        format!("{}{} {}", if i == 0 { 'M' } else { 'L' }, tenth(*x), tenth(*y))
    };
    points.iter().enumerate().map(step).collect()
}
