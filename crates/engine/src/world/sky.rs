//! Skies: how each region's sky changes from day to day.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use super::{EventId, FactId, Label, SignId, Time, compile::Compiler, sign::SignKind};
use excomm_scenario::format::{Branch, SkyState};

/// How the sky of a region changes.
#[derive(Component, Debug, Clone)]
pub struct Climate {
    /// Share of days that are clear.
    pub clear: FactId,
    /// Share of days that are partly clouded.
    pub partly: FactId,
    /// Mean length of a spell of one kind of sky, in days.
    pub lasts_days: FactId,
    /// Skies that the branch fixes, each on the day of a moment.
    pub fixed: Arc<[(Time, SkyState)]>,
    /// Its sign.
    pub sign: SignId,
}

/// The sky over a region.
#[derive(Component, Debug, Clone, Copy)]
pub struct Sky {
    /// What it is like.
    pub state: SkyState,
    /// The event that made it so.
    pub by: EventId,
}

/// What has been photographed of a region.
#[derive(Component, Debug, Clone)]
pub struct Covered {
    /// Days for which a photograph counts.
    pub for_days: FactId,
    /// Good sorties: by whom, when, and the fact of the share of the region that each covered.
    pub sorties: Vec<(Entity, Time, FactId)>,
}

/// Compiles the skies of all regions, with those that the branch fixes.
pub(super) fn compile(c: &mut Compiler, branch: &Branch) {
    for region in &c.part.regions {
        let label = Label::of(c.thing("regions", &region.id));
        let fixed = branch.skies.iter().filter(|sky| *sky.region == region.id);
        let sky = &region.sky;
        let climate = Climate {
            clear: c.fact(&sky.clear),
            partly: c.fact(&sky.partly),
            lasts_days: c.fact(&sky.lasts_days),
            fixed: fixed.map(|sky| (c.time(&sky.on), sky.is)).collect(),
            sign: c.sign(SignKind::Sky, label.thing),
        };
        let state = sky.starts;
        let for_days = c.fact(&region.seen_for_days);
        c.dress(label.thing, move |world, _| {
            let sky = Sky { state, by: EventId::NONE };
            world.insert((climate.clone(), sky, Covered { for_days, sorties: Vec::new() }));
        });
    }
}
