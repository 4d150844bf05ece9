//! Syntax: what the parser stumbles on, said in words, with the habit that is behind it.

use ron2::{ErrorKind, Position, Span};

use super::finding::{Finding, Kind};
use crate::scenario::tree::{self, Node};

/// The largest file read, in bytes.
const LARGEST: usize = 4 << 20;
/// The deepest nesting read.
const DEEPEST: usize = 100;
/// The most mistakes of syntax reported of one file.
const MOST: usize = 20;

/// Reads a part as far as it can be read, and reports what cannot.
pub(super) fn read(file: &str, text: &str, findings: &mut Vec<Finding>) -> Option<Node> {
    if let Some(finding) = unreadable(file, text) {
        findings.push(finding);
        return None;
    }
    let (node, errors) = tree::parse(text);
    let mut last_line = 0;
    for error in errors.iter().take(MOST) {
        let span = *error.span();
        if span.start.line == last_line {
            continue;
        }
        last_line = span.start.line;
        let (message, hint) = explain(text, span, error.kind());
        findings.push(Finding::error(Kind::Syntax, file, span, message).hint(hint));
    }
    if node.is_none() && errors.is_empty() {
        let message = "there is nothing in this file".to_owned();
        let hint = "a part begins with `(` and holds sections such as `ships: [...]`".to_owned();
        findings.push(Finding::error(Kind::Syntax, file, at(text, 0), message).hint(hint));
    }
    node
}

/// Returns why a text should not even be parsed.
fn unreadable(file: &str, text: &str) -> Option<Finding> {
    let refuse = |place: usize, message: String, hint: &str| {
        let finding = Finding::error(Kind::Unreadable, file, at(text, place), message);
        Some(finding.hint(hint.to_owned()))
    };
    if text.len() > LARGEST {
        let size = text.len() as f64 / f64::from(1 << 20);
        let message = format!("this file has {size:.1} MB; a part may have 4 MB");
        return refuse(0, message, "split it into parts");
    }
    if let Some(place) = text.find('\0') {
        let message = "this is no text: it holds a zero byte".to_owned();
        return refuse(place, message, "save it as plain text in UTF-8");
    }
    let place = too_deep(text)?;
    let message = format!("brackets are nested more than {DEEPEST} deep here");
    refuse(place, message, "is a closing bracket missing further up?")
}

/// Returns where brackets are nested too deep, strings and comments aside.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut letters = text.char_indices().peekable();
    while let Some((place, letter)) = letters.next() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '"' => {
                while let Some((_, letter)) = letters.next() {
                    match letter {
                        '\\' => _ = letters.next(),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            '/' if letters.peek().is_some_and(|(_, next)| *next == '/') => {
                _ = letters.find(|(_, letter)| *letter == '\n');
            }
            _ => {}
        }
        if depth > DEEPEST {
            return Some(place);
        }
    }
    None
}

/// Returns the span of one place of a text.
pub(super) fn at(text: &str, place: usize) -> Span {
    let before = text.get(..place).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let col = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    let position = Position { line, col };
    Span { start: position, end: position, start_offset: place, end_offset: place }
}

/// Says what is wrong with the syntax here, and what to do about it.
fn explain(text: &str, span: Span, kind: &ErrorKind) -> (String, Option<String>) {
    let found = tree::shortened(text.get(span.start_offset..span.end_offset).unwrap_or(""));
    let line = text.lines().nth(span.start.line.saturating_sub(1)).unwrap_or("");
    let before = text.get(..span.start_offset).unwrap_or("");
    let after = text.get(span.start_offset..).unwrap_or("");
    let message = match kind {
        ErrorKind::Eof => "the file ends too early".to_owned(),
        ErrorKind::TrailingCharacters => "something follows after the end".to_owned(),
        ErrorKind::ExpectedStringEnd => "a text in quotes is not closed".to_owned(),
        ErrorKind::UnclosedBlockComment => "a comment `/* ... */` is not closed".to_owned(),
        ErrorKind::InvalidEscape(_) => "there is no such escape in a text".to_owned(),
        ErrorKind::Expected { expected, .. } if found.is_empty() => {
            format!("expected {expected} here")
        }
        ErrorKind::Expected { expected, .. } => format!("expected {expected}, found `{found}`"),
        _ if found.is_empty() => "this cannot be read".to_owned(),
        _ => format!("`{found}` cannot be read here"),
    };
    (message, habit(line, before, after))
}

/// Returns the habit that is probably behind a mistake, and its cure.
fn habit(line: &str, before: &str, after: &str) -> Option<String> {
    let digit = |c: char| c.is_ascii_digit();
    let number_before = before.trim_end().ends_with(|c: char| c.is_ascii_digit() || c == '.');
    let next = after.trim_start().chars().next();
    let comma = before.trim_end().strip_suffix(',').is_some_and(|b| b.ends_with(digit));
    let hint = if line.trim_start().starts_with('#') && !line.contains("#![") {
        "comments begin with `//`, not with `#`"
    } else if line.contains(['\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}']) {
        "texts stand in straight quotes `\"`, not in curly ones"
    } else if (comma && next.is_some_and(digit))
        || number_before && next.is_some_and(|c| digit(c) || c == ',')
    {
        "a decimal point is written `0.5`, and thousands without a comma: `1962`"
    } else if number_before && next.is_some_and(|c| c.is_alphabetic() || c == '%') {
        "units stand in the name of the field, and a percentage is written as a share: `0.9`"
    } else if line.trim_start().starts_with('\"') && line.contains("\":") {
        "fields are written `name: value`, without quotes, between `(` and `)`"
    } else if line.contains(" = ") {
        "fields are written `name: value`"
    } else if matches!(next, Some(')' | ']' | '}')) {
        "is there one closing bracket too many, or one too few further up?"
    } else if after.trim().is_empty() {
        "is a closing bracket or quote missing?"
    } else if before.trim_end().ends_with([')', ']', '"']) {
        "is a comma missing?"
    } else {
        return None;
    };
    Some(hint.to_owned())
}
