//! The worker's process as its supervisor holds it: started, written to, read from, and ended at its deadline.

use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Instant;

use super::SUBCOMMAND;
use super::death::Cause;
use super::message::{self, Answer, Order};

/// The most that is read of what a dying worker said.
const LAST_WORDS: u64 = 4096;

/// How a worker's allocator is set, where that is glibc's; other systems take no notice.
///
/// A thread's heap is made large at once, of memory that is not there before it is used, and is not given back in
/// between. It would otherwise grow a page at a time, each time by the system, and the buffers of a PDF's streams would
/// be cleared by it for each stream.
const ALLOCATOR: [(&str, &str); 1] = [(
    "GLIBC_TUNABLES",
    "glibc.malloc.top_pad=16777216:glibc.malloc.mmap_threshold=4194304:\
     glibc.malloc.trim_threshold=16777216",
)];

/// A running worker.
#[derive(Debug)]
pub(super) struct Process {
    guard: Arc<Guard>,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
    stderr: ChildStderr,
    id: u32,
    guarded: bool,
}

/// The child and its deadline, shared with the thread that watches the clock.
#[derive(Debug)]
struct Guard {
    state: Mutex<Guarded>,
    changed: Condvar,
}

#[derive(Debug)]
struct Guarded {
    child: Child,
    deadline: Option<Instant>,
    /// When the watching thread looks again by itself.
    wakes: Option<Instant>,
    killed: bool,
    over: bool,
}

impl Process {
    /// Starts a worker: no environment but the [`ALLOCATOR`]'s, its own group (Ctrl-C is the supervisor's to handle),
    /// no hold on any folder.
    pub(super) fn spawn(program: &Path) -> io::Result<Self> {
        let mut command = Command::new(program);
        command
            .arg(SUBCOMMAND)
            .env_clear()
            .envs(ALLOCATOR)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        platform(&mut command);
        let mut child = command.spawn()?;
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        let stdin = child.stdin.take().ok_or_else(gone)?;
        let stdout = BufReader::new(child.stdout.take().ok_or_else(gone)?);
        let stderr = child.stderr.take().ok_or_else(gone)?;
        let id = child.id();
        let state = Mutex::new(Guarded { child, deadline: None, wakes: None, killed: false, over: false });
        let guard = Arc::new(Guard { state, changed: Condvar::new() });
        Ok(Self { guard, stdin: Some(stdin), stdout, stderr, id, guarded: false })
    }

    /// The process id.
    pub(super) fn id(&self) -> u32 {
        self.id
    }

    /// Ends the worker at `deadline` unless it is disarmed before.
    pub(super) fn arm(&mut self, deadline: Instant) {
        if !self.guarded {
            let guard = Arc::clone(&self.guard);
            self.guarded =
                std::thread::Builder::new().name(String::from("deadline")).spawn(move || guard.watch()).is_ok();
        }
        let mut state = self.guard.lock();
        state.deadline = Some(deadline);
        // The watching thread looks again at the last deadline it saw: a later one need not wake it.
        let asleep = state.wakes.is_none_or(|wakes| wakes > deadline);
        drop(state);
        if asleep {
            self.guard.changed.notify_one();
        }
    }

    /// Lets the worker be.
    pub(super) fn disarm(&self) {
        self.guard.lock().deadline = None;
    }

    /// Says something to the worker.
    pub(super) fn send(&mut self, order: &Order, bodies: &[&[u8]]) -> io::Result<()> {
        match &mut self.stdin {
            Some(stdin) => message::write(stdin, order, bodies),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// Waits for what the worker says.
    pub(super) fn receive(&mut self) -> io::Result<(Answer, Vec<u8>)> {
        message::read(&mut self.stdout)
    }

    /// Ends the worker, if it still lives, and finds out what it died of.
    pub(super) fn autopsy(mut self, panicked: Option<String>) -> Cause {
        self.stdin = None;
        let (status, killed) = self.guard.end();
        let mut words = Vec::new();
        let _ = Read::by_ref(&mut self.stderr).take(LAST_WORDS).read_to_end(&mut words);
        match panicked {
            Some(place) => Cause::Bug(place),
            None if killed => Cause::Time,
            None => Cause::of(status, &String::from_utf8_lossy(&words)),
        }
    }
}

impl Drop for Process {
    /// Ends the worker without waiting for the system to take its memory back.
    fn drop(&mut self) {
        let mut state = self.guard.lock();
        if !state.over {
            state.over = true;
            let _ = state.child.kill();
            let _ = state.child.try_wait();
        }
        drop(state);
        self.guard.changed.notify_all();
    }
}

impl Guard {
    fn lock(&self) -> std::sync::MutexGuard<'_, Guarded> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sleeps until the deadline and ends the worker then.
    fn watch(&self) {
        let mut state = self.lock();
        while !state.over {
            let now = Instant::now();
            state.wakes = state.deadline.filter(|deadline| *deadline > now);
            state = match state.deadline {
                Some(deadline) if deadline <= now => {
                    state.killed = true;
                    state.deadline = None;
                    let _ = state.child.kill();
                    state
                }
                Some(deadline) => {
                    self.changed.wait_timeout(state, deadline - now).unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// Ends the worker and its watch; tells how it ended if it did so by itself, and whether that was at its deadline.
    fn end(&self) -> (Option<ExitStatus>, bool) {
        let mut state = self.lock();
        // A worker that closed its pipe is about to end by itself, and how it ends is what is asked: give it a moment.
        let mut status = state.child.try_wait().ok().flatten();
        for _ in 0..50 {
            if status.is_some() || state.killed || state.over {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(2));
            status = state.child.try_wait().ok().flatten();
        }
        if status.is_none() {
            let _ = state.child.kill();
            let _ = state.child.wait();
        }
        state.over = true;
        let killed = state.killed;
        drop(state);
        self.changed.notify_all();
        (status, killed)
    }
}

/// The program that runs now, even if its file was replaced meanwhile.
pub(super) fn own_program() -> PathBuf {
    let own = Path::new("/proc/self/exe");
    if cfg!(target_os = "linux") && own.exists() {
        return own.to_owned();
    }
    std::env::current_exe().unwrap_or_else(|_| PathBuf::from("affiant"))
}

#[cfg(unix)]
fn platform(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.arg0("affiant").current_dir("/").process_group(0);
}

#[cfg(not(unix))]
fn platform(command: &mut Command) {
    // Windows finds its own libraries through this one.
    if let Some(root) = std::env::var_os("SystemRoot") {
        command.env("SystemRoot", root);
    }
}
