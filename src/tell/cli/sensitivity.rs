//! `excomm sensitivity`: which of the things nobody knows an outcome hangs on, luck among them.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{
    super::{
        Printer,
        weights::{self, Asked, Screening, Weights},
    },
    Failure, Format, Status,
    many::{draw, outcome_names, play_numbered, shown, table_format, use_threads},
    print_json, usage,
    world::{Named, WorldArgs},
};
use crate::{
    lab::{self, Inputs, Morris, Sobol, stats::MOST_ROWS},
    world::{Model, Setting, Uncertain, Vary},
};

const EXAMPLES: &str = "\
Examples:
  excomm sensitivity --outcome bombers_out_on        what it hangs on most, and how much is luck
  excomm sensitivity --outcome bombers_out_on --chart hinges.svg
  excomm sensitivity --method morris --walks 20      which way each input pushes, and how far
  excomm sensitivity --facts weapons/ truths/        these apart, all else together";

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
    method: Method,
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
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Method {
    /// Shares of the variance
    #[default]
    Sobol,
    /// One input moved at a time
    Morris,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    args.check()?;
    use_threads(args.threads);
    let Named { part, model, setting } = args.world.open_varied(Vary::All)?;
    let places = shown(&args.outcome, &part, std::slice::from_ref(&model.branch))?;
    let all = Inputs::new(&model, &setting, |_| true);
    if all.alone.is_empty() {
        let hint = "leave `--vary none` out".to_owned();
        return Err(usage("nothing is drawn, so nothing can matter".to_owned(), Some(hint)));
    }
    let names = outcome_names(&part);
    let asked = Asked { part: &part, model: &model, names: &names, places: &places };
    let hinges = match args.method {
        Method::Sobol => args.sobol(&asked, &setting, all)?,
        Method::Morris => args.morris(&asked, &setting, all)?,
    };
    draw(args.chart.as_deref(), || hinges.chart(&asked))?;
    match args.format {
        Format::Text => hinges.print(&asked, args.top, out)?,
        Format::Json => {
            let seed = args.world.seed.to_string();
            print_json(out, "sensitivity", hinges.json(&asked, &seed))?;
        }
        Format::Csv => out.raw(&hinges.csv(&asked))?,
    }
    Ok(Status::Done)
}

impl Args {
    fn check(&self) -> Result<(), Failure> {
        let refused = |what: &str, hint: String| Err(usage(what.to_owned(), Some(hint)));
        if !(2..=MOST_ROWS).contains(&self.rows) {
            return refused(
                "no design has so many rows",
                format!("write `--rows`, 2 to {MOST_ROWS}"),
            );
        }
        if self.walks < 2 {
            let hint = "write `--walks 10`, say".to_owned();
            return refused("two walks at least are needed to tell how sure they are", hint);
        }
        if self.top > Sobol::MOST_ALONE {
            let hint = format!("write `--top`, at most {}", Sobol::MOST_ALONE);
            return refused("so many inputs cannot stand apart", hint);
        }
        if self.chart.is_some() && self.method == Method::Morris {
            let hint = "leave `--method morris` out".to_owned();
            return refused("the chart shows shares of the variance, which Morris has not", hint);
        }
        Ok(())
    }

    /// Returns the inputs that stand by themselves because they are asked for.
    fn asked_for(&self, model: &Model, setting: &Setting) -> Result<Option<Inputs>, Failure> {
        if self.facts.is_empty() {
            return Ok(None);
        }
        let named = |one: Uncertain| {
            self.facts.iter().any(|text| model.path_of(one).contains(text.as_str()))
        };
        let inputs = Inputs::new(model, setting, named);
        let n = inputs.alone.len();
        if n == 0 {
            let hint = "`excomm facts` lists all facts; those that vary count".to_owned();
            return Err(usage(
                format!("nothing drawn is named `{}`", self.facts.join("`, `")),
                Some(hint),
            ));
        }
        if n > Sobol::MOST_ALONE && self.method == Method::Sobol {
            let hint = format!("write more of their paths: {} at most", Sobol::MOST_ALONE);
            return Err(usage(format!("{n} inputs cannot stand apart"), Some(hint)));
        }
        Ok(Some(inputs))
    }

    fn sobol(&self, asked: &Asked, base: &Setting, all: Inputs) -> Result<Weights, Failure> {
        let of = all.alone.len();
        let (inputs, screening) = match self.asked_for(asked.model, base)? {
            Some(named) => (named, Screening::ByName),
            None if of <= self.top => (all, Screening::None),
            None => {
                let plan = Morris::new(of, self.walks, base);
                let rows = play_numbered(asked.model, plan.worlds(), |world| {
                    all.setting(asked.model, base, &plan.point(world))
                });
                let effects = asked
                    .places
                    .iter()
                    .filter_map(|&place| plan.effects(&lab::values(asked.model, &rows, place)));
                let inputs = lab::screened(&all, &effects.collect::<Vec<_>>(), self.top);
                (inputs, Screening::Morris { walks: self.walks, worlds: plan.worlds(), of })
            }
        };
        let plan = Sobol::new(inputs.alone.len(), !inputs.others.is_empty(), self.rows, base);
        let plan = plan.ok_or_else(|| usage("there is no such design".to_owned(), None))?;
        let rows = play_numbered(asked.model, plan.worlds(), |world| {
            inputs.setting(asked.model, base, &plan.point(world))
        });
        let indices = |&place: &usize| plan.indices(&lab::values(asked.model, &rows, place));
        let found = asked.places.iter().map(indices).collect();
        Ok(weights::sobol(inputs, screening, &rows, self.rows, found))
    }

    fn morris(&self, asked: &Asked, base: &Setting, all: Inputs) -> Result<Weights, Failure> {
        let (inputs, screening) = match self.asked_for(asked.model, base)? {
            Some(named) => (named, Screening::ByName),
            None => (all, Screening::None),
        };
        let plan = Morris::new(inputs.alone.len(), self.walks, base);
        let rows = play_numbered(asked.model, plan.worlds(), |world| {
            inputs.setting(asked.model, base, &plan.point(world))
        });
        let effects = |&place: &usize| plan.effects(&lab::values(asked.model, &rows, place));
        let found = asked.places.iter().map(effects).collect();
        Ok(weights::morris(inputs, screening, &rows, self.walks, found))
    }
}
