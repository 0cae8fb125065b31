//! One stretch of time as words and figures say it: "early March 2014", "Easter 2015", "the 1990s".

use super::lexemes::{Lexeme, Word};
use super::{DateError, Holiday, PaperDate, Part, Season, Stretch, Unclear, When};

/// What the writer should be told of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// It was counted from today: "38 years ago".
    Counted,
    /// The day of the week is another one.
    Weekday,
}

/// A stretch with what it makes of the day of the week that was named with it.
pub(super) type Placed = (Stretch, Option<Remark>);

/// A year as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Year {
    Whole(i16),
    /// Its last two figures.
    Short(i16),
}

impl Year {
    fn of(figures: &str) -> Option<Self> {
        let number = figures.parse().ok()?;
        match figures.len() {
            4 => Some(Self::Whole(number)),
            2 => Some(Self::Short(number)),
            _ => None,
        }
    }

    /// The years that it can be. In the middle of a century nobody means the next one.
    pub fn can_be(self) -> Vec<i16> {
        match self {
            Self::Whole(year) => vec![year],
            Self::Short(year @ ..50) => vec![2000 + year, 1900 + year],
            Self::Short(year) => vec![1900 + year],
        }
    }
}

/// What the words of one stretch say, each at most once.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Parts {
    part: Option<Part>,
    weekday: Option<i8>,
    day: Option<i16>,
    month: Option<i8>,
    season: Option<Season>,
    holiday: Option<Holiday>,
    year: Option<Year>,
    decade: Option<Year>,
    /// Whether the season goes over the end of its year.
    turns: bool,
}

/// What a number says of the word that follows it.
enum Counted {
    Nothing,
    /// "One day", "un domingo": some day, nobody says which.
    Indefinite,
    /// "Two days": a length of time.
    Several,
}

fn counted(lexeme: &Lexeme, next: Option<&Lexeme>) -> Counted {
    let Some(Lexeme::Word(next)) = next else { return Counted::Nothing };
    let is_unit = matches!(next, Word::Day | Word::Month | Word::Year);
    let is_named =
        matches!(next, Word::Weekday(_) | Word::MonthNamed(_) | Word::Season(_) | Word::Holiday(_) | Word::Part(_));
    match lexeme {
        Lexeme::Word(Word::Number(1)) if is_unit || is_named => Counted::Indefinite,
        Lexeme::Word(Word::Number(_)) if is_unit => Counted::Several,
        Lexeme::Figures(figures) if is_unit && figures.len() <= 2 => Counted::Several,
        _ => Counted::Nothing,
    }
}

/// Puts in what was not said before.
pub(super) fn once<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.is_none().then(|| *place = Some(value))
}

impl Parts {
    /// What words say of a date in figures: "early 3/2014", "Monday 5/5/2014".
    pub fn beside_figures(part: Option<Part>, weekday: Option<i8>) -> Self {
        Self { part, weekday, ..Self::default() }
    }

    /// None where a word does not belong into a stretch, or says again what was said.
    pub fn of(lexemes: &[Lexeme]) -> Option<Self> {
        let mut parts = Self::default();
        let mut small: Vec<(i16, bool)> = Vec::new();
        let (mut decade, mut apostrophe, mut in_words) = (false, false, false);
        for (at, lexeme) in lexemes.iter().enumerate() {
            match counted(lexeme, lexemes.get(at + 1)) {
                // "One day in May" is no first of May, and "one Sunday" none either.
                Counted::Indefinite => continue,
                Counted::Several => return None,
                Counted::Nothing => {}
            }
            match lexeme {
                Lexeme::Sign('\'') => apostrophe = true,
                Lexeme::Sign(',' | '.' | '-' | '/' | '(' | ')')
                | Lexeme::Word(Word::Noise | Word::Year | Word::Month | Word::Day) => {}
                Lexeme::Word(Word::Decade | Word::Years) => decade = true,
                Lexeme::Word(Word::Part(part)) => once(&mut parts.part, *part)?,
                Lexeme::Word(Word::Weekday(weekday)) => once(&mut parts.weekday, *weekday)?,
                Lexeme::Word(Word::MonthNamed(month)) => once(&mut parts.month, *month)?,
                Lexeme::Word(Word::AgoOrAugust) => once(&mut parts.month, 8)?,
                Lexeme::Word(Word::Season(season)) => once(&mut parts.season, *season)?,
                Lexeme::Word(Word::Holiday(at)) => once(&mut parts.holiday, Holiday::at(*at)?)?,
                Lexeme::Word(Word::Tens(tens)) => once(&mut parts.decade, Year::Short(*tens))?,
                Lexeme::Word(Word::Ordinal(day)) | Lexeme::Day(day) => once(&mut parts.day, *day)?,
                Lexeme::Word(Word::Number(number)) => {
                    in_words = true;
                    small.push((*number, false));
                }
                Lexeme::Turn(year) => {
                    parts.turns = true;
                    once(&mut parts.year, Year::Whole(*year))?;
                }
                Lexeme::Decade(figures) => once(&mut parts.decade, Year::of(figures)?)?,
                Lexeme::Figures(figures) => match Year::of(figures) {
                    Some(year @ Year::Whole(_)) => once(&mut parts.year, year)?,
                    _ if figures.len() <= 2 => {
                        small.push((figures.parse().ok()?, apostrophe && figures.len() == 2));
                        apostrophe = false;
                    }
                    _ => return None,
                },
                _ => return None,
            }
        }
        // "Twelve" is no year.
        if in_words && parts.month.is_none() && !decade {
            return None;
        }
        parts.sort(&small, decade)?;
        Some(parts)
    }

    /// What the numbers of one or two figures are: days, or the ends of years.
    fn sort(&mut self, small: &[(i16, bool)], decade: bool) -> Option<()> {
        if decade && self.decade.is_none() {
            return match (small, self.year) {
                ([(tens, _)], None) => once(&mut self.decade, Year::Short(*tens)),
                ([], Some(year @ Year::Whole(_))) => {
                    self.year = None;
                    once(&mut self.decade, year)
                }
                _ => None,
            };
        }
        match small {
            [] => Some(()),
            [(number, apostrophe)] => {
                let year = *apostrophe || *number > 31 || self.season.is_some() || self.holiday.is_some();
                let day_known = self.day.is_some();
                if (year || day_known) && self.year.is_none() && self.decade.is_none() {
                    once(&mut self.year, Year::Short(*number))
                } else {
                    once(&mut self.day, *number)
                }
            }
            [(day, false), (year, _)] if self.month.is_some() => {
                once(&mut self.day, *day)?;
                once(&mut self.year, Year::Short(*year))
            }
            _ => None,
        }
    }

    /// What this first one leaves out and the second one says.
    pub fn borrow(&mut self, other: &Self) {
        if self.year.is_none() && self.decade.is_none() {
            self.year = other.year;
        }
        self.borrow_month(other);
    }

    pub fn borrow_month(&mut self, other: &Self) {
        if self.day.is_some() && self.month.is_none() {
            self.month = other.month;
        }
    }

    /// The one stretch that all of it says.
    pub fn placed(self) -> Result<Placed, DateError> {
        if self.turns && self.season.is_none() {
            return Err(DateError::NotADate);
        }
        let decade = |year: i16| {
            // "The 1900s" is a century to most people.
            if year % 10 != 0 || (year % 100 == 0 && year < 2000) || !(1000..=9990).contains(&year) {
                return Err(DateError::NotADate);
            }
            Ok(When::Decade(year))
        };
        let whens: Vec<Result<When, DateError>> = match self {
            Self { decade: Some(years), day: None, month: None, season: None, holiday: None, year: None, .. } => {
                years.can_be().into_iter().map(decade).collect()
            }
            Self { decade: Some(_), .. } => return Err(DateError::NotADate),
            Self { day, month, season, holiday, year, .. } => {
                // A number alone is the end of a year or nothing.
                let (day, year) = match (day, year) {
                    (Some(number @ 10..=99), None) if month.is_none() => (None, Some(Year::Short(number))),
                    other => other,
                };
                let year = year.ok_or(match (month, season, holiday) {
                    (None, None, None) => DateError::NotADate,
                    _ => DateError::NoYear,
                })?;
                let when = |year: i16| match (day, month, season, holiday) {
                    (None, None, None, None) => When::year(year),
                    (None, Some(month), None, None) => When::month(year, month.into()),
                    (Some(day), Some(month), None, None) => When::date(year, month.into(), day),
                    (None, None, Some(season), None) if self.turns => {
                        When::year(year).map(|_| When::Turn(year, season))
                    }
                    (None, None, Some(season), None) => When::year(year).map(|_| When::Season(year, season)),
                    (None, None, None, Some(holiday)) => When::year(year).map(|_| When::Holiday(year, holiday)),
                    _ => Err(DateError::NotADate),
                };
                let whens = year.can_be().into_iter().map(when).collect();
                return self.settled(whens, matches!(year, Year::Short(_)));
            }
        };
        self.settled(whens, matches!(self.decade, Some(Year::Short(_))))
    }

    pub fn settled(self, whens: Vec<Result<When, DateError>>, short: bool) -> Result<Placed, DateError> {
        let stretch = |when: When| match (self.part, when) {
            (Some(_), When::Day(_) | When::Holiday(..)) => Err(DateError::NotADate),
            (part, when) => Ok(Stretch { part, when }),
        };
        let first = whens.first().cloned().unwrap_or(Err(DateError::NotADate));
        let stretches: Vec<Stretch> = whens.into_iter().flatten().filter_map(|when| stretch(when).ok()).collect();
        if short && !stretches.is_empty() {
            let dates = stretches.into_iter().map(PaperDate::At).collect();
            return Err(DateError::Unclear(Unclear::ShortYear, dates));
        }
        let stretch = stretch(first?)?;
        Ok((stretch, misfit(self.weekday, stretch)?))
    }
}

/// What there is to say of the day of the week; one that is named without a day is none.
fn misfit(weekday: Option<i8>, stretch: Stretch) -> Result<Option<Remark>, DateError> {
    match (weekday, stretch.when) {
        (None, _) => Ok(None),
        (Some(weekday), When::Day(date)) => {
            Ok((date.weekday().to_monday_one_offset() != weekday).then_some(Remark::Weekday))
        }
        _ => Err(DateError::NotADate),
    }
}
