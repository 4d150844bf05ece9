//! The memorandum, as it stood at each moment: who had agreed to what.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::Report;
use excomm_engine::{
    run::{Finished, Session},
    world::{Model, Setting, Time},
};
use excomm_lab::Policies;
use excomm_scenario::format::Part;
use excomm_tell::{
    memo::{Entry, Memo, sentence},
    quotes::quoted,
    words,
};

/// A memorandum and how each of its lines stood over time.
pub struct Memoranda<'a> {
    last: Memo<'a>,
    /// The states of pledges and consents, each since a moment.
    states: Vec<(Time, Vec<&'static str>)>,
}

impl<'a> Memoranda<'a> {
    /// Plays a world again and reads how everything stood after each change.
    #[must_use]
    pub fn new(
        part: &'a Part,
        model: &'a Model,
        setting: &Setting,
        run: &Finished,
    ) -> Memoranda<'a> {
        let about = |kind: &str| matches!(kind, "pledges" | "consents");
        let changes = run.log.events().iter();
        let changes = changes.filter(|event| about(model.things[event.key.who.thing.index()].kind));
        let moments: BTreeSet<Time> =
            changes.map(|event| event.at).chain([model.span.start]).collect();
        let mut session = Session::new(model, setting.clone());
        let mut policies = Policies::new(model);
        let mut states = Vec::new();
        for at in moments {
            policies.play_until(&mut session, at);
            let memo = Memo::new(part, model, &session);
            let (pledges, consents) = memo.entries();
            states.push((at, pledges.iter().chain(consents).map(|entry| entry.state).collect()));
        }
        policies.play_until(&mut session, Time(i64::MAX));
        Memoranda { last: Memo::new(part, model, &session), states }
    }

    /// Returns the states of one line, each since a moment, changes only.
    fn states_of(&self, place: usize) -> Vec<(Time, &'static str)> {
        let each = self.states.iter().filter_map(|(at, all)| Some((*at, *all.get(place)?)));
        let mut states: Vec<(Time, &'static str)> = Vec::new();
        for (at, state) in each {
            if states.last().is_none_or(|(_, last)| *last != state) {
                states.push((at, state));
            }
        }
        states
    }
}

/// Returns the section.
pub(super) fn section(report: &Report) -> Markup {
    let (pledges, consents) = report.memo.last.entries();
    let first = pledges.len();
    html! {
        section #memo .part aria-labelledby="memo-title" {
            h2 #memo-title { "Who has agreed to what" }
            p .lead.needs-js { "The memorandum as it stood on " span .at-clock {} ". Move the time above, and it follows." }
            noscript { p .lead { "The memorandum as it stood at the end." } }
            @if pledges.is_empty() && consents.is_empty() { p { "Nobody promises anything in this scenario." } }
            @if !pledges.is_empty() { h3 { "Promises" } }
            ol .memo { @for (i, entry) in pledges.iter().enumerate() {
                (line(report, entry, i, &format!("{}, to {}: {}", sentence(entry.by), entry.to.unwrap_or_default(), entry.says)))
            } }
            @if !consents.is_empty() { h3 { "Consents" } }
            ol .memo { @for (i, entry) in consents.iter().enumerate() {
                (line(report, entry, first + i, &format!("{}: agreement {}", sentence(entry.by), entry.says)))
            } }
        }
    }
}

fn line(report: &Report, entry: &Entry, place: usize, says: &str) -> Markup {
    let states = report.memo.states_of(place);
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
