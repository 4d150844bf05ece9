//! `excomm honesty`: how much of an answer rests on what is assumed, what is disputed, and luck.

use std::path::PathBuf;

use super::{
    Failure, Format, Status,
    load::load,
    many::{draw, play_numbered, shown, use_threads},
    print_json, usage,
    world::WorldArgs,
};
use excomm_engine::world::{Model, OutcomeId, Vary};
use excomm_lab as lab;
use excomm_lab::{GaugePlan, Groups, Row};
use excomm_tell::{
    Printer,
    gauges::{Gauged, Gauges, Told},
};

const EXAMPLES: &str = "\
Examples:
  excomm honesty                                     the answers of the scenario's own branch
  excomm honesty --outcome bombers_out_on --rows 1000
  excomm honesty --branch open --branch lift-8-nov   what the change from one to the other rests on";

/// Says how much of an answer rests on what is assumed, on what is disputed, and on luck
///
/// In one world an outcome varies with all three. An answer is an average over luck, of an outcome or
/// of what a second branch changes: it varies with what is assumed and disputed alone. Shares add up
/// to 1. Quoted, published and given facts stand as they are, and how the rules are built is in no share.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Rows: each draws everything twice and plays the four ways to combine the draws
    #[arg(long, value_name = "N", default_value_t = 200)]
    rows: u64,
    /// Lucks in each of two averages of every draw; the worlds played are 8 times rows times lucks
    #[arg(long, value_name = "N", default_value_t = 4)]
    lucks: u64,
    /// Outcomes that are shown [default: those the branches are about]
    #[arg(long, value_name = "ID", num_args = 1..)]
    outcome: Vec<String>,
    /// Says all: shares, computing errors and spreads of each outcome
    #[arg(long)]
    detail: bool,
    /// Threads that play [default: one a core]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Draws a chart of it
    #[arg(long, value_name = "FILE.svg")]
    chart: Option<PathBuf>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    world: WorldArgs,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    if args.rows < 2 || args.lucks < 1 {
        let hint = "write `--rows 200 --lucks 4`, say".to_owned();
        return Err(usage("that is too few worlds to say anything".to_owned(), Some(hint)));
    }
    use_threads(args.threads);
    let part = load(&args.world.scenario)?;
    let mut branches = args.world.branch.clone();
    if branches.is_empty() {
        branches.push(args.world.known_branch(&part, None)?);
    }
    if let [_, _, third, ..] = branches.as_slice() {
        let hint = "name one, or the one to compare with and the other".to_owned();
        return Err(usage(format!("two branches are enough: `{third}`"), Some(hint)));
    }
    let world = |branch: &String| {
        let branch = args.world.known_branch(&part, Some(branch))?;
        args.world.world(&part, &branch, Vary::All)
    };
    let worlds = branches.iter().map(world).collect::<Result<Vec<_>, _>>()?;
    let shown = shown(&args.outcome, &part, &worlds[0].0, &branches)?;
    let plan = GaugePlan { rows: args.rows, lucks: args.lucks };
    let (mut sides, mut groups) = (Vec::new(), Groups { assumed: false, disputed: false });
    for (model, base) in worlds {
        let rows = play_numbered(&model, plan.worlds(), plan.settings(&model, &base));
        let Groups { assumed, disputed } = Groups::of(&model, &base);
        groups.assumed |= assumed;
        groups.disputed |= disputed;
        sides.push((model, rows));
    }
    let gauges: Vec<Gauges> =
        shown.iter().map(|&outcome| gauge(&plan, groups, &sides, outcome)).collect();
    let told = Told { part: &part, sides: &sides, plan, groups };
    draw(args.chart.as_deref(), || told.chart(&gauges))?;
    match args.format {
        Format::Text | Format::Csv if args.detail => told.print(&gauges, out)?,
        Format::Text | Format::Csv => told.print_brief(&gauges, out)?,
        Format::Json => {
            print_json(out, "honesty", told.json(&gauges, args.world.first_seed().to_string()))?;
        }
    }
    Ok(Status::Done)
}

/// Gauges an outcome, or what it differs by between the first branch and the second.
pub(super) fn gauge(
    plan: &GaugePlan,
    groups: Groups,
    sides: &[(Model, Vec<Row>)],
    outcome: OutcomeId,
) -> Gauges {
    let of = |(model, rows): &(Model, Vec<Row>)| lab::values(model, rows, outcome);
    let values = match sides {
        [first, second] => of(first).iter().zip(of(second)).map(|(a, b)| b - a).collect(),
        [one, ..] => of(one),
        [] => Vec::new(),
    };
    let few = plan.few(&values);
    let gauged = |gauge| Gauged::new(gauge, few, plan.rows);
    Gauges {
        outcome,
        one_world: gauged(plan.one_world(&values, groups)),
        answer: gauged(plan.on_average(&values, groups)),
    }
}
