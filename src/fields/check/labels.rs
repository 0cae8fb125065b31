//! Names of the paper's people in the words of a choice: `I teach {{ applicant.name.familiar }}`.

use crate::value::{Checked, Value};

/// Fills in the names in the words of every choice that was made, wherever it stands.
pub(super) fn fill(fields: &mut [(String, Checked)], parties: &[(String, Checked)]) {
    for (_, checked) in fields {
        of_value(&mut checked.value, parties);
    }
}

fn of_value(value: &mut Value, parties: &[(String, Checked)]) {
    match value {
        Value::Choice { label, .. } if label.contains("{{") => *label = filled(label, parties),
        Value::Group(members) => fill(members, parties),
        Value::List(items) => items.iter_mut().for_each(|item| of_value(&mut item.checked.value, parties)),
        _ => {}
    }
}

/// The words with the names filled in. Of somebody whose name is not known, the paper says that it is needed; the gap
/// itself is told where the name is asked for.
fn filled(words: &str, parties: &[(String, Checked)]) -> String {
    let mut filled = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, path, after)) = rest
        .split_once("{{")
        .and_then(|(before, tag)| tag.split_once("}}").map(|(path, after)| (before, path.trim(), after)))
    {
        filled.push_str(before);
        match named(path, parties) {
            Some(name) => filled.push_str(&name),
            None => filled.extend(["[NEEDED: ", &path.replace(['.', '_'], " "), "]"]),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn named(path: &str, parties: &[(String, Checked)]) -> Option<String> {
    let mut keys = path.split('.');
    let party = keys.next()?;
    let (_, person) = parties.iter().find(|(name, _)| name == party)?;
    let form = |keys: &mut std::str::Split<'_, char>| keys.next().unwrap_or_default().to_owned();
    match &person.value.member(keys.next().unwrap_or("name"))?.value {
        Value::Name(name) => Some(name.form(&form(&mut keys))),
        Value::Pronouns(pronouns) => Some(pronouns.form(&form(&mut keys)).to_owned()),
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}
