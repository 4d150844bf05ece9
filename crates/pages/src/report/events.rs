//! All events that lie behind what a report tells, each with its causes, and the numbers behind them.
//!
//! Without scripts one walks from cause to cause by their links; a script opens the walk as a tree.

use maud::{Markup, html};

use crate::causes::{begins, behind};
use excomm_tell::{
    why::{Behind, Step, Walk},
    words,
};

/// Returns the dialog in which a script opens a walk.
pub(super) fn dialog() -> Markup {
    html! {
        dialog #walk aria-labelledby="walk-title" {
            div .top { h2 #walk-title { "Why this happened" } button type="button" { "Close" } }
            div .inside tabindex="0" {}
        }
    }
}

/// Returns the section.
pub(super) fn section(walk: &Walk) -> Markup {
    html! {
        section #events .part.archive aria-labelledby="events-title" {
            h2 #events-title { "Every event, with its causes" }
            p .lead { "Each event says by what odds it came, which numbers and words stand behind it, and what led to it." }
            details {
                summary { (words::count(walk.0.len(), "event")) }
                @for step in walk.0.values() { (event(walk, step)) }
            }
            details {
                summary { "The numbers behind them" }
                (facts(walk))
            }
        }
    }
}

fn event(walk: &Walk, step: &Step) -> Markup {
    let id = |step: &Step| format!("e{}", step.id.event.0);
    html! {
        article id=(id(step)) class=(if step.marked { "event marked" } else { "event" }) {
            h3 { (step.text) }
            p .when { (step.when) }
            (behind(step, fact))
            (begins(step))
            @if !step.causes.is_empty() {
                ul .causes.small { @for cause in walk.causes(step) { li { a href=(format!("#{}", id(cause))) { (cause.text) } } } }
            }
        }
    }
}

/// Returns a fact as it stands behind an event.
fn fact(fact: &Behind) -> Markup {
    html! {
        a .fact href=(format!("#f{}", fact.id.0)) title=(fact.path) { (fact.name) }
        " = " (fact.here) ", " (fact.range)
    }
}

fn facts(walk: &Walk) -> Markup {
    html! {
        div .scroll tabindex="0" { table {
            thead { tr { th { "Number" } th { "Here" } th { "How it is known" } th { "From" } } }
            tbody { @for (id, fact) in walk.facts() {
                tr id=(format!("f{}", id.0)) {
                    th scope="row" { (fact.name) br; span .id.mute { (fact.path) } }
                    td { (fact.here) }
                    td { (fact.range) }
                    td { (fact.source) }
                }
            } }
        } }
    }
}
