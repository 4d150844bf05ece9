//! The options of commands that play many worlds, the same for each.

use std::{fs, path::PathBuf};

use rayon::ThreadPoolBuilder;

use super::{
    super::words,
    Failure, Format,
    load::load,
    usage,
    world::{WorldArgs, did_you_mean},
    wrong,
};
use crate::{
    lab::Design,
    scenario::format::Part,
    world::{Model, Setting, Thing, Vary},
};

/// How many worlds are played, and what is looked at.
#[derive(clap::Args, Debug, Clone)]
pub(super) struct ManyArgs {
    /// Worlds that are played
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub runs: u64,
    /// Worlds that share one draw of the facts, so that what we do not know can be told from luck
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub lucks: u64,
    /// Threads that play [default: one a core]
    #[arg(long, value_name = "N")]
    pub threads: Option<usize>,
    /// Outcomes that are shown [default: those the branches are about]
    #[arg(long, value_name = "ID", num_args = 1..)]
    pub outcome: Vec<String>,
    /// Draws a chart of it
    #[arg(long, value_name = "FILE.svg")]
    pub chart: Option<PathBuf>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
    #[command(flatten)]
    pub world: WorldArgs,
}

/// What many worlds are made from: a scenario and its branches, each ready to be played.
pub(super) struct Many {
    pub part: Part,
    pub sides: Vec<(Model, Setting)>,
    pub design: Design,
    /// The outcomes that are shown, by their places in the order of their names.
    pub shown: Vec<usize>,
}

impl ManyArgs {
    /// Reads the scenario and makes the branches ready; an empty list means the scenario's own.
    pub(super) fn open(&self, branches: &[String]) -> Result<Many, Failure> {
        if self.runs < 2 || self.lucks < 2 || self.lucks > self.runs {
            let hint = "write `--runs 1000 --lucks 10`, say: at least two of each".to_owned();
            return Err(usage("that is too few worlds to say anything".to_owned(), Some(hint)));
        }
        if let Some(threads) = self.threads {
            // a second call in the same process is refused, and the first stands
            _ = ThreadPoolBuilder::new().num_threads(threads).build_global();
        }
        let part = load(&self.world.scenario)?;
        let own = [self.world.known_branch(&part, None)?];
        let branches = if branches.is_empty() { &own } else { branches };
        let side = |branch: &String| {
            let branch = self.world.known_branch(&part, Some(branch))?;
            self.world.world(&part, &branch, Vary::All)
        };
        let sides = branches.iter().map(side).collect::<Result<Vec<_>, _>>()?;
        let design = Design { runs: self.runs, lucks: self.lucks };
        let shown = self.shown(&part, branches)?;
        Ok(Many { part, sides, design, shown })
    }

    /// Writes a chart, if one was asked for.
    pub(super) fn draw(&self, chart: impl FnOnce() -> String) -> Result<(), Failure> {
        let Some(path) = &self.chart else { return Ok(()) };
        fs::write(path, chart()).map_err(|error| {
            wrong(format!("the chart cannot be written to `{}`: {error}", path.display()), None)
        })
    }

    /// Returns the places of the outcomes to show, in the order in which they are asked for.
    fn shown(&self, part: &Part, branches: &[String]) -> Result<Vec<usize>, Failure> {
        let names = outcome_names(part);
        let place = |id: &str| {
            names.binary_search(&id).map_err(|_| {
                let all = format!("there are {}", words::list(&names));
                let hint = did_you_mean(id, names.iter().copied(), all);
                usage(format!("there is no outcome `{id}`"), Some(hint))
            })
        };
        if !self.outcome.is_empty() {
            return self.outcome.iter().map(|id| place(id)).collect();
        }
        let mut shown = Vec::new();
        let played = part.branches.iter().filter(|known| branches.contains(&known.id));
        for about in played.flat_map(|branch| &branch.about) {
            let place = place(&about.0)?;
            if !shown.contains(&place) {
                shown.push(place);
            }
        }
        Ok(shown)
    }
}

impl Many {
    /// Says how many worlds were played and how: `1,000 worlds: 100 draws of the facts, 10 lucks each`.
    pub(super) fn design_text(&self, worlds: &str) -> String {
        let Design { runs, lucks } = self.design;
        let draws = words::thousands(runs.div_ceil(lucks));
        let runs = words::thousands(runs);
        format!("{runs} {worlds}: {draws} draws of the facts, {lucks} lucks each")
    }
}

/// Returns the ids of all outcomes, in their order.
pub(super) fn outcome_names(part: &Part) -> Vec<&str> {
    let mut names: Vec<&str> = part.outcomes.iter().map(|outcome| outcome.id.as_str()).collect();
    names.sort_unstable();
    names
}

/// Returns the outcomes of a model, in the order of their names.
pub(super) fn outcome_things(part: &Part, model: &Model) -> Vec<Thing> {
    let names = outcome_names(part);
    names.iter().filter_map(|id| model.find(&format!("outcomes/{id}"))).collect()
}
