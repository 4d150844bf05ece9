//! Time on maps: what the script reads that moves them, and the bar by which a moment is chosen.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};
use serde::Serialize;

use super::{Kind, Moving, Names, draw::tenth};
use excomm_engine::{
    run::tracks::Tracks,
    world::{Span, Time},
};
use excomm_tell::words;

/// The time over which the maps of a page move.
pub struct Film<'a> {
    /// The time of the scenario; it begins with its start.
    pub span: &'a Span,
    /// When it is over.
    pub until: Time,
    /// The zone of its clock, by its name in the tz database.
    pub zone: &'a str,
    /// Moments worth a stop, in their order.
    pub stops: Vec<Time>,
}

/// What the script reads; hours count from the start.
#[derive(Serialize)]
struct Data<'a> {
    /// In seconds since 1970.
    start: i64,
    hours: f64,
    zone: &'a str,
    kinds: BTreeMap<&'static str, &'static str>,
    stops: Vec<f64>,
    moving: BTreeMap<&'a str, Moving>,
}

/// Returns the hours from the start to a moment as the script has them: to a thousandth.
pub(super) fn hours(at: Time, start: Time) -> f64 {
    words::rounded(at.hours_since(start), 3)
}

impl Film<'_> {
    fn hours(&self, at: Time) -> f64 {
        hours(at, self.span.start)
    }

    /// Returns what moves on maps, each with its name, as JSON.
    pub fn data<'m>(&self, maps: impl IntoIterator<Item = (&'m str, Moving)>) -> String {
        let mut stops: Vec<f64> = self.stops.iter().map(|at| self.hours(*at)).collect();
        stops.dedup();
        let data = Data {
            start: self.span.start.0,
            hours: self.hours(self.until),
            zone: self.zone,
            kinds: Kind::all().map(|kind| (kind.id(), kind.says())).collect(),
            stops,
            moving: maps.into_iter().collect(),
        };
        serde_json::to_string(&data).unwrap_or_default()
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

/// Returns the kinds of marks that come to be on a map, each one's own or another's.
#[must_use]
pub fn kinds(names: &Names, tracks: &Tracks) -> BTreeSet<(Kind, bool)> {
    let mut kinds = BTreeSet::new();
    for ship in &tracks.ships {
        let own = names.own(ship.flag);
        kinds.insert((if ship.inbound { Kind::Inbound } else { Kind::Outbound }, own));
        kinds.extend(ship.turned_back.map(|_| (Kind::Turned, own)));
    }
    for flight in &tracks.flights {
        let own = names.own(flight.owner);
        kinds.extend((!flight.fixes.is_empty()).then_some((Kind::Flight, own)));
        kinds.extend(flight.lost.map(|_| (Kind::Lost, own)));
    }
    for site in &tracks.sites {
        let own = names.own(site.owner);
        kinds.insert((Kind::Site, own));
        kinds.extend(site.destroyed.map(|_| (Kind::Struck, own)));
    }
    kinds
}
