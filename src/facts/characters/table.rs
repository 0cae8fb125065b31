//! The table of characters that are not what they seem: what becomes of each, and what it is called.
//!
//! The script of a kit works with the same table: [`crate::interview::kit`] writes it into the file.

/// What becomes of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Nobody sees it: it goes.
    Dropped,
    /// Where a word may be broken: it goes, and so does the line's end behind it.
    SoftHyphen,
    /// It becomes the end of a line.
    LineEnd,
    /// It becomes the end of a paragraph.
    ParagraphEnd,
    /// It says in which direction its neighbors are read: it stays in a text with letters that run from right to left.
    Mark,
    /// It turns a piece of text round: it goes from a text that runs from left to right, and is refused in any other.
    Turn,
    /// It joins or parts letters: it stays where the script needs it, and within emoji.
    Joiner,
    /// It chooses the form of the character before it: it stays where there are several.
    Selector,
    /// A bullet of an old symbol font, at the start of a line.
    Bullet,
    /// The round bullet of an old symbol font, wherever it is.
    BulletAlways,
    /// It cannot be printed or hides what the text says, for this reason.
    Refused(&'static str),
}

const CONTROL: Fate = Fate::Refused("a control character");
const PRIVATE: Fate = Fate::Refused("a private-use character, which no font prints the same");
const NONE: Fate = Fate::Refused("a noncharacter");

/// First and last character of each range, and its fate; in order.
///
/// The bullets are those that Word writes with the fonts Symbol and Wingdings: their letters, at U+F000.
pub const TABLE: &[(u32, u32, Fate)] = &[
    (0x0, 0x0, Fate::Refused("a NUL character")),
    (0x1, 0x8, CONTROL),
    (0xb, 0xd, Fate::LineEnd),
    (0xe, 0x1f, CONTROL),
    (0x7f, 0x84, CONTROL),
    (0x85, 0x85, Fate::LineEnd),
    (0x86, 0x9f, CONTROL),
    (0xad, 0xad, Fate::SoftHyphen),
    (0x61c, 0x61c, Fate::Mark),
    (0x200b, 0x200b, Fate::Dropped),
    (0x200c, 0x200d, Fate::Joiner),
    (0x200e, 0x200f, Fate::Mark),
    (0x2028, 0x2028, Fate::LineEnd),
    (0x2029, 0x2029, Fate::ParagraphEnd),
    (0x202a, 0x202d, Fate::Turn),
    (0x202e, 0x202e, Fate::Refused("a mark that turns text round")),
    (0x2060, 0x2064, Fate::Dropped),
    (0x2066, 0x2069, Fate::Turn),
    (0x206a, 0x206f, Fate::Dropped),
    (0xe000, 0xf02c, PRIVATE),
    (0xf02d, 0xf02d, Fate::Bullet),
    (0xf02e, 0xf06b, PRIVATE),
    (0xf06c, 0xf077, Fate::Bullet),
    (0xf078, 0xf09d, PRIVATE),
    (0xf09e, 0xf0a1, Fate::Bullet),
    (0xf0a2, 0xf0a6, PRIVATE),
    (0xf0a7, 0xf0a8, Fate::Bullet),
    (0xf0a9, 0xf0b6, PRIVATE),
    (0xf0b7, 0xf0b7, Fate::BulletAlways),
    (0xf0b8, 0xf0d7, PRIVATE),
    (0xf0d8, 0xf0d8, Fate::Bullet),
    (0xf0d9, 0xf0df, PRIVATE),
    (0xf0e0, 0xf0e0, Fate::Bullet),
    (0xf0e1, 0xf0e7, PRIVATE),
    (0xf0e8, 0xf0e8, Fate::Bullet),
    (0xf0e9, 0xf0ef, PRIVATE),
    (0xf0f0, 0xf0f0, Fate::Bullet),
    (0xf0f1, 0xf0fb, PRIVATE),
    (0xf0fc, 0xf0fc, Fate::Bullet),
    (0xf0fd, 0xf0fd, PRIVATE),
    (0xf0fe, 0xf0fe, Fate::Bullet),
    (0xf0ff, 0xf8ff, PRIVATE),
    (0xfdd0, 0xfdef, NONE),
    (0xfe00, 0xfe0f, Fate::Selector),
    (0xfeff, 0xfeff, Fate::Dropped),
    (0xfff9, 0xfffc, Fate::Dropped),
    (0xe0000, 0xe007f, Fate::Refused("an invisible tag character")),
    (0xe0100, 0xe01ef, Fate::Selector),
    (0xf0000, 0xffffd, PRIVATE),
    (0x0010_0000, 0x0010_fffd, PRIVATE),
];

/// Letters that run from right to left.
pub const RIGHT_TO_LEFT: &[(u32, u32)] = &[
    (0x590, 0x61b),
    (0x61d, 0x8ff),
    (0xfb1d, 0xfdcf),
    (0xfdf0, 0xfdff),
    (0xfe70, 0xfefc),
    (0x10800, 0x10fff),
    (0x1e800, 0x1efff),
];

/// Beside which a joiner has a meaning: scripts whose letters join, and emoji.
pub const JOINED: &[(u32, u32)] = &[
    (0x590, 0x61b),
    (0x61d, 0x109f),
    (0x1700, 0x18af),
    (0x1900, 0x1cff),
    (0x203c, 0x203c),
    (0x2049, 0x2049),
    (0x2122, 0x2bff),
    (0xa800, 0xabff),
    (0xfb1d, 0xfdcf),
    (0xfdf0, 0xfdff),
    (0xfe0f, 0xfe0f),
    (0xfe70, 0xfefc),
    (0x10800, 0x16fff),
    (0x1e800, 0x1efff),
    (0x1f000, 0x1faff),
];

/// What has several forms to choose from: symbols, emoji, and characters of Chinese, Japanese and Burmese.
pub const SELECTED: &[(u32, u32)] = &[
    (0xa9, 0xa9),
    (0xae, 0xae),
    (0x1000, 0x109f),
    (0x203c, 0x203c),
    (0x2049, 0x2049),
    (0x2122, 0x2bff),
    (0x3000, 0x9fff),
    (0xa840, 0xa87f),
    (0xf900, 0xfaff),
    (0x1f000, 0x1faff),
    (0x20000, 0x3fffd),
];

/// What characters are called in English and in Spanish.
pub const NAMES: &[(u32, &str, &str)] = &[
    (0x7, "bell", "campana"),
    (0x8, "backspace", "retroceso"),
    (0xb, "vertical tab", "tabulación vertical"),
    (0xc, "form feed", "salto de página"),
    (0xd, "carriage return", "retorno de carro"),
    (0x1b, "escape", "escape"),
    (0x7f, "delete", "supresión"),
    (0x85, "next line", "línea siguiente"),
    (0xad, "soft hyphen", "guion opcional"),
    (0x61c, "Arabic letter mark", "marca de letra árabe"),
    (0x200b, "zero width space", "espacio de ancho cero"),
    (0x200c, "zero width non-joiner", "separador de ancho cero"),
    (0x200d, "zero width joiner", "unión de ancho cero"),
    (0x200e, "left-to-right mark", "marca de izquierda a derecha"),
    (0x200f, "right-to-left mark", "marca de derecha a izquierda"),
    (0x2028, "line separator", "separador de líneas"),
    (0x2029, "paragraph separator", "separador de párrafos"),
    (0x202a, "left-to-right embedding", "inserción de izquierda a derecha"),
    (0x202b, "right-to-left embedding", "inserción de derecha a izquierda"),
    (0x202c, "end of embedding", "fin de inserción"),
    (0x202d, "left-to-right override", "forzar de izquierda a derecha"),
    (0x202e, "right-to-left override", "forzar de derecha a izquierda"),
    (0x2060, "word joiner", "unión de palabras"),
    (0x2066, "left-to-right isolate", "aislamiento de izquierda a derecha"),
    (0x2067, "right-to-left isolate", "aislamiento de derecha a izquierda"),
    (0x2068, "first strong isolate", "aislamiento por el primer carácter"),
    (0x2069, "end of isolate", "fin de aislamiento"),
    (0xf0b7, "bullet of the font Symbol", "viñeta de la fuente Symbol"),
    (0xf0a7, "bullet of the font Wingdings", "viñeta de la fuente Wingdings"),
    (0xfe0f, "emoji selector", "selector de emoji"),
    (0xfeff, "byte order mark", "marca de orden de bytes"),
    (0xfffc, "place of a picture", "lugar de una imagen"),
];

/// What becomes of a character; `None` for one that is what it seems.
#[must_use]
pub fn fate(character: char) -> Option<Fate> {
    let code = u32::from(character);
    // Nearly every character of most texts.
    if matches!(code, 0x20..=0x7e | 0x9 | 0xa | 0xae..=0x61b) {
        return None;
    }
    if code & 0xfffe == 0xfffe {
        return Some(NONE);
    }
    let at = TABLE.partition_point(|(_, last, _)| *last < code);
    TABLE.get(at).filter(|(first, ..)| *first <= code).map(|(.., fate)| *fate)
}

/// Whether a character can be left in a text that has been cleaned, to be refused.
#[must_use]
pub fn is_refused(character: char) -> bool {
    matches!(fate(character), Some(Fate::Refused(_) | Fate::Turn | Fate::Bullet))
}

/// Whether a character is in one of the ranges.
#[must_use]
pub fn is_in(ranges: &[(u32, u32)], character: char) -> bool {
    let code = u32::from(character);
    ranges.get(ranges.partition_point(|(_, last)| *last < code)).is_some_and(|(first, _)| *first <= code)
}

/// What a character is called in English, where it has a name here.
#[must_use]
pub fn name(character: char) -> Option<&'static str> {
    NAMES.iter().find(|(known, ..)| *known == u32::from(character)).map(|(_, name, _)| *name)
}
