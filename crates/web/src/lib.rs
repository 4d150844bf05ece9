//! The web crate serves the pages of a class over HTTP: for its teacher, its pupils and the wall of the room.
//!
//! It is for a program that lets classes play. A [`Site`] holds the game and its classes, [`router`] makes an axum
//! router of it, and [`serve`] answers until it is told to stop. What somebody may see depends on the
//! link or the cookie they come with:
//!
//! | path | for whom |
//! |---|---|
//! | `/join` | pupils, who type the code of their class |
//! | `/seat` | a pupil: what the role has heard, and the vote |
//! | `/teach/{token}` | the teacher: what is asked, who is there, what comes next |
//! | `/show/{token}` | everybody in the room, on the wall |
//! | `/debrief/{token}` | the class when it has ended |
//!
//! Pages are kept up to date by server-sent events and send forms back. Every page works without its script, by
//! being loaded again. Nothing on a page is inline, so the policy of what may run stays strict.
//!
//! ```
//! use std::{error::Error, sync::Arc};
//!
//! use excomm_class::{Game, Keeper, Ledger};
//! use excomm_web::{Site, router};
//!
//! let sources = excomm_library::load("november-1962")?;
//! let part = excomm_scenario::read(&sources).ok_or("the scenario has errors")?;
//! let exercise = part.exercise.clone().ok_or("the scenario is not made for classes")?;
//! let game = Game { part, exercise, branch: "open".to_owned(), digest: sources.digest() };
//!
//! let folder = std::env::temp_dir().join(format!("excomm-web-{}", std::process::id()));
//! let keeper = Keeper::start(Ledger::open(&folder)?)?;
//! let site = Arc::new(Site::new(game, keeper, 20)?);
//!
//! let links = tokio::runtime::Runtime::new()?.block_on(site.open(1962))?;
//! assert_eq!(links.code.len(), 5);
//! println!("pupils type {}, the teacher opens /teach/{}", links.code, links.teacher.reveal());
//! assert!(router(Arc::clone(&site)).has_routes());
//! # drop(site);
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok::<(), Box<dyn Error>>(())
//! ```

mod asked;
mod bulletin;
mod debrief;
mod desk;
mod events;
mod export;
mod files;
mod guard;
mod join;
mod maps;
mod notes;
mod paths;
mod picture;
mod pupil;
mod refused;
mod rulings;
mod shell;
mod show;
mod site;
mod stage;
mod tables;
mod teach;
mod tries;
mod vote;
mod worksheet;

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
        .route("/seat/note", post(notes::send))
        .route("/seat/foretell", post(pupil::foretell))
        .route("/teach/{token}", get(teach::page))
        .route("/teach/{token}/part", get(teach::part))
        .route("/teach/{token}/live", get(teach::live))
        .route("/teach/{token}/seats", get(teach::seats))
        .route("/teach/{token}/events", get(events::teacher))
        .route("/teach/{token}/key", get(worksheet::key))
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
