//! The worker: a real child process that drafts, is limited, dies, and is replaced.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use affiant::diag::{Code, Severity};
use affiant::disk::Disk;
use affiant::draft::{Drafted, Emit, Finish, Output, Request, Subject};
use affiant::worker::{Cause, DEADLINE, Pool, Worker, key};

/// The program under test.
fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_affiant"))
}

/// A request for a paper of a pack's template, with no facts.
fn request(template: &str) -> Request {
    Request {
        subject: Subject::OneOff { template: template.to_owned(), facts: Vec::new(), answers: None },
        with: Vec::new(),
        set: Vec::new(),
        date: None,
        today: String::from("2026-11-22"),
        unknown_zone: None,
        pack: true,
        locked: false,
        finish: Finish::Draft,
        emit: Emit::Pdf,
        previous: None,
    }
}

/// A pack with one template, `paper@1.0.0`, and its look.
struct Pack {
    folder: tempfile::TempDir,
}

impl Pack {
    fn new(body: &str, look: &str) -> Self {
        let pack = Self { folder: tempfile::tempdir().unwrap() };
        pack.write("templates/pack.toml", "name = \"test\"\nsummary = \"For tests\"\nlanguage = \"en\"\n");
        pack.body(body);
        pack.look(look);
        pack
    }

    /// A pack whose paper is as it should be.
    fn sound() -> Self {
        Self::new("A sound paper.", "body")
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn body(&self, body: &str) {
        let front = "title = \"Paper\"\nsummary = \"A paper\"\naudience = \"filed\"\nlanguage = \"en\"\n\
                     look = \"look@1.0.0\"\nnumbering = \"none\"\n";
        self.write("templates/paper/1.0.0/template.md", &format!("+++\n{front}+++\n{body}\n"));
    }

    fn look(&self, statements: &str) {
        self.write("snippets/look/1.0.0/look.typ", &format!("#let look(paper, body) = {{\n{statements}\n}}\n"));
    }

    fn disk(&self) -> Disk {
        Disk::new(None, Some(self.folder.path().to_owned()))
    }
}

/// Asserts that a PDF came out.
fn assert_pdf(drafted: &Drafted) {
    let Output::Pdf { pages, bytes } = &drafted.output else { panic!("no PDF: {:#?}", drafted.report) };
    assert!(*pages > 0 && bytes.starts_with(b"%PDF-"));
    assert!(!drafted.report.has(Severity::Error), "{:#?}", drafted.report);
}

/// Drafts a paper that no worker survives, and a sound one after it with the same supervisor.
fn assert_dies(body: &str, look: &str, cause: &Cause, code: Code, message: &str) {
    let (bad, good) = (Pack::new(body, look), Pack::sound());
    // What never ends is ended early here; what runs out of something gets its whole time, as a busy machine is slow.
    let deadline = if *cause == Cause::Time { Duration::from_secs(4) } else { DEADLINE };
    let mut worker = Worker::start_program(program(), deadline);
    let began = Instant::now();
    let death = worker.draft(&request("paper@1.0.0"), &bad.disk()).unwrap_err();
    assert!(began.elapsed() < deadline + Duration::from_secs(1), "it took {:?}", began.elapsed());
    assert_eq!(death.cause, *cause, "{death:?}");
    let diagnostic = death.diagnostic();
    assert_eq!((diagnostic.code, diagnostic.message.as_str()), (code, message));
    assert_pdf(&worker.draft(&request("paper@1.0.0"), &good.disk()).unwrap());
}

#[test]
fn a_paper_comes_back_as_pdf() {
    let pack = Pack::sound();
    assert_pdf(&Worker::start_program(program(), DEADLINE).draft(&request("paper@1.0.0"), &pack.disk()).unwrap());
}

#[test]
fn a_paper_comes_back_as_pictures_of_its_pages() {
    let pack = Pack::new(&"A paragraph of a paper.\n\n".repeat(80), "body");
    let mut worker = Worker::start_program(program(), DEADLINE);
    let request = request("paper@1.0.0");
    let pdf = worker.draft(&request, &pack.disk()).unwrap();
    let Output::Pdf { pages, .. } = pdf.output else { panic!("no PDF: {:#?}", pdf.report) };
    let pictures = worker.draft(&Request { emit: Emit::Pages, ..request.clone() }, &pack.disk()).unwrap();
    let Output::Pages { svg, .. } = &pictures.output else { panic!("no pages: {:#?}", pictures.report) };
    assert!(pages > 1 && svg.len() == pages, "{pages} pages, {} pictures", svg.len());
    assert!(svg.iter().all(|page| page.starts_with(b"<svg") && page.ends_with(b"</svg>")));
    let previous = Some(pictures.digest);
    let again = worker.draft(&Request { emit: Emit::Pages, previous, ..request }, &pack.disk()).unwrap();
    assert_eq!(again.output, Output::Unchanged);
}

#[test]
fn a_look_that_never_ends_is_ended() {
    let look = "for a in range(100000) { for b in range(100000) { if b < 0 { panic() } } }\nbody";
    let message = "`paper@1.0.0` took longer than 10 seconds while typesetting with `look@1.0.0`";
    assert_dies("Text.", look, &Cause::Time, Code::DraftTimeout, message);
}

#[test]
fn a_template_that_never_ends_is_ended() {
    let (open, close) = ("{% for n in range(end=1000) %}", "{% endfor %}");
    let body = format!("{}{}", open.repeat(4), close.repeat(4));
    let message = "`paper@1.0.0` took longer than 10 seconds while filling `paper@1.0.0`";
    assert_dies(&body, "body", &Cause::Time, Code::DraftTimeout, message);
}

#[cfg(target_os = "linux")]
#[test]
fn a_look_that_takes_all_memory_is_ended() {
    let message = "`paper@1.0.0` needed more than 1 GiB of memory while typesetting with `look@1.0.0`";
    assert_dies("Text.", "let all = range(2000000000)\nbody", &Cause::Memory, Code::DraftMemory, message);
}

#[cfg(target_os = "linux")]
#[test]
fn a_look_that_nests_without_end_is_ended() {
    // Typst moves its stack to the heap when it grows, so what runs out is memory, long before the 100,000th level.
    let look = "range(100000).fold(body, (inner, n) => { set text(size: 12pt); [#inner] })";
    let message = "`paper@1.0.0` needed more than 1 GiB of memory while typesetting with `look@1.0.0`";
    assert_dies("Text.", look, &Cause::Memory, Code::DraftMemory, message);
}

#[cfg(unix)]
#[test]
fn a_worker_that_was_killed_between_papers_is_replaced() {
    let pack = Pack::sound();
    let disk = pack.disk();
    let mut worker = Worker::start_program(program(), DEADLINE);
    assert_pdf(&worker.draft(&request("paper@1.0.0"), &disk).unwrap());
    let first = worker.id().unwrap();
    kill(first);
    assert_pdf(&worker.draft(&request("paper@1.0.0"), &disk).unwrap());
    assert_ne!(worker.id(), Some(first));
}

#[cfg(target_os = "linux")]
#[test]
fn a_program_that_is_no_worker_is_told() {
    let pack = Pack::sound();
    for (program, message) in [
        ("/nowhere/affiant", "the process that drafts papers did not start: entity not found"),
        ("/bin/false", "the process that drafts papers ended at `paper@1.0.0`: exit code 1"),
    ] {
        let mut worker = Worker::start_program(Path::new(program), DEADLINE);
        let death = worker.draft(&request("paper@1.0.0"), &pack.disk()).unwrap_err();
        assert_eq!(death.diagnostic().message, message);
    }
}

#[test]
fn every_file_that_a_paper_reads_is_known_and_a_change_is_drafted() {
    let pack = Pack::sound();
    let disk = pack.disk();
    let mut worker = Worker::start_program(program(), DEADLINE);
    let request = Request { emit: Emit::Text, ..request("paper@1.0.0") };
    let text = |drafted: Drafted| match drafted.output {
        Output::Text(text) => text,
        other => panic!("{other:?} {:#?}", drafted.report),
    };
    let key = key(&request.subject);
    for round in 0..4 {
        pack.body(&format!("Round {round}."));
        assert!(text(worker.draft(&request, &disk).unwrap()).contains(&format!("Round {round}.")));
        let reads = disk.reads(&key);
        let names: Vec<&str> = reads.keys().map(|path| path.path.as_str()).collect();
        assert!(names.contains(&"templates/paper/1.0.0/template.md"), "{names:?}");
        assert!(reads.iter().all(|(path, seen)| !disk.differs(path, seen)));
        worker.round();
    }
    pack.body("Another.");
    let reads = disk.reads(&key);
    let changed: Vec<&str> =
        reads.iter().filter(|(path, seen)| disk.differs(path, seen)).map(|(path, _)| path.path.as_str()).collect();
    assert_eq!(changed, ["templates/paper/1.0.0/template.md"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_paper_that_ends_its_worker_has_read_what_was_sent_along() {
    let pack = Pack::sound();
    let disk = pack.disk();
    let mut worker = Worker::start_program(program(), DEADLINE);
    let request = request("paper@1.0.0");
    let key = key(&request.subject);
    assert_pdf(&worker.draft(&request, &disk).unwrap());
    let before: Vec<_> = disk.reads(&key).into_keys().collect();
    pack.look("let all = range(2000000000)\nbody");
    assert_eq!(worker.draft(&request, &disk).unwrap_err().cause, Cause::Memory);
    let reads = disk.reads(&key);
    assert!(before.iter().all(|path| reads.contains_key(path)), "{reads:#?}");
    pack.look("body");
    assert!(reads.iter().any(|(path, seen)| path.path.ends_with("look.typ") && disk.differs(path, seen)));
    assert_pdf(&worker.draft(&request, &disk).unwrap());
    assert_eq!(disk.reads(&key).into_keys().collect::<Vec<_>>(), before);
}

#[test]
fn papers_are_shared_out_and_each_result_finds_its_request() {
    let pack = Pack::sound();
    for number in 0..6 {
        let front = "title = \"Paper\"\nsummary = \"A paper\"\naudience = \"filed\"\nlanguage = \"en\"\n\
                     look = \"look@1.0.0\"\nnumbering = \"none\"\n";
        let text = format!("+++\n{front}+++\nPaper {number}.\n");
        pack.write(&format!("templates/paper-{number}/1.0.0/template.md"), &text);
    }
    let (disk, mut pool) = (pack.disk(), Pool::with(Worker::start_program(program(), DEADLINE), 3));
    let requests: Vec<Request> =
        (0..6).map(|number| Request { emit: Emit::Text, ..request(&format!("paper-{number}@1.0.0")) }).collect();
    let mut ids = Vec::new();
    for _ in 0..2 {
        let mut texts = vec![String::new(); 6];
        pool.draft_all(&requests, &disk, |index, result| match result.unwrap().output {
            Output::Text(text) => texts[index] = text,
            other => panic!("{other:?}"),
        });
        for (number, text) in texts.iter().enumerate() {
            assert!(text.contains(&format!("Paper {number}.")), "{text}");
        }
        pool.round();
        ids.push(pool.ids().collect::<Vec<_>>());
    }
    assert_eq!((pool.running(), &ids[0]), (3, &ids[1]));
}

/// A process of the given id.
#[cfg(unix)]
fn pid(id: u32) -> rustix::process::Pid {
    rustix::process::Pid::from_raw(i32::try_from(id).unwrap()).unwrap()
}

#[cfg(unix)]
fn kill(id: u32) {
    rustix::process::kill_process(pid(id), rustix::process::Signal::KILL).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_worker_has_no_environment_no_files_and_no_way_to_open_one() {
    let pack = Pack::sound();
    let mut worker = Worker::start_program(program(), DEADLINE);
    assert_pdf(&worker.draft(&request("paper@1.0.0"), &pack.disk()).unwrap());
    let process = Path::new("/proc").join(worker.id().unwrap().to_string());
    // What there is of it is affiant's own, and says how memory is taken.
    let environment = String::from_utf8(fs::read(process.join("environ")).unwrap()).unwrap();
    // glibc cuts it into its parts as it reads it.
    let own = |part: &str| part.trim_start_matches("GLIBC_TUNABLES=").starts_with("glibc.malloc.");
    assert!(environment.split_terminator(['\0', ':']).all(own), "{environment:?}");
    assert_eq!(fs::read_link(process.join("cwd")).unwrap(), Path::new("/"));
    let files = |folder: &Path| -> Vec<(String, PathBuf)> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
        entries
            .filter_map(|entry| Some((entry.file_name().into_string().ok()?, fs::read_link(entry.path()).ok()?)))
            .collect()
    };
    // What whoever started the tests left open in all their children is not ours to close.
    let left = files(Path::new("/proc/self/fd"));
    let mut own = files(&process.join("fd"));
    own.retain(|file| !left.contains(file));
    own.sort();
    let numbers: Vec<&str> = own.iter().map(|(number, _)| number.as_str()).collect();
    assert_eq!(numbers, ["0", "1", "2"], "{own:?}");
    assert!(own.iter().all(|(_, target)| target.to_string_lossy().starts_with("pipe:")), "{own:?}");
    let limits = fs::read_to_string(process.join("limits")).unwrap();
    let limit = |name: &str| {
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap();
        line[name.len()..].split_whitespace().next().unwrap().to_owned()
    };
    assert_eq!(limit("Max open files"), "3");
    assert_eq!(limit("Max file size"), "0");
    assert_eq!(limit("Max core file size"), "0");
    assert_eq!(limit("Max data size"), ((1_u64 << 30) + 2 * (64 << 20)).to_string());
    assert!(limit("Max cpu time").parse::<u64>().unwrap() < 20);
}

/// The variable that turns [`supervisor`] from a test that has nothing to do into a process that supervises.
#[cfg(unix)]
const SUPERVISOR: &str = "AFFIANT_TEST_SUPERVISOR";

/// Not a test by itself: a supervisor that another test kills while its worker is busy.
#[cfg(unix)]
#[test]
fn supervisor() {
    use std::io::Write as _;
    let Some(pack) = std::env::var_os(SUPERVISOR) else { return };
    let mut worker = Worker::start_program(program(), DEADLINE);
    writeln!(std::io::stdout(), "worker {}", worker.id().unwrap()).unwrap();
    let _ = worker.draft(&request("paper@1.0.0"), &Disk::new(None, Some(pack.into())));
}

#[cfg(unix)]
#[test]
fn a_worker_ends_when_its_supervisor_is_killed() {
    use std::io::{BufRead as _, BufReader};
    let pack = Pack::new("Text.", "for a in range(100000) { for b in range(100000) { if b < 0 { panic() } } }\nbody");
    let mut child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["worker::supervisor", "--exact", "--nocapture", "--quiet", "--test-threads", "1"])
        .env(SUPERVISOR, pack.folder.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let id = lines.map_while(Result::ok).find_map(|line| line.strip_prefix("worker ")?.parse().ok()).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let until = Instant::now() + Duration::from_secs(5);
    while rustix::process::test_kill_process(pid(id)).is_ok() && !is_zombie(id) {
        assert!(Instant::now() < until, "the worker goes on");
        std::thread::yield_now();
    }
}

/// Whether a process has ended and only its parent's question is open.
#[cfg(unix)]
fn is_zombie(id: u32) -> bool {
    fs::read_to_string(format!("/proc/{id}/stat")).is_ok_and(|stat| stat.contains(") Z "))
}

#[cfg(target_os = "linux")]
#[test]
fn memory_and_files_level_off_over_hundreds_of_drafts() {
    let pack = Pack::sound();
    let disk = pack.disk();
    let mut worker = Worker::start_program(program(), DEADLINE);
    let mut resident = Vec::new();
    for save in 0..300 {
        pack.body(&format!("Paragraph {save} of many.\n\n{}", "Another paragraph of text. ".repeat(20)));
        assert_pdf(&worker.draft(&request("paper@1.0.0"), &disk).unwrap());
        worker.round();
        let status = fs::read_to_string(format!("/proc/{}/statm", worker.id().unwrap())).unwrap();
        resident.push(status.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4096);
    }
    let (early, late) = (resident[99], resident[299]);
    assert!(late < early + (8 << 20), "{} MiB after 100 saves, {} MiB after 300", early >> 20, late >> 20);
    assert!(late < 400 << 20, "{} MiB", late >> 20);
}

/// The variable that turns [`drafts`] from a test that has nothing to do into a process that drafts.
const DRAFTS: &str = "AFFIANT_TEST_DRAFTS";

/// How many virtual paths Typst has numbered in this process, of the 65,535 that it can.
fn numbered() -> u16 {
    use typst::syntax::{RootedPath, VirtualPath, VirtualRoot};
    static ASKED: std::sync::atomic::AtomicU16 = std::sync::atomic::AtomicU16::new(0);
    let number = ASKED.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let path = VirtualPath::new(format!("/asked-{number}")).unwrap();
    RootedPath::new(VirtualRoot::Project, path).intern().into_raw().get() - number
}

/// Not a test by itself: no other test may number paths meanwhile, so it needs a process of its own.
#[test]
fn drafts() {
    if std::env::var_os(DRAFTS).is_none() {
        return;
    }
    let pack = Pack::sound();
    let mut drafter = affiant::draft::Drafter::new();
    let mut first = 0;
    for save in 0..500 {
        pack.body(&format!("Save {save}."));
        let drafted = drafter.draft(&request("paper@1.0.0"), &pack.disk());
        assert!(matches!(drafted.output, Output::Pdf { .. }), "{:#?}", drafted.report);
        drafter.end_round();
        if save == 0 {
            first = numbered();
        }
    }
    assert_eq!(numbered(), first, "paths are numbered anew with each draft");
}

#[test]
fn five_hundred_drafts_number_no_more_paths_than_one() {
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["worker::drafts", "--exact", "--quiet", "--test-threads", "1"])
        .env(DRAFTS, "yes")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
