//! Tracks as somebody knows them: one's own by reckoning, others where they were met.

use std::collections::BTreeMap;

use super::{Fix, FlightTrack, LineTrack, Met, ShipTrack, SiteTrack, Tracks, position};
use excomm_engine::{
    rules,
    run::Session,
    world::{
        Event, Extent, Known, Label, Thing, Time, Verb,
        air::{Spot, Target},
    },
};
use excomm_scenario::format::LineStatus;

/// What news says of where things are.
#[derive(Default)]
struct News {
    met: BTreeMap<Label, Vec<Met>>,
    missing: BTreeMap<Label, Time>,
    shot_down: BTreeMap<Label, Time>,
    fired: BTreeMap<Label, Time>,
    hit: BTreeMap<Label, Time>,
    lines: Vec<(Label, Time, LineStatus)>,
}

impl Tracks {
    /// Returns of these tracks what an actor knows that knows of these events; without an actor,
    /// what they tell somebody who owns nothing.
    #[must_use]
    pub fn known(&self, session: &Session, actor: Option<Thing>, known: &[Known]) -> Tracks {
        let news = News::of(session, known);
        let model = session.model();
        let owns = |thing: Thing| actor.is_some_and(|actor| model.owns(model.entity(actor), thing));
        let is = |owner: Thing| actor == Some(owner);
        let line = |track: &LineTrack| {
            let told = news.lines.iter().filter(|(line, ..)| *line == track.line);
            let told = told.map(|(_, at, status)| (*at, *status));
            LineTrack {
                states: track.states.first().copied().into_iter().chain(told).collect(),
                patrols: if owns(track.line.thing) { track.patrols } else { 0 },
                ..*track
            }
        };
        let sites = self.sites.iter().filter_map(|track| news.site(track, is(track.owner)));
        Tracks {
            ships: self.ships.iter().filter_map(|track| news.ship(track, is(track.flag))).collect(),
            flights: self.flights.iter().filter_map(|t| news.flight(t, is(t.owner))).collect(),
            sites: sites.collect(),
            lines: self.lines.iter().map(line).collect(),
        }
    }
}

impl News {
    fn of(session: &Session, known: &[Known]) -> News {
        let mut news = News::default();
        for known in known.iter().filter(|known| known.extent == Extent::Whole) {
            let Some(event) = session.log().event(known.event) else { continue };
            let (who, at) = (event.key.who, known.at);
            match event.key.verb {
                Verb::Missing => _ = news.missing.entry(who).or_insert(at),
                Verb::ShotDown => _ = news.shot_down.entry(who).or_insert(at),
                Verb::Salvo => _ = news.fired.entry(who).or_insert(at),
                Verb::SiteHit => _ = news.hit.entry(who).or_insert(at),
                Verb::SetLine => {
                    news.lines.extend(rules::status_set(event).map(|status| (who, at, status)));
                }
                _ => {}
            }
            if let Some((ship, met)) = met(session, event) {
                news.met.entry(ship).or_default().push(Met { at: met, known: at });
            }
        }
        news
    }

    fn ship(&self, track: &ShipTrack, own: bool) -> Option<ShipTrack> {
        if own {
            return Some(track.clone());
        }
        let met = self.met.get(&track.ship)?.iter().copied();
        let met: Vec<Met> = met.filter(|met| position(&track.fixes, met.at).is_some()).collect();
        (!met.is_empty()).then(|| ShipTrack { met: Some(met), ..track.clone() })
    }

    /// An owner reckons with an aircraft until it is missed; who shot it down knows at once.
    fn flight(&self, track: &FlightTrack, own: bool) -> Option<FlightTrack> {
        let told = if own { &self.missing } else { &self.shot_down };
        let known = told.get(&track.sortie).copied();
        let lost = track.lost.zip(known).map(|(lost, at)| Fix { at, ..lost });
        let fixes = if own { track.fixes.clone() } else { Vec::new() };
        (own || lost.is_some()).then(|| FlightTrack { lost, fixes, ..track.clone() })
    }

    fn site(&self, track: &SiteTrack, own: bool) -> Option<SiteTrack> {
        let destroyed = self.hit.get(&track.site).copied();
        let fired = self.fired.get(&track.site).copied();
        let known = if own { Some(track.known) } else { fired.into_iter().chain(destroyed).min() };
        Some(SiteTrack { known: known?, destroyed, ..*track })
    }
}

/// Returns which ship an event tells of where it was, and of which moment.
fn met(session: &Session, event: &Event) -> Option<(Label, Time)> {
    match event.key.verb {
        Verb::Hail | Verb::Board | Verb::TurnBack | Verb::Incident => {
            Some((event.key.who, event.at))
        }
        Verb::Verified => Some((event.key.with?, event.at)),
        Verb::Film => {
            let (world, model) = (session.world(), session.model());
            let target = world.get::<Target>(model.entity(event.key.with?.thing))?;
            let Spot::Ship { ship, .. } = target.spot else { return None };
            // film is read long after it was taken
            let taken = session.log().event(*session.log().causes(event).first()?)?;
            Some((*world.get::<Label>(ship)?, taken.at))
        }
        _ => None,
    }
}
