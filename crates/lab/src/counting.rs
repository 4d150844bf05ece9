//! Worlds that are played block by block and counted as they come.

use std::ops::{ControlFlow, Range};

use super::Row;

/// Which blocks of worlds are played, and who looks on.
#[derive(Default)]
pub struct Playing<'a> {
    /// The blocks that are played, counted from 0; none means all.
    pub blocks: Option<Range<u64>>,
    /// Receives the rows of each block when it is counted, in the order of blocks, worlds and
    /// branches, and says whether to go on.
    pub each: Option<&'a mut dyn FnMut(&[Row]) -> ControlFlow<()>>,
    /// Is told of each world that is done, in no order.
    pub tick: Option<&'a (dyn Fn() + Sync)>,
}

/// What plays worlds and counts them: a study of branches, or a plan of numbered worlds.
pub trait Counting {
    /// Returns in how many branches each world is played.
    fn branches(&self) -> usize;

    /// Plays worlds and counts what comes of them.
    fn play(&mut self, playing: Playing);

    /// Counts rows: of worlds just played, or of worlds played before and read back, whole draws of the
    /// facts at a time, in the order of worlds and then of branches.
    fn take(&mut self, rows: &[Row]);

    /// Returns whether enough is known to stop.
    fn enough(&self) -> bool;
}
