//! `excomm run`: a world from its start to its end, as a chronicle.

use std::{collections::BTreeMap, fs, path::PathBuf};

use serde::Serialize;

use super::{
    Failure, Format, Status, broken, print_json, usage,
    world::{Named, WorldArgs},
    wrong,
};
use excomm_engine::{
    run::{Finished, Session, Stop, Tally, digest, line},
    world::Time,
};
use excomm_lab::{Policies, but_for::Target};
use excomm_tell::{
    Printer,
    chronicle::Chronicle,
    outcomes::{OutcomeJson, outcomes_json},
    quotes::Cites,
    style::{self, styled},
    why::Why,
    words,
};

/// How many causes are tried out to say why it ended as it did.
const TWINS: usize = 50;

const EXAMPLES: &str = "\
Examples:
  excomm run                                  the shipped scenario, as it comes
  excomm run --seed 7 --vary all              another world: other luck, other facts
  excomm run --branch as-it-happened          a branch of it
  excomm run --detail                         every flight, film, ship and argument
  excomm run first-steps --choose search=yes  one answer changed
  excomm run --log events.jsonl --quiet       the events for another program";

/// Plays a world to its end and tells it day by day
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Stops at this moment; a day alone means its end
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Writes the log to a file, one event a line
    #[arg(long, value_name = "FILE.jsonl")]
    log: Option<PathBuf>,
    /// Tells all: options and arguments of each decision, flights, films, ships, and every outcome
    #[arg(long)]
    detail: bool,
    /// Prints no chronicle, only how it ended
    #[arg(long, short)]
    quiet: bool,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    world: WorldArgs,
}

/// What `run` answers in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    scenario: &'a str,
    branch: &'a str,
    seed: String,
    version: &'static str,
    zone: &'a str,
    end: Option<EndJson<'a>>,
    outcomes: BTreeMap<String, OutcomeJson>,
    events: usize,
    digest: String,
    provenance: Tally,
}

#[derive(Serialize)]
struct EndJson<'a> {
    id: &'a str,
    at: String,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let named = args.world.open()?;
    let until = args.until.as_deref().map(|text| words::read_moment(text, &named.model.span));
    let until = until.transpose().map_err(|error| usage(error.to_string(), None))?;
    let until = until.unwrap_or(Time(i64::MAX));
    let mut chronicle = Chronicle::new(&named.part, &named.model);
    if !args.detail {
        chronicle = chronicle.in_brief();
    }
    let finished = if args.quiet || args.format == Format::Json {
        let mut session = Session::new(&named.model, named.setting.clone());
        Policies::new(&named.model).play_until(&mut session, until);
        session.finish()
    } else {
        told(&named, &mut chronicle, until, out)?
    };
    if let Some(path) = &args.log {
        write_log(&named, &finished, path)?;
    }
    let finished = finished.whole().map_err(|why| broken(&why))?;
    if args.format == Format::Json {
        print_json(out, "run", answer(&named, &finished))?;
    } else {
        chronicle.end(out, &finished)?;
        if !args.detail && !args.quiet {
            why(&named, &finished, out)?;
        }
        chronicle.close(out, &finished)?;
    }
    Ok(Status::Done)
}

/// Plays a world and tells what happens while it happens.
fn told(
    named: &Named,
    chronicle: &mut Chronicle,
    until: Time,
    out: &mut Printer,
) -> Result<Finished, Failure> {
    chronicle.open(out, named.setting.seed)?;
    let mut session = Session::new(&named.model, named.setting.clone());
    let mut policies = Policies::new(&named.model);
    let mut day = session.now();
    loop {
        let stop = session.advance(day.min(until));
        let pending = if let Stop::Question(pending) = &stop { Some(pending) } else { None };
        chronicle.tell(out, session.log(), pending)?;
        match stop {
            Stop::Question(_) => session.answer(policies.answer(&session)),
            Stop::Paused if day < until => day = day.plus_hours(24.0),
            Stop::Paused => {
                chronicle.end_day(out, session.log())?;
                let at = words::moment(until, &named.model.span);
                out.line("")?;
                out.paragraph("", &format!("Stopped at {at}."), style::HEADING)?;
                break;
            }
            Stop::Over | Stop::Broken(_) => {
                chronicle.end_day(out, session.log())?;
                break;
            }
        }
    }
    Ok(session.finish())
}

/// Says why it ended as it did: the few choices and chances that mattered.
fn why(named: &Named, run: &Finished, out: &mut Printer) -> Result<(), Failure> {
    let Some((_, reached)) = &run.end else { return Ok(()) };
    let Named { part, model, setting } = named;
    let why = Why { part, model, setting, run, cites: &Cites::new(part), known: None };
    let id = run.log.event(reached.by).map(|_| reached.by);
    let Some(id) = id else { return Ok(()) };
    out.line(&styled(style::HEADING, "Why it ended so"))?;
    why.print_brief(out, &why.verdicts(id, &Target::End, TWINS))?;
    out.paragraph("", "`excomm why`, with the same options, goes deeper.", style::DIM)?;
    Ok(out.line("")?)
}

fn write_log(named: &Named, finished: &Finished, path: &PathBuf) -> Result<(), Failure> {
    let mut text = String::new();
    for event in finished.log.events() {
        let line = line(&named.model, &finished.log, event);
        text.push_str(&serde_json::to_string(&line).unwrap_or_default());
        text.push('\n');
    }
    fs::write(path, text).map_err(|error| {
        wrong(format!("the log cannot be written to `{}`: {error}", path.display()), None)
    })
}

fn answer<'a>(named: &'a Named, finished: &Finished) -> Answer<'a> {
    let (model, head) = (&named.model, named.part.scenario.as_ref());
    Answer {
        scenario: head.map_or("", |head| &head.id),
        branch: &model.branch,
        seed: named.setting.seed.to_string(),
        version: env!("CARGO_PKG_VERSION"),
        zone: head.map_or("", |head| &head.clock.zone),
        end: finished.end.as_ref().map(|(end, reached)| EndJson {
            id: &model.things[end.index()].id,
            at: reached.at.rfc3339(),
        }),
        outcomes: outcomes_json(model, finished),
        events: finished.log.events().len(),
        digest: digest(model, &finished.log),
        provenance: Tally::of(model, &finished.log),
    }
}
