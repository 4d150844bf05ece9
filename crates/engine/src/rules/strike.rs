//! Strikes: an attack on sites or on things that stand on the ground, with losses on both sides.

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Arg, Due, EventId, FactId, Label, Occasion, Run, Salt, Verb, by_name,
    defence::{Command, Fought, Group, PartOf, Site, Weapon, leave},
    geo, salt,
    stocks::{At, Pile, Stock, Tally},
    strikes::{Aim, Carried, Lies, Strike},
};
use excomm_numerics::search;
use excomm_scenario::format::Position;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "strike/order",
        on: &[Occasion::Strike],
        about: "A strike is ordered; it takes some hours to be carried out.",
        formula: "",
        source: "",
        reads: &["orders: Strike", "strikes/*/takes_h"],
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
) {
    let Some((label, strike, mut carried)) = run.met(strikes.get_mut(due.who)) else {
        return;
    };
    let words = [Arg::Title(strike.by.thing), Arg::Title(label.thing)];
    let event = run.event(Verb::Strike, *label).nth(carried.ordered + 1).because(due.cause).mark();
    let event = event.say("{} orders a strike: {}", &words);
    let Some(id) = event.commit() else { return };
    carried.ordered += 1;
    let at = run.clock.now.plus_hours(run.luck.fact(strike.takes_h));
    run.at(Due::new(at, Occasion::Attack, due.who, *label, id).n(carried.ordered));
}

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
    let event = run.event(Verb::Attack, due.label).nth(due.n).because(due.cause).mark();
    let event = event.say("{} is carried out", &[Arg::Title(due.label.thing)]);
    let Some(id) = event.changes(strike.struck, f64::from(carried.out + 1)).commit() else {
        return;
    };
    carried.out += 1;
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
    let words = [Arg::Title(blow.label.thing), Arg::Whole(f64::from(lost))];
    let event = run.event(Verb::StrikeLosses, blow.label).nth(blow.nth).because(blow.id).mark();
    let event = event.odds(odds, draw);
    let event = event.say("aircraft lost in {}: {}", &words);
    if event.changes(strike.losses, f64::from(carried.lost + lost)).commit().is_some() {
        carried.lost += lost;
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{Table, assert_odds};

    /// Four batteries that have been fired at by nobody, and bombers beside the first.
    const ISLE: &str = r#"
        places: [
            (id: "base", title: "the base", at: (lat: 25.0, lon: 0.0), cite: []),
            (id: "field", title: "the field", at: (lat: 20.0, lon: 0.0), cite: []),
            (id: "cape", title: "the cape", at: (lat: 10.0, lon: 0.0), cite: []),
        ],
        stocks: [(id: "bombers", title: "the bombers", one: "bomber", many: "bombers",
            owner: "red", piles: [(id: "all", at: "field", count: ~40)], seen: ~1)],
        aircraft: [(id: "scout", one: "scout", many: "scouts", owner: "blue", base: "base",
            speed_kn: ~300, height_ft: ~5000, height_words: "", photo_clear: ~1, photo_partly: ~1,
            photo_obscured: ~1, min_sun_deg: ~-90, covers: ~0, film_h: ~7, turns_back: ~0,
            accident: ~0)],
        targets: [(id: "field", title: "the field", at: Place("field"), worth: ~1, stale_days: ~2,
            last_seen_days: ~4)],
        flights: [(id: "noon", title: "the noon flights", aircraft: "scout", sorties: ~1,
            days: Daily, hour: ~12, apart_min: ~10, targets: ["field"], standing: true)],
        weapons: [(id: "missile", title: "a battery", reach_nm: ~20, floor_ft: ~0,
            ceiling_ft: ~60000, salvo: ~1, kill: ~0)],
        groups: [(id: "guard", title: "the guard", commander: "red", weapon: "missile",
            stance: IfAttacked, fires_anyway: ~0, engages: ~1, cite: [])],
        sites: [
            (id: "a", title: "battery A", group: "guard", at: "field"),
            (id: "b", title: "battery B", group: "guard", at: "field"),
            (id: "c", title: "battery C", group: "guard", at: "cape"),
        ],
        strikes: [
            (id: "source", title: "the strike on the source", by: "blue", hits: [Offender("guard")],
                sorties: ~10, kill: ~1, loss: ~0.1, takes_h: ~6, cite: []),
            (id: "all", title: "the strike on everything", by: "blue",
                hits: [Group("guard"), Stock("bombers")],
                sorties: ~10, kill: ~0.5, loss: ~0.1, takes_h: ~6, cite: []),
            (id: "bombers", title: "the strike on the bombers", by: "blue",
                hits: [Stock("bombers")], sorties: ~10, kill: ~0.5, loss: ~0.1, takes_h: ~6,
                cite: []),
        ],
        outcomes: [
            (id: "sites", title: "", is: Count(SitesHit("guard"))),
            (id: "gone", title: "", is: Count(Destroyed("bombers"))),
            (id: "left", title: "", is: Count(Left("bombers"))),
            (id: "losses", title: "", is: Count(StrikeLosses("all"))),
        ],
    "#;

    const ALL: &str = r#"Strike("all")"#;
    const SOURCE: &str = r#"Strike("source")"#;

    #[test]
    fn a_strike_comes_so_many_hours_after_the_order() {
        let played = Table::new(ISLE).order("1962-11-02T00:00Z", ALL).play();
        let at = |key: &str| played.events(key).next().unwrap().at;
        assert_eq!(at("attack/all/1").0 - at("strike/all/1").0, 6 * 3600);
    }

    #[test]
    fn where_nobody_has_fired_there_is_no_offender() {
        let played = Table::new(ISLE).order("1962-11-02T00:00Z", SOURCE).play();
        assert_eq!(played.count("no-offender/source/guard/1"), 1);
        assert_eq!(played.count("site-"), 0);
    }

    #[test]
    fn the_offender_is_the_site_that_fired_last() {
        let fire = ISLE.replace("stance: IfAttacked", "stance: Fire");
        let played = Table::new(&fire).order("1962-11-02T00:00Z", SOURCE).play();
        assert_eq!(played.keys("site-"), ["site-hit/b/source/1"]);
        assert_eq!(played.count("salvo/b/"), 1);
    }

    #[test]
    fn sites_and_items_are_destroyed_by_their_odds() {
        let (mut sites, mut items) = (0, 0);
        for seed in 0..200 {
            let played = Table::new(ISLE).order("1962-11-02T00:00Z", ALL).seed(seed).play();
            sites += played.number("sites");
            items += played.number("gone");
        }
        assert_odds(sites, 3 * 200, 0.5);
        assert_odds(items, 40 * 200, 0.5);
    }

    #[test]
    fn attackers_are_lost_to_the_sites_that_are_left() {
        let (mut lost, mut worlds) = (0, 0);
        for seed in 0..300 {
            let table = Table::new(ISLE).order("1962-11-02T00:00Z", ALL).seed(seed);
            let played = table.fact("strikes/all/kill", 0.0).play();
            lost += played.number("losses");
            worlds += 1;
        }
        // all three were attacked and stand, so all may fire
        assert_odds(lost, 10 * worlds, 1.0 - 0.9 * 0.9 * 0.9);
    }

    #[test]
    fn nobody_is_lost_where_no_site_is_left() {
        let table = Table::new(ISLE).order("1962-11-02T00:00Z", ALL);
        let played = table.fact("strikes/all/kill", 1.0).play();
        assert_eq!(played.count("strike-losses/"), 0);
        assert_eq!(played.number("sites"), 3);
        assert_eq!(played.number("left"), 0);
    }

    #[test]
    fn a_group_that_is_hit_fires_from_then_on() {
        let before = Table::new(ISLE).play();
        assert_eq!(before.count("salvo/"), 0);
        let table = Table::new(ISLE).order("1962-11-05T00:00Z", ALL);
        let after = table.fact("strikes/all/kill", 0.0).play();
        let first = after.events("salvo/").next().unwrap();
        assert!(first.at > after.events("attack/").next().unwrap().at);
    }

    #[test]
    fn a_site_whose_place_is_struck_fires_from_then_on_and_no_other() {
        let table = Table::new(ISLE).order("1962-11-05T00:00Z", r#"Strike("bombers")"#);
        let played = table.fact("weapons/missile/reach_nm", 5000.0).play();
        assert!(played.count("salvo/a/") > 0 && played.count("salvo/b/") > 0);
        assert_eq!(played.count("salvo/c/"), 0);
    }
}
