//! `excomm merge`: shards of a study become one table, and one answer.

use std::path::{Path, PathBuf};

use super::{
    Failure, Format, Status, compare,
    many::{Many, ManyArgs, table_format},
    rows::{count, unusable},
    sensitivity,
    shard::{Made, Shard},
    sweep, usage, wrong,
};
use excomm_lab::{
    Counting, Layout, Method,
    table::{self, Sink, Source},
};
use excomm_tell::{Printer, words};

const EXAMPLES: &str = "\
Examples:
  excomm merge part-*.parquet                        what one machine would have said
  excomm merge part-*.parquet --out rows.parquet     and all rows in one file
  excomm merge rows.csv --chart ends.svg             says again what came of a whole table";

/// Joins the shards of a study and says what came of all its worlds
///
/// The files can be named in any order, and all shards must be there. The answer is the one that a
/// single machine would have printed, to the last digit.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The files of the shards, or one whole table
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Writes all rows to a new file, CSV or Parquet by its name
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Says all: bands, computing errors and shares of each outcome
    #[arg(long)]
    detail: bool,
    /// Draws a chart of it
    #[arg(long, value_name = "FILE.svg")]
    chart: Option<PathBuf>,
    /// How it is printed
    #[arg(long, value_parser = table_format(), default_value = "text")]
    format: Format,
}

/// A file that is merged.
struct Part {
    path: PathBuf,
    source: Source,
    made: Made,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let mut parts = open(&args.files)?;
    same_study(&parts)?;
    in_order(&mut parts)?;
    let Some(first) = parts.first() else { return Ok(Status::Done) };
    let made = Made { shard: None, ..first.made.clone() };
    same_program(&made)?;
    let study = &made.study;
    let mine = ManyArgs { chart: args.chart.clone(), format: args.format, ..ManyArgs::of(study) };
    let many = mine.open_table(&mine.world.branch)?;
    match study.method {
        Method::Sweep { .. } => {
            let mut results = many.ask(study.clone())?;
            join(&mut parts, &made, &many, &mut results, args.out.as_deref())?;
            sweep::show(&mine, &many, &results, args.detail, out)?;
        }
        Method::Compare { .. } => {
            let mut results = many.ask(study.clone())?;
            join(&mut parts, &made, &many, &mut results, args.out.as_deref())?;
            compare::show(&mine, &many, &results, args.detail, out)?;
        }
        Method::Sobol { .. } | Method::Morris { .. } => {
            let planned = sensitivity::plan(&many, study)?;
            let mut numbered = planned.numbered();
            join(&mut parts, &made, &many, &mut numbered, args.out.as_deref())?;
            sensitivity::show(&mine, &many, &planned, &numbered.rows, args.detail, out)?;
        }
    }
    Ok(Status::Done)
}

/// Counts the rows of all parts, and writes them to one file if that was asked for.
fn join(
    parts: &mut [Part],
    made: &Made,
    many: &Many,
    counting: &mut dyn Counting,
    out: Option<&Path>,
) -> Result<(), Failure> {
    let sides = many.played();
    let layout = Layout::new(&many.part, &sides, &made.study);
    let table = made.table(&layout, sides.len());
    if let Some(part) = parts.iter().find(|part| part.source.table().columns != table.columns) {
        let why = format!("`{}` has other columns than this program writes", part.path.display());
        return Err(wrong(why, None));
    }
    let mut sink = out.map(|path| Sink::create(path, &table)).transpose().map_err(unusable)?;
    let wanted = if sink.is_some() { vec![true; table.columns.len()] } else { layout.counted() };
    for part in parts {
        let worlds = part.made.worlds();
        let reading = (&mut part.source, &*wanted);
        let end = count(counting, &layout, reading, worlds.start, |block| match &mut sink {
            Some(sink) => sink.append(block.len(), &|row, column| block[row][column].clone()),
            None => Ok(()),
        })?;
        if end < worlds.end && !counting.enough() {
            let (done, all) = (end - worlds.start, worlds.end - worlds.start);
            let (done, all) = (words::thousands(done), words::thousands(all));
            let path = part.path.display();
            let why = format!("`{path}` was stopped: it has {done} of {all} worlds");
            let hint = format!("the command that began it goes on with `--resume {path}`");
            return Err(wrong(why, Some(hint)));
        }
    }
    sink.map_or(Ok(()), Sink::finish).map_err(unusable)
}

/// Opens the files; dictionaries, which a pattern may have caught, are passed over.
fn open(files: &[PathBuf]) -> Result<Vec<Part>, Failure> {
    let dictionary = |path: &&PathBuf| path.to_string_lossy().ends_with(".dictionary.csv");
    let open = |path: &PathBuf| {
        let source = Source::open(path).map_err(unusable)?;
        let made = serde_json::from_value(source.table().head.design.clone());
        let made = made.map_err(|error| {
            let why = format!("`{}` does not say how its rows were made: {error}", path.display());
            wrong(why, None)
        })?;
        Ok(Part { path: path.clone(), source, made })
    };
    files.iter().filter(|path| !dictionary(path)).map(open).collect()
}

/// Refuses parts that do not belong together.
fn same_study(parts: &[Part]) -> Result<(), Failure> {
    let Some((first, others)) = parts.split_first() else { return Ok(()) };
    let design = |part: &Part| Made { shard: None, ..part.made.clone() }.design();
    for other in others {
        if let Some(differs) = table::differs(&design(first), &design(other)) {
            let (first, other) = (first.path.display(), other.path.display());
            let why = format!("`{first}` and `{other}` are not of one study: {differs}");
            return Err(usage(why, Some("here is the first, there the second".to_owned())));
        }
    }
    Ok(())
}

/// Puts parts in the order of their worlds; none may be missing, and none there twice.
fn in_order(parts: &mut [Part]) -> Result<(), Failure> {
    let place = |part: &Part| part.made.shard.unwrap_or(Shard { k: 1, n: 1 });
    parts.sort_by_key(|part| (place(part).n, place(part).k));
    for pair in parts.windows(2) {
        if place(&pair[0]) == place(&pair[1]) {
            let (first, second) = (pair[0].path.display(), pair[1].path.display());
            let hint = Some("name one of them".to_owned());
            return Err(usage(format!("`{first}` and `{second}` hold the same worlds"), hint));
        }
    }
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return Ok(()) };
    let (n, other) = (place(first).n, place(last).n);
    if n != other {
        let (first, last) = (first.path.display(), last.path.display());
        let why = format!("`{first}` is one of {n} shards and `{last}` one of {other}");
        return Err(usage(why, Some("merge shards that were cut in one way".to_owned())));
    }
    let there = |k: &u64| parts.iter().any(|part| place(part).k == *k);
    let missing: Vec<String> = (1..=n).filter(|k| !there(k)).map(|k| format!("{k}/{n}")).collect();
    if let Some(one) = missing.first() {
        let names: Vec<&str> = missing.iter().map(String::as_str).collect();
        let (shards, are) = if names.len() == 1 { ("shard", "is") } else { ("shards", "are") };
        let why = format!("{shards} {} {are} missing", words::list(&names));
        let hint = format!("name its file too, or play it: `--shard {one} --out FILE`");
        return Err(usage(why, Some(hint)));
    }
    Ok(())
}

/// Refuses rows that this program would not have made.
fn same_program(made: &Made) -> Result<(), Failure> {
    let now = Made::by_this_program(&made.study, None).map_err(|failure| match failure {
        Failure::Usage(message) => wrong(
            format!("the scenario of these rows cannot be read: {}", message.message),
            Some("merge in the folder in which they were played".to_owned()),
        ),
        failure => failure,
    })?;
    let Some(differs) = table::differs(&now.design(), &made.design()) else { return Ok(()) };
    let why = format!("the rows were made otherwise than this program would: {differs}");
    let hint = "merge with the program and the scenario that played them";
    Err(wrong(why, Some(hint.to_owned())))
}
