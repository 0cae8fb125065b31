//! Hashes of files that are looked at again and again, remembered as long as nobody writes to them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::folder::Look;
use crate::digest::Hash;

/// The most files that are remembered; after that, all are read again.
const MOST: usize = 1024;

static KNOWN: Mutex<BTreeMap<PathBuf, (Look, Hash)>> = Mutex::new(BTreeMap::new());

/// The hash of a file, which `read` finds out where it is not remembered; none when there is no such file. `clock` is a
/// look at a file of the same drive that was made a moment ago.
///
/// # Errors
/// Those of `read`.
pub(super) fn of<E>(
    path: &Path,
    clock: &Look,
    read: impl FnOnce() -> Result<Option<Hash>, E>,
) -> Result<Option<Hash>, E> {
    let look = fs::symlink_metadata(path).ok().map(|metadata| Look::of(&metadata));
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let (Some(look), Some((then, hash))) = (&look, known.get(path))
        && look == then
    {
        return Ok(Some(*hash));
    }
    known.remove(path);
    let hash = read()?;
    if let (Some(look), Some(hash)) = (look, hash)
        && look.is_past(clock)
    {
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(path.to_owned(), (look, hash));
    }
    Ok(hash)
}

/// Forgets a file.
pub(super) fn forget(path: &Path) {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner).remove(path);
}
