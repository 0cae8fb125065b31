//! `affiant template users`: the papers of all matters below some folders that use a version.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::named;
use super::refused;
use crate::cli::Format;
use crate::cli::template::Users;
use crate::cmd::{Outcome, papers};
use crate::diag::{Code, Diagnostic, Report, Severity};
use crate::disk::Disk;
use crate::files::{FilePath, FileProblem, Files};
use crate::lock::{self, Lock, LockEntry};
use crate::source::Sources;
use crate::template::Pin;
use crate::term::Terminal;
use crate::words;

/// How deep folders are looked through.
const DEPTH: usize = 32;
/// Folders of a matter that hold no other matter.
const INSIDE: [&str; 3] = ["answers", "exhibits", "out"];

/// What is looked for: a name, perhaps of one added pack and in one version.
struct Wanted {
    pack: Option<String>,
    name: String,
    version: Option<semver::Version>,
}

/// A paper that uses it.
struct Use {
    matter: PathBuf,
    draft: String,
    /// What of it is used, as the matter or its lock writes it: `hope:support-letter@1.0.0`, `perjury@1.0.0`.
    what: String,
    last_final: Option<String>,
}

/// What was found on the way.
#[derive(Default)]
struct Found {
    uses: Vec<Use>,
    matters: usize,
    unread: usize,
    report: Report,
    sources: Sources,
    seen: BTreeSet<PathBuf>,
}

/// Looks, and lists.
pub fn run(arguments: &Users, terminal: Terminal) -> Outcome {
    let wanted = match Wanted::read(&arguments.name) {
        Ok(wanted) => wanted,
        Err(diagnostic) => return refused(*diagnostic, terminal, Outcome::Usage),
    };
    if let Some(dir) = arguments.dirs.iter().find(|dir| !dir.is_dir()) {
        return refused(no_folder(dir), terminal, Outcome::Usage);
    }
    let mut found = Found::default();
    for dir in &arguments.dirs {
        found.folder(dir, &wanted, DEPTH);
    }
    papers::print_report(&found.report, &found.sources, arguments.format, terminal);
    match arguments.format {
        Format::Human => terminal.out(&found.told(&arguments.name)),
        Format::Json => found.uses.iter().for_each(|used| terminal.out(&format!("{}\n", used.json()))),
    }
    Outcome::Fine
}

impl Wanted {
    fn read(text: &str) -> Result<Self, Box<Diagnostic>> {
        let (pack, rest) = text.split_once(':').map_or((None, text), |(pack, rest)| (Some(pack.to_owned()), rest));
        let (name, version) = named::split(rest)?;
        Ok(Self { pack, name, version })
    }

    /// Without a pack's name it means that of any.
    fn is(&self, pin: &Pin) -> bool {
        pin.name == self.name
            && self.version.as_ref().is_none_or(|version| *version == pin.version)
            && (self.pack.is_none() || self.pack == pin.pack)
    }

    /// The clause or look among what a paper was built from.
    fn among(&self, entry: &LockEntry) -> Option<String> {
        entry.inputs.keys().find_map(|input| {
            let (pin, file) = input.split_once('/')?;
            let own = ["builtin:", "pack:"].into_iter().find_map(|prefix| pin.strip_prefix(prefix));
            let pin = Pin::parse(own.unwrap_or(pin), None)?;
            (matches!(file, "clause.md" | "look.typ") && self.is(&pin)).then(|| pin.to_string())
        })
    }
}

impl Found {
    /// Looks through a folder; a link below it is not followed, so that none leads in a circle.
    fn folder(&mut self, folder: &Path, wanted: &Wanted, depth: usize) {
        if folder.canonicalize().is_ok_and(|real| !self.seen.insert(real)) {
            return;
        }
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => return self.skip(unread_folder(folder, &error)),
        };
        let mut inner = Vec::new();
        let mut is_matter = false;
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return self.skip(unread_folder(folder, &error)),
            };
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = entry.file_type();
            is_matter |= name == "matter.toml";
            if kind.is_ok_and(|kind| kind.is_dir()) && !name.starts_with('.') {
                inner.push(entry.path());
            }
        }
        if is_matter {
            self.matter(folder, wanted);
            inner.retain(|path| path.file_name().is_none_or(|name| !INSIDE.iter().any(|own| name == *own)));
        }
        inner.sort();
        for path in inner.iter().filter(|_| depth > 0) {
            self.folder(path, wanted, depth - 1);
        }
    }

    fn matter(&mut self, folder: &Path, wanted: &Wanted) {
        self.matters += 1;
        let disk = Disk::new(Some(folder.to_owned()), None);
        let (matter, (report, sources)) = papers::matter(&disk, folder);
        let Some(matter) = matter.filter(|_| !report.has(Severity::Error)) else {
            let why = report.diagnostics.into_iter().find(|found| found.severity == Severity::Error);
            drop(sources);
            return self.skip(unread_matter(folder, why.map(|why| why.message)));
        };
        let lock = match lock_of(&disk) {
            Ok(lock) => lock,
            Err(why) => return self.skip(unread_matter(folder, Some(why))),
        };
        for draft in &matter.drafts {
            let entry = lock.entry(&draft.id);
            let pinned = Some(&draft.template).filter(|pin| wanted.is(pin)).map(ToString::to_string);
            let Some(what) = pinned.or_else(|| entry.and_then(|entry| wanted.among(entry))) else { continue };
            let last_final = entry.and_then(|entry| entry.last_final.clone());
            let matter =
                folder.strip_prefix(".").map_or(folder, |path| if path == Path::new("") { folder } else { path });
            self.uses.push(Use { matter: matter.to_owned(), draft: draft.id.clone(), what, last_final });
        }
    }

    fn skip(&mut self, mut why: Diagnostic) {
        why.severity = Severity::Warning;
        self.unread += 1;
        self.report.push(why);
    }

    fn told(&self, name: &str) -> String {
        let width = |text: fn(&Use) -> usize| self.uses.iter().map(text).max().unwrap_or(0);
        let matters = width(|used| used.matter.display().to_string().chars().count());
        let drafts = width(|used| used.draft.chars().count());
        let whats = width(|used| used.what.chars().count());
        let line = |used: &Use| {
            let last = used.last_final.as_ref().map_or("never final".to_owned(), |date| format!("last final {date}"));
            let matter = used.matter.display().to_string();
            format!("{matter:matters$}  {:drafts$}  {:whats$}  {last}\n", used.draft, used.what)
        };
        let lines: String = self.uses.iter().map(line).collect();
        let in_matters: BTreeSet<&PathBuf> = self.uses.iter().map(|used| &used.matter).collect();
        let users = match self.uses.len() {
            0 => format!("no paper uses `{name}`"),
            papers => format!(
                "{} in {} use `{name}`",
                words::count(papers, "paper"),
                words::count(in_matters.len(), "matter")
            ),
        };
        let unread = if self.unread == 0 { String::new() } else { format!(", {} not read", self.unread) };
        format!("{lines}{users}; {} looked at{unread}\n", words::count(self.matters, "matter"))
    }
}

impl Use {
    fn json(&self) -> serde_json::Value {
        json!({
            "matter": self.matter.display().to_string(),
            "draft": self.draft,
            "uses": self.what,
            "last_final": self.last_final,
        })
    }
}

/// The matter's lock, an empty one where it has none yet; the error side says why it cannot be read.
fn lock_of(disk: &Disk) -> Result<Lock, String> {
    match disk.read(&FilePath::matter("affiant.lock")) {
        Ok(bytes) => {
            let read = lock::read(&mut Sources::default(), "affiant.lock", &bytes);
            let why = read.report.diagnostics.first().map(|found| found.message.clone());
            read.output.ok_or_else(|| format!("its `affiant.lock`: {}", why.unwrap_or_default()))
        }
        Err(FileProblem::Missing) => Ok(Lock::default()),
        Err(problem) => Err(format!("its `affiant.lock`: {problem}")),
    }
}

fn unread_matter(folder: &Path, why: Option<String>) -> Diagnostic {
    let name = folder.display().to_string();
    let why = why.map_or_else(String::new, |why| format!(": {why}"));
    Diagnostic::new(Code::UnreadableFile, format!("the matter `{name}` is passed over{why}"))
        .in_file(folder.join("matter.toml").display().to_string())
        .hint(format!("see what is wrong with it: `affiant check {name}`"))
}

fn unread_folder(folder: &Path, error: &std::io::Error) -> Diagnostic {
    let name = folder.display().to_string();
    let why = crate::disk::problem::reason(error);
    Diagnostic::new(Code::UnreadableFile, format!("the folder `{name}` is passed over: {why}"))
        .in_file(name.clone())
        .hint(format!("`ls -ld {name}` shows who may read it"))
}

fn no_folder(dir: &Path) -> Diagnostic {
    let name = dir.display().to_string();
    Diagnostic::new(Code::BadUsage, format!("there is no folder `{name}`"))
        .hint("name the folder that the matters are in")
}
