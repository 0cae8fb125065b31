//! What the core reads: the matter's folder, the packs' and the user's settings, with a record of what each paper read.

mod packs;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::folder::{self, Folder, Look};
use super::user;
use crate::digest::{self, Hash};
use crate::files::{FilePath, FileProblem, Files, Root};

/// What a file was when it was read.
#[derive(Clone, Debug)]
pub struct Stamp {
    /// The SHA-256 of its bytes.
    pub hash: Hash,
    look: Look,
    fresh: bool,
}

/// What was found under a name: a file, or why there was none.
pub type Seen = Result<Stamp, FileProblem>;

/// The bytes of files that were read, by name.
type Cache = HashMap<FilePath, (Arc<[u8]>, Stamp)>;

/// Everything that one paper read, by name.
pub type Reads = BTreeMap<FilePath, Seen>;

/// The folders that files are read from, with what was read.
#[derive(Debug, Default)]
pub struct Disk {
    matter: Option<Folder>,
    pack: Option<Folder>,
    /// The user's settings.
    user: Option<Folder>,
    /// What was fetched.
    fetched: Option<PathBuf>,
    added: Mutex<packs::Known>,
    /// Files named on the command line, which may lie anywhere.
    chosen: HashMap<String, PathBuf>,
    cache: Mutex<Cache>,
    reads: Mutex<BTreeMap<String, Reads>>,
}

impl Disk {
    /// Reads the matter's folder, and the pack's if one was given; also the user's settings.
    #[must_use]
    pub fn new(matter: Option<PathBuf>, pack: Option<PathBuf>) -> Self {
        let disk = Self { matter: matter.map(Folder::new), pack: pack.map(Folder::new), ..Self::default() };
        disk.with_user(user::config_folder(), user::cache_folder())
    }

    /// With other folders for the user's settings and for what was fetched.
    #[must_use]
    pub fn with_user(mut self, config: Option<PathBuf>, cache: Option<PathBuf>) -> Self {
        self.user = config.map(Folder::new);
        self.fetched = cache.map(|cache| user::packs_in(&cache));
        self
    }

    /// Lets a file that the user named on the command line be read wherever it lies, under `name` in the matter.
    pub fn allow(&mut self, name: impl Into<String>, path: impl Into<PathBuf>) {
        self.chosen.insert(name.into(), path.into());
    }

    /// Whether a pack's folder was given.
    #[must_use]
    pub fn has_pack(&self) -> bool {
        self.pack.is_some()
    }

    /// Where a file stands, for messages and for the watch.
    #[must_use]
    pub fn locate(&self, path: &FilePath) -> Option<PathBuf> {
        match self.chosen(path) {
            Some(chosen) => Some(chosen.to_owned()),
            None => self.folder(&path.root).map(|folder| folder.locate(&path.path)),
        }
    }

    /// The bytes of a file with their stamp; a file that did not change since is not read again.
    pub fn fetch(&self, path: &FilePath) -> Result<(Arc<[u8]>, Stamp), FileProblem> {
        match &path.root {
            Root::Fetched { .. } => self.verified(path),
            _ => self.stored(path),
        }
    }

    /// Whether a file can be read, without reading it.
    ///
    /// # Errors
    /// Says why it cannot.
    pub fn may_read(&self, path: &FilePath) -> Result<(), FileProblem> {
        let (folder, name) = self.place(path)?;
        let (look, limit) = (folder.look(&name)?, folder::limit(&name));
        if look.size > limit { Err(FileProblem::TooLarge(limit)) } else { Ok(()) }
    }

    /// The bytes as they are on disk.
    fn stored(&self, path: &FilePath) -> Result<(Arc<[u8]>, Stamp), FileProblem> {
        let (folder, name) = self.place(path)?;
        if let Some((bytes, stamp)) = lock(&self.cache).get(path)
            && !stamp.fresh
            && folder.look(&name)? == stamp.look
        {
            return Ok((Arc::clone(bytes), stamp.clone()));
        }
        let now = SystemTime::now();
        let read = folder.read(&name);
        let mut cache = lock(&self.cache);
        let (bytes, look) = read.inspect_err(|_| {
            cache.remove(path);
        })?;
        let stamp = Stamp { hash: digest::of(&bytes), fresh: look.is_fresh(now), look };
        let bytes: Arc<[u8]> = match cache.get(path) {
            Some((known, old)) if old.hash == stamp.hash => Arc::clone(known),
            _ => bytes.into(),
        };
        cache.insert(path.clone(), (Arc::clone(&bytes), stamp.clone()));
        Ok((bytes, stamp))
    }

    /// What stands under a name now.
    pub fn see(&self, path: &FilePath) -> Seen {
        self.fetch(path).map(|(_, stamp)| stamp)
    }

    /// Whether what stands under a name differs from what a paper read there: by its bytes, not by its times.
    #[must_use]
    pub fn differs(&self, path: &FilePath, seen: &Seen) -> bool {
        match (self.see(path), seen) {
            (Ok(now), Ok(then)) => now.hash != then.hash,
            (Err(now), Err(then)) => now != *then,
            _ => true,
        }
    }

    /// Notes what a paper read, in place of what it read before.
    pub fn note(&self, paper: &str, reads: Reads) {
        lock(&self.reads).insert(paper.to_owned(), reads);
    }

    /// What a paper read when it was last drafted; empty if it never was.
    #[must_use]
    pub fn reads(&self, paper: &str) -> Reads {
        lock(&self.reads).get(paper).cloned().unwrap_or_default()
    }

    /// What all papers read.
    #[must_use]
    pub fn all_reads(&self) -> Reads {
        let reads = lock(&self.reads);
        reads.values().flatten().map(|(path, seen)| (path.clone(), seen.clone())).collect()
    }

    /// Forgets papers that are no longer drafted, and the bytes of files that no paper reads.
    pub fn keep(&self, papers: impl Fn(&str) -> bool) {
        lock(&self.reads).retain(|paper, _| papers(paper));
        let used = self.all_reads();
        lock(&self.cache).retain(|path, _| used.contains_key(path));
    }

    /// The folder that a file is read beneath, and its name there.
    fn place<'a>(&'a self, path: &'a FilePath) -> Result<(Cow<'a, Folder>, Cow<'a, str>), FileProblem> {
        let Some(chosen) = self.chosen(path) else {
            let folder = self.folder(&path.root).ok_or(FileProblem::Missing)?;
            return Ok((folder, Cow::Borrowed(&path.path)));
        };
        let chosen = chosen.canonicalize().map_err(|error| folder::problem(&error))?;
        match (chosen.parent(), chosen.file_name().and_then(OsStr::to_str)) {
            (Some(folder), Some(name)) => Ok((Cow::Owned(Folder::new(folder)), Cow::Owned(name.to_owned()))),
            _ => Err(FileProblem::NotAFile),
        }
    }

    fn chosen(&self, path: &FilePath) -> Option<&Path> {
        if path.root == Root::Matter { self.chosen.get(&path.path).map(PathBuf::as_path) } else { None }
    }

    fn folder(&self, root: &Root) -> Option<Cow<'_, Folder>> {
        match root {
            Root::Matter => self.matter.as_ref().map(Cow::Borrowed),
            Root::Pack => self.pack.as_ref().map(Cow::Borrowed),
            Root::User => self.user.as_ref().map(Cow::Borrowed),
            Root::Added(pack) => self.added_folder(pack).map(|path| Cow::Owned(Folder::new(path))),
            Root::Fetched { pack, commit } => {
                self.fetched_folder(pack, commit).map(|path| Cow::Owned(Folder::new(path)))
            }
        }
    }
}

impl Files for Disk {
    fn read(&self, path: &FilePath) -> Result<Arc<[u8]>, FileProblem> {
        self.fetch(path).map(|(bytes, _)| bytes)
    }
}

/// A panic elsewhere leaves the maps whole: they are only ever replaced entry by entry.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
