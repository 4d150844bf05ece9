//! `excomm sweep`: many worlds of one branch, or of several, and what comes of them.

use serde::Serialize;

use super::{
    super::{
        Printer,
        charts::{self, Bars, Caption},
        effects::{EstimateJson, Measured},
        style, words,
    },
    Failure, Format, Status,
    many::{Many, ManyArgs, outcome_names},
    print_json,
};
use crate::{
    lab::{
        self, Row, Share, Summary,
        stats::{Interval, TwoBands},
    },
    scenario::format::Gain,
    world::{Model, Thing},
};

const EXAMPLES: &str = "\
Examples:
  excomm sweep                                       1,000 worlds of the scenario's own branch
  excomm sweep --branch to-the-mat --branch move-on --chart ends.svg
  excomm sweep --runs 10000 --outcome bombers_out_on";

/// Plays many worlds of a branch and says what comes of them
///
/// What we do not know comes first: the band of each answer over draws of the facts, luck averaged
/// out. How well it was computed stands beside it, in small.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    many: ManyArgs,
}

/// What `sweep` answers in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    scenario: &'a str,
    runs: u64,
    lucks: u64,
    seed: String,
    branches: Vec<SweptJson<'a>>,
}

#[derive(Serialize)]
struct SweptJson<'a> {
    branch: &'a str,
    ends: Vec<EndJson<'a>>,
    outcomes: Vec<OutcomeJson<'a>>,
}

#[derive(Serialize)]
struct EndJson<'a> {
    end: &'a str,
    worlds: u64,
    share: Option<BandsJson>,
}

#[derive(Serialize)]
struct OutcomeJson<'a> {
    outcome: &'a str,
    mean: Option<BandsJson>,
    quantiles: [Option<f64>; 5],
    never: u64,
}

/// An answer with its two bands, as programs read it.
#[derive(Serialize)]
struct BandsJson {
    value: EstimateJson,
    low: EstimateJson,
    high: EstimateJson,
}

impl From<TwoBands> for BandsJson {
    fn from(bands: TwoBands) -> BandsJson {
        let TwoBands { answer, low, high, .. } = bands;
        BandsJson { value: answer.into(), low: low.into(), high: high.into() }
    }
}

/// A branch that has been played.
struct Swept<'a> {
    model: &'a Model,
    ends: Vec<(Thing, Share)>,
    outcomes: Vec<(usize, Summary)>,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let many = args.many.open(&args.many.world.branch)?;
    let mut swept = Vec::new();
    for (model, base) in &many.sides {
        let rows = lab::rows(model, base, &many.design);
        swept.push(sum_up(&many, model, &rows));
    }
    args.many.draw(|| chart(&many, &swept))?;
    if args.many.format == Format::Json {
        print_json(out, "sweep", answer(args, &many, &swept))?;
        return Ok(Status::Done);
    }
    for branch in &swept {
        tell(&many, branch, out)?;
    }
    Ok(Status::Done)
}

fn sum_up<'a>(many: &Many, model: &'a Model, rows: &[Row]) -> Swept<'a> {
    let summary = |&place: &usize| (place, lab::summary(model, rows, place, &many.design));
    Swept {
        model,
        ends: lab::ends(model, rows, &many.design),
        outcomes: many.shown.iter().map(summary).collect(),
    }
}

fn title<'a>(many: &'a Many, model: &Model) -> &'a str {
    let branch = many.part.branches.iter().find(|branch| branch.id == model.branch);
    branch.map_or("", |branch| branch.title.as_str())
}

fn tell(many: &Many, swept: &Swept, out: &mut Printer) -> Result<(), Failure> {
    let model = swept.model;
    let heading = format!("{} ({})", title(many, model), model.branch);
    out.paragraph("", &heading, style::HEADING)?;
    out.paragraph("  ", &many.design_text("worlds"), style::DIM)?;
    out.line("")?;
    for (end, share) in &swept.ends {
        if share.count.hits > 0 {
            tell_share(&model.things[end.index()].title, share, out)?;
        }
    }
    let names = outcome_names(&many.part);
    for (place, summary) in &swept.outcomes {
        if let Some(measured) = Measured::new(&many.part, model, names[*place]) {
            out.line("")?;
            tell_summary(&measured, summary, out)?;
        }
    }
    Ok(out.line("")?)
}

fn tell_share(title: &str, share: &Share, out: &mut Printer) -> Result<(), Failure> {
    let of = words::percent(share.count.hits as f64 / share.count.trials as f64);
    out.paragraph("  ", &format!("{title}: {of}"), style::MARKED)?;
    let known = share.bands.map_or_else(String::new, |bands| {
        let (low, high) = (bands.low.value.max(0.0), bands.high.value.min(1.0));
        format!("what we do not know leaves {} to {}; ", words::percent(low), words::percent(high))
    });
    let Interval { low, high } = share.count.interval(0.95);
    let text =
        format!("{known}computing error {} to {}", words::percent(low), words::percent(high));
    Ok(out.paragraph("      ", &text, style::DIM)?)
}

fn tell_summary(measured: &Measured, summary: &Summary, out: &mut Printer) -> Result<(), Failure> {
    let title = &measured.outcome.title;
    if let Gain::Ever(_) = measured.outcome.is {
        let no = summary.never;
        let hits = no.count.trials - no.count.hits;
        let yes = lab::stats::Count { hits, trials: no.count.trials };
        return tell_share(title, &Share { count: yes, bands: summary.mean }, out);
    }
    let Some(TwoBands { answer, low, high, .. }) = summary.mean else { return Ok(()) };
    let mean = measured.mean(answer.value);
    out.paragraph("  ", &format!("{title}: {mean} on average"), style::MARKED)?;
    let [bottom, quarter, _, three_quarters, top] =
        summary.band.quantiles.map(|value| measured.value(value));
    let text = format!(
        "what we do not know leaves {} to {}; half of all worlds {quarter} to {three_quarters}, nine \
         in ten {bottom} to {top}",
        measured.mean(low.value),
        measured.mean(high.value)
    );
    out.paragraph("      ", &text, style::PLAIN)?;
    let date = matches!(measured.outcome.is, Gain::DateOrNever(_));
    let never = if date && summary.never.count.hits > 0 {
        let never = words::percent(summary.band.never);
        format!("never in {never} of worlds, which counts as the last day; ")
    } else {
        String::new()
    };
    let Interval { low, high } = answer.interval;
    let text = format!("{never}computing error {} to {}", measured.mean(low), measured.mean(high));
    Ok(out.paragraph("      ", &text, style::DIM)?)
}

/// Draws how often each end is reached, by branch.
fn chart(many: &Many, swept: &[Swept]) -> String {
    let reached = |end: &Thing| {
        let mut all = swept.iter().flat_map(|branch| &branch.ends);
        all.any(|(known, share)| known == end && share.count.hits > 0)
    };
    let Some(first) = swept.first() else { return String::new() };
    let ends: Vec<Thing> = first.ends.iter().map(|(end, _)| *end).filter(reached).collect();
    let share = |branch: &Swept, end: &Thing| {
        let (_, share) = branch.ends.iter().find(|(known, _)| known == end)?;
        let Interval { low, high } = share.count.interval(0.95);
        let value = share.count.hits as f64 / share.count.trials as f64;
        Some(charts::Estimate { value, low, high })
    };
    let branch = |branch: &Swept| charts::Branch {
        name: title(many, branch.model).to_owned(),
        shares: ends.iter().filter_map(|end| share(branch, end)).collect(),
    };
    charts::bars(&Bars {
        caption: Caption {
            title: "How it ends".to_owned(),
            subtitle: many.design_text("worlds of each branch"),
            source: "Lines are computing error. What follows from quoted facts and confessed \
                     assumptions; no forecast."
                .to_owned(),
        },
        ends: ends.iter().map(|end| first.model.things[end.index()].title.clone()).collect(),
        branches: swept.iter().map(branch).collect(),
    })
}

fn answer<'a>(args: &Args, many: &'a Many, swept: &[Swept<'a>]) -> Answer<'a> {
    let names = outcome_names(&many.part);
    let finite = |value: f64| Some(value).filter(|value| value.is_finite());
    let end = |model: &'a Model, (end, share): &(Thing, Share)| EndJson {
        end: &model.things[end.index()].id,
        worlds: share.count.hits,
        share: share.bands.map(BandsJson::from),
    };
    let outcome = |(place, summary): &(usize, Summary)| OutcomeJson {
        outcome: names[*place],
        mean: summary.mean.map(BandsJson::from),
        quantiles: summary.band.quantiles.map(finite),
        never: summary.never.count.hits,
    };
    let branch = |swept: &Swept<'a>| SweptJson {
        branch: &swept.model.branch,
        ends: swept.ends.iter().map(|known| end(swept.model, known)).collect(),
        outcomes: swept.outcomes.iter().map(outcome).collect(),
    };
    Answer {
        scenario: many.part.scenario.as_ref().map_or("", |head| &head.id),
        runs: many.design.runs,
        lucks: many.design.lucks,
        seed: args.many.world.seed.to_string(),
        branches: swept.iter().map(branch).collect(),
    }
}
