//! Looks whose each new connection is, before anything that it sends is read, and turns other users away.
//!
//! Where the system lists its connections instead of answering for one, the look-up takes the longer the more there
//! are. So it is done on a thread of its own, once for all that came meanwhile: many knocks at once take little longer
//! than one.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, SocketAddrV4};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::Duration;

use axum::Router;
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::time::sleep;

use super::peer::{self, Connections, Ends, Owner};
use super::seats::Seats;
use super::{Shared, listen};

/// How many connections may wait to be looked at; the system keeps the others waiting.
const WAITING: usize = 256;
/// How long to wait for room among them.
const PAUSE: Duration = Duration::from_millis(1);
/// So much of what another user has sent is taken from the system, so that it delivers the refusal.
const DRAINED: usize = 64 << 10;

/// A connection that nobody has looked at.
struct Arrived {
    stream: TcpStream,
    client: SocketAddr,
}

/// The way to the thread that looks; it ends with this.
pub(super) struct Doorman(SyncSender<Arrived>);

impl Doorman {
    /// Starts looking. What may stay is attended to on the runtime that calls this.
    pub(super) fn start(router: Router, shared: Arc<Shared>) -> Self {
        let (send, arrived) = sync_channel(WAITING);
        let seats = Arc::new(Seats::new(shared.limits.connections));
        let house = House { router, shared, seats, runtime: Handle::current() };
        std::thread::spawn(move || house.look(&arrived));
        Self(send)
    }

    /// Hands a new connection over.
    pub(super) async fn show(&self, stream: TcpStream, client: SocketAddr) {
        let mut arrived = Arrived { stream, client };
        while let Err(TrySendError::Full(again)) = self.0.try_send(arrived) {
            sleep(PAUSE).await;
            arrived = again;
        }
    }
}

struct House {
    router: Router,
    shared: Arc<Shared>,
    seats: Arc<Seats>,
    runtime: Handle,
}

impl House {
    fn look(&self, queue: &Receiver<Arrived>) {
        while let Ok(first) = queue.recv() {
            let arrived: Vec<Arrived> = std::iter::once(first).chain(queue.try_iter().take(WAITING)).collect();
            let connections = self.shared.witness.map(|witness| Connections::now(witness, self.shared.port));
            for Arrived { stream, client } in arrived {
                let owner = connections.as_ref().map_or(Owner::Untold, |known| owner(known, &stream, client));
                match owner {
                    Owner::Other => self.turn_away(stream),
                    owner => self.attend(stream, owner),
                }
            }
        }
    }

    fn attend(&self, stream: TcpStream, owner: Owner) {
        if let Some(taken) = self.seats.take() {
            self.runtime.spawn(listen::attend(stream, owner, self.router.clone(), (self.shared.limits, taken)));
        }
    }

    /// Says no, whatever was asked, and waits for nothing.
    fn turn_away(&self, stream: TcpStream) {
        self.shared.turned_away();
        let Ok(mut stream) = stream.into_std() else { return };
        // A connection that is closed with something unread in it loses what was written to it.
        let mut part = [0; 4096];
        let mut drained = 0;
        while drained < DRAINED {
            match stream.read(&mut part) {
                Ok(count) if count > 0 => drained += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                _ => break,
            }
        }
        let _ = stream.write(&self.shared.refusal);
        let _ = stream.shutdown(Shutdown::Write);
    }
}

fn owner(known: &Connections, stream: &TcpStream, client: SocketAddr) -> Owner {
    let ends = || {
        let of = |address| if let SocketAddr::V4(address) = address { Some::<SocketAddrV4>(address) } else { None };
        let server = of(stream.local_addr().ok()?)?;
        Some(Ends { client: of(client)?, server, socket: peer::socket(stream)? })
    };
    ends().map_or(Owner::Other, |ends| known.owner(&ends))
}
