//! A game on the whole terminal. It is given back as it was, whatever happens.

mod draw;
mod sea_map;
mod state;
#[cfg(test)]
mod tests;

use std::{
    env,
    io::{self, IsTerminal as _},
    process,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use ratatui::{
    Terminal,
    backend::Backend,
    crossterm::event::{self, Event, KeyEventKind},
};

use super::{Ended, Options, game::Game};
use state::{Next, State};

/// How long a key is waited for before a signal is looked for.
const PATIENCE: Duration = Duration::from_millis(200);

/// How long a game that is told to stop may take over it.
const GRACE: Duration = Duration::from_secs(2);

/// Gives the terminal back when it goes out of scope.
struct GiveBack;

impl Drop for GiveBack {
    fn drop(&mut self) {
        ratatui::restore();
    }
}

/// Plays on the whole terminal; returns how the game was left, and what to say about that.
pub(super) fn play<'m>(
    game: Game<'m>,
    options: &Options,
) -> io::Result<(Ended<'m>, Option<String>)> {
    let signal = Arc::clone(&options.stopped);
    // a second handler is refused, and the first stands
    _ = ctrlc::set_handler(move || stop(&signal));
    let colour = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let mut state = State::new(game, options, colour);
    if state.game.choices().is_empty() {
        state.help();
    }
    let next = {
        let mut terminal = ratatui::try_init()?;
        let _give_back = GiveBack;
        until_left(&mut terminal, &mut state, &options.stopped)?
    };
    if next == Next::End {
        return Ok((Ended::Over(Box::new(state.game)), None));
    }
    if state.game.choices().is_empty() {
        return Ok((Ended::Left, None));
    }
    Ok(match state.save() {
        Ok(said) => (Ended::Left, Some(said)),
        Err(wrong) => (Ended::NotSaved, Some(wrong)),
    })
}

/// Asks the game to stop; if its terminal has gone away, the reader of keys never hears of it.
fn stop(stopped: &AtomicBool) {
    if stopped.swap(true, Ordering::Relaxed) {
        #[expect(clippy::exit, reason = "who asks twice does not want to wait")]
        process::exit(130);
    }
    thread::sleep(GRACE);
    if !io::stdin().is_terminal() {
        #[expect(clippy::exit, reason = "there is nobody left to tell")]
        process::exit(1);
    }
}

/// Takes key after key until the game is left.
fn until_left<B: Backend<Error = io::Error>>(
    terminal: &mut Terminal<B>,
    state: &mut State,
    stopped: &AtomicBool,
) -> io::Result<Next> {
    loop {
        terminal.draw(|frame| draw::draw(state, frame))?;
        while !event::poll(PATIENCE)? {
            if stopped.load(Ordering::Relaxed) {
                return Ok(Next::Leave);
            }
        }
        if let Event::Key(key) = event::read()?
            && key.kind != KeyEventKind::Release
        {
            match state.key(key) {
                Next::Stay => {}
                next => return Ok(next),
            }
        }
    }
}
