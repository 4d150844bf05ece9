//! Worlds known by their number alone, from which follows what each is made from.

use std::ops::{ControlFlow, Range};

use super::{Row, blocks::in_blocks, stage::to_the_end, worlds::Player};
use crate::world::{Model, Setting};

/// Plays these blocks of so many worlds and returns what came of each, in their order.
///
/// `tick` is told of each world that is done, in no order. A world that fails has a row too.
#[must_use]
pub fn numbered(
    model: &Model,
    worlds: u64,
    blocks: Range<u64>,
    setting: impl Fn(u64) -> Setting + Sync,
    tick: impl Fn() + Sync,
) -> Vec<Row> {
    let play = |player: &mut Player, world: u64| {
        let setting = Setting { no_log: true, ..setting(world) };
        let mut row = Row::of(world, 0, &setting);
        match player.play(setting, to_the_end) {
            Ok((done, _)) => row.came(&done),
            Err(cause) => row.failed = Some(cause),
        }
        tick();
        row
    };
    let mut rows = Vec::new();
    in_blocks(
        blocks,
        worlds,
        || Player::new(model),
        play,
        |played| {
            rows.extend(played);
            ControlFlow::Continue(())
        },
    );
    rows
}
