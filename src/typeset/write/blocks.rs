//! The blocks of a document.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::{Reserve, Room, Seam, Setting, Writer, parts, runs};
use crate::diff::{Revision, Run};
use crate::document::{Align, Block, BlockKind, Definition, Inline, item_numbers};
use crate::template::{Caption, Filled, Letterhead, Signature};
use crate::typeset::engine::Cut;
use crate::typeset::literals::Role;

/// A paragraph with no more characters than this is one line, such as `Sincerely,`: it goes with the signature after
/// it.
const CLOSING_LINE: usize = 90;

/// How many such lines go with a signature.
const CLOSING_LINES: usize = 2;

/// A line break within a paragraph counts as so many characters.
const BREAK: usize = 75;

/// How many paragraphs the opening of a letter can have: date, addressee, reference and salutation, and some to spare.
const OPENING_PARAGRAPHS: usize = 6;

/// A paragraph with no more characters than this stays on the page of the list, table or quotation that it leads to.
const SHORT_LEAD: usize = 200;

/// A salutation has no more characters than this.
const SALUTATION: usize = 90;

/// A row of a table stays on one page if the characters of its fullest cell, times its columns, are no more than this:
/// about a third of a page.
const WHOLE_ROW: usize = 2000;

/// The fullest cell of an ordinary table's head has no more characters than this.
const SHORT_HEAD: usize = 120;

/// In a table with more columns than this, words that belong together may not fit on a line together.
const WIDE_COLUMNS: usize = 3;

/// How far the text of a list's item stands from the text around the list, in ems.
const LIST_INDENT: f32 = 3.5;

/// How much narrower a quotation is, in ems.
const QUOTE_INDENT: f32 = 10.0;

/// How far a numbered paragraph stands from the margin, in ems.
const NUMBER_INDENT: f32 = 4.0;

/// A table with no more characters than this stays whole before a signature.
const WHOLE_TABLE: usize = 1500;

impl Writer<'_> {
    /// Appends the blocks of the paper.
    pub(super) fn body(&mut self, blocks: &[Block]) {
        let mut rest = blocks;
        let mut opening = 0;
        while let [block, ..] = rest {
            let gone = is_gone(block);
            let is_alike = |block: &&Block| matches!(block.kind, BlockKind::Numbered(_)) && is_gone(block) == gone;
            let numbered = rest.iter().take_while(is_alike).count();
            let closing = closing(rest);
            let (now, after) = rest.split_at(closing.max(numbered).max(1));
            if closing > 0 {
                self.closing(now);
            } else {
                if holds_room(block) {
                    self.define_closing(after);
                }
                match numbered {
                    0 if closes_table(block, after) => {
                        self.push("#whole[");
                        self.mapped(block.place, |writer| writer.block(block));
                        self.push("]");
                    }
                    0 if leads(block, after) => self.lead(block),
                    0 => self.mapped(block.place, |writer| writer.block(block)),
                    _ => self.numbered(now),
                }
            }
            self.push("\n\n");
            if self.reserve == Reserve::Wanted {
                self.reserve = Reserve::Missed;
            }
            if matches!(block.kind, BlockKind::Letterhead(_)) {
                opening = opening_paragraphs(after);
            } else if opening > 1 {
                self.push("#apart()\n\n");
                opening -= 1;
            }
            rest = after;
        }
    }

    /// If a closing comes next, defines it, so that what is written now can hold room for it.
    fn define_closing(&mut self, next: &[Block]) {
        let count = closing(next);
        if count > 0 {
            self.push("#let signed = [");
            let first = self.written.literals.len();
            self.blocks(&next[..count]);
            self.signed = first..self.written.literals.len();
            self.push("]\n");
            self.reserve = Reserve::Wanted;
        }
    }

    /// Appends a closing: in one piece, and on the page where room for it is held.
    fn closing(&mut self, blocks: &[Block]) {
        match std::mem::replace(&mut self.reserve, Reserve::None) {
            held @ (Reserve::Held | Reserve::Missed) => {
                self.push(if held == Reserve::Held { "#closing(signed)" } else { "#alone(signed)" });
                self.unit = self.written.literals.follow(self.signed.clone(), self.unit);
            }
            Reserve::None | Reserve::Wanted => {
                self.push("#alone[");
                self.blocks(blocks);
                self.push("]");
            }
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
            if leads(block, &blocks[index + 1..]) {
                self.lead(block);
            } else {
                self.mapped(block.place, |writer| writer.block(block));
            }
        }
    }

    /// Appends a paragraph that stays on the page of what it leads to.
    fn lead(&mut self, block: &Block) {
        self.push("#lead[");
        self.mapped(block.place, |writer| writer.block(block));
        self.push("]");
    }

    /// Appends one block.
    fn block(&mut self, block: &Block) {
        self.next_unit();
        match &block.kind {
            BlockKind::Heading(level, inlines) => {
                // PDF/UA asks that no level is skipped on the way down.
                self.heading_level = (*level).clamp(1, self.heading_level + 1);
                _ = write!(self.written.source, "#section({}, ", self.heading_level);
                match (&block.number, is_gone(block)) {
                    (Some(number), true) => {
                        self.push("deleted");
                        self.content(number);
                    }
                    (Some(number), false) => self.content(number),
                    (None, _) => self.push("none"),
                }
                self.push(")[");
                let heading = Setting { cut: Cut::Bold, room: Room::HEADING, seam: Seam::Heading };
                self.set(heading, |writer| writer.inlines(inlines));
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
            BlockKind::List { start, items } => self.deeper(block.place, |writer| {
                writer.indented(LIST_INDENT, |writer| writer.list(*start, items));
            }),
            BlockKind::Quote(blocks) => self.deeper(block.place, |writer| {
                writer.push("#quote(block: true)[");
                writer.indented(QUOTE_INDENT, |writer| writer.blocks(blocks));
                writer.push("]");
            }),
            BlockKind::Table { align, head, rows } => self.table(align, head, rows),
            BlockKind::Definitions(definitions) => self.deeper(block.place, |writer| {
                writer.indented(LIST_INDENT, |writer| writer.definitions(definitions));
            }),
            BlockKind::Rule => self.push("#ruled()"),
            BlockKind::PageBreak if self.depth == 0 => {
                self.push("#pagebreak(weak: true)");
                self.written.literals.break_after(self.unit);
            }
            BlockKind::PageBreak => {}
            BlockKind::Letterhead(letterhead) => self.as_role(Role::Aside, |writer| writer.letterhead(letterhead)),
            BlockKind::Caption(caption) => self.caption(caption),
            BlockKind::Signature(signature) => {
                self.push("#");
                self.as_role(Role::Signature, |writer| writer.signature(signature));
            }
        }
    }

    /// Appends numbered paragraphs that follow one another as one list.
    fn numbered(&mut self, blocks: &[Block]) {
        let reserve = std::mem::replace(&mut self.reserve, Reserve::None);
        self.push(if blocks.iter().all(is_gone) { "#deleted-numbered(" } else { "#numbered(" });
        for (index, block) in blocks.iter().enumerate() {
            if index + 1 == blocks.len() {
                self.reserve = reserve;
            }
            let BlockKind::Numbered(inner) = &block.kind else { continue };
            self.mapped(block.place, |writer| {
                writer.push("(");
                let number = block.number.as_deref().unwrap_or("");
                writer.string(number);
                writer.push(", [");
                if block.revision.is_none() {
                    writer.written.literals.number_next(number);
                }
                writer.indented(NUMBER_INDENT, |writer| writer.deeper(block.place, |writer| writer.blocks(inner)));
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
        let numbers = start.filter(|_| items.iter().flatten().any(|block| block.revision.is_some()));
        let mut numbers = numbers.map(|start| item_numbers(start, items).into_iter());
        for (index, item) in items.iter().enumerate() {
            if index + 1 == items.len() {
                self.reserve = reserve;
            }
            if let Some(number) = numbers.as_mut().and_then(Iterator::next) {
                _ = write!(self.written.source, "enum.item({number})");
            }
            self.push("[");
            self.blocks(item);
            self.push("],");
        }
        self.push(")");
    }

    /// Appends a table; short rows are filled up, and cells without a column left out.
    fn table(&mut self, align: &[Align], head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) {
        self.narrow = align.len() > WIDE_COLUMNS;
        let cell = Setting { room: self.setting.room.column(align.len()), ..self.setting };
        let mut cut = Cut::Bold;
        // The head is on each page of the table, and takes of its room.
        let tall_head = fullest_cell(head).saturating_sub(SHORT_HEAD);
        self.push("#tabular((");
        for align in align {
            self.push(match align {
                Align::Start => "start,",
                Align::Center => "center,",
                Align::End => "end,",
            });
        }
        self.push(")");
        for (index, row) in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)).enumerate() {
            self.push(", (");
            self.next_unit();
            let fullest = fullest_cell(row);
            // Letters of a long run may be wide ones.
            let fullest = fullest * if row.iter().any(|inlines| is_long(inlines, cell.room)) { 2 } else { 1 };
            let is_whole = (fullest + tall_head) * align.len() <= WHOLE_ROW;
            let open = if is_whole { "[" } else { "table.cell(breakable: true)[" };
            for column in 0..align.len() {
                self.push(open);
                let role = if index == 0 { Role::Head(column) } else { Role::Cell(column) };
                let inlines = row.get(column).map_or(&[][..], Vec::as_slice);
                self.as_role(role, |writer| writer.set(Setting { cut, ..cell }, |writer| writer.inlines(inlines)));
                self.push("],");
            }
            self.push(")");
            cut = self.setting.cut;
        }
        self.push(")");
        self.narrow = false;
    }

    /// Appends terms and their meanings.
    fn definitions(&mut self, definitions: &[Definition]) {
        let reserve = std::mem::replace(&mut self.reserve, Reserve::None);
        self.push("#definitions(");
        for (index, definition) in definitions.iter().enumerate() {
            self.push("([");
            self.next_unit();
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
        let name = Setting { cut: Cut::Semibold, room: Room::LETTERHEAD, ..self.setting };
        self.set(name, |writer| writer.origin(&letterhead.name));
        self.push(", ");
        self.lines(&letterhead.lines);
        self.push(")");
    }

    /// Appends the caption of a brief.
    fn caption(&mut self, caption: &Caption) {
        let whole = Setting { cut: Cut::Bold, room: Room::HEADING, ..self.setting };
        let side = Setting { room: Room::SIDE, ..self.setting };
        let parts = [
            ("#caption(head: ", &caption.head, whole),
            (", left: ", &caption.left, side),
            (", right: ", &caption.right, side),
            (", title: ", &caption.title, whole),
        ];
        for (part, (name, lines, setting)) in parts.into_iter().enumerate() {
            self.push(name);
            self.as_role(Role::Caption(part), |writer| writer.set(setting, |writer| writer.lines(lines)));
        }
        self.push(")");
    }

    /// Appends the call that draws a signature block.
    fn signature(&mut self, signature: &Signature) {
        let room = if signature.date.is_some() { Room::SIGNATURE } else { Room::HEADING };
        let under = Setting { room, ..self.setting };
        self.push("signature(");
        self.set(Setting { cut: Cut::Bold, ..under }, |writer| writer.origin(&signature.name));
        self.push(", ");
        self.set(under, |writer| writer.lines(&signature.lines));
        self.push(", ");
        match &signature.date {
            Some(date) => self.set(Setting { room: Room::DATE, ..under }, |writer| writer.origin(date)),
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

    /// Appends a filled value as content, mapped to where the value came from.
    fn origin(&mut self, filled: &Filled) {
        let text = match (&filled.revised[..], filled.gap) {
            ([], false) => Cow::Borrowed(&*filled.text),
            ([], true) => format!("[NEEDED: {}]", filled.text).into(),
            (runs, gap) => said(runs, gap).into(),
        };
        self.line(&text, |writer| {
            writer.mapped(filled.origin.span, |writer| {
                writer.push("[#");
                writer.filled(filled);
                writer.push("]");
            });
        });
    }
}

/// The words of a line of which something came in or went away.
fn said(runs: &[Run], gap: bool) -> String {
    runs.iter().map(|run| if gap { format!("[NEEDED: {}]", run.text) } else { run.text.clone() }).collect()
}

/// Whether the inlines have a run that may be too long for their room.
fn is_long(inlines: &[Inline], room: Room) -> bool {
    let mut text = String::new();
    parts::said(inlines, &mut text);
    runs::may_be_long(0, &text, room.surely()).0 && !runs::long(&text, room).is_empty()
}

/// Whether the block is a signature.
fn is_signature(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Signature(_))
}

/// Whether the block went away: only a redline has it.
fn is_gone(block: &Block) -> bool {
    block.revision == Some(Revision::Deleted)
}

/// Whether the block is a plain paragraph.
fn is_paragraph(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph(_))
}

/// How many blocks at the head of `blocks` are a closing: signature blocks that follow one another, with up to
/// [`CLOSING_LINES`] lines right before them, such as `Executed on …` or `Sincerely,`. Longer paragraphs may break over
/// pages, so that a page does not end half empty; the closing holds on to the last lines of the one before it.
fn closing(blocks: &[Block]) -> usize {
    let is_line = |block: &Block| match &block.kind {
        BlockKind::Paragraph(inlines) => characters(inlines) <= CLOSING_LINE,
        _ => false,
    };
    let paragraphs = blocks.iter().take(CLOSING_LINES).take_while(|block| is_line(block)).count();
    let signatures = blocks[paragraphs..].iter().take_while(|block| is_signature(block)).count();
    if signatures == 0 { 0 } else { paragraphs + signatures }
}

/// Whether the block is a table that stays whole, as a signature follows it: no line of it could hold room for one.
fn closes_table(block: &Block, after: &[Block]) -> bool {
    let BlockKind::Table { head, rows, .. } = &block.kind else { return false };
    let cells = head.iter().chain(rows.iter().flatten()).map(|cell| in_cell(cell) + 40);
    closing(after) > 0 && cells.sum::<usize>() <= WHOLE_TABLE
}

/// Whether the block is a line or two that lead to the list, table or quotation after it.
fn leads(block: &Block, after: &[Block]) -> bool {
    let BlockKind::Paragraph(inlines) = &block.kind else { return false };
    let led = after.first().is_some_and(|next| {
        matches!(next.kind, BlockKind::List { .. } | BlockKind::Table { .. } | BlockKind::Quote(_))
    });
    led && characters(inlines) <= SHORT_LEAD
}

/// How many paragraphs after a letterhead are the letter's opening: up to the salutation, `Dear Officer:`.
fn opening_paragraphs(blocks: &[Block]) -> usize {
    let salutes = |block: &Block| match &block.kind {
        BlockKind::Paragraph(inlines) => {
            characters(inlines) <= SALUTATION
                && matches!(inlines.last(), Some(Inline::Text(text)) if text.trim_end().ends_with([':', ',']))
        }
        _ => false,
    };
    let paragraphs = || blocks.iter().take(OPENING_PARAGRAPHS).take_while(|block| is_paragraph(block));
    paragraphs().position(salutes).map_or(0, |at| at + 1)
}

/// Whether a block ends in a paragraph whose last line can hold room for a closing.
fn holds_room(block: &Block) -> bool {
    matches!(
        block.kind,
        BlockKind::Paragraph(_)
            | BlockKind::Numbered(_)
            | BlockKind::List { .. }
            | BlockKind::Quote(_)
            | BlockKind::Definitions(_)
    )
}

/// About how many characters the fullest cell of a row prints.
fn fullest_cell(row: &[Vec<Inline>]) -> usize {
    row.iter().map(|cell| in_cell(cell)).max().unwrap_or(0)
}

/// About how many characters a cell prints; a line that ends early counts as a whole one.
fn in_cell(inlines: &[Inline]) -> usize {
    let mut text = String::new();
    parts::said(inlines, &mut text);
    text.len() + BREAK * text.matches('\n').count()
}

/// About how many characters a run of inlines prints.
fn characters(inlines: &[Inline]) -> usize {
    let of = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Code(text) => text.len(),
        Inline::Filled(filled, _) => filled.text.len(),
        Inline::Exhibit { words, .. } => words.text.len(),
        Inline::Emph(inner)
        | Inline::Strong(inner)
        | Inline::Strike(inner)
        | Inline::Link(_, inner)
        | Inline::Revised(_, inner) => characters(inner),
        Inline::Break => BREAK,
        Inline::Footnote(_) | Inline::Reference { .. } => 2,
    };
    inlines.iter().map(of).sum()
}
