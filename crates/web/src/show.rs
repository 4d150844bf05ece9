//! The wall: what everybody may see.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::IntoResponse,
};
use maud::{Markup, html};
use qrcode::{QrCode, render::svg};

use super::{
    Site,
    desk::turnout,
    refused::Refused,
    shell::{Setting, head, shell},
};
use excomm_class::{Line, Over, Phase, Played, Standing, State as Class};
use excomm_engine::world::SignKind;

pub(super) async fn page(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Markup, Refused> {
    let (_, state) = site.shown(&token)?;
    let part = site.wall(&state, &token, &headers).await?;
    let body = html! {
        (site.atlas.shapes())
        main data-events=(format!("/show/{token}/events")) data-row=(state.row) {
            div data-part=(format!("/show/{token}/part")) data-on="row" { (part) }
        }
    };
    Ok(shell("The class", Setting::Wall, &body))
}

pub(super) async fn part(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Markup, Refused> {
    let (_, state) = site.shown(&token)?;
    site.wall(&state, &token, &headers).await
}

/// Draws the code that opens the way in on a phone.
pub(super) async fn join_code(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Refused> {
    let (_, state) = site.shown(&token)?;
    let code = QrCode::new(site.join_link(&headers, &state.code)).map_err(|_| {
        Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "The picture could not be drawn.")
    })?;
    let picture = code.render::<svg::Color>().min_dimensions(240, 240).build();
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], picture))
}

impl Site {
    async fn wall(
        &self,
        state: &Class,
        token: &str,
        headers: &HeaderMap,
    ) -> Result<Markup, Refused> {
        let played = self.world(state).await?;
        let until = played.seen_until(state);
        let common = common(&played);
        let lines: Vec<&Line> = common.into_iter().filter(|line| line.at <= until).collect();
        let ended = matches!(state.phase, Phase::Ended);
        let shown = played.asked.is_some() || ended;
        let (gauges, others): (Vec<Standing>, Vec<Standing>) = common_standing(&played)
            .into_iter()
            .filter(|_| shown)
            .partition(|one| one.kind == SignKind::Gauge);
        // at the end time moves, and the film says where it stands
        let clock = self.clock(state, &played).filter(|_| !ended);
        let kicker = match state.phase {
            Phase::Lobby | Phase::Ended => self.title().to_owned(),
            _ => {
                format!("{}. To join: {}, code {}", self.title(), self.address(headers), state.code)
            }
        };
        Ok(html! {
            (head(&kicker, &html! { (self.heading(state)) }, clock.as_deref()))
            @if state.paused { p .card.big { "The class stands still for a moment." } }
            @if let Some(over) = played.over.as_deref().filter(|_| ended) { (self.told(over)) }
            (self.film(state, &played, None))
            div .columns {
                section { (self.on_the_wall(state, &played, token, headers)) }
                section {
                    @if !ended {
                        h2 { "What everybody knows" }
                        (self.map(state, &played, None))
                    }
                    (self.gauges(&gauges))
                    h2 { "What everybody has heard" }
                    (self.log(&lines))
                    (self.standing(&others))
                }
            }
        })
    }

    fn heading<'a>(&'a self, state: &'a Class) -> &'a str {
        match &state.phase {
            Phase::Lobby => &self.game.exercise.title,
            Phase::Open(ballot) | Phase::Closed(ballot) => {
                self.question(&ballot.question).map_or("", |question| &question.title)
            }
            Phase::Decided => "Decided",
            Phase::Foretelling => "How likely?",
            Phase::Ended => "What came of it",
        }
    }

    /// Returns the moment in the world up to which a class sees.
    pub(super) fn clock(&self, state: &Class, played: &Played) -> Option<String> {
        let at = played.seen_until(state).min(played.now);
        (at >= self.model.span.start).then(|| self.moment(at))
    }

    fn on_the_wall(
        &self,
        state: &Class,
        played: &Played,
        token: &str,
        headers: &HeaderMap,
    ) -> Markup {
        match &state.phase {
            Phase::Lobby => html! {
                p .big { "Join at" br; strong { (self.address(headers)) } }
                p .big { "with the code" } p .code { (state.code) }
                img .qr src=(format!("/show/{token}/join.svg")) alt=(format!("A code to scan: it opens the page to join with {}", state.code));
                p .big role="status" { (excomm_tell::words::count(state.seats.len(), "seat")) " taken" }
                p { (self.game.exercise.about) }
            },
            Phase::Open(ballot) | Phase::Closed(ballot) => html! {
                @if let Some(question) = self.question(&ballot.question) {
                    div data-announce=(format!("A question: {}", question.title)) {
                        (self.counts(ballot))
                        p .big role="status" { (turnout(state, ballot))
                            @if matches!(state.phase, Phase::Closed(_)) { "; the vote is closed" } "." }
                        (self.words_on(question))
                        @for option in question.options.iter().filter(|option| !option.arguments.is_empty()) {
                            h3 { (excomm_tell::words::capital(&option.title)) } (self.arguments(option, None))
                        }
                    }
                }
            },
            Phase::Decided => html! {
                @if let Some(last) = state.decided.last() {
                    h2 { (self.question(&last.ballot.question).map_or("", |q| &q.title)) }
                    p .big { (self.option(&last.ballot.question, last.option)) "." }
                }
            },
            Phase::Foretelling => html! {
                ol { @for prediction in &self.game.exercise.predictions { li .big { (prediction.title) } } }
                p role="status" { (state.foretold.len()) " of " (state.seats.len()) " have foretold." }
            },
            Phase::Ended => html! {
                @if let Some(over) = played.over.as_deref() { (self.truths(over)) }
                p .screen { a .button href=(format!("/debrief/{token}")) { "The debrief" } }
            },
        }
    }

    /// Returns how a world ended, and what was true all the time.
    pub(super) fn ending(&self, over: Option<&Over>) -> Markup {
        html! {
            @if let Some(over) = over {
                (self.told(over))
                p .mute { (self.moment(over.at)) }
                (self.truths(over))
            }
        }
    }

    /// Returns how a world ended.
    fn told(&self, over: &Over) -> Markup {
        let end = over.end.as_ref().and_then(|id| self.game.part.end(id));
        html! {
            @if let Some(end) = end { p .big { strong { (end.title) "." } } p { (end.says) } }
        }
    }

    /// Returns what was so all the time, whoever knew it.
    fn truths(&self, over: &Over) -> Markup {
        html! {
            table {
                caption { "What was true, whoever knew it" }
                thead { tr { th scope="col" { "What nobody could be sure of" } th scope="col" { "What was so" } } }
                tbody {
                    @for (id, is) in &over.truths {
                        @if let Some(truth) = self.game.part.truth(id) {
                            tr { th scope="row" { (truth.title) } td { (truth.alternatives.get(*is).map_or("", |a| &a.title)) } }
                        }
                    }
                }
            }
        }
    }
}

/// Returns what every role's side has heard, in its order.
fn common(played: &Played) -> Vec<&Line> {
    let mut all = played.heard.values();
    let Some(first) = all.next() else { return Vec::new() };
    let rest: Vec<_> = all.collect();
    first.iter().filter(|line| rest.iter().all(|heard| heard.contains(line))).collect()
}

/// Returns how things stand where every role's side has heard the same.
fn common_standing(played: &Played) -> Vec<Standing> {
    let mut all = played.standing.values();
    let Some(first) = all.next() else { return Vec::new() };
    let rest: Vec<_> = all.collect();
    first.iter().filter(|one| rest.iter().all(|known| known.contains(one))).cloned().collect()
}
