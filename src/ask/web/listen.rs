//! Connections: taken one by one, each with its limits, until the form ends.

use std::future::{Future, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
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

use super::doorman::Doorman;
use super::peer::Owner;
use super::seats::Taken;
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
    let doorman = Doorman::start(router, Arc::clone(&shared));
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
            Next::Connection(Ok((stream, client))) => doorman.show(stream, client).await,
        }
    }
}

/// Answers what comes over one connection, until it ends, has lived its time, or another one needs its place.
pub(super) async fn attend(stream: TcpStream, owner: Owner, router: Router, (limits, taken): (Limits, Taken)) {
    // An answer is written whole; waiting for more to send with it would only cost time.
    let _ = stream.set_nodelay(true);
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(limits.head_time);
    server.max_headers(limits.head_lines).max_buf_size(limits.head);
    let router = TowerToHyperService::new(router);
    let seat = Arc::clone(&taken.seat);
    let service = service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(owner);
        request.extensions_mut().insert(Arc::clone(&seat));
        seat.works();
        let (answer, seat) = (router.call(request), Arc::clone(&seat));
        async move {
            let answer = answer.await;
            seat.waits();
            answer
        }
    });
    let mut connection = pin!(server.serve_connection(TokioIo::new(stream), service));
    let mut needed = pin!(taken.seat.is_needed());
    let ended = poll_fn(|context| {
        if needed.as_mut().poll(context).is_ready() {
            return Poll::Ready(());
        }
        // However it ends, there is nobody left to tell.
        connection.as_mut().poll(context).map(|_| ())
    });
    if timeout(limits.connection_time, ended).await.is_err() {
        connection.as_mut().graceful_shutdown();
        let _ = timeout(GRACE, connection).await;
    }
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
