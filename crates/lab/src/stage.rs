//! One world of a study, played on every side.

use std::mem;

use super::{
    Design, Row,
    sameness::Pair,
    worlds::{Against, Fate, Led, Player},
};
use excomm_engine::{
    run::{Finished, OutcomeValue, Value},
    world::{Model, OutcomeId, Setting, Span, Time},
};

/// What is played: a model and what holds in all of its worlds.
#[derive(Clone, Copy)]
pub struct Side<'m> {
    /// The model.
    pub model: &'m Model,
    /// What holds in all its worlds.
    pub base: &'m Setting,
}

impl Side<'_> {
    /// Returns whether any fact or truth is drawn in its worlds.
    #[must_use]
    pub fn varies(&self) -> bool {
        !self.model.uncertain(self.base).is_empty()
    }
}

/// What worlds are played on.
#[derive(Clone, Copy)]
pub(super) struct Stage<'a> {
    pub sides: &'a [Side<'a>],
    pub design: Design,
    /// Whether worlds are compared with those of the first side.
    pub compare: bool,
    /// Whether facts and choices are kept.
    pub full: bool,
}

impl<'a> Stage<'a> {
    pub(super) fn players(&self) -> Vec<Player<'a>> {
        self.sides.iter().map(|side| Player::new(side.model)).collect()
    }

    /// Plays one world on every side as `lead` leads it, which returns what it saw at the end of
    /// each day.
    pub(super) fn world(
        &self,
        players: &mut [Player],
        world: u64,
        lead: impl Fn(&mut Led) -> Vec<Value>,
    ) -> Vec<Row> {
        let mut first: Option<Finished> = None;
        let mut play = |(side, (player, Side { model, base })): (usize, (&mut Player, &Side))| {
            let mut setting = self.design.setting(base, world);
            setting.no_log = !self.compare;
            let mut row = Row::of(world, side, &setting);
            match player.play(setting, &lead) {
                Err(cause) => row.failed = Some(cause),
                Ok((mut done, days)) => {
                    row.came(&done);
                    row.days = days;
                    row.against = first
                        .as_ref()
                        .map(|first| against([self.sides[0].model, model], first, &done));
                    if self.full {
                        row.facts.clone_from(&done.facts);
                        row.truths = mem::take(&mut done.truths);
                        row.choices = mem::take(&mut done.answered);
                    }
                    if self.compare && side == 0 {
                        first = Some(done);
                    }
                }
            }
            row
        };
        players.iter_mut().zip(self.sides).enumerate().map(&mut play).collect()
    }
}

/// Says how a world differs from the same world in the first branch.
fn against(models: [&Model; 2], first: &Finished, second: &Finished) -> Against {
    let pair = Pair::new(models, [first, second]);
    let fate = |(x, y): (&OutcomeValue, &OutcomeValue)| {
        if x.value != y.value {
            Fate::Changed
        } else if pair.could_differ(x, y) {
            Fate::Unchanged
        } else {
            Fate::Identical
        }
    };
    let fates = first.outcomes.iter().map(|(id, one)| fate((one, &second.outcomes[id]))).collect();
    Against { events: pair.events, fates }
}

/// Leads a world to its end.
pub(super) fn to_the_end(led: &mut Led) -> Vec<Value> {
    led.play_until(Time(i64::MAX));
    Vec::new()
}

/// Leads a world to its end and reads an outcome at the end of each day.
pub(super) fn day_by_day(led: &mut Led, outcome: OutcomeId, days: &[Time]) -> Vec<Value> {
    let mut read = |&at: &Time| {
        led.play_until(at);
        led.session.outcomes().get(outcome).map(|known| known.value)
    };
    let seen = days.iter().filter_map(&mut read).collect();
    led.play_until(Time(i64::MAX));
    seen
}

/// Returns when each day of a span ends; the last day ends with the span.
#[must_use]
pub fn ends_of_days(span: &Span) -> Vec<Time> {
    let midnights = span.midnights().iter().skip(1).copied();
    midnights.filter(|&midnight| midnight < span.end).chain([span.end]).collect()
}
