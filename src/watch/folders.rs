//! Which folders are under watch, and whether they are still the same folders.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::watch::hints::{Heeded, Lost};

/// Asks the system to tell of changes in a folder.
pub trait Arms {
    /// Begins; an error says in a few words why it cannot be.
    ///
    /// # Errors
    /// When the system refuses, or there is no such folder.
    fn arm(&mut self, folder: &Path) -> Result<(), String>;

    /// Ends; a folder that is not under watch is no matter.
    fn disarm(&mut self, folder: &Path);
}

/// The folders under watch, each with what tells it from another folder of the same name.
#[derive(Debug, Default)]
pub struct Folders {
    armed: BTreeMap<PathBuf, Identity>,
}

type Identity = (u64, u64);

/// What became of [`Folders::arm`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Armed {
    /// Every folder was under watch already.
    Same,
    /// Some were not: what happened in them until now went unheard.
    Anew,
    /// The system refuses.
    Refused(String),
}

impl Folders {
    /// Whether any of these paths is, or was, a folder: then some watch may be dead or missing.
    #[must_use]
    pub fn concern(&self, lost: &Lost) -> bool {
        match lost {
            Lost::None => false,
            Lost::Some(paths) => paths.iter().any(|path| self.armed.contains_key(path) || path.is_dir()),
            Lost::All => true,
        }
    }

    /// Puts exactly these folders under watch; `lost` ones anew, and those that are not the folder that they were.
    pub fn arm(&mut self, arms: &mut dyn Arms, wanted: &BTreeSet<PathBuf>, lost: &Lost) -> Armed {
        let mut armed = Armed::Same;
        self.armed.retain(|folder, _| {
            let keep = wanted.contains(folder);
            if !keep {
                arms.disarm(folder);
            }
            keep
        });
        for folder in wanted {
            let now = identity(folder);
            let is_lost = match lost {
                Lost::None => false,
                Lost::Some(paths) => paths.contains(folder),
                Lost::All => true,
            };
            if !is_lost && now.is_some() && self.armed.get(folder) == now.as_ref() {
                continue;
            }
            if self.armed.remove(folder).is_some() {
                arms.disarm(folder);
            }
            let Some(now) = now else { continue };
            match arms.arm(folder) {
                Ok(()) => {
                    self.armed.insert(folder.clone(), now);
                    armed = Armed::Anew;
                }
                // It went away in between: the next look finds its parent.
                Err(_) if identity(folder).is_none() => {}
                Err(because) => return Armed::Refused(because),
            }
        }
        armed
    }
}

/// The folders to watch for these files: each one's own, or the nearest above it that exists; also where links lead.
#[must_use]
pub fn wanted<'a>(roots: &[PathBuf], files: impl Iterator<Item = &'a Path>) -> BTreeSet<PathBuf> {
    let mut wanted = BTreeSet::new();
    for root in roots {
        wanted.extend(existing(root));
    }
    for file in files {
        wanted.extend(file.parent().and_then(existing));
        if file.is_dir() {
            wanted.insert(file.to_owned());
        }
        if let Ok(real) = fs::canonicalize(file)
            && real != file
        {
            wanted.extend(real.parent().map(Path::to_owned));
        }
    }
    wanted
}

/// The events that matter: about the files, the folders above them up to the roots, and the roots; and about what comes
/// into a folder whose list was read.
#[must_use]
pub fn heeded<'a>(roots: &[PathBuf], files: impl Iterator<Item = &'a Path>) -> Heeded {
    let mut heeded = Heeded::default();
    let names = &mut heeded.names;
    for root in roots {
        let missing = root.ancestors().take_while(|folder| !folder.is_dir());
        names.extend(missing.chain([root.as_path()]).filter_map(Path::file_name).map(OsString::from));
    }
    for file in files {
        let below = file.ancestors().take_while(|path| !roots.iter().any(|root| root == path));
        names.extend(below.filter_map(Path::file_name).map(OsString::from));
        let real = fs::canonicalize(file).ok();
        names.extend(real.as_deref().and_then(Path::file_name).map(OsString::from));
        if file.is_dir() {
            heeded.lists.insert(file.components().collect());
            heeded.lists.extend(real);
        }
    }
    heeded
}

fn existing(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|folder| folder.is_dir()).map(Path::to_owned)
}

fn identity(folder: &Path) -> Option<Identity> {
    let metadata = fs::metadata(folder).ok().filter(fs::Metadata::is_dir)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        Some((metadata.dev(), metadata.ino()))
    }
    #[cfg(not(unix))]
    {
        let made = metadata.created().ok()?.duration_since(std::time::SystemTime::UNIX_EPOCH).ok()?;
        Some((made.as_secs(), u64::from(made.subsec_nanos())))
    }
}
