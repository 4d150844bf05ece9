//! What a change does in the worlds that came as history did: in words, and for programs.

use serde::Serialize;

use super::super::{
    Failure,
    many::{Many, ManyArgs},
};
use super::Asked;
use excomm_engine::{
    run::Value,
    world::{Chosen, Model, OutcomeId},
};
use excomm_lab::{
    Given, Predicted, Seen,
    stats::{Count, Estimate, Interval},
};
use excomm_scenario::format::Marker;
use excomm_tell::{
    Printer, effects::Measured, outcomes::was_text, style, weights::tell_failed, words,
};

/// What `compare --given` answers in JSON.
#[derive(Serialize)]
pub(super) struct Answer<'a> {
    scenario: &'a str,
    first: &'a str,
    second: &'a str,
    seed: String,
    until: String,
    runs: u64,
    failed: u64,
    kept: u64,
    kept_at_half: u64,
    kept_at_double: u64,
    markers: Vec<MarkerJson<'a>>,
    outcomes: Vec<OutcomeJson<'a>>,
}

#[derive(Serialize)]
struct MarkerJson<'a> {
    id: &'a str,
    outcome: &'a str,
    within_h: Option<f64>,
    alone: u64,
}

#[derive(Serialize)]
struct OutcomeJson<'a> {
    outcome: &'a str,
    unit: String,
    first: f64,
    second: f64,
    never_first: f64,
    never_second: f64,
    difference: Estimate,
    low: f64,
    high: f64,
    up: u64,
    down: u64,
    pairs: u64,
    at_half: Option<Estimate>,
    at_double: Option<Estimate>,
}

pub(super) fn print(
    many: &Many,
    asked: &Asked,
    given: &Given,
    out: &mut Printer,
) -> Result<(), Failure> {
    let [(first, _), (second, changed)] = many.sides.as_slice() else { return Ok(()) };
    let title = |id: &str| {
        let branch = many.part.branch(id);
        branch.map_or_else(String::new, |branch| format!("{} ({id})", branch.title))
    };
    let until = words::moment(asked.until, &first.span);
    let heading = if first.branch == second.branch {
        let answers: Vec<&str> =
            changed.choices.iter().map(|chosen| answer_title(many, first, chosen)).collect();
        format!("{}: {}", title(&second.branch), words::series(&answers))
    } else {
        title(&second.branch)
    };
    out.paragraph("", &heading, style::HEADING)?;
    out.paragraph("  against: ", &title(&first.branch), style::PLAIN)?;
    let (_, kept) = given.kept[1];
    let text = format!(
        "given history up to {until}: of {} worlds with facts and luck of their own and the recorded \
         choices, {} came as it did; the change is made in these",
        words::thousands(kept.trials),
        words::thousands(kept.hits)
    );
    out.paragraph("  ", &text, style::PLAIN)?;
    tell_failed(given.failed, out)?;
    for ((marker, seen), alone) in asked.markers.iter().zip(&given.alone) {
        let outcome = many.part.outcome(&marker.outcome.0);
        let within = match seen.was {
            Value::Date(Some(_)) => format!(" within {} h", words::number(seen.within_h)),
            _ => String::new(),
        };
        let text = format!(
            "{} {}{within}: alone it keeps {}",
            outcome.map_or("", |outcome| outcome.title.as_str()),
            was_text(first, marker),
            words::percent(alone.hits as f64 / alone.trials as f64)
        );
        out.paragraph("    - ", &text, style::DIM)?;
    }
    for &outcome in &many.shown {
        let measured = Measured::new(&many.part, second, outcome);
        let change = |times| given.change(first, outcome, times);
        let Some(main) = change(1) else { continue };
        out.line("")?;
        tell(&measured, &main, out)?;
        let other = |times: usize, name: &str| {
            let kept = words::thousands(given.kept[times].1.hits);
            let said = change(times).map_or_else(
                || "too few to say".to_owned(),
                |change| measured.difference(change.difference.value),
            );
            format!("at {name} the tolerance ({kept} kept): {said}")
        };
        let text = format!("{}; {}", other(0, "half"), other(2, "double"));
        out.paragraph("      ", &text, style::DIM)?;
    }
    Ok(out.line("")?)
}

fn answer_title<'a>(many: &'a Many, model: &Model, chosen: &Chosen) -> &'a str {
    let id = &model.things[chosen.question.index()].id;
    let question = many.part.question(id);
    let option = question.and_then(|question| question.options.get(chosen.option as usize));
    option.map_or("", |option| &option.title)
}

fn tell(measured: &Measured, change: &Predicted, out: &mut Printer) -> Result<(), Failure> {
    let Predicted { effect, difference, spread } = change;
    let title = &measured.outcome.title;
    let (first, second) = (measured.mean(effect.first), measured.mean(effect.second));
    out.paragraph("  ", &format!("{title}: {first} \u{2192} {second}"), style::MARKED)?;
    let Interval { low, high } = difference.interval;
    let text = format!(
        "changes by {}; nine in ten of these worlds {} to {}",
        measured.difference(difference.value),
        measured.signed(spread.low),
        measured.difference(spread.high)
    );
    out.paragraph("      ", &text, style::PLAIN)?;
    let text =
        format!("computing error: {} to {}", measured.signed(low), measured.difference(high));
    out.paragraph("      ", &text, style::DIM)?;
    let (rise, fall) = measured.directions();
    let share = |n: u64| words::percent(n as f64 / effect.pairs as f64);
    let text =
        format!("{rise} in {} of worlds, {fall} in {}", share(effect.up), share(effect.down));
    out.paragraph("      ", &text, style::PLAIN)?;
    if let Some((better, worse, whom)) = measured.verdict(effect) {
        let text = format!("for {whom}: better in {}, worse in {}", share(better), share(worse));
        out.paragraph("      ", &text, style::PLAIN)?;
    }
    Ok(())
}

pub(super) fn answer<'a>(
    args: &ManyArgs,
    many: &'a Many,
    asked: &'a Asked,
    given: &Given,
) -> Answer<'a> {
    let (first, second) = (&many.sides[0].0, &many.sides[1].0);
    let marker = |((marker, seen), alone): (&(&'a Marker, Seen), &Count)| MarkerJson {
        id: &marker.id,
        outcome: &marker.outcome.0,
        within_h: matches!(seen.was, Value::Date(Some(_))).then_some(seen.within_h),
        alone: alone.hits,
    };
    let outcome = |&outcome: &OutcomeId| {
        let change = |times| given.change(first, outcome, times);
        let other = |times| change(times).map(|change| change.difference);
        let Predicted { effect, difference, spread } = change(1)?;
        Some(OutcomeJson {
            outcome: &many.outcome(outcome).written.id,
            unit: Measured::new(&many.part, second, outcome).unit(),
            first: effect.first,
            second: effect.second,
            never_first: effect.never.0,
            never_second: effect.never.1,
            difference,
            low: spread.low,
            high: spread.high,
            up: effect.up,
            down: effect.down,
            pairs: effect.pairs,
            at_half: other(0),
            at_double: other(2),
        })
    };
    let [half, once, double] = given.kept.map(|(_, count)| count.hits);
    Answer {
        scenario: many.part.id(),
        first: &first.branch,
        second: &second.branch,
        seed: args.world.first_seed().to_string(),
        until: asked.until.rfc3339(),
        runs: many.design.runs,
        failed: given.failed,
        kept: once,
        kept_at_half: half,
        kept_at_double: double,
        markers: asked.markers.iter().zip(&given.alone).map(marker).collect(),
        outcomes: many.shown.iter().filter_map(outcome).collect(),
    }
}
