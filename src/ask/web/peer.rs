//! Whose program is at the other end of a connection, where the system tells.
//!
//! Every user of a machine can connect to its loopback address. Linux knows the user of each end, so that another
//! user's connection is closed before anything it sends is looked at. It is asked for two ends, which takes no longer
//! the more connections there are; where it does not answer, its lists of all connections are read. Other systems do
//! not tell; there the secret address, the cookie and the secret of each page keep other users out.

#[cfg(target_os = "linux")]
mod asked;
mod listed;

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpListener, TcpStream};

pub use listed::Listed;

/// What a user namespace calls every user that it has no number for.
const UNMAPPED: u32 = 65534;

/// Whose program is at the other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The user's whose form this is.
    Same,
    /// The administrator's, who can read all files of that user anyway. It may also be a relay, such as the one that
    /// brings a browser of Windows into its Linux.
    Administrator,
    /// Another user's, or nobody's that the system knows of.
    Other,
    /// This system does not tell.
    Untold,
}

/// Both ends of a connection, as its server sees them.
#[derive(Clone, Copy, Debug)]
pub struct Ends {
    /// The other end.
    pub client: SocketAddrV4,
    /// Our end.
    pub server: SocketAddrV4,
    /// The number of the socket at our end. Ports are used again; no two sockets have one number.
    pub socket: u64,
}

/// One end of a connection, as the system knows it. A connection whose program has closed it has no socket any more.
#[derive(Clone, Copy, Debug)]
pub struct End {
    user: u32,
    socket: u64,
}

/// How this system tells of connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Witness {
    /// It answers for one end at a time.
    Asked,
    /// It lists all.
    Listed,
}

/// The connections of this machine.
#[derive(Debug)]
pub enum Connections {
    /// The way to ask for them.
    #[cfg(target_os = "linux")]
    Asked(asked::Line),
    /// Those that there were at one moment.
    Listed(Listed),
}

impl Witness {
    /// How this system tells whose a connection is, found out with one that is made to see it; none when it does not.
    #[must_use]
    pub fn find() -> Option<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).ok()?;
        let SocketAddr::V4(server) = listener.local_addr().ok()? else { return None };
        let trial = TcpStream::connect(server).ok()?;
        let (stream, _) = listener.accept().ok()?;
        let SocketAddr::V4(client) = trial.local_addr().ok()? else { return None };
        let ends = Ends { client, server, socket: socket(&stream)? };
        let tells = |witness: &Self| {
            let connections = Connections::now(*witness, server.port());
            // Where all unknown users have one number and ours is that number, nobody can be told from us.
            let is_known = |own: End| own.user != UNMAPPED || every_user_is_known();
            connections.owner(&ends) == Owner::Same && connections.end(server, client).is_some_and(is_known)
        };
        [Self::Asked, Self::Listed].into_iter().find(tells)
    }
}

impl Connections {
    /// The connections of a port.
    #[must_use]
    pub fn now(witness: Witness, port: u16) -> Self {
        #[cfg(target_os = "linux")]
        if let (Witness::Asked, Some(line)) = (witness, asked::Line::open()) {
            return Self::Asked(line);
        }
        #[cfg(not(target_os = "linux"))]
        let _ = witness;
        Self::Listed(Listed::now(port))
    }

    /// Whose program is at the other end of a connection. It is somebody else's also when either end is missing: what
    /// cannot be told is refused.
    #[must_use]
    pub fn owner(&self, ends: &Ends) -> Owner {
        let own = self.end(ends.server, ends.client).filter(|own| own.socket == ends.socket);
        match (own, self.end(ends.client, ends.server)) {
            (Some(own), Some(other)) if own.user == other.user => Owner::Same,
            (Some(_), Some(other)) if other.user == 0 => Owner::Administrator,
            _ => Owner::Other,
        }
    }

    /// The end at the first address of a connection with the second.
    fn end(&self, own: SocketAddrV4, other: SocketAddrV4) -> Option<End> {
        let end = match self {
            #[cfg(target_os = "linux")]
            Self::Asked(line) => line.end(own, other),
            Self::Listed(listed) => listed.end(own, other),
        };
        // An end without a socket stands there as if it were the administrator's.
        end.filter(|end| end.socket != 0)
    }
}

/// The number of a connection's socket at this end; none where the system does not tell.
#[cfg(target_os = "linux")]
pub(super) fn socket(stream: &impl std::os::fd::AsRawFd) -> Option<u64> {
    let name = fs::read_link(format!("/proc/self/fd/{}", stream.as_raw_fd())).ok()?;
    name.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.parse().ok()
}

/// The number of a connection's socket at this end; none where the system does not tell.
#[cfg(not(target_os = "linux"))]
pub(super) fn socket<T>(_: &T) -> Option<u64> {
    None
}

/// Whether this process sees all users by their own numbers, as outside of any container.
fn every_user_is_known() -> bool {
    let map = fs::read_to_string("/proc/self/uid_map").unwrap_or_default();
    map.split_ascii_whitespace().eq(["0", "0", "4294967295"])
}
