//! The program `excomm`: parse, dispatch, exit code.

use std::process::ExitCode;

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    excomm::cli::main(std::env::args_os().collect())
}
