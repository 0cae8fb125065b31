//! Reading what a person typed, by the kind of answer that is wanted.

use super::{Interface, Kind};
use crate::diag::{Code, Diagnostic};
use crate::facts::characters;
use crate::fields::Choice;
use crate::value::date::{DateError, Locale};
use crate::value::{PaperDate, When};

/// An answer as it goes into the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Words within a line, or the value of a choice.
    Text(String),
    /// Paragraphs.
    Prose(String),
    /// A date known to the day: `2026-11-03`.
    Day(String),
    /// A whole number.
    Number(i64),
    /// Yes or no.
    YesNo(bool),
    /// Several, each on its line.
    Lines(Vec<String>),
    /// Somebody who is in no file, by name.
    Named(String),
    /// "I don't know."
    Unknown,
    /// "I'd rather not say."
    Declined,
}

/// Why what was typed is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The key of [`Interface::wrong`] that says it.
    Wrong(&'static str),
    /// `3/4/2026`: the two days that it can mean, each as words and as a reply.
    WhichDay(Vec<(String, Reply)>),
}

/// Reads an answer of a kind; of what the kind does not settle, checking the answers says whether it can stand.
///
/// # Errors
/// Says why it is no answer of this kind, or which two it can be.
pub fn read(kind: &Kind, text: &str, interface: &Interface, locale: Locale) -> Result<Reply, Trouble> {
    let cleaned = characters::clean(text).text;
    let text = &*cleaned;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match kind {
        Kind::Prose => Ok(Reply::Prose(paragraphs(text))),
        Kind::Date => date(&line, locale),
        Kind::Number => {
            let digits: String = line.chars().filter(|letter| !matches!(letter, ',' | ' ' | '\u{a0}')).collect();
            digits.parse().map(Reply::Number).map_err(|_| Trouble::Wrong("number"))
        }
        Kind::YesNo | Kind::Another { .. } => interface.yes_no(&line).map(Reply::YesNo).ok_or(Trouble::Wrong("yes-no")),
        Kind::Choice(choices) => choice(choices, &line).map(Reply::Text).ok_or(Trouble::Wrong("choice")),
        Kind::Exhibit(exhibits) => exhibit(exhibits, &line).map(Reply::Text).ok_or(Trouble::Wrong("exhibit")),
        Kind::Lines(item) => {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            let each = |line: &str| match read(item, line, interface, locale)? {
                Reply::Text(text) | Reply::Day(text) => Ok(text),
                Reply::Number(number) => Ok(number.to_string()),
                _ => Ok(line.to_owned()),
            };
            lines.map(each).collect::<Result<Vec<String>, Trouble>>().map(Reply::Lines)
        }
        Kind::Person if !line.starts_with("people.") => Ok(Reply::Named(line)),
        _ => Ok(Reply::Text(line)),
    }
}

/// The writer's own words as they stand: line ends are plain, and nothing hangs behind or around them.
fn paragraphs(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').trim_end().to_owned()
}

/// A choice by its number, its words or its value.
fn choice(choices: &[Choice], text: &str) -> Option<String> {
    let number = text.trim_end_matches(['.', ')']).parse::<usize>().ok();
    let by_number = number.and_then(|number| choices.get(number.checked_sub(1)?));
    let lower = text.to_lowercase();
    let same = |choice: &&Choice| choice.value.to_lowercase() == lower || choice.label.to_lowercase() == lower;
    by_number.or_else(|| choices.iter().find(same)).map(|choice| choice.value.clone())
}

/// An exhibit by its number or id, with a page after a colon: `2:4`, `hospice-letter:4`.
fn exhibit(exhibits: &[Choice], text: &str) -> Option<String> {
    let (name, page) = text.split_once(':').map_or((text, None), |(name, page)| (name, Some(page.trim())));
    let id = choice(exhibits, name.trim())?;
    Some(page.map_or_else(|| id.clone(), |page| format!("{id}:{page}")))
}

/// A date in any common form; it is written down in one of ours, with the precision it was given.
fn date(text: &str, locale: Locale) -> Result<Reply, Trouble> {
    match PaperDate::parse(text) {
        Ok(date) => Ok(written(date)),
        Err(DateError::NoSuchDay) => Err(Trouble::Wrong("no_day")),
        Err(DateError::NotADate | DateError::Ambiguous) => in_figures(text, locale),
    }
}

/// `3/4/2026`, `25.12.2026`, `2026/11/3`, `11/2026`: figures between strokes, points or hyphens.
fn in_figures(text: &str, locale: Locale) -> Result<Reply, Trouble> {
    let parts: Vec<&str> = text.split(['/', '.', '-']).map(str::trim).collect();
    let number = |part: &str| part.parse::<i16>().ok();
    let day = |year: i16, month: i16, day: i16| {
        let text = format!("{year:04}-{month:02}-{day:02}");
        PaperDate::parse(&text).ok().map(|date| (date.long(locale), written(date)))
    };
    let days = match parts[..] {
        [year, month, date] if year.len() == 4 => {
            let numbers = number(year).zip(number(month)).zip(number(date));
            numbers.and_then(|((year, month), date)| day(year, month, date)).into_iter().collect()
        }
        [first, second, year] if year.len() == 4 => {
            let Some(((first, second), year)) = number(first).zip(number(second)).zip(number(year)) else {
                return Err(Trouble::Wrong("date"));
            };
            let mut days: Vec<(String, Reply)> =
                [day(year, first, second), day(year, second, first)].into_iter().flatten().collect();
            days.dedup();
            if days.is_empty() {
                return Err(Trouble::Wrong("no_day"));
            }
            days
        }
        [month, year] if year.len() == 4 => {
            let month = PaperDate::parse(&format!("{year}-{month:0>2}")).ok();
            month.map(|date| (date.long(locale), written(date))).into_iter().collect()
        }
        _ => Vec::new(),
    };
    match <[_; 1]>::try_from(days) {
        Ok([(_, only)]) => Ok(only),
        Err(days) if days.is_empty() => Err(Trouble::Wrong("date")),
        Err(days) => Err(Trouble::WhichDay(days)),
    }
}

fn written(date: PaperDate) -> Reply {
    match date.when {
        When::Day(day) if !date.about => Reply::Day(day.to_string()),
        When::Month(year, month) if !date.about => Reply::Text(format!("{year:04}-{month:02}")),
        _ => Reply::Text(date.long(Locale::En)),
    }
}

/// The key of [`Interface::wrong`] for an answer that the checks refuse, by what was wanted.
#[must_use]
pub fn trouble(kind: &Kind, found: &Diagnostic) -> &'static str {
    match kind {
        Kind::Date => "date",
        Kind::Number => "number",
        Kind::Money => "money",
        Kind::YesNo | Kind::Another { .. } => "yes-no",
        Kind::Choice(_) => "choice",
        Kind::Email => "email",
        Kind::Phone => "phone",
        Kind::Country => "country",
        Kind::Language => "language",
        Kind::ANumber => "a-number",
        Kind::ReceiptNumber => "receipt",
        Kind::Exhibit(_) => "exhibit",
        Kind::Lines(item) => trouble(item, found),
        _ if found.code == Code::BadCharacter => "character",
        Kind::Line | Kind::Prose | Kind::Pronouns | Kind::Person => "other",
    }
}
