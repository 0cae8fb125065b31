//! What declarations and facts can have wrong with them, once they are read.

use super::{Field, FieldType};
use crate::diag::{Code, Diagnostic};
use crate::facts::{Entry, Node};
use crate::span::{SourceId, Span};
use crate::value::date::{DateError, Unclear};
use crate::value::email::EmailError;
use crate::value::money::MoneyError;
use crate::value::phone::PhoneError;
use crate::value::quantity::NumberError;
use crate::words;

/// A declaration in a front matter that affiant does not understand.
pub(super) fn declaration(message: impl Into<String>, span: Span, label: &str) -> Diagnostic {
    Diagnostic::new(Code::BadDeclaration, message).at(span, label)
}

pub(super) fn unknown_declaration_key(what: &str, key: &str, known: &[&str], span: Span) -> Diagnostic {
    let message = words::unknown(what, key, known.iter().copied());
    declaration(message, span, "not known").hint(format!("known are {}", backticked(known, "and")))
}

pub(super) fn declared_kind(key: &str, wanted: &str, found: &str, span: Span) -> Diagnostic {
    declaration(format!("`{key}` is {found}, but {wanted} is wanted"), span, &format!("{wanted} is wanted here"))
}

/// A place in a file; none for the built-in schema, and for facts that no file says.
pub(super) fn place(span: Span) -> Option<Span> {
    (span.source != SourceId(u32::MAX)).then_some(span)
}

/// The path as messages name it: answers go by the field's name alone.
pub(super) fn shown(path: &str) -> &str {
    path.strip_prefix("answers.").unwrap_or(path)
}

pub(super) fn wrong_type(path: &str, node: &Node, wanted: &str) -> Diagnostic {
    let found = match &node.kind {
        crate::facts::NodeKind::Text(text) if text.trim().is_empty() => "empty",
        other => other.noun(),
    };
    Diagnostic::new(Code::WrongType, format!("`{}` is {found}, but {wanted} is wanted", shown(path)))
        .at(node.span, format!("{wanted} is wanted here"))
}

/// Something else where `true` or `false` is wanted.
pub(super) fn wants_yes_no(path: &str, node: &Node) -> Diagnostic {
    let found = wrong_type(path, node, "`true` or `false`");
    let word = node.text().map(|text| text.trim().to_lowercase());
    match word.as_deref().and_then(|word| words::nearest(word, ["true", "false", "yes", "no"])) {
        Some("true" | "yes") => found.hint("write `true`, without quotes, if that is meant"),
        Some(_) => found.hint("write `false`, without quotes, if that is meant"),
        None => found,
    }
}

/// Something that whoever filled the form would say otherwise in the shared facts; `known` is what those say.
pub(super) fn proposed(path: &str, span: Span, known: Option<Span>) -> Diagnostic {
    let message = match known {
        Some(_) => format!("the form proposes to change `{path}`"),
        None => format!("the form proposes to add `{path}`"),
    };
    Diagnostic::new(Code::ProposedFact, message)
        .at(span, "proposed here")
        .at_some(known.and_then(place), "what the facts say")
        .hint("if it is right, write it there in the facts; if not, take it out of `[proposed]`")
}

/// A number or date where words are wanted: leading zeros and the way it is written would be lost.
pub(super) fn wants_quotes(path: &str, node: &Node) -> Diagnostic {
    wrong_type(path, node, "text").hint("put it in quotes, so that it is kept as it is written")
}

pub(super) fn bad_format(path: &str, span: Span, wanted: &str, hint: &str) -> Diagnostic {
    Diagnostic::new(Code::BadFormat, format!("`{}` is not {wanted}", shown(path)))
        .at(span, format!("not {wanted}"))
        .hint(hint)
}

pub(super) fn bad_date(path: &str, span: Span, error: &DateError) -> Diagnostic {
    let (message, label) = match error {
        DateError::NotADate => ("is not a date", "not a date"),
        DateError::NoSuchDay => ("is a day that the calendar does not have", "no such day"),
        DateError::NoYear => ("is a date without a year", "of which year?"),
        DateError::Unclear(Unclear::TwoWays, _) => ("can be read as two different days", "day or month first?"),
        DateError::Unclear(Unclear::ShortYear, _) => ("has a year of two figures", "of which century?"),
        DateError::Unclear(Unclear::Zeros, _) => {
            ("has zeros or marks for what is not known", "leave out what is not known")
        }
        DateError::Relative => ("counts from a day that is not said", "from which day?"),
        DateError::Clock => ("names a time of day, but a date is wanted", "a time of day"),
    };
    let hint = match error {
        DateError::Unclear(Unclear::Zeros, _) => {
            "write the year alone, `\"1990\"`, or the year and the month, `\"1990-05\"`"
        }
        DateError::Unclear(Unclear::ShortYear, _) => {
            "write the year with four figures: `2025-11-12`, `\"1988\"`, `\"the 1990s\"`, `\"2012 to 2014\"`"
        }
        DateError::Clock => "write the day alone: `2026-11-12`",
        DateError::Unclear(..) => "write the day as year-month-day: `2026-11-12`",
        DateError::Relative => "write the year that is meant, as an approximation: `\"about 1988\"`",
        DateError::NotADate | DateError::NoSuchDay | DateError::NoYear => {
            "write `2026-11-12`, or as far as it is known: `\"2026-11\"`, `\"2014\"`, `\"spring 2014\"`, \
             `\"about 2014\"`, `\"before 2014\"`, `\"late 2014\"`, `\"the 1990s\"`, `\"2012 or 2013\"`"
        }
    };
    Diagnostic::new(Code::BadDate, format!("`{}` {message}", shown(path))).at(span, label).hint(hint)
}

pub(super) fn bad_number(path: &str, span: Span, error: &NumberError) -> Diagnostic {
    match error {
        NumberError::NotANumber => {
            let hint = "write `4`, `37.5`, `\"35-40\"` or `\"about 40\"`, without a unit";
            bad_format(path, span, "a number", hint)
        }
        NumberError::TwoWays(_) => {
            two_ways(path, span, "write it in figures without a mark for thousands: `1500` or `1.5`, `11` or `1`")
        }
    }
}

pub(super) fn bad_money(path: &str, span: Span, error: &MoneyError) -> Diagnostic {
    match error {
        MoneyError::NotMoney => {
            let hint = "write it as `630`, `\"$1,234.50\"` or `\"EUR 630\"`";
            bad_format(path, span, "an amount of money", hint)
        }
        MoneyError::TwoWays(_) => {
            two_ways(path, span, "write `\"1,500\"` for one thousand five hundred, `\"1.50\"` for one and a half")
        }
        MoneyError::WhichCurrency => {
            Diagnostic::new(Code::BadFormat, format!("`{}` names a currency that several countries have", shown(path)))
                .at(span, "which country's?")
                .hint("write its code: `\"MXN 500\"` are Mexican pesos, `\"GBP 500\"` British pounds")
        }
    }
}

/// A number whose point can part thousands or begin a fraction, or a word of two languages.
fn two_ways(path: &str, span: Span, hint: &str) -> Diagnostic {
    Diagnostic::new(Code::BadFormat, format!("`{}` can be read as two different numbers", shown(path)))
        .at(span, "which of the two?")
        .hint(hint)
}

pub(super) fn bad_email(path: &str, span: Span, error: EmailError) -> Diagnostic {
    match error {
        EmailError::NotAnEmail => bad_format(path, span, "an e-mail address", "write it as `name@example.org`"),
        EmailError::Two => {
            Diagnostic::new(Code::BadFormat, format!("`{}` holds more than one e-mail address", shown(path)))
                .at(span, "a paper prints one")
                .hint("keep the address that the person reads most, and take the other out")
        }
    }
}

pub(super) fn bad_phone(path: &str, span: Span, error: PhoneError) -> Diagnostic {
    match error {
        PhoneError::NotAPhone => {
            let hint =
                "write 7 to 15 digits, with `+`, spaces, hyphens and parentheses as you like: `\"+1 202 555 0100\"`";
            bad_format(path, span, "a telephone number", hint)
        }
        PhoneError::Two => {
            Diagnostic::new(Code::BadFormat, format!("`{}` holds more than one telephone number", shown(path)))
                .at(span, "a paper prints one")
                .hint("keep the number at which the person is best reached, and take the other out")
        }
    }
}

/// A date with a day of the week that is another one.
pub(super) fn wrong_weekday(path: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::WrongWeekday,
        format!("`{}` names a day of the week that the date does not have", shown(path)),
    )
    .at(span, "another day of the week")
    .hint("look at the day, the month and the year again; the date is printed without the day of the week")
}

pub(super) fn out_of_range(path: &str, span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(Code::OutOfRange, format!("`{}` {message}", shown(path))).at(span, "out of range")
}

pub(super) fn unknown_choice(path: &str, node: &Node, given: &str, known: &[&str]) -> Diagnostic {
    let found = Diagnostic::new(Code::UnknownChoice, format!("`{}` is none of its choices", shown(path)))
        .at(node.span, "not a choice");
    let found = match words::nearest(given, known.iter().copied()) {
        Some(near) => found.hint(format!("did you mean `{near}`?")),
        None => found,
    };
    found.hint(format!("the choices are {}", quoted(known, "and")))
}

pub(super) fn unknown_exhibit(path: &str, span: Span, id: &str, known: &[&str]) -> Diagnostic {
    let message = words::unknown("exhibit", id, known.iter().copied());
    let found = Diagnostic::new(Code::UnknownExhibit, message).at(span, format!("cited by `{}`", shown(path)));
    if known.is_empty() {
        return found.hint(format!("add it to the facts: `[[exhibits]]` with `id = \"{id}\"` and a title"));
    }
    found.hint(there("exhibit", "exhibits", known))
}

pub(super) fn no_such_page(path: &str, span: Span, pages: i64, exhibit: Span) -> Diagnostic {
    Diagnostic::new(Code::OutOfRange, format!("`{}` cites a page that the exhibit does not have", shown(path)))
        .at(span, "no such page")
        .at(exhibit, format!("has {}", words::count(usize::try_from(pages).unwrap_or(0), "page")))
}

pub(super) fn unknown_person(message: String, span: Option<Span>, known: &[&str]) -> Diagnostic {
    let found = Diagnostic::new(Code::UnknownPerson, message).at_some(span, "not in the facts");
    if known.is_empty() {
        return found.hint("add the person to the facts: a table `[people.…]` with a `name`");
    }
    let known: Vec<String> = known.iter().map(|id| format!("people.{id}")).collect();
    found.hint(there("person", "people", &known))
}

pub(super) fn unlisted_name(path: &str, span: Span, what: &str, near: Option<&str>) -> Diagnostic {
    let found = Diagnostic::new(Code::UnlistedName, format!("`{}` is no {what} that ISO lists", shown(path)))
        .at(span, "printed as it is written");
    match near {
        Some(near) => found.hint(format!("did you mean `{near}`?")),
        None => found,
    }
}

/// A town or state where a country is wanted.
pub(super) fn place_for_country(path: &str, span: Span, code: &str) -> Diagnostic {
    let key = path.rsplit('.').next().unwrap_or(path);
    let town = if path.starts_with("people.") { "; a town and its state stand in the person's `address`" } else { "" };
    Diagnostic::new(Code::UnlistedName, format!("`{}` names a place, and a country is wanted", shown(path)))
        .at(span, "printed as it is written")
        .hint(format!("write `{key} = \"{code}\"`{town}"))
}

pub(super) fn unknown_key(inside: &str, entry: &Entry, known: &[&str]) -> Diagnostic {
    let inside = shown(inside);
    let message = if inside.is_empty() || inside == "answers" {
        format!("nothing reads `{}`", entry.key)
    } else {
        format!("nothing reads `{}` of `{inside}`", entry.key)
    };
    let found = Diagnostic::new(Code::UnknownKey, message).at(entry.key_span, "not known");
    match words::nearest(&entry.key, known.iter().copied()) {
        Some(near) => found.hint(format!("did you mean `{near}`?")),
        None if known.is_empty() => found,
        None => found.hint(format!("known are {}", backticked(known, "and"))),
    }
}

pub(super) fn unknown_share(path: &str, name: &str, span: Span, known: &[&str]) -> Diagnostic {
    let found = Diagnostic::new(Code::UnknownKey, format!("nothing reads `{name}` in `{path}`"))
        .at(span, "no field of a person");
    match words::nearest(name, known.iter().copied()) {
        Some(near) => found.hint(format!("did you mean `{near}`?")),
        None => found.hint(format!("known are {}", backticked(known, "and"))),
    }
}

pub(super) fn duplicate_id(path: &str, again: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateKey, format!("two items of `{}` have the same `id`", shown(path)))
        .at(again, "the second time")
        .at(first, "the first time")
        .hint("give each item its own `id`, or leave it out")
}

pub(super) fn hidden_answer(field: &Field, entry: &Entry) -> Diagnostic {
    let conditions: Vec<&str> = field.show_if.iter().map(|condition| condition.field.as_str()).collect();
    let message = format!("`{}` is not used, because of what {} says", field.name, backticked(&conditions, "and"));
    Diagnostic::new(Code::UnusedAnswer, message)
        .at(entry.key_span, "left out of the paper")
        .at_some(place(field.span), "shown only under its `show_if`")
}

pub(super) fn answer_of_fact(field: &Field, fact: &str, entry: &Entry) -> Diagnostic {
    Diagnostic::new(Code::UnusedAnswer, format!("`{}` is read from the shared facts, not from the answers", field.name))
        .at(entry.key_span, "not read")
        .at_some(place(field.span), format!("reads `{fact}`"))
        .hint(format!("write it in the facts, as `{fact}`"))
}

/// "N/A", "see attached" and the like, which the paper prints.
pub(super) fn filler(path: &str, span: Span) -> Diagnostic {
    let message = format!("`{}` says only that there is no answer, and the paper prints it", shown(path));
    Diagnostic::new(Code::FillerAnswer, message)
        .at(span, "printed as it is")
        .hint("answer it, write `{ unknown = true }` or `{ declined = true }`, or take it out")
}

/// Lines that a mail broke, which the paper would keep.
pub(super) fn broken_lines(path: &str, span: Span) -> Diagnostic {
    let message =
        format!("`{}` has lines that look as if a mail had broken them, and the paper prints them so", shown(path));
    Diagnostic::new(Code::BrokenLines, message)
        .at(span, "printed line by line")
        .hint("join the lines of each paragraph into one; an empty line parts paragraphs")
}

pub(super) fn too_many_words(path: &str, span: Span, words: usize, most: usize) -> Diagnostic {
    let message = format!("`{}` has {}, but at most {most} are wanted", shown(path), words::count(words, "word"));
    Diagnostic::new(Code::TooManyWords, message).at(span, "too long")
}

/// Something that is needed and may not be told in this paper: as the template calls it, and its path in the facts.
pub(super) fn not_shared(
    (what, path): (&str, &str),
    said: Option<Span>,
    wanted: Option<Span>,
    hint: String,
) -> Diagnostic {
    Diagnostic::new(
        Code::NotShared,
        format!("`{what}` is needed, but `share` does not allow it in a paper for outsiders"),
    )
    .at_some(said, "known, but not to be told")
    .at_some(wanted, "wanted here")
    .lacks(path, said)
    .hint(hint)
}

/// A child's name of which no initials can be made.
pub(super) fn no_initials(path: &str, said: Span, wanted: Option<Span>) -> Diagnostic {
    let message =
        format!("the initials of `{}` cannot be told from the name, and a child's name is not printed", shown(path));
    Diagnostic::new(Code::MissingFact, message)
        .at_some(place(said), "the name of a child")
        .at_some(wanted.and_then(place), "wanted here")
        .hint(format!("write them yourself: `{} = {{ full = \"…\", initials = \"X.M.\" }}`", key(path)))
}

/// Somebody who is not named to the paper.
pub(super) fn missing_party(party: &str, wanted: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingFact, format!("`{party}` is needed"))
        .at_some(place(wanted), "wanted here")
        .hint(format!("say who it is: `with = {{ {party} = \"people.…\" }}` in the paper's `[[draft]]`, or `--with {party}=people.…`"))
}

/// A required value that is not there: its path, the nearest place in the facts, and where it is wanted.
pub(super) fn missing(path: &str, nearest: Option<(Span, &str)>, wanted: Option<Span>) -> Diagnostic {
    missing_as((shown(path), path), nearest, wanted)
}

/// The same for what the template calls otherwise than its path: `writer.phone` is `people.ada.phone`.
pub(super) fn missing_as(
    (what, path): (&str, &str),
    nearest: Option<(Span, &str)>,
    wanted: Option<Span>,
) -> Diagnostic {
    let found = Diagnostic::new(Code::MissingFact, format!("`{what}` is needed"));
    let found = found.lacks(path, nearest.and_then(|(span, _)| place(span)));
    let found = match nearest {
        Some((span, label)) => found.at_some(place(span), label),
        None => found,
    };
    found.at_some(wanted.and_then(place), "wanted here")
}

/// The line to add for a value of a type, and where: `` add `phone = "…"` under `[people.ada]` ``.
pub(super) fn add(key: &str, kind: &FieldType, place: &str) -> String {
    let quoted_choices;
    let (line, form) = match kind {
        FieldType::Prose | FieldType::Markdown => ("\"\"\"…\"\"\"", ""),
        FieldType::Date => ("…", "a date as year-month-day, or as far as it is known"),
        FieldType::Number => ("…", "a number"),
        FieldType::YesNo => ("…", "`true` or `false`"),
        FieldType::Choice(choices) => {
            let values: Vec<&str> = choices.iter().map(|choice| choice.value.as_str()).collect();
            quoted_choices = quoted(&values, "or");
            ("…", quoted_choices.as_str())
        }
        FieldType::Address => ("{ street = \"…\", city = \"…\", state = \"…\", zip = \"…\", country = \"…\" }", ""),
        FieldType::Name => ("{ first = \"…\", last = \"…\" }", ""),
        FieldType::Person => ("\"people.…\"", ""),
        FieldType::Exhibit => ("\"…\"", "an exhibit and its page, such as `\"hospice-letter:2\"`"),
        FieldType::List(item) if matches!(**item, FieldType::Group(_)) => {
            return format!("add a table `[[{key}]]` for each one{place}");
        }
        FieldType::List(_) => ("[\"…\"]", ""),
        FieldType::Group(_) => return format!("add a table `[{key}]`{place}"),
        _ => ("\"…\"", ""),
    };
    let colon = if form.is_empty() { "" } else { ": " };
    format!("add `{key} = {line}`{place}{colon}{form}")
}

/// The last key of a path.
fn key(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// ``the people are `a` and `b` ``, or ``the only person is `a` ``.
fn there<S: AsRef<str>>(one: &str, many: &str, names: &[S]) -> String {
    let list = backticked(names, "and");
    if names.len() == 1 { format!("the only {one} is {list}") } else { format!("the {many} are {list}") }
}

/// `` `a`, `b`, and `c` ``
pub(super) fn backticked<S: AsRef<str>>(names: &[S], word: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    words::list(&names, word)
}

/// `` `"a"`, `"b"`, and `"c"` ``: values as a file says them.
fn quoted(names: &[&str], word: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    backticked(&names, word)
}
