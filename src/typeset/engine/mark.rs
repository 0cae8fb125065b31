//! The last touch on laid-out pages: DRAFT or REDLINE on each, and what the PDF says of itself, whatever the look has
//! done.

use std::fmt::Write as _;

use typst::foundations::Smart;
use typst::layout::{Frame, Point};
use typst::model::Document as _;
use typst::syntax::FileId;
use typst_layout::{Page, PagedDocument};

use super::shelf::Shelf;
use super::world::PaperWorld;
use crate::typeset::{Mark, Paper};

/// Marks are made this many at a time, so that papers of other lengths do not make them anew.
const BATCH: usize = 4;

/// The page that a mark is made on, centred on whatever page the look has.
const PAGE: &str =
    "#set page(width: 8.5in, height: 11in, margin: 0pt)\n#set text(font: \"Libertinus Serif\", lang: \"en\")\n";

/// One mark, in a face that papers have anyway: large, aslant, see-through, and an artifact, so that it neither hides a
/// word nor is read out as one.
const MARK: &str = "#place(center + horizon, pdf.artifact(kind: \"watermark\", rotate(-50deg, text(176pt, \
    tracking: 18pt, fill: rgb(0, 0, 0, 8%), \"DRAFT\"))))\n";

/// The head of a redline's page: above whatever head the look gives its pages, and an artifact too.
/// The title of the PDF says the same to those who do not see it.
const HEAD: &str = "#place(top + left, dx: 1in, dy: 0.17in, pdf.artifact(kind: \"header\", text(8.5pt, \
    fill: luma(35%), [*REDLINE* #h(0.6em) #what #h(0.6em) #underline[added] #h(0.4em) #strike[left out]])))\n";

/// Marks for pages, each a frame with its own identity.
///
/// They are laid over the finished pages, after layout: no look can drop one, and the layout is the same without them.
pub(super) struct Marks {
    source: FileId,
    of: Mark,
    frames: Vec<Frame>,
}

impl Marks {
    /// No marks yet; their source will be kept under the id `source`.
    pub(super) fn new(source: FileId) -> Self {
        Self { source, of: Mark::None, frames: Vec::new() }
    }

    /// The source's id.
    pub(super) fn source(&self) -> FileId {
        self.source
    }

    /// How many more pages need a mark made for them before [`Marks::finish`]: the source of as many is put on the
    /// shelf.
    pub(super) fn prepare(&self, pages: usize, mark: &Mark, shelf: &Shelf) -> bool {
        if *mark == Mark::None || (self.of == *mark && pages <= self.frames.len()) {
            return false;
        }
        let count = pages.next_multiple_of(BATCH);
        let mut source = String::from(PAGE);
        let each = match mark {
            Mark::None | Mark::Draft => MARK,
            Mark::Redline(what) => {
                // A string literal, as every text is that is written for Typst.
                _ = writeln!(source, "#let what = \"{}\"", what.replace('\\', "\\\\").replace('"', "\\\""));
                HEAD
            }
        };
        for page in 0..count {
            _ = writeln!(source, "{}{each}", if page > 0 { "#pagebreak()\n" } else { "" });
        }
        shelf.put_source(self.source, &source);
        true
    }

    /// Keeps marks that [`make`] has made.
    pub(super) fn keep(&mut self, mark: &Mark, frames: Vec<Frame>) {
        self.of = mark.clone();
        self.frames = frames;
    }

    /// Sets the document's title, author and date, and marks the pages of a draft or redline; `None` if there are too
    /// few marks.
    pub(super) fn finish(&self, mut document: PagedDocument, paper: &Paper) -> Option<PagedDocument> {
        let info = document.info_mut();
        let title = match &paper.mark {
            Mark::Redline(what) => format!("Redline of {} ({what})", paper.title),
            Mark::None | Mark::Draft => paper.title.clone(),
        };
        info.title = Some(short(&title).into());
        info.author = paper.author.iter().map(|author| short(author).into()).collect();
        info.date = Smart::Auto;
        if paper.mark == Mark::None {
            return Some(document);
        }
        if self.of != paper.mark || self.frames.len() < document.pages().len() {
            return None;
        }
        let marked = document.pages().iter().zip(&self.frames).map(|(page, mark)| {
            let mut page: Page = page.clone();
            let size = page.frame.size() - mark.size();
            let at = match paper.mark {
                Mark::Redline(_) => Point::zero(),
                Mark::None | Mark::Draft => Point::new(size.x / 2.0, size.y / 2.0),
            };
            page.frame.push_frame(at, mark.clone());
            page
        });
        let pages = marked.collect();
        Some(PagedDocument::new(pages, document.info().clone()))
    }
}

/// What a PDF can say of itself in one string: PDF/A has a limit of 32,767 bytes, and a letter may take twelve.
fn short(text: &str) -> &str {
    text.char_indices().nth(2000).map_or(text, |(end, _)| &text[..end])
}

/// Makes the marks that the main source of `world` draws.
pub(super) fn make(world: &PaperWorld<'_>) -> Vec<Frame> {
    let document = typst::compile::<PagedDocument>(world).output;
    document.map_or_else(|_| Vec::new(), |document| document.pages().iter().map(|page| page.frame.clone()).collect())
}
