//! `excomm branches`: the named variations of a scenario.

use serde::Serialize;

use super::{Failure, Format, Status, load::load, print_json, usage, world::did_you_mean, wrong};
use excomm_engine::world::{Model, Setting, Vary, key_text};
use excomm_lab as lab;
use excomm_lab::{Walked, Ways};
use excomm_scenario::format::{Branch, Part};
use excomm_tell::{
    Printer,
    quotes::{CiteJson, cite_json, quoted},
    style::{self, styled},
    weights::tell_failed,
    why::says,
    words,
};

const EXAMPLES: &str = "\
Examples:
  excomm branches
  excomm branches --branch to-the-mat         one of them, and a world that goes its way
  excomm branches first-steps --check         in how many worlds each goes its way
  excomm branches first-steps --format json";

/// Lists the branches of a scenario, with the words each one is about
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// A shipped scenario by its name, or a file or folder
    #[arg(default_value = "november-1962")]
    scenario: String,
    /// Shows one branch, and the first world in which it comes about as it says
    #[arg(long, value_name = "ID")]
    branch: Option<String>,
    /// Counts the worlds in which each branch comes about as its path says; one that never does is a finding
    #[arg(long)]
    check: bool,
    /// How many worlds are looked at for that
    #[arg(long, value_name = "N", default_value_t = 200)]
    worlds: u64,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What `branches` answers in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    branches: Vec<BranchJson<'a>>,
}

#[derive(Serialize)]
struct BranchJson<'a> {
    id: &'a str,
    title: &'a str,
    cite: Vec<CiteJson>,
    about: Vec<&'a str>,
    path: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    goes: Option<Goes>,
}

/// In how many worlds of how many a branch goes its way.
#[derive(Serialize, Clone, Copy)]
struct Goes {
    worlds: u64,
    of: u64,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let part = load(&args.scenario)?;
    if let Some(id) = &args.branch {
        let known: Vec<&str> = part.branches.iter().map(|branch| branch.id.as_str()).collect();
        if !known.contains(&id.as_str()) {
            let all = format!("there are {}", words::list(&known));
            let hint = did_you_mean(id, known.iter().copied(), all);
            return Err(usage(format!("there is no branch `{id}`"), Some(hint)));
        }
    }
    let shown = |branch: &&Branch| args.branch.as_ref().is_none_or(|id| *id == branch.id);
    let shown: Vec<&Branch> = part.branches.iter().filter(shown).collect();
    let counted = |branch: &&Branch| if args.check { goes(&part, branch, args) } else { Ok(None) };
    let counted: Vec<Option<Goes>> = shown.iter().map(counted).collect::<Result<_, Failure>>()?;
    let never = counted.iter().flatten().any(|goes| goes.worlds == 0);
    let status = if never { Status::Findings } else { Status::Done };
    if args.format == Format::Json {
        let branches = shown.iter().zip(&counted).map(|(branch, goes)| BranchJson {
            id: &branch.id,
            title: &branch.title,
            cite: branch.cite.iter().map(cite_json).collect(),
            about: branch.about.iter().map(|outcome| outcome.0.as_str()).collect(),
            path: &branch.path,
            goes: *goes,
        });
        print_json(out, "branches", Answer { branches: branches.collect() })?;
        return Ok(status);
    }
    if args.check {
        for (branch, goes) in shown.iter().zip(counted) {
            tell_check(branch, goes, out)?;
        }
        return Ok(status);
    }
    let default = part.scenario.as_ref().map(|head| head.default_branch.as_str());
    for branch in shown {
        let note = if default == Some(branch.id.as_str()) { " (played by default)" } else { "" };
        let id = styled(style::NAME, &branch.id);
        out.paragraph("", &format!("{id}: {}{note}", branch.title), style::PLAIN)?;
        out.paragraph("    ", &branch.says, style::PLAIN)?;
        for words in branch.cite.iter().filter_map(|cite| quoted(&part, cite)) {
            out.paragraph("    ", &words, style::QUOTE)?;
        }
        let about: Vec<&str> = branch.about.iter().map(|outcome| outcome.0.as_str()).collect();
        if !about.is_empty() {
            out.paragraph("    about: ", &about.join(", "), style::DIM)?;
        }
        if args.branch.is_some() && !branch.path.is_empty() {
            tell_path(&part, branch, args, out)?;
        }
    }
    Ok(status)
}

/// Counts the worlds in which a branch comes about as its path says; none without a path.
fn goes(part: &Part, branch: &Branch, args: &Args) -> Result<Option<Goes>, Failure> {
    if branch.path.is_empty() {
        return Ok(None);
    }
    let ways = ways(&compiled(part, branch)?, branch, args);
    Ok(Some(Goes { worlds: ways.gone as u64, of: args.worlds - ways.failed as u64 }))
}

fn compiled(part: &Part, branch: &Branch) -> Result<Model, Failure> {
    Model::new(part, &branch.id, &[]).map_err(|error| wrong(error.to_string(), None))
}

fn ways(model: &Model, branch: &Branch, args: &Args) -> Ways {
    let setting = Setting { vary: Vary::All, ..Setting::default() };
    lab::walk(model, &setting, &branch.path, 0..args.worlds)
}

/// Says in how many worlds a branch goes its way, and if in none, what that way is.
fn tell_check(branch: &Branch, goes: Option<Goes>, out: &mut Printer) -> Result<(), Failure> {
    let id = styled(style::NAME, &branch.id);
    let says = match goes {
        None => "has no path".to_owned(),
        Some(Goes { worlds: 0, of }) => {
            format!("never, in {of} worlds: its path is {}", branch.path.join(", "))
        }
        Some(Goes { worlds, of }) => format!("goes its way in {worlds} of {of} worlds"),
    };
    Ok(out.paragraph("", &format!("{id}: {says}"), style::PLAIN)?)
}

/// Tells the first world in which a branch comes about as it says.
fn tell_path(part: &Part, branch: &Branch, args: &Args, out: &mut Printer) -> Result<(), Failure> {
    let model = compiled(part, branch)?;
    let Ways { first, gone, failed, .. } = ways(&model, branch, args);
    out.line("")?;
    let text = format!(
        "{gone} of {} worlds go this way, each step led to by the one before:",
        args.worlds
    );
    out.paragraph("  ", &text, style::HEADING)?;
    tell_failed(failed as u64, out)?;
    let Some(Walked { seed, run, steps }) = first else {
        let text = format!("  it should go by {}", branch.path.join(", "));
        return Ok(out.paragraph("  ", &text, style::PLAIN)?);
    };
    for id in steps {
        let Some(event) = run.log.event(id) else { continue };
        let key = key_text(&event.key, &model.things);
        let at = words::day_month(event.at, &model.span);
        let text = says(&model.things, event);
        out.hang(&format!("    {at:>6}  "), "            ", &text, style::PLAIN)?;
        out.paragraph("            ", &key, style::DIM)?;
    }
    let command =
        format!("  excomm why {} --branch {} --vary all --seed {seed}", args.scenario, branch.id);
    Ok(out.line(&command)?)
}
