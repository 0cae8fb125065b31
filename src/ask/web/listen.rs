//! Connections: taken one by one, each with its limits, until the form ends.

use std::future::{Future, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::{Duration, Instant};

use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

use super::peer::Peer;
use super::{Ending, Limits, Shared};

/// How long a connection that has lived its time may take for the request that it is at.
const GRACE: Duration = Duration::from_secs(10);
/// How long to wait after the system has refused a connection: it has no more for now.
const PAUSE: Duration = Duration::from_millis(50);

/// What happens next.
enum Next {
    Connection(io::Result<(TcpStream, SocketAddr)>),
    Stopped,
    Idle,
}

/// Takes connections until somebody ends the form, or nobody uses it.
pub(super) async fn run(listener: TcpListener, router: Router, shared: Arc<Shared>, stop: Arc<Notify>) -> Ending {
    let open = Arc::new(AtomicUsize::new(0));
    let mut stopped = pin!(stop.notified());
    loop {
        let mut idle = pin!(wait_until_idle(&shared));
        let next = poll_fn(|context| {
            if stopped.as_mut().poll(context).is_ready() {
                return Poll::Ready(Next::Stopped);
            }
            if idle.as_mut().poll(context).is_ready() {
                return Poll::Ready(Next::Idle);
            }
            listener.poll_accept(context).map(Next::Connection)
        });
        match next.await {
            Next::Stopped => return Ending::Stopped,
            Next::Idle => return Ending::Idle,
            Next::Connection(Err(_)) => sleep(PAUSE).await,
            Next::Connection(Ok((stream, peer))) => {
                let place = Place::take(&open, shared.limits.connections);
                if let Some(place) = place {
                    tokio::spawn(attend(stream, Peer(peer.port()), router.clone(), shared.limits, place));
                }
            }
        }
    }
}

/// One of so many connections; it is free again when this goes.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(open: &Arc<AtomicUsize>, most: usize) -> Option<Self> {
        let place = Self(Arc::clone(open));
        let before = open.fetch_add(1, Ordering::Relaxed);
        (before < most).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Answers what comes over one connection.
async fn attend(stream: TcpStream, peer: Peer, router: Router, limits: Limits, place: Place) {
    // An answer is written whole; waiting for more to send with it would only cost time.
    let _ = stream.set_nodelay(true);
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(limits.head_time);
    server.max_headers(limits.head_lines).max_buf_size(limits.head);
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(peer);
        router.call(request)
    });
    let mut connection = pin!(server.serve_connection(TokioIo::new(stream), service));
    // However it ends, there is nobody left to tell.
    if timeout(limits.connection_time, connection.as_mut()).await.is_err() {
        connection.as_mut().graceful_shutdown();
        let _ = timeout(GRACE, connection).await;
    }
    drop(place);
}

/// Ends when nobody has used the form for as long as the limits say.
async fn wait_until_idle(shared: &Shared) {
    let Some(most) = shared.limits.idle else { return std::future::pending().await };
    loop {
        let left = most.saturating_sub(Instant::now().saturating_duration_since(shared.last_used()));
        if left.is_zero() {
            return;
        }
        sleep(left).await;
    }
}
