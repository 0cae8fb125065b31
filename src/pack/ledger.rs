//! `templates/pack.lock`, the ledger: the state, the reviews and the bytes of every version of a pack.

mod read;
mod refresh;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::diag::{Pass, Report};
use crate::files::FileProblem;
use crate::source::Sources;
use crate::template::Pin;

use super::memory::Origin;
use super::{Kind, Pack};

pub use crate::rules::Check;
pub(super) use read::read;
pub use refresh::refresh;
pub use write::{LedgerText, Release};

/// Where the ledger stands in a pack.
pub const PATH: &str = "templates/pack.lock";

/// The ledger of a pack.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    versions: BTreeMap<(Kind, String), Record>,
    rules: BTreeMap<(String, Date), EditionRecord>,
}

/// What the ledger says of one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Where it is in its life.
    pub state: State,
    /// The SHA-256 of its rendering inputs, by file name.
    pub inputs: BTreeMap<String, String>,
    /// The SHA-256 of the files beside them that may be amended: sample, cases, golden text, questions.
    pub beside: BTreeMap<String, String>,
    /// Who has reviewed it.
    pub reviewed: Option<Review>,
    /// The day of its release.
    pub released: Option<Date>,
    /// Why it was released as a patch.
    pub patch_because: Option<String>,
    /// The editions of the rules that it was released with: rule id to the edition's first day and its hash, as a
    /// matter's lock has them.
    pub rules: BTreeMap<String, String>,
}

impl Record {
    /// The first day of the edition of a rule that the version was released with.
    #[must_use]
    pub fn released_with(&self, rule: &str) -> Option<Date> {
        self.rules.get(rule)?.split_once(' ')?.0.parse().ok()
    }
}

/// Where a version is in its life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It may still change.
    Draft,
    /// It never changes.
    Released,
    /// It never changes, and nothing new should be built with it.
    Withdrawn {
        /// Why.
        because: String,
        /// The version that replaces it.
        instead: Option<String>,
    },
}

/// A lawyer's review of a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Who.
    pub by: String,
    /// When.
    pub on: Date,
    /// When it should be looked at again.
    pub next: Option<Date>,
}

/// What the ledger says of one edition of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EditionRecord {
    /// The hash of what papers take from it; none while it is not released.
    pub hash: Option<String>,
    /// When it was checked against its source, in the order of the file.
    pub checks: Vec<Check>,
}

impl State {
    /// The word that files use.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Released => "released",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }
}

impl Ledger {
    /// What it says of a version; none for one that it does not list.
    #[must_use]
    pub fn version(&self, kind: Kind, pin: &Pin) -> Option<&Record> {
        self.versions.get(&(kind, pin.bare()))
    }

    /// Everything it lists, by kind and by the name and version as written there.
    pub fn versions(&self) -> impl Iterator<Item = (Kind, &str, &Record)> {
        self.versions.iter().map(|((kind, name), record)| (*kind, name.as_str(), record))
    }

    /// Every edition of a rule that it lists.
    pub fn editions(&self) -> impl Iterator<Item = (&str, Date, &EditionRecord)> {
        self.rules.iter().map(|((rule, from), record)| (rule.as_str(), *from, record))
    }

    /// What it says of a rule's edition.
    #[must_use]
    pub fn edition(&self, rule: &str, from: Date) -> Option<&EditionRecord> {
        self.rules.get(&(rule.to_owned(), from))
    }

    /// The first days of the editions of a rule that were released.
    pub fn released_editions(&self, rule: &str) -> impl Iterator<Item = Date> {
        let own = self.rules.iter().filter(move |((id, _), record)| id == rule && record.hash.is_some());
        own.map(|((_, from), _)| *from)
    }
}

impl Pack<'_> {
    /// The pack's ledger; an empty one where the pack has none, and none when it is malformed.
    pub fn ledger(&self, sources: &mut Sources) -> Pass<Option<Arc<Ledger>>> {
        if let Some(known) = self.memory.ledgers.get(PATH, &self.shelf, sources) {
            return known;
        }
        let mut report = Report::default();
        if self.shelf.read(PATH).is_err_and(|problem| problem == FileProblem::Missing) {
            return Pass::new(Some(Arc::default()), report);
        }
        let Some((bytes, text)) = self.shelf.text(PATH, None, &mut report) else { return Pass::new(None, report) };
        let name = self.shelf.name(PATH);
        let ledger = read::read(sources, &name, &bytes).take(&mut report).map(Arc::new);
        if let Some(ledger) = &ledger {
            let id = sources.add(name, text.clone());
            let origin = Origin::new(PATH, bytes, Some((id, text)));
            self.memory.ledgers.put(PATH, vec![origin], ledger.clone(), report.clone());
        }
        Pass::new(ledger, report)
    }

    /// Where a version is in its life; a draft when the ledger does not list it.
    pub fn state(&self, sources: &mut Sources, kind: Kind, pin: &Pin) -> Pass<State> {
        self.ledger_of(sources, |ledger| ledger.version(kind, pin).map_or(State::Draft, |record| record.state.clone()))
    }

    /// Whether a version may still change, so that nothing is to be held to it: one that the ledger has as a draft, or
    /// has not yet. The versions of a pack without a ledger are as they are.
    pub fn may_change(&self, sources: &mut Sources, kind: Kind, pin: &Pin) -> Pass<bool> {
        self.ledger_of(sources, |ledger| match ledger.version(kind, pin) {
            Some(record) => record.state == State::Draft,
            None => self.shelf.read(PATH).is_ok(),
        })
    }

    fn ledger_of<T>(&self, sources: &mut Sources, look_up: impl FnOnce(&Ledger) -> T) -> Pass<T> {
        let mut report = Report::default();
        let ledger = self.ledger(sources).take(&mut report).unwrap_or_default();
        Pass::new(look_up(&ledger), report)
    }
}
