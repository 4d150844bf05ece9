//! What led to an event, as nested lists, and what stands behind a step of the walk.

use std::collections::BTreeSet;

use maud::{Markup, html};

use excomm_engine::world::EventId;
use excomm_tell::{
    why::{Behind, Step, Walk},
    words,
};

/// So many steps lie open; those behind them are folded.
const OPEN: usize = 3;

/// Returns the causes of an event as nested lists.
#[must_use]
pub fn tree(walk: &Walk, root: EventId) -> Markup {
    let mut seen = BTreeSet::new();
    html! { ul .walk { @if let Some(step) = walk.0.get(&root) { (item(walk, step, 0, &mut seen)) } } }
}

fn item(walk: &Walk, step: &Step, depth: usize, seen: &mut BTreeSet<EventId>) -> Markup {
    let told = !seen.insert(step.id.event);
    let causes = walk.causes(step).filter(|_| !told);
    let causes: Vec<Markup> = causes.map(|cause| item(walk, cause, depth + 1, seen)).collect();
    html! {
        li .marked[step.marked] {
            p .says { (step.text) }
            p .when { (step.when) @if told { ", as above" } }
            @if !told { (behind(step, sourced)) (begins(step)) }
            @if !causes.is_empty() && depth < OPEN {
                ul { @for cause in &causes { (cause) } }
            } @else if !causes.is_empty() {
                details {
                    summary { (words::count(causes.len(), "cause")) " behind it" }
                    ul { @for cause in &causes { (cause) } }
                }
            }
        }
    }
}

/// Returns a fact with its source.
fn sourced(fact: &Behind) -> Markup {
    html! { (fact.name) " = " (fact.here) ", " (fact.range) ": " (fact.source) }
}

/// Returns the odds, the facts and the words behind a step.
pub(crate) fn behind(step: &Step, fact: impl Fn(&Behind) -> Markup) -> Markup {
    html! {
        @if step.drawn.is_some() || !step.facts.is_empty() || !step.quotes.is_empty() {
            ul .behind {
                @if let Some(drawn) = &step.drawn { li { (words::capital(drawn)) } }
                @for known in &step.facts { li { (fact(known)) } }
                @for (_, text) in &step.quotes { li .quote { (text) } }
            }
        }
    }
}

/// Returns what is said of a step without causes.
pub(crate) fn begins(step: &Step) -> Markup {
    html! { @if let Some(begins) = step.begins { p .when { (words::capital(begins)) "." } } }
}
