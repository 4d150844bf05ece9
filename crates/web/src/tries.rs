//! Tries: how often somebody may guess a join code.

use std::{
    collections::BTreeMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

/// So many wrong guesses in one window are enough.
const MOST: u32 = 10;

/// How long wrong guesses are remembered.
const WINDOW: Duration = Duration::from_mins(1);

/// The most addresses that are remembered.
const ADDRESSES: usize = 4096;

/// Wrong guesses by address.
#[derive(Debug, Default)]
pub(super) struct Tries(Mutex<BTreeMap<IpAddr, (u32, Instant)>>);

impl Tries {
    /// Returns whether an address has guessed wrong too often lately.
    pub(super) fn too_many(&self, from: IpAddr) -> bool {
        let tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tries.get(&from).is_some_and(|(times, since)| *times >= MOST && since.elapsed() < WINDOW)
    }

    /// Remembers a wrong guess.
    pub(super) fn wrong(&self, from: IpAddr) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= ADDRESSES {
            tries.retain(|_, (_, since)| since.elapsed() < WINDOW);
        }
        let entry = tries.entry(from).or_insert((0, Instant::now()));
        if entry.1.elapsed() >= WINDOW {
            *entry = (0, Instant::now());
        }
        entry.0 += 1;
    }
}
