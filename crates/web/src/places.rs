//! Places: how many connections there may be, and which is given up when one address holds too many.

use std::{
    collections::BTreeMap,
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use tokio::sync::oneshot;

/// The most connections of one address: a school of 450 behind one, each with a stream and three more.
const OF_AN_ADDRESS: usize = 2000;

/// Connections by address, each by its number: the lowest is the oldest.
type All = BTreeMap<IpAddr, BTreeMap<u64, Held>>;

/// The connections that are open.
#[derive(Default)]
pub(super) struct Places {
    all: Mutex<(u64, All)>,
}

/// A connection, as the others see it.
struct Held {
    /// Whether it has asked for something.
    asked: Arc<AtomicBool>,
    /// The connection is given up when this is dropped.
    _end: oneshot::Sender<()>,
}

/// The place of a connection, as long as it is open.
pub(super) struct Place {
    places: Arc<Places>,
    from: IpAddr,
    number: u64,
    asked: Arc<AtomicBool>,
}

impl Places {
    /// Gives a connection a place, and what comes when it has to give it up. Of an address that holds too
    /// many, the oldest goes that has asked for nothing yet, or else the oldest.
    pub(super) fn take(self: &Arc<Places>, from: IpAddr) -> (Place, oneshot::Receiver<()>) {
        let (end, given_up) = oneshot::channel();
        let asked = Arc::<AtomicBool>::default();
        let mut all = self.all();
        let (last, by_address) = &mut *all;
        *last += 1;
        let number = *last;
        let own = by_address.entry(from).or_default();
        if own.len() >= OF_AN_ADDRESS {
            let idle = own.iter().find(|(_, held)| !held.asked.load(Ordering::Relaxed));
            let goes = idle.or_else(|| own.iter().next()).map(|(number, _)| *number);
            goes.and_then(|number| own.remove(&number));
        }
        own.insert(number, Held { asked: Arc::clone(&asked), _end: end });
        (Place { places: Arc::clone(self), from, number, asked }, given_up)
    }

    fn all(&self) -> MutexGuard<'_, (u64, All)> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Notes that the connection has asked for something.
    pub(super) fn asks(&self) {
        self.asked.store(true, Ordering::Relaxed);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut all = self.places.all();
        if let Some(own) = all.1.get_mut(&self.from) {
            own.remove(&self.number);
            if own.is_empty() {
                all.1.remove(&self.from);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[test]
    fn of_an_address_that_holds_too_many_the_oldest_that_asked_for_nothing_goes() {
        let places = Arc::<Places>::default();
        let room = IpAddr::from(Ipv4Addr::LOCALHOST);
        let mut taken: Vec<_> = (0..OF_AN_ADDRESS).map(|_| places.take(room)).collect();
        taken[0].0.asks();
        let (other, _) = places.take(Ipv4Addr::BROADCAST.into());
        let gone = |taken: &mut Vec<(Place, oneshot::Receiver<()>)>| -> Vec<usize> {
            let ended = |(_, end): &mut (Place, oneshot::Receiver<()>)| {
                end.try_recv() == Err(oneshot::error::TryRecvError::Closed)
            };
            taken.iter_mut().enumerate().filter_map(|(i, held)| ended(held).then_some(i)).collect()
        };
        assert!(gone(&mut taken).is_empty(), "another address has places of its own");
        taken.push(places.take(room));
        assert_eq!(gone(&mut taken), [1]);
        for (place, _) in &taken {
            place.asks();
        }
        let (last, _) = places.take(room);
        assert_eq!(gone(&mut taken), [0, 1], "where all have asked, the oldest");
        drop((taken, last, other));
        assert!(places.all().1.is_empty());
    }
}
