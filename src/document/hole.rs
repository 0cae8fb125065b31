//! The words that take the place of letters that no font has.

use std::ops::Range;

/// How they begin, whatever letters they name.
const OPEN: &str = "[NEEDED: a font for ";

/// The words for letters with these names: `[NEEDED: a font for U+1F64F]`.
#[must_use]
pub fn words(names: &str) -> String {
    format!("{OPEN}{names}]")
}

/// Where a text has the next such words.
#[must_use]
pub fn next(text: &str) -> Option<Range<usize>> {
    let start = text.find(OPEN)?;
    let length = text[start..].find(']')? + 1;
    Some(start..start + length)
}
