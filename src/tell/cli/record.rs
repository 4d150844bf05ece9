//! `excomm record`: the record, with what claims it in the margin.

use std::collections::BTreeSet;

use clap::ValueEnum;
use serde::Serialize;

use super::{
    super::{
        Printer,
        record::{CSV_HEADING, Counts, Margin, SentenceJson},
        style,
    },
    Failure, Status,
    load::{playable, sources},
    print_json, usage,
    world::did_you_mean,
    wrong,
};
use crate::{
    lab::{self, Proof},
    scenario::{Checked, format::Part},
};

const EXAMPLES: &str = "\
Examples:
  excomm record                    the record, and what models each sentence
  excomm record --speaker ID       what one person said
  excomm record --format csv > record.csv
  excomm record my-crisis --prove 1000 > my-crisis/proven.csv";

/// Prints the record with its claims in the margin
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// A shipped scenario by its name, or a file or folder
    #[arg(default_value = "november-1962")]
    scenario: String,
    /// Only sentences with something this person said, by id
    #[arg(long, value_name = "ID")]
    speaker: Option<String>,
    /// Works out which claims are proven, in so many worlds of each branch, and prints them as
    /// the file `proven.csv` that belongs beside the scenario
    #[arg(long, value_name = "WORLDS")]
    prove: Option<u64>,
    /// Tries only these items, by their paths
    #[arg(long, value_name = "PATH", requires = "prove", num_args = 1..)]
    item: Vec<String>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: RecordFormat,
}

/// How a record is printed: for people, as comma-separated values with a claim a line, or as an
/// object for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum RecordFormat {
    #[default]
    Text,
    Csv,
    Json,
}

/// What `record` answers in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    counts: Counts,
    list: Vec<SentenceJson<'a>>,
}

/// Leaves out each item that claims a sentence, and prints those without which an outcome changes.
fn prove(
    part: &Part,
    checked: &Checked,
    (worlds, only): (u64, &[String]),
    out: &mut Printer,
) -> Result<Status, Failure> {
    let mut items: BTreeSet<&str> =
        checked.coverage.values().flat_map(|coverage| coverage.by_item().into_keys()).collect();
    if let Some(wrong) = only.iter().find(|item| !items.contains(item.as_str())) {
        let hint = did_you_mean(wrong, items.iter().copied(), "`excomm record` lists them".into());
        return Err(usage(format!("no item `{wrong}` claims a sentence"), Some(hint)));
    }
    items.retain(|item| only.is_empty() || only.iter().any(|one| one == item));
    out.line("item,branch,outcome,changed,worlds")?;
    for item in items {
        let proof = lab::prove(part, item, worlds).map_err(|problem| wrong(problem, None))?;
        if let Some(Proof { branch, outcome, changed, worlds }) = proof {
            out.line(&format!("{item},{branch},{outcome},{changed},{worlds}"))?;
            out.flush()?;
        }
    }
    Ok(Status::Done)
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let sources = sources(&args.scenario)?;
    let (part, checked) = playable(&sources, &args.scenario)?;
    let speaker = args.speaker.as_deref();
    if let Some(id) = speaker
        && part.people.iter().all(|person| person.id != id)
    {
        let known = part.people.iter().map(|person| person.id.as_str());
        let all = known.clone().collect::<Vec<_>>().join(", ");
        let hint = did_you_mean(id, known, format!("there are {all}"));
        return Err(usage(format!("there is no person `{id}`"), Some(hint)));
    }
    if let Some(worlds) = args.prove {
        return prove(&part, &checked, (worlds, &args.item), out);
    }
    let rows = sources.proven.lines().skip(1);
    let proven: BTreeSet<&str> = rows.filter_map(|row| row.split(',').next()).collect();
    let margins: Vec<Margin> = checked
        .records
        .iter()
        .filter_map(|(record, text)| {
            let coverage = checked.coverage.get(record)?;
            Some(Margin { part: &part, record, text, coverage, proven: &proven })
        })
        .collect();
    let counts = margins.iter().map(Margin::counts).fold(Counts::default(), Counts::add);
    match args.format {
        RecordFormat::Json => {
            let list = margins.iter().flat_map(|margin| margin.list(speaker)).collect();
            print_json(out, "record", Answer { counts, list })?;
        }
        RecordFormat::Csv => {
            out.line(CSV_HEADING)?;
            for margin in &margins {
                margin.print_csv(out, speaker)?;
            }
        }
        RecordFormat::Text => {
            for margin in &margins {
                out.paragraph("", &title(&part, margin.record), style::HEADING)?;
                margin.print(out, speaker)?;
                out.line("")?;
            }
            out.paragraph("", &counts.says(), style::PLAIN)?;
        }
    }
    Ok(Status::Done)
}

fn title(part: &Part, record: &str) -> String {
    let known = part.scenario.as_ref().and_then(|head| head.records.get(record));
    known.map_or_else(|| record.to_owned(), |known| known.title.clone())
}
