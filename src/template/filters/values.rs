//! Filters: a fact in another form, with the same origin.

use super::conditions::date;
use super::given::{Given, member};
use super::{Call, Filter};
use crate::diag::{Code, Diagnostic};
use crate::template::engine::table::{Entry, Held, Part, Table};
use crate::template::slots::SlotContent;
use crate::template::{faults, numbers};
use crate::value::{Locale, Origin, Value};

/// By name, as the woven code calls them.
pub(super) const FILTERS: &[(&str, Filter)] = &[
    ("f_date", long_date),
    ("f_date_words", |call, value| {
        of_value(call, value, |table, value| match value {
            Value::Date(date) => Some(numbers::date_words(*date, table.locale)),
            _ => None,
        })
    }),
    ("f_age", age),
    ("f_words", |call, value| {
        of_value(call, value, |table, value| match value {
            Value::Number(number) => Some(numbers::cardinal(*number, table.locale)),
            Value::Quantity(quantity) => Some(numbers::quantity_words(*quantity, table.locale)),
            Value::Money(money) => Some(numbers::money_words(money, table.locale)),
            _ => None,
        })
    }),
    ("f_ordinal", |call, value| {
        of_value(call, value, |table, value| match value {
            Value::Number(number) => Some(numbers::ordinal(*number, table.locale)),
            _ => None,
        })
    }),
    ("f_ordinal_words", |call, value| {
        of_value(call, value, |table, value| match value {
            Value::Number(number) => Some(numbers::ordinal_words(*number, table.locale)),
            _ => None,
        })
    }),
    ("f_money", |call, value| {
        of_value(call, value, |table, value| match value {
            Value::Quantity(quantity) => numbers::in_dollars(*quantity, table.locale),
            Value::Number(number) => {
                number.checked_mul(100).map(|cents| crate::value::Money { cents, currency: "USD".to_owned() }.display())
            }
            Value::Money(money) => Some(money.display()),
            _ => None,
        })
    }),
    ("f_list", list),
    ("f_block", block),
    ("f_one_line", |call, value| {
        of_value(call, value, |table, value| match value {
            Value::Address(address) => Some(address.one_line(table.locale)),
            _ => None,
        })
    }),
    ("f_capitalize", |call, value| of_words(call, value, |words, _| capitalize(words))),
    ("f_upper", |call, value| of_words(call, value, |words, _| words.to_uppercase())),
    ("f_prefixed", prefixed),
    ("f_possessive", |call, value| of_words(call, value, possessive)),
    ("f_verb", verb),
    ("f_cites", cites),
    ("f_choice_label", |call, value| {
        of_value(call, value, |_, value| match value {
            Value::Choice { label, .. } => Some(label.clone()),
            _ => None,
        })
    }),
    ("f_length", length),
    ("f_first", |_, value| {
        value.as_array().and_then(<[tera::Value]>::first).cloned().unwrap_or_else(tera::Value::none)
    }),
    ("f_last", |_, value| value.as_array().and_then(<[tera::Value]>::last).cloned().unwrap_or_else(tera::Value::none)),
];

/// Prints what an expression gave.
pub(super) fn print(table: &mut Table, value: &tera::Value, place: usize) {
    match Given::of(value) {
        Given::Nothing => {
            let found = faults::null_printed(table.text(place), table.span(place));
            table.report(found);
        }
        Given::Handle(handle) => table.print(handle, place),
        Given::Text(words) => table.words(words, place),
        Given::Number(number) => own_slot(table, number.to_string(), place),
        Given::YesNo(yes) => {
            let words = numbers::yes_no(yes, table.locale).to_owned();
            own_slot(table, words, place);
        }
        Given::List(_) | Given::Map(_) => {
            let found = faults::wrong_use("a list or a whole map is printed", table.span(place));
            table.report(found);
        }
    }
}

/// A number of the template's own is a slot too: `2.` at the beginning of a line would be a list.
fn own_slot(table: &mut Table, words: String, place: usize) {
    let origin = Origin { path: "".into(), span: Some(table.span(place)) };
    table.slot(SlotContent::Words(words), origin, place);
}

/// Words made of a value; a gap and what is absent stay as they are.
fn of_value(call: &mut Call<'_>, value: &tera::Value, form: fn(&Table, &Value) -> Option<String>) -> tera::Value {
    let (made, origin) = match Given::of(value) {
        Given::Number(number) => (form(call.table, &Value::Number(number)), call.own()),
        _ => match call.entry(value) {
            Some(Entry { held: Held::Value(inner), origin }) => (form(call.table, inner), origin.clone()),
            _ => return value.clone(),
        },
    };
    if let Some(words) = made {
        call.keep(Held::Words(words), origin)
    } else {
        let span = call.table.span(call.place);
        call.fail(faults::wrong_use("this filter has no form for the value", span))
    }
}

fn of_words(call: &mut Call<'_>, value: &tera::Value, make: fn(&str, Locale) -> String) -> tera::Value {
    let locale = call.table.locale;
    match Given::of(value) {
        Given::Text(words) => make(words, locale).into(),
        Given::Number(_) | Given::YesNo(_) | Given::Nothing | Given::List(_) | Given::Map(_) => value.clone(),
        Given::Handle(number) => {
            let Some(Entry { held, origin }) = call.table.entry(number).cloned() else { return value.clone() };
            let held = match held {
                Held::Gap { .. } | Held::Missing | Held::Node(_) => return value.clone(),
                Held::Value(Value::Prose(text)) => Held::Value(Value::Prose(make(&text, locale))),
                Held::Value(Value::Markdown(text)) => Held::Value(Value::Markdown(make(&text, locale))),
                Held::Lines(lines) => Held::Lines(lines.iter().map(|line| make(line, locale)).collect()),
                _ => match call.table.plain(number) {
                    Some(words) => Held::Words(make(&words, locale)),
                    None => return value.clone(),
                },
            };
            call.keep(held, origin)
        }
    }
}

fn capitalize(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn possessive(words: &str, locale: Locale) -> String {
    match locale {
        Locale::En => format!("{words}\u{2019}s"),
        Locale::Es => format!("de {words}"),
    }
}

/// Words of the template's own before a value: `Receipt number IOE0000000001`, for the lines of a caption.
fn prefixed(call: &mut Call<'_>, value: &tera::Value) -> tera::Value {
    let (Given::Handle(number), Given::Text(words)) = (Given::of(value), call.argument("with")) else {
        return value.clone();
    };
    match call.table.entry(number).cloned() {
        Some(Entry { held: Held::Gap { .. }, .. }) | None => value.clone(),
        Some(Entry { origin, .. }) => {
            call.keep(Held::Joined(vec![Part::Words(words.to_owned()), Part::Value(number)]), origin)
        }
    }
}

fn long_date(call: &mut Call<'_>, value: &tera::Value) -> tera::Value {
    let numeric = matches!(call.argument("format"), Given::Text(format) if format == "numeric");
    of_value(
        call,
        value,
        if numeric {
            |table, value| match value {
                Value::Date(date) => Some(date.numeric(table.locale)),
                _ => None,
            }
        } else {
            |table, value| match value {
                Value::Date(date) => Some(date.long(table.locale)),
                _ => None,
            }
        },
    )
}

/// Whole years on a day; a gap while the precision of a date leaves two answers.
fn age(call: &mut Call<'_>, value: &tera::Value) -> tera::Value {
    let Some(Entry { held: Held::Value(Value::Date(birth)), origin }) = call.entry(value).cloned() else {
        return value.clone();
    };
    let Some(on) = call.raw("on") else { return tera::Value::none() };
    let Some(on) = date(call, on) else { return on.clone() };
    if let Some(years) = on.exact().and_then(|on| birth.age_on(on)) {
        return call.keep(Held::Value(Value::Number(i64::from(years))), origin);
    }
    let span = call.table.span(call.place);
    let found = Diagnostic::new(Code::MissingFact, format!("the age cannot be told from `{}`", origin.path))
        .at(origin.span.unwrap_or(span), "not known to the day, or later than the day of the age")
        .at(span, "the age is printed here");
    call.table.report(found);
    call.keep(Held::Gap { label: "age".to_owned(), native: true }, origin)
}

/// How many items there are; a gap while the list is one.
fn length(call: &mut Call<'_>, value: &tera::Value) -> tera::Value {
    let Given::List(list) = Given::of(value) else { return 0_i64.into() };
    if let [only] = list
        && let Some((label, origin)) = gap(call, only)
    {
        return call.keep(Held::Gap { label, native: true }, origin);
    }
    i64::try_from(list.len()).unwrap_or(i64::MAX).into()
}

/// The gap that a value is, or that all its parts are.
fn gap(call: &Call<'_>, value: &tera::Value) -> Option<(String, Origin)> {
    match Given::of(value) {
        Given::Handle(handle) => match call.table.entry(handle)? {
            Entry { held: Held::Gap { label, .. }, origin } => Some((label.clone(), origin.clone())),
            _ => None,
        },
        Given::Map(map) => map.values().map(|value| gap(call, value)).reduce(Option::and).flatten(),
        Given::List(list) => list.iter().map(|value| gap(call, value)).reduce(Option::and).flatten(),
        _ => None,
    }
}

fn list(call: &mut Call<'_>, value: &tera::Value) -> tera::Value {
    let Given::List(items) = Given::of(value) else { return value.clone() };
    let word = match (call.argument("word"), call.table.locale) {
        (Given::Text(word), _) => word,
        (_, Locale::En) => "and",
        (_, Locale::Es) => "y",
    };
    let parts = parts(call, items);
    let count = parts.len();
    let comma = if call.table.locale == Locale::En { "," } else { "" };
    joined(
        call,
        parts,
        ", ",
        &match count {
            2 => format!(" {word} "),
            _ => format!("{comma} {word} "),
        },
    )
}

/// `Exhibit A; Exhibit B, at 2`
fn cites(call: &mut Call<'_>, value: &tera::Value) -> tera::Value {
    match Given::of(value) {
        Given::List(items) => {
            let parts = parts(call, items);
            joined(call, parts, "; ", "; ")
        }
        _ => value.clone(),
    }
}

/// The items that there is something of.
fn parts(call: &Call<'_>, items: &[tera::Value]) -> Vec<Part> {
    let part = |item| match Given::of(item) {
        Given::Handle(handle) => match call.table.entry(handle)?.held {
            Held::Missing => None,
            _ => Some(Part::Value(handle)),
        },
        Given::Text(text) => Some(Part::Words(text.to_owned())),
        Given::Number(number) => Some(Part::Words(number.to_string())),
        _ => None,
    };
    items.iter().filter_map(part).collect()
}

/// Parts with words between them; nothing where there are no parts, and one part is itself.
fn joined(call: &mut Call<'_>, parts: Vec<Part>, between: &str, last: &str) -> tera::Value {
    let count = parts.len();
    match (count, parts.first()) {
        (0, _) | (_, None) => return tera::Value::none(),
        (1, Some(Part::Value(number))) => return call.table.handle(*number),
        (1, Some(Part::Words(words))) => return words.as_str().into(),
        _ => {}
    }
    let origin = parts.iter().find_map(|part| match part {
        Part::Value(handle) => call.table.entry(*handle).map(|entry| entry.origin.clone()),
        Part::Words(_) => None,
    });
    let origin = origin.unwrap_or_else(|| call.own());
    let mut all = Vec::with_capacity(count * 2);
    for (at, part) in parts.into_iter().enumerate() {
        match at {
            0 => {}
            _ if at + 1 == count => all.push(Part::Words(last.to_owned())),
            _ => all.push(Part::Words(between.to_owned())),
        }
        all.push(part);
    }
    call.keep(Held::Joined(all), origin)
}

fn block(call: &mut Call<'_>, value: &tera::Value) -> tera::Value {
    match call.entry(value) {
        Some(Entry { held: Held::Value(Value::Address(address)), origin }) => {
            let (lines, origin) = (address.lines(call.table.locale), origin.clone());
            call.keep(Held::Lines(lines), origin)
        }
        _ => value.clone(),
    }
}

/// The form of a verb that goes with a person's pronouns: "they have", "she has".
fn verb(call: &mut Call<'_>, value: &tera::Value) -> tera::Value {
    let Given::Map(map) = Given::of(value) else { return tera::Value::none() };
    let pronouns = match member(map, "pronouns").map(Given::of) {
        Some(Given::Map(pronouns)) => pronouns,
        Some(_) => return tera::Value::none(),
        None => map,
    };
    let plural = member(pronouns, "plural").and_then(|plural| call.entry(plural)).map(|entry| &entry.held);
    let form = match plural {
        Some(Held::Value(Value::YesNo(plural))) => call.raw(if *plural { "many" } else { "one" }),
        // The pronouns are a gap: so is the verb.
        _ => member(pronouns, "subject"),
    };
    form.cloned().unwrap_or_else(tera::Value::none)
}
