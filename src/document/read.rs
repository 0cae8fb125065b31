//! Reads rendered Markdown into the tree of a paper, and puts the values into their places.
//!
//! 1. pulldown-cmark parses the Markdown, in which every value is a handle: no value can be markup.
//! 2. [`blocks`] and [`inlines`] walk its events into the tree, and refuse what has no place in a paper.
//! 3. [`fill`] puts the value of each handle where the handle stands: prose as paragraphs, a lawyer's Markdown parsed
//!    on its own and grafted in, a signature as a block, a gap as a gap.

mod blocks;
mod errors;
mod events;
mod fill;
mod inlines;

use std::ops::Range;

use super::{Block, Document};
use crate::diag::{Diagnostic, Pass, Report, Severity};
use crate::facts::limits;
use crate::source::Sources;
use crate::span::Span;
use crate::template::{Rendered, Slot};
use crate::value::Origin;
use events::Events;

/// How much text a paper may have, values included, in bytes; pulldown-cmark's footnotes take quadratic time.
pub const TEXT_LIMIT: usize = limits::MARKDOWN.value;
/// How deep lists, quotes and emphasis may stand in one another.
pub const NESTING_LIMIT: usize = limits::NESTING.value;

/// Reads a rendered body.
///
/// The document is as whole as it could be made; what the report calls an error is left out of it.
#[must_use]
pub fn read(rendered: &Rendered, sources: &Sources) -> Pass<Document> {
    let mut paper = Paper {
        slots: &rendered.slots,
        sources,
        report: Report::default(),
        footnotes: Vec::new(),
        met: vec![false; rendered.slots.len()],
        size: 0,
        depth: 0,
        in_footnote: false,
    };
    let passage = Passage { text: &rendered.markdown, words: Words::Template(rendered) };
    if !paper.takes(rendered.markdown.len(), || passage.place(&(0..0))) {
        return Pass::new(Document::default(), paper.report);
    }
    let blocks = Reader::new(&mut paper, passage).passage();
    paper.report_lost(rendered);
    Pass::new(Document { blocks, footnotes: paper.footnotes }, paper.report)
}

/// What all passages of one paper share.
struct Paper<'a> {
    /// The values.
    slots: &'a [Slot],
    /// The texts that places point into.
    sources: &'a Sources,
    /// What was found.
    report: Report,
    /// The footnotes in the order they are first referred to; empty until their text is known.
    footnotes: Vec<Vec<Block>>,
    /// Which slots have come up.
    met: Vec<bool>,
    /// How much text there is so far, in bytes.
    size: usize,
    /// How deep the reader stands in lists, quotes and emphasis.
    depth: usize,
    /// Whether the reader stands in a footnote, which cannot have footnotes.
    in_footnote: bool,
}

impl Paper<'_> {
    /// Counts more text; when it is too much, says so once and refuses.
    fn takes(&mut self, bytes: usize, place: impl FnOnce() -> Option<Span>) -> bool {
        let fitted = self.size <= TEXT_LIMIT;
        self.size = self.size.saturating_add(bytes);
        if fitted && self.size > TEXT_LIMIT {
            self.report.push(errors::too_long(place()));
        }
        self.size <= TEXT_LIMIT
    }

    /// Nothing is silently missing: a handle that never came up stood where Markdown prints nothing.
    fn report_lost(&mut self, rendered: &Rendered) {
        if self.report.has(Severity::Error) {
            return;
        }
        for number in fill::handles(&rendered.markdown).filter_map(Result::ok) {
            if let (Some(slot), Some(false)) = (self.slots.get(number), self.met.get(number)) {
                self.report.push(errors::lost_value(slot.place));
            }
        }
    }
}

/// A text that is parsed on its own.
#[derive(Clone, Copy)]
struct Passage<'a> {
    /// The Markdown.
    text: &'a str,
    /// Whose words they are.
    words: Words<'a>,
}

/// Whose words a passage is made of.
#[derive(Clone, Copy)]
enum Words<'a> {
    /// The template's own, with handles.
    Template(&'a Rendered),
    /// A fact's, written as Markdown: every word comes from there, and nothing in it is a handle.
    Fact {
        /// The fact.
        origin: &'a Origin,
        /// Where the file has the very words of the passage; `None` when it writes them with escapes.
        verbatim: Option<Span>,
        /// The place in the template that prints it.
        place: Option<Span>,
    },
}

impl Passage<'_> {
    /// The place that a person wrote, for some bytes of the passage.
    fn place(&self, range: &Range<usize>) -> Option<Span> {
        // A block's bytes run over the empty lines after it.
        let words = self.text.get(range.clone()).map_or(range.len(), |text| text.trim_end().len());
        let range = range.start..range.start + words.max(1);
        match self.words {
            Words::Fact { verbatim: Some(whole), .. } => Some(whole.within(range.start, range.end)),
            Words::Fact { origin, .. } => origin.span,
            Words::Template(rendered) => {
                let from = rendered.place(range.start)?;
                let last = rendered.place(range.end.saturating_sub(1).max(range.start)).unwrap_or(from);
                let end = if last.source == from.source && last.start > from.start { last.start + 1 } else { from.end };
                Some(Span { end, ..from })
            }
        }
    }
}

/// Reads one passage.
struct Reader<'p, 'a> {
    /// What all passages share.
    paper: &'p mut Paper<'a>,
    /// The passage.
    passage: Passage<'a>,
    /// Its events.
    events: Events<'a>,
    /// Labels that stand in the block that is being read, each with its place.
    labels: Vec<(String, Option<Span>)>,
    /// The passage's footnotes: name, number in the paper if it was referred to, and whether its text is known.
    notes: Vec<Note>,
}

/// A footnote of a passage.
struct Note {
    /// The name in the Markdown.
    name: String,
    /// Where it stands in the paper's footnotes, once it is referred to.
    index: Option<usize>,
    /// Its text and place, once it is read.
    text: Option<(Vec<Block>, Option<Span>)>,
}

impl<'p, 'a> Reader<'p, 'a> {
    /// A reader at the beginning of a passage.
    fn new(paper: &'p mut Paper<'a>, passage: Passage<'a>) -> Self {
        let events = events::parse(&passage);
        Self { paper, passage, events, labels: Vec::new(), notes: Vec::new() }
    }

    /// Reads the whole passage.
    fn passage(mut self) -> Vec<Block> {
        let blocks = self.blocks();
        self.settle_notes();
        for problem in self.events.problems(&self.passage) {
            self.paper.report.push(problem);
        }
        blocks
    }

    /// Puts the footnotes that were referred to into the paper.
    fn settle_notes(&mut self) {
        for note in std::mem::take(&mut self.notes) {
            match (note.index, note.text) {
                (Some(index), Some((text, _))) => self.paper.footnotes[index] = text,
                (None, Some((_, place))) => self.report(errors::unused_footnote(&note.name, place)),
                (_, None) => {}
            }
        }
    }

    /// Adds a finding.
    fn report(&mut self, diagnostic: Diagnostic) {
        self.paper.report.push(diagnostic);
    }

    /// Reads what stands in a container whose start was taken, up to and including its end.
    fn inside<T: Default>(&mut self, range: &Range<usize>, read: impl FnOnce(&mut Self) -> T) -> T {
        if self.paper.depth >= NESTING_LIMIT {
            self.report(errors::too_deep(self.passage.place(range)));
            self.events.skip();
            return T::default();
        }
        self.paper.depth += 1;
        let inside = read(self);
        self.paper.depth -= 1;
        self.events.close();
        inside
    }
    /// Reads one part of a container, such as an item of a list, up to and including its end.
    fn part<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let part = read(self);
        self.events.close();
        part
    }
}
