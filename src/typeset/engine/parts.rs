//! Which words of the paper each run of text on a page shows.

use std::ops::Range;

use typst::syntax::{Source, Span};

use super::ink::Sheet;
use crate::typeset::literals::Literals;

/// A stretch of a run whose letters come from one place.
pub(super) struct Part {
    /// The number of the run on its page.
    pub(super) run: usize,
    pub(super) from: From,
    /// Its bytes in the text of the run.
    pub(super) range: Range<usize>,
}

/// Where letters come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// The paper's own words: the literal with this number.
    Literal(usize),
    /// The look's own words, or what affiant or Typst puts in: bullets, numbers, `Page 1 of 2`.
    Other(Span),
}

/// Finds the literals of one paper.
pub(super) struct Finder<'a> {
    source: Source,
    literals: &'a Literals,
    last: (Span, From),
}

impl<'a> Finder<'a> {
    pub(super) fn new(source: Source, literals: &'a Literals) -> Self {
        let nowhere = Span::detached();
        Self { source, literals, last: (nowhere, From::Other(nowhere)) }
    }

    /// The parts of a page's runs, in the order they are laid on; within a run, as they are read.
    pub(super) fn parts(&mut self, sheet: &Sheet<'_>) -> Vec<Part> {
        let mut parts = Vec::with_capacity(sheet.runs.len() * 2);
        for (number, run) in sheet.runs.iter().enumerate() {
            let first = parts.len();
            for glyphs in run.text.glyphs.chunk_by(|a, b| a.span.0 == b.span.0) {
                let start = glyphs.iter().map(|glyph| glyph.range().start).min().unwrap_or(0);
                let end = glyphs.iter().map(|glyph| glyph.range().end).max().unwrap_or(0);
                let Some(span) = glyphs.first().map(|glyph| glyph.span.0) else { continue };
                parts.push(Part { run: number, from: self.find(span), range: start..end });
            }
            // What is read from right to left is laid on from its end.
            parts[first..].sort_by_key(|part| part.range.start);
        }
        parts
    }

    fn find(&mut self, span: Span) -> From {
        if self.last.0 != span || span.is_detached() {
            let in_main = self.source.find(span);
            let literal = in_main.and_then(|node| self.literals.shown_at(node.offset()));
            self.last = (span, literal.map_or(From::Other(span), From::Literal));
        }
        self.last.1
    }
}
