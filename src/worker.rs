//! The worker: drafting in a process of its own, which can be stopped and cannot touch anything.
//!
//! Neither Typst nor Tera can be told to stop, and a stack or memory that runs out ends the whole process. So papers
//! are drafted in a second process of the same binary, `affiant __worker`, which has nothing of the environment, opens
//! no file, is limited in memory and time, and asks this process for every file it reads ([`serve`]). This process
//! keeps the deadline, outlives whatever happens there, and tells it in the user's words ([`WorkerDeath`]).

#![expect(clippy::disallowed_methods, reason = "this edge starts processes and ends them in time")]

pub mod death;
mod limits;
mod message;
pub mod pool;
mod process;
mod serve;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

pub use death::{Cause, WorkerDeath};
pub use limits::{LIMITS, Limit};
pub use pool::Pool;
pub use serve::serve;

use crate::disk::{Disk, Reads};
use crate::draft::{Drafted, Request, Subject};
use crate::facts;
use crate::files::{FilePath, Stage};
use crate::pack::embedded_text;
use message::{Answer, FileAnswer, Order};
use process::Process;

/// How long one paper may take.
pub const DEADLINE: Duration = Duration::from_secs(facts::limits::WORKER_TIME.value as u64);
/// The hidden subcommand that makes a process a worker.
pub const SUBCOMMAND: &str = "__worker";
/// How many bytes of files a worker may keep before it is told to forget them.
const KEPT_BYTES: usize = 128 << 20;

/// One worker process, started again when it dies.
#[derive(Debug)]
pub struct Worker {
    program: PathBuf,
    deadline: Duration,
    process: Option<Process>,
    /// Which bytes the worker has, by name: the hash and size of each.
    known: HashMap<FilePath, ([u8; 32], usize)>,
    /// How many papers this process has drafted.
    drafted: u32,
    /// What the last case of a template read besides its own file: the next one will most likely read it too.
    usual: Vec<FilePath>,
}

impl Worker {
    /// Starts a worker of this very program, without waiting for it to be ready.
    #[must_use]
    pub fn start() -> Self {
        Self::start_program(&process::own_program(), DEADLINE)
    }

    /// Starts a worker of another program with another deadline: for tests.
    #[must_use]
    pub fn start_program(program: &Path, deadline: Duration) -> Self {
        let mut worker = Self {
            program: program.to_owned(),
            deadline,
            process: None,
            known: HashMap::new(),
            drafted: 0,
            usual: Vec::new(),
        };
        // A worker that cannot be started is reported by the first draft, when there is someone to report to.
        worker.process = Process::spawn(&worker.program).ok();
        worker
    }

    /// Drafts one paper, and notes on `disk` what it read, under [`key`].
    ///
    /// The sources that come back hold only the texts that a finding points into.
    ///
    /// # Errors
    /// Says how the worker ended; the next draft gets a new one.
    pub fn draft(&mut self, request: &Request, disk: &Disk) -> Result<Drafted, WorkerDeath> {
        let key = key(&request.subject);
        let mut reads = Reads::new();
        let until = Instant::now() + self.deadline;
        let warm = self.drafted > 0;
        let mut result = self.attempt(request, disk, &key, &mut reads, until);
        // A worker that died between two drafts, or of what others left in its memory, says nothing about this paper.
        if warm && result.as_ref().is_err_and(WorkerDeath::may_be_of_age) {
            reads.clear();
            result = self.attempt(request, disk, &key, &mut reads, until);
        }
        disk.note(&key, reads);
        result
    }

    /// Ends a round of drafts: the worker lets go of what the last rounds did not use.
    pub fn round(&mut self) {
        let forget = self.known.values().map(|(_, size)| size).sum::<usize>() > KEPT_BYTES;
        if let Some(process) = &mut self.process
            && process.send(&Order::Round { forget }, &[]).is_ok()
        {
            if forget {
                self.known.clear();
            }
        } else {
            self.end();
        }
    }

    /// Another worker of the same program.
    fn another(&self) -> Self {
        Self::start_program(&self.program, self.deadline)
    }

    /// The process id of the worker, if there is one; for tests and `doctor`.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.process.as_ref().map(Process::id)
    }

    fn attempt(
        &mut self,
        request: &Request,
        disk: &Disk,
        key: &str,
        reads: &mut Reads,
        until: Instant,
    ) -> Result<Drafted, WorkerDeath> {
        if self.process.is_none() {
            let started = Process::spawn(&self.program).map_err(|error| WorkerDeath {
                cause: Cause::Start(error.kind().to_string()),
                paper: name(&request.subject),
                stage: Stage::default(),
            });
            self.process = Some(started?);
        }
        let result = self.converse(request, disk, key, reads, until);
        match result {
            Ok(drafted) => {
                self.drafted += 1;
                Ok(drafted)
            }
            Err(Broken { stage, panicked }) => {
                let cause = self.process.take().map(|process| process.autopsy(panicked));
                self.end();
                let cause = cause.unwrap_or_else(|| Cause::Other(String::from("it was gone")));
                Err(WorkerDeath { cause, paper: name(&request.subject), stage })
            }
        }
    }

    /// The conversation about one paper: the order, questions for files, the answer.
    fn converse(
        &mut self,
        request: &Request,
        disk: &Disk,
        key: &str,
        reads: &mut Reads,
        mut until: Instant,
    ) -> Result<Drafted, Broken> {
        let mut stage = Stage::default();
        let Some(process) = &mut self.process else { return Err(Broken::at(stage)) };
        process.arm(until);
        // What the paper read last time it will most likely read again: sent along, it need not be asked for.
        let mut expected: Vec<FilePath> = disk.reads(key).into_keys().collect();
        let is_case = matches!(request.subject, Subject::Case { .. });
        if expected.is_empty() && is_case {
            expected.clone_from(&self.usual);
        } else if expected.is_empty() {
            expected = likely(&request.subject);
        }
        let mut bodies = Vec::new();
        let mut files = Vec::with_capacity(expected.len());
        // Until the paper is done all of it counts as read: who dies cannot say any more what it died of.
        let mut unused = BTreeSet::new();
        for path in expected {
            let (answer, bytes, seen) = answer(disk, &mut self.known, &path);
            reads.insert(path.clone(), seen);
            unused.insert(path.clone());
            bodies.extend(bytes);
            files.push((path, answer));
        }
        let order = Order::Draft { request: Box::new(request.clone()), files };
        let parts: Vec<&[u8]> = bodies.iter().map(AsRef::as_ref).collect();
        process.send(&order, &parts).map_err(|_| Broken::at(stage.clone()))?;
        loop {
            let Ok((message, body)) = process.receive() else { return Err(Broken::at(stage)) };
            match message {
                Answer::Stage(now) => stage = now,
                Answer::Used(paths) => unused.retain(|path| !paths.contains(path)),
                Answer::Read(path) => {
                    let asked = Instant::now();
                    let (answer, bytes, seen) = answer(disk, &mut self.known, &path);
                    reads.insert(path, seen);
                    let parts: Vec<&[u8]> = bytes.iter().map(AsRef::as_ref).collect();
                    // A slow disk is not the paper's fault.
                    until += asked.elapsed();
                    process.arm(until);
                    process.send(&Order::File(answer), &parts).map_err(|_| Broken::at(stage.clone()))?;
                }
                Answer::Done(mut drafted) => {
                    process.disarm();
                    if is_case {
                        self.usual = reads.keys().filter(|path| !path.path.contains("/cases/")).cloned().collect();
                    }
                    reads.retain(|path, _| !unused.contains(path));
                    drafted.sources.put_in(&drafted.report, embedded_text);
                    drafted.output.take_in(body);
                    return Ok(*drafted);
                }
                Answer::Panicked { place } => return Err(Broken { stage, panicked: Some(place) }),
            }
        }
    }

    fn end(&mut self) {
        self.process = None;
        self.known.clear();
        self.drafted = 0;
    }
}

/// The name that [`Disk::reads`] knows a paper by.
#[must_use]
pub fn key(subject: &Subject) -> String {
    match subject {
        Subject::Matter { draft } | Subject::Version { draft, .. } => draft.clone(),
        Subject::OneOff { template, facts, answers } => {
            format!("{template} {} {}", facts.join(" "), answers.as_deref().unwrap_or(""))
        }
        Subject::Case { template, case, .. } => format!("{template} {case}"),
        Subject::Samples { template, .. } => format!("{template} sample"),
        Subject::Compared { new, .. } => key(new),
    }
}

/// What a paper most likely reads at first: the files that matters have.
fn likely(subject: &Subject) -> Vec<FilePath> {
    match subject {
        Subject::Matter { draft } => {
            let answers = format!("answers/{draft}.toml");
            ["matter.toml", "facts.toml", &answers, "affiant.lock"].map(FilePath::matter).into()
        }
        _ => Vec::new(),
    }
}

/// What messages call a paper.
fn name(subject: &Subject) -> String {
    match subject {
        Subject::Matter { draft } | Subject::Version { draft, .. } => draft.clone(),
        Subject::OneOff { template, .. } | Subject::Samples { template, .. } => template.clone(),
        Subject::Case { template, case, .. } => format!("{template} {case}"),
        Subject::Compared { new, .. } => name(new),
    }
}

/// A conversation that ended without an answer.
struct Broken {
    stage: Stage,
    panicked: Option<String>,
}

impl Broken {
    fn at(stage: Stage) -> Self {
        Self { stage, panicked: None }
    }
}

/// What to tell the worker of a file: that it has the bytes already, the bytes, or why there are none.
fn answer(
    disk: &Disk,
    known: &mut HashMap<FilePath, ([u8; 32], usize)>,
    path: &FilePath,
) -> (FileAnswer, Option<std::sync::Arc<[u8]>>, crate::disk::Seen) {
    match disk.fetch(path) {
        Ok((bytes, stamp)) => {
            let same =
                known.insert(path.clone(), (stamp.hash, bytes.len())).is_some_and(|(hash, _)| hash == stamp.hash);
            if same {
                (FileAnswer::Same, None, Ok(stamp))
            } else {
                (FileAnswer::Bytes(bytes.len()), Some(bytes), Ok(stamp))
            }
        }
        Err(problem) => (FileAnswer::Problem(problem.clone()), None, Err(problem)),
    }
}
