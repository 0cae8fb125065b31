//! Values in their places: handles are replaced by what they stand for.

use std::borrow::Cow;

use super::inlines::Piece;
use super::{Passage, Reader, Words, errors};
use crate::document::{Block, BlockKind, Inline};
use crate::facts::characters;
use crate::source::Sources;
use crate::template::slots::{HANDLE_END, HANDLE_START};
use crate::template::{Filled, NodeSlot, Slot, SlotContent};
use crate::value::Origin;
use crate::words::fragment;

/// So many bytes of a template's words before a text are looked at for the beginning of its sentence.
const SENTENCE: usize = 2000;

/// The number of the handle that a text begins with, and the handle's length in bytes; a broken one has no number.
pub(super) fn handle(text: &str) -> (Option<usize>, usize) {
    let broken = (None, text.chars().next().map_or(0, char::len_utf8));
    let Some(rest) = text.strip_prefix(HANDLE_START) else { return broken };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    match rest[digits..].strip_prefix(HANDLE_END) {
        Some(_) => (rest[..digits].parse().ok(), HANDLE_START.len_utf8() + digits + HANDLE_END.len_utf8()),
        None => broken,
    }
}

/// The numbers of all handles of a text, and the places of broken ones.
pub(super) fn handles(text: &str) -> impl Iterator<Item = Result<usize, usize>> {
    text.match_indices([HANDLE_START, HANDLE_END]).filter_map(|(at, found)| match handle(&text[at..]).0 {
        Some(number) => Some(Ok(number)),
        None if found.starts_with(HANDLE_START) => Some(Err(at)),
        None => None,
    })
}

/// Paragraphs of literal prose: a blank line parts them, and each is its lines without white space around them.
fn paragraphs(text: &str) -> Vec<Vec<String>> {
    let mut text = Cow::Borrowed(text);
    let is_plain = text.is_ascii() && memchr::memchr2(b'\r', b'\x0b', text.as_bytes()).is_none();
    if !is_plain {
        let lines = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{b}', '\u{85}'], "\n");
        text = Cow::Owned(lines.replace('\u{2029}', "\n\n"));
    }
    let mut paragraphs = vec![Vec::new()];
    for line in text.split('\n').map(str::trim) {
        match (line.is_empty(), paragraphs.last_mut()) {
            (true, Some(last)) if !last.is_empty() => paragraphs.push(Vec::new()),
            (false, Some(last)) => last.push(line.to_owned()),
            _ => {}
        }
    }
    paragraphs.retain(|lines| !lines.is_empty());
    paragraphs
}

impl<'a> Reader<'_, 'a> {
    /// The slot that a piece holds, unless it is a label.
    pub(super) fn solid(&self, piece: &Piece) -> Option<usize> {
        let Piece::Slot(number) = piece else { return None };
        let label = matches!(self.content(*number), SlotContent::Node(NodeSlot::Label(_)));
        (!label).then_some(*number)
    }

    /// Whether a slot's value runs over paragraphs when it stands alone.
    pub(super) fn is_flowing(&self, number: usize) -> bool {
        matches!(self.content(number), SlotContent::Prose(_) | SlotContent::Markdown(_))
    }

    /// Whether a slot's value is a writer's own paragraphs.
    pub(super) fn is_prose(&self, number: usize) -> bool {
        matches!(self.content(number), SlotContent::Prose(_))
    }

    /// Whether a slot is a block that cannot stand within a line.
    pub(super) fn is_block(&self, number: usize) -> bool {
        let SlotContent::Node(node) = self.content(number) else { return false };
        !matches!(node, NodeSlot::Label(_) | NodeSlot::Reference(_) | NodeSlot::Exhibit { .. })
    }

    /// What stands in a slot.
    fn content(&self, number: usize) -> &SlotContent {
        &self.paper.slots[number].content
    }

    /// Takes up the labels among the pieces.
    pub(super) fn take_labels(&mut self, pieces: &[Piece]) {
        for piece in pieces {
            if let Piece::Slot(number) = piece
                && let slot = &self.paper.slots[*number]
                && let SlotContent::Node(NodeSlot::Label(label)) = &slot.content
            {
                self.labels.push((label.clone(), slot.place));
            }
        }
    }

    /// The paragraphs of prose or Markdown that stands alone.
    pub(super) fn flow(&mut self, number: usize) -> Vec<Block> {
        let slot = &self.paper.slots[number];
        let place = slot.origin.span.or(slot.place);
        match &slot.content {
            SlotContent::Prose(text) if self.paper.takes(text.len(), || place) => {
                let mut found = Found::new(slot, self.paper.sources);
                let mut block = |lines| {
                    let line = lines_of(lines, slot, &mut found);
                    let place = line.iter().find_map(origin).or(place);
                    Block { kind: BlockKind::Paragraph(line), number: None, label: None, place, revision: None }
                };
                paragraphs(text).into_iter().map(&mut block).collect()
            }
            SlotContent::Markdown(text) if self.paper.takes(text.len(), || place) => self.graft(slot, text),
            _ => Vec::new(),
        }
    }

    /// A lawyer's Markdown, parsed on its own.
    fn graft(&mut self, slot: &'a Slot, text: &'a str) -> Vec<Block> {
        let verbatim = slot.origin.span.and_then(|span| {
            let start = self.paper.sources.slice(span).find(text)?;
            Some(span.within(start, start + text.len()))
        });
        let passage = Passage { text, words: Words::Fact { origin: &slot.origin, verbatim, place: slot.place } };
        Reader::new(self.paper, passage).passage()
    }

    /// A letterhead, caption, signature or page break: only at the top of the paper, not in a list or quote.
    pub(super) fn node_block(&mut self, number: usize) -> Option<Block> {
        let slot = &self.paper.slots[number];
        let SlotContent::Node(node) = &slot.content else { return None };
        if self.paper.depth > 0 {
            self.report(errors::block_within(name(node), slot.place));
            return None;
        }
        let kind = match node {
            NodeSlot::Letterhead(letterhead) => BlockKind::Letterhead(letterhead.clone()),
            NodeSlot::Caption(caption) => BlockKind::Caption(caption.clone()),
            NodeSlot::Signature(signature) => BlockKind::Signature(signature.clone()),
            NodeSlot::PageBreak => BlockKind::PageBreak,
            NodeSlot::Label(_) | NodeSlot::Reference(_) | NodeSlot::Exhibit { .. } => return None,
        };
        Some(Block { kind, number: None, label: None, place: slot.place, revision: None })
    }

    /// Puts the values into a line.
    pub(super) fn resolve(&mut self, pieces: Vec<Piece>) -> Vec<Inline> {
        let mut line = Vec::new();
        let mut pieces = pieces.into_iter();
        while let Some(piece) = pieces.next() {
            self.put(piece, pieces.as_slice(), &mut line);
        }
        line
    }

    /// Puts one piece into a line; `rest` is what comes after it.
    pub(super) fn put(&mut self, piece: Piece, rest: &[Piece], line: &mut Vec<Inline>) {
        match piece {
            Piece::Inline(inline) => line.push(inline),
            Piece::Slot(number) => match self.content(number) {
                SlotContent::Said(text) => {
                    let path = &self.paper.slots[number].origin.path;
                    // What the shared facts say is most often a name: of an office, a school, a form.
                    let text = if ["answers.", "relief."].iter().any(|own| path.starts_with(own)) {
                        let (before, after) = (before(line), after(rest));
                        let fits = fragment::fitted(text, &before, &after);
                        if fragment::is_unfit(text, &before, &after) {
                            self.report(errors::unfit(&self.paper.slots[number]));
                        }
                        fits
                    } else {
                        fragment::without_end(text, &after(rest)).to_owned()
                    };
                    self.fill_words(number, &text, line);
                }
                _ => self.fill(number, line),
            },
        }
    }

    /// Puts words into a line.
    fn fill_words(&mut self, number: usize, text: &str, line: &mut Vec<Inline>) {
        let slot = &self.paper.slots[number];
        if !self.paper.takes(text.len(), || slot.place) {
            return;
        }
        if text.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
            let mut found = Found::new(slot, self.paper.sources);
            line.extend(lines_of(paragraphs(text).into_iter().flatten().collect(), slot, &mut found));
        } else {
            let filled = Filled { text: text.to_owned(), gap: false, origin: slot.origin.clone(), revised: Vec::new() };
            line.push(Inline::Filled(filled, slot.place));
        }
    }

    /// Puts one value into a line.
    fn fill(&mut self, number: usize, line: &mut Vec<Inline>) {
        let slot = &self.paper.slots[number];
        let filled =
            |text: &str, gap| Filled { text: text.to_owned(), gap, origin: slot.origin.clone(), revised: Vec::new() };
        match &slot.content {
            SlotContent::Prose(text) | SlotContent::Markdown(text) if !self.paper.takes(text.len(), || slot.place) => {}
            SlotContent::Words(text) | SlotContent::Said(text) => self.fill_words(number, text, line),
            SlotContent::Prose(text) => {
                let mut found = Found::new(slot, self.paper.sources);
                line.extend(lines_of(paragraphs(text).into_iter().flatten().collect(), slot, &mut found));
            }
            SlotContent::Markdown(text) => {
                let blocks = self.graft(slot, text);
                self.flatten(blocks, slot, line);
            }
            SlotContent::Gap(label) => line.push(Inline::Filled(filled(label, true), slot.place)),
            SlotContent::Node(NodeSlot::Label(label)) => self.labels.push((label.clone(), slot.place)),
            SlotContent::Node(NodeSlot::Reference(label)) => {
                line.push(Inline::Reference { label: label.clone(), number: None, place: slot.place });
            }
            SlotContent::Node(NodeSlot::Exhibit { id, page, words }) => {
                line.push(Inline::Exhibit { id: id.clone(), page: *page, words: filled(words, false) });
            }
            SlotContent::Node(node) => self.report(errors::block_within(name(node), slot.place)),
        }
    }

    /// Markdown in the middle of a line: its paragraphs run on, and it can hold nothing else.
    fn flatten(&mut self, blocks: Vec<Block>, slot: &Slot, line: &mut Vec<Inline>) {
        for (at, block) in blocks.into_iter().enumerate() {
            let BlockKind::Paragraph(mut inside) = block.kind else {
                self.report(errors::markdown_within(slot.origin.span, slot.place));
                return;
            };
            if at > 0 {
                line.push(Inline::Break);
            }
            line.append(&mut inside);
        }
    }
}

/// The end of a line so far as words: what a text that comes next goes on from.
fn before(line: &[Inline]) -> String {
    let mut words = Vec::new();
    let mut length = 0;
    for inline in line.iter().rev() {
        let (Inline::Text(text) | Inline::Code(text)) = inline else {
            match inline {
                Inline::Filled(filled, _) | Inline::Exhibit { words: filled, .. } => words.push(filled.text.clone()),
                Inline::Emph(inside) | Inline::Strong(inside) | Inline::Strike(inside) | Inline::Link(_, inside) => {
                    words.push(before(inside));
                }
                Inline::Break => break,
                _ => {}
            }
            continue;
        };
        length += text.len();
        words.push(text.clone());
        if length > SENTENCE {
            break;
        }
    }
    words.reverse();
    words.concat()
}

/// How the template goes on behind a text; a value that follows goes on with the sentence.
fn after(pieces: &[Piece]) -> String {
    let mut words = String::new();
    for piece in pieces {
        match piece {
            Piece::Inline(Inline::Text(text)) => words.push_str(text),
            Piece::Inline(Inline::Break) => break,
            Piece::Slot(_) | Piece::Inline(Inline::Exhibit { .. } | Inline::Filled(..)) => words.push('x'),
            Piece::Inline(_) => {}
        }
        if !words.trim().is_empty() {
            break;
        }
    }
    words
}

/// What a template calls a node by.
fn name(node: &NodeSlot) -> &'static str {
    match node {
        NodeSlot::Letterhead(_) => "letterhead",
        NodeSlot::Caption(_) => "caption",
        NodeSlot::Signature(_) => "signature",
        NodeSlot::Label(_) => "label",
        NodeSlot::Reference(_) => "paragraph",
        NodeSlot::Exhibit { .. } => "exhibit",
        NodeSlot::PageBreak => "page_break",
    }
}

/// The place that a filled word came from.
fn origin(inline: &Inline) -> Option<crate::span::Span> {
    match inline {
        Inline::Filled(filled, _) => filled.origin.span,
        _ => None,
    }
}

/// Finds the lines of a value in the file that says it, one after the other.
struct Found<'s> {
    origin: &'s Origin,
    /// What the file has from the last line found on, and where that is in the value's place.
    rest: &'s str,
    at: usize,
}

impl<'s> Found<'s> {
    fn new(slot: &'s Slot, sources: &'s Sources) -> Self {
        Self { origin: &slot.origin, rest: slot.origin.span.map_or("", |span| sources.slice(span)), at: 0 }
    }

    /// The origin of the next line: its own place where the file has it in the same words, else the whole value's.
    fn next(&mut self, line: &str) -> Origin {
        // It is most often what comes next: a look at one place costs less than getting ready to look for a long line.
        let next = line.chars().next().and_then(|first| self.rest.find(first));
        let start = next.filter(|at| self.rest[*at..].starts_with(line)).or_else(|| self.rest.find(line));
        let found = start.map(|start| start..start + line.len()).or_else(|| uncleaned(self.rest, line));
        let Some((found, span)) = found.zip(self.origin.span) else { return self.origin.clone() };
        let place = span.within(self.at + found.start, self.at + found.end);
        self.rest = &self.rest[found.end..];
        self.at += found.end;
        Origin { path: self.origin.path.clone(), span: Some(place) }
    }
}

/// Where a text has a line with characters in it that were cleaned away, if it has it on a line of its own.
fn uncleaned(text: &str, line: &str) -> Option<std::ops::Range<usize>> {
    if text.is_ascii() && !text.contains(['\t', '\u{b}', '\u{c}']) && !text.contains("  ") {
        return None;
    }
    let mut start = 0;
    for raw in text.split_inclusive('\n') {
        let cleaned = characters::clean(raw.trim_end_matches('\n')).text;
        if cleaned.split_whitespace().eq(line.split_whitespace()) {
            return Some(start..start + raw.trim_end_matches(['\n', '\r']).len());
        }
        start += raw.len();
    }
    None
}

/// Lines of a value, with a break between each two.
fn lines_of(lines: Vec<String>, slot: &Slot, found: &mut Found<'_>) -> Vec<Inline> {
    let mut inlines = Vec::new();
    for text in lines {
        if !inlines.is_empty() {
            inlines.push(Inline::Break);
        }
        let origin = found.next(&text);
        inlines.push(Inline::Filled(Filled { text, gap: false, origin, revised: Vec::new() }, slot.place));
    }
    inlines
}

/// Whether nothing is to be seen of an inline.
pub(super) fn is_blank(inline: &Inline) -> bool {
    match inline {
        Inline::Text(text) => text.trim().is_empty(),
        Inline::Break => true,
        _ => false,
    }
}

/// The line with neighbouring words of the template joined, and runs of white space in them as one space.
pub(super) fn merged(line: Vec<Inline>) -> Vec<Inline> {
    let mut merged: Vec<Inline> = Vec::with_capacity(line.len());
    for inline in line {
        let Inline::Text(text) = inline else {
            merged.push(inline);
            continue;
        };
        match merged.last_mut() {
            Some(Inline::Text(before)) => add_single_spaced(before, &text),
            _ if is_single_spaced(&text) => merged.push(Inline::Text(text)),
            _ => {
                let mut words = String::with_capacity(text.len());
                add_single_spaced(&mut words, &text);
                merged.push(Inline::Text(words));
            }
        }
    }
    merged.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
    merged
}

fn is_single_spaced(text: &str) -> bool {
    !text.contains("  ") && memchr::memchr2(b'\t', b'\n', text.as_bytes()).is_none()
}

fn add_single_spaced(words: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            ' ' | '\t' | '\n' if words.ends_with(' ') => {}
            ' ' | '\t' | '\n' => words.push(' '),
            c => words.push(c),
        }
    }
}

/// The line with one full stop where a value's own, as of `Jr.` or `D.C.`, meets the one that ends the template's
/// sentence.
fn single_stops(mut line: Vec<Inline>) -> Vec<Inline> {
    for at in 1..line.len() {
        let stopped = matches!(&line[at - 1], Inline::Filled(filled, _) if !filled.gap && filled.text.ends_with('.'));
        if let Inline::Text(text) = &mut line[at]
            && stopped
            && text.starts_with('.')
        {
            text.remove(0);
        }
    }
    line.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
    line
}

/// The line merged, without white space at its ends.
pub(super) fn trimmed(line: Vec<Inline>) -> Vec<Inline> {
    let mut line = single_stops(merged(line));
    while line.last().is_some_and(is_blank) {
        line.pop();
    }
    let blank = line.iter().take_while(|inline| is_blank(inline)).count();
    line.drain(..blank);
    if let Some(Inline::Text(first)) = line.first_mut() {
        *first = first.trim_start_matches(' ').to_owned();
    }
    if let Some(Inline::Text(last)) = line.last_mut() {
        last.truncate(last.trim_end_matches(' ').len());
    }
    line
}

/// The line with a space for each break, as headings want it.
pub(super) fn on_one_line(line: Vec<Inline>) -> Vec<Inline> {
    let line = line.into_iter().map(|inline| match inline {
        Inline::Break => Inline::Text(" ".into()),
        Inline::Emph(inside) => Inline::Emph(on_one_line(inside)),
        Inline::Strong(inside) => Inline::Strong(on_one_line(inside)),
        Inline::Strike(inside) => Inline::Strike(on_one_line(inside)),
        Inline::Link(address, inside) => Inline::Link(address, on_one_line(inside)),
        other => other,
    });
    merged(line.collect())
}
