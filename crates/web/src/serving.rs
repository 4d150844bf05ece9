//! Serving: connections are taken and answered, and none that is held for nothing keeps others out.

use std::{
    future::Future,
    io::{self, ErrorKind},
    net::SocketAddr,
    sync::Arc,
    time::Duration,
};

use axum::{Router, body::Body, extract::ConnectInfo, http::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tower::ServiceExt as _;

use super::{Site, places::Places, router};

/// How long the head of a request may take, and how long a connection may rest between two.
const PATIENCE: Duration = Duration::from_secs(15);

/// So many connections may wait to be taken.
const QUEUE: u32 = 4096;

/// Listens at an address, with room for a whole school that comes at once.
///
/// # Errors
/// If the address cannot be had.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // elsewhere it would let two programs have one port
    if cfg!(unix) {
        socket.set_reuseaddr(true)?;
    }
    socket.bind(address)?;
    socket.listen(QUEUE)
}

/// Serves a site until `stop` comes.
///
/// # Errors
/// If the listener has no address.
pub async fn serve(
    listener: TcpListener,
    site: Arc<Site>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    // each connection is an open file; where the limit stands, it still serves a class
    let _ = rlimit::increase_nofile_limit(u64::MAX);
    site.reach.served_at(listener.local_addr()?);
    let app = router(site);
    tokio::select! {
        () = take_all(listener, app) => {}
        () = stop => {}
    }
    Ok(())
}

async fn take_all(listener: TcpListener, app: Router) {
    let places = Arc::<Places>::default();
    loop {
        let (stream, from) = match listener.accept().await {
            Ok(taken) => taken,
            Err(error) => {
                // with all files in use, some are given back soon
                if !matches!(
                    error.kind(),
                    ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
                ) {
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
                continue;
            }
        };
        tokio::spawn(answer(stream, from, app.clone(), Arc::clone(&places)));
    }
}

/// Answers what comes over a connection, until it ends or has to give up its place.
async fn answer(stream: TcpStream, from: SocketAddr, app: Router, places: Arc<Places>) {
    let (place, given_up) = places.take(from.ip());
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request: Request<Incoming>| {
        place.asks();
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(from));
        app.clone().oneshot(request)
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    tokio::select! {
        _ = http.serve_connection(TokioIo::new(stream), service) => {}
        _ = given_up => {}
    }
}
