//! The worksheet of a debrief, two pages to print and write on, and the answer key that fits it.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};

use super::{
    Site,
    shell::{Setting, shell},
    taught::Taught,
};
use excomm_class::{Debrief, Phase, State as Class};
use excomm_tell::quotes::cite_text;

/// Empty lines for an answer of a few sentences.
const LINES: usize = 4;

/// What is asked about one decision, and what an answer says.
const DECISION: [(&str, &str); 2] = [
    (
        "Take the decision you argued about most. What spoke for it, and what against it?",
        "Compare the reasons that were written with the votes; they stand in the debrief under “The votes”.",
    ),
    (
        "What would you choose today, and what would you want to know first?",
        "There is no right answer. Ask whether what is wanted could have been known that evening; the debrief says what nobody could be sure of.",
    ),
];

/// Answers the answer key, for the teacher.
pub(super) async fn key(State(site): State<Arc<Site>>, Taught { state, .. }: Taught) -> Markup {
    let ended = matches!(state.phase, Phase::Ended);
    let body = html! {
        main {
            header { p .kicker { (site.title()) } h1 { "Answer key" } }
            p { "The numbers are those of the worksheet, which the debrief prints." }
            @if ended { h2 { "1. What you decided" } (site.key_of_decisions(&state)) }
            h2 { "2. One decision" }
            ul { @for (asks, key) in DECISION { li { p .big { (asks) } p { (key) } } } }
            (site.discussion(true))
            p .screen { button #print type="button" { "Print" } }
        }
    };
    shell("Answer key", Setting::Desk, &body)
}

impl Site {
    /// Returns the worksheet; it is seen only in print.
    pub(super) fn worksheet(&self, done: &Debrief) -> Markup {
        html! {
            section .worksheet.print-only {
                p .kicker { (self.title()) }
                h1 { "Worksheet" }
                p .names { "Seat " span .write {} " Role " span .write {} }
                h2 { "1. What you decided" }
                table {
                    thead { tr { th scope="col" { "Question" } th scope="col" { "You chose" } th scope="col" { "History chose" } th scope="col" { "A good decision or a lucky one?" } } }
                    tbody { @for row in &done.decisions { tr {
                        th scope="row" { (self.asked(&row.question, row.nth)) }
                        td { (self.chosen(&row.question, &row.chosen)) }
                        td { @if let Some(id) = &row.history { (self.chosen(&row.question, id)) } }
                        td .blank {}
                    } } }
                }
                h2 { "2. One decision" }
                @for (asks, _) in DECISION { div .ask { p { (asks) } (lines()) } }
                h2 .page { "3. To talk about" }
                ol { @for question in &self.game.exercise.discussion { li .ask { p { (question.asks) } (lines()) } } }
            }
        }
    }

    fn key_of_decisions(&self, state: &Class) -> Markup {
        html! {
            @match self.sentences(state) {
                None => { p { "The other worlds are still being played. Load this page again in a moment." } }
                Some(rows) => { table {
                    thead { tr { th scope="col" { "Question" } th scope="col" { "A good decision or a lucky one?" } } }
                    tbody { @for (asked, says) in rows { tr { th scope="row" { (asked) } td { (says) } } } }
                } }
            }
        }
    }

    /// Returns the questions to talk about, with or without the key.
    pub(super) fn discussion(&self, key: bool) -> Markup {
        let questions = html! {
            ol {
                @for question in &self.game.exercise.discussion {
                    li {
                        p .big { (question.asks) }
                        @if key {
                            p { (question.key) }
                            @for cite in &question.cite { p .quote { (cite_text(&self.game.part, cite)) } }
                        }
                    }
                }
            }
        };
        html! {
            @if key { h2 { "3. To talk about" } (questions) }
            @else { details { summary { "To talk about" } (questions) } }
        }
    }
}

fn lines() -> Markup {
    html! { div .lines aria-hidden="true" { @for _ in 0..LINES { span .write {} } } }
}
