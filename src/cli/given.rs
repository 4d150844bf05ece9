//! `excomm compare --given history`: a change in the worlds that came as history did.

mod told;

use super::{
    Failure, Format, Status,
    many::{Many, ManyArgs},
    print_json, usage,
    world::did_you_mean,
    wrong,
};
use excomm_engine::{
    run::Value,
    world::{Chosen, Model, Time},
};
use excomm_lab as lab;
use excomm_lab::{Given, Seen, Side};
use excomm_scenario::format::{HistoryChoice, Marker, Part};
use excomm_tell::{Printer, outcomes::was_value, words};

/// With fewer worlds kept nothing is said.
const FEWEST: u64 = 30;

/// The markers that worlds must reproduce, up to a moment.
struct Asked<'a> {
    until: Time,
    markers: Vec<(&'a Marker, Seen)>,
}

/// Runs the comparison in the worlds that came as history did.
pub(super) fn run(
    many: &ManyArgs,
    given: &str,
    markers: &[String],
    out: &mut Printer,
) -> Result<Status, Failure> {
    let args = many;
    let many = args.open(&branches(args)?)?;
    let [(model, first), (second_model, second)] = many.sides.as_slice() else {
        let hint =
            "name one branch, or two: the first is what the other is compared with".to_owned();
        return Err(usage("given history two branches are compared".to_owned(), Some(hint)));
    };
    let asked = asked(&many, model, given, markers)?;
    let seen: Vec<Seen> = asked.markers.iter().map(|(_, seen)| *seen).collect();
    let recorded = recorded(&many.part, model);
    let mut first = first.clone();
    first.choices = unless_fixed(&recorded, model);
    let mut second = second.clone();
    second.choices = [unless_fixed(&recorded, second_model), second.choices.clone()].concat();
    let sides = [(model, &first), (second_model, &second)];
    let [first, second] = sides.map(|(model, base)| Side { model, base });
    let given = lab::given(first, second, &seen, many.design.runs);
    let (_, kept) = given.kept[1];
    if kept.hits < FEWEST {
        return Err(too_few(&asked, &given));
    }
    match args.format {
        Format::Json => {
            print_json(out, "compare-given", told::answer(args, &many, &asked, &given))?;
        }
        Format::Text | Format::Csv => told::print(&many, &asked, &given, out)?,
    }
    Ok(Status::Done)
}

/// Returns the two branches: what is named, and the scenario's own for what is not.
fn branches(args: &ManyArgs) -> Result<Vec<String>, Failure> {
    let part = super::load::load(&args.world.scenario)?;
    let own = args.world.known_branch(&part, None)?;
    let mut branches = args.world.branch.clone();
    if branches.is_empty() && args.world.choose.is_empty() {
        let hint = "write `--branch ID` or `--choose QUESTION=OPTION`".to_owned();
        return Err(usage("given history, what is changed?".to_owned(), Some(hint)));
    }
    while branches.len() < 2 {
        branches.insert(0, own.clone());
    }
    Ok(branches)
}

/// Returns what history chose for the actor that is played, wherever it is asked.
fn recorded(part: &Part, model: &Model) -> Vec<Chosen> {
    let plays = part.scenario.as_ref().map_or("", |head| head.plays.as_ref());
    let asked = part.questions.iter().filter(|question| question.asks.0 == plays);
    let chosen = asked.filter_map(|question| {
        let HistoryChoice::Chose(id) = &question.history else { return None };
        let option = question.options.iter().position(|option| option.id == *id)?;
        let question = model.find(&format!("questions/{}", question.id))?;
        Some(Chosen { question, nth: None, option: option as u32 })
    });
    chosen.collect()
}

/// Leaves out answers that a branch gives otherwise.
fn unless_fixed(recorded: &[Chosen], model: &Model) -> Vec<Chosen> {
    let fixed = |chosen: &&Chosen| {
        !model.fixed.choices.iter().any(|known| known.question == chosen.question)
    };
    recorded.iter().filter(fixed).copied().collect()
}

/// Reads `history[:DATE]` and finds the markers: those named, or the dated ones up to the date.
fn asked<'a>(
    many: &'a Many,
    model: &Model,
    given: &str,
    wanted: &[String],
) -> Result<Asked<'a>, Failure> {
    let shape = || {
        let hint = "write `--given history`, or `--given history:DATE` for what came up to a day";
        usage(format!("`{given}` is nothing that can be given"), Some(hint.to_owned()))
    };
    let rest = given.strip_prefix("history").ok_or_else(shape)?;
    let until = match rest.strip_prefix(':') {
        Some(date) => {
            words::read_moment(date, &model.span).map_err(|error| usage(error.to_string(), None))?
        }
        None if rest.is_empty() => model.span.end,
        None => return Err(shape()),
    };
    let history = &many.part.history;
    let mut markers = Vec::new();
    let find = |marker: &'a Marker| {
        let outcome = model.find_outcome(&marker.outcome)?;
        let is = &many.outcome(outcome).written;
        let within = marker.within_h.as_ref().and_then(|within| many.part.grounds(within)?.best());
        let within_h = within.unwrap_or(0.0);
        Some((marker, Seen { outcome, was: was_value(is, &marker.was)?, within_h }))
    };
    for id in wanted {
        let marker = history.iter().find(|marker| marker.id == *id).ok_or_else(|| {
            let known = history.iter().map(|marker| marker.id.as_str());
            let all: Vec<&str> = known.clone().collect();
            let hint = did_you_mean(id, known, format!("there are {}", words::list(&all)));
            usage(format!("there is no marker `{id}`"), Some(hint))
        })?;
        markers.extend(find(marker));
    }
    if wanted.is_empty() {
        let dated =
            |(_, seen): &(&Marker, Seen)| matches!(seen.was, Value::Date(Some(at)) if at <= until);
        markers.extend(history.iter().filter_map(find).filter(dated));
    }
    if markers.is_empty() {
        let hint = "`excomm backtest` shows the markers of history".to_owned();
        return Err(usage("no dated marker of history lies before that".to_owned(), Some(hint)));
    }
    Ok(Asked { until, markers })
}

fn too_few(asked: &Asked, given: &Given) -> Failure {
    let (_, kept) = given.kept[1];
    let mut alone: Vec<(u64, &str)> =
        given.alone.iter().map(|count| count.hits).zip(ids(asked)).collect();
    alone.sort_unstable();
    let share = |hits: u64| words::percent(hits as f64 / kept.trials as f64);
    let worst =
        alone.iter().take(3).map(|(hits, id)| format!("`{id}` alone keeps {}", share(*hits)));
    let worst: Vec<String> = worst.collect();
    let worst: Vec<&str> = worst.iter().map(String::as_str).collect();
    let text = format!(
        "of {} worlds only {} came as history did, and at least {FEWEST} are needed; {}",
        words::thousands(kept.trials),
        kept.hits,
        words::series(&worst)
    );
    let hint = "play more worlds with `--runs`, or ask for fewer markers with `--marker ID ...`";
    wrong(text, Some(hint.to_owned()))
}

fn ids<'a>(asked: &'a Asked) -> impl Iterator<Item = &'a str> {
    asked.markers.iter().map(|(marker, _)| marker.id.as_str())
}
