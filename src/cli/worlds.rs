//! `excomm worlds`: the worlds that a scenario names as worth seeing.

use serde::Serialize;

use super::{Failure, Format, Status, load::load, print_json};
use excomm_tell::{Printer, style};

const EXAMPLES: &str = "\
Examples:
  excomm worlds
  excomm worlds first-steps --format json";

/// Lists the worlds that a scenario names as worth seeing, each with the command that plays it
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// A shipped scenario by its name, or a file or folder
    #[arg(default_value = "november-1962")]
    scenario: String,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What `worlds` answers in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    scenario: &'a str,
    worlds: Vec<WorldJson<'a>>,
}

#[derive(Serialize)]
struct WorldJson<'a> {
    seed: String,
    title: &'a str,
    end: Option<&'a str>,
    command: String,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let part = load(&args.scenario)?;
    let (seed, head) = (part.seed(), part.scenario.as_ref());
    let opens = WorldJson {
        seed: seed.to_string(),
        title: "the world it opens with",
        end: None,
        command: format!("excomm run {}", args.scenario),
    };
    let more = head.into_iter().flat_map(|head| &head.worlds).map(|world| {
        let vary = if world.drawn { " --vary all" } else { "" };
        WorldJson {
            seed: world.seed.to_string(),
            title: &world.title,
            end: world.end.as_ref().map(|end| end.0.as_str()),
            command: format!("excomm run {}{vary} --seed {}", args.scenario, world.seed),
        }
    });
    let worlds: Vec<WorldJson> = [opens].into_iter().chain(more).collect();
    if args.format == Format::Json {
        print_json(out, "worlds", Answer { scenario: part.id(), worlds })?;
        return Ok(Status::Done);
    }
    let title = head.map_or("", |head| &head.title);
    out.paragraph("", &format!("{title}: worlds worth seeing"), style::HEADING)?;
    for world in worlds {
        let end = world.end.and_then(|end| part.end(end));
        let end = end.map_or_else(String::new, |end| format!(". It ends: {}", end.title));
        let text = format!("Seed {}: {}{end}.", world.seed, world.title);
        out.paragraph("  ", &text, style::PLAIN)?;
        out.line(&format!("      {}", world.command))?;
    }
    Ok(Status::Done)
}
