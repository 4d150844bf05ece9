//! The head of a scenario, read only as far as to know which other files belong to it.

use super::tree::{self, Kind, Node};

/// Returns the files of the parts and of the records that a head names.
pub(super) fn named_files(text: &str) -> (Vec<String>, Vec<String>) {
    let (root, _) = tree::parse(text);
    let head = root.as_ref().and_then(|root| root.field("scenario"));
    let texts = |node: Option<&Node>| match node.map(|node| &node.kind) {
        Some(Kind::List(items)) => items.iter().filter_map(Node::text).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    let parts = texts(head.and_then(|head| head.field("parts")));
    let records = match head.and_then(|head| head.field("records")).map(|node| &node.kind) {
        Some(Kind::Map(entries)) => {
            let files = entries.iter().filter_map(|(_, record)| record.field("file")?.text());
            files.map(str::to_owned).collect()
        }
        _ => Vec::new(),
    };
    (parts, records)
}
