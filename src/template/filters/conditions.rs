//! What conditions ask: truth, comparison, tests; and arithmetic.

use std::cmp::Ordering;

use super::given::Given;
use super::{Call, Filter, Function};
use crate::template::engine::table::{Held, Table};
use crate::template::faults;
use crate::value::{Origin, PaperDate, Quantity, Value};

/// By name, as the woven code calls them.
pub(super) const FILTERS: &[(&str, Filter)] = &[
    ("truth", truth),
    ("native", native),
    ("items", items),
    ("decided", decided),
    ("t_known", known),
    ("t_new", new),
    ("t_same", same_words),
    ("t_before", |call, value| ordered(call, value, PaperDate::is_before)),
    ("t_after", |call, value| ordered(call, value, |one, other| other.is_before(one))),
];

/// By name, as the woven code calls them.
pub(super) const FUNCTIONS: &[(&str, Function)] = &[("compare", compare), ("math", math)];

/// Whether an `if` takes a value for yes: what is absent is no, and so is a gap in what conditions compare.
fn truth(call: &mut Call<'_>, value: &tera::Value) -> tera::Value {
    if let Some(quantity) = quantity(call, value) {
        return match quantity.cmp_whole(0) {
            Some(ordering) => ordering.is_ne().into(),
            None => undecided(call, &[value]),
        };
    }
    let truth = match Given::of(value) {
        Given::Nothing => false,
        Given::Handle(handle) => match call.table.entry(handle).map(|entry| &entry.held) {
            Some(Held::Value(Value::YesNo(yes))) => *yes,
            Some(Held::Value(Value::Number(number))) => *number != 0,
            Some(Held::Gap { native, .. }) => !native,
            None | Some(Held::Missing) => false,
            Some(_) => true,
        },
        Given::Text(text) => !text.is_empty(),
        Given::Number(number) => number != 0,
        Given::YesNo(yes) => yes,
        Given::List(list) => !list.is_empty(),
        Given::Map(map) => !map.is_empty(),
    };
    truth.into()
}

/// A number, choice or yes-no out of its handle; null for a gap.
fn native(call: &mut Call<'_>, value: &tera::Value) -> tera::Value {
    let Given::Handle(handle) = Given::of(value) else { return value.clone() };
    match call.table.entry(handle).map(|entry| &entry.held) {
        Some(Held::Value(Value::Number(number))) => (*number).into(),
        Some(Held::Value(Value::YesNo(yes))) => (*yes).into(),
        Some(Held::Value(Value::Choice { value, .. })) => value.as_str().into(),
        Some(Held::Gap { native: true, .. } | Held::Missing) => tera::Value::none(),
        _ => value.clone(),
    }
}

/// What a `for` goes through: nothing where the list is absent.
fn items(_: &mut Call<'_>, value: &tera::Value) -> tera::Value {
    match Given::of(value) {
        Given::List(_) => value.clone(),
        _ => Vec::<tera::Value>::new().into(),
    }
}

/// Notes how a condition comes out, or whether there is anything to go through.
fn decided(call: &mut Call<'_>, value: &tera::Value) -> tera::Value {
    let holds = match Given::of(value) {
        Given::YesNo(yes) => yes,
        Given::List(list) => !list.is_empty(),
        _ => false,
    };
    call.table.decided(call.place, holds);
    value.clone()
}

fn known(call: &mut Call<'_>, value: &tera::Value) -> tera::Value {
    is_known(call.table, value).into()
}

fn is_known(table: &Table, value: &tera::Value) -> bool {
    match Given::of(value) {
        Given::Nothing => false,
        Given::Handle(handle) => {
            !matches!(table.entry(handle).map(|entry| &entry.held), None | Some(Held::Gap { .. } | Held::Missing))
        }
        Given::List(list) => list.iter().any(|item| is_known(table, item)),
        Given::Map(map) => map.iter().any(|(key, item)| key.as_str() != Some("minor") && is_known(table, item)),
        Given::Text(_) | Given::Number(_) | Given::YesNo(_) => true,
    }
}

/// Whether one of the exhibits is said not to have been part of the record when the decision was made.
fn new(call: &mut Call<'_>, value: &tera::Value) -> tera::Value {
    let is_new = |value: &tera::Value| match call.entry(value).map(|entry| &entry.held) {
        Some(Held::Value(Value::Exhibit(reference))) => call.table.is_new(&reference.id),
        _ => false,
    };
    match Given::of(value) {
        Given::List(list) => list.iter().any(is_new),
        _ => is_new(value),
    }
    .into()
}

/// Whether the ids of two items are the same; not so while one of them is not known.
fn same_words(call: &mut Call<'_>, value: &tera::Value) -> tera::Value {
    let (one, other) = (text(call, value), call.raw("text").and_then(|other| text(call, other)));
    one.is_some_and(|one| other == Some(one)).into()
}

fn text<'v>(call: &'v Call<'_>, value: &'v tera::Value) -> Option<&'v str> {
    match (Given::of(value), call.entry(value).map(|entry| &entry.held)) {
        (Given::Text(text), _) => Some(text),
        (_, Some(Held::Value(Value::Text(text)) | Held::Words(text))) => Some(text),
        _ => None,
    }
}

/// A test of two dates; not so while one of them is not known.
fn ordered(call: &mut Call<'_>, value: &tera::Value, test: fn(PaperDate, PaperDate) -> bool) -> tera::Value {
    let given = call.raw("date").cloned().unwrap_or_else(tera::Value::none);
    match (date(call, value), date(call, &given)) {
        (Some(one), Some(other)) if one.is_undecided(other) => undecided(call, &[value, &given]),
        (Some(one), Some(other)) => test(one, other).into(),
        _ => false.into(),
    }
}

/// No, and the finding that nobody can say so: what these values are is not known exactly enough.
fn undecided(call: &mut Call<'_>, values: &[&tera::Value]) -> tera::Value {
    let origins = values.iter().filter_map(|value| call.entry(value)).map(|entry| entry.origin.clone());
    let origins: Vec<Origin> = origins.filter(|origin| origin.span.is_some()).collect();
    let span = call.table.span(call.place);
    call.table.report(faults::undecided(&origins, span));
    false.into()
}

fn quantity(call: &Call<'_>, value: &tera::Value) -> Option<Quantity> {
    match &call.entry(value)?.held {
        Held::Value(Value::Quantity(quantity)) => Some(*quantity),
        _ => None,
    }
}

pub(super) fn date(call: &Call<'_>, value: &tera::Value) -> Option<PaperDate> {
    match &call.entry(value)?.held {
        Held::Value(Value::Date(date)) => Some(*date),
        _ => None,
    }
}

/// `==`, `<`, `in` and so on, of values out of their handles; what is not known equals nothing and is not ordered.
fn compare(call: &mut Call<'_>) -> tera::Value {
    let raw = |name: &'static str| call.raw(name).cloned().unwrap_or_else(tera::Value::none);
    let (a, b) = (raw("a"), raw("b"));
    let Given::Text(operator) = call.argument("op") else { return false.into() };
    let operator = operator.to_owned();
    if let Some(decided) = of_quantities(call, &a, &b, &operator) {
        return decided;
    }
    let (one, other, operator) = (Given::of(&a), Given::of(&b), operator.as_str());
    let ordering = match (&one, &other) {
        (Given::Number(one), Given::Number(other)) => Some(one.cmp(other)),
        _ => None,
    };
    let answer = match operator {
        "==" => same(&one, &other),
        "!=" => !same(&one, &other),
        "<" => ordering.is_some_and(Ordering::is_lt),
        ">" => ordering.is_some_and(Ordering::is_gt),
        "<=" => ordering.is_some_and(Ordering::is_le),
        ">=" => ordering.is_some_and(Ordering::is_ge),
        _ => {
            let list = if let Given::List(list) = other { list } else { &[] };
            let found = list.iter().any(|item| same(&one, &Given::of(&native(call, item))));
            found == (operator == "in")
        }
    };
    answer.into()
}

/// A comparison in which a number is not one whole number. None where there is none, or a list is searched.
fn of_quantities(call: &mut Call<'_>, a: &tera::Value, b: &tera::Value, operator: &str) -> Option<tera::Value> {
    let (one, other) = (quantity(call, a), quantity(call, b));
    let ordering = match (one, other, Given::of(a), Given::of(b)) {
        (None, None, ..) => return None,
        (Some(one), _, _, Given::Number(number)) => one.cmp_whole(number),
        (_, Some(other), Given::Number(number), _) => other.cmp_whole(number).map(Ordering::reverse),
        (Some(one), Some(other), ..) => one.cmp_other(other),
        _ if matches!(operator, "in" | "not in") => None,
        _ => return Some((operator == "!=").into()),
    };
    let Some(ordering) = ordering else { return Some(undecided(call, &[a, b])) };
    let answer = match operator {
        "==" => ordering.is_eq(),
        "!=" => ordering.is_ne(),
        "<" => ordering.is_lt(),
        ">" => ordering.is_gt(),
        "<=" => ordering.is_le(),
        ">=" => ordering.is_ge(),
        _ => return Some(undecided(call, &[a, b])),
    };
    Some(answer.into())
}

fn same(one: &Given<'_>, other: &Given<'_>) -> bool {
    match (one, other) {
        (Given::Text(one), Given::Text(other)) => one == other,
        (Given::Number(one), Given::Number(other)) => one == other,
        (Given::YesNo(one), Given::YesNo(other)) => one == other,
        _ => false,
    }
}

/// Arithmetic of whole numbers; the result came from where the first fact in it came from.
fn math(call: &mut Call<'_>) -> tera::Value {
    let (a, b) = (call.raw("a"), call.raw("b"));
    let (Some(a), Some(b)) = (a, b) else { return tera::Value::none() };
    let mut numbers = Vec::new();
    let mut origin: Option<Origin> = None;
    for side in [&a, &b] {
        match Given::of(side) {
            Given::Number(number) => numbers.push(number),
            Given::Handle(number) => {
                let Some(entry) = call.table.entry(number) else { return tera::Value::none() };
                match &entry.held {
                    Held::Value(Value::Number(number)) => numbers.push(*number),
                    Held::Gap { .. } | Held::Missing => return call.table.handle(number),
                    Held::Value(Value::Quantity(_)) => {
                        let origin = entry.origin.clone();
                        let span = call.table.span(call.place);
                        call.table.report(faults::no_sum(&origin, span));
                        return call.keep(Held::Gap { label: "exact number".to_owned(), native: true }, origin);
                    }
                    _ => return tera::Value::none(),
                }
                origin.get_or_insert_with(|| entry.origin.clone());
            }
            _ => return tera::Value::none(),
        }
    }
    let ([a, b], Given::Text(operator)) = (&numbers[..], call.argument("op")) else { return tera::Value::none() };
    let result = match operator {
        "+" => a.checked_add(*b),
        "-" => a.checked_sub(*b),
        "*" => a.checked_mul(*b),
        "//" => a.checked_div(*b),
        _ => a.checked_rem(*b),
    };
    if let Some(number) = result {
        let origin = origin.unwrap_or_else(|| call.own());
        call.keep(Held::Value(Value::Number(number)), origin)
    } else {
        let span = call.table.span(call.place);
        call.fail(faults::wrong_use("this sum has no result: a division by nothing, or a number too large", span))
    }
}
