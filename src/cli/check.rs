//! `excomm check`: all that is wrong with scenarios, in one go.

use std::{thread, time::Duration};

use serde::Serialize;

use super::{Failure, Format, Status, load::sources, print_json};
use excomm_scenario as scenario;
use excomm_scenario::{Finding, Severity, Sources, check::render};
use excomm_tell::{Printer, words};

const EXAMPLES: &str = "\
Examples:
  excomm check my-crisis
  excomm check my-crisis --watch
  excomm check scenarios/* --deny-warnings";

/// How often files are looked at by `--watch`.
const GLANCE: Duration = Duration::from_millis(400);

/// Checks scenarios and reports everything that is wrong with them
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Scenarios: folders, files, or names of shipped ones
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<String>,
    /// Checks again whenever a file changes, until interrupted
    #[arg(long, conflicts_with = "format")]
    watch: bool,
    /// Fails on warnings too
    #[arg(long)]
    deny_warnings: bool,
    /// Shows notes, too: what is well as it is, if it is meant so
    #[arg(long)]
    detail: bool,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What `check` answers in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    severity: &'static str,
    file: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
    hint: Option<&'a str>,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let sources = load(args)?;
    let status = report(args, &sources, out)?;
    if args.watch { watch(args, sources, out) } else { Ok(status) }
}

/// Checks again whenever a text has changed.
fn watch(args: &Args, mut last: Vec<Sources>, out: &mut Printer) -> Result<Status, Failure> {
    let texts = |all: &[Sources]| -> Vec<_> {
        all.iter().map(|sources| (sources.parts.clone(), sources.records.clone())).collect()
    };
    loop {
        out.flush()?;
        thread::sleep(GLANCE);
        let now = load(args)?;
        if texts(&now) != texts(&last) {
            out.line("")?;
            report(args, &now, out)?;
            last = now;
        }
    }
}

fn load(args: &Args) -> Result<Vec<Sources>, Failure> {
    args.paths.iter().map(|path| sources(path)).collect()
}

/// Prints the findings of all scenarios and how many they are.
fn report(args: &Args, all: &[Sources], out: &mut Printer) -> Result<Status, Failure> {
    let found: Vec<(Finding, Option<&str>)> = all
        .iter()
        .flat_map(|sources| {
            let findings = scenario::check(sources).findings.into_iter();
            findings.map(|finding| {
                let text = sources.text(&finding.file);
                (finding, text)
            })
        })
        .collect();
    let count = |severity| found.iter().filter(|(f, _)| f.severity == severity).count();
    let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note].map(count);
    if args.format == Format::Json {
        let findings = found.iter().map(|(finding, _)| FindingJson {
            severity: finding.severity.word(),
            file: &finding.file,
            line: finding.line,
            column: finding.column,
            message: &finding.message,
            hint: finding.hint.as_deref(),
        });
        print_json(out, "check", Answer { findings: findings.collect() })?;
    } else {
        let shown = |finding: &Finding| args.detail || finding.severity != Severity::Note;
        for (finding, text) in found.iter().filter(|(finding, _)| shown(finding)) {
            out.line(&render(finding, *text, true))?;
            out.line("")?;
        }
        out.flush()?;
        let mut text = format!(
            "{} checked: {}, {}",
            words::count(all.len(), "scenario"),
            words::count(errors, "error"),
            words::count(warnings, "warning")
        );
        if notes > 0 {
            let where_shown = if args.detail { "" } else { " (shown with `--detail`)" };
            text = format!("{text}, {}{where_shown}", words::count(notes, "note"));
        }
        Printer::stderr().line(&text)?;
    }
    let fails = errors > 0 || args.deny_warnings && warnings > 0;
    Ok(if fails { Status::Findings } else { Status::Done })
}
