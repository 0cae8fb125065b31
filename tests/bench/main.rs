//! The speed figures of the README: `cargo bench`, with `typst` 0.15.1 on the PATH for the comparison.
//!
//! Whole processes and wall-clock medians, affiant and its peer in turn within one run, so that both meet the same
//! machine. `cargo bench -- cold` runs one part: cold, memory, watch, twelve, saves, stages, recompile,
//! pagecheck, upgrade, cases, serve.
//! `cargo bench -- order` makes the list of functions that the program is linked by.

#![expect(clippy::disallowed_methods, reason = "a benchmark lays out files, runs programs and takes the time")]

mod cases;
mod letter;
mod order;
mod plain;
mod serving;
mod upgrading;
mod watching;

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

const RUNS: usize = 40;

/// The program under measurement, in the release profile, installed as its peer is.
///
/// What `cargo bench` builds is another one: the features of what only tests need change it. And a file that was just
/// linked lies in the system's memory in smaller pieces than one that was copied, which costs half a millisecond for
/// each start.
static AFFIANT: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("installed");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let status = Command::new(cargo)
        .args(["install", "--quiet", "--locked", "--force", "--path", env!("CARGO_MANIFEST_DIR"), "--root"])
        .arg(&folder)
        .arg("--target-dir")
        .arg(target)
        .status();
    assert!(status.is_ok_and(|status| status.success()), "affiant could not be installed");
    folder.join("bin/affiant")
});

fn main() -> std::io::Result<()> {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let runs = |part: &str| wanted.is_empty() || wanted.iter().any(|name| name == part);
    let folder = tempfile::tempdir()?;
    let letter = letter::write(folder.path())?;
    if runs("cold") {
        cold(&letter)?;
    }
    if runs("memory") {
        memory(&letter)?;
    }
    if runs("watch") {
        watching::one_paper(&letter)?;
    }
    if runs("twelve") {
        watching::twelve_papers(folder.path())?;
    }
    if runs("saves") {
        watching::five_hundred_saves(&letter)?;
    }
    if runs("serve") {
        serving::form(&letter)?;
    }
    if runs("upgrade") {
        upgrading::twelve_papers(folder.path())?;
    }
    if runs("stages") {
        letter::stages();
    }
    if runs("pagecheck") {
        letter::page_check();
    }
    if runs("recompile") {
        letter::recompile();
    }
    if runs("cases") {
        cases::cases(folder.path())?;
    }
    // No figure, and only when asked for.
    if wanted.iter().any(|name| name == "order") {
        order::write(folder.path(), &letter)?;
    }
    Ok(())
}

/// Process start to PDF on disk.
fn cold(letter: &letter::Letter) -> std::io::Result<()> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        ours.push(timed(&mut build(letter))?);
        theirs.push(timed(&mut typst(letter, "compile"))?);
    }
    compare("cold build of a two-page letter", median(&mut ours), median(&mut theirs));
    Ok(())
}

/// The most memory that a build ever held, the median of several; affiant's two processes added.
fn memory(letter: &letter::Letter) -> std::io::Result<()> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..RUNS / 2 {
        ours.push(peak_kib(&mut build(letter))?);
        theirs.push(peak_kib(&mut typst(letter, "compile"))?);
    }
    let (ours, theirs) = (median(&mut ours), median(&mut theirs));
    let ratio = f64::from(ours) / f64::from(theirs);
    report(&format!("peak memory: affiant {} MiB, typst {} MiB, ratio {ratio:.2}", ours / 1024, theirs / 1024));
    Ok(())
}

fn build(letter: &letter::Letter) -> Command {
    let mut command = Command::new(&*AFFIANT);
    command.arg("build").arg(&letter.matter).args(["--draft", "letter"]);
    command
}

fn typst(letter: &letter::Letter, verb: &str) -> Command {
    let mut command = Command::new("typst");
    command.arg(verb).args(["--pdf-standard", "a-2a,ua-1"]).arg(&letter.typst).arg(&letter.typst_pdf);
    command
}

fn timed(command: &mut Command) -> std::io::Result<Duration> {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    let taken = start.elapsed();
    assert!(status.success(), "{command:?} failed");
    Ok(taken)
}

/// Adds the high-water marks of a process and its children, read until it ends.
fn peak_kib(command: &mut Command) -> std::io::Result<u32> {
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let mut marks: Vec<(u32, u32)> = Vec::new();
    while child.try_wait()?.is_none() {
        for id in family(child.id()) {
            let Some(mark) = status_kib(id, "VmHWM:") else { continue };
            match marks.iter_mut().find(|(known, _)| *known == id) {
                Some(known) => known.1 = known.1.max(mark),
                None => marks.push((id, mark)),
            }
        }
    }
    Ok(marks.iter().map(|(_, mark)| mark).sum())
}

/// A process and its children.
fn family(id: u32) -> Vec<u32> {
    let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
    let children = children.split_whitespace().filter_map(|child| child.parse().ok());
    std::iter::once(id).chain(children).collect()
}

fn status_kib(id: u32, key: &str) -> Option<u32> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix(key)?.trim().split(' ').next()?.parse().ok())
}

fn median<T: Ord + Copy>(measured: &mut [T]) -> T {
    measured.sort();
    measured[measured.len() / 2]
}

fn compare(what: &str, ours: Duration, theirs: Duration) {
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    report(&format!("{what}: affiant {}, typst {}, ratio {ratio:.2}", ms(ours), ms(theirs)));
}

fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

#[expect(clippy::print_stdout, reason = "a benchmark's figures are its output")]
fn report(line: &str) {
    println!("{line}");
}

/// Waits until a file is another one than `before`, and gives its new identity.
fn wait_for_new(path: &Path, before: Option<&Identity>) -> Option<Identity> {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(20) {
        let now = identity(path);
        if now.is_some() && now.as_ref() != before {
            return now;
        }
        // Looking without a pause would take a core from what is measured.
        std::thread::park_timeout(Duration::from_micros(100));
    }
    None
}

/// What tells one version of a file from the next.
type Identity = (u64, std::time::SystemTime, u64);

fn identity(path: &Path) -> Option<Identity> {
    let metadata = std::fs::metadata(path).ok()?;
    // A peer that truncates and writes shows an empty file first; that is no new PDF yet.
    let whole = std::fs::read(path).is_ok_and(|bytes| bytes.trim_ascii_end().ends_with(b"%%EOF"));
    whole.then(|| (metadata.ino(), metadata.modified().unwrap_or(std::time::UNIX_EPOCH), metadata.len()))
}

fn pdf_of(matter: &Path, draft: &str) -> PathBuf {
    matter.join("out").join(format!("{draft}.pdf"))
}
