//! What a pack remembers between two builds: what it parsed, as long as its files and their ids are the same.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::diag::{Pass, Report};
use crate::digest;
use crate::rules::Rule;
use crate::source::Sources;
use crate::span::SourceId;
use crate::template::Template;
use crate::typeset::Look;

use super::ledger::Ledger;
use super::shelf::Shelf;

/// Parsed templates, looks and rules; a clone shares them.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    pub(super) templates: Drawer<Template>,
    pub(super) looks: Drawer<Look>,
    pub(super) rules: Drawer<Rule>,
    pub(super) ledgers: Drawer<Ledger>,
}

/// A file that something was parsed from.
#[derive(Clone)]
pub(super) struct Origin {
    pub path: String,
    pub bytes: Arc<[u8]>,
    /// The SHA-256 of the bytes.
    pub hash: String,
    /// The id and text under which spans point into it; none for an asset.
    pub source: Option<(SourceId, Arc<str>)>,
}

impl Origin {
    pub(super) fn new(path: &str, bytes: Arc<[u8]>, source: Option<(SourceId, Arc<str>)>) -> Self {
        let hash = digest::hex(&bytes);
        Self { path: path.to_owned(), bytes, hash, source }
    }
}

/// Everything of one type that is remembered, by key.
pub(super) struct Drawer<T>(Arc<Mutex<Vec<Remembered<T>>>>);

struct Remembered<T> {
    key: String,
    origins: Vec<Origin>,
    value: Arc<T>,
    report: Report,
}

impl<T> Drawer<T> {
    fn open(&self) -> MutexGuard<'_, Vec<Remembered<T>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was parsed under this key, if its files still have the same bytes and `sources` the same ids for them.
    pub(super) fn get(&self, key: &str, place: &Shelf<'_>, sources: &mut Sources) -> Option<Pass<Option<Arc<T>>>> {
        let drawer = self.open();
        let found = drawer.iter().find(|kept| kept.key == key)?;
        let same = found.origins.iter().all(|origin| {
            place.has_still(&origin.path, &origin.bytes)
                && origin
                    .source
                    .as_ref()
                    .is_none_or(|(id, text)| sources.add(place.name(&origin.path), text.clone()) == *id)
        });
        same.then(|| Pass::new(Some(found.value.clone()), found.report.clone()))
    }

    /// Remembers under this key, in place of what was there.
    pub(super) fn put(&self, key: &str, origins: Vec<Origin>, value: Arc<T>, report: Report) {
        let mut drawer = self.open();
        drawer.retain(|kept| kept.key != key);
        drawer.push(Remembered { key: key.to_owned(), origins, value, report });
    }

    /// The paths and hashes of the files that were parsed under this key.
    pub(super) fn hashes(&self, key: &str) -> Vec<(String, String)> {
        let drawer = self.open();
        let found = drawer.iter().find(|kept| kept.key == key);
        found.map_or_else(Vec::new, |found| {
            found.origins.iter().map(|origin| (origin.path.clone(), origin.hash.clone())).collect()
        })
    }
}

impl<T> Clone for Drawer<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Drawer<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T> fmt::Debug for Drawer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Drawer({})", self.open().len())
    }
}
