//! A game on file: which world it is, and what was chosen in it. Nothing else is needed to go on.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::game::{Game, Misfit, Table};
use excomm_engine::world::{Chosen, Model};
use excomm_scenario::format::Part;
use excomm_tell::words;

/// The version of the file.
const FORMAT: u32 = 1;

/// A game as it stands in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Save {
    /// The version of the file.
    format: u32,
    /// The version of the program that wrote it.
    version: String,
    /// The scenario, as it was named on the command line.
    pub scenario: String,
    /// A digest of the scenario.
    content: String,
    /// The branch.
    pub branch: String,
    /// The seed of all luck.
    pub seed: u64,
    /// The actor that is played.
    pub actor: String,
    /// What was chosen, in order.
    choices: Vec<Choice>,
    /// A digest of what had happened by then.
    world: String,
}

/// A choice: which question, which time it was put, and which option.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    question: String,
    nth: u32,
    option: String,
}

/// What is wrong with a file, and what to do about it.
pub(crate) type Wrong = (String, Option<String>);

/// Returns a digest of everything a scenario says.
pub(crate) fn content(part: &Part) -> String {
    blake3::hash(part.as_json().as_bytes()).to_hex().to_string()
}

impl Save {
    /// Returns a game as it stands.
    pub(super) fn of(game: &Game) -> Save {
        let Table { part, model, seed, actor, scenario } = game.table;
        let id = |thing: excomm_engine::world::Thing| model.things[thing.index()].id.clone();
        let choice = |chosen: &Chosen| {
            let question = game.table.question(chosen.question);
            let option = question.and_then(|known| known.options.get(chosen.option as usize));
            Choice {
                question: id(chosen.question),
                nth: chosen.nth.unwrap_or(1),
                option: option.map(|option| option.id.clone()).unwrap_or_default(),
            }
        };
        Save {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: scenario.to_owned(),
            content: content(part),
            branch: model.branch.clone(),
            seed,
            actor: id(actor),
            choices: game.choices().iter().map(choice).collect(),
            world: game.digest(),
        }
    }

    /// Writes it to a file: what was there before stays whole until all of it is written.
    pub(super) fn write(&self, path: &Path) -> io::Result<()> {
        let pretty = ron::ser::PrettyConfig::new().depth_limit(2);
        let text = ron::ser::to_string_pretty(self, pretty).map_err(io::Error::other)?;
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let part = path.with_file_name(name);
        fs::write(&part, text + "\n")?;
        fs::rename(&part, path)
    }

    /// Reads it from a file.
    pub(crate) fn read(path: &Path) -> Result<Save, Wrong> {
        let shown = path.display();
        let text = fs::read_to_string(path).map_err(|error| {
            let hint = "`--load` takes a file that `save FILE` wrote in a game".to_owned();
            (format!("the game `{shown}` cannot be read: {error}"), Some(hint))
        })?;
        let save: Save = ron::from_str(&text).map_err(|error| {
            let hint = "leave `--load` out to begin a new game".to_owned();
            (format!("`{shown}` is no saved game: {error}"), Some(hint))
        })?;
        if save.format != FORMAT {
            let text = format!("`{shown}` has format {}, and {FORMAT} is read here", save.format);
            return Err((text, Some("play it with the version that wrote it".to_owned())));
        }
        Ok(save)
    }

    /// Plays the world again up to where it was saved.
    pub(super) fn resume<'m>(&self, table: Table<'m>) -> Result<Game<'m>, Wrong> {
        if content(table.part) != self.content {
            let text = format!("`{}` has changed since this game was saved", self.scenario);
            let hint = "begin a new game, or put the scenario back as it was".to_owned();
            return Err((text, Some(hint)));
        }
        let choices: Option<Vec<Chosen>> =
            self.choices.iter().map(|choice| choice.in_model(&table)).collect();
        let game = choices.ok_or(Misfit(0)).and_then(|choices| table.play(&choices));
        match game {
            Ok(game) if game.digest() == self.world => Ok(game),
            Ok(_) | Err(_) => {
                let text = format!(
                    "the world of this game comes out otherwise than when version {} saved it",
                    self.version
                );
                let hint = "play it with that version, or begin a new game".to_owned();
                Err((text, Some(hint)))
            }
        }
    }
}

impl Choice {
    /// Finds the question and the option.
    fn in_model(&self, table: &Table) -> Option<Chosen> {
        let model: &Model = table.model;
        let question = model.find(&format!("questions/{}", self.question))?;
        let written = table.question(question)?;
        let option = written.options.iter().position(|option| option.id == self.option)?;
        Some(Chosen { question, nth: Some(self.nth), option: option as u32 })
    }
}

/// Returns the name of a file for a game that nobody has named: one that is not there yet.
pub(super) fn free_path(table: &Table) -> PathBuf {
    let head = table.part.scenario.as_ref();
    let id = head.map_or("game", |head| head.id.as_str());
    let actor = &table.model.things[table.actor.index()].id;
    let name = |n: u32| match n {
        1 => PathBuf::from(format!("{id}-{actor}.game.ron")),
        n => PathBuf::from(format!("{id}-{actor}-{n}.game.ron")),
    };
    (1..1000).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(1000))
}

/// Says how far a game has come: `3 choices`.
pub(super) fn progress(game: &Game) -> String {
    words::count(game.choices().len(), "choice")
}
