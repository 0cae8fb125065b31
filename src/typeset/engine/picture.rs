//! A laid-out page as a picture: an SVG in which every letter is an outline, so that it looks the same everywhere.

use typst::layout::{Frame, FrameItem};
use typst_layout::Page;
use typst_svg::SvgOptions;

/// Draws a page. Links and labels are left out: a picture is only looked at, and a mailbox or a name has no business in
/// it.
pub(super) fn of(page: &Page) -> Vec<u8> {
    let mut page = page.clone();
    plain(&mut page.frame);
    typst_svg::svg(&page, &SvgOptions::default()).into_bytes()
}

fn plain(frame: &mut Frame) {
    frame.retain(|item| {
        if let FrameItem::Group(group) = item {
            group.label = None;
            plain(&mut group.frame);
        }
        !matches!(item, FrameItem::Link(..) | FrameItem::Tag(_))
    });
}
