//! `excomm check`: all that is wrong with scenarios, in one go.

use std::path::PathBuf;

use super::{super::Printer, Failure, Format, Status, load::load};

const EXAMPLES: &str = "\
Examples:
  excomm check my-crisis
  excomm check my-crisis --watch
  excomm check scenarios/* --deny-warnings";

/// Checks scenarios and reports everything that is wrong with them
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Scenarios: folders or files
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Checks again whenever a file changes
    #[arg(long)]
    watch: bool,
    /// Fails on warnings too
    #[arg(long)]
    deny_warnings: bool,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, _out: &mut Printer) -> Result<Status, Failure> {
    for path in &args.paths {
        load(&path.display().to_string())?;
    }
    Ok(Status::Done)
}
