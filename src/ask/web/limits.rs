//! What one visitor of the form may take: bytes, time, connections.

use std::time::Duration;

/// The limits of the form's server; tests set shorter ones.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most bytes that a page may send back: an answer's own limit, with room for its neighbours.
    pub body: usize,
    /// The most answers that a page may send back.
    pub answers: usize,
    /// The most bytes of a request's head.
    pub head: usize,
    /// The most lines of a request's head.
    pub head_lines: usize,
    /// How long a request's head may take, from the first byte on; also how long a connection may be silent.
    pub head_time: Duration,
    /// How long the rest of a request may take.
    pub body_time: Duration,
    /// How long one connection may live; it is ended between two requests where that is possible.
    pub connection_time: Duration,
    /// How many connections there may be at once; one more is closed.
    pub connections: usize,
    /// How many requests are worked on at once; the others wait.
    pub requests: usize,
    /// How long a request may wait for its turn.
    pub patience: Duration,
    /// How many browsers may be let in at once; the one that came first must then be let in again.
    pub visitors: usize,
    /// The form ends when nobody has used it for so long; never, when there is none.
    pub idle: Option<Duration>,
}

/// An hour: long enough to find a paper or to be called away, short enough for a computer that is left alone.
pub const IDLE: Duration = Duration::from_hours(1);

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 1 << 20,
            answers: 1000,
            head: 16 << 10,
            head_lines: 64,
            head_time: Duration::from_secs(10),
            body_time: Duration::from_secs(10),
            connection_time: Duration::from_mins(5),
            connections: 128,
            requests: 16,
            patience: Duration::from_secs(10),
            visitors: 16,
            idle: Some(IDLE),
        }
    }
}
