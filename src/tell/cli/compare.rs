//! `excomm compare`: the same worlds in two or more branches, and what that changes.

use serde::Serialize;

use super::{
    super::{
        Printer,
        charts::{Caption, strip},
        effects::{EstimateJson, Measured},
        style, words,
    },
    Failure, Format, Status,
    many::{Many, ManyArgs, outcome_names, outcome_things},
    print_json, usage,
};
use crate::{
    lab::{self, Effect, Pair, Side, stats::TwoBands},
    scenario::format::Gain,
    world::{Model, Setting},
};

const EXAMPLES: &str = "\
Examples:
  excomm compare --branch lift-8-nov                 against the scenario's own branch
  excomm compare --branch to-the-mat --branch move-on --outcome bombers_out_on
  excomm compare --branch move-on --runs 10000 --lucks 20";

/// How many of the most telling worlds are named.
const TELLING: usize = 3;

/// Plays the same worlds in several branches and says what that changes
///
/// Each world has the same luck and the same facts in every branch, so that what differs is what the
/// branch changes and nothing else. One branch alone is compared with the scenario's own.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    many: ManyArgs,
}

/// What `compare` answers in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    scenario: &'a str,
    first: &'a str,
    runs: u64,
    lucks: u64,
    seed: String,
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
    difference: Option<EstimateJson>,
    low: Option<EstimateJson>,
    high: Option<EstimateJson>,
    up: usize,
    down: usize,
    identical: usize,
    pairs: usize,
    variance_saved: f64,
    telling: Vec<u64>,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let mut branches = args.many.world.branch.clone();
    if branches.is_empty() {
        let hint = "`excomm branches` lists them".to_owned();
        return Err(usage("compare needs a branch: `--branch ID`".to_owned(), Some(hint)));
    }
    if branches.len() == 1 {
        let part = super::load::load(&args.many.world.scenario)?;
        branches.insert(0, args.many.world.known_branch(&part, None)?);
    }
    let many = args.many.open(&branches)?;
    let (first, others) = many.sides.split_first().ok_or_else(|| usage(String::new(), None))?;
    let mut answers = Vec::new();
    for second in others {
        let pairs = lab::pairs(side(first), side(second), &many.design);
        let outcomes = outcome_things(&many.part, &first.0);
        let effects = lab::effects(&first.0, &outcomes, &pairs, &many.design);
        args.many.draw(|| strip_of(&many, &second.0, &effects, &pairs))?;
        match args.many.format {
            Format::Json => answers.push(compared(&many, &second.0, &effects, &pairs)),
            Format::Text => print(&many, &second.0, &effects, &pairs, args, out)?,
        }
    }
    if args.many.format == Format::Json {
        let (runs, lucks) = (many.design.runs, many.design.lucks);
        let scenario = many.part.scenario.as_ref().map_or("", |head| &head.id);
        let (first, seed) = (first.0.branch.as_str(), args.many.world.seed.to_string());
        let answer = Answer { scenario, first, runs, lucks, seed, branches: answers };
        print_json(out, "compare", answer)?;
    }
    Ok(Status::Done)
}

fn side((model, base): &(Model, Setting)) -> Side<'_> {
    Side { model, base }
}

fn print(
    many: &Many,
    second: &Model,
    effects: &[Effect],
    pairs: &[Pair],
    args: &Args,
    out: &mut Printer,
) -> Result<(), Failure> {
    let first = &many.sides[0].0;
    let title = |id: &str| {
        let branch = many.part.branches.iter().find(|branch| branch.id == id);
        branch.map_or_else(String::new, |branch| format!("{} ({id})", branch.title))
    };
    out.paragraph("", &title(&second.branch), style::HEADING)?;
    out.paragraph("  against: ", &title(&first.branch), style::PLAIN)?;
    let text = many.design_text("pairs of worlds with the same luck and the same facts");
    out.paragraph("  ", &text, style::DIM)?;
    let names = outcome_names(&many.part);
    for &place in &many.shown {
        let Some(measured) = Measured::new(&many.part, second, names[place]) else { continue };
        out.line("")?;
        tell(&measured, &effects[place], out)?;
    }
    let Some(&main) = many.shown.first() else { return Ok(()) };
    let telling = lab::telling(first, main, pairs, TELLING);
    if !telling.is_empty() {
        let title = Measured::new(&many.part, second, names[main]).map_or("", |m| &m.outcome.title);
        out.line("")?;
        let text =
            format!("The most telling worlds for \u{201c}{title}\u{201d}; play one in both:");
        out.paragraph("", &text, style::PLAIN)?;
    }
    for pair in telling {
        let setting = many.design.setting(&many.sides[0].1, pair.world);
        let branch = &second.branch;
        let scenario = &args.many.world.scenario;
        let text = format!(
            "  excomm run {scenario} --branch {branch} --vary all --seed {} --fact-seed {}",
            setting.seed,
            setting.fact_seed()
        );
        out.line(&text)?;
    }
    out.line("")?;
    Ok(())
}

/// Draws how the first outcome shown differs, world by world.
fn strip_of(many: &Many, second: &Model, effects: &[Effect], pairs: &[Pair]) -> String {
    let names = outcome_names(&many.part);
    let first = many.shown.first().and_then(|&place| Some((place, names.get(place)?)));
    let Some((place, id)) = first else { return String::new() };
    let Some(measured) = Measured::new(&many.part, second, id) else { return String::new() };
    let effect = &effects[place];
    let differences = lab::differences(&many.sides[0].0, place, pairs);
    let title = |id: &str| {
        let branch = many.part.branches.iter().find(|branch| branch.id == id);
        branch.map_or_else(String::new, |branch| branch.title.clone())
    };
    let caption = Caption {
        title: format!("{}: {}", measured.outcome.title, title(&second.branch)),
        subtitle: format!(
            "Against \u{201c}{}\u{201d}, in {}",
            title(&many.sides[0].0.branch),
            many.design_text("worlds with the same luck and the same facts")
        ),
        source: "What follows from quoted facts and confessed assumptions; no forecast.".to_owned(),
    };
    strip(&measured.strip(caption, effect, &differences))
}

/// Tells one effect: the means, the band of what we do not know, and in small how well it was
/// computed.
fn tell(measured: &Measured, effect: &Effect, out: &mut Printer) -> Result<(), Failure> {
    let title = &measured.outcome.title;
    let (first, second) = (measured.mean(effect.first), measured.mean(effect.second));
    out.paragraph("  ", &format!("{title}: {first} \u{2192} {second}"), style::MARKED)?;
    let changed = effect.up + effect.down;
    if changed == 0 {
        let bound = lab::stats::upper_bound_of_none(effect.pairs as u64, 0.95);
        let text = if effect.identical == effect.pairs {
            "Identical: in no world did anything that led to it differ.".to_owned()
        } else {
            let bound = words::percent(bound);
            format!("No change seen in {} pairs; at most {bound} of worlds.", effect.pairs)
        };
        return Ok(out.paragraph("      ", &text, style::PLAIN)?);
    }
    if let Some(TwoBands { answer, low, high, .. }) = &effect.difference {
        let unit = measured.unit();
        let text = format!(
            "changes by {}; what we do not know leaves {} to {} {unit}",
            measured.difference(answer.value),
            measured.signed(low.value),
            measured.signed(high.value),
        );
        out.paragraph("      ", text.trim_end(), style::PLAIN)?;
        let text = format!(
            "computing error: {} to {} {unit}; pairing saved {} of the variance",
            measured.signed(answer.interval.low),
            measured.signed(answer.interval.high),
            words::percent(effect.saved),
        );
        out.paragraph("      ", &text, style::DIM)?;
    }
    let (rise, fall) = measured.directions();
    let share = |n: usize| words::percent(n as f64 / effect.pairs as f64);
    let mut text = format!(
        "{rise} in {} of worlds, {fall} in {}; the same in {} ({} identical by structure)",
        share(effect.up),
        share(effect.down),
        share(effect.pairs - changed),
        share(effect.identical)
    );
    if matches!(measured.outcome.is, Gain::DateOrNever(_)) {
        let (first, second) = effect.never;
        let never =
            format!("; never: {} \u{2192} {}", words::percent(first), words::percent(second));
        text.push_str(&never);
    }
    out.paragraph("      ", &text, style::PLAIN)?;
    if let Some((better, worse, whom)) = measured.verdict(effect) {
        let text = format!("for {whom}: better in {}, worse in {}", share(better), share(worse));
        out.paragraph("      ", &text, style::PLAIN)?;
    }
    Ok(())
}

fn compared<'a>(
    many: &'a Many,
    second: &'a Model,
    effects: &[Effect],
    pairs: &[Pair],
) -> ComparedJson<'a> {
    let names = outcome_names(&many.part);
    let one = |&place: &usize| {
        let effect = &effects[place];
        let bands = effect.difference;
        let telling = lab::telling(&many.sides[0].0, place, pairs, TELLING);
        EffectJson {
            outcome: names[place],
            unit: Measured::new(&many.part, second, names[place])
                .map_or_else(String::new, |measured| measured.unit()),
            first: effect.first,
            second: effect.second,
            never_first: effect.never.0,
            never_second: effect.never.1,
            difference: bands.map(|bands| bands.answer.into()),
            low: bands.map(|bands| bands.low.into()),
            high: bands.map(|bands| bands.high.into()),
            up: effect.up,
            down: effect.down,
            identical: effect.identical,
            pairs: effect.pairs,
            variance_saved: effect.saved,
            telling: telling.iter().map(|pair| pair.world).collect(),
        }
    };
    ComparedJson { second: &second.branch, outcomes: many.shown.iter().map(one).collect() }
}
