//! The disk: reading beneath a root, and replacing files whole or not at all.
//!
//! Reading goes through [`Disk`], which never leaves the matter's folder or the pack's, opens nothing but plain files,
//! and remembers what every paper read, so that a watch can tell which papers a change concerns.

pub mod folder;
mod open;
pub mod read;

pub use folder::Folder;
pub use read::{Disk, Reads, Seen, Stamp};

use sha2::{Digest, Sha256};

/// The SHA-256 of some bytes in lower-case hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
