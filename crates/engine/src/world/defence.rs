//! Air defence: weapons, groups under one command, and their sites.

use bevy_ecs::prelude::*;

use super::{
    EventId, FactId, Label, SignId, compile::Compiler, opening::Initial, sign::SignKind, stocks::At,
};
use excomm_scenario::format::{Position, Stance};

/// A kind of weapon against aircraft.
#[derive(Component, Debug, Clone, Copy)]
pub struct Weapon {
    /// How far it reaches, in nautical miles.
    pub reach_nm: FactId,
    /// Height below which it never hits, in feet.
    pub floor_ft: FactId,
    /// Height above which it never hits, in feet.
    pub ceiling_ft: FactId,
    /// Shots in one salvo.
    pub salvo: FactId,
    /// Odds that one shot kills.
    pub kill: FactId,
}

/// Sites under one command.
#[derive(Component, Debug, Clone, Copy)]
pub struct Group {
    /// Who commands it.
    pub commander: Entity,
    /// Who commands it, by name.
    pub actor: Label,
    /// Its weapon.
    pub weapon: Entity,
    /// Odds that a local commander fires against the order.
    pub fires_anyway: FactId,
    /// Odds that a site ordered to fire does.
    pub engages: FactId,
    /// The sign of its order.
    pub stance: SignId,
    /// The sign of its salvos.
    pub fired_on: SignId,
    /// The sign of its sites destroyed.
    pub sites_hit: SignId,
}

/// The order a group is under.
#[derive(Component, Debug, Clone, Copy)]
pub struct Command {
    /// The order.
    pub stance: Stance,
    /// The event that gave it.
    pub by: EventId,
}

/// What a group has done and suffered.
#[derive(Component, Debug, Clone, Copy, Default)]
pub struct Fought {
    /// Salvos fired.
    pub salvos: u32,
    /// Sites destroyed.
    pub sites_hit: u32,
    /// The site that fired last, and the salvo.
    pub last: Option<(Entity, EventId)>,
    /// The attack that hit one of its sites.
    pub attacked: Option<EventId>,
}

/// The group a site is part of.
#[derive(Component, Debug, Clone, Copy)]
#[relationship(relationship_target = Sites)]
pub struct PartOf(pub Entity);

/// The sites of a group.
#[derive(Component, Debug)]
#[relationship_target(relationship = PartOf)]
pub struct Sites(Vec<Entity>);

/// A site.
#[derive(Component, Debug, Clone, Copy)]
pub struct Site {
    /// Where it stands.
    pub at: Position,
    /// The event that destroyed it.
    pub destroyed: Option<EventId>,
    /// The attack on its own place.
    pub attacked: Option<EventId>,
}

/// What makes a site fire, or lets it: its order and its odds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leave {
    /// The odds that it fires at one pass.
    pub odds: FactId,
    /// Whether it is allowed to.
    pub allowed: bool,
    /// The event by which it is.
    pub by: EventId,
}

/// Returns whether a site may fire under its group's order, and by what odds it does.
#[must_use]
pub fn leave(group: &Group, command: &Command, fought: &Fought, site: &Site) -> Leave {
    let (allowed, by) = match command.stance {
        Stance::Fire => (true, command.by),
        Stance::Hold => (false, command.by),
        Stance::IfAttacked => {
            let attacked = fought.attacked.or(site.attacked);
            (attacked.is_some(), attacked.unwrap_or(command.by))
        }
    };
    let odds = if allowed { group.engages } else { group.fires_anyway };
    Leave { odds, allowed, by }
}

/// Compiles weapons, groups and sites.
pub(super) fn compile(c: &mut Compiler) {
    for weapon in &c.part.weapons {
        let thing = c.thing("weapons", &weapon.id);
        let weapon = Weapon {
            reach_nm: c.fact(&weapon.reach_nm),
            floor_ft: c.fact(&weapon.floor_ft),
            ceiling_ft: c.fact(&weapon.ceiling_ft),
            salvo: c.fact(&weapon.salvo),
            kill: c.fact(&weapon.kill),
        };
        c.dress(thing, move |world, _| {
            world.insert(weapon);
        });
    }
    for group in &c.part.groups {
        let thing = c.thing("groups", &group.id);
        c.own(thing, &group.commander);
        let command = Command { stance: group.stance, by: EventId::NONE };
        let (commander, actor) = c.named("actors", &group.commander);
        let group = Group {
            commander,
            actor,
            weapon: c.entity("weapons", &group.weapon),
            fires_anyway: c.fact(&group.fires_anyway),
            engages: c.fact(&group.engages),
            stance: c.sign(SignKind::Stance, thing),
            fired_on: c.sign(SignKind::FiredOn, thing),
            sites_hit: c.sign(SignKind::SitesHit, thing),
        };
        c.initially(group.stance, Initial::Value(f64::from(command.stance as u8)));
        c.dress(thing, move |world, _| {
            world.insert((group, command, Fought::default()));
        });
    }
    for site in &c.part.sites {
        let label = Label::of(c.thing("sites", &site.id));
        let (place, group) = (c.entity("places", &site.at), c.entity("groups", &site.group));
        let Some(at) = position(c, &site.at) else { continue };
        c.dress(label.thing, move |world, _| {
            let site = Site { at, destroyed: None, attacked: None };
            world.insert(site).insert_if_new((At(place), PartOf(group)));
        });
    }
}

/// Returns the position of a place; a place that does not exist is reported elsewhere.
pub(super) fn position(c: &Compiler, place: &str) -> Option<Position> {
    c.part.place(place).map(|place| place.at)
}
