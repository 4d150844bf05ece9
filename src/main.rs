//! The program `excomm`: parse, dispatch, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    excomm::tell::cli::main(std::env::args_os().collect())
}
