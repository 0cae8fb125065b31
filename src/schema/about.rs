//! What a schema tells people about a key.

use crate::facts::Node;
use crate::fields::{Field, FieldType, Party};
use crate::words;

/// The question of a field, what helps to answer it, and what comes of leaving it out; none for a field that has no
/// question of its own.
pub(super) fn asked(field: &Field) -> Option<String> {
    let ask = field.ask.as_deref()?;
    let mut parts: Vec<String> = vec![words::plainly(ask)];
    parts.extend(field.help.as_deref().map(words::plainly));
    for condition in &field.show_if {
        let values = words::quoted(&condition.values);
        parts.push(format!("Only if `{}` is {}.", condition.field, words::list(&values, "or")));
    }
    let default = field.default.as_ref().map(Node::inline);
    parts.push(match (field.required, field.min) {
        _ if default.is_some() => format!("If it is left out: `{}`.", default.unwrap_or_default()),
        (true, Some(least)) if matches!(field.kind, FieldType::List(_)) => {
            format!("Needed, at least {least}: until then the paper shows a gap.")
        }
        (true, _) => "Needed: until it is known the paper shows a gap.".to_owned(),
        (false, _) => "May be left out.".to_owned(),
    });
    if let Some(most) = field.max_words {
        parts.push(format!("At most {} are wanted.", words::count(most, "word")));
    }
    if field.sensitive {
        parts.push("May be hard to tell: it can be declined.".to_owned());
    }
    Some(parts.join("\n\n"))
}

/// Who somebody is in a paper, and what it needs to know of them.
pub(super) fn party(party: &Party, draft: &str) -> String {
    let named = |optional: bool| {
        let needs = party.needs.iter().filter(|need| need.optional == optional);
        needs.map(|need| format!("`{}`", need.field)).collect::<Vec<_>>()
    };
    let mut text = format!("The {} of `{draft}`.", party.name.replace(['_', '-'], " "));
    if let Some(ask) = &party.ask {
        text = format!("{text} {}", words::plainly(ask));
    }
    if !named(false).is_empty() {
        text = format!("{text} Needed: {}.", words::list(&named(false), "and"));
    }
    if !named(true).is_empty() {
        text = format!("{text} Used when known: {}.", words::list(&named(true), "and"));
    }
    text
}

/// What a key of a built-in type is for; the tables of the facts themselves are of the type without a name.
pub(super) fn built_in(of: &str, key: &str) -> Option<&'static str> {
    Some(match (of, key) {
        ("", "people") => "The people of the matter, each under a short name: `[people.ada]`.",
        ("", "events") => "What happened, in order; papers cite events by their `id`.",
        ("", "exhibits") => "What papers can cite; the order of the file gives the letters.",
        ("", "decision") => "The decision that a paper answers.",
        ("", "relief") => "What is asked for.",
        ("", "agency") => "The agency or court that papers go to.",
        ("name", "full") => "The whole name, as papers print it.",
        ("name", "first") => "The given name.",
        ("name", "middle") => "The middle name or names.",
        ("name", "last") => "The family name.",
        ("name", "suffix") => "What stands behind the name: Jr., M.D.",
        ("name", "familiar") => "How the person is called after the first mention.",
        ("name", "initials") => "How the person is named where only initials may stand.",
        ("people", "name") => "The name, whole or in its parts.",
        ("people", "address") => "Where mail reaches the person.",
        ("people", "birthplace") => "Where the person was born.",
        ("people", "phone") => "7 to 15 digits, and an extension if there is one.",
        ("people", "email") => "An e-mail address: name@example.org.",
        ("people", "specialty") => "A professional's field.",
        ("people", "occupation") => "What the person does for a living.",
        ("people", "uscis_account") => "The number of the person's online account with USCIS.",
        ("people", "birthdate") => "The day of birth.",
        ("people", "died_on") => "The day of death.",
        ("people", "citizenship") => "The country of citizenship.",
        ("people", "residence") => "The country in which the person lives.",
        ("people", "languages") => "The languages that the person speaks.",
        ("people", "reads_english") => "Whether the person reads English; if not, an interpreter certifies.",
        ("people", "pronouns") => "How the person is spoken of: she, he or they.",
        ("people", "safe_address") => "Where there is one, no paper ever prints the other address.",
        ("people", "title") => "What the person is: Attending physician.",
        ("people", "organization") => "Where the person works.",
        ("people", "license") => "A professional licence, as it is to be cited.",
        ("people", "a_number") => "The letter A and 8 or 9 digits. Papers for outsiders never print it.",
        ("people", "immigration_status") => "Papers for outsiders never print it.",
        ("people", "share") => {
            "What a paper for outsiders may say about the person, by the names of these keys; the name alone if left out."
        }
        ("people", "minor") => "A child: papers print initials only.",
        ("events" | "exhibits", "id") => "A short name by which papers cite it.",
        ("events", "date") => "When it happened, as far as it is known.",
        ("events", "place") => "Where it happened.",
        ("events", "text") => "What happened, in a sentence or two.",
        ("events", "knowledge") => "How the person who tells it knows.",
        ("events", "exhibits") => "The exhibits that show it, each with its page: `hospice-letter:2`.",
        ("exhibits", "author") => "Who made it.",
        ("exhibits", "date") => "The date that it bears.",
        ("exhibits", "language") => "The language that it is in.",
        ("exhibits", "title") => "What an index calls it.",
        ("exhibits", "file") => "Its file in the matter's folder: `exhibits/letter.pdf`.",
        ("exhibits", "pages") => "How many pages it has: no paper can then cite one that it has not.",
        ("exhibits", "in_record") => "Whether it was part of the record when the decision was made.",
        ("decision", "form") => "The form that was decided: Form I-131.",
        ("decision", "office") => "The office that decided.",
        ("decision", "city") => "Where that office is.",
        ("relief", "remedy") => "What is asked for, in a few words.",
        ("relief", "duration") => "For how long.",
        ("relief", "authority") => "Under which rule of law.",
        ("agency", "name") => "The agency or court, by its whole name.",
        ("agency", "office") => "Its office.",
        ("agency", "address") => "Where mail reaches it.",
        ("decision", "served_by") => "How the decision was served: by mail it adds days to a deadline.",
        ("decision", "date") => "The day on the notice: deadlines run from it.",
        ("decision", "receipt") => "3 letters and 10 digits, as on the notice.",
        ("decision", "reasons") => "The reasons that the decision gives, one item each.",
        ("address", "care_of") => "Through whom mail reaches the person.",
        ("address", "unit") => "Apartment, suite or floor.",
        _ => return None,
    })
}
