//! Who teaches: whoever comes with the link that was printed, or with the cookie which that link left.

use std::{collections::BTreeMap, convert::Infallible, sync::Arc};

use axum::{
    RequestPartsExt as _,
    extract::{FromRequestParts, Path, State},
    http::{HeaderMap, StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
};

use super::{
    Site,
    cookies::Opens,
    refused::{Refused, no_link},
};
use excomm_class::{ClassId, State as Class, Token};

/// A class, and the token of its teacher.
pub(super) struct Taught {
    pub class: ClassId,
    pub state: Arc<Class>,
    pub token: Token,
}

/// The token that somebody came with, whether it opens anything or not.
pub(super) struct Held(pub Option<Token>);

type Named = Path<BTreeMap<String, String>>;

impl<S: Send + Sync> FromRequestParts<S> for Held {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Held, Infallible> {
        let in_path = parts.extract::<Named>().await.ok();
        let in_path =
            in_path.and_then(|Path(named)| named.get("token").map(|text| Token::sent(text)));
        Ok(Held(in_path.or_else(|| Opens::Desk.sent(&parts.headers))))
    }
}

impl FromRequestParts<Arc<Site>> for Taught {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Taught, Refused> {
        let Ok(Held(token)) = parts.extract::<Held>().await;
        let code = parts.extract::<Named>().await.ok();
        let code = code.and_then(|Path(mut named)| named.remove("code"));
        let Some(code) = code else {
            let token = token.ok_or_else(no_link)?;
            let (class, state) = site.taught(&token)?;
            return Ok(Taught { class, state, token });
        };
        let token = token.ok_or_else(no_desk)?;
        let taught = site.keeper.taught_by(&token).filter(|(_, state)| state.code == code);
        let (class, state) = site.own(taught.ok_or_else(no_desk)?)?;
        Ok(Taught { class, state, token })
    }
}

/// Refuses whoever comes to a desk without its cookie.
fn no_desk() -> Refused {
    let says = "This browser does not hold the link of this desk. Open the teacher’s link that was printed; \
                `excomm serve` prints another when it is started again.";
    Refused::new(StatusCode::NOT_FOUND, says)
}

/// Returns the address of the desk of a class; it holds no secret.
pub(super) fn desk_of(state: &Class) -> String {
    format!("/desk/{}", state.code)
}

/// Leaves the token in a cookie and leads on, so that nobody reads it off the address bar.
pub(super) async fn enter(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let token = Token::sent(&token);
    let (_, state) = site.taught(&token)?;
    let desk = desk_of(&state);
    let cookie = Opens::Desk.given(&headers, &token, &desk)?;
    Ok((cookie, Redirect::to(&desk)).into_response())
}
