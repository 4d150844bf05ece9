//! The reference of the rules, made from their table.

use std::fmt::Write;

use super::{Rule, SUBJECTS, all};

/// Returns the reference of all rules in Markdown.
#[must_use]
pub fn rules_reference() -> String {
    let mut text = String::from(
        "# The rules\n\n\
         Printed by `excomm rules`; made from the table of rules in the code, in the order in which\n\
         they answer an occasion. A rule reads its numbers from the scenario: no number of history\n\
         stands in it. What it reads, and what set the moment at which it is called, stands behind\n\
         its events by itself; so do the delay of a `Later` and the odds of a `Maybe` that called it,\n\
         and how a gauge or a belief began and wears off that a condition reads.\n\
         `*` stands for any name; what lies beneath a field is read with it.\n",
    );
    let _ = writeln!(text, "\n{} rules on {} subjects.\n", all().count(), subjects());
    for rule in all() {
        text.push_str(&rule_reference(rule));
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn subjects() -> usize {
    SUBJECTS.iter().filter(|rules| !rules.is_empty()).count()
}

/// Returns the reference of one rule in Markdown.
#[must_use]
pub fn rule_reference(rule: &Rule) -> String {
    let mut text = format!("## {}\n\n{}\n\n", rule.name, rule.about);
    let occasions: Vec<String> = rule.on.iter().map(|on| format!("`{on:?}`")).collect();
    let reads: Vec<String> = rule.reads.iter().map(|field| format!("`{field}`")).collect();
    let _ = writeln!(text, "- answers: {}", occasions.join(", "));
    if !reads.is_empty() {
        let _ = writeln!(text, "- reads: {}", reads.join(", "));
    }
    if !rule.formula.is_empty() {
        let _ = writeln!(text, "- formula: {}", rule.formula);
    }
    if !rule.source.is_empty() {
        let _ = writeln!(text, "- source: {}", rule.source);
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_stands_in_the_reference_with_its_occasions() {
        let text = rules_reference();
        for rule in all() {
            assert!(text.contains(&format!("## {}\n", rule.name)), "{}", rule.name);
            assert!(!rule.on.is_empty() && !rule.about.is_empty(), "{}", rule.name);
        }
    }
}
