//! Inspections: alongside at sea, of what comes in, on the ground.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use super::{EventId, FactId, Label, SignId, Time, When, compile::Compiler, sign::SignKind};
use excomm_scenario::format::{self, TargetAt};

/// A way to see for oneself.
#[derive(Component, Debug, Clone)]
pub struct Inspection {
    /// Who learns from it.
    pub by: Entity,
    /// The stocks it counts.
    pub of: Arc<[Entity]>,
    /// The consents it needs.
    pub needs: Arc<[Entity]>,
    /// When it begins.
    pub from: When,
    /// The share of what is there that one good look proves.
    pub proof: FactId,
    /// Odds that a look fails.
    pub fails: FactId,
    /// The sign of its looks.
    pub looks: SignId,
}

/// An inspection alongside ships that leave, at sea.
#[derive(Component, Debug, Clone)]
pub struct Alongside {
    /// Hours under way after which a ship is met.
    pub after_h: FactId,
    /// The ships; none means every ship that carries what is counted.
    pub ships: Arc<[Entity]>,
    /// The lowest sun at which there is light enough; none needs none.
    pub min_sun_deg: Option<FactId>,
}

/// An inspection aboard ships that come in, where they cross a line.
#[derive(Component, Debug, Clone, Copy)]
pub struct Incoming {
    /// The line.
    pub line: Entity,
}

/// An inspection on the ground.
#[derive(Component, Debug, Clone)]
pub struct Ground {
    /// Targets visited in a day.
    pub per_day: FactId,
    /// The local hour at which a day's visits are entered.
    pub hour: FactId,
    /// What is visited, and where it is.
    pub targets: Arc<[Visited]>,
}

/// A target that is visited.
#[derive(Debug, Clone, Copy)]
pub struct Visited {
    /// The target.
    pub target: Label,
    /// Its place.
    pub place: Entity,
}

/// How an inspection stands.
#[derive(Component, Debug, Clone)]
pub struct Inspecting {
    /// Whether it is in force.
    pub ordered: bool,
    /// How often it has been ordered: what was scheduled under an earlier order is void.
    pub orders: u32,
    /// The event that ordered or ended it.
    pub by: EventId,
    /// Looks taken.
    pub looks: u32,
    /// Days spent on the ground.
    pub days: u32,
    /// When each target was last visited.
    pub visited: Vec<Time>,
}

/// Compiles inspections.
pub(super) fn compile(c: &mut Compiler) {
    for inspection in &c.part.inspections {
        let at = format!("inspections/{}", inspection.id);
        let thing = c.thing("inspections", &inspection.id);
        c.own(thing, &inspection.by);
        let look = look(c, &at, &inspection.how);
        let standing = inspection.standing;
        let inspection = Inspection {
            by: c.entity("actors", &inspection.by),
            of: inspection.of.iter().map(|stock| c.entity("stocks", stock)).collect(),
            needs: inspection.needs.iter().map(|consent| c.entity("consents", consent)).collect(),
            from: c.moment_of(&inspection.from),
            proof: c.fact(&inspection.proof),
            fails: c.fact(&inspection.fails),
            looks: c.sign(SignKind::Looks, thing),
        };
        c.dress(thing, move |world, _| {
            let targets = if let Look::Ground(ground) = &look { ground.targets.len() } else { 0 };
            let state = Inspecting {
                ordered: standing,
                orders: 0,
                by: EventId::NONE,
                looks: 0,
                days: 0,
                visited: vec![Time::NEVER; targets],
            };
            world.insert((inspection.clone(), state));
            match look.clone() {
                Look::Alongside(look) => world.insert(look),
                Look::Incoming(look) => world.insert(look),
                Look::Ground(look) => world.insert(look),
            };
        });
    }
}

/// Where an inspection looks.
#[derive(Clone)]
enum Look {
    Alongside(Alongside),
    Incoming(Incoming),
    Ground(Ground),
}

fn look(c: &mut Compiler, at: &str, how: &format::Look) -> Look {
    match how {
        format::Look::Alongside { after_h, ships, min_sun_deg } => Look::Alongside(Alongside {
            after_h: c.fact(after_h),
            min_sun_deg: min_sun_deg.as_ref().map(|sun| c.fact(sun)),
            ships: ships.iter().map(|ship| c.entity("ships", ship)).collect(),
        }),
        format::Look::Incoming { line } => {
            Look::Incoming(Incoming { line: c.entity("lines", line) })
        }
        format::Look::Ground { hour, per_day, targets } => Look::Ground(Ground {
            hour: c.fact(hour),
            per_day: c.fact(per_day),
            targets: targets.iter().filter_map(|target| visited(c, at, target)).collect(),
        }),
    }
}

/// Returns a target and its place; a ship cannot be visited, a target left out is not.
fn visited(c: &mut Compiler, at: &str, id: &str) -> Option<Visited> {
    let (_, target) = c.named("targets", id);
    let written = c.part.target(id)?;
    let TargetAt::Place(place) = &written.at else {
        c.problem(format!("`{at}` visits `targets/{id}`, which is a ship at sea"));
        return None;
    };
    c.kept(&format!("targets/{id}")).then(|| Visited { target, place: c.entity("places", place) })
}
