//! The built-in types: what may be known about a person, an event, an exhibit, a decision, a relief, an agency, an
//! address.

use std::sync::OnceLock;

use super::{Choice, Field, FieldType, parse::nowhere, plain};

/// What may be known about a person.
pub fn person() -> &'static [Field] {
    static FIELDS: OnceLock<Vec<Field>> = OnceLock::new();
    FIELDS.get_or_init(|| {
        vec![
            field("name", FieldType::Name),
            field("birthdate", FieldType::Date),
            field("birthplace", FieldType::Text),
            field("died_on", FieldType::Date),
            field("citizenship", FieldType::Country),
            field("residence", FieldType::Country),
            field("languages", list(FieldType::Language)),
            field("reads_english", FieldType::YesNo),
            field("pronouns", FieldType::Pronouns),
            field("address", FieldType::Address),
            field("safe_address", FieldType::Address),
            field("phone", FieldType::Phone),
            field("email", FieldType::Email),
            field("title", FieldType::Text),
            field("organization", FieldType::Text),
            field("license", FieldType::Text),
            field("specialty", FieldType::Text),
            field("occupation", FieldType::Text),
            field("a_number", FieldType::ANumber),
            field("uscis_account", FieldType::Text),
            field("immigration_status", FieldType::Text),
            field("share", list(FieldType::Text)),
            field("minor", FieldType::YesNo),
        ]
    })
}

/// What may be known about an event.
pub fn event() -> &'static [Field] {
    static FIELDS: OnceLock<Vec<Field>> = OnceLock::new();
    FIELDS.get_or_init(|| {
        vec![
            field("id", FieldType::Text),
            field("date", FieldType::Date),
            field("place", FieldType::Text),
            field("text", FieldType::Prose),
            field("exhibits", list(FieldType::Exhibit)),
            field("knowledge", FieldType::Text),
        ]
    })
}

/// What may be known about an exhibit.
pub fn exhibit() -> &'static [Field] {
    static FIELDS: OnceLock<Vec<Field>> = OnceLock::new();
    FIELDS.get_or_init(|| {
        vec![
            field("id", FieldType::Text),
            field("title", FieldType::Text),
            field("author", FieldType::Text),
            field("date", FieldType::Date),
            field("language", FieldType::Language),
            field("file", FieldType::Text),
            field("pages", FieldType::Number),
            field("in_record", FieldType::YesNo),
        ]
    })
}

/// What may be known about the decision that a paper answers.
pub fn decision() -> &'static [Field] {
    static FIELDS: OnceLock<Vec<Field>> = OnceLock::new();
    FIELDS.get_or_init(|| {
        let served = [("mail", "By mail"), ("online", "Online"), ("in-person", "In person")];
        let served = served.map(|(value, label)| Choice { value: value.to_owned(), label: label.to_owned() });
        let reason =
            vec![field("id", FieldType::Text), field("text", FieldType::Prose), field("quote", FieldType::Prose)];
        vec![
            field("form", FieldType::Text),
            field("receipt", FieldType::ReceiptNumber),
            field("date", FieldType::Date),
            field("served_by", FieldType::Choice(served.to_vec())),
            field("office", FieldType::Text),
            field("city", FieldType::Text),
            field("reasons", list(FieldType::Group(reason))),
        ]
    })
}

/// What may be known about the relief asked for.
pub fn relief() -> &'static [Field] {
    static FIELDS: OnceLock<Vec<Field>> = OnceLock::new();
    FIELDS.get_or_init(|| {
        vec![field("remedy", FieldType::Text), field("duration", FieldType::Text), field("authority", FieldType::Text)]
    })
}

/// What may be known about the agency or court.
pub fn agency() -> &'static [Field] {
    static FIELDS: OnceLock<Vec<Field>> = OnceLock::new();
    FIELDS.get_or_init(|| {
        vec![field("name", FieldType::Text), field("office", FieldType::Text), field("address", FieldType::Address)]
    })
}

/// The parts of an address.
pub fn address() -> &'static [Field] {
    static FIELDS: OnceLock<Vec<Field>> = OnceLock::new();
    FIELDS.get_or_init(|| {
        ["care_of", "street", "unit", "city", "state", "zip", "country"]
            .map(|name| field(name, FieldType::Text))
            .to_vec()
    })
}

/// The tables that shared facts may have at the top level, besides those that a matter adds.
pub const TOP: &[&str] = &["people", "events", "exhibits", "decision", "relief", "agency", "fictional"];

/// The type of a path in the shared facts, such as `decision.date`, `events` or `people.ada.name`.
#[must_use]
pub fn fact(path: &str) -> Option<FieldType> {
    let (top, rest) = path.split_once('.').map_or((path, None), |(top, rest)| (top, Some(rest)));
    match (top, rest) {
        ("people", Some(rest)) => match rest.split_once('.') {
            None => Some(FieldType::Person),
            Some((_, field)) => member(person(), field),
        },
        ("events", None) => Some(list(FieldType::Group(event().to_vec()))),
        ("exhibits", None) => Some(list(FieldType::Group(exhibit().to_vec()))),
        ("decision", None) => Some(FieldType::Group(decision().to_vec())),
        ("decision", Some(rest)) => member(decision(), rest),
        ("relief", None) => Some(FieldType::Group(relief().to_vec())),
        ("relief", Some(rest)) => member(relief(), rest),
        ("agency", None) => Some(FieldType::Group(agency().to_vec())),
        ("agency", Some(rest)) => member(agency(), rest),
        _ => None,
    }
}

/// ``unknown fact `decision.dat`; did you mean `decision.date`?``
pub(super) fn unknown_path(path: &str) -> String {
    let tables = [("decision", decision()), ("relief", relief()), ("agency", agency())];
    let mut known: Vec<String> = TOP.iter().map(|&top| top.to_owned()).collect();
    for (top, fields) in tables {
        known.extend(fields.iter().map(|field| format!("{top}.{}", field.name)));
    }
    if let Some((id, _)) = path.strip_prefix("people.").and_then(|rest| rest.split_once('.')) {
        known.extend(person().iter().map(|field| format!("people.{id}.{}", field.name)));
    }
    crate::words::unknown("fact", path, known.iter().map(String::as_str))
}

fn member(fields: &[Field], path: &str) -> Option<FieldType> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let field = fields.iter().find(|field| field.name == name)?;
    match (rest, &field.kind) {
        (None, kind) => Some(kind.clone()),
        (Some(rest), FieldType::Group(members)) => member(members, rest),
        (Some(rest), FieldType::Address) => member(address(), rest),
        (Some(rest), FieldType::Name) if super::check::NAME_PARTS.contains(&rest) => Some(FieldType::Text),
        _ => None,
    }
}

fn list(item: FieldType) -> FieldType {
    FieldType::List(Box::new(item))
}

/// A field of a built-in type: it is asked for by a template's own fields, never required by itself.
fn field(name: &str, kind: FieldType) -> Field {
    Field {
        name: name.to_owned(),
        label: plain(name).into(),
        path: name.into(),
        span: nowhere(),
        kind,
        ask: None,
        help: None,
        example: None,
        why: None,
        required: false,
        default: None,
        show_if: Vec::new(),
        sensitive: matches!(name, "a_number" | "receipt" | "immigration_status" | "uscis_account"),
        section: None,
        max_words: None,
        min: None,
        max: None,
        fact: None,
        frame: None,
    }
}
