//! The record, sentence by sentence, each leading to what models it and to what came of that here.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::{
    super::{quotes::speaker, record::Margin, words},
    Report, why_link,
};
use crate::{record::Covered, world::EventId};

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

fn claims(report: &Behind, margin: &Margin, covered: &Covered) -> Markup {
    html! {
        @for (item, by) in &covered.claims {
            p {
                @if margin.proven.contains(item.as_str()) { span .tag.proven { "proven" } }
                (item_link(report, item))
                @if let Some(by) = by { span .mute { " (" (speaker(margin.part, by)) ")" } }
            }
        }
        @if let Some(why) = &covered.context { p .mute { span .tag { "context" } (why) } }
        @if covered.claims.is_empty() && covered.context.is_none() { p .mute { "claimed by nothing" } }
    }
}

/// Returns an item by its name, leading to what came of it in this world.
fn item_link(behind: &Behind, item: &str) -> Markup {
    let (why, told) = (&behind.report.why, behind.told);
    let under = |path: &str| path.strip_prefix(item).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let on = |id: &&EventId| {
        let Some(event) = why.event(**id) else { return false };
        let labels = [Some(event.key.who), event.key.with].into_iter().flatten();
        labels.map(|label| &why.model.things[label.thing.index()].path).any(|path| under(path))
    };
    let events: Vec<EventId> = told.iter().filter(on).take(EVENTS).copied().collect();
    let known = why.model.things.iter().filter(|thing| {
        item.strip_prefix(thing.path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    let title = known.max_by_key(|thing| thing.path.len()).map(|thing| thing.title.as_str());
    let fact = why.model.find_fact(item).filter(|fact| {
        told.iter().filter_map(|id| why.event(*id)).any(|event| why.run.log.facts(event).contains(fact))
    });
    html! {
        @if !events.is_empty() { (why_link(&events, &words::capital(title.unwrap_or(item)))) }
        @else if let Some(fact) = fact { a href=(format!("#f{}", fact.0)) { (words::capital(title.unwrap_or(item))) } }
        @else { (words::capital(title.unwrap_or(item))) }
        " " span .id.mute { (item) }
    }
}
