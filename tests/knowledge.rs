//! What an actor knows: words, maps and tables of a page hold nothing that has not come to the actor.

use std::collections::{BTreeMap, BTreeSet};

use excomm_class::{Course, Game};
use excomm_engine::{
    run::Session,
    world::{
        EventId, Extent, Known, Model, Picture, Setting, SignId, SignKind, Thing, Time, Vary, Verb,
        known_to,
    },
};
use excomm_scenario::format::Topic;
use excomm_tell::tracks::Tracks;

use crate::worlds::november;

fn actors(model: &Model) -> Vec<Thing> {
    let all = (0..).map(Thing).zip(&model.things);
    all.filter(|(_, info)| info.kind == "actors").map(|(thing, _)| thing).collect()
}

fn played(model: &Model, seed: u64) -> Session<'_> {
    let setting = Setting { seed, vary: Vary::All, ..Setting::default() };
    let mut session = Session::new(model, setting);
    session.play_until(Time(i64::MAX));
    session
}

/// Rules read pictures, which news changes as it arrives; pages read the log afterwards. Both are the
/// same knowledge: what a page tells of last is what the picture holds.
#[test]
fn pages_know_what_rules_know() {
    let part = november();
    let mut compared = 0;
    for branch in &part.branches {
        let model = Model::hearing_all(&part, &branch.id).unwrap();
        for seed in 1..=2 {
            let session = played(&model, seed);
            for actor in actors(&model) {
                compared += same_as_picture(&model, &session, actor, &branch.id);
            }
        }
    }
    assert!(compared > 10_000, "{compared} signs compared");
}

fn same_as_picture(model: &Model, session: &Session, actor: Thing, branch: &str) -> usize {
    let log = session.log();
    let picture = session.world().get::<Picture>(model.entity(actor)).unwrap();
    let mut last: BTreeMap<SignId, (Time, f64)> = BTreeMap::new();
    for known in known_to(model, log, actor) {
        if let Some(change) = log.event(known.event).unwrap().change {
            last.insert(change.sign, (known.at, change.value));
        }
    }
    for (i, info) in model.signs.iter().enumerate() {
        let sign = SignId(i as u32);
        let seen = picture.of(sign);
        let by_page = last.get(&sign);
        let whose = || {
            let [actor, thing] = [actor, info.thing].map(|thing| &model.things[thing.index()].path);
            format!("{branch}: {actor} of {thing}, {:?}: {seen:?}, told {by_page:?}", info.kind)
        };
        match by_page {
            Some((at, value)) => {
                assert_eq!((seen.at, seen.value), (*at, *value), "{}", whose());
            }
            // what of flights is only their owner's reaches rules that count what flies
            None if info.kind == SignKind::Truth => {}
            None if seen.by != EventId::NONE => {
                let kept = matches!(
                    info.kind,
                    SignKind::Flying
                        | SignKind::Photographs
                        | SignKind::Pictures
                        | SignKind::Yield
                        | SignKind::Coverage
                );
                assert!(kept && !model.owns(model.entity(actor), info.thing), "{}", whose());
            }
            None => {}
        }
    }
    last.len()
}

/// Returns the events of which an actor knows all that their sentence says.
fn whole(known: &[Known]) -> BTreeSet<EventId> {
    let whole = known.iter().filter(|known| known.extent == Extent::Whole);
    whole.map(|known| known.event).collect()
}

/// Ships of others are on a map only where an event tells of them of which the actor knows all: in
/// worlds 2 and 3 Cuba's map showed the Nikolaevsk where an American flight had photographed it.
#[test]
fn maps_show_ships_of_others_only_where_the_actor_knows_them_met() {
    let part = november();
    let (mut shown, mut own) = (0, 0);
    for branch in &part.branches {
        let model = Model::hearing_all(&part, &branch.id).unwrap();
        for seed in 1..=3 {
            let session = played(&model, seed);
            let all = Tracks::of(&session);
            for actor in actors(&model) {
                let known = known_to(&model, session.log(), actor);
                let whole = whole(&known);
                let tracks = all.known(&session, Some(actor), &known);
                for track in &tracks.ships {
                    let Some(met) = &track.met else {
                        assert_eq!(track.flag, actor, "its own ships it reckons with");
                        own += 1;
                        continue;
                    };
                    let tells = whole.iter().any(|id| {
                        let event = session.log().event(*id).unwrap();
                        event.key.who == track.ship
                            || event.key.with == Some(track.ship)
                            || event.key.verb == Verb::Film
                    });
                    assert!(tells && !met.is_empty(), "{}: world {seed}", branch.id);
                    shown += 1;
                }
                assert!(tracks.flights.iter().all(|t| t.owner == actor || t.fixes.is_empty()));
            }
        }
    }
    assert!(shown > 100 && own > 100, "{shown} ships of others, {own} own");
}

#[test]
fn cuba_does_not_see_the_film_of_the_nikolaevsk() {
    let part = november();
    let model = Model::hearing_all(&part, "open").unwrap();
    let [cuba, us, ship] =
        ["actors/cuba", "actors/us", "ships/nikolaevsk"].map(|path| model.find(path).unwrap());
    let mut seen_by_us = 0;
    for seed in [2, 3] {
        let session = played(&model, seed);
        let all = Tracks::of(&session);
        let sees = |actor: Thing| {
            let known = known_to(&model, session.log(), actor);
            let tracks = all.known(&session, Some(actor), &known);
            let met = tracks.ships.into_iter().filter(|track| track.ship.thing == ship);
            let met: Vec<Time> =
                met.flat_map(|track| track.met.into_iter().flatten()).map(|met| met.at).collect();
            let films = known.iter().filter(|known| {
                session.log().event(known.event).is_some_and(|e| e.key.verb == Verb::Film)
            });
            (met, films.count())
        };
        let ((_, films), (met, _)) = (sees(cuba), sees(us));
        assert_eq!(films, 0, "world {seed}: American film is no Cuban news");
        seen_by_us += met.len();
    }
    assert!(seen_by_us > 0, "Washington has photographed it");
}

/// Of the flights of others an actor knows how many there were, never which, nor what they saw.
#[test]
fn of_flights_of_others_only_the_count_is_known() {
    let part = november();
    let mut counts = 0;
    for branch in &part.branches {
        let model = Model::hearing_all(&part, &branch.id).unwrap();
        let session = played(&model, 1);
        for actor in actors(&model) {
            for known in known_to(&model, session.log(), actor) {
                let event = session.log().event(known.event).unwrap();
                let Some(change) = event.change else { continue };
                let sign = model.signs[change.sign.0 as usize];
                let flight = matches!(sign.kind, SignKind::Flown | SignKind::Lost);
                if flight && !model.owns(model.entity(actor), sign.thing) {
                    assert_eq!(known.extent, Extent::Count);
                    counts += 1;
                }
            }
        }
    }
    assert!(counts > 100, "{counts} flights heard of");
    assert!(part.channels.iter().any(|channel| channel.of == Topic::Flights));
}

/// A gauge that only some feel is in nobody else's words, tables or conditions.
#[test]
fn the_pressure_on_castro_is_felt_in_havana_and_moscow_alone() {
    let part = november();
    for branch in &part.branches {
        let model = Model::hearing_all(&part, &branch.id).unwrap();
        let gauge = model.find("gauges/castro-pressure").unwrap();
        let sign = model.sign(SignKind::Gauge, gauge).unwrap();
        let hears = |actor: &Thing| model.hears(model.entity(*actor), sign);
        let who = actors(&model).into_iter().filter(hears);
        let who: Vec<&str> = who.map(|actor| model.things[actor.index()].id.as_str()).collect();
        assert_eq!(who, ["cuba", "ussr"], "{}", branch.id);
    }
}

/// What nobody could see is news to nobody: the last bomber is gone before Washington finds that the
/// promise is kept, or in the same minute where it counts the last one itself.
#[test]
fn nobody_is_told_of_a_promise_kept_before_the_other_side_finds_it_so() {
    let part = november();
    let model = Model::hearing_all(&part, "open").unwrap();
    let pledge = model.find("pledges/bombers-out").unwrap();
    let (mut later, mut found) = (0, 0);
    for seed in 1..=20 {
        let session = played(&model, seed);
        let log = session.log();
        let of = |verb: Verb| {
            let mut events = (0..).map(EventId).zip(log.events());
            events.find(|(_, e)| e.key.verb == verb && e.key.who.thing == pledge)
        };
        let (kept, finds) = (of(Verb::Kept), of(Verb::Finds));
        for actor in actors(&model) {
            let known = known_to(&model, log, actor);
            assert!(kept.is_none_or(|(kept, _)| known.iter().all(|known| known.event != kept)));
        }
        if let (Some((_, kept)), Some((_, finds))) = (kept, finds) {
            found += 1;
            later += usize::from(finds.at > kept.at);
        }
    }
    assert!(found >= 10 && later >= 5, "found {found}, later {later}");
}

/// The words and the table of a class's page say what the actor knows, in all branches.
#[test]
fn tables_of_a_class_hold_what_the_actor_knows() {
    let loaded = november();
    let mut rows = 0;
    for branch in loaded.branches.iter().map(|branch| branch.id.clone()) {
        let exercise = loaded.exercise.clone().unwrap();
        let part = loaded.clone();
        let game = Game { digest: String::new(), part, exercise, branch: branch.clone() };
        let course = Course { seed: 2, to_the_end: true, ..Course::default() };
        let model = game.model(&course, true).unwrap();
        let played = game.play(&course).unwrap();
        let run = played.over.as_ref().unwrap();
        for (actor, standing) in &played.standing {
            let actor = model.find(&format!("actors/{actor}")).unwrap();
            let known = known_to(&run.model, &run.run.log, actor);
            for row in standing {
                let sign = model.sign(row.kind, row.thing).unwrap();
                assert!(model.hears(model.entity(actor), sign));
                let mut changes = known.iter().filter_map(|known| {
                    let change = run.run.log.event(known.event)?.change?;
                    (change.sign == sign).then_some(change.value)
                });
                if let Some(last) = changes.next_back() {
                    assert!(last.total_cmp(&row.value).is_eq(), "{branch}: {:?}", row.kind);
                    rows += 1;
                }
            }
        }
    }
    assert!(rows > 100, "{rows} rows");
}
