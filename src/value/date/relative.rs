//! Dates that count from today: "38 years ago", "hace dos meses", "last spring", "ayer".
//!
//! What is said so is rarely exact, so all but "today" and "yesterday" become an approximation.

use jiff::civil::Date;

use super::lexemes::{Lexeme, Word};
use super::{DateError, Holiday, PaperDate, When, calendar};

/// How far back.
enum Back {
    Years(i32),
    Months(i32),
    Days(i32),
    /// To the day, so many days.
    Exactly(i32),
    /// Today's year or month.
    This(Word),
    /// The last one of what comes every year.
    Yearly(Word),
    Weekday(i8),
}

/// None where the text does not count from today.
pub(super) fn read(lexemes: &[Lexeme], today: Option<Date>) -> Option<Result<PaperDate, DateError>> {
    let back = back(lexemes)?;
    Some(today.ok_or(DateError::Relative).and_then(|today| counted(&back, today)))
}

fn back(lexemes: &[Lexeme]) -> Option<Back> {
    let kept: Vec<&Lexeme> = lexemes
        .iter()
        .filter(|it| !matches!(it, Lexeme::Word(Word::Noise | Word::About) | Lexeme::Sign(',' | '.')))
        .collect();
    let counted = |number: &Lexeme, unit: &Lexeme| {
        let number: i32 = match number {
            Lexeme::Figures(figures) if figures.len() <= 3 => figures.parse().ok()?,
            Lexeme::Word(Word::Number(number)) => (*number).into(),
            Lexeme::Word(Word::A) => 1,
            _ => return None,
        };
        Some(match unit {
            Lexeme::Word(Word::Year | Word::Years) => Back::Years(number),
            Lexeme::Word(Word::Month) => Back::Months(number),
            Lexeme::Word(Word::Week) => Back::Days(number * 7),
            Lexeme::Word(Word::Day) => Back::Days(number),
            _ => return None,
        })
    };
    match kept[..] {
        // "About yesterday" is not a day.
        [Lexeme::Word(Word::DaysBack(days))] if !lexemes.contains(&Lexeme::Word(Word::About)) => {
            Some(Back::Exactly(*days))
        }
        [Lexeme::Word(Word::Past), number, unit]
        | [Lexeme::Word(Word::Past), number, unit, Lexeme::Word(Word::Back)]
        | [number, unit, Lexeme::Word(Word::AgoOrAugust | Word::Back)] => counted(number, unit),
        // "About this year" is not this year.
        [Lexeme::Word(Word::This), Lexeme::Word(unit @ (Word::Year | Word::Month))]
            if !lexemes.contains(&Lexeme::Word(Word::About)) =>
        {
            Some(Back::This(*unit))
        }
        [Lexeme::Word(Word::Last), Lexeme::Word(named)] | [Lexeme::Word(named), Lexeme::Word(Word::Last)] => {
            match named {
                Word::Year => Some(Back::Years(1)),
                Word::Month => Some(Back::Months(1)),
                Word::Week => Some(Back::Days(7)),
                Word::Season(_) | Word::MonthNamed(_) | Word::Holiday(_) => Some(Back::Yearly(*named)),
                Word::Weekday(weekday) => Some(Back::Weekday(*weekday)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn counted(back: &Back, today: Date) -> Result<PaperDate, DateError> {
    let year = i32::from(today.year());
    let about = |when: When| PaperDate::About(when.into());
    let of_year =
        |year: i32| i16::try_from(year).ok().and_then(|year| When::year(year).ok()).ok_or(DateError::NotADate);
    let of_month = |date: Date| When::month(date.year(), date.month().into());
    match *back {
        Back::Years(years) => of_year(year - years).map(about),
        Back::Months(months) => {
            let count = year * 12 + i32::from(today.month()) - 1 - months;
            let year = of_year(count.div_euclid(12))?;
            let When::Year(year) = year else { return Err(DateError::NotADate) };
            let month = i16::try_from(count.rem_euclid(12) + 1).unwrap_or(1);
            When::month(year, month).map(about)
        }
        Back::Days(days) => of_month(calendar::minus(today, days)).map(about),
        Back::This(Word::Year) => of_year(year).map(|when| PaperDate::At(when.into())),
        Back::This(_) => of_month(today).map(|when| PaperDate::At(when.into())),
        Back::Exactly(days) => Ok(PaperDate::day(calendar::minus(today, days))),
        Back::Yearly(word) => {
            let ends = |year: i16| {
                let when = match word {
                    Word::Season(season) => When::Season(year, season),
                    Word::MonthNamed(month) => When::Month(year, month),
                    Word::Holiday(at) => When::Holiday(year, Holiday::at(at)?),
                    _ => return None,
                };
                Some(when.place().1)
            };
            let over = |year: i16| ends(year).is_some_and(|end| end < today);
            let this = today.year();
            let back = (0..3).find(|back| over(this - back)).ok_or(DateError::NotADate)?;
            of_year(i32::from(this - back)).map(about)
        }
        Back::Weekday(weekday) => {
            let ahead = i32::from((today.weekday().to_monday_one_offset() - weekday).rem_euclid(7));
            of_month(calendar::minus(today, if ahead == 0 { 7 } else { ahead })).map(about)
        }
    }
}
