//! Writing one file, whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant, SystemTime};

use super::place::{Beside, Place as _};
use super::problem::{Cause, WriteProblem};
use super::replace::swap_in;
use crate::digest::{self, Hash};

/// How long another affiant process may hold a file before that is called a problem: its writes take milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);
/// A temporary file of this age was left behind by a process that was killed.
pub(super) const STALE: Duration = Duration::from_mins(10);

/// Writes something that can be built again: beside and renamed, not synced. A link is followed to its target.
///
/// # Errors
/// Says why not; what was there before is whole.
pub fn write_output(path: &Path, bytes: &[u8]) -> Result<(), WriteProblem> {
    let failed = |error: io::Error| WriteProblem::of(path, &error);
    let Some(target) = target(path).map_err(failed)? else {
        return Temporary::write(path, bytes).and_then(|file| file.rename(path)).map_err(failed);
    };
    let metadata = fs::metadata(&target).map_err(failed)?;
    if metadata.is_dir() {
        return Err(WriteProblem::new(path.display().to_string(), Cause::IsAFolder));
    }
    if !metadata.is_file() {
        // A pipe or a device is there to be written to, not to be replaced.
        return open_stream(&target).and_then(|mut to| to.write_all(bytes)).map_err(failed);
    }
    let file = Temporary::write(&target, bytes).map_err(failed)?;
    file.take_mode(&target);
    file.rename(&target).map_err(failed)
}

/// Writes a file that must not be there yet, and syncs it to disk.
///
/// # Errors
/// [`Cause::Exists`] when there is one; otherwise says why not.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<(), WriteProblem> {
    let failed = |error: io::Error| WriteProblem::of(path, &error);
    let file = Temporary::write(path, bytes).map_err(failed)?;
    file.file.sync_all().map_err(failed)?;
    file.link(path).map_err(failed)?;
    sync_folder(path);
    Ok(())
}

/// Replaces a file that a person writes too: synced, its mode kept, a link followed, and only if it still is what was
/// read before. `read` is the hash of that; none when there was no file.
///
/// # Errors
/// [`Cause::Changed`] when the file is another by now; otherwise says why not.
pub fn write_user_file(path: &Path, bytes: &[u8], read: Option<Hash>) -> Result<(), WriteProblem> {
    let here = |cause: Cause| WriteProblem::new(path.display().to_string(), cause);
    let exists = target(path).map_err(|error| WriteProblem::of(path, &error))?.is_some();
    let expected = match (exists, read) {
        (false, None) => {
            return write_new(path, bytes).map_err(|problem| match problem.cause {
                Cause::Exists => here(Cause::Changed),
                _ => problem,
            });
        }
        (true, Some(expected)) => expected,
        _ => return Err(here(Cause::Changed)),
    };
    let (place, name) = Beside::of(path)?;
    let compare = || match place.read(&name)? {
        Some(now) if digest::of(&now) == expected => Ok(now),
        _ => Err(Cause::Changed),
    };
    if compare().map_err(here)? == bytes {
        return Ok(());
    }
    let new = format!(".affiant-{}.tmp", place.unique());
    place.write(&new, bytes, &name).map_err(here)?;
    let replaced = place.sync(&new).and_then(|()| {
        // Another affiant that wants to replace the same file waits here, and then finds that it is another file.
        let _held = place.hold()?;
        compare()?;
        swap_in(&place, &new, &name, expected)
    });
    let is_lost = replaced.is_err() && place.read(&new).is_ok_and(|now| now.is_some_and(|now| now != bytes));
    if is_lost {
        // Somebody saved twice within a moment, and only one of the two can have the name: the other is kept beside it.
        let _ = place.create(&new, &format!("{name}.saved-{}", place.now().as_secs()));
    } else {
        // It may be swept another time.
        let _ = place.remove(&new);
    }
    replaced.map_err(here)
}

/// Makes a folder, and those around it, for its owner alone; one that exists stays as it is.
///
/// # Errors
/// Says why not.
pub fn make_folder(path: &Path) -> Result<(), WriteProblem> {
    if path.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path).map_err(|error| match error.kind() {
        _ if leads_nowhere(path) => WriteProblem::new(path.display().to_string(), Cause::DeadLink),
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
            let file = path.ancestors().find(|at| at.exists()).unwrap_or(path);
            WriteProblem::new(file.display().to_string(), Cause::NotAFolder)
        }
        _ => WriteProblem::of(path, &error),
    })
}

/// Removes what killed processes left behind in a folder: only our own temporary files, and only old ones.
pub fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        let old = || {
            let modified =
                entry.metadata().ok().filter(fs::Metadata::is_file).and_then(|metadata| metadata.modified().ok());
            modified.is_some_and(|modified| SystemTime::now().duration_since(modified).is_ok_and(|age| age > STALE))
        };
        if is_temporary(name) && old() {
            // Another process may sweep at the same time.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a name is one that this program gives to a file it has not finished.
#[must_use]
pub fn is_temporary(name: &str) -> bool {
    let ours = name.strip_prefix(".affiant-").and_then(|rest| rest.strip_suffix(".tmp"));
    ours.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'))
}

/// A file beside another one, removed again unless it takes that one's place.
pub(super) struct Temporary {
    path: PathBuf,
    file: File,
}

impl Temporary {
    /// Writes a new file in the folder of `target`, for its owner alone.
    pub(super) fn write(target: &Path, bytes: &[u8]) -> io::Result<Self> {
        let folder = target.parent().unwrap_or(Path::new(""));
        loop {
            let path = folder.join(format!(".affiant-{}.tmp", unique()));
            match private().write(true).create_new(true).open(&path) {
                Ok(file) => {
                    let mut temporary = Self { path, file };
                    temporary.file.write_all(bytes)?;
                    return Ok(temporary);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Takes the permissions of `target`, which somebody may have widened or narrowed.
    pub(super) fn take_mode(&self, target: &Path) {
        if let Ok(metadata) = fs::metadata(target) {
            // A file system without permissions has none to keep.
            let _ = self.file.set_permissions(metadata.permissions());
        }
    }

    /// Takes the place of `target`, whatever is there.
    pub(super) fn rename(self, target: &Path) -> io::Result<()> {
        fs::rename(&self.path, target)
    }

    /// Takes the place of `target` unless something is there.
    fn link(self, target: &Path) -> io::Result<()> {
        move_new(&self.path, target)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // After a rename there is nothing under this name, which is as well.
        let _ = fs::remove_file(&self.path);
    }
}

/// Gives a new file the owner, as far as that is allowed, and the permissions of the one that it is to replace.
pub(super) fn take_owner(new: &File, standing: &fs::Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        // Only the administrator may give files away; else the file is the one's who saved it, and the group's as
        // before.
        let own = new.metadata()?;
        let differs = (own.uid(), own.gid()) != (standing.uid(), standing.gid());
        if differs && fchown(new, Some(standing.uid()), Some(standing.gid())).is_err() {
            let _ = fchown(new, None, Some(standing.gid()));
        }
    }
    match new.set_permissions(standing.permissions()) {
        // A file system without permissions has none to keep.
        Err(error) if matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::Unsupported) => Ok(()),
        result => result,
    }
}

/// A part of a temporary file's name that no other file of this process has.
pub(super) fn unique() -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    format!("{}-{}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed))
}

/// Gives a file another name, unless something has that name already.
pub(super) fn move_new(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        // Some file systems know no second names.
        Err(_) => move_without_links(from, to),
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn move_without_links(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Err(Errno::INVAL | Errno::NOSYS) => move_after_look(from, to),
        result => Ok(result?),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn move_without_links(from: &Path, to: &Path) -> io::Result<()> {
    move_after_look(from, to)
}

fn move_after_look(from: &Path, to: &Path) -> io::Result<()> {
    if fs::symlink_metadata(to).is_ok() { Err(io::ErrorKind::AlreadyExists.into()) } else { fs::rename(from, to) }
}

/// Opens a pipe or a device for writing. A pipe that nobody reads is refused: opening it would wait for a reader for
/// ever.
#[cfg(unix)]
fn open_stream(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::FileTypeExt;

    use rustix::fs::{Mode, OFlags, fcntl_getfl, fcntl_setfl};
    use rustix::io::Errno;
    let flags = OFlags::WRONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    let file = match rustix::fs::open(path, flags, Mode::empty()) {
        Ok(file) => File::from(file),
        Err(Errno::NXIO) => return Err(io::Error::other("nobody reads from this pipe")),
        Err(error) => return Err(error.into()),
    };
    // What was looked at may be another file by now, and a whole disk is nothing to be written to.
    let kind = file.metadata()?.file_type();
    if !kind.is_fifo() && !kind.is_char_device() {
        return Err(io::Error::other("it is neither a file nor a pipe"));
    }
    fcntl_setfl(&file, fcntl_getfl(&file)? - OFlags::NONBLOCK)?;
    Ok(file)
}

#[cfg(not(unix))]
fn open_stream(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).open(path)
}

/// Options for a new file that its owner alone can read.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.read(true);
    options
}

/// Whether a path is a link and there is nothing at its end.
fn leads_nowhere(path: &Path) -> bool {
    path.is_symlink() && !path.exists()
}

/// Where a path leads through its links; none when there is nothing.
pub(super) fn target(path: &Path) -> io::Result<Option<PathBuf>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() => path.canonicalize().map(Some),
        Ok(_) => Ok(Some(path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Waits for a file's advisory lock; false when it does not come in time.
pub(super) fn locked(file: &File, until: Instant) -> io::Result<bool> {
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(true),
            Err(fs::TryLockError::WouldBlock) if Instant::now() < until => std::thread::sleep(Duration::from_millis(2)),
            Err(fs::TryLockError::WouldBlock) => return Ok(false),
            // Some network drives know no locks: then the compare before the rename has to do.
            Err(fs::TryLockError::Error(error)) if knows_no_locks(&error) => return Ok(true),
            Err(fs::TryLockError::Error(error)) => return Err(error),
        }
    }
}

#[cfg(unix)]
fn knows_no_locks(error: &io::Error) -> bool {
    use rustix::io::Errno;
    matches!(Errno::from_io_error(error), Some(Errno::NOLCK | Errno::NOSYS | Errno::OPNOTSUPP | Errno::INVAL))
}

#[cfg(not(unix))]
fn knows_no_locks(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::Unsupported
}

/// The end of patience with another process, from now.
pub(super) fn patience() -> Instant {
    Instant::now() + PATIENCE
}

#[cfg(unix)]
pub(super) fn sync_folder(path: &Path) {
    // The file is whole either way; a system that cannot sync folders keeps their names in its own time.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) {}
