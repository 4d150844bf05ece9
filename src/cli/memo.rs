//! `excomm memo`: who agreed to what, at a date.

use serde::Serialize;

use super::{
    Failure, Format, Status, broken, print_json, usage,
    world::{Named, WorldArgs},
};
use excomm_engine::{run::Session, world::Time};
use excomm_lab::Policies;
use excomm_tell::{
    Printer,
    memo::{Entry, Memo},
    words,
};

const EXAMPLES: &str = "\
Examples:
  excomm memo --at 1962-11-20
  excomm memo --at 1962-11-08T17:00 --choose quarantine-8-nov=lift
  excomm memo first-steps";

/// Writes the memorandum of a date: who agreed to what, on what condition, kept or not
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The moment; a day alone means its end [default: the end of the run]
    #[arg(long, value_name = "DATE")]
    at: Option<String>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    world: WorldArgs,
}

/// What `memo` answers in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    at: String,
    zone: &'a str,
    pledges: &'a [Entry<'a>],
    consents: &'a [Entry<'a>],
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let Named { part, model, setting } = args.world.open()?;
    let at = args.at.as_deref().map(|text| words::read_moment(text, &model.span));
    let at = at.transpose().map_err(|error| usage(error.to_string(), None))?;
    let mut session = Session::new(&model, setting);
    Policies::new(&model).play_until(&mut session, at.unwrap_or(Time(i64::MAX)));
    if let Some(why) = session.broken() {
        return Err(broken(&why));
    }
    let at = at.unwrap_or(session.now());
    let memo = Memo::new(&part, &model, session.log());
    if args.format == Format::Json {
        let (pledges, consents) = memo.entries();
        let zone = part.scenario.as_ref().map_or("", |head| head.clock.zone.as_str());
        print_json(out, "memo", Answer { at: at.rfc3339(), zone, pledges, consents })?;
    } else {
        memo.print(out, at)?;
    }
    Ok(Status::Done)
}
