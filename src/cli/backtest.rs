//! `excomm backtest`: where the recorded course falls in what the model thinks may come.

use serde::Serialize;

use super::{
    Failure, Format, Status,
    many::{Many, ManyArgs},
    print_json,
};
use excomm_charts as charts;
use excomm_charts::{Caption, Moment, Standing};
use excomm_engine::world::Model;
use excomm_lab as lab;
use excomm_lab::{Place, Score, Scored};
use excomm_scenario::format::{Gain, Marker, Outcome};
use excomm_tell::{
    Printer,
    headlines::whole,
    outcomes::{title_of, was_text, was_value},
    style::{self, styled},
    weights::tell_failed,
    words,
};

const EXAMPLES: &str = "\
Examples:
  excomm backtest                   the held-out markers of history, in the scenario's own branch
  excomm backtest --runs 10000 --format json";

/// Says where held-out markers of history fall in what the model thinks may come
///
/// Markers that helped to set a number are named and not scored.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Says all: every date and count, with its bands and scores
    #[arg(long)]
    detail: bool,
    #[command(flatten)]
    many: ManyArgs,
}

/// What `backtest` answers in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    scenario: &'a str,
    branch: &'a str,
    runs: u64,
    failed: u64,
    markers: Vec<MarkerJson<'a>>,
    not_scored: Vec<&'a str>,
}

#[derive(Serialize)]
struct MarkerJson<'a> {
    id: &'a str,
    outcome: &'a str,
    was: Option<f64>,
    place: &'static str,
    quantiles: [Option<f64>; 5],
    never: f64,
    brier: Option<f64>,
    log_score: Option<f64>,
    crps: Option<f64>,
    crps_uniform: Option<f64>,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let many = args.many.open(&args.many.world.branch)?;
    let (model, base) = &many.sides[0];
    let (rows, failed) = lab::rows(model, base, &many.design);
    let score = |marker: &Marker| {
        let outcome = model.find_outcome(&marker.outcome)?;
        let was = was_value(&many.outcome(outcome).written, &marker.was)?;
        Some(lab::score(model, &rows, outcome, was))
    };
    let (held, set): (Vec<&Marker>, Vec<&Marker>) =
        many.part.history.iter().partition(|marker| marker.set_by.is_empty());
    let scored: Vec<(&Marker, Scored)> =
        held.into_iter().filter_map(|marker| Some((marker, score(marker)?))).collect();
    args.many.draw(|| chart(&many, model, &scored))?;
    if args.many.format == Format::Json {
        let markers = scored.iter().map(|(marker, scored)| json(marker, scored)).collect();
        let not_scored = set.iter().map(|marker| marker.id.as_str()).collect();
        let scenario = many.part.id();
        let runs = many.design.runs;
        let answer = Answer { scenario, branch: &model.branch, runs, failed, markers, not_scored };
        print_json(out, "backtest", answer)?;
        return Ok(Status::Done);
    }
    if !args.detail {
        return brief(&many, model, &scored, failed, out).map(|()| Status::Done);
    }
    let text = format!(
        "Held-out markers of history in {} worlds of branch `{}`, facts and luck as they may be",
        words::thousands(many.design.runs),
        model.branch
    );
    out.paragraph("", &text, style::HEADING)?;
    tell_failed(failed, out)?;
    for (marker, scored) in &scored {
        let outcome = many.part.outcome(&marker.outcome.0);
        let Some(outcome) = outcome else { continue };
        out.line("")?;
        tell(model, outcome, marker, scored, out)?;
    }
    out.line("")?;
    sum_up(&scored, out)?;
    let set: Vec<&str> = set.iter().map(|marker| marker.id.as_str()).collect();
    if !set.is_empty() {
        let text = format!("Not scored, since they helped to set a number: {}.", set.join(", "));
        out.paragraph("", &text, style::DIM)?;
    }
    let text = "There is one history and its markers hang together: this tests the model once, not \
                once a marker.";
    out.paragraph("", text, style::DIM)?;
    Ok(Status::Done)
}

fn place(place: Place) -> &'static str {
    match place {
        Place::Middle => "in the middle half",
        Place::Inside => "inside 5-95 %",
        Place::Outside => "outside 5-95 %",
    }
}

fn tell(
    model: &Model,
    outcome: &Outcome,
    marker: &Marker,
    scored: &Scored,
    out: &mut Printer,
) -> Result<(), Failure> {
    let was = was_text(model, marker);
    let title = styled(style::MARKED, &outcome.title);
    if let Score::YesNo { yes, brier, log } = scored.score {
        out.paragraph("  ", &format!("{title}: in history {was}"), style::PLAIN)?;
        let text = format!("yes in {} of worlds", words::percent(yes));
        out.paragraph("      ", &text, style::PLAIN)?;
        let text = format!(
            "Brier {}, log score {}; of always saying 50 %: 0.25, 0.693",
            words::about(brier),
            words::about(log)
        );
        return Ok(out.paragraph("      ", &text, style::DIM)?);
    }
    let where_to = place(scored.place);
    let text = format!("{title}: in history {was}, {where_to}");
    out.paragraph("  ", &text, style::PLAIN)?;
    let date = matches!(outcome.is, Gain::DateOrNever(_));
    let say = |value: f64| match (date, value.is_finite()) {
        (true, true) => words::day_month(model.span.start.plus_hours(value * 24.0), &model.span),
        (true, false) => "never".to_owned(),
        (false, _) => words::about(value),
    };
    let [low, quarter, middle, three_quarters, high] = scored.band.quantiles.map(say);
    let never = if date {
        format!("; never in {} of worlds", words::percent(scored.band.never))
    } else {
        String::new()
    };
    let text = format!(
        "the model: {low} to {high}, the middle half {quarter} to {three_quarters}, median {middle}{never}"
    );
    out.paragraph("      ", &text, style::PLAIN)?;
    if let Score::Spread { crps, uniform } = scored.score {
        let unit = if date { " days" } else { "" };
        let beside = uniform.map_or_else(String::new, |uniform| {
            format!("; of all days alike: {} days", words::about(uniform))
        });
        let text = format!("CRPS {}{unit}{beside}", words::about(crps));
        out.paragraph("      ", &text, style::DIM)?;
    }
    Ok(())
}

/// Counts the dates and counts that fall in the middle half, further inside, and outside.
fn places(scored: &[(&Marker, Scored)]) -> [usize; 3] {
    [Place::Middle, Place::Inside, Place::Outside].map(|wanted| {
        let spread = |score: &Score| matches!(score, Score::Spread { .. });
        scored.iter().filter(|(_, s)| s.place == wanted && spread(&s.score)).count()
    })
}

/// Says in a dozen lines how well the model foretells what was kept aside.
fn brief(
    many: &Many,
    model: &Model,
    scored: &[(&Marker, Scored)],
    failed: u64,
    out: &mut Printer,
) -> Result<(), Failure> {
    let runs = words::thousands(many.design.runs);
    let text = format!("Does the model foretell what did happen? {runs} worlds against history");
    out.paragraph("", &text, style::HEADING)?;
    tell_failed(failed, out)?;
    let title = |marker: &Marker| title_of(&many.part, &marker.outcome.0).to_owned();
    let [middle, inside, outside] = places(scored);
    let text = format!(
        "Of {} dates and counts that set no number here, {middle} fall into the middle half of the worlds, \
         {inside} more into the middle ninety of a hundred, {outside} outside.",
        middle + inside + outside
    );
    out.paragraph("", &text, style::PLAIN)?;
    let worse = scored.iter().filter(|(_, scored)| {
        matches!(scored.score, Score::Spread { crps, uniform: Some(uniform) } if crps >= uniform)
    });
    let worse: Vec<String> = worse
        .map(|(marker, _)| {
            format!("\u{201c}{}\u{201d} ({})", title(marker), was_text(model, marker))
        })
        .collect();
    let text = if worse.is_empty() {
        "Each date is foretold better than by holding all days alike.".to_owned()
    } else {
        format!("All days alike would have done better for: {}.", worse.join("; "))
    };
    out.paragraph("", &text, style::PLAIN)?;
    let never = scored.iter().filter_map(|(marker, scored)| match scored.score {
        Score::YesNo { yes, .. } => {
            let share = whole(yes);
            let was = was_text(model, marker);
            Some(format!("\u{201c}{}\u{201d} in {share} of 100 (history: {was})", title(marker)))
        }
        Score::Spread { .. } => None,
    });
    let never: Vec<String> = never.collect();
    if !never.is_empty() {
        let text = format!("Yes or no: {}.", never.join("; "));
        out.paragraph("", &text, style::PLAIN)?;
    }
    let text = "There is one history: this tests the model once. `--detail` shows each date with its scores.";
    Ok(out.paragraph("", text, style::DIM)?)
}

/// Draws where the dates of history fall.
fn chart(many: &Many, model: &Model, scored: &[(&Marker, Scored)]) -> String {
    let moment = |at: f64| {
        let day = |at| words::day_month(model.span.start.plus_hours(at * 24.0), &model.span);
        Moment { at, text: if at.is_finite() { day(at) } else { "never".to_owned() } }
    };
    let row = |(marker, scored): &(&Marker, Scored)| {
        let outcome = many.part.outcome(&marker.outcome.0)?;
        let Gain::DateOrNever(_) = outcome.is else { return None };
        let [p5, p25, _, p75, p95] = scored.band.quantiles.map(moment);
        Some(charts::Marker {
            label: outcome.title.clone(),
            p5,
            p25,
            p75,
            p95,
            never: scored.band.never,
            history: moment(scored.was),
            standing: match scored.place {
                Place::Outside => Standing::Outside,
                Place::Middle | Place::Inside => Standing::Inside,
            },
        })
    };
    let days = model.span.end.days_since(model.span.start) as u32;
    charts::backtest(&charts::Backtest {
        caption: Caption {
            title: "Where history falls in what the model thinks may come".to_owned(),
            subtitle: format!(
                "Held-out markers, {} worlds of branch {}, facts and luck as they may be",
                words::thousands(many.design.runs),
                model.branch
            ),
            source: "One history, and its markers hang together: this tests the model once."
                .to_owned(),
        },
        dates: (0..=days / 7).map(|week| moment(f64::from(week * 7))).collect(),
        markers: scored.iter().filter_map(row).collect(),
    })
}

/// Says how the markers did together.
fn sum_up(scored: &[(&Marker, Scored)], out: &mut Printer) -> Result<(), Failure> {
    let [middle, inside, outside] = places(scored);
    let all = middle + inside + outside;
    let better = scored.iter().filter(|(_, s)| {
        matches!(s.score, Score::Spread { crps, uniform: Some(uniform) } if crps < uniform)
    });
    let dates =
        scored.iter().filter(|(_, s)| matches!(s.score, Score::Spread { uniform: Some(_), .. }));
    let text = format!(
        "Of {all} dates and counts {middle} fall in the middle half, {inside} more inside 5-95 %, \
         {outside} outside. Of {} dates the model beats all days alike on {}.",
        dates.count(),
        better.count()
    );
    Ok(out.paragraph("", &text, style::PLAIN)?)
}

fn json<'a>(marker: &'a Marker, scored: &Scored) -> MarkerJson<'a> {
    let finite = |value: f64| Some(value).filter(|value| value.is_finite());
    let (brier, log_score) = match scored.score {
        Score::YesNo { brier, log, .. } => (finite(brier), finite(log)),
        Score::Spread { .. } => (None, None),
    };
    let (crps, crps_uniform) = match scored.score {
        Score::YesNo { .. } => (None, None),
        Score::Spread { crps, uniform } => (finite(crps), uniform),
    };
    MarkerJson {
        id: &marker.id,
        outcome: &marker.outcome.0,
        was: finite(scored.was),
        place: match scored.place {
            Place::Middle => "middle",
            Place::Inside => "inside",
            Place::Outside => "outside",
        },
        quantiles: scored.band.quantiles.map(finite),
        never: scored.band.never,
        brier,
        log_score,
        crps,
        crps_uniform,
    }
}
