//! `packs.toml` in the user's settings: the packs that were added, each with where it comes from.

mod write;

use std::collections::BTreeMap;

use crate::diag::{Code, Diagnostic, Pass, Report, Severity};
use crate::facts::keys::Keys;
use crate::facts::{self, Entry};
use crate::files::{FilePath, FileProblem};
use crate::source::Sources;
use crate::span::Span;

use super::added::{Added, Fetched};
use super::address;

/// Its path in the user's settings.
pub const PATH: &str = "packs.toml";

/// The packs that were added.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    /// The file's text; empty when there is none yet.
    text: String,
    packs: BTreeMap<String, Registered>,
}

/// One added pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// Where it comes from.
    pub place: Place,
    /// Where that is written; none for one that is not yet.
    pub span: Option<Span>,
}

/// Where a pack comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder, by its whole path, read as it is now.
    Folder(String),
    /// A git repository.
    Git(Followed),
}

/// A pack from a git repository: what new papers use, and what an update goes by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Followed {
    /// The commit that new papers use.
    pub fetched: Fetched,
    /// What an update goes by.
    pub by: By,
    /// Every tag that was ever used, with the commit that it meant then: a tag that moves is told.
    pub tags: BTreeMap<String, String>,
}

/// What an update goes by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// The repository's default branch.
    #[default]
    Branch,
    /// A tag, which should not move.
    Tag(String),
    /// One commit, until another is named.
    Commit,
}

impl Registry {
    /// The pack of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Registered> {
        self.packs.get(name)
    }

    /// All packs, by name.
    pub fn packs(&self) -> impl Iterator<Item = (&str, &Registered)> {
        self.packs.iter().map(|(name, registered)| (name.as_str(), registered))
    }
}

impl Registered {
    /// How papers name what is taken of it now.
    #[must_use]
    pub fn added(&self, name: &str) -> Added {
        let fetched = match &self.place {
            Place::Folder(_) => None,
            Place::Git(followed) => Some(followed.fetched.clone()),
        };
        Added { name: name.to_owned(), fetched }
    }
}

/// Reads the file; none when it cannot be relied on, and then it must not be written either.
pub fn read(sources: &mut Sources, name: &str, bytes: &[u8]) -> Pass<Option<Registry>> {
    let mut report = Report::default();
    let root = facts::read(sources, name, bytes).take(&mut report);
    let packs = root.as_ref().and_then(|root| {
        let keys = Keys::open(root, "the list of packs", &["pack"], &mut report)?;
        let entries = keys.entries("pack", &mut report).iter();
        Some(entries.filter_map(|entry| Some((entry.key.clone(), registered(entry, &mut report)?))).collect())
    });
    for found in &mut report.diagnostics {
        found.code = Code::BadSettings;
        found.severity = Severity::Error;
        if found.hints.is_empty() {
            found.hints.push("`affiant doctor` tells in which folder it stands".to_owned());
        }
    }
    let text = String::from_utf8_lossy(bytes).into_owned();
    let whole = report.is_empty();
    Pass::new(packs.filter(|_| whole).map(|packs| Registry { text, packs }), report)
}

fn registered(entry: &Entry, report: &mut Report) -> Option<Registered> {
    let keys = Keys::open(
        &entry.value,
        "an added pack",
        &["git", "tag", "commit", "follow", "sha256", "tags", "path"],
        report,
    )?;
    let name = &entry.key;
    if let Some(why) = address::name_problem(name, "") {
        report.push(bad(format!("`{name}` cannot be the name of a pack: {why}"), entry.key_span));
        return None;
    }
    let span = Some(entry.key_span);
    if let Some((path, at)) = keys.text("path", report) {
        if path.is_empty() || keys.node("git").is_some() {
            report.push(bad(format!("the pack `{name}` has `path` or `git`, one of them"), at));
            return None;
        }
        return Some(Registered { place: Place::Folder(path.to_owned()), span });
    }
    for key in ["git", "commit", "sha256"] {
        keys.require(key, "an added pack", "", report);
    }
    let mut checked = |key: &str, problem: fn(&str) -> Option<&'static str>| {
        let (text, at) = keys.text(key, report)?;
        match problem(text) {
            Some(why) => {
                report.push(bad(format!("`{key}` of the pack `{name}` cannot be used: {why}"), at));
                None
            }
            None => Some(text.to_owned()),
        }
    };
    let git = checked("git", address::url_problem);
    let commit = checked("commit", |text| (!address::is_commit(text)).then_some("it is no whole commit"));
    let sha256 = checked("sha256", |text| (!address::is_sha256(text)).then_some("it is no SHA-256"));
    let fetched = Fetched { git: git?, commit: commit?, sha256: sha256? };
    let by = match (keys.text("tag", report), keys.text("follow", report)) {
        (Some((tag, _)), _) => By::Tag(tag.to_owned()),
        (None, Some(("branch", _))) => By::Branch,
        (None, Some((_, at))) => {
            report.push(bad(format!("`follow` of the pack `{name}` is `branch`, or left out"), at));
            return None;
        }
        (None, None) => By::Commit,
    };
    let tags = keys.entries("tags", report).iter();
    let tags = tags.filter_map(|entry| Some((entry.key.clone(), entry.value.text()?.to_owned()))).collect();
    Some(Registered { place: Place::Git(Followed { fetched, by, tags }), span })
}

/// The file is there and cannot be read.
#[must_use]
pub fn unreadable(path: &FilePath, problem: &FileProblem) -> Diagnostic {
    Diagnostic::new(Code::BadSettings, format!("`{path}` cannot be read: {problem}"))
        .in_file(path.to_string())
        .hint("`affiant doctor` tells in which folder it stands")
}

fn bad(message: String, at: Span) -> Diagnostic {
    Diagnostic::new(Code::BadSettings, message).at(at, "affiant did not write this")
}
