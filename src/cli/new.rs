//! `excomm new`: a small scenario to start from.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use super::{Failure, Status, usage, wrong};
use excomm_scenario::record::Text;
use excomm_tell::Printer;

const EXAMPLES: &str = "\
Examples:
  excomm new my-crisis                        a small invented crisis, to change
  excomm new my-crisis --record minutes.txt   the frame for a record of your own";

/// A small scenario whose comments explain it.
const SCENARIO: &str = include_str!("../templates/scenario.ron");
/// The record it is drawn from.
const RECORD: &str = include_str!("../templates/minutes.txt");
/// The frame of a scenario that is to be drawn from a record.
const FRAME: &str = include_str!("../templates/frame.ron");

/// Writes a small commented scenario that checks and runs
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The folder to write; it must not exist, or be empty
    dir: PathBuf,
    /// Starts from this record: each of its sentences waits to be claimed
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let dir = &args.dir;
    if fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) || dir.is_file() {
        let hint = Some("name a folder that does not exist yet".to_owned());
        return Err(usage(format!("`{}` is not empty", dir.display()), hint));
    }
    let id = id(dir);
    let (name, record, scenario) = match &args.record {
        None => ("minutes.txt".to_owned(), RECORD.to_owned(), SCENARIO.replace("{id}", &id)),
        Some(path) => {
            let text = fs::read_to_string(path).map_err(|error| {
                usage(format!("`{}` cannot be read: {error}", path.display()), None)
            })?;
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("record.txt");
            let scenario = FRAME
                .replace("{id}", &id)
                .replace("{file}", &literal(name))
                .replace("{stubs}", stubs(&text).trim_end());
            (name.to_owned(), text, scenario)
        }
    };
    let write = |file: &str, text: &str| {
        let path = dir.join(file);
        fs::write(&path, text).map_err(|error| {
            wrong(format!("`{}` cannot be written: {error}", path.display()), None)
        })
    };
    fs::create_dir_all(dir).map_err(|error| {
        wrong(format!("the folder `{}` cannot be made: {error}", dir.display()), None)
    })?;
    write(&name, &record)?;
    write("scenario.ron", &scenario)?;
    let at = dir.display();
    out.line(&format!("{at}/scenario.ron"))?;
    out.line(&format!("{at}/{name}"))?;
    out.flush()?;
    Printer::stderr().line(&format!("now try `excomm check {at}` and `excomm run {at}`"))?;
    Ok(Status::Done)
}

/// Makes an id of a folder's name: small letters, digits and hyphens.
fn id(dir: &Path) -> String {
    let name = dir.file_name().and_then(|name| name.to_str()).unwrap_or("crisis").to_lowercase();
    let letters = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
    let id = letters.collect::<String>().trim_matches('-').to_owned();
    if id.is_empty() { "crisis".to_owned() } else { id }
}

/// Writes each sentence of a record as a comment that becomes a claim without its slashes.
fn stubs(record: &str) -> String {
    let mut stubs = String::new();
    let mut paragraph = 0;
    for sentence in &Text::new(record, &[]).sentences {
        if sentence.paragraph != paragraph {
            paragraph = sentence.paragraph;
            let _ = writeln!(stubs, "        // Paragraph {paragraph}");
        }
        let words = literal(&sentence.words);
        let why = literal("say why nothing models it");
        let _ = writeln!(stubs, "        // (record: \"record\", words: {words}, why: {why}),");
    }
    stubs
}

/// Writes a text as RON wants it.
fn literal(text: &str) -> String {
    ron::to_string(text).unwrap_or_default()
}
