//! Time on maps: what the script reads that moves them, and the bar by which a moment is chosen.

use std::collections::BTreeMap;

use maud::{Markup, html};
use serde::Serialize;

use super::{
    Atlas, Kind, Moving,
    draw::{status_class, tenth},
    moving::{Line, Track},
};
use excomm_engine::world::{Span, Time, geo};
use excomm_scenario::format::Position;
use excomm_tell::{tracks::Fix, words};

/// Longest stretch of a great circle that is drawn as a straight line, in nautical miles.
const STRAIGHT_NM: f64 = 150.0;

/// The time over which the maps of a page move.
pub struct Film<'a> {
    /// The time of the scenario; it begins with its start.
    pub span: &'a Span,
    /// When it is over.
    pub until: Time,
    /// Moments worth a stop, in their order.
    pub stops: Vec<Time>,
}

/// What the script reads; hours count from the start.
#[derive(Serialize)]
struct Data<'a> {
    /// In seconds since 1970.
    start: i64,
    hours: f64,
    /// The zone of the clock, by its name in the tz database.
    zone: Option<&'a str>,
    stops: Vec<f64>,
    moving: BTreeMap<&'a str, Map<'a>>,
}

/// What moves on the charts of one map.
#[derive(Serialize)]
struct Map<'a> {
    /// The charts, and at last the globe, on which x is the latitude and y the longitude.
    charts: Vec<&'static str>,
    marks: Vec<MarkMoves<'a>>,
    lines: Vec<LineMoves<'a>>,
}

/// Since when something is shown as what: an hour; a class of the style sheet and cells of the table.
type State = (f64, (&'static str, [String; 2]));

#[derive(Serialize)]
struct MarkMoves<'a> {
    #[serde(flatten)]
    of: &'a Track,
    states: Vec<State>,
    /// When it is where: straight lines between these hours.
    t: Vec<f64>,
    /// For each chart, where it is at each of them.
    xy: Vec<Vec<f64>>,
}

#[derive(Serialize)]
struct LineMoves<'a> {
    #[serde(flatten)]
    of: &'a Line,
    states: Vec<State>,
    /// Its two ends, for the table.
    place: String,
}

/// Returns the hours from the start to a moment as the script has them: to a thousandth.
#[must_use]
pub fn hours(at: Time, span: &Span) -> f64 {
    words::rounded(at.hours_since(span.start), 3)
}

impl Film<'_> {
    fn hours(&self, at: Time) -> f64 {
        hours(at, self.span)
    }

    /// Returns what moves on maps, each with its name, as JSON.
    pub fn data<'m>(
        &self,
        atlas: &Atlas,
        maps: impl IntoIterator<Item = (&'m str, &'m Moving)>,
    ) -> String {
        let mut stops: Vec<f64> = self.stops.iter().map(|at| self.hours(*at)).collect();
        stops.dedup();
        let data = Data {
            start: self.span.start.0,
            hours: self.hours(self.until),
            zone: self.span.zone.iana_name(),
            stops,
            moving: maps.into_iter().map(|(name, map)| (name, self.map(atlas, map))).collect(),
        };
        serde_json::to_string(&data).unwrap_or_default()
    }

    fn map<'m>(&self, atlas: &Atlas, moving: &'m Moving) -> Map<'m> {
        let mark = |of: &'m Track| {
            let fixes = fine(&of.fixes);
            let charts = atlas.charts.iter().map(|chart| flat(&fixes, |at| chart.frame.xy(at)));
            let state = |&(at, kind)| (self.hours(at), (Kind::id(kind), of.cells(kind)));
            MarkMoves {
                states: of.kinds.iter().map(state).collect(),
                t: fixes.iter().map(|fix| self.hours(fix.at)).collect(),
                xy: charts.chain([flat(&fixes, |at| (at.lat, at.lon))]).collect(),
                of,
            }
        };
        let line = |of: &'m Line| {
            let state = |&(at, how)| (self.hours(at), (status_class(how), of.cells(how)));
            LineMoves { states: of.states.iter().map(state).collect(), place: of.place(), of }
        };
        Map {
            charts: atlas.charts.iter().map(|chart| chart.id).chain(["globe"]).collect(),
            marks: moving.tracks.iter().map(mark).collect(),
            lines: moving.lines.iter().map(line).collect(),
        }
    }

    /// Returns the bar by which a moment is chosen; it begins at this one.
    #[must_use]
    pub fn bar(&self, at: Time) -> Markup {
        let (span, hours) = (self.span, self.until.hours_since(self.span.start));
        let share = |at: &Time| tenth(1000.0 * at.hours_since(span.start) / hours.max(1.0));
        let mut pins: Vec<String> =
            self.stops.iter().map(|at| format!("M{} 0V10", share(at))).collect();
        pins.dedup();
        html! {
            div .bar.needs-js role="group" aria-label="Time" {
                div .buttons {
                    button #back type="button" { "Back" }
                    button #toggle .main type="button" aria-pressed="false" { "Play" }
                    button #next type="button" { "Next" }
                }
                div .rail {
                    label .vh for="time" { "Time" }
                    svg .pins viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" { path d=(pins.concat()) vector-effect="non-scaling-stroke" {} }
                    input #time type="range" min="0" max=(self.hours(self.until)) step="any" value=(self.hours(at));
                    div .days aria-hidden="true" {
                        @for i in 0..=4 { span { (words::day_month(span.start.plus_hours(hours * f64::from(i) / 4.0), span)) } }
                    }
                }
                label .pace { span .vh { "Pace" }
                    select #pace { option value="2" { "2 hours a second" } option value="6" selected { "6 hours a second" } option value="24" { "A day a second" } }
                }
                p #said .vh role="status" {}
            }
        }
    }
}

/// Cuts long legs, so that straight lines between the points lie near the great circle.
fn fine(fixes: &[Fix]) -> Vec<Fix> {
    let mut all: Vec<Fix> = fixes.first().copied().into_iter().collect();
    for pair in fixes.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let pieces = libm::ceil(geo::distance_nm(from.place, to.place) / STRAIGHT_NM).max(1.0);
        let hours = to.at.hours_since(from.at);
        for i in 1..=pieces as u32 {
            let share = f64::from(i) / pieces;
            let place =
                if share < 1.0 { geo::between(from.place, to.place, share) } else { to.place };
            all.push(Fix { at: from.at.plus_hours(hours * share), place });
        }
    }
    all
}

/// Returns where each fix is, to a tenth: x, y, x, y ...
fn flat(fixes: &[Fix], xy: impl Fn(Position) -> (f64, f64)) -> Vec<f64> {
    let both = fixes.iter().flat_map(|fix| <[f64; 2]>::from(xy(fix.place)));
    both.map(|value| words::rounded(value, 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use excomm_engine::{
        run::Session,
        world::{Model, Setting, known_to},
    };
    use excomm_lab::Policies;
    use excomm_scenario as scenario;
    use excomm_tell::tracks::Tracks;

    /// Returns class and name of what the script shows at an hour.
    fn shown<'m>(map: &'m Map, t: f64) -> Vec<(&'static str, &'m str)> {
        let on = |mark: &&MarkMoves| {
            let passed = mark.t.partition_point(|hour| *hour <= t);
            passed > 0 && (passed < mark.t.len() || passed == 1)
        };
        let class = |mark: &MarkMoves| {
            mark.states.iter().rfind(|(since, _)| *since <= t).map_or("", |(_, (class, _))| class)
        };
        map.marks.iter().filter(on).map(|mark| (class(mark), mark.of.name.as_str())).collect()
    }

    #[test]
    fn the_script_shows_at_every_hour_what_is_drawn_for_that_hour() {
        let part = scenario::read(&excomm_library::load("november-1962").unwrap()).unwrap();
        let model = Model::new(&part, "shootdown-isolated", &[]).unwrap();
        let mut session = Session::new(&model, Setting::default());
        Policies::new(&model).play_until(&mut session, Time(i64::MAX));
        let us = model.find("actors/us").unwrap();
        let truth = Tracks::of(&session);
        let known = known_to(&model, session.log(), us);
        let known = truth.known(&session, Some(us), &known);
        let atlas = Atlas::new(&part);
        let (span, start) = (&model.span, model.span.start);
        let film = Film { span, until: span.end, stops: Vec::new() };
        // at every event, where time stops, and between them
        let stops = session.log().events().iter().map(|event| event.at);
        let between = (0..180).map(|i| start.plus_hours(5.0 * f64::from(i) + 0.123));
        let moments: Vec<Time> = stops.chain(between).collect();
        let (mut met, mut lost) = (0, 0);
        for tracks in [&truth, &known] {
            let moving = Moving::new(&model, Some(us), tracks);
            let map = film.map(&atlas, &moving);
            for at in &moments {
                let sight = moving.at(*at);
                let marks = sight.marks.iter();
                let drawn: Vec<_> = marks.map(|m| (m.kind.id(), m.of.name.as_str())).collect();
                assert_eq!(shown(&map, film.hours(*at)), drawn, "{at:?}");
                met += sight.marks.iter().filter(|mark| mark.of.met.is_some()).count();
                lost += sight.marks.iter().filter(|mark| mark.kind == Kind::Lost).count();
            }
        }
        assert!(met > 0 && lost > 0, "{met} met, {lost} lost: the case shows nothing");
    }
}
