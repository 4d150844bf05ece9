//! `excomm typical`: a world that comes out as most do, for a scenario to open with.

use serde::Serialize;

use super::{Failure, Format, Status, many::ManyArgs, print_json, usage, wrong};
use excomm_engine::world::Vary;
use excomm_lab as lab;
use excomm_lab::Design;
use excomm_tell::{Printer, effects::Measured, style, weights::tell_failed, words};

/// So many other typical worlds are named.
const OTHERS: usize = 3;

const EXAMPLES: &str = "\
Examples:
  excomm typical                        a world of the shipped scenario as most come out
  excomm typical first-steps --runs 500";

/// Finds a world that comes out as most do: its seed is good to open a scenario with
///
/// It ends as most worlds do, and each outcome that the branch is about lies in the middle half of all.
/// Facts stand at their best values unless `--vary` draws them.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    many: ManyArgs,
}

/// What `typical` answers in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    scenario: &'a str,
    branch: &'a str,
    runs: u64,
    failed: u64,
    end: Option<&'a str>,
    seeds: Vec<String>,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    if let [_, second, ..] = args.many.world.branch.as_slice() {
        return Err(usage(format!("one branch is enough: `{second}`"), None));
    }
    let many = args.many.open(&args.many.world.branch)?;
    let (model, base) = &many.sides[0];
    let vary = args.many.world.vary.map_or(Vary::None, Vary::from);
    let base = excomm_engine::world::Setting { vary, ..base.clone() };
    let design = Design { runs: args.many.runs, lucks: 1 };
    let (rows, failed) = lab::rows(model, &base, &design);
    let found = lab::typical(model, &rows, &many.shown);
    let seeds: Vec<u64> = found.rows.iter().map(|&row| rows[row].seed).collect();
    let end = found.end.map(|end| &model.things[end.index()]);
    if args.many.format == Format::Json {
        let seeds = seeds.iter().map(u64::to_string).collect();
        let (scenario, branch) = (many.part.id(), model.branch.as_str());
        let end = end.map(|end| end.id.as_str());
        print_json(
            out,
            "typical",
            Answer { scenario, branch, runs: design.runs, failed, end, seeds },
        )?;
        return Ok(Status::Done);
    }
    let [seed, others @ ..] = seeds.as_slice() else {
        let hint = "look in more worlds, as with `--runs 10000`".to_owned();
        return Err(wrong("none of these worlds is typical in everything".to_owned(), Some(hint)));
    };
    let branch = many.part.branch(&model.branch).map_or("", |branch| &branch.title);
    let text = format!(
        "Seed {seed} is typical of {} worlds of \u{201c}{branch}\u{201d}",
        words::thousands(design.runs)
    );
    out.paragraph("", &text, style::HEADING)?;
    tell_failed(failed, out)?;
    if let Some(end) = end {
        out.paragraph("  ", &format!("It ends as most do: {}.", end.title), style::PLAIN)?;
    }
    for middle in &found.middle {
        let measured = Measured::new(&many.part, model, middle.outcome);
        let value = lab::values(model, &rows, middle.outcome)[found.rows[0]];
        let text = format!(
            "{}: {}; half of all worlds between {} and {}.",
            measured.outcome.title,
            measured.value(value),
            measured.value(middle.low),
            measured.value(middle.high)
        );
        out.paragraph("  ", &text, style::PLAIN)?;
    }
    let others: Vec<String> = others.iter().take(OTHERS).map(u64::to_string).collect();
    let others =
        if others.is_empty() { String::new() } else { format!(" So are {}.", others.join(", ")) };
    let text = format!("A scenario opens with it if its head says `seed: {seed}`.{others}");
    out.paragraph("", &text, style::DIM)?;
    Ok(Status::Done)
}
