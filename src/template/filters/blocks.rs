//! Pieces of the page made of people: letterhead, signature, caption.

use super::given::{Given, member};
use super::{Call, Function};
use crate::template::engine::table::Held;
use crate::template::slots::{Caption, Filled, Letterhead, NodeSlot, Signature};
use crate::value::Value;

/// By name, as the woven code calls them.
pub(super) const FUNCTIONS: &[(&str, Function)] =
    &[("letterhead", letterhead), ("signature", signature), ("caption", caption)];

/// How to reach a person, in the order of a letterhead.
const CONTACT: [&str; 3] = ["address", "phone", "email"];

/// Organization or name, and under it how to reach the writer; of these what the party's `needs` list.
fn letterhead(call: &mut Call<'_>) -> tera::Value {
    let Given::Map(person) = call.argument("of") else { return tera::Value::none() };
    let large = field(call, person, "organization").into_iter().next();
    let Some(name) = large.or_else(|| name(call, person)) else { return tera::Value::none() };
    let lines = CONTACT.iter().flat_map(|key| field(call, person, key)).collect();
    let origin = name.origin.clone();
    call.keep(Held::Node(NodeSlot::Letterhead(Letterhead { name, lines })), origin)
}

/// Name, and under it title, specialty, organization and license; with `contact` also how to reach the signer.
fn signature(call: &mut Call<'_>) -> tera::Value {
    let Given::Map(person) = call.argument("of") else { return tera::Value::none() };
    let Some(name) = name(call, person) else { return tera::Value::none() };
    let contact = matches!(call.argument("contact"), Given::YesNo(true));
    let mut keys = vec!["title", "specialty", "organization", "license"];
    keys.extend(CONTACT.iter().filter(|_| contact));
    let lines = keys.iter().flat_map(|key| field(call, person, key)).collect();
    let blank = matches!(call.argument("blank_date"), Given::YesNo(true));
    let date = match call.raw("date").map(|date| filled(call, date)) {
        Some(date) if !date.is_empty() => date.into_iter().next(),
        _ if blank => Some(Filled { text: String::new(), gap: false, origin: call.own(), revised: Vec::new() }),
        _ => None,
    };
    let origin = name.origin.clone();
    call.keep(Held::Node(NodeSlot::Signature(Signature { name, lines, date })), origin)
}

fn caption(call: &mut Call<'_>) -> tera::Value {
    let [head, left, right, title] = ["head", "left", "right", "title"].map(|side| match call.argument(side) {
        Given::List(items) => items.iter().flat_map(|item| filled(call, item)).collect(),
        _ => Vec::new(),
    });
    let origin = call.own();
    call.keep(Held::Node(NodeSlot::Caption(Caption { head, left, right, title })), origin)
}

fn name(call: &Call<'_>, person: &tera::Map) -> Option<Filled> {
    let Given::Map(forms) = Given::of(member(person, "name")?) else { return None };
    filled(call, member(forms, "full")?).into_iter().next()
}

fn field(call: &Call<'_>, person: &tera::Map, key: &'static str) -> Vec<Filled> {
    member(person, key).map_or_else(Vec::new, |value| filled(call, value))
}

/// A value as the lines of a block: an address takes several, what is absent none.
fn filled(call: &Call<'_>, value: &tera::Value) -> Vec<Filled> {
    match Given::of(value) {
        Given::Handle(handle) => match call.table.entry(handle).map(|entry| (&entry.held, &entry.origin)) {
            Some((Held::Value(Value::Address(address)), origin)) => {
                let line = |text| Filled { text, gap: false, origin: origin.clone(), revised: Vec::new() };
                address.lines(call.table.locale).into_iter().map(line).collect()
            }
            _ => call.table.filled(handle),
        },
        Given::Text(text) => {
            vec![Filled { text: text.to_owned(), gap: false, origin: call.own(), revised: Vec::new() }]
        }
        Given::Number(number) => {
            vec![Filled { text: number.to_string(), gap: false, origin: call.own(), revised: Vec::new() }]
        }
        _ => Vec::new(),
    }
}
