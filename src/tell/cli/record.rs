//! `excomm record`: the record, with what claims it in the margin.

use clap::ValueEnum;
use serde::Serialize;

use super::{
    super::{Printer, style},
    Failure, Status, load, print_json, usage,
};
use crate::{
    record::{Covered, Sentence},
    scenario::{Checked, format::Part},
};

const EXAMPLES: &str = "\
Examples:
  excomm record
  excomm record --speaker rusk
  excomm record --format csv > claims.csv";

/// Prints the record with its claims in the margin
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// A shipped scenario by its name, or a file or folder
    #[arg(default_value = "november-1962")]
    scenario: String,
    /// Only sentences with a claim of this speaker, by id
    #[arg(long, value_name = "PERSON")]
    speaker: Option<String>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Shape,
}

/// How the record is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Shape {
    /// Text for people.
    #[default]
    Text,
    /// A table, a row a claim.
    Csv,
    /// One object for programs, as in docs/json.md.
    Json,
}

/// A sentence, as programs read it.
#[derive(Serialize)]
struct Shown {
    record: String,
    number: usize,
    paragraph: usize,
    line: usize,
    text: String,
    claims: Vec<Claim>,
    context: Option<String>,
}

#[derive(Serialize)]
struct Claim {
    item: String,
    speaker: Option<String>,
    proven: bool,
}

#[derive(Serialize)]
struct Body {
    sentences: usize,
    claimed: usize,
    proven: usize,
    context: usize,
    quotes: usize,
    not_found: usize,
    list: Vec<Shown>,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let (checked, part) = load::checked(&args.scenario)?;
    if let Some(speaker) = &args.speaker
        && !part.people.iter().any(|person| person.id == *speaker)
    {
        let known = part.people.iter().map(|person| person.id.as_str());
        let all: Vec<&str> = known.clone().collect();
        let all = format!("there are {}", all.join(", "));
        let hint = super::world::did_you_mean(speaker, known, all);
        return Err(usage(format!("nobody has the id `{speaker}`"), Some(hint)));
    }
    let proven = load::proven(&args.scenario)?;
    let body = body(&checked, args.speaker.as_deref(), &proven);
    match args.format {
        Shape::Text => text(out, &body, &part)?,
        Shape::Csv => csv(out, &body)?,
        Shape::Json => print_json(out, "record", &body)?,
    }
    Ok(Status::Done)
}

fn body(checked: &Checked, speaker: Option<&str>, proven: &[String]) -> Body {
    let mut body = Body {
        sentences: 0,
        claimed: 0,
        proven: 0,
        context: 0,
        quotes: 0,
        not_found: 0,
        list: Vec::new(),
    };
    for (id, coverage) in &checked.coverage {
        let text = &checked.records[id];
        let (claimed, context) = coverage.counts();
        body.sentences += text.sentences.len();
        body.claimed += claimed;
        body.context += context;
        body.quotes += coverage.quotes;
        body.not_found += coverage.not_found.len();
        for (sentence, covered) in text.sentences.iter().zip(&coverage.sentences) {
            let shown = shown(id, sentence, covered, proven);
            body.proven += usize::from(shown.claims.iter().any(|claim| claim.proven));
            let said = |claim: &Claim| speaker.is_none() || claim.speaker.as_deref() == speaker;
            if speaker.is_none() || shown.claims.iter().any(said) {
                body.list.push(shown);
            }
        }
    }
    body
}

fn shown(record: &str, sentence: &Sentence, covered: &Covered, proven: &[String]) -> Shown {
    let claims = covered.claims.iter().map(|(item, speaker)| Claim {
        item: item.clone(),
        speaker: speaker.clone(),
        proven: proven.contains(item),
    });
    Shown {
        record: record.to_owned(),
        number: sentence.number,
        paragraph: sentence.paragraph,
        line: sentence.line,
        text: sentence.words.clone(),
        claims: claims.collect(),
        context: covered.context.clone(),
    }
}

fn text(out: &mut Printer, body: &Body, part: &Part) -> Result<(), Failure> {
    let name = |id: &str| {
        let person = part.people.iter().find(|person| person.id == id);
        person.map_or_else(|| id.to_owned(), |person| person.title.clone())
    };
    let mut paragraph = None;
    for sentence in &body.list {
        let here = (sentence.record.clone(), sentence.paragraph);
        if paragraph.as_ref() != Some(&here) {
            out.line("")?;
            paragraph = Some(here);
        }
        let number = format!("{:>3}  ", sentence.number);
        out.paragraph(&number, &sentence.text, style::PLAIN)?;
        for claim in &sentence.claims {
            let mark = if claim.proven { "=" } else { "-" };
            let speaker = claim.speaker.as_deref().map(|id| format!(" ({})", name(id)));
            let line = format!("{}{}", claim.item, speaker.unwrap_or_default());
            out.paragraph(&format!("       {mark} "), &line, style::DIM)?;
        }
        if let (true, Some(why)) = (sentence.claims.is_empty(), &sentence.context) {
            out.paragraph("       . ", &format!("context: {why}"), style::DIM)?;
        }
    }
    out.line("")?;
    let line = format!(
        "{} sentences: {} claimed by what models them, {} of these proven by leaving it out, {} \
         context. {} quotes, {} not found.",
        body.sentences, body.claimed, body.proven, body.context, body.quotes, body.not_found
    );
    out.paragraph("", &line, style::PLAIN)?;
    out.line("= proven: an outcome changes without it; - claimed; . context")?;
    Ok(())
}

fn csv(out: &mut Printer, body: &Body) -> Result<(), Failure> {
    let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    out.line("record,sentence,paragraph,line,text,item,speaker,proven,context")?;
    for s in &body.list {
        let (record, words) = (cell(&s.record), cell(&s.text));
        let start = format!("{record},{},{},{},{words}", s.number, s.paragraph, s.line);
        for claim in &s.claims {
            let speaker = cell(claim.speaker.as_deref().unwrap_or(""));
            out.line(&format!("{start},{},{speaker},{},", cell(&claim.item), claim.proven))?;
        }
        if s.claims.is_empty() {
            out.line(&format!("{start},,,,{}", cell(s.context.as_deref().unwrap_or(""))))?;
        }
    }
    Ok(())
}
