//! The picture: map and chronicle above, the question below; or a page of text over all.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    style::{Color, Modifier, Style},
    text::{Line, Span, Text},
    widgets::{Block, Borders, Clear, Paragraph},
};

use super::{
    sea_map::{SeaMap, mark},
    state::{Page, State},
};
use crate::play::{pages, places::Kind};
use excomm_scenario::format::{Question, Side};
use excomm_tell::{
    quotes::{quoted, speaker},
    words,
};

/// The least screen on which everything has its place.
const LEAST: (u16, u16) = (60, 18);

/// Draws what the screen shows now.
pub(super) fn draw(state: &mut State, frame: &mut Frame) {
    let area = frame.area();
    if area.width < LEAST.0 || area.height < LEAST.1 {
        let text = format!(
            "The screen is too small: make it {} by {} or more, or leave with q and play with --plain.",
            LEAST.0, LEAST.1
        );
        frame.render_widget(Paragraph::new(words::wrap(&text, area.width.into()).join("\n")), area);
        return;
    }
    let [head, middle, question, foot] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Percentage(50),
        Constraint::Fill(1),
        Constraint::Length(1),
    ])
    .areas(area);
    heading(state, frame, head);
    let [left, right] = if state.frame.is_some() {
        Layout::horizontal([Constraint::Percentage(48), Constraint::Fill(1)]).areas(middle)
    } else {
        [Rect::ZERO, middle]
    };
    if state.frame.is_some() {
        map(state, frame, left);
    }
    chronicle(state, frame, right);
    asked(state, frame, question);
    footing(state, frame, foot);
    if let Some(page) = &state.page {
        over_all(page, frame, area);
    }
}

fn heading(state: &State, frame: &mut Frame, area: Rect) {
    let table = &state.game.table;
    let now = state.game.session().now();
    let actor = words::capital(table.actor_title());
    let left = format!(" {actor}: {}", words::day_hour(now, &table.model.span));
    let made = words::count(state.game.choices().len(), "choice");
    let right = format!("{made} made ");
    let gap = usize::from(area.width).saturating_sub(left.chars().count() + right.chars().count());
    let text = format!("{left}{}{right}", " ".repeat(gap));
    let style = Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD);
    frame.render_widget(Line::styled(text, style), area);
}

fn map(state: &State, frame: &mut Frame, area: Rect) {
    let Some(shown) = state.frame else { return };
    let block = Block::new().borders(Borders::ALL).title(" As far as you know ");
    let kinds = [
        (Kind::OwnShip, "yours"),
        (Kind::Ship, "others"),
        (Kind::Lost, "lost"),
        (Kind::Site, "guns"),
        (Kind::Flight, "flying"),
        (Kind::Target, "watched"),
    ];
    let seen = |kind| state.sights.iter().any(|sight| sight.kind == kind && !sight.at.is_empty());
    let key = kinds.into_iter().filter(|(kind, _)| seen(*kind));
    let mut line = String::new();
    for says in key.map(|(kind, says)| format!(" {} {says} ", mark(kind))) {
        if line.chars().count() + says.chars().count() + 2 <= usize::from(area.width) {
            line += &says;
        }
    }
    let block = block.title_bottom(Line::from(line));
    let inside = block.inner(area);
    frame.render_widget(block, area);
    let (coast, sights, colour) = (&state.coast, state.sights.as_slice(), state.colour);
    frame.render_widget(SeaMap { coast, frame: shown, sights, colour }, inside);
}

fn chronicle(state: &mut State, frame: &mut Frame, area: Rect) {
    let block = Block::new().borders(Borders::ALL);
    let inside = block.inner(area);
    let (width, height) = (usize::from(inside.width), usize::from(inside.height));
    let count = state.chronicle(width).len();
    let most = count.saturating_sub(height);
    state.back = state.back.min(most);
    let first = most - state.back;
    let lines = state.chronicle(width)[first..(first + height).min(count)].to_vec();
    let title = match (first, state.back) {
        (0, 0) => " What you know ".to_owned(),
        (_, 0) => " What you know (PgUp: earlier) ".to_owned(),
        _ => " What you know (PgDn: later) ".to_owned(),
    };
    let text: Vec<Line> = lines.into_iter().map(told).collect();
    frame.render_widget(block.title(title), area);
    frame.render_widget(Paragraph::new(text), inside);
}

/// Gives a line of the chronicle its weight: days and what is marked stand out.
fn told(line: String) -> Line<'static> {
    let day = line.starts_with(|letter: char| letter.is_alphabetic());
    let marked = line.get(6..7) == Some("*");
    let style =
        if day || marked { Style::new().add_modifier(Modifier::BOLD) } else { Style::new() };
    Line::styled(line, style)
}

fn asked(state: &State, frame: &mut Frame, area: Rect) {
    let block = Block::new().borders(Borders::ALL);
    let Some(pending) = state.game.pending() else {
        let text = "The game is over. Enter shows how it ended, beside history and beside what you \
                    did not know, and judges your choices. b takes the last choice back.";
        let lines = words::wrap(text, usize::from(area.width.saturating_sub(4))).join("\n");
        frame.render_widget(Paragraph::new(lines).block(block.title(" The end ")), area);
        return;
    };
    let Some(question) = state.game.table.question(pending.question) else { return };
    let open: Vec<bool> = pending.options.iter().map(|(_, open)| *open).collect();
    let inside = block.inner(area);
    let width = usize::from(inside.width).saturating_sub(1);
    let (lines, pointed) = question_lines(state, question, &open, width);
    let height = usize::from(inside.height);
    let first = pointed.end.saturating_sub(height).min(pointed.start);
    let last = first + height;
    let more = match (first > 0, last < lines.len()) {
        (false, false) => "",
        (true, false) => " (more above) ",
        (false, true) => " (more below) ",
        (true, true) => " (more above and below) ",
    };
    let text: Text = lines.into_iter().skip(first).take(height).collect::<Vec<_>>().into();
    let title = format!(" {} must decide ", words::capital(state.game.table.actor_title()));
    frame.render_widget(block.title(title).title_bottom(Line::from(more).right_aligned()), area);
    frame.render_widget(Paragraph::new(text), inside);
}

/// Returns a question in lines, and which of them belong to the option that is pointed at.
fn question_lines(
    state: &State,
    question: &Question,
    open: &[bool],
    width: usize,
) -> (Vec<Line<'static>>, std::ops::Range<usize>) {
    let part = state.game.table.part;
    let bold = Style::new().add_modifier(Modifier::BOLD);
    let quote = if state.colour { Style::new().fg(Color::Cyan) } else { Style::new() };
    let mut lines = Vec::new();
    let put = |lines: &mut Vec<Line<'static>>, first: &str, text: &str, style: Style| {
        let indent = first.chars().count();
        for (i, line) in words::wrap(text, width.saturating_sub(indent)).into_iter().enumerate() {
            let before = if i == 0 { first.to_owned() } else { " ".repeat(indent) };
            lines.push(Line::from(vec![Span::styled(before, style), Span::styled(line, style)]));
        }
    };
    put(&mut lines, " ", &question.title, bold);
    if let Some(note) = pages::again_note(&state.game) {
        put(&mut lines, " ", &note, Style::new());
    }
    for text in question.cite.iter().filter_map(|cite| quoted(part, cite)) {
        put(&mut lines, " ", &text, quote);
    }
    let mut pointed = 0..0;
    for (i, option) in question.options.iter().enumerate() {
        let start = lines.len();
        let here = Some(i) == state.option;
        let arrow = if here { '>' } else { ' ' };
        let closed = open.get(i) == Some(&false);
        let note = if closed { " (not open now)" } else { "" };
        let style = match (here, closed) {
            (true, _) => bold,
            (false, true) => Style::new().add_modifier(Modifier::DIM),
            (false, false) => Style::new(),
        };
        put(&mut lines, &format!("{arrow}{} ", i + 1), &format!("{}{note}", option.title), style);
        for argument in &option.arguments {
            let side = match argument.side {
                Side::For => "for",
                Side::Against => "against",
            };
            let text = format!("{} {side}: {}", speaker(part, &argument.by), argument.says);
            put(&mut lines, "     ", &text, Style::new());
        }
        if here {
            pointed = start..lines.len();
        }
        if i == 0 && here {
            pointed.start = 0;
        }
    }
    (lines, pointed)
}

fn footing(state: &State, frame: &mut Frame, area: Rect) {
    let keys = " 1-9 point  Enter choose  b back  w why  m where  s save  ? help  q leave";
    let text = state.message.as_ref().map_or_else(|| keys.to_owned(), |text| format!(" {text}"));
    let style = if state.message.is_some() {
        Style::new().add_modifier(Modifier::BOLD)
    } else {
        Style::new()
    };
    frame.render_widget(Line::styled(text, style), area);
}

fn over_all(page: &Page, frame: &mut Frame, area: Rect) {
    frame.render_widget(Clear, area);
    let block = Block::new().borders(Borders::ALL).title(format!(" {} ", page.title));
    let inside = block.inner(area);
    let height = usize::from(inside.height);
    let first = page.scroll.min(page.lines.len().saturating_sub(height));
    let more = first + height < page.lines.len();
    let foot = if more { " Down, Space: more   Esc: back " } else { " Esc: back " };
    frame.render_widget(block.title_bottom(Line::from(foot).right_aligned()), area);
    let lines: Vec<Line> = page
        .lines
        .iter()
        .skip(first)
        .take(height)
        .map(|line| Line::from(format!(" {line}")))
        .collect();
    frame.render_widget(Paragraph::new(lines), inside);
}
