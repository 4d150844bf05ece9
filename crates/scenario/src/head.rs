//! The head of a scenario, read only as far as to know which other files belong to it.

use super::tree::{self, Kind, Node, Span};

/// A file that a head names, and where.
pub(super) struct NamedFile {
    pub name: String,
    pub path: String,
    pub span: Span,
}

/// Returns the files of the parts and of the records that a head names.
pub(super) fn named_files(text: &str) -> (Vec<NamedFile>, Vec<NamedFile>) {
    let (root, _) = tree::parse(text);
    let head = root.as_ref().and_then(|root| root.field("scenario"));
    let named = |path: String, node: &Node| {
        Some(NamedFile { name: node.text()?.to_owned(), path, span: node.span })
    };
    let parts = match head.and_then(|head| head.field("parts")).map(|node| &node.kind) {
        Some(Kind::List(items)) => {
            let at = |i| format!("scenario/parts/{i}");
            (1..).zip(items).filter_map(|(i, item)| named(at(i), item)).collect()
        }
        _ => Vec::new(),
    };
    let records = match head.and_then(|head| head.field("records")).map(|node| &node.kind) {
        Some(Kind::Map(entries)) => {
            let at = |key: &Node| format!("scenario/records/{}/file", key.text().unwrap_or("?"));
            let each =
                entries.iter().filter_map(|(key, record)| named(at(key), record.field("file")?));
            each.collect()
        }
        _ => Vec::new(),
    };
    (parts, records)
}
