//! A text in paragraphs and sentences with stable numbers, and quotes found in it.
//!
//! Furniture (headings, stamps, signatures) is declared line by line and is no part of what was
//! said. A quote is found by its words: white space, quote marks and dashes may differ, nothing else.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

/// A sentence of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its number in the record, from 1.
    pub number: usize,
    /// The number of its paragraph, from 1.
    pub paragraph: usize,
    /// The line of the file on which it begins, from 1.
    pub line: usize,
    /// Its words, white space folded.
    pub words: String,
    /// Where its words stand in the folded text.
    span: Range<usize>,
}

/// A record: its sentences, and its folded text.
#[derive(Debug, Clone, Default)]
pub struct Text {
    /// All sentences.
    pub sentences: Vec<Sentence>,
    /// Lines declared as furniture, in one line each.
    furniture: Vec<String>,
    /// Lines declared as furniture that the record does not have.
    pub missing_furniture: Vec<String>,
    folded: String,
}

/// Where a quote was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The sentences it touches, as places in [`Text::sentences`].
    pub sentences: Range<usize>,
    /// How often the words stand in the record.
    pub times: usize,
}

/// Words after which a full stop ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "St", "No", "Nos", "Gen", "Adm", "Col", "Capt", "Maj", "Lt", "Sgt",
    "Gov", "Sen", "Rep", "Prof", "Vol", "vs", "etc", "cf", "ca", "p", "pp", "Jr", "Sr", "Amb",
    "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
];

impl Text {
    /// Cuts a text; lines equal to a furniture line (white space aside) are set apart.
    #[must_use]
    pub fn new(raw: &str, furniture: &[String]) -> Text {
        let furniture: Vec<(String, &String)> = furniture.iter().map(|f| (fold(f), f)).collect();
        let mut used = vec![false; furniture.len()];
        let mut text = Text::default();
        let mut paragraph = Vec::new();
        let mut number = 0;
        for (line, words) in (1..).zip(raw.lines()) {
            let words = fold(words);
            let known = furniture.iter().position(|(f, _)| *f == words);
            if let Some(known) = known {
                used[known] = true;
            }
            if words.is_empty() || known.is_some() {
                text.end_paragraph(&mut paragraph, &mut number);
            } else {
                paragraph.push((line, words));
            }
        }
        text.end_paragraph(&mut paragraph, &mut number);
        text.furniture = furniture.iter().map(|(folded, _)| folded.clone()).collect();
        let missing = furniture.iter().zip(&used).filter(|(_, used)| !**used);
        text.missing_furniture = missing.map(|((_, f), _)| (*f).clone()).collect();
        text
    }

    /// Returns whether words stand in a line of furniture, which is no part of what was said.
    #[must_use]
    pub fn is_furniture(&self, words: &str) -> bool {
        let words = fold(words);
        self.furniture.iter().any(|line| line.contains(&words))
    }

    fn end_paragraph(&mut self, lines: &mut Vec<(usize, String)>, number: &mut usize) {
        if lines.is_empty() {
            return;
        }
        *number += 1;
        let mut joined = String::new();
        let mut starts = Vec::new();
        for (line, words) in lines.drain(..) {
            if !joined.is_empty() {
                joined.push(' ');
            }
            starts.push((joined.len(), line));
            joined.push_str(&words);
        }
        if !self.folded.is_empty() {
            self.folded.push(' ');
        }
        let base = self.folded.len();
        self.folded.push_str(&joined);
        for span in cut(&joined) {
            let line = starts.iter().rev().find(|(at, _)| *at <= span.start);
            self.sentences.push(Sentence {
                number: self.sentences.len() + 1,
                paragraph: *number,
                line: line.map_or(1, |(_, line)| *line),
                words: joined[span.clone()].to_owned(),
                span: base + span.start..base + span.end,
            });
        }
    }

    /// Finds a quote by its words, or returns nothing.
    #[must_use]
    pub fn find(&self, quote: &str) -> Option<Found> {
        let quote = fold(quote);
        if quote.is_empty() {
            return None;
        }
        let mut places = self.folded.match_indices(&quote).map(|(at, _)| at);
        let first = places.next()?;
        let span = first..first + quote.len();
        let touches = |s: &Sentence| s.span.start < span.end && span.start < s.span.end;
        let from = self.sentences.iter().position(touches)?;
        let to = self.sentences.iter().rposition(touches)?;
        Some(Found { sentences: from..to + 1, times: 1 + places.count() })
    }

    /// Returns the words of the record nearest to a quote that was not found: its longest
    /// beginning that stands in the record, if it has at least two words, or the likest sentence.
    #[must_use]
    pub fn nearest(&self, quote: &str) -> Option<String> {
        let quote = fold(quote);
        let ends = quote.match_indices(' ').map(|(at, _)| at).collect::<Vec<_>>();
        let known = ends.iter().skip(1).rev().find(|&&end| self.folded.contains(&quote[..end]));
        let Some(known) = known else { return self.likest(&quote) };
        let at = self.folded.find(&quote[..*known])?;
        let rest = &self.folded[at..];
        let end = rest.char_indices().skip(*known + 24).find(|(_, c)| *c == ' ');
        Some(rest[..end.map_or(rest.len(), |(end, _)| end)].to_owned())
    }

    /// Returns the sentence that has most words of a quote, if it has at least half of them.
    fn likest(&self, quote: &str) -> Option<String> {
        let words: Vec<&str> = quote.split(' ').collect();
        let shared = |sentence: &Sentence| {
            words
                .iter()
                .filter(|word| sentence.words.split(' ').any(|other| other == **word))
                .count()
        };
        let best = self.sentences.iter().max_by_key(|sentence| shared(sentence))?;
        (shared(best) * 2 >= words.len()).then(|| best.words.clone())
    }
}

/// Returns how many words a quote has.
#[must_use]
pub fn words_in(quote: &str) -> usize {
    quote.split_whitespace().count()
}

/// Folds white space, quote marks and dashes.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    // a letter and its accent may be written as one sign or as two
    for letter in text.nfc() {
        let letter = match letter {
            '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '`' | '\u{b4}' => '\'',
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' => '"',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            letter if letter.is_whitespace() || letter == '\u{feff}' => ' ',
            letter if letter.is_control() => continue,
            letter => letter,
        };
        let doubled = (letter == ' ' || letter == '-') && folded.ends_with(letter);
        if !doubled {
            folded.push(letter);
        }
    }
    folded.trim().to_owned()
}

/// Returns where the sentences of a paragraph stand.
fn cut(paragraph: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut start = 0;
    let letters: Vec<(usize, char)> = paragraph.char_indices().collect();
    for (i, &(at, letter)) in letters.iter().enumerate() {
        if !matches!(letter, '.' | '?' | '!') {
            continue;
        }
        let mut next = i + 1;
        while letters.get(next).is_some_and(|(_, c)| matches!(c, '"' | '\'' | ')' | ']')) {
            next += 1;
        }
        let Some(&(end, gap)) = letters.get(next) else { continue };
        let begins = letters.get(next + 1).is_some_and(|(_, c)| !c.is_lowercase());
        if gap == ' ' && begins && !(letter == '.' && abbreviated(&paragraph[start..at])) {
            spans.push(start..end);
            start = end + 1;
        }
    }
    if start < paragraph.len() {
        spans.push(start..paragraph.len());
    }
    spans
}

/// Returns whether a full stop after these words ends an abbreviation.
fn abbreviated(before: &str) -> bool {
    let last = before.rsplit([' ', '(', '"']).next().unwrap_or("");
    let initial = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    let initials = last.contains('.') && last.split('.').all(|part| part.chars().count() <= 1);
    initial || initials || ABBREVIATIONS.contains(&last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(raw: &str) -> Text {
        Text::new(raw, &["~~STAMP~~  page 1".to_owned()])
    }

    fn words(text: &Text) -> Vec<&str> {
        text.sentences.iter().map(|sentence| sentence.words.as_str()).collect()
    }

    #[test]
    fn abbreviations_end_no_sentence() {
        let text = text("Mr. Salt met Dr. Pepper in the U.S. and No. 22 was read. Who? Nobody.");
        let expected =
            ["Mr. Salt met Dr. Pepper in the U.S. and No. 22 was read.", "Who?", "Nobody."];
        assert_eq!(words(&text), expected);
    }

    #[test]
    fn a_letter_and_its_accent_are_the_same_as_one_sign_and_as_two() {
        let (one, two) = ("the five g\u{fc}ns were crated", "the five gu\u{308}ns were crated");
        for (record, quote) in [(one, two), (two, one)] {
            assert!(text(record).find(quote).is_some(), "{record} {quote}");
        }
        assert!(text(one).find("the five guns were crated").is_none());
    }

    #[test]
    fn furniture_is_set_apart_and_parts_paragraphs() {
        let text = text("One. Two.\n~~STAMP~~ page 1\nThree\nfour.\n\nFive.");
        assert_eq!(words(&text), ["One.", "Two.", "Three four.", "Five."]);
        let paragraphs: Vec<usize> = text.sentences.iter().map(|s| s.paragraph).collect();
        assert_eq!(paragraphs, [1, 1, 2, 3]);
        assert_eq!(text.sentences[2].line, 3);
        assert!(text.missing_furniture.is_empty());
    }

    #[test]
    fn a_quote_is_found_by_its_words_alone() {
        let text = text("He said \u{201c}we\nwait\u{201d} \u{2014} and left. They  stayed.");
        assert_eq!(text.find("said \"we wait\" - and").unwrap().sentences, 0..1);
        assert_eq!(text.find("and left. They").unwrap().sentences, 0..2);
        assert_eq!(text.find("said we wait"), None);
        assert_eq!(text.find("He Said"), None);
    }

    #[test]
    fn a_quote_found_twice_says_so() {
        assert_eq!(text("We wait. We wait.").find("We wait").unwrap().times, 2);
    }

    #[test]
    fn a_quote_with_a_wrong_word_has_a_nearest_passage() {
        let text = text("The boats are leaving the harbour tonight and nobody knows why.");
        let near = text.nearest("The boats are leaving the port tonight").unwrap();
        assert!(near.starts_with("The boats are leaving the harbour"), "{near}");
    }
}
