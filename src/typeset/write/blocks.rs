//! The blocks of a document.

use std::fmt::Write as _;

use super::{Reserve, Writer};
use crate::document::{Align, Block, BlockKind, Definition, Inline};
use crate::template::{Caption, Filled, Letterhead, Signature};

/// A paragraph with more characters than this is never moved to the next page whole, only its last lines are.
const SHORT_PARAGRAPH: usize = 600;

impl Writer<'_> {
    /// Appends the blocks of the paper.
    pub(super) fn body(&mut self, blocks: &[Block]) {
        let mut rest = blocks;
        while let [block, ..] = rest {
            let numbered = rest.iter().take_while(|block| matches!(block.kind, BlockKind::Numbered(_))).count();
            let (group, after) = rest.split_at(numbered.max(1));
            let signed = if is_signature(block) { None } else { after.first() };
            if let Some(Block { kind: BlockKind::Signature(signature), .. }) = signed {
                self.push("#let signed = ");
                self.signature(signature);
                self.push("\n");
                self.reserve = Reserve::Wanted;
            }
            let lead_in = is_lead_in(rest);
            self.push(if lead_in { "#block(sticky: true)[#par[" } else { "" });
            match numbered {
                0 => self.mapped(block.place, |writer| writer.block(block)),
                _ => self.numbered(group),
            }
            self.push(if lead_in { "]]\n\n" } else { "\n\n" });
            if self.reserve != Reserve::Held || is_signature(block) {
                self.reserve = Reserve::None;
            }
            rest = after;
        }
    }

    /// Appends blocks inside of a block, with a blank line between them.
    pub(super) fn blocks(&mut self, blocks: &[Block]) {
        let reserve = std::mem::replace(&mut self.reserve, Reserve::None);
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 {
                self.push("\n\n");
            }
            if index + 1 == blocks.len() {
                self.reserve = reserve;
            }
            self.mapped(block.place, |writer| writer.block(block));
        }
    }

    /// Appends one block.
    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading(level, inlines) => {
                // PDF/UA asks that no level is skipped on the way down.
                self.heading_level = (*level).clamp(1, self.heading_level + 1);
                _ = write!(self.written.source, "#section({}, ", self.heading_level);
                self.optional(block.number.as_deref());
                self.push(")[");
                self.inlines(inlines);
                self.push("]");
            }
            BlockKind::Paragraph(inlines) => {
                self.inlines(inlines);
                if self.reserve == Reserve::Wanted {
                    self.push("#reserve(signed)");
                    self.reserve = Reserve::Held;
                }
            }
            BlockKind::Numbered(_) => self.numbered(std::slice::from_ref(block)),
            BlockKind::List { start, items } => self.deeper(block.place, |writer| writer.list(*start, items)),
            BlockKind::Quote(blocks) => self.deeper(block.place, |writer| {
                writer.push("#quote(block: true)[");
                writer.blocks(blocks);
                writer.push("]");
            }),
            BlockKind::Table { align, head, rows } => self.table(align, head, rows),
            BlockKind::Definitions(definitions) => self.deeper(block.place, |writer| writer.definitions(definitions)),
            BlockKind::Rule => self.push("#ruled()"),
            BlockKind::PageBreak if self.depth == 0 => self.push("#pagebreak(weak: true)"),
            BlockKind::PageBreak => {}
            BlockKind::Letterhead(letterhead) => self.letterhead(letterhead),
            BlockKind::Caption(caption) => self.caption(caption),
            BlockKind::Signature(_) if self.reserve == Reserve::Held => self.push("#closing(signed)"),
            BlockKind::Signature(signature) => {
                self.push("#alone(");
                self.signature(signature);
                self.push(")");
            }
        }
    }

    /// Appends numbered paragraphs that follow one another as one list.
    fn numbered(&mut self, blocks: &[Block]) {
        let reserve = std::mem::replace(&mut self.reserve, Reserve::None);
        self.push("#numbered(");
        for (index, block) in blocks.iter().enumerate() {
            if index + 1 == blocks.len() {
                self.reserve = reserve;
            }
            let BlockKind::Numbered(inner) = &block.kind else { continue };
            self.mapped(block.place, |writer| {
                writer.push("(");
                writer.literal(block.number.as_deref().unwrap_or(""));
                writer.push(", [");
                writer.deeper(block.place, |writer| writer.blocks(inner));
                writer.push("]),");
            });
        }
        self.push(")");
    }

    /// Appends a list.
    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>]) {
        let tight = items.iter().all(|item| item.iter().filter(|block| is_paragraph(block)).count() <= 1);
        match start {
            Some(start) => _ = write!(self.written.source, "#enum(start: {start}, tight: {tight}, "),
            None => _ = write!(self.written.source, "#list(tight: {tight}, "),
        }
        let reserve = std::mem::replace(&mut self.reserve, Reserve::None);
        for (index, item) in items.iter().enumerate() {
            if index + 1 == items.len() {
                self.reserve = reserve;
            }
            self.push("[");
            self.blocks(item);
            self.push("],");
        }
        self.push(")");
    }

    /// Appends a table; short rows are filled up, and cells without a column left out.
    fn table(&mut self, align: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) {
        self.push("#tabular((");
        for align in align {
            self.push(match align {
                Align::Start => "start,",
                Align::Center => "center,",
                Align::End => "end,",
            });
        }
        self.push(")");
        for row in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)) {
            self.push(", (");
            for column in 0..align.len() {
                self.push("[");
                self.inlines(row.get(column).map_or(&[], Vec::as_slice));
                self.push("],");
            }
            self.push(")");
        }
        self.push(")");
    }

    /// Appends terms and their meanings.
    fn definitions(&mut self, definitions: &[Definition]) {
        let reserve = std::mem::replace(&mut self.reserve, Reserve::None);
        self.push("#definitions(");
        for (index, definition) in definitions.iter().enumerate() {
            self.push("([");
            self.inlines(&definition.term);
            self.push("], [");
            for (number, meaning) in definition.meanings.iter().enumerate() {
                if number > 0 {
                    self.push("\n\n");
                }
                if index + 1 == definitions.len() && number + 1 == definition.meanings.len() {
                    self.reserve = reserve;
                }
                self.blocks(meaning);
            }
            self.push("]),");
        }
        self.push(")");
    }

    /// Appends the head of a letter.
    fn letterhead(&mut self, letterhead: &Letterhead) {
        self.push("#letterhead(");
        self.origin(&letterhead.name);
        self.push(", ");
        self.lines(&letterhead.lines);
        self.push(")");
    }

    /// Appends the caption of a brief.
    fn caption(&mut self, caption: &Caption) {
        let parts = [
            ("#caption(head: ", &caption.head),
            (", left: ", &caption.left),
            (", right: ", &caption.right),
            (", title: ", &caption.title),
        ];
        for (name, lines) in parts {
            self.push(name);
            self.lines(lines);
        }
        self.push(")");
    }

    /// Appends the call that draws a signature block.
    fn signature(&mut self, signature: &Signature) {
        self.push("signature(");
        self.origin(&signature.name);
        self.push(", ");
        self.lines(&signature.lines);
        self.push(", ");
        match &signature.date {
            Some(date) => self.origin(date),
            None => self.push("none"),
        }
        self.push(")");
    }

    /// Appends filled lines as an array.
    fn lines(&mut self, lines: &[Filled]) {
        self.push("(");
        for line in lines {
            self.origin(line);
            self.push(",");
        }
        self.push(")");
    }

    /// Appends a filled value as code, mapped to where the value came from.
    fn origin(&mut self, filled: &Filled) {
        self.mapped(filled.origin.span, |writer| writer.filled(filled));
    }
}

/// Whether the block is a signature.
fn is_signature(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Signature(_))
}

/// Whether the block is a plain paragraph.
fn is_paragraph(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph(_))
}

/// Whether `blocks` begin with a short paragraph, a one- or two-line paragraph after it and then a signature: the first goes
/// along, so that the signature is never on a page with a single line such as `Executed on …`.
fn is_lead_in(blocks: &[Block]) -> bool {
    let [first, last, signature, ..] = blocks else { return false };
    let within = |block: &Block, most: usize| matches!(&block.kind, BlockKind::Paragraph(inlines) if characters(inlines) <= most);
    is_signature(signature) && within(first, SHORT_PARAGRAPH) && within(last, SHORT_PARAGRAPH / 3)
}

/// About how many characters a run of inlines prints.
fn characters(inlines: &[Inline]) -> usize {
    let of = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Code(text) => text.len(),
        Inline::Filled(filled, _) => filled.text.len(),
        Inline::Exhibit { words, .. } => words.text.len(),
        Inline::Emph(inner) | Inline::Strong(inner) | Inline::Strike(inner) | Inline::Link(_, inner) => {
            characters(inner)
        }
        Inline::Break => SHORT_PARAGRAPH / 8,
        Inline::Footnote(_) | Inline::Reference { .. } => 2,
    };
    inlines.iter().map(of).sum()
}
