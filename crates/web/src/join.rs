//! The way in: a code, a name for the seat, a role.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    extract::{ConnectInfo, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    Site,
    refused::{Fields, Refused},
    shell::{Setting, head, shell},
    site::COOKIE,
};
use excomm_class::{State as Class, Token};
use excomm_tell::words;

/// A code that came with the link.
#[derive(Deserialize)]
pub(super) struct Code {
    #[serde(default)]
    code: String,
}

pub(super) async fn page(State(site): State<Arc<Site>>, Query(code): Query<Code>) -> Markup {
    let exercise = &site.game.exercise;
    let body = html! {
        (head(site.title(), &html! { "Join the class" }, None))
        main {
            form method="post" action="/join" {
                label for="code" { "The code on the wall" }
                input #code type="text" name="code" value=(code.code) required maxlength="8" autocomplete="off" autocapitalize="characters" spellcheck="false";
                label for="name" { "A name for your seat" }
                input #name type="text" name="name" required maxlength="24" autocomplete="off" aria-describedby="name-help";
                p #name-help .mute { "Not your own name: “window 3” or “blue team” will do. It is kept until the class is forgotten." }
                p .mute { "You are given a role: " (words::listed(&exercise.roles.iter().map(|role| role.title.as_str()).collect::<Vec<_>>())) " are shared out evenly." }
                button .main type="submit" { "Join" }
            }
        }
    };
    shell("Join the class", Setting::Hand, &body)
}

pub(super) async fn join(
    State(site): State<Arc<Site>>,
    ConnectInfo(from): ConnectInfo<SocketAddr>,
    fields: Fields,
) -> Result<Response, Refused> {
    let from = from.ip();
    if site.tries.too_many(from) {
        let says =
            "Too many wrong codes from this device. Wait a minute, then read the code again.";
        return Err(Refused::new(StatusCode::TOO_MANY_REQUESTS, says));
    }
    let code = fields.text("code").trim().to_uppercase();
    let Some(found) = site.keeper.find(|state| state.code == code) else {
        site.tries.wrong(from);
        return Err(Refused::new(StatusCode::FORBIDDEN, "No class has this code. Read it again."));
    };
    let (class, _) = site.own(found)?;
    let asked = fields.text("role").to_owned();
    if !asked.is_empty() && site.role(&asked).is_none() {
        return Err(Refused::new(StatusCode::BAD_REQUEST, "There is no such role."));
    }
    let game = Arc::clone(&site.game);
    let token = Token::draw()?;
    let (name, secret) = (fields.text("name").to_owned(), token.clone());
    let join = move |state: &Class| {
        let roles = game.exercise.roles.iter().map(|role| role.id.as_str());
        let role = if asked.is_empty() { state.rarest(roles) } else { &asked };
        state.join(&name, role, &secret)
    };
    site.keeper.act(&class, join).await?;
    let cookie = format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Lax", token.reveal());
    let cookie = HeaderValue::try_from(cookie)
        .map_err(|_| Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "No seat could be given."))?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/seat")).into_response())
}

impl Site {
    /// Returns the title of what is played.
    pub(super) fn title(&self) -> &str {
        self.game.part.scenario.as_ref().map_or("", |head| &head.title)
    }
}
