//! An open form, and a browser that is nothing but a socket.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use affiant::ask::web::{Ending, Event, Limits, Server, Site, Stop};
use affiant::disk::Disk;
use affiant::draft::{Emit, Request, Subject};
use affiant::interview::Interface;
use affiant::worker::{DEADLINE, Pool, Worker};

/// A machine that runs other tests may take its time; nothing waits so long unless something is wrong.
pub const PATIENCE: Duration = Duration::from_secs(40);

/// A form over a copy of the example, with the physician's letter still to be written.
pub struct Form {
    pub matter: PathBuf,
    pub port: u16,
    /// The secret step of every address, with its stroke before it: `/3f…`.
    pub home: String,
    /// The address that was printed first.
    pub address: String,
    /// The cookie of the browser that was let in.
    pub cookie: String,
    /// The secret of its pages.
    pub token: String,
    /// What was told on the terminal.
    pub told: Arc<Mutex<Vec<String>>>,
    stop: Stop,
    thread: Option<JoinHandle<Ending>>,
    _folder: tempfile::TempDir,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status; 0 when the connection was closed without one.
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Form {
    /// Opens the form, and lets a browser in.
    pub fn open(limits: Limits) -> Self {
        Self::of(&["letter-hospice"], limits)
    }

    /// Opens the form for these papers.
    pub fn of(drafts: &[&str], limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let matter = folder.path().join("m");
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/funeral-parole"), &matter);
        // It has been empty for long: one that was emptied just now is waited for.
        let answers = std::fs::File::create(matter.join("answers/letter-hospice.toml")).unwrap();
        answers.set_modified(SystemTime::now() - Duration::from_mins(1)).unwrap();
        let request =
            |id: &str| Request::of(Subject::Matter { draft: id.to_owned() }, String::from("2026-11-22"), Emit::Pdf);
        let site = Site {
            title: String::from("A matter"),
            root: matter.clone(),
            disk: Disk::new(Some(matter.clone()), None).with_user(None, None),
            papers: drafts.iter().map(|id| ((*id).to_owned(), request(id))).collect(),
            interface: Interface::of("en").unwrap(),
            again: String::from("affiant serve m --draft letter-hospice"),
            today: || String::from("2026-11-22"),
        };
        let told = Arc::new(Mutex::new(Vec::new()));
        let telling = Arc::clone(&told);
        let server = Server::bind(site, None, limits, move |event| {
            telling.lock().unwrap().push(match event {
                Event::LetIn { next } => next,
                Event::TurnedAway => String::from("turned away"),
                Event::Broken(broken) => broken.0.diagnostics.iter().map(|found| found.code.name()).collect(),
            });
        });
        let server = server.unwrap_or_else(|found| panic!("{found:?}"));
        let (address, stop) = (server.address(), server.stop());
        let port = address.split([':', '/']).nth(4).unwrap().parse().unwrap();
        let pool = Pool::with(Worker::start_program(Path::new(env!("CARGO_BIN_EXE_affiant")), DEADLINE), 1);
        let thread = std::thread::spawn(move || server.run(pool).unwrap());
        let mut form = Self {
            matter,
            port,
            home: String::new(),
            address,
            cookie: String::new(),
            token: String::new(),
            told,
            stop,
            thread: Some(thread),
            _folder: folder,
        };
        (form.home, form.cookie) = form.come_in(&form.way_in());
        form.token = value(&form.get("/letter-hospice/").body, "~token").unwrap();
        form
    }

    /// The way of the address that is good now.
    pub fn way_in(&self) -> String {
        let last = self.told.lock().unwrap().iter().rfind(|told| told.starts_with("http")).cloned();
        let address = last.unwrap_or_else(|| self.address.clone());
        address[address.find("/open/").unwrap()..].to_owned()
    }

    /// Lets a browser in: its cookie.
    pub fn enter(&self, way: &str) -> String {
        let (home, cookie) = self.come_in(way);
        assert_eq!(home, self.home);
        cookie
    }

    /// Where the address leads, and the cookie that is good there alone.
    fn come_in(&self, way: &str) -> (String, String) {
        let request = format!("GET {way} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.host());
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).unwrap();
        let answer = Answer::read(&mut stream);
        assert_eq!(answer.status, 303, "{answer:?}");
        let home = answer.header("location").unwrap();
        assert!(home.len() == 66 && home.starts_with('/') && home.ends_with('/'), "{home}");
        let cookie = answer.header("set-cookie").unwrap();
        assert!(cookie.ends_with(&format!("; HttpOnly; SameSite=Strict; Path={home}")), "{cookie}");
        (home.trim_end_matches('/').to_owned(), cookie.split(';').next().unwrap().to_owned())
    }

    /// A way as the browser asks for it: within the secret address, but for those that let somebody in.
    pub fn at(&self, way: &str) -> String {
        if way.starts_with("/open") || !way.starts_with('/') { way.to_owned() } else { format!("{}{way}", self.home) }
    }

    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// A page, as the browser that was let in asks for it.
    pub fn get(&self, way: &str) -> Answer {
        self.send(self.asking(way))
    }

    /// The head of a request of that browser.
    pub fn asking(&self, way: &str) -> String {
        let (host, cookie, way) = (self.host(), &self.cookie, self.at(way));
        format!("GET {way} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n")
    }

    /// A form that the browser sends back, with the secret that its page had.
    pub fn post(&self, way: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(self.sending(way, &self.fields(fields)))
    }

    /// A page that the browser sends back with these fields filled, and the others as they are when nothing stands in
    /// them.
    pub fn send_page(&self, page: &Answer, fields: &[(&str, &str)]) -> Answer {
        let section = value(&page.body, "~section").unwrap();
        let marks: Vec<(String, String)> = page
            .body
            .match_indices("~seen\" value=\"")
            .map(|(at, _)| {
                let name = &page.body[..at + "~seen".len()];
                let name = name[name.rfind('"').unwrap() + 1..].to_owned();
                let mark = value(&page.body, &name).unwrap();
                (name, mark)
            })
            .collect();
        let marks = marks.iter().map(|(name, mark)| (name.as_str(), mark.as_str()));
        let looked = value(&page.body, "~looked").unwrap_or_default();
        let own = [("~section", &*section), ("~looked", &*looked)];
        let all: Vec<(&str, &str)> = marks.chain(own).chain(fields.iter().copied()).collect();
        self.post("/letter-hospice/", &all)
    }

    /// Fields as a browser writes them, with the secret of the form.
    pub fn fields(&self, fields: &[(&str, &str)]) -> String {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair("~token", &self.token);
        body.extend_pairs(fields).finish()
    }

    /// A request with a body.
    pub fn sending(&self, way: &str, body: &str) -> String {
        let (host, cookie, length, way) = (self.host(), &self.cookie, body.len(), self.at(way));
        format!(
            "POST {way} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nSec-Fetch-Site: same-origin\r\n\
             Cookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\
             Connection: close\r\n\r\n{body}"
        )
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Sends bytes, and reads until the connection ends.
    pub fn send(&self, request: impl AsRef<[u8]>) -> Answer {
        let mut stream = self.connect();
        // The other side may have hung up in the middle; what it said before is read all the same.
        let _ = stream.write_all(request.as_ref());
        let mut answer = Answer::read(&mut stream);
        // Where it leads, without the secret step.
        answer.head = answer.head.replace(&format!("location: {}/", self.home), "location: /");
        answer
    }

    /// The answers file.
    pub fn answers(&self) -> String {
        std::fs::read_to_string(self.matter.join("answers/letter-hospice.toml")).unwrap()
    }

    /// Ends the form: how it ended.
    pub fn end(&mut self) -> Ending {
        self.stop.stop();
        self.thread.take().unwrap().join().unwrap()
    }

    /// Waits until the form ends by itself.
    pub fn wait(&mut self) -> Ending {
        self.thread.take().unwrap().join().unwrap()
    }
}

impl Drop for Form {
    fn drop(&mut self) {
        self.stop.stop();
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(ended.is_ok() || std::thread::panicking());
        }
    }
}

impl Answer {
    /// Reads until the connection ends.
    pub fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        let mut part = [0; 16 << 10];
        loop {
            match stream.read(&mut part) {
                Ok(0) => break,
                Ok(count) => bytes.extend(&part[..count]),
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                    panic!("the form neither answers nor hangs up")
                }
                // It hung up while it was still being written to.
                Err(_) => break,
            }
        }
        let _ = stream.shutdown(Shutdown::Both);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        Self { status, head: head.to_owned(), body: body.to_owned() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// Whether the form refused it: by a status that says so, or by hanging up.
    pub fn is_refusal(&self) -> bool {
        self.status == 0 || (400..500).contains(&self.status)
    }
}

/// The value of a hidden field.
pub fn value(html: &str, name: &str) -> Option<String> {
    let from = html.find(&format!("name=\"{name}\" value=\""))? + name.len() + "name=\"\" value=\"".len();
    html[from..].split('"').next().map(str::to_owned)
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
