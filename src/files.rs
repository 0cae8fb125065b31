//! The one way in which the core reads files: by name, through whoever owns the disk.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diag::Code;
use crate::facts::limits;

/// Which folder a path is relative to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Root {
    /// The matter's folder; for a one-off paper, the folder that the command runs in.
    Matter,
    /// The folder given by `--pack`.
    Pack,
    /// The folder of the user's settings.
    User,
    /// The folder of the pack that the user added under this name with `--path`.
    Added(String),
    /// What was fetched of the pack of this name.
    Fetched {
        /// The pack.
        pack: String,
        /// The commit.
        commit: String,
    },
}

/// A file by its folder and its path in it, with `/` between names, never absolute and without `..`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FilePath {
    /// The folder.
    pub root: Root,
    /// The path in it.
    pub path: String,
}

impl FilePath {
    /// A file of the matter.
    #[must_use]
    pub fn matter(path: impl Into<String>) -> Self {
        Self { root: Root::Matter, path: path.into() }
    }

    /// A file of the pack.
    #[must_use]
    pub fn pack(path: impl Into<String>) -> Self {
        Self { root: Root::Pack, path: path.into() }
    }

    /// A file of the user's settings.
    #[must_use]
    pub fn user(path: impl Into<String>) -> Self {
        Self { root: Root::User, path: path.into() }
    }
}

impl fmt::Display for FilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.root {
            Root::Matter => f.write_str(&self.path),
            Root::Pack => write!(f, "pack/{}", self.path),
            Root::User => write!(f, "settings/{}", self.path),
            Root::Added(pack) | Root::Fetched { pack, .. } => write!(f, "{pack}/{}", self.path),
        }
    }
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FileProblem {
    /// There is no such file.
    Missing,
    /// It is a folder, a device or a pipe.
    NotAFile,
    /// The path, or a link on the way, leads out of the folder.
    Outside,
    /// It is larger than the limit, in bytes.
    TooLarge(u64),
    /// The permissions forbid it.
    Denied,
    /// It changed while it was read, again and again.
    Changing,
    /// It is not what was fetched: in what way.
    Tampered(String),
    /// What the system said otherwise.
    Other(String),
}

impl FileProblem {
    /// The code of a finding about it.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::TooLarge(_) => Code::FileTooLarge,
            Self::Tampered(_) => Code::TamperedPack,
            _ => Code::UnreadableFile,
        }
    }

    /// Whether the disk does not give the file, as against there being none that may be read.
    #[must_use]
    pub fn is_of_the_disk(&self) -> bool {
        matches!(self, Self::Denied | Self::Changing | Self::Other(_))
    }
}

impl fmt::Display for FileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("there is no such file"),
            Self::NotAFile => f.write_str("it is not a plain file"),
            Self::Outside => f.write_str("it lies outside the folder, by its path or through a link"),
            Self::TooLarge(limit) => write!(f, "it is larger than {}", limits::size(*limit)),
            Self::Denied => f.write_str("its permissions forbid reading it"),
            Self::Changing => f.write_str("it keeps changing while it is read"),
            Self::Tampered(reason) | Self::Other(reason) => f.write_str(reason),
        }
    }
}

/// What is being done, and with which file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// In words that follow a "while": "typesetting with `letter@1.0.0`". Empty when nothing has begun.
    pub what: String,
    /// The file, as messages name it.
    pub file: String,
}

/// Reads files for the core.
pub trait Files {
    /// The bytes of a file.
    ///
    /// # Errors
    /// Says why the file cannot be read.
    fn read(&self, path: &FilePath) -> Result<Arc<[u8]>, FileProblem>;

    /// Tells what is about to be done, so that an end without an answer can be told with its likely place.
    fn stage(&self, _stage: Stage) {}

    /// The names of what lies directly in a folder, sorted, those of folders ending in `/`. It is read as if it were a
    /// file with one name a line, under the path of the folder with a `/` at its end, and so is remembered, compared
    /// and sent on like one.
    ///
    /// # Errors
    /// Says why the folder cannot be listed.
    fn list(&self, folder: &FilePath) -> Result<Vec<String>, FileProblem> {
        let names = self.read(&FilePath { root: folder.root.clone(), path: format!("{}/", folder.path) })?;
        Ok(String::from_utf8_lossy(&names).lines().map(str::to_owned).collect())
    }
}
