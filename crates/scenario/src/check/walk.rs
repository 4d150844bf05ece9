//! The walk: a part's syntax tree beside the shape of the format, noting everything that stands there.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    finding::{Finding, Kind, did_you_mean, there_are},
    words::{of_type, steers},
};
use crate::{
    shape::{Field, Shape, Shapes, Text, Variant},
    tree::{self, Node, Span, read_number},
};

/// Where something stands.
#[derive(Debug, Clone)]
pub(super) struct Site {
    pub file: usize,
    pub span: Span,
    /// The path of the field, in the scenario's own words.
    pub path: String,
    /// The path of the item it is part of: the innermost thing with an id.
    pub item: String,
}

/// What was met on the walk.
#[derive(Debug, Default)]
pub(super) struct Met {
    /// Ids defined: section, id, where.
    pub defined: Vec<(String, String, Site)>,
    /// Ids named: section, id, where.
    pub named: Vec<(String, String, Site)>,
    /// Facts: the node, its bounds, where.
    pub facts: Vec<(Node, Option<(f64, f64)>, Site)>,
    /// Quotes: record, words, speaker, where the words stand.
    pub quotes: Vec<(String, String, Option<String>, Site)>,
    /// Moments: text, the name of the type it is a field of, where.
    pub moments: Vec<(String, Site)>,
    /// Everything that has a path, where it stands.
    pub sites: BTreeMap<String, Site>,
    /// Values of named types that need a closer look: type, node, where.
    pub values: Vec<(String, Node, Site)>,
}

/// A walk through one part.
pub(super) struct Walk<'a> {
    pub shapes: &'a Shapes,
    pub file: usize,
    pub name: &'a str,
    pub met: &'a mut Met,
    pub findings: &'a mut Vec<Finding>,
    /// So many findings are enough.
    pub enough: usize,
}

/// The place in the scenario the walk has come to.
#[derive(Clone, Default)]
struct Here {
    path: String,
    item: String,
}

impl Here {
    fn below(&self, step: &str) -> Here {
        let path =
            if self.path.is_empty() { step.to_owned() } else { format!("{}/{step}", self.path) };
        Here { path, item: self.item.clone() }
    }
}

/// Types that other checks look at as a whole.
const WHOLE: &[&str] =
    &["Condition", "Order", "Question", "Ship", "Traffic", "Branch", "End", "Truth", "Every"];

impl Walk<'_> {
    /// Walks a whole part.
    pub(super) fn part(&mut self, node: &Node) {
        let sections = self.shapes.sections.clone();
        self.fields(node, &sections, &Here::default(), "a part");
    }

    fn site(&self, span: Span, here: &Here) -> Site {
        Site { file: self.file, span, path: here.path.clone(), item: here.item.clone() }
    }

    /// Notes where the thing with this path stands, if it is known by then.
    fn seen(&mut self, span: Span, here: &Here) {
        if !here.path.ends_with('#') {
            let site =
                || Site { file: self.file, span, path: here.path.clone(), item: here.item.clone() };
            self.met.sites.entry(here.path.clone()).or_insert_with(site);
        }
    }

    fn error(&mut self, kind: Kind, span: Span, here: &Here, text: &str, hint: Option<String>) {
        let message =
            if here.path.is_empty() { text.to_owned() } else { format!("{}: {text}", here.path) };
        self.findings.push(Finding::error(kind, self.name, span, message).hint(hint));
    }

    fn value(&mut self, node: &Node, shape: &Shape, here: &Here) {
        if matches!(node.kind, tree::Kind::Broken) || self.findings.len() >= self.enough {
            return;
        }
        let shapes = self.shapes;
        let (shape, resolved) = shapes.resolve(shape);
        let name = resolved.name.unwrap_or("");
        self.seen(node.span, here);
        if WHOLE.contains(&name) {
            self.met.values.push((name.to_owned(), node.clone(), self.site(node.span, here)));
        }
        match name {
            "Fact" => {
                let fact = (node.clone(), resolved.bounds, self.site(node.span, here));
                self.met.facts.push(fact);
                self.quoted_fact(node, here);
            }
            "Cite" => self.cite(node, here),
            "Context" => self.context(node, here),
            _ => {}
        }
        match shape {
            Shape::Type(_) => {}
            Shape::Fields(fields) => self.fields(node, fields, here, &of_type(name)),
            Shape::Choice(variants) => self.choice(node, variants, here, &of_type(name)),
            Shape::List(inner) => self.list(node, inner, here),
            Shape::Tuple(inner) => self.tuple(node, inner, here),
            Shape::Map(inner, keys) => self.map(node, inner, keys, here),
            Shape::Text(text) => self.text(node, text, here),
            Shape::Number(low, high) => self.number(node, *low, *high, here),
            Shape::Whole => self.whole(node, here),
            Shape::YesNo => match &node.kind {
                tree::Kind::YesNo(_) => {}
                _ => self.mismatch(node, "`true` or `false`", here),
            },
        }
    }

    fn mismatch(&mut self, node: &Node, expected: &str, here: &Here) {
        let text = format!("expected {expected}, found {}", node.found());
        let hint = match &node.kind {
            tree::Kind::Text(text) if expected.contains(&format!("`{text}`")) => {
                Some(format!("write `{text}` without quotes"))
            }
            tree::Kind::Text(text) if expected == "a number" && read_number(text).is_some() => {
                Some(format!("write `{text}` without quotes"))
            }
            tree::Kind::Number(text) if expected.contains("text") => {
                Some(format!("write `\"{text}\"`"))
            }
            tree::Kind::Named(word, None) if expected.contains("in quotes") => {
                Some(format!("write `\"{word}\"`"))
            }
            tree::Kind::Fields(_) if expected.contains("a map") => {
                Some("use `{` and `}`, and put the names before `:` into quotes".to_owned())
            }
            tree::Kind::List(_) if expected.contains("values in round") => {
                Some("use `(` and `)` instead of `[` and `]`".to_owned())
            }
            tree::Kind::Text(_) | tree::Kind::Fields(_) if expected.contains("a list") => {
                Some("put it in `[` and `]`".to_owned())
            }
            tree::Kind::Named(name, None) if name.eq_ignore_ascii_case("true") => {
                Some("write `true`, in small letters".to_owned())
            }
            tree::Kind::Named(name, None) if name.eq_ignore_ascii_case("false") => {
                Some("write `false`, in small letters".to_owned())
            }
            tree::Kind::Named(name, None) if name.eq_ignore_ascii_case("none") => {
                Some("leave the field out, or write `None`".to_owned())
            }
            tree::Kind::Number(_) if expected.contains("a fact") => Some(
                "a number must say how it is known: \
                 `Assumed(low: .., best: .., high: .., why: \"..\")`"
                    .to_owned(),
            ),
            tree::Kind::Map(_) if expected.contains("fields") => {
                Some("fields stand in round brackets: `(name: value, ...)`".to_owned())
            }
            _ => None,
        };
        self.error(Kind::Mismatch, node.span, here, &text, hint);
    }

    fn fields(&mut self, node: &Node, fields: &[Field], here: &Here, what: &str) {
        let here = &name_item(node, fields, here);
        let inner = match &node.kind {
            tree::Kind::Named(name, Some(body)) => {
                let text = format!("`{name}` cannot stand before the bracket of {what}");
                let hint = Some(format!("write the bracket without `{name}`"));
                self.error(Kind::Mismatch, node.span, here, &text, hint);
                &body.kind
            }
            kind => kind,
        };
        let given: &[(String, Span, Node)] = match inner {
            tree::Kind::Fields(given) => given,
            tree::Kind::Tuple(items) if items.is_empty() => &[],
            _ => return self.mismatch(node, &format!("{what}: fields in round brackets"), here),
        };
        self.seen(node.span, here);
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for (name, span, value) in given {
            if self.findings.len() >= self.enough {
                return;
            }
            let Some(field) = fields.iter().find(|field| field.name == *name) else {
                let hint = did_you_mean(name, fields.iter().map(|field| field.name.as_str()));
                let known = fields.iter().map(|field| field.name.as_str());
                let hint = hint.or_else(|| Some(there_are(known)));
                let text = format!("{what} has no field `{name}`");
                self.error(Kind::Unknown, *span, here, &text, hint);
                continue;
            };
            if !seen.insert(name) {
                let text = format!("the field `{name}` stands here twice");
                self.error(Kind::Doubled, *span, here, &text, None);
            } else if !matches!(value.kind, tree::Kind::Nothing) || field.required {
                self.value(value, &field.shape, &here.below(name));
            }
        }
        for field in fields.iter().filter(|field| field.required) {
            if !seen.contains(field.name.as_str()) {
                let text = format!("the field `{}` is missing", field.name);
                self.error(Kind::Missing, node.span, here, &text, Some(field.about.clone()));
            }
        }
    }

    fn list(&mut self, node: &Node, inner: &Shape, here: &Here) {
        let tree::Kind::List(items) = &node.kind else {
            return self.mismatch(node, "a list in square brackets", here);
        };
        for (i, item) in (1..).zip(items) {
            let has_id =
                self.has_id(inner) && item.field("id").is_some_and(|id| id.text().is_some());
            let step = if has_id { "#".to_owned() } else { i.to_string() };
            self.value(item, inner, &here.below(&step));
        }
    }

    fn has_id(&self, shape: &Shape) -> bool {
        match self.shapes.resolve(shape).0 {
            Shape::Fields(fields) => {
                fields.iter().any(|field| matches!(&field.shape, Shape::Text(Text::Defines(_))))
            }
            _ => false,
        }
    }

    fn tuple(&mut self, node: &Node, inner: &[Shape], here: &Here) {
        let tree::Kind::Tuple(items) = &node.kind else {
            return self.mismatch(node, "values in round brackets", here);
        };
        if items.len() != inner.len() {
            let text = format!("expected {} values, found {}", inner.len(), items.len());
            return self.error(Kind::Mismatch, node.span, here, &text, None);
        }
        for (i, (item, shape)) in (1..).zip(items.iter().zip(inner)) {
            self.value(item, shape, &here.below(&i.to_string()));
        }
    }

    fn map(&mut self, node: &Node, inner: &Shape, keys: &Text, here: &Here) {
        let tree::Kind::Map(entries) = &node.kind else {
            return self.mismatch(node, "a map in braces: `{\"name\": ...}`", here);
        };
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for (key, value) in entries {
            let Some(name) = key.text() else {
                self.mismatch(key, "a name in quotes", here);
                continue;
            };
            self.shown(name, key.span, here);
            let here = here.below(name);
            if !seen.insert(name) {
                let text = format!("`{name}` stands here twice");
                self.error(Kind::Doubled, key.span, &here, &text, None);
                continue;
            }
            let site = self.site(key.span, &here);
            match keys {
                Text::Defines(section) => {
                    self.met.defined.push((section.clone(), name.to_owned(), site));
                }
                Text::Refers(section) => {
                    self.met.named.push((section.clone(), name.to_owned(), site));
                }
                Text::Words | Text::Date => {}
            }
            self.value(value, inner, &here);
        }
    }

    fn choice(&mut self, node: &Node, variants: &[Variant], here: &Here, what: &str) {
        let tree::Kind::Named(name, body) = &node.kind else {
            const FEW: usize = 8;
            let all: Vec<_> = variants.iter().map(|v| format!("`{}`", v.name)).collect();
            let expected = match what {
                "a fact" => {
                    "a fact: `Quoted(..)`, `Published(..)`, `Given(..)`, `Disputed(..)`, `Assumed(..)`"
                }
                _ if all.len() > FEW => what,
                _ => &format!("{what}: one of {}", all.join(", ")),
            };
            return self.mismatch(node, expected, here);
        };
        let Some(variant) = variants.iter().find(|variant| variant.name == *name) else {
            let names = || variants.iter().map(|variant| variant.name.as_str());
            let hint = did_you_mean(name, names());
            let text = format!("`{name}` is not {what}");
            let hint = hint.or_else(|| Some(there_are(names())));
            return self.error(Kind::Unknown, node.span, here, &text, hint);
        };
        match (&variant.payload, body) {
            (None, None) => {}
            (None, Some(body)) => {
                let text = format!("`{name}` stands alone, without brackets");
                self.error(Kind::Mismatch, body.span, here, &text, None);
            }
            (Some(_), None) => {
                let text = format!("`{name}` needs something in round brackets");
                let hint = Some(format!("write `{name}(..)`: {}", variant.about));
                self.error(Kind::Mismatch, node.span, here, &text, hint);
            }
            (Some(shape), Some(body)) => self.payload(name, shape, body, here),
        }
    }

    fn payload(&mut self, name: &str, shape: &Shape, body: &Node, here: &Here) {
        let here = &here.below(name);
        match (shape, &body.kind) {
            (Shape::Tuple(_) | Shape::Fields(_), _) => self.value(body, shape, here),
            (_, tree::Kind::Fields(_)) => {
                let text = format!("`{name}` holds one value, and that has brackets of its own");
                let hint = Some(format!("write `{name}((..))`"));
                self.error(Kind::Mismatch, body.span, here, &text, hint);
            }
            (_, tree::Kind::Tuple(items)) => {
                if let [one] = items.as_slice() {
                    self.value(one, shape, here);
                } else {
                    let text = format!("`{name}` takes one value, found {}", items.len());
                    self.error(Kind::Mismatch, body.span, here, &text, None);
                }
            }
            _ => self.value(body, shape, here),
        }
    }

    fn text(&mut self, node: &Node, text: &Text, here: &Here) {
        let Some(words) = node.text() else {
            return self.mismatch(node, "text in quotes", here);
        };
        self.shown(words, node.span, here);
        let site = self.site(node.span, here);
        match text {
            Text::Words => {}
            Text::Date => self.met.moments.push((words.to_owned(), site)),
            Text::Defines(section) => {
                let good = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
                if words.is_empty() || !words.chars().all(good) {
                    let text = format!("`{words}` is no id");
                    let hint = "ids are made of letters, digits and hyphens".to_owned();
                    self.error(Kind::Mismatch, node.span, here, &text, Some(hint));
                }
                self.met.defined.push((section.clone(), words.to_owned(), site));
            }
            Text::Refers(section) => {
                self.met.named.push((section.clone(), words.to_owned(), site));
            }
        }
    }

    /// Refuses a text with a sign that steers a screen.
    fn shown(&mut self, words: &str, span: Span, here: &Here) {
        if let Some(sign) = words.chars().find(|c| steers(*c)) {
            let text =
                format!("this text holds a sign that steers a screen: `{}`", sign.escape_unicode());
            let hint = "delete it: only letters, signs and line breaks are shown".to_owned();
            self.error(Kind::Mismatch, span, here, &text, Some(hint));
        }
    }

    fn number(&mut self, node: &Node, low: f64, high: f64, here: &Here) {
        let tree::Kind::Number(raw) = &node.kind else {
            return self.mismatch(node, "a number", here);
        };
        match read_number(raw) {
            Some(number) if (low..=high).contains(&number) => {}
            Some(number) if number.is_finite() => {
                let text = format!("`{raw}` is not between {low} and {high}");
                self.error(Kind::Range, node.span, here, &text, None);
            }
            _ => {
                let text = format!("`{raw}` is no number that can be counted with");
                self.error(Kind::Range, node.span, here, &text, None);
            }
        }
    }

    fn whole(&mut self, node: &Node, here: &Here) {
        match &node.kind {
            tree::Kind::Number(raw) if raw.parse::<u32>().is_ok() => {}
            _ => self.mismatch(node, "a whole number", here),
        }
    }

    /// Notes the quote inside a quoted fact.
    fn quoted_fact(&mut self, node: &Node, here: &Here) {
        if matches!(&node.kind, tree::Kind::Named(name, _) if name == "Quoted") {
            let speaker = node.field("by").and_then(Node::text).map(str::to_owned);
            self.quote(node.field("record"), node.field("words"), speaker, here);
        }
    }

    fn cite(&mut self, node: &Node, here: &Here) {
        let tree::Kind::Named(name, Some(body)) = &node.kind else { return };
        let tree::Kind::Tuple(items) = &body.kind else { return };
        match (name.as_str(), items.as_slice()) {
            ("Quote", [record, words]) => self.quote(Some(record), Some(words), None, here),
            ("Said", [person, record, words]) => {
                let speaker = person.text().map(str::to_owned);
                self.quote(Some(record), Some(words), speaker, here);
            }
            _ => {}
        }
    }

    fn context(&mut self, node: &Node, here: &Here) {
        let here = Here { path: here.path.clone(), item: "context".to_owned() };
        let why = node.field("why").and_then(Node::text).map(str::to_owned);
        self.quote(node.field("record"), node.field("words"), why, &here);
    }

    fn quote(
        &mut self,
        record: Option<&Node>,
        words: Option<&Node>,
        speaker: Option<String>,
        here: &Here,
    ) {
        if let (Some(record), Some(node)) = (record.and_then(Node::text), words)
            && let Some(words) = node.text()
        {
            let site = self.site(node.span, here);
            self.met.quotes.push((record.to_owned(), words.to_owned(), speaker, site));
        }
    }
}

/// Takes an item's own id into the path, if it has one.
fn name_item(node: &Node, fields: &[Field], here: &Here) -> Here {
    let defines = |field: &&Field| matches!(&field.shape, Shape::Text(Text::Defines(_)));
    let id = fields.iter().find(defines).and_then(|field| node.field(&field.name)?.text());
    match id {
        Some(id) if here.path.ends_with('#') => {
            let path = format!("{}{id}", here.path.trim_end_matches('#'));
            Here { item: path.clone(), path }
        }
        _ => here.clone(),
    }
}
