//! `excomm check`: all that is wrong with scenarios, in one go.

use std::{path::PathBuf, thread, time::Duration};

use serde::Serialize;

use super::{super::Printer, Failure, Format, Status, load::sources, print_json};
use crate::scenario::{self, Finding, Severity, Sources, check::render};

const EXAMPLES: &str = "\
Examples:
  excomm check my-crisis
  excomm check my-crisis --watch
  excomm check scenarios/* --deny-warnings";

/// How often files are looked at again.
const PAUSE: Duration = Duration::from_millis(300);

/// Checks scenarios and reports everything that is wrong with them
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Scenarios: folders, files, or shipped ones by name
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Checks again whenever a file changes, until interrupted
    #[arg(long)]
    watch: bool,
    /// Fails on warnings too
    #[arg(long)]
    deny_warnings: bool,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// A finding, as programs read it.
#[derive(Serialize)]
struct Shown<'a> {
    severity: &'static str,
    file: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
    hint: Option<&'a str>,
}

impl<'a> From<&'a Finding> for Shown<'a> {
    fn from(finding: &'a Finding) -> Shown<'a> {
        Shown {
            severity: finding.severity.word(),
            file: &finding.file,
            line: finding.line,
            column: finding.column,
            message: &finding.message,
            hint: finding.hint.as_deref(),
        }
    }
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let mut seen = read(args)?;
    let status = report(args, &seen, out)?;
    if !args.watch {
        return Ok(status);
    }
    loop {
        out.flush()?;
        thread::sleep(PAUSE);
        let now = read(args)?;
        let same = now.iter().zip(&seen).all(|((_, a), (_, b))| a.parts == b.parts);
        if !same {
            seen = now;
            report(args, &seen, out)?;
        }
    }
}

fn read(args: &Args) -> Result<Vec<(String, Sources)>, Failure> {
    let names = args.paths.iter().map(|path| path.display().to_string());
    names.map(|name| sources(&name).map(|sources| (name, sources))).collect()
}

fn report(args: &Args, all: &[(String, Sources)], out: &mut Printer) -> Result<Status, Failure> {
    let checked: Vec<_> = all.iter().map(|(_, sources)| scenario::check(sources)).collect();
    let findings = || checked.iter().flat_map(|checked| &checked.findings);
    let count = |severity| findings().filter(|f| f.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if args.format == Format::Json {
        #[derive(Serialize)]
        struct Body<'a> {
            findings: Vec<Shown<'a>>,
        }
        print_json(out, "check", Body { findings: findings().map(Shown::from).collect() })?;
    } else {
        for ((name, sources), checked) in all.iter().zip(&checked) {
            for finding in &checked.findings {
                let source = sources.text(&finding.file);
                out.line(&render(finding, source, true))?;
                out.line("")?;
            }
            if checked.findings.is_empty() {
                out.line(&format!("{name}: nothing is wrong"))?;
            }
        }
        if errors + warnings > 0 {
            out.line(&format!("{}, {}", many(errors, "error"), many(warnings, "warning")))?;
        }
    }
    let failed = errors > 0 || args.deny_warnings && warnings > 0;
    Ok(if failed { Status::Findings } else { Status::Done })
}

fn many(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
