//! Blocks: paragraphs, headings, lists, quotes, tables, definitions, footnotes.

use std::ops::Range;

use pulldown_cmark::{Alignment, Event, Tag};

use super::inlines::Piece;
use super::{Note, Reader, errors, fill};
use crate::document::{Align, Block, BlockKind, Definition, Inline};

impl Reader<'_, '_> {
    /// Reads blocks up to the end of the container around them, which stays.
    pub(super) fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, range)) = self.events.peek() {
            match event {
                Event::End(_) => break,
                Event::Start(tag) if !is_inline(tag) => self.block(&mut blocks),
                Event::Rule => {
                    let place = self.passage.place(range);
                    self.events.next();
                    self.push(BlockKind::Rule, place, &mut blocks);
                }
                // A tight list item holds its words without a paragraph around them.
                _ => {
                    let range = range.clone();
                    self.paragraph(&range, &mut blocks);
                }
            }
        }
        blocks
    }

    /// Reads the block whose start is next.
    fn block(&mut self, blocks: &mut Vec<Block>) {
        let Some((Event::Start(tag), range)) = self.events.next() else { return };
        let place = self.passage.place(&range);
        match tag {
            Tag::Paragraph => {
                self.paragraph(&range, blocks);
                self.events.close();
            }
            Tag::Heading { level, .. } => {
                let words = self.line();
                self.events.close();
                self.push(BlockKind::Heading(level as u8, fill::on_one_line(words)), place, blocks);
            }
            Tag::BlockQuote(_) => {
                let inside = self.inside(&range, Self::blocks);
                self.push(BlockKind::Quote(inside), place, blocks);
            }
            Tag::List(start) => {
                let items = self.inside(&range, Self::items);
                if !items.is_empty() {
                    self.push(BlockKind::List { start, items }, place, blocks);
                }
            }
            Tag::Table(alignments) => {
                let (head, rows) = self.inside(&range, Self::rows);
                let align = alignments.into_iter().map(align).collect();
                self.push(BlockKind::Table { align, head, rows }, place, blocks);
            }
            Tag::DefinitionList => {
                let definitions = self.inside(&range, Self::definitions);
                self.push(BlockKind::Definitions(definitions), place, blocks);
            }
            Tag::FootnoteDefinition(name) => {
                let name = name.to_string();
                self.footnote_text(&name, &range);
            }
            Tag::CodeBlock(_) => self.refuse(errors::code_block(place)),
            Tag::HtmlBlock => self.refuse(errors::raw_html(place)),
            _ => self.refuse(errors::unknown_markdown(place)),
        }
    }

    /// Reports a block that has no place in a paper, and passes over it.
    fn refuse(&mut self, problem: crate::diag::Diagnostic) {
        self.report(problem);
        self.events.skip();
    }

    /// Adds a block, with the label that stood in it.
    fn push(&mut self, kind: BlockKind, place: Option<crate::span::Span>, blocks: &mut Vec<Block>) {
        let mut labels = std::mem::take(&mut self.labels).into_iter();
        let label = labels.next().map(|(label, _)| label);
        for (extra, place) in labels {
            self.report(errors::two_labels(&extra, place));
        }
        blocks.push(Block { kind, number: None, label, place, revision: None });
    }

    /// Reads the pieces of one paragraph; values that are alone in it become blocks of their own.
    fn paragraph(&mut self, range: &Range<usize>, blocks: &mut Vec<Block>) {
        let outer = std::mem::take(&mut self.labels);
        let place = self.passage.place(range);
        let pieces = self.pieces();
        let solid: Vec<usize> = pieces.iter().filter_map(|piece| self.solid(piece)).collect();
        let slots_only = pieces.iter().all(|piece| !matches!(piece, Piece::Inline(inline) if !fill::is_blank(inline)));
        if slots_only && solid.len() == 1 && self.is_flowing(solid[0]) {
            self.take_labels(&pieces);
            let labels = std::mem::take(&mut self.labels);
            let mut inside = self.flow(solid[0]);
            self.labels = labels;
            self.hand_label_to(inside.first_mut());
            blocks.append(&mut inside);
        } else if slots_only && !solid.is_empty() && solid.iter().all(|slot| self.is_block(*slot)) {
            self.take_labels(&pieces);
            let labels = std::mem::take(&mut self.labels);
            let mut inside: Vec<Block> = solid.iter().filter_map(|slot| self.node_block(*slot)).collect();
            self.labels = labels;
            self.hand_label_to(inside.first_mut());
            blocks.append(&mut inside);
        } else {
            self.paragraphs(pieces, place, blocks);
        }
        for (label, place) in std::mem::replace(&mut self.labels, outer) {
            self.report(errors::label_alone(&label, place));
        }
    }

    /// Words and values that stand together: prose of several paragraphs takes the words before it into its first
    /// paragraph and those after it into its last.
    fn paragraphs(&mut self, pieces: Vec<Piece>, place: Option<crate::span::Span>, blocks: &mut Vec<Block>) {
        let mut line = Vec::new();
        let mut pieces = pieces.into_iter();
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Slot(number) if self.is_prose(number) => {
                    for (at, block) in self.flow(number).into_iter().enumerate() {
                        if at > 0 {
                            self.end_paragraph(&mut line, place, blocks);
                        }
                        if let BlockKind::Paragraph(mut inside) = block.kind {
                            line.append(&mut inside);
                        }
                    }
                }
                piece => self.put(piece, pieces.as_slice(), &mut line),
            }
        }
        self.end_paragraph(&mut line, place, blocks);
    }

    fn end_paragraph(&mut self, line: &mut Vec<Inline>, place: Option<crate::span::Span>, blocks: &mut Vec<Block>) {
        let words = fill::trimmed(std::mem::take(line));
        if !words.is_empty() {
            self.push(BlockKind::Paragraph(words), place, blocks);
        }
    }

    /// Gives the labels that stood beside a value to the first block that the value became.
    fn hand_label_to(&mut self, block: Option<&mut Block>) {
        let Some(block) = block else { return };
        let mut labels = std::mem::take(&mut self.labels).into_iter();
        block.label = labels.next().map(|(label, _)| label);
        for (extra, place) in labels {
            self.report(errors::two_labels(&extra, place));
        }
    }

    /// The items of a list; one in which nothing stands, because its value is left out, is left out too.
    fn items(&mut self) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        while self.events.next_start().is_some() {
            let item = self.part(Self::blocks);
            if !item.is_empty() {
                items.push(item);
            }
        }
        items
    }

    /// The head and the body's rows of a table.
    fn rows(&mut self) -> (Vec<Vec<Inline>>, Vec<Vec<Vec<Inline>>>) {
        let (mut head, mut rows) = (Vec::new(), Vec::new());
        while let Some((Event::Start(tag), _)) = self.events.next_start() {
            let cells = self.part(Self::cells);
            if matches!(tag, Tag::TableHead) {
                head = cells;
            } else {
                rows.push(cells);
            }
        }
        (head, rows)
    }

    /// The cells of a row.
    fn cells(&mut self) -> Vec<Vec<Inline>> {
        let mut cells = Vec::new();
        while self.events.next_start().is_some() {
            cells.push(self.part(Self::line));
        }
        cells
    }

    /// Terms, each with its meanings.
    fn definitions(&mut self) -> Vec<Definition> {
        let mut definitions: Vec<Definition> = Vec::new();
        while let Some((Event::Start(tag), _)) = self.events.next_start() {
            if matches!(tag, Tag::DefinitionListTitle) {
                let term = self.part(Self::line);
                definitions.push(Definition { term, meanings: Vec::new() });
            } else {
                let meaning = self.part(Self::blocks);
                if let Some(definition) = definitions.last_mut() {
                    definition.meanings.push(meaning);
                }
            }
        }
        definitions
    }

    /// The text of a footnote.
    fn footnote_text(&mut self, name: &str, range: &Range<usize>) {
        let place = self.passage.place(range);
        let outer = std::mem::replace(&mut self.paper.in_footnote, true);
        let text = self.inside(range, Self::blocks);
        self.paper.in_footnote = outer;
        match self.notes.iter_mut().find(|note| note.name == name) {
            Some(Note { text: Some((_, first)), .. }) => {
                let problem = errors::footnote_twice(name, place, *first);
                self.report(problem);
            }
            Some(note) => note.text = Some((text, place)),
            None => self.notes.push(Note { name: name.to_owned(), index: None, text: Some((text, place)) }),
        }
    }
}

/// Whether a tag stands within a line.
pub(super) fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

/// A column's alignment.
fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None | Alignment::Left => Align::Start,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::End,
    }
}
