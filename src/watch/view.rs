//! What is on disk now: by stat first, by hash where stat cannot tell.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use sha2::{Digest as _, Sha256};

use crate::digest;
use crate::disk::{Folder, folder, open};
use crate::files::FileProblem;

/// Times of files are this coarse at best, so two saves within it can look like one.
const FINE: Duration = Duration::from_millis(20);
/// Some drives count whole seconds only.
const COARSE: Duration = Duration::from_secs(2);
/// How long a file may be gone or empty before that is believed: editors do both in the middle of a save.
const GRACE: Duration = Duration::from_millis(150);

/// What is found at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing.
    Missing,
    /// A file with this SHA-256.
    Hash([u8; 32]),
    /// Something else: a file that cannot be read or was refused, a folder's list. Any change of it counts.
    Unreadable,
}

impl Content {
    /// The content of a file that was read.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self::Hash(digest::of(bytes))
    }
}

/// The files of interest, as they were when last looked at.
#[derive(Debug, Default)]
pub struct View {
    known: BTreeMap<PathBuf, Known>,
}

#[derive(Debug)]
struct Known {
    stamp: Option<Stamp>,
    content: Content,
    looked: SystemTime,
    doubt: Option<Instant>,
}

/// What stat tells of a file; two different contents have the same stamp only if written within the clock's grain.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    identity: [i64; 4],
    is_folder: bool,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt as _;
            [metadata.dev().cast_signed(), metadata.ino().cast_signed(), metadata.ctime(), metadata.ctime_nsec()]
        };
        #[cfg(not(unix))]
        let identity = [0; 4];
        Self { length: metadata.len(), modified: metadata.modified().ok(), identity, is_folder: metadata.is_dir() }
    }

    /// Whether the file could have been written again after `looked` without a trace in the stamp.
    fn is_fresh(&self, looked: SystemTime) -> bool {
        let [_, _, seconds, nanos] = self.identity;
        let changed = match (u64::try_from(seconds), u64::try_from(nanos)) {
            (Ok(seconds), Ok(nanos)) => {
                SystemTime::UNIX_EPOCH + Duration::from_secs(seconds) + Duration::from_nanos(nanos)
            }
            _ => SystemTime::UNIX_EPOCH,
        };
        let latest = self.modified.unwrap_or(SystemTime::UNIX_EPOCH).max(changed);
        let whole = latest.duration_since(SystemTime::UNIX_EPOCH).is_ok_and(|since| since.subsec_nanos() == 0);
        latest + if whole { COARSE } else { FINE } >= looked
    }
}

impl View {
    /// Looks at these files, and forgets all others. Gives the earliest time at which a doubt must be settled.
    pub fn look<'a>(&mut self, paths: impl Iterator<Item = &'a Path>) -> Option<Instant> {
        let mut before = std::mem::take(&mut self.known);
        let mut doubt = None;
        for path in paths {
            if self.known.contains_key(path) {
                continue;
            }
            let known = look(path, before.remove(path));
            doubt = [doubt, known.doubt.map(|since| since + GRACE)].into_iter().flatten().min();
            self.known.insert(path.to_owned(), known);
        }
        doubt
    }

    /// What is at the path, as far as it was looked at.
    #[must_use]
    pub fn content(&self, path: &Path) -> Option<&Content> {
        self.known.get(path).map(|known| &known.content)
    }

    /// Takes over what a build read that began at `began`, for files that nobody looked at before: if such a file is
    /// older than the build, it need not be read again to know its hash. A doubt is settled by what the build read.
    pub fn learn(&mut self, path: &Path, read: &Content, began: SystemTime) {
        if self.known.get(path).is_some_and(|known| known.doubt.is_none() || known.content == *read) {
            return;
        }
        let looked = SystemTime::now();
        let known = match (fs::metadata(path), read) {
            (Ok(metadata), Content::Hash(_)) if metadata.is_file() && !Stamp::of(&metadata).is_fresh(began) => {
                Known { stamp: Some(Stamp::of(&metadata)), content: read.clone(), looked, doubt: None }
            }
            _ => look(path, None),
        };
        self.known.insert(path.to_owned(), known);
    }
}

fn look(path: &Path, before: Option<Known>) -> Known {
    let looked = SystemTime::now();
    let (stamp, missing) = match fs::metadata(path) {
        Ok(metadata) if metadata.is_file() || metadata.is_dir() => (Some(Stamp::of(&metadata)), false),
        Ok(_) => (None, false),
        Err(error) => (None, matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)),
    };
    if let (Some(known), Some(stamp)) = (&before, &stamp)
        && known.stamp.as_ref() == Some(stamp)
        && known.doubt.is_none()
        && !stamp.is_fresh(known.looked)
    {
        return Known { stamp: Some(stamp.clone()), content: known.content.clone(), looked, doubt: None };
    }
    let content = match &stamp {
        None if missing => Content::Missing,
        None => Content::Unreadable,
        Some(stamp) if stamp.is_folder => list(path),
        Some(_) => read(path),
    };
    // In the middle of a save a file is gone or empty for a moment. Until that has lasted, the old content stands.
    if let Some(known) = before
        && matches!(known.content, Content::Hash(_))
        && known.content != content
        && (content == Content::Missing || stamp.as_ref().is_some_and(|stamp| stamp.length == 0 && !stamp.is_folder))
    {
        let since = known.doubt.unwrap_or_else(Instant::now);
        if since.elapsed() < GRACE {
            return Known { stamp, content: known.content, looked, doubt: Some(since) };
        }
    }
    Known { stamp, content, looked, doubt: None }
}

/// A folder's content is its entries' names, as the disk gives them to papers: the two are compared.
fn list(path: &Path) -> Content {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|name| name.to_str())) else {
        return Content::Unreadable;
    };
    match Folder::new(folder).read(&format!("{name}/")) {
        Ok((names, _)) => Content::of(&names),
        Err(FileProblem::Missing) => Content::Missing,
        Err(_) => Content::Unreadable,
    }
}

/// What is in a file, asked of the file that was opened: a pipe that took its place is not waited for, and no more is
/// read than a paper would read.
fn read(path: &Path) -> Content {
    let mut file = match open::at_once(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Content::Missing,
        Err(_) => return Content::Unreadable,
    };
    let limit = folder::limit(&path.to_string_lossy());
    if !file.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() <= limit) {
        return Content::Unreadable;
    }
    let (mut hasher, mut left) = (Sha256::new(), limit);
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Content::Hash(hasher.finalize().into()),
            // It grows while it is read.
            Ok(length) if length as u64 > left => return Content::Unreadable,
            Ok(length) => {
                hasher.update(&buffer[..length]);
                left -= length as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return Content::Unreadable,
        }
    }
}
