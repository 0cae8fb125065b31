//! Characters that people paste without seeing them, and those that no text may hold.
//!
//! What a reader loses nothing by is cleaned: [`clean`]. What is left and cannot be printed, or hides what the text
//! says, is refused by its name and place. The [`table`] says which is which, for this program and for the script of a
//! kit.

mod cleaning;
pub mod table;

use std::ops::Range;

use super::report;
use crate::diag::Report;
use crate::span::Span;
use table::{Fate, fate};

pub use cleaning::{Cleaned, clean};

/// A character that a text cannot keep, and where it is, as people count: from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The character.
    pub character: char,
    /// The line.
    pub line: usize,
    /// The column, not counting what nobody sees.
    pub column: usize,
}

/// Why a character may not be in a text that has been cleaned; `None` for one that may.
pub(crate) fn refusal(character: char) -> Option<&'static str> {
    match fate(character)? {
        Fate::Refused(why) => Some(why),
        Fate::Turn => Some("a mark that turns text round"),
        Fate::Bullet | Fate::BulletAlways => Some("a private-use character, which no font prints the same"),
        Fate::Dropped | Fate::SoftHyphen => Some("an invisible character"),
        Fate::LineEnd | Fate::ParagraphEnd if character < '\u{20}' => Some("a control character"),
        Fate::LineEnd | Fate::ParagraphEnd => Some("a line separator"),
        Fate::Mark | Fate::Joiner | Fate::Selector => None,
    }
}

/// The first character of an answer that cannot be kept, also once the answer is cleaned.
#[must_use]
pub fn first_refused(text: &str) -> Option<Refused> {
    let cleaned = clean(text).text;
    let (at, character) = cleaned.char_indices().find(|(_, character)| refusal(*character).is_some())?;
    let line_start = cleaned[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = cleaned[..at].matches('\n').count() + 1;
    Some(Refused { character, line, column: cleaned[line_start..at].chars().count() + 1 })
}

/// Whether every character of a text is what it seems, so that there is nothing to clean or to refuse.
#[must_use]
pub fn is_clean(text: &str) -> bool {
    unusual(text).all(|(_, character)| fate(character).is_none())
}

/// The characters of a text, with their places, that are not on every keyboard: few in most texts.
fn unusual(text: &str) -> impl Iterator<Item = (usize, char)> {
    const BLOCK: usize = 64;
    // Many bytes at a time, without a branch for each.
    let is_unusual = |byte: u8| byte.wrapping_sub(b' ') > b'~' - b' ' && byte != b'\n' && byte != b'\t';
    let blocks = text.as_bytes().chunks(BLOCK).enumerate();
    let blocks =
        blocks.filter(move |(_, block)| block.iter().fold(0, |any, byte| any | u8::from(is_unusual(*byte))) > 0);
    // The later bytes of a character begin none.
    let begins = move |byte: u8| is_unusual(byte) && !(0x80..=0xbf).contains(&byte);
    let places = blocks.flat_map(move |(number, block)| {
        block.iter().enumerate().filter(move |(_, byte)| begins(**byte)).map(move |(at, _)| number * BLOCK + at)
    });
    places.filter_map(|at| Some((at, text[at..].chars().next()?)))
}

/// What no file may hold as it is, wherever it is in it; `at` is the place of the whole text.
///
/// TOML and JSON allow no control characters; a carriage return is one unless a line feed follows it.
pub(super) fn literal(text: &str, at: Span) -> Report {
    let mut report = Report::default();
    for (start, character) in unusual(text) {
        let why = match fate(character) {
            Some(Fate::Refused(why)) => why,
            Some(Fate::LineEnd) if character == '\r' && text[start + 1..].starts_with('\n') => continue,
            Some(Fate::LineEnd) if character < '\u{20}' => "a control character",
            _ => continue,
        };
        report.push_some(report::bad_character(character, why, at.within(start, start + character.len_utf8())));
        if report.diagnostics.len() == Report::MOST {
            break;
        }
    }
    report
}

/// What a text of a file holds that is cleaned or refused: `raw` is the text as the file has it, and `cleaned` what
/// came of it. Characters that are always refused were told where the file has them as they are: here they are escapes.
pub(super) fn told(raw: &str, cleaned: &Cleaned<'_>, at: Span) -> Report {
    let mut report = Report::default();
    let place = |range: Range<usize>| at.within(range.start, range.end);
    let mut first = None;
    for (range, character) in special(raw) {
        match refusal(character).filter(|_| cleaned.text.contains(character)) {
            Some(why) => report.push_some(report::bad_character(character, why, place(range))),
            None if cleaned.gone.contains(&character) => first = first.or(Some(range)),
            None => {}
        }
    }
    // A key without quotes was refused where it is.
    if !cleaned.gone.is_empty() && raw.starts_with(['"', '\'']) {
        report.push_some(report::cleaned(&cleaned.gone, first.map_or(at, place)));
    }
    report
}

/// Every character that the table knows in a text as a file has it, as it is or as an escape such as `\u200b`.
fn special(raw: &str) -> impl Iterator<Item = (Range<usize>, char)> {
    let escapes = raw.starts_with('"');
    let mut rest = raw;
    std::iter::from_fn(move || {
        loop {
            let start = raw.len() - rest.len();
            let character = rest.chars().next()?;
            let (character, length) = match escape(rest).filter(|_| escapes) {
                Some((Some(character), length)) => (character, length),
                // An escape of something else, such as of a quote: its second letter opens no escape.
                Some((None, length)) => {
                    rest = &rest[length..];
                    continue;
                }
                None => (character, character.len_utf8()),
            };
            rest = &rest[length..];
            if fate(character).is_some() {
                return Some((start..start + length, character));
            }
        }
    })
}

/// The escape that a text begins with: the character that it means, where that can be one of the table, and its length.
fn escape(text: &str) -> Option<(Option<char>, usize)> {
    let rest = text.strip_prefix('\\')?;
    let kind = rest.chars().next()?;
    let digits = match kind {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    };
    let character = match kind {
        'b' => Some('\u{8}'),
        'f' => Some('\u{c}'),
        'e' => Some('\u{1b}'),
        'r' => Some('\r'),
        _ if digits > 0 => {
            rest.get(1..=digits).and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32)
        }
        _ => None,
    };
    Some((character, 1 + kind.len_utf8() + if character.is_some() { digits } else { 0 }))
}
