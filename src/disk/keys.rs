//! The private keys of this machine: one file each in the user's settings, which their owner alone can read.

use std::path::{Path, PathBuf};

use super::problem::WriteProblem;
use super::write::{make_folder, sync_folder, write_new};

/// The folder of private keys in the folder of the user's settings.
const FOLDER: &str = "keys";

/// The path of a private key's file in the user's settings.
#[must_use]
pub fn name(id: &str) -> String {
    format!("{FOLDER}/{id}.toml")
}

/// Writes the file of a private key, which must not be there yet: for its owner alone, in a folder for its owner alone,
/// and synced with that folder.
///
/// # Errors
/// Says why not.
pub fn add(settings: &Path, id: &str, text: &str) -> Result<PathBuf, WriteProblem> {
    let folder = settings.join(FOLDER);
    make_folder(&folder)?;
    close(&folder)?;
    let file = settings.join(name(id));
    write_new(&file, text.as_bytes())?;
    sync_folder(&folder);
    sync_folder(settings);
    Ok(file)
}

/// Takes from everybody but the owner what they may do in a folder.
#[cfg(unix)]
fn close(folder: &Path) -> Result<(), WriteProblem> {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(|error| WriteProblem::of(folder, &error))
}

#[cfg(not(unix))]
fn close(_: &Path) -> Result<(), WriteProblem> {
    Ok(())
}

/// Whether others than its owner may read a file.
#[cfg(unix)]
#[must_use]
pub fn is_open_to_others(file: &Path) -> bool {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

/// Whether others than its owner may read a file.
#[cfg(not(unix))]
#[must_use]
pub fn is_open_to_others(_: &Path) -> bool {
    false
}
