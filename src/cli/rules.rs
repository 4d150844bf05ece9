//! `excomm rules`: what the engine does, from its own table.

use std::fmt::Write;

use super::{Failure, Status, usage, world::did_you_mean};
use excomm_engine::rules::{self, Rule};
use excomm_tell::Printer;

const EXAMPLES: &str = "\
Examples:
  excomm rules                   the whole reference, in Markdown
  excomm rules questions/answer  one rule";

/// Prints the reference of the rules
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Only the rules whose name begins so
    name: Option<String>,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let Some(name) = &args.name else {
        out.raw(&reference())?;
        return Ok(Status::Done);
    };
    let found: Vec<_> = rules::all().filter(|rule| rule.name.starts_with(name.as_str())).collect();
    if found.is_empty() {
        let known = rules::all().map(|rule| rule.name);
        let hint = did_you_mean(name, known, "`excomm rules` lists all".to_owned());
        return Err(usage(format!("there is no rule `{name}`"), Some(hint)));
    }
    for rule in found {
        out.raw(&entry(rule))?;
    }
    Ok(Status::Done)
}

/// Returns the reference of all rules in Markdown.
fn reference() -> String {
    let mut text = String::from(
        "# The rules\n\n\
         Printed by `excomm rules`; made from the table of rules in the code, in the order in which\n\
         they answer an occasion. A rule reads its numbers from the scenario: no number of history\n\
         stands in it. What it reads, and what set the moment at which it is called, stands behind\n\
         its events by itself; so do the delay of a `Later` and the odds of a `Maybe` that called it,\n\
         and how a gauge or a belief began and wears off that a condition reads.\n\
         `*` stands for any name; what lies beneath a field is read with it.\n",
    );
    let _ = writeln!(text, "\n{} rules on {} subjects.\n", rules::all().count(), subjects());
    for rule in rules::all() {
        text.push_str(&entry(rule));
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn subjects() -> usize {
    rules::SUBJECTS.iter().filter(|rules| !rules.is_empty()).count()
}

/// Returns the reference of one rule in Markdown.
fn entry(rule: &Rule) -> String {
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
        let text = reference();
        for rule in rules::all() {
            assert!(text.contains(&format!("## {}\n", rule.name)), "{}", rule.name);
            assert!(!rule.on.is_empty() && !rule.about.is_empty(), "{}", rule.name);
        }
    }
}
