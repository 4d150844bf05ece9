//! The record, sentence by sentence, each leading to what models it and to what came of that here.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::{Report, why_link};
use excomm_engine::world::{EventId, Model, ThingInfo};
use excomm_scenario::record::Covered;
use excomm_tell::{quotes::speaker, record::Margin, words};

/// The most events of one item that a sentence leads to.
const EVENTS: usize = 8;

/// The report, and the events it tells of.
struct Behind<'a> {
    report: &'a Report<'a>,
    told: &'a BTreeSet<EventId>,
}

/// Returns the section.
pub(super) fn section(report: &Report, told: &BTreeSet<EventId>) -> Markup {
    html! {
        section #record .part.sheet aria-labelledby="record-title" {
            h2 #record-title { "The record" }
            p .lead { "Every sentence of the source, and what of it moves this model. Proven means: without the item, an outcome changes in some world." }
            @for margin in report.margins { (record(&Behind { report, told }, margin)) }
        }
    }
}

fn record(report: &Behind, margin: &Margin) -> Markup {
    let head = margin.part.scenario.as_ref();
    let title = head.and_then(|head| head.records.get(margin.record)).map(|known| &known.title);
    let mut paragraph = 0;
    html! {
        h3 { (title.map_or(margin.record, String::as_str)) }
        p .small { (margin.counts().says()) }
        ol .sentences {
            @for (sentence, covered) in margin.said_by(None) {
                @let begins = std::mem::replace(&mut paragraph, sentence.paragraph) != sentence.paragraph;
                li id=(format!("{}-{}", margin.record, sentence.number)) class=[begins.then_some("para")] {
                    span .no { (sentence.number) }
                    span .words { (sentence.words) }
                    div .claims { (claims(report, margin, covered)) }
                }
            }
        }
    }
}

/// The most claims of a sentence that are shown at once.
const CLAIMS: usize = 4;

fn claims(behind: &Behind, margin: &Margin, covered: &Covered) -> Markup {
    let voices: BTreeSet<&str> =
        covered.claims.iter().filter_map(|(_, by)| by.as_deref()).collect();
    let voices: Vec<&str> = voices.into_iter().map(|by| speaker(margin.part, by)).collect();
    let mut items: Vec<&str> = Vec::new();
    for (item, _) in &covered.claims {
        if !items.contains(&item.as_str()) {
            items.push(item);
        }
    }
    let (first, rest) = items.split_at(items.len().min(CLAIMS));
    let claim = |item: &str| {
        html! {
            p {
                (item_link(behind, item))
                @if margin.proven.contains(item) { " " span .tag.proven { "proven" } }
            }
        }
    };
    html! {
        @if !voices.is_empty() { p .by { "Said by " (words::series(&voices)) } }
        @for item in first { (claim(item)) }
        @if !rest.is_empty() {
            details { summary { "and " (rest.len()) " more" } @for item in rest { (claim(item)) } }
        }
        @if let Some(why) = &covered.context { p .mute { span .tag { "context" } (why) } }
        @if covered.claims.is_empty() && covered.context.is_none() { p .mute { "claimed by nothing" } }
    }
}

/// Returns whether a path is this item or a part of it.
fn is_under(path: &str, item: &str) -> bool {
    path.strip_prefix(item).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Returns an item by its name, leading to what came of it in this world.
fn item_link(behind: &Behind, item: &str) -> Markup {
    let (why, told) = (&behind.report.why, behind.told);
    let on = |id: &&EventId| {
        let Some(event) = why.event(**id) else { return false };
        let labels = [Some(event.key.who), event.key.with].into_iter().flatten();
        labels
            .map(|label| &why.model.things[label.thing.index()].path)
            .any(|path| is_under(path, item))
    };
    let events: Vec<EventId> = told.iter().filter(on).take(EVENTS).copied().collect();
    let fact = why.model.find_fact(item).filter(|fact| {
        told.iter()
            .filter_map(|id| why.event(*id))
            .any(|event| why.run.log.facts(event).contains(fact))
    });
    let name = name_of(why.model, item);
    html! {
        span title=(item) {
            @if !events.is_empty() { (why_link(&events, &name)) }
            @else if let Some(fact) = fact { a href=(format!("#f{}", fact.0)) { (name) } }
            @else { (name) }
        }
    }
}

/// Returns a name for people of anything in a scenario that has a path: the title of the nearest
/// thing with one, and what of it is meant.
pub(super) fn name_of(model: &Model, path: &str) -> String {
    let titled = |thing: &&ThingInfo| is_under(path, &thing.path) && thing.title != thing.id;
    let thing = model.things.iter().filter(titled).max_by_key(|thing| thing.path.len());
    let above = thing.map_or("", |thing| thing.path.as_str());
    let rest = path.strip_prefix(above).unwrap_or(path).trim_start_matches('/');
    let skip = ["moved_by", "cargo", "facts", "times", "pins"];
    let rest: Vec<String> = rest
        .split('/')
        .filter(|part| !part.is_empty() && !skip.contains(part) && part.parse::<u32>().is_err())
        .map(|part| part.replace(['-', '_'], " "))
        .collect();
    let title = words::capital(thing.map_or("", |thing| thing.title.as_str()));
    match (title.as_str(), rest.join(", ").as_str()) {
        ("", rest) => words::capital(rest),
        (title, "") => title.to_owned(),
        (title, rest) => format!("{title} ({rest})"),
    }
}
