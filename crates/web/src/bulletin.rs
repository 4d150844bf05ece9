//! The bulletin: what everybody has heard since the last decision, line by line, with the map moving to it.

use maud::{Markup, PreEscaped, html};

use super::{Site, maps::Whose, pupil::before};
use excomm_class::{Course, Line, Phase, Played, Standing, State as Class};
use excomm_engine::world::Time;
use excomm_pages::{
    map::{Film, hours},
    page::json_in_html,
};
use excomm_tell::words;

/// So many lines a bulletin has at most; of more only those that nobody should miss are told.
const LINES: usize = 9;

impl Site {
    /// Returns what followed a decision, for the wall: its script tells it line by line.
    pub(super) fn bulletin(&self, state: &Class, played: &Played) -> Markup {
        if !moved_on(state, played) {
            return html! {};
        }
        let news = news(state, played);
        let until = played.seen_until(state).min(played.now);
        let from = before(state).max(self.model.span.start);
        let span = &self.model.span;
        html! {
            section .bulletin data-bulletin=(state.decided.len()) data-from=(hours(from, span)) {
                div {
                    h2 { "What followed" }
                    @if news.is_empty() { p .big { "Nothing that everybody hears of." } }
                    (self.told_lines(news))
                }
                div {
                    p .moment { (self.moment(until)) }
                    (self.moving_map(state, played, until))
                }
            }
        }
    }

    /// Returns lines that a script tells one after another, each with its hour.
    pub(super) fn told_lines<'l>(&self, lines: impl IntoIterator<Item = &'l Line>) -> Markup {
        let span = &self.model.span;
        html! {
            ol .plain.news { @for line in lines {
                li .marked[line.marked] data-h=(hours(line.at, span)) {
                    time datetime=(line.at.rfc3339()) { (words::day_month(line.at, span)) ", " (words::hour(line.at, span)) } " " (line.says)
                }
            } }
        }
    }

    /// Returns the map of what everybody knows, with what moves on it up to a moment.
    fn moving_map(&self, state: &Class, played: &Played, until: Time) -> Markup {
        let course = Course::of(state);
        self.kept((course, Whose::Moves, until), || {
            let moving = self.moving(None, &played.seen.by_all);
            let film = Film { span: &self.model.span, until, stops: Vec::new() };
            let data = film.data(&self.atlas, [(Whose::Moves.id(), &moving)]);
            html! {
                (self.figure(&Whose::Moves, &moving, until, true))
                script type="application/json" { (PreEscaped(json_in_html(&data))) }
            }
        })
    }
}

/// Returns what every role's side has heard, in its order.
pub(super) fn common(played: &Played) -> Vec<&Line> {
    let mut all = played.heard.values();
    let Some(first) = all.next() else { return Vec::new() };
    let rest: Vec<_> = all.collect();
    first.iter().filter(|line| rest.iter().all(|heard| heard.contains(line))).collect()
}

/// Returns how things stand where every role's side has heard the same.
pub(super) fn common_standing(played: &Played) -> Vec<Standing> {
    let mut all = played.standing.values();
    let Some(first) = all.next() else { return Vec::new() };
    let rest: Vec<_> = all.collect();
    first.iter().filter(|one| rest.iter().all(|known| known.contains(one))).cloned().collect()
}

/// Returns what everybody has heard since the last decision.
pub(super) fn news<'p>(state: &Class, played: &'p Played) -> Vec<&'p Line> {
    let (since, until) = (before(state), played.seen_until(state));
    let since_then = |line: &&Line| line.at > since && line.at <= until;
    let all: Vec<&Line> = common(played).into_iter().filter(since_then).collect();
    let marked: Vec<&Line> = all.iter().copied().filter(|line| line.marked).collect();
    if all.len() > LINES && !marked.is_empty() { marked } else { all }
}

/// Returns whether the clock has moved since the last decision.
pub(super) fn moved_on(state: &Class, played: &Played) -> bool {
    let until = played.seen_until(state).min(played.now);
    matches!(state.phase, Phase::Decided) && until > before(state)
}
