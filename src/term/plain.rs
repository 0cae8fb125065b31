//! What a terminal may be sent: words, and the colours that affiant gives them.
//!
//! The name of a file or folder can hold any character, and a terminal obeys some of them.

use std::borrow::Cow;

/// The text without what a terminal would obey: control characters become a mark, and of the sequences that begin with
/// ESC only colours and weights stay, where `color` says that affiant writes them.
#[must_use]
pub fn shown(text: &str, color: bool) -> Cow<'_, str> {
    let obeyed = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t');
    if !text.contains(obeyed) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(obeyed) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let style = if color { style(rest) } else { None };
        match style {
            Some(length) => out.push_str(&rest[..length]),
            None => out.push(char::REPLACEMENT_CHARACTER),
        }
        let skipped = style.or_else(|| rest.chars().next().map(char::len_utf8));
        rest = &rest[skipped.unwrap_or(rest.len())..];
    }
    out.push_str(rest);
    out.into()
}

/// The length of a sequence at the start that sets a colour or a weight; none that hides the text.
fn style(text: &str) -> Option<usize> {
    let numbers = text.strip_prefix("\u{1b}[")?;
    let end = numbers.find('m')?;
    let plain = |number: &str| matches!(number, "" | "0" | "1" | "2" | "4" | "9") || colour(number);
    numbers[..end].split(';').all(plain).then_some("\u{1b}[".len() + end + 1)
}

/// Whether the number is that of one of the colours of letters, but for black and white.
fn colour(number: &str) -> bool {
    number.parse().is_ok_and(|number: u8| matches!(number, 31..=36 | 39 | 90..=96))
}
