//! `excomm sensitivity`: which of the things nobody knows an outcome hangs on, luck among them.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{
    Failure, Format, Status,
    many::{Many, ManyArgs, draw, refused, table_format},
    print_json,
    rows::{RowsArgs, play_with_bar},
    usage,
    world::WorldArgs,
};
use excomm_lab::{Method, Planned, Row, Side, Study};
use excomm_tell::{
    Printer,
    weights::{Asked, Weights},
};

const EXAMPLES: &str = "\
Examples:
  excomm sensitivity --outcome bombers_out_on        what it hangs on most, and how much is luck
  excomm sensitivity --outcome bombers_out_on --chart bombers.svg
  excomm sensitivity --method morris --walks 20      which way each input pushes, and how far
  excomm sensitivity --facts weapons/ truths/        these apart, all else together
  excomm sensitivity --rows 1024 --shard 2/8 --out part-2.parquet   a part of it, for `excomm merge`";

/// Says which of the things nobody knows an outcome hangs on, with luck as one of them
///
/// Everything assumed or disputed is drawn, and luck is one more input. Sobol gives shares of the
/// variance: what an input makes alone, and all that it has a part in. The inputs that move the
/// outcomes most stand apart, found by a Morris screening; all else is drawn together, as one input.
/// Morris says which way an input pushes, and how far.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// How it is worked out
    #[arg(long, value_enum, default_value_t)]
    method: How,
    /// Rows of the Sobol design, each a world for every input and two more; powers of two serve best
    #[arg(long, value_name = "N", default_value_t = 256)]
    rows: usize,
    /// Walks of Morris, each a world for everything that is not known and two more
    #[arg(long, value_name = "N", default_value_t = 10)]
    walks: usize,
    /// Inputs that stand apart
    #[arg(long, value_name = "N", default_value_t = 15)]
    top: usize,
    /// Facts and truths that stand apart, by a part of their path, instead of a screening
    #[arg(long, value_name = "TEXT", num_args = 1..)]
    facts: Vec<String>,
    /// Outcomes that are shown [default: those the branch is about]
    #[arg(long, value_name = "ID", num_args = 1..)]
    outcome: Vec<String>,
    /// Says all: every input, with its source, its range and the computing error
    #[arg(long)]
    detail: bool,
    /// Threads that play [default: one a core]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Draws a chart of the first outcome (Sobol)
    #[arg(long, value_name = "FILE.svg")]
    chart: Option<PathBuf>,
    /// How it is printed
    #[arg(long, value_parser = table_format(), default_value = "text")]
    format: Format,
    #[command(flatten)]
    world: WorldArgs,
    #[command(flatten)]
    table: RowsArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum How {
    /// Shares of the variance
    #[default]
    Sobol,
    /// One input moved at a time
    Morris,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let Args { rows, walks, top, facts, .. } = args;
    let facts = facts.clone();
    let method = match args.method {
        How::Sobol => Method::Sobol { rows: *rows, top: *top, walks: *walks, facts },
        How::Morris => Method::Morris { walks: *walks, facts },
    };
    let mine = ManyArgs {
        // the plan says how many worlds there are
        runs: 1000,
        lucks: None,
        threads: args.threads,
        outcome: args.outcome.clone(),
        chart: args.chart.clone(),
        format: args.format,
        world: args.world.clone(),
    };
    play(&mine, method, &args.table, args.detail, out)
}

/// Plays what a method asks for and says what came of it.
pub(super) fn play(
    mine: &ManyArgs,
    method: Method,
    rows: &RowsArgs,
    detail: bool,
    out: &mut Printer,
) -> Result<Status, Failure> {
    if mine.chart.is_some() && matches!(method, Method::Morris { .. }) {
        let hint = "leave `--method morris` out".to_owned();
        let why = "the chart shows shares of the variance, which Morris has not".to_owned();
        return Err(usage(why, Some(hint)));
    }
    if let [_, second, ..] = mine.world.branch.as_slice() {
        let hint = "ask of each branch by itself".to_owned();
        return Err(usage(format!("one branch is enough: `{second}`"), Some(hint)));
    }
    let many = mine.open_table(&mine.world.branch)?;
    let study = Study { method, ..many.study.clone() };
    let planned = plan(&many, &study)?;
    let study = Study { runs: planned.plan.worlds(), ..study };
    let mut numbered = planned.numbered();
    if rows.fill(&mut numbered, &many, &study, mine.format, out)? {
        show(mine, &many, &planned, &numbered.rows, detail, out)?;
    }
    Ok(Status::Done)
}

/// Plans the worlds of a study; a screening is played at once.
pub(super) fn plan<'a>(many: &'a Many, study: &Study) -> Result<Planned<'a>, Failure> {
    let (model, base) = &many.sides[0];
    Planned::new(study, Side { model, base }, &many.shown, play_with_bar).map_err(refused)
}

/// Says what came of the worlds of a plan.
pub(super) fn show(
    mine: &ManyArgs,
    many: &Many,
    planned: &Planned,
    rows: &[Row],
    detail: bool,
    out: &mut Printer,
) -> Result<(), Failure> {
    let model = planned.side.model;
    let asked = Asked { part: &many.part, model, outcomes: &many.shown };
    let weights = Weights::new(planned, rows, &many.shown);
    draw(mine.chart.as_deref(), || weights.chart(&asked))?;
    match mine.format {
        Format::Text if detail => weights.print(&asked, out)?,
        Format::Text => weights.print_brief(&asked, out)?,
        Format::Json => {
            let seed = planned.side.base.seed.to_string();
            print_json(out, "sensitivity", weights.json(&asked, &seed))?;
        }
        Format::Csv => out.raw(&weights.csv(&asked))?,
    }
    Ok(())
}
