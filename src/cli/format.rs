//! `excomm format`: the reference of the scenario format.

use super::{Failure, Status};
use excomm_scenario::format_reference;
use excomm_tell::Printer;

const EXAMPLES: &str = "\
Examples:
  excomm format
  excomm format > format.md";

/// Prints the reference of the scenario format, in Markdown
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {}

pub(super) fn run(_args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    out.raw(&format_reference())?;
    Ok(Status::Done)
}
