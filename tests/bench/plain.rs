//! Typst by itself over the source that affiant writes: `Source::replace`, compile, PDF export.

use std::time::{Duration, Instant};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration as Offset};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// A world of the written source, the prelude and the look, in memory.
pub struct Plain {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
    others: Vec<Source>,
}

impl Plain {
    /// A world whose main source is still empty.
    pub fn new() -> Self {
        let fonts: Vec<Font> = typst_assets::fonts().filter_map(|data| Font::new(Bytes::new(data), 0)).collect();
        let others = [
            ("/affiant.typ", include_str!("../../src/typeset/prelude.typ")),
            ("/look-letter@1.0.0/look.typ", include_str!("../../snippets/letter/1.0.0/look.typ")),
        ];
        Self {
            library: LazyHash::new(Library::builder().build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: Source::new(id("/paper-0/main.typ"), String::new()),
            others: others.into_iter().map(|(path, text)| Source::new(id(path), text.to_owned())).collect(),
        }
    }

    /// How long the source takes from the change to the bytes of the PDF.
    pub fn compile(&mut self, source: &str) -> Duration {
        let start = Instant::now();
        self.main.replace(source);
        let mut document = typst::compile::<PagedDocument>(self).output.expect("the source compiles");
        document.info_mut().title = Some("A letter".into());
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).expect("they go together");
        let timestamp = Datetime::from_ymd_hms(2026, 11, 20, 0, 0, 0).map(typst_pdf::Timestamp::new_utc);
        let options = PdfOptions { standards, timestamp, ..PdfOptions::default() };
        let pdf = typst_pdf::pdf(&document, &options).expect("it exports");
        let taken = start.elapsed();
        assert!(!pdf.is_empty());
        taken
    }
}

fn id(path: &str) -> FileId {
    RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).expect("a plain path")).intern()
}

impl World for Plain {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let all = std::iter::once(&self.main).chain(&self.others);
        all.into_iter().find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Offset>) -> Option<Datetime> {
        None
    }
}
