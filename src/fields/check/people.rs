//! The people of a paper: what it needs to know of each, and what it may tell.

use std::sync::Arc;

use super::{
    Checker, FieldType, Wanted, gap, missing_place, names, people, person_field, plain, report, values, withheld,
};
use crate::diag::Code;
use crate::facts::{Node, Table};
use crate::fields::{Asked, Field, Given, Need, Party, schema};
use crate::span::Span;
use crate::value::{Checked, Gap, Origin, Person, Value};
use crate::words;

/// What a paper for outsiders may tell of a person whose table has no `share`.
const DEFAULT_SHARE: &[&str] = &["name"];

/// How to do without somebody who need not be there.
fn without(party: &str) -> String {
    format!("if there is no {}, take `{party}` out of the paper's `with`", plain(party))
}

impl Checker<'_> {
    /// The parties of the template, each a person or a gap.
    pub(super) fn parties(&mut self, asked: &Asked<'_>, given: &Given<'_>) -> Vec<(String, Checked)> {
        let parties = asked.parties.iter().map(|party| (party.name.clone(), self.party(party, given)));
        parties.collect()
    }

    fn party(&mut self, party: &Party, given: &Given<'_>) -> Checked {
        let label = plain(&party.name);
        let Some((_, path, with)) = given.with.iter().find(|(name, ..)| *name == party.name) else {
            let origin = Origin { path: party.name.as_str().into(), span: None };
            if party.optional {
                return Checked { value: Value::Absent, origin };
            }
            self.say(report::missing_party(&party.name, party.span));
            return gap(&label, origin);
        };
        let origin = Origin { path: path.as_str().into(), span: *with };
        let Some(node) = given.facts.at(path) else {
            let known = people(given.facts);
            let id = path.strip_prefix("people.").unwrap_or(path);
            let message = match words::nearest(id, known.iter().copied()) {
                Some(near) => {
                    format!("`{}` is `{path}`, which the facts do not have; did you mean `people.{near}`?", party.name)
                }
                None => format!("`{}` is `{path}`, which the facts do not have", party.name),
            };
            let found = report::unknown_person(message, *with, &known);
            self.say(if party.optional { found.hint(without(&party.name)) } else { found });
            return gap(&label, origin);
        };
        let Some(table) = node.table() else {
            self.say(report::wrong_type(path, node, "a table about a person"));
            return gap(&label, origin);
        };
        if withheld(node).is_some() {
            return self.given(
                &FieldType::Person,
                node,
                &origin,
                Wanted { label: &label, span: Some(party.span), required: !party.optional },
            );
        }
        let limits = self.person_limits(path, table);
        let person = Known { path, table, span: node.span, limits };
        let mut fields = Vec::with_capacity(party.needs.len());
        for need in &party.needs {
            if let Some(field) = person_field(&need.field) {
                fields.push((field.name.clone(), self.need(field, need, (party, &label), &person)));
            }
        }
        let value = Value::Person(Person {
            id: id_of(path),
            minor: self.minor(path, table),
            share: self.share(path, table),
            fields,
        });
        Checked { value, origin: Origin { path: path.as_str().into(), span: Some(node.span) } }
    }

    /// One thing that the paper needs to know of a person.
    fn need(
        &mut self,
        field: &'static Field,
        need: &Need,
        (party, called): (&Party, &str),
        person: &Known<'_>,
    ) -> Checked {
        let what = || format!("{}.{}", party.name, field.name);
        let label = format_args!("{} of the {called}", field.label);
        let wanted = Wanted { label: &label, span: Some(need.span), required: !need.optional };
        let Some(said @ (_, node)) = source(person.table, &field.name) else {
            let origin = person.origin(&field.name);
            if need.optional {
                return Checked { value: Value::Absent, origin };
            }
            let missing = format!("has no `{}`", field.name);
            let names = (&*what(), &*origin.path);
            let found = report::missing_as(names, Some((person.span, &missing)), Some(need.span));
            let found = found.hint(report::add(&field.name, &field.kind, &format!(" under `[{}]`", person.path)));
            // Said once for each person who need not be there.
            self.say(if party.optional && field.name == "name" { found.hint(without(&party.name)) } else { found });
            return gap(&label, origin);
        };
        if !person.allows(&field.name) {
            let origin = person.origin(&field.name);
            if need.optional {
                return Checked { value: Value::Absent, origin: Origin { span: None, ..origin } };
            }
            let hint = person.share_hint(&field.name);
            self.say(report::not_shared((&what(), &origin.path), Some(node.span), Some(need.span), hint));
            return gap(&label, Origin { span: Some(person.span), ..origin });
        }
        self.of_person(field, said, person, wanted)
    }

    /// A person in a field: all that may be told, since no `needs` says what is used.
    pub(super) fn person(&mut self, node: &Node, origin: &Origin) -> Option<Value> {
        let facts = self.facts;
        let (path, node) = match node.text() {
            Some(text) => {
                let path = text.trim();
                let found = path.strip_prefix("people.").filter(|id| !id.contains('.')).and_then(|_| facts.at(path));
                let Some(found) = found else {
                    if !self.report.has_room(Code::UnknownPerson) {
                        return None;
                    }
                    let known = people(facts);
                    let id = path.strip_prefix("people.").unwrap_or(path);
                    let near = words::nearest(id, known.iter().copied());
                    let message = match near {
                        Some(near) => format!("the facts have no `{path}`; did you mean `people.{near}`?"),
                        None => format!("the facts have no `{path}`"),
                    };
                    self.say(report::unknown_person(message, Some(node.span), &known));
                    return None;
                };
                (Arc::from(path), found)
            }
            None => (origin.path.clone(), node),
        };
        let Some(table) = node.table() else {
            self.say(report::wrong_type(&path, node, "a path such as `\"people.ada\"`, or a table about a person,"));
            return None;
        };
        if !path.starts_with("people.") {
            self.unknown_keys(&path, table, &names(schema::person()));
        }
        let limits = self.person_limits(&path, table);
        let person = Known { path: &path, table, span: node.span, limits };
        let mut fields = Vec::new();
        for field in schema::person() {
            let origin = person.origin(&field.name);
            let label = format!("{} of {}", field.label, plain(&id_of(&path)));
            let wanted = Wanted { label: &label, span: None, required: false };
            let checked = match source(table, &field.name) {
                None => Checked { value: Value::Absent, origin },
                Some(_) if !person.allows(&field.name) => {
                    let label = format!("{label}, which `share` does not allow");
                    gap(&label, Origin { span: Some(person.span), ..origin })
                }
                Some(said) => self.of_person(field, said, &person, wanted),
            };
            fields.push((field.name.clone(), checked));
        }
        Some(Value::Person(Person {
            id: id_of(&path),
            minor: self.minor(&path, table),
            share: self.share(&path, table),
            fields,
        }))
    }

    /// A template's field that reads about a person, with the same limits as a party; none for other paths.
    pub(super) fn fact_of_person(&mut self, field: &Field, path: &str, wanted: Wanted<'_>) -> Option<Checked> {
        let mut parts = path.splitn(4, '.');
        let (Some("people"), Some(id), Some(name)) = (parts.next(), parts.next(), parts.next()) else { return None };
        let rest = parts.next();
        let person_path = format!("people.{id}");
        let facts = self.facts;
        let node = facts.at(&person_path)?;
        let table = node.table()?;
        let limits = self.person_limits(&person_path, table);
        let person = Known { path: &person_path, table, span: node.span, limits };
        let origin = Origin { path: path.into(), span: Some(node.span) };
        let (key, said) = source(table, name)?;
        if !person.allows(name) {
            self.say(report::not_shared((path, path), Some(said.span), wanted.span, person.share_hint(name)));
            return Some(gap(wanted.label, origin));
        }
        let builtin = person_field(name)?;
        match rest {
            None => Some(self.of_person(builtin, (key, said), &person, wanted)),
            Some(part) if name == "name" && self.minor(&person_path, table) => {
                let checked = self.of_person(builtin, (key, said), &person, wanted);
                let text = match checked.value {
                    Value::Name(name) if matches!(part, "full" | "first" | "familiar" | "initials") => {
                        Value::Text(name.initials())
                    }
                    Value::Name(_) => Value::Absent,
                    other => other,
                };
                Some(Checked { value: text, origin: checked.origin })
            }
            Some(rest) => {
                let real = format!("{person_path}.{key}.{rest}");
                let Some(node) = facts.at(&real) else {
                    let (nearest, hint) = missing_place(facts, &real, &field.kind);
                    let origin = Origin { path: real.into(), span: nearest.map(|(span, _)| span) };
                    return Some(self.absent(field, origin, wanted, |found| found.hint(hint), nearest));
                };
                let origin = Origin { path: real.into(), span: Some(node.span) };
                Some(self.limited(field, node, &origin, wanted))
            }
        }
    }

    /// A field of a person that may be told: the safe address for the address, initials for a child's name.
    fn of_person(
        &mut self,
        field: &Field,
        (key, node): (&'static str, &Node),
        person: &Known<'_>,
        wanted: Wanted<'_>,
    ) -> Checked {
        let origin = Origin { path: format!("{}.{key}", person.path).into(), span: Some(node.span) };
        let mut checked = self.limited(field, node, &origin, wanted);
        if let Value::Name(name) = &checked.value
            && self.minor(person.path, person.table)
        {
            let told = name.has_initials();
            let name = name.as_minor();
            checked.value = if name.full.is_empty() || !told {
                self.say(report::no_initials(&origin.path, node.span, wanted.span));
                Value::Unknown(Gap { label: format!("initials for the {}", wanted.label) })
            } else {
                Value::Name(name)
            };
        }
        if checked.value == Value::Address(crate::value::Address::default()) {
            let found = report::missing(&origin.path, Some((node.span, "says no address")), wanted.span);
            checked.value =
                if wanted.required { Value::Unknown(Gap { label: wanted.label.to_string() }) } else { Value::Absent };
            if wanted.required {
                self.say(found);
            }
        }
        checked
    }

    fn minor(&mut self, path: &str, table: &Table) -> bool {
        let Some(node) = table.get("minor") else { return false };
        values::yes_no(node).unwrap_or_else(|| {
            self.say(report::wants_yes_no(&format!("{path}.minor"), node));
            // Until it is mended, the person is treated as a child: that tells the least.
            true
        })
    }

    pub(super) fn share(&mut self, path: &str, table: &Table) -> Vec<String> {
        let Some(node) = table.get("share") else { return DEFAULT_SHARE.iter().map(|&name| name.to_owned()).collect() };
        let path = format!("{path}.share");
        let Some(items) = node.list() else {
            self.say(report::wrong_type(&path, node, "a list of names of fields"));
            return Vec::new();
        };
        let known = names(schema::person());
        let mut share = Vec::new();
        for item in items {
            match item.text() {
                Some(name) if known.contains(&name) => share.push(name.to_owned()),
                Some(name) => {
                    self.say(report::unknown_share(&path, name, item.span, &known));
                }
                None => self.say(report::wrong_type(&path, item, "a list of names of fields")),
            }
        }
        share
    }

    /// What the paper may tell of the person at `path`: everything, or what `share` names. Who writes a paper tells of
    /// themselves what it needs, unless their own `share` says less.
    fn person_limits(&mut self, path: &str, table: &Table) -> Option<Vec<String>> {
        let writes = self.author.as_deref() == Some(path) && table.get("share").is_none();
        let own = writes || !path.starts_with("people.");
        (self.outsiders && !own).then(|| self.share(path, table))
    }
}

/// A person in the facts, and what of them may be told.
struct Known<'a> {
    path: &'a str,
    table: &'a Table,
    span: Span,
    /// The fields that may be told; all where there are no limits.
    limits: Option<Vec<String>>,
}

impl Known<'_> {
    fn origin(&self, name: &str) -> Origin {
        Origin { path: format!("{}.{name}", self.path).into(), span: Some(self.span) }
    }

    fn allows(&self, name: &str) -> bool {
        let open = matches!(name, "minor" | "share");
        let same = if name == "safe_address" { "address" } else { name };
        open || self.limits.as_ref().is_none_or(|share| share.iter().any(|shared| shared == name || shared == same))
    }

    fn share_hint(&self, name: &str) -> String {
        let mut share = self.limits.clone().unwrap_or_default();
        share.push(name.to_owned());
        let share: Vec<String> = share.iter().map(|name| format!("\"{name}\"")).collect();
        format!("if it may be told, write `share = [{}]` under `[{}]`", share.join(", "), self.path)
    }
}

/// What is read for a field of a person: an address is the safe one where there is one, even one that is not known.
fn source<'t>(table: &'t Table, name: &str) -> Option<(&'static str, &'t Node)> {
    let key = match name {
        "address" | "safe_address" if table.get("safe_address").is_some() => "safe_address",
        "safe_address" => return None,
        other => person_field(other)?.name.as_str(),
    };
    Some((key, table.get(key)?))
}

fn id_of(path: &str) -> String {
    path.rsplit('.').next().unwrap_or(path).to_owned()
}
