//! The pupil's page: a role, what its side has heard, and a vote.

use std::sync::Arc;

use axum::{extract::State, http::HeaderMap, response::Redirect};
use maud::{Markup, html};

use super::{
    Site,
    refused::{Fields, Refused},
    seat::for_seat,
    shell::{Setting, entitled, head, shell},
    step::done_or_so_already,
};
use excomm_class::{Decided, Line, Phase, Played, Seat, State as Class, came_true, mean_score};
use excomm_engine::world::Time;
use excomm_scenario::format::Role;
use excomm_tell::{quotes::cite_text, words};

pub(super) async fn page(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
) -> Result<Markup, Refused> {
    let (_, state, seat) = site.seated(&headers)?;
    let part = site.pupil(&state, seat).await?;
    let body = html! {
        (site.atlas.shapes())
        main data-events="/seat/events" data-row=(state.turn) {
            div data-part="/seat/part" data-on="turn" { (part) }
        }
    };
    Ok(shell("Your seat", Setting::Hand, &body))
}

pub(super) async fn part(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
) -> Result<Markup, Refused> {
    let (_, state, seat) = site.seated(&headers)?;
    site.pupil(&state, seat).await
}

pub(super) async fn vote(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Redirect, Refused> {
    let (class, seat) = site.sent_by(&headers, &fields)?;
    let (nth, option) = (fields.number("nth")?, fields.number("option")?);
    let (question, reason) = (fields.text("question").to_owned(), fields.text("reason").to_owned());
    let vote = move |state: &Class| state.vote(seat, (&question, nth), option, &reason);
    done_or_so_already(site.keeper.act(&class, vote).await)?;
    Ok(Redirect::to("/seat"))
}

pub(super) async fn foretell(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Redirect, Refused> {
    let (class, seat) = site.sent_by(&headers, &fields)?;
    let asked = site.game.exercise.predictions.len();
    let chances = (0..asked).map(|i| fields.number(&format!("p{i}")));
    let chances = chances.collect::<Result<Vec<u8>, Refused>>()?;
    let foretell = move |state: &Class| state.foretell(seat, chances, asked);
    done_or_so_already(site.keeper.act(&class, foretell).await)?;
    Ok(Redirect::to("/seat"))
}

impl Site {
    /// Returns what a seat sees. It depends on the class and on what the role's actor has heard, and
    /// on nothing else of the world.
    async fn pupil(&self, state: &Class, seat: u32) -> Result<Markup, Refused> {
        let played = self.world(state).await?;
        let seat = state.seats.iter().find(|known| known.number == seat);
        let Some(seat) = seat else { return Err(super::refused::no_link()) };
        let Some(role) = self.role(&seat.role) else { return Err(super::refused::no_link()) };
        Ok(self.role_page(state, seat, role, &played))
    }

    fn role_page(&self, state: &Class, seat: &Seat, role: &Role, played: &Played) -> Markup {
        let until = played.seen_until(state);
        let heard = played.heard.get(&*role.actor).map_or(&[][..], Vec::as_slice);
        let read = |line: &&Line| line.at <= until && reads(role, line);
        let lines: Vec<&Line> = heard.iter().filter(read).collect();
        let standing = played.standing.get(&*role.actor).map_or(&[][..], Vec::as_slice);
        // what stands at the end is not shown before it is told
        let shown = played.asked.is_some() || matches!(state.phase, Phase::Ended);
        html! {
            (entitled(state, &role.title))
            (head(self.title(), &html! { (role.title) ", " bdi { (seat.name) } }, self.clock(state, played).as_deref()))
            (self.doing(state, seat, role, played))
            (self.notes(state, seat, role))
            (self.brief(state, role))
            section .part {
                @if matches!(state.phase, Phase::Ended) {
                    (self.film(state, played, Some(&role.actor)))
                } @else {
                    h2 { "What your side knows" }
                    (self.map(state, played, Some(&role.actor)))
                }
            }
            section .part {
                h2 { @if role.reads.is_empty() { "What your side has heard" } @else { "What has come to your desk" } }
                @if !role.reads.is_empty() { p .mute { "The rest lies with the others of your side: ask them." } }
                (self.log_since(&lines, before(state)))
                @if shown { (self.standing(standing)) }
            }
        }
    }

    /// Returns what a seat can do now.
    fn doing(&self, state: &Class, seat: &Seat, role: &Role, played: &Played) -> Markup {
        if state.paused {
            return html! { p .card.big data-announce="The class stands still for a moment." { "The class stands still for a moment." } };
        }
        match &state.phase {
            Phase::Lobby => html! {
                p .card.big data-announce="Read your brief." { "Read your brief. The first question comes soon." }
            },
            Phase::Open(ballot) => self.ballot_form(state, ballot, seat, role),
            Phase::Closed(ballot) => html! {
                section .card data-announce="The vote is closed." {
                    h2 { "The vote is closed" }
                    p { (self.question(&ballot.question).map_or("", |q| &q.title)) }
                }
            },
            Phase::Decided => html! {
                section .card data-announce="A question has been decided." {
                    @if let Some(last) = state.decided.last() { (self.decision(last, role)) }
                    p { "Read what your side has heard since." }
                }
            },
            Phase::Foretelling => self.foretell_form(state, seat),
            Phase::Ended => self.ended(state, seat, played),
        }
    }

    /// Returns what a role learns of a decision at once: its own side's, and of others that they decided.
    fn decision(&self, last: &Decided, role: &Role) -> Markup {
        let asks = self.question(&last.ballot.question).map_or("", |question| &question.asks);
        let mut beside = last.ballot.beside.iter().zip(&last.beside);
        let own = beside.find(|(ballot, _)| ballot.roles.contains(&role.id));
        html! {
            @if *role.actor == *asks {
                h2 { "Decided" }
                p .big { (self.option(&last.ballot.question, last.option)) "." }
            } @else {
                h2 { "A decision of " (self.actor(asks)) }
                p { "What it was your side learns when news of it comes." }
            }
            @if let Some((ballot, option)) = own {
                p { (self.question(&ballot.question).map_or("", |q| &q.title)) " Your side’s order: "
                    strong { @match option {
                        Some(option) => (self.option(&ballot.question, *option)),
                        None => "none; it is left to chance",
                    } } "." }
            }
        }
    }

    /// Returns the brief of a role, with what it alone is told.
    fn brief(&self, state: &Class, role: &Role) -> Markup {
        html! {
            details .brief open[matches!(state.phase, Phase::Lobby)] {
                summary { "Your brief" }
                p { (role.brief) }
                @for cite in &role.cite { p .quote { (cite_text(&self.game.part, cite)) } }
                @if let Some(secret) = &role.secret {
                    h3 { "Only you are told this" }
                    p { (secret.says) }
                    @for cite in &secret.cite { p .quote { (cite_text(&self.game.part, cite)) } }
                }
            }
        }
    }

    fn foretell_form(&self, state: &Class, seat: &Seat) -> Markup {
        let said = state.foretold.contains_key(&seat.number);
        html! {
            section .question data-announce="Say how likely the outcomes are." {
                h2 { "How likely?" }
                @if said {
                    p .card role="status" { "You have foretold. The outcome comes soon." }
                } @else {
                    p { "In per cent: 0 means surely not, 100 surely." }
                    form method="post" action="/seat/foretell" {
                        (for_seat(seat))
                        @for (i, prediction) in self.game.exercise.predictions.iter().enumerate() {
                            label for=(format!("p{i}")) { (prediction.title) }
                            input id=(format!("p{i}")) type="number" name=(format!("p{i}")) min="0" max="100" step="1" required inputmode="numeric";
                        }
                        button .main type="submit" { "Foretell" }
                    }
                }
            }
        }
    }

    fn ended(&self, state: &Class, seat: &Seat, played: &Played) -> Markup {
        let over = played.over.as_deref();
        let came: Vec<Option<bool>> = self
            .game
            .exercise
            .predictions
            .iter()
            .map(|prediction| over.and_then(|over| came_true(prediction, over)))
            .collect();
        let score = state.foretold.get(&seat.number).and_then(|all| mean_score(all, &came));
        let guesses = state.decided.iter().filter_map(|decided| {
            Some(*decided.ballot.guesses.get(&seat.number)? == decided.option)
        });
        let guesses: Vec<bool> = guesses.collect();
        html! {
            section .card data-announce="The outcome is shown." {
                h2 { "It has ended" }
                (self.ending(over))
                @if !guesses.is_empty() {
                    p { "What others would decide you guessed rightly " strong { (guesses.iter().filter(|right| **right).count()) " of " (words::count(guesses.len(), "time")) } "." }
                }
                @if let Some(score) = score {
                    p { "Your predictions score " strong { (words::about(score)) } ". 0 is best; even odds on everything bring 0.25." }
                    @let said = state.foretold.get(&seat.number).into_iter().flatten();
                    ul { @for ((prediction, chance), came) in self.game.exercise.predictions.iter().zip(said).zip(&came) {
                        li { (prediction.title) " You said " (chance) " %; "
                            @match came { Some(true) => "it came true.", Some(false) => "it did not.", None => "that is not known." } }
                    } }
                }
            }
        }
    }
}

/// Returns the moment of the last decision: what is heard after it is new.
pub(super) fn before(state: &Class) -> Time {
    Time(state.decided.last().map_or(i64::MAX, |last| last.ballot.at))
}

/// Returns whether a line comes to a role's desk.
fn reads(role: &Role, line: &Line) -> bool {
    let of_it = line.topic.is_none_or(|topic| role.reads.contains(&topic));
    role.reads.is_empty() || line.marked || of_it
}
