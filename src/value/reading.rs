//! The one table of words and marks by which dates, numbers, money and telephone numbers are read.
//!
//! The script of the offline form reads the same file.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The table as text, for the script.
pub const TEXT: &str = include_str!("reading.json");

/// The table.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    pub marks: Marks,
    /// Words of dates by what they mean.
    pub words: BTreeMap<String, Vec<String>>,
    /// The English name, the Spanish one, and what else they are called.
    pub months: Vec<Vec<String>>,
    pub seasons: Vec<Vec<String>>,
    pub weekdays: Vec<Vec<String>>,
    pub holidays: Vec<HolidayEntry>,
    pub tens: Vec<Counted>,
    pub ordinal_endings: Vec<String>,
    pub ordinals: Vec<Counted>,
    pub numbers: Vec<Counted>,
    pub quantity: Quantities,
    pub money: Currencies,
    pub phone: Phones,
    pub email: Emails,
}

/// Characters that stand for others or for nothing.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Marks {
    pub invisible: String,
    pub dashes: String,
    pub apostrophes: String,
    pub about: String,
    pub blank: String,
    /// The zeros of other scripts; their figures follow them up to nine.
    pub zeros: String,
}

/// A number and the words for it.
#[derive(Debug, Deserialize)]
#[serde(from = "Vec<serde_json::Value>")]
pub(super) struct Counted {
    pub number: i16,
    pub words: Vec<String>,
}

impl From<Vec<serde_json::Value>> for Counted {
    fn from(entry: Vec<serde_json::Value>) -> Self {
        let number = entry.first().and_then(serde_json::Value::as_i64).and_then(|number| i16::try_from(number).ok());
        let words = entry.iter().filter_map(|word| word.as_str().map(str::to_owned)).collect();
        Self { number: number.unwrap_or_default(), words }
    }
}

/// A holiday: its names, English and Spanish first, and how its day is found.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HolidayEntry {
    pub names: Vec<String>,
    pub rule: HolidayRule,
}

/// How the day of a holiday is found.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum HolidayRule {
    /// So many days after Easter Sunday, and for how many days.
    Easter {
        easter: i32,
        #[serde(default)]
        days: Option<i32>,
    },
    /// The same day each year.
    Day { month: i8, day: i8 },
    /// The `nth` weekday (Monday is 1) of a month, from its end where it is negative.
    Weekday { month: i8, weekday: i8, nth: i8 },
}

/// Words around a number that is no exact one.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Quantities {
    pub about: Vec<String>,
    pub through: Vec<String>,
    pub or: Vec<String>,
    pub and: Vec<String>,
    pub between: Vec<String>,
    /// A word that is one number in Spanish and another one in English.
    pub twofold: Vec<(String, i64, i64)>,
}

/// Currencies: the ISO 4217 code, then what people write for it; and what several currencies are called.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Currencies {
    pub currencies: Vec<Vec<String>>,
    pub unclear: Vec<String>,
}

/// Words before an e-mail address.
#[derive(Debug, Default, Deserialize)]
pub struct Emails {
    /// "mailto", "correo".
    pub prefixes: Vec<String>,
}

/// Words around a telephone number.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Phones {
    pub prefixes: Vec<String>,
    pub extensions: Vec<String>,
    pub between: Vec<String>,
}

/// The table. A file that does not fit is found by a test before it can be missed here.
pub(super) fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(|| serde_json::from_str(TEXT).unwrap_or_default());
    &TABLE
}

/// A text with the figures of all scripts as those of ours. Dates are not read so: other figures are often those of
/// another calendar's years.
pub(super) fn in_our_figures(text: &str) -> String {
    let ours = |letter: char| {
        let of =
            |zero: char| u32::from(letter).checked_sub(u32::from(zero)).and_then(|ahead| char::from_digit(ahead, 10));
        table().marks.zeros.chars().find_map(of).unwrap_or(letter)
    };
    text.chars().map(ours).collect()
}

/// A text in the plain form in which words are compared: small letters without accents, one kind of dash and
/// apostrophe, nothing that cannot be seen.
pub(super) fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let marks = &table().marks;
    let plain = |letter: char| match letter {
        _ if marks.invisible.contains(letter) || ('\u{300}'..='\u{36f}').contains(&letter) => None,
        _ if marks.dashes.contains(letter) => Some('-'),
        _ if marks.apostrophes.contains(letter) => Some('\''),
        _ => Some(letter),
    };
    text.chars().filter_map(plain).nfkd().filter_map(plain).flat_map(char::to_lowercase).collect()
}
