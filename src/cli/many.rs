//! The options of commands that play many worlds, the same for each.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use rayon::ThreadPoolBuilder;
use serde::Serialize;

use super::{
    Failure, Format,
    load::load,
    rows::play_with_bar,
    usage,
    world::{VaryArg, WorldArgs, known_outcome, run_command},
    wrong,
};
use excomm_engine::world::{Model, OutcomeId, OutcomeInfo, Setting, Vary};
use excomm_lab::{
    Counted, Counting as _, Design, Method, Numbered, Refused, Results, Row, Side, Study,
};
use excomm_scenario::format::{Gain, Part};
use excomm_tell::{Printer, style, words};

/// How many worlds are played, and what is looked at.
#[derive(clap::Args, Debug, Clone)]
pub(super) struct ManyArgs {
    /// Worlds that are played
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub runs: u64,
    /// Worlds that share one draw of the facts, so that what we do not know can be told from luck
    /// [default: 10, or more with more than 1,000 worlds]
    #[arg(long, value_name = "N")]
    pub lucks: Option<u64>,
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
    #[arg(long, value_parser = table_format(), default_value = "text")]
    pub format: Format,
    #[command(flatten)]
    pub world: WorldArgs,
}

/// Reads how a command prints that can print a table.
pub(super) fn table_format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(["text", "json", "csv"]).map(|text| match text.as_str() {
        "json" => Format::Json,
        "csv" => Format::Csv,
        _ => Format::Text,
    })
}

/// What many worlds are made from: a scenario and its branches, each ready to be played.
pub(super) struct Many {
    pub part: Part,
    pub sides: Vec<(Model, Setting)>,
    /// What is asked of them: a sweep, unless a command asks otherwise.
    pub study: Study,
    pub design: Design,
    /// The outcomes that are shown.
    pub shown: Vec<OutcomeId>,
    /// Whether they were asked for by name.
    pub asked: bool,
}

impl ManyArgs {
    /// Returns the options that say what a study says.
    pub(super) fn of(study: &Study) -> ManyArgs {
        ManyArgs {
            runs: study.runs,
            lucks: study.lucks,
            threads: None,
            outcome: study.outcomes.clone(),
            chart: None,
            format: Format::Text,
            world: WorldArgs {
                scenario: study.scenario.clone(),
                seed: Some(study.seed),
                fact_seed: study.fact_seed,
                branch: study.played().into_iter().map(str::to_owned).collect(),
                choose: study.choose.clone(),
                set: study.set.clone(),
                vary: Some(match study.vary {
                    Vary::None => VaryArg::None,
                    Vary::Assumed => VaryArg::Assumed,
                    Vary::Disputed => VaryArg::Disputed,
                    Vary::All => VaryArg::All,
                }),
            },
        }
    }

    /// Does what [`ManyArgs::open_table`] does for a command that prints no table.
    pub(super) fn open(&self, branches: &[String]) -> Result<Many, Failure> {
        if self.format == Format::Csv {
            let hint = "`sweep` and `compare` print tables; take `--format json` here".to_owned();
            return Err(usage("this command prints no table".to_owned(), Some(hint)));
        }
        self.open_table(branches)
    }

    /// Reads the scenario and makes the branches ready; an empty list means the scenario's own.
    pub(super) fn open_table(&self, branches: &[String]) -> Result<Many, Failure> {
        use_threads(self.threads);
        let part = load(&self.world.scenario)?;
        let own = [self.world.known_branch(&part, None)?];
        let branches = if branches.is_empty() { &own } else { branches };
        let side = |branch: &String| {
            let branch = self.world.known_branch(&part, Some(branch))?;
            self.world.world(&part, &branch, Vary::All)
        };
        let sides = branches.iter().map(side).collect::<Result<Vec<_>, _>>()?;
        let shown = shown(&self.outcome, &part, &sides[0].0, branches)?;
        let outcomes = &sides[0].0.outcomes;
        let study = Study {
            scenario: self.world.scenario.clone(),
            branches: sides.iter().map(|(model, _)| model.branch.clone()).collect(),
            vary: self.world.vary.map_or(Vary::All, Vary::from),
            outcomes: shown.iter().map(|&id| outcomes[id].written.id.clone()).collect(),
            runs: self.runs,
            lucks: self.lucks,
            seed: self.world.first_seed(),
            fact_seed: self.world.fact_seed,
            choose: self.world.choose.clone(),
            set: self.world.set.clone(),
            until_width: None,
            method: Method::Sweep { fan: None },
        };
        let study = study.check().map_err(refused)?;
        let asked = shown != self::shown(&[], &part, &sides[0].0, branches)?;
        Ok(Many { part, sides, design: study.design(), study, shown, asked })
    }

    /// Writes a chart, if one was asked for.
    pub(super) fn draw(&self, chart: impl FnOnce() -> String) -> Result<(), Failure> {
        draw(self.chart.as_deref(), chart)
    }
}

impl Many {
    /// Asks a study of these branches; nothing is played yet.
    pub(super) fn ask(&self, study: Study) -> Result<Results<'_>, Failure> {
        Results::new(study, self.played()).map_err(refused)
    }

    /// Returns what is played.
    pub(super) fn played(&self) -> Vec<Side<'_>> {
        self.sides.iter().map(|(model, base)| Side { model, base }).collect()
    }

    /// Says how many worlds were played and how: `1,000 worlds: 100 draws of the facts, 10 lucks each`.
    pub(super) fn design_text(&self, counted: &Counted, worlds: &str) -> String {
        let lucks = self.design.lucks;
        let draws = words::thousands(counted.worlds.div_ceil(lucks));
        let played = words::thousands(counted.worlds);
        if !self.played().iter().any(Side::varies) {
            return format!("{played} {worlds}: no fact is drawn, luck is another in each");
        }
        format!("{played} {worlds}: {draws} draws of the facts, {lucks} lucks each")
    }

    /// Returns what is known of an outcome.
    pub(super) fn outcome(&self, id: OutcomeId) -> &OutcomeInfo {
        &self.sides[0].0.outcomes[id]
    }

    /// Returns the id of the scenario.
    pub(super) fn scenario(&self) -> &str {
        self.part.id()
    }

    /// Returns the command that plays one world of a branch.
    pub(super) fn command(&self, branch: &str, world: &Setting) -> String {
        let Study { scenario, choose, set, .. } = &self.study;
        run_command(scenario, branch, world, choose, set)
    }

    /// Returns the title of a branch.
    pub(super) fn title(&self, id: &str) -> &str {
        let branch = self.part.branch(id);
        branch.map_or("", |branch| branch.title.as_str())
    }

    /// Says how many worlds were played, whether that was enough, and which of them failed.
    pub(super) fn tell_design(
        &self,
        results: &Results,
        worlds: &str,
        out: &mut Printer,
    ) -> Result<(), Failure> {
        let counted = results.counted();
        let known = results.study().until_width.map_or_else(String::new, |width| {
            let enough = if results.enough() { "enough" } else { "too few" };
            let width = words::tenths(width * 100.0);
            format!("; {enough} to know the first share within {width} points")
        });
        let text = self.design_text(counted, worlds) + &known;
        out.paragraph("  ", &text, style::DIM)?;
        self.tell_failed(results, out)
    }

    /// Says how many worlds failed, if any did, and how the first may be played.
    pub(super) fn tell_failed(&self, results: &Results, out: &mut Printer) -> Result<(), Failure> {
        let counted = results.counted();
        let failed = &counted.failed;
        if let Some(first) = failed.first.first() {
            let text = format!(
                "{} of {} worlds failed and are left out; the first: branch {}, seed {}, fact seed {}: {}",
                words::thousands(failed.worlds),
                words::thousands(counted.worlds),
                self.study.branches[first.side],
                first.seed,
                first.fact_seed,
                first.cause
            );
            out.paragraph("  ", &text, style::WARNING)?;
        }
        Ok(())
    }

    /// Returns what a branch is about, of what is shown: all of it, if it was asked for by name.
    pub(super) fn about(&self, model: &Model) -> Vec<OutcomeId> {
        let about = self.part.branch(&model.branch).map(|branch| &branch.about);
        let is_about = |id: &OutcomeId| {
            let written = &self.outcome(*id).written.id;
            about.is_some_and(|about| about.iter().any(|outcome| outcome.0 == *written))
        };
        let few: Vec<OutcomeId> = self.shown.iter().copied().filter(is_about).collect();
        if self.asked || few.is_empty() { self.shown.clone() } else { few }
    }

    /// Says how a date that never comes is counted in an average.
    pub(super) fn never_counts(&self) -> String {
        let dates = |id: &OutcomeId| matches!(self.outcome(*id).written.is, Gain::DateOrNever(_));
        if !self.shown.iter().any(dates) {
            return String::new();
        }
        let span = &self.sides[0].0.span;
        let last = words::day_month(span.end, span);
        format!("In an average, what never comes counts as the last day, {last}.")
    }

    /// Returns which worlds failed, as programs read it.
    pub(super) fn failed(&self, counted: &Counted) -> FailedJson<'_> {
        let first = counted.failed.first.iter().map(|failure| FailureJson {
            world: failure.world,
            branch: &self.study.branches[failure.side],
            seed: failure.seed.to_string(),
            fact_seed: failure.fact_seed.to_string(),
            cause: failure.cause.clone(),
        });
        FailedJson { worlds: counted.failed.worlds, first: first.collect() }
    }
}

/// Worlds that failed, as programs read them.
#[derive(Serialize)]
pub(super) struct FailedJson<'a> {
    worlds: u64,
    first: Vec<FailureJson<'a>>,
}

#[derive(Serialize)]
struct FailureJson<'a> {
    world: u64,
    branch: &'a str,
    seed: String,
    fact_seed: String,
    cause: String,
}

/// Says why a study cannot be played.
pub(super) fn refused(why: Refused) -> Failure {
    usage(why.message, Some(why.hint))
}

/// Says on how many threads worlds are played.
pub(super) fn use_threads(threads: Option<usize>) {
    if let Some(threads) = threads {
        // a second call in the same process is refused, and the first stands
        _ = ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
}

/// Plays worlds known by their number, with a bar where a terminal shows one.
pub(super) fn play_numbered(
    model: &Model,
    worlds: u64,
    setting: impl Fn(u64) -> Setting + Sync,
) -> Vec<Row> {
    let mut numbered = Numbered { model, worlds, setting, rows: Vec::new() };
    play_with_bar(&mut numbered, worlds);
    numbered.rows
}

/// Writes a chart, if one was asked for.
pub(super) fn draw(path: Option<&Path>, chart: impl FnOnce() -> String) -> Result<(), Failure> {
    let Some(path) = path else { return Ok(()) };
    fs::write(path, chart()).map_err(|error| {
        wrong(format!("the chart cannot be written to `{}`: {error}", path.display()), None)
    })
}

/// Returns the outcomes to show, in the order in which they are asked for; if none is, those that the
/// branches are about.
pub(super) fn shown(
    asked: &[String],
    part: &Part,
    model: &Model,
    branches: &[String],
) -> Result<Vec<OutcomeId>, Failure> {
    if !asked.is_empty() {
        return asked.iter().map(|id| known_outcome(model, id)).collect();
    }
    let mut shown = Vec::new();
    let played = part.branches.iter().filter(|known| branches.contains(&known.id));
    for about in played.flat_map(|branch| &branch.about) {
        let outcome = known_outcome(model, &about.0)?;
        if !shown.contains(&outcome) {
            shown.push(outcome);
        }
    }
    Ok(shown)
}
