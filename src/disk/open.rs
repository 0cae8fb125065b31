//! Opening a file beneath a folder, whatever links stand on the way.

use std::fs::File;
use std::path::Path;

use super::folder;
use crate::files::FileProblem;

/// Opens `relative` beneath `root` for reading. Links may lead anywhere inside of the root, and nowhere else.
///
/// Nothing waits: a pipe is opened without a writer, and it is for the caller to see that it is none.
pub(super) fn beneath(root: &Path, relative: &Path) -> Result<File, FileProblem> {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    if let Some(answer) = kernel::open(root, relative) {
        return answer;
    }
    compared(root, relative)
}

/// Opens after resolving all links and comparing: for systems that cannot do it in one step, and for absolute links.
fn compared(root: &Path, relative: &Path) -> Result<File, FileProblem> {
    let root = root.canonicalize().map_err(|error| folder::problem(&error))?;
    let path = root.join(relative).canonicalize().map_err(|error| folder::problem(&error))?;
    let inside = path.strip_prefix(&root).map_err(|_| FileProblem::Outside)?;
    #[cfg(any(target_os = "linux", target_os = "android"))]
    if let Some(answer) = kernel::open(&root, inside) {
        return answer;
    }
    plain_open(&root.join(inside)).map_err(|error| folder::problem(&error))
}

#[cfg(unix)]
fn plain_open(path: &Path) -> std::io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::NOFOLLOW;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

#[cfg(not(unix))]
fn plain_open(path: &Path) -> std::io::Result<File> {
    File::open(path)
}

/// Opens a file by its path, whatever links stand on the way, and waits for nobody.
///
/// # Errors
/// What the system says.
#[cfg(unix)]
pub fn at_once(path: &Path) -> std::io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

/// Opens a file by its path.
///
/// # Errors
/// What the system says.
#[cfg(not(unix))]
pub fn at_once(path: &Path) -> std::io::Result<File> {
    File::open(path)
}

/// Whether links lead round in a circle.
#[cfg(unix)]
pub(super) fn is_circle(error: &std::io::Error) -> bool {
    rustix::io::Errno::from_io_error(error) == Some(rustix::io::Errno::LOOP)
}

/// Whether links lead round in a circle.
#[cfg(not(unix))]
pub(super) fn is_circle(_: &std::io::Error) -> bool {
    false
}

/// What the less usual errors mean.
#[cfg(unix)]
pub(super) fn problem(error: &std::io::Error) -> FileProblem {
    use rustix::io::Errno;
    match Errno::from_io_error(error) {
        Some(Errno::LOOP) => FileProblem::Other(String::from("its links lead in a circle")),
        Some(Errno::NXIO | Errno::NODEV) => FileProblem::NotAFile,
        Some(Errno::NAMETOOLONG) => FileProblem::Other(String::from("its name is too long")),
        _ => FileProblem::Other(super::problem::reason(error)),
    }
}

/// What the less usual errors mean.
#[cfg(not(unix))]
pub(super) fn problem(error: &std::io::Error) -> FileProblem {
    FileProblem::Other(super::problem::reason(error))
}

/// Linux resolves a path beneath a folder in one step, so that no link can be exchanged between check and use.
#[cfg(any(target_os = "linux", target_os = "android"))]
mod kernel {
    use std::fs::File;
    use std::path::Path;

    use rustix::fs::{CWD, Mode, OFlags, ResolveFlags};
    use rustix::io::Errno;

    use super::FileProblem;
    use crate::disk::folder;

    /// The opened file, or none where the kernel cannot say and links must be compared.
    pub(super) fn open(root: &Path, relative: &Path) -> Option<Result<File, FileProblem>> {
        let root_flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let root = match rustix::fs::openat(CWD, root, root_flags, Mode::empty()) {
            Ok(root) => root,
            Err(error) => return Some(Err(folder::problem(&error.into()))),
        };
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
        // EAGAIN: something on the way was renamed just now; a few more tries settle it.
        for _ in 0..8 {
            match rustix::fs::openat2(&root, relative, flags, Mode::empty(), resolve) {
                Ok(file) => return Some(Ok(File::from(file))),
                Err(Errno::AGAIN) => {}
                // EXDEV: out of the root, or an absolute link that may well lead back in. The others: no openat2 here.
                Err(Errno::XDEV | Errno::NOSYS | Errno::PERM | Errno::INVAL) => return None,
                Err(error) => return Some(Err(folder::problem(&error.into()))),
            }
        }
        None
    }
}
