//! The rules: which system answers which occasion, in which order.
//!
//! A rule is an ordinary bevy system that is handed the occasion and the [`Run`]. The table below
//! is the whole dispatch: the loop takes the next occasion and runs the systems of its rows, in
//! the order of the table. `excomm rules` and the check read the same table.

mod air_defence;
mod beliefs;
mod chances;
mod ending;
mod gauges;
mod inspection;
mod interdiction;
mod letters;
mod orders;
mod pictures;
mod pledges;
pub mod questions;
mod reconnaissance;
mod responses;
#[cfg(test)]
mod sea_testing;
mod shipping;
mod strike;
mod talks;
#[cfg(test)]
mod testing;
mod truths;
mod weather;
mod withdrawal;

use bevy_ecs::{prelude::*, system::BoxedSystem};

use crate::world::{Due, Fault, Occasion, Run};

pub use interdiction::status_set;

/// Fields that may stand behind the events of any rule: what orders wait for and are decided by, when
/// their actors work, and what a condition reads of a deadline, a gauge or a belief.
pub const READ_BY_ANY: &[&str] = &[
    "orders: Later, Maybe",
    "actors/*/works/*",
    "deadlines/*/presses_h",
    "gauges/*/starts",
    "gauges/*/rests_at",
    "gauges/*/half_life_days",
    "beliefs/*/prior",
];

/// A system that answers an occasion.
pub type System = BoxedSystem<(In<Due>, InMut<'static, Run>), ()>;

/// A row of the table: a rule, the occasions it answers, and what its reader should know.
pub struct Rule {
    /// Its name: `air-defence/engage`.
    pub name: &'static str,
    /// The occasions it answers.
    pub on: &'static [Occasion],
    /// What it does, in a sentence or two.
    pub about: &'static str,
    /// Its formula, with units; empty if it has none.
    pub formula: &'static str,
    /// Where the formula comes from.
    pub source: &'static str,
    /// The fields of the scenario it reads, and those by which the moment of its occasion was set:
    /// the facts behind its events lie in them, or in [`READ_BY_ANY`].
    pub reads: &'static [&'static str],
    /// Makes the system.
    pub system: fn() -> System,
}

/// All rules by subject, in the order in which they answer an occasion: changing it changes results.
pub const SUBJECTS: &[&[Rule]] = &[
    truths::RULES,
    weather::RULES,
    pictures::RULES,
    beliefs::RULES,
    gauges::RULES,
    orders::RULES,
    withdrawal::RULES,
    shipping::RULES,
    interdiction::RULES,
    inspection::RULES,
    air_defence::RULES,
    reconnaissance::RULES,
    strike::RULES,
    pledges::RULES,
    talks::RULES,
    letters::RULES,
    responses::RULES,
    chances::RULES,
    questions::RULES,
    ending::RULES,
];

/// Returns all rules, in the order in which they answer an occasion.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    SUBJECTS.iter().copied().flatten()
}

/// Boxes a system for the table.
pub fn boxed<M>(system: impl IntoSystem<(In<Due>, InMut<'static, Run>), (), M>) -> System {
    Box::new(IntoSystem::into_system(system))
}

/// The table made ready for one world: the systems of each occasion.
pub struct Dispatch {
    systems: Vec<Vec<(u16, System)>>,
}

impl Dispatch {
    /// Makes the systems of these rules ready for a world.
    pub fn of<'a>(rules: impl Iterator<Item = &'a Rule>, world: &mut World) -> Dispatch {
        let mut systems: Vec<Vec<(u16, System)>> = Vec::new();
        systems.resize_with(Occasion::ALL.len(), Vec::new);
        for (index, rule) in (0..).zip(rules) {
            for &occasion in rule.on {
                let mut system = (rule.system)();
                system.initialize(world);
                systems[occasion as usize].push((index, system));
            }
        }
        Dispatch { systems }
    }

    /// Lets the rules answer an occasion; a rule that cannot be run is a fault of the run.
    pub fn answer(&mut self, due: Due, run: &mut Run, world: &mut World) {
        for (rule, system) in &mut self.systems[due.occasion as usize] {
            run.begin(*rule, &due);
            if let Err(error) = system.run((due, run), world) {
                let (rule, thing, why) = (*rule, due.label, error.to_string());
                run.fault.get_or_insert(Fault::Refused { rule, thing, why });
            }
        }
        run.rest();
    }
}
