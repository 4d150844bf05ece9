//! `excomm record`: the record, with what claims it in the margin.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{
    Failure, Format, Status,
    load::{playable, sources},
    many::table_format,
    print_json, usage,
    world::did_you_mean,
};
use excomm_scenario::format::Part;
use excomm_tell::{
    Printer,
    record::{CSV_HEADING, Counts, Margin, SentenceJson},
    style,
};

const EXAMPLES: &str = "\
Examples:
  excomm record                    the record, and what models each sentence
  excomm record --speaker rusk     what one person said
  excomm record --format csv > record.csv

`+` in the margin: proven, as `excomm coverage` last worked it out.";

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
    /// How it is printed
    #[arg(long, value_parser = table_format(), default_value = "text")]
    format: Format,
}

/// What `record` answers in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    counts: Counts,
    list: Vec<SentenceJson<'a>>,
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
    let proven = proven(&sources.proven);
    let margins: Vec<Margin> = checked
        .records
        .iter()
        .filter_map(|(record, text)| {
            let coverage = checked.coverage.get(record)?;
            Some(Margin { part: &part, record, text, coverage, proven: &proven })
        })
        .collect();
    let counts = margins.iter().map(Margin::counts).fold(Counts::default(), Counts::and);
    match args.format {
        Format::Json => {
            let list = margins.iter().flat_map(|margin| margin.list(speaker)).collect();
            print_json(out, "record", Answer { counts, list })?;
        }
        Format::Csv => {
            out.line(CSV_HEADING)?;
            for margin in &margins {
                margin.print_csv(out, speaker)?;
            }
        }
        Format::Text => {
            for margin in &margins {
                out.paragraph("", &title(&part, margin.record), style::HEADING)?;
                margin.print(out, speaker)?;
                out.line("")?;
            }
            out.paragraph("", &counts.says(), style::PLAIN)?;
            let text = "`excomm coverage` works out what is proven, and lists what is dead.";
            out.paragraph("", text, style::DIM)?;
        }
    }
    Ok(Status::Done)
}

/// Returns the items that are proven by the rows `item,branch,outcome,changed,worlds`.
pub(super) fn proven(rows: &str) -> BTreeSet<&str> {
    let fields = rows.lines().skip(1).map(|row| row.split(',').collect::<Vec<_>>());
    let changes = |row: &Vec<&str>| row.get(3).is_none_or(|changed| *changed != "0");
    fields.filter(changes).filter_map(|row| row.first().copied()).collect()
}

fn title(part: &Part, record: &str) -> String {
    let known = part.scenario.as_ref().and_then(|head| head.records.get(record));
    known.map_or_else(|| record.to_owned(), |known| known.title.clone())
}
