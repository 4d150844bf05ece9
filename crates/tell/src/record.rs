//! The record as it is printed: its sentences, with what claims them in the margin.

use std::{collections::BTreeSet, io};

use serde::Serialize;

use super::{
    Printer, csv,
    quotes::speaker,
    style::{self, styled},
    words,
};
use excomm_scenario::{
    format::Part,
    record::{Coverage, Covered, Sentence, Text},
};

/// A record, what is made of it, and the items without which an outcome changes.
pub struct Margin<'a> {
    /// The scenario.
    pub part: &'a Part,
    /// The id of the record.
    pub record: &'a str,
    /// The record, cut into sentences.
    pub text: &'a Text,
    /// What claims each of its sentences.
    pub coverage: &'a Coverage,
    /// The items proven by leaving them out.
    pub proven: &'a BTreeSet<&'a str>,
}

/// How many sentences and quotes a record has, and what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    sentences: usize,
    claimed: usize,
    proven: usize,
    context: usize,
    quotes: usize,
    not_found: usize,
}

/// A sentence, as programs read it.
#[derive(Debug, Serialize)]
pub struct SentenceJson<'a> {
    record: &'a str,
    number: usize,
    paragraph: usize,
    line: usize,
    text: &'a str,
    claims: Vec<ClaimJson<'a>>,
    context: Option<&'a str>,
    proven: bool,
}

#[derive(Debug, Serialize)]
struct ClaimJson<'a> {
    item: &'a str,
    speaker: Option<&'a str>,
    proven: bool,
}

impl Counts {
    /// Adds the counts of another record.
    #[must_use]
    pub fn and(self, other: Counts) -> Counts {
        Counts {
            sentences: self.sentences + other.sentences,
            claimed: self.claimed + other.claimed,
            proven: self.proven + other.proven,
            context: self.context + other.context,
            quotes: self.quotes + other.quotes,
            not_found: self.not_found + other.not_found,
        }
    }

    /// Returns the counts in a line.
    #[must_use]
    pub fn says(self) -> String {
        format!(
            "{}: {} claimed ({} proven), {} context, {} neither; {}, {} not found",
            words::count(self.sentences, "sentence"),
            self.claimed,
            self.proven,
            self.context,
            self.sentences - self.claimed - self.context,
            words::count(self.quotes, "quote"),
            self.not_found,
        )
    }
}

impl<'a> Margin<'a> {
    /// Counts the sentences and quotes.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let (claimed, context) = self.coverage.counts();
        let proven = self.coverage.sentences.iter().filter(|s| self.is_proven(s));
        Counts {
            sentences: self.text.sentences.len(),
            claimed,
            proven: proven.count(),
            context,
            quotes: self.coverage.quotes,
            not_found: self.coverage.not_found.len(),
        }
    }

    /// Returns whether a claim on the sentence is proven by leaving its item out.
    #[must_use]
    pub fn is_proven(&self, sentence: &Covered) -> bool {
        sentence.claims.iter().any(|(item, _)| self.proven.contains(item.as_str()))
    }

    /// Returns the sentences that have something said by this speaker, or all.
    pub fn said_by(
        &self,
        person: Option<&str>,
    ) -> impl Iterator<Item = (&'a Sentence, &'a Covered)> {
        let said = move |covered: &Covered| {
            person.is_none() || covered.claims.iter().any(|(_, by)| by.as_deref() == person)
        };
        let each = self.text.sentences.iter().zip(&self.coverage.sentences);
        each.filter(move |(_, covered)| said(covered))
    }

    /// Prints sentences on the left, and what is made of each on the right.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn print(&self, out: &mut Printer, person: Option<&str>) -> io::Result<()> {
        let left = (out.width() - 5) * 3 / 5;
        let right = out.width() - 8 - left;
        let mut paragraph = 0;
        for (sentence, covered) in self.said_by(person) {
            if sentence.paragraph != paragraph {
                paragraph = sentence.paragraph;
                out.line("")?;
            }
            let text = words::wrap(&sentence.words, left);
            let margin: Vec<String> =
                self.margin(covered).iter().flat_map(|note| words::chop(note, right)).collect();
            for i in 0..text.len().max(margin.len()) {
                let number = if i == 0 { sentence.number.to_string() } else { String::new() };
                let text = text.get(i).map_or("", String::as_str);
                let note = margin.get(i).map_or("", String::as_str);
                let line = if note.is_empty() {
                    format!("{number:>3}  {text}").trim_end().to_owned()
                } else {
                    format!("{number:>3}  {text:left$}  {}", styled(style::DIM, note))
                };
                out.line(&line)?;
            }
        }
        Ok(())
    }

    /// Returns the notes in the margin of a sentence.
    fn margin(&self, covered: &Covered) -> Vec<String> {
        let claim = |(item, by): &(String, Option<String>)| {
            let by = by.as_ref().map(|by| format!(" ({})", speaker(self.part, by)));
            let mark = if self.proven.contains(item.as_str()) { "+ " } else { "  " };
            format!("{mark}{item}{}", by.unwrap_or_default())
        };
        let mut notes: Vec<String> = covered.claims.iter().map(claim).collect();
        notes.extend(covered.context.as_ref().map(|why| format!("context: {why}")));
        if notes.is_empty() {
            notes.push("claimed by nothing".to_owned());
        }
        notes
    }

    /// Returns the sentences as programs read them.
    #[must_use]
    pub fn list(&self, person: Option<&str>) -> Vec<SentenceJson<'a>> {
        let each = self.said_by(person).map(|(sentence, covered)| SentenceJson {
            record: self.record,
            number: sentence.number,
            paragraph: sentence.paragraph,
            line: sentence.line,
            text: &sentence.words,
            claims: covered
                .claims
                .iter()
                .map(|(item, by)| ClaimJson {
                    item,
                    speaker: by.as_deref(),
                    proven: self.proven.contains(item.as_str()),
                })
                .collect(),
            context: covered.context.as_deref(),
            proven: self.is_proven(covered),
        });
        each.collect()
    }

    /// Prints the sentences as comma-separated values, one claim a line.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn print_csv(&self, out: &mut Printer, person: Option<&str>) -> io::Result<()> {
        for (sentence, covered) in self.said_by(person) {
            let mut row = |item: &str, by: &str, proven: &str| {
                let context = covered.context.as_deref().unwrap_or_default();
                let (number, paragraph) =
                    (sentence.number.to_string(), sentence.paragraph.to_string());
                let line = sentence.line.to_string();
                let fields = [
                    self.record,
                    &number,
                    &paragraph,
                    &line,
                    item,
                    by,
                    proven,
                    context,
                    &sentence.words,
                ];
                out.line(&csv::line(fields))
            };
            for (item, by) in &covered.claims {
                let proven = if self.proven.contains(item.as_str()) { "yes" } else { "no" };
                row(item, by.as_deref().unwrap_or_default(), proven)?;
            }
            if covered.claims.is_empty() {
                row("", "", "")?;
            }
        }
        Ok(())
    }
}

/// The heading of the comma-separated values.
pub const CSV_HEADING: &str = "record,number,paragraph,line,item,speaker,proven,context,text";
