//! Runs every case file under `tests/suite/`: files, a command, and the exact text it must print.
//!
//! A case is one text file:
//!
//! ```text
//! What this case shows, in a sentence.
//! $ affiant build --draft letter
//! -- matter.toml --
//! title = "…"
//! -- facts.toml (escaped) --
//! note = "\xff \u{202e} \{100000*x}"
//! -- exhibits/link -> /etc/passwd --
//! -- expected --
//! exit 1
//! what stdout gets
//! stderr:
//! what stderr gets
//! ```
//!
//! Several `$` lines run one after the other, each with its own exit and output. `UPDATE=1 cargo test suite` writes the
//! `expected` sections from what the program prints (read them before you commit them); `CASE=facts/` runs only the
//! cases whose path contains those words.

mod case;
mod run;

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use case::Case;

/// Where the cases are.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite")
}

/// Every case file, by its path under `tests/suite/`, sorted.
pub fn cases() -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    let mut folders = vec![folder()];
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "txt") {
                let name = path.strip_prefix(folder()).unwrap().to_string_lossy().replace('\\', "/");
                found.push((name, path));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_case_prints_exactly_what_it_says() {
    let wanted = std::env::var("CASE").unwrap_or_default();
    let update = std::env::var_os("UPDATE").is_some();
    let cases: Vec<_> = cases().into_iter().filter(|(name, _)| name.contains(&wanted)).collect();
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let workers = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((name, path)) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(problem) = try_case(path, update) {
                        failures.lock().unwrap().push(format!("\n── {name} ──\n{problem}"));
                    }
                }
            });
        }
    });
    let mut failures = failures.into_inner().unwrap();
    failures.sort();
    assert!(failures.is_empty(), "{} of {} cases differ{}", failures.len(), cases.len(), failures.join("\n"));
}

/// Runs one case; in an update, writes what came out into its file.
fn try_case(path: &Path, update: bool) -> Result<(), String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let case = Case::parse(&text)?;
    let printed = run::run(&case)?;
    if printed == case.expected {
        return Ok(());
    }
    if update {
        return std::fs::write(path, format!("{}-- expected --\n{printed}", case.before)).map_err(|e| e.to_string());
    }
    Err(difference(&case.expected, &printed))
}

/// Both texts line by line: `-` is expected and missing, `+` is printed and not expected.
fn difference(expected: &str, printed: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), printed.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let marked =
        |mark: &'static str, lines: &[&str]| lines.iter().map(|line| format!("{mark} {line}\n")).collect::<String>();
    format!(
        "{}{}{}{}",
        marked(" ", &old[..head]),
        marked("-", &old[head..old.len() - tail]),
        marked("+", &new[head..new.len() - tail]),
        marked(" ", &old[old.len() - tail..]),
    )
}

#[test]
fn a_case_file_reads_as_its_parts() {
    let case = Case::parse(
        "Shows it.\n$ affiant build\n$ affiant check --set 'a.b=c d'\n-- a/b.toml --\nx = 1\n-- c.txt (escaped) --\n\\xff\\{3*ab}\\u{e9}\\\\\n-- l -> ../x --\n-- expected --\nexit 0\n",
    )
    .unwrap();
    assert_eq!(case.commands.len(), 2);
    assert_eq!(case.commands[1].arguments, ["check", "--set", "a.b=c d"]);
    assert_eq!(case.files[0], case::File::Bytes("a/b.toml".into(), b"x = 1\n".to_vec()));
    assert_eq!(case.files[1], case::File::Bytes("c.txt".into(), b"\xffababab\xc3\xa9\\\n".to_vec()));
    assert_eq!(case.files[2], case::File::Link("l".into(), "../x".into()));
    assert_eq!(case.expected, "exit 0\n");
    assert!(Case::parse("No command.\n").is_err());
}

/// Codes that no command alone prints: they take a second process at the right moment, or a fault of affiant. Each has
/// its test in `tests/disk.rs` or `tests/worker.rs`. Or they take git, which no case may start: those are in
/// `tests/packs.rs`. Or a port that is taken: in `tests/serve.rs`. Or a day that is not pinned: in `tests/cli.rs`.
const TESTED_ELSEWHERE: &[&str] = &[
    "changed-on-disk",
    "draft-crash",
    "internal-error",
    "matter-busy",
    "fetch-failed",
    "missing-commit",
    "moved-tag",
    "unsafe-pack",
    "port-taken",
    "unknown-zone",
];

#[test]
fn every_code_has_a_case() {
    let texts: Vec<String> = cases().iter().map(|(_, path)| std::fs::read_to_string(path).unwrap()).collect();
    let bare: Vec<&str> = affiant::diag::Code::ALL
        .iter()
        .map(|code| code.name())
        .filter(|name| !TESTED_ELSEWHERE.contains(name))
        .filter(|name| !texts.iter().any(|text| text.contains(&format!("[{name}]: "))))
        .collect();
    assert!(bare.is_empty(), "no case prints {bare:?}");
}
