//! The fonts of a paper: the embedded ones and its look's, each read when it is first used.

use std::sync::{Arc, OnceLock};

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

/// A font book, and the faces it tells of.
pub(super) struct Fonts {
    book: LazyHash<FontBook>,
    faces: Vec<Face>,
    extra: Vec<Arc<[u8]>>,
}

/// A face of a font file, parsed when it is first used.
struct Face {
    data: Bytes,
    index: u32,
    font: OnceLock<Option<Font>>,
}

impl Fonts {
    /// The fonts of the files `extra`, then the embedded ones.
    pub(super) fn new(extra: &[Arc<[u8]>]) -> Self {
        let files = extra.iter().map(super::shared).chain(typst_assets::fonts().map(Bytes::new));
        let mut book = FontBook::new();
        let mut faces = Vec::new();
        for data in files {
            for (index, info) in (0..).zip(FontInfo::iter(&data)) {
                book.push(info);
                faces.push(Face { data: data.clone(), index, font: OnceLock::new() });
            }
        }
        Self { book: LazyHash::new(book), faces, extra: extra.to_vec() }
    }

    /// Whether these are the fonts of the files `extra`.
    pub(super) fn are(&self, extra: &[Arc<[u8]>]) -> bool {
        self.extra.as_slice() == extra
    }

    /// What is known of the faces.
    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    /// The face with this index in the book, if there is one: Typst may ask with an index of another paper's book.
    pub(super) fn font(&self, index: usize) -> Option<Font> {
        let face = self.faces.get(index)?;
        face.font.get_or_init(|| Font::new(face.data.clone(), face.index)).clone()
    }

    /// Whether any face has the character.
    pub(super) fn cover(&self, c: char) -> bool {
        (0..self.faces.len()).filter_map(|index| self.book.info(index)).any(|info| info.coverage.contains(c.into()))
    }
}
