//! Checks of a finished tree: what only the whole paper shows.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::diag::{Code, Diagnostic, Pass, Report};
use crate::document::visit::{self, Piece};
use crate::document::{Document, Inline};
use crate::span::Span;
use crate::template::Filled;
use crate::words;

/// The most characters that one finding names.
const NAMED: usize = 3;

/// Looks for characters that no chosen font has. A missing glyph would leave a hole in the paper, and PDF/A does not allow
/// it at all: so a value with such a character becomes a visible gap, and in the text itself a gap takes its place.
pub fn glyphs(mut document: Document, covers: impl FnMut(char) -> bool) -> Pass<Document> {
    let mut report = Report::default();
    let mut fonts = Fonts { covers, known: BTreeMap::new() };
    visit::pieces_mut(&mut document, &mut |piece, place| match piece {
        Piece::Line(filled) | Piece::Inline(Inline::Filled(filled, _) | Inline::Exhibit { words: filled, .. }) => {
            if let Some(characters) = fonts.missing(&filled.text) {
                report.push(missing_in_value(filled, &characters));
                filled.text = needed(&characters);
                filled.gap = true;
            }
        }
        Piece::Inline(Inline::Text(text) | Inline::Code(text)) => {
            if let Some(characters) = fonts.missing(text) {
                report.push(missing_in_text(place, &characters));
                *text = fonts.without_missing(text);
            }
        }
        Piece::Inline(_) => {}
    });
    Pass::new(document, report)
}

/// Which characters the fonts have.
struct Fonts<F> {
    covers: F,
    known: BTreeMap<char, bool>,
}

impl<F: FnMut(char) -> bool> Fonts<F> {
    fn have(&mut self, c: char) -> bool {
        // Every font has these, and they are nearly all that there is.
        c.is_ascii() || c.is_whitespace() || is_invisible(c) || *self.known.entry(c).or_insert_with(|| (self.covers)(c))
    }

    /// The names of the characters that no font has, if there are any: `U+65E5 and U+672C`.
    fn missing(&mut self, text: &str) -> Option<String> {
        if text.is_ascii() {
            return None;
        }
        let mut missing: Vec<String> = Vec::new();
        for c in text.chars().filter(|c| !self.have(*c)) {
            let name = name(c);
            if missing.len() < NAMED && !missing.contains(&name) {
                missing.push(name);
            }
        }
        (!missing.is_empty()).then(|| words::list(&missing, "and"))
    }

    /// The text with a gap for each character that no font has.
    fn without_missing(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if self.have(c) {
                out.push(c);
            } else {
                let _ = write!(out, "[NEEDED: {}]", needed(&name(c)));
            }
        }
        out
    }
}

fn name(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

fn needed(characters: &str) -> String {
    format!("a font for {characters}")
}

/// Whether the character is never drawn, so that no font needs to have it: joiners, direction marks, variation selectors.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}'
    )
}

fn missing_in_value(filled: &Filled, characters: &str) -> Diagnostic {
    let message = format!("no font has {characters}, which `{}` needs", filled.origin.path);
    missing_glyph(message, filled.origin.span)
}

fn missing_in_text(place: Option<Span>, characters: &str) -> Diagnostic {
    missing_glyph(format!("no font has {characters}, which the text needs"), place)
}

fn missing_glyph(message: String, place: Option<Span>) -> Diagnostic {
    Diagnostic::new(Code::MissingGlyph, message)
        .at_some(place, "could not be printed")
        .hint("add a font file that has it: `fonts = [\"fonts/….otf\"]` in matter.toml")
}
