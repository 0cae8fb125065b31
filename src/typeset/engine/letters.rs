//! Which faces have which letters, so that each letter is printed by a face that has all of it.
//!
//! Typst takes the first font of its list, and for what that does not have, whichever font is most like it among those
//! that have the *first* character. So it finds no font for a letter whose mark alone is missing (`K̲` in the semibold
//! cut): such a letter is written with the names of faces that have it.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use typst::text::{FontFlags, FontStyle, FontVariant, FontWeight};
use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

use super::fonts::{FontSets, Fonts};
use crate::typeset::Look;

/// The family that Typst takes when a look names none.
const STANDARD: &str = "libertinus serif";

/// The family that Typst takes for code.
const FIXED: &str = "dejavu sans mono";

/// How a piece of a paper is set, as far as that is known before the look has its say: which cut of a family suits it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cut {
    /// Upright, of ordinary weight.
    #[default]
    Regular,
    /// Italic.
    Italic,
    /// The name at the head of a letter.
    Semibold,
    /// Strong words, headings, signatures.
    Bold,
    /// Strong and italic.
    BoldItalic,
}

impl Cut {
    /// This cut, stronger.
    #[must_use]
    pub fn strong(self) -> Self {
        match self {
            Self::Regular | Self::Semibold | Self::Bold => Self::Bold,
            Self::Italic | Self::BoldItalic => Self::BoldItalic,
        }
    }

    /// This cut, slanted the other way.
    #[must_use]
    pub fn emphasized(self) -> Self {
        match self {
            Self::Regular | Self::Semibold => Self::Italic,
            Self::Italic => Self::Regular,
            Self::Bold => Self::BoldItalic,
            Self::BoldItalic => Self::Bold,
        }
    }

    /// How far a face's variant is from this one; the nearest is the best.
    fn distance(self, variant: FontVariant) -> (bool, u16) {
        let (style, weight) = match self {
            Self::Regular => (FontStyle::Normal, FontWeight::REGULAR),
            Self::Italic => (FontStyle::Italic, FontWeight::REGULAR),
            Self::Semibold => (FontStyle::Normal, FontWeight::SEMIBOLD),
            Self::Bold => (FontStyle::Normal, FontWeight::BOLD),
            Self::BoldItalic => (FontStyle::Italic, FontWeight::BOLD),
        };
        (style != variant.style, weight.to_number().abs_diff(variant.weight.to_number()))
    }
}

/// The letters of a look's fonts.
pub struct Letters {
    fonts: Arc<Fonts>,
    look: Arc<str>,
    own: OnceLock<Vec<String>>,
}

impl FontSets {
    /// The letters of the look's fonts and the embedded ones.
    #[must_use]
    pub fn letters(&self, look: &Look) -> Letters {
        Letters { fonts: self.of(&look.fonts), look: Arc::clone(&look.text), own: OnceLock::new() }
    }
}

impl Letters {
    /// Whether some face can print a letter with all its marks.
    #[must_use]
    pub fn print(&self, letter: &str) -> bool {
        self.faces(letter).next().is_some() || letter.chars().all(is_invisible)
    }

    /// Whether a face draws a character.
    #[must_use]
    pub fn draws(&self, face: usize, c: char) -> bool {
        self.fonts.draws(face, c)
    }

    /// The families and faces that print `text`, best first; empty where Typst finds them by itself.
    #[must_use]
    pub fn families(&self, text: &str, cut: Cut) -> Vec<String> {
        if text.chars().all(is_plain) || text.graphemes(true).all(|letter| self.is_found(letter)) {
            return Vec::new();
        }
        let mut families = self.own().to_vec();
        for letter in text.graphemes(true) {
            if letter.is_ascii() || self.is_own(letter) {
                continue;
            }
            let best = self.faces(letter).min_by_key(|face| self.rank(*face, cut));
            if let Some(alias) = best.map(Fonts::alias)
                && !families.contains(&alias)
            {
                if self.is_half_own(letter) {
                    families.insert(0, alias);
                } else {
                    families.push(alias);
                }
            }
        }
        families
    }

    /// The families and faces that print `text` in a fixed width as far as there is one; empty where Typst finds them
    /// by itself.
    #[must_use]
    pub fn fixed_families(&self, text: &str) -> Vec<String> {
        let mut families = self.families(text, Cut::Regular);
        if !families.is_empty() {
            let is_half_fixed = |letter: &str| letter.chars().any(is_from_right) && !self.is_of(FIXED, letter);
            let place = if text.graphemes(true).any(is_half_fixed) { families.len() } else { 0 };
            families.insert(place, FIXED.to_owned());
        }
        families
    }

    /// Whether Typst finds a face for the letter by itself.
    fn is_found(&self, letter: &str) -> bool {
        let mut chars = letter.chars();
        let is_plain_one = matches!((chars.next(), chars.next()), (Some(c), None) if is_plain(c));
        is_plain_one || letter.chars().all(is_invisible) || self.is_own(letter)
    }

    /// Whether the look's own font has the letter in each of its cuts.
    fn is_own(&self, letter: &str) -> bool {
        self.own().first().is_some_and(|family| self.is_of(family, letter))
    }

    /// Whether the family has the letter in each of its cuts.
    fn is_of(&self, family: &str, letter: &str) -> bool {
        let mut faces = self.fonts.family(family).peekable();
        faces.peek().is_some() && faces.all(|face| self.has(face, letter))
    }

    /// Whether the letter is read from right to left and the look's own font has a part of it: Typst would draw that
    /// part, and then the whole letter in the face that has it.
    fn is_half_own(&self, letter: &str) -> bool {
        let own =
            |c| self.own().first().is_some_and(|family| self.fonts.family(family).any(|face| self.draws(face, c)));
        letter.chars().any(is_from_right) && letter.chars().any(own)
    }

    /// The families that the look names, in the order it names them.
    fn own(&self) -> &[String] {
        self.own.get_or_init(|| {
            let look = self.look.to_lowercase();
            let fixed = |face: usize| {
                self.fonts.book().info(face).is_some_and(|info| info.flags.contains(FontFlags::MONOSPACE))
            };
            let named = |(face, family): (usize, String)| {
                look.find(&format!("\"{family}\"")).map(|at| (fixed(face), at, family))
            };
            // A fixed width is for code, wherever the look says so.
            let families: BTreeSet<(bool, usize, String)> =
                self.fonts.families().enumerate().filter_map(named).collect();
            let mut families: Vec<String> = families.into_iter().map(|(_, _, family)| family).collect();
            if families.is_empty() {
                families.push(STANDARD.to_owned());
            }
            families
        })
    }

    /// The faces that have every character of the letter.
    fn faces(&self, letter: &str) -> impl Iterator<Item = usize> {
        (0..self.fonts.len()).filter(move |face| self.has(*face, letter))
    }

    /// Whether a face has every character of the letter, as it is written, composed or taken apart.
    fn has(&self, face: usize, letter: &str) -> bool {
        let Some(info) = self.fonts.book().info(face) else { return false };
        let drawn = |c: char| is_invisible(c) || self.fonts.draws(face, c);
        let mut all = letter.chars().all(drawn);
        if !all && !letter.is_ascii() {
            all = letter.nfc().all(drawn) || letter.nfd().all(drawn);
        }
        if !all || letter.chars().all(is_invisible) {
            return false;
        }
        // The embedded faces were made for Latin, Greek, Cyrillic and Hebrew.
        let is_special = info.flags.intersects(FontFlags::MONOSPACE | FontFlags::MATH);
        let is_beyond = letter.chars().skip(1).any(is_around) || is_special && letter.chars().any(is_joined);
        !(is_beyond && self.fonts.is_embedded(face))
    }

    /// How well a face suits words in the look's own font: lower is better.
    fn rank(&self, face: usize, cut: Cut) -> (bool, bool, (bool, u16), usize) {
        let Some(info) = self.fonts.book().info(face) else { return (true, true, (true, u16::MAX), face) };
        let is_own = self.own().iter().any(|family| *family == info.family.to_lowercase());
        let is_special = info.flags.intersects(FontFlags::MONOSPACE | FontFlags::MATH);
        (is_special, !is_own && self.fonts.is_embedded(face), cut.distance(info.variant), face)
    }
}

/// Whether the character is never drawn, so that no font needs to have it: joiners, direction marks, variation
/// selectors.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\n' | '\t' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{fff0}'..='\u{fff8}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether the letter is read from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and others.
pub(super) fn is_from_right(c: char) -> bool {
    matches!(
        c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}

/// Whether the character is one that every face has: nearly all that papers say.
fn is_plain(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{17f}' | '\u{2013}' | '\u{2014}' | '\u{2018}'..='\u{201a}' | '\u{201c}'..='\u{201e}' | '\u{2020}'..='\u{2022}'
            | '\u{2026}' | '\u{20ac}' | '\u{2122}'
    )
}

/// Whether the character is drawn around the one before it, as the key of `1️⃣` is. A face must know how to place it:
/// the embedded ones draw it beside the letter.
fn is_around(c: char) -> bool {
    matches!(c, '\u{488}' | '\u{489}' | '\u{1abe}' | '\u{20dd}'..='\u{20e0}' | '\u{20e2}'..='\u{20e4}' | '\u{a670}'..='\u{a672}')
}

/// Whether the letter is joined to others or stacked, so that it is no word in a font that has only the single letters:
/// the embedded fixed-width and mathematical faces have some of these.
fn is_joined(c: char) -> bool {
    matches!(
        c,
        '\u{600}'..='\u{109f}' | '\u{1780}'..='\u{18af}' | '\u{1900}'..='\u{1aff}'
            | '\u{1b00}'..='\u{1c7f}' | '\u{a800}'..='\u{abff}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
    )
}
