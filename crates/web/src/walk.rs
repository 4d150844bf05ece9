//! Why something happened, as nested lists: some steps lie open, those behind them are folded.

use std::collections::BTreeSet;

use maud::{Markup, html};

use excomm_engine::world::{Event, EventId, FactId};
use excomm_tell::{
    inputs::fact_name,
    quotes::{range, source_of},
    why::{Why, odds_text, says},
    words,
};

/// So many steps lie open.
const OPEN: usize = 3;

/// Returns the walk of the causes of an event.
pub(super) fn walk(why: &Why, id: EventId) -> Markup {
    let node = Walk { why, seen: BTreeSet::new() }.node(id, 0);
    html! { ul .walk { (node) } }
}

struct Walk<'a> {
    why: &'a Why<'a>,
    seen: BTreeSet<EventId>,
}

impl Walk<'_> {
    fn node(&mut self, id: EventId, depth: usize) -> Markup {
        let why = self.why;
        let Some(event) = why.event(id) else { return Markup::default() };
        let told = !self.seen.insert(id);
        let causes = if told { Vec::new() } else { why.causes(event) };
        let behind: Vec<Markup> = causes.iter().map(|cause| self.node(*cause, depth + 1)).collect();
        html! {
            li .marked[event.marked] {
                p .says { (says(&why.model.things, event)) }
                p .when { (words::moment(event.at, &why.model.span)) @if told { ", as above" } }
                @if !told { (self.behind(event)) }
                @if !behind.is_empty() && depth < OPEN {
                    ul { @for cause in &behind { (cause) } }
                } @else if !behind.is_empty() {
                    details {
                        summary { (words::count(behind.len(), "cause")) " behind it" }
                        ul { @for cause in &behind { (cause) } }
                    }
                }
            }
        }
    }

    /// Returns the odds, the numbers and the words behind an event.
    fn behind(&self, event: &Event) -> Markup {
        let why = self.why;
        let (odds, facts, quotes) =
            (odds_text(event), why.run.log.facts(event), why.words_behind(event));
        html! {
            @if odds.is_some() || !facts.is_empty() || !quotes.is_empty() {
                ul .behind {
                    @if let Some(odds) = &odds { li { (words::capital(odds)) } }
                    @for fact in facts { li { (self.fact(*fact)) } }
                    @for (_, text) in &quotes { li .quote { (text) } }
                }
            }
        }
    }

    fn fact(&self, fact: FactId) -> Markup {
        let why = self.why;
        let info = &why.model.facts[fact.0 as usize];
        html! {
            (words::capital(&fact_name(why.part, why.model, &info.path)))
            " = " (words::about(why.run.facts[fact.0 as usize])) ", " (range(info)) ": " (source_of(why.part, info))
        }
    }
}
