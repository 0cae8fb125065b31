//! Linux's answer for one end of a connection: the messages of `sock_diag(7)`, in the bytes of its `linux/inet_diag.h`.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddrV4};
use std::os::fd::OwnedFd;

use rustix::net::{AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, netlink, recv, send, socket_with};

use super::End;

/// `SOCK_DIAG_BY_FAMILY`: the kind of a question and of its answer.
const BY_FAMILY: u16 = 20;
/// `NLM_F_REQUEST`
const REQUEST: u16 = 1;
/// `AF_INET`. It finds a client's IPv6 socket for the mapped address too.
const INET: u8 = 2;
/// `IPPROTO_TCP`
const TCP: u8 = 6;
/// How many bytes say how long a message is and of which kind.
const HEAD: usize = 16;
/// How many bytes come before both ends in a question.
const BEFORE: usize = 8;
/// How many bytes name both ends: two ports, two addresses of 16 bytes, a network device, two numbers of a socket.
const BOTH: usize = 48;
/// How many bytes a question has.
const QUESTION: usize = HEAD + BEFORE + BOTH;
/// Where both ends stand in an answer: after the head, with the kind of address and the state.
const ENDS_AT: usize = HEAD + 4;
/// Where the user stands in an answer: after both ends, a time and the lengths of two queues. The socket comes next.
const USER_AT: usize = ENDS_AT + BOTH + 12;
/// No answer is longer.
const LONGEST: usize = 8 << 10;

/// An open way to ask.
#[derive(Debug)]
pub struct Line(OwnedFd);

impl Line {
    /// Opens it; none where the system has no such way.
    pub(super) fn open() -> Option<Self> {
        let protocol = Some(netlink::SOCK_DIAG);
        socket_with(AddressFamily::NETLINK, SocketType::RAW, SocketFlags::CLOEXEC, protocol).ok().map(Self)
    }

    /// The end at the first address of a connection with the second.
    pub(super) fn end(&self, own: SocketAddrV4, other: SocketAddrV4) -> Option<End> {
        send(&self.0, &question(own, other), SendFlags::empty()).ok()?;
        let mut answer = [0; LONGEST];
        // It is there when the question has been sent; nothing is waited for.
        let (_, length) = recv(&self.0, &mut answer, RecvFlags::DONTWAIT).ok()?;
        read(answer.get(..length)?, own, other)
    }
}

fn question(own: SocketAddrV4, other: SocketAddrV4) -> [u8; QUESTION] {
    let mut out = [0; QUESTION];
    let mut put = |at: usize, bytes: &[u8]| out[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &u32::try_from(QUESTION).unwrap_or_default().to_ne_bytes());
    put(4, &BY_FAMILY.to_ne_bytes());
    put(6, &REQUEST.to_ne_bytes());
    put(HEAD, &[INET, TCP]);
    // In whatever state it is.
    put(HEAD + 4, &u32::MAX.to_ne_bytes());
    let ends = HEAD + BEFORE;
    put(ends, &own.port().to_be_bytes());
    put(ends + 2, &other.port().to_be_bytes());
    put(ends + 4, &own.ip().octets());
    put(ends + 20, &other.ip().octets());
    // Whatever the socket's number.
    put(ends + 40, &u64::MAX.to_ne_bytes());
    out
}

/// What an answer says of this end. Where there is no such connection, the system may answer for a program that only
/// listens at the same port.
fn read(answer: &[u8], own: SocketAddrV4, other: SocketAddrV4) -> Option<End> {
    let bytes = |at: usize, count: usize| answer.get(at..at + count);
    let number = |at: usize| Some(u32::from_ne_bytes(bytes(at, 4)?.try_into().ok()?));
    let port = |at: usize| Some(u16::from_be_bytes(bytes(at, 2)?.try_into().ok()?));
    let is_answer = bytes(4, 2)? == BY_FAMILY.to_ne_bytes();
    let is_asked = port(ENDS_AT)? == own.port()
        && port(ENDS_AT + 2)? == other.port()
        && address(bytes(ENDS_AT + 4, 16)?)? == *own.ip()
        && address(bytes(ENDS_AT + 20, 16)?)? == *other.ip();
    let end = End { user: number(USER_AT)?, socket: number(USER_AT + 4)?.into() };
    (is_answer && is_asked).then_some(end)
}

/// An address of IPv4 in its own bytes, with nothing after them, or mapped to one of IPv6.
fn address(bytes: &[u8]) -> Option<Ipv4Addr> {
    let all = <[u8; 16]>::try_from(bytes).ok()?;
    match all {
        [a, b, c, d, rest @ ..] if rest.iter().all(|byte| *byte == 0) => Some(Ipv4Addr::new(a, b, c, d)),
        _ => Ipv6Addr::from(all).to_ipv4_mapped(),
    }
}
