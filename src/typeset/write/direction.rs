//! The direction of a paragraph: that of its first letter, as Unicode's bidirectional algorithm has it.

use crate::document::Inline;

/// Whether the paragraph runs from right to left.
pub(super) fn is_from_right(inlines: &[Inline]) -> bool {
    first(inlines).unwrap_or(false)
}

/// Whether the first letter with a direction is one that runs from right to left, if there is any.
fn first(inlines: &[Inline]) -> Option<bool> {
    inlines.iter().find_map(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => in_text(text),
        Inline::Filled(filled, _) | Inline::Exhibit { words: filled, .. } => {
            if filled.gap {
                Some(false)
            } else {
                in_text(&filled.text)
            }
        }
        Inline::Emph(inner)
        | Inline::Strong(inner)
        | Inline::Strike(inner)
        | Inline::Link(_, inner)
        | Inline::Revised(_, inner) => first(inner),
        Inline::Reference { .. } | Inline::Footnote(_) | Inline::Break => None,
    })
}

fn in_text(text: &str) -> Option<bool> {
    text.chars().find(|c| c.is_alphabetic() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}')).map(runs_left)
}

/// Whether the letter, or the mark that says so in its place, runs from right to left.
fn runs_left(c: char) -> bool {
    matches!(
        c,
        '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}
