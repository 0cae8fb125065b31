//! Rebuilds exactly what a change can affect, as soon as it is saved.
//!
//! 1. The [`Builder`] says which papers there are, and of each what its last build read and what it looked for in vain.
//! 2. [`folders`] keeps the *folders* of those files under watch, never the files: a file's watch dies with the first
//!    editor that saves by renaming.
//! 3. [`hints`] gathers what the system tells of those folders. A closed or renamed file is built at once; anything
//!    else waits for a moment of quiet.
//! 4. [`view`] looks what is on disk now, by stat first and by hash where stat cannot tell. Only that decides: a paper
//!    is built again when something that it read is not what it was. Every second this happens unasked, because
//!    events get lost.
//! 5. The papers that are out of date, or all of them at midnight, are built, and [`changes`] says why each of them
//!    changed.
//!
//! Where the system tells nothing (network drives), step 4 alone does the work, more often.

#![expect(clippy::disallowed_methods, reason = "this edge watches folders and the clock")]

pub mod changes;
pub mod folders;
pub mod hints;
pub mod network;
pub mod run;
pub mod view;
pub mod watcher;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use crate::diag::Report;
use crate::draft::Uses;
use crate::source::Sources;

pub use hints::Hints;
pub use run::Watch;
pub use view::Content;

/// Does the work that a watch asks for.
pub trait Builder {
    /// Which papers there are, read anew from the matter file.
    fn survey(&mut self) -> Survey;

    /// Builds these papers and writes them out; calls `done` for each one as soon as it is whole on disk.
    fn build(&mut self, jobs: &[Job], done: &mut dyn FnMut(Built));

    /// What went wrong in the last build beside the papers, such as a lock that could not be written.
    fn aside(&self) -> Report {
        Report::default()
    }

    /// The day that papers without a date of their own are dated by: with a new one everything is built again.
    fn day(&self) -> String {
        String::new()
    }
}

/// What there is to build.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// The matter's title.
    pub title: String,
    /// The folders that everything lies in: the matter's, and the pack's if one is given. Absolute.
    pub roots: Vec<PathBuf>,
    /// The papers' ids, in the order they are shown; none if the matter file could not be read.
    pub papers: Option<Vec<String>>,
    /// What was read to know this.
    pub inputs: Vec<Input>,
    /// What is wrong with it.
    pub findings: Findings,
}

/// A paper to build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub paper: String,
    /// The digest of its last good build, empty before the first.
    pub previous: String,
}

/// What came of a [`Job`].
#[derive(Clone, Debug)]
pub struct Built {
    /// The paper's id.
    pub paper: String,
    /// Whether a new file stands on disk.
    pub outcome: Outcome,
    /// Everything that was read or looked for.
    pub inputs: Vec<Input>,
    /// What is wrong with the paper.
    pub findings: Findings,
    /// A digest of everything that decides the file; empty if the paper could not be composed.
    pub digest: String,
    /// What the paper prints or decides by.
    pub uses: Uses,
}

/// Whether a new file stands on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It does, and has this many pages.
    Written {
        /// How many pages it has.
        pages: usize,
    },
    /// The paper came to the same as before, and the old file is right.
    Unchanged,
    /// There are errors; the last good file stays.
    Failed,
    /// The paper is good but could not be written (a full disk): it is tried again by and by.
    Unwritten,
}

/// A file that a build read or looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Where it is. Absolute.
    pub path: PathBuf,
    /// What messages call it.
    pub name: String,
    /// What the build found there.
    pub content: Content,
    /// What changes when it does.
    pub kind: Kind,
}

/// What a change of a file is told by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The facts that changed in it: facts and answers.
    Facts,
    /// Its own name: templates, clauses, looks, assets, rules, the matter file.
    Other,
}

/// Findings with the texts that they point into.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// The findings.
    pub report: Report,
    /// The texts.
    pub sources: Sources,
}

/// How changes are noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The system tells.
    Native,
    /// By looking several times a second, as asked.
    Poll,
    /// By looking several times a second, because the system does not tell.
    PollInstead {
        /// Why, in a few words: `nfs tells of no changes made elsewhere`.
        because: String,
    },
}

/// One paper, as the watch knows it.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    /// Its id.
    pub id: String,
    /// How its last build ended; none before the first.
    pub state: State,
    /// When the file on disk was written.
    pub written: Option<SystemTime>,
    /// How many pages the file on disk has.
    pub pages: Option<usize>,
    /// From the first notice of the change to the whole file on disk.
    pub took: Duration,
    /// Why that file was written.
    pub why: Vec<String>,
    /// What is wrong with it.
    pub findings: Findings,
    inputs: Vec<Input>,
    seen: BTreeMap<PathBuf, Content>,
    digest: String,
    uses: Uses,
    is_unwritten: bool,
}

/// How a paper's last build ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Not built yet.
    #[default]
    Waiting,
    /// The file on disk is right.
    Good,
    /// There are errors; the file on disk, if any, is the last good one.
    Failed,
}

/// Everything that a face of the watch can show.
#[derive(Clone, Debug)]
pub struct Board {
    /// The matter's title.
    pub title: String,
    /// How changes are noticed.
    pub mode: Mode,
    /// The papers, in the matter's order.
    pub papers: Vec<Paper>,
    /// What is wrong with the matter itself.
    pub findings: Findings,
}

/// What just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// The watch begins, or goes over to looking by itself.
    Mode,
    /// The list of papers, or what is wrong with the matter file, changed.
    Survey,
    /// A paper was built.
    Built {
        /// Its number in the board's list.
        paper: usize,
        /// What came of it.
        outcome: Outcome,
        /// How it was before.
        before: State,
        /// What changed.
        why: Vec<String>,
    },
    /// All papers of a round are built; these files had changed.
    Round {
        /// The files' names.
        changed: Vec<String>,
        /// How many papers changed.
        papers: usize,
    },
    /// Nothing, for a while: time to look whether the window has another size.
    Idle,
}

/// Shows what happens.
pub trait Face {
    /// Called on every event, on the loop's own thread.
    fn tell(&mut self, board: &Board, news: &News);

    /// How often it wants to be told of [`News::Idle`].
    fn pulse(&self) -> Option<Duration> {
        None
    }
}
