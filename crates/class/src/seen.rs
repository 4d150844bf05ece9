//! Where things are in a class's world: as each role's actor knows, as all of them know, as it is.

use std::collections::{BTreeMap, BTreeSet};

use super::heard;
use excomm_engine::{
    run::{Session, tracks::Tracks},
    world::{EventId, Known, Model, Time},
};

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

/// Returns where things have been so far; the model must have been made with journals.
pub(super) fn seen(session: &mut Session, model: &Model, actors: &BTreeSet<&str>) -> Seen {
    let truth = session.tracks();
    let (mut by, mut common) = (BTreeMap::new(), None);
    for &actor in actors {
        let known = heard::events(session, model, actor);
        let thing = model.find(&format!("actors/{actor}"));
        by.insert(actor.to_owned(), session.known_tracks(&truth, thing, &known));
        common = Some(both(common, &known));
    }
    let mut common: Vec<Known> =
        common.into_iter().flatten().map(|(event, at)| Known { event, at }).collect();
    common.sort_by_key(|known| (known.at, known.event));
    Seen { by, by_all: session.known_tracks(&truth, None, &common), truth }
}

/// Returns what is known here and there, since it was known in both places.
fn both(here: Option<BTreeMap<EventId, Time>>, there: &[Known]) -> BTreeMap<EventId, Time> {
    let mut all = BTreeMap::new();
    for known in there {
        let since = match &here {
            None => Some(known.at),
            Some(here) => here.get(&known.event).map(|at| known.at.max(*at)),
        };
        if let Some(since) = since {
            all.entry(known.event).or_insert(since);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_know_is_known_since_the_later_of_them_heard() {
        let heard = |pairs: &[(u32, i64)]| -> Vec<Known> {
            pairs.iter().map(|(e, at)| Known { event: EventId(*e), at: Time(*at) }).collect()
        };
        let one = both(None, &heard(&[(1, 10), (2, 20)]));
        let two = both(Some(one), &heard(&[(2, 25), (3, 30)]));
        assert_eq!(two, BTreeMap::from([(EventId(2), Time(25))]));
    }
}
