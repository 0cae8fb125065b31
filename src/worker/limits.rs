//! What the worker may take, which it sets on itself before it reads anything.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The stack of the thread that drafts, in bytes: deep documents end at Typst's own limits before they end this.
pub(super) const STACK: usize = 64 << 20;
/// Memory for drafting, in bytes.
#[cfg(unix)]
const MEMORY: u64 = crate::facts::limits::WORKER_MEMORY.value as u64;
/// Address space beside that: the program, its fonts, stacks and the allocator's reserves, none of which is used up.
#[cfg(unix)]
const RESERVE: u64 = 512 << 20;
/// How long a draft may go on without its supervisor, a little more than the supervisor's own deadline.
const UNATTENDED: Duration = Duration::from_secs(11);
/// How often a worker at work looks whether its supervisor is still there.
const STEP: Duration = Duration::from_millis(250);

/// One limit of the worker, for `affiant doctor`.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// What is limited.
    pub name: &'static str,
    /// The most there may be, or that this platform cannot say so.
    pub state: &'static str,
}

/// The worker's limits.
pub const LIMITS: &[Limit] = &[
    Limit { name: "time for one paper", state: "10 s" },
    Limit { name: "memory", state: if cfg!(target_os = "linux") { "1 GiB" } else { "not limited on this platform" } },
    Limit { name: "stack", state: "64 MiB" },
    Limit {
        name: "files and connections it can open",
        state: if cfg!(unix) { "none" } else { "not limited on this platform" },
    },
    Limit { name: "files it can write", state: if cfg!(unix) { "none" } else { "not limited on this platform" } },
];

/// Limits this process for good.
#[cfg(unix)]
pub(super) fn limit() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let set = |resource, most: u64| {
        // A limit that is lower already stays; a system that refuses one still has the deadline.
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    };
    set(Resource::Core, 0);
    set(Resource::Fsize, 0);
    // Three files are open: input, output and errors. No other can be opened, and no connection made.
    set(Resource::Nofile, 3);
    set(Resource::As, MEMORY + RESERVE);
    // The stacks of two threads are data to the system, whether used or not.
    set(Resource::Data, MEMORY + 2 * STACK as u64);
}

/// Limits this process for good, where the platform can.
#[cfg(not(unix))]
pub(super) fn limit() {}

/// Keeps Typst's own parallel work on the thread that calls this, as long as what comes back lives.
///
/// One worker runs per core, so more threads would gain nothing, and each would bring its own small stack.
pub(super) fn own_threads() -> Option<rayon::ThreadPool> {
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().ok()
}

/// Ends this process when a draft goes on though nobody waits for it any longer.
///
/// The supervisor ends a worker at its deadline. One that was killed itself cannot, and a worker at work does not see
/// its input end.
#[derive(Debug, Default)]
pub(super) struct Watch {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    drafting_since: Option<Instant>,
    busy: Duration,
    over: bool,
}

impl Watch {
    /// A draft begins.
    pub(super) fn begin(&self) {
        let mut state = self.lock();
        state.drafting_since = Some(Instant::now());
        limit_cpu(state.busy);
        drop(state);
        self.changed.notify_one();
    }

    /// The draft is done.
    pub(super) fn end(&self) {
        let mut state = self.lock();
        if let Some(since) = state.drafting_since.take() {
            state.busy += since.elapsed();
        }
    }

    /// Nothing more will be drafted.
    pub(super) fn over(&self) {
        self.lock().over = true;
        self.changed.notify_one();
    }

    /// Watches until it is over.
    pub(super) fn keep(&self) {
        let parent = parent();
        let mut state = self.lock();
        while !state.over {
            state = match state.drafting_since {
                Some(since) if since.elapsed() > UNATTENDED || parent != self::parent() => std::process::abort(),
                Some(_) => self.changed.wait_timeout(state, STEP).unwrap_or_else(PoisonError::into_inner).0,
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets this process compute for as long as one more draft may take; the limit counts from its start.
#[cfg(unix)]
fn limit_cpu(busy: Duration) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let seconds = (busy + UNATTENDED).as_secs() + 2;
    let _ = setrlimit(Resource::Cpu, Rlimit { current: Some(seconds), maximum: None });
}

#[cfg(not(unix))]
fn limit_cpu(_: Duration) {}

#[cfg(unix)]
fn parent() -> Option<rustix::process::Pid> {
    rustix::process::getppid()
}

#[cfg(not(unix))]
fn parent() -> Option<()> {
    None
}
