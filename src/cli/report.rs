//! `excomm report`: a world, its record and many worlds beside it, as one file for a browser.

use std::{fs, path::PathBuf};

use super::{
    Failure, Format, Status, broken,
    honesty::gauge,
    load::{playable, sources},
    many::{Many, ManyArgs, play_numbered},
    record::proven,
    rows::play_with_bar,
    world::WorldArgs,
    wrong,
};
use excomm_engine::world::Vary;
use excomm_lab::{GaugePlan, Groups, Method, Results, Study};
use excomm_pages::report::{Compared, Gauged, Report, Story};
use excomm_tell::{
    Printer, gauges::Told, memo::Memo, quotes::Cites, record::Margin, why::Why, words,
};

const EXAMPLES: &str = "\
Examples:
  excomm report -o evening.html                  the scenario's own branch
  excomm report --branch open --branch lift-8-nov -o both.html
                                                 the first is told, all are compared
  excomm report first-steps --runs 2000 -o first.html";

/// Lucks in each average of the gauges.
const LUCKS: u64 = 2;

/// Writes a world, its record and many worlds beside it to one file that opens in any browser
///
/// Map and chronicle under one clock, why each event came, the record with its claims, the
/// memorandum, the branches compared, what it all rests on, questions to discuss and their key. The
/// file needs no network, and its text no script. The first branch named is told; one alone is
/// compared with the scenario's own.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The file that is written
    #[arg(long, short, value_name = "FILE.html")]
    output: PathBuf,
    /// Worlds in which the branches are compared; as many again for what it rests on
    #[arg(long, value_name = "N", default_value_t = 1000)]
    runs: u64,
    /// Worlds that share one draw of the facts [default: 10, or more with more than 1,000 worlds]
    #[arg(long, value_name = "N")]
    lucks: Option<u64>,
    /// Threads that play [default: one a core]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    #[command(flatten)]
    world: WorldArgs,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let sources = sources(&args.world.scenario)?;
    let (part, checked) = playable(&sources, &args.world.scenario)?;
    let told = args.world.known_branch(&part, args.world.branch.first())?;
    let (model, mut setting) = args.world.world(&part, &told, Vary::None)?;
    setting.seed = args.world.one_seed(&part);
    let many = args.many().open(&args.branches(&part, &told)?)?;
    let results = compared(&many)?;
    let story = Story::new(&part, &model, &setting);
    if let Some(why) = &story.run.broken {
        return Err(broken(why));
    }
    let memo = Memo::new(&part, &model, &story.run.log);
    let proven = proven(&sources.proven);
    let margins = checked.records.iter().filter_map(|(record, text)| {
        let coverage = checked.coverage.get(record)?;
        Some(Margin { part: &part, record, text, coverage, proven: &proven })
    });
    let margins: Vec<Margin> = margins.collect();
    let worlds = if many.sides.len() > 1 { "pairs of worlds" } else { "worlds" };
    let compared = Compared {
        part: &part,
        models: many.sides.iter().map(|(model, _)| model).collect(),
        shown: &many.shown,
        design: many.design_text(results.counted(), worlds),
        results,
    };
    let plan = GaugePlan { rows: (args.runs / (8 * LUCKS)).max(2), lucks: LUCKS };
    let (gauged, base) = args.world.world(&part, &told, Vary::All)?;
    let rows = play_numbered(&gauged, plan.worlds(), plan.settings(&gauged, &base));
    let groups = Groups::of(&gauged, &base);
    let sides = [(gauged, rows)];
    let each = many.shown.iter().map(|&outcome| gauge(&plan, groups, &sides, outcome)).collect();
    let told = Told { part: &part, sides: &sides, plan, groups };
    let gauged = Gauged { told, gauges: each };
    let why = Why {
        part: &part,
        model: &model,
        setting: &setting,
        run: &story.run,
        cites: &Cites::new(&part),
        known: None,
    };
    let report = Report {
        why,
        story: &story,
        memo: &memo,
        margins: &margins,
        compared: &compared,
        gauged: &gauged,
    };
    let text = report.one_file();
    fs::write(&args.output, &text).map_err(|error| {
        wrong(format!("the report cannot be written to `{}`: {error}", args.output.display()), None)
    })?;
    let size = words::tenths(text.len() as f64 / 1e6);
    out.line(&format!("{} ({size} MB): open it in a browser", args.output.display()))?;
    Ok(Status::Done)
}

impl Args {
    /// Returns the options by which many worlds are played.
    fn many(&self) -> ManyArgs {
        ManyArgs {
            runs: self.runs,
            lucks: self.lucks,
            threads: self.threads,
            outcome: Vec::new(),
            chart: None,
            format: Format::Text,
            world: self.world.clone(),
        }
    }

    /// Returns the branches that are compared: those named, after the scenario's own if it is one.
    fn branches(
        &self,
        part: &excomm_scenario::format::Part,
        told: &str,
    ) -> Result<Vec<String>, Failure> {
        let own = self.world.known_branch(part, None)?;
        let named = &self.world.branch;
        Ok(match named.as_slice() {
            [] => vec![own],
            [one] if *one != own => vec![own, told.to_owned()],
            _ => named.clone(),
        })
    }
}

/// Plays the branches in many worlds.
fn compared(many: &Many) -> Result<Results<'_>, Failure> {
    let mut branches: Vec<String> = many.study.branches.clone();
    let study = if branches.len() > 1 {
        let others = branches.split_off(1);
        let method = Method::Compare { against: branches.pop() };
        Study { branches: others, method, ..many.study.clone() }
    } else {
        many.study.clone()
    };
    let mut results = many.ask(study)?;
    play_with_bar(&mut results, many.design.runs);
    Ok(results)
}
