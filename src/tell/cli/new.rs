//! `excomm new`: a small scenario to start from.

use std::path::PathBuf;

use super::{super::Printer, Failure, Status};

const EXAMPLES: &str = "\
Examples:
  excomm new my-crisis
  excomm new my-crisis --record minutes.txt";

/// Writes a small commented scenario that checks and runs
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The folder to write
    dir: PathBuf,
    /// Starts from this record: each of its sentences is to be claimed
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
}

pub(super) fn run(_args: &Args, _out: &mut Printer) -> Result<Status, Failure> {
    Ok(Status::Done)
}
