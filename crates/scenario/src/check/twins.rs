//! Twins: the same numbers on the same grounds in two places, where one fact may be meant.

use std::{collections::BTreeMap, fmt::Write};

use super::{
    finding::{Finding, Kind},
    walk::Site,
};
use crate::tree::{self, Node, read_number};

/// So many of the other places are named.
const FEW: usize = 3;

/// Notes numbers that are typed more than once with the same grounds.
pub(super) fn check(
    files: &[&str],
    facts: &[(Node, Option<(f64, f64)>, Site)],
    findings: &mut Vec<Finding>,
) {
    let mut alike: BTreeMap<String, Vec<&Site>> = BTreeMap::new();
    for (node, bounds, site) in facts {
        if let Some(says) = says(node) {
            // a share and a speed are not one number
            alike.entry(format!("{bounds:?} {says}")).or_default().push(site);
        }
    }
    for sites in alike.values() {
        let [first, others @ ..] = sites.as_slice() else { continue };
        if others.is_empty() {
            continue;
        }
        let named: Vec<String> =
            others.iter().take(FEW).map(|site| format!("`{}`", site.path)).collect();
        let more = match others.len().saturating_sub(FEW) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let text = format!(
            "{}: the same numbers on the same grounds stand in {}{more}",
            first.path,
            named.join(", ")
        );
        let hint = "if one number is meant, let it stand once under `facts`, and write `Fact(\"name\")` in \
                    all these places; as it is each is drawn by itself";
        let finding = Finding::note(Kind::Twin, files[first.file], first.span, text);
        findings.push(finding.hint(hint.to_owned()));
    }
}

/// Returns all that a fact says, field by field; nothing of one that only names another.
fn says(node: &Node) -> Option<String> {
    let tree::Kind::Named(kind, Some(body)) = &node.kind else { return None };
    let tree::Kind::Fields(fields) = &body.kind else { return None };
    let fields: BTreeMap<&str, &Node> =
        fields.iter().map(|(n, _, node)| (n.as_str(), node)).collect();
    let mut says = kind.clone();
    for (name, value) in fields {
        // writing to a text cannot fail
        _ = write!(says, " {name}: {}", value_of(value));
    }
    Some(says)
}

fn value_of(node: &Node) -> String {
    match &node.kind {
        tree::Kind::Number(raw) => read_number(raw).map_or_else(|| raw.clone(), |n| n.to_string()),
        tree::Kind::Text(text) => format!("{text:?}"),
        tree::Kind::List(items) => items.iter().map(value_of).collect::<Vec<_>>().join(" "),
        _ => node.found(),
    }
}
