//! The trail: what a crowded day is made of, to find the ring that fills it.

use std::{collections::BTreeMap, ops::Range};

use crate::world::{Due, EventId, Fault, Label, NOBODY, Thing};

/// Occasions of one day from which on the trail is kept: far more than a busy day of a large world.
const BUSY: usize = 2_000;

/// Occasions of one day that no world needs: then a ring is looked for, and the run stops.
const MOST: usize = 100_000;

/// How many things are named where no ring is found.
const NAMED: usize = 4;

/// What has been taken on a crowded day.
#[derive(Debug, Default)]
pub(super) struct Trail(Vec<Link>);

/// An occasion that was taken.
#[derive(Debug)]
struct Link {
    label: Label,
    cause: EventId,
    /// The events that were written when the occasion was taken.
    wrote: Range<u32>,
}

impl Trail {
    /// Notes an occasion that was taken, if the day is crowded; returns what is wrong once there is
    /// too much.
    pub(super) fn note(&mut self, due: &Due, wrote: Range<u32>, crowd: usize) -> Option<Fault> {
        if crowd < BUSY {
            self.0.clear();
            return None;
        }
        self.0.push(Link { label: due.label, cause: due.cause, wrote });
        (crowd > MOST).then(|| self.ring().map_or_else(|| self.flood(), Fault::Ring))
    }

    /// Returns the things that set each other off, in the order in which they follow: back from the
    /// last occasion until a thing comes for the second time.
    fn ring(&self) -> Option<Vec<Thing>> {
        let mut back: Vec<Thing> = Vec::new();
        let mut link = self.0.last()?;
        loop {
            link = self.behind(link.cause)?;
            let thing = link.label.thing;
            if thing == NOBODY.thing {
                continue;
            }
            if let Some(first) = back.iter().position(|known| *known == thing) {
                back.drain(..first);
                break;
            }
            back.push(thing);
        }
        back.reverse();
        let first = (0..back.len()).min_by_key(|&place| back[place])?;
        back.rotate_left(first);
        Some(back)
    }

    /// Returns the occasion at which an event was written.
    fn behind(&self, event: EventId) -> Option<&Link> {
        let place = self.0.partition_point(|link| link.wrote.end <= event.0);
        self.0.get(place).filter(|link| link.wrote.contains(&event.0))
    }

    /// Names the things of which there is most.
    fn flood(&self) -> Fault {
        let mut counts: BTreeMap<Thing, usize> = BTreeMap::new();
        for link in &self.0 {
            *counts.entry(link.label.thing).or_default() += 1;
        }
        let mut most: Vec<(Thing, usize)> = counts.into_iter().collect();
        most.sort_by_key(|&(thing, count)| (std::cmp::Reverse(count), thing));
        Fault::Flood(most.into_iter().take(NAMED).map(|(thing, _)| thing).collect())
    }
}
