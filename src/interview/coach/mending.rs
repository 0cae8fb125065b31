//! What can be mended in an answer at one key: characters that cannot be printed.

use crate::facts::characters;
use crate::typeset::engine::coverage::Coverage;
use crate::typeset::engine::letters::is_invisible;

/// The most characters that one remark names.
const NAMED: usize = 3;

/// The characters of a text that no font of the paper has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unprinted {
    /// The first of them, each with its number: `🙏 (U+1F64F)`.
    pub named: Vec<String>,
    /// The text without them; none where they are letters, which nobody should lose by a slip.
    pub without: Option<String>,
}

/// The characters of a text that no font has.
#[must_use]
pub fn unprinted(text: &str, fonts: &Coverage) -> Option<Unprinted> {
    let mut named: Vec<String> = Vec::new();
    let (mut letters, mut before) = (false, ' ');
    for letter in text.chars() {
        if !fonts.has(letter) {
            let name = format!("{letter} (U+{:04X})", u32::from(letter));
            if named.len() < NAMED && !named.contains(&name) {
                named.push(name);
            }
            letters |= letter.is_alphabetic() || is_accent(letter) && before.is_alphabetic();
        }
        before = letter;
    }
    let without = || without(text, |letter| fonts.has(letter));
    (!named.is_empty()).then(|| Unprinted { named, without: (!letters).then(without) })
}

/// The text without the characters that cannot be kept; none where there are none.
#[must_use]
pub fn without_refused(text: &str) -> Option<String> {
    characters::first_refused(text)?;
    Some(without(&characters::clean(text).text, |letter| characters::refusal(letter).is_none()))
}

/// A text with only the characters that are kept, without the joiners of those that go and without doubled spaces
/// there.
fn without(text: &str, keeps: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gone = false;
    for letter in text.chars() {
        if !keeps(letter) || (gone || letter == '\u{20e3}') && is_joiner(letter) {
            // What joined it to the character before.
            while out.ends_with(is_joiner) {
                out.pop();
            }
            gone = true;
            continue;
        }
        if gone && matches!(letter, ' ' | '.' | ',' | '\n') && out.ends_with([' ', '\n'])
            || gone && out.is_empty() && letter == ' '
        {
            if letter == ' ' {
                continue;
            }
            out.truncate(out.trim_end_matches(' ').len());
        }
        gone = false;
        out.push(letter);
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// Whether a character is one that nobody sees and that parts no words.
fn is_joiner(letter: char) -> bool {
    is_invisible(letter) && !letter.is_whitespace()
}

fn is_accent(letter: char) -> bool {
    matches!(
        letter,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{fe20}'..='\u{fe2f}'
    )
}
