//! Goes through all blocks and all printed pieces of a paper, in the order they are read.

use super::{Block, BlockKind, Document, Inline};
use crate::span::Span;
use crate::template::Filled;

/// Calls `each` for every block, a container before what stands in it; footnotes come last.
pub fn blocks<'d>(document: &'d Document, each: &mut impl FnMut(&'d Block)) {
    for list in std::iter::once(&document.blocks).chain(&document.footnotes) {
        in_blocks(list, each);
    }
}

/// A piece of a paper that prints something, and may be changed.
pub enum Piece<'d> {
    /// A piece of a line.
    Inline(&'d mut Inline),
    /// A line of a letterhead, a caption or a signature.
    Line(&'d mut Filled),
}

/// Calls `each` for every piece, a container before what stands in it, with the place of the block; footnotes come
/// last.
pub fn pieces_mut(document: &mut Document, each: &mut impl FnMut(Piece<'_>, Option<Span>)) {
    for block in document.blocks.iter_mut().chain(document.footnotes.iter_mut().flatten()) {
        in_block_mut(block, each);
    }
}

fn in_blocks<'d>(list: &'d [Block], each: &mut impl FnMut(&'d Block)) {
    for block in list {
        each(block);
        match &block.kind {
            BlockKind::Numbered(inside) | BlockKind::Quote(inside) => in_blocks(inside, each),
            BlockKind::List { items, .. } => {
                for item in items {
                    in_blocks(item, each);
                }
            }
            BlockKind::Definitions(definitions) => {
                definitions
                    .iter()
                    .flat_map(|definition| &definition.meanings)
                    .for_each(|meaning| in_blocks(meaning, each));
            }
            _ => {}
        }
    }
}

fn in_block_mut(block: &mut Block, each: &mut impl FnMut(Piece<'_>, Option<Span>)) {
    let place = block.place;
    let mut each_line = |line: &mut Filled| each(Piece::Line(line), place);
    match &mut block.kind {
        BlockKind::Letterhead(head) => std::iter::once(&mut head.name).chain(&mut head.lines).for_each(each_line),
        BlockKind::Caption(caption) => {
            let lines = [&mut caption.head, &mut caption.left, &mut caption.right, &mut caption.title];
            lines.into_iter().flatten().for_each(each_line);
        }
        BlockKind::Signature(signature) => {
            each_line(&mut signature.name);
            signature.lines.iter_mut().chain(&mut signature.date).for_each(each_line);
        }
        BlockKind::Heading(_, line) | BlockKind::Paragraph(line) => in_line_mut(line, place, each),
        BlockKind::Numbered(inside) | BlockKind::Quote(inside) => {
            for block in inside {
                in_block_mut(block, each);
            }
        }
        BlockKind::List { items, .. } => items.iter_mut().flatten().for_each(|block| in_block_mut(block, each)),
        BlockKind::Table { head, rows, .. } => {
            head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| in_line_mut(cell, place, each));
        }
        BlockKind::Definitions(definitions) => {
            for definition in definitions {
                in_line_mut(&mut definition.term, place, each);
                definition.meanings.iter_mut().flatten().for_each(|block| in_block_mut(block, each));
            }
        }
        BlockKind::Rule | BlockKind::PageBreak => {}
    }
}

fn in_line_mut(line: &mut [Inline], place: Option<Span>, each: &mut impl FnMut(Piece<'_>, Option<Span>)) {
    for inline in line {
        each(Piece::Inline(inline), place);
        if let Inline::Emph(inside)
        | Inline::Strong(inside)
        | Inline::Strike(inside)
        | Inline::Link(_, inside)
        | Inline::Revised(_, inside) = inline
        {
            in_line_mut(inside, place, each);
        }
    }
}
