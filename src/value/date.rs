//! Dates as people know them: to the day, the month, the season or the year, or "about".

use std::fmt;

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

/// The language that values are written out in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// English as written in the United States.
    #[default]
    En,
    /// Spanish.
    Es,
}

impl Locale {
    /// The locale of an IETF language tag; English for a language that affiant has no words for.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        if tag == "es" || tag.starts_with("es-") { Self::Es } else { Self::En }
    }
}

/// A date with the precision that somebody gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PaperDate {
    /// Whether it is an approximation: "about 2014".
    pub about: bool,
    /// The date as far as it is known.
    pub when: When,
}

/// How far a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// To the day.
    Day(Date),
    /// To the month: year, and month 1–12.
    Month(i16, i8),
    /// To the season; a winter is named by the year it begins in.
    Season(i16, Season),
    /// To the year.
    Year(i16),
}

/// A season of the northern year; people anchor memories to it when they know no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Season {
    /// March to May.
    Spring,
    /// June to August.
    Summer,
    /// September to November; also "autumn".
    Fall,
    /// December to February.
    Winter,
}

/// The months in English, as dates have them.
pub const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// The months in Spanish.
const MONTHS_ES: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

pub(crate) fn month_name(locale: Locale, month: i8) -> &'static str {
    let names = match locale {
        Locale::En => MONTHS_EN,
        Locale::Es => MONTHS_ES,
    };
    usize::try_from(month - 1).ok().and_then(|at| names.get(at).copied()).unwrap_or("")
}

/// The month 1–12 that a word names, in English or Spanish, whole or as its first three letters.
fn month_number(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_lowercase();
    (1..=12).zip(MONTHS_EN.iter().zip(MONTHS_ES)).find_map(|(number, (en, es))| {
        let en = en.to_lowercase();
        let matches = word == en || word == es || (word.len() == 3 && (en.starts_with(&word) || es.starts_with(&word)));
        (matches || (number == 9 && word == "sept")).then_some(number)
    })
}

/// All words that name a month in what people write, in small letters: whole ones, then what is short for them.
#[must_use]
pub fn month_words() -> Vec<String> {
    let mut words: Vec<String> = MONTHS_EN.iter().map(|name| name.to_lowercase()).collect();
    words.insert(9, "sept".to_owned());
    words.extend(MONTHS_ES.map(str::to_owned));
    for name in MONTHS_EN.iter().chain(&MONTHS_ES) {
        let short: String = name.to_lowercase().chars().take(3).collect();
        if !words.contains(&short) {
            words.push(short);
        }
    }
    words
}

/// The words that make a date an approximation.
pub const ABOUT: [&str; 9] =
    ["about", "circa", "c.", "ca.", "around", "approximately", "hacia", "aproximadamente", "alrededor de"];

impl Season {
    /// The words for the seasons.
    pub const WORDS: [(&str, Self); 9] = [
        ("spring", Self::Spring),
        ("summer", Self::Summer),
        ("fall", Self::Fall),
        ("autumn", Self::Fall),
        ("winter", Self::Winter),
        ("primavera", Self::Spring),
        ("verano", Self::Summer),
        ("otoño", Self::Fall),
        ("invierno", Self::Winter),
    ];

    pub(crate) fn name(self, locale: Locale) -> &'static str {
        match (locale, self) {
            (Locale::En, Self::Spring) => "spring",
            (Locale::En, Self::Summer) => "summer",
            (Locale::En, Self::Fall) => "fall",
            (Locale::En, Self::Winter) => "winter",
            (Locale::Es, Self::Spring) => "primavera",
            (Locale::Es, Self::Summer) => "verano",
            (Locale::Es, Self::Fall) => "otoño",
            (Locale::Es, Self::Winter) => "invierno",
        }
    }

    fn of(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(known, _)| *known == word).map(|(_, season)| *season)
    }

    fn first_month(self) -> i8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Fall => 9,
            Self::Winter => 12,
        }
    }
}

/// Why a text is not a date; the words go into a message, so they hold no part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateError {
    /// Nothing that affiant reads as a date.
    NotADate,
    /// A day that the calendar does not have, such as February 30.
    NoSuchDay,
    /// `3/4/2026`: March 4 or April 3.
    Ambiguous,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotADate => "not a date",
            Self::NoSuchDay => "the calendar has no such day",
            Self::Ambiguous => "the day and the month cannot be told apart",
        })
    }
}

impl PaperDate {
    /// A date known to the day.
    #[must_use]
    pub fn day(date: Date) -> Self {
        Self { about: false, when: When::Day(date) }
    }

    /// Reads `2026-11-12`, `2026-11`, `2014`, `spring 2014`, `about 2014`, `March 2014`, `12 November 2026`,
    /// `November 12, 2026`, and the same in Spanish.
    ///
    /// # Errors
    /// Says why the text is no date, without repeating it.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        if let Ok(when) = When::parse_iso(text) {
            return Ok(Self { about: false, when });
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let text: String = words.join(" ").nfc().flat_map(char::to_lowercase).collect();
        let about = ABOUT.iter().find_map(|word| text.strip_prefix(word)?.strip_prefix(' '));
        Ok(Self { about: about.is_some(), when: When::parse(about.unwrap_or(&text))? })
    }

    /// The date, if it is known to the day and is no approximation.
    #[must_use]
    pub fn exact(self) -> Option<Date> {
        match self.when {
            When::Day(date) if !self.about => Some(date),
            _ => None,
        }
    }

    /// The first and the last day that the date can mean; an approximation is taken at its word.
    #[must_use]
    pub fn bounds(self) -> (Date, Date) {
        // A winter that begins in the last year that there is ends with it.
        let month_start = |year: i16, month: i8| Date::new(year, month, 1).unwrap_or(Date::MAX);
        let month_end = |year: i16, month: i8| month_start(year, month).last_of_month();
        match self.when {
            When::Day(date) => (date, date),
            When::Month(year, month) => (month_start(year, month), month_end(year, month)),
            When::Season(year, Season::Winter) => (month_start(year, 12), month_end(year.saturating_add(1), 2)),
            When::Season(year, season) => {
                let first = season.first_month();
                (month_start(year, first), month_end(year, first + 2))
            }
            When::Year(year) => (month_start(year, 1), month_end(year, 12)),
        }
    }

    /// Whether every day this can mean lies before every day that `other` can mean.
    #[must_use]
    pub fn is_before(self, other: Self) -> bool {
        self.bounds().1 < other.bounds().0
    }

    /// Written out: `November 12, 2026`, `November 2026`, `spring 2014`, `about 2014`.
    #[must_use]
    pub fn long(self, locale: Locale) -> String {
        let when = match (locale, self.when) {
            (Locale::En, When::Day(date)) => {
                format!("{} {}, {}", month_name(locale, date.month()), date.day(), date.year())
            }
            (Locale::Es, When::Day(date)) => {
                format!("{} de {} de {}", date.day(), month_name(locale, date.month()), date.year())
            }
            (Locale::En, When::Month(year, month)) => format!("{} {year}", month_name(locale, month)),
            (Locale::Es, When::Month(year, month)) => format!("{} de {year}", month_name(locale, month)),
            (Locale::En, When::Season(year, season)) => format!("{} {year}", season.name(locale)),
            (Locale::Es, When::Season(year, season)) => format!("{} de {year}", season.name(locale)),
            (_, When::Year(year)) => year.to_string(),
        };
        match (self.about, locale) {
            (false, _) => when,
            (true, Locale::En) => format!("about {when}"),
            (true, Locale::Es) => format!("hacia {when}"),
        }
    }

    /// In figures: `11/12/2026` in English, `12/11/2026` in Spanish, `2026-11` for a month; a season stays in
    /// words, and so does an approximation.
    #[must_use]
    pub fn numeric(self, locale: Locale) -> String {
        match (self.when, locale) {
            _ if self.about => self.long(locale),
            (When::Day(date), Locale::En) => format!("{:02}/{:02}/{}", date.month(), date.day(), date.year()),
            (When::Day(date), Locale::Es) => format!("{:02}/{:02}/{}", date.day(), date.month(), date.year()),
            (When::Month(year, month), _) => format!("{year}-{month:02}"),
            _ => self.long(locale),
        }
    }

    /// Whole years from this date to `on`; `None` while the precision leaves two answers, or when `on` is earlier.
    #[must_use]
    pub fn age_on(self, on: Date) -> Option<i16> {
        let years = |birth: Date| {
            let had_birthday = (on.month(), on.day()) >= (birth.month(), birth.day());
            on.year() - birth.year() - i16::from(!had_birthday)
        };
        let (first, last) = self.bounds();
        (!self.about && last <= on && years(first) == years(last)).then(|| years(first))
    }
}

impl When {
    fn parse(text: &str) -> Result<Self, DateError> {
        let text = text.trim();
        if text.contains('/') {
            let parts: Vec<Option<u16>> = text.split('/').map(|part| part.trim().parse().ok()).collect();
            let either = matches!(parts[..], [Some(1..=12), Some(1..=12), Some(_)]);
            return Err(if either { DateError::Ambiguous } else { DateError::NotADate });
        }
        if text.starts_with(|first: char| first.is_ascii_digit()) && !text.contains(' ') {
            return Self::parse_iso(text);
        }
        Self::parse_words(text)
    }

    fn parse_iso(text: &str) -> Result<Self, DateError> {
        let number = |part: &str, width: usize| {
            (part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| part.parse::<i16>().ok())
                .flatten()
                .ok_or(DateError::NotADate)
        };
        let parts: Vec<&str> = text.split('-').collect();
        match parts[..] {
            [year] => Self::year(number(year, 4)?),
            [year, month] => Self::month(number(year, 4)?, number(month, 2)?),
            [year, month, day] => Self::date(number(year, 4)?, number(month, 2)?, number(day, 2)?),
            _ => Err(DateError::NotADate),
        }
    }

    fn parse_words(text: &str) -> Result<Self, DateError> {
        let filler = |word: &&str| word.is_empty() || matches!(*word, "de" | "of" | "del" | "the");
        let words: Vec<&str> = text.split([' ', ',']).filter(|word| !filler(word)).collect();
        let year = |word: &str| {
            let digits = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| word.parse::<i16>().ok()).flatten().ok_or(DateError::NotADate)
        };
        let day = |word: &str| {
            let digits = word.trim_end_matches(|last: char| !last.is_ascii_digit());
            match (digits.parse::<u8>(), &word[digits.len()..]) {
                (Ok(day), "" | "st" | "nd" | "rd" | "th" | "º" | ".º" | "°") => Ok(i16::from(day)),
                _ if word == "primero" => Ok(1),
                _ => Err(DateError::NotADate),
            }
        };
        match words[..] {
            [season, named] if Season::of(season).is_some() => {
                let season = Season::of(season).ok_or(DateError::NotADate)?;
                let year = year(named)?;
                Self::year(year).map(|_| Self::Season(year, season))
            }
            [month, named] => {
                let month = month_number(month).ok_or(DateError::NotADate)?;
                Self::month(year(named)?, i16::from(month))
            }
            [first, second, named] => {
                let (month, date) = match (month_number(first), month_number(second)) {
                    (Some(month), None) => (month, day(second)?),
                    (None, Some(month)) => (month, day(first)?),
                    _ => return Err(DateError::NotADate),
                };
                Self::date(year(named)?, i16::from(month), date)
            }
            _ => Err(DateError::NotADate),
        }
    }

    fn year(year: i16) -> Result<Self, DateError> {
        if year >= 1 { Ok(Self::Year(year)) } else { Err(DateError::NoSuchDay) }
    }

    fn month(year: i16, month: i16) -> Result<Self, DateError> {
        match i8::try_from(month) {
            Ok(month @ 1..=12) if year >= 1 => Ok(Self::Month(year, month)),
            _ => Err(DateError::NoSuchDay),
        }
    }

    fn date(year: i16, month: i16, day: i16) -> Result<Self, DateError> {
        let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else { return Err(DateError::NoSuchDay) };
        Self::year(year)?;
        Date::new(year, month, day).map(Self::Day).map_err(|_| DateError::NoSuchDay)
    }
}
