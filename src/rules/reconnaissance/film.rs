//! Film: what a photograph tells its owner once it has been read.

use bevy_ecs::prelude::*;

use crate::world::{
    Arg, Due, EventId, FactId, Label, Run, Salt, Time,
    air::{Aircraft, Album, Hides, LastSeen, MaybeHidden, Region, Sortie, Spot, Tally, Target},
    salt, search,
    stocks::{Pile, Stock},
};

const FOUND: Salt = salt("reconnaissance/found");
const FALSE_ALARM: Salt = salt("reconnaissance/false-alarm");

/// Days for which a photograph counts towards the coverage of a region.
const COVERED_DAYS: f64 = 30.0;

type Targets<'w, 's> =
    Query<'w, 's, (&'static Target, &'static mut LastSeen, Option<&'static Hides>)>;

pub(super) fn read(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut commands: Commands,
    sorties: Query<&Sortie>,
    mut aircraft: Query<(&Label, &Aircraft, &mut Tally)>,
    mut targets: Targets,
    mut albums: Query<&mut Album>,
    stocks: Query<&Stock>,
    piles: Query<&Pile>,
) {
    let Ok(sortie) = sorties.get(due.who) else { return };
    let Ok((kind_label, kind, mut tally)) = aircraft.get_mut(sortie.aircraft) else { return };
    let Ok((target, mut seen, hides)) = targets.get_mut(sortie.target) else { return };
    let Ok(mut album) = albums.get_mut(kind.owner) else { return };
    let Some((picture, taken)) = sortie.picture else { return };
    commands.entity(due.who).despawn();
    let event = run.event("film", due.label).with(sortie.over).nth(1).because(picture);
    let event = event.because(due.cause).facts(&[kind.film_h]);
    let Some(film) = event.changes(target.pictures, f64::from(seen.pictures + 1)).commit() else {
        return;
    };
    *seen = LastSeen { at: taken.max(seen.at), by: film, pictures: seen.pictures + 1, ..*seen };
    let event = run.event("good-photograph", due.label).nth(1).because(film);
    if event.changes(kind.photographs, f64::from(tally.photographs + 1)).commit().is_some() {
        tally.photographs += 1;
    }
    let film = Film { due, kind, kind_label: *kind_label, sortie, taken, id: film };
    if let Spot::Place { place, region, .. } = target.spot {
        film.count(run, &mut album, place, &stocks);
        if let Some(region) = region {
            film.cover(run, &mut album, region);
        }
        if let Some(hides) = hides {
            film.search(run, &mut album, place, hides, &stocks, &piles);
        }
    }
}

/// A film that is being read.
struct Film<'a> {
    due: Due,
    kind: &'a Aircraft,
    kind_label: Label,
    sortie: &'a Sortie,
    taken: Time,
    id: EventId,
}

impl Film<'_> {
    /// Tells the owner what was recognised of each stock.
    fn count(&self, run: &mut Run, album: &mut Album, place: Entity, stocks: &Query<&Stock>) {
        for count in &self.sortie.film {
            let Ok(stock) = stocks.get(count.stock) else { continue };
            let before = known(&album.seen, count.stock, place);
            let total = total(&album.seen, count.stock) - before.unwrap_or(0.0) + count.seen;
            let words = [
                Arg::Title(self.kind_label.thing),
                Arg::Title(self.sortie.over.thing),
                Arg::Whole(count.seen),
                Arg::Count(count.of, count.label.thing),
            ];
            let event = run.event("seen", count.label).with(self.due.label).nth(1);
            let event = event.because(self.id).because(count.by).facts(&[stock.recognised]);
            let event = if before.unwrap_or(0.0) as u32 == count.seen as u32 {
                event
            } else {
                event.say("{} photographs of {}: {} of {} seen", &words)
            };
            let event = event.told(self.kind.owner).changes(stock.seen, total);
            if event.commit().is_some() {
                note(&mut album.seen, count.stock, place, count.seen);
            }
        }
    }

    /// Tells the owner how much of a region has been photographed of late.
    fn cover(&self, run: &mut Run, album: &mut Album, region: Region) {
        let covers = run.luck.fact(self.kind.covers);
        if covers <= 0.0 {
            return;
        }
        album.covered.push((region.entity, self.taken, covers));
        let recent = |taken: Time| run.clock.now.days_since(taken) <= COVERED_DAYS;
        album.covered.retain(|(_, taken, _)| recent(*taken));
        let mine = album.covered.iter().filter(|(of, ..)| *of == region.entity);
        let missed: f64 = mine.map(|(.., covers)| 1.0 - covers).product();
        let event = run.event("coverage", region.label).with(self.due.label).nth(1);
        let event = event.because(self.id).facts(&[self.kind.covers]);
        event.told(self.kind.owner).changes(region.coverage, 1.0 - missed).commit();
    }

    /// Looks for what may be hidden at the place.
    fn search(
        &self,
        run: &mut Run,
        album: &mut Album,
        place: Entity,
        hides: &Hides,
        stocks: &Query<&Stock>,
        piles: &Query<&Pile>,
    ) {
        let odds = search::random_search(run.luck.fact(hides.coverage));
        let mut found = false;
        for hidden in hides.piles.iter() {
            let Ok(pile) = piles.get(hidden.pile) else { continue };
            let draw = run.luck.draw(FOUND, &[self.due.label, hidden.label], 1);
            if pile.there > 0.0 && draw < odds {
                let decided = (odds, draw, hides.coverage);
                self.find(run, album, place, hidden, (pile.there, pile.by), decided, stocks);
                found = true;
            }
        }
        let Some(first) = hides.piles.first().filter(|_| !found) else { return };
        let odds = run.luck.fact(hides.false_alarm);
        let draw = run.luck.draw(FALSE_ALARM, &[self.due.label], 1);
        if draw < odds {
            let said = (f64::from(run.luck.count(first.count)), EventId::NONE);
            let decided = (odds, draw, hides.false_alarm);
            self.find(run, album, place, first, said, decided, stocks);
        } else {
            let event = run.event("no-find", self.due.label).with(self.sortie.over).nth(1);
            event.because(self.id).odds(odds, draw).facts(&[hides.false_alarm]).commit();
        }
    }

    /// Tells the owner that something hidden was found, rightly or not.
    fn find(
        &self,
        run: &mut Run,
        album: &mut Album,
        place: Entity,
        hidden: &MaybeHidden,
        (count, by): (f64, EventId),
        (odds, draw, fact): (f64, f64, FactId),
        stocks: &Query<&Stock>,
    ) {
        let Ok(stock) = stocks.get(hidden.stock) else { return };
        let before = known(&album.found, hidden.stock, place).unwrap_or(0.0);
        let most = count.max(before);
        let value = total(&album.found, hidden.stock) - before + most;
        let words =
            [Arg::Title(self.sortie.over.thing), Arg::Count(count, hidden.stock_label.thing)];
        let event = run.event("find", hidden.label).with(self.due.label).nth(1).mark();
        let event = event.because(self.id).because(by).odds(odds, draw).facts(&[fact]);
        let event = event.say("a search of {} reports {} hidden there", &words);
        if event.told(self.kind.owner).changes(stock.found, value).commit().is_some() {
            note(&mut album.found, hidden.stock, place, most);
        }
    }
}

/// Returns what is noted of a stock at a place.
fn known(notes: &[(Entity, Entity, f64)], stock: Entity, place: Entity) -> Option<f64> {
    notes.iter().find(|(of, at, _)| (*of, *at) == (stock, place)).map(|(.., count)| *count)
}

/// Returns what is noted of a stock at all places.
fn total(notes: &[(Entity, Entity, f64)], stock: Entity) -> f64 {
    notes.iter().filter(|(of, ..)| *of == stock).map(|(.., count)| count).sum()
}

/// Notes how many of a stock are known of at a place.
fn note(notes: &mut Vec<(Entity, Entity, f64)>, stock: Entity, place: Entity, count: f64) {
    match notes.iter_mut().find(|(of, at, _)| (*of, *at) == (stock, place)) {
        Some(note) => note.2 = count,
        None => notes.push((stock, place, count)),
    }
}
