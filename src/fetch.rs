//! Fetching packs: with the installed `git`, from a repository into the cache, whole or not at all.
//!
//! 1. [`git`] runs `git` so that it asks nothing, runs nothing of the repository's, and ends in time.
//! 2. [`remote`] asks the repository what its tags and its default branch are, and gets one commit.
//! 3. [`tree`] reads what the commit has under `templates/` and `snippets/`, and refuses what a pack may not have.
//! 4. [`store`] writes the files beside, draws up their manifest, and gives them their place in one step.
//!
//! Nothing is ever checked out: the files are read from git's objects, so that no link, filter, hook or attribute of
//! the repository can act, and a name that would lead elsewhere is seen before anything is written.

#![expect(clippy::disallowed_methods, reason = "this edge runs git and writes what it fetched")]

pub mod git;
pub mod remote;
mod report;
pub mod store;
mod tree;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

pub use remote::{Remote, Tag};
pub use report::{missing_tag, moved_tag};
pub use store::Stored;

use crate::diag::Diagnostic;
use git::Git;
use store::Scratch;

/// What went wrong, to show.
pub type Problem = Box<Diagnostic>;

/// Set by Ctrl-C: git is ended, and what was begun is taken away.
pub type Stop = Arc<AtomicBool>;

/// Which commit of a repository is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The newest of the default branch.
    Branch,
    /// The one that a tag names.
    Tag(String),
    /// This one.
    Commit(String),
}

/// One repository that is being fetched from.
pub struct Fetch {
    scratch: Scratch,
    git: Git,
    url: String,
}

impl Fetch {
    /// Gets ready: a folder of its own in the cache, and a git that is safe to run.
    ///
    /// # Errors
    /// Says why there can be no such folder, or that git is not installed.
    pub fn begin(url: &str, packs: &Path, stop: &Stop) -> Result<Self, Problem> {
        let scratch = Scratch::new(packs)?;
        let git = Git::new(scratch.path(), stop.clone())?;
        Ok(Self { scratch, git, url: url.to_owned() })
    }

    /// What the repository's tags and its default branch are now.
    ///
    /// # Errors
    /// Says why the repository cannot be asked.
    pub fn remote(&self) -> Result<Remote, Problem> {
        remote::ask(&self.git, &self.url)
    }

    /// Fetches a commit and puts what it has of a pack into its place under this name.
    ///
    /// # Errors
    /// Says what is wrong with the repository or the pack; what was in the cache before is whole.
    pub fn take(&self, pack: &str, remote: &Remote, wanted: &Wanted) -> Result<Stored, Problem> {
        let commit = remote::get(&self.git, &self.url, remote, wanted)?;
        let tree = tree::list(&self.git, &self.url, &commit)?;
        store::put(&self.git, &self.scratch, pack, &commit, &tree)
    }
}
