//! What stands within a line: text, emphasis, links, references to footnotes, and handles.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use super::blocks::is_inline;
use super::{Note, Reader, Words, errors, fill};
use crate::document::Inline;
use crate::document::is_open_address;
use crate::template::Filled;
use crate::template::slots::{HANDLE_END, HANDLE_START};
use crate::value::Origin;

/// A piece of a line, before the values are put in.
pub(super) enum Piece {
    /// What stands in the tree as it is.
    Inline(Inline),
    /// A value, by the number of its slot.
    Slot(usize),
}

impl Reader<'_, '_> {
    /// Reads a line with its values put in, up to the end of what holds it.
    pub(super) fn line(&mut self) -> Vec<Inline> {
        let pieces = self.pieces();
        fill::trimmed(self.resolve(pieces))
    }

    /// Reads the pieces of a line, up to the end of what holds it or to a block.
    pub(super) fn pieces(&mut self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        while let Some((event, _)) = self.events.peek() {
            match event {
                Event::End(_) | Event::Rule => break,
                Event::Start(tag) if !is_inline(tag) => break,
                _ => self.piece(&mut pieces),
            }
        }
        pieces
    }

    /// Reads one event of a line.
    fn piece(&mut self, pieces: &mut Vec<Piece>) {
        let Some((event, range)) = self.events.next() else { return };
        match event {
            Event::Text(text) => {
                self.find_undefined_footnote(&text, &range);
                self.words(&text, &range, Inline::Text, pieces);
            }
            Event::Code(text) => self.words(&text, &range, Inline::Code, pieces),
            Event::SoftBreak => pieces.push(Piece::Inline(Inline::Text(" ".into()))),
            Event::HardBreak => pieces.push(Piece::Inline(Inline::Break)),
            Event::FootnoteReference(name) => pieces.extend(self.footnote(&name, &range).map(Piece::Inline)),
            Event::Html(_) | Event::InlineHtml(_) => {
                let place = self.passage.place(&range);
                self.report(errors::raw_html(place));
            }
            Event::Start(tag) => {
                if let Some(inline) = self.span(&tag, &range) {
                    pieces.push(Piece::Inline(inline));
                }
            }
            _ => {
                let place = self.passage.place(&range);
                self.report(errors::unknown_markdown(place));
            }
        }
    }

    /// Reads emphasis or a link, whose start was taken.
    fn span(&mut self, tag: &Tag<'_>, range: &Range<usize>) -> Option<Inline> {
        let place = self.passage.place(range);
        let inside = |reader: &mut Self| {
            reader.inside(range, |reader| {
                let pieces = reader.pieces();
                fill::merged(reader.resolve(pieces))
            })
        };
        match tag {
            Tag::Emphasis => Some(Inline::Emph(inside(self))),
            Tag::Strong => Some(Inline::Strong(inside(self))),
            Tag::Strikethrough => Some(Inline::Strike(inside(self))),
            Tag::Link { link_type, dest_url, .. } => {
                let address =
                    if *link_type == LinkType::Email { format!("mailto:{dest_url}") } else { dest_url.to_string() };
                if address.contains([HANDLE_START, HANDLE_END]) {
                    self.report(errors::value_in_address(place));
                    self.paper.met.fill(true);
                } else if !is_open_address(&address) {
                    self.report(errors::link_scheme(place));
                }
                Some(Inline::Link(address, inside(self)))
            }
            Tag::Image { .. } => {
                self.report(errors::image(place));
                self.events.skip();
                None
            }
            _ => {
                self.report(errors::unknown_markdown(place));
                self.events.skip();
                None
            }
        }
    }

    /// Takes text apart into the template's words and handles; a fact's words are filled words as they are.
    fn words(&mut self, text: &str, range: &Range<usize>, own: fn(String) -> Inline, pieces: &mut Vec<Piece>) {
        if let Words::Fact { origin, place, .. } = self.passage.words {
            let origin = Origin { path: origin.path.clone(), span: self.passage.place(range) };
            if let Some((character, why)) = text.chars().find_map(|c| Some((c, crate::facts::characters::refusal(c)?)))
            {
                self.report(errors::hidden_character(character, why, origin.span));
                return;
            }
            let filled = Filled { text: text.to_owned(), gap: false, origin, revised: Vec::new() };
            pieces.push(Piece::Inline(Inline::Filled(filled, place)));
            return;
        }
        let mut rest = text;
        while let Some(at) = rest.find([HANDLE_START, HANDLE_END]) {
            let (before, handle) = rest.split_at(at);
            if !before.is_empty() {
                pieces.push(Piece::Inline(own(before.to_owned())));
            }
            let (number, length) = fill::handle(handle);
            if let Some(number) = number.filter(|number| *number < self.paper.slots.len()) {
                self.paper.met[number] = true;
                pieces.push(Piece::Slot(number));
            } else {
                let place = self.passage.place(range);
                self.report(errors::broken_handle(place));
            }
            rest = &handle[length..];
        }
        if !rest.is_empty() {
            pieces.push(Piece::Inline(own(rest.to_owned())));
        }
    }

    /// A reference to a footnote, numbered in the order of first references.
    fn footnote(&mut self, name: &str, range: &Range<usize>) -> Option<Inline> {
        if self.paper.in_footnote {
            let place = self.passage.place(range);
            self.report(errors::footnote_in_footnote(name, place));
            return None;
        }
        let at = self.notes.iter().position(|note| note.name == name).unwrap_or_else(|| {
            self.notes.push(Note { name: name.to_owned(), index: None, text: None });
            self.notes.len() - 1
        });
        let footnotes = &mut self.paper.footnotes;
        let index = *self.notes[at].index.get_or_insert_with(|| {
            footnotes.push(Vec::new());
            footnotes.len() - 1
        });
        Some(Inline::Footnote(index))
    }

    /// `[^name]` without a text comes out as plain text: as `[`, then `^name`.
    fn find_undefined_footnote(&mut self, text: &str, range: &Range<usize>) {
        let escaped = range.end >= 2 && self.passage.text.as_bytes().get(range.end - 2) == Some(&b'\\');
        if !text.ends_with('[') || escaped {
            return;
        }
        if let Some((Event::Text(next), after)) = self.events.peek()
            && let Some(name) = next.strip_prefix('^')
        {
            let (name, whole) = (name.to_owned(), range.start..after.end);
            let place = self.passage.place(&whole);
            self.report(errors::undefined_footnote(&name, place));
        }
    }
}
