//! Goes through all blocks and inlines of a paper, in the order they are read.

use super::{Block, BlockKind, Document, Inline};

/// Calls `each` for every block, a container before what stands in it; footnotes come last.
pub fn blocks<'d>(document: &'d Document, each: &mut impl FnMut(&'d Block)) {
    for list in std::iter::once(&document.blocks).chain(&document.footnotes) {
        in_blocks(list, each);
    }
}

/// Calls `each` for every inline, a container before what stands in it; footnotes come last.
pub fn inlines<'d>(document: &'d Document, each: &mut impl FnMut(&'d Inline)) {
    blocks(document, &mut |block| {
        for line in lines(block) {
            in_line(line, each);
        }
    });
}

/// Calls `each` for every inline, which it may change.
pub fn inlines_mut(document: &mut Document, each: &mut impl FnMut(&mut Inline)) {
    for list in std::iter::once(&mut document.blocks).chain(&mut document.footnotes) {
        for block in list {
            in_block_mut(block, each);
        }
    }
}

/// The lines that stand in a block itself, not in a block within it.
fn lines(block: &Block) -> Vec<&[Inline]> {
    match &block.kind {
        BlockKind::Heading(_, line) | BlockKind::Paragraph(line) => vec![line],
        BlockKind::Table { head, rows, .. } => head.iter().chain(rows.iter().flatten()).map(Vec::as_slice).collect(),
        BlockKind::Definitions(definitions) => {
            definitions.iter().map(|definition| definition.term.as_slice()).collect()
        }
        _ => Vec::new(),
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

fn in_line<'d>(line: &'d [Inline], each: &mut impl FnMut(&'d Inline)) {
    for inline in line {
        each(inline);
        if let Inline::Emph(inside) | Inline::Strong(inside) | Inline::Strike(inside) | Inline::Link(_, inside) = inline
        {
            in_line(inside, each);
        }
    }
}

fn in_block_mut(block: &mut Block, each: &mut impl FnMut(&mut Inline)) {
    match &mut block.kind {
        BlockKind::Heading(_, line) | BlockKind::Paragraph(line) => in_line_mut(line, each),
        BlockKind::Numbered(inside) | BlockKind::Quote(inside) => {
            for block in inside {
                in_block_mut(block, each);
            }
        }
        BlockKind::List { items, .. } => {
            for block in items.iter_mut().flatten() {
                in_block_mut(block, each);
            }
        }
        BlockKind::Table { head, rows, .. } => {
            head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| in_line_mut(cell, each));
        }
        BlockKind::Definitions(definitions) => {
            for definition in definitions {
                in_line_mut(&mut definition.term, each);
                definition.meanings.iter_mut().flatten().for_each(|block| in_block_mut(block, each));
            }
        }
        BlockKind::Rule
        | BlockKind::PageBreak
        | BlockKind::Letterhead(_)
        | BlockKind::Caption(_)
        | BlockKind::Signature(_) => {}
    }
}

fn in_line_mut(line: &mut [Inline], each: &mut impl FnMut(&mut Inline)) {
    for inline in line {
        each(inline);
        if let Inline::Emph(inside) | Inline::Strong(inside) | Inline::Strike(inside) | Inline::Link(_, inside) = inline
        {
            in_line_mut(inside, each);
        }
    }
}
