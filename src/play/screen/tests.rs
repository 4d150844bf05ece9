//! The screen as it is drawn, in a terminal that is none.

use std::{fs, path::Path};

use ratatui::{
    Terminal,
    backend::TestBackend,
    crossterm::event::{KeyCode, KeyEvent, KeyModifiers},
};

use super::{
    super::{Options, Table},
    draw::draw,
    state::{Next, State},
};
use excomm_engine::world::Model;
use excomm_scenario as scenario;
use excomm_scenario::format::Part;

fn shipped() -> (Part, Model) {
    let sources = excomm_library::load("november-1962").unwrap();
    let part = scenario::read(&sources).unwrap();
    let model = Model::new(&part, "open", &[]).unwrap();
    (part, model)
}

fn options() -> Options {
    Options { echo: false, file: None, runs: 0, stopped: std::sync::Arc::default() }
}

fn with_state(test: impl FnOnce(&mut State)) {
    let (part, model) = shipped();
    let actor = model.find("actors/us").unwrap();
    let table = Table { part: &part, model: &model, seed: 1962, actor, scenario: "november-1962" };
    let game = table.play(&[]).unwrap();
    test(&mut State::new(game, &options(), false));
}

/// Returns the lines of a screen of this size.
fn screen(state: &mut State, (width, height): (u16, u16)) -> String {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    terminal.draw(|frame| draw(state, frame)).unwrap();
    let buffer = terminal.backend().buffer();
    let line = |y: u16| {
        let line: String = (0..width).map(|x| buffer[(x, y)].symbol()).collect();
        line.trim_end().to_owned()
    };
    (0..height).map(line).collect::<Vec<_>>().join("\n") + "\n"
}

fn press(state: &mut State, code: KeyCode) -> Next {
    state.key(KeyEvent::new(code, KeyModifiers::NONE))
}

/// Compares a text with a file; with `UPDATE` in the environment, writes it.
fn same_as_file(name: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&file, text).unwrap();
    }
    let known = fs::read_to_string(&file).unwrap_or_default();
    assert!(known == text, "{name} is not up to date: run `UPDATE=1 cargo test`\n{text}");
}

#[test]
fn the_first_question_on_a_small_terminal_is_as_it_was() {
    with_state(|state| same_as_file("play-screen-80x24.txt", &screen(state, (80, 24))));
}

#[test]
fn nothing_is_chosen_that_nobody_has_pointed_at() {
    with_state(|state| {
        press(state, KeyCode::Enter);
        assert!(state.game.choices().is_empty());
        assert!(screen(state, (80, 24)).contains("Point at an option first: 1 or 2"));
        press(state, KeyCode::Char('2'));
        assert!(screen(state, (80, 24)).contains(">2 "));
        press(state, KeyCode::Enter);
        assert_eq!(state.game.choices().len(), 1);
        assert_eq!(state.option, None, "the next question is pointed at anew");
        press(state, KeyCode::Char('b'));
        assert!(state.game.choices().is_empty());
    });
}

#[test]
fn an_option_below_the_edge_comes_into_view_when_it_is_pointed_at() {
    with_state(|state| {
        for _ in 0..4 {
            press(state, KeyCode::Char('1'));
            press(state, KeyCode::Enter);
        }
        let options = state.game.pending().unwrap().options.len();
        for _ in 0..options {
            press(state, KeyCode::Down);
        }
        let shown = screen(state, (60, 18));
        assert!(shown.contains(&format!(">{options} ")), "{shown}");
        assert!(shown.contains("more above"), "{shown}");
    });
}

#[test]
fn a_page_lies_over_all_until_it_is_left() {
    with_state(|state| {
        for key in ['w', 'm', 'c', '?'] {
            press(state, KeyCode::Char(key));
            assert!(screen(state, (80, 24)).contains("Esc: back"), "{key}");
            press(state, KeyCode::PageDown);
            assert_eq!(press(state, KeyCode::Esc), Next::Stay);
            assert!(state.page.is_none());
        }
        let ctrl_c = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
        assert_eq!(state.key(ctrl_c), Next::Leave);
    });
}

#[test]
fn no_size_of_a_terminal_is_too_much_for_it() {
    with_state(|state| {
        for size in [(1, 1), (20, 5), (59, 40), (60, 18), (300, 90), (80, 18)] {
            screen(state, size);
        }
        assert!(screen(state, (40, 10)).contains("too small"));
    });
}
