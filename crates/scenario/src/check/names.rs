//! Names: what is defined twice, what is named and not defined, what is defined and never named.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    finding::{Finding, Kind, did_you_mean, there_are},
    walk::{Met, Site},
};

/// Sections whose items do nothing unless something names them.
// Pledges need no other use: the memorandum reads them.
const MUST_BE_USED: &[&str] = &[
    "facts",
    "sources",
    "regions",
    "places",
    "truths",
    "weapons",
    "groups",
    "classes",
    "strikes",
    "statements",
    "doors",
    "consents",
    "papers",
    "aircraft",
    "targets",
    "records",
];

/// Sections whose ids are ids of their own item only.
const LOCAL: &[&str] =
    &["piles", "options", "factors", "evidence", "pushes", "alternatives", "pins"];

/// Checks all names; with parts that could not be read, what is missing may stand in them.
pub(super) fn check(files: &[&str], met: &Met, whole: bool, findings: &mut Vec<Finding>) {
    let mut known: BTreeMap<&str, BTreeMap<&str, &Site>> = BTreeMap::new();
    for (section, id, site) in &met.defined {
        if LOCAL.contains(&section.as_str()) {
            continue;
        }
        let ids = known.entry(section).or_default();
        if let Some(first) = ids.get(id.as_str()) {
            let text = format!("{}: `{id}` is defined twice in `{section}`", site.path);
            let hint =
                format!("the first stands in {}:{}", files[first.file], first.span.start.line);
            let file = files[site.file];
            findings.push(Finding::error(Kind::Doubled, file, site.span, text).hint(hint));
        } else {
            ids.insert(id, site);
        }
    }
    local_twice(files, met, findings);
    let mut used: BTreeSet<(&str, &str)> = BTreeSet::new();
    let nothing = BTreeMap::new();
    for (section, id, site) in &met.named {
        let ids = known.get(section.as_str()).unwrap_or(&nothing);
        used.insert((section, id));
        if !ids.contains_key(id.as_str()) && whole {
            let text = format!("{}: there is no `{id}` in `{section}`", site.path);
            let hint = did_you_mean(id, ids.keys().copied())
                .or_else(|| Some(there_are(ids.keys().copied())));
            let file = files[site.file];
            findings.push(Finding::error(Kind::Dangling, file, site.span, text).hint(hint));
        }
    }
    if whole {
        unused(files, &known, &used, findings);
    }
}

/// Reports ids that stand twice within one item.
fn local_twice(files: &[&str], met: &Met, findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    for (section, id, site) in &met.defined {
        if LOCAL.contains(&section.as_str()) && !seen.insert((section, &site.item)) {
            let text = format!("{}: `{id}` stands here twice", site.path);
            let file = files[site.file];
            findings.push(Finding::error(Kind::Doubled, file, site.span, text));
        }
    }
}

fn unused(
    files: &[&str],
    known: &BTreeMap<&str, BTreeMap<&str, &Site>>,
    used: &BTreeSet<(&str, &str)>,
    findings: &mut Vec<Finding>,
) {
    for section in MUST_BE_USED {
        for (id, site) in known.get(section).into_iter().flatten() {
            if !used.contains(&(*section, *id)) {
                let text = format!("{}: `{id}` is defined and never used", site.path);
                let file = files[site.file];
                findings.push(Finding::warning(Kind::Unused, file, site.span, text));
            }
        }
    }
}
