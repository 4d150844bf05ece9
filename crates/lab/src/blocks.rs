//! Blocks: worlds are played a thousand at a time, and handed on in their order.
//!
//! However many worlds are played, no more than one block of them is kept.

use std::{
    ops::{ControlFlow, Range},
    sync::{Mutex, PoisonError},
};

use rayon::prelude::*;

/// Worlds in a block.
pub const BLOCK: u64 = 1000;

/// Worlds that a thread plays before it looks for others.
const TURN: usize = 10;

/// Returns how many blocks hold so many worlds.
#[must_use]
pub fn blocks(worlds: u64) -> u64 {
    worlds.div_ceil(BLOCK)
}

/// Returns the blocks of shard `k` of `n`, `k` counted from 1: equal runs of blocks, the first ones
/// one block longer where they cannot be equal.
#[must_use]
pub fn shard(blocks: u64, k: u64, n: u64) -> Range<u64> {
    let (each, more) = (blocks / n, blocks % n);
    let first = |k: u64| k * each + k.min(more);
    first(k - 1)..first(k)
}

/// Plays blocks of worlds on all threads and hands each to `take`, in their order.
///
/// `begin` makes what a thread plays with, `play` plays a world with it. Nothing depends on which
/// thread plays what, as long as `play` does not.
pub(super) fn in_blocks<P: Send, T: Send>(
    blocks: Range<u64>,
    worlds: u64,
    begin: impl Fn() -> P + Sync,
    play: impl Fn(&mut P, u64) -> T + Sync,
    mut take: impl FnMut(Vec<T>) -> ControlFlow<()>,
) {
    let idle: Mutex<Vec<P>> = Mutex::new(Vec::new());
    let lock = || idle.lock().unwrap_or_else(PoisonError::into_inner);
    let turn = |worlds: &[u64]| {
        let waiting = lock().pop();
        let mut with = waiting.unwrap_or_else(&begin);
        let played: Vec<T> = worlds.iter().map(|&world| play(&mut with, world)).collect();
        lock().push(with);
        played
    };
    for block in blocks {
        let numbers: Vec<u64> = (block * BLOCK..((block + 1) * BLOCK).min(worlds)).collect();
        let played: Vec<Vec<T>> = numbers.par_chunks(TURN).map(turn).collect();
        if take(played.into_iter().flatten().collect()).is_break() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_runs_of_blocks_that_follow_each_other() {
        let cut = |blocks, n| (1..=n).map(|k| shard(blocks, k, n)).collect::<Vec<_>>();
        assert_eq!(cut(10, 4), [0..3, 3..6, 6..8, 8..10]);
        assert_eq!(cut(1, 2), [0..1, 1..1]);
        assert_eq!((blocks(0), blocks(1), blocks(1_000), blocks(1_001)), (0, 1, 1, 2));
    }

    #[test]
    fn worlds_come_in_order_and_a_block_can_be_the_last() {
        let mut seen = Vec::new();
        in_blocks(
            1..5,
            3_500,
            || (),
            |(), world| world,
            |worlds| {
                seen.extend(worlds);
                if seen.len() == 2_000 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(seen, (1_000..3_000).collect::<Vec<_>>());
    }
}
