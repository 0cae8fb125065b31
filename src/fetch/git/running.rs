//! One call of git under way: ended when it takes too long or too much, or at Ctrl-C.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Ended, MOST_FETCHED};
use crate::fetch::Stop;

/// How much of what git says on standard error is kept.
const SAID: u64 = 16 << 10;

/// A call under way.
pub(super) struct Running {
    pub stdin: Option<std::process::ChildStdin>,
    pub stdout: std::process::ChildStdout,
    said: std::thread::JoinHandle<Vec<u8>>,
    guard: Arc<Guard>,
    watch: std::thread::JoinHandle<()>,
}

/// How far a call is.
#[derive(Debug)]
enum State {
    UnderWay,
    Over,
    /// It was ended, and why.
    Ended(Ended),
}

/// What keeps a call within its limits.
struct Guard {
    child: Mutex<Child>,
    state: Mutex<State>,
    changed: Condvar,
    until: Instant,
    stop: Stop,
    folder: PathBuf,
}

impl Running {
    /// Starts it; `folder` may not grow too large meanwhile.
    pub(super) fn start(mut command: Command, folder: &Path, until: Instant, stop: &Stop) -> Result<Self, Ended> {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Ended::NotInstalled,
            _ => Ended::Failed(crate::disk::problem::reason(&error)),
        })?;
        let gone = || Ended::Failed("it ended at once".to_owned());
        let stdout = child.stdout.take().ok_or_else(gone)?;
        let mut stderr = child.stderr.take().ok_or_else(gone)?;
        let said = std::thread::spawn(move || {
            let mut said = Vec::new();
            let _ = Read::by_ref(&mut stderr).take(SAID).read_to_end(&mut said);
            // Whatever else it says goes nowhere, but it must not be kept waiting.
            let _ = std::io::copy(&mut stderr, &mut std::io::sink());
            said
        });
        let stdin = child.stdin.take();
        let guard = Arc::new(Guard {
            child: Mutex::new(child),
            state: Mutex::new(State::UnderWay),
            changed: Condvar::new(),
            until,
            stop: Arc::clone(stop),
            folder: folder.to_owned(),
        });
        let watched = Arc::clone(&guard);
        let watch = std::thread::spawn(move || watched.watch());
        Ok(Self { stdin, stdout, said, guard, watch })
    }

    /// Ends it.
    pub(super) fn end(&self) {
        self.guard.kill();
    }

    /// Waits for its end.
    pub(super) fn finish(self) -> Result<(), Ended> {
        let Self { stdin, stdout, said, guard, watch } = self;
        drop((stdin, stdout));
        let status = loop {
            let status = lock(&guard.child).try_wait();
            match status {
                Ok(Some(status)) => break Some(status),
                Ok(None) => std::thread::sleep(Duration::from_millis(1)),
                Err(_) => break None,
            }
        };
        let state = std::mem::replace(&mut *lock(&guard.state), State::Over);
        guard.changed.notify_all();
        let _ = watch.join();
        let said = said.join().unwrap_or_default();
        match state {
            State::Ended(because) => Err(because),
            _ if status.is_some_and(|status| status.success()) => Ok(()),
            _ => Err(Ended::Failed(String::from_utf8_lossy(&said).into_owned())),
        }
    }
}

impl Guard {
    /// Looks again and again whether the call may go on.
    fn watch(&self) {
        let mut state = lock(&self.state);
        let mut looks = 0_u32;
        while matches!(*state, State::UnderWay) {
            let (next, _) =
                self.changed.wait_timeout(state, Duration::from_millis(20)).unwrap_or_else(PoisonError::into_inner);
            state = next;
            looks += 1;
            let because = if self.stop.load(Ordering::Relaxed) {
                Ended::Stopped
            } else if Instant::now() > self.until {
                Ended::TooLong
            } else if looks.is_multiple_of(10) && size(&self.folder) > MOST_FETCHED {
                Ended::TooLarge
            } else {
                continue;
            };
            if matches!(*state, State::UnderWay) {
                *state = State::Ended(because);
                self.kill();
            }
        }
    }

    fn kill(&self) {
        let mut child = lock(&self.child);
        #[cfg(unix)]
        if matches!(child.try_wait(), Ok(None)) {
            use rustix::process::{Pid, Signal, kill_process_group};
            let _ = kill_process_group(Pid::from_child(&child), Signal::KILL);
        }
        let _ = child.kill();
    }
}

/// How many bytes the files in a folder have.
fn size(folder: &Path) -> u64 {
    let (mut total, mut folders) = (0, vec![folder.to_owned()]);
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(at).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => folders.push(entry.path()),
                Ok(metadata) => total += metadata.len(),
                Err(_) => {}
            }
        }
    }
    total
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
