//! Rows of all worlds that a command plays: to a file, on from where one was stopped, or in shards.

use std::{
    env,
    ops::{ControlFlow, Range},
    path::{Path, PathBuf},
    process,
    sync::atomic::{AtomicBool, Ordering},
};

use super::super::progress;
use super::{
    Failure, Format, Message,
    many::Many,
    shard::{Made, Shard, tell_shard},
    usage, wrong,
};
use excomm_lab::{
    BLOCK, Counting, Layout, Playing, Results, Row, Study, blocks,
    table::{self, Cell, Sink, Source, Table, TableError},
};
use excomm_tell::{Printer, style, words};

/// Where the rows of all worlds go.
#[derive(clap::Args, Debug, Clone, Default)]
#[command(next_help_heading = "Rows of all worlds")]
pub(super) struct RowsArgs {
    /// Writes a row for each world in each branch to a new file, CSV or Parquet by its name
    #[arg(long, value_name = "FILE", conflicts_with = "resume")]
    pub out: Option<PathBuf>,
    /// Goes on with such a file that was stopped; begins it if it is not there
    #[arg(long, value_name = "FILE")]
    pub resume: Option<PathBuf>,
    /// Plays the K-th of N shards, for N machines; `excomm merge` joins their files
    #[arg(long, value_name = "K/N")]
    pub shard: Option<Shard>,
}

/// Turns what is wrong with a file into how a command fails.
pub(super) fn unusable(error: TableError) -> Failure {
    usage(error.message, error.hint)
}

fn failed(error: TableError) -> Failure {
    wrong(error.message, error.hint)
}

/// Counts the worlds of a file again, from `world` on, and hands each block of rows on.
///
/// Returns the world after the last.
pub(super) fn count(
    counting: &mut dyn Counting,
    layout: &Layout,
    (source, wanted): (&mut Source, &[bool]),
    mut world: u64,
    mut each: impl FnMut(&[Vec<Cell>]) -> Result<(), TableError>,
) -> Result<u64, Failure> {
    let branches = counting.branches();
    while let Some(block) = source.block(wanted).map_err(failed)? {
        let row = |(i, cells): (usize, &Vec<Cell>)| {
            layout.row(world + (i / branches) as u64, i % branches, cells)
        };
        let rows: Option<Vec<Row>> = block.iter().enumerate().map(row).collect();
        let rows = rows.ok_or_else(|| {
            let after = words::thousands(world);
            wrong(format!("after {after} worlds a row stands where it does not belong"), None)
        })?;
        counting.take(&rows);
        each(&block).map_err(failed)?;
        world += (block.len() / branches) as u64;
    }
    Ok(world)
}

impl RowsArgs {
    /// Returns the file that rows go to.
    pub(super) fn file(&self) -> Option<&PathBuf> {
        self.out.as_ref().or(self.resume.as_ref())
    }

    /// Plays a study and writes the rows of its worlds, if that was asked for. A shard has no answer
    /// of its own: none is returned.
    pub(super) fn play<'m>(
        &self,
        many: &'m Many,
        study: Study,
        format: Format,
        out: &mut Printer,
    ) -> Result<Option<Results<'m>>, Failure> {
        let study = study.check().map_err(super::many::refused)?;
        let mut results = many.ask(study.clone())?;
        let whole = self.fill(&mut results, many, &study, format, out)?;
        Ok(whole.then_some(results))
    }

    /// Plays the worlds of a study, counts them and writes their rows, if that was asked for; returns
    /// whether all have been counted, and not those of a shard alone.
    pub(super) fn fill(
        &self,
        counting: &mut dyn Counting,
        many: &Many,
        study: &Study,
        format: Format,
        out: &mut Printer,
    ) -> Result<bool, Failure> {
        let Some(path) = self.file() else {
            if self.shard.is_some() {
                let hint = "add `--out part-K.parquet`; `excomm merge` joins the parts".to_owned();
                return Err(usage("a shard needs a file for its rows".to_owned(), Some(hint)));
            }
            play_with_bar(counting, study.runs);
            return Ok(true);
        };
        self.check_shard(study)?;
        let made = Made::by_this_program(study, self.shard)?;
        let sides = many.played();
        let layout = Layout::new(&many.part, &sides, study);
        let table = made.table(&layout, sides.len());
        let (sink, done) = self.begin(path, &table, counting, (&layout, made.worlds()))?;
        write(counting, &layout, sink, done..made.worlds().end, path)?;
        if let Some(shard) = self.shard {
            tell_shard(shard, &made, path, format, out)?;
        }
        Ok(self.shard.is_none())
    }

    fn check_shard(&self, study: &Study) -> Result<(), Failure> {
        let Some(shard) = self.shard else { return Ok(()) };
        if study.until_width.is_some() {
            let hint = "leave `--until-width` out, or play it on one machine".to_owned();
            let why = "a shard cannot know when all of them together know enough".to_owned();
            return Err(usage(why, Some(hint)));
        }
        let all = blocks(study.runs);
        if shard.n > all {
            let (runs, all) = (words::thousands(study.runs), words::thousands(all));
            let why = format!(
                "{runs} worlds are {all} blocks of 1,000, too few for {} shards",
                words::thousands(shard.n)
            );
            let hint = format!("take at most {all} shards, or more `--runs`");
            return Err(usage(why, Some(hint)));
        }
        Ok(())
    }

    /// Begins the file, or counts what is there of it; returns the world to go on with.
    fn begin(
        &self,
        path: &Path,
        table: &Table,
        counting: &mut dyn Counting,
        (layout, worlds): (&Layout, Range<u64>),
    ) -> Result<(Sink, u64), Failure> {
        if self.resume.is_none() && table::exists(path) {
            let why = format!("`{}` is there already", path.display());
            let hint = "`--resume` instead of `--out` goes on with it; or remove it".to_owned();
            return Err(usage(why, Some(hint)));
        }
        if !table::exists(path) {
            return Ok((Sink::create(path, table).map_err(unusable)?, worlds.start));
        }
        let mut source = Source::open(path).map_err(unusable)?;
        let there = source.table();
        let differs = table::differs(&table.head.design, &there.head.design);
        let columns = (there.columns != table.columns).then(|| "has other columns".to_owned());
        if let Some(differs) = differs.or(columns) {
            let why = format!("`{}` holds other worlds: {differs}", path.display());
            let hint = "ask as it was asked before, or write to another file".to_owned();
            return Err(usage(why, Some(hint)));
        }
        let reading = (&mut source, &*layout.counted());
        let done = count(counting, layout, reading, worlds.start, |_| Ok(()))?;
        let (there, all) = (done - worlds.start, worlds.end - worlds.start);
        let (there, all) = (words::thousands(there), words::thousands(all));
        let text = format!("`{}` has {there} of {all} worlds already", path.display());
        Printer::stderr().label(style::HINT, "resume", &text)?;
        Ok((source.go_on().map_err(failed)?, done))
    }
}

/// Plays all worlds, with a bar where a terminal shows one.
pub(super) fn play_with_bar(counting: &mut dyn Counting, worlds: u64) {
    let bar = progress::bar(worlds, "worlds");
    counting.play(Playing { tick: Some(&|| bar.inc(1)), ..Playing::default() });
    bar.finish_and_clear();
}

/// Plays worlds, counts them and writes their rows.
fn write(
    counting: &mut dyn Counting,
    layout: &Layout,
    mut sink: Sink,
    worlds: Range<u64>,
    path: &Path,
) -> Result<(), Failure> {
    listen();
    let bar = progress::bar(worlds.end - worlds.start, "worlds");
    let (mut at, mut broken) = (worlds.start, None);
    let branches = counting.branches();
    let mut each = |rows: &[Row]| {
        let written = sink.append(rows.len(), &|row, column| layout.cell(&rows[row], column));
        at += (rows.len() / branches) as u64;
        broken = written.err();
        let stop = broken.is_some() || STOP.load(Ordering::Relaxed);
        if stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    if !counting.enough() {
        counting.play(Playing {
            blocks: Some(worlds.start.div_ceil(BLOCK)..worlds.end.div_ceil(BLOCK)),
            each: Some(&mut each),
            tick: Some(&|| bar.inc(1)),
        });
    }
    bar.finish_and_clear();
    if let Some(error) = broken {
        return Err(failed(error));
    }
    if at < worlds.end && !counting.enough() {
        return Err(stopped(at, &worlds, path));
    }
    sink.finish().map_err(failed)
}

/// Whether somebody has asked the program to stop.
static STOP: AtomicBool = AtomicBool::new(false);

/// Lets Ctrl-C, or a machine that is taken away, stop after the present block.
fn listen() {
    // a second call in the same process is refused, and the first stands
    _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            #[expect(clippy::exit, reason = "who asks twice does not want to wait")]
            process::exit(130);
        }
        let text = "after this block of 1,000 worlds; once more stops at once and loses the block";
        _ = Printer::stderr().label(style::HINT, "stopping", text);
    });
}

fn stopped(at: u64, worlds: &Range<u64>, path: &Path) -> Failure {
    let (done, all) = (at - worlds.start, worlds.end - worlds.start);
    let (done, all) = (words::thousands(done), words::thousands(all));
    let message = format!("stopped: {done} of {all} worlds are kept in `{}`", path.display());
    Failure::Stopped(Message { message, hint: Some(format!("`{}` goes on", resume_line())) })
}

/// Returns what to type to go on with what was begun.
fn resume_line() -> String {
    let word = |word: String| {
        let word = match word.strip_prefix("--out") {
            Some(rest) if rest.is_empty() || rest.starts_with('=') => format!("--resume{rest}"),
            _ => word,
        };
        let plain = |letter: char| letter.is_alphanumeric() || "-_./=@%+:,".contains(letter);
        if word.chars().all(plain) { word } else { format!("'{}'", word.replace('\'', "'\\''")) }
    };
    let words: Vec<String> = env::args().skip(1).map(word).collect();
    format!("excomm {}", words.join(" "))
}
