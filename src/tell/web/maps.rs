//! Maps of a class's world: as a role's actor knows it, as all know it, and at the end as it was.
//!
//! A map is the same for all who may see it, so it is drawn once.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, PoisonError},
};

use maud::{Markup, PreEscaped, html};

use super::{Site, site::seen_until};
use crate::{
    class::{Course, Phase, Played, State as Class},
    tell::{
        map::{Kind, Names, Sight, key, table},
        words,
    },
    world::Time,
};

/// The most maps that are kept ready.
const MAPS: usize = 256;

/// Whose knowledge a map shows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whose {
    /// What an actor knows.
    Actor(String),
    /// What every role's actor knows.
    All,
    /// What was so, whoever knew it; only when a class has ended.
    Truth,
}

/// Maps that have been drawn.
#[derive(Default)]
pub(super) struct Maps(Mutex<BTreeMap<(Course, Whose, Time), String>>);

impl Site {
    /// Returns the map of a class's world as far as somebody knows it, with its table.
    pub(super) fn map(&self, state: &Class, played: &Played, whose: Whose) -> Markup {
        let ended = matches!(state.phase, Phase::Ended);
        if self.atlas.charts.is_empty() || whose == Whose::Truth && !ended {
            return html! {};
        }
        let at = seen_until(state, played).min(played.now).max(self.model.span.start);
        let key = (Course::of(state), whose, at);
        let mut drawn = self.maps.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !drawn.contains_key(&key) {
            if drawn.len() >= MAPS {
                drawn.clear();
            }
            let map = self.draw(played, &key.1, at).into_string();
            drawn.insert(key.clone(), map);
        }
        PreEscaped(drawn.get(&key).cloned().unwrap_or_default())
    }

    fn draw(&self, played: &Played, whose: &Whose, at: Time) -> Markup {
        let (name, tracks, actor) = match whose {
            Whose::Actor(actor) => ("known", played.seen.by.get(actor), Some(actor.as_str())),
            Whose::All => ("shared", Some(&played.seen.by_all), None),
            Whose::Truth => ("true", Some(&played.seen.truth), None),
        };
        let head = self.game.part.scenario.as_ref();
        let actor = actor.or(head.map(|head| &*head.plays.0));
        let actor = actor.and_then(|actor| self.model.find(&format!("actors/{actor}")));
        let names = Names { part: &self.game.part, model: &self.model, actor };
        let sight = tracks.map(|tracks| Sight::at(&names, tracks, at)).unwrap_or_default();
        let kinds: BTreeSet<(Kind, bool)> =
            sight.marks.iter().map(|mark| (mark.kind, mark.own)).collect();
        let marks = words::count(sight.marks.len(), "mark");
        let says = format!("As it stood on {}: {marks}.", self.moment(at));
        let (near, others) = self.atlas.charts.split_at(1);
        html! {
            figure .map {
                @for chart in near { (chart.svg(name, &sight, &says)) }
                (key(&kinds.into_iter().collect::<Vec<_>>()))
                details { summary { "Positions as a table" } div .scroll tabindex="0" { (table(&sight)) } }
                @for chart in others { details { summary { (chart.title) } (chart.svg(name, &sight, &says)) } }
            }
        }
    }
}
