//! The folder of a file that several programs write, with the few calls of the system that replacing it takes.
//!
//! [`Place`] is what [`super::replace`] and [`super::shared`] know of the disk, so that a test can put a scripted one
//! in its stead and let another program act between any two calls. [`Beside`] is the disk itself.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use super::folder::{Folder, Look};
use super::problem::{Cause, WriteProblem};
use super::{hashes, shared, write};
use crate::digest::{self, Hash};
use crate::files::FileProblem;

/// Whoever replaces a file holds the lock of this name in the file's folder meanwhile. It is removed afterwards; one
/// that a killed process left behind keeps nobody out, because the system let go of its lock.
pub const LOCK: &str = ".affiant.busy";

/// What replacing a file asks of the system. Names are relative to one folder, with `/` between them.
pub trait Place {
    /// Keeps other affiant processes out until it is dropped.
    type Held;

    /// Waits for the folder's lock.
    ///
    /// # Errors
    /// [`Cause::Busy`] when another process does not let go of it in time.
    fn hold(&self) -> Result<Self::Held, Cause>;

    /// The bytes of a file; none when there is none.
    ///
    /// # Errors
    /// Says why it cannot be read.
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Cause>;

    /// The hash of a file's bytes; none when there is no such file. It may be remembered until somebody writes to the
    /// file, and is asked for by who holds the lock.
    ///
    /// # Errors
    /// Says why it cannot be read.
    fn digest(&self, held: &Self::Held, name: &str) -> Result<Option<Hash>, Cause>;

    /// Writes a file that is not there yet, with the owner and the permissions of `like` if that is there.
    ///
    /// # Errors
    /// Says why not; then there is no such file.
    fn write(&self, name: &str, bytes: &[u8], like: &str) -> Result<(), Cause>;

    /// Waits until a file's bytes have reached the disk.
    ///
    /// # Errors
    /// Says what the disk said.
    fn sync(&self, name: &str) -> Result<(), Cause>;

    /// Gives a file another name, in the place of what may have that name.
    ///
    /// # Errors
    /// Says why not.
    fn rename(&self, from: &str, to: &str) -> Result<(), Cause>;

    /// Gives a file another name that nothing has.
    ///
    /// # Errors
    /// [`Cause::Exists`] when something has that name.
    fn create(&self, from: &str, to: &str) -> Result<(), Cause>;

    /// Lets two files trade their names, so that nothing that has either of them is ever without a name.
    ///
    /// # Errors
    /// Says why not; then each has its own name still.
    fn swap(&self, one: &str, other: &str) -> Result<(), Cause>;

    /// Removes a file.
    ///
    /// # Errors
    /// Says why not.
    fn remove(&self, name: &str) -> Result<(), Cause>;

    /// The names in a folder of this folder; none when there is no such folder.
    ///
    /// # Errors
    /// Says why it cannot be listed.
    fn names(&self, folder: &str) -> Result<Vec<String>, Cause>;

    /// How long ago a file was last written; none when nobody can say.
    fn age(&self, name: &str) -> Option<Duration>;

    /// The time since 1970.
    fn now(&self) -> Duration;

    /// Lets some time pass.
    fn wait(&self, time: Duration);

    /// A part of a name that no other file has.
    fn unique(&self) -> String;
}

/// The folder on the disk.
#[derive(Clone, Debug)]
pub struct Beside {
    folder: PathBuf,
}

/// The folder's lock, held.
#[derive(Debug)]
pub struct Held {
    path: PathBuf,
    // Closing the file lets go of the lock.
    _file: File,
    /// When the lock was made, by the drive's own clock.
    made: Look,
}

impl Beside {
    /// The folder that a file lies in, and the file's name there, at the end of all links.
    ///
    /// # Errors
    /// Says why there is no such folder.
    pub fn of(path: &Path) -> Result<(Self, String), WriteProblem> {
        let failed = |error: io::Error| WriteProblem::of(path, &error);
        let target = write::target(path).map_err(failed)?.unwrap_or_else(|| path.to_owned());
        let name = target.file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(|| failed(io::ErrorKind::InvalidFilename.into()))?.to_owned();
        Ok((Self { folder: target.parent().unwrap_or(Path::new("")).to_owned() }, name))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn folder(&self) -> Folder {
        Folder::new(&*self.folder)
    }

    /// Makes the hidden folder, which is nothing to share: a version control system is told to pass it over. Whoever
    /// may write the answers may write in it, so that nobody is shut out who works on the same matter.
    fn make_hidden_folder(&self) -> Result<(), Cause> {
        let folder = self.path(shared::FOLDER);
        write::make_folder(&folder).map_err(|problem| problem.cause)?;
        // Another process may have made it at the same time.
        let ignore = folder.join(".gitignore");
        let _ = write::write_new(&ignore, b"*\n");
        #[cfg(unix)]
        if let (Ok(new), Ok(around)) = (File::open(&folder), fs::metadata(self.path("."))) {
            // It is for its owner alone where that is not allowed.
            let _ = write::take_owner(&new, &around);
        }
        Ok(())
    }

    /// Removes a lock that a killed process left behind.
    pub fn sweep_lock(folder: &Path) {
        if folder.join(LOCK).symlink_metadata().is_ok() {
            // Whoever holds it removes it; nobody else need wait for that.
            drop(Self { folder: folder.to_owned() }.hold());
        }
    }
}

impl Place for Beside {
    type Held = Held;

    fn hold(&self) -> Result<Held, Cause> {
        let (path, until) = (self.path(LOCK), write::patience());
        let failed = |error: io::Error| WriteProblem::of(&path, &error).cause;
        loop {
            let file = open_lock(&path).map_err(failed)?;
            if !write::locked(&file, until).map_err(failed)? {
                return Err(Cause::Busy);
            }
            // Whoever had the lock before removed the file: then this is not the lock that others see.
            if let (Ok(own), Ok(current)) = (file.metadata(), fs::symlink_metadata(&path)) {
                let made = Look::of(&own);
                if made.is_same_file(&Look::of(&current)) {
                    return Ok(Held { path, _file: file, made });
                }
            }
            if Instant::now() >= until {
                return Err(Cause::Busy);
            }
        }
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Cause> {
        match self.folder().read(name) {
            Ok((bytes, _)) => Ok(Some(bytes)),
            Err(FileProblem::Missing) => Ok(None),
            Err(problem) => Err(WriteProblem::unread("", &problem).cause),
        }
    }

    fn digest(&self, held: &Held, name: &str) -> Result<Option<Hash>, Cause> {
        hashes::of(&self.path(name), &held.made, || Ok(self.read(name)?.map(|bytes| digest::of(&bytes))))
    }

    fn write(&self, name: &str, bytes: &[u8], like: &str) -> Result<(), Cause> {
        let (path, standing) = (self.path(name), fs::metadata(self.path(like)).ok());
        if standing.as_ref().is_some_and(|standing| standing.permissions().readonly()) {
            return Err(Cause::Denied);
        }
        let failed = |error: io::Error| WriteProblem::of(&path, &error).cause;
        let create = || write::private().write(true).create_new(true).open(&path);
        let mut file = match create() {
            Err(error) if error.kind() == io::ErrorKind::NotFound && name.starts_with(shared::FOLDER) => {
                self.make_hidden_folder()?;
                create()
            }
            created => created,
        }
        .map_err(failed)?;
        let written = file.write_all(bytes).and_then(|()| match &standing {
            Some(standing) => write::take_owner(&file, standing),
            None => Ok(()),
        });
        written.map_err(|error| {
            // Half a file is of no use to anybody.
            let _ = fs::remove_file(&path);
            failed(error)
        })
    }

    fn sync(&self, name: &str) -> Result<(), Cause> {
        let path = self.path(name);
        let synced = File::options().write(true).open(&path).and_then(|file| file.sync_all());
        synced.map_err(|error| WriteProblem::of(&path, &error).cause)
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), Cause> {
        let to = self.path(to);
        fs::rename(self.path(from), &to).map_err(|error| WriteProblem::of(&to, &error).cause)
    }

    fn create(&self, from: &str, to: &str) -> Result<(), Cause> {
        let to = self.path(to);
        write::move_new(&self.path(from), &to).map_err(|error| WriteProblem::of(&to, &error).cause)?;
        write::sync_folder(&to);
        Ok(())
    }

    fn swap(&self, one: &str, other: &str) -> Result<(), Cause> {
        let (one, other) = (self.path(one), self.path(other));
        swap(&one, &other).map_err(|error| WriteProblem::of(&other, &error).cause)?;
        write::sync_folder(&other);
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), Cause> {
        let path = self.path(name);
        hashes::forget(&path);
        fs::remove_file(&path).map_err(|error| WriteProblem::of(&path, &error).cause)
    }

    fn names(&self, folder: &str) -> Result<Vec<String>, Cause> {
        let path = self.path(folder);
        let failed = |error: io::Error| WriteProblem::of(&path, &error).cause;
        let entries = match path.symlink_metadata().map(|metadata| metadata.is_dir()) {
            Ok(true) => fs::read_dir(&path).map_err(failed)?,
            // What is kept beside the answers is in no place that a link leads to.
            Ok(false) => return Err(failed(io::ErrorKind::NotADirectory.into())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        let names = entries.filter_map(|entry| entry.map(|entry| entry.file_name().into_string().ok()).transpose());
        names.collect::<io::Result<_>>().map_err(failed)
    }

    fn age(&self, name: &str) -> Option<Duration> {
        let modified = fs::metadata(self.path(name)).and_then(|metadata| metadata.modified()).ok()?;
        SystemTime::now().duration_since(modified).ok()
    }

    fn now(&self) -> Duration {
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
    }

    fn wait(&self, time: Duration) {
        std::thread::sleep(time);
    }

    fn unique(&self) -> String {
        format!("{}-{}", write::unique(), self.now().subsec_nanos())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // A file that stays behind keeps nobody out. Windows removes no file that somebody waits for.
        if cfg!(unix) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Opens the lock, which may belong to another user who works on the same matter.
fn open_lock(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o644);
    }
    match options.open(path) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => File::open(path).map_err(|_| error),
        opened => opened,
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn swap(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        // Some drives cannot do it in one step.
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => swap_in_steps(one, other),
        result => Ok(result?),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn swap(one: &Path, other: &Path) -> io::Result<()> {
    swap_in_steps(one, other)
}

/// Trades names where the system cannot: there is a file of the name `other` at every moment. What another program
/// renames to `other` between the first two steps is lost; no system without an exchange can tell of it.
fn swap_in_steps(one: &Path, other: &Path) -> io::Result<()> {
    let mut aside = one.as_os_str().to_owned();
    aside.push(".other");
    let aside = PathBuf::from(aside);
    // Without a second name for the same file, a copy of it has to do.
    if fs::hard_link(other, &aside).is_err() {
        fs::copy(other, &aside)?;
    }
    fs::rename(one, other).inspect_err(|_| {
        let _ = fs::remove_file(&aside);
    })?;
    fs::rename(&aside, one)
}
