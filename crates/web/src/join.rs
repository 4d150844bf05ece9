//! The way in: a code, a name for the seat, a role.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    extract::{ConnectInfo, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    Site,
    cookies::Opens,
    refused::{Fields, Refused},
    shell::{Setting, head, shell},
    step::done_or_so_already,
};
use excomm_class::{Seat, State as Class, Token};
use excomm_tell::words;

/// What stands in the form: what came with the link, or what was typed before.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    code: String,
    #[serde(skip)]
    name: String,
}

impl Typed {
    fn of(fields: &Fields) -> Typed {
        let text = |name| fields.text(name).to_owned();
        Typed { code: text("code"), name: text("name") }
    }
}

pub(super) async fn page(
    State(site): State<Arc<Site>>,
    Query(typed): Query<Typed>,
    headers: HeaderMap,
) -> Result<Markup, Refused> {
    let seated = site.seated(&headers).ok();
    let held =
        seated.as_ref().and_then(|(_, state, seat)| Some((&**state, state.seat(*seat).ok()?)));
    site.join_page(&typed, held, None)
}

pub(super) async fn join(
    State(site): State<Arc<Site>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Refused> {
    match site.join(from, &headers, &fields).await {
        Ok(joined) => Ok(joined),
        Err(refused) => {
            let page = site.join_page(&Typed::of(&fields), None, Some(&refused.says))?;
            Ok((refused.status, page).into_response())
        }
    }
}

/// How long whoever guesses on and on waits for each answer.
const SLOWED: Duration = Duration::from_secs(1);

impl Site {
    /// Gives a seat. The same form sent twice gives the same seat again.
    async fn join(
        &self,
        from: SocketAddr,
        headers: &HeaderMap,
        fields: &Fields,
    ) -> Result<Response, Refused> {
        let code = fields.text("code").trim().to_uppercase();
        let Some(found) = self.keeper.find(|state| state.code == code) else {
            return Err(self.wrong_code(from).await);
        };
        let (class, state) = self.own(found)?;
        let token = self.token_of(&state, fields.text("once"))?;
        let held = Opens::Seat.sent(headers).and_then(|token| state.seat_of(&token).cloned());
        if let Some(held) = held.filter(|_| state.seat_of(&token).is_none()) {
            return Ok((StatusCode::CONFLICT, seated(&state, &held)).into_response());
        }
        let asked = fields.text("role").to_owned();
        if !asked.is_empty() && self.role(&asked).is_none() {
            return Err(Refused::new(StatusCode::BAD_REQUEST, "There is no such role."));
        }
        if self.joins.too_many(from.ip()) {
            let says = "Too many seats were taken from this address within a minute. Wait half a minute, then \
                        press Join again.";
            return Err(Refused::new(StatusCode::TOO_MANY_REQUESTS, says));
        }
        let (name, secret) = (fields.text("name").to_owned(), token.clone());
        let game = Arc::clone(&self.game);
        let join = move |state: &Class| {
            let roles = game.exercise.roles.iter().map(|role| role.id.as_str());
            let role = if asked.is_empty() { state.rarest(roles) } else { &asked };
            state.join(&name, role, &secret)
        };
        let tried = self.keeper.act(&class, join).await;
        if tried.is_ok() {
            self.joins.count(from.ip());
        }
        done_or_so_already(tried)?;
        let cookie = Opens::Seat.given(headers, &token, "/")?;
        Ok((cookie, Redirect::to("/seat")).into_response())
    }

    /// Refuses a code that is of no class; the right one is let in however many were wrong before.
    async fn wrong_code(&self, from: SocketAddr) -> Refused {
        if self.guesses.too_many(from.ip()) {
            tokio::time::sleep(SLOWED).await;
            let says = "No class has this code, and too many wrong ones came from here. Read it again on the wall.";
            return Refused::new(StatusCode::TOO_MANY_REQUESTS, says);
        }
        self.guesses.count(from.ip());
        Refused::new(StatusCode::FORBIDDEN, "No class has this code. Read it again on the wall.")
    }

    /// Returns the token of the seat that a form asks for: the one drawn with the form, so that to send it
    /// twice takes no second seat; another if a seat of another class has it.
    fn token_of(&self, state: &Class, once: &str) -> Result<Token, Refused> {
        let drawn = Token::sent(once);
        let elsewhere = || self.keeper.find(|other| other.seat_of(&drawn).is_some()).is_some();
        if drawn.is_well_formed() && (state.seat_of(&drawn).is_some() || !elsewhere()) {
            return Ok(drawn);
        }
        Ok(Token::draw()?)
    }

    /// Returns the page to join, with what was typed before and why it did not do.
    fn join_page(
        &self,
        typed: &Typed,
        held: Option<(&Class, &Seat)>,
        wrong: Option<&str>,
    ) -> Result<Markup, Refused> {
        let roles = self.game.exercise.roles.iter().map(|role| role.title.as_str());
        let roles = words::listed(&roles.collect::<Vec<_>>());
        let once = Token::draw()?;
        let body = html! {
            (head(self.title(), &html! { "Join the class" }, None))
            main {
                @if let Some(wrong) = wrong { p .card.big role="alert" { (wrong) } }
                @if let Some((state, seat)) = held { p .card { (seat_is(state, seat)) a href="/seat" { "Back to it" } "." } }
                form method="post" action="/join" {
                    input type="hidden" name="once" value=(once.reveal());
                    label for="code" { "The code on the wall" }
                    input #code type="text" name="code" value=(typed.code) required maxlength="8" autocomplete="off" autocapitalize="characters" spellcheck="false";
                    label for="name" { "A name for your seat" }
                    input #name type="text" name="name" value=(typed.name) dir="auto" required maxlength="24" autocomplete="off" aria-describedby="name-help";
                    p #name-help .mute { "Not your own name: “window 3” or “blue team” will do. It is kept until the class is forgotten." }
                    p .mute { "You are given a role: " (roles) " are shared out evenly." }
                    button .main type="submit" { "Join" }
                }
            }
        };
        Ok(shell("Join the class", Setting::Hand, &body))
    }

    /// Returns the title of what is played.
    pub(super) fn title(&self) -> &str {
        self.game.part.scenario.as_ref().map_or("", |head| &head.title)
    }
}

/// Says which seat a browser holds.
fn seat_is(state: &Class, seat: &Seat) -> Markup {
    html! { "You have a seat in class " (state.code) ": “" bdi { (seat.name) } "”. " }
}

/// Leads whoever joins again to the seat that this browser holds.
fn seated(state: &Class, seat: &Seat) -> Markup {
    let body = html! {
        main data-refused="yes" {
            h1 { "You have a seat already" }
            p .big role="alert" { (seat_is(state, seat)) }
            p { a .button href="/seat" { "To your seat" } }
            p .mute { "Somebody else who wants to join needs another device, or another browser." }
        }
    };
    shell("You have a seat already", Setting::Hand, &body)
}
