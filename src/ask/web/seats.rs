//! How many connections there may be at once, and which one goes when another comes.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tokio::sync::Notify;

/// The places for connections. When all are taken, a newcomer gets the place of the connection that has been waited for
/// the longest: a program that opens many and sends nothing shuts nobody out.
pub(super) struct Seats {
    most: usize,
    taken: Mutex<Vec<Arc<Seat>>>,
}

/// The place of one connection.
pub(super) struct Seat {
    /// Since when nothing is done for it but waiting for what it sends or takes; none while a request is worked on.
    waiting: Mutex<Option<Instant>>,
    /// Tells the connection to go.
    leave: Notify,
}

impl Seats {
    pub(super) fn new(most: usize) -> Self {
        Self { most, taken: Mutex::default() }
    }

    /// A place for a connection; none when all that there are have work going on for them.
    pub(super) fn take(self: &Arc<Self>) -> Option<Taken> {
        let mut taken = lock(&self.taken);
        if taken.len() >= self.most {
            let waiting =
                taken.iter().enumerate().filter_map(|(at, seat)| Some((lock(&seat.waiting).as_ref().copied()?, at)));
            let (_, at) = waiting.min()?;
            taken.swap_remove(at).leave.notify_one();
        }
        let seat = Arc::new(Seat { waiting: Mutex::new(Some(Instant::now())), leave: Notify::new() });
        taken.push(Arc::clone(&seat));
        Some(Taken { seats: Arc::clone(self), seat })
    }
}

impl Seat {
    /// Something is done for the connection: it keeps its place.
    pub(super) fn works(&self) {
        *lock(&self.waiting) = None;
    }

    /// The connection is waited for.
    pub(super) fn waits(&self) {
        *lock(&self.waiting) = Some(Instant::now());
    }

    /// Waits until the place is needed for another connection.
    pub(super) async fn is_needed(&self) {
        self.leave.notified().await;
    }
}

/// A place that is free again when this goes.
pub(super) struct Taken {
    seats: Arc<Seats>,
    pub(super) seat: Arc<Seat>,
}

impl Drop for Taken {
    fn drop(&mut self) {
        lock(&self.seats.taken).retain(|seat| !Arc::ptr_eq(seat, &self.seat));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
