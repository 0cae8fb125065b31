//! The lists of all connections that Linux keeps.

use std::collections::HashMap;
use std::fs;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddrV4};

use super::End;

/// The tables of this network namespace; a client may have opened an IPv6 socket for the mapped address.
const TABLES: [&str; 2] = ["/proc/net/tcp", "/proc/net/tcp6"];

/// The connections of a port, by both their ends.
#[derive(Debug, Default)]
pub struct Listed(HashMap<(SocketAddrV4, SocketAddrV4), End>);

impl Listed {
    /// Reads the system's tables.
    pub(super) fn now(port: u16) -> Self {
        let tables = TABLES.map(|name| fs::read_to_string(name).unwrap_or_default());
        Self::of(&tables, port)
    }

    /// Takes from tables as Linux writes them what is about a port.
    #[must_use]
    pub fn of(tables: &[String], port: u16) -> Self {
        let digits = format!(":{port:04X} ");
        let lines = tables.iter().flat_map(|table| table.lines()).filter(|line| line.contains(&digits));
        Self(lines.filter_map(end).filter(|(_, end)| end.socket != 0).collect())
    }

    /// The end at the first address of a connection with the second.
    pub(super) fn end(&self, own: SocketAddrV4, other: SocketAddrV4) -> Option<End> {
        self.0.get(&(own, other)).copied()
    }
}

/// A line of a table: number, both addresses, state, queues, timers, retries, user, timeout, socket.
fn end(line: &str) -> Option<((SocketAddrV4, SocketAddrV4), End)> {
    let mut columns = line.split_ascii_whitespace().skip(1);
    let (own, other) = (address(columns.next()?)?, address(columns.next()?)?);
    let user = columns.nth(4)?.parse().ok()?;
    let socket = columns.nth(1)?.parse().ok()?;
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
