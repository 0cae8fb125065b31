//! Checks of a finished tree: what only the whole paper shows.

use crate::diag::{Code, Diagnostic, Pass, Report};
use crate::document::{Block, BlockKind, Document, Inline};
use crate::template::Filled;

/// Looks for characters that no chosen font has. A value with one becomes a visible gap that names the character: a
/// missing glyph would leave a hole in the paper, and PDF/A does not allow it at all.
pub fn glyphs(mut document: Document, mut covers: impl FnMut(char) -> bool) -> Pass<Document> {
    let mut report = Report::default();
    each_value(&mut document, &mut |filled| {
        let mut missing: Vec<String> = Vec::new();
        for letter in filled.text.chars().filter(|letter| !letter.is_whitespace()) {
            let name = format!("U+{:04X}", u32::from(letter));
            if !covers(letter) && !missing.contains(&name) {
                missing.push(name);
            }
        }
        if !missing.is_empty() {
            missing.truncate(3);
            let characters = crate::words::list(&missing, "and");
            report.push(missing_glyph(filled, &characters));
            filled.text = format!("a font for {characters}");
            filled.gap = true;
        }
    });
    Pass::new(document, report)
}

fn missing_glyph(filled: &Filled, characters: &str) -> Diagnostic {
    let message = format!("no font has {characters}, which `{}` needs", filled.origin.path);
    Diagnostic::new(Code::MissingGlyph, message)
        .at_some(filled.origin.span, "could not be printed")
        .hint("add a font file that has it: `fonts = [\"fonts/….otf\"]` in matter.toml")
}

/// Calls `each` for every value in the paper.
fn each_value(document: &mut Document, each: &mut impl FnMut(&mut Filled)) {
    blocks(&mut document.blocks, each);
    document.footnotes.iter_mut().for_each(|footnote| blocks(footnote, each));
}

fn blocks(list: &mut [Block], each: &mut impl FnMut(&mut Filled)) {
    for block in list {
        match &mut block.kind {
            BlockKind::Heading(_, content) | BlockKind::Paragraph(content) => inlines(content, each),
            BlockKind::Numbered(inner) | BlockKind::Quote(inner) => blocks(inner, each),
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| blocks(item, each)),
            BlockKind::Table { head, rows, .. } => {
                head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| inlines(cell, each));
            }
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    inlines(&mut definition.term, each);
                    definition.meanings.iter_mut().for_each(|meaning| blocks(meaning, each));
                }
            }
            BlockKind::Letterhead(head) => {
                each(&mut head.name);
                head.lines.iter_mut().for_each(&mut *each);
            }
            BlockKind::Caption(caption) => {
                let lines = [&mut caption.head, &mut caption.left, &mut caption.right, &mut caption.title];
                lines.into_iter().flatten().for_each(&mut *each);
            }
            BlockKind::Signature(signature) => {
                each(&mut signature.name);
                signature.lines.iter_mut().chain(&mut signature.date).for_each(&mut *each);
            }
            BlockKind::Rule | BlockKind::PageBreak => {}
        }
    }
}

fn inlines(list: &mut [Inline], each: &mut impl FnMut(&mut Filled)) {
    for inline in list {
        match inline {
            Inline::Filled(filled, _) | Inline::Exhibit { words: filled, .. } => each(filled),
            Inline::Emph(inner) | Inline::Strong(inner) | Inline::Strike(inner) | Inline::Link(_, inner) => {
                inlines(inner, each);
            }
            Inline::Text(_) | Inline::Code(_) | Inline::Footnote(_) | Inline::Reference { .. } | Inline::Break => {}
        }
    }
}
