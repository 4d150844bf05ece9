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
    let shown = |branch: &Branch| args.branch.as_ref().is_none_or(|id| *id == branch.id);
    if args.format == Format::Json {
        let branches =
            part.branches.iter().filter(|branch| shown(branch)).map(|branch| BranchJson {
                id: &branch.id,
                title: &branch.title,
                cite: branch.cite.iter().map(cite_json).collect(),
                about: branch.about.iter().map(|outcome| outcome.0.as_str()).collect(),
                path: &branch.path,
            });
        print_json(out, "branches", Answer { branches: branches.collect() })?;
        return Ok(Status::Done);
    }
    let default = part.scenario.as_ref().map(|head| head.default_branch.as_str());
    for branch in part.branches.iter().filter(|branch| shown(branch)) {
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
    Ok(Status::Done)
}

/// Tells the first world in which a branch comes about as it says.
fn tell_path(part: &Part, branch: &Branch, args: &Args, out: &mut Printer) -> Result<(), Failure> {
    let model =
        Model::new(part, &branch.id, &[]).map_err(|error| wrong(error.to_string(), None))?;
    let setting = Setting { vary: Vary::All, ..Setting::default() };
    let Ways { first, gone, failed, .. } =
        lab::walk(&model, &setting, &branch.path, 0..args.worlds);
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
