//! `excomm rules`: what the engine does, from its own table.

use super::{Failure, Status, usage, world::did_you_mean};
use excomm_engine::rules;
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
        out.raw(&rules::rules_reference())?;
        return Ok(Status::Done);
    };
    let found: Vec<_> = rules::all().filter(|rule| rule.name.starts_with(name.as_str())).collect();
    if found.is_empty() {
        let known = rules::all().map(|rule| rule.name);
        let hint = did_you_mean(name, known, "`excomm rules` lists all".to_owned());
        return Err(usage(format!("there is no rule `{name}`"), Some(hint)));
    }
    for rule in found {
        out.raw(&rules::rule_reference(rule))?;
    }
    Ok(Status::Done)
}
