//! Reads laid-out pages back as lines of text.

use typst::layout::{Frame, FrameItem, Point};

/// The lines of a page from top to bottom, pieces on one line joined from left to right.
pub(super) fn of(frame: &Frame) -> Vec<String> {
    let mut pieces = Vec::new();
    collect(frame, Point::zero(), &mut pieces);
    pieces.sort_by(|(a, _), (b, _)| a.y.cmp(&b.y).then(a.x.cmp(&b.x)));
    let mut lines: Vec<(Point, String)> = Vec::new();
    for (at, text) in pieces {
        match lines.last_mut() {
            Some((line, words)) if (at.y - line.y).to_pt() < 2.0 => words.push_str(&text),
            _ => lines.push((at, text)),
        }
    }
    lines.into_iter().map(|(_, line)| line).collect()
}

/// Adds the pieces of text in a frame that lies at `origin`.
fn collect(frame: &Frame, origin: Point, pieces: &mut Vec<(Point, String)>) {
    for (at, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, origin + *at, pieces),
            FrameItem::Text(text) => pieces.push((origin + *at, text.text.to_string())),
            _ => {}
        }
    }
}
