//! Reading, merging and checking facts: what each input comes to, word for word.

mod checked;
mod cleaned;
mod declared;
mod merged;
mod people;
mod random;
pub mod reading;
mod reads;
mod values;

use affiant::diag::Report;
use affiant::facts::{self, Node};
use affiant::fields::{Asked, Audience, CheckedFacts, Given, check, parse};
use affiant::source::Sources;
use affiant::value::{Checked, Locale, Value};

/// What is wrong, a line each: `code place place message; hint`.
fn lines(report: &Report, sources: &Sources) -> Vec<String> {
    let line = |found: &affiant::diag::Diagnostic| {
        let places: Vec<String> = found.labels.iter().map(|label| sources.place(label.span)).collect();
        let hints: Vec<String> = found.hints.iter().map(|hint| format!("; {hint}")).collect();
        format!("{} {} {}{}", found.code, places.join(" "), found.message, hints.concat())
    };
    report.diagnostics.iter().map(line).collect()
}

/// What is wrong, without the hints.
fn short(lines: &[String]) -> Vec<&str> {
    lines.iter().map(|line| line.split("; ").next().unwrap_or(line)).collect()
}

/// A value in a few words, for comparing.
fn word(checked: &Checked) -> String {
    match &checked.value {
        Value::Text(text) | Value::Prose(text) | Value::Markdown(text) => format!("{text:?}"),
        Value::Date(date) => date.long(Locale::En),
        Value::Number(number) => number.to_string(),
        Value::Quantity(quantity) => quantity.long(Locale::En),
        Value::Money(money) => money.display(),
        Value::YesNo(yes) => yes.to_string(),
        Value::Choice { value, .. } => format!("choice {value}"),
        Value::Email(text) | Value::Phone(text) | Value::ANumber(text) | Value::ReceiptNumber(text) => text.clone(),
        Value::Address(address) => address.one_line(Locale::En),
        Value::Name(name) => name.full.clone(),
        Value::Pronouns(forms) => {
            let all = [&forms.subject, &forms.object, &forms.possessive, &forms.independent, &forms.reflexive];
            all.map(String::as_str).join("/")
        }
        Value::Person(person) => {
            let fields = person.fields.iter().filter(|(_, checked)| checked.value != Value::Absent);
            let fields: Vec<String> = fields.map(|(name, checked)| format!("{name}={}", word(checked))).collect();
            format!("{}{}({})", person.id, if person.minor { " minor" } else { "" }, fields.join(", "))
        }
        Value::Country(named) | Value::Language(named) => {
            format!("{}/{}", named.name, named.code.as_deref().unwrap_or("-"))
        }
        Value::Exhibit(exhibit) => match exhibit.page {
            Some(page) => format!("{} at {page}", exhibit.id),
            None => exhibit.id.clone(),
        },
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| format!("{}={}", item.id, word(&item.checked))).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Group(members) => {
            let members: Vec<String> =
                members.iter().map(|(name, checked)| format!("{name}={}", word(checked))).collect();
            format!("{{{}}}", members.join(", "))
        }
        Value::Unknown(gap) => format!("[NEEDED: {}]", gap.label),
        Value::Declined => "declined".to_owned(),
        Value::Absent => "-".to_owned(),
    }
}

/// Reads a file that has nothing wrong with it.
fn read(sources: &mut Sources, name: &str, text: &str) -> Node {
    let pass = facts::read(sources, name, text.as_bytes());
    assert_eq!(lines(&pass.report, sources), Vec::<String>::new(), "{name}");
    pass.output.unwrap()
}

/// Checks facts and answers against a front matter whose `[with]` says who is who.
fn check(front: &str, facts: &str, answers: &str) -> (CheckedFacts, Vec<String>) {
    let mut sources = Sources::default();
    let front = read(&mut sources, "template.md", front);
    let facts = read(&mut sources, "facts.toml", facts);
    let answers = read(&mut sources, "answers/letter.toml", answers);
    let mut report = Report::default();
    let table = |key: &str| front.at(key).and_then(Node::table);
    let fields = table("fields").map(|table| parse::fields(table).take(&mut report)).unwrap_or_default();
    let parties = table("parties").map(|table| parse::parties(table).take(&mut report)).unwrap_or_default();
    let filed = front.at("audience").and_then(Node::text) == Some("filed");
    let audience = if filed { Audience::Filed } else { Audience::Outsider };
    let with = table("with").map_or_else(Vec::new, |table| {
        let path = |entry: &facts::Entry| entry.value.text().unwrap().to_owned();
        table.entries.iter().map(|entry| (entry.key.clone(), path(entry), Some(entry.value.span))).collect()
    });
    let author = front.at("author").and_then(Node::text);
    let asked = Asked { audience, author, parties: &parties, fields: &fields };
    let given = Given { facts: &facts, answers: &answers, answers_file: Some("answers/letter.toml".to_owned()), with };
    let checked = check::check(&asked, &given).take(&mut report);
    (checked, lines(&report, &sources))
}

/// A field's or party's value after a check, in a few words.
fn value(checked: &CheckedFacts, name: &str) -> String {
    let found = checked.parties.iter().chain(&checked.fields).find(|(known, _)| known == name);
    found.map_or_else(|| "no such field".to_owned(), |(_, checked)| word(checked))
}
