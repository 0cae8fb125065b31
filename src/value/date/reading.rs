//! Reading a date as people write it.
//!
//! 1. The forms of the files, `2026-11-12`, are read at once.
//! 2. The text is taken apart into figures, signs and words of the table; a word that the table does not have ends it.
//! 3. What counts from today ("38 years ago") is turned into a date.
//! 4. "About", "before", "after", "or", "between" and "to" are taken off; what is left is one stretch of time, or two.
//!
//! The script of the offline form goes the same way, over the same table; a list of cases holds the two together.

use jiff::civil::Date;

use super::figures::{in_figures, iso, zeros};
use super::lexemes::{Lexeme, Word, lexemes};
use super::parts::{Parts, Placed, Remark};
use super::{DateError, PaperDate, Stretch, Unclear, When, relative};

/// A date that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    /// The date.
    pub date: PaperDate,
    /// What the writer should be told of it.
    pub remark: Option<Remark>,
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
