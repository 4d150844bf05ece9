//! Texts in quote marks, right and wrong ones.

use std::borrow::Cow;

use super::{Lexeme, Lexer, Slip};

/// How many bytes of a text in foreign quote marks are looked at.
const FOREIGN_TEXT: usize = 1000;

impl Lexer<'_> {
    /// Reads a text in double quote marks.
    pub(super) fn text_token(&mut self) {
        let rest = self.rest();
        let mut end = 1;
        let bytes = rest.as_bytes();
        let mut escaped = false;
        while end < bytes.len() && bytes[end] != b'"' {
            let step = if bytes[end] == b'\\' { 2 } else { 1 };
            escaped |= step == 2;
            end += step;
        }
        if end >= bytes.len() {
            return self.never_closed();
        }
        let inner = &rest[1..end];
        let value = if escaped { self.unescape(inner) } else { Cow::Borrowed(inner) };
        self.push(end + 1, Lexeme::Text(value));
    }

    pub(super) fn raw_text(&mut self) {
        let rest = self.rest();
        let hashes = rest[1..].len() - rest[1..].trim_start_matches('#').len();
        let open = 2 + hashes;
        let close = format!("\"{}", "#".repeat(hashes));
        match rest[open..].find(&close) {
            Some(end) => {
                let value = Cow::Borrowed(&rest[open..open + end]);
                self.push(open + end + close.len(), Lexeme::Text(value));
            }
            None => self.never_closed(),
        }
    }

    /// Reads a text in curly or single quote marks, and reports them.
    pub(super) fn foreign_text(&mut self, open: char) {
        let rest = self.rest();
        // A text in foreign marks ends on its line and is not long: looking on would take for ever.
        let line = rest.get(..rest.floor_char_boundary(FOREIGN_TEXT)).unwrap_or(rest);
        let line = line.lines().next().unwrap_or(line);
        let inner = &line[open.len_utf8()..];
        let is_close = |c: char| match open {
            '\'' | '`' | '\u{2018}' => matches!(c, '\'' | '`' | '\u{2019}'),
            '\u{ab}' => matches!(c, '\u{bb}' | '"'),
            _ => matches!(c, '\u{201c}' | '\u{201d}' | '"'),
        };
        let found = inner.char_indices().find(|(_, c)| is_close(*c));
        let Some((end, close)) = found else { return self.stray(open) };
        let length = open.len_utf8() + end + close.len_utf8();
        let message = format!("a text does not stand in `{open}` and `{close}`");
        let hint = Some("use straight double quote marks: `\"`".to_owned());
        self.slip(self.at, self.at + open.len_utf8(), message, hint);
        self.push(length, Lexeme::Text(Cow::Borrowed(&inner[..end])));
    }

    fn never_closed(&mut self) {
        let message = "the text that begins here is never closed".to_owned();
        let hint = Some("close it with `\"`".to_owned());
        let span = self.span(self.at, self.at + 1);
        self.slips.push(Slip { span, message, hint, fatal: true });
        self.at = self.text.len();
    }

    /// Turns escapes into what they mean.
    fn unescape<'b>(&mut self, inner: &'b str) -> Cow<'b, str> {
        let mut value = String::with_capacity(inner.len());
        let mut rest = inner;
        while let Some(at) = rest.find('\\') {
            value.push_str(&rest[..at]);
            let after = &rest[at + 1..];
            let length = if let Some((meaning, length)) = escape(after) {
                value.push(meaning);
                length
            } else {
                let start = self.at + 1 + (inner.len() - rest.len()) + at;
                let next = after.chars().next().unwrap_or(' ');
                let message = format!("`\\{next}` means nothing in a text");
                let hint = Some("write `\\\\` for a backslash".to_owned());
                self.slip(start, start + 1 + next.len_utf8(), message, hint);
                0
            };
            rest = &after[length..];
        }
        value.push_str(rest);
        Cow::Owned(value)
    }
}

/// Returns what the letters after a backslash mean, and how many bytes they are.
fn escape(rest: &str) -> Option<(char, usize)> {
    let first = rest.chars().next()?;
    let simple = match first {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        '0' => '\0',
        '\\' | '"' | '\'' => first,
        'x' => {
            let code = u32::from_str_radix(rest.get(1..3)?, 16).ok()?;
            return Some((char::from_u32(code)?, 3));
        }
        'u' => {
            let end = rest.as_bytes().iter().take(12).position(|byte| *byte == b'}')?;
            let code = u32::from_str_radix(rest.get(2..end)?, 16).ok()?;
            return Some((char::from_u32(code)?, end + 1));
        }
        _ => return None,
    };
    Some((simple, 1))
}
