//! Which words of the paper each run of text on a page shows.

use std::collections::HashMap;
use std::ops::Range;

use typst::layout::Em;
use typst::syntax::{Source, Span, SyntaxNode};
use typst::text::{Font, Glyph, TextItem};
use unicode_normalization::UnicodeNormalization as _;

use super::ink::Sheet;
use crate::typeset::literals::{Literal, Literals};

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
    /// The number of the literal that is written at each of these places: Typst would look for each place anew.
    literals: HashMap<Span, usize>,
    last: (Span, From),
    /// The last letter of the run before.
    letter: Option<Letter<'a>>,
}

/// A letter with its marks, as one run shows it.
struct Letter<'a> {
    /// The place it was written at.
    written: (Span, u16),
    said: &'a str,
    font: &'a Font,
    /// Its first glyph.
    glyph: u16,
}

impl<'a> Finder<'a> {
    pub(super) fn new(source: &Source, literals: &Literals) -> Self {
        let nowhere = Span::detached();
        let mut places = Places { literals, next: 0, found: HashMap::with_capacity(literals.len() * 2) };
        places.look_through(source.root(), 0);
        Self { literals: places.found, last: (nowhere, From::Other(nowhere)), letter: None }
    }

    /// The parts of a page's runs, in the order they are laid on; within a run, as they are read.
    pub(super) fn parts(&mut self, sheet: &Sheet<'a>) -> Vec<Part> {
        let mut parts = Vec::with_capacity(sheet.runs.len() * 2);
        for (number, run) in sheet.runs.iter().enumerate() {
            let first = parts.len();
            let known = self.known_letter(run.text);
            for glyphs in run.text.glyphs.chunk_by(|a, b| a.span.0 == b.span.0) {
                let new = || glyphs.iter().filter(|glyph| known.as_ref() != Some(&glyph.range));
                let Some(first) = glyphs.first() else { continue };
                let start = new().map(|glyph| glyph.range().start).min().unwrap_or(first.range().start);
                let end = new().map(|glyph| glyph.range().end).max().unwrap_or(start);
                parts.push(Part { run: number, from: self.find(first.span.0), range: start..end });
            }
            // What is read from right to left is laid on from its end.
            parts[first..].sort_by_key(|part| part.range.start);
        }
        parts
    }

    /// Where in a run a letter is that the run before it has shown: its marks may be in a run of their own, as they are
    /// raised or lowered, and Typst says the whole letter with each.
    fn known_letter(&mut self, text: &'a TextItem) -> Option<Range<u16>> {
        let said = |glyph: &Glyph| text.text.get(glyph.range()).unwrap_or("");
        let (first, last) = (text.glyphs.first()?, text.glyphs.last()?);
        let is_known = |known: &&Letter<'_>| {
            known.written == first.span
                && known.said == said(first)
                && known.said.nfd().nth(1).is_some()
                && *known.font == *text.font
                && (known.glyph != first.id || first.x_advance == Em::zero())
        };
        let known = self.letter.as_ref().filter(is_known).map(|_| first.range.clone());
        if known.is_none() || first.range != last.range {
            let begin = text.glyphs.iter().rev().take_while(|glyph| glyph.range == last.range).last()?;
            self.letter = Some(Letter { written: last.span, said: said(last), font: &text.font, glyph: begin.id });
        }
        known
    }

    fn find(&mut self, span: Span) -> From {
        if self.last.0 != span || span.is_detached() {
            let literal = self.literals.get(&span).copied();
            self.last = (span, literal.map_or(From::Other(span), From::Literal));
        }
        self.last.1
    }
}

/// The places of all literals in the source, from its start to its end.
struct Places<'a> {
    literals: &'a Literals,
    next: usize,
    found: HashMap<Span, usize>,
}

impl Places<'_> {
    /// Notes which nodes begin where a literal is shown, from this one on; `start` is where it begins.
    fn look_through(&mut self, node: &SyntaxNode, start: usize) {
        let shown_at = |number| self.literals.get(number).map(|literal: &Literal| literal.shown_at);
        while shown_at(self.next).is_some_and(|at| at < start) {
            self.next += 1;
        }
        let Some(at) = shown_at(self.next).filter(|at| *at < start + node.len()) else { return };
        if at == start {
            self.found.insert(node.span(), self.next);
        }
        let mut from = start;
        for child in node.children() {
            self.look_through(child, from);
            from += child.len();
        }
    }
}
