//! Syntax: what is wrong with the writing of a part, before anything it says is looked at.

use super::finding::{Finding, Kind};
use crate::tree::{self, Node, Position, Span};

/// The largest file read, in bytes.
const LARGEST: usize = 4 << 20;

/// Reads a part as far as it can be read, and reports what cannot.
pub(super) fn read(file: &str, text: &str, findings: &mut Vec<Finding>) -> Option<Node> {
    if let Some(finding) = unreadable(file, text) {
        findings.push(finding);
        return None;
    }
    let (node, mistakes) = tree::parse(text);
    for mistake in mistakes {
        let message = match mistake.path.as_str() {
            "" => mistake.message,
            path => format!("{path}: {}", mistake.message),
        };
        let finding = Finding::error(Kind::Syntax, file, mistake.span, message);
        findings.push(finding.hint(mistake.hint));
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
    let place = text.find('\0')?;
    let message = "this is no text: it holds a zero byte".to_owned();
    refuse(place, message, "save it as plain text in UTF-8")
}

/// Returns the span of one place of a text.
pub(super) fn at(text: &str, place: usize) -> Span {
    let before = text.get(..place).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let col = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    Span { start: Position { line, col }, start_offset: place, end_offset: place }
}
