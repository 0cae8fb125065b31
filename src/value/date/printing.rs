//! Dates written out in English and Spanish, always so that they read back as themselves.

use super::{Locale, PaperDate, Part, Season, Stretch, When};
use crate::value::reading::table;

/// How the figures of a date are written: `26`, or `twenty-six`.
#[derive(Clone, Copy)]
pub struct Figures {
    /// The day of a month, as it stands beside the month.
    pub day: fn(i8, Locale) -> String,
    /// A year.
    pub year: fn(i16, Locale) -> String,
    /// A decade, by its first year.
    pub decade: fn(i16, Locale) -> String,
}

const PLAIN: Figures = Figures {
    day: |day, _| day.to_string(),
    year: |year, _| format!("{year:04}"),
    decade: |year, locale| match locale {
        Locale::En => format!("{year}s"),
        Locale::Es => format!("la década de {year}"),
    },
};

/// The name of a month.
fn month_name(locale: Locale, month: i8) -> &'static str {
    let names = usize::try_from(month - 1).ok().and_then(|at| table().months.get(at));
    names.and_then(|names| names.get(place(locale))).map_or("", String::as_str)
}

/// Whether a word is the English name of a month, as papers print it.
#[must_use]
pub fn is_english_month(word: &str) -> bool {
    table().months.iter().any(|names| names.first().is_some_and(|name| name == word))
}

fn place(locale: Locale) -> usize {
    usize::from(locale == Locale::Es)
}

impl Season {
    pub(crate) fn name(self, locale: Locale) -> &'static str {
        let at = Self::ALL.into_iter().position(|season| season == self).unwrap_or_default();
        let names = table().seasons.get(at).and_then(|names| names.get(place(locale)));
        names.map_or("", String::as_str)
    }
}

impl PaperDate {
    /// Written out: `November 12, 2026`, `late 2014`, `about 2014`, `between 2012 and 2014`.
    #[must_use]
    pub fn long(self, locale: Locale) -> String {
        self.written(locale, PLAIN)
    }

    /// In figures: `11/12/2026` in English, `12/11/2026` in Spanish, `2026-11` for a month; all else stays in words.
    #[must_use]
    pub fn numeric(self, locale: Locale) -> String {
        match (self, locale) {
            (Self::At(Stretch { when: When::Day(date), .. }), Locale::En) => {
                format!("{:02}/{:02}/{}", date.month(), date.day(), date.year())
            }
            (Self::At(Stretch { when: When::Day(date), .. }), Locale::Es) => {
                format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
            }
            (Self::At(Stretch { when: When::Month(year, month), part: None }), _) => format!("{year:04}-{month:02}"),
            _ => self.long(locale),
        }
    }

    /// As a file of answers holds it: a form of the standard where there is one, else English words.
    #[must_use]
    pub fn kept(self) -> String {
        match self {
            Self::At(Stretch { when: When::Day(day), .. }) => day.to_string(),
            Self::At(Stretch { when: When::Month(..), part: None }) => self.numeric(Locale::En),
            _ => self.long(Locale::En),
        }
    }

    /// Written out with figures of another form.
    #[must_use]
    pub fn written(self, locale: Locale, figures: Figures) -> String {
        let by = Writing { figures };
        match (locale, self) {
            (Locale::En, Self::At(stretch)) => by.english(stretch),
            (Locale::En, Self::About(stretch)) => format!("about {}", by.english(stretch)),
            (Locale::En, Self::Before(stretch)) => format!("before {}", by.english(stretch)),
            (Locale::En, Self::After(stretch)) => format!("after {}", by.english(stretch)),
            (Locale::En, Self::Either(one, other)) => format!("{} or {}", by.english(one), by.english(other)),
            (Locale::En, Self::Between(one, other)) => format!("between {} and {}", by.english(one), by.english(other)),
            (Locale::En, Self::Through(one, other)) => format!("{} to {}", by.english(one), by.english(other)),
            (Locale::Es, Self::At(stretch)) => by.spanish(stretch),
            (Locale::Es, Self::About(stretch)) => format!("alrededor {}", by.after("de", stretch)),
            (Locale::Es, Self::Before(stretch)) => format!("antes {}", by.after("de", stretch)),
            (Locale::Es, Self::After(stretch)) => format!("después {}", by.after("de", stretch)),
            (Locale::Es, Self::Either(one, other)) => {
                let other = by.named(other);
                let or = if other.starts_with('o') { "u" } else { "o" };
                format!("{} {or} {other}", by.named(one))
            }
            (Locale::Es, Self::Between(one, other)) => {
                let other = by.named(other);
                let and = if other.starts_with('i') { "e" } else { "y" };
                format!("entre {} {and} {other}", by.named(one))
            }
            (Locale::Es, Self::Through(one, other)) => {
                format!("{} {}", by.after("de", one), by.after("a", other))
            }
        }
    }
}

struct Writing {
    figures: Figures,
}

impl Writing {
    fn english(&self, stretch: Stretch) -> String {
        let figures = self.figures;
        let year = |year: i16| (figures.year)(year, Locale::En);
        let (article, when) = match stretch.when {
            When::Day(date) => {
                let day = (figures.day)(date.day(), Locale::En);
                ("", format!("{} {day}, {}", month_name(Locale::En, date.month()), year(date.year())))
            }
            When::Holiday(of, holiday) => ("", format!("{} {}", holiday.name(Locale::En), year(of))),
            When::Month(of, month) => ("", format!("{} {}", month_name(Locale::En, month), year(of))),
            When::Season(of, season) => ("", format!("{} {}", season.name(Locale::En), year(of))),
            When::Turn(of, season) => {
                ("", format!("{} {}–{}", season.name(Locale::En), year(of), year(of.saturating_add(1))))
            }
            When::Year(of) => ("", year(of)),
            When::Decade(of) => ("the ", (figures.decade)(of, Locale::En)),
        };
        match stretch.part {
            None => format!("{article}{when}"),
            Some(Part::Early) => format!("{article}early {when}"),
            Some(Part::Mid) => format!("{article}mid-{when}"),
            Some(Part::Late) => format!("{article}late {when}"),
        }
    }

    /// `12 de noviembre de 2026`, `fines de 2014`, `principios del verano de 2014`.
    fn spanish(&self, stretch: Stretch) -> String {
        let (article, when) = self.spanish_when(stretch.when);
        let part = match stretch.part {
            None if matches!(stretch.when, When::Decade(_)) => return format!("{article}{when}"),
            None => return when,
            Some(Part::Early) => "principios",
            Some(Part::Mid) => "mediados",
            Some(Part::Late) => "fines",
        };
        format!("{part} {}", contracted("de", article, &when))
    }

    /// With the article that Spanish wants between two of them: `entre el verano de 2014 y …`.
    fn named(&self, stretch: Stretch) -> String {
        if stretch.part.is_some() {
            return self.spanish(stretch);
        }
        let (article, when) = self.spanish_when(stretch.when);
        format!("{article}{when}")
    }

    /// After `de` or `a`, which become one word with `el`.
    fn after(&self, word: &str, stretch: Stretch) -> String {
        if stretch.part.is_some() {
            return format!("{word} {}", self.spanish(stretch));
        }
        let (article, when) = self.spanish_when(stretch.when);
        contracted(word, article, &when)
    }

    /// The article and the words.
    fn spanish_when(&self, when: When) -> (&'static str, String) {
        let figures = self.figures;
        let year = |year: i16| (figures.year)(year, Locale::Es);
        match when {
            When::Day(date) => {
                let day = (figures.day)(date.day(), Locale::Es);
                ("el ", format!("{day} de {} de {}", month_name(Locale::Es, date.month()), year(date.year())))
            }
            When::Holiday(of, holiday) => {
                let name = holiday.name(Locale::Es);
                let article = if name.starts_with("Día ") { "el " } else { "" };
                (article, format!("{name} de {}", year(of)))
            }
            When::Month(of, month) => ("", format!("{} de {}", month_name(Locale::Es, month), year(of))),
            When::Season(of, season) => {
                let article = if season == Season::Spring { "la " } else { "el " };
                (article, format!("{} de {}", season.name(Locale::Es), year(of)))
            }
            When::Turn(of, season) => {
                ("el ", format!("{} de {}–{}", season.name(Locale::Es), year(of), year(of.saturating_add(1))))
            }
            When::Year(of) => ("", year(of)),
            When::Decade(of) => {
                let decade = (figures.decade)(of, Locale::Es);
                ("la ", decade.strip_prefix("la ").map(str::to_owned).unwrap_or(decade))
            }
        }
    }
}

fn contracted(word: &str, article: &str, when: &str) -> String {
    match (word, article) {
        ("de", "el ") => format!("del {when}"),
        ("a", "el ") => format!("al {when}"),
        _ => format!("{word} {article}{when}"),
    }
}
