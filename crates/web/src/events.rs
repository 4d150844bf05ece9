//! Server-sent events: which row a class has come to. What changed is fetched by whoever may see it.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::{Path, Query, State},
    http::HeaderMap,
    response::{
        Sse,
        sse::{Event, KeepAlive},
    },
};
use serde::Deserialize;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::{Site, refused::Refused};
use excomm_class::ClassId;

type Events = Sse<axum::response::sse::KeepAliveStream<ReceiverStream<Result<Event, Infallible>>>>;

/// From which row on somebody wants to hear.
#[derive(Deserialize)]
pub(super) struct Since {
    since: Option<i64>,
}

pub(super) async fn seat(
    State(site): State<Arc<Site>>,
    Query(since): Query<Since>,
    headers: HeaderMap,
) -> Result<Events, Refused> {
    let (class, _, _) = site.seated(&headers)?;
    Ok(stream(&site, &class, last(&headers, &since), false))
}

pub(super) async fn teacher(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
    Query(since): Query<Since>,
    headers: HeaderMap,
) -> Result<Events, Refused> {
    let (class, _) = site.taught(&token)?;
    Ok(stream(&site, &class, last(&headers, &since), true))
}

pub(super) async fn onlooker(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
    Query(since): Query<Since>,
    headers: HeaderMap,
) -> Result<Events, Refused> {
    let (class, _) = site.shown(&token)?;
    Ok(stream(&site, &class, last(&headers, &since), true))
}

/// Returns the last row that a page knows of: as its browser says after a break, or as it was made.
fn last(headers: &HeaderMap, since: &Since) -> i64 {
    let said = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse().ok());
    said.or(since.since).unwrap_or(0)
}

/// Tells of each change of a class: of turns, and where `rows` of every act.
fn stream(site: &Site, class: &ClassId, since: i64, rows: bool) -> Events {
    let (sender, receiver) = mpsc::channel(4);
    let watch = site.keeper.watch(class);
    tokio::spawn(async move {
        let Some(mut watch) = watch else { return };
        let (mut turn, mut row) = (since, since);
        loop {
            let (now_turn, now_row) = {
                let state = watch.borrow_and_update();
                (state.turn, state.row)
            };
            let name = if now_turn > turn {
                Some("turn")
            } else {
                (rows && now_row > row).then_some("row")
            };
            (turn, row) = (turn.max(now_turn), row.max(now_row));
            if let Some(name) = name {
                let event = Event::default().event(name).id(now_row.to_string()).data(name);
                if sender.send(Ok(event)).await.is_err() {
                    return;
                }
            }
            tokio::select! {
                changed = watch.changed() => if changed.is_err() {
                    let _ = sender.send(Ok(Event::default().event("gone").data("gone"))).await;
                    return;
                },
                () = sender.closed() => return,
            }
        }
    });
    Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::default())
}
