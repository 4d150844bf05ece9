//! `excomm facts`: every number, and how it is known.

use clap::ValueEnum;
use serde::Serialize;

use super::{
    Failure, Format, Status, print_json,
    world::{Named, WorldArgs},
};
use excomm_engine::world::{FactInfo, Knowledge};
use excomm_tell::{
    Printer,
    quotes::{knowledge, range, source_of},
    style::{self, styled},
    words,
};

const EXAMPLES: &str = "\
Examples:
  excomm facts                      all facts of the shipped scenario
  excomm facts --about sky          those with `sky` in their path or source
  excomm facts --only assumed       the guesses
  excomm facts --vary all --seed 7  their values in one world";

/// Lists the facts: value, range, and how each is known
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Only facts with this text in their path or source
    #[arg(long, value_name = "TEXT")]
    about: Option<String>,
    /// Only facts known in this way
    #[arg(long, value_name = "KIND")]
    only: Option<Kind>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    world: WorldArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Quoted,
    Published,
    Given,
    Disputed,
    Assumed,
}

impl Kind {
    fn is(self, knowledge: Knowledge) -> bool {
        match self {
            Kind::Quoted => knowledge == Knowledge::Quoted,
            Kind::Published => knowledge == Knowledge::Published,
            Kind::Given => knowledge == Knowledge::Given,
            Kind::Disputed => knowledge == Knowledge::Disputed,
            Kind::Assumed => knowledge == Knowledge::Assumed,
        }
    }
}

/// What `facts` answers in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    facts: Vec<FactJson<'a>>,
}

#[derive(Serialize)]
struct FactJson<'a> {
    path: &'a str,
    value: f64,
    low: f64,
    best: f64,
    high: f64,
    provenance: &'static str,
    source: String,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let Named { part, model, setting } = args.world.open()?;
    let values = model.draw_facts(&setting);
    let about = args.about.as_deref().unwrap_or_default().to_lowercase();
    let wanted = |fact: &FactInfo| {
        args.only.is_none_or(|only| only.is(fact.knowledge))
            && [fact.path.clone(), source_of(&part, fact)]
                .iter()
                .any(|text| text.to_lowercase().contains(&about))
    };
    let mut found: Vec<_> =
        model.facts.iter().zip(values).filter(|(fact, _)| fact.in_play && wanted(fact)).collect();
    found.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
    if args.format == Format::Json {
        let facts = found.iter().map(|(fact, value)| FactJson {
            path: &fact.path,
            value: *value,
            low: fact.low,
            best: fact.best,
            high: fact.high,
            provenance: knowledge(fact.knowledge),
            source: source_of(&part, fact),
        });
        print_json(out, "facts", Answer { facts: facts.collect() })?;
        return Ok(Status::Done);
    }
    for (fact, value) in &found {
        let name = styled(style::NAME, &fact.path);
        out.line(&format!("{name} = {} ({})", words::number(*value), range(fact)))?;
        out.paragraph("    ", &source_of(&part, fact), style::DIM)?;
    }
    out.flush()?;
    Printer::stderr().line(&words::count(found.len(), "fact"))?;
    Ok(Status::Done)
}
