//! Strikes: attacks that can be ordered, and what they hit.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use super::{
    EventId, FactId, Label, SignId, Time, compile::Compiler, defence::position, sign::SignKind,
};
use excomm_scenario::format::{Position, StrikeAt};

/// An attack that can be ordered.
#[derive(Component, Debug, Clone)]
pub struct Strike {
    /// Who attacks, by name.
    pub by: Label,
    /// Who attacks.
    pub side: Entity,
    /// What is hit.
    pub hits: Arc<[Aim]>,
    /// Aircraft sent.
    pub sorties: FactId,
    /// Odds that one site or one item is destroyed.
    pub kill: FactId,
    /// Odds that one aircraft is lost, for each site that may fire and was not destroyed.
    pub loss: FactId,
    /// Hours from the order to the attack, at least.
    pub takes_h: FactId,
    /// Whether it need not wait for daylight.
    pub by_night: bool,
    /// Hours from an attack until it can be ordered again.
    pub again_h: Option<FactId>,
    /// How far from what is to be hit the attacker photographs nothing, until the attack.
    pub clears_nm: Option<FactId>,
    /// Hours after the attack for which that goes on.
    pub clears_for_h: Option<FactId>,
    /// Whether the scenario has a sentence for the attack.
    pub worded: bool,
    /// The sign of its being ordered and not yet carried out.
    pub striking: SignId,
    /// The sign of its being carried out.
    pub struck: SignId,
    /// The sign of attacking aircraft lost.
    pub losses: SignId,
}

/// What has become of a strike so far.
#[derive(Component, Debug, Clone, Default)]
pub struct Carried {
    /// The order that has not been carried out yet, if there is one.
    pub pending: Option<Pending>,
    /// Where the attacker photographs nothing since the last attack, until when, and its event.
    pub cleared: Option<(Arc<[Position]>, Time, EventId)>,
    /// When it was last carried out, and the event of it.
    pub last: Option<(Time, EventId)>,
    /// How often it was ordered.
    pub ordered: u32,
    /// How often it was carried out.
    pub out: u32,
    /// Aircraft lost.
    pub lost: u32,
}

/// A strike that is ordered and not yet carried out.
#[derive(Debug, Clone)]
pub struct Pending {
    /// The event of its order.
    pub by: EventId,
    /// Where that lies which is to be hit.
    pub at: Arc<[Position]>,
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
                c.aim(&strike.by, label.thing);
                Aim::Stock(stock, label)
            }
        });
        let hits = aims.collect();
        let (side, by) = c.named("actors", &strike.by);
        let strike = Strike {
            by,
            side,
            hits,
            sorties: c.fact(&strike.sorties),
            kill: c.fact(&strike.kill),
            loss: c.fact(&strike.loss),
            takes_h: c.fact(&strike.takes_h),
            by_night: strike.by_night,
            again_h: c.fact_if(strike.again_h.as_deref()),
            clears_nm: c.fact_if(strike.clears_nm.as_deref()),
            clears_for_h: c.fact_if(strike.clears_for_h.as_deref()),
            worded: strike.says.is_some(),
            striking: c.sign(SignKind::Striking, thing),
            struck: c.sign(SignKind::Struck, thing),
            losses: c.sign(SignKind::StrikeLosses, thing),
        };
        c.dress(thing, move |world, _| {
            world.insert((strike.clone(), Carried::default()));
        });
    }
}
