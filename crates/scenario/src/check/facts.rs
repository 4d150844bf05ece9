//! Facts: ranges, and quoted numbers that stand in their quotes.

use std::collections::BTreeMap;

use super::{
    finding::{Finding, Kind},
    walk::Site,
};
use crate::tree::{self, Node, Span, read_number};

/// Checks one fact; `bounds` is the range its field allows.
pub(super) fn check(
    file: &str,
    (node, bounds, site): &(Node, Option<(f64, f64)>, Site),
    findings: &mut Vec<Finding>,
) {
    let number = |field: &str| number(node, field);
    let tree::Kind::Named(kind, _) = &node.kind else { return };
    for field in ["is", "low", "best", "high"] {
        let Some((value, span)) = number(field) else { continue };
        let (low, high) = bounds.unwrap_or((f64::MIN, f64::MAX));
        if !(low..=high).contains(&value) {
            let text = format!("{}: `{value}` is not between {low} and {high}", site.path);
            findings.push(Finding::error(Kind::Range, file, span, text));
        }
    }
    if let (Some((low, _)), Some((best, _)), Some((high, _))) =
        (number("low"), number("best"), number("high"))
        && !(low <= best && best <= high && low < high)
    {
        let text = if low >= high && low <= best && best <= high {
            format!("{}: `{kind}` has no width: low, best and high are all `{low}`", site.path)
        } else {
            format!("{}: low `{low}`, best `{best}`, high `{high}` are out of order", site.path)
        };
        let hint = "low <= best <= high, and low below high: how wrong could it be? What is so by \
                    definition is `Given(is: .., why: \"..\")`"
            .to_owned();
        findings.push(Finding::error(Kind::Order, file, node.span, text).hint(hint));
    }
    let listed = node.field("sources").map(|sources| &sources.kind);
    if kind == "Published" && matches!(listed, Some(tree::Kind::List(all)) if all.is_empty()) {
        let text = format!("{}: a published fact names at least one source", site.path);
        findings.push(Finding::error(Kind::Missing, file, node.span, text));
    }
    if kind == "Quoted"
        && node.field("note").is_none()
        && let (Some((is, span)), Some(words)) =
            (number("is"), node.field("words").and_then(Node::text))
        && !stands_in(is, words)
    {
        let text = format!("{}: `{is}` does not stand in its quote \"{words}\"", site.path);
        let hint = "quote the words that hold the number, or say in a `note` how it was read";
        findings.push(Finding::error(Kind::Number, file, span, text).hint(hint.to_owned()));
    }
}

/// Checks facts that stand elsewhere: none leads back to itself, each fits where it is used.
pub(super) fn shared(
    files: &[&str],
    facts: &[(Node, Option<(f64, f64)>, Site)],
    findings: &mut Vec<Finding>,
) {
    let names = facts.iter().filter_map(|(node, _, site)| {
        Some((site.path.strip_prefix("facts/")?, node)).filter(|(name, _)| !name.contains('/'))
    });
    let shared: BTreeMap<&str, &Node> = names.collect();
    for (node, bounds, site) in facts {
        let Some(first) = named(node) else { continue };
        let mut seen = vec![first];
        while let Some(next) = seen.last().and_then(|name| named(shared.get(name)?)) {
            if seen.contains(&next) {
                let text = format!("{}: `Fact(\"{first}\")` leads back to itself", site.path);
                let hint = "one of them must say a number".to_owned();
                let finding = Finding::error(Kind::Order, files[site.file], node.span, text);
                findings.push(finding.hint(hint));
                break;
            }
            seen.push(next);
        }
        let last = seen.last().and_then(|name| shared.get(name));
        let (low, high) = bounds.unwrap_or((f64::MIN, f64::MAX));
        let outside = |(value, _): &(f64, Span)| !(low..=high).contains(value);
        let all = ["is", "low", "best", "high"].iter();
        if let Some((value, _)) =
            last.and_then(|last| all.filter_map(|field| number(last, field)).find(outside))
        {
            let text = format!(
                "{}: `{first}` holds `{value}`, which is not between {low} and {high}",
                site.path
            );
            findings.push(Finding::error(Kind::Range, files[site.file], node.span, text));
        }
    }
}

/// Returns the name of the shared fact that a fact is, if it is one.
fn named(node: &Node) -> Option<&str> {
    match &node.kind {
        tree::Kind::Named(kind, Some(body)) if kind == "Fact" => match &body.kind {
            tree::Kind::Tuple(inner) => inner.first()?.text(),
            _ => None,
        },
        _ => None,
    }
}

/// Returns a number of a fact and its place.
fn number(node: &Node, field: &str) -> Option<(f64, Span)> {
    let node = node.field(field)?;
    let tree::Kind::Number(raw) = &node.kind else { return None };
    Some((read_number(raw)?, node.span))
}

/// Returns whether a number stands in words: in digits, in words, or as a percentage.
fn stands_in(number: f64, words: &str) -> bool {
    let lower = words.to_lowercase();
    let percent = ["percent", "per cent", "%"].iter().any(|word| lower.contains(word));
    let same = |value: f64| (value - number).abs() < 1e-9;
    let found = numbers(&lower);
    found.iter().any(|&value| same(value) || percent && same(value / 100.0))
}

/// Returns all numbers in a text, in digits or words.
fn numbers(lower: &str) -> Vec<f64> {
    let mut found = Vec::new();
    let parts = |c: char| !(c.is_alphanumeric() || matches!(c, '.' | ','));
    let words: Vec<&str> = lower.split(parts).map(|word| word.trim_matches(['.', ','])).collect();
    for (i, word) in words.iter().enumerate() {
        if let Ok(number) = word.replace(',', "").parse::<f64>() {
            found.push(number);
        } else if let Some(number) = in_words(word) {
            found.push(number);
            let next = words.get(i + 1).and_then(|next| in_words(next));
            match next {
                Some(ones) if (20.0..100.0).contains(&number) && ones < 10.0 => {
                    found.push(number + ones);
                }
                Some(scale) if scale >= 100.0 && number < scale => found.push(number * scale),
                _ => {}
            }
        }
    }
    found
}

/// Words for numbers.
const WORDS: &[(&str, f64)] = &[
    ("no", 0.0),
    ("none", 0.0),
    ("zero", 0.0),
    ("half", 0.5),
    ("a", 1.0),
    ("one", 1.0),
    ("once", 1.0),
    ("first", 1.0),
    ("two", 2.0),
    ("twice", 2.0),
    ("second", 2.0),
    ("three", 3.0),
    ("third", 3.0),
    ("four", 4.0),
    ("fourth", 4.0),
    ("five", 5.0),
    ("fifth", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("dozen", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("hundred", 100.0),
    ("thousand", 1000.0),
    ("million", 1_000_000.0),
];

fn in_words(word: &str) -> Option<f64> {
    WORDS.iter().find(|(known, _)| *known == word).map(|(_, number)| *number)
}

#[cfg(test)]
mod tests {
    use super::stands_in;

    #[test]
    fn numbers_stand_in_digits_words_and_percent() {
        for (number, words) in [
            (5.0, "five U flights and twelve low ones"),
            (12.0, "five U flights and twelve low ones"),
            (0.9, "About 90 percent of them"),
            (90.0, "About 90 percent of them"),
            (26.0, "twenty-six of them"),
            (1500.0, "some 1,500 men."),
            (300.0, "three hundred men"),
        ] {
            assert!(stands_in(number, words), "{number} in {words}");
        }
        for (number, words) in [(6.0, "five flights"), (0.8, "About 90 percent"), (0.05, "five")] {
            assert!(!stands_in(number, words), "{number} in {words}");
        }
    }
}
