//! The record, sentence by sentence, each leading to what models it and to what came of that here.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::{Report, why_link};
use excomm_engine::world::{EventId, FactId};
use excomm_scenario::record::Covered;
use excomm_tell::{
    inputs::name_of,
    quotes::speaker,
    record::Margin,
    why::{self, Walk},
    words,
};

/// The most events of one item that a sentence leads to.
const EVENTS: usize = 8;

/// The report, the events it tells of, and the facts behind them.
struct Behind<'a> {
    report: &'a Report<'a>,
    walk: &'a Walk,
    facts: BTreeMap<FactId, &'a why::Behind>,
}

/// Returns the section.
pub(super) fn section(report: &Report, walk: &Walk) -> Markup {
    let behind = Behind { report, walk, facts: walk.facts() };
    html! {
        section #record .part.sheet aria-labelledby="record-title" {
            h2 #record-title { "The record" }
            p .lead { "Every sentence of the source, and what of it moves this model. Proven means: without the item, an outcome changes in some world." }
            @for margin in report.margins { (record(&behind, margin)) }
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
    let (why, walk) = (&behind.report.why, behind.walk);
    let on = |id: &&EventId| {
        let Some(event) = why.event(**id) else { return false };
        let labels = [Some(event.key.who), event.key.with].into_iter().flatten();
        labels
            .map(|label| &why.model.things[label.thing.index()].path)
            .any(|path| is_under(path, item))
    };
    let events: Vec<EventId> = walk.0.keys().filter(on).take(EVENTS).copied().collect();
    let fact = behind.facts.values().find(|fact| fact.path == item);
    let name = words::capital(&name_of(why.part, why.model, item));
    html! {
        span title=(item) {
            @if !events.is_empty() { (why_link(&events, &name)) }
            @else if let Some(fact) = fact { a href=(format!("#f{}", fact.id.0)) { (name) } }
            @else { (name) }
        }
    }
}
