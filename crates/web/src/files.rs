//! Files that pages are dressed with: styles, fonts, scripts.

use axum::{
    extract::Path,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::{IntoResponse, Response},
};

use super::refused::{Refused, unknown};
use excomm_pages::page;

/// The style of what only the pages of a class have.
pub(super) const STYLE: &str = include_str!("assets/class.css");

/// What keeps the pages of a class up to date.
const SCRIPT: &str = include_str!("assets/page.js");

/// Its parts: how it hears of news, how it keeps what is typed, what moves on a stage.
const PARTS: &[(&str, &str)] = &[
    ("live.js", include_str!("assets/live.js")),
    ("typed.js", include_str!("assets/typed.js")),
    ("stage.js", include_str!("assets/stage.js")),
];

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

/// For a lesson and no longer: the next one may be given by a newer program.
const KEEP: (axum::http::HeaderName, &str) = (CACHE_CONTROL, "max-age=3600");

pub(super) async fn file(Path(name): Path<String>) -> Result<Response, Refused> {
    let (kind, text) = match name.as_str() {
        "page.css" => (CSS, page::STYLE),
        "class.css" => (CSS, STYLE),
        "page.js" => (JS, SCRIPT),
        _ => {
            let known = PARTS.iter().chain(&page::SCRIPTS).find(|(known, _)| *known == name);
            let Some((_, text)) = known else { return Err(unknown().await) };
            (JS, *text)
        }
    };
    Ok(([(CONTENT_TYPE, kind), KEEP], text).into_response())
}

pub(super) async fn font(Path(name): Path<String>) -> Result<Response, Refused> {
    let known = page::FONTS.iter().find(|(known, _)| known.strip_prefix("fonts/") == Some(&name));
    let Some((_, bytes)) = known else { return Err(unknown().await) };
    Ok(([(CONTENT_TYPE, "font/woff2"), KEEP], *bytes).into_response())
}
