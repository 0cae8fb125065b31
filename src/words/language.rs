//! The language that a passage of prose is in.

use whichlang::Lang;

/// With fewer words, names of another language decide: measured, ten are always right between English and Spanish.
const LEAST: usize = 10;
/// A passage with this share of English words, in hundredths, is English, whatever else is in it.
const ENGLISH: usize = 10;
/// Words that English texts of any kind are full of, and other languages hardly have.
const COMMON: &[&str] = &[
    "the", "and", "of", "to", "in", "was", "with", "that", "my", "his", "her", "they", "from", "when", "she", "it",
    "for", "on", "we", "have", "had", "were", "are", "our", "i", "is", "at", "by", "been", "who", "their", "this",
    "not", "but",
];

/// The tag of the language, such as `es`; `None` for fewer than ten words. What stands between quotes is somebody
/// else's, and words with a capital may be names: neither counts.
#[must_use]
pub fn of(text: &str) -> Option<&'static str> {
    let own = without_quotes(text);
    let plain = |word: &&str| {
        let first = word.chars().find(|letter| letter.is_alphanumeric());
        first.is_some_and(|first| first.is_alphabetic() && !first.is_uppercase())
    };
    let words: Vec<&str> = own.split_whitespace().filter(plain).collect();
    let count: usize = words.iter().map(|word| weight(word)).sum();
    if count < LEAST {
        return None;
    }
    let english = |word: &&&str| COMMON.contains(&word.trim_matches(|letter: char| !letter.is_alphabetic()));
    if words.iter().filter(english).count() * 100 >= count * ENGLISH {
        return Some("en");
    }
    Some(tag(whichlang::detect_language(&words.join(" "))))
}

/// The language of the whole, then of each paragraph that has words enough: one in Spanish among others in English is
/// one too many.
pub fn all(text: &str) -> impl Iterator<Item = &'static str> {
    let paragraphs = text.split("\n\n").filter(move |paragraph| paragraph.len() < text.len());
    std::iter::once(text).chain(paragraphs).filter_map(of)
}

/// How many words a run of letters is: Chinese, Japanese and Thai put no spaces between theirs.
fn weight(word: &str) -> usize {
    let unspaced = word
        .chars()
        .filter(|letter| matches!(letter, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{3040}'..='\u{9fff}'));
    unspaced.count().div_ceil(2).max(1)
}

/// A text without its quotations; an odd quote opens none.
fn without_quotes(text: &str) -> String {
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
    out
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

const LANGUAGES: &[(&str, &str, &str)] = &[
    ("ar", "Arabic", "árabe"),
    ("zh", "Chinese", "chino"),
    ("de", "German", "alemán"),
    ("en", "English", "inglés"),
    ("fr", "French", "francés"),
    ("hi", "Hindi", "hindi"),
    ("it", "Italian", "italiano"),
    ("ja", "Japanese", "japonés"),
    ("ko", "Korean", "coreano"),
    ("nl", "Dutch", "neerlandés"),
    ("pt", "Portuguese", "portugués"),
    ("ru", "Russian", "ruso"),
    ("es", "Spanish", "español"),
    ("sv", "Swedish", "sueco"),
    ("tr", "Turkish", "turco"),
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
