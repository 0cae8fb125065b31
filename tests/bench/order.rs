//! `src/build/functions.txt`: the functions that a build runs, which the program is linked with side by side.
//!
//! `cargo bench -- order` makes the list anew, with valgrind on the PATH and the linker of the Rust toolchain, for one
//! Linux machine: both processes of a build run in valgrind, and the linker says where it found each function. Do it
//! when the `memory` figure has gone up, as it will when many names have changed.
//!
//! In the list, a line at the margin names a crate, `main` being the program itself. A line under it is the mangled
//! name of a function of it, with a `*` for the hashes of the compiler, of dependencies and of features, so that it
//! outlives them. One name can then mean many instances of a generic function, of which a build runs few. Such a name
//! is in the list if that costs less than it saves.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{self, Error};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use affiant::worker::SUBCOMMAND;
use regex::Regex;

use super::{build, letter, report};

/// The program as [`link`] makes it.
const AFFIANT: &str = env!("CARGO_BIN_EXE_affiant");
/// How much that does not run may come along with a function that runs, in bytes: a quarter of what the system reads at
/// a time.
const SPARE: u64 = 16 << 10;
/// What runs on a processor and not in valgrind, which does not know its instructions for hashes.
const UNPROFILED: &str = "_ZN4sha26sha2567x86_sha8compress17h";
/// The supervisor, and the worker.
const PROCESSES: [u8; 2] = [1, 2];

/// A part of the program that the linker places as one: most often a function.
struct Section {
    library: String,
    name: String,
    size: u64,
    functions: Vec<String>,
}

/// What a name of the list stands for.
#[derive(Default)]
struct Named {
    /// Which of [`PROCESSES`] run some of it.
    run_by: u8,
    /// The bytes that run, and all.
    size: (u64, u64),
    /// How many sections run.
    running: u64,
}

impl Named {
    /// The place in the program: what both processes run lies between what only one of them does, the crowded names
    /// after the others.
    fn place(&self) -> (usize, bool) {
        let part = [1, 3, 2].iter().position(|part| *part == self.run_by).unwrap_or_default();
        (part, self.size.1 > self.size.0 * 13 / 10)
    }
}

/// Profiles a build of the letter and writes the list.
pub fn write(folder: &Path, letter: &letter::Letter) -> io::Result<()> {
    let map = folder.join("affiant.map");
    link(&map)?;
    // Most builds find the papers and the lock of the one before.
    build(letter).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    let run = profile(folder, letter)?;
    let sections = sections(&std::fs::read_to_string(&map)?);
    let list = list(&sections, |function| {
        let by = |process: u8| run[usize::from(process) - 1].contains(function);
        let process = |process: u8| if by(process) || function.starts_with(UNPROFILED) { process } else { 0 };
        PROCESSES.into_iter().map(process).sum()
    });
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/build/functions.txt");
    let head = "# The functions that a build of a paper runs, by crate. Made by `cargo bench -- order`.\n";
    std::fs::write(&path, format!("{head}{list}"))?;
    report(&format!("{} lines in {}", list.lines().count(), path.display()));
    Ok(())
}

/// Links the program again, with its names, with a worker that can be profiled, and with a map of what the linker did.
fn link(map: &Path) -> io::Result<()> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["rustc", "--release", "--bin", "affiant", "--", "--cfg", "profiled", "-Cstrip=none"])
        .arg(format!("-Clink-arg=-Wl,-Map={}", map.display()))
        .arg("-Clink-arg=-Wl,--no-demangle")
        .status()?;
    if status.success() { Ok(()) } else { Err(Error::other("the program could not be linked with a map")) }
}

/// The names of the functions that each of the two processes runs.
fn profile(folder: &Path, letter: &letter::Letter) -> io::Result<[BTreeSet<String>; 2]> {
    let profiles: [PathBuf; 2] = ["supervisor", "worker"].map(|process| folder.join(process));
    let callgrind = ["--tool=callgrind", "--demangle=no"];
    // The worker may write no file, and is killed when it is done: its profile goes through a pipe, from a process
    // beneath.
    let worker = folder.join("worker.sh");
    let script = format!(
        "#!/bin/sh\n{{ valgrind {} --callgrind-out-file=/dev/fd/3 '{AFFIANT}' {SUBCOMMAND} 3>&1 >&4 2>/dev/null | cat >'{}'; }} 4>&1\n",
        callgrind.join(" "),
        profiles[1].display()
    );
    std::fs::write(&worker, script)?;
    std::fs::set_permissions(&worker, std::fs::Permissions::from_mode(0o755))?;
    let status = Command::new("valgrind")
        .args(callgrind)
        .arg(format!("--callgrind-out-file={}", profiles[0].display()))
        .arg(AFFIANT)
        .args(build(letter).get_args())
        .env("AFFIANT_WORKER", &worker)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()?;
    if !status.success() {
        return Err(Error::other("the build failed in valgrind"));
    }
    Ok([functions(&profiles[0])?, functions(&profiles[1])?])
}

/// The functions of a profile, when it is there as a whole.
fn functions(profile: &Path) -> io::Result<BTreeSet<String>> {
    let start = Instant::now();
    loop {
        let text = std::fs::read_to_string(profile).unwrap_or_default();
        if text.lines().any(|line| line.starts_with("totals:")) {
            // `'2` is the same function within itself.
            let name = |line: &str| Some(line.split_once("fn=(")?.1.split_once(") ")?.1.split('\'').next()?.to_owned());
            return Ok(text.lines().filter_map(name).collect());
        }
        if start.elapsed() > Duration::from_mins(1) {
            return Err(Error::other(format!("there is no profile in {}", profile.display())));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// The sections of code in the map of the linker, whose columns are of fixed width.
fn sections(map: &str) -> Vec<Section> {
    static LIBRARY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"/lib(\w+)-[0-9a-f]{16}\.rlib\(").unwrap());
    static MAIN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"/affiant-[0-9a-f]{16}\.").unwrap());
    let mut sections: Vec<Section> = Vec::new();
    let mut code = false;
    for line in map.lines() {
        let Some((columns, what)) = line.split_at_checked(49) else { continue };
        let depth = what.len() - what.trim_start().len();
        match depth {
            0 => code = what.starts_with(".text"),
            8 if code => {
                let Some((file, section)) = what.trim_start().rsplit_once(":(") else { continue };
                let library = LIBRARY.captures(file).map(|found| found[1].to_owned());
                let library = library.or_else(|| MAIN.is_match(file).then(|| String::from("main")));
                let name = section.trim_end_matches(')').strip_prefix(".text.");
                let size = columns.split_whitespace().nth(2).and_then(|size| u64::from_str_radix(size, 16).ok());
                sections.push(Section {
                    library: library.unwrap_or_default(),
                    name: name.unwrap_or_default().to_owned(),
                    size: size.unwrap_or_default(),
                    functions: Vec::new(),
                });
            }
            16 if code => {
                if let Some(section) = sections.last_mut() {
                    section.functions.push(what.trim_start().to_owned());
                }
            }
            _ => {}
        }
    }
    sections.retain(|section| !section.library.is_empty() && !section.name.is_empty());
    sections
}

/// The name of a section with a `*` for each hash.
fn lasting(name: &str) -> String {
    static OLD: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"17h[0-9a-f]{16}E.*$").unwrap());
    static NEW: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"Cs[0-9A-Za-z]{8,12}_").unwrap());
    static COPY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\.llvm\.\d+$").unwrap());
    let name = COPY.replace(name, "");
    if OLD.is_match(&name) {
        OLD.replace(&name, "17h*").into_owned()
    } else {
        NEW.replace_all(&name, "Cs*_").into_owned() + "*"
    }
}

/// The list, of what `run_by` says of each function.
fn list(sections: &[Section], run_by: impl Fn(&str) -> u8) -> String {
    let mut names: BTreeMap<(&str, String), Named> = BTreeMap::new();
    for section in sections {
        let run_by = section.functions.iter().fold(0, |all, function| all | run_by(function));
        let named = names.entry((&section.library, lasting(&section.name))).or_default();
        named.run_by |= run_by;
        named.size.1 += section.size;
        if run_by > 0 {
            named.size.0 += section.size;
            named.running += 1;
        }
    }
    names.retain(|_, named| named.run_by > 0 && named.size.1 - named.size.0 <= SPARE * named.running);
    let mut places: BTreeMap<(usize, bool, &str), Vec<&str>> = BTreeMap::new();
    for ((library, name), named) in &names {
        let (part, crowded) = named.place();
        places.entry((part, crowded, library)).or_default().push(name);
    }
    places.iter().fold(String::new(), |mut list, ((_, _, library), names)| {
        _ = writeln!(list, "{library}\n {}", names.join("\n "));
        list
    })
}
