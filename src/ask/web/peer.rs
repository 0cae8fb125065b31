//! Whose program is at the other end of a connection, where the system tells.
//!
//! Every user of a machine can connect to its loopback address. Linux lists all connections in `/proc/net/tcp`, each
//! end with its user, so that another user's connection is closed before anything it sends is looked at. Other systems
//! do not tell; there the secret address, the cookie and the secret of each page keep other users out.

use std::collections::HashMap;
use std::fs;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddrV4, TcpListener, TcpStream};

/// The tables of this network namespace; a client may have opened an IPv6 socket for the mapped address.
const TABLES: [&str; 2] = ["/proc/net/tcp", "/proc/net/tcp6"];
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

/// One end of a connection in a table of the system.
#[derive(Clone, Copy, Debug)]
struct End {
    user: u32,
    socket: u64,
}

/// The connections of this machine at one moment.
#[derive(Debug, Default)]
pub struct Connections(HashMap<(SocketAddrV4, SocketAddrV4), End>);

impl Connections {
    /// Reads the system's tables, as far as they are about a port.
    #[must_use]
    pub fn now(port: u16) -> Self {
        let tables = TABLES.map(|name| fs::read_to_string(name).unwrap_or_default());
        Self::of(&tables, port)
    }

    /// Takes from tables as Linux writes them what is about a port.
    #[must_use]
    pub fn of(tables: &[String], port: u16) -> Self {
        let digits = format!(":{port:04X} ");
        let lines = tables.iter().flat_map(|table| table.lines()).filter(|line| line.contains(&digits));
        Self(lines.filter_map(end).collect())
    }

    /// Whose program is at the other end of a connection. It is somebody else's also when either end is missing: what
    /// cannot be told is refused.
    #[must_use]
    pub fn owner(&self, ends: &Ends) -> Owner {
        let own = self.0.get(&(ends.server, ends.client)).filter(|own| own.socket == ends.socket);
        match (own, self.0.get(&(ends.client, ends.server))) {
            (Some(own), Some(other)) if own.user == other.user => Owner::Same,
            (Some(_), Some(other)) if other.user == 0 => Owner::Administrator,
            _ => Owner::Other,
        }
    }
}

/// A line of a table: number, both addresses, state, queues, timers, retries, user, timeout, socket. A connection whose
/// program has closed it has no socket any more, and stands there as if it were the administrator's.
fn end(line: &str) -> Option<((SocketAddrV4, SocketAddrV4), End)> {
    let mut columns = line.split_ascii_whitespace().skip(1);
    let (own, other) = (address(columns.next()?)?, address(columns.next()?)?);
    let user = columns.nth(4)?.parse().ok()?;
    let socket = columns.nth(1)?.parse().ok().filter(|socket| *socket != 0)?;
    Some(((own, other), End { user, socket }))
}

/// `0100007F:1F90`: the bytes of the address as the processor orders them. Of IPv6 only those are read that stand for
/// an address of IPv4.
fn address(text: &str) -> Option<SocketAddrV4> {
    let (host, port) = text.split_once(':')?;
    let word = |at: usize| u32::from_str_radix(host.get(at..at + 8)?, 16).ok().map(u32::to_ne_bytes);
    let host = match host.len() {
        8 => Ipv4Addr::from(word(0)?),
        32 => {
            let words = [word(0)?, word(8)?, word(16)?, word(24)?].concat();
            Ipv6Addr::from(<[u8; 16]>::try_from(words).ok()?).to_ipv4_mapped()?
        }
        _ => return None,
    };
    Some(SocketAddrV4::new(host, u16::from_str_radix(port, 16).ok()?))
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

/// Whether this system tells whose a connection is: asked of one that is made to see it.
#[must_use]
pub fn is_told() -> bool {
    let trial = || {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).ok()?;
        let std::net::SocketAddr::V4(server) = listener.local_addr().ok()? else { return None };
        let client = TcpStream::connect(server).ok()?;
        let (stream, _) = listener.accept().ok()?;
        let std::net::SocketAddr::V4(from) = client.local_addr().ok()? else { return None };
        let ends = Ends { client: from, server, socket: socket(&stream)? };
        let connections = Connections::now(server.port());
        let own = connections.0.get(&(server, from))?;
        // Where all unknown users have one number and ours is that number, nobody can be told from us.
        Some(connections.owner(&ends) == Owner::Same && (own.user != UNMAPPED || every_user_is_known()))
    };
    trial().unwrap_or(false)
}

/// Whether this process sees all users by their own numbers, as outside of any container.
fn every_user_is_known() -> bool {
    let map = fs::read_to_string("/proc/self/uid_map").unwrap_or_default();
    map.split_ascii_whitespace().eq(["0", "0", "4294967295"])
}
