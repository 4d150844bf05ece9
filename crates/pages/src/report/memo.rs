//! The memorandum, as it stood at each moment: who had agreed to what.

use maud::{Markup, html};

use super::Report;
use excomm_engine::world::Time;
use excomm_tell::{memo::Entry, quotes::quoted, words};

/// Returns the section.
pub(super) fn section(report: &Report) -> Markup {
    let (pledges, consents) = report.memo.entries();
    html! {
        section #memo .part aria-labelledby="memo-title" {
            h2 #memo-title { "Who has agreed to what" }
            p .lead.needs-js { "The memorandum as it stood on " span .at-clock {} ". Move the time above, and it follows." }
            noscript { p .lead { "The memorandum as it stood at the end." } }
            @if pledges.is_empty() && consents.is_empty() { p { "Nobody promises anything in this scenario." } }
            @if !pledges.is_empty() { h3 { "Promises" } }
            ol .memo { @for entry in pledges {
                (line(report, entry, &format!("{}, to {}: {}", words::capital(entry.by), entry.to.unwrap_or_default(), entry.says)))
            } }
            @if !consents.is_empty() { h3 { "Consents" } }
            ol .memo { @for entry in consents {
                (line(report, entry, &format!("{}: agreement {}", words::capital(entry.by), entry.says)))
            } }
        }
    }
}

fn line(report: &Report, entry: &Entry, says: &str) -> Markup {
    let states = &entry.states;
    let last = states.len().saturating_sub(1);
    let span = &report.why.model.span;
    let hours = |at: &str| Time::parse(at).map(|at| report.hours(at)).unwrap_or_default();
    html! {
        li {
            p .says { (says) }
            dl {
                dt { "stands" }
                dd .states { @for (i, (at, state)) in states.iter().enumerate() {
                    span class=(if i == last { "state final" } else { "state" }) data-t=(report.hours(*at)) { (state) }
                } }
                @if let Some(condition) = entry.on_condition { dt { "condition" } dd { (condition) } }
                @if let Some(how) = entry.verified_by { dt { "verified" } dd { (how) } }
                @for step in &entry.events {
                    dt .step data-t=(hours(&step.at)) { (words::day_month(Time::parse(&step.at).unwrap_or(span.start), span)) }
                    dd .step data-t=(hours(&step.at)) { (event_link(report, &step.id, &step.text)) }
                }
                @for words in entry.cites.iter().filter_map(|cite| quoted(report.why.part, cite)) {
                    dt { "record" } dd .quote { (words) }
                }
            }
        }
    }
}

fn event_link(report: &Report, key: &str, text: &str) -> Markup {
    let id = report.why.run.event(report.why.model, key).map(|(id, _)| id);
    super::why_link(id.as_slice(), text)
}
