//! Two papers as one: what stayed, what came in, and what went away, block by block and word by word.
//!
//! Both papers are compared as finished, numbered trees, so that what differs is what a reader would see: words of the
//! template, of a clause, of a rule's edition, and the numbers in references. What stayed has the numbers of the newer
//! paper; what went away has those that it had.

mod inlines;
mod slots;

use super::{Block, BlockKind, Definition, Document, Inline, text};
use crate::diff::Revision;
use crate::diff::pair::{Item, Pair, pairs};

/// The newer paper with what the older one had in other words, or had more.
#[must_use]
pub fn redline(old: &Document, new: &Document) -> Document {
    let mut comparison = Comparison { old, new, notes: Vec::new(), moved: Vec::new() };
    let blocks = comparison.blocks(&old.blocks, &new.blocks);
    Document { blocks, footnotes: comparison.notes }
}

/// Whether a redline shows any difference.
#[must_use]
pub fn differs(redline: &Document) -> bool {
    text::revised(redline).iter().any(|run| run.revision.is_some())
}

/// The comparison under way.
struct Comparison<'d> {
    old: &'d Document,
    new: &'d Document,
    /// The footnotes of the redline, in the order of their first references.
    notes: Vec<Vec<Block>>,
    /// Which footnotes are among them: the older paper's or the newer's, its index there, and its index here.
    moved: Vec<(Revision, usize, usize)>,
}

impl Comparison<'_> {
    /// Blocks that stand in one place of both papers.
    fn blocks(&mut self, old: &[Block], new: &[Block]) -> Vec<Block> {
        let items = |blocks: &[Block]| blocks.iter().map(item).collect::<Vec<_>>();
        let mut blocks = Vec::with_capacity(new.len());
        for pair in pairs(&items(old), &items(new)) {
            match pair {
                Pair::Both(before, after) => blocks.push(self.block(&old[before], &new[after])),
                Pair::New(at) => blocks.extend(self.whole(&new[at], Revision::Inserted)),
                Pair::Old(at) => blocks.extend(self.whole(&old[at], Revision::Deleted)),
            }
        }
        blocks
    }

    /// A block that both papers have, in whatever words.
    fn block(&mut self, old: &Block, new: &Block) -> Block {
        let kind = match (&old.kind, &new.kind) {
            (BlockKind::Heading(_, before), BlockKind::Heading(level, after)) => {
                BlockKind::Heading(*level, self.line(before, after))
            }
            (BlockKind::Paragraph(before), BlockKind::Paragraph(after)) => {
                BlockKind::Paragraph(self.line(before, after))
            }
            (BlockKind::Numbered(before), BlockKind::Numbered(after)) => {
                BlockKind::Numbered(self.blocks(before, after))
            }
            (BlockKind::Quote(before), BlockKind::Quote(after)) => BlockKind::Quote(self.blocks(before, after)),
            (BlockKind::List { items: before, .. }, BlockKind::List { start, items: after }) => {
                BlockKind::List { start: *start, items: self.items(before, after) }
            }
            (BlockKind::Table { head: old_head, rows: old_rows, .. }, BlockKind::Table { align, head, rows }) => {
                BlockKind::Table {
                    align: align.clone(),
                    head: self.cells(old_head, head),
                    rows: self.rows(old_rows, rows),
                }
            }
            (BlockKind::Definitions(before), BlockKind::Definitions(after)) => {
                BlockKind::Definitions(self.definitions(before, after))
            }
            (BlockKind::Letterhead(before), BlockKind::Letterhead(after)) => {
                BlockKind::Letterhead(slots::letterhead(before, after))
            }
            (BlockKind::Caption(before), BlockKind::Caption(after)) => {
                BlockKind::Caption(slots::caption(before, after))
            }
            (BlockKind::Signature(before), BlockKind::Signature(after)) => {
                BlockKind::Signature(slots::signature(before, after))
            }
            (_, kind) => kind.clone(),
        };
        Block { kind, ..new.clone() }
    }

    /// A block that only one paper has. A rule or a new page that went away leaves no trace.
    fn whole(&mut self, block: &Block, revision: Revision) -> Option<Block> {
        let gone = revision == Revision::Deleted;
        if gone && matches!(block.kind, BlockKind::Rule | BlockKind::PageBreak) {
            return None;
        }
        let kind = match &block.kind {
            BlockKind::Heading(level, line) => BlockKind::Heading(*level, self.whole_line(line, revision)),
            BlockKind::Paragraph(line) => BlockKind::Paragraph(self.whole_line(line, revision)),
            BlockKind::Numbered(inside) => BlockKind::Numbered(self.wholes(inside, revision)),
            BlockKind::Quote(inside) => BlockKind::Quote(self.wholes(inside, revision)),
            BlockKind::List { start, items } => {
                BlockKind::List { start: *start, items: items.iter().map(|item| self.wholes(item, revision)).collect() }
            }
            BlockKind::Table { align, head, rows } => {
                let mut row = |row: &Vec<Vec<Inline>>| -> Vec<Vec<Inline>> {
                    row.iter().map(|cell| self.whole_line(cell, revision)).collect()
                };
                BlockKind::Table { align: align.clone(), head: row(head), rows: rows.iter().map(row).collect() }
            }
            BlockKind::Definitions(definitions) => BlockKind::Definitions(
                definitions.iter().map(|definition| self.whole_definition(definition, revision)).collect(),
            ),
            BlockKind::Letterhead(head) => BlockKind::Letterhead(slots::whole_letterhead(head, revision)),
            BlockKind::Caption(caption) => BlockKind::Caption(slots::whole_caption(caption, revision)),
            BlockKind::Signature(signature) => BlockKind::Signature(slots::whole_signature(signature, revision)),
            BlockKind::Rule => BlockKind::Rule,
            BlockKind::PageBreak => BlockKind::PageBreak,
        };
        Some(Block { kind, revision: Some(revision), ..block.clone() })
    }

    fn wholes(&mut self, blocks: &[Block], revision: Revision) -> Vec<Block> {
        blocks.iter().filter_map(|block| self.whole(block, revision)).collect()
    }

    /// The items of a list.
    fn items(&mut self, old: &[Vec<Block>], new: &[Vec<Block>]) -> Vec<Vec<Block>> {
        let said = |items: &[Vec<Block>]| items.iter().map(|item| Item::new(0, &text::plain(item))).collect::<Vec<_>>();
        let mut items = Vec::with_capacity(new.len());
        for pair in pairs(&said(old), &said(new)) {
            items.push(match pair {
                Pair::Both(before, after) => self.blocks(&old[before], &new[after]),
                Pair::Old(at) => self.wholes(&old[at], Revision::Deleted),
                Pair::New(at) => self.wholes(&new[at], Revision::Inserted),
            });
        }
        items
    }

    /// The rows of a table.
    fn rows(&mut self, old: &[Vec<Vec<Inline>>], new: &[Vec<Vec<Inline>>]) -> Vec<Vec<Vec<Inline>>> {
        let said = |row: &Vec<Vec<Inline>>| row.iter().map(|cell| text::line(cell)).collect::<Vec<_>>().join(" | ");
        let items = |rows: &[Vec<Vec<Inline>>]| rows.iter().map(|row| Item::new(0, &said(row))).collect::<Vec<_>>();
        let mut rows = Vec::with_capacity(new.len());
        for pair in pairs(&items(old), &items(new)) {
            let (row, revision) = match pair {
                Pair::Both(before, after) => {
                    rows.push(self.cells(&old[before], &new[after]));
                    continue;
                }
                Pair::Old(at) => (&old[at], Revision::Deleted),
                Pair::New(at) => (&new[at], Revision::Inserted),
            };
            rows.push(row.iter().map(|cell| self.whole_line(cell, revision)).collect());
        }
        rows
    }

    /// The cells of a row, column by column.
    fn cells(&mut self, old: &[Vec<Inline>], new: &[Vec<Inline>]) -> Vec<Vec<Inline>> {
        let count = old.len().max(new.len());
        let cell = |row: &[Vec<Inline>], at: usize| row.get(at).cloned().unwrap_or_default();
        (0..count).map(|at| self.line(&cell(old, at), &cell(new, at))).collect()
    }

    fn definitions(&mut self, old: &[Definition], new: &[Definition]) -> Vec<Definition> {
        let items = |definitions: &[Definition]| {
            definitions.iter().map(|definition| Item::new(0, &text::line(&definition.term))).collect::<Vec<_>>()
        };
        let mut definitions = Vec::with_capacity(new.len());
        for pair in pairs(&items(old), &items(new)) {
            definitions.push(match pair {
                Pair::Both(before, after) => {
                    let (before, after) = (&old[before], &new[after]);
                    let count = before.meanings.len().max(after.meanings.len());
                    let meaning = |of: &Definition, at: usize| of.meanings.get(at).cloned().unwrap_or_default();
                    let meanings = (0..count).map(|at| self.blocks(&meaning(before, at), &meaning(after, at)));
                    let meanings = meanings.collect();
                    Definition { term: self.line(&before.term, &after.term), meanings }
                }
                Pair::Old(at) => self.whole_definition(&old[at], Revision::Deleted),
                Pair::New(at) => self.whole_definition(&new[at], Revision::Inserted),
            });
        }
        definitions
    }

    fn whole_definition(&mut self, definition: &Definition, revision: Revision) -> Definition {
        Definition {
            term: self.whole_line(&definition.term, revision),
            meanings: definition.meanings.iter().map(|meaning| self.wholes(meaning, revision)).collect(),
        }
    }

    /// The footnote of one of the papers, among those of the redline; the other paper's where both have it.
    fn note(&mut self, old: Option<usize>, new: Option<usize>) -> usize {
        let (revision, at) = match (old, new) {
            (_, Some(at)) => (Revision::Inserted, at),
            (Some(at), None) => (Revision::Deleted, at),
            (None, None) => return 0,
        };
        if let Some((_, _, known)) = self.moved.iter().find(|(side, index, _)| (*side, *index) == (revision, at)) {
            return *known;
        }
        let here = self.notes.len();
        self.moved.push((revision, at, here));
        self.notes.push(Vec::new());
        let (before, after) = (self.old, self.new);
        let of = |document: &Document, at: Option<usize>| {
            at.and_then(|at| document.footnotes.get(at)).cloned().unwrap_or_default()
        };
        let blocks = self.blocks(&of(before, old), &of(after, new));
        self.notes[here] = blocks;
        here
    }
}

/// A block as it is paired with those of the other paper: only one of the same kind can be the same block.
fn item(block: &Block) -> Item {
    let kind = match &block.kind {
        BlockKind::Heading(..) => 0,
        BlockKind::Paragraph(_) => 1,
        BlockKind::Numbered(_) => 2,
        BlockKind::List { start: Some(_), .. } => 3,
        BlockKind::List { start: None, .. } => 4,
        BlockKind::Quote(_) => 5,
        BlockKind::Definitions(_) => 6,
        BlockKind::Rule => 7,
        BlockKind::PageBreak => 8,
        BlockKind::Letterhead(_) => 9,
        BlockKind::Caption(_) => 10,
        BlockKind::Signature(_) => 11,
        BlockKind::Table { align, .. } => u8::try_from(align.len()).unwrap_or(u8::MAX - 12).saturating_add(12),
    };
    // What one number stands before is the same paragraph under another number.
    let said = match &block.kind {
        BlockKind::Numbered(inside) => text::plain(inside),
        BlockKind::Heading(_, line) => text::line(line),
        _ => text::plain(std::slice::from_ref(block)),
    };
    Item::new(kind, &said)
}
