//! Writes a paper as lines of text, in one form or another.

use super::{Form, filled, runs};
use crate::diff::Revision;
use crate::document::{Block, BlockKind, Definition, Document, Inline, item_numbers};
use crate::template::{Caption, Filled, Letterhead, Signature};

/// The line that people sign on.
const SIGNING_LINE: &str = "______________________________";

/// Writes in one form.
pub(super) struct Writer<'f> {
    form: &'f dyn Form,
}

impl<'f> Writer<'f> {
    /// A writer in a form.
    pub(super) fn new(form: &'f dyn Form) -> Self {
        Self { form }
    }

    /// The whole paper, with its footnotes at the end and a line feed after the last line.
    pub(super) fn document(&self, document: &Document) -> String {
        let mut lines = self.blocks(&document.blocks);
        for (index, note) in document.footnotes.iter().enumerate() {
            lines.push(String::new());
            lines.extend(indented(self.blocks(note), &format!("[^{}]: ", index + 1), "    "));
        }
        lines.iter().flat_map(|line| [line.trim_end_matches(' '), "\n"]).collect()
    }

    /// Some blocks, a line feed between each two lines.
    pub(super) fn text(&self, blocks: &[Block]) -> String {
        self.blocks(blocks).join("\n")
    }

    /// What stands before a block: marked where the block came in or went away.
    fn before(&self, mark: String, revision: Option<Revision>) -> String {
        match revision {
            Some(revision) => self.form.revised(revision, mark),
            None => mark,
        }
    }

    /// Blocks with an empty line between each two.
    fn blocks(&self, blocks: &[Block]) -> Vec<String> {
        let mut lines = Vec::new();
        for (at, block) in blocks.iter().enumerate() {
            if at > 0 {
                lines.push(String::new());
                if let (BlockKind::List { start: before, .. }, BlockKind::List { start, .. }) =
                    (&blocks[at - 1].kind, &block.kind)
                    && before.is_some() == start.is_some()
                {
                    lines.extend(self.form.list_end());
                }
            }
            lines.extend(self.block(block));
        }
        lines
    }

    fn block(&self, block: &Block) -> Vec<String> {
        match &block.kind {
            BlockKind::Heading(level, line) => {
                let number = block.number.as_deref().map_or(String::new(), |number| self.form.heading_number(number));
                let number = if number.is_empty() { number } else { self.before(number, block.revision) };
                vec![format!("{} {number}{}", "#".repeat(usize::from(*level)), self.line(line, " "))]
            }
            BlockKind::Paragraph(line) => self.paragraph(line),
            BlockKind::Numbered(inside) => {
                let number = format!("{}. ", block.number.as_deref().unwrap_or("?"));
                let indent = " ".repeat(number.len());
                indented(self.blocks(inside), &self.before(number, block.revision), &indent)
            }
            BlockKind::List { start, items } => self.list(*start, items),
            BlockKind::Quote(inside) => indented(self.blocks(inside), "> ", "> "),
            BlockKind::Table { align, head, rows } => {
                let cells = |row: &Vec<Vec<Inline>>| row.iter().map(|cell| self.line(cell, " ")).collect();
                let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).map(cells).collect();
                self.form.table(align, &rows)
            }
            BlockKind::Definitions(definitions) => self.definitions(definitions),
            BlockKind::Rule => vec!["---".into()],
            BlockKind::PageBreak => vec![self.form.page_break().into()],
            BlockKind::Letterhead(letterhead) => self.letterhead(letterhead),
            BlockKind::Caption(caption) => self.caption(caption),
            BlockKind::Signature(signature) => self.signature(signature),
        }
    }

    /// A paragraph: one line, unless it breaks where the writer meant it to.
    fn paragraph(&self, line: &[Inline]) -> Vec<String> {
        let text = self.line(line, "\n");
        self.broken(text.split('\n').map(str::to_owned).collect())
    }

    /// Lines that belong to one paragraph.
    fn broken(&self, lines: Vec<String>) -> Vec<String> {
        let last = lines.len().saturating_sub(1);
        let lines = lines.into_iter().filter(|line| !line.trim().is_empty() || last == 0);
        let mut lines: Vec<String> = lines.map(|line| self.form.line_start(line)).collect();
        let last = lines.len().saturating_sub(1);
        for line in &mut lines[..last] {
            line.push_str(self.form.line_break());
        }
        lines
    }

    fn list(&self, start: Option<u64>, items: &[Vec<Block>]) -> Vec<String> {
        let loose = items.iter().any(|item| item.len() > 1);
        let mut lines = Vec::new();
        let numbers = start.map(|start| item_numbers(start, items));
        for (at, item) in items.iter().enumerate() {
            if loose && at > 0 {
                lines.push(String::new());
            }
            let number = numbers.as_ref().and_then(|numbers| numbers.get(at));
            let mark = number.map_or_else(|| "- ".to_owned(), |number| format!("{number}. "));
            let indent = " ".repeat(mark.len());
            let mark = self.before(mark, item.first().and_then(|block| block.revision));
            lines.extend(indented(self.blocks(item), &mark, &indent));
        }
        lines
    }

    fn definitions(&self, definitions: &[Definition]) -> Vec<String> {
        let mut lines = Vec::new();
        for definition in definitions {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.push(self.form.line_start(self.line(&definition.term, " ")));
            for meaning in &definition.meanings {
                lines.extend(indented(self.blocks(meaning), ": ", "  "));
            }
        }
        lines
    }

    /// A line's words; `at_break` stands for each break in it.
    pub(super) fn line(&self, line: &[Inline], at_break: &str) -> String {
        line.iter().map(|inline| self.inline(inline, at_break)).collect()
    }

    fn inline(&self, inline: &Inline, at_break: &str) -> String {
        let marked = |mark: &str, inside: &[Inline]| format!("{mark}{}{mark}", self.line(inside, at_break));
        match inline {
            Inline::Text(text) => self.form.words(text),
            Inline::Filled(words, _) | Inline::Exhibit { words, .. } => self.filled(words),
            Inline::Emph(inside) => marked("*", inside),
            Inline::Strong(inside) => marked("**", inside),
            Inline::Strike(inside) => marked("~~", inside),
            Inline::Code(text) => self.form.code(text),
            Inline::Link(address, inside) => format!("[{}]({address})", self.line(inside, at_break)),
            Inline::Footnote(index) => format!("[^{}]", index + 1),
            Inline::Reference { label, number, .. } => self.form.words(number.as_ref().unwrap_or(label)),
            Inline::Break => at_break.to_owned(),
            Inline::Revised(revision, inside) => self.form.revised(*revision, self.line(inside, at_break)),
        }
    }

    fn filled(&self, words: &Filled) -> String {
        self.form.words(&filled(words))
    }

    /// Values a line each; a value of several lines takes as many.
    fn each(&self, values: &[Filled]) -> Vec<String> {
        let lines = values.iter().flat_map(|value| {
            if value.revised.is_empty() {
                filled(value).split('\n').map(|line| self.form.words(line.trim())).collect()
            } else {
                vec![self.runs(value)]
            }
        });
        lines.collect()
    }

    /// A line of which something came in or went away.
    fn runs(&self, value: &Filled) -> String {
        let each = runs(value).into_iter().map(|run| self.before(self.form.words(&run.text), run.revision));
        each.collect()
    }

    fn letterhead(&self, letterhead: &Letterhead) -> Vec<String> {
        let mut lines = self.each(std::slice::from_ref(&letterhead.name));
        lines.extend(self.each(&letterhead.lines));
        self.broken(lines)
    }

    fn caption(&self, caption: &Caption) -> Vec<String> {
        let (left, right) = (self.each(&caption.left), self.each(&caption.right));
        let parts = [self.each(&caption.head), left, right, self.each(&caption.title)];
        let mut lines = Vec::new();
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(self.broken(part));
        }
        lines
    }

    fn signature(&self, signature: &Signature) -> Vec<String> {
        let mut lines = vec![self.form.words(SIGNING_LINE)];
        lines.extend(self.each(std::slice::from_ref(&signature.name)));
        lines.extend(self.each(&signature.lines));
        if let Some(date) = &signature.date {
            let date = match (date.revised.is_empty(), date.text.is_empty()) {
                (false, _) => self.runs(date),
                (true, true) => self.form.words("____________"),
                (true, false) => self.filled(date),
            };
            lines.push(format!("Date: {date}"));
        }
        self.broken(lines)
    }
}

/// Lines with `first` before the first of them and `rest` before the others.
fn indented(lines: Vec<String>, first: &str, rest: &str) -> Vec<String> {
    let lines = if lines.is_empty() { vec![String::new()] } else { lines };
    let prefixed =
        lines.into_iter().enumerate().map(|(at, line)| format!("{}{line}", if at == 0 { first } else { rest }));
    prefixed.collect()
}
