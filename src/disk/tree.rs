//! A new folder with files in it: there whole, or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use super::problem::{Cause, WriteProblem};
use super::write::{STALE, is_temporary, move_new, sync_folder};

/// Makes a folder with these files (paths in it, with `/`): written and synced beside it under a hidden name, then
/// renamed. Folders around it are made too. Whoever may read its parent may read it.
///
/// # Errors
/// [`Cause::Exists`] when something has the name already; otherwise says why not. Nothing is left in either case.
pub fn write_new_folder(path: &Path, files: &[(String, Vec<u8>)]) -> Result<(), WriteProblem> {
    let exists = || WriteProblem::new(path.display().to_string(), Cause::Exists);
    if fs::symlink_metadata(path).is_ok() {
        return Err(exists());
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(|error| WriteProblem::of(parent, &error))?;
    sweep(parent);
    let beside = Beside::make(parent).map_err(|error| WriteProblem::of(path, &error))?;
    for (name, bytes) in files {
        beside.write(name, bytes).map_err(|error| WriteProblem::of(&path.join(name), &error))?;
    }
    match fs::rename(&beside.0, path) {
        Ok(()) => {
            sync_folder(path);
            Ok(())
        }
        // Somebody else was faster.
        Err(_) if fs::symlink_metadata(path).is_ok() => Err(exists()),
        Err(error) => Err(WriteProblem::of(path, &error)),
    }
}

/// Writes a file that must not be there yet, whole or not at all, and synced. Whoever may read its folder may read it.
///
/// # Errors
/// [`Cause::Exists`] when something has the name already; otherwise says why not.
pub fn write_new_file(path: &Path, bytes: &[u8]) -> Result<(), WriteProblem> {
    let failed = |error: io::Error| WriteProblem::of(path, &error);
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(failed)?;
    let beside = Beside::make(parent).map_err(failed)?;
    beside.write("new", bytes).map_err(failed)?;
    move_new(&beside.0.join("new"), path).map_err(failed)?;
    sync_folder(path);
    Ok(())
}

/// The folder under its hidden name, removed again unless it was renamed.
struct Beside(PathBuf);

impl Beside {
    fn make(parent: &Path) -> io::Result<Self> {
        static COUNTER: AtomicU32 = AtomicU32::new(0);
        loop {
            let number = COUNTER.fetch_add(1, Ordering::Relaxed);
            let path = parent.join(format!(".affiant-{}-{number}.tmp", std::process::id()));
            match fs::create_dir(&path) {
                Ok(()) => return Ok(Self(path)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.0.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = File::create_new(&path)?;
        file.write_all(bytes)?;
        file.sync_all()
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // After the rename there is nothing under this name, which is as well.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Removes what killed processes left of folders that never got their name.
fn sweep(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        let folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let old = || {
            let modified = entry.metadata().ok().and_then(|metadata| metadata.modified().ok());
            modified.is_some_and(|modified| SystemTime::now().duration_since(modified).is_ok_and(|age| age > STALE))
        };
        if folder && entry.file_name().to_str().is_some_and(is_temporary) && old() {
            // Another process may sweep at the same time.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
