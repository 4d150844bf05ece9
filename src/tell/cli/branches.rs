//! `excomm branches`: the named variations of a scenario.

use serde::Serialize;

use super::{
    super::{
        Printer,
        quotes::{CiteJson, cite_json, quoted},
        style::{self, styled},
    },
    Failure, Format, Status,
    load::load,
    print_json,
};

const EXAMPLES: &str = "\
Examples:
  excomm branches
  excomm branches first-steps --format json";

/// Lists the branches of a scenario, with the words each one is about
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
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let part = load(&args.scenario)?;
    if args.format == Format::Json {
        let branches = part.branches.iter().map(|branch| BranchJson {
            id: &branch.id,
            title: &branch.title,
            cite: branch.cite.iter().map(cite_json).collect(),
            about: branch.about.iter().map(|outcome| outcome.0.as_str()).collect(),
        });
        print_json(out, "branches", Answer { branches: branches.collect() })?;
        return Ok(Status::Done);
    }
    let default = part.scenario.as_ref().map(|head| head.default_branch.as_str());
    for branch in &part.branches {
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
    }
    Ok(Status::Done)
}
