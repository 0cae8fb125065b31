//! One folder that files are read beneath, and never outside of.

use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::open;
use crate::facts::limits;
use crate::files::FileProblem;

/// The largest facts, template or other text file that is read, in bytes.
pub const TEXT_LIMIT: u64 = limits::FILE.value as u64;
/// The largest image, font or other asset that is read, in bytes.
pub const ASSET_LIMIT: u64 = 64 << 20;
/// The most entries of a folder that are listed.
const ENTRIES: usize = limits::PACK_FILES.value;
/// The coarsest times that a drive notes: those of FAT.
const COARSEST_CLOCK: Duration = Duration::from_secs(2);
/// Twice the time in which the clock of a kernel stands still that a drive with finer times asks.
const KERNEL_TICK: Duration = Duration::from_millis(20);
/// How often a file that changes while it is read is read again before that is called a problem.
const ATTEMPTS: u32 = 6;

/// A folder whose files can be read.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
}

/// What the system says about a file without reading it; any write changes it, but for the coarseness of clocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The size in bytes.
    pub size: u64,
    /// When its bytes were last written.
    pub modified: Option<SystemTime>,
    /// Which file it is: device and inode; zero where a platform has none.
    identity: (u64, u64),
    /// When its bytes, name or permissions were last changed, in seconds and nanoseconds.
    changed: (i64, i64),
}

impl Look {
    /// What the system says about a file.
    #[must_use]
    pub fn of(metadata: &Metadata) -> Self {
        let (identity, changed) = platform(metadata);
        Self { size: metadata.len(), modified: metadata.modified().ok(), identity, changed }
    }

    /// Whether both are looks at one file, whatever is in it; always where a platform cannot tell.
    #[must_use]
    pub fn is_same_file(&self, other: &Self) -> bool {
        self.identity == other.identity
    }

    /// Whether the file was written so shortly before `now` that a second write might have left the same time behind.
    #[must_use]
    pub fn is_fresh(&self, now: SystemTime) -> bool {
        self.modified.is_none_or(|modified| now.duration_since(modified).is_ok_and(|age| age < COARSEST_CLOCK))
            || self.modified.is_some_and(|modified| modified > now)
    }

    /// Whether whoever writes to the file after the moment of another look at this drive leaves another time behind.
    /// Both times are the drive's own, so that no clock of another machine matters. Never where a platform has none.
    #[must_use]
    pub fn is_past(&self, other: &Self) -> bool {
        let tick = |(_, nanoseconds): (i64, i64)| if nanoseconds == 0 { COARSEST_CLOCK } else { KERNEL_TICK };
        let time = |(seconds, nanoseconds): (i64, i64)| {
            let seconds = u64::try_from(seconds).ok().filter(|seconds| *seconds > 0)?;
            Some(Duration::from_secs(seconds) + Duration::from_nanos(u64::try_from(nanoseconds).ok()?))
        };
        let tick = tick(self.changed).max(tick(other.changed));
        time(self.changed).zip(time(other.changed)).is_some_and(|(own, other)| own + tick < other)
    }
}

#[cfg(unix)]
fn platform(metadata: &Metadata) -> ((u64, u64), (i64, i64)) {
    use std::os::unix::fs::MetadataExt;
    ((metadata.dev(), metadata.ino()), (metadata.ctime(), metadata.ctime_nsec()))
}

#[cfg(not(unix))]
fn platform(_: &Metadata) -> ((u64, u64), (i64, i64)) {
    ((0, 0), (0, 0))
}

impl Folder {
    /// A folder by its path; it is looked up anew at each read, so it may be renamed and replaced meanwhile.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        Self { path: if path.as_os_str().is_empty() { PathBuf::from(".") } else { path } }
    }

    /// The folder's own path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where a file of the folder stands, for messages and for the watch; nothing is checked.
    #[must_use]
    pub fn locate(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// What the system says about a file, following links that stay inside.
    pub fn look(&self, name: &str) -> Result<Look, FileProblem> {
        if name.ends_with('/') {
            return self.names(name).map(|(_, look)| look);
        }
        let file = self.open(name)?;
        plain(&file).map(|metadata| Look::of(&metadata))
    }

    /// The bytes of a file, and what the system said about it while they were read.
    pub fn read(&self, name: &str) -> Result<(Vec<u8>, Look), FileProblem> {
        if name.ends_with('/') {
            return self.names(name);
        }
        for attempt in 0..ATTEMPTS {
            if attempt > 0 {
                std::thread::sleep(Duration::from_millis(1 << attempt));
            }
            let mut file = self.open(name)?;
            let before = Look::of(&plain(&file)?);
            let limit = limit(name);
            if before.size > limit {
                return Err(FileProblem::TooLarge(limit));
            }
            let mut bytes = Vec::with_capacity(usize::try_from(before.size).unwrap_or(0) + 1);
            // A file may claim any size and grow while it is read: never take more than the limit.
            Read::by_ref(&mut file).take(limit + 1).read_to_end(&mut bytes).map_err(|error| problem(&error))?;
            if bytes.len() as u64 > limit {
                return Err(FileProblem::TooLarge(limit));
            }
            let after = Look::of(&plain(&file)?);
            if before == after && after.size == bytes.len() as u64 {
                return Ok((bytes, after));
            }
        }
        Err(FileProblem::Changing)
    }

    /// The names of what lies directly in a folder, one a line, sorted, folders with a `/` at their end. Names that are
    /// no UTF-8, and entries that lead nowhere, are left out.
    fn names(&self, name: &str) -> Result<(Vec<u8>, Look), FileProblem> {
        let root = self.path.canonicalize().map_err(|error| problem(&error))?;
        let path = root.join(checked(name.trim_end_matches('/'))?).canonicalize().map_err(|error| problem(&error))?;
        if !path.starts_with(&root) {
            return Err(FileProblem::Outside);
        }
        let look = Look::of(&path.metadata().map_err(|error| problem(&error))?);
        let mut names = Vec::new();
        for entry in path.read_dir().map_err(|error| problem(&error))? {
            let entry = entry.map_err(|error| problem(&error))?;
            if names.len() == ENTRIES {
                return Err(FileProblem::Other(format!("it holds more than {ENTRIES} files")));
            }
            let metadata = match entry.path().metadata() {
                Ok(metadata) => metadata,
                Err(error) if leads_nowhere(&error) => continue,
                // A folder whose names can be read and whose files cannot is not an empty one.
                Err(error) => return Err(problem(&error)),
            };
            let Ok(name) = entry.file_name().into_string() else { continue };
            if !name.contains('\n') {
                names.push(if metadata.is_dir() { format!("{name}/\n") } else { format!("{name}\n") });
            }
        }
        names.sort();
        Ok((names.concat().into_bytes(), look))
    }

    fn open(&self, name: &str) -> Result<File, FileProblem> {
        open::beneath(&self.path, &checked(name)?)
    }
}

/// The bytes of a plain file, wherever its path leads, within the limit of its name.
///
/// # Errors
/// Says why it cannot be read. Nothing waits for the writer of a pipe.
pub fn read_at(path: &Path) -> Result<Vec<u8>, FileProblem> {
    let path = path.canonicalize().map_err(|error| problem(&error))?;
    match (path.parent(), path.file_name().and_then(|name| name.to_str())) {
        (Some(folder), Some(name)) => Folder::new(folder).read(name).map(|(bytes, _)| bytes),
        _ => Err(FileProblem::NotAFile),
    }
}

/// The size limit for a file, by the ending of its name.
#[must_use]
pub fn limit(name: &str) -> u64 {
    let ending = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    if matches!(ending.as_str(), "toml" | "json" | "md" | "typ" | "lock") { TEXT_LIMIT } else { ASSET_LIMIT }
}

/// The path without `.` parts, if it can only mean a file beneath the folder, on every platform.
fn checked(name: &str) -> Result<PathBuf, FileProblem> {
    if name.starts_with('/') || name.contains(['\\', '\0']) || drive(name) {
        return Err(FileProblem::Outside);
    }
    let mut path = PathBuf::new();
    for part in name.split('/') {
        match part {
            ".." => return Err(FileProblem::Outside),
            "" | "." => {}
            part if reserved(part) => {
                return Err(FileProblem::Other(format!("`{part}` is a name that Windows keeps for a device")));
            }
            part => path.push(part),
        }
    }
    if path.as_os_str().is_empty() || name.ends_with('/') { Err(FileProblem::NotAFile) } else { Ok(path) }
}

/// `C:` and `C:/…`, which Windows takes for another drive wherever they stand.
fn drive(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|first| first.is_ascii_alphabetic()) && chars.next() == Some(':')
}

/// Device names of Windows, with any ending: a matter must open on every machine of an office.
#[must_use]
pub fn reserved(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or("").trim_end().to_ascii_uppercase();
    match stem.as_str() {
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" => true,
        _ => match stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT")) {
            Some(number) => matches!(number, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"),
            None => false,
        },
    }
}

/// The file's metadata, if it is a plain file.
fn plain(file: &File) -> Result<Metadata, FileProblem> {
    let metadata = file.metadata().map_err(|error| problem(&error))?;
    if metadata.is_file() { Ok(metadata) } else { Err(FileProblem::NotAFile) }
}

/// Whether an entry of a folder is a link that leads to nothing, or round in a circle; or it was removed just now.
pub(super) fn leads_nowhere(error: &std::io::Error) -> bool {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => true,
        _ => open::is_circle(error),
    }
}

/// What an error of the system means for a reader.
pub(super) fn problem(error: &std::io::Error) -> FileProblem {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => FileProblem::Missing,
        ErrorKind::PermissionDenied => FileProblem::Denied,
        ErrorKind::IsADirectory => FileProblem::NotAFile,
        _ => open::problem(error),
    }
}
