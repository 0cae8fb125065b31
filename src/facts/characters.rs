//! Characters that no text may hold: they cannot be printed, or they hide what the text says.

use super::report;
use crate::diag::Report;
use crate::span::Span;

/// Why a character is refused; `None` for one that may stand in a text.
///
/// Direction *marks* (U+200E, U+200F, U+061C) and joiners (U+200C, U+200D) are ordinary in Arabic, Hebrew, Persian and
/// Indic names and are let through; embeddings, overrides and isolates can make a page read differently from its text.
pub(crate) fn refusal(character: char) -> Option<&'static str> {
    match character {
        ' '..='~' | '\n' | '\t' => None,
        '\0' => Some("a NUL character"),
        '\u{1}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => Some("a control character"),
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}' => {
            Some("a private-use character, which no font prints the same")
        }
        '\u{fdd0}'..='\u{fdef}' => Some("a noncharacter"),
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some("a mark that turns text round"),
        '\u{200b}' | '\u{2060}' | '\u{feff}' => Some("an invisible character"),
        '\u{2028}' | '\u{2029}' => Some("a line separator"),
        '\u{e0000}'..='\u{e007f}' => Some("an invisible tag character"),
        other if u32::from(other) & 0xfffe == 0xfffe => Some("a noncharacter"),
        _ => None,
    }
}

/// Whether a text holds nothing but what is on every keyboard, as most do: told many bytes at a time.
fn is_plain(text: &str) -> bool {
    let plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    text.as_bytes().chunks(64).all(|bytes| bytes.iter().fold(true, |all, byte| all & plain(byte)))
}

/// The places of refused characters as they stand in a file; `at` is the place of the whole text.
///
/// A carriage return counts as refused unless a line feed follows it.
pub(super) fn literal(text: &str, at: Span) -> Report {
    let mut report = Report::default();
    if is_plain(text) {
        return report;
    }
    for (start, character) in text.char_indices() {
        let Some(why) = refusal(character) else { continue };
        if character == '\r' && text[start + 1..].starts_with('\n') {
            continue;
        }
        report.push_some(report::bad_character(character, why, at.within(start, start + character.len_utf8())));
        if report.diagnostics.len() == Report::MOST {
            break;
        }
    }
    report
}

/// Refused characters that a string writes as escapes, such as `"\u0000"`: `raw` is the string as the file has it.
pub(super) fn escaped(raw: &str, at: Span) -> Report {
    let mut report = Report::default();
    let mut rest = raw;
    while let Some(backslash) = rest.find('\\') {
        let start = raw.len() - rest.len() + backslash;
        let escape = &rest[backslash + 1..];
        let mut letters = escape.chars();
        let kind = letters.next();
        let digits = match kind {
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            _ => 0,
        };
        let value = match kind {
            Some('b') => Some('\u{8}'),
            Some('f') => Some('\u{c}'),
            Some('e') => Some('\u{1b}'),
            Some('r') if !escape[1..].starts_with("\\n") => Some('\r'),
            _ if digits > 0 => {
                escape.get(1..=digits).and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32)
            }
            _ => None,
        };
        if let Some((value, why)) = value.and_then(|value| Some((value, refusal(value)?))) {
            report.push_some(report::bad_character(value, why, at.within(start, start + 2 + digits)));
            if report.diagnostics.len() == Report::MOST {
                break;
            }
        }
        rest = letters.as_str();
    }
    report
}

/// A text without its refused characters, and with `\n` for each line's end.
pub(super) fn clean(text: &str) -> String {
    if is_plain(text) || text.chars().all(|character| refusal(character).is_none()) {
        return text.to_owned();
    }
    text.replace("\r\n", "\n").chars().filter(|character| refusal(*character).is_none()).collect()
}
