//! The wall as a stage: what stands on it while the class joins, votes, decides, foretells and ends.

use maud::{Markup, html};

use super::{Site, desk::turnout};
use excomm_class::{Ballot, Debrief, Phase, Played, Seat, SeatRow, State as Class, Vote, debrief};
use excomm_scenario::format::Question;
use excomm_tell::words;

/// So many reasons stand in sight.
const REASONS: usize = 6;

/// So many of those who foretold best are named.
const BEST: usize = 3;

impl Site {
    /// Returns those who have joined, role by role: a new name drops in.
    pub(super) fn joined(&self, state: &Class) -> Markup {
        let of = |role: &str| -> Vec<&Seat> {
            state.seats.iter().filter(|seat| seat.role == role).collect()
        };
        html! {
            p .big role="status" { (words::count(state.seats.len(), "seat")) " taken" }
            dl .cast { @for role in &self.game.exercise.roles {
                div { dt { (role.title) } dd { @for seat in of(&role.id) { span .chip { bdi { (seat.name) } } } } }
            } }
        }
    }

    /// Returns the question on the table while it is argued: its options, and how many have answered.
    pub(super) fn argued(&self, state: &Class, ballot: &Ballot, question: &Question) -> Markup {
        html! {
            div data-announce=(format!("A question: {}", question.title)) {
                ul .plain.argued { @for (option, open) in question.options.iter().zip(&ballot.open) {
                    li {
                        strong { (words::capital(&option.title)) } @if !open { span .mute { " (not open now)" } }
                        (self.arguments(option, None))
                    }
                } }
                p .big role="status" { (turnout(state, ballot)) "." }
                (countdown(state))
                (self.elsewhere(ballot))
                (self.words_on(question))
            }
        }
    }

    /// Says which sides vote unseen at the same time.
    fn elsewhere(&self, ballot: &Ballot) -> Markup {
        let roles = ballot.beside.iter().flat_map(|beside| &beside.roles);
        let roles: Vec<&str> = roles.map(|role| self.role_title(role)).collect();
        html! {
            @if !roles.is_empty() { p .mute { (words::listed(&roles)) " give orders of their own, which nobody else sees." } }
        }
    }

    /// Returns a vote that is closed: bars that are shares of the class, and the reasons.
    pub(super) fn voted(&self, state: &Class, ballot: &Ballot) -> Markup {
        let said = ballot.votes.iter().filter(|(_, vote)| !vote.reason.is_empty());
        let said: Vec<_> =
            said.filter_map(|(seat, vote)| Some((state.role_of(*seat)?, vote))).collect();
        html! {
            div .grows data-announce="The vote is closed." { (self.counts(ballot)) }
            p .mute { (turnout(state, ballot)) "." }
            @if !said.is_empty() {
                (self.reasons(ballot, &said[..said.len().min(REASONS)]))
                @if said.len() > REASONS {
                    details { summary { (words::count(said.len() - REASONS, "more reason")) } (self.reasons(ballot, &said[REASONS..])) }
                }
            }
        }
    }

    fn reasons(&self, ballot: &Ballot, said: &[(String, &Vote)]) -> Markup {
        html! {
            ul .plain.reasons { @for (role, vote) in said {
                li { strong { (self.role_title(role)) } ": " bdi { (vote.reason) }
                    span .mute { " (" (self.option(&ballot.question, vote.option)) ")" } }
            } }
        }
    }

    /// Returns the path of the class, each decision beside history's.
    fn way(&self, done: &Debrief) -> Markup {
        html! {
            h2 { "The way of this class" }
            ol .way { @for row in &done.decisions { li {
                span .mute { (self.question(&row.question).map_or("", |question| &question.title)) }
                br; strong { (self.chosen(&row.question, &row.chosen)) "." }
                @match &row.history {
                    Some(history) if *history == row.chosen => span .mute { " As in history." },
                    Some(history) => span .mute { " In history: " (self.chosen(&row.question, history)) "." },
                    None => {},
                }
            } } }
        }
    }

    /// Returns which roles foretold best, and who if the teacher shows it.
    fn foresaw(&self, done: &Debrief, named: bool) -> Markup {
        let scored = done.seats.iter().filter_map(|seat| Some((seat.score?, seat)));
        let mut seats: Vec<(f64, &SeatRow)> = scored.collect();
        seats.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        let mut roles: Vec<(f64, &str)> = self
            .game
            .exercise
            .roles
            .iter()
            .filter_map(|role| {
                let of = seats.iter().filter(|(_, seat)| seat.role == role.id);
                let (sum, count) =
                    of.fold((0.0, 0.0), |(sum, count), (score, _)| (sum + score, count + 1.0));
                (count > 0.0).then(|| (sum / count, role.title.as_str()))
            })
            .collect();
        roles.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        html! {
            @if !roles.is_empty() {
                h2 { "Who foresaw it best" }
                ol { @for (score, role) in roles.iter().take(BEST) { li { (role) span .mute { " (" (words::about(*score)) ")" } } } }
                @if named {
                    p .big { @for (i, (_, seat)) in seats.iter().take(BEST).enumerate() { @if i > 0 { ", " } bdi { (seat.seat) } } "." }
                }
                p .mute { "The mean of (chance said minus what came) squared: 0 is best, 0.25 is what even odds bring." }
            }
        }
    }

    /// Returns what stands at the end beside the ending.
    pub(super) fn closing(&self, state: &Class, played: &Played) -> Markup {
        let done = played.over.as_deref().map(|over| debrief(&self.game, state, over));
        html! { @if let Some(done) = &done { (self.way(done)) (self.foresaw(done, state.named)) } }
    }
}

/// Returns the countdown, if one runs and a question is argued.
pub(super) fn countdown(state: &Class) -> Markup {
    let left = state.until.map(|until| (until - now()).max(0));
    html! {
        @if let (Some(left), Phase::Open(_)) = (left, &state.phase) {
            p .countdown role="timer" data-left=(left) { (format!("{}:{:02}", left / 60, left % 60)) }
        }
    }
}

/// Returns the time of day by which a lesson goes, in seconds since 1970.
#[expect(clippy::disallowed_types, reason = "a countdown of the room; no world depends on it")]
pub(super) fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs().cast_signed())
}
