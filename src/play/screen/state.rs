//! What the screen of a game shows now, and what each key changes.

use std::{io, path::PathBuf};

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::super::{
    Options,
    game::Game,
    pages,
    places::{self, Sight},
    save::{Save, free_path},
};
use super::sea_map::frame_for;
use excomm_engine::world::{Known, Verb};
use excomm_pages::map::{self, Frame};
use excomm_scenario::format::Position;
use excomm_tell::{Printer, chronicle::Chronicle};

/// The keys, as the help shows them.
const KEYS: &[(&str, &str)] = &[
    ("1 to 9, arrows", "point at an option"),
    ("Enter", "chooses it"),
    ("b", "takes the last choice back"),
    ("w", "why: what led to this question"),
    ("m", "what is where, as a table"),
    ("c", "your choices so far"),
    ("PgUp, PgDn", "turn the chronicle back and forth"),
    ("s", "saves the game"),
    ("q, Ctrl-C", "leaves; what you have chosen is saved"),
    ("Esc", "back to the question"),
];

/// A text over the whole screen.
pub(super) struct Page {
    pub title: String,
    pub lines: Vec<String>,
    pub scroll: usize,
}

/// What comes after a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Stay,
    /// The game is left before its end.
    Leave,
    /// The game is over and its end is to be told.
    End,
}

/// A game on the whole screen.
pub(super) struct State<'m> {
    pub game: Game<'m>,
    pub coast: Vec<Vec<Position>>,
    pub frame: Option<Frame>,
    pub sights: Vec<Sight>,
    /// The option that is pointed at, counted from 0: none until somebody points.
    pub option: Option<usize>,
    /// How many lines the chronicle is turned back.
    pub back: usize,
    pub page: Option<Page>,
    pub message: Option<String>,
    pub colour: bool,
    /// Where the game is written to.
    file: Option<PathBuf>,
    /// The chronicle, in lines of a width.
    chronicle: (usize, Vec<String>),
}

impl<'m> State<'m> {
    pub(super) fn new(game: Game<'m>, options: &Options, colour: bool) -> State<'m> {
        let coast: Vec<_> = map::shores().collect();
        let frame = frame_for(&coast, &game);
        let sights = places::sights(&game);
        State {
            game,
            coast,
            frame,
            sights,
            option: None,
            back: 0,
            page: None,
            message: None,
            colour,
            file: options.file.clone(),
            chronicle: (0, Vec::new()),
        }
    }

    /// Looks at the game anew after it has gone on or back.
    fn refresh(&mut self) {
        self.sights = places::sights(&self.game);
        self.option = None;
        self.back = 0;
        self.chronicle = (0, Vec::new());
    }

    /// Returns the chronicle in lines of a width.
    pub(super) fn chronicle(&mut self, width: usize) -> &[String] {
        if self.chronicle.0 != width {
            let (mut out, text) = Printer::text(width);
            let table = &self.game.table;
            // the question that waits stands below
            let known = self.game.known();
            let waits = |known: &Known| {
                let event = self.game.log().event(known.event);
                event.is_some_and(|event| event.key.verb == Verb::Ask)
                    && self.game.pending().is_some()
            };
            let told = known.len() - usize::from(known.last().is_some_and(waits));
            let mut chronicle = Chronicle::new(table.part, table.model).for_screen();
            // a text can always be written to
            _ = chronicle.tell_known(
                &mut out,
                self.game.log(),
                &known[..told],
                self.game.pending(),
            );
            let lines = text.lines().into_iter().skip_while(String::is_empty).collect();
            self.chronicle = (width, lines);
        }
        &self.chronicle.1
    }

    /// Does what a key asks for.
    pub(super) fn key(&mut self, key: KeyEvent) -> Next {
        self.message = None;
        let ctrl_c = key.code == KeyCode::Char('c') && key.modifiers == KeyModifiers::CONTROL;
        if ctrl_c {
            return Next::Leave;
        }
        if self.page.is_some() {
            self.turn_page(key.code);
            return Next::Stay;
        }
        let over = self.game.pending().is_none();
        match key.code {
            KeyCode::Char('q') | KeyCode::Enter if over => return Next::End,
            KeyCode::Char('q') => return Next::Leave,
            KeyCode::Enter => self.choose(),
            KeyCode::Char(digit @ '1'..='9') => self.point(digit as usize - '1' as usize),
            KeyCode::Up => self.step(false),
            KeyCode::Down => self.step(true),
            KeyCode::PageUp => self.back += 5,
            KeyCode::PageDown => self.back = self.back.saturating_sub(5),
            KeyCode::Char('b') => self.take_back(),
            KeyCode::Char('w') => self.open("Why", pages::why),
            KeyCode::Char('m') => self.open("What is where", places::print),
            KeyCode::Char('c') => self.open("Your choices", pages::choices),
            KeyCode::Char('?' | 'h') => self.help(),
            KeyCode::Char('s') => _ = self.save(),
            _ => self.message = Some("? shows the keys".to_owned()),
        }
        Next::Stay
    }

    fn turn_page(&mut self, key: KeyCode) {
        let Some(page) = &mut self.page else { return };
        match key {
            KeyCode::Up => page.scroll = page.scroll.saturating_sub(1),
            KeyCode::Down => page.scroll += 1,
            KeyCode::PageUp => page.scroll = page.scroll.saturating_sub(15),
            KeyCode::PageDown | KeyCode::Char(' ') => page.scroll += 15,
            _ => self.page = None,
        }
        if let Some(page) = &mut self.page {
            page.scroll = page.scroll.min(page.lines.len().saturating_sub(1));
        }
    }

    fn options(&self) -> usize {
        self.game.pending().map_or(0, |asked| asked.options.len())
    }

    fn point(&mut self, option: usize) {
        if option < self.options() {
            self.option = Some(option);
        } else {
            self.message = Some(format!("There is no option {}", option + 1));
        }
    }

    fn step(&mut self, down: bool) {
        let last = self.options().saturating_sub(1);
        self.option = Some(match self.option {
            None if down => 0,
            None => last,
            Some(option) if down => (option + 1).min(last),
            Some(option) => option.saturating_sub(1),
        });
    }

    fn choose(&mut self) {
        let can = pages::can_be_typed(&self.game);
        let Some(option) = self.option else {
            self.message = Some(format!("Point at an option first: {can}"));
            return;
        };
        if self.game.choose(option) {
            self.refresh();
        } else {
            self.message = Some(format!("That cannot be chosen now: take {can}"));
        }
    }

    fn take_back(&mut self) {
        let Some(kept) = self.game.choices().len().checked_sub(1) else {
            self.message = Some("Nothing has been chosen yet".to_owned());
            return;
        };
        self.message = Some(match self.game.back_to(kept) {
            Ok(()) => format!("Back at choice {}", kept + 1),
            Err(_) => "This world cannot be played again up to there".to_owned(),
        });
        self.refresh();
    }

    /// Opens a page with what is printed.
    fn open(&mut self, title: &str, print: fn(&Game, &mut Printer) -> io::Result<()>) {
        let (mut out, text) = Printer::text(76);
        // a text can always be written to
        _ = print(&self.game, &mut out);
        self.page = Some(Page { title: title.to_owned(), lines: text.lines(), scroll: 0 });
    }

    pub(super) fn help(&mut self) {
        let (mut out, text) = Printer::text(76);
        // a text can always be written to
        _ = pages::opening(&self.game, &mut out);
        let mut lines = text.lines();
        lines.push(String::new());
        lines.extend(KEYS.iter().map(|(keys, does)| format!("  {keys:<16}{does}")));
        self.page = Some(Page { title: "Help".to_owned(), lines, scroll: 0 });
    }

    /// Saves the game; returns what to say about it, or why it could not be saved.
    pub(super) fn save(&mut self) -> Result<String, String> {
        let path = self.file.clone().unwrap_or_else(|| free_path(&self.game.table));
        let shown = path.display();
        let said = match Save::of(&self.game).write(&path) {
            Ok(()) => {
                let said = format!("Saved; go on with `excomm play --load {shown}`");
                self.file = Some(path);
                Ok(said)
            }
            Err(error) => Err(format!("The game cannot be written to `{shown}`: {error}")),
        };
        self.message = Some(said.clone().unwrap_or_else(|wrong| wrong));
        said
    }
}
