//! The syntax tree of a part, with the place of everything in it.
//!
//! Parts are read from it, and mistakes are found in it: it is read from any text, understands what other notations write
//! (and reports it), goes on after a mistake where it can, takes time in proportion to the text,
//! and never follows brackets deeper than [`DEEPEST`].

mod brackets;
mod lexer;
mod parser;

/// How deep brackets are followed.
const DEEPEST: usize = 100;

/// After so many mistakes of one file no more are reported.
const MOST_MISTAKES: usize = 20;

/// A place in a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub col: usize,
}

/// A stretch of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub start: Position,
    /// Its ends in bytes.
    pub start_offset: usize,
    pub end_offset: usize,
}

impl Span {
    /// Returns the stretch from the start of this to the end of another.
    fn to(self, end: Span) -> Span {
        Span { end_offset: end.end_offset.max(self.end_offset), ..self }
    }

    /// Returns the text of it.
    fn of(self, text: &str) -> &str {
        text.get(self.start_offset..self.end_offset).unwrap_or_default()
    }
}

/// A mistake of writing.
#[derive(Debug, Clone)]
pub(super) struct Mistake {
    pub span: Span,
    /// The path of the field where it stands, as far as it can be told.
    pub path: String,
    pub message: String,
    pub hint: Option<String>,
}

/// A value of a part and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub span: Span,
    pub kind: Kind,
}

/// A kind of value.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// `Name`, `Name(..)` or `Name(a: ..)`.
    Named(String, Option<Box<Node>>),
    /// `(a: .., b: ..)`.
    Fields(Vec<(String, Span, Node)>),
    /// `(.., ..)`.
    Tuple(Vec<Node>),
    /// `[.., ..]`.
    List(Vec<Node>),
    /// `{..: .., ..: ..}`.
    Map(Vec<(Node, Node)>),
    /// Text in quotes.
    Text(String),
    /// A number, as written.
    Number(String),
    /// `true` or `false`.
    YesNo(bool),
    /// `None`.
    Nothing,
    /// What the parser could not read.
    Broken,
}

/// Reads the text of a part; what cannot be read is left out, with a mistake.
///
/// There is no tree if brackets or quotes are lost, since nothing could be said of what follows.
pub(super) fn parse(text: &str) -> (Option<Node>, Vec<Mistake>) {
    let (tokens, mut mistakes) = lexer::tokens(text);
    let never_closed = mistakes.iter().any(|mistake| mistake.fatal);
    let mut fatal = brackets::check(text, &tokens).filter(|_| !never_closed);
    let mut root = None;
    if !never_closed && fatal.is_none() {
        root = parser::parse(text, &tokens, &mut mistakes);
    }
    if (fatal.is_some() || !mistakes.is_empty())
        && let Some(swallowed) = brackets::swallowed(text, &tokens)
    {
        mistakes.retain(|mistake| !mistake.fatal);
        fatal = Some(swallowed);
    }
    if let Some(fatal) = fatal {
        // What stands after a lost mark is read inside out: only what is before it counts.
        mistakes.retain(|mistake| mistake.span.start_offset < fatal.span.start_offset);
        mistakes.push(fatal);
        root = None;
    }
    mistakes.sort_by_key(|mistake| mistake.span.start_offset);
    let paths = parser::paths(&tokens, mistakes.iter().map(|m| m.span.start_offset));
    let with_path = |(slip, path): (lexer::Slip, String)| Mistake {
        span: slip.span,
        path,
        message: slip.message,
        hint: slip.hint,
    };
    (root, mistakes.into_iter().zip(paths).map(with_path).collect())
}

impl Node {
    /// Returns what this is, in words, for a message.
    pub(super) fn found(&self) -> String {
        match &self.kind {
            Kind::Named(name, _) => format!("`{name}`"),
            Kind::Fields(_) => "fields in brackets".to_owned(),
            Kind::Tuple(items) if items.is_empty() => "`()`".to_owned(),
            Kind::Tuple(_) => "values in round brackets".to_owned(),
            Kind::List(_) => "a list".to_owned(),
            Kind::Map(_) => "a map in braces".to_owned(),
            Kind::Text(text) => format!("the text \"{}\"", shortened(text)),
            Kind::Number(number) => format!("the number `{}`", shortened(number)),
            Kind::YesNo(yes) => format!("`{yes}`"),
            Kind::Nothing => "`None`".to_owned(),
            Kind::Broken => "something that cannot be read".to_owned(),
        }
    }

    /// Returns the text, if it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the field of this name, of a named or unnamed set of fields.
    pub(super) fn field(&self, name: &str) -> Option<&Node> {
        match &self.kind {
            Kind::Fields(fields) => {
                fields.iter().find(|(known, ..)| known == name).map(|(.., node)| node)
            }
            Kind::Named(_, Some(body)) => body.field(name),
            _ => None,
        }
    }
}

/// Returns a text cut to a length that fits in a message.
pub(super) fn shortened(text: &str) -> String {
    let mut letters = text.chars();
    let start: String = letters.by_ref().take(40).collect();
    if letters.next().is_some() { format!("{start}...") } else { start }
}

/// Reads a number as RON writes it; nothing if it is none, `inf` or `NaN`.
pub(super) fn read_number(raw: &str) -> Option<f64> {
    let plain = raw.replace('_', "");
    let hexadecimal = plain.strip_prefix("0x").map(|hex| u64::from_str_radix(hex, 16));
    let number = match hexadecimal {
        Some(number) => number.ok()? as f64,
        None => plain.trim_start_matches('+').parse().ok()?,
    };
    number.is_finite().then_some(number)
}
