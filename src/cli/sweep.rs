//! `excomm sweep`: many worlds of one branch, or of several, and what comes of them.

mod answer;

use std::cmp::Reverse;

use super::{
    Failure, Format, Status,
    many::{Many, ManyArgs},
    print_json,
    rows::RowsArgs,
    usage,
};
use crate::cli::sweep::answer::{answer, table};
use excomm_charts as charts;
use excomm_charts::{Bars, Caption};
use excomm_engine::world::{Model, Thing};
use excomm_lab::{Method, Results, Share, Study, Summary, Swept};
use excomm_scenario::format::Gain;
use excomm_tell::{
    Printer,
    effects::{Measured, UNKNOWN, band, percents, shown},
    fans::fan_of,
    headlines::often,
    style, words,
};

const EXAMPLES: &str = "\
Examples:
  excomm sweep                                       1,000 worlds of the scenario's own branch
  excomm sweep --branch to-the-mat --branch move-on --chart ends.svg
  excomm sweep --runs 10000 --outcome bombers_out_on
  excomm sweep --runs 100000 --until-width 0.02      stops once the ends are known to 2 points
  excomm sweep --fan low_flights --chart fan.svg     a number over time, day by day";

/// Plays many worlds of a branch and says what comes of them
///
/// What we do not know comes first: the band of each answer over draws of the facts, luck averaged
/// out. How well it was computed stands beside it, in small.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Reads an outcome at the end of each day, and lets the chart show how it spreads over time
    #[arg(long, value_name = "OUTCOME")]
    pub fan: Option<String>,
    /// Stops at the end of a block of 1,000 worlds once the first yes or no shown is known to so
    /// much, such as 0.02; or all ends, if no yes or no is shown
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

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let many = args.many.open_table(&args.many.world.branch)?;
    let fan = args.fan.clone().or_else(|| args.number(&many));
    if let (Some(id), true) = (&fan, many.sides.len() > 1) {
        let hint = "name one branch, or leave `--fan` out".to_owned();
        return Err(usage(format!("a fan shows one branch: `{id}`"), Some(hint)));
    }
    let seen = args.many.chart.is_some() || args.many.format == Format::Json;
    if args.fan.is_some() && !seen && args.rows.file().is_none() {
        let hint = "add `--chart FILE.svg`, or read it with `--format json`".to_owned();
        return Err(usage("a fan is a chart".to_owned(), Some(hint)));
    }
    let study = Study {
        method: Method::Sweep { fan },
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
    args.draw(|| match results.fan() {
        Some(outcome) => fan_of(&many.part, &many.sides[0].0, outcome, results),
        None => chart(many, results),
    })?;
    match args.format {
        Format::Json => print_json(out, "sweep", answer(many, results))?,
        Format::Csv => table(many, results, out)?,
        Format::Text => {
            for (side, swept) in results.counted().swept.iter().enumerate() {
                if detail {
                    tell(many, results, side, swept, out)?;
                } else {
                    tell_in_brief(many, results, (side, swept), out)?;
                }
            }
        }
    }
    Ok(())
}

impl Args {
    /// Returns the outcome that a chart is of: the only one shown, if it is a number.
    fn number(&self, many: &Many) -> Option<String> {
        let ([id], [_], Some(_)) = (&*self.many.outcome, &*many.sides, &self.many.chart) else {
            return None;
        };
        let outcome = many.part.outcome(id)?;
        matches!(outcome.is, Gain::Count(_) | Gain::Sum(_) | Gain::Peak(_)).then(|| id.clone())
    }
}

/// Says how it ends and what comes of a few outcomes, in words that can be repeated.
fn tell_in_brief(
    many: &Many,
    results: &Results,
    (side, swept): (usize, &Swept),
    out: &mut Printer,
) -> Result<(), Failure> {
    let model = &many.sides[side].0;
    let worlds = words::thousands(results.counted().worlds);
    let heading = format!("{}: {worlds} worlds", many.title(&model.branch));
    out.paragraph("", &heading, style::HEADING)?;
    many.tell_failed(results, out)?;
    let mut ends = swept.ends();
    ends.retain(|(_, share)| share.count.hits > 0);
    ends.sort_by_key(|(_, share)| Reverse(share.count.hits));
    for (end, share) in &ends {
        let said = often(&model.things[end.index()].title, share);
        out.paragraph("  ", &said, style::MARKED)?;
    }
    for &outcome in &many.about(model) {
        let measured = Measured::new(&many.part, model, outcome);
        if let Some(said) = measured.summed_up(&swept.summary(outcome)) {
            out.paragraph("  ", &said, style::PLAIN)?;
        }
    }
    let text = format!("{} `--detail` says how sure that is.", many.never_counts());
    Ok(out.paragraph("  ", &text, style::DIM)?)
}

fn tell(
    many: &Many,
    results: &Results,
    side: usize,
    swept: &Swept,
    out: &mut Printer,
) -> Result<(), Failure> {
    let model = &many.sides[side].0;
    let heading = format!("{} ({})", many.title(&model.branch), model.branch);
    out.paragraph("", &heading, style::HEADING)?;
    many.tell_design(results, "worlds", out)?;
    out.line("")?;
    for (end, share) in &swept.ends() {
        if share.count.hits > 0 {
            tell_share(&model.things[end.index()].title, share, out)?;
        }
    }
    for &outcome in &many.shown {
        out.line("")?;
        let measured = Measured::new(&many.part, model, outcome);
        tell_summary(&measured, &swept.summary(outcome), out)?;
    }
    Ok(out.line("")?)
}

fn tell_share(title: &str, share: &Share, out: &mut Printer) -> Result<(), Failure> {
    let of = words::percent(share.answer().value);
    out.paragraph("  ", &format!("{title}: {of}"), style::MARKED)?;
    let seen = (1..share.count.trials).contains(&share.count.hits);
    let known = share.bands.filter(|_| seen);
    let known = known.and_then(|bands| band(&bands, UNKNOWN, "", words::percent));
    let error = format!("computing error {}", percents(share.error));
    let parts: Vec<String> = known.into_iter().chain([error]).collect();
    Ok(out.paragraph("      ", &parts.join("; "), style::DIM)?)
}

fn tell_summary(measured: &Measured, summary: &Summary, out: &mut Printer) -> Result<(), Failure> {
    let title = &measured.outcome.title;
    if let Some(yes) = &summary.yes {
        return tell_share(title, yes, out);
    }
    let Some(bands) = summary.mean else { return Ok(()) };
    let mean = measured.mean(bands.answer.value);
    out.paragraph("  ", &format!("{title}: {mean} on average"), style::MARKED)?;
    let [bottom, quarter, _, three_quarters, top] =
        summary.band.quantiles.map(|value| measured.value(value));
    let known = band(&bands, UNKNOWN, "", |value| measured.mean(value));
    let worlds =
        format!("half of all worlds {quarter} to {three_quarters}, nine in ten {bottom} to {top}");
    let parts: Vec<String> = known.into_iter().chain([worlds]).collect();
    out.paragraph("      ", &parts.join("; "), style::PLAIN)?;
    let date = matches!(measured.outcome.is, Gain::DateOrNever(_));
    let never = if date && summary.never.hits > 0 {
        let never = words::percent(summary.band.never);
        format!("never in {never} of worlds, which counts as the last day; ")
    } else {
        String::new()
    };
    let error = measured.error(bands.answer.interval);
    Ok(out.paragraph("      ", &format!("{never}computing error {error}"), style::DIM)?)
}

/// Draws how often each end is reached, by branch.
fn chart(many: &Many, results: &Results) -> String {
    let swept: Vec<Vec<(Thing, Share)>> = results.counted().swept.iter().map(Swept::ends).collect();
    let reached = |end: &Thing| {
        let mut all = swept.iter().flatten();
        all.any(|(known, share)| known == end && share.count.hits > 0)
    };
    let (Some(first), Some((model, _))) = (swept.first(), many.sides.first()) else {
        return String::new();
    };
    let ends: Vec<Thing> = first.iter().map(|(end, _)| *end).filter(reached).collect();
    let share = |ends: &[(Thing, Share)], end: &Thing| {
        let (_, share) = ends.iter().find(|(known, _)| known == end)?;
        Some(shown(share.answer())).filter(|_| share.count.trials > 0)
    };
    let branch = |((model, _), swept): (&(Model, _), &Vec<_>)| charts::Branch {
        name: many.title(&model.branch).to_owned(),
        shares: ends.iter().filter_map(|end| share(swept, end)).collect(),
    };
    charts::bars(&Bars {
        caption: Caption {
            title: "How it ends".to_owned(),
            subtitle: many.design_text(results.counted(), "worlds of each branch"),
            source: "Lines are computing error. What follows from quoted facts and confessed \
                     assumptions; no forecast."
                .to_owned(),
        },
        ends: ends.iter().map(|end| model.things[end.index()].title.clone()).collect(),
        branches: many.sides.iter().zip(&swept).map(branch).collect(),
    })
}
