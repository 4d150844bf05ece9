//! Exports: what a class did, without personal data beyond the names of seats.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderName, StatusCode, header},
    response::IntoResponse,
};
use maud::{PreEscaped, html};

use super::{STYLE, Site, refused::Refused, taught::Taught};
use excomm_pages::page;

pub(super) type Named = [(HeaderName, &'static str); 2];

pub(super) fn named(kind: &'static str, file: &'static str) -> Named {
    [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, file)]
}

pub(super) fn unwritten() -> Refused {
    Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "The export could not be written.")
}

pub(super) async fn json(
    State(site): State<Arc<Site>>,
    Taught { state, .. }: Taught,
) -> Result<impl IntoResponse, Refused> {
    let (done, _) = site.done(&state).await?;
    let text = serde_json::to_string_pretty(&done).map_err(|_| unwritten())?;
    let head = named("application/json; charset=utf-8", "attachment; filename=\"class.json\"");
    Ok((head, text))
}

/// The debrief as one file that needs nothing else. It waits for the worlds by which decisions are judged.
pub(super) async fn html(
    State(site): State<Arc<Site>>,
    Taught { state, .. }: Taught,
) -> Result<impl IntoResponse, Refused> {
    let page = site.debriefing(&state).await?;
    site.bench.ruled(&state).await;
    let judged = site.judged(&state);
    let style = html! { style { (PreEscaped(page::style())) (PreEscaped(STYLE)) } };
    let body = html! { main { (page) (judged) (site.discussion(false)) } };
    let whole = page::whole("The debrief", &style, Some("desk"), &body);
    let head = named("text/html; charset=utf-8", "attachment; filename=\"class.html\"");
    Ok((head, whole.into_string()))
}
