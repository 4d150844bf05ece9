//! Cutting RON into tokens, forgiving: what other notations write is understood and reported.

mod texts;

use std::borrow::Cow;

use super::{MOST_MISTAKES, Position, Span};

/// A piece of the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token<'a> {
    pub kind: Lexeme<'a>,
    pub span: Span,
}

/// What a piece of the text is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Lexeme<'a> {
    Open(char),
    Close(char),
    Comma,
    Colon,
    Name(&'a str),
    Number(&'a str),
    /// A number with a mistake in it.
    BadNumber,
    Text(Cow<'a, str>),
}

/// A mistake of writing, before it is known in which field it stands.
#[derive(Debug)]
pub(super) struct Slip {
    pub span: Span,
    pub message: String,
    pub hint: Option<String>,
    /// Nothing can be said of what follows.
    pub fatal: bool,
}

/// Cuts a text into tokens and notes what is wrong with them.
pub(super) fn tokens(text: &str) -> (Vec<Token<'_>>, Vec<Slip>) {
    let mut lexer = Lexer {
        text,
        at: 0,
        tokens: Vec::new(),
        slips: Vec::new(),
        seen: (0, Position { line: 1, col: 1 }),
        odd_space: false,
    };
    while lexer.at < text.len() && lexer.slips.len() < MOST_MISTAKES {
        lexer.step();
    }
    if lexer.slips.len() >= MOST_MISTAKES {
        let span = lexer.span(lexer.at, lexer.at);
        let message = "so much is wrong with the writing that reading stops here".to_owned();
        lexer.slips.push(Slip { span, message, hint: None, fatal: true });
    }
    (lexer.tokens, lexer.slips)
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token<'a>>,
    slips: Vec<Slip>,
    /// A byte, and its line and column: where counting goes on.
    seen: (usize, Position),
    /// Whether a space that looks plain and is none has been reported.
    odd_space: bool,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn step(&mut self) {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return };
        match first {
            _ if first.is_whitespace() || first == '\u{feff}' => self.space(first),
            '(' | '[' | '{' => self.push(1, Lexeme::Open(first)),
            ')' | ']' | '}' => self.push(1, Lexeme::Close(first)),
            ',' => self.push(1, Lexeme::Comma),
            ':' if rest.starts_with("::") => self.rust_path(),
            ':' => self.push(1, Lexeme::Colon),
            '/' if rest.starts_with("//") => self.skip_line(),
            '/' if rest.starts_with("/*") => self.block_comment(),
            '#' if rest.starts_with("#![") => {
                self.at += rest.find(']').map_or(rest.len(), |end| end + 1);
            }
            '#' => self.hash_comment(),
            '=' | ';' => self.foreign_mark(first),
            '"' => self.text_token(),
            'r' if rest[1..].trim_start_matches('#').starts_with('"') => self.raw_text(),
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{2018}' | '\'' | '`' => {
                self.foreign_text(first);
            }
            '0'..='9' => self.number(),
            '+' | '-' | '.' if rest[1..].starts_with(|c: char| c.is_ascii_digit() || c == '.') => {
                self.number();
            }
            '-' | '+' if rest[1..].starts_with("inf") || rest[1..].starts_with("NaN") => {
                self.push(4, Lexeme::Number(&rest[..4]));
            }
            _ if first.is_alphabetic() || first == '_' => self.name(),
            _ => self.stray(first),
        }
    }

    fn push(&mut self, length: usize, kind: Lexeme<'a>) {
        let span = self.span(self.at, self.at + length);
        self.tokens.push(Token { kind, span });
        self.at += length;
    }

    fn slip(&mut self, from: usize, to: usize, message: String, hint: Option<String>) {
        let span = self.span(from, to);
        self.slips.push(Slip { span, message, hint, fatal: false });
    }

    /// Makes a span; each begins at or after the one before, or on its line.
    fn span(&mut self, from: usize, to: usize) -> Span {
        let (byte, mut position) = self.seen;
        if let Some(between) = self.text.get(byte..from) {
            for letter in between.chars() {
                if letter == '\n' {
                    position = Position { line: position.line + 1, col: 1 };
                } else {
                    position.col += 1;
                }
            }
            self.seen = (from, position);
        } else {
            let (before, back) = (&self.text[..from], &self.text[from..byte]);
            let line = before.rsplit('\n').next().unwrap_or(before);
            position.line -= back.matches('\n').count();
            position.col = line.chars().count() + 1;
        }
        Span { start: position, start_offset: from, end_offset: to }
    }

    fn skip_line(&mut self) {
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
    }

    /// Skips a space; the first that only looks like one is reported.
    fn space(&mut self, space: char) {
        let start = self.at;
        self.at += space.len_utf8();
        if space.is_ascii() || space == '\u{feff}' || self.odd_space {
            return;
        }
        self.odd_space = true;
        let message = match space {
            '\u{a0}' | '\u{2007}' | '\u{202f}' => "a no-break space stands here".to_owned(),
            _ => format!("the space U+{:04X} stands here", u32::from(space)),
        };
        let hint = "write a plain space, here and wherever else the file has such a one";
        self.slip(start, self.at, message, Some(hint.to_owned()));
    }

    fn hash_comment(&mut self) {
        let start = self.at;
        self.skip_line();
        let message = "a comment does not begin with `#`".to_owned();
        let hint = Some("write `//` instead of `#`".to_owned());
        self.slip(start, start + 1, message, hint);
    }

    fn block_comment(&mut self) {
        let start = self.at;
        let mut depth = 0_usize;
        while self.at < self.text.len() {
            let rest = self.rest();
            if rest.starts_with("/*") {
                depth += 1;
                self.at += 2;
            } else if rest.starts_with("*/") {
                depth -= 1;
                self.at += 2;
                if depth == 0 {
                    return;
                }
            } else {
                self.at += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
        let message = "the comment that begins here never ends".to_owned();
        let hint = Some("end it with `*/`".to_owned());
        let span = self.span(start, start + 2);
        self.slips.push(Slip { span, message, hint, fatal: true });
    }

    fn rust_path(&mut self) {
        let last = self.tokens.last().filter(|token| token.span.end_offset == self.at);
        let start = match last {
            Some(Token { kind: Lexeme::Name(_), span }) => span.start_offset,
            _ => self.at,
        };
        if start < self.at {
            self.tokens.pop();
        }
        self.at += 2;
        let message = format!("`{}` cannot stand before a word", &self.text[start..self.at]);
        let hint = Some("write the word after it alone".to_owned());
        self.slip(start, self.at, message, hint);
    }

    fn foreign_mark(&mut self, mark: char) {
        let (word, right) = match mark {
            '=' => (Lexeme::Colon, ":"),
            _ => (Lexeme::Comma, ","),
        };
        let message = format!("`{mark}` cannot stand here");
        self.slip(self.at, self.at + 1, message, Some(format!("write `{right}`")));
        self.push(1, word);
    }

    fn name(&mut self) {
        let rest = self.rest();
        let is_end = |c: char| !(c.is_alphanumeric() || c == '_');
        let mut length = rest.find(is_end).unwrap_or(rest.len());
        // A hyphenated word without quote marks is one mistake, not three.
        while rest[length..].starts_with('-')
            && rest[length + 1..].starts_with(|c: char| c.is_alphanumeric())
        {
            let more = &rest[length + 1..];
            length += 1 + more.find(is_end).unwrap_or(more.len());
        }
        let name = &rest[..length];
        if matches!(name, "inf" | "NaN") {
            return self.push(length, Lexeme::Number(name));
        }
        if name.contains('-') {
            let message = format!("`{name}` stands without quote marks");
            let hint = Some(format!("write `\"{name}\"`"));
            self.slip(self.at, self.at + length, message, hint);
            return self.push(length, Lexeme::Text(Cow::Borrowed(name)));
        }
        self.push(length, Lexeme::Name(name));
    }

    fn stray(&mut self, first: char) {
        let length = first.len_utf8();
        let unseen = matches!(first, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
        let shown = if first.is_control() {
            format!("the control character U+{:04X}", u32::from(first))
        } else if unseen {
            format!("the sign U+{:04X}, which cannot be seen,", u32::from(first))
        } else {
            format!("`{first}`")
        };
        let message = format!("{shown} cannot stand here");
        let hint = unseen.then(|| "delete it".to_owned());
        self.slip(self.at, self.at + length, message, hint);
        self.at += length;
    }

    /// Reads a number, and what people glue to it.
    fn number(&mut self) {
        let (start, rest) = (self.at, self.rest());
        let length = number_length(rest);
        let after = &rest[length..];
        let unit_length = after
            .find(|c: char| !(c.is_alphabetic() || matches!(c, '%' | '_' | '/' | '\u{b0}')))
            .unwrap_or(after.len());
        let unit = after[..unit_length].split("//").next().unwrap_or("");
        let suffix = ["f32", "f64", "i32", "i64", "u32", "u64"].contains(&unit);
        let mut kind = Lexeme::Number(&rest[..length]);
        let mut whole = length + unit.len();
        if let Some((digits, groups)) = comma_groups(rest, length).filter(|_| unit.is_empty()) {
            whole = length + digits;
            let (message, right) = read_comma(&rest[..length], &rest[length..whole], groups);
            let hint = Some(format!("write `{right}`"));
            self.slip(start, start + whole, message, hint);
            kind = Lexeme::BadNumber;
        } else if !unit.is_empty() && !suffix {
            let shown = &rest[..whole];
            let message = format!("`{shown}` is no number: a number stands without its unit");
            let hint = match (unit, rest[..length].parse::<f64>()) {
                ("%", Ok(percent)) => format!("write `{}`", percent / 100.0),
                _ => format!("write `{}`; the name of the field says the unit", &rest[..length]),
            };
            self.slip(start, start + whole, message, Some(hint));
            kind = Lexeme::BadNumber;
        }
        self.push(whole, kind);
    }
}

/// Returns how many bytes at the start of a text are a number.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = usize::from(matches!(bytes[0], b'+' | b'-'));
    if ["0x", "0b", "0o"].iter().any(|base| text[at..].starts_with(base)) {
        let more = &text[at + 2..];
        let end = more.find(|c: char| !(c.is_ascii_hexdigit() || c == '_'));
        return at + 2 + end.unwrap_or(more.len());
    }
    let digits = |from: usize| {
        let is_digit = |byte: &u8| byte.is_ascii_digit() || *byte == b'_';
        from + bytes[from.min(bytes.len())..].iter().take_while(|byte| is_digit(byte)).count()
    };
    at = digits(at);
    if bytes.get(at) == Some(&b'.') {
        at = digits(at + 1);
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let end = digits(at + 1 + sign);
        if end > at + 1 + sign {
            at = end;
        }
    }
    at
}

/// Returns length and number of the groups `,digits` glued to a number: `1,200` has one of 4 bytes.
fn comma_groups(text: &str, number: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut at = number;
    let mut groups = 0;
    while bytes.get(at) == Some(&b',') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
        at += 1;
        at += bytes[at..].iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
        groups += 1;
    }
    (groups > 0).then_some((at - number, groups))
}

/// Says what a comma inside a number may mean, and how to write it.
fn read_comma(number: &str, groups: &str, count: usize) -> (String, String) {
    let decimals = groups.trim_start_matches(',');
    let zero = number.trim_start_matches(['-', '+']) == "0";
    if count > 1 || (decimals.len() == 3 && !zero && !number.contains('.')) {
        let right = format!("{number}{}", groups.replace(',', ""));
        (format!("`{number}{groups}` has a comma for thousands"), right)
    } else {
        (format!("`{number}{groups}` has a decimal comma"), format!("{number}.{decimals}"))
    }
}
