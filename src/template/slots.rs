//! The places in a draft where values stand, each with where its value came from.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diff::Run;
use crate::span::Span;
use crate::value::Origin;

/// The private-use character that opens a handle; a number and [`HANDLE_END`] follow.
pub const HANDLE_START: char = '\u{E000}';
/// The private-use character that closes a handle.
pub const HANDLE_END: char = '\u{E001}';

/// A place in a draft where a value stands. Its number is its position in [`Rendered::slots`].
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// What stands there.
    pub content: SlotContent,
    /// Where the value came from.
    pub origin: Origin,
    /// The place in the template or clause that printed it.
    pub place: Option<Span>,
}

/// What stands in a slot.
#[derive(Clone, Debug, PartialEq)]
pub enum SlotContent {
    /// Words within a line, literal.
    Words(String),
    /// A person's own words within a line: they are fitted into the sentence that they continue.
    Said(String),
    /// Paragraphs at blank lines, line breaks kept, literal.
    Prose(String),
    /// Markdown to parse on its own and graft in.
    Markdown(String),
    /// Something required that is not known: printed as `[NEEDED: label]`.
    Gap(String),
    /// Something that is not text.
    Node(NodeSlot),
}

/// What a slot can hold that is not text.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeSlot {
    /// The head of a letter.
    Letterhead(Letterhead),
    /// The caption of a brief.
    Caption(Caption),
    /// A signature block.
    Signature(Signature),
    /// Names the block that it stands in, for references.
    Label(String),
    /// The number of the block that a label names.
    Reference(String),
    /// A citation of an exhibit, with the words it prints.
    Exhibit {
        /// The exhibit's id.
        id: String,
        /// The page cited, from 1.
        page: Option<u32>,
        /// The words: `Exhibit B, at 2`.
        words: String,
    },
    /// A new page.
    PageBreak,
}

impl NodeSlot {
    /// The values that stand in it.
    fn filled(&self) -> impl Iterator<Item = &Filled> {
        let lists: [&[Filled]; 4] = match self {
            Self::Letterhead(letterhead) => [std::slice::from_ref(&letterhead.name), &letterhead.lines, &[], &[]],
            Self::Caption(caption) => [&caption.head, &caption.left, &caption.right, &caption.title],
            Self::Signature(signature) => {
                [std::slice::from_ref(&signature.name), &signature.lines, signature.date.as_slice(), &[]]
            }
            Self::Label(_) | Self::Reference(_) | Self::Exhibit { .. } | Self::PageBreak => [&[]; 4],
        };
        lists.into_iter().flatten()
    }
}

/// Words with where they came from; a gap where they are not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Filled {
    /// The words, or what is needed.
    pub text: String,
    /// Whether `text` names something that is needed and not known.
    pub gap: bool,
    /// Where the words came from.
    pub origin: Origin,
    /// In a redline, on a line of a letterhead, a caption or a signature: its words with what happened to them, which
    /// are shown in place of `text`. Empty for a line that stayed.
    pub revised: Vec<Run>,
}

/// The head of a letter: who writes, and from where.
#[derive(Clone, Debug, PartialEq)]
pub struct Letterhead {
    /// The writer's organisation or name, set large.
    pub name: Filled,
    /// Title, address, telephone, e-mail: one line each.
    pub lines: Vec<Filled>,
}

/// The caption of a brief or motion.
#[derive(Clone, Debug, PartialEq)]
pub struct Caption {
    /// The agency or court, a line each, centred.
    pub head: Vec<Filled>,
    /// Whose matter it is: the left side.
    pub left: Vec<Filled>,
    /// Numbers, form, office, dates: the right side.
    pub right: Vec<Filled>,
    /// The title of the paper.
    pub title: Vec<Filled>,
}

/// A signature block: a line to sign on, a name under it, and what identifies the signer.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// The printed name under the line.
    pub name: Filled,
    /// Title, licence, address, telephone: one line each.
    pub lines: Vec<Filled>,
    /// What stands beside the line for the date; `None` where the text above says the date.
    pub date: Option<Filled>,
}

/// A rendered body: Markdown with handles, the slots they stand for, and the way back to the template's lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rendered {
    /// The Markdown, in which every value is a handle.
    pub markdown: String,
    /// The slots by number.
    pub slots: Vec<Slot>,
    /// Which bytes of the Markdown come from which place of the template or a clause, in order.
    pub pieces: Vec<(Range<usize>, Span)>,
    /// How the decisions of the template came out, where that was to be noted.
    pub decided: Vec<(Span, bool)>,
}

impl Rendered {
    /// The ids of the rules whose words or citation stand in the draft.
    #[must_use]
    pub fn rules(&self) -> BTreeSet<&str> {
        let mut origins: Vec<&Origin> = self.slots.iter().map(|slot| &slot.origin).collect();
        for slot in &self.slots {
            if let SlotContent::Node(node) = &slot.content {
                origins.extend(node.filled().map(|filled| &filled.origin));
            }
        }
        origins.into_iter().filter_map(|origin| origin.path.strip_prefix("rule.")).collect()
    }

    /// The place in the template that byte `at` of the Markdown came from.
    #[must_use]
    pub fn place(&self, at: usize) -> Option<Span> {
        let piece = self.pieces.partition_point(|(range, _)| range.end <= at);
        let (range, span) = self.pieces.get(piece)?;
        let offset = at.saturating_sub(range.start);
        let length = (span.end - span.start) as usize;
        Some(if range.len() == length { span.within(offset.min(length), length) } else { *span })
    }
}
