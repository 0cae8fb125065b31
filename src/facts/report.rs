//! What reading facts can find wrong.

use std::collections::BTreeSet;

use super::characters::table::name;
use super::limits::{self, Limit};
use crate::diag::{Code, Diagnostic};
use crate::span::Span;
use crate::value::PaperDate;
use crate::value::date::DateError;
use crate::words;

pub(super) fn file_too_large(name: &str, size: usize) -> Diagnostic {
    let most = limits::FILE.amount();
    Diagnostic::new(Code::FileTooLarge, format!("`{name}` has {size} bytes, but at most {most} are read"))
        .in_file(name)
        .hint("keep scans and long documents as files in `exhibits/`, and name them in the facts")
}

pub(super) fn not_utf8(span: Span, wide: bool) -> Diagnostic {
    let found = if wide { "the file is UTF-16" } else { "the file is not UTF-8 from here on" };
    Diagnostic::new(Code::NotUtf8, found)
        .at(span, "not UTF-8")
        .hint("save the file as UTF-8: editors offer it under \"Save as\" or \"Encoding\"")
}

pub(super) fn bad_syntax(message: &str, span: Span) -> Diagnostic {
    let mut letters = message.chars();
    let lower = letters.next().map(|first| first.to_lowercase().chain(letters).collect::<String>()).unwrap_or_default();
    Diagnostic::new(Code::BadSyntax, lower).at(span, "here")
}

pub(super) fn no_value(span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadSyntax, "nothing stands behind the `=`")
        .at(span, "a value is missing")
        .hint("write the value, or `{ unknown = true }` while it is not known")
}

pub(super) fn not_a_table(span: Span, noun: &str) -> Diagnostic {
    Diagnostic::new(Code::WrongType, format!("the file holds {noun}, but a table is wanted"))
        .at(span, "`{ … }` is wanted here")
}

pub(super) fn null_in_list(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongType, "a list cannot hold `null`")
        .at(span, "no value")
        .hint("remove it, or write `{ \"unknown\": true }`")
}

pub(super) fn number_too_large(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongType, "the number is larger than affiant counts")
        .at(span, "too large")
        .hint("write a number that only names something, such as a receipt number, as text in quotes")
}

pub(super) fn not_finite(span: Span) -> Diagnostic {
    Diagnostic::new(Code::WrongType, "the value is no number that a paper can print")
        .at(span, "infinite or not a number")
}

pub(super) fn no_such_date(span: Span, read: &Result<PaperDate, DateError>) -> Diagnostic {
    let (message, label) = match read {
        Err(DateError::NoSuchDay) => ("the calendar has no such day", "no such day"),
        _ => ("the value begins as a date and is none", "not a date"),
    };
    Diagnostic::new(Code::BadDate, message)
        .at(span, label)
        .hint("write year-month-day, each with all its figures: `2026-11-02`")
}

pub(super) fn duplicate_key(key: &str, again: Span, first: Option<Span>) -> Diagnostic {
    Diagnostic::new(Code::DuplicateKey, format!("`{key}` stands twice"))
        .at(again, "the second time")
        .at_some(first, "the first time")
        .hint("remove one of them")
}

pub(super) fn bad_character(character: char, why: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadCharacter, format!("the text holds {why} ({})", named(character))).at(span, "remove it")
}

/// A character by its number, and by its name where it has one.
fn named(character: char) -> String {
    let name = name(character).map(|name| format!(", {name}")).unwrap_or_default();
    format!("U+{:04X}{name}", u32::from(character))
}

/// A character that nobody sees, between keys and values.
pub(super) fn stray_character(character: char, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadCharacter, format!("a character that no editor shows is here ({})", named(character)))
        .at(span, "remove it")
}

/// What was left out of a text, or written plainly.
pub(super) fn cleaned(gone: &BTreeSet<char>, span: Span) -> Diagnostic {
    let one = |character: &char| match name(*character) {
        Some(name) => format!("U+{:04X} ({name})", u32::from(*character)),
        None => named(*character),
    };
    let names: Vec<String> = gone.iter().map(one).collect();
    let message = format!("what came along with a paste is cleaned in the paper: {}", words::list(&names, "and"));
    Diagnostic::new(Code::CleanedText, message).at(span, "the file stays as it is")
}

pub(super) fn over_limit(what: &str, limit: Limit, span: Span) -> Diagnostic {
    Diagnostic::new(Code::TextTooLong, format!("{what} is over the limit of {}", limit.amount()))
        .at(span, "too much")
        .hint("split it, or keep it as a file in `exhibits/` and name it in the facts")
}

pub(super) fn too_deep(span: Span) -> Diagnostic {
    let most = limits::NESTING.amount();
    Diagnostic::new(Code::TextTooLong, format!("tables and lists within each other go deeper than {most}"))
        .at(span, "too deep")
        .hint("look for a bracket that is not closed")
}

pub(super) fn conflict(path: &str, first: Span, second: Span, lists: bool) -> Diagnostic {
    let found = Diagnostic::new(Code::ConflictingFacts, format!("`{path}` is said twice, and differently"))
        .at(second, "says one thing")
        .at(first, "says another");
    let found = if lists { found.hint("lists from two files come together when each item has an `id`") } else { found };
    let hint = match path.rsplit_once('.') {
        Some((table, key)) => {
            format!("make them agree, or settle it in matter.toml: `{key} = …` under `[overrides.{table}]`")
        }
        None => format!("make them agree, or settle it in matter.toml: `{path} = …` under `[overrides]`"),
    };
    found.hint(hint)
}

/// A word without quotes that is `true` or `false` with a slip, such as `flase`.
pub(super) fn slip_of_truth(word: &str, span: Span) -> Option<Diagnostic> {
    let word = word.to_lowercase();
    let meant = words::nearest(&word, ["true", "false"]).filter(|meant| *meant != word)?;
    Some(
        Diagnostic::new(Code::BadSyntax, "text stands without quotes")
            .at(span, format!("`{meant}`?"))
            .hint(format!("write `{meant}` if that is meant, and text as `\"…\"`")),
    )
}

pub(super) fn bad_path(path: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadSet, format!("`{path}` is no path of a fact"))
        .at(span, "here")
        .hint("write the keys with full stops between them: `people.ada.name.first`")
}

pub(super) fn no_such_person<'a>(id: &str, known: impl Iterator<Item = &'a str>, span: Span) -> Diagnostic {
    let known: Vec<&str> = known.collect();
    let found = Diagnostic::new(Code::BadSet, words::unknown("person", id, known.iter().copied())).at(span, "here");
    let known: Vec<String> = known.iter().map(|id| format!("`people.{id}`")).collect();
    found.hint(format!("the facts have {}", words::list(&known, "and")))
}

pub(super) fn no_such_item(path: &str, id: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadSet, format!("no item on the way to `{path}` has the id `{id}`"))
        .at(span, "here")
        .hint("items of a list go by their `id`: `events.hospice.date`")
}

pub(super) fn not_to_enter(path: &str, key: &str, noun: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::BadSet, format!("`{path}` cannot be set: what holds `{key}` is {noun}, not a table"))
        .at(span, "here")
        .hint("set the whole value instead")
}
