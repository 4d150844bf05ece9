//! `excomm why`: the causes of an event, an outcome or the end.

use serde::Serialize;

use super::{
    Failure, Format, Status, broken, print_json, usage,
    world::{Named, WorldArgs, did_you_mean, known_outcome},
    wrong,
};
use excomm_engine::{
    run::Finished,
    world::{EventId, Model, key_text},
};
use excomm_lab::{but_for::Target, play};
use excomm_tell::{
    Printer,
    outcomes::value_text,
    quotes::Cites,
    style,
    why::{ButFor, Step, Why, print_verdicts},
    words,
};

const EXAMPLES: &str = "\
Examples:
  excomm why                                why it ended as it did
  excomm why --outcome bombers_out_on       why an outcome is what it is
  excomm why --detail                       the whole tree of causes
  excomm why --event say/the-price/1        why something happened; `run --log` shows the ids";

/// Walks back from an event, an outcome or the end to decisions, odds, facts and words
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// An event, by its id
    #[arg(long, value_name = "ID", group = "what")]
    event: Option<String>,
    /// An outcome, by its id
    #[arg(long, value_name = "ID", group = "what")]
    outcome: Option<String>,
    /// The end (what is asked when nothing is named)
    #[arg(long, group = "what")]
    end: bool,
    /// Shows all: the tree of causes with odds, facts and words, and each cause tried out
    #[arg(long)]
    detail: bool,
    /// How many steps back the tree is printed
    #[arg(long, value_name = "N", default_value_t = 12, requires = "detail")]
    depth: usize,
    /// How many events are tried out in a twin world; 0 for none
    #[arg(long, value_name = "N", default_value_t = 50)]
    twins: usize,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    world: WorldArgs,
}

/// What `why` answers in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    scenario: &'a str,
    branch: &'a str,
    seed: String,
    zone: &'a str,
    of: Of,
    walk: Vec<&'a Step>,
    but_for: &'a [ButFor],
}

/// What is explained.
#[derive(Serialize)]
struct Of {
    kind: &'static str,
    id: String,
    event: Option<String>,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let Named { part, model, setting } = args.world.open()?;
    let run = play(&model, setting.clone()).whole().map_err(|why| broken(&why))?;
    let (target, of, id, says) = target(args, &model, &run)?;
    let cites = &Cites::new(&part);
    let why = Why { part: &part, model: &model, setting: &setting, run: &run, cites, known: None };
    let walk = why.walk(id);
    let verdicts = id.map(|id| why.verdicts(id, &target, args.twins)).unwrap_or_default();
    if args.format == Format::Json {
        let head = part.scenario.as_ref();
        let answer = Answer {
            scenario: head.map_or("", |head| &head.id),
            branch: &model.branch,
            seed: setting.seed.to_string(),
            zone: head.map_or("", |head| &head.clock.zone),
            of,
            walk: walk.0.values().rev().collect(),
            but_for: &verdicts,
        };
        print_json(out, "why", answer)?;
        return Ok(Status::Done);
    }
    out.paragraph("", &says, style::HEADING)?;
    match id {
        None => {
            out.paragraph(
                "",
                "Nothing that happened changed it: so from the start.",
                style::PLAIN,
            )?;
        }
        Some(_) if !args.detail => {
            why.print_brief(out, &verdicts)?;
            let stand = if walk.0.len() == 1 { "stands" } else { "stand" };
            let text = format!(
                "{} {stand} behind it, each with its odds, facts and words: `--detail` shows them.",
                words::count(walk.0.len(), "event")
            );
            out.paragraph("", &text, style::DIM)?;
        }
        Some(id) => {
            out.line("")?;
            walk.print(out, id, args.depth)?;
            if args.twins > 0 {
                print_verdicts(out, &verdicts)?;
            }
        }
    }
    Ok(Status::Done)
}

/// Finds what is asked about: the target, how it is named, its event, and what is said of it.
fn target(
    args: &Args,
    model: &Model,
    run: &Finished,
) -> Result<(Target, Of, Option<EventId>, String), Failure> {
    let key = |id: EventId| run.log.event(id).map(|event| key_text(&event.key, &model.things));
    if let Some(wanted) = &args.event {
        let Some((id, _)) = run.event(model, wanted) else {
            return Err(no_event(model, run, wanted));
        };
        let of = Of { kind: "event", id: wanted.clone(), event: Some(wanted.clone()) };
        return Ok((Target::Event(wanted.clone()), of, Some(id), format!("Why {wanted}?")));
    }
    if let Some(wanted) = &args.outcome {
        let outcome = &run.outcomes[known_outcome(model, wanted)?];
        let id = run.log.event(outcome.by).map(|_| outcome.by);
        let title = &model.outcomes[outcome.outcome].written.title;
        let says = format!("{title}: {}. Why?", value_text(model, outcome));
        let of = Of { kind: "outcome", id: wanted.clone(), event: id.and_then(key) };
        return Ok((Target::Outcome(outcome.outcome), of, id, says));
    }
    let Some((end, reached)) = &run.end else {
        return Err(wrong("this run reaches no end".to_owned(), None));
    };
    let info = &model.things[end.index()];
    let of = Of { kind: "end", id: info.id.clone(), event: key(reached.by) };
    let id = run.log.event(reached.by).map(|_| reached.by);
    Ok((Target::End, of, id, format!("The end: {}. Why?", info.title)))
}

fn no_event(model: &Model, run: &Finished, wanted: &str) -> Failure {
    let keys = run.log.events().iter().map(|event| key_text(&event.key, &model.things));
    let keys: Vec<String> = keys.collect();
    let all = "`excomm run --quiet --log FILE.jsonl` writes the ids of all".to_owned();
    let hint = did_you_mean(wanted, keys.iter().map(String::as_str), all);
    usage(format!("no event `{wanted}` happens in this world"), Some(hint))
}
