//! Film: what a photograph tells its owner once it has been read.

use bevy_ecs::prelude::*;

use crate::world::{
    Arg, Due, EventId, Label, Luck, Run, Salt, Time, Verb,
    air::{Aircraft, Hides, LastSeen, MaybeHidden, Region, Sortie, Spot, Tally, Target},
    salt,
    sky::Covered,
    stocks::{Known, Pile, Stock},
};
use excomm_numerics::search;

const FOUND: Salt = salt("reconnaissance/found");
const FALSE_ALARM: Salt = salt("reconnaissance/false-alarm");

type Targets<'w, 's> =
    Query<'w, 's, (&'static Target, &'static mut LastSeen, Option<&'static Hides>)>;

type Stocks<'w, 's> = Query<'w, 's, (&'static Stock, &'static mut Known)>;

pub(super) fn read(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut commands: Commands,
    sorties: Query<&Sortie>,
    mut aircraft: Query<(&Label, &Aircraft, &mut Tally)>,
    mut targets: Targets,
    mut regions: Query<&mut Covered>,
    mut stocks: Stocks,
    piles: Query<&Pile>,
) {
    let Some(sortie) = run.met(sorties.get(due.who)) else { return };
    let Some((kind_label, kind, mut tally)) = run.met(aircraft.get_mut(sortie.aircraft)) else {
        return;
    };
    let Some((target, mut seen, hides)) = run.met(targets.get_mut(sortie.target)) else { return };
    let Some((picture, taken)) = sortie.picture else { return };
    commands.entity(due.who).despawn();
    let event = run.event(Verb::Film, due.label).with(sortie.over).nth(1).because(picture);
    let event = event.because(due.cause);
    let Some(film) = event.changes(target.pictures, f64::from(seen.pictures + 1)).commit() else {
        return;
    };
    *seen = LastSeen { at: taken.max(seen.at), by: film, pictures: seen.pictures + 1, ..*seen };
    let event = run.event(Verb::GoodPhotograph, due.label).nth(1).because(film);
    if event.changes(kind.photographs, f64::from(tally.photographs + 1)).commit().is_some() {
        tally.photographs += 1;
    }
    let film = Film { due, kind, kind_label: *kind_label, sortie, taken, id: film };
    if let Spot::Place { place, region, .. } = target.spot {
        film.count(run, place, &mut stocks);
        if let Some(region) = region {
            film.cover(run, region, &mut regions);
        }
        if let Some(hides) = hides {
            film.search(run, place, hides, &mut stocks, &piles);
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
    fn count(&self, run: &mut Run, place: Entity, stocks: &mut Stocks) {
        for count in &self.sortie.film {
            let Some((stock, mut known)) = run.met(stocks.get_mut(count.stock)) else { continue };
            run.luck.anew();
            count.facts.iter().for_each(|fact| run.luck.note(*fact));
            let owner = self.kind.owner;
            let before = known.seen.of(owner, place);
            let total = known.seen.total_with(owner, place, count.seen);
            let words = [
                Arg::Title(self.kind_label.thing),
                Arg::Title(self.sortie.over.thing),
                Arg::Digits(count.seen, count.label.thing),
            ];
            let event = run.event(Verb::Seen, count.label).with(self.due.label).nth(1);
            let event = event.because(self.id).because(count.by);
            let nothing_new = before.unwrap_or(0.0) as u32 == count.seen as u32;
            // how many there are is not on the film
            let event = if nothing_new {
                event
            } else {
                event.say("{} film of {} is read: {} seen", &words)
            };
            let event = event.told(owner).changes(stock.seen, total);
            if event.commit().is_some() {
                known.seen.note(owner, place, count.seen);
            }
        }
    }

    /// Tells the owner how much of a region has been photographed of late.
    fn cover(&self, run: &mut Run, region: Region, regions: &mut Query<&mut Covered>) {
        let Some(mut covered) = run.met(regions.get_mut(region.entity)) else { return };
        run.luck.anew();
        let covers = run.luck.fact(self.kind.covers);
        if covers <= 0.0 {
            return;
        }
        let (now, days) = (run.clock.now, run.luck.fact(covered.for_days));
        covered.sorties.retain(|(_, taken, _)| now.days_since(*taken) <= days);
        let own = covered.sorties.iter().filter(|(by, ..)| *by == self.kind.owner);
        let missed = own.map(|(.., covers)| 1.0 - run.luck.fact(*covers)).product::<f64>();
        let missed = missed * (1.0 - covers);
        let event = run.event(Verb::Coverage, region.label).with(self.due.label).nth(1);
        let event = event.because(self.id).told(self.kind.owner);
        if event.changes(region.coverage, 1.0 - missed).commit().is_some() {
            covered.sorties.push((self.kind.owner, self.taken, self.kind.covers));
        }
    }

    /// Looks for what may be hidden at the place.
    fn search(
        &self,
        run: &mut Run,
        place: Entity,
        hides: &Hides,
        stocks: &mut Stocks,
        piles: &Query<&Pile>,
    ) {
        let odds = |luck: &Luck| search::random_search(luck.fact(hides.coverage));
        let mut found = false;
        for hidden in hides.piles.iter() {
            let Some(pile) = run.met(piles.get(hidden.pile)) else { continue };
            run.luck.anew();
            let odds = odds(&run.luck);
            let draw = run.luck.draw(FOUND, &[self.due.label, hidden.label], 1);
            if pile.there > 0.0 && draw < odds {
                pile.read(&run.luck);
                let decided = (odds, draw);
                self.find(run, place, hidden, (pile.there, pile.by), decided, stocks);
                found = true;
            }
        }
        let Some(first) = hides.piles.first().filter(|_| !found) else { return };
        run.luck.anew();
        run.luck.note(hides.coverage);
        let odds = run.luck.fact(hides.false_alarm);
        let draw = run.luck.draw(FALSE_ALARM, &[self.due.label], 1);
        if draw < odds {
            let said = (f64::from(run.luck.count(first.count)), EventId::NONE);
            let decided = (odds, draw);
            self.find(run, place, first, said, decided, stocks);
        } else {
            let event = run.event(Verb::NoFind, self.due.label).with(self.sortie.over).nth(1);
            event.because(self.id).odds(odds, draw).commit();
        }
    }

    /// Tells the owner that something hidden was found, rightly or not.
    fn find(
        &self,
        run: &mut Run,
        place: Entity,
        hidden: &MaybeHidden,
        (count, by): (f64, EventId),
        (odds, draw): (f64, f64),
        stocks: &mut Stocks,
    ) {
        let Some((stock, mut known)) = run.met(stocks.get_mut(hidden.stock)) else { return };
        let owner = self.kind.owner;
        let most = known.found.of(owner, place).map_or(count, |before| before.max(count));
        let value = known.found.total_with(owner, place, most);
        let words =
            [Arg::Title(self.sortie.over.thing), Arg::Count(count, hidden.stock_label.thing)];
        let event = run.event(Verb::Find, hidden.label).with(self.due.label).nth(1).mark();
        let event = event.because(self.id).because(by).odds(odds, draw);
        let event = event.say("film of {} is taken to show {} hidden there", &words);
        if event.told(owner).changes(stock.found, value).commit().is_some() {
            known.found.note(owner, place, most);
        }
    }
}
