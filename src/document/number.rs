//! Numbers paragraphs or headings, and resolves references by label.

use std::collections::BTreeMap;

use super::visit::{self, Piece};
use super::{Block, BlockKind, Document, Inline};
use crate::diag::{Code, Diagnostic, Pass, Report};
use crate::span::Span;
use crate::template::Numbering;
use crate::words;

/// Numbers a paper as its template says, and gives every reference the number of its block.
///
/// - `paragraphs`: the items of ordered lists at the top of the paper become numbered paragraphs, which run on from 1
///   through headings and other text, whatever number the list says. Each further paragraph of an item gets the next
///   number; lists, quotes and tables in an item belong to the paragraph before them.
/// - `headings`: `I.`, `A.`, `1.`, `a.` by level; a reference to a heading says the levels above as well: `II.A`.
/// - `none`: lists are lists.
#[must_use]
pub fn number(mut document: Document, numbering: Numbering) -> Pass<Document> {
    let mut report = Report::default();
    // What references to a label print: for headings, more than the number that stands before the heading.
    let mut references = BTreeMap::new();
    match numbering {
        Numbering::None => {}
        Numbering::Paragraphs => document.blocks = paragraphs(std::mem::take(&mut document.blocks)),
        Numbering::Headings => headings(&mut document.blocks, &mut references),
    }
    let labels = labels(&document, &mut references, &mut report);
    visit::pieces_mut(&mut document, &mut |piece, _| {
        if let Piece::Inline(Inline::Reference { label, number, place }) = piece {
            match (labels.get(label), references.get(label)) {
                (Some(_), Some(found)) => *number = Some(found.clone()),
                (Some(block), None) => report.push(unnumbered(label, *place, *block)),
                (None, _) => report.push(unknown(label, *place, labels.keys().map(String::as_str))),
            }
        }
    });
    Pass::new(document, report)
}

/// All labels with the places of their blocks; adds the numbers of those that have one.
fn labels(
    document: &Document,
    references: &mut BTreeMap<String, String>,
    report: &mut Report,
) -> BTreeMap<String, Option<Span>> {
    let mut labels: BTreeMap<String, Option<Span>> = BTreeMap::new();
    visit::blocks(document, &mut |block| {
        let Some(label) = &block.label else { return };
        if let Some(first) = labels.get(label) {
            report.push(duplicate(label, block.place, *first));
            return;
        }
        labels.insert(label.clone(), block.place);
        if let Some(number) = &block.number {
            references.entry(label.clone()).or_insert_with(|| number.clone());
        }
    });
    labels
}

/// Blocks with the items of ordered lists as numbered paragraphs.
fn paragraphs(blocks: Vec<Block>) -> Vec<Block> {
    let mut next = 1_u64;
    let mut numbered = Vec::with_capacity(blocks.len());
    for block in blocks {
        let BlockKind::List { start: Some(_), items } = block.kind else {
            numbered.push(block);
            continue;
        };
        // A label that names the list itself names its first paragraph.
        let mut of_list = block.label;
        for group in items.into_iter().flat_map(groups) {
            let mut paragraph = numbered_paragraph(group, next);
            paragraph.label = paragraph.label.or_else(|| of_list.take());
            numbered.push(paragraph);
            next += 1;
        }
    }
    numbered
}

/// The blocks of an item, parted before each paragraph but the first.
fn groups(item: Vec<Block>) -> Vec<Vec<Block>> {
    let mut groups: Vec<Vec<Block>> = Vec::new();
    for block in item {
        match groups.last_mut() {
            Some(group) if !matches!(block.kind, BlockKind::Paragraph(_)) => group.push(block),
            _ => groups.push(vec![block]),
        }
    }
    groups
}

/// One numbered paragraph; the label of its first block names it.
fn numbered_paragraph(mut group: Vec<Block>, number: u64) -> Block {
    let (label, place) = group.first_mut().map_or((None, None), |first| (first.label.take(), first.place));
    Block { kind: BlockKind::Numbered(group), number: Some(number.to_string()), label, place, revision: None }
}

/// Numbers the headings at the top of the paper, and notes what references to them print.
fn headings(blocks: &mut [Block], references: &mut BTreeMap<String, String>) {
    let mut counts = [0_u32; 6];
    for block in blocks {
        let BlockKind::Heading(level, _) = block.kind else { continue };
        let level = usize::from(level.clamp(1, 6));
        counts[level - 1] += 1;
        counts[level..].fill(0);
        let numeral = numeral(level, counts[level - 1]);
        if let Some(label) = &block.label {
            let above = (1..level).filter(|above| counts[above - 1] > 0);
            let mut path: Vec<String> = above.map(|above| self::numeral(above, counts[above - 1])).collect();
            path.push(numeral.clone());
            references.entry(label.clone()).or_insert_with(|| path.join("."));
        }
        block.number = Some(format!("{numeral}."));
    }
}

/// The numeral of a heading, without its full stop: I, A, 1, a, i, (1).
fn numeral(level: usize, count: u32) -> String {
    match level {
        1 => roman(count),
        2 => letters(count),
        4 => letters(count).to_lowercase(),
        5 => roman(count).to_lowercase(),
        6 => format!("({count})"),
        _ => count.to_string(),
    }
}

/// A Roman numeral; plain digits where there is none.
fn roman(count: u32) -> String {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&count) {
        return count.to_string();
    }
    let (mut rest, mut numeral) = (count, String::new());
    for (value, part) in PARTS {
        while rest >= value {
            rest -= value;
            numeral.push_str(part);
        }
    }
    numeral
}

/// A, B, … Z, AA, AB, ….
fn letters(count: u32) -> String {
    let (mut rest, mut letters) = (count, Vec::new());
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

fn unknown<'a>(label: &str, place: Option<Span>, labels: impl Iterator<Item = &'a str>) -> Diagnostic {
    Diagnostic::new(Code::UnknownLabel, words::unknown("label", label, labels))
        .at_some(place, "refers to nothing")
        .hint(format!("put `{{{{ label(id=\"{label}\") }}}}` into the block that is meant"))
}

fn unnumbered(label: &str, place: Option<Span>, block: Option<Span>) -> Diagnostic {
    Diagnostic::new(Code::UnnumberedLabel, format!("label `{label}` names a block that has no number"))
        .at_some(place, "has nothing to print")
        .at_some(block, "not numbered")
        .hint("put the label into a numbered block, or set `numbering` in the front matter")
}

fn duplicate(label: &str, place: Option<Span>, first: Option<Span>) -> Diagnostic {
    Diagnostic::new(Code::DuplicateLabel, format!("label `{label}` names two blocks"))
        .at_some(place, "the second")
        .at_some(first.filter(|first| Some(*first) != place), "the first")
        .hint("give each its own label; in a loop, make it of the item's `id`")
}
