//! Where things are on a map: what tracks say is what the log says.

use std::collections::BTreeSet;

use excomm_engine::{
    run::Session,
    world::{Event, Label, Model, Setting, Time, Vary, Verb, geo, known_to},
};
use excomm_scenario::format::Part;
use excomm_tell::tracks::{Tracks, position};

use crate::worlds::november;

fn played(part: &Part, branch: &str, seed: u64) -> (Tracks, Vec<Event>) {
    let model = Model::new(part, branch, &[]).unwrap();
    let setting = Setting { seed, vary: Vary::All, ..Setting::default() };
    let mut session = Session::new(&model, setting);
    session.play_until(Time(i64::MAX));
    let tracks = Tracks::of(&session);
    (tracks, session.log().events().to_vec())
}

fn who(events: &[Event], verb: Verb) -> BTreeSet<Label> {
    events.iter().filter(|event| event.key.verb == verb).map(|event| event.key.who).collect()
}

#[test]
fn every_ship_that_sails_and_every_flight_has_its_track() {
    let part = november();
    for (branch, seed) in [("open", 1), ("tighten-8-nov", 2), ("shootdown-deliberate", 3)] {
        let (tracks, events) = played(&part, branch, seed);
        let ships: BTreeSet<Label> = tracks.ships.iter().map(|track| track.ship).collect();
        for verb in [Verb::Sail, Verb::Arrive] {
            let sailed = who(&events, verb);
            assert!(sailed.is_subset(&ships), "{branch}: {verb}");
        }
        let flown: BTreeSet<Label> = tracks.flights.iter().map(|track| track.sortie).collect();
        let over: BTreeSet<Label> = who(&events, Verb::Photograph);
        assert!(over.is_subset(&flown) && over.len() > 10, "{branch}");
        assert_eq!(tracks.lines.len(), part.lines.len());
        assert_eq!(tracks.sites.len(), part.sites.len());
    }
}

#[test]
fn a_track_goes_forward_in_time_and_ends_where_the_log_says() {
    let (tracks, events) = played(&november(), "open", 4);
    for track in &tracks.ships {
        let times: Vec<Time> = track.fixes.iter().map(|fix| fix.at).collect();
        assert!(times.is_sorted(), "{track:?}");
        let arrived = events.iter().find(|e| e.key.verb == Verb::Arrive && e.key.who == track.ship);
        if let (Some(arrived), Some(last)) = (arrived, times.last()) {
            assert!((arrived.at.0 - last.0).abs() <= 2, "{track:?}");
        }
    }
    for track in &tracks.flights {
        let ends = [track.fixes.first(), track.fixes.last()].map(|fix| fix.unwrap());
        assert!(track.fixes.is_sorted_by_key(|fix| fix.at) && ends[0].at < ends[1].at);
    }
}

#[test]
fn a_ship_is_at_the_line_when_it_is_hailed_there() {
    let part = november();
    let line = &part.lines[0];
    let (tracks, events) = played(&part, "open", 5);
    let hails: Vec<&Event> = events.iter().filter(|event| event.key.verb == Verb::Hail).collect();
    assert!(!hails.is_empty());
    for hail in hails {
        let ship = [Some(hail.key.who), hail.key.with].into_iter().flatten();
        let track = tracks.ships.iter().find(|track| ship.clone().any(|label| label == track.ship));
        let at = position(&track.unwrap().fixes, hail.at).unwrap();
        let round = geo::distance_nm(line.from, at) + geo::distance_nm(at, line.to);
        let beside = round - geo::distance_nm(line.from, line.to);
        assert!(beside < 0.5, "{beside} nm off the line");
    }
}

#[test]
fn an_actor_knows_its_own_ways_and_of_others_only_meetings_it_has_heard_of() {
    let part = november();
    let model = Model::new(&part, "shootdown-deliberate", &[]).unwrap();
    let [us, ussr] = ["us", "ussr"].map(|id| model.find(&format!("actors/{id}")).unwrap());
    for seed in 1..=4 {
        let setting = Setting { seed, vary: Vary::All, ..Setting::default() };
        let mut session = Session::new(&model, setting);
        session.play_until(Time(i64::MAX));
        let all = Tracks::of(&session);
        let known = |actor| known_to(&model, session.log(), actor);
        let (seen, own) = (
            all.known(&session, Some(us), &known(us)),
            all.known(&session, Some(ussr), &known(ussr)),
        );
        let hailed = who(session.log().events(), Verb::Hail);
        let met: BTreeSet<Label> = seen.ships.iter().map(|track| track.ship).collect();
        assert!(hailed.is_subset(&met) && met.len() < all.ships.len());
        for track in &seen.ships {
            let met = track.met.as_ref().unwrap();
            assert!(!met.is_empty() && met.iter().all(|met| met.at <= met.known), "{track:?}");
        }
        assert!(own.ships.iter().any(|track| track.met.is_none()));
        // an aircraft that was shot down is missed when it should have come home, not before
        for track in seen.flights.iter().filter(|track| track.lost.is_some()) {
            let truth = all.flights.iter().find(|flight| flight.sortie == track.sortie).unwrap();
            assert!(truth.lost.unwrap().at < track.lost.unwrap().at);
        }
        assert!(own.flights.iter().all(|track| track.fixes.is_empty() && track.lost.is_some()));
        assert!(all.known(&session, None, &[]).ships.is_empty());
    }
}
