//! Reading added packs: a folder as it is, and what was fetched only as it was fetched.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Disk, Stamp, lock};
use crate::digest::{self, Hash};
use crate::files::{FilePath, FileProblem, Root};
use crate::pack::address;
use crate::pack::manifest::{self, Manifest};
use crate::pack::registry::{self, Place, Registry};
use crate::source::Sources;

/// What file managers leave in every folder that somebody looks at.
const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// What was read of the added packs, with the hash of what it was read from.
#[derive(Debug, Default)]
pub(super) struct Known {
    registry: Option<(Hash, Arc<Registry>)>,
    manifests: BTreeMap<Root, (Hash, Verified)>,
}

type Verified = Result<Arc<Manifest>, FileProblem>;

impl Disk {
    /// The folder of a pack that was added with `--path`.
    pub(super) fn added_folder(&self, pack: &str) -> Option<PathBuf> {
        let (bytes, stamp) = self.stored(&FilePath::user(registry::PATH)).ok()?;
        let mut known = lock(&self.added);
        let registry = match &known.registry {
            Some((hash, registry)) if *hash == stamp.hash => Arc::clone(registry),
            _ => {
                let read = registry::read(&mut Sources::default(), registry::PATH, &bytes).output?;
                let registry = Arc::new(read);
                known.registry = Some((stamp.hash, Arc::clone(&registry)));
                registry
            }
        };
        match &registry.get(pack)?.place {
            Place::Folder(path) => Some(PathBuf::from(path)),
            Place::Git(_) => None,
        }
    }

    /// The folder of what was fetched of a pack, by a commit.
    pub(super) fn fetched_folder(&self, pack: &str, commit: &str) -> Option<PathBuf> {
        let named = address::name_problem(pack, "").is_none() && address::is_commit(commit);
        self.fetched.as_deref().filter(|_| named).map(|packs| packs.join(pack).join(commit))
    }

    /// The bytes of a file of a fetched pack, if they are those that were fetched. Its folders are listed as they were.
    pub(super) fn verified(&self, path: &FilePath) -> Result<(Arc<[u8]>, Stamp), FileProblem> {
        let list = FilePath { root: path.root.clone(), path: manifest::PATH.to_owned() };
        let (bytes, stamp) = self.stored(&list)?;
        let manifest = self.manifest(&path.root, &bytes, stamp.hash)?;
        if path.path == manifest::PATH {
            return Ok((bytes, stamp));
        }
        if let Some(folder) = path.path.strip_suffix('/') {
            let names = manifest.names(folder).ok_or(FileProblem::Missing)?;
            let names = names.iter().map(|name| format!("{name}\n")).collect::<String>().into_bytes();
            return Ok((Arc::from(&*names), Stamp { hash: digest::of(&names), ..stamp }));
        }
        let listed = manifest.get(&path.path).ok_or(FileProblem::Missing)?;
        match self.stored(path) {
            Ok((bytes, stamp)) if digest::digits(stamp.hash) == listed.sha256 => Ok((bytes, stamp)),
            Ok(_) => Err(FileProblem::Tampered("its bytes are not those that were fetched".to_owned())),
            Err(FileProblem::Missing) => Err(FileProblem::Tampered("it was fetched, and is gone".to_owned())),
            Err(problem) => Err(problem),
        }
    }

    /// The list of files of a fetched pack, if they are all there and nothing else is.
    fn manifest(&self, root: &Root, bytes: &[u8], hash: Hash) -> Verified {
        if let Some((_, known)) = lock(&self.added).manifests.get(root).filter(|(known, _)| *known == hash) {
            return known.clone();
        }
        let folder = self.folder(root).ok_or(FileProblem::Missing)?;
        let verified = match Manifest::parse(bytes) {
            Some(manifest) => same_names(folder.path(), &manifest).map(|()| Arc::new(manifest)),
            None => Err(FileProblem::Tampered("its list of files cannot be read".to_owned())),
        };
        lock(&self.added).manifests.insert(root.clone(), (hash, verified.clone()));
        verified
    }
}

/// Whether a folder has the files of a manifest and no others, by name.
fn same_names(folder: &Path, manifest: &Manifest) -> Result<(), FileProblem> {
    let problem = |error: std::io::Error| FileProblem::Other(crate::disk::problem::reason(&error));
    let mut standing = BTreeSet::new();
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((at, prefix)) = folders.pop() {
        for entry in fs::read_dir(&at).map_err(problem)? {
            let entry = entry.map_err(problem)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if LITTER.contains(&&*name) {
                continue;
            }
            if entry.file_type().map_err(problem)?.is_dir() {
                folders.push((entry.path(), format!("{prefix}{name}/")));
            } else {
                standing.insert(format!("{prefix}{name}"));
            }
        }
    }
    standing.remove(manifest::PATH);
    if let Some(strange) = standing.iter().find(|path| manifest.get(path).is_none()) {
        return Err(FileProblem::Tampered(format!("`{strange}` stands there, which was not fetched")));
    }
    match manifest.files().find(|(path, _)| !standing.contains(*path)) {
        Some((gone, _)) => Err(FileProblem::Tampered(format!("`{gone}` was fetched, and is gone"))),
        None => Ok(()),
    }
}
