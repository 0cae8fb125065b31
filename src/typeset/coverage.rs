//! Finds the characters of a paper that no font has, before it is typeset.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Block, BlockKind, Document, Inline};
use crate::template::Filled;

/// The characters that `covered` says no to, in order, each with the first value that holds it; `None` for the template's words.
pub(super) fn missing(document: &Document, covered: impl Fn(char) -> bool) -> Vec<(char, Option<Filled>)> {
    let mut search = Search { covered, known: BTreeSet::new(), missing: BTreeMap::new() };
    search.blocks(&document.blocks);
    for note in &document.footnotes {
        search.blocks(note);
    }
    search.missing.into_iter().collect()
}

/// What has been looked up.
struct Search<F> {
    covered: F,
    known: BTreeSet<char>,
    missing: BTreeMap<char, Option<Filled>>,
}

impl<F: Fn(char) -> bool> Search<F> {
    fn text(&mut self, text: &str, filled: Option<&Filled>) {
        for c in text.chars().filter(|c| !c.is_ascii()) {
            if c.is_whitespace() || is_invisible(c) || self.missing.contains_key(&c) || !self.known.insert(c) {
                continue;
            }
            if !(self.covered)(c) {
                self.missing.insert(c, filled.cloned());
            }
        }
    }

    fn filled(&mut self, filled: &Filled) {
        self.text(&filled.text, Some(filled));
    }

    fn all<'f>(&mut self, lines: impl IntoIterator<Item = &'f Filled>) {
        for line in lines {
            self.filled(line);
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            if let Some(number) = &block.number {
                self.text(number, None);
            }
            match &block.kind {
                BlockKind::Heading(_, inlines) | BlockKind::Paragraph(inlines) => self.inlines(inlines),
                BlockKind::Numbered(blocks) | BlockKind::Quote(blocks) => self.blocks(blocks),
                BlockKind::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                BlockKind::Table { head, rows, .. } => {
                    for cell in head.iter().chain(rows.iter().flatten()) {
                        self.inlines(cell);
                    }
                }
                BlockKind::Definitions(definitions) => {
                    for definition in definitions {
                        self.inlines(&definition.term);
                        definition.meanings.iter().for_each(|meaning| self.blocks(meaning));
                    }
                }
                BlockKind::Rule | BlockKind::PageBreak => {}
                BlockKind::Letterhead(letterhead) => {
                    self.all(std::iter::once(&letterhead.name).chain(&letterhead.lines));
                }
                BlockKind::Caption(caption) => {
                    self.all(caption.head.iter().chain(&caption.left).chain(&caption.right).chain(&caption.title));
                }
                BlockKind::Signature(signature) => {
                    self.all(std::iter::once(&signature.name).chain(&signature.lines).chain(&signature.date));
                }
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.text(text, None),
                Inline::Filled(filled, _) | Inline::Exhibit { words: filled, .. } => self.filled(filled),
                Inline::Emph(inner) | Inline::Strong(inner) | Inline::Strike(inner) | Inline::Link(_, inner) => {
                    self.inlines(inner);
                }
                Inline::Reference { number, .. } => self.text(number.as_deref().unwrap_or(""), None),
                Inline::Footnote(_) | Inline::Break => {}
            }
        }
    }
}

/// Whether the character is never drawn, so that no font needs to have it: joiners, direction marks, variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}'
    )
}
