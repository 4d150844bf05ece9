//! All events that lie behind what a report tells, each with its causes, and the numbers behind them.
//!
//! Without scripts one walks from cause to cause by their links; a script opens the walk as a tree.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::{Report, record::name_of};
use excomm_engine::world::{Event, EventId, FactId};
use excomm_tell::{
    quotes::{range, source_of},
    why::{odds_text, says},
    words,
};

/// The events that are told of, and the facts behind them.
pub(super) struct Told<'a> {
    report: &'a Report<'a>,
    pub(super) ids: BTreeSet<EventId>,
    /// The names of facts for people.
    names: BTreeMap<FactId, String>,
}

/// Returns the dialog in which a script opens a walk.
pub(super) fn dialog() -> Markup {
    html! {
        dialog #walk aria-labelledby="walk-title" {
            div .top { h2 #walk-title { "Why this happened" } button type="button" { "Close" } }
            div .inside tabindex="0" {}
        }
    }
}

impl<'a> Told<'a> {
    pub(super) fn new(report: &'a Report<'a>) -> Told<'a> {
        let (ids, why) = (report.told(), &report.why);
        let behind = ids.iter().filter_map(|id| why.event(*id));
        let facts: BTreeSet<FactId> =
            behind.flat_map(|event| why.run.log.facts(event)).copied().collect();
        let name =
            |fact: FactId| (fact, name_of(why.model, &why.model.facts[fact.0 as usize].path));
        let names = facts.into_iter().map(name).collect();
        Told { report, ids, names }
    }

    fn events(&self) -> impl Iterator<Item = (EventId, &Event)> {
        self.ids.iter().filter_map(|id| Some((*id, self.report.why.event(*id)?)))
    }

    /// Returns the section.
    pub(super) fn section(&self) -> Markup {
        html! {
            section #events .part.archive aria-labelledby="events-title" {
                h2 #events-title { "Every event, with its causes" }
                p .lead { "Each event says by what odds it came, which numbers and words stand behind it, and what led to it." }
                details {
                    summary { (words::count(self.ids.len(), "event")) }
                    @for (id, event) in self.events() { (self.event(id, event)) }
                }
                details {
                    summary { "The numbers behind them" }
                    (self.facts())
                }
            }
        }
    }

    fn event(&self, id: EventId, event: &Event) -> Markup {
        let why = &self.report.why;
        let odds = odds_text(event);
        let facts = why.run.log.facts(event);
        let quotes = why.words_behind(event);
        let causes = why.causes(event);
        let says_of = |id: &EventId| why.event(*id).map(|event| says(&why.model.things, event));
        html! {
            article id=(format!("e{}", id.0)) class=(if event.marked { "event marked" } else { "event" }) {
                h3 { (says(&why.model.things, event)) }
                p .when { (words::moment(event.at, &why.model.span)) }
                @if odds.is_some() || !facts.is_empty() || !quotes.is_empty() {
                    ul .behind {
                        @if let Some(odds) = &odds { li { (words::capital(odds)) } }
                        @for fact in facts { li { (self.fact(*fact)) } }
                        @for (_, text) in &quotes { li .quote { (text) } }
                    }
                }
                @if causes.is_empty() {
                    p .when { "So from the start." }
                } @else {
                    ul .causes.small { @for cause in &causes { li { a href=(format!("#e{}", cause.0)) { (says_of(cause).unwrap_or_default()) } } } }
                }
            }
        }
    }

    /// Returns a fact as it stands behind an event.
    fn fact(&self, fact: FactId) -> Markup {
        let why = &self.report.why;
        let info = &why.model.facts[fact.0 as usize];
        html! {
            a .fact href=(format!("#f{}", fact.0)) title=(info.path) { (self.names.get(&fact).map_or("", String::as_str)) }
            " = " (words::about(why.run.facts[fact.0 as usize])) ", " (range(info))
        }
    }

    fn facts(&self) -> Markup {
        let why = &self.report.why;
        html! {
            div .scroll tabindex="0" { table {
                thead { tr { th { "Number" } th { "Here" } th { "How it is known" } th { "From" } } }
                tbody { @for (fact, name) in &self.names {
                    @let info = &why.model.facts[fact.0 as usize];
                    tr id=(format!("f{}", fact.0)) {
                        th scope="row" { (name) br; span .id.mute { (info.path) } }
                        td { (words::about(why.run.facts[fact.0 as usize])) }
                        td { (range(info)) }
                        td { (source_of(why.part, info)) }
                    }
                } }
            } }
        }
    }
}
