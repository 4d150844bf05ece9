//! Strikes: attacks that can be ordered, and what they hit.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use super::{FactId, Label, SignId, compile::Compiler, defence::position, sign::SignKind};
use excomm_scenario::format::{Position, StrikeAt};

/// An attack that can be ordered.
#[derive(Component, Debug, Clone)]
pub struct Strike {
    /// Who attacks.
    pub by: Label,
    /// What is hit.
    pub hits: Arc<[Aim]>,
    /// Aircraft sent.
    pub sorties: FactId,
    /// Odds that one site or one item is destroyed.
    pub kill: FactId,
    /// Odds that one aircraft is lost, for each site that may fire and was not destroyed.
    pub loss: FactId,
    /// Hours from the order to the attack.
    pub takes_h: FactId,
    /// The sign of its being carried out.
    pub struck: SignId,
    /// The sign of attacking aircraft lost.
    pub losses: SignId,
}

/// What has become of a strike so far.
#[derive(Component, Debug, Clone, Copy, Default)]
pub struct Carried {
    /// How often it was ordered.
    pub ordered: u32,
    /// How often it was carried out.
    pub out: u32,
    /// Aircraft lost.
    pub lost: u32,
}

/// What a strike is aimed at.
#[derive(Debug, Clone, Copy)]
pub enum Aim {
    /// The site of a group that fired last.
    Offender(Entity),
    /// All sites of a group.
    Group(Entity),
    /// All items of a stock that are not hidden and not aboard ships.
    Stock(Entity, Label),
}

/// Where a place lies.
#[derive(Component, Debug, Clone, Copy)]
pub struct Lies(pub Position);

/// Compiles strikes, and where places lie.
pub(super) fn compile(c: &mut Compiler) {
    for place in &c.part.places {
        let thing = c.thing("places", &place.id);
        let Some(at) = position(c, &place.id) else { continue };
        c.dress(thing, move |world, _| {
            world.insert(Lies(at));
        });
    }
    for strike in &c.part.strikes {
        let thing = c.thing("strikes", &strike.id);
        c.own(thing, &strike.by);
        let aims = strike.hits.iter().map(|hit| match hit {
            StrikeAt::Offender(group) => Aim::Offender(c.entity("groups", group)),
            StrikeAt::Group(group) => Aim::Group(c.entity("groups", group)),
            StrikeAt::Stock(stock) => {
                let (stock, label) = c.named("stocks", stock);
                Aim::Stock(stock, label)
            }
        });
        let hits = aims.collect();
        let strike = Strike {
            by: c.named("actors", &strike.by).1,
            hits,
            sorties: c.fact(&strike.sorties),
            kill: c.fact(&strike.kill),
            loss: c.fact(&strike.loss),
            takes_h: c.fact(&strike.takes_h),
            struck: c.sign(SignKind::Struck, thing),
            losses: c.sign(SignKind::StrikeLosses, thing),
        };
        c.dress(thing, move |world, _| {
            world.insert((strike.clone(), Carried::default()));
        });
    }
}
