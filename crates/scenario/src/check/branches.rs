//! Branches: the questions, truths and facts that they set.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    finding::{Finding, Kind, did_you_mean},
    places::Places,
};
use crate::{format::Part, tree};

/// Checks that what a branch names is there, and that it can be set.
pub(super) fn branches(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    let items: BTreeSet<&str> =
        places.met.defined.iter().map(|(_, _, site)| site.item.as_str()).collect();
    let facts: BTreeSet<&str> =
        places.met.facts.iter().map(|(_, _, site)| site.path.as_str()).collect();
    settable(places, part, findings);
    in_range(places, part, findings);
    let mut named: Vec<(String, &str, &str)> = Vec::new();
    for branch in &part.branches {
        let at = format!("branches/{}", branch.id);
        let items = (1..).zip(&branch.without);
        named.extend(items.map(|(i, id)| (format!("{at}/without/{i}"), "item", id.as_str())));
        let facts = branch.facts.keys();
        named.extend(facts.map(|id| (format!("{at}/facts/{id}"), "fact", id.as_str())));
    }
    for marker in &part.history {
        let at = format!("history/{}/set_by", marker.id);
        let facts = (1..).zip(&marker.set_by);
        named.extend(facts.map(|(i, id)| (format!("{at}/{i}"), "fact", id.as_str())));
    }
    for (at, what, id) in named {
        let known = if what == "item" { &items } else { &facts };
        if !known.contains(id) {
            let text = format!("there is no {what} `{id}`");
            let hint = did_you_mean(id, known.iter().copied());
            findings.push(places.error(Kind::Dangling, &at, &text, hint));
        }
    }
    for end in part.ends.iter().filter(|end| end.at_last).skip(1) {
        let text = "only one end can have `at_last: true`";
        findings.push(places.error(Kind::Whole, &format!("ends/{}/at_last", end.id), text, None));
    }
}

/// Checks that each fact a branch sets is a number of its own world: not only the name of a shared
/// fact, not a fact of another branch, and none of those by which a run is only compared with history.
fn settable(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    let all = places.met.facts.iter().map(|(node, _, site)| (site.path.as_str(), node));
    let all: BTreeMap<&str, &tree::Node> = all.collect();
    for branch in &part.branches {
        let own = format!("branches/{}/", branch.id);
        for id in branch.facts.keys() {
            let Some(node) = all.get(id.as_str()) else { continue };
            let shared = shared_name(node);
            let (text, hint) = if let Some(name) = shared {
                let text = format!("`{id}` is no number of its own, it names a shared fact");
                (text, Some(format!("set `facts/{name}`")))
            } else if id.starts_with("history/") {
                (format!("no world depends on `{id}`"), None)
            } else if id.starts_with("branches/") && !id.starts_with(&own) {
                (format!("`{id}` is a fact of another branch"), None)
            } else {
                continue;
            };
            let at = format!("branches/{}/facts/{id}", branch.id);
            findings.push(places.error(Kind::Dangling, &at, &text, hint));
        }
    }
}

/// Checks that each value a branch sets lies in the range of every field that holds it.
fn in_range(places: &Places, part: &Part, findings: &mut Vec<Finding>) {
    let bounds = places.met.facts.iter().map(|(_, bounds, site)| (site.path.as_str(), *bounds));
    let bounds: BTreeMap<&str, Option<(f64, f64)>> = bounds.collect();
    for branch in &part.branches {
        for (id, &value) in &branch.facts {
            let fact = part.numbered.find(id).and_then(|fact| part.numbered.get(fact));
            let fields = fact.iter().flat_map(|fact| &fact.fields);
            let range = |field: &String| Some((field.clone(), (*bounds.get(field.as_str())?)?));
            let outside =
                |(_, (low, high)): &(String, (f64, f64))| !(*low..=*high).contains(&value);
            if let Some((field, (low, high))) = fields.filter_map(range).find(outside) {
                let at = format!("branches/{}/facts/{id}", branch.id);
                let text = format!("`{value}` is not between {low} and {high}");
                let hint = (field != *id).then(|| format!("`{field}` uses this fact"));
                findings.push(places.error(Kind::Range, &at, &text, hint));
            }
        }
    }
}

/// Returns the name of the shared fact that a fact stands for, if it only names one.
fn shared_name(fact: &tree::Node) -> Option<&str> {
    let tree::Kind::Named(name, Some(body)) = &fact.kind else { return None };
    let tree::Kind::Tuple(items) = &body.kind else { return None };
    items.first().filter(|_| name == "Fact").and_then(tree::Node::text)
}
