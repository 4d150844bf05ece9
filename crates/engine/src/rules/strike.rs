//! Strikes: an attack on sites or on things that stand on the ground, with losses on both sides.

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
    let lit =
        |at: &Time| places.iter().all(|place| sun::height_deg(at.0, *place) >= sun::SUNRISE_DEG);
    let minutes = (0..=24 * 60).map(|minute| Time(at.0 + minute * 60));
    minutes.into_iter().find(lit).unwrap_or(at)
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
    carried.pending = None;
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
    const BOMBERS: &str = r#"Strike("bombers")"#;

    #[test]
    fn a_strike_comes_so_many_hours_after_the_order() {
        let played = Table::new(ISLE).order("1962-11-02T06:00Z", ALL).play();
        let at = |key: &str| played.events(key).next().unwrap().at;
        assert_eq!(at("attack/all/1").0 - at("strike/all/1").0, 6 * 3600);
    }

    #[test]
    fn a_strike_waits_for_daylight_unless_it_may_come_by_night() {
        let attack = |isle: &str| {
            let played = Table::new(isle).order("1962-11-02T14:00Z", BOMBERS).play();
            played.events("attack/bombers/1").next().unwrap().at.rfc3339()
        };
        // the sun sets at the field at 17:30 and rises at 06:03
        let by_day = attack(ISLE);
        assert!(by_day.starts_with("1962-11-03T06:0"), "{by_day}");
        let night = ISLE.replace("takes_h: ~6", "takes_h: ~6, by_night: true");
        assert_eq!(attack(&night), "1962-11-02T20:00:00Z");
    }

    #[test]
    fn a_strike_that_is_to_come_is_not_ordered_again() {
        let played = Table::new(ISLE)
            .order("1962-11-02T14:00Z", ALL)
            .order("1962-11-02T15:00Z", ALL)
            .order("1962-11-03T01:00Z", ALL)
            .order("1962-11-03T12:00Z", ALL)
            .play();
        assert_eq!(played.keys("strike/"), ["strike/all/1", "strike/all/2"]);
        assert_eq!(played.count("attack/"), 2);
    }

    #[test]
    fn a_strike_that_has_just_been_is_not_ordered_again() {
        let isle = ISLE.replace("takes_h: ~6", "takes_h: ~6, again_h: ~24");
        let played = Table::new(&isle)
            .order("1962-11-02T06:00Z", ALL)
            .order("1962-11-02T20:00Z", ALL)
            .order("1962-11-03T20:00Z", ALL)
            .play();
        let ordered: Vec<_> = played.events("strike/").map(|event| event.at.rfc3339()).collect();
        assert_eq!(ordered, ["1962-11-02T06:00:00Z", "1962-11-03T20:00:00Z"]);
    }

    #[test]
    fn an_attack_is_told_in_the_words_of_the_scenario() {
        let says = |isle: &str| Table::new(isle).order("1962-11-02T06:00Z", ALL).play().sentences();
        let bare = says(ISLE);
        assert!(bare.contains(&"A strike is carried out: the strike on everything".to_owned()));
        let worded =
            ISLE.replace("takes_h: ~6", r#"takes_h: ~6, says: "blue aircraft bomb the isle""#);
        let worded = says(&worded);
        assert!(worded.contains(&"Blue aircraft bomb the isle".to_owned()), "{worded:?}");
    }

    /// Returns the days on which the field was photographed.
    fn days_seen(table: Table) -> Vec<u32> {
        let played = table.play();
        played.events("photograph/").map(|event| event.key.who.nth / 100 + 1).collect()
    }

    #[test]
    fn nobody_photographs_what_his_own_side_is_about_to_strike() {
        let table = Table::new(ISLE).order("1962-11-02T11:00Z", BOMBERS);
        let table = table.fact("strikes/bombers/takes_h", 30.0);
        assert_eq!(days_seen(table), [1, 4, 5, 6, 7, 8, 9, 10]);
        let other = Table::new(&ISLE.replace(r#"owner: "blue""#, r#"owner: "red""#));
        let other = other.order("1962-11-02T11:00Z", BOMBERS);
        assert_eq!(days_seen(other.fact("strikes/bombers/takes_h", 30.0)).len(), 10);
    }

    #[test]
    fn a_strike_clears_the_sky_around_its_targets() {
        let cape = |clears: &str| {
            let isle = ISLE.replace("takes_h: ~6", &format!("takes_h: ~30{clears}"));
            let isle =
                isle.replace(r#"group: "guard", at: "field""#, r#"group: "guard", at: "cape""#);
            let isle = isle
                .replace(r#"piles: [(id: "all", at: "field""#, r#"piles: [(id: "all", at: "cape""#);
            days_seen(Table::new(&isle).order("1962-11-02T11:00Z", BOMBERS)).len()
        };
        // the cape lies 600 nautical miles from the field
        assert_eq!(cape(""), 10);
        assert_eq!(cape(", clears_nm: ~599"), 10);
        assert_eq!(cape(", clears_nm: ~605"), 8);
    }

    #[test]
    fn aircraft_on_their_way_to_what_is_to_be_struck_are_called_back() {
        let table = Table::new(ISLE).order("1962-11-02T12:30Z", BOMBERS);
        let played = table.play();
        assert_eq!(played.keys("recall/"), ["recall/noon.101/field/1"]);
        let back = played.events("turn-back/noon.101/").next().unwrap().at;
        assert_eq!(back.rfc3339(), "1962-11-02T13:00:00Z");
        assert_eq!(played.count("photograph/noon.101/"), 0);
    }

    #[test]
    fn that_a_strike_is_to_come_is_a_condition() {
        let isle = ISLE.replace(
            "outcomes: [",
            r#"responses: [(id: "asks", title: "asks", who: "blue", on: Happened(Seen("bombers")),
                when: Striking("all"), then: [Strike("source")], cite: [])], outcomes: [
                (id: "to-come", title: "", is: Ever(Striking("all"))),"#,
        );
        let played = Table::new(&isle).order("1962-11-02T14:00Z", ALL).play();
        assert_eq!(played.number("to-come"), 1);
        // film comes in at 21:00 on each day, and only on the second is a strike to come
        assert_eq!(played.count("respond/asks"), 1);
        assert_eq!(Table::new(&isle).play().number("to-come"), 0);
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
