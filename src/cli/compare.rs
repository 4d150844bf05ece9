//! `excomm compare`: the same worlds in two or more branches, and what that changes.

use serde::Serialize;

use super::{
    Failure, Format, Status,
    many::{FailedJson, Many, ManyArgs},
    print_json,
    rows::RowsArgs,
    usage,
};
use excomm_charts::{Caption, strip};
use excomm_engine::world::{Model, OutcomeId};
use excomm_lab as lab;
use excomm_lab::{
    Effect, Method, Results, Study,
    stats::{Estimate, TwoBands},
};
use excomm_tell::{
    Printer, csv,
    effects::{Measured, clarity},
    style, words,
};

const EXAMPLES: &str = "\
Examples:
  excomm compare --branch lift-8-nov                 against the scenario's own branch
  excomm compare --branch to-the-mat --branch move-on --outcome bombers_out_on
  excomm compare --branch move-on --runs 10000 --lucks 20 --detail
  excomm compare --branch lift-8-nov --given history:1962-11-11";

/// Plays the same worlds in several branches and says what that changes
///
/// Each world has the same luck and the same facts in every branch, so that what differs is what the
/// branch changes and nothing else. One branch alone is compared with the scenario's own.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Compares only worlds that came as history did, up to a day
    #[arg(long, value_name = "history[:DATE]", conflicts_with_all = ["out", "resume", "shard"])]
    pub given: Option<String>,
    /// What of history they must reproduce [default: all that is dated up to the day]
    #[arg(long, value_name = "ID", num_args = 1.., requires = "given")]
    pub marker: Vec<String>,
    /// Stops at the end of a block of 1,000 worlds once the first yes or no shown is known to so
    /// much in every branch, such as 0.02; or all ends, if no yes or no is shown
    #[arg(long, value_name = "W")]
    pub until_width: Option<f64>,
    /// Says all: bands, computing errors and shares of each outcome
    #[arg(long)]
    pub detail: bool,
    #[command(flatten)]
    pub rows: RowsArgs,
    #[command(flatten)]
    pub many: ManyArgs,
}

/// What `compare` answers in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    scenario: &'a str,
    first: &'a str,
    runs: u64,
    lucks: u64,
    seed: String,
    worlds: u64,
    failed: FailedJson<'a>,
    branches: Vec<ComparedJson<'a>>,
}

#[derive(Serialize)]
struct ComparedJson<'a> {
    second: &'a str,
    outcomes: Vec<EffectJson<'a>>,
}

#[derive(Serialize)]
struct EffectJson<'a> {
    outcome: &'a str,
    unit: String,
    first: f64,
    second: f64,
    never_first: f64,
    never_second: f64,
    difference: Option<Estimate>,
    low: Option<Estimate>,
    high: Option<Estimate>,
    clarity: Option<&'static str>,
    up: u64,
    down: u64,
    identical: u64,
    pairs: u64,
    variance_saved: f64,
    telling: Vec<u64>,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    if let Some(given) = &args.given {
        return super::given::run(&args.many, given, &args.marker, out);
    }
    let mut branches = args.many.world.branch.clone();
    if branches.is_empty() {
        let hint = "`excomm branches` lists them".to_owned();
        return Err(usage("compare needs a branch: `--branch ID`".to_owned(), Some(hint)));
    }
    if branches.len() == 1 {
        let part = super::load::load(&args.many.world.scenario)?;
        branches.insert(0, args.many.world.known_branch(&part, None)?);
    }
    let many = args.many.open_table(&branches)?;
    let study = Study {
        branches: branches.split_off(1),
        method: Method::Compare { against: branches.pop() },
        until_width: args.until_width,
        ..many.study.clone()
    };
    if let Some(results) = args.rows.play(&many, study, args.many.format, out)? {
        show(&args.many, &many, &results, args.detail, out)?;
    }
    Ok(Status::Done)
}

/// Shows what has been counted, as the options ask.
pub(super) fn show(
    args: &ManyArgs,
    many: &Many,
    results: &Results,
    detail: bool,
    out: &mut Printer,
) -> Result<(), Failure> {
    args.draw(|| strip_of(many, results))?;
    let others = || many.sides.iter().skip(1).enumerate().map(|(i, (model, _))| (i, model));
    match args.format {
        Format::Text => {
            for (other, second) in others() {
                if detail {
                    print(many, other, second, results, out)?;
                } else {
                    print_in_brief(many, (other, second), results, out)?;
                }
            }
        }
        Format::Csv => table(many, results, out)?,
        Format::Json => {
            let counted = results.counted();
            let compared = others().map(|(other, second)| compared(many, other, second, results));
            let answer = Answer {
                scenario: many.scenario(),
                first: &many.sides[0].0.branch,
                runs: many.design.runs,
                lucks: many.design.lucks,
                seed: results.study().seed.to_string(),
                worlds: counted.worlds,
                failed: many.failed(counted),
                branches: compared.collect(),
            };
            print_json(out, "compare", answer)?;
        }
    }
    Ok(())
}

/// Says what a branch does to a few outcomes, in words that can be repeated.
fn print_in_brief(
    many: &Many,
    (other, second): (usize, &Model),
    results: &Results,
    out: &mut Printer,
) -> Result<(), Failure> {
    let [first, second_title] = [&many.sides[0].0, second].map(|model| many.title(&model.branch));
    let worlds = words::thousands(results.counted().worlds);
    let heading = format!("\u{201c}{second_title}\u{201d} instead of \u{201c}{first}\u{201d}");
    out.paragraph("", &heading, style::HEADING)?;
    let text = format!("{worlds} worlds, each played both ways with the same luck.");
    out.paragraph("  ", &text, style::PLAIN)?;
    many.tell_failed(results, out)?;
    for &outcome in &many.about(second) {
        let measured = Measured::new(&many.part, second, outcome);
        let said = measured.headline(&results.effect(other, outcome));
        out.paragraph("  ", &said, style::PLAIN)?;
    }
    let text = format!("{} `--detail` says how sure these figures are.", many.never_counts());
    Ok(out.paragraph("  ", &text, style::DIM)?)
}

fn print(
    many: &Many,
    other: usize,
    second: &Model,
    results: &Results,
    out: &mut Printer,
) -> Result<(), Failure> {
    let first = &many.sides[0].0;
    let title = |id: &str| format!("{} ({id})", many.title(id));
    out.paragraph("", &title(&second.branch), style::HEADING)?;
    out.paragraph("  against: ", &title(&first.branch), style::PLAIN)?;
    many.tell_design(results, "pairs of worlds with the same luck and the same facts", out)?;
    for &outcome in &many.shown {
        out.line("")?;
        let measured = Measured::new(&many.part, second, outcome);
        tell(&measured, &results.effect(other, outcome), out)?;
    }
    let Some(&main) = many.shown.first() else { return Ok(()) };
    let telling = results.effect(other, main).telling;
    if !telling.is_empty() {
        let title = &many.outcome(main).written.title;
        out.line("")?;
        let text =
            format!("The most telling worlds for \u{201c}{title}\u{201d}; play one in both:");
        out.paragraph("", &text, style::PLAIN)?;
    }
    for world in telling {
        let setting = many.design.setting(&many.sides[0].1, world);
        out.line(&format!("  {}", many.command(&second.branch, &setting)))?;
    }
    out.line("")?;
    Ok(())
}

/// Draws how the first outcome shown differs, world by world, in the last branch compared.
fn strip_of(many: &Many, results: &Results) -> String {
    let (Some(&outcome), [first, .., second]) = (many.shown.first(), &*many.sides) else {
        return String::new();
    };
    let measured = Measured::new(&many.part, &second.0, outcome);
    let caption = Caption {
        title: format!("{}: {}", measured.outcome.title, many.title(&second.0.branch)),
        subtitle: format!(
            "Against \u{201c}{}\u{201d}, in {}",
            many.title(&first.0.branch),
            many.design_text(results.counted(), "worlds with the same luck and the same facts")
        ),
        source: "What follows from quoted facts and confessed assumptions; no forecast.".to_owned(),
    };
    strip(&measured.strip(caption, &results.effect(many.sides.len() - 2, outcome)))
}

/// Tells one effect: the means, the band of what we do not know, and in small how well it was
/// computed.
fn tell(measured: &Measured, effect: &Effect, out: &mut Printer) -> Result<(), Failure> {
    let title = format!("{}: {}", measured.outcome.title, measured.means(effect));
    out.paragraph("  ", &title, style::MARKED)?;
    for (text, small) in measured.effect(effect) {
        out.paragraph("      ", &text, if small { style::DIM } else { style::PLAIN })?;
    }
    Ok(())
}

fn compared<'a>(
    many: &'a Many,
    other: usize,
    second: &'a Model,
    results: &Results,
) -> ComparedJson<'a> {
    let one = |&outcome: &OutcomeId| {
        let effect = results.effect(other, outcome);
        let bands = effect.difference;
        EffectJson {
            outcome: &many.outcome(outcome).written.id,
            unit: Measured::new(&many.part, second, outcome).unit(),
            first: effect.first,
            second: effect.second,
            never_first: effect.never.0,
            never_second: effect.never.1,
            difference: bands.map(|bands| bands.answer),
            low: bands.map(|bands| bands.low),
            high: bands.map(|bands| bands.high),
            clarity: bands.map(|bands| clarity(bands.clarity)),
            up: effect.up,
            down: effect.down,
            identical: effect.identical,
            pairs: effect.pairs,
            variance_saved: effect.saved,
            telling: effect.telling,
        }
    };
    let outcomes = many.shown.iter().map(one).collect();
    ComparedJson { second: &second.branch, outcomes }
}

/// The columns of the table, named as the keys of JSON.
const COLUMNS: [&str; 17] = [
    "first_branch",
    "second_branch",
    "outcome",
    "first",
    "second",
    "difference",
    "error_low",
    "error_high",
    "low",
    "high",
    "clarity",
    "never_first",
    "never_second",
    "up",
    "down",
    "identical",
    "pairs",
];

/// Prints a line for each outcome of each branch compared.
fn table(many: &Many, results: &Results, out: &mut Printer) -> Result<(), Failure> {
    out.line(&csv::line(COLUMNS))?;
    for (other, (second, _)) in many.sides.iter().skip(1).enumerate() {
        for &outcome in &many.shown {
            let Effect { first, second: to, difference, never, up, down, identical, pairs, .. } =
                results.effect(other, outcome);
            let bands =
                difference.map_or([f64::NAN; 5], |TwoBands { answer, low, high, .. }| {
                    let lab::stats::Interval { low: from, high: to } = answer.interval;
                    [answer.value, from, to, low.value, high.value]
                });
            let clear = difference.map_or("", |bands| clarity(bands.clarity)).to_owned();
            let numbers = [first, to].into_iter().chain(bands).map(csv::number).chain([clear]);
            let nevers = [never.0, never.1].map(csv::number);
            let counts = [up, down, identical, pairs].map(|n| n.to_string());
            let cells: Vec<String> = numbers.chain(nevers).chain(counts).collect();
            let outcome = &many.outcome(outcome).written.id;
            let ids = [many.sides[0].0.branch.as_str(), &second.branch, outcome];
            out.line(&csv::line(ids.into_iter().chain(cells.iter().map(String::as_str))))?;
        }
    }
    Ok(())
}
