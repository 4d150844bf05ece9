//! Maps of a class's world: as a role's actor knows it, as all know it, and at the end as it was.
//!
//! A map is the same for all who may see it, so it is drawn once.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use maud::{Markup, PreEscaped, html};

use super::Site;
use excomm_class::{Course, Phase, Played, State as Class};
use excomm_engine::world::Time;
use excomm_pages::{
    map::{Film, Moving, key, table},
    page::json_in_html,
};
use excomm_tell::tracks::Tracks;

/// The most maps that are kept ready.
const MAPS: usize = 256;

/// Whose knowledge a map shows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Whose {
    /// What an actor knows.
    Actor(String),
    /// What every role's actor knows.
    All,
    /// The same, moving from its start.
    Moves,
    /// What was so, whoever knew it; only when a class has ended.
    Truth,
}

/// What a map shows: a world, as far as somebody knows it, up to a moment.
type Key = (Course, Whose, Time);

/// Maps that have been drawn.
#[derive(Default)]
pub(super) struct Maps(Mutex<BTreeMap<Key, String>>);

impl Site {
    /// Returns the map of a class's world as far as somebody knows it, with its table.
    pub(super) fn map(&self, state: &Class, played: &Played, actor: Option<&str>) -> Markup {
        let at = played.seen_until(state).min(played.now).max(self.model.span.start);
        let whose = actor.map_or(Whose::All, |actor| Whose::Actor(actor.to_owned()));
        self.kept((Course::of(state), whose.clone(), at), || {
            self.figure(&whose, &self.moving(actor, whose.tracks(played)), at, false)
        })
    }

    /// Returns how it was beside how somebody knew it, moving in time, once a class has ended.
    pub(super) fn film(&self, state: &Class, played: &Played, actor: Option<&str>) -> Markup {
        let Some(over) = played.over.as_deref().filter(|_| matches!(state.phase, Phase::Ended))
        else {
            return html! {};
        };
        let whose = actor.map_or(Whose::All, |actor| Whose::Actor(actor.to_owned()));
        let course = Course { to_the_end: true, ..Course::of(state) };
        self.kept((course, whose.clone(), over.at), || {
            let film = Film {
                span: &self.model.span,
                until: over.at,
                stops: over.story.iter().map(|line| line.at).collect(),
            };
            // whoever's side it is: what is its own looks so on both
            let both = [Whose::Truth, whose.clone()]
                .map(|whose| (self.moving(actor, whose.tracks(played)), whose));
            let moving = both.iter().map(|(moving, whose)| (whose.id(), moving));
            html! {
                section .film {
                    h2 { "How it was, and what was known of it" }
                    p .big.moment { (self.moment(over.at)) }
                    @if actor.is_none() { (self.told_lines(&over.story)) }
                    div .pair { @for (moving, whose) in &both {
                        div { h3 { (whose.title()) } (self.figure(whose, moving, over.at, true)) }
                    } }
                    (film.bar(over.at))
                    script type="application/json" { (PreEscaped(json_in_html(&film.data(&self.atlas, moving)))) }
                }
            }
        })
    }

    /// Returns what was drawn before, or draws it.
    pub(super) fn kept(&self, key: Key, draw: impl FnOnce() -> Markup) -> Markup {
        if self.atlas.charts.is_empty() {
            return html! {};
        }
        let mut drawn = self.maps.0.lock().unwrap_or_else(PoisonError::into_inner);
        if drawn.len() >= MAPS && !drawn.contains_key(&key) {
            drawn.clear();
        }
        PreEscaped(drawn.entry(key).or_insert_with(|| draw().into_string()).clone())
    }

    /// Returns what moves on these tracks, seen from an actor or from the one that the scenario plays.
    pub(super) fn moving(&self, actor: Option<&str>, tracks: &Tracks) -> Moving {
        let head = self.game.part.scenario.as_ref();
        let actor = actor.or(head.map(|head| &*head.plays.0));
        let actor = actor.and_then(|actor| self.model.find(&format!("actors/{actor}")));
        Moving::new(&self.model, actor, tracks)
    }

    /// Returns maps as they stand at a moment, with their key and their table.
    pub(super) fn figure(&self, whose: &Whose, moving: &Moving, at: Time, moves: bool) -> Markup {
        let (name, span, sight) = (whose.id(), &self.model.span, moving.at(at));
        let kinds = if moves { moving.kinds() } else { sight.kinds() };
        let (near, others) = self.atlas.charts.split_at(1);
        html! {
            figure .map data-film=[moves.then_some(name)] {
                @for chart in near { (chart.svg(name, &sight, span)) }
                (key(&kinds))
                (table(&sight))
                @for chart in others { details { summary { (chart.title) } (chart.svg(name, &sight, span)) } }
            }
        }
    }
}

impl Whose {
    fn tracks<'p>(&self, played: &'p Played) -> &'p Tracks {
        match self {
            Whose::Actor(actor) => played.seen.by.get(actor).unwrap_or(&played.seen.by_all),
            Whose::All | Whose::Moves => &played.seen.by_all,
            Whose::Truth => &played.seen.truth,
        }
    }

    /// Returns its name on a page, for programs.
    pub(super) fn id(&self) -> &'static str {
        match self {
            Whose::Actor(_) => "known",
            Whose::All => "shared",
            Whose::Moves => "moves",
            Whose::Truth => "true",
        }
    }

    /// Returns what stands above its map at the end.
    fn title(&self) -> &'static str {
        match self {
            Whose::Actor(_) => "What your side knew of it",
            Whose::All | Whose::Moves => "What all of you knew of it",
            Whose::Truth => "How it was",
        }
    }
}
