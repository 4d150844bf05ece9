//! Server-sent events: which row a class has come to. What changed is fetched by whoever may see it.

use std::{
    collections::{BTreeMap, VecDeque},
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderName, header::CONNECTION},
    response::{
        Sse,
        sse::{Event, KeepAlive},
    },
};
use serde::Deserialize;
use tokio::sync::{mpsc, oneshot};
use tokio_stream::wrappers::ReceiverStream;

use super::{Site, refused::Refused, taught::Taught};
use excomm_class::{ClassId, State as Class};

type Stream = axum::response::sse::KeepAliveStream<ReceiverStream<Result<Event, Infallible>>>;

/// A stream; its connection ends with it.
type Events = ([(HeaderName, &'static str); 1], Sse<Stream>);

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
    let (class, state, seat) = site.seated(&headers)?;
    let held = state.seat(seat)?.mark().to_owned();
    let elsewhere = site.streams.open(&class, seat);
    let ear = Ear { since: last(&headers, &since), rows: false, seat: Some((seat, held)) };
    Ok(stream(&site, &class, ear, elsewhere))
}

pub(super) async fn teacher(
    State(site): State<Arc<Site>>,
    Taught { class, .. }: Taught,
    Query(since): Query<Since>,
    headers: HeaderMap,
) -> Events {
    let ear = Ear { since: last(&headers, &since), rows: true, seat: None };
    stream(&site, &class, ear, std::future::pending())
}

pub(super) async fn onlooker(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
    Query(since): Query<Since>,
    headers: HeaderMap,
) -> Result<Events, Refused> {
    let (class, _) = site.shown(&token)?;
    let ear = Ear { since: last(&headers, &since), rows: true, seat: None };
    Ok(stream(&site, &class, ear, std::future::pending()))
}

/// Returns the last row that a page knows of: as its browser says after a break, or as it was made.
fn last(headers: &HeaderMap, since: &Since) -> i64 {
    let said = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse().ok());
    said.or(since.since).unwrap_or(0)
}

/// How often a stream says that it is there: a page that hears nothing for longer asks by itself.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// The most streams of one seat: a fourth closes the first.
const STREAMS: usize = 3;

/// The open streams of each seat, the oldest first: each ends when its end here is dropped.
#[derive(Debug, Default)]
pub(super) struct Streams(Mutex<BTreeMap<(ClassId, u32), VecDeque<oneshot::Sender<()>>>>);

impl Streams {
    /// Counts one more stream of a seat; what is returned comes when another takes its place.
    fn open(&self, class: &ClassId, seat: u32) -> impl Future<Output = ()> + Send + use<> {
        let (held, elsewhere) = oneshot::channel();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = all.entry((class.clone(), seat)).or_default();
        own.retain(|held| !held.is_closed());
        own.push_back(held);
        while own.len() > STREAMS {
            own.pop_front();
        }
        async move { _ = elsewhere.await }
    }
}

/// What a stream is to hear of.
struct Ear {
    /// The last row that is known.
    since: i64,
    /// Whether every act is told, or turns alone.
    rows: bool,
    /// The seat that hears, with its mark; a stream ends when its seat is held no more.
    seat: Option<(u32, String)>,
}

impl Ear {
    fn is_seated(&self, state: &Class) -> bool {
        let held = |seat: u32, mark: &str| state.seat(seat).is_ok_and(|seat| seat.mark() == mark);
        self.seat.as_ref().is_none_or(|(seat, mark)| held(*seat, mark))
    }
}

/// Tells of each change of a class, until it is told `elsewhere`.
fn stream(
    site: &Site,
    class: &ClassId,
    ear: Ear,
    elsewhere: impl Future<Output = ()> + Send + 'static,
) -> Events {
    let (sender, receiver) = mpsc::channel(4);
    let said = |name: &'static str| Event::default().event(name).data(name);
    let watch = site.keeper.watch(class);
    tokio::spawn(async move {
        let Some(mut watch) = watch else { return };
        let mut elsewhere = std::pin::pin!(elsewhere);
        let _ = sender.send(Ok(said("here"))).await;
        let (mut turn, mut row) = (ear.since, ear.since);
        loop {
            let (now_turn, now_row, seated) = {
                let state = watch.borrow_and_update();
                (state.turn, state.row, ear.is_seated(&state))
            };
            let name = if now_turn > turn || !seated {
                Some("turn")
            } else {
                (ear.rows && now_row > row).then_some("row")
            };
            (turn, row) = (turn.max(now_turn), row.max(now_row));
            if let Some(name) = name {
                let event = said(name).id(now_row.to_string());
                if sender.send(Ok(event)).await.is_err() || !seated {
                    return;
                }
            }
            tokio::select! {
                changed = watch.changed() => if changed.is_err() {
                    let _ = sender.send(Ok(said("gone"))).await;
                    return;
                },
                () = &mut elsewhere => {
                    let _ = sender.send(Ok(said("elsewhere"))).await;
                    return;
                }
                () = sender.closed() => return,
            }
        }
    });
    let stream = Sse::new(ReceiverStream::new(receiver));
    let beat = KeepAlive::new().interval(HEARTBEAT).event(said("here"));
    ([(CONNECTION, "close")], stream.keep_alive(beat))
}
