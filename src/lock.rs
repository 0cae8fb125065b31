//! `affiant.lock`: what each draft was built from.

mod compare;
mod read;
mod write;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::pack::Fetched;
use crate::span::Span;

pub use read::read;

/// What the lock records of one draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockEntry {
    /// The affiant version that built it first.
    pub affiant: String,
    /// The template version: `declaration@1.0.0`.
    pub template: String,
    /// The commit that the template came from, if its pack was fetched.
    pub pack: Option<Fetched>,
    /// The SHA-256 of every rendering input in the static closure, by its name (`builtin:letter@1.0.0/look.typ`).
    pub inputs: BTreeMap<String, String>,
    /// Rule id to the edition's first day and its hash: `2025-12-15 sha256`.
    pub rules: BTreeMap<String, String>,
    /// The date of the last final, if there was one.
    pub last_final: Option<String>,
}

impl LockEntry {
    /// The edition that the lock pins of a rule: its first day and its hash.
    #[must_use]
    pub fn edition(&self, rule: &str) -> Option<(Date, &str)> {
        let (from, hash) = self.rules.get(rule)?.split_once(' ')?;
        Some((from.parse().ok()?, hash))
    }
}

/// The lock of a matter.
#[derive(Clone, Debug, Default)]
pub struct Lock {
    /// The file's text; empty when there is none yet.
    text: String,
    /// The drafts, by id.
    drafts: BTreeMap<String, Locked>,
}

/// A draft in the lock, and where it stands.
#[derive(Clone, Debug)]
struct Locked {
    entry: LockEntry,
    span: Span,
}

impl Lock {
    /// What the lock records of a draft.
    #[must_use]
    pub fn entry(&self, draft: &str) -> Option<&LockEntry> {
        self.drafts.get(draft).map(|locked| &locked.entry)
    }

    /// The drafts that it records.
    pub fn drafts(&self) -> impl Iterator<Item = &str> {
        self.drafts.keys().map(String::as_str)
    }
}
