//! `excomm discover`: in which worlds does it come so? The box of facts and truths that sets them apart.

mod data;
mod text;

use std::path::PathBuf;

use super::{
    Failure, Format, Status,
    many::{draw, table_format, use_threads},
    print_json, usage,
    wanted::Wanted,
    world::{Named, WorldArgs},
};
use excomm_engine::world::Vary;
use excomm_lab as lab;
use excomm_lab::{Bound, Dimension, Discovered, stats::Prim};
use excomm_tell::{
    Printer,
    inputs::{alternative, name_of},
};

const EXAMPLES: &str = "\
Examples:
  excomm discover --outcome bombers_out_on --is never
  excomm discover --outcome bombers_out_on --is \"<1962-11-20\" --chart box.svg
  excomm discover first-steps --outcome seaplanes_lost --is \">=1\"
  excomm discover first-steps --end quiet --density 0.9

VALUE: yes or no; never, ever, \"<DATE\" or \">DATE\" (\"before DATE\", \"after DATE\"); a number, \"<N\",
\"<=N\", \">N\" or \">=N\" (\"below N\", \"above N\").";

/// Finds what sets the worlds apart in which it comes so: limits on a few facts and truths
///
/// Facts and truths are drawn in each world. PRIM looks for the box in which most worlds come so; the box
/// is then counted in as many other worlds, since it always fits best where it was looked for. Luck
/// is no side of the box, and what it leaves open is said.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The outcome that is asked about
    #[arg(long, value_name = "ID", requires = "is", required_unless_present = "end")]
    outcome: Option<String>,
    /// What it is in the worlds that are looked for
    #[arg(long, value_name = "VALUE", requires = "outcome", allow_hyphen_values = true)]
    is: Option<String>,
    /// The end that is asked about, instead of an outcome
    #[arg(long, value_name = "ID", conflicts_with = "outcome")]
    end: Option<String>,
    /// Worlds that are looked at; as many others are counted
    #[arg(long, value_name = "N", default_value_t = 1000)]
    runs: u64,
    /// Share of the worlds in the box that must come so
    #[arg(long, value_name = "SHARE", default_value_t = 0.75)]
    density: f64,
    /// Share of all worlds that the box must hold
    #[arg(long, value_name = "SHARE", default_value_t = 0.05)]
    mass: f64,
    /// Says all: coverage and density of the box, and how sure each limit is
    #[arg(long)]
    detail: bool,
    /// Threads that play [default: one a core]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Draws a chart of it
    #[arg(long, value_name = "FILE.svg")]
    chart: Option<PathBuf>,
    /// How it is printed
    #[arg(long, value_parser = table_format(), default_value = "text")]
    format: Format,
    #[command(flatten)]
    world: WorldArgs,
}

/// What was asked and found.
struct Told<'a> {
    args: &'a Args,
    named: &'a Named,
    wanted: &'a Wanted,
    discovered: &'a Discovered,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    if args.runs < 20 {
        let hint = "write `--runs 1000`, say".to_owned();
        return Err(usage("that is too few worlds to find a box in".to_owned(), Some(hint)));
    }
    for (option, share) in [("density", args.density), ("mass", args.mass)] {
        if !(share > 0.0 && share <= 1.0) {
            let hint = format!("write a share between 0 and 1, as in `--{option} 0.5`");
            return Err(usage(format!("`--{option} {share}` is no share"), Some(hint)));
        }
    }
    use_threads(args.threads);
    let named = args.world.open_varied(Vary::All)?;
    let Named { part, model, setting } = &named;
    let wanted = match (&args.end, &args.outcome, &args.is) {
        (Some(end), ..) => Wanted::end(part, model, end)?,
        (None, Some(outcome), Some(is)) => Wanted::outcome(model, outcome, is)?,
        _ => return Err(usage("name an outcome or an end".to_owned(), None)),
    };
    let how = Prim { least_density: args.density, least_mass: args.mass, ..Prim::default() };
    let discovered = lab::discover(model, setting, args.runs, how, |row| wanted.holds(model, row));
    let told = Told { args, named: &named, wanted: &wanted, discovered: &discovered };
    draw(args.chart.as_deref(), || told.chart())?;
    match args.format {
        Format::Text if args.detail => told.print(out)?,
        Format::Text => told.print_brief(out)?,
        Format::Csv => told.print_csv(out)?,
        Format::Json => print_json(out, "discover", told.answer())?,
    }
    Ok(Status::Done)
}

impl Told<'_> {
    fn bounds(&self) -> &[Bound] {
        &self.discovered.bounds
    }

    /// Returns whether the worlds counted in the box are as dense as was asked for.
    fn reached(&self) -> bool {
        self.discovered.inside.share().is_some_and(|density| density >= self.args.density)
    }

    /// Returns the path and the name of what is limited.
    fn input(&self, limit: &Bound) -> (String, String) {
        let Named { part, model, .. } = self.named;
        match limit.dimension {
            Dimension::Fact(fact) => {
                let path = &model.facts[fact.0 as usize].path;
                (path.clone(), name_of(part, model, path))
            }
            Dimension::Truth(truth, place) => {
                let info = &model.things[truth.index()];
                let title = alternative(part, &info.id, place);
                (info.path.clone(), format!("\u{201c}{title}\u{201d}"))
            }
        }
    }

    /// Returns all values that a limited input may have.
    fn whole(&self, limit: &Bound) -> (f64, f64) {
        match limit.dimension {
            Dimension::Fact(fact) => {
                let info = &self.named.model.facts[fact.0 as usize];
                (info.low, info.high)
            }
            Dimension::Truth(..) => (0.0, 1.0),
        }
    }

    /// Returns a limit with free ends at the ends of the whole range.
    fn ends(&self, limit: &Bound) -> (f64, f64) {
        let (least, most) = self.whole(limit);
        (limit.low.unwrap_or(least), limit.high.unwrap_or(most))
    }
}
