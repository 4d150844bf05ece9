//! The syntax tree of a part, with the place of everything, as far as the parser gets.

use ron2::{
    Error, Span,
    ast::{Expr, StructBody, StructField, parse_document_lossy},
};

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

/// Reads the text of a part; what cannot be read is left out, with an error.
pub(super) fn parse(text: &str) -> (Option<Node>, Vec<Error>) {
    let (document, errors) = parse_document_lossy(text);
    (document.value.as_ref().map(node), errors)
}

fn node(expr: &Expr) -> Node {
    let span = *expr.span();
    let kind = match expr {
        Expr::Unit(_) => Kind::Tuple(Vec::new()),
        Expr::Bool(yes) => Kind::YesNo(yes.value),
        Expr::Char(letter) => Kind::Text(letter.value.to_string()),
        Expr::Byte(byte) => Kind::Number(byte.raw.to_string()),
        Expr::Number(number) => Kind::Number(number.raw.to_string()),
        Expr::String(text) => Kind::Text(text.value.clone()),
        Expr::Option(option) => match &option.value {
            Some(value) => return node(&value.expr),
            None => Kind::Nothing,
        },
        Expr::Seq(list) => Kind::List(list.items.iter().map(|item| node(&item.expr)).collect()),
        Expr::Map(map) => {
            let entries = map.entries.iter().map(|entry| (node(&entry.key), node(&entry.value)));
            Kind::Map(entries.collect())
        }
        Expr::Tuple(tuple) => {
            Kind::Tuple(tuple.elements.iter().map(|element| node(&element.expr)).collect())
        }
        Expr::AnonStruct(anon) => Kind::Fields(fields(&anon.fields)),
        Expr::Struct(named) => {
            let name = named.name.name.to_string();
            let body = named.body.as_ref().map(|body| match body {
                StructBody::Tuple(tuple) => {
                    Kind::Tuple(tuple.elements.iter().map(|element| node(&element.expr)).collect())
                }
                StructBody::Fields(body) => Kind::Fields(fields(&body.fields)),
            });
            Kind::Named(name, body.map(|kind| Box::new(Node { span, kind })))
        }
        Expr::Bytes(_) | Expr::Error(_) => Kind::Broken,
    };
    Node { span, kind }
}

fn fields(fields: &[StructField]) -> Vec<(String, Span, Node)> {
    fields
        .iter()
        .map(|field| (field.name.name.to_string(), field.name.span, node(&field.value)))
        .collect()
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
