//! The paper as a tree: blocks, inlines, and the provenance of every filled word.

pub mod hole;
pub mod number;
pub mod read;
pub mod redline;
pub mod text;
pub mod visit;

use crate::diff::Revision;
use crate::span::Span;
use crate::template::{Caption, Filled, Letterhead, Signature};

/// A paper.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The blocks in order.
    pub blocks: Vec<Block>,
    /// The footnotes, in the order they are first referred to.
    pub footnotes: Vec<Vec<Block>>,
}

/// A block with its place, number and label.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The number it got: `7` for a paragraph, `I.` for a heading.
    pub number: Option<String>,
    /// The name that references use.
    pub label: Option<String>,
    /// The place in the template or clause; for grafted prose, the place of the value.
    pub place: Option<Span>,
    /// In a redline, whether the whole block came in or went away: how its number or bullet is shown.
    pub revision: Option<Revision>,
}

/// The kinds of block.
#[derive(Clone, Debug, PartialEq)]
pub enum BlockKind {
    /// A heading of level 1–6.
    Heading(u8, Vec<Inline>),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A numbered paragraph: what one number stands before. The number is in [`Block::number`].
    Numbered(Vec<Block>),
    /// A list, with its first number when it is ordered.
    List {
        /// The first number; `None` for bullets.
        start: Option<u64>,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// A block quote.
    Quote(Vec<Block>),
    /// A table.
    Table {
        /// One for each column.
        align: Vec<Align>,
        /// The header cells.
        head: Vec<Vec<Inline>>,
        /// The body's rows of cells.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// Terms and what they mean.
    Definitions(Vec<Definition>),
    /// A rule across the page.
    Rule,
    /// A new page.
    PageBreak,
    /// The head of a letter.
    Letterhead(Letterhead),
    /// The caption of a brief.
    Caption(Caption),
    /// A signature block.
    Signature(Signature),
}

/// A term and its definitions.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// The term.
    pub term: Vec<Inline>,
    /// What it means: each a run of blocks.
    pub meanings: Vec<Vec<Block>>,
}

/// The alignment of a table's column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// As the text runs.
    #[default]
    Start,
    /// Centred.
    Center,
    /// At the end of the line.
    End,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// The template's own words.
    Text(String),
    /// A value, or the gap where one is needed, and the template place that printed it.
    Filled(Filled, Option<Span>),
    /// Emphasis.
    Emph(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Struck text.
    Strike(Vec<Inline>),
    /// Text in a fixed width.
    Code(String),
    /// A link to an `https` or `mailto` address.
    Link(String, Vec<Inline>),
    /// A footnote, by its index in [`Document::footnotes`].
    Footnote(usize),
    /// The number of the block with this label; the number is filled in when references are resolved.
    Reference {
        /// The label.
        label: String,
        /// The number, once resolved.
        number: Option<String>,
        /// The template place, for an unknown label.
        place: Option<Span>,
    },
    /// A citation of an exhibit.
    Exhibit {
        /// The exhibit's id.
        id: String,
        /// The page cited.
        page: Option<u32>,
        /// The words it prints, and where the exhibit is declared.
        words: Filled,
    },
    /// A line break that was meant.
    Break,
    /// In a redline, what came in or went away.
    Revised(Revision, Vec<Inline>),
}

/// The numbers of the items of an ordered list. In a redline, an item that went away has the number that it had.
#[must_use]
pub fn item_numbers(start: u64, items: &[Vec<Block>]) -> Vec<u64> {
    let (mut old, mut new) = (start, start);
    let number = |item: &Vec<Block>| {
        let revision = item.first().and_then(|block| block.revision);
        let number = if revision == Some(Revision::Deleted) { old } else { new };
        old = old.saturating_add(u64::from(revision != Some(Revision::Inserted)));
        new = new.saturating_add(u64::from(revision != Some(Revision::Deleted)));
        number
    };
    items.iter().map(number).collect()
}

/// Whether a link leads where a paper's links may: to a web page by `https`, or to an e-mail address.
#[must_use]
pub fn is_open_address(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("mailto:")
}
