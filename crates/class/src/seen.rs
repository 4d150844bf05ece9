//! Where things are in a class's world: as each role's actor knows, as all of them know, as it is.

use std::collections::{BTreeMap, BTreeSet};

use excomm_engine::{
    run::Session,
    world::{EventId, Extent, Known, Model, Thing, Time, known_to},
};
use excomm_tell::tracks::Tracks;

/// Where things have been in a world, as it was and as it was known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen {
    /// As each role's actor knows.
    pub by: BTreeMap<String, Tracks>,
    /// As all of them know.
    pub by_all: Tracks,
    /// As it was.
    pub truth: Tracks,
}

/// What each role's actor knows so far, with the actor itself.
pub(super) type Minds = BTreeMap<String, (Thing, Vec<Known>)>;

/// Returns what each actor knows so far.
pub(super) fn minds(session: &Session, model: &Model, actors: &BTreeSet<&str>) -> Minds {
    let mind = |actor: &&str| {
        let thing = model.find(&format!("actors/{actor}"))?;
        Some(((*actor).to_owned(), (thing, known_to(model, session.log(), thing))))
    };
    actors.iter().filter_map(mind).collect()
}

/// Returns where things have been so far, as each actor knows.
pub(super) fn seen(session: &Session, minds: &Minds) -> Seen {
    let truth = Tracks::of(session);
    let (mut by, mut common) = (BTreeMap::new(), None);
    for (actor, (thing, known)) in minds {
        by.insert(actor.clone(), truth.known(session, Some(*thing), known));
        common = Some(both(common, known));
    }
    let known = |(event, (at, extent))| Known { event, at, extent };
    let mut common: Vec<Known> = common.into_iter().flatten().map(known).collect();
    common.sort_by_key(|known| (known.at, known.event));
    Seen { by, by_all: truth.known(session, None, &common), truth }
}

/// Events that are known in several places, each since when and how much of it.
type Common = BTreeMap<EventId, (Time, Extent)>;

/// Returns what is known here and there, since it was known in both places.
fn both(here: Option<Common>, there: &[Known]) -> Common {
    let mut all = Common::new();
    for &Known { event, at, extent } in there {
        let known = match &here {
            None => Some((at, extent)),
            Some(here) => here.get(&event).map(|&(since, less)| (at.max(since), extent.min(less))),
        };
        if let Some(known) = known {
            all.entry(event).or_insert(known);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_know_is_known_since_the_later_of_them_heard() {
        let heard = |all: &[(u32, i64, Extent)]| -> Vec<Known> {
            let known = |&(e, at, extent)| Known { event: EventId(e), at: Time(at), extent };
            all.iter().map(known).collect()
        };
        let (whole, count) = (Extent::Whole, Extent::Count);
        let one = both(None, &heard(&[(1, 10, whole), (2, 20, whole)]));
        let two = both(Some(one), &heard(&[(2, 25, count), (3, 30, whole)]));
        assert_eq!(two, Common::from([(EventId(2), (Time(25), count))]));
    }
}
