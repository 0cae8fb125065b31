//! What was read from the matter's own files, kept while they stay the same: a save changes one of them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diag::Report;
use crate::facts::Node;
use crate::matter::Matter;
use crate::source::Sources;

/// The largest file that is kept, in bytes: what it is read into takes many times as much.
const LARGEST: usize = 64 << 10;

/// The matter and its facts as they were read last. Only what there was nothing to say about is kept.
#[derive(Debug, Default)]
pub struct Kept {
    matters: HashMap<String, (Arc<[u8]>, Matter)>,
    facts: HashMap<String, (Arc<[u8]>, Arc<Node>)>,
    /// Facts with nothing in them that is not read, and the tables that are read for their paper.
    read: Option<(Arc<Node>, Vec<String>)>,
}

impl Kept {
    /// The matter that these bytes were read into.
    pub(super) fn matter(&self, name: &str, bytes: &[u8], sources: &Sources) -> Option<Matter> {
        known(&self.matters, name, bytes, sources)
    }

    /// The facts that these bytes were read into.
    pub(super) fn facts(&self, name: &str, bytes: &[u8], sources: &Sources) -> Option<Arc<Node>> {
        known(&self.facts, name, bytes, sources)
    }

    /// Whether these facts, with these tables, were looked through and had nothing in them that is not read.
    pub(super) fn is_read(&self, facts: &Arc<Node>, tables: &[String]) -> bool {
        self.read.as_ref().is_some_and(|(known, before)| Arc::ptr_eq(known, facts) && before == tables)
    }

    /// Keeps that facts have nothing in them that is not read.
    pub(super) fn keep_read(&mut self, facts: &Arc<Node>, tables: Vec<String>) {
        self.read = Some((Arc::clone(facts), tables));
    }

    /// Keeps a matter.
    pub(super) fn keep_matter(&mut self, name: &str, bytes: &Arc<[u8]>, matter: &Matter, report: &Report) {
        if report.is_empty() && bytes.len() <= LARGEST {
            self.matters.insert(name.to_owned(), (Arc::clone(bytes), matter.clone()));
        }
    }

    /// Keeps facts.
    pub(super) fn keep_facts(&mut self, name: &str, bytes: &Arc<[u8]>, facts: &Arc<Node>, report: &Report) {
        if report.is_empty() && bytes.len() <= LARGEST {
            self.facts.insert(name.to_owned(), (Arc::clone(bytes), Arc::clone(facts)));
        }
    }
}

/// What is kept of a file, if neither its bytes nor the text that spans point into have changed.
fn known<T: Clone>(kept: &HashMap<String, (Arc<[u8]>, T)>, name: &str, bytes: &[u8], sources: &Sources) -> Option<T> {
    let (read, value) = kept.get(name)?;
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    (&**read == bytes && sources.has(name, text)).then(|| value.clone())
}
