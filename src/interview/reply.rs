//! Reading what a person typed, by the kind of answer that is wanted.

use jiff::civil::Date;

use super::{Interface, Kind};
use crate::diag::{Code, Diagnostic};
use crate::facts::characters;
use crate::fields::Choice;
use crate::value::PaperDate;
use crate::value::date::{DateError, Locale, Remark};
use crate::value::email::{self, EmailError};
use crate::value::money::{Money, MoneyError};
use crate::value::phone::{self, PhoneError};
use crate::value::quantity::{Number, NumberError};

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
    /// `3/4/2026`, `1.500`: what it can mean, each as words and as a reply.
    Which(Vec<(String, Reply)>),
}

/// How what a writer types is read.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// The words of the form.
    pub interface: &'a Interface,
    /// The day from which "38 years ago" counts; none where nobody knows on which day it was typed.
    pub today: Option<Date>,
}

impl<'a> Reader<'a> {
    /// Reads what was typed on no day that is known.
    #[must_use]
    pub fn of(interface: &'a Interface) -> Self {
        Self { interface, today: None }
    }

    /// Reads what was typed on this day, which is written as the answers file has it.
    #[must_use]
    pub fn on(interface: &'a Interface, today: &str) -> Self {
        Self { interface, today: today.get(..10).and_then(|day| day.parse().ok()) }
    }

    /// The language in which values are said back.
    #[must_use]
    pub fn locale(&self) -> Locale {
        Locale::of(&self.interface.tag)
    }
}

/// Reads an answer of a kind; of what the kind does not settle, checking the answers says whether it can stand.
///
/// # Errors
/// Says why it is no answer of this kind, or what it can mean.
pub fn read(kind: &Kind, text: &str, reader: Reader<'_>) -> Result<Reply, Trouble> {
    let interface = reader.interface;
    let cleaned = characters::clean(text).text;
    let text = &*cleaned;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match kind {
        Kind::Prose => Ok(Reply::Prose(paragraphs(text))),
        Kind::Date => date(&line, reader),
        Kind::Number => number(&line, reader.locale()),
        Kind::Money => money(&line),
        Kind::Phone => phone::read(&line).map(Reply::Text).map_err(|error| match error {
            PhoneError::NotAPhone => Trouble::Wrong("phone"),
            PhoneError::Two => Trouble::Wrong("phones"),
        }),
        Kind::Email => email::read(&line).map(Reply::Text).map_err(|error| match error {
            EmailError::NotAnEmail => Trouble::Wrong("email"),
            EmailError::Two => Trouble::Wrong("emails"),
        }),
        Kind::YesNo | Kind::Another { .. } => interface.yes_no(&line).map(Reply::YesNo).ok_or(Trouble::Wrong("yes-no")),
        Kind::Choice(choices) => choice(choices, &line).map(Reply::Text).ok_or(Trouble::Wrong("choice")),
        Kind::Exhibit(exhibits) => exhibit(exhibits, &line).map(Reply::Text).ok_or(Trouble::Wrong("exhibit")),
        Kind::Lines(item) => {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            let each = |line: &str| match read(item, line, reader)? {
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

/// What the writer is told of an answer that was taken in another form than it was typed in.
#[must_use]
pub fn remark(kind: &Kind, text: &str, reader: Reader<'_>) -> Option<String> {
    let read = PaperDate::read(text, reader.today).ok().filter(|_| *kind == Kind::Date)?;
    let key = match read.remark? {
        Remark::Counted => "date_counted",
        Remark::Weekday => "date_weekday",
    };
    Some(reader.interface.say(key, &[("date", &read.date.long(reader.locale()))]))
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
fn date(text: &str, reader: Reader<'_>) -> Result<Reply, Trouble> {
    match PaperDate::read(text, reader.today) {
        Ok(read) => Ok(written(read.date)),
        Err(DateError::NoSuchDay) => Err(Trouble::Wrong("no_day")),
        Err(DateError::NoYear) => Err(Trouble::Wrong("no_year")),
        Err(DateError::Clock) => Err(Trouble::Wrong("clock")),
        Err(DateError::Unclear(_, dates)) if !dates.is_empty() => {
            let locale = reader.locale();
            Err(Trouble::Which(dates.into_iter().map(|date| (date.long(locale), written(date))).collect()))
        }
        Err(DateError::NotADate | DateError::Relative | DateError::Unclear(..)) => Err(Trouble::Wrong("date")),
    }
}

fn written(date: PaperDate) -> Reply {
    if date.exact().is_some() { Reply::Day(date.kept()) } else { Reply::Text(date.kept()) }
}

fn number(text: &str, locale: Locale) -> Result<Reply, Trouble> {
    let reply = |number: Number| match number {
        Number::Whole(number) => Reply::Number(number),
        number @ Number::Quantity(_) => Reply::Text(number.kept()),
    };
    match Number::parse(text) {
        Ok(number) => Ok(reply(number)),
        Err(NumberError::NotANumber) => Err(Trouble::Wrong("number")),
        Err(NumberError::TwoWays(both)) => {
            Err(Trouble::Which(both.map(|number| (number.long(locale), reply(number))).into()))
        }
    }
}

fn money(text: &str) -> Result<Reply, Trouble> {
    match Money::parse(text) {
        Ok(money) => Ok(Reply::Text(money.kept_as(text))),
        Err(MoneyError::NotMoney) => Err(Trouble::Wrong("money")),
        Err(MoneyError::WhichCurrency) => Err(Trouble::Wrong("currency")),
        Err(MoneyError::TwoWays(both)) => {
            Err(Trouble::Which(both.map(|money| (money.display(), Reply::Text(money.kept()))).into()))
        }
    }
}

/// The key of [`Interface::wrong`] for an answer of this kind that can be read in several ways.
pub(super) fn unclear(kind: &Kind) -> &'static str {
    match kind {
        Kind::Number => "number",
        Kind::Money => "money",
        Kind::Lines(item) => unclear(item),
        _ => "date",
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
