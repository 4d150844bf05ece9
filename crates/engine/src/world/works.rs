//! Working hours: an actor does what it does when it is at work, by the days of its own zone.

use std::{collections::BTreeMap, sync::Arc};

use bevy_ecs::prelude::*;

use super::{compile::Compiler, luck::Luck, name::FactId, time::Time};
use excomm_scenario::{
    format::Weekday,
    moment::{self, Unreadable},
};

/// When an actor works.
#[derive(Debug, Clone)]
pub struct Works {
    from: FactId,
    to: FactId,
    backlog_h: Option<FactId>,
    /// The midnights of the days on which it works: some before the start, some after the end.
    pub days: Vec<Time>,
}

/// When each actor works that has hours of its own.
pub type Offices = Arc<BTreeMap<Entity, Works>>;

impl Works {
    /// Returns the facts of its hours.
    pub fn facts(&self) -> impl Iterator<Item = FactId> {
        [self.from, self.to].into_iter().chain(self.backlog_h)
    }

    /// Returns the first moment from `at` on at which the actor works, and notes the facts that put
    /// it off.
    ///
    /// What waits is dealt with in the order in which it came in: the closed hours are mapped onto the
    /// first hours of work, without any draw.
    #[must_use]
    pub fn next(&self, at: Time, luck: &Luck) -> Time {
        let hours = || (luck.fact(self.from), luck.fact(self.to));
        let (from, to) = luck.aside(hours);
        let open = self.days.partition_point(|day| day.plus_hours(to) <= at);
        let Some(opens) = self.days.get(open).map(|day| day.plus_hours(from)) else { return at };
        if opens <= at || from >= to {
            return at;
        }
        hours();
        let (Some(backlog), Some(before)) = (self.backlog_h, open.checked_sub(1)) else {
            return opens;
        };
        let closed = self.days[before].plus_hours(to);
        let share = at.hours_since(closed) / opens.hours_since(closed);
        opens.plus_hours(share * luck.fact(backlog).min(to - from))
    }
}

/// Compiles the working hours of actors.
pub(super) fn compile(c: &mut Compiler) {
    let Some(clock) = c.part.scenario.as_ref().map(|head| &head.clock) else { return };
    let mut offices = BTreeMap::new();
    for actor in &c.part.actors {
        let Some(works) = &actor.works else { continue };
        let zone = works.zone.as_ref().unwrap_or(&clock.zone);
        match days(&clock.start.0, &clock.end.0, zone, &works.off) {
            Err(problem) => c.problem(problem.to_string()),
            Ok(days) => {
                let (from, to) = (c.fact(&works.from), c.fact(&works.to));
                let backlog_h = c.fact_if(works.backlog_h.as_deref());
                let who = c.entity("actors", &actor.id);
                offices.insert(who, Works { from, to, backlog_h, days });
            }
        }
    }
    c.offices = Arc::new(offices);
}

/// Returns the midnights of the days of a zone on which somebody works, from two weeks before the start
/// to two weeks after the end.
fn days(start: &str, end: &str, zone: &str, off: &[Weekday]) -> Result<Vec<Time>, Unreadable> {
    const SPARE: i64 = 14 * 24 * 3600;
    let span = (moment::seconds(start)? - SPARE, moment::seconds(end)? + SPARE);
    let days = moment::days(&moment::zone(zone)?, span)?.into_iter();
    Ok(days.filter(|(_, day)| !off.contains(day)).map(|(at, _)| Time(at)).collect())
}
