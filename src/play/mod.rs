//! A crisis to play: one decides for one actor, reads what it knows, and learns the truth at the end.
//!
//! [`game`] is a game without a screen; [`plain`] plays it by lines and [`screen`] on the whole
//! terminal, and both say the same.

mod closing;
mod game;
mod lines;
mod pages;
mod places;
mod plain;
mod save;
mod screen;
mod typed;

use std::{
    io,
    path::PathBuf,
    sync::{Arc, atomic::AtomicBool},
};

use excomm_engine::world::{Model, Thing};
use excomm_scenario::format::Part;
use excomm_tell::Printer;
use game::Game;
use plain::Plain;

pub(super) use game::Table;
pub(super) use save::{Save, Wrong};

/// How a game is played.
pub(super) struct Options {
    /// Whether what is typed is printed: a terminal shows it by itself.
    pub echo: bool,
    /// The file the game came from.
    pub file: Option<PathBuf>,
    /// Worlds over which each choice is judged at the end; 0 for none.
    pub runs: u64,
    /// Set when somebody stops the program from outside.
    pub stopped: Arc<AtomicBool>,
}

/// How a game was left.
enum Ended<'m> {
    /// The world came to its end.
    Over(Box<Game<'m>>),
    /// Somebody left, or the input ended; what was chosen is saved.
    Left,
    /// What was chosen could not be saved.
    NotSaved,
}

/// Returns the actor with this id.
pub(super) fn actor(part: &Part, model: &Model, id: &str) -> Option<Thing> {
    let known = part.actors.iter().any(|actor| actor.id == id);
    known.then(|| model.find(&format!("actors/{id}"))).flatten()
}

/// Begins a game, or goes on with a saved one.
fn begin<'m>(table: Table<'m>, save: Option<&Save>) -> Result<Game<'m>, Wrong> {
    match save {
        Some(save) => save.resume(table),
        None => table.play(&[]).map_err(|_| ("this world cannot be played".to_owned(), None)),
    }
}

/// Plays on the whole terminal; returns whether everything chosen is kept.
pub(super) fn on_screen(
    table: Table,
    save: Option<&Save>,
    options: &Options,
    out: &mut Printer,
) -> Result<io::Result<bool>, Wrong> {
    let game = begin(table, save)?;
    Ok(screen::play(game, options).and_then(|(ended, said)| {
        if let Some(said) = said {
            out.line(&said)?;
        }
        match ended {
            Ended::Over(game) => {
                closing::print(&game, options, &mut Printer::by_pages()).map(|()| true)
            }
            Ended::Left => Ok(true),
            Ended::NotSaved => Ok(false),
        }
    }))
}

/// Plays by plain lines; returns whether everything chosen is kept.
pub(super) fn by_lines(
    table: Table,
    save: Option<&Save>,
    options: &Options,
    out: &mut Printer,
) -> Result<io::Result<bool>, Wrong> {
    let game = begin(table, save)?;
    let ended =
        lines::typed(&options.stopped).and_then(|lines| Plain::new(game, out, options).play(lines));
    Ok(ended.and_then(|ended| match ended {
        Ended::Over(game) => closing::print(&game, options, out).map(|()| true),
        Ended::Left => Ok(true),
        Ended::NotSaved => Ok(false),
    }))
}
