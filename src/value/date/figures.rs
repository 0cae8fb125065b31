//! Dates in figures: `2026-11-12`, `3/4/2026`, `12.11.25`, `00/00/1990`.

use super::lexemes::{Lexeme, Word};
use super::parts::{Parts, Placed, Year, once};
use super::{DateError, PaperDate, Unclear, When};
use crate::value::reading::{folded, table};

/// `2026-11-12`, `2026-11`, `2014`.
pub(super) fn iso(text: &str) -> Option<Result<When, DateError>> {
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

/// `00/00/1990`, `1990-05-00`, `??/1990`: what is left of it is for the writer to confirm.
pub(super) fn zeros(text: &str) -> Option<DateError> {
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

/// `3/4/2026`, `25.12.2026`, `2026/11/3`, `11/2026`, `12.11.25`: figures between strokes, points or hyphens. None for
/// what is more than figures.
pub(super) fn in_figures(lexemes: &[Lexeme]) -> Option<Result<Placed, DateError>> {
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
    let parts = Parts::beside_figures(part, weekday);
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
