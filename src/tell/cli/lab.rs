//! `excomm lab`: a study that is written in a file.

use std::{fs, path::PathBuf};

use super::{
    super::Printer,
    Failure, Format, Status, compare,
    many::{ManyArgs, refused, table_format},
    sweep, usage,
    world::{VaryArg, WorldArgs},
};
use crate::{
    lab::{Method, Study},
    world::Vary,
};

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
    /// Draws a chart of it
    #[arg(long, value_name = "FILE.svg")]
    chart: Option<PathBuf>,
    /// How it is printed
    #[arg(long, value_parser = table_format(), default_value = "text")]
    format: Format,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let path = args.file.display();
    let text = fs::read_to_string(&args.file).map_err(|error| {
        let hint = "`docs/study.ron` shows how a study is written".to_owned();
        usage(format!("`{path}` cannot be read: {error}"), Some(hint))
    })?;
    let mut study = Study::read(&text).map_err(|mut why| {
        why.message = format!("`{path}`: {}", why.message);
        refused(why)
    })?;
    match study.method.clone() {
        Method::Sweep { fan } => {
            let until_width = study.until_width;
            sweep::run(&sweep::Args { fan, until_width, many: args.many(study) }, out)
        }
        Method::Compare { against } => {
            if let Some(first) = against {
                study.branches.insert(0, first);
            }
            let until_width = study.until_width;
            let many = args.many(study);
            let args = compare::Args { given: None, marker: Vec::new(), until_width, many };
            compare::run(&args, out)
        }
    }
}

impl Args {
    /// Returns the options that say what a study says.
    fn many(&self, study: Study) -> ManyArgs {
        ManyArgs {
            runs: study.runs,
            lucks: study.lucks,
            threads: self.threads,
            outcome: study.outcomes,
            chart: self.chart.clone(),
            format: self.format,
            world: WorldArgs {
                scenario: study.scenario,
                seed: study.seed,
                fact_seed: study.fact_seed,
                branch: study.branches,
                choose: study.choose,
                set: study.set,
                vary: Some(match study.vary {
                    Vary::None => VaryArg::None,
                    Vary::Assumed => VaryArg::Assumed,
                    Vary::Disputed => VaryArg::Disputed,
                    Vary::All => VaryArg::All,
                }),
            },
        }
    }
}
