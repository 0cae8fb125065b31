//! The checked facts as a Tera context: maps and lists with handles for leaves.

use std::collections::BTreeMap;

use tera::Context;
use tera::value::Key;

use super::table::{Held, Table};
use crate::fields::parse::nowhere;
use crate::fields::{CheckedFacts, Field, FieldType, Party, schema};
use crate::template::FrontMatter;
use crate::template::tokens::kind::{Kind, NAME_FORMS, PRONOUN_FORMS};
use crate::template::tokens::weave::variable;
use crate::value::{Checked, Name, Origin, Person, Pronouns, Value};

/// The parts of a person or group, on their way to Tera: it makes a map of its own, in the same order, and hashes each
/// name.
type Members = BTreeMap<Key<'static>, tera::Value>;

/// What a template declares, each by its variable.
pub(super) struct Declared {
    parties: Vec<(String, Party)>,
    fields: Vec<(String, Field)>,
}

impl Declared {
    pub(super) fn new(front: &FrontMatter) -> Self {
        Self {
            parties: front.parties.iter().map(|party| (variable(&party.name), party.clone())).collect(),
            fields: front.fields.iter().map(|field| (variable(&field.name), field.clone())).collect(),
        }
    }

    /// Every party and field that there is something of.
    ///
    /// What is absent is left out: to the code of a template that is as good as null, and of many fields most are
    /// absent.
    pub(super) fn context(&self, table: &mut Table, facts: &CheckedFacts) -> Context {
        let mut context = Context::new();
        for (at, (variable, declared)) in self.parties.iter().enumerate() {
            if let Some(checked) = given(&facts.parties, at, &declared.name) {
                context.insert_value(variable.clone(), party(table, declared, checked));
            }
        }
        for (at, (variable, declared)) in self.fields.iter().enumerate() {
            if let Some(checked) = given(&facts.fields, at, &declared.name) {
                context.insert_value(variable.clone(), value(table, &declared.kind, checked));
            }
        }
        context
    }
}

/// What is given by a name. Checked facts come in the order in which they are declared.
fn given<'f>(facts: &'f [(String, Checked)], at: usize, name: &str) -> Option<&'f Checked> {
    let in_place = facts.get(at).filter(|(known, _)| known == name);
    let (_, checked) = in_place.or_else(|| facts.iter().find(|(known, _)| known == name))?;
    (!checked.value.is_absent()).then_some(checked)
}

fn party(table: &mut Table, party: &Party, checked: &Checked) -> tera::Value {
    let mut map = Members::new();
    match &checked.value {
        Value::Person(person) => {
            for need in &party.needs {
                if let (Some((name, kind)), Some(field)) = (person_field(&need.field), person.field(&need.field)) {
                    map.insert(name.into(), value(table, kind, field));
                }
            }
            minor(table, &mut map, person, &checked.origin);
        }
        Value::Unknown(needed) => {
            for need in &party.needs {
                let Some((name, kind)) = person_field(&need.field) else { continue };
                let origin = checked.origin.member(&need.field);
                let label = match kind {
                    FieldType::Name => needed.label.clone(),
                    _ => format!("{}: {}", needed.label, need.field.replace('_', " ")),
                };
                let leaf = if need.optional { tera::Value::none() } else { gap(table, kind, &label, &origin) };
                map.insert(name.into(), leaf);
            }
        }
        _ => return tera::Value::none(),
    }
    map.into()
}

fn person_field(name: &str) -> Option<(&'static str, &'static FieldType)> {
    schema::person().iter().find(|field| field.name == name).map(|field| (field.name.as_str(), &field.kind))
}

fn minor(table: &mut Table, map: &mut Members, person: &Person, origin: &Origin) {
    if !map.contains_key(&Key::Str("minor")) {
        let value = leaf(table, Value::YesNo(person.minor), &origin.member("minor"));
        map.insert("minor".into(), value);
    }
}

fn leaf(table: &mut Table, value: Value, origin: &Origin) -> tera::Value {
    table.keep(Held::Value(value), origin.clone())
}

/// A checked value of a type.
fn value(table: &mut Table, kind: &FieldType, checked: &Checked) -> tera::Value {
    let origin = &checked.origin;
    match &checked.value {
        Value::Absent | Value::Declined => tera::Value::none(),
        Value::Unknown(needed) => gap(table, kind, &needed.label, origin),
        Value::List(items) => {
            let item_kind = if let FieldType::List(item) = kind { item.as_ref() } else { &FieldType::Text };
            let mut list = Vec::with_capacity(items.len());
            for item in items {
                let value = match &item.checked.value {
                    Value::Group(members) => {
                        let mut map = group(table, item_kind, members);
                        let id = leaf(table, Value::Text(item.id.clone()), &item.checked.origin);
                        map.insert("id".into(), id);
                        map.into()
                    }
                    _ => value(table, item_kind, &item.checked),
                };
                list.push(value);
            }
            list.into()
        }
        Value::Group(members) => group(table, kind, members).into(),
        Value::Person(person) => {
            let mut map = Members::new();
            for (name, field) in &person.fields {
                if let Some((name, kind)) = person_field(name) {
                    map.insert(name.into(), value(table, kind, field));
                }
            }
            map.remove(&Key::Str("minor"));
            minor(table, &mut map, person, origin);
            map.into()
        }
        Value::Name(name) => self::name(table, name, origin).into(),
        Value::Pronouns(pronouns) => self::pronouns(table, pronouns, origin).into(),
        other => leaf(table, other.clone(), origin),
    }
}

fn group(table: &mut Table, kind: &FieldType, members: &[(String, Checked)]) -> Members {
    let fields = if let FieldType::Group(fields) = kind { fields.as_slice() } else { &[] };
    let mut map = Members::new();
    for (name, member) in members {
        let field = fields.iter().find(|field| field.name == *name);
        // A built-in type says of none of its parts whether a paper needs it: the paper that prints it does.
        let built_in = field.is_some_and(|field| field.span == nowhere());
        let kind = field.map_or(&FieldType::Text, |field| &field.kind);
        let shaped = matches!(kind, FieldType::List(_) | FieldType::Group(_) | FieldType::Person | FieldType::Name);
        let value = if built_in && !shaped && member.value == Value::Absent {
            table.keep(Held::Missing, member.origin.clone())
        } else {
            value(table, kind, member)
        };
        map.insert(name.clone().into(), value);
    }
    map
}

fn name(table: &mut Table, name: &Name, origin: &Origin) -> Members {
    // Words of their own: no name is fitted into a sentence.
    NAME_FORMS.into_iter().map(|form| (form.into(), table.keep(Held::Words(name.form(form)), origin.clone()))).collect()
}

fn pronouns(table: &mut Table, pronouns: &Pronouns, origin: &Origin) -> Members {
    let mut form = |form: &'static str| {
        let words = Held::Words(pronouns.form(form).to_owned());
        (form.into(), table.keep(words, origin.clone()))
    };
    let mut members: Members = PRONOUN_FORMS.into_iter().map(&mut form).collect();
    members.insert("plural".into(), leaf(table, Value::YesNo(pronouns.plural), origin));
    members
}

/// Something required that is not known, in the shape that its type has, so that a template reads it like any other.
fn gap(table: &mut Table, kind: &FieldType, label: &str, origin: &Origin) -> tera::Value {
    match kind {
        FieldType::List(item) => {
            let mut value = gap(table, item, label, origin);
            if let FieldType::Group(_) = item.as_ref()
                && let Some(mut map) = value.clone().into_map()
            {
                map.insert("id".into(), gap(table, &FieldType::Text, label, origin));
                value = map.into();
            }
            vec![value].into()
        }
        FieldType::Group(fields) => {
            members(table, fields.iter().map(|field| (field.name.as_str(), &field.kind)), label, origin)
        }
        FieldType::Person => {
            members(table, schema::person().iter().map(|field| (field.name.as_str(), &field.kind)), label, origin)
        }
        FieldType::Name => members(table, NAME_FORMS.into_iter().map(|form| (form, &FieldType::Text)), label, origin),
        FieldType::Pronouns => {
            members(table, PRONOUN_FORMS.into_iter().map(|form| (form, &FieldType::Text)), label, origin)
        }
        leaf => {
            let native = Kind::of(leaf).is_native();
            table.keep(Held::Gap { label: label.to_owned(), native }, origin.clone())
        }
    }
}

fn members<'a>(
    table: &mut Table,
    members: impl Iterator<Item = (&'a str, &'a FieldType)>,
    label: &str,
    origin: &Origin,
) -> tera::Value {
    let members: Members =
        members.map(|(name, kind)| (name.to_owned().into(), gap(table, kind, label, origin))).collect();
    members.into()
}
