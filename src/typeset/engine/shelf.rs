//! The files that Typst may see, all in memory.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use typst::diag::{FileError, FileResult};
use typst::foundations::Bytes;
use typst::syntax::{FileId, Source};
use typst_as_lib::file_resolver::FileResolver;

/// The written sources, the looks and their assets. A clone is the same shelf.
#[derive(Clone, Default)]
pub(super) struct Shelf(Arc<RwLock<Files>>);

/// What lies on the shelf.
#[derive(Default)]
struct Files {
    sources: HashMap<FileId, Source>,
    assets: HashMap<FileId, Bytes>,
}

impl Shelf {
    /// Puts a source on the shelf; one that is there is changed in place, so that only what changed is parsed and laid
    /// out anew.
    pub(super) fn put_source(&self, id: FileId, text: &str) {
        let mut files = self.0.write().unwrap_or_else(PoisonError::into_inner);
        match files.sources.get_mut(&id) {
            Some(source) => _ = source.replace(text),
            None => _ = files.sources.insert(id, Source::new(id, text.to_owned())),
        }
    }

    /// The source that is on the shelf now.
    pub(super) fn source(&self, id: FileId) -> Option<Source> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).sources.get(&id).cloned()
    }

    /// Puts an asset on the shelf.
    pub(super) fn put_bytes(&self, id: FileId, bytes: &Arc<[u8]>) {
        let mut files = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if files.assets.get(&id).is_none_or(|known| known.as_slice() != &**bytes) {
            files.assets.insert(id, super::shared(bytes));
        }
    }

    /// Whether a source on the shelf has no syntax error.
    pub(super) fn is_well_formed(&self, id: FileId) -> bool {
        let files = self.0.read().unwrap_or_else(PoisonError::into_inner);
        files.sources.get(&id).is_some_and(|source| source.root().errors_and_warnings().0.is_empty())
    }
}

impl FileResolver for Shelf {
    fn resolve_binary(&self, id: FileId) -> FileResult<Cow<'_, Bytes>> {
        let files = self.0.read().unwrap_or_else(PoisonError::into_inner);
        files.assets.get(&id).cloned().map(Cow::Owned).ok_or_else(|| not_there(id))
    }

    fn resolve_source(&self, id: FileId) -> FileResult<Cow<'_, Source>> {
        let files = self.0.read().unwrap_or_else(PoisonError::into_inner);
        files.sources.get(&id).cloned().map(Cow::Owned).ok_or_else(|| not_there(id))
    }
}

/// The error for a path that is not on the shelf.
pub(super) fn not_there(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.get().vpath().get_without_slash()))
}
