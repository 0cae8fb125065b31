//! `affiant.lock`: what each draft was built from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What the lock records of one draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockEntry {
    /// The affiant version that built it first.
    pub affiant: String,
    /// The template version: `declaration@1.0.0`.
    pub template: String,
    /// The SHA-256 of every rendering input in the static closure, by its name (`builtin:letter@1.0.0/look.typ`).
    pub inputs: BTreeMap<String, String>,
    /// Rule id to the edition's first day and its hash: `2025-12-15 sha256`.
    pub rules: BTreeMap<String, String>,
    /// The date of the last final, if there was one.
    pub last_final: Option<String>,
}
