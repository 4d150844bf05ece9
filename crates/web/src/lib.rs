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
//! | `/teach/{token}` | the teacher, who is led on to the desk |
//! | `/desk/{code}` | the teacher, known by a cookie: what is asked, who is there, what comes next |
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
mod cookies;
mod debrief;
mod desk;
mod events;
mod export;
mod files;
mod guard;
mod join;
mod maps;
mod notes;
mod once;
mod paths;
mod picture;
mod places;
mod pupil;
mod reach;
mod refused;
mod rulings;
mod seat;
mod seats;
mod serving;
mod shell;
mod show;
mod site;
mod stage;
mod step;
mod tables;
mod taught;
mod teach;
mod tries;
mod vote;
mod votes;
mod worksheet;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::StatusCode,
    middleware,
    routing::{get, post},
};
pub use reach::reached_at;
pub use serving::{listen, serve};
pub use site::{Links, Site, SiteError};

use files::STYLE;

/// The most bytes of a form.
const BODY: usize = 8 * 1024;

/// Returns what belongs to a desk, for whoever comes with the teacher's link or with its cookie.
fn desk() -> Router<Arc<Site>> {
    Router::new()
        .route("/part", get(teach::part))
        .route("/live", get(teach::live))
        .route("/seats", get(teach::seats))
        .route("/events", get(events::teacher))
        .route("/key", get(worksheet::key))
        .route("/export.json", get(export::json))
        .route("/export.csv", get(votes::csv))
        .route("/export.html", get(export::html))
        .route("/do/{what}", post(teach::act))
        .route("/at/{step}/do/{what}", post(teach::act))
}

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
        .route("/teach/{token}", get(taught::enter))
        .nest("/teach/{token}", desk())
        .route("/desk/{code}", get(teach::page))
        .nest("/desk/{code}", desk())
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
