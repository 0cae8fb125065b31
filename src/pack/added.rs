//! Packs that the user added: fetched from a git repository, or folders that are read as they are.

use serde::{Deserialize, Serialize};

use crate::files::{FilePath, Root};

use super::address;

/// A pack that the user added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The name that pins know it by.
    pub name: String,
    /// What was fetched of it; none for a folder.
    pub fetched: Option<Fetched>,
}

/// One commit of a pack's repository, and what is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fetched {
    /// The repository's URL.
    pub git: String,
    /// The commit's full name.
    pub commit: String,
    /// The SHA-256 of the [manifest](super::manifest).
    pub sha256: String,
}

impl Added {
    /// The file of the pack at a path.
    pub(super) fn file(&self, path: impl Into<String>) -> FilePath {
        let root = match &self.fetched {
            Some(fetched) => Root::Fetched { pack: self.name.clone(), commit: fetched.commit.clone() },
            None => Root::Added(self.name.clone()),
        };
        FilePath { root, path: path.into() }
    }

    /// How to get the files back as they were.
    #[must_use]
    pub fn restore(&self) -> String {
        match &self.fetched {
            Some(fetched) => format!("`{}` fetches it again", fetched.command(&self.name)),
            None => "restore the file in the pack's folder".to_owned(),
        }
    }
}

impl Fetched {
    /// The command that fetches this commit.
    #[must_use]
    pub fn command(&self, pack: &str) -> String {
        format!("affiant pack add {pack} --git {} --commit {}", address::quoted(&self.git), self.commit)
    }
}
