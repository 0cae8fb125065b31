//! The worker's own side: it drafts what it is told to, and reads only by asking.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::io::{self, BufReader, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError};

use super::limits;
use super::message::{self, Answer, FileAnswer, Order};
use crate::draft::{Drafted, Drafter, Output};
use crate::files::{FilePath, FileProblem, Files, Stage};
use crate::pack::embedded_text;
use crate::typeset::Engine;
use crate::typeset::engine::FontSets;

/// Serves drafts over standard input and output until the input ends.
///
/// Call this first thing in `main`, before anything reads arguments or environment.
#[must_use]
pub fn serve() -> ExitCode {
    limits::limit();
    let watch = Arc::new(limits::Watch::default());
    let theirs = Arc::clone(&watch);
    let (hand_over, started) = sync_channel(1);
    let fonts = FontSets::default();
    let (own, others) = (fonts.clone(), fonts.clone());
    let thread = |name: &str| std::thread::Builder::new().name(name.to_owned()).stack_size(limits::STACK);
    let drafting = thread("draft").spawn(move || {
        let _pool = limits::own_threads();
        // What ends the start before it has handed anything over is met again here.
        let start = Box::new(move || started.recv().unwrap_or_else(|_| Engine::new(others)));
        let result = catch_unwind(AssertUnwindSafe(|| talk(&theirs, Drafter::with(own, start))));
        theirs.over();
        result
    });
    // Errors here mean that the supervisor is gone, and there is nobody to tell.
    let Ok(drafting) = drafting else { return ExitCode::from(101) };
    // The other thread has its first paper to read and compose. Not on this one: Typst cannot find out how large the
    // stack of a first thread is that may open no file, and would ask for a new one again and again. Without a thread
    // the engine starts when it is needed.
    let _ = thread("ready").spawn(move || {
        let _pool = limits::own_threads();
        let _ = catch_unwind(AssertUnwindSafe(move || {
            // Nobody takes it only when the drafting has ended.
            let _ = hand_over.send(Engine::ready(fonts));
        }));
    });
    watch.keep();
    match drafting.join() {
        Ok(Ok(Ok(()))) => ExitCode::SUCCESS,
        _ => ExitCode::from(101),
    }
}

/// Reads orders and answers them.
fn talk(watch: &limits::Watch, mut drafter: Drafter) -> io::Result<()> {
    let panic_place = record_panics();
    let desk = Desk::new(BufReader::new(io::stdin().lock()), io::stdout().lock());
    loop {
        let (order, body) = match desk.receive() {
            Ok(message) => message,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(error),
        };
        match order {
            Order::Draft { request, files } => {
                desk.expect(files, &body);
                watch.begin();
                let result = catch_unwind(AssertUnwindSafe(|| drafter.draft(&request, &desk)));
                watch.end();
                let Ok(drafted) = result else {
                    let place = panic_place.lock().unwrap_or_else(PoisonError::into_inner).clone();
                    // What a panic leaves behind is not to be trusted: a new worker takes over.
                    return desk.say(&Answer::Panicked { place }, &[]);
                };
                desk.finish(drafted)?;
            }
            Order::Round { forget } => {
                drafter.end_round();
                if forget {
                    desk.forget();
                }
            }
            Order::File(_) => return Err(io::ErrorKind::InvalidData.into()),
        }
    }
}

/// Keeps the place of a panic instead of printing its message, which may hold a fact's value.
fn record_panics() -> Arc<Mutex<String>> {
    let place = Arc::new(Mutex::new(String::new()));
    let kept = Arc::clone(&place);
    std::panic::set_hook(Box::new(move |panic| {
        let at = panic.location().map(ToString::to_string).unwrap_or_default();
        *kept.lock().unwrap_or_else(PoisonError::into_inner) = at;
    }));
    place
}

/// The bytes of a file, or why there are none.
type Found = Result<Arc<[u8]>, FileProblem>;

/// The files as the worker knows them, and the way to ask for more.
struct Desk<R, W> {
    from: RefCell<R>,
    to: RefCell<W>,
    /// Bytes of this and earlier drafts; the supervisor says which still hold.
    bytes: RefCell<HashMap<FilePath, Arc<[u8]>>>,
    /// What is true of this draft's files, as far as it is known.
    now: RefCell<HashMap<FilePath, Found>>,
    /// Which of the files that were sent along were read.
    used: RefCell<HashSet<FilePath>>,
}

impl<R: Read, W: Write> Desk<R, W> {
    fn new(from: R, to: W) -> Self {
        Self {
            from: RefCell::new(from),
            to: RefCell::new(to),
            bytes: RefCell::default(),
            now: RefCell::default(),
            used: RefCell::default(),
        }
    }

    fn receive(&self) -> io::Result<(Order, Vec<u8>)> {
        message::read(&mut *self.from.borrow_mut())
    }

    fn say(&self, answer: &Answer, bodies: &[&[u8]]) -> io::Result<()> {
        message::write(&mut *self.to.borrow_mut(), answer, bodies)
    }

    /// Takes the files that a draft is expected to read.
    fn expect(&self, files: Vec<(FilePath, FileAnswer)>, mut body: &[u8]) {
        self.now.borrow_mut().clear();
        self.used.borrow_mut().clear();
        for (path, answer) in files {
            let length = if let FileAnswer::Bytes(length) = answer { length.min(body.len()) } else { 0 };
            let (own, rest) = body.split_at(length);
            body = rest;
            let _ = self.learn(path, answer, own);
        }
    }

    /// Takes what the supervisor says of a file.
    fn learn(&self, path: FilePath, answer: FileAnswer, body: &[u8]) -> Result<Arc<[u8]>, FileProblem> {
        let known = match answer {
            FileAnswer::Same => self.bytes.borrow().get(&path).cloned().ok_or(FileProblem::Missing),
            FileAnswer::Bytes(_) => {
                let bytes: Arc<[u8]> = body.into();
                self.bytes.borrow_mut().insert(path.clone(), Arc::clone(&bytes));
                Ok(bytes)
            }
            FileAnswer::Problem(problem) => Err(problem),
        };
        self.now.borrow_mut().insert(path, known.clone());
        known
    }

    fn forget(&self) {
        self.bytes.borrow_mut().clear();
        self.now.borrow_mut().clear();
    }

    /// Sends the paper: the PDF or the pages beside the message, and no text that is embedded in the supervisor too.
    fn finish(&self, mut drafted: Drafted) -> io::Result<()> {
        let used: Vec<FilePath> = self.used.borrow_mut().drain().collect();
        self.say(&Answer::Used(used), &[])?;
        drafted.sources.leave_out(embedded_text);
        let bodies = match &mut drafted.output {
            Output::Pdf { bytes, .. } => vec![std::mem::take(bytes)],
            Output::Pages { svg, .. } => std::mem::take(svg),
            _ => Vec::new(),
        };
        let bodies: Vec<&[u8]> = bodies.iter().map(Vec::as_slice).collect();
        self.say(&Answer::Done(Box::new(drafted)), &bodies)
    }
}

impl<R: Read, W: Write> Files for Desk<R, W> {
    fn read(&self, path: &FilePath) -> Result<Arc<[u8]>, FileProblem> {
        if let Some(known) = self.now.borrow().get(path) {
            self.used.borrow_mut().insert(path.clone());
            return known.clone();
        }
        let gone = |_| FileProblem::Other(String::from("affiant was ended"));
        self.say(&Answer::Read(path.clone()), &[]).map_err(gone)?;
        match self.receive().map_err(gone)? {
            (Order::File(answer), body) => self.learn(path.clone(), answer, &body),
            _ => Err(FileProblem::Other(String::from("the answer was another one"))),
        }
    }

    fn stage(&self, stage: Stage) {
        // If the supervisor is gone, the next read of an order says so.
        let _ = self.say(&Answer::Stage(stage), &[]);
    }
}
