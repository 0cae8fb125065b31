//! The sweep of faults: the program runs under `strace`, which lets one call of the system fail, or kills the program
//! there; then the next call, and so on, until every call that concerns the matter had its turn.
//!
//! Whatever the fault, a file that a person wrote stays as it is, every other file is its whole old or whole new self,
//! and the next run without a fault succeeds.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

/// The day that all papers are dated by, so that the same matter gives the same bytes.
const DAY: &str = "1795219200";

/// What goes wrong with calls that take space.
const TAKING: &[&str] = &["error=ENOSPC", "error=EDQUOT", "error=EIO", "signal=KILL"];
/// What goes wrong with calls that name, sync or remove files.
const WRITING: &[&str] = &["error=ENOSPC", "error=EIO", "signal=KILL"];
/// What goes wrong with calls that read.
const READING: &[&str] = &["error=EIO"];

/// One call of the system to go wrong: the `nth` of its name in the program's main thread.
#[derive(Clone, Debug)]
struct Fault {
    call: String,
    nth: usize,
    what: &'static str,
}

/// How a run ended.
#[derive(Debug)]
struct Ended {
    /// The exit code; none when it was killed.
    code: Option<i32>,
    said: String,
    struck: bool,
}

/// The files of a folder by their paths in it.
type Files = BTreeMap<String, Vec<u8>>;

/// Which folder a command works on, and how it is called there.
struct Stage<'a> {
    /// The folder as it is before each run: `matter` in it is what the command writes to.
    before: &'a Path,
    arguments: &'a [&'a str],
}

impl Stage<'_> {
    /// A copy of the folder, to try one fault in.
    fn copy(&self) -> tempfile::TempDir {
        let folder = super::scratch();
        super::copy(self.before, folder.path());
        folder
    }

    /// Runs the command in a folder.
    fn run(&self, folder: &Path) -> Ended {
        let mut command = Command::new(env!("CARGO_BIN_EXE_affiant"));
        end(folder, command.args(self.arguments))
    }

    /// Runs the command under `strace` with these options; its log is in the folder afterwards.
    fn trace(&self, folder: &Path, options: &[&str]) -> Ended {
        let mut command = Command::new("strace");
        command.args(["-o", "log"]).args(options).arg(env!("CARGO_BIN_EXE_affiant")).args(self.arguments);
        let ended = end(folder, &mut command);
        let log = fs::read(folder.join("log")).unwrap_or_else(|_| panic!("strace cannot trace: {}", ended.said));
        let log = String::from_utf8_lossy(&log);
        Ended { struck: log.contains("(INJECTED)") || log.contains("killed by SIGKILL"), ..ended }
    }

    /// Every fault that can befall the command while it works on the matter, found by watching it once.
    fn faults(&self) -> Vec<Fault> {
        let folder = self.copy();
        let ended = self.trace(folder.path(), &["-f", "-y", "-e", "trace=%file,%desc"]);
        assert_eq!(ended.code, Some(0), "{}", ended.said);
        let matter = folder.path().canonicalize().unwrap().join("matter").display().to_string();
        let log = String::from_utf8_lossy(&fs::read(folder.path().join("log")).unwrap()).into_owned();
        let main = log.split_whitespace().next().unwrap();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut faults = Vec::new();
        for line in log.lines() {
            let Some((thread, rest)) = line.split_once(' ') else { continue };
            let Some((call, given)) = rest.trim_start().split_once('(') else { continue };
            if !call.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_') {
                continue;
            }
            let concerns = given.contains(&matter) || given.contains("\"matter");
            let writes = writes(call, given);
            if thread != main {
                // A fault in another thread could not be told from one in the main thread.
                assert!(!(concerns && writes), "only the main thread writes to the matter: {line}");
                continue;
            }
            let nth = counts.entry(call).or_default();
            *nth += 1;
            let kinds = match (concerns, writes) {
                // What is printed, and what the workers are told, can fail as well.
                (_, true) if call == "write" || concerns && call == "openat" => TAKING,
                (true, true) => WRITING,
                (true, _) if !matches!(call, "execve" | "close" | "fcntl" | "lseek" | "readlink" | "mmap") => READING,
                _ => &[],
            };
            faults.extend(kinds.iter().map(|what| Fault { call: call.to_owned(), nth: *nth, what }));
        }
        faults
    }

    /// Lets every fault befall a copy of the folder of its own, and tells what `judge` found wrong afterwards.
    fn sweep(&self, least: usize, judge: impl Fn(&Path, &Fault, &Ended) -> Result<(), String> + Sync) {
        let faults = self.faults();
        assert!(faults.len() >= least, "only {} faults: {faults:?}", faults.len());
        let wrong = Mutex::new(Vec::new());
        let next = Mutex::new(faults.iter());
        let threads = std::thread::available_parallelism().map_or(2, |cores| cores.get() + 1);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    loop {
                        let Some(fault) = next.lock().unwrap().next() else { break };
                        let folder = self.copy();
                        let Fault { call, nth, what } = fault;
                        let inject = format!("inject={call}:{what}:when={nth}");
                        let ended = self.trace(folder.path(), &["-e", &format!("trace={call}"), "-e", &inject]);
                        let judged = if ended.struck {
                            judge(folder.path(), fault, &ended)
                        } else {
                            Err(String::from("the call did not come"))
                        };
                        if let Err(why) = judged {
                            wrong.lock().unwrap().push(format!("{inject}: {why}\n    {ended:?}"));
                        }
                    }
                });
            }
        });
        let wrong = wrong.into_inner().unwrap();
        assert!(wrong.is_empty(), "{} of {} faults:\n{}", wrong.len(), faults.len(), wrong.join("\n"));
    }
}

/// Runs a program in a folder and waits for it.
fn end(folder: &Path, command: &mut Command) -> Ended {
    let output = command
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("SOURCE_DATE_EPOCH", DAY)
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| {
            let program = command.get_program().display();
            panic!("`{program}` does not start ({error}): run `tests/run`, which installs it where it is missing")
        });
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    Ended { code: output.status.code(), said, struck: false }
}

/// Whether a call changes something on disk.
fn writes(call: &str, given: &str) -> bool {
    match call {
        "openat" | "open" => ["O_CREAT", "O_WRONLY", "O_RDWR"].iter().any(|flag| given.contains(flag)),
        _ => ["write", "rename", "link", "unlink", "fsync", "fdatasync", "mkdir", "chmod", "fchmod", "fchown", "flock"]
            .iter()
            .any(|name| {
                call == *name || call.strip_prefix(name).is_some_and(|rest| rest.starts_with("at") || rest == "v")
            }),
    }
}

/// All files beneath a folder.
fn files(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for path in fs::read_dir(&at).into_iter().flatten().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                files.insert(name, fs::read(path).unwrap());
            }
        }
    }
    files
}

/// Whether this is a file that affiant had not finished.
fn is_unfinished(name: &str) -> bool {
    name.contains(".affiant-")
}

/// Makes what was left behind so old that the next command sweeps it.
fn age(matter: &Path) {
    let long_ago = SystemTime::now() - Duration::from_hours(1);
    for name in files(matter).keys().filter(|name| is_unfinished(name)) {
        fs::File::options().write(true).open(matter.join(name)).unwrap().set_modified(long_ago).unwrap();
    }
}

fn check(holds: bool, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(otherwise()) }
}

/// Writes files into a folder.
fn lay_out(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path: PathBuf = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

const PACK: &[(&str, &str)] = &[
    ("pack/templates/pack.toml", "name = \"office\"\nsummary = \"For this test\"\n"),
    ("pack/snippets/plain/1.0.0/look.typ", "#let look(paper, body) = {\n  body\n}\n"),
    (
        "pack/templates/note/1.0.0/template.md",
        "+++\ntitle = \"Note\"\nsummary = \"A note\"\naudience = \"filed\"\nlanguage = \"en\"\nlook = \"plain@1.0.0\"\n\
         numbering = \"none\"\n\n[parties.writer]\nneeds = [\"name\"]\n\n[fields.words]\ntype = \"text\"\n\
         ask = \"What is there to say?\"\n+++\n{{ writer.name.full }} says: {{ words }}.\n",
    ),
];

/// A matter with a paper for each of these ids.
fn matter(ids: &[&str]) -> String {
    let drafts = ids.iter().map(|id| {
        format!("\n[[draft]]\nid = \"{id}\"\ntemplate = \"note@1.0.0\"\nwith = {{ writer = \"people.ada\" }}\n")
    });
    format!("title = \"A matter\"\nfacts = [\"facts.toml\"]\n{}", drafts.collect::<String>())
}

fn facts(first: &str) -> String {
    format!("[people.ada]\nname = {{ first = \"{first}\", last = \"Placeholder\" }}\n")
}

/// A folder with a pack and a matter of one paper.
fn one_paper() -> tempfile::TempDir {
    let folder = super::scratch();
    lay_out(folder.path(), PACK);
    lay_out(
        folder.path(),
        &[
            ("matter/matter.toml", &matter(&["good"])),
            ("matter/facts.toml", &facts("Ada")),
            ("matter/answers/good.toml", "words = \"all is well\"\n"),
        ],
    );
    folder
}

#[test]
fn a_matter_that_another_affiant_writes_to_is_told_to_be_busy() {
    let folder = one_paper();
    let stage = Stage { before: folder.path(), arguments: &["build", "matter", "--pack", "pack"] };
    assert_eq!(stage.run(folder.path()).code, Some(0));
    let pdf = fs::read(folder.path().join("matter/out/good.pdf")).unwrap();
    lay_out(folder.path(), &[("matter/facts.toml", &facts("Eve"))]);
    let other = fs::File::open(folder.path().join("matter/out/.affiant.busy")).unwrap();
    other.lock().unwrap();
    let ended = stage.run(folder.path());
    assert_eq!(ended.code, Some(1));
    assert!(ended.said.contains("error[matter-busy]: another affiant process is writing `out`"), "{}", ended.said);
    assert_eq!(fs::read(folder.path().join("matter/out/good.pdf")).unwrap(), pdf);
    drop(other);
    assert_eq!(stage.run(folder.path()).code, Some(0));
}

#[test]
fn a_lock_that_is_edited_whenever_it_is_to_be_written_is_left_to_its_editor() {
    let folder = one_paper();
    let stage = Stage { before: folder.path(), arguments: &["build", "matter", "--pack", "pack"] };
    let lock = folder.path().join("matter/affiant.lock");
    fs::write(&lock, "# edit\n").unwrap();
    let over = std::sync::atomic::AtomicBool::new(false);
    let (ended, last) = std::thread::scope(|scope| {
        let editor = scope.spawn(|| {
            let mut last = String::new();
            for edit in 0_u32.. {
                if over.load(std::sync::atomic::Ordering::Relaxed) {
                    break;
                }
                last = format!("# edit {edit}\n");
                // As editors save: beside and renamed, so that what is read is one edit or the other.
                fs::write(folder.path().join("beside"), &last).unwrap();
                fs::rename(folder.path().join("beside"), &lock).unwrap();
                std::thread::yield_now();
            }
            last
        });
        // Each sync of the new lock takes so long that an edit comes before it is done.
        let slow = ["-e", "trace=fsync", "-e", "inject=fsync:delay_enter=400000"];
        let ended = stage.trace(folder.path(), &slow);
        over.store(true, std::sync::atomic::Ordering::Relaxed);
        (ended, editor.join().unwrap())
    });
    assert_eq!(ended.code, Some(1));
    let message = "error[changed-on-disk]: `affiant.lock` was changed by something else since it was read";
    assert!(ended.said.contains(message), "{}", ended.said);
    assert_eq!(fs::read_to_string(&lock).unwrap(), last);
    assert!(folder.path().join("matter/out/good.pdf").exists());
}

#[test]
fn no_fault_of_the_disk_in_a_build_tears_or_loses_a_file() {
    let folder = super::scratch();
    let stage = Stage { before: folder.path(), arguments: &["build", "matter", "--pack", "pack"] };
    let answers = "words = \"all is well\"\n";
    lay_out(folder.path(), PACK);
    lay_out(
        folder.path(),
        &[
            ("matter/matter.toml", &matter(&["good", "signed"])),
            ("matter/facts.toml", &facts("Ada")),
            ("matter/answers/good.toml", answers),
            ("matter/answers/signed.toml", answers),
            ("matter/answers/third.toml", answers),
        ],
    );
    let first = stage.run(folder.path());
    assert_eq!(first.code, Some(0), "{}", first.said);
    // Since then one paper was signed, another was added to the matter, and all of them will say something else.
    let pdf = folder.path().join("matter/out/signed.pdf");
    let signed = [fs::read(&pdf).unwrap(), b"\n/ByteRange [0 1 2 3]\n".to_vec()].concat();
    fs::write(&pdf, &signed).unwrap();
    let changed =
        [("matter/matter.toml", &*matter(&["good", "signed", "third"])), ("matter/facts.toml", &*facts("Eve"))];
    lay_out(folder.path(), &changed);
    let old = files(&folder.path().join("matter"));
    let new = {
        let copy = stage.copy();
        assert_eq!(stage.run(copy.path()).code, Some(0));
        files(&copy.path().join("matter"))
    };
    for changing in ["affiant.lock", "out/good.pdf", "out/signed.pdf", "out/third.pdf"] {
        assert!(old.get(changing) != new.get(changing), "{changing} is to be written");
    }
    let aside = "out/signed (signed).pdf";
    assert_eq!(new[aside], signed);

    // The record and the lock files are affiant's own: what they are for is judged by the next build.
    let own = BTreeSet::from(["out/.affiant.toml", "out/.affiant.busy", ".affiant.busy"]);
    stage.sweep(200, |folder, fault, ended| {
        let matter = folder.join("matter");
        let now = files(&matter);
        for name in old.keys().chain(new.keys()).filter(|name| !own.contains(name.as_str())) {
            let whole = now.get(name) == old.get(name) || now.get(name) == new.get(name);
            check(whole, || format!("`{name}` is neither its old nor its new self"))?;
        }
        check(now.values().any(|bytes| *bytes == signed), || String::from("the signed PDF is lost"))?;
        for name in now.keys().filter(|name| !old.contains_key(*name) && !new.contains_key(*name)) {
            let may_be_left = fault.what == "signal=KILL" || fault.call.starts_with("unlink");
            let left = is_unfinished(name) && may_be_left || own.contains(name.as_str());
            check(left, || format!("`{name}` was left behind"))?;
        }
        let killed = fault.what == "signal=KILL";
        check(killed == ended.code.is_none(), || String::from("it ended as it should not"))?;
        check(matches!(ended.code, None | Some(0 | 1)), || String::from("it ended by a fault of its own"))?;
        let done = || new.iter().all(|(name, bytes)| own.contains(name.as_str()) || now.get(name) == Some(bytes));
        check(ended.code != Some(0) || done(), || String::from("it said that all is well"))?;

        age(&matter);
        let again = stage.run(folder);
        check(again.code == Some(0), || format!("the next build fails: {}", again.said))?;
        let then = files(&matter);
        for (name, bytes) in new.iter().filter(|(name, _)| !own.contains(name.as_str())) {
            check(then.get(name) == Some(bytes), || format!("`{name}` is not right after the next build"))?;
        }
        for name in then.keys().filter(|name| !new.contains_key(*name)) {
            check(then[name] == signed, || format!("`{name}` is there after the next build"))?;
        }
        Ok(())
    });
}

#[test]
fn no_fault_of_the_disk_while_a_matter_is_made_leaves_half_a_file_or_a_dead_end() {
    let folder = super::scratch();
    let stage = Stage { before: folder.path(), arguments: &["new", "matter"] };
    let new = {
        let copy = stage.copy();
        assert_eq!(stage.run(copy.path()).code, Some(0));
        files(&copy.path().join("matter"))
    };
    assert!(new.contains_key("matter.toml") && new.contains_key("facts.toml"));
    stage.sweep(50, |folder, fault, ended| {
        let matter = folder.join("matter");
        for (name, bytes) in files(&matter) {
            let may_be_left = fault.what == "signal=KILL" || fault.call.starts_with("unlink");
            let left = is_unfinished(&name) && may_be_left;
            check(left || new.get(&name) == Some(&bytes), || format!("`{name}` is torn, or was left behind"))?;
        }
        let done = ended.code == Some(0);
        check(!done || new.keys().all(|name| matter.join(name).exists()), || String::from("it said that all is well"))?;
        check(matches!(ended.code, None | Some(0 | 1)), || String::from("it ended by a fault of its own"))?;
        if !done {
            // The same command again goes on where it was interrupted.
            let again = stage.run(folder);
            let done = again.code == Some(0) || new.iter().all(|(name, bytes)| files(&matter).get(name) == Some(bytes));
            check(done, || format!("the same command again fails: {}", again.said))?;
        }
        age(&matter);
        let build = Stage { arguments: &["build", "matter"], ..stage }.run(folder);
        check(matches!(build.code, Some(0 | 1)), || format!("the first build fails: {}", build.said))?;
        let then = files(&matter);
        for (name, bytes) in &new {
            check(then.get(name) == Some(bytes), || format!("`{name}` is not right"))?;
        }
        check(!then.keys().any(|name| is_unfinished(name)), || String::from("leftovers are not swept"))
    });
}
