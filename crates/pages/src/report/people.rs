//! Words and people: the glossary of the scenario, and who is who in it.

use maud::{Markup, html};

use super::Report;
use excomm_scenario::format::Part;
use excomm_tell::words;

/// Returns the section.
pub(super) fn section(report: &Report) -> Markup {
    let part = report.why.part;
    let glossary = part.scenario.as_ref().map(|head| &head.glossary);
    let glossary = glossary.filter(|glossary| !glossary.is_empty());
    html! {
        section #people .part aria-labelledby="people-title" {
            h2 #people-title { "Words and people" }
            @if let Some(glossary) = glossary {
                h3 { "Words" }
                dl .words { @for (word, says) in glossary { dt { (word) } dd { (says) } } }
            }
            div .people {
                h3 { "Who is who" }
                @for actor in &part.actors { (who(part, &actor.id, &actor.title)) }
                @if !part.classes.is_empty() {
                    h3 { "Ships" }
                    ul { @for ship in &part.ships { li {
                        (words::capital(&ship.title)) span .mute { ", " (class(part, &ship.class)) ", of " (actor(part, &ship.flag)) }
                    } } }
                }
            }
            (sources(part))
        }
    }
}

fn who(part: &Part, id: &str, title: &str) -> Markup {
    let speakers: Vec<&str> = part
        .people
        .iter()
        .filter(|person| *person.speaks_for == *id)
        .map(|person| person.title.as_str())
        .collect();
    html! {
        h4 { (words::capital(title)) }
        @if speakers.is_empty() {
            p .small { "Nobody speaks for it in the record." }
        } @else {
            ul { @for speaker in speakers { li { (words::capital(speaker)) } } }
        }
    }
}

fn actor<'a>(part: &'a Part, id: &'a str) -> &'a str {
    part.actor(id).map_or(id, |actor| &actor.title)
}

fn class<'a>(part: &'a Part, id: &'a str) -> &'a str {
    part.class(id).map_or(id, |class| &class.title)
}

/// Returns the published sources of the scenario.
fn sources(part: &Part) -> Markup {
    let Some(head) = part.scenario.as_ref().filter(|head| !head.sources.is_empty()) else {
        return Markup::default();
    };
    html! {
        details .no-print {
            summary { "Published sources (" (head.sources.len()) ")" }
            ul { @for source in head.sources.values() { li {
                (source.title)
                span .mute { @for text in [&source.publisher, &source.date].into_iter().flatten() { ", " (text) } }
            } } }
        }
    }
}
