//! Names of the paper's people in the words of a question.

use super::Interface;
use crate::fields::CheckedFacts;
use crate::value::{Locale, Value};

/// A question's words with `{{ applicant.name.familiar }}` filled in; somebody whose name is not known yet is
/// "this person", and what is not answered yet is "…".
pub(super) fn filled(text: &str, checked: &CheckedFacts, interface: &Interface) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        let Some(end) = rest[start..].find("}}").map(|at| start + at) else { break };
        filled.push_str(&rest[..start]);
        let path = rest[start + 2..end].split('|').next().unwrap_or_default().trim();
        filled.push_str(&leaf(path, checked, interface));
        rest = &rest[end + 2..];
    }
    filled.push_str(rest);
    filled
}

fn leaf(path: &str, checked: &CheckedFacts, interface: &Interface) -> String {
    let mut keys = path.split('.');
    let party = keys.next().unwrap_or_default();
    let person = checked.parties.iter().find(|(name, _)| name == party).map(|(_, checked)| &checked.value);
    let field = keys.next().unwrap_or("name");
    let form = keys.next().unwrap_or_default();
    let own = checked.fields.iter().find(|(name, _)| name == party).map(|(_, checked)| &checked.value);
    match own.or_else(|| person.and_then(|person| person.member(field)).map(|field| &field.value)) {
        Some(Value::Date(date)) => date.long(Locale::of(&interface.tag)),
        Some(Value::Choice { label, .. }) => label.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Quantity(quantity)) => quantity.long(Locale::of(&interface.tag)),
        Some(Value::Name(name)) => name.form(form),
        Some(Value::Pronouns(pronouns)) => pronouns.form(form).to_owned(),
        Some(Value::Text(text) | Value::Email(text) | Value::Phone(text)) => text.clone(),
        _ if own.is_some() => String::from("…"),
        _ => interface.say("this_person", &[]),
    }
}
