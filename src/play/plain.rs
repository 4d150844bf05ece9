//! A game by plain lines, for screen readers, pipes and narrow terminals.

use std::{
    io,
    path::{Path, PathBuf},
    sync::atomic::Ordering,
};

use super::{
    Ended, Options,
    game::Game,
    pages, places,
    save::{Save, free_path, progress},
    typed::{Typed, read},
};
use excomm_tell::{
    Printer,
    chronicle::Chronicle,
    style::{self, styled},
    words,
};

/// A game that is played by lines.
pub(super) struct Plain<'a, 'm> {
    game: Game<'m>,
    chronicle: Chronicle<'m>,
    out: &'a mut Printer,
    options: &'a Options,
    /// Where the game was last written to.
    saved: Option<PathBuf>,
}

impl<'a, 'm> Plain<'a, 'm> {
    /// Sits down to a game.
    pub(super) fn new(game: Game<'m>, out: &'a mut Printer, options: &'a Options) -> Plain<'a, 'm> {
        let chronicle = chronicle(&game);
        let saved = options.file.clone();
        Plain { game, chronicle, out, options, saved }
    }

    /// Plays it to its end, or until the lines end or somebody leaves.
    pub(super) fn play(
        mut self,
        lines: impl IntoIterator<Item = io::Result<String>>,
    ) -> io::Result<Ended<'m>> {
        pages::opening(&self.game, self.out)?;
        if !self.game.choices().is_empty() {
            self.out.line("")?;
            let text = format!("This game goes on after {}.", progress(&self.game));
            self.out.paragraph("", &text, style::PLAIN)?;
        }
        self.tell()?;
        let mut lines = lines.into_iter();
        loop {
            self.prompt()?;
            let Some(line) = lines.next().transpose()? else { return self.lines_ended() };
            if self.options.echo {
                self.out.line(line.trim())?;
            }
            if self.take(read(&line))? {
                return Ok(match self.game.pending() {
                    None => Ended::Over(Box::new(self.game)),
                    Some(_) => Ended::Left,
                });
            }
        }
    }

    /// Tells what has come to be known since the last choice.
    fn tell(&mut self) -> io::Result<()> {
        let Plain { game, chronicle, out, .. } = self;
        chronicle.tell_known(out, game.log(), game.news(), game.pending())?;
        if let Some(note) = pages::again_note(game) {
            out.paragraph("        ", &note, style::DIM)?;
        }
        Ok(())
    }

    fn prompt(&mut self) -> io::Result<()> {
        self.out.line("")?;
        let text = if self.game.pending().is_some() {
            format!("Your choice, {} (? for help): ", pages::can_be_typed(&self.game))
        } else {
            "The game is over. Enter shows how it stands, `back` takes a choice back: ".to_owned()
        };
        self.out.raw(&styled(style::NAME, &text))?;
        self.out.flush()
    }

    /// Does what was typed; returns whether the game is left.
    fn take(&mut self, typed: Typed) -> io::Result<bool> {
        let over = self.game.pending().is_none();
        match typed {
            Typed::Option(option) => self.choose(option)?,
            Typed::Back(place) => self.back(place)?,
            Typed::Choices => pages::choices(&self.game, self.out)?,
            Typed::Again => self.again()?,
            Typed::Why => pages::why(&self.game, self.out)?,
            Typed::Map => places::print(&self.game, self.out)?,
            Typed::Save(path) => _ = self.save(path.as_deref())?,
            Typed::Help => pages::help(self.out)?,
            Typed::Nothing | Typed::Quit if over => return Ok(true),
            Typed::Quit => {
                self.leave()?;
                return Ok(true);
            }
            Typed::Nothing => {
                let text = format!("Type {}, or ? for help.", pages::can_be_typed(&self.game));
                self.out.line(&text)?;
            }
            Typed::Unknown(text) => {
                let can = pages::can_be_typed(&self.game);
                let text = format!("`{text}` is nothing that can be done here: type {can}, or ?");
                self.out.paragraph("", &text, style::PLAIN)?;
            }
        }
        Ok(false)
    }

    fn choose(&mut self, option: usize) -> io::Result<()> {
        let can = pages::can_be_typed(&self.game);
        let options = self.game.pending().map_or(0, |asked| asked.options.len());
        if self.game.choose(option) {
            return self.tell();
        }
        let number = option + 1;
        let text = match options {
            0 => "There is nothing left to choose: press Enter, or type `back`.".to_owned(),
            _ if option < options => {
                format!("Option {number} cannot be chosen now: type {can}")
            }
            _ => format!("There is no option {number}: type {can}, or ? for help"),
        };
        self.out.line(&text)
    }

    fn back(&mut self, place: Option<usize>) -> io::Result<()> {
        let made = self.game.choices().len();
        let place = place.unwrap_or(made);
        if place == 0 || place > made {
            let text = match made {
                0 => "Nothing has been chosen yet, so there is nothing to take back.".to_owned(),
                1 => "You have made 1 choice: type `back`.".to_owned(),
                _ => format!("You have made {made} choices: type `back 1` to `back {made}`."),
            };
            return self.out.line(&text);
        }
        if self.game.back_to(place - 1).is_err() {
            let text = "This world cannot be played again up to there: begin a new game";
            return self.out.line(text);
        }
        let text = format!("Back at choice {place}; what was chosen from there on is undone.");
        self.out.line(&text)?;
        self.again()
    }

    /// Tells the last stretch once more.
    fn again(&mut self) -> io::Result<()> {
        self.chronicle = chronicle(&self.game);
        self.tell()
    }

    /// Writes the game to a file and says so; returns whether it could be written.
    fn save(&mut self, path: Option<&Path>) -> io::Result<bool> {
        let path = path.map(Path::to_owned).or_else(|| self.saved.clone());
        let path = path.unwrap_or_else(|| free_path(&self.game.table));
        if let Err(error) = Save::of(&self.game).write(&path) {
            let text = format!(
                "The game cannot be written to `{}`: {error}; try `save FILE` with another name",
                path.display()
            );
            self.out.paragraph("", &text, style::PLAIN)?;
            return Ok(false);
        }
        let shown = path.display();
        self.out.line(&format!("Saved in `{shown}`. To go on with it:"))?;
        self.out.line(&format!("  excomm play --load {shown} --plain"))?;
        self.saved = Some(path);
        Ok(true)
    }

    /// Saves what has been chosen, if anything.
    fn leave(&mut self) -> io::Result<bool> {
        if self.game.choices().is_empty() {
            self.out.line("Nothing has been chosen, so nothing is saved.")?;
            return Ok(true);
        }
        self.save(None)
    }

    fn lines_ended(mut self) -> io::Result<Ended<'m>> {
        let said = self.out.line("");
        if self.game.pending().is_none() {
            return said.map(|()| Ended::Over(Box::new(self.game)));
        }
        let choices = words::count(self.game.choices().len(), "choice");
        let stopped = self.options.stopped.load(Ordering::Relaxed);
        let what = if stopped { "The game was stopped" } else { "The input has ended" };
        let said = said.and_then(|()| self.out.line(&format!("{what} after {choices}.")));
        // saved also where the terminal has gone away and nothing can be said any more
        let saved = self.leave();
        said?;
        Ok(if saved? { Ended::Left } else { Ended::NotSaved })
    }
}

fn chronicle<'m>(game: &Game<'m>) -> Chronicle<'m> {
    Chronicle::new(game.table.part, game.table.model).for_player()
}
