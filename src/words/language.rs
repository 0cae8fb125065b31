//! The language that a passage of prose is in.

use std::borrow::Cow;
use std::collections::BTreeMap;

use unicode_script::UnicodeScript as _;
use whichlang::Lang;

/// With fewer words, names of another language decide: measured, ten are always right between English and Spanish.
const LEAST: usize = 10;
/// A passage with this share of English words, in hundredths, is English, whatever else is in it.
const ENGLISH: usize = 10;
/// What opens a quotation.
const QUOTES: [char; 3] = ['"', '“', '«'];
/// Words that English texts of any kind are full of, and other languages hardly have; in order.
const COMMON: &[&str] = &[
    "and", "are", "at", "been", "but", "by", "for", "from", "had", "have", "her", "his", "i", "in", "is", "it", "my",
    "not", "of", "on", "our", "she", "that", "the", "their", "they", "this", "to", "was", "we", "were", "when", "who",
    "with",
];

/// The tag of the language, such as `es`; `None` for fewer than ten words. What stands between quotes is somebody
/// else's, and words with a capital may be names: neither counts.
#[must_use]
pub fn of(text: &str) -> Option<&'static str> {
    let own = without_quotes(text);
    Tally::of(&own).language(|| own)
}

/// The language of the whole, then of each paragraph that has words enough: one in Spanish among others in English is
/// one too many.
pub fn all(text: &str) -> Vec<&'static str> {
    if !text.contains("\n\n") {
        return of(text).into_iter().collect();
    }
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let own = without_quotes(paragraph);
        (Tally::of(&own), own)
    });
    let paragraphs: Vec<(Tally, Cow<'_, str>)> = paragraphs.collect();
    // What is quoted may go over paragraphs; where nothing is, the paragraphs have been counted already.
    let whole = if text.contains(QUOTES) {
        of(text)
    } else {
        let sum = |sum: Tally, (one, _): &(Tally, _)| Tally {
            words: sum.words + one.words,
            english: sum.english + one.english,
        };
        paragraphs.iter().fold(Tally::default(), sum).language(|| Cow::Borrowed(text))
    };
    whole.into_iter().chain(paragraphs.into_iter().filter_map(|(tally, own)| tally.language(|| own))).collect()
}

/// How many words a text has that are no names, and how many of them English texts are full of.
#[derive(Clone, Copy, Default)]
struct Tally {
    words: usize,
    english: usize,
}

impl Tally {
    fn of(text: &str) -> Self {
        let mut tally = Self::default();
        for word in plain_words(text) {
            tally.words += weight(word);
            tally.english += usize::from(is_common(word.trim_matches(|letter: char| !letter.is_alphabetic())));
        }
        tally
    }

    /// The language of the text that was counted.
    fn language<'t>(self, text: impl FnOnce() -> Cow<'t, str>) -> Option<&'static str> {
        if self.words < LEAST {
            return None;
        }
        if self.english * 100 >= self.words * ENGLISH {
            return Some("en");
        }
        let words = plain_words(&text()).collect::<Vec<_>>().join(" ");
        Some(by_letters(&words).unwrap_or_else(|| tag(whichlang::detect_language(&words))))
    }
}

fn is_common(word: &str) -> bool {
    const LONGEST: usize = 5;
    word.len() <= LONGEST && COMMON.binary_search(&word).is_ok()
}

/// The words that begin with a small letter.
fn plain_words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| {
        let first = word.chars().find(|letter| letter.is_alphanumeric());
        first.is_some_and(|first| first.is_alphabetic() && !first.is_uppercase())
    })
}

/// The language by the letters that most of the words are in, where that is enough to know it, or to know that the
/// languages told apart by their words are none of it. A letter's script is Unicode's.
fn by_letters(words: &str) -> Option<&'static str> {
    // Nearly all texts: looking up the script of each letter takes longer than reading the paper.
    if words.chars().all(|letter| letter < '\u{370}') {
        return None;
    }
    let mut scripts: BTreeMap<&str, usize> = BTreeMap::new();
    for letter in words.chars().filter(|letter| letter.is_alphabetic()) {
        *scripts.entry(letter.script().full_name()).or_default() += 1;
    }
    let (script, _) = scripts.into_iter().max_by_key(|(_, count)| *count)?;
    let holds = |letters: &str| words.contains(|letter| letters.contains(letter));
    match script {
        "Cyrillic" if holds("іїєґ") => Some("uk"),
        // Persian, Urdu and Pashto have letters that Arabic does not have.
        "Arabic" if holds("پچژگکیٹڈړښ") => Some(OTHER),
        "Latin" | "Cyrillic" | "Arabic" | "Han" | "Hiragana" | "Katakana" | "Hangul" | "Devanagari" => None,
        "Hebrew" => Some("he"),
        "Greek" => Some("el"),
        "Armenian" => Some("hy"),
        "Georgian" => Some("ka"),
        "Ethiopic" => Some("am"),
        "Myanmar" => Some("my"),
        "Thai" => Some("th"),
        "Khmer" => Some("km"),
        "Bengali" => Some("bn"),
        "Tamil" => Some("ta"),
        "Gujarati" => Some("gu"),
        "Gurmukhi" => Some("pa"),
        "Telugu" => Some("te"),
        _ => Some(OTHER),
    }
}

/// How many words a run of letters is: Chinese, Japanese and Thai put no spaces between theirs.
fn weight(word: &str) -> usize {
    if word.is_ascii() {
        return 1;
    }
    let unspaced = word
        .chars()
        .filter(|letter| matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{3040}'..='\u{9fff}'));
    unspaced.count().div_ceil(2).max(1)
}

/// A text without its quotations; an odd quote opens none.
fn without_quotes(text: &str) -> Cow<'_, str> {
    if !text.contains(QUOTES) {
        return Cow::Borrowed(text);
    }
    let straight = text.matches('"').count().is_multiple_of(2);
    let mut out = String::with_capacity(text.len());
    let mut closing = None;
    for letter in text.chars() {
        match (closing, letter) {
            (Some(close), _) if letter == close => closing = None,
            (None, '“') if text.contains('”') => closing = Some('”'),
            (None, '«') if text.contains('»') => closing = Some('»'),
            (None, '"') if straight => closing = Some('"'),
            (Some(_), _) => {}
            (None, _) => out.push(letter),
        }
    }
    Cow::Owned(out)
}

/// What a language is called in English, by its tag.
#[must_use]
pub fn name(tag: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|(known, ..)| *known == tag).map(|(_, name, _)| *name)
}

/// What a language is called in Spanish, by its tag.
#[must_use]
pub fn spanish_name(tag: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|(known, ..)| *known == tag).map(|(.., name)| *name)
}

/// A language that cannot be told, as BCP 47 writes it.
const OTHER: &str = "und";

const LANGUAGES: &[(&str, &str, &str)] = &[
    (OTHER, "another language", "otro idioma"),
    ("am", "Amharic", "amárico"),
    ("ar", "Arabic", "árabe"),
    ("zh", "Chinese", "chino"),
    ("bn", "Bengali", "bengalí"),
    ("de", "German", "alemán"),
    ("el", "Greek", "griego"),
    ("en", "English", "inglés"),
    ("fr", "French", "francés"),
    ("gu", "Gujarati", "guyaratí"),
    ("he", "Hebrew", "hebreo"),
    ("hi", "Hindi", "hindi"),
    ("hy", "Armenian", "armenio"),
    ("it", "Italian", "italiano"),
    ("ja", "Japanese", "japonés"),
    ("ka", "Georgian", "georgiano"),
    ("km", "Khmer", "jemer"),
    ("ko", "Korean", "coreano"),
    ("my", "Burmese", "birmano"),
    ("nl", "Dutch", "neerlandés"),
    ("pa", "Punjabi", "panyabí"),
    ("pt", "Portuguese", "portugués"),
    ("ru", "Russian", "ruso"),
    ("es", "Spanish", "español"),
    ("sv", "Swedish", "sueco"),
    ("ta", "Tamil", "tamil"),
    ("te", "Telugu", "telugu"),
    ("th", "Thai", "tailandés"),
    ("tr", "Turkish", "turco"),
    ("uk", "Ukrainian", "ucraniano"),
    ("vi", "Vietnamese", "vietnamita"),
];

fn tag(language: Lang) -> &'static str {
    match language {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    }
}
