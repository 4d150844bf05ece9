//! `excomm play`: a crisis to play, deciding for one actor.

use std::{
    io::{self, IsTerminal},
    path::PathBuf,
    sync::Arc,
};

use super::super::play::{self, Options, Save, Table};
use super::{Failure, Status, load::load, usage, world::did_you_mean, wrong};
use excomm_engine::world::Model;
use excomm_scenario::format::Part;
use excomm_tell::{Printer, words};

const EXAMPLES: &str = "\
Examples:
  excomm play                                  the evening of the record, on the whole terminal
  excomm play --plain                          by plain lines, for screen readers
  excomm play --as ussr --seed 7               another side of it, with other luck
  printf '1\\n2\\n' | excomm play --plain        choices from another program
  excomm play --load my.game.ron               goes on with a saved game";

/// Lets you decide for one actor, who knows only what it has heard
///
/// The world goes on until a question is put to your actor. You read what it knows, its options, what
/// is argued for and against each, and the words of the record. Any choice can be taken back. At the
/// end the truth is laid beside what you knew, and each choice is judged over many worlds that you
/// could not have told apart.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// A shipped scenario by its name, or a file or folder [default: november-1962]
    scenario: Option<String>,
    /// The actor you decide for [default: the one the scenario plays]
    #[arg(long = "as", value_name = "ACTOR")]
    actor: Option<String>,
    /// The branch that is played [default: the scenario's own]
    #[arg(long, value_name = "ID")]
    branch: Option<String>,
    /// The seed of all luck [default: the scenario's own]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Plays by plain lines, without the whole screen
    #[arg(long)]
    plain: bool,
    /// Goes on with a game that was saved in this file
    #[arg(long, value_name = "FILE", conflicts_with_all = ["actor", "branch", "seed"])]
    load: Option<PathBuf>,
    /// Worlds over which each choice is judged at the end; 0 for none
    #[arg(long, value_name = "N", default_value_t = 200)]
    runs: u64,
}

/// What is to be played: from the arguments, or from a saved game.
struct Wanted {
    scenario: String,
    branch: Option<String>,
    seed: Option<u64>,
    actor: Option<String>,
}

impl Args {
    fn wanted(&self, save: Option<&Save>) -> Wanted {
        let own = |saved: fn(&Save) -> String, given: &Option<String>| {
            given.clone().or_else(|| save.map(saved))
        };
        let scenario = own(|save| save.scenario.clone(), &self.scenario);
        Wanted {
            scenario: scenario.unwrap_or_else(|| "november-1962".to_owned()),
            branch: own(|save| save.branch.clone(), &self.branch),
            seed: save.map(|save| save.seed).or(self.seed),
            actor: own(|save| save.actor.clone(), &self.actor),
        }
    }
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let whole_screen = !args.plain;
    if whole_screen && !(io::stdout().is_terminal() && io::stdin().is_terminal()) {
        let hint = "add `--plain` to play by lines, through a pipe or into a file".to_owned();
        return Err(usage("the whole screen needs a terminal".to_owned(), Some(hint)));
    }
    let save = args.load.as_deref().map(Save::read).transpose();
    let save = save.map_err(|(message, hint)| wrong(message, hint))?;
    let wanted = args.wanted(save.as_ref());
    let part = load(&wanted.scenario)?;
    let branch = branch(&part, &wanted)?;
    let model = Model::hearing_all(&part, &branch).map_err(|error| {
        let hint = format!("`excomm check {}` says more", wanted.scenario);
        wrong(format!("`{}` cannot be played: {error}", wanted.scenario), Some(hint))
    })?;
    let actor = actor(&part, &model, &wanted)?;
    let table = Table {
        part: &part,
        model: &model,
        seed: wanted.seed.unwrap_or_else(|| part.seed()),
        actor,
        scenario: &wanted.scenario,
    };
    let echo = !io::stdin().is_terminal();
    let stopped = Arc::default();
    let options = Options { echo, file: args.load.clone(), runs: args.runs, stopped };
    let played = if whole_screen {
        play::on_screen(table, save.as_ref(), &options, out)
    } else {
        play::by_lines(table, save.as_ref(), &options, out)
    };
    let kept = played.map_err(|(message, hint)| wrong(message, hint))??;
    Ok(if kept { Status::Done } else { Status::Findings })
}

fn branch(part: &Part, wanted: &Wanted) -> Result<String, Failure> {
    let default = part.scenario.as_ref().map_or("", |head| head.default_branch.as_str());
    let branch = wanted.branch.as_deref().unwrap_or(default);
    if part.branches.iter().any(|known| known.id == branch) {
        return Ok(branch.to_owned());
    }
    let known = part.branches.iter().map(|branch| branch.id.as_str());
    let all = format!("`excomm branches {}` lists all", wanted.scenario);
    Err(usage(format!("there is no branch `{branch}`"), Some(did_you_mean(branch, known, all))))
}

/// Finds the actor that is played; one to whom no question is put can look on.
fn actor(
    part: &Part,
    model: &Model,
    wanted: &Wanted,
) -> Result<excomm_engine::world::Thing, Failure> {
    let default = part.scenario.as_ref().map_or("", |head| &*head.plays);
    let id = wanted.actor.as_deref().unwrap_or(default);
    let asked = |id: &str| part.questions.iter().any(|question| *question.asks == *id);
    let deciding: Vec<&str> =
        part.actors.iter().map(|actor| actor.id.as_str()).filter(|id| asked(id)).collect();
    let all = match deciding.as_slice() {
        [] => "this scenario puts no questions".to_owned(),
        some => format!("questions are put to {}", words::list(some)),
    };
    play::actor(part, model, id).ok_or_else(|| {
        let known = part.actors.iter().map(|actor| actor.id.as_str());
        let hint = did_you_mean(id, known, all);
        usage(format!("there is no actor `{id}`"), Some(hint))
    })
}
