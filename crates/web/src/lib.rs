//! The pages of a class: rendered here, kept up to date by server-sent events, sent back by forms.
//!
//! Every page works without its script, by being loaded again. Nothing on a page is inline, so the
//! policy of what may run stays strict.

mod asked;
mod debrief;
mod desk;
mod events;
mod export;
mod files;
mod guard;
mod join;
mod maps;
mod paths;
mod pupil;
mod refused;
mod rulings;
mod shell;
mod show;
mod site;
mod tables;
mod teach;
mod tries;
mod walk;

use std::{future::Future, io, net::SocketAddr, sync::Arc};

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware,
    routing::{get, post},
};
use tokio::net::TcpListener;

pub use site::{Links, Site, SiteError};

use files::STYLE;

/// The most bytes of a form.
const BODY: usize = 8 * 1024;

/// Returns the pages of a site.
pub fn router(site: Arc<Site>) -> Router {
    Router::new()
        .route("/", get(join::page))
        .route("/join", get(join::page).post(join::join))
        .route("/seat", get(pupil::page))
        .route("/seat/part", get(pupil::part))
        .route("/seat/events", get(events::seat))
        .route("/seat/vote", post(pupil::vote))
        .route("/seat/foretell", post(pupil::foretell))
        .route("/teach/{token}", get(teach::page))
        .route("/teach/{token}/part", get(teach::part))
        .route("/teach/{token}/live", get(teach::live))
        .route("/teach/{token}/seats", get(teach::seats))
        .route("/teach/{token}/events", get(events::teacher))
        .route("/teach/{token}/key", get(debrief::key))
        .route("/teach/{token}/export.json", get(export::json))
        .route("/teach/{token}/export.csv", get(export::csv))
        .route("/teach/{token}/export.html", get(export::html))
        .route("/teach/{token}/do/{what}", post(teach::act))
        .route("/show/{token}", get(show::page))
        .route("/show/{token}/part", get(show::part))
        .route("/show/{token}/events", get(events::onlooker))
        .route("/show/{token}/join.svg", get(show::join_code))
        .route("/debrief/{token}", get(debrief::page))
        .route("/debrief/{token}/part", get(debrief::part))
        // every browser asks for it
        .route("/favicon.ico", get(async || StatusCode::NO_CONTENT))
        .route("/{file}", get(files::file))
        .route("/fonts/{file}", get(files::font))
        .fallback(refused::unknown)
        .method_not_allowed_fallback(refused::wrong_method)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(middleware::from_fn(guard::guard))
        .with_state(site)
}

/// Serves a site until `stop` comes.
///
/// # Errors
/// If connections can no longer be accepted.
pub async fn serve(
    listener: TcpListener,
    site: Arc<Site>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let app = router(site).into_make_service_with_connect_info::<SocketAddr>();
    tokio::select! {
        served = async { axum::serve(listener, app).await } => served,
        () = stop => Ok(()),
    }
}
