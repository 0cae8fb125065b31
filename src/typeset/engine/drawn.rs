//! Looks over laid-out pages for what no file's name told before: images made of bytes, where links lead, and words
//! that a PDF holds without showing them.

use std::collections::HashSet;

use typst::foundations::{NativeElement as _, Packed};
use typst::introspection::Introspector as _;
use typst::layout::{Frame, FrameItem};
use typst::model::{Destination, Document as _, HeadingElem, LinkElem, LinkTarget};
use typst::syntax::Span;
use typst::visualize::{Image, ImageElem, ImageKind, Paint};
use typst_layout::PagedDocument;

use crate::document::is_open_address;
use crate::typeset::images;
use crate::typeset::literals::letters;

/// Something on a page that a paper may not hold.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::typeset) enum Forbidden {
    /// An image: the rest of a sentence that begins with it.
    Image(String, Span),
    /// A link to something else than a page or a mailbox.
    Link(Span),
    /// A link to an address, or the words said in place of an image, that the look puts together as it runs.
    Composed(&'static str, Span),
    /// Keywords or a description of the document.
    Metadata(&'static str),
    /// A heading among the bookmarks whose words are on no page.
    Bookmark(Span),
}

/// Everything on the pages that a paper may not hold.
///
/// `says` tells whether the look or the paper says some words as they are.
pub(super) fn forbidden(document: &PagedDocument, says: &dyn Fn(&str) -> bool) -> Vec<Forbidden> {
    let mut walk = Walk { document, says, found: Vec::new() };
    for page in document.pages() {
        walk.frame(&page.frame);
        walk.paint(page.fill_or_transparent().as_ref());
    }
    let info = document.info();
    if !info.keywords.is_empty() {
        walk.push(Forbidden::Metadata("keywords"));
    }
    if info.description.is_some() {
        walk.push(Forbidden::Metadata("description"));
    }
    walk.alternatives();
    walk.bookmarks();
    walk.found
}

struct Walk<'a> {
    document: &'a PagedDocument,
    says: &'a dyn Fn(&str) -> bool,
    found: Vec<Forbidden>,
}

impl Walk<'_> {
    fn frame(&mut self, frame: &Frame) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => self.frame(&group.frame),
                FrameItem::Text(text) => {
                    self.paint(Some(&text.fill));
                    self.paint(text.stroke.as_ref().map(|stroke| &stroke.paint));
                }
                FrameItem::Shape(shape, _) => {
                    self.paint(shape.fill.as_ref());
                    self.paint(shape.stroke.as_ref().map(|stroke| &stroke.paint));
                }
                FrameItem::Image(image, _, span) => {
                    if let Err(problem) = check(image) {
                        self.push(Forbidden::Image(problem, *span));
                    }
                }
                FrameItem::Link(Destination::Url(url), _) if !is_open_address(url.as_str()) => {
                    let found = Forbidden::Link(self.place_of(url.as_str()));
                    self.push(found);
                }
                FrameItem::Link(Destination::Url(url), _) if !(self.says)(url.as_str()) => {
                    let found = Forbidden::Composed("a link to an address", self.place_of(url.as_str()));
                    self.push(found);
                }
                FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    /// A pattern that is painted with has a frame of its own.
    fn paint(&mut self, paint: Option<&Paint>) {
        if let Some(Paint::Tiling(tiling)) = paint {
            self.frame(tiling.frame());
        }
    }

    /// A link over several lines, or an image on every page, is told once.
    fn push(&mut self, found: Forbidden) {
        if !self.found.contains(&found) {
            self.found.push(found);
        }
    }

    /// Words that are said in place of an image are in the file and on no page.
    fn alternatives(&mut self) {
        for content in self.document.introspector().query(&ImageElem::ELEM.select()) {
            let Some(image) = content.to_packed::<ImageElem>() else { continue };
            if image.alt.as_option().iter().flatten().any(|alt| !(self.says)(alt)) {
                self.push(Forbidden::Composed("an image with words in its place", image.span()));
            }
        }
    }

    /// The words of a heading are among the bookmarks, even where no page shows it.
    fn bookmarks(&mut self) {
        let headings = self.document.introspector().query(&HeadingElem::ELEM.select());
        if headings.is_empty() {
            return;
        }
        // Nearly all words lie in one piece, and are found at once however long the paper is.
        let (mut shown, mut whole) = (String::new(), HashSet::new());
        for page in self.document.pages() {
            words(&page.frame, &mut shown, &mut whole);
        }
        for heading in headings.iter().filter_map(|content| content.to_packed::<HeadingElem>()) {
            let text = heading.body.plain_text();
            let all: Vec<String> = text.split_whitespace().map(|word| letters(word).collect()).collect();
            let absent = all.iter().filter(|word| !whole.contains(*word) && !shown.contains(word.as_str())).count();
            if absent * 2 > all.len() {
                self.push(Forbidden::Bookmark(heading.span()));
            }
        }
    }

    /// Where the look or the paper makes a link to this address.
    fn place_of(&self, address: &str) -> Span {
        let links = self.document.introspector().query(&LinkElem::ELEM.select());
        let leads_there = |link: &Packed<LinkElem>| matches!(&link.dest, LinkTarget::Dest(Destination::Url(url)) if url.as_str() == address);
        let link = links.iter().filter_map(|link| link.to_packed::<LinkElem>()).find(|link| leads_there(link));
        link.map_or(Span::detached(), Packed::span)
    }
}

/// Adds the letters of all text in a frame, and its words.
fn words(frame: &Frame, all: &mut String, whole: &mut HashSet<String>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => words(&group.frame, all, whole),
            FrameItem::Text(text) => {
                all.extend(letters(&text.text));
                whole.extend(text.text.split_whitespace().map(|word| letters(word).collect::<String>()));
            }
            _ => {}
        }
    }
}

fn check(image: &Image) -> Result<(), String> {
    match image.kind() {
        ImageKind::Raster(raster) => images::limit(raster.width(), raster.height()),
        ImageKind::Svg(drawing) => images::svg(drawing.data()),
        ImageKind::Pdf(_) => Ok(()),
    }
}
