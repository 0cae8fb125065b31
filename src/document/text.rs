//! The paper as readable text, as Markdown, and as a tree for programs.

mod lines;
mod markdown;
mod revised;
mod tree;

pub use revised::revised;
pub use tree::tree;

use super::{Align, Block, Document, Inline};
use crate::diff::{Revision, Run};
use crate::template::Filled;
use lines::Writer;
use unicode_width::UnicodeWidthStr;

/// The numbered paper as readable text: what golden files hold.
///
/// One paragraph is one line, so that a difference shows as words. Emphasis keeps its stars, gaps stand as
/// `[NEEDED: …]`, footnotes come at the end; the title is not part of the text.
#[must_use]
pub fn text(document: &Document) -> String {
    Writer::new(&Readable).document(document)
}

/// The paper as Markdown with its values in place, escaped so that it reads back as the same paper.
///
/// References are their numbers, and letterhead, caption and signature are plain lines.
#[must_use]
pub fn markdown(document: &Document) -> String {
    Writer::new(&markdown::Markdown).document(document)
}

/// Some blocks as readable text.
#[must_use]
pub fn plain(blocks: &[Block]) -> String {
    Writer::new(&Readable).text(blocks)
}

/// A line as readable text.
#[must_use]
pub fn line(line: &[Inline]) -> String {
    Writer::new(&Readable).line(line, " ")
}

/// Words as Markdown that prints them as they are.
#[must_use]
pub fn escaped(words: &str) -> String {
    markdown::Markdown.words(words)
}

/// How words are written in one of the forms.
trait Form {
    /// Words of the template or of a fact.
    fn words(&self, text: &str) -> String;
    /// The first words of a paragraph's line, which must not open another block.
    fn line_start(&self, line: String) -> String;
    /// Text in a fixed width.
    fn code(&self, text: &str) -> String;
    /// The number before a heading.
    fn heading_number(&self, number: &str) -> String;
    /// What ends a line that goes on in the next.
    fn line_break(&self) -> &'static str;
    /// What parts two lists of a kind that stand one after the other.
    fn list_end(&self) -> Vec<String>;
    /// The rows of a table, the head first.
    fn table(&self, align: &[Align], rows: &[Vec<String>]) -> Vec<String>;
    /// A new page.
    fn page_break(&self) -> &'static str;
    /// What came in or went away.
    fn revised(&self, revision: Revision, inside: String) -> String {
        match revision {
            Revision::Deleted => format!("[-{inside}-]"),
            Revision::Inserted => format!("{{+{inside}+}}"),
        }
    }
}

/// Plain readable text.
struct Readable;

impl Form for Readable {
    fn words(&self, text: &str) -> String {
        text.replace('\n', " ")
    }

    fn line_start(&self, line: String) -> String {
        line
    }

    fn code(&self, text: &str) -> String {
        format!("`{text}`")
    }

    fn heading_number(&self, number: &str) -> String {
        format!("{number} ")
    }

    fn line_break(&self) -> &'static str {
        ""
    }

    fn list_end(&self) -> Vec<String> {
        Vec::new()
    }

    fn table(&self, align: &[Align], rows: &[Vec<String>]) -> Vec<String> {
        aligned(align, rows)
    }

    fn page_break(&self) -> &'static str {
        "[new page]"
    }
}

/// The words of a line of a letterhead, a caption or a signature, in runs of what happened to them.
fn runs(words: &Filled) -> Vec<Run> {
    let shown = |run: &Run| {
        if words.gap { Run { text: format!("[NEEDED: {}]", run.text), ..run.clone() } } else { run.clone() }
    };
    if words.revised.is_empty() {
        vec![Run { revision: None, text: filled(words) }]
    } else {
        words.revised.iter().map(shown).collect()
    }
}

/// Words with the brackets of a gap, unescaped.
fn filled(filled: &Filled) -> String {
    if filled.gap { format!("[NEEDED: {}]", filled.text) } else { filled.text.clone() }
}

/// Rows as columns of even width, with a line under the head.
fn aligned(align: &[Align], rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(|column| width(column).max(3)).collect();
    let mut lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let cells = widths.iter().enumerate().map(|(column, width)| {
                let cell = row.get(column).map_or("", String::as_str);
                padded(cell, *width, align.get(column).copied().unwrap_or_default())
            });
            format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
        })
        .collect();
    let rule = widths.iter().enumerate().map(|(column, width)| match align.get(column) {
        Some(Align::Center) => format!(":{}:", "-".repeat(width - 2)),
        Some(Align::End) => format!("{}:", "-".repeat(width - 1)),
        _ => "-".repeat(*width),
    });
    lines.insert(lines.len().min(1), format!("| {} |", rule.collect::<Vec<_>>().join(" | ")));
    lines
}

/// A cell with spaces up to a width.
fn padded(cell: &str, width: usize, align: Align) -> String {
    let space = width.saturating_sub(cell.width());
    let before = match align {
        Align::Start => 0,
        Align::Center => space / 2,
        Align::End => space,
    };
    format!("{}{cell}{}", " ".repeat(before), " ".repeat(space - before))
}
