//! Air defence: which site fires at which sortie, and what comes of it.

use bevy_ecs::prelude::*;

use super::{Rule, boxed};
use crate::world::{
    Arg, Due, EventId, Label, Luck, Occasion, Run, Salt, Verb,
    air::{Aircraft, Reached, Sortie, Tally},
    defence::{Command, Fought, Group, Leave, PartOf, Site, Weapon, leave},
    salt,
};
use excomm_numerics::search;
use excomm_scenario::format::Stance;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "air-defence/order",
        on: &[Occasion::SetStance],
        about: "A group of sites gets another order: hold fire, fire if attacked, or fire.",
        formula: "",
        source: "",
        reads: &["orders: SetStance"],
        system: || boxed(order),
    },
    Rule {
        name: "air-defence/engage",
        on: &[Occasion::Over],
        about: "Each site that reaches the target, in order of name, fires one salvo if its order lets it and it is ready, or if a local commander fires against the order. Nobody fires at what he cannot hit: below the floor or above the ceiling of his weapon. The first kill ends the pass.",
        formula: "P(fires) = engages if allowed, else fires_anyway; P(kill) = 1 - (1 - kill)^salvo",
        source: "independent shots",
        reads: &[
            "groups/*/stance",
            "groups/*/engages",
            "groups/*/fires_anyway",
            "weapons/*",
            "sites/*/at",
            "aircraft/*/height_ft",
            "aircraft/*/speed_kn",
        ],
        system: || boxed(engage),
    },
];

const FIRES: Salt = salt("air-defence/fires");
const KILLS: Salt = salt("air-defence/kills");

/// What a group is told to do by each order.
const SAYS: [(Stance, &str); 3] =
    [(Stance::Hold, "hold fire"), (Stance::IfAttacked, "fire if attacked"), (Stance::Fire, "fire")];

fn order(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut groups: Query<(&Label, &Group, &mut Command)>,
) {
    let Some((label, group, mut command)) = run.met(groups.get_mut(due.who)) else {
        return;
    };
    let known = SAYS.iter().find(|(stance, _)| *stance as u32 == due.n);
    let Some(&(stance, words)) = known else {
        run.bare(*label);
        return;
    };
    if stance == command.stance {
        return;
    }
    let event = run.event(Verb::Stance, *label).because(due.cause).mark();
    let words = [Arg::Title(group.actor.thing), Arg::Title(label.thing), Arg::Word(words)];
    let event = event.say("{} orders {} to {}", &words);
    if let Some(by) = event.changes(group.stance, f64::from(stance as u8)).commit() {
        *command = Command { stance, by };
    }
}

type Groups<'w, 's> = Query<'w, 's, (&'static Group, &'static Command, &'static mut Fought)>;

fn engage(
    (In(due), InMut(run)): (In<Due>, InMut<Run>),
    mut sorties: Query<(&Label, &mut Sortie)>,
    mut aircraft: Query<(&Label, &Aircraft, &mut Tally)>,
    targets: Query<&Reached>,
    sites: Query<(&Label, &Site, &PartOf)>,
    mut groups: Groups,
    weapons: Query<&Weapon>,
) {
    let Some((label, mut sortie)) = run.met(sorties.get_mut(due.who)) else { return };
    if sortie.turned_back {
        return;
    }
    let Some((kind, aircraft, mut tally)) = run.met(aircraft.get_mut(sortie.aircraft)) else {
        return;
    };
    let Some(reached) = run.met(targets.get(sortie.target)) else { return };
    for &(entity, reach) in &reached.0 {
        run.luck.anew();
        run.luck.note(reach);
        let Some((site_label, site, part_of)) = run.met(sites.get(entity)) else { continue };
        let Some((group, command, mut fought)) = run.met(groups.get_mut(part_of.0)) else {
            continue;
        };
        let Some(weapon) = run.met(weapons.get(group.weapon)) else { continue };
        if site.destroyed.is_some() || !weapon.can_hit(aircraft, &run.luck) {
            continue;
        }
        let pass = Pass { site: *site_label, sortie: *label, kind: *kind, over: sortie.over };
        let leave = leave(group, command, &fought, site);
        let Some(salvo) = fire(run, &pass, leave, (group, &mut fought), due.cause) else {
            continue;
        };
        fought.last = Some((entity, salvo));
        let told = group.commander;
        if let Some(shot) = hit(run, &pass, weapon, aircraft, tally.shot_down + 1, told, salvo) {
            tally.shot_down += 1;
            sortie.lost = Some(shot);
            return;
        }
    }
}

/// A sortie within reach of a site.
struct Pass {
    site: Label,
    sortie: Label,
    kind: Label,
    over: Label,
}

/// Lets a site fire a salvo, if it does.
fn fire(
    run: &mut Run,
    pass: &Pass,
    leave: Leave,
    (group, fought): (&Group, &mut Fought),
    cause: EventId,
) -> Option<EventId> {
    let odds = run.luck.fact(leave.odds);
    let draw = run.luck.draw(FIRES, &[pass.site, pass.sortie], 1);
    if draw >= odds {
        return None;
    }
    let (site, over) = (Arg::Title(pass.site.thing), Arg::Title(pass.over.thing));
    let words = [Arg::Count(1.0, pass.kind.thing), over, site];
    let event = run.event(Verb::Salvo, pass.site).with(pass.sortie).nth(1);
    let event = event.because(cause).because(leave.by).odds(odds, draw).mark();
    let event = if leave.allowed {
        event.say("{} draws fire over {} from {}", &words)
    } else {
        event.say("{} draws fire over {} from {}, against orders", &words)
    };
    let salvo = event.changes(group.fired_on, f64::from(fought.salvos + 1)).commit()?;
    fought.salvos += 1;
    Some(salvo)
}

/// Lets a salvo kill, if it does; only the one who fired and the world hear of it.
fn hit(
    run: &mut Run,
    pass: &Pass,
    weapon: &Weapon,
    aircraft: &Aircraft,
    total: u32,
    told: Entity,
    salvo: EventId,
) -> Option<EventId> {
    let odds = weapon.salvo_kills(&run.luck);
    let draw = run.luck.draw(KILLS, &[pass.site, pass.sortie], 1);
    if draw >= odds {
        return None;
    }
    let words = [Arg::Count(1.0, pass.kind.thing), Arg::Title(pass.over.thing)];
    let event = run.event(Verb::ShotDown, pass.sortie).with(pass.site).nth(1).because(salvo);
    let event = event.odds(odds, draw).mark();
    let event = event.say("{} is shot down over {}", &words).told(told);
    event.changes(aircraft.shot_down, f64::from(total)).commit()
}

impl Weapon {
    /// Returns whether it hits at all at the height of an aircraft.
    fn can_hit(&self, aircraft: &Aircraft, luck: &Luck) -> bool {
        let height_ft = luck.fact(aircraft.height_ft);
        (luck.fact(self.floor_ft)..=luck.fact(self.ceiling_ft)).contains(&height_ft)
    }

    /// Returns the odds that a salvo kills.
    fn salvo_kills(&self, luck: &Luck) -> f64 {
        search::salvo(luck.fact(self.kill), luck.count(self.salvo))
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{Played, Table, assert_odds};

    /// A battery beside a field that is photographed ten times at noon each day.
    const FIELD: &str = r#"
        places: [
            (id: "base", title: "the base", at: (lat: 25.0, lon: 0.0), cite: []),
            (id: "field", title: "the field", at: (lat: 20.0, lon: 0.0), cite: []),
            (id: "hill", title: "the hill", at: (lat: 20.2, lon: 0.0), cite: []),
        ],
        aircraft: [(id: "scout", one: "scout", many: "scouts", owner: "blue", base: "base",
            speed_kn: ~300, height_ft: ~5000, height_words: "", photo_clear: ~1, photo_partly: ~1,
            photo_obscured: ~1, min_sun_deg: ~-90, covers: ~0, film_h: ~7, turns_back: ~0,
            accident: ~0)],
        targets: [(id: "field", title: "the field", at: Place("field"), worth: ~1, stale_days: ~2,
            last_seen_days: ~4)],
        flights: [(id: "noon", title: "the noon flights", aircraft: "scout", sorties: ~1,
            days: Daily, hour: ~12, apart_min: ~10, targets: ["field"], standing: true)],
        weapons: [(id: "missile", title: "a battery", reach_nm: ~20, floor_ft: ~3000,
            ceiling_ft: ~60000, salvo: ~2, kill: ~0.4)],
        groups: [(id: "guard", title: "the guard", commander: "red", weapon: "missile",
            stance: Fire, fires_anyway: ~0, engages: ~1, cite: [])],
        sites: [(id: "hill", title: "the battery on the hill", group: "guard", at: "hill")],
        outcomes: [
            (id: "salvos", title: "", is: Count(FiredOn("guard"))),
            (id: "down", title: "", is: Count(ShotDown("scout"))),
            (id: "lost", title: "", is: Count(Lost("scout"))),
        ],
    "#;

    fn fired(played: &Played) -> usize {
        played.count("salvo/")
    }

    #[test]
    fn a_site_ordered_to_fire_fires_at_each_pass() {
        assert_eq!(fired(&Table::new(FIELD).play()), 10);
    }

    #[test]
    fn a_site_without_orders_holds_fire() {
        let hold = FIELD.replace("stance: Fire", "stance: Hold");
        assert_eq!(fired(&Table::new(&hold).play()), 0);
        let disobeyed = Table::new(&hold).fact("groups/guard/fires_anyway", 1.0).play();
        assert_eq!(fired(&disobeyed), 10);
        assert!(disobeyed.sentences().iter().any(|text| text.ends_with("against orders")));
    }

    #[test]
    fn below_its_floor_a_missile_never_hits() {
        let low = Table::new(FIELD).fact("aircraft/scout/height_ft", 500.0).play();
        assert_eq!(fired(&low), 0);
        let high = Table::new(FIELD).fact("aircraft/scout/height_ft", 70_000.0).play();
        assert_eq!(fired(&high), 0);
    }

    #[test]
    fn beyond_its_reach_a_site_sees_nobody() {
        assert_eq!(fired(&Table::new(FIELD).fact("weapons/missile/reach_nm", 11.0).play()), 0);
        assert_eq!(fired(&Table::new(FIELD).fact("weapons/missile/reach_nm", 13.0).play()), 10);
    }

    #[test]
    fn a_salvo_kills_by_the_odds_of_its_shots() {
        let mut kills = 0;
        for seed in 0..200 {
            kills += Table::new(FIELD).seed(seed).play().count("shot-down/");
        }
        assert_odds(kills, 200 * 10, 1.0 - 0.6 * 0.6);
    }

    #[test]
    fn a_loss_is_known_where_the_aircraft_should_have_landed() {
        let played = Table::new(FIELD).fact("weapons/missile/kill", 1.0).play();
        let at = |key: &str| played.events(key).next().unwrap().at;
        let flight = at("missing/noon.1/").hours_since(at("shot-down/noon.1/"));
        assert!((flight - 1.0).abs() < 0.01, "{flight}");
        assert_eq!(played.count("film/"), 0);
        for id in ["salvos", "down", "lost"] {
            assert_eq!(played.number(id), 10);
        }
    }

    #[test]
    fn an_order_changes_what_a_group_does() {
        let table = Table::new(FIELD).order("1962-11-04T00:00Z", r#"SetStance("guard", Hold)"#);
        let played = table.play();
        assert_eq!(fired(&played), 3);
        let text = "Red orders the guard to hold fire";
        assert!(played.sentences().iter().any(|said| said == text), "{:?}", played.sentences());
    }

    #[test]
    fn a_site_more_re_rolls_no_salvo_of_another() {
        let two = FIELD.replace(
            "sites: [",
            r#"sites: [(id: "zoo", title: "the battery at the zoo",
            group: "guard", at: "field"), "#,
        );
        let draws = |text: &str| -> Vec<(String, Option<f64>)> {
            let played = Table::new(text).seed(3).play();
            played.events("salvo/hill/").map(|event| (played.key(event), event.draw)).collect()
        };
        assert_eq!(draws(FIELD), draws(&two));
    }
}
