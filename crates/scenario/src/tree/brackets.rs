//! Brackets that do not match, and quote marks that were lost.

use super::{
    Span,
    lexer::{Lexeme, Slip, Token},
};

/// Finds the first bracket that is missing or one too many; one finding, since all after it guess.
pub(super) fn check(text: &str, tokens: &[Token]) -> Option<Slip> {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1))
        .collect();
    let mut open: Vec<(char, &Span)> = Vec::new();
    let mut suspect = None;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Lexeme::Open(bracket) => open.push((bracket, &token.span)),
            Lexeme::Close(bracket) => {
                let Some((opener, place)) = open.pop() else {
                    return Some(too_many(bracket, &token.span));
                };
                if closer(opener) != bracket {
                    return Some(mismatch(tokens, (opener, place), (bracket, &token.span)));
                }
                if suspect.is_none() && outdented(text, &starts, place, &token.span) {
                    suspect = Some((opener, place));
                }
                let last = open.is_empty() && at + 1 < tokens.len();
                if last && surplus(tokens, bracket) {
                    return Some(too_many(bracket, &token.span));
                }
            }
            _ => {}
        }
    }
    let (opener, place) = suspect.filter(|_| !open.is_empty()).or(open.pop())?;
    Some(not_closed(opener, place, "before the file ends"))
}

/// Finds a text that seems to have swallowed the lines after it: its quote mark was lost.
pub(super) fn swallowed(text: &str, tokens: &[Token]) -> Option<Slip> {
    let is_text = |token: &&Token| matches!(token.kind, Lexeme::Text(_));
    let token = tokens.iter().filter(is_text).find(|token| {
        let lines = token.span.of(text).lines().skip(1);
        lines.map(str::trim_start).any(looks_like_a_field)
    })?;
    Some(Slip {
        span: Span { end_offset: token.span.start_offset + 1, ..token.span },
        message: "a quote mark is missing near here: the text that begins here runs on into the \
                  next lines"
            .to_owned(),
        hint: Some("put `\"` at both ends of the text on this line".to_owned()),
        fatal: true,
    })
}

fn looks_like_a_field(line: &str) -> bool {
    let line = line.trim_start_matches(['(', '[', '{', ' ', ')', ']', '}', ',']);
    let name = line.split(|c: char| !(c.is_ascii_lowercase() || c == '_')).next().unwrap_or("");
    let after = line[name.len()..].trim_start().strip_prefix(':').map(str::trim_start);
    let value = |c: char| c.is_uppercase() || c.is_ascii_digit() || "\"([{-".contains(c);
    !name.is_empty() && after.is_some_and(|after| after.starts_with(value))
}

fn closer(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

/// Returns whether there are more closing than opening brackets of a sort.
fn surplus(tokens: &[Token], close: char) -> bool {
    let closing = tokens.iter().filter(|token| token.kind == Lexeme::Close(close)).count();
    let is_opening = |token: &&Token| matches!(token.kind, Lexeme::Open(o) if closer(o) == close);
    closing > tokens.iter().filter(is_opening).count()
}

/// Returns whether a closing bracket begins a line that is indented less than its opening one's.
fn outdented(text: &str, starts: &[usize], open: &Span, close: &Span) -> bool {
    let (from, to) = (starts[open.start.line - 1], starts[close.start.line - 1]);
    let indent = |start: usize| text[start..].len() - text[start..].trim_start().len();
    from != to && text[to..close.start_offset].trim().is_empty() && indent(to) < indent(from)
}

fn mismatch(tokens: &[Token], open: (char, &Span), close: (char, &Span)) -> Slip {
    if surplus(tokens, close.0) {
        return too_many(close.0, close.1);
    }
    let line = close.1.start.line;
    not_closed(open.0, open.1, &format!("before the `{}` of line {line}", close.0))
}

fn too_many(bracket: char, span: &Span) -> Slip {
    Slip {
        span: *span,
        message: format!("`{bracket}` closes nothing: it is one too many"),
        hint: Some(format!("remove it, or add the `{}` it should close", opener(bracket))),
        fatal: true,
    }
}

fn not_closed(bracket: char, span: &Span, when: &str) -> Slip {
    Slip {
        span: *span,
        message: format!("`{bracket}` is not closed {when}"),
        hint: Some(format!("add `{}`", closer(bracket))),
        fatal: true,
    }
}

fn opener(close: char) -> char {
    match close {
        ')' => '(',
        ']' => '[',
        _ => '{',
    }
}
