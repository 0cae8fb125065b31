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
    heeded: Heeded,
    at_once: Option<Instant>,
    first: Option<Instant>,
    last: Option<Instant>,
    lost: Lost,
    heard: u64,
    stopped: bool,
}

/// What happened to a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Its writer closed it: it is whole.
    Closed,
    /// It came by renaming: it is whole.
    Arrived,
    /// It was made, removed, or renamed to something else.
    CameOrWent,
    /// Something else; more may come.
    Touched,
}

/// Which events matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heeded {
    /// Those about files and folders of these names.
    pub names: BTreeSet<OsString>,
    /// Those about what comes into these folders or goes: their lists were read.
    pub lists: BTreeSet<PathBuf>,
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
    /// Only these events are heeded from now on.
    pub fn heed(&self, heeded: Heeded) {
        self.lock().heeded = heeded;
    }

    /// Something happened to this path.
    pub fn hear(&self, path: &Path, sign: Sign) {
        let mut pending = self.lock();
        let moved = matches!(sign, Sign::Arrived | Sign::CameOrWent);
        let is_named = path.file_name().is_some_and(|name| pending.heeded.names.contains(name));
        let is_listed = || moved && path.parent().is_some_and(|folder| pending.heeded.lists.contains(folder));
        if !is_named && !is_listed() {
            return;
        }
        if moved {
            // If it is a folder under watch, its watch is dead.
            pending.lost.add(path);
        }
        pending.heard += 1;
        let now = Instant::now();
        if matches!(sign, Sign::Closed | Sign::Arrived) {
            pending.at_once.get_or_insert(now);
        }
        pending.first.get_or_insert(now);
        pending.last = Some(now);
        self.bell.notify_one();
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

impl Lost {
    fn add(&mut self, path: &Path) {
        match self {
            Self::None => *self = Self::Some(BTreeSet::from([path.to_owned()])),
            Self::Some(paths) if paths.len() < MANY => _ = paths.insert(path.to_owned()),
            Self::Some(_) | Self::All => *self = Self::All,
        }
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
