//! The map with its time, and the chronicle beside it.

use maud::{Markup, html};

use super::super::map::{Atlas, Film, Moving, key, table};
use super::{Report, why_link};
use excomm_engine::world::Time;
use excomm_tell::{chronicle::Told, words};

/// Returns what moves on the maps of the report, seen from the actor that the scenario plays.
pub(super) fn moving(report: &Report) -> Moving {
    let head = report.why.part.scenario.as_ref();
    let actor = head.and_then(|head| report.why.model.find(&format!("actors/{}", head.plays.0)));
    Moving::new(report.why.model, actor, &report.story.tracks)
}

/// Returns the last moment of the run.
fn end(report: &Report) -> Time {
    let last = report.why.run.log.events().last().map(|event| event.at);
    last.unwrap_or(report.why.model.span.end)
}

/// Returns the time over which the maps of the report move.
fn film<'a>(report: &'a Report) -> Film<'a> {
    let marked = report.story.told.iter().filter_map(|told| match told {
        Told::Line { at, marked: true, .. } => Some(*at),
        _ => None,
    });
    Film { span: &report.why.model.span, until: end(report), stops: marked.collect() }
}

/// Returns what moves, for the script.
pub(super) fn data(report: &Report, atlas: &Atlas, moving: &Moving) -> String {
    film(report).data(atlas, [("map", moving)])
}

/// Returns the section.
pub(super) fn section(report: &Report, atlas: &Atlas, moving: &Moving) -> Markup {
    let span = &report.why.model.span;
    let sight = moving.at(span.start);
    html! {
        section #play aria-label="The map and the chronicle" {
            div .stage {
                figure data-film="map" {
                    @for chart in &atlas.charts {
                        div .sheet-map { (chart.svg("map", &sight, span)) }
                    }
                    @if !atlas.charts.is_empty() {
                        div .under {
                            (key(&moving.kinds()))
                            @if atlas.charts.len() > 1 {
                                div .sheets.needs-js role="group" aria-label="Which map" {
                                    @for (i, chart) in atlas.charts.iter().enumerate() {
                                        button type="button" aria-pressed=(if i == 0 { "true" } else { "false" }) { (chart.title) }
                                    }
                                }
                            }
                        }
                        p .source { "Coast: Natural Earth, public domain. Mercator. Ships keep to their lanes at the speed of their class; a dotted wake is the last day." }
                        (table(&sight))
                    }
                }
                (chronicle(report))
                (film(report).bar(span.start))
            }
        }
    }
}

/// An entry of the chronicle as it is being written.
struct Entry {
    at: Time,
    hour: String,
    marked: bool,
    line: Markup,
    notes: Vec<Markup>,
}

fn chronicle(report: &Report) -> Markup {
    let span = &report.why.model.span;
    let (mut days, mut hour): (Vec<(String, Vec<Entry>)>, String) = (Vec::new(), String::new());
    for told in &report.story.told {
        match told {
            Told::Line { at, text, marked, of } => {
                let day = words::day(*at, span);
                if days.last().is_none_or(|(known, _)| *known != day) {
                    days.push((day, Vec::new()));
                    hour.clear();
                }
                let now = words::hour(*at, span);
                let shown = if now == hour { String::new() } else { now.clone() };
                hour = now;
                let (line, notes) = (why_link(of, text), Vec::new());
                let entry = Entry { at: *at, hour: shown, marked: *marked, line, notes };
                if let Some((_, entries)) = days.last_mut() {
                    entries.push(entry);
                }
            }
            told => {
                let last = days.last_mut().and_then(|(_, entries)| entries.last_mut());
                if let Some(entry) = last {
                    entry.notes.push(note(told));
                }
            }
        }
    }
    html! {
        div .chronicle {
            h2 #chronicle { "Chronicle" }
            p .small { "What happened in this world. Open an entry to see why." }
            ol .log tabindex="0" aria-label="Chronicle" {
                @for (day, entries) in &days {
                    li .day data-t=[entries.first().map(|entry| report.hours(entry.at))] { (day) }
                    @for entry in entries {
                        li class=(if entry.marked { "entry marked" } else { "entry" }) data-t=(report.hours(entry.at)) {
                            time datetime=(entry.at.rfc3339()) { (entry.hour) }
                            div { (entry.line) @for note in &entry.notes { (note) } }
                        }
                    }
                }
            }
        }
    }
}

fn note(told: &Told) -> Markup {
    match told {
        Told::Line { text, .. } => html! { p .note { (text) } },
        Told::Quote(text) => html! { p .note.quote { (text) } },
        Told::Option { title, open, .. } => html! {
            p .note { "\u{2013} " (title) @if !open { ", not open now" } }
        },
        Told::Argument(text) => html! { p .note { "\u{2003}" (text) } },
        Told::History(text) => html! { p .note { (text) } },
        Told::Also { text, of, .. } | Told::Moves { text, of, .. } => {
            html! { p .note { (why_link(of, text)) } }
        }
    }
}
