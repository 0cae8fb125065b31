//! The schema of each field type.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{about, forms};
use crate::facts::limits;
use crate::fields::{Choice, Field, FieldType, check, schema};
use crate::value::quantity::Number;
use crate::words;

/// The definitions that a schema refers to, gathered while it is made.
#[derive(Default)]
pub(super) struct Defs {
    defs: RefCell<BTreeMap<&'static str, Value>>,
}

impl Defs {
    /// All definitions that something refers to.
    pub(super) fn written(&self) -> Value {
        Value::Object(self.defs.borrow().iter().map(|(name, def)| ((*name).to_owned(), def.clone())).collect())
    }

    /// A reference to a definition, which is made when it is first referred to.
    fn to(&self, name: &'static str, make: impl FnOnce(&Self) -> Value) -> Value {
        if !self.defs.borrow().contains_key(name) {
            // Its place is taken before it is made: a person may be told of by a person.
            self.defs.borrow_mut().insert(name, Value::Bool(true));
            let made = make(self);
            self.defs.borrow_mut().insert(name, made);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    /// The schema of a type. What is short stands in place, as some editors do not show what is said beside a
    /// reference.
    pub(super) fn of(&self, kind: &FieldType) -> Value {
        match kind {
            FieldType::Text => text(json!({ "maxLength": limits::TEXT.value })),
            FieldType::Prose => text(json!({
                "description": "Paragraphs, kept as they are written; a blank line parts them.",
                "maxLength": limits::TEXT.value,
            })),
            FieldType::Markdown => text(json!({
                "description": "Markdown: paragraphs, emphasis, lists and quotations.",
                "maxLength": limits::TEXT.value,
            })),
            FieldType::Date => said(
                &["string", "integer"],
                json!({
                    "description": "A date as far as it is known: a day, a month, a season, a year, a decade, or about, before or after it.",
                    "examples": ["2026-11-12", "2026-11", "2014", "spring 2014", "about 2014", "before 2014", "2012 or 2013"],
                    "minimum": 1000,
                    "maximum": 2999,
                    "if": { "type": "string" },
                    "then": self.to("date", |_| json!({ "anyOf": forms::dates() })),
                }),
            ),
            FieldType::Number => said(
                &["number", "string"],
                json!({
                    "description": "A number as it is known: one, from one to another, or about one.",
                    "examples": [4, 37.5, "35-40", "about 40"],
                    "if": { "type": "string" },
                    "then": self.to("number", |_| json!({ "anyOf": forms::numbers() })),
                }),
            ),
            FieldType::Money => said(
                &["string", "number"],
                json!({ "pattern": forms::MONEY, "examples": ["$1,200.50", "EUR 630"], "minimum": 0 }),
            ),
            FieldType::YesNo => said(&["boolean"], json!({})),
            FieldType::Choice(choices) => choice(choices),
            FieldType::Email => text(json!({ "pattern": forms::EMAIL, "examples": ["name@example.org"] })),
            FieldType::Phone => {
                text(json!({ "pattern": forms::PHONE, "examples": ["217-555-0100", "+1 202 555 0100 ext. 7"] }))
            }
            FieldType::ANumber => text(json!({
                "description": "The letter A and 8 or 9 digits.",
                "pattern": forms::A_NUMBER,
                "examples": ["A000-000-000"],
            })),
            FieldType::ReceiptNumber => text(json!({
                "description": "3 letters and 10 digits, as on the notice.",
                "pattern": forms::RECEIPT_NUMBER,
                "examples": ["IOE0000000000"],
            })),
            FieldType::Address => self.table("address", schema::address(), &[]),
            FieldType::Name => name(),
            FieldType::Pronouns => pronouns(),
            FieldType::Person => json!({
                "description": "Somebody of the facts, by path, or a table about them.",
                "examples": ["people.ada"],
                "anyOf": [{ "type": "string", "pattern": forms::PERSON }, self.person()],
            }),
            FieldType::Country => self.listed("country", "^[A-Z]{2}$", &["UK"], check::countries),
            FieldType::Language => self.listed("language", "^[a-z]{2}$", &[], check::languages),
            FieldType::Exhibit => text(json!({
                "description": "An exhibit by its id, and the page that is meant, if one is.",
                "pattern": forms::EXHIBIT,
                "examples": ["hospice-letter", "hospice-letter:2"],
            })),
            FieldType::List(item) => {
                let items = match &**item {
                    FieldType::Group(members) => self.item(members),
                    other => self.of(other),
                };
                said(&["array"], json!({ "items": items, "maxItems": limits::LIST.value }))
            }
            FieldType::Group(members) => self.table("", members, &[]),
        }
    }

    /// A code of a list, or a name; a code that is not in the list is a slip. The codes stand behind a condition, where
    /// editors check them and do not offer all of them as ways to begin a line.
    fn listed(&self, what: &'static str, form: &str, also: &[&str], codes: fn() -> Vec<(String, String)>) -> Value {
        let codes = self.to(what, |_| {
            let code = |(code, name): (String, String)| json!({ "const": code, "title": name });
            let also = also.iter().map(|code| json!({ "const": code }));
            json!({ "oneOf": codes().into_iter().map(code).chain(also).collect::<Vec<_>>() })
        });
        text(json!({
            "description": format!("A {what}: its ISO code, or its name in English or Spanish."),
            "if": { "type": "string", "pattern": form },
            "then": codes,
        }))
    }

    /// What may be said of a person, by reference.
    pub(super) fn person(&self) -> Value {
        self.to("person", Self::somebody)
    }

    /// What may be said of a person, in place.
    pub(super) fn somebody(&self) -> Value {
        self.table("people", schema::person(), &[])
    }

    /// An item of a list of tables, which may have an id.
    pub(super) fn item(&self, members: &[Field]) -> Value {
        let id = ("id", json!({ "type": "string", "description": "A short name that tells the items apart." }));
        self.table("", members, &[id])
    }

    /// A table of known keys; `of` names a built-in type.
    pub(super) fn table(&self, of: &str, fields: &[Field], more: &[(&str, Value)]) -> Value {
        let mut properties: Map<String, Value> =
            more.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        for field in fields {
            let mut property = self.field(field);
            if let Some(words) = about::built_in(of, &field.name) {
                property.insert("description".to_owned(), Value::from(words));
            }
            properties.insert(field.name.clone(), Value::Object(property));
        }
        said(&["object"], json!({ "properties": properties }))
    }

    /// What a field takes, with what a form would ask.
    pub(super) fn field(&self, field: &Field) -> Map<String, Value> {
        let mut schema = match self.of(&field.kind) {
            Value::Object(schema) => schema,
            _ => Map::new(),
        };
        // What a person reads comes first, what only the editor reads behind it.
        let mut shown = Map::new();
        shown.insert("title".to_owned(), Value::from(field.name.replace(['_', '-'], " ")));
        let said = schema.shift_remove("description");
        if let Some(words) = about::asked(field).map(Value::from).or(said) {
            shown.insert("description".to_owned(), words);
        }
        let example = field.example.as_deref().and_then(|example| example_of(&field.kind, example));
        let usual = schema.shift_remove("examples");
        if let Some(examples) = example.map(|example| json!([example])).or(usual) {
            shown.insert("examples".to_owned(), examples);
        }
        if let Some(default) = &field.default {
            shown.insert("default".to_owned(), default.json());
        }
        shown.append(&mut schema);
        let mut schema = shown;
        let (least, most) = match field.kind {
            FieldType::Number => ("minimum", "maximum"),
            // Too few items are a gap, which is no mistake.
            _ => ("", "maxItems"),
        };
        for (key, bound) in [(least, field.min), (most, field.max)] {
            if let Some(bound) = bound.filter(|_| !key.is_empty()) {
                schema.insert(key.to_owned(), Value::from(bound));
            }
        }
        schema
    }
}

/// One of a few, each with the words that people choose it by.
fn choice(choices: &[Choice]) -> Value {
    let one = |choice: &Choice| json!({ "const": choice.value, "title": choice.label, "description": choice.label });
    let mut all: Vec<Value> = choices.iter().map(one).collect();
    all.push(said(
        &[],
        json!({ "description": "Not known, or rather not said: `{ unknown = true }`, `{ declined = true }`." }),
    ));
    json!({ "oneOf": all })
}

/// A value of these types, or a table that says it is unknown or declined. Each keyword speaks of one type, so that an
/// editor's complaint names the key or the form and not a choice between schemas.
fn said(types: &[&str], schema: Value) -> Value {
    let Value::Object(mut schema) = schema else { return Value::Bool(true) };
    let mut all: Vec<&str> = types.to_vec();
    if !all.contains(&"object") {
        all.push("object");
        schema.insert("minProperties".to_owned(), Value::from(1));
    }
    let kind = if let [only] = all[..] { Value::from(only) } else { Value::from(all) };
    let mut written = Map::new();
    written.insert("type".to_owned(), kind);
    written.append(&mut schema);
    // As a pattern, so that editors do not offer both words again under each key.
    written.insert("patternProperties".to_owned(), json!({ "^(unknown|declined)$": { "const": true } }));
    written.insert("additionalProperties".to_owned(), Value::Bool(false));
    Value::Object(written)
}

fn text(schema: Value) -> Value {
    said(&["string"], schema)
}

fn name() -> Value {
    let part = |part: &&str| {
        let words = about::built_in("name", part).unwrap_or(part);
        ((*part).to_owned(), json!({ "type": "string", "description": words }))
    };
    let parts: Map<String, Value> = check::NAME_PARTS.iter().map(part).collect();
    said(
        &["string"],
        json!({ "description": "A name, whole or in its parts.", "maxLength": limits::TEXT.value, "properties": parts }),
    )
}

fn pronouns() -> Value {
    let form = |form: &&str| ((*form).to_owned(), json!({ "type": "string" }));
    let mut forms: Map<String, Value> =
        ["subject", "object", "possessive", "independent", "reflexive"].iter().map(form).collect();
    forms.insert("plural".to_owned(), json!({ "type": "boolean", "description": "\"They have\", not \"they has\"." }));
    said(
        &["string"],
        json!({
            "description": "she, he, they, or a table of the five forms.",
            "pattern": r"^\s*$|^\s*([Ss][Hh][Ee]|[Hh][Ee]|[Tt][Hh][Ee][Yy])\s*(/.*)?$",
            "examples": ["they"],
            "properties": forms,
        }),
    )
}

/// An example as a value of its type.
fn example_of(kind: &FieldType, example: &str) -> Option<Value> {
    match kind {
        FieldType::Number => match Number::parse(example) {
            Ok(Number::Whole(number)) => Some(Value::from(number)),
            Ok(number @ Number::Quantity(_)) => Some(Value::from(number.kept())),
            Err(_) => None,
        },
        FieldType::Choice(choices) => {
            choices.iter().find(|choice| choice.value == example).map(|_| Value::from(example))
        }
        FieldType::List(item) if !matches!(**item, FieldType::Group(_)) => Some(json!([example_of(item, example)?])),
        FieldType::YesNo
        | FieldType::List(_)
        | FieldType::Group(_)
        | FieldType::Address
        | FieldType::Person
        | FieldType::Exhibit => None,
        _ => Some(Value::from(words::plainly(example))),
    }
}
