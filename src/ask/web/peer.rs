//! Whose program is at the other end of a connection, where the system tells.
//!
//! The address that `--open` hands to the browser stands in the list of processes, which every user of the machine can
//! read. So it is good for a connection of the same user alone.

use std::fs;

/// The other end of a connection: its port.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) u16);

impl Peer {
    /// Whether the program at the other end is one of the user whose form this is. True where the system cannot say.
    pub(super) fn is_same_user(self, own_port: u16) -> bool {
        let tables = ["/proc/net/tcp", "/proc/net/tcp6"].map(|name| fs::read_to_string(name).unwrap_or_default());
        is_same_user(&tables, self.0, own_port).unwrap_or(tables.iter().all(String::is_empty))
    }
}

/// Whether both ends of a connection within this machine belong to one user, by the tables of Linux (`/proc/net/tcp`): a line
/// has its number, both addresses, and as its eighth column the user. None when an end is in no table.
#[must_use]
pub fn is_same_user(tables: &[String], client: u16, server: u16) -> Option<bool> {
    let user_of = |from: u16, to: u16| {
        let is = |address: &str, port: u16| {
            let (host, own) = address.split_once(':').unwrap_or_default();
            // 127.0.0.1, also as an address of IPv6.
            host.ends_with("0100007F") && own == format!("{port:04X}")
        };
        tables.iter().flat_map(|table| table.lines()).find_map(|line| {
            let columns: Vec<&str> = line.split_whitespace().collect();
            let found = is(columns.get(1)?, from) && is(columns.get(2)?, to);
            columns.get(7).filter(|_| found).copied()
        })
    };
    Some(user_of(client, server)? == user_of(server, client)?)
}
