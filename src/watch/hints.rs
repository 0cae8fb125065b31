//! What the system told since the last look, gathered in constant room.
//!
//! Hints say *when* to look, never *what* is on disk: 60,000 events and one event come to the same look.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long it must be quiet before a file that may still be open is built.
const QUIET: Duration = Duration::from_millis(4);
/// How long a writer that is never quiet can put a look off.
const CAP: Duration = Duration::from_millis(50);
/// More lost folders than this, and all of them are armed anew.
const MANY: usize = 64;

/// What the system told, shared by the watcher's thread, the signal handler and the loop.
#[derive(Debug, Default)]
pub struct Hints {
    pending: Mutex<Pending>,
    bell: Condvar,
}

#[derive(Debug, Default)]
struct Pending {
    names: BTreeSet<OsString>,
    at_once: Option<Instant>,
    first: Option<Instant>,
    last: Option<Instant>,
    lost: Lost,
    heard: u64,
    stopped: bool,
}

/// How sure it is that the writer is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// The file was closed, or renamed to its place.
    AtOnce,
    /// More may come.
    AfterQuiet,
}

/// Which watched folders may be folders of another life by now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Lost {
    /// None.
    #[default]
    None,
    /// These paths, if they are folders under watch.
    Some(BTreeSet<PathBuf>),
    /// Any.
    All,
}

/// Why [`Hints::wait`] returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Woken {
    /// The watch shall end.
    Stopped,
    /// Something may have changed.
    Hint {
        /// When the first word of it came.
        since: Instant,
        /// Which folders to arm anew.
        lost: Lost,
    },
    /// Nothing was heard.
    TimeOut,
}

impl Hints {
    /// Only events about files or folders of these names are heeded from now on.
    pub fn heed(&self, names: BTreeSet<OsString>) {
        self.lock().names = names;
    }

    /// An event about this path.
    pub fn hear(&self, path: &Path, urgency: Urgency) {
        let mut pending = self.lock();
        if path.file_name().is_none_or(|name| !pending.names.contains(name)) {
            return;
        }
        pending.heard += 1;
        let now = Instant::now();
        if urgency == Urgency::AtOnce {
            pending.at_once.get_or_insert(now);
        }
        pending.first.get_or_insert(now);
        pending.last = Some(now);
        self.bell.notify_one();
    }

    /// A path was renamed, removed or made: if it is a folder under watch, its watch is dead.
    pub fn lose(&self, path: &Path) {
        let mut pending = self.lock();
        if path.file_name().is_none_or(|name| !pending.names.contains(name)) {
            return;
        }
        match &mut pending.lost {
            Lost::None => pending.lost = Lost::Some(BTreeSet::from([path.to_owned()])),
            Lost::Some(paths) if paths.len() < MANY => _ = paths.insert(path.to_owned()),
            Lost::Some(_) | Lost::All => pending.lost = Lost::All,
        }
    }

    /// Events were dropped: look at everything.
    pub fn rescan(&self) {
        let mut pending = self.lock();
        pending.lost = Lost::All;
        pending.at_once.get_or_insert_with(Instant::now);
        self.bell.notify_one();
    }

    /// Ends the watch, from any thread.
    pub fn stop(&self) {
        self.lock().stopped = true;
        self.bell.notify_one();
    }

    /// Whether the watch shall end.
    pub fn stopped(&self) -> bool {
        self.lock().stopped
    }

    /// How many events were heeded so far.
    pub fn heard(&self) -> u64 {
        self.lock().heard
    }

    /// Waits for a hint, but not beyond `until`.
    pub fn wait(&self, until: Instant) -> Woken {
        let mut pending = self.lock();
        loop {
            if pending.stopped {
                return Woken::Stopped;
            }
            let now = Instant::now();
            let due = pending.due();
            if due.is_some_and(|due| due <= now) {
                return pending.take(now);
            }
            let wake = due.map_or(until, |due| due.min(until));
            if wake <= now {
                return Woken::TimeOut;
            }
            pending = self.bell.wait_timeout(pending, wake - now).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pending {
    fn due(&self) -> Option<Instant> {
        let quiet = self.first.zip(self.last).map(|(first, last)| (last + QUIET).min(first + CAP));
        self.at_once.or(quiet)
    }

    fn take(&mut self, now: Instant) -> Woken {
        let since = self.first.or(self.at_once).unwrap_or(now);
        (self.at_once, self.first, self.last) = (None, None, None);
        Woken::Hint { since, lost: std::mem::take(&mut self.lost) }
    }
}
