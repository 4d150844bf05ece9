//! The pupil's page: a role, what its side has heard, and a vote.

use std::sync::Arc;

use axum::{extract::State, http::HeaderMap, response::Redirect};
use maud::{Markup, html};

use super::{
    Site,
    refused::{Fields, Refused},
    seat::for_seat,
    shell::{Setting, head, shell},
    step::done_or_so_already,
};
use excomm_class::{Ballot, Line, Phase, Played, Seat, State as Class, came_true, mean_score};
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
    let (class, state, seat) = site.seated(&headers)?;
    site.made_for(&state, seat, &fields)?;
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
    let (class, state, seat) = site.seated(&headers)?;
    site.made_for(&state, seat, &fields)?;
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
        let lines: Vec<&Line> = heard.iter().filter(|line| line.at <= until).collect();
        let standing = played.standing.get(&*role.actor).map_or(&[][..], Vec::as_slice);
        // what stands at the end is not shown before it is told
        let shown = played.asked.is_some() || matches!(state.phase, Phase::Ended);
        html! {
            (head(self.title(), &html! { (role.title) ", " bdi { (seat.name) } }, self.clock(state, played).as_deref()))
            (self.doing(state, seat, role, played))
            details .brief open[matches!(state.phase, Phase::Lobby)] {
                summary { "Your brief" }
                p { (role.brief) }
                @for cite in &role.cite { p .quote { (cite_text(&self.game.part, cite)) } }
            }
            section .part {
                @if matches!(state.phase, Phase::Ended) {
                    (self.film(state, played, Some(&role.actor)))
                } @else {
                    h2 { "What your side knows" }
                    (self.map(state, played, Some(&role.actor)))
                }
            }
            section .part {
                h2 { "What your side has heard" }
                (self.log(&lines))
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
            Phase::Open(ballot) => self.ballot_form(ballot, seat, role),
            Phase::Closed(ballot) => html! {
                section .card data-announce="The vote is closed." {
                    h2 { "The vote is closed" }
                    p { (self.question(&ballot.question).map_or("", |q| &q.title)) }
                }
            },
            Phase::Decided => html! {
                section .card data-announce="A question has been decided." {
                    h2 { "Decided" }
                    @if let Some(last) = state.decided.last() {
                        p .big { (self.option(&last.ballot.question, last.option)) "." }
                    }
                    p { "Read what your side has heard since." }
                }
            },
            Phase::Foretelling => self.foretell_form(state, seat),
            Phase::Ended => self.ended(state, seat, played),
        }
    }

    fn ballot_form(&self, ballot: &Ballot, seat: &Seat, role: &Role) -> Markup {
        let Some(question) = self.question(&ballot.question) else { return html! {} };
        let voted = ballot.votes.get(&seat.number);
        let may = ballot.roles.contains(&role.id);
        html! {
            section .question data-announce=(format!("A question: {}", question.title)) {
                h2 { (question.title) }
                (self.words_on(question))
                @if let Some(vote) = voted {
                    p .card role="status" { "You have voted: " (self.option(&ballot.question, vote.option)) "." }
                } @else if may {
                    form method="post" action="/seat/vote" {
                        input type="hidden" name="question" value=(ballot.question);
                        input type="hidden" name="nth" value=(ballot.nth);
                        (for_seat(seat))
                        fieldset {
                            legend .vh { (question.title) }
                            @for (i, option) in question.options.iter().enumerate() {
                                @let open = ballot.open.get(i).copied().unwrap_or(false);
                                label .option {
                                    input type="radio" name="option" value=(i) required disabled[!open];
                                    span {
                                        (words::capital(&option.title))
                                        @if !open { span .mute { " (not open now)" } }
                                        (self.arguments(option, Some(role)))
                                    }
                                }
                            }
                        }
                        label for="reason" { "Why? One sentence" }
                        textarea #reason name="reason" dir="auto" rows="2" maxlength="280" {}
                        button .main type="submit" { "Vote" }
                    }
                } @else {
                    p .card { "This is decided elsewhere: your role has no vote on it. Watch, and think what it will mean for you." }
                    ul .options { @for option in &question.options { li { strong { (words::capital(&option.title)) } (self.arguments(option, Some(role))) } } }
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
        html! {
            section .card data-announce="The outcome is shown." {
                h2 { "It has ended" }
                (self.ending(over))
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
