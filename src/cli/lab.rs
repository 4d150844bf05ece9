//! `excomm lab`: a study that is written in a file.

use std::{fs, path::PathBuf};

use super::{
    Failure, Format, Status, compare,
    many::{ManyArgs, refused, table_format},
    rows::RowsArgs,
    sensitivity, sweep, usage,
};
use excomm_lab::{Method, Study};
use excomm_tell::Printer;

const EXAMPLES: &str = "\
Examples:
  excomm lab study.ron                        runs the study and prints what its command prints
  excomm lab study.ron --format json --threads 4
  excomm lab study.ron --chart study.svg";

/// Runs a study that is written in a file
///
/// The file holds what the options of `sweep` or `compare` say, so that a question can be kept and
/// asked again. `docs/study.ron` in the sources explains every line.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The file
    #[arg(value_name = "FILE.ron")]
    file: PathBuf,
    /// Threads that play [default: one a core]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Says all: bands, computing errors and shares of each outcome
    #[arg(long)]
    detail: bool,
    /// Draws a chart of it
    #[arg(long, value_name = "FILE.svg")]
    chart: Option<PathBuf>,
    /// How it is printed
    #[arg(long, value_parser = table_format(), default_value = "text")]
    format: Format,
    #[command(flatten)]
    rows: RowsArgs,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let path = args.file.display();
    let text = fs::read_to_string(&args.file).map_err(|error| {
        let hint = "`docs/study.ron` shows how a study is written".to_owned();
        usage(format!("`{path}` cannot be read: {error}"), Some(hint))
    })?;
    let study = Study::read(&text).map_err(|mut why| {
        why.message = format!("`{path}`: {}", why.message);
        refused(why)
    })?;
    let many = ManyArgs {
        threads: args.threads,
        chart: args.chart.clone(),
        format: args.format,
        ..ManyArgs::of(&study)
    };
    let (until_width, rows) = (study.until_width, args.rows.clone());
    match study.method {
        Method::Sweep { fan } => {
            sweep::run(&sweep::Args { fan, until_width, detail: args.detail, rows, many }, out)
        }
        Method::Compare { .. } => compare::run(
            &compare::Args {
                given: None,
                marker: Vec::new(),
                until_width,
                detail: args.detail,
                rows,
                many,
            },
            out,
        ),
        method => sensitivity::play(&many, method, &rows, args.detail, out),
    }
}
