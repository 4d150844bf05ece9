//! Strikes: an attack on sites or on things that stand on the ground, with losses on both sides.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Arg, Due, EventId, FactId, Label, Occasion, Run, Salt, Time, Verb, by_name,
    defence::{Command, Fought, Group, PartOf, Site, Weapon, leave},
    geo, salt,
    stocks::{At, Pile, Stock, Tally},
    strikes::{Aim, Carried, Lies, Pending, Strike},
};
use excomm_numerics::{search, sun};
use excomm_scenario::format::Position;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "strike/order",
        on: &[Occasion::Strike],
        about: "A strike is ordered; it takes some hours to be carried out, and unless it may come by night it waits until the sun has risen over all its targets, a day at most. What is ordered already, or was carried out not long ago, is not ordered again. Aircraft of the same side keep away from the targets until then.",
        formula: "attack = order + takes_h, or the first minute after that at which the sun stands above -0.833 degrees everywhere",
        source: "",
        reads: &["orders: Strike", "strikes/*/takes_h", "strikes/*/again_h"],
        system: || boxed(order),
    },
    Rule {
        name: "strike/attack",
        on: &[Occasion::Attack],
        about: "The strike destroys each site and each item it is aimed at by odds. Then the sites in reach that were not destroyed and may fire take their toll; groups that were hit, and sites whose place was, may fire if attacked from then on. Where nobody has fired there is no offender to find.",
        formula: "P(destroyed) = kill for each site and item; P(one aircraft lost) = 1 - (1 - loss)^(sites left that may fire)",
        source: "independent hits; binomial count",
        reads: &[
            "strikes/*/takes_h",
            "strikes/*/hits",
            "strikes/*/sorties",
            "strikes/*/kill",
            "strikes/*/loss",
            "strikes/*/clears_for_h",
            "weapons/*/reach_nm",
            "stocks/*/piles/*/count",
            "stocks/*/piles/*/at_port",
        ],
        system: || boxed(attack),
    },
];

const SITE: Salt = salt("strike/site");
const ITEMS: Salt = salt("strike/items");
const LOSSES: Salt = salt("strike/losses");

fn order(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut strikes: Query<(&Label, &Strike, &mut Carried)>,
    sites: Query<(&Site, &PartOf, &At)>,
    groups: Query<&Fought>,
    piles: Query<(&Pile, &At)>,
    places: Query<&Lies>,
) {
    let Some((label, strike, mut carried)) = run.met(strikes.get_mut(due.who)) else {
        return;
    };
    let words = [Arg::Title(strike.by.thing), Arg::Title(label.thing)];
    if let Some(by) = still(run, strike, &carried) {
        let event = run.event(Verb::NoStrike, *label).because(due.cause).because(by);
        event.say("{} orders no second strike: {}", &words).miss();
        return;
    }
    let event = run.event(Verb::Strike, *label).nth(carried.ordered + 1).because(due.cause).mark();
    let event = event.say("{} orders a strike: {}", &words);
    let Some(id) = event.changes(strike.striking, 1.0).commit() else { return };
    carried.ordered += 1;
    let aimed = aimed(run, strike, &sites, &groups, &piles);
    let lies = aimed.into_iter().filter_map(|place| run.met(places.get(place)));
    let lies: Arc<[Position]> = lies.map(|lies| lies.0).collect();
    let recall = run.now(Occasion::Recall, due.who, *label, id);
    run.at(recall);
    let at = run.clock.now.plus_hours(run.luck.fact(strike.takes_h));
    let at = if strike.by_night { at } else { by_daylight(at, &lies) };
    carried.pending = Some(Pending { by: id, at: lies });
    run.at(Due::new(at, Occasion::Attack, due.who, *label, id).n(carried.ordered));
}

/// Returns the event by which a strike is not to be ordered now: it is to come, or has just been.
fn still(run: &Run, strike: &Strike, carried: &Carried) -> Option<EventId> {
    let just = |(at, by): (Time, EventId)| {
        let again_h = strike.again_h?;
        (run.clock.now.hours_since(at) < run.luck.fact(again_h)).then_some(by)
    };
    let pending = carried.pending.as_ref().map(|pending| pending.by);
    pending.or_else(|| carried.last.and_then(just))
}

/// Returns the places at which something stands that a strike is aimed at.
fn aimed(
    run: &mut Run,
    strike: &Strike,
    sites: &Query<(&Site, &PartOf, &At)>,
    groups: &Query<&Fought>,
    piles: &Query<(&Pile, &At)>,
) -> Vec<Entity> {
    let stands = |(site, _, at): (&Site, &PartOf, &At)| site.destroyed.is_none().then_some(at.0);
    let mut places = Vec::new();
    for aim in strike.hits.iter() {
        match *aim {
            Aim::Offender(group) => {
                let last = run.met(groups.get(group)).and_then(|fought| fought.last);
                let site = last.and_then(|(site, _)| run.met(sites.get(site)));
                places.extend(site.and_then(stands));
            }
            Aim::Group(group) => {
                let own = sites.iter().filter(|(_, part_of, _)| part_of.0 == group);
                places.extend(own.filter_map(stands));
            }
            Aim::Stock(stock, _) => {
                for (pile, at) in piles.iter().filter(|(pile, _)| pile.stock == stock) {
                    places.extend((!pile.hidden && pile.there > 0.0).then_some(at.0));
                    places.extend((!pile.hidden && pile.at_port > 0.0).then_some(pile.port));
                }
            }
        }
    }
    places
}

/// Returns the first minute from a moment on at which the sun is up at all of these places; the
/// moment itself if there is none within a day.
fn by_daylight(at: Time, places: &[Position]) -> Time {
    let lit = |at| places.iter().all(|place| sun::height_deg(at, *place) >= sun::SUNRISE_DEG);
    sun::first_lit(at.0, MINUTE_S, lit).map_or(at, Time)
}

const MINUTE_S: u32 = 60;

type SiteQuery<'w, 's> =
    Query<'w, 's, (Entity, &'static Label, &'static mut Site, &'static PartOf, &'static At)>;
type GroupQuery<'w, 's> =
    Query<'w, 's, (&'static Label, &'static Group, &'static Command, &'static mut Fought)>;
type PileQuery<'w, 's> = Query<'w, 's, (&'static Label, &'static mut Pile, &'static At)>;

fn attack(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut strikes: Query<(&Strike, &mut Carried)>,
    mut sites: SiteQuery,
    mut groups: GroupQuery,
    weapons: Query<&Weapon>,
    mut stocks: Query<(&Stock, &mut Tally)>,
    mut piles: PileQuery,
    places: Query<&Lies>,
) {
    let Some((strike, mut carried)) = run.met(strikes.get_mut(due.who)) else { return };
    let aimed = carried.pending.take();
    let event = run.event(Verb::Attack, due.label).nth(due.n).because(due.cause).mark();
    let event = if strike.worded {
        event.say("{}", &[Arg::Words(due.label.thing, 0)])
    } else {
        event.say("A strike is carried out: {}", &[Arg::Title(due.label.thing)])
    };
    let Some(id) = event.changes(strike.struck, f64::from(carried.out + 1)).commit() else {
        return;
    };
    carried.out += 1;
    carried.last = Some((run.clock.now, id));
    run.luck.anew();
    carried.cleared = aimed
        .zip(strike.clears_for_h)
        .map(|(aimed, hours)| (aimed.at, run.clock.now.plus_hours(run.luck.fact(hours)), id));
    let event = run.event(Verb::StrikeOver, due.label).nth(due.n).because(id);
    event.changes(strike.striking, 0.0).commit();
    let blow = Blow { label: due.label, nth: due.n, kill: strike.kill, id };
    let mut struck = Vec::new();
    for aim in strike.hits.iter() {
        run.luck.anew();
        match *aim {
            Aim::Offender(group) => {
                let last = run.met(groups.get(group)).and_then(|(.., fought)| fought.last);
                blow.sites(run, group, last, &mut sites, &mut groups, &mut struck);
            }
            Aim::Group(group) => {
                blow.group(run, group, &mut sites, &mut groups, &mut struck);
            }
            Aim::Stock(stock, label) => {
                blow.items(run, (stock, label), &mut stocks, &mut piles, &mut struck);
            }
        }
    }
    for (.., mut site, _, at) in &mut sites {
        if struck.contains(&at.0) {
            site.attacked = Some(id);
        }
    }
    let at = |place: Entity| run.met(places.get(place)).map(|lies| lies.0);
    let struck: Vec<Position> = struck.into_iter().filter_map(at).collect();
    run.luck.anew();
    let defenders = defenders(run, &struck, &sites, &groups, &weapons);
    lose(run, &blow, strike, &mut carried, defenders);
}

/// One attack.
struct Blow {
    label: Label,
    nth: u32,
    kill: FactId,
    id: EventId,
}

impl Blow {
    /// Hits the site that fired last, if one did.
    fn sites(
        &self,
        run: &mut Run,
        group: Entity,
        last: Option<(Entity, EventId)>,
        sites: &mut SiteQuery,
        groups: &mut GroupQuery,
        struck: &mut Vec<Entity>,
    ) {
        let Some((site, salvo)) = last else {
            let Some((label, ..)) = run.met(groups.get(group)) else { return };
            let event = run.event(Verb::NoOffender, self.label).with(*label).nth(self.nth);
            let event = event.because(self.id);
            event
                .say("{}: nobody has fired, so there is nobody to hit", &[Arg::Title(label.thing)])
                .commit();
            return;
        };
        self.site(run, site, salvo, sites, groups, struck);
    }

    /// Hits all sites of a group, in order of name.
    fn group(
        &self,
        run: &mut Run,
        group: Entity,
        sites: &mut SiteQuery,
        groups: &mut GroupQuery,
        struck: &mut Vec<Entity>,
    ) {
        let own = sites.iter().filter(|(_, _, _, part_of, _)| part_of.0 == group);
        let mut own: Vec<(Label, Entity)> = own.map(|(site, label, ..)| (*label, site)).collect();
        own.sort_unstable();
        for (_, site) in own {
            self.site(run, site, EventId::NONE, sites, groups, struck);
        }
    }

    /// Hits one site, if it still stands.
    fn site(
        &self,
        run: &mut Run,
        site: Entity,
        why: EventId,
        sites: &mut SiteQuery,
        groups: &mut GroupQuery,
        struck: &mut Vec<Entity>,
    ) {
        let Some((_, label, mut site, part_of, at)) = run.met(sites.get_mut(site)) else { return };
        let Some((_, group, _, mut fought)) = run.met(groups.get_mut(part_of.0)) else { return };
        if site.destroyed.is_some() {
            return;
        }
        struck.push(at.0);
        fought.attacked = Some(self.id);
        run.luck.anew();
        let odds = run.luck.fact(self.kill);
        let draw = run.luck.draw(SITE, &[self.label, *label], u64::from(self.nth));
        let hit = draw < odds;
        let event = run.event(if hit { Verb::SiteHit } else { Verb::SiteMissed }, *label);
        let event = event.with(self.label).nth(self.nth).because(self.id).because(why);
        let event = event.odds(odds, draw);
        let title = [Arg::Title(label.thing)];
        let event = if hit {
            let total = f64::from(fought.sites_hit + 1);
            event.say("{} is destroyed", &title).changes(group.sites_hit, total)
        } else {
            event.say("{} is attacked and stands", &title)
        };
        let id = event.commit();
        if hit && id.is_some() {
            site.destroyed = id;
            fought.sites_hit += 1;
        }
    }

    /// Hits the items of a stock that lie open, pile by pile in order of name.
    fn items(
        &self,
        run: &mut Run,
        (stock, label): (Entity, Label),
        stocks: &mut Query<(&Stock, &mut Tally)>,
        piles: &mut PileQuery,
        struck: &mut Vec<Entity>,
    ) {
        let Some((signs, mut tally)) = run.met(stocks.get_mut(stock)) else { return };
        let kill = run.luck.fact(self.kill);
        let mut hits = Vec::new();
        let mut before = Vec::new();
        for (pile_label, pile, at) in by_name(piles.iter_mut(), |(label, ..)| **label) {
            let (there, at_port) = (pile.there, pile.at_port);
            if pile.stock != stock || pile.hidden || there + at_port < 0.5 {
                continue;
            }
            if there > 0.0 {
                struck.push(at.0);
            }
            if at_port > 0.0 {
                struck.push(pile.port);
            }
            let occasion = u64::from(self.nth) * 2;
            pile.read(&run.luck);
            let draw = |side| run.luck.draw(ITEMS, &[self.label, *pile_label], occasion + side);
            let there = f64::from(search::binomial(there as u32, kill, draw(0)));
            let at_port = f64::from(search::binomial(at_port as u32, kill, draw(1)));
            before.push(pile.by);
            hits.push((*pile_label, there, at_port));
        }
        let total: f64 = hits.iter().map(|(_, there, at_port)| there + at_port).sum();
        let words = [Arg::Count(total, label.thing)];
        let mut event = run.event(Verb::ItemsHit, label).with(self.label).nth(self.nth);
        for cause in before {
            event = event.because(cause);
        }
        let event = event.because(self.id).mark();
        let event = event.say("{} destroyed", &words);
        let Some(id) = event.changes(signs.destroyed, tally.destroyed + total).commit() else {
            return;
        };
        tally.destroyed += total;
        for (pile_label, mut pile, _) in by_name(piles.iter_mut(), |(label, ..)| **label) {
            if let Some((_, there, at_port)) = hits.iter().find(|hit| hit.0 == *pile_label) {
                pile.there -= there;
                pile.packed = pile.packed.min(pile.there);
                pile.at_port -= at_port;
                pile.by = id;
            }
        }
        let left = tally.left(stock, piles.iter().map(|(_, pile, _)| pile));
        let event = run.event(Verb::Stands, label).with(self.label).nth(self.nth).because(id);
        event.changes(signs.left, left).commit();
    }
}

/// Counts the sites that still stand, may fire and reach a place that was struck.
fn defenders(
    run: &mut Run,
    struck: &[Position],
    sites: &SiteQuery,
    groups: &GroupQuery,
    weapons: &Query<&Weapon>,
) -> u32 {
    let mut count = 0;
    for (_, _, site, part_of, _) in sites {
        let Some((_, group, command, fought)) = run.met(groups.get(part_of.0)) else { continue };
        let Some(weapon) = run.met(weapons.get(group.weapon)) else { continue };
        if site.destroyed.is_none() && leave(group, command, fought, site).allowed {
            let reach = run.luck.fact(weapon.reach_nm);
            let reaches = struck.iter().any(|place| geo::distance_nm(site.at, *place) <= reach);
            count += u32::from(reaches);
        }
    }
    count
}

/// Takes the attackers' losses.
fn lose(run: &mut Run, blow: &Blow, strike: &Strike, carried: &mut Carried, defenders: u32) {
    let odds = search::salvo(run.luck.fact(strike.loss), defenders);
    let draw = run.luck.draw(LOSSES, &[blow.label], u64::from(blow.nth));
    let lost = search::binomial(run.luck.count(strike.sorties), odds, draw);
    if lost == 0 {
        return;
    }
    let words = [Arg::Whole(f64::from(lost))];
    let event = run.event(Verb::StrikeLosses, blow.label).nth(blow.nth).because(blow.id).mark();
    let event = event.odds(odds, draw);
    let event = event.say("Aircraft lost in the attack: {}", &words);
    if event.changes(strike.losses, f64::from(carried.lost + lost)).commit().is_some() {
        carried.lost += lost;
    }
}
