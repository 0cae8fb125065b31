//! The web form: a page on this machine alone, which no other site and no other user can reach.
//!
//! 1. [`listen`] takes connections on the loopback address until somebody ends the form or nobody uses it; [`doorman`]
//!    turns other users of the machine away, by what [`peer`] tells; [`seats`] keeps slow connections from shutting
//!    others out.
//! 2. [`guard`] refuses what does not come from the form's own pages, at their secret address, in a browser that was
//!    let in; [`door`] lets a browser in that has the printed address, once.
//! 3. [`routes`] is the list of the ways, and what stands at the end of each.
//! 4. [`desk`] opens one paper's questions and answers for a page, and saves what a page sends back.
//! 5. [`printer`] typesets the paper as it stands, on one thread that owns the worker.
//! 6. [`page`] writes the pages, and [`respond`] the headers that keep them to themselves.

mod advice;
mod desk;
mod door;
mod doorman;
mod guard;
pub mod limits;
mod listen;
pub mod page;
pub mod peer;
mod printer;
mod respond;
mod routes;
mod seats;
mod secret;
mod told;
mod ways;

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use axum::response::Response;
use tokio::runtime;
use tokio::sync::{Notify, Semaphore};

use crate::diag::{Code, Diagnostic, Report};
use crate::disk::Disk;
use crate::draft::Request;
use crate::fields::Audience;
use crate::interview::coach::Remark;
use crate::interview::{Interface, Path};
use crate::worker::Pool;
use desk::{Broken, Desk, Opened};
use door::{Door, Visitor};
use page::Refusal;
use peer::Witness;
use printer::Printer;
use secret::Secret;

pub use limits::Limits;

/// How long a save that is under way when the form ends may still take; every file is whole all the same.
const LAST_SAVE: Duration = Duration::from_millis(500);

/// The papers that a form is open for.
pub struct Site {
    /// The matter's title.
    pub title: String,
    /// The matter's folder.
    pub root: PathBuf,
    /// Reads it.
    pub disk: Disk,
    /// One for each paper: its id, and what to draft.
    pub papers: Vec<(String, Request)>,
    /// The words of the form, until a writer chooses another language.
    pub interface: &'static Interface,
    /// The command that opens the form again.
    pub again: String,
    /// The day, as it is noted in the answers file.
    pub today: fn() -> String,
}

/// What the form tells whoever started it.
pub enum Event {
    /// A browser was let in; another one can be let in with another address.
    LetIn {
        /// The address.
        next: String,
    },
    /// Something is wrong in the files of the matter: findings with their sources.
    Broken(Broken),
    /// Another user of this machine has tried to reach the form, and was turned away. This is said once.
    TurnedAway,
}

/// How a form ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Somebody ended it.
    Stopped,
    /// Nobody has used it for a while.
    Idle,
}

/// A form at its port, which nobody can reach yet.
pub struct Server {
    listener: TcpListener,
    shared: Arc<Shared>,
    stop: Arc<Notify>,
}

/// Ends a form, from any thread.
#[derive(Clone)]
pub struct Stop(Arc<Notify>);

impl Stop {
    /// Ends it.
    pub fn stop(&self) {
        self.0.notify_one();
    }
}

/// What is said of a section's answers.
#[derive(Default)]
struct Said {
    /// What could not be kept: the question, what was typed, and the key of what is said of it.
    refused: Vec<(Path, String, &'static str)>,
    /// What may be said about answers.
    advice: Vec<(Path, Vec<Remark>)>,
    /// What has just happened.
    notice: page::Notice,
}

/// What all requests share.
struct Shared {
    site: Site,
    limits: Limits,
    port: u16,
    door: Door,
    /// How this system tells whose a connection is; none when it does not.
    witness: Option<Witness>,
    /// What another user of this machine gets, whatever they ask.
    refusal: Vec<u8>,
    turned_away: AtomicBool,
    desks: Vec<Desk>,
    printer: Printer,
    turns: Arc<Semaphore>,
    last_used: Mutex<Instant>,
    languages: Vec<String>,
    tell: Box<dyn Fn(Event) + Send + Sync>,
    /// What was told last of the matter's files: a page that asks again and again says it once.
    told: Mutex<Report>,
}

impl Server {
    /// Takes a port of this machine's own address; any free one when none is named.
    ///
    /// # Errors
    /// Says that the port is taken, or what else the system says.
    pub fn bind(
        site: Site,
        port: Option<u16>,
        limits: Limits,
        tell: impl Fn(Event) + Send + Sync + 'static,
    ) -> Result<Self, Box<Diagnostic>> {
        let failed = |error: &io::Error| Box::new(cannot_listen(port, error));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port.unwrap_or(0))).map_err(|error| failed(&error))?;
        listener.set_nonblocking(true).map_err(|error| failed(&error))?;
        let port = listener.local_addr().map_err(|error| failed(&error))?.port();
        let door = Door::new(port, limits.visitors).ok_or_else(|| Box::new(no_randomness()))?;
        let desks = site.papers.iter().map(|(id, request)| Desk::new(id.clone(), request.clone())).collect();
        let shared = Shared {
            limits,
            port,
            door,
            witness: Witness::find(),
            refusal: respond::without_request(Refusal::OtherUser, site.interface),
            turned_away: AtomicBool::new(false),
            desks,
            printer: Printer::default(),
            turns: Arc::new(Semaphore::new(limits.requests)),
            last_used: Mutex::new(Instant::now()),
            languages: Interface::languages(),
            tell: Box::new(tell),
            told: Mutex::default(),
            site,
        };
        Ok(Self { listener, shared: Arc::new(shared), stop: Arc::new(Notify::new()) })
    }

    /// Whether this system tells whose a connection is, so that other users of the machine are turned away at once.
    #[must_use]
    pub fn tells_users_apart(&self) -> bool {
        self.shared.witness.is_some()
    }

    /// The address to open, good for one browser.
    #[must_use]
    pub fn address(&self) -> String {
        self.shared.address(&self.shared.door.token())
    }

    /// The address to start a browser with: it is good once, for a moment, and for this user alone, since all users of
    /// the machine can see what a program is started with. None when the system gives no random values.
    #[must_use]
    pub fn address_to_start_with(&self) -> Option<String> {
        self.shared.door.start().map(|token| self.shared.address(&token))
    }

    /// What ends the form.
    #[must_use]
    pub fn stop(&self) -> Stop {
        Stop(Arc::clone(&self.stop))
    }

    /// Answers until the form is ended, or nobody uses it. The pool is for the preview and the PDF.
    ///
    /// # Errors
    /// Says what the system refuses.
    pub fn run(self, pool: Pool) -> Result<Ending, Box<Diagnostic>> {
        let Self { listener, shared, stop } = self;
        let failed = |error: &io::Error| Box::new(cannot_listen(Some(shared.port), error));
        let mut builder = runtime::Builder::new_multi_thread();
        let runtime = builder.worker_threads(2).max_blocking_threads(shared.limits.requests).enable_all().build();
        let runtime = runtime.map_err(|error| failed(&error))?;
        let printing = Arc::clone(&shared);
        // It is not waited for: a paper may take its ten seconds, and nothing is written.
        std::thread::spawn(move || printing.printer.work(pool, &printing.site, &|broken| printing.broken(broken)));
        let router = routes::router(&shared);
        let serving = Arc::clone(&shared);
        let ending = runtime.block_on(async move {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            Ok(listen::run(listener, router, serving, stop).await)
        });
        shared.printer.end();
        runtime.shutdown_timeout(LAST_SAVE);
        ending.map_err(|error: io::Error| failed(&error))
    }
}

impl Site {
    /// What to draft for a paper, on this day.
    fn request(&self, draft: &str) -> Option<Request> {
        let (_, request) = self.papers.iter().find(|(id, _)| id == draft)?;
        Some(Request { today: (self.today)(), ..request.clone() })
    }
}

impl Shared {
    fn address(&self, token: &Secret) -> String {
        format!("http://127.0.0.1:{}{}{}", self.port, guard::OPEN, token.reveal())
    }

    fn desk(&self, way: &str) -> Option<&Desk> {
        self.desks.iter().find(|desk| desk.id == way)
    }

    /// A page of the form that says why there is nothing else.
    fn refused(&self, status: StatusCode, refusal: Refusal, interface: &'static Interface) -> Response {
        respond::refused(status, refusal, interface, Some(self.door.home()))
    }

    /// Somebody else on this machine has tried to come in: said once, so that nobody can fill the terminal.
    fn turned_away(&self) {
        if !self.turned_away.swap(true, Ordering::Relaxed) {
            (self.tell)(Event::TurnedAway);
        }
    }

    fn open(&self, desk: &Desk, interface: &'static Interface) -> Result<Opened, Broken> {
        desk.open(&self.site, interface)
    }

    /// Tells what is wrong in the files of the matter, unless that was the last that was told.
    fn broken(&self, broken: Broken) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if *told != broken.0 {
            told.clone_from(&broken.0);
            drop(told);
            (self.tell)(Event::Broken(broken));
        }
    }

    /// What the pages of a paper are made from. The section is counted from 1; 0 is no section.
    fn view<'a>(
        &'a self,
        desk: &'a Desk,
        opened: &'a Opened,
        guest: &'a Visitor,
        section: usize,
        said: &'a Said,
    ) -> page::View<'a> {
        let front = &opened.questionnaire.front;
        page::View {
            draft: &desk.id,
            home: self.door.home(),
            way: &desk.id,
            title: opened.questionnaire.title(),
            interface: opened.questionnaire.interface,
            languages: &self.languages,
            paper_language: &front.language,
            is_letter: front.audience == Audience::Outsider,
            sheet: &opened.sheet,
            section,
            token: guest.form(),
            sign: guest.sign(),
            others: self.desks.len() > 1,
            refused: &said.refused,
            advice: &said.advice,
            kept: &opened.kept,
            notice: said.notice,
            again: self.site.again.clone(),
        }
    }

    /// Somebody who was let in has done something.
    fn used(&self) {
        *self.last_used.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    fn last_used(&self) -> Instant {
        *self.last_used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn cannot_listen(port: Option<u16>, error: &io::Error) -> Diagnostic {
    match (port, error.kind()) {
        (Some(port), io::ErrorKind::AddrInUse) => {
            Diagnostic::new(Code::PortTaken, format!("port {port} is taken by another program"))
                .hint("leave `--port` out, and a free one is found")
        }
        (Some(port), io::ErrorKind::PermissionDenied) => {
            Diagnostic::new(Code::PortTaken, format!("port {port} may not be used by everybody"))
                .hint("leave `--port` out, or name one from 1024 on")
        }
        _ => Diagnostic::new(Code::PortTaken, format!("cannot open a port of this machine: {}", error.kind()))
            .hint("try again; `affiant ask` asks the same questions in the terminal"),
    }
}

fn no_randomness() -> Diagnostic {
    Diagnostic::new(Code::PortTaken, "this system gives no random values, without which a form is not safe to open")
        .hint("`affiant ask` asks the same questions in the terminal")
}
