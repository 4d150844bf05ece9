//! Worlds known by their number alone, from which follows what each is made from.

use std::{collections::BTreeMap, mem, ops::ControlFlow};

use super::{
    Counting, Playing, Row,
    blocks::{blocks, in_blocks},
    stage::to_the_end,
    worlds::Player,
};
use excomm_engine::world::{Model, Setting};

/// So many worlds of one model, each made from its number, and the rows of those played so far.
pub struct Numbered<'a, S> {
    /// The model.
    pub model: &'a Model,
    /// How many worlds there are.
    pub worlds: u64,
    /// Makes the setting of a world.
    pub setting: S,
    /// What came of each, in their order; a world that failed has a row too. Facts, truths and
    /// answers are handed on to who receives blocks, and not kept.
    pub rows: Vec<Row>,
}

impl<S: Fn(u64) -> Setting + Sync> Counting for Numbered<'_, S> {
    fn branches(&self) -> usize {
        1
    }

    fn play(&mut self, mut playing: Playing) {
        let full = playing.each.is_some();
        let (model, worlds, setting) = (self.model, self.worlds, &self.setting);
        let play = |player: &mut Player, world: u64| {
            let row = row(player, world, setting(world), full);
            if let Some(tick) = playing.tick {
                tick();
            }
            row
        };
        let rows = &mut self.rows;
        let take = |played: Vec<Row>| {
            let go_on = playing.each.as_mut().map_or(ControlFlow::Continue(()), |e| e(&played));
            rows.extend(played.into_iter().map(bare));
            go_on
        };
        let these = playing.blocks.take().unwrap_or(0..blocks(worlds));
        in_blocks(these, worlds, || Player::new(model), play, take);
    }

    fn take(&mut self, rows: &[Row]) {
        self.rows.extend(rows.iter().cloned().map(bare));
    }

    fn enough(&self) -> bool {
        false
    }
}

fn row(player: &mut Player, world: u64, setting: Setting, full: bool) -> Row {
    let setting = Setting { no_log: true, ..setting };
    let mut row = Row::of(world, 0, &setting);
    match player.play(setting, to_the_end) {
        Ok((mut done, _)) => {
            row.came(&done);
            if full {
                row.facts = mem::take(&mut done.facts);
                row.truths = mem::take(&mut done.truths);
                row.choices = mem::take(&mut done.answered);
            }
        }
        Err(cause) => row.failed = Some(cause),
    }
    row
}

/// Leaves out what a row holds only for those who receive it.
fn bare(row: Row) -> Row {
    Row { facts: Vec::new(), truths: BTreeMap::new(), choices: Vec::new(), ..row }
}
