//! The one escape rule: text becomes a Typst string literal.

use super::Writer;
use crate::value::date::is_english_month;

/// Words after which a line is not broken: the next word belongs to them. Their last letters are those of [`may_hold`].
const HELD: [&str; 19] = [
    "Mr.", "Mrs.", "Ms.", "Dr.", "Dra.", "Prof.", "Rev.", "St.", "Lic.", "Ing.", "No.", "Nos.", "Exhibit", "Form",
    "Art.", "Sec.", "Sr.", "Sra.", "U.S.C.",
];

/// Words after which a line is not broken when a number follows.
const COUNTED: [&str; 8] = ["at", "page", "pages", "paragraph", "paragraphs", "Part", "Section", "Title"];

/// How many bytes before and after a space decide whether it may end a line.
const NEAR: usize = 60;

impl Writer<'_> {
    /// Appends `text` as a string literal, whatever it holds.
    pub(super) fn string(&mut self, text: &str) {
        self.write_string(text, |_| false);
    }

    /// Appends `text` as a string literal; the spaces that are `held` end no line.
    pub(super) fn write_string(&mut self, text: &str, mut held: impl FnMut(usize) -> bool) {
        let (narrow, most) = (self.narrow, self.setting.room.held());
        let out = &mut self.written.source;
        out.push('"');
        let (mut done, mut free) = (0, 0);
        // Small letters lie above all that is looked at below.
        for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| *byte <= b'\\') {
            let replacement = match byte {
                b'"' => "\\\"",
                b'\\' => "\\\\",
                b'\n' => "\\n",
                b'\r' => "",
                b' ' if !narrow && at - free < most && held(at) => "\u{a0}",
                b' ' => {
                    free = at;
                    continue;
                }
                _ => continue,
            };
            out.push_str(&text[done..at]);
            out.push_str(replacement);
            done = at + 1;
        }
        out.push_str(&text[done..]);
        out.push('"');
    }
}

/// Whether the space of `text` at the byte `at` must not end a line; with what is before and after the text on its
/// line.
pub(super) fn is_held_at((before, text, after): (&str, &str, &str), at: usize) -> bool {
    // Most spaces are told by the letters beside them: what is held on to ends so, or is followed so.
    let last = text.as_bytes()[..at].last().or_else(|| before.as_bytes().last()).copied();
    let next = text.as_bytes()[at + 1..].first().or_else(|| after.as_bytes().first()).copied();
    if !last.is_some_and(may_hold) && !next.is_some_and(may_be_held) {
        return false;
    }
    if (before, after) == ("", "") {
        return is_held(&text[..at], &text[at + 1..]);
    }
    // Two words before and one after decide.
    let from = text.floor_char_boundary(at.saturating_sub(NEAR));
    let to = text.ceil_char_boundary((at + NEAR).min(text.len()));
    let before = if from == 0 { before } else { "" };
    let after = if to == text.len() { after } else { "" };
    is_held(&[before, &text[from..at]].concat(), &[&text[at + 1..to], after].concat())
}

/// Whether a word with this last byte may be one that holds on to the next.
fn may_hold(last: u8) -> bool {
    matches!(last, b'.' | b't' | b'm' | b'0'..=b'9') || !last.is_ascii()
}

/// Whether a word with this first byte may be held on to, whatever stands before it.
fn may_be_held(first: u8) -> bool {
    first.is_ascii_digit() || !first.is_ascii()
}

/// Whether the word that `before` ends with and the one that `after` begins with stay on one line.
fn is_held(before: &str, after: &str) -> bool {
    let (earlier, word) = last_word(before);
    let mut chars = word.chars();
    let initial = matches!((chars.next(), chars.next(), chars.next()), (Some(c), Some('.'), None) if c.is_uppercase());
    if initial || matches!(word, "§" | "§§" | "¶" | "¶¶") || HELD.contains(&word) {
        return true;
    }
    let numeric = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let next = after.split([' ', '\n']).next().unwrap_or("");
    if next.starts_with(|c: char| c.is_ascii_digit()) {
        let day = word.strip_suffix(',').unwrap_or(word);
        let in_date = day.len() <= 2 && numeric(day) && is_english_month(last_word(earlier).1);
        let area_code = word.strip_suffix(')').is_some_and(numeric);
        return in_date || area_code || is_english_month(word) || COUNTED.contains(&word);
    }
    // `8 CFR § 103.5`, `28 U.S.C.`, `9:30 a.m.`
    !word.is_empty() && next.starts_with('§')
        || numeric(word) && (next.starts_with("CFR") || next.starts_with("U.S.C."))
        || word.ends_with(|c: char| c.is_ascii_digit()) && (next.starts_with("a.m.") || next.starts_with("p.m."))
}

/// What stands before the last word, without the space between them, and the word.
fn last_word(text: &str) -> (&str, &str) {
    let Some(at) = text.rfind([' ', '\u{a0}', '\n', '(', '“']) else { return ("", text) };
    let length = text[at..].chars().next().map_or(1, char::len_utf8);
    (&text[..at], &text[at + length..])
}
