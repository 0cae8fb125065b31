//! Drives on which the system does not tell of changes that are made elsewhere.

use std::path::{Path, PathBuf};

/// File systems whose files change behind the kernel's back: on another machine, or on the host of a guest.
const ELSEWHERE: [&str; 31] = [
    "9p",
    "acfs",
    "afs",
    "beegfs",
    "ceph",
    "cifs",
    "coda",
    "davfs",
    "drvfs",
    "fuse.davfs2",
    "fuse.gcsfuse",
    "fuse.glusterfs",
    "fuse.grpcfuse",
    "fuse.gvfsd-fuse",
    "fuse.osxfs",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.sshfs",
    "fuse.vmhgfs-fuse",
    "gpfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "prl_fs",
    "smb3",
    "smbfs",
    "vboxsf",
    "virtiofs",
    "vmhgfs",
    "wslfs",
];

/// The kind of network drive that this folder lies on, if it does, as the system names it.
#[must_use]
pub fn drive(folder: &Path) -> Option<String> {
    let folder = std::fs::canonicalize(folder).ok()?;
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    drive_in(&mounts, &folder)
}

/// The same, from the text of `/proc/self/mountinfo` and a path without links.
#[must_use]
pub fn drive_in(mounts: &str, folder: &Path) -> Option<String> {
    let mut found: Option<(PathBuf, &str)> = None;
    for line in mounts.lines() {
        // "36 35 98:0 /root /mount/point rw,noatime master:1 - ext3 /dev/root rw": see proc(5).
        let Some((before, after)) = line.split_once(" - ") else { continue };
        let (Some(point), Some(kind)) = (before.split(' ').nth(4), after.split(' ').next()) else { continue };
        let point = PathBuf::from(unescape(point));
        let nearer = found.as_ref().is_none_or(|(other, _)| point.components().count() >= other.components().count());
        if folder.starts_with(&point) && nearer {
            found = Some((point, kind));
        }
    }
    found.filter(|(_, kind)| ELSEWHERE.contains(kind)).map(|(_, kind)| kind.to_owned())
}

/// Blanks, tabs, newlines and backslashes stand as octal numbers.
fn unescape(point: &str) -> String {
    [(r"\040", " "), (r"\011", "\t"), (r"\012", "\n"), (r"\134", r"\")]
        .into_iter()
        .fold(point.to_owned(), |point, (code, character)| point.replace(code, character))
}
