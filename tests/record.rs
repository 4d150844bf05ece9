//! The record of the first scenario, cut as its sentences stand.

use std::{fs, path::Path};

use excomm_scenario as scenario;
use excomm_scenario::{Sources, check::Kind, record::Text};

fn record() -> Text {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/excomm-22.txt");
    let furniture = [
        "~~TOP SECRET~~ - SENSITIVE",
        "Summary Record of NSC Executive Committee Meeting No. 22,",
        "November 7, 1962 -- 5:00 PM",
        "DECLASSIFIED\t\tTOP SECRET - SENSITIVE",
        "NWK-20-29",
        "By <i>WJH</i>\tNARS, Date\t10/9/84",
        "Bromley Smith",
    ];
    Text::new(&fs::read_to_string(path).unwrap(), &furniture.map(str::to_owned))
}

#[test]
fn the_record_is_cut_into_its_sentences() {
    let text = record();
    assert!(text.missing_furniture.is_empty(), "{:?}", text.missing_furniture);
    let in_paragraph =
        |number| text.sentences.iter().filter(|sentence| sentence.paragraph == number).count();
    let counts: Vec<usize> = (1..=11).map(in_paragraph).collect();
    assert_eq!(counts, [6, 4, 3, 4, 7, 2, 6, 1, 3, 1, 8]);
    for sentence in &text.sentences {
        assert!(sentence.words.ends_with('.'), "{}", sentence.words);
        assert!(sentence.words.starts_with(char::is_uppercase), "{}", sentence.words);
        assert!(sentence.words.split(' ').count() > 2, "{}", sentence.words);
    }
}

#[test]
fn abbreviations_of_the_record_break_no_sentence() {
    let text = record();
    for (words, number) in [
        ("Mr. Salinger said he thought", 8),
        ("rumors in the U.S. and Latin America", 16),
        ("removing the IL-28 bombers and we", 21),
        ("hurt Castro without a quarantine", 36),
    ] {
        let found = text.find(words).unwrap();
        assert_eq!((found.times, found.sentences.len()), (1, 1), "{words}");
        assert_eq!(text.sentences[found.sentences.start].number, number, "{words}");
    }
}

/// A quote of a scenario that lacks a word.
struct Shortened {
    file: String,
    line: usize,
    /// Where it stands in the file, in bytes, with its quote marks.
    span: (usize, usize),
    words: String,
}

/// Takes the middle word out of each quote of a record and returns what is left of them.
fn shorten_all(sources: &mut Sources, record: &str) -> Vec<Shortened> {
    let mut all = Vec::new();
    let named = format!("\"{record}\", ");
    for (file, text) in &mut sources.parts {
        let mut pieces = text.split(&named);
        let mut short = pieces.next().unwrap().to_owned();
        for piece in pieces {
            short.push_str(&named);
            let key = if piece.starts_with("words: ") { "words: " } else { "" };
            let Some(quote) = piece[key.len()..].strip_prefix('"') else {
                short.push_str(piece);
                continue;
            };
            let (quote, after) = quote.split_once('"').unwrap();
            let mut words: Vec<&str> = quote.split_whitespace().collect();
            words.remove(words.len() / 2);
            let words = words.join(" ");
            short.push_str(key);
            let line = short.split('\n').count();
            let start = short.len();
            short.extend(["\"", &words, "\""]);
            let span = (start, short.len());
            short.push_str(after);
            all.push(Shortened { file: file.clone(), line, span, words });
        }
        *text = short;
    }
    all
}

#[test]
fn a_quote_that_lacks_a_word_is_an_error_in_its_line() {
    let mut sources = excomm_library::load("november-1962").unwrap();
    let whole = scenario::check(&sources);
    let coverage = &whole.coverage["excomm-22"];
    let context = whole.part.unwrap().context.len();
    let shortened = shorten_all(&mut sources, "excomm-22");
    // briefs of an exercise quote the record, and claim nothing of it
    let briefs = shortened.iter().filter(|quote| quote.file.ends_with("exercise.ron")).count();
    let all = coverage.quotes + context + briefs;
    assert_eq!(shortened.len(), all, "each quote has lost a word");
    assert!(shortened.len() > 250, "{} quotes", shortened.len());

    let checked = scenario::check(&sources);
    assert!(checked.part.is_none(), "what misquotes cannot be played");
    let found: Vec<_> = checked.findings.iter().filter(|f| f.kind == Kind::Quote).collect();
    assert_eq!(found.len(), shortened.len());
    for quote in &shortened {
        let place = (quote.file.as_str(), quote.line, quote.span);
        let own = found.iter().find(|f| (f.file.as_str(), f.line, f.span) == place);
        let own = own.unwrap_or_else(|| panic!("{place:?}: \"{}\" is let through", quote.words));
        let says = format!("the record does not say \"{}\"", quote.words);
        assert!(own.message.ends_with(&says), "{own}");
        assert_eq!(own.severity, scenario::Severity::Error, "{own}");
    }
}
