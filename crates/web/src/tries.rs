//! How often one address may do something: freely up to a burst, then so many times a minute.

use std::{
    collections::BTreeMap,
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
};

use tokio::time::Instant;

/// The most addresses that are remembered.
const ADDRESSES: usize = 4096;

/// A limit on what an address does, and what each has done.
#[derive(Debug)]
pub(super) struct Tries {
    burst: f64,
    a_minute: f64,
    /// How much of the burst is used up, and when that was counted.
    used: Mutex<BTreeMap<IpAddr, (f64, Instant)>>,
}

impl Tries {
    pub(super) fn new(burst: u32, a_minute: u32) -> Tries {
        let used = Mutex::default();
        Tries { burst: f64::from(burst), a_minute: f64::from(a_minute), used }
    }

    /// Returns whether an address has used up its burst.
    pub(super) fn too_many(&self, from: IpAddr) -> bool {
        self.too_many_at(from, Instant::now())
    }

    /// Counts something that an address did.
    pub(super) fn count(&self, from: IpAddr) {
        self.count_at(from, Instant::now());
    }

    fn too_many_at(&self, from: IpAddr, now: Instant) -> bool {
        self.used().get(&from).is_some_and(|used| self.left(used, now) > self.burst - 1.0)
    }

    fn count_at(&self, from: IpAddr, now: Instant) {
        let mut used = self.used();
        if used.len() >= ADDRESSES {
            used.retain(|_, used| self.left(used, now) > 0.0);
        }
        let before = used.get(&from).map_or(0.0, |used| self.left(used, now));
        used.insert(from, (before + 1.0, now));
    }

    /// Returns what is still used up of a burst, after the time that has passed.
    fn left(&self, (used, since): &(f64, Instant), now: Instant) -> f64 {
        (used - now.duration_since(*since).as_secs_f64() * self.a_minute / 60.0).max(0.0)
    }

    fn used(&self) -> MutexGuard<'_, BTreeMap<IpAddr, (f64, Instant)>> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::{net::Ipv4Addr, time::Duration};

    use super::*;

    #[test]
    fn a_burst_is_free_and_what_follows_waits_for_its_turn() {
        let tries = Tries::new(450, 30);
        let (room, start) = (IpAddr::from(Ipv4Addr::LOCALHOST), Instant::now());
        for i in 0..450 {
            assert!(!tries.too_many_at(room, start), "number {i} has to wait");
            tries.count_at(room, start);
        }
        assert!(tries.too_many_at(room, start), "the burst is used up");
        assert!(!tries.too_many_at(Ipv4Addr::BROADCAST.into(), start), "by one address alone");
        let later = start + Duration::from_secs(3);
        assert!(!tries.too_many_at(room, later), "thirty a minute is one in two seconds");
        tries.count_at(room, later);
        assert!(tries.too_many_at(room, later));
    }
}
