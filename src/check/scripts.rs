//! The writing systems of the people served for which no font comes with affiant, each with a free font that has it.

use unicode_script::{Script as Known, UnicodeScript as _};

/// A writing system.
pub(super) struct Script {
    /// Its name, as in a sentence.
    pub(super) name: &'static str,
    /// A free font made for it.
    pub(super) font: &'static str,
}

/// The writing systems, with Unicode's name for each.
const SCRIPTS: &[(Known, Script)] = &[
    (Known::Adlam, Script { name: "Adlam", font: "Noto Sans Adlam" }),
    (Known::Arabic, Script { name: "Arabic letters", font: "Noto Naskh Arabic" }),
    (Known::Armenian, Script { name: "Armenian", font: "Noto Serif Armenian" }),
    (Known::Bengali, Script { name: "Bengali", font: "Noto Serif Bengali" }),
    (Known::Bopomofo, Script { name: "Chinese", font: "Noto Serif TC" }),
    (Known::Canadian_Aboriginal, Script { name: "Canadian syllabics", font: "Noto Sans Canadian Aboriginal" }),
    (Known::Cherokee, Script { name: "Cherokee", font: "Noto Sans Cherokee" }),
    (Known::Devanagari, Script { name: "Devanagari (Hindi, Nepali)", font: "Noto Serif Devanagari" }),
    (Known::Ethiopic, Script { name: "Ethiopic (Amharic, Tigrinya)", font: "Noto Serif Ethiopic" }),
    (Known::Georgian, Script { name: "Georgian", font: "Noto Serif Georgian" }),
    (Known::Gujarati, Script { name: "Gujarati", font: "Noto Serif Gujarati" }),
    (Known::Gurmukhi, Script { name: "Gurmukhi (Punjabi)", font: "Noto Serif Gurmukhi" }),
    (Known::Han, Script { name: "Chinese characters", font: "Noto Serif SC" }),
    (Known::Hangul, Script { name: "Korean", font: "Noto Serif KR" }),
    (Known::Hebrew, Script { name: "Hebrew", font: "Noto Serif Hebrew" }),
    (Known::Hiragana, Script { name: "Japanese", font: "Noto Serif JP" }),
    (Known::Kannada, Script { name: "Kannada", font: "Noto Serif Kannada" }),
    (Known::Katakana, Script { name: "Japanese", font: "Noto Serif JP" }),
    (Known::Khmer, Script { name: "Khmer", font: "Noto Serif Khmer" }),
    (Known::Lao, Script { name: "Lao", font: "Noto Serif Lao" }),
    (Known::Malayalam, Script { name: "Malayalam", font: "Noto Serif Malayalam" }),
    (Known::Mongolian, Script { name: "Mongolian", font: "Noto Sans Mongolian" }),
    (Known::Myanmar, Script { name: "Burmese letters", font: "Noto Serif Myanmar" }),
    (Known::Nko, Script { name: "N’Ko", font: "Noto Sans NKo" }),
    (Known::Nyiakeng_Puachue_Hmong, Script { name: "Hmong", font: "Noto Serif NP Hmong" }),
    (Known::Hanifi_Rohingya, Script { name: "Rohingya", font: "Noto Sans Hanifi Rohingya" }),
    (Known::Oriya, Script { name: "Odia", font: "Noto Serif Oriya" }),
    (Known::Pahawh_Hmong, Script { name: "Hmong", font: "Noto Sans Pahawh Hmong" }),
    (Known::Sinhala, Script { name: "Sinhala", font: "Noto Serif Sinhala" }),
    (Known::Syriac, Script { name: "Syriac letters", font: "Noto Sans Syriac" }),
    (Known::Tamil, Script { name: "Tamil", font: "Noto Serif Tamil" }),
    (Known::Telugu, Script { name: "Telugu", font: "Noto Serif Telugu" }),
    (Known::Thaana, Script { name: "Thaana", font: "Noto Sans Thaana" }),
    (Known::Thai, Script { name: "Thai", font: "Noto Serif Thai" }),
    (Known::Tibetan, Script { name: "Tibetan", font: "Noto Serif Tibetan" }),
    (Known::Tifinagh, Script { name: "Tifinagh", font: "Noto Sans Tifinagh" }),
    (Known::Vai, Script { name: "Vai", font: "Noto Sans Vai" }),
    (Known::Yi, Script { name: "Yi", font: "Noto Sans Yi" }),
];

/// The writing system that a character is of, if it is one of these.
pub(super) fn of(c: char) -> Option<&'static Script> {
    let script = c.script();
    SCRIPTS.iter().find(|(known, _)| *known == script).map(|(_, script)| script)
}

/// Whether the character is of an emoji or belongs to one.
pub(super) fn is_emoji(c: char) -> bool {
    matches!(c, '\u{fe0f}' | '\u{20e3}' | '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' | '\u{e0020}'..='\u{e007f}')
}
