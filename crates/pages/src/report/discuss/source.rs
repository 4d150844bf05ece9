//! Questions about the source itself: who wrote it, who is heard in it, and who is not.

use std::collections::{BTreeMap, BTreeSet};

use super::{Asked, EACH, Report};
use excomm_scenario::format::Part;
use excomm_tell::{quotes::speaker, record::Margin, words};

/// Asks about the source itself: who wrote it, who is heard in it, who is not.
pub(super) fn questions(report: &Report) -> Vec<Asked> {
    let part = report.why.part;
    let mut asked = Vec::new();
    for margin in report.margins {
        let head = part.scenario.as_ref().and_then(|head| head.records.get(margin.record));
        let title = head.map_or(margin.record, |known| known.title.as_str());
        let voices = voices(part, margin);
        let stamps: Vec<String> = head
            .map(|known| {
                known
                    .furniture
                    .iter()
                    .map(|line| format!("\u{201c}{}\u{201d}", words_only(line)))
                    .collect()
            })
            .unwrap_or_default();
        asked.push(Asked {
            ask: format!("\u{201c}{title}\u{201d}: who wrote this, for whom to read, and when could others read it? What might the writer have left out?"),
            answer: vec![
                if stamps.is_empty() { "The scenario names no headings, stamps or signatures of it.".to_owned() } else { format!("Lines of it that nobody said: {}.", stamps.join("; ")) },
                margin.counts().says(),
            ],
        });
        if !voices.is_empty() {
            asked.push(Asked {
                ask: "Whose words fill the record, and who sat there and is hardly heard? Is a summary of what somebody said what that person said?".to_owned(),
                answer: vec![format!("Sentences that this scenario takes as said by a person: {}.", voices.join(", "))],
            });
        }
    }
    asked.extend(silent(report));
    asked
}

/// Returns who is heard in a record, each with the number of sentences, most first.
fn voices(part: &Part, margin: &Margin) -> Vec<String> {
    let mut said: BTreeMap<&str, usize> = BTreeMap::new();
    for sentence in &margin.coverage.sentences {
        let by = sentence.claims.iter().filter_map(|(_, by)| by.as_deref());
        for by in by.collect::<BTreeSet<&str>>() {
            *said.entry(by).or_default() += 1;
        }
    }
    let mut most: Vec<(&str, usize)> = said.into_iter().collect();
    most.sort_by_key(|(by, times)| (std::cmp::Reverse(*times), *by));
    let each = most.iter();
    each.map(|(by, n)| format!("{} ({})", speaker(part, by), words::count(*n, "sentence")))
        .collect()
}

/// Returns a line of a record without its marks of layout.
fn words_only(line: &str) -> String {
    let mut text = line.replace("~~", "");
    while let (Some(open), Some(close)) = (text.find('<'), text.find('>')) {
        if open > close {
            break;
        }
        text.replace_range(open..=close, "");
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Asks about those who act in the model and are not heard in the record.
fn silent(report: &Report) -> Option<Asked> {
    let part = report.why.part;
    let mut acts: BTreeMap<&str, usize> = BTreeMap::new();
    let each = part.questions.iter().map(|question| &question.asks);
    let each = each.chain(part.responses.iter().map(|response| &response.who));
    for actor in each.chain(part.chances.iter().map(|chance| &chance.who)) {
        *acts.entry(&actor.0).or_default() += 1;
    }
    let speaks = |id: &str| part.people.iter().any(|person| *person.speaks_for == *id);
    let mut silent: Vec<(&str, usize)> = acts.into_iter().filter(|(id, _)| !speaks(id)).collect();
    silent.sort_by_key(|(id, times)| (std::cmp::Reverse(*times), *id));
    let title = |id: &str| part.actor(id).map_or("", |actor| actor.title.as_str());
    let names: Vec<&str> = silent.iter().take(EACH).map(|(id, _)| title(id)).collect();
    (!names.is_empty()).then(|| Asked {
        ask: format!("No voice of {} stands in the record. Write half a page of the record that each of them might have kept that day. What would it say first?", words::series(&names)),
        answer: vec![format!(
            "What the model lets them do is no record of theirs: {}. Each of these is read off other sources, or assumed.",
            silent.iter().take(EACH).map(|(id, n)| format!("{}, {}", title(id), words::count(*n, "item"))).collect::<Vec<_>>().join("; ")
        )],
    })
}
