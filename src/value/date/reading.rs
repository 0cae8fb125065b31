//! Reading a date as people write it.
//!
//! 1. The forms of the files, `2026-11-12`, are read at once.
//! 2. The text is taken apart into figures, signs and words of the table; a word that the table does not have ends it.
//! 3. What counts from today ("38 years ago") is turned into a date.
//! 4. "About", "before", "after", "or", "between" and "to" are taken off; what is left is one stretch of time, or two.
//!
//! The script of the offline form goes the same way, over the same table; a list of cases holds the two together.

use jiff::civil::Date;

use super::lexemes::{Lexeme, Word, lexemes};
use super::{DateError, Holiday, PaperDate, Part, Season, Stretch, Unclear, When, relative};
use crate::value::reading::{folded, table};

/// A date that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    /// The date.
    pub date: PaperDate,
    /// What the writer should be told of it.
    pub remark: Option<Remark>,
}

/// What the writer should be told of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// It was counted from today: "38 years ago".
    Counted,
    /// The day of the week is another one.
    Weekday,
}

pub(super) fn read(text: &str, today: Option<Date>) -> Result<Read, DateError> {
    let plain = |when: When| Read { date: PaperDate::At(when.into()), remark: None };
    if let Some(when) = iso(text) {
        return when.map(plain);
    }
    let lexemes = lexemes(text);
    let lexemes = trimmed(&lexemes);
    if let Some(date) = relative::read(lexemes, today) {
        return date.map(|date| Read { date, remark: Some(Remark::Counted) });
    }
    if let Some(unclear) = zeros(text) {
        return Err(unclear);
    }
    hedged(lexemes).map_err(|error| match error {
        DateError::NotADate if has_clock(lexemes) => DateError::Clock,
        error => error,
    })
}

/// Whether a time of day is named: "noon", "3 pm", `10:00`.
fn has_clock(lexemes: &[Lexeme]) -> bool {
    let hours = |three: &[Lexeme]| matches!(three, [Lexeme::Figures(_), Lexeme::Sign(':'), Lexeme::Figures(_)]);
    lexemes.contains(&Lexeme::Word(Word::Clock)) || lexemes.windows(3).any(hours)
}

/// `2026-11-12`, `2026-11`, `2014`.
fn iso(text: &str) -> Option<Result<When, DateError>> {
    let number = |part: &str, width: usize| {
        let figures = part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit());
        figures.then(|| part.parse::<i16>().ok()).flatten()
    };
    let parts: Vec<&str> = text.split('-').collect();
    let when = match parts[..] {
        [year] => When::year(number(year, 4)?),
        [year, month] => {
            let (year, month) = (number(year, 4)?, number(month, 2)?);
            if month == 0 {
                return None;
            }
            When::month(year, month)
        }
        [year, month, day] => {
            let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
            if month == 0 || day == 0 {
                return None;
            }
            When::date(year, month, day)
        }
        _ => return None,
    };
    Some(when)
}

/// Without the signs and small words around it.
fn trimmed(lexemes: &[Lexeme]) -> &[Lexeme] {
    let empty = |lexeme: &Lexeme| matches!(lexeme, Lexeme::Sign(',' | '.' | '(' | ')') | Lexeme::Word(Word::Noise));
    let start = lexemes.iter().position(|lexeme| !empty(lexeme)).unwrap_or(lexemes.len());
    let end = lexemes.iter().rposition(|lexeme| !empty(lexeme)).map_or(start, |last| last + 1);
    match &lexemes[start..end] {
        // "a fines de 2014", "al final de 2014".
        [Lexeme::Word(Word::A), rest @ ..] if matches!(rest.first(), Some(Lexeme::Word(Word::Part(_)))) => rest,
        rest => rest,
    }
}

/// `00/00/1990`, `1990-05-00`, `??/1990`: what is left of it is for the writer to confirm.
fn zeros(text: &str) -> Option<DateError> {
    let blanks = &table().marks.blank;
    let text = folded(text);
    let text = text.trim();
    let sign = ['/', '.', '-'].into_iter().find(|sign| text.contains(*sign))?;
    let parts: Vec<&str> = text.split(sign).map(str::trim).collect();
    let figures = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_blank = |part: &str| {
        let few = (1..=2).contains(&part.chars().count());
        few && (part.bytes().all(|byte| byte == b'0') || part.chars().all(|letter| blanks.contains(letter)))
    };
    let year_first = parts.first().is_some_and(|part| part.len() == 4 && figures(part));
    let (year, rest) = if year_first { parts.split_first()? } else { parts.split_last()? };
    let known = |part: &&&str| !is_blank(part);
    let fits = rest.iter().all(|part| is_blank(part) || (part.len() <= 2 && figures(part)));
    if year.len() != 4 || !figures(year) || rest.len() > 2 || !fits || rest.iter().all(|part| !is_blank(part)) {
        return None;
    }
    let year: i16 = year.parse().ok()?;
    let month = if year_first { rest.first().filter(known) } else { rest.iter().find(known) };
    let month = month.and_then(|part| part.parse::<i16>().ok());
    let when = month.and_then(|month| When::month(year, month).ok()).or_else(|| When::year(year).ok());
    Some(match when {
        Some(when) => DateError::Unclear(Unclear::Zeros, vec![PaperDate::At(when.into())]),
        None => DateError::NoSuchDay,
    })
}

/// A stretch with what it makes of the day of the week that was named with it.
type Placed = (Stretch, Option<Remark>);

fn hedged(lexemes: &[Lexeme]) -> Result<Read, DateError> {
    let one = |lexemes: &[Lexeme], hedge: fn(Stretch) -> PaperDate| {
        let (stretch, remark) = stretch(lexemes).map_err(|error| under(error, hedge))?;
        Ok(Read { date: hedge(stretch), remark })
    };
    match lexemes {
        [Lexeme::Word(Word::About), rest @ ..] | [rest @ .., Lexeme::Word(Word::About)] => {
            one(trimmed(rest), PaperDate::About)
        }
        [Lexeme::Word(Word::Before), rest @ ..] => one(trimmed(rest), PaperDate::Before),
        [Lexeme::Word(Word::After), rest @ ..] => one(trimmed(rest), PaperDate::After),
        [Lexeme::Word(Word::Between), rest @ ..] => two(rest, &[Join::And, Join::Through], PaperDate::Between),
        [Lexeme::Figures(first), Lexeme::Sign('-'), Lexeme::Figures(last)] if is_short_range(first, last) => {
            let year = |figures: &str| figures.parse().map_err(|_| DateError::NotADate).and_then(When::year);
            let (first, last) = (year(first)?, year(&format!("{}{last}", &first[..2]))?);
            Err(DateError::Unclear(Unclear::ShortYear, vec![PaperDate::Through(first.into(), last.into())]))
        }
        _ => match one(lexemes, PaperDate::At) {
            Err(DateError::NotADate) => match two(lexemes, &[Join::Or], PaperDate::Either) {
                Err(DateError::NotADate) => two(lexemes, &[Join::Through], PaperDate::Through),
                read => read,
            },
            read => read,
        },
    }
}

/// `2012-14`, which is no month.
fn is_short_range(first: &str, last: &str) -> bool {
    first.len() == 4 && last.len() == 2 && last > "12" && first.get(2..).is_some_and(|end| end < last)
}

/// The same question about the dates that a hedge makes of them.
fn under(error: DateError, hedge: fn(Stretch) -> PaperDate) -> DateError {
    let hedged = |date: &PaperDate| if let PaperDate::At(stretch) = date { hedge(*stretch) } else { *date };
    match error {
        DateError::Unclear(why, dates) => DateError::Unclear(why, dates.iter().map(hedged).collect()),
        error => error,
    }
}

/// What joins two stretches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Join {
    Or,
    And,
    Through,
}

impl Join {
    fn of(lexeme: &Lexeme) -> Option<Self> {
        match lexeme {
            Lexeme::Word(Word::Or) => Some(Self::Or),
            Lexeme::Word(Word::And) => Some(Self::And),
            Lexeme::Word(Word::Through | Word::A) | Lexeme::Sign('-') => Some(Self::Through),
            _ => None,
        }
    }
}

/// Two stretches with one of these words between them; what one leaves out, the other may say: "March or April 2014".
fn two(lexemes: &[Lexeme], joins: &[Join], make: fn(Stretch, Stretch) -> PaperDate) -> Result<Read, DateError> {
    let mut error = DateError::NotADate;
    for (at, _) in lexemes.iter().enumerate().filter(|(_, it)| Join::of(it).is_some_and(|join| joins.contains(&join))) {
        let (Some(mut one), Some(mut other)) =
            (Side::of(trimmed(&lexemes[..at])), Side::of(trimmed(&lexemes[at + 1..])))
        else {
            continue;
        };
        if let (Side::Words(one), Side::Words(other)) = (&mut one, &mut other) {
            one.borrow(other);
            other.borrow_month(one);
        }
        match (one.placed(), other.placed()) {
            (Ok((one, _)), Ok((other, _))) if one == other => return Err(DateError::NotADate),
            (Ok((one, first)), Ok((other, second))) => {
                return Ok(Read { date: make(one, other), remark: first.or(second) });
            }
            (Err(DateError::Unclear(why, ones)), Err(DateError::Unclear(_, others))) if ones.len() == others.len() => {
                let pair = |(one, other): (&PaperDate, &PaperDate)| match (one, other) {
                    (PaperDate::At(one), PaperDate::At(other)) => make(*one, *other),
                    (one, _) => *one,
                };
                error = DateError::Unclear(why, ones.iter().zip(&others).map(pair).collect());
            }
            (Err(why @ (DateError::NoSuchDay | DateError::NoYear)), _)
            | (_, Err(why @ (DateError::NoSuchDay | DateError::NoYear)))
                if error == DateError::NotADate =>
            {
                error = why;
            }
            _ => {}
        }
    }
    Err(error)
}

/// One of two stretches.
enum Side {
    /// `2014-03`, `3/3/2014`.
    Figures(Result<Placed, DateError>),
    Words(Parts),
}

impl Side {
    fn of(lexemes: &[Lexeme]) -> Option<Self> {
        in_figures(lexemes).map(Self::Figures).or_else(|| Parts::of(lexemes).map(Self::Words))
    }

    fn placed(self) -> Result<Placed, DateError> {
        match self {
            Self::Figures(placed) => placed,
            Self::Words(parts) => parts.placed(),
        }
    }
}

fn stretch(lexemes: &[Lexeme]) -> Result<Placed, DateError> {
    if let Some(placed) = in_figures(lexemes) {
        return placed;
    }
    Parts::of(lexemes).ok_or(DateError::NotADate)?.placed()
}

/// A year as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Year {
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
    fn can_be(self) -> Vec<i16> {
        match self {
            Self::Whole(year) => vec![year],
            Self::Short(year @ ..50) => vec![2000 + year, 1900 + year],
            Self::Short(year) => vec![1900 + year],
        }
    }
}

/// What the words of one stretch say, each at most once.
#[derive(Clone, Copy, Debug, Default)]
struct Parts {
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
fn once<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.is_none().then(|| *place = Some(value))
}

impl Parts {
    /// None where a word does not belong into a stretch, or says again what was said.
    fn of(lexemes: &[Lexeme]) -> Option<Self> {
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
    fn borrow(&mut self, other: &Self) {
        if self.year.is_none() && self.decade.is_none() {
            self.year = other.year;
        }
        self.borrow_month(other);
    }

    fn borrow_month(&mut self, other: &Self) {
        if self.day.is_some() && self.month.is_none() {
            self.month = other.month;
        }
    }

    /// The one stretch that all of it says.
    fn placed(self) -> Result<Placed, DateError> {
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

    fn settled(self, whens: Vec<Result<When, DateError>>, short: bool) -> Result<Placed, DateError> {
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

/// `3/4/2026`, `25.12.2026`, `2026/11/3`, `11/2026`, `12.11.25`: figures between strokes, points or hyphens. None for
/// what is more than figures.
fn in_figures(lexemes: &[Lexeme]) -> Option<Result<Placed, DateError>> {
    let (mut weekday, mut part, mut figures, mut signs) = (None, None, Vec::new(), Vec::new());
    for lexeme in lexemes {
        match lexeme {
            Lexeme::Word(Word::Weekday(day)) if figures.is_empty() => once(&mut weekday, *day)?,
            Lexeme::Word(Word::Part(of)) if figures.is_empty() => once(&mut part, *of)?,
            Lexeme::Word(Word::Noise) | Lexeme::Sign(',' | '.' | '-') if figures.is_empty() => {}
            Lexeme::Figures(run) if figures.len() == signs.len() => figures.push(run.as_str()),
            Lexeme::Sign(sign @ ('/' | '.' | '-')) if figures.len() == signs.len() + 1 => signs.push(*sign),
            _ => return None,
        }
    }
    let same = signs.windows(2).all(|pair| pair[0] == pair[1]);
    if figures.len() != signs.len() + 1 || signs.is_empty() || !same {
        return None;
    }
    let widths: Vec<usize> = figures.iter().map(|run| run.len()).collect();
    let numbers: Vec<i16> = figures.iter().filter_map(|run| run.parse().ok()).collect();
    let (why, whens) = match (&widths[..], &numbers[..]) {
        ([4, 1..=2, 1..=2], [year, month, day]) => (Unclear::TwoWays, vec![When::date(*year, *month, *day)]),
        ([4, 1..=2], [year, month]) | ([1..=2, 4], [month, year]) => {
            (Unclear::TwoWays, vec![When::month(*year, *month)])
        }
        ([1..=2, 1..=2, 4], [first, second, year]) => {
            (Unclear::TwoWays, vec![When::date(*year, *first, *second), When::date(*year, *second, *first)])
        }
        ([1..=2, 1..=2, 2], [first, second, third]) => {
            let years = |year: i16| Year::Short(year).can_be();
            let orders = |year| [When::date(year, *first, *second), When::date(year, *second, *first)];
            let mut whens: Vec<_> = years(*third).into_iter().flat_map(orders).collect();
            if whens.iter().all(Result::is_err) {
                whens = years(*first).into_iter().map(|year| When::date(year, *second, *third)).collect();
            }
            (Unclear::ShortYear, whens)
        }
        ([1..=2, 2], [month, year]) if signs == ['/'] => {
            let years = Year::Short(*year).can_be();
            (Unclear::ShortYear, years.into_iter().map(|year| When::month(year, *month)).collect())
        }
        _ => return None,
    };
    let parts = Parts { part, weekday, ..Parts::default() };
    let mut found: Vec<When> = Vec::new();
    for when in whens.into_iter().flatten() {
        if !found.contains(&when) {
            found.push(when);
        }
    }
    Some(match found[..] {
        [] => Err(DateError::NoSuchDay),
        [only] if why == Unclear::TwoWays => parts.settled(vec![Ok(only)], false),
        _ if part.is_some() => Err(DateError::NotADate),
        _ => Err(DateError::Unclear(why, found.into_iter().map(|when| PaperDate::At(when.into())).collect())),
    })
}
