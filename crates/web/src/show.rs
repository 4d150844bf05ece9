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
    bulletin::{common, common_standing, moved_on},
    refused::Refused,
    shell::{Setting, entitled, head, shell},
};
use excomm_class::{Decided, Line, Over, Phase, Played, Standing, State as Class};
use excomm_engine::world::SignKind;
use excomm_tell::words;

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
        let ended = matches!(state.phase, Phase::Ended);
        // at the end time moves, and the film says where it stands; a bulletin has a clock of its own
        let clock = self.clock(state, &played).filter(|_| !ended);
        let kicker = match state.phase {
            Phase::Lobby | Phase::Ended => self.title().to_owned(),
            _ => format!("To join: {}, code {}", self.address(headers), state.code),
        };
        Ok(html! {
            (entitled(state, "the wall"))
            (head(&kicker, &html! { (self.heading(state)) }, clock.as_deref()))
            @if state.paused { p .card.big { "The class stands still for a moment." } }
            (self.on_the_wall(state, &played, token, headers))
            (self.notes_on_the_wall(state))
            (self.more(state, &played))
            (self.film(state, &played, None))
        })
    }

    /// Returns everything that has been heard, folded away: the stage is above.
    fn more(&self, state: &Class, played: &Played) -> Markup {
        let until = played.seen_until(state);
        let shown = played.asked.is_some() || matches!(state.phase, Phase::Ended);
        let lines: Vec<&Line> =
            common(played).into_iter().filter(|line| line.at <= until).collect();
        let (gauges, others): (Vec<Standing>, Vec<Standing>) = common_standing(played)
            .into_iter()
            .filter(|_| shown)
            .partition(|one| one.kind == SignKind::Gauge);
        html! {
            @if !matches!(state.phase, Phase::Lobby) {
                details { summary { "All that everybody has heard" }
                    (self.gauges(&gauges)) (self.log(&lines)) (self.standing(&others)) }
            }
        }
    }

    fn heading(&self, state: &Class) -> String {
        match &state.phase {
            Phase::Lobby => self.game.exercise.title.clone(),
            Phase::Open(ballot) | Phase::Closed(ballot) => {
                self.question(&ballot.question).map_or_else(String::new, |q| q.title.clone())
            }
            Phase::Decided => state.decided.last().map_or_else(String::new, |last| self.deed(last)),
            Phase::Foretelling => "How likely?".to_owned(),
            Phase::Ended => "What came of it".to_owned(),
        }
    }

    /// Returns a decision as a sentence: who does what.
    fn deed(&self, decided: &Decided) -> String {
        let Some(question) = self.question(&decided.ballot.question) else { return String::new() };
        let option = question.options.get(decided.option as usize);
        let does = option.map_or("", |option| &option.title);
        format!("{} {does}", words::capital(self.actor(&question.asks)))
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
                div .columns {
                    section .way-in {
                        p .big { "Join at " strong { (self.address(headers)) } }
                        p .code { (state.code) }
                        img .qr src=(format!("/show/{token}/join.svg")) alt=(format!("A code to scan: it opens the page to join with {}", state.code));
                    }
                    section { (self.joined(state)) }
                }
                p { (self.game.exercise.about) }
            },
            Phase::Open(ballot) => html! {
                @if let Some(question) = self.question(&ballot.question) {
                    div .columns {
                        section { (self.argued(state, ballot, question)) }
                        section { (self.map(state, played, None)) }
                    }
                }
            },
            Phase::Closed(ballot) => self.voted(state, ballot),
            Phase::Decided => html! {
                (self.bulletin(state, played))
                @if let Some(last) = state.decided.last() {
                    @let moved = moved_on(state, played);
                    @if !moved { p .big { "The same meeting goes on: the clock stands still." } }
                    details open[!moved] { summary { "The vote" } (self.voted(state, &last.ballot)) }
                }
            },
            Phase::Foretelling => html! {
                ol { @for prediction in &self.game.exercise.predictions { li .big { (prediction.title) } } }
                p .big role="status" { (state.foretold.len()) " of " (state.seats.len()) " have foretold." }
            },
            Phase::Ended => html! {
                @if let Some(over) = played.over.as_deref() { (self.told(over)) }
                div .columns {
                    section { (self.closing(state, played)) }
                    section {
                        @if let Some(over) = played.over.as_deref() { (self.truths(over)) }
                        p .screen { a .button href=(format!("/debrief/{token}")) { "The debrief" } }
                    }
                }
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
