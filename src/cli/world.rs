//! The options that name a world, the same for every command.

use clap::ValueEnum;

use super::{Failure, load::load, numbers::without_comma, usage, wrong};
use excomm_engine::world::{Chosen, FactId, Knowledge, Model, OutcomeId, Setting, Vary};
use excomm_scenario::{
    check,
    format::{Part, Question, SEED},
};
use excomm_tell::{Printer, quotes, style, words};

/// The scenario, its branch, and one world of it.
#[derive(clap::Args, Debug, Clone)]
#[command(next_help_heading = "The world")]
pub(super) struct WorldArgs {
    /// A shipped scenario by its name, or a file or folder
    #[arg(default_value = "november-1962", help_heading = None)]
    pub scenario: String,
    /// The seed of all luck [default: the scenario's own for one world, 1962 for many]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Draws the facts by another seed than luck's
    #[arg(long, value_name = "N")]
    pub fact_seed: Option<u64>,
    /// The branch that is played [default: the scenario's own]
    #[arg(long, value_name = "ID")]
    pub branch: Vec<String>,
    /// Answers a question in advance, each time or the N-th time it is put
    #[arg(long, value_name = "QUESTION[@N]=OPTION")]
    pub choose: Vec<String>,
    /// Sets a fact to a value within its range
    #[arg(long, value_name = "FACT=VALUE", allow_hyphen_values = true)]
    pub set: Vec<String>,
    /// Which facts are drawn from their range; the others stand at their best value [default: none
    /// for one world, all for many]
    #[arg(long, value_name = "WHICH")]
    pub vary: Option<VaryArg>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum VaryArg {
    None,
    Assumed,
    Disputed,
    All,
}

impl From<VaryArg> for Vary {
    fn from(arg: VaryArg) -> Vary {
        match arg {
            VaryArg::None => Vary::None,
            VaryArg::Assumed => Vary::Assumed,
            VaryArg::Disputed => Vary::Disputed,
            VaryArg::All => Vary::All,
        }
    }
}

/// A world that has been named: its scenario, its model and its setting.
pub(super) struct Named {
    pub part: Part,
    pub model: Model,
    pub setting: Setting,
}

impl WorldArgs {
    /// Reads the scenario and finds everything the options name, for one world.
    pub(super) fn open(&self) -> Result<Named, Failure> {
        let mut named = self.open_varied(Vary::None)?;
        named.setting.seed = self.one_seed(&named.part);
        Ok(named)
    }

    /// Returns the seed of one world: the scenario's own if none is given.
    pub(super) fn one_seed(&self, part: &Part) -> u64 {
        self.seed.unwrap_or_else(|| part.seed())
    }

    /// Does the same; `vary` is what the options leave open.
    pub(super) fn open_varied(&self, vary: Vary) -> Result<Named, Failure> {
        if let [_, second, ..] = self.branch.as_slice() {
            let hint = "`excomm compare` plays several branches side by side".to_owned();
            return Err(usage(format!("one branch is enough: `{second}`"), Some(hint)));
        }
        let part = load(&self.scenario)?;
        let branch = self.known_branch(&part, self.branch.first())?;
        let (model, setting) = self.world(&part, &branch, vary)?;
        Ok(Named { part, model, setting })
    }

    /// Returns the seed of the first of many worlds.
    pub(super) fn first_seed(&self) -> u64 {
        self.seed.unwrap_or(SEED)
    }

    /// Finds what the options name in one branch; `vary` is what they leave open.
    pub(super) fn world(
        &self,
        part: &Part,
        branch: &str,
        vary: Vary,
    ) -> Result<(Model, Setting), Failure> {
        let model = Model::new(part, branch, &[]).map_err(|error| {
            let hint = format!("`excomm check {}` says more", self.scenario);
            wrong(format!("`{}` cannot be played: {error}", self.scenario), Some(hint))
        })?;
        let mut setting = Setting {
            seed: self.first_seed(),
            fact_seed: self.fact_seed,
            vary: self.vary.map_or(vary, Vary::from),
            ..Setting::default()
        };
        for text in &self.choose {
            setting.choices.push(choice(part, &model, text)?);
        }
        for text in &self.set {
            let (fact, value) = fact(part, &model, text)?;
            setting.facts.insert(fact, value);
        }
        Ok((model, setting))
    }

    /// Returns the command that plays one of the worlds that the options name.
    pub(super) fn run_command(&self, branch: &str, world: &Setting) -> String {
        run_command(&self.scenario, branch, world, &self.choose, &self.set)
    }

    /// Returns the branch of this name, or the scenario's own if none is named.
    pub(super) fn known_branch(
        &self,
        part: &Part,
        branch: Option<&String>,
    ) -> Result<String, Failure> {
        let default = part.scenario.as_ref().map_or("", |head| &head.default_branch);
        let branch = branch.map_or(default, String::as_str);
        if part.branches.iter().any(|known| known.id == branch) {
            return Ok(branch.to_owned());
        }
        let known = part.branches.iter().map(|branch| branch.id.as_str());
        let all = format!("`excomm branches {}` lists all", self.scenario);
        Err(usage(format!("there is no branch `{branch}`"), Some(did_you_mean(branch, known, all))))
    }
}

/// Returns the command that plays one world of a branch, with answers and facts as they were given.
pub(crate) fn run_command(
    scenario: &str,
    branch: &str,
    world: &Setting,
    choose: &[String],
    set: &[String],
) -> String {
    let mut words = vec![format!("excomm run {scenario} --branch {branch}")];
    if world.vary != Vary::None {
        words.push(format!("--vary {}", format!("{:?}", world.vary).to_lowercase()));
    }
    words.push(format!("--seed {}", world.seed));
    if world.vary != Vary::None {
        words.push(format!("--fact-seed {}", world.fact_seed()));
    }
    words.extend(choose.iter().map(|choice| format!("--choose {choice}")));
    words.extend(set.iter().map(|fact| format!("--set {fact}")));
    words.join(" ")
}

/// Returns a hint that names the nearest known name, or else where all are listed.
pub(super) fn did_you_mean<'a>(
    wrong: &str,
    known: impl IntoIterator<Item = &'a str>,
    all: String,
) -> String {
    check::did_you_mean(wrong, known.into_iter()).unwrap_or(all)
}

/// Returns the outcome with this id.
pub(super) fn known_outcome(model: &Model, id: &str) -> Result<OutcomeId, Failure> {
    model.find_outcome(id).ok_or_else(|| {
        let all: Vec<&str> = model.outcome_names().collect();
        let hint =
            did_you_mean(id, model.outcome_names(), format!("there are {}", words::list(&all)));
        usage(format!("there is no outcome `{id}`"), Some(hint))
    })
}

/// Reads `QUESTION[@N]=OPTION`.
fn choice(part: &Part, model: &Model, text: &str) -> Result<Chosen, Failure> {
    let shape = || {
        let hint = "write `--choose QUESTION=OPTION`, or `QUESTION@2=OPTION` for the second time";
        usage(format!("`{text}` does not name an answer"), Some(hint.to_owned()))
    };
    let (question, option) = text.split_once('=').ok_or_else(shape)?;
    let (question, nth) = occasion(question).ok_or_else(shape)?;
    let question = known_question(part, question)?;
    let place = question.options.iter().position(|known| known.id == option).ok_or_else(|| {
        let ids: Vec<&str> = question.options.iter().map(|known| known.id.as_str()).collect();
        let all = format!("it has {}", words::list(&ids));
        let hint = did_you_mean(option, ids.iter().copied(), all);
        usage(format!("question `{}` has no option `{option}`", question.id), Some(hint))
    })?;
    let thing = model.find(&format!("questions/{}", question.id)).ok_or_else(shape)?;
    Ok(Chosen { question: thing, nth, option: place as u32 })
}

/// Reads `QUESTION[@N]`: a question, and which time it is put.
pub(super) fn occasion(text: &str) -> Option<(&str, Option<u32>)> {
    match text.split_once('@') {
        Some((question, nth)) => {
            let nth = nth.parse().ok().filter(|nth| *nth > 0)?;
            Some((question, Some(nth)))
        }
        None => Some((text, None)),
    }
}

/// Returns the question with this id.
pub(super) fn known_question<'a>(part: &'a Part, id: &str) -> Result<&'a Question, Failure> {
    part.question(id).ok_or_else(|| {
        let known = part.questions.iter().map(|known| known.id.as_str());
        let hint = did_you_mean(id, known, "`excomm questions` lists all".to_owned());
        usage(format!("there is no question `{id}`"), Some(hint))
    })
}

/// Reads `FACT=VALUE`.
fn fact(part: &Part, model: &Model, text: &str) -> Result<(FactId, f64), Failure> {
    let shape = |hint: Option<String>| {
        let all = || "write `--set FACT=VALUE`; `excomm facts` lists all facts".to_owned();
        usage(format!("`{text}` does not set a fact"), Some(hint.unwrap_or_else(all)))
    };
    let (path, value) = text.rsplit_once('=').ok_or_else(|| shape(None))?;
    let number = value.parse().ok().filter(|value: &f64| value.is_finite());
    let value = number.ok_or_else(|| shape(without_comma(value)))?;
    let id = model.find_fact(path).ok_or_else(|| {
        let known = model.facts.iter().map(|fact| fact.path.as_str());
        let hint = did_you_mean(path, known, "`excomm facts` lists all facts".to_owned());
        usage(format!("there is no fact `{path}`"), Some(hint))
    })?;
    let fact = &model.facts[id.0 as usize];
    if matches!(fact.knowledge, Knowledge::Quoted | Knowledge::Published | Knowledge::Given) {
        let note = format!(
            "`{path}` is {} as {}: this world departs from {}",
            quotes::knowledge(fact.knowledge),
            words::number(fact.best),
            quotes::source_of(part, fact)
        );
        Printer::stderr().label(style::WARNING, "warning", &note)?;
    } else if !(fact.low..=fact.high).contains(&value) {
        let range = format!(
            "it lies between {} and {}: {}",
            words::number(fact.low),
            words::number(fact.high),
            quotes::source_of(part, fact)
        );
        return Err(usage(format!("`{path}` cannot be {}", words::number(value)), Some(range)));
    }
    Ok((id, value))
}
