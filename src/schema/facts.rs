//! The facts that the papers of a matter share.

use serde_json::{Map, Value, json};

use super::types::Defs;
use super::{Use, about, whole};
use crate::facts::limits;
use crate::fields::{Field, FieldType, schema};

/// The schema of a facts file of the matter that has these papers.
#[must_use]
pub fn facts(papers: &[Use<'_>]) -> Value {
    let defs = Defs::default();
    let mut properties = Map::new();
    properties.insert("people".to_owned(), people(papers, &defs));
    for top in ["events", "exhibits", "decision", "relief", "agency"] {
        if let Some(table) = built_in(top, &defs) {
            properties.insert(top.to_owned(), table);
        }
    }
    properties.insert(
        "fictional".to_owned(),
        json!({
            "type": "boolean",
            "description": "The people and events are made up, for a try: no paper from these facts can be final.",
        }),
    );
    for paper in papers {
        for field in &paper.template.front.fields {
            if let Some(path) = &field.fact {
                read_by(&mut properties, path, field, *paper, &defs);
            }
        }
    }
    let description = "What is true in this matter, for all its papers.";
    whole("Facts of a matter", description, properties, &defs)
}

/// A table that the built-in types know.
fn built_in(top: &str, defs: &Defs) -> Option<Value> {
    let table = match schema::fact(top)? {
        FieldType::Group(members) => defs.table(top, &members, &[]),
        FieldType::List(item) => match *item {
            FieldType::Group(members) => {
                json!({ "type": "array", "items": defs.table(top, &members, &[]), "maxItems": limits::LIST.value })
            }
            _ => return None,
        },
        _ => return None,
    };
    let Value::Object(mut table) = table else { return None };
    table.insert("description".to_owned(), Value::from(about::built_in("", top)));
    Some(Value::Object(table))
}

/// The people: whom the papers speak of with what they need, and anybody else.
fn people(papers: &[Use<'_>], defs: &Defs) -> Value {
    let mut known: Map<String, Value> = Map::new();
    let paths = papers.iter().flat_map(|paper| paper.with).map(|(_, path)| path);
    for (id, path) in paths.filter_map(|path| Some((path.strip_prefix("people.")?, path))) {
        let Value::Object(mut person) = defs.somebody() else { continue };
        let told = papers
            .iter()
            .flat_map(|paper| paper.parties_of(path).map(|party| about::party(party, paper.draft)).collect::<Vec<_>>());
        person.insert("description".to_owned(), Value::from(told.collect::<Vec<_>>().join("\n\n")));
        known.insert(id.to_owned(), Value::Object(person));
    }
    json!({
        "type": "object",
        "description": about::built_in("", "people"),
        "properties": known,
        "additionalProperties": defs.person(),
        "maxProperties": limits::LIST.value,
    })
}

/// Puts what a paper's field says of itself where the fact that it reads stands.
fn read_by(properties: &mut Map<String, Value>, path: &str, field: &Field, paper: Use<'_>, defs: &Defs) {
    // What is true of a person is told where the person is.
    if path.starts_with("people.") {
        return;
    }
    let mut at = properties;
    let (tables, last) = path.rsplit_once('.').map_or((None, path), |(tables, last)| (Some(tables), last));
    for table in tables.into_iter().flat_map(|tables| tables.split('.')) {
        let entry = at.entry(table.to_owned()).or_insert_with(|| defs.table("", &[], &[]));
        let inner = entry
            .as_object_mut()
            .and_then(|table| table.entry("properties").or_insert_with(|| Value::Object(Map::new())).as_object_mut());
        let Some(inner) = inner else { return };
        at = inner;
    }
    let words = about::asked(field).map(|words| format!("For `{}`: {words}", paper.draft));
    if let Some(known) = at.get_mut(last).and_then(Value::as_object_mut) {
        let old = known.get("description").and_then(Value::as_str).map(str::to_owned);
        let both: Vec<String> = old.into_iter().chain(words).collect();
        if !both.is_empty() {
            known.insert("description".to_owned(), Value::from(both.join("\n\n")));
        }
        return;
    }
    let mut own = defs.field(field);
    if let Some(words) = words {
        own.insert("description".to_owned(), Value::from(words));
    }
    at.insert(last.to_owned(), Value::Object(own));
}
