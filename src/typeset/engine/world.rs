//! What Typst may know of the world: the paper's own files, its fonts, and no clock.

use typst::diag::{FileError, FileResult, PackageError};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};
use typst_as_lib::TypstWorld;

use super::fonts::Fonts;
use super::shelf::not_there;

/// The world of one paper: typst-as-lib's world, without a clock, with the hardened library and lazily loaded fonts,
/// and with no file of any other paper.
pub(super) struct PaperWorld<'a> {
    pub(super) inner: TypstWorld<'a>,
    pub(super) library: &'a LazyHash<Library>,
    pub(super) fonts: &'a Fonts,
    pub(super) open: &'a [FileId],
}

impl PaperWorld<'_> {
    /// Refuses packages and what is not this paper's.
    fn admit(&self, id: FileId) -> FileResult<()> {
        match id.get().root() {
            VirtualRoot::Package(_) => Err(FileError::Package(PackageError::Other(None))),
            VirtualRoot::Project if self.open.contains(&id) => Ok(()),
            VirtualRoot::Project => Err(not_there(id)),
        }
    }
}

impl World for PaperWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.inner.main()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.admit(id)?;
        self.inner.source(id)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.admit(id)?;
        self.inner.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
