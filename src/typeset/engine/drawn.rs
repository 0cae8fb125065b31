//! Looks over laid-out pages for what no file's name told before: images made of bytes, and where links lead.

use typst::foundations::{NativeElement as _, Packed};
use typst::introspection::Introspector as _;
use typst::layout::{Frame, FrameItem};
use typst::model::{Destination, LinkElem, LinkTarget};
use typst::syntax::Span;
use typst::visualize::{Image, ImageKind, Paint};
use typst_layout::PagedDocument;

use crate::document::is_open_address;
use crate::typeset::images;

/// Something on a page that a paper may not hold.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::typeset) enum Forbidden {
    /// An image: the rest of a sentence that begins with it.
    Image(String, Span),
    /// A link to something else than a page or a mailbox.
    Link(Span),
}

/// Everything on the pages that a paper may not hold.
pub(super) fn forbidden(document: &PagedDocument) -> Vec<Forbidden> {
    let mut walk = Walk { document, found: Vec::new() };
    for page in document.pages() {
        walk.frame(&page.frame);
        walk.paint(page.fill_or_transparent().as_ref());
    }
    walk.found
}

struct Walk<'a> {
    document: &'a PagedDocument,
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

    /// Where the look or the paper makes a link to this address.
    fn place_of(&self, address: &str) -> Span {
        let links = self.document.introspector().query(&LinkElem::ELEM.select());
        let leads_there = |link: &Packed<LinkElem>| matches!(&link.dest, LinkTarget::Dest(Destination::Url(url)) if url.as_str() == address);
        let link = links.iter().filter_map(|link| link.to_packed::<LinkElem>()).find(|link| leads_there(link));
        link.map_or(Span::detached(), Packed::span)
    }
}

fn check(image: &Image) -> Result<(), String> {
    match image.kind() {
        ImageKind::Raster(raster) => images::limit(raster.width(), raster.height()),
        ImageKind::Svg(drawing) => images::svg(drawing.data()),
        ImageKind::Pdf(_) => Ok(()),
    }
}
