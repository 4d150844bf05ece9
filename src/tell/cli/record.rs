//! `excomm record`: the record, with what claims it in the margin.

use super::{super::Printer, Failure, Status};

const EXAMPLES: &str = "\
Examples:
  excomm record";

/// Prints the record with its claims in the margin
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// A shipped scenario by its name, or a file or folder
    #[arg(default_value = "november-1962")]
    scenario: String,
}

pub(super) fn run(_args: &Args, _out: &mut Printer) -> Result<Status, Failure> {
    Ok(Status::Done)
}
