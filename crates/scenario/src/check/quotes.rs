//! Quotes: each stands in its record, and each sentence of a record is claimed by something.

use std::collections::BTreeMap;

use super::{
    finding::{Finding, Kind, did_you_mean},
    syntax,
    walk::{Met, Site},
};
use crate::{
    Sources,
    format::Part,
    record::{Claim, Coverage, Text, words_in},
};

/// Fewer words than this may stand anywhere.
const FEW: usize = 4;

/// Cuts the records of a scenario into sentences.
pub(super) fn records(
    sources: &Sources,
    part: Option<&Part>,
    files: &[&str],
    findings: &mut Vec<Finding>,
) -> BTreeMap<String, Text> {
    let mut records = BTreeMap::new();
    let Some(head) = part.and_then(|part| part.scenario.as_ref()) else { return records };
    for (id, record) in &head.records {
        let Some(raw) = sources.records.get(&record.file) else { continue };
        let text = Text::new(raw, &record.furniture);
        for line in &text.missing_furniture {
            let message = format!("records/{id}/furniture: the record has no line `{line}`");
            let file = files.first().copied().unwrap_or("");
            findings.push(Finding::warning(Kind::Unused, file, syntax::at("", 0), message));
        }
        records.insert(id.clone(), text);
    }
    records
}

/// Checks all quotes and returns what is made of each record.
pub(super) fn check(
    records: &BTreeMap<String, Text>,
    part: Option<&Part>,
    files: &[&str],
    met: &Met,
    whole: bool,
    findings: &mut Vec<Finding>,
) -> BTreeMap<String, Coverage> {
    let mut claims: BTreeMap<&str, Vec<Claim>> = BTreeMap::new();
    let mut context: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for (record, words, speaker, site) in &met.quotes {
        let Some(text) = records.get(record) else { continue };
        quote(files[site.file], text, words, site, findings);
        // a brief quotes the record, but models nothing
        if site.path.starts_with("exercise/") {
            continue;
        }
        if site.item == "context" {
            let why = speaker.clone().unwrap_or_default();
            context.entry(record).or_default().push((words.clone(), why));
        } else {
            let item = if site.item.is_empty() { site.path.clone() } else { site.item.clone() };
            let claim = Claim { item, speaker: speaker.clone(), words: words.clone() };
            claims.entry(record).or_default().push(claim);
        }
    }
    let each = records.iter().map(|(id, text)| {
        let claims = claims.remove(id.as_str()).unwrap_or_default();
        let context = context.remove(id.as_str()).unwrap_or_default();
        (id.clone(), Coverage::new(text, &claims, &context))
    });
    let coverage: BTreeMap<String, Coverage> = each.collect();
    if whole {
        for (id, coverage) in &coverage {
            unclaimed(id, file_of(part, id), &records[id], coverage, findings);
        }
    }
    coverage
}

fn quote(file: &str, text: &Text, words: &str, site: &Site, findings: &mut Vec<Finding>) {
    let path = &site.path;
    match text.find(words) {
        None if text.is_furniture(words) => {
            let message = format!("{path}: \"{words}\" stands in a line of `furniture`");
            let hint = "quote what was said, or take that line off `furniture`".to_owned();
            findings.push(Finding::error(Kind::Quote, file, site.span, message).hint(hint));
        }
        None => {
            let message = format!("{path}: the record does not say \"{words}\"");
            let near = text.nearest(words).map(|near| format!("it says \"{near}\""));
            let sentences = || text.sentences.iter().map(|sentence| sentence.words.as_str());
            let hint = near.or_else(|| did_you_mean(words, sentences()));
            findings.push(Finding::error(Kind::Quote, file, site.span, message).hint(hint));
        }
        Some(found) if found.times > 1 => {
            let message = format!("{path}: these words stand in the record {} times", found.times);
            let hint = "quote a few words more".to_owned();
            findings.push(Finding::warning(Kind::Loose, file, site.span, message).hint(hint));
        }
        Some(_) if words_in(words) < FEW => {
            let message = format!("{path}: a quote of {} words may mean anything", words_in(words));
            let hint = "quote at least four words".to_owned();
            findings.push(Finding::warning(Kind::Loose, file, site.span, message).hint(hint));
        }
        Some(_) => {}
    }
}

/// Returns the file of a record.
fn file_of<'a>(part: Option<&'a Part>, id: &str) -> &'a str {
    let head = part.and_then(|part| part.scenario.as_ref());
    head.and_then(|head| head.records.get(id)).map_or("", |record| record.file.as_str())
}

fn unclaimed(id: &str, file: &str, text: &Text, coverage: &Coverage, findings: &mut Vec<Finding>) {
    for (sentence, covered) in text.sentences.iter().zip(&coverage.sentences) {
        if covered.claims.is_empty() && covered.context.is_none() {
            let message = format!(
                "records/{id}: nobody claims sentence {}: \"{}\"",
                sentence.number, sentence.words
            );
            let hint =
                "cite it where something models it, or list it under `context` with a reason";
            let mut span = syntax::at("", 0);
            span.start.line = sentence.line;
            let finding = Finding::warning(Kind::Unclaimed, file, span, message);
            findings.push(finding.hint(hint.to_owned()));
        }
    }
}
