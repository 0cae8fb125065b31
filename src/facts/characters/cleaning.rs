//! A text without what no reader sees, and with plain ends of lines and bullets.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::is_clean;
use super::table::{Fate, JOINED, RIGHT_TO_LEFT, SELECTED, fate, is_in};

/// A text that has been cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned<'t> {
    /// The text. It may hold characters that are refused.
    pub text: Cow<'t, str>,
    /// What was left out or written otherwise, each character once. Ends of lines as other systems write them are not
    /// told.
    pub gone: BTreeSet<char>,
}

/// Leaves out what no reader sees, and writes ends of lines and bullets plainly. No letter is lost, the order stays,
/// and what is clean comes out as it is.
#[must_use]
pub fn clean(text: &str) -> Cleaned<'_> {
    let mut cleaned = Cleaned { text: Cow::Borrowed(text), gone: BTreeSet::new() };
    if is_clean(text) {
        return cleaned;
    }
    // What goes can bring together what then goes too.
    loop {
        let next = once(&cleaned.text, &mut cleaned.gone);
        if next == *cleaned.text {
            return cleaned;
        }
        cleaned.text = Cow::Owned(next);
    }
}

fn once(text: &str, gone: &mut BTreeSet<char>) -> String {
    let turned = text.chars().any(|character| is_in(RIGHT_TO_LEFT, character));
    let mut kept = String::with_capacity(text.len());
    // Whether only white space comes before on the line.
    let mut opens = true;
    let mut letters = text.chars().peekable();
    while let Some(character) = letters.next() {
        let before = kept.chars().next_back();
        let next = letters.peek().copied();
        let plain = match fate(character) {
            None | Some(Fate::Refused(_)) => Some(character),
            Some(Fate::Turn) => turned.then_some(character),
            Some(Fate::Mark) => (turned && before != Some(character)).then_some(character),
            Some(Fate::Joiner) => is_joining(before, next).then_some(character),
            Some(Fate::Selector) => is_selecting(before, next).then_some(character),
            Some(Fate::Bullet) => Some(if opens { '•' } else { character }),
            Some(Fate::BulletAlways) => Some('•'),
            Some(Fate::Dropped) => None,
            Some(Fate::SoftHyphen) => {
                let end = letters.next_if(|next| *next == '\n' || fate(*next) == Some(Fate::LineEnd));
                if end == Some('\r') {
                    letters.next_if(|next| *next == '\n');
                }
                None
            }
            Some(Fate::LineEnd) => {
                if character == '\r' {
                    letters.next_if(|next| *next == '\n');
                }
                Some('\n')
            }
            Some(Fate::ParagraphEnd) => {
                kept.push('\n');
                Some('\n')
            }
        };
        if plain != Some(character) && character != '\r' {
            gone.insert(character);
        }
        if let Some(plain) = plain {
            kept.push(plain);
            opens = plain == '\n' || opens && plain.is_whitespace();
        }
    }
    kept
}

/// Whether a joiner between two characters can change how they look.
fn is_joining(before: Option<char>, next: Option<char>) -> bool {
    let doubled = before.is_some_and(|before| fate(before) == Some(Fate::Joiner));
    !doubled && [before, next].into_iter().flatten().any(|beside| is_in(JOINED, beside))
}

/// Whether a selector behind a character can change how it looks: a digit is one of a key, as emoji draw it.
fn is_selecting(before: Option<char>, next: Option<char>) -> bool {
    match before {
        Some('0'..='9' | '#' | '*') => next == Some('\u{20e3}'),
        Some(before) => is_in(SELECTED, before),
        None => false,
    }
}
