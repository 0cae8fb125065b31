//! The pack that a maintainer's command works on: `--pack`, else the one around the current folder, else the built-in.

use std::path::{Path, PathBuf};

use super::papers::Findings;
use crate::diag::{Code, Diagnostic, Report};
use crate::digest;
use crate::disk::folder::TEXT_LIMIT;
use crate::disk::problem::Cause;
use crate::disk::tree::write_new_file;
use crate::disk::{Disk, WriteProblem, write_user_file};
use crate::fetch::git;
use crate::files::{FilePath, FileProblem, Files};
use crate::pack::Pack;
use crate::pack::ledger::{self, Ledger, LedgerText};
use crate::source::Sources;

/// What a pack says of itself; a folder that has this file is a pack's.
const ABOUT: &str = "templates/pack.toml";
/// How often a change of the ledger is made anew because somebody else has written it meanwhile.
const ATTEMPTS: u32 = 20;

/// A pack with the disk that it is read from.
#[derive(Debug)]
pub struct PackFolder {
    folder: Option<PathBuf>,
    disk: Disk,
}

impl PackFolder {
    /// The pack to read: the folder that was given, else the nearest pack at or above the current folder, else the
    /// built-in one.
    ///
    /// # Errors
    /// Says that the folder that was given is no pack's, that a folder of the pack cannot be listed, or that a template
    /// in it has a name that none can have.
    pub fn to_read(given: Option<&Path>) -> Result<Self, Box<Diagnostic>> {
        let found = match given {
            Some(folder) if !is_pack(folder) => return Err(Box::new(no_pack_there(folder))),
            Some(folder) => Self::of(Some(folder.to_owned())),
            None => Self::of(around()),
        };
        match found.pack().unlisted().or_else(|| found.pack().misnamed()) {
            Some(wrong) => Err(Box::new(wrong)),
            None => Ok(found),
        }
    }

    /// The pack to change: as [`PackFolder::to_read`], but never the built-in one, which is part of the program.
    ///
    /// # Errors
    /// Says that there is no pack's folder.
    pub fn to_change(given: Option<&Path>) -> Result<Self, Box<Diagnostic>> {
        let found = Self::to_read(given)?;
        if found.folder.is_some() { Ok(found) } else { Err(Box::new(no_pack_here())) }
    }

    /// The built-in pack.
    #[must_use]
    pub fn builtin() -> Self {
        Self::of(None)
    }

    fn of(folder: Option<PathBuf>) -> Self {
        Self { disk: Disk::new(None, folder.clone()), folder }
    }

    /// The pack.
    #[must_use]
    pub fn pack(&self) -> Pack<'_> {
        if self.disk.has_pack() { Pack::from_files(&self.disk) } else { Pack::builtin() }
    }

    /// Its folder; none for the built-in one.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// What its files are read from, for a worker.
    #[must_use]
    pub fn disk(&self) -> &Disk {
        &self.disk
    }

    /// Changes the ledger as it is now, and writes it unless somebody else has changed it meanwhile: then the change is
    /// made in what they wrote.
    ///
    /// # Errors
    /// Says why the change cannot be made, or the ledger not be read or written.
    pub fn change_ledger(
        &self,
        mut change: impl FnMut(&Ledger, &mut LedgerText) -> Result<(), Box<Diagnostic>>,
    ) -> Result<(), Box<Findings>> {
        let mut result = Ok(());
        for _ in 0..ATTEMPTS {
            result = self.change_ledger_once(&mut change);
            if !result.as_ref().is_err_and(|(_, problem)| problem.as_ref().is_some_and(is_changed)) {
                break;
            }
        }
        result.map_err(|(findings, _)| findings)
    }

    fn change_ledger_once(
        &self,
        change: &mut impl FnMut(&Ledger, &mut LedgerText) -> Result<(), Box<Diagnostic>>,
    ) -> Result<(), (Box<Findings>, Option<WriteProblem>)> {
        let (mut sources, mut report) = (Sources::default(), Report::default());
        let path = self.locate(ledger::PATH);
        let before = match self.disk.read(&FilePath::pack(ledger::PATH)) {
            Ok(bytes) => Some(bytes),
            Err(FileProblem::Missing) => None,
            Err(problem) => {
                let problem = WriteProblem::unread(path.display().to_string(), &problem);
                return Err((Box::new((problem.diagnostic().into(), sources)), None));
            }
        };
        let text = before.as_deref().map(String::from_utf8_lossy).unwrap_or_default();
        let ledger = self.pack().ledger(&mut sources).take(&mut report);
        let (Some(ledger), Some(mut changed)) = (ledger, LedgerText::parse(&text)) else {
            return Err((Box::new((report, sources)), None));
        };
        if let Err(diagnostic) = change(&ledger, &mut changed) {
            report.push(*diagnostic);
            return Err((Box::new((report, sources)), None));
        }
        let text = changed.to_string();
        let written = match &before {
            Some(before) => write_user_file(&path, text.as_bytes(), Some(digest::of(before))),
            // What is not there is read by as many as the pack is.
            None => write_new_file(&path, text.as_bytes()).map_err(|problem| match problem.cause {
                Cause::Exists => WriteProblem { cause: Cause::Changed, ..problem },
                _ => problem,
            }),
        };
        written.map_err(|problem| (Box::new((problem.diagnostic().into(), sources)), Some(problem)))
    }

    /// Says which released versions are not what they were when they were released: by the ledger, and of the ledger by
    /// its last commit where the pack is in git.
    pub fn altered(&self, sources: &mut Sources) -> Report {
        let pack = self.pack();
        let mut report = pack.altered(sources).report;
        let committed = self.folder.as_deref().and_then(|folder| git::committed(folder, ledger::PATH, TEXT_LIMIT));
        if let Some(committed) = committed {
            pack.rewritten(sources, &committed).take(&mut report);
        }
        report
    }

    /// Where something new of the pack is to stand.
    ///
    /// # Errors
    /// Says that a link on the way leads out of the pack's folder.
    pub fn place(&self, path: &str) -> Result<PathBuf, Box<Diagnostic>> {
        let target = self.locate(path);
        let root = self.folder.as_deref().and_then(|folder| folder.canonicalize().ok());
        let mut around = target.ancestors().skip(1).filter_map(|folder| folder.canonicalize().ok());
        match (root, around.next()) {
            (Some(root), Some(around)) if !around.starts_with(&root) => Err(Box::new(leads_out(&target))),
            _ => Ok(target),
        }
    }

    /// Where a file of the pack stands; its path in the pack for the built-in one.
    #[must_use]
    pub fn locate(&self, path: &str) -> PathBuf {
        self.disk.locate(&FilePath::pack(path)).unwrap_or_else(|| PathBuf::from(path))
    }
}

fn is_changed(problem: &WriteProblem) -> bool {
    problem.cause == Cause::Changed
}

/// A folder without `pack.toml` is taken when it was named and has templates: many a pack begins so.
fn is_pack(folder: &Path) -> bool {
    folder.join("templates").is_dir()
}

/// The nearest pack at or above the current folder, as a path relative to it where it is this one.
fn around() -> Option<PathBuf> {
    if Path::new(ABOUT).is_file() {
        return Some(PathBuf::from("."));
    }
    let current = std::env::current_dir().ok()?;
    current.ancestors().find(|folder| folder.join(ABOUT).is_file()).map(Path::to_owned)
}

fn leads_out(path: &Path) -> Diagnostic {
    let path = path.display().to_string();
    Diagnostic::new(Code::UnwritableOutput, format!("`{path}` would lie outside of the pack, through a link"))
        .in_file(path)
        .hint("a pack's files stand in its own folder: put a folder there in place of the link")
}

fn no_pack_there(folder: &Path) -> Diagnostic {
    let folder = folder.display();
    Diagnostic::new(Code::NoPack, format!("`{folder}` is no pack: it has no folder `templates`"))
        .hint("`--pack` names the folder that holds `templates/` and `snippets/`")
}

fn no_pack_here() -> Diagnostic {
    let message = "there is no pack here to change: neither this folder nor one above it has `templates/pack.toml`";
    Diagnostic::new(Code::NoPack, message)
        .hint("go into a pack's folder, or name it with `--pack DIR`; `affiant pack new DIR` starts one")
}
