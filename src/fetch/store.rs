//! The cache of fetched packs: written beside and renamed, so that a commit is there whole or not at all.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use super::git::{Ended, Git};
use super::tree::File;
use super::{Problem, report};
use crate::digest;
use crate::disk::{self, write};
use crate::pack::manifest::{self, Manifest};

/// A folder of this age was left behind by a process that was killed; no fetch takes so long.
const STALE: Duration = Duration::from_hours(1);
/// How a file begins that Git LFS keeps elsewhere.
const LFS: &[u8] = b"version https://git-lfs.github.com/spec/";

/// A commit in the cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The commit.
    pub commit: String,
    /// The SHA-256 of its manifest.
    pub sha256: String,
    /// Where it is not yet in its place: it is looked at first.
    folder: PathBuf,
    place: PathBuf,
}

/// A folder for the time of one fetch, removed when it is dropped.
#[derive(Debug)]
pub(super) struct Scratch(PathBuf);

impl Scratch {
    pub(super) fn new(packs: &Path) -> Result<Self, Problem> {
        static COUNTER: AtomicU32 = AtomicU32::new(0);
        write::make_folder(packs)?;
        sweep(packs);
        loop {
            let number = COUNTER.fetch_add(1, Ordering::Relaxed);
            let path = packs.join(format!(".affiant-{}-{number}.tmp", std::process::id()));
            if path.exists() {
                continue;
            }
            write::make_folder(&path)?;
            // Whole, because git is run in it and told of it.
            return Ok(Self(std::path::absolute(&path).unwrap_or(path)));
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed now, a later fetch sweeps.
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Stored {
    /// The folder to look at before [`Stored::settle`].
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Gives the files their place. What was there and is not the same is taken away.
    ///
    /// # Errors
    /// Says why not; what was there before still is.
    pub fn settle(&self) -> Result<(), Problem> {
        let failed = |error: std::io::Error| Box::new(disk::unwritable(&self.place, &error));
        if let Some(parent) = self.place.parent() {
            write::make_folder(parent)?;
        }
        match fs::rename(&self.folder, &self.place) {
            Ok(()) => Ok(()),
            // The commit is there already: whether it still is whole is easier replaced than found out.
            Err(_) if self.place.exists() => exchange(&self.folder, &self.place).map_err(failed),
            Err(error) => Err(failed(error)),
        }
    }
}

/// Writes the files of a commit beside its place.
pub(super) fn put(git: &Git, scratch: &Scratch, pack: &str, commit: &str, files: &[File]) -> Result<Stored, Problem> {
    let folder = scratch.path().join("pack");
    let mut manifest = Manifest::default();
    let mut problem: Option<Problem> = None;
    let names = files.iter().map(|file| file.object.clone()).collect();
    let sizes: Vec<u64> = files.iter().map(|file| file.size).collect();
    let read = git.objects(names, &sizes, |at, bytes| {
        let path = &files[at].path;
        if bytes.starts_with(LFS) && bytes.len() < 1024 {
            problem =
                Some(report::bad_path(path, "it is kept by Git LFS: put the file itself into the repository").into());
        } else if let Err(found) = write_file(&folder.join(path), &bytes) {
            problem = Some(found);
        }
        manifest.add(path, &bytes);
        problem.is_none()
    });
    if let Some(problem) = problem {
        return Err(problem);
    }
    read.map_err(|ended: Ended| report::ended("the repository", &ended))?;
    let text = manifest.text();
    write_file(&folder.join(manifest::PATH), text.as_bytes())?;
    let packs = scratch.path().parent().unwrap_or(Path::new("."));
    Ok(Stored {
        commit: commit.to_owned(),
        sha256: digest::hex(text.as_bytes()),
        folder,
        place: packs.join(pack).join(commit),
    })
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    if let Some(folder) = path.parent() {
        write::make_folder(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    let written = options.open(path).and_then(|mut file| std::io::Write::write_all(&mut file, bytes));
    written.map_err(|error| Box::new(disk::unwritable(path, &error)))
}

/// Two folders take each other's name, in one step where the system can.
fn exchange(new: &Path, old: &Path) -> std::io::Result<()> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    let aside = new.with_extension("old");
    fs::rename(old, &aside)?;
    fs::rename(new, old).inspect_err(|_| _ = fs::rename(&aside, old))
}

/// Removes what killed fetches left behind: only our own folders, and only old ones.
fn sweep(packs: &Path) {
    for entry in fs::read_dir(packs).into_iter().flatten().flatten() {
        let ours = entry.file_name().to_str().is_some_and(write::is_temporary);
        let modified = entry.metadata().ok().filter(fs::Metadata::is_dir).and_then(|metadata| metadata.modified().ok());
        let old = modified.is_some_and(|at| SystemTime::now().duration_since(at).is_ok_and(|age| age > STALE));
        if ours && old {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
