//! `questions.<language>.toml`: a template's questions in another language, and why they are asked.

use crate::diag::{Pass, Report};
use crate::facts::keys::Keys;
use crate::facts::{Entry, Node};
use crate::fields::{Choice, Field, FieldType, Party};

/// A template's questions in the language of the form.
#[derive(Clone, Debug)]
pub struct Translated {
    /// What the form calls the paper; none where it keeps the template's own title.
    pub title: Option<String>,
    /// The parties, each with its question.
    pub parties: Vec<Party>,
    /// The fields, each with its question, help, example and choices.
    pub fields: Vec<Field>,
}

/// Puts the words of a questions file over those of the template; what the file does not have stays as it is.
pub fn translate(parties: &[Party], fields: &[Field], questions: &Node) -> Pass<Translated> {
    let mut report = Report::default();
    let mut translated = Translated { title: None, parties: parties.to_vec(), fields: fields.to_vec() };
    let Some(keys) = Keys::open(questions, "a questions file", &["title", "parties", "fields"], &mut report) else {
        return Pass::new(translated, report);
    };
    replace(&mut translated.title, keys, "title", &mut report);
    let names: Vec<&str> = parties.iter().map(|party| party.name.as_str()).collect();
    if let Some(keys) = keys.node("parties").and_then(|node| Keys::open(node, "the parties", &names, &mut report)) {
        for party in &mut translated.parties {
            let Some(node) = keys.node(&party.name) else { continue };
            let Some(keys) = Keys::open(node, "a party's questions", &["ask"], &mut report) else { continue };
            replace(&mut party.ask, keys, "ask", &mut report);
        }
    }
    if let Some(node) = keys.node("fields") {
        over(&mut translated.fields, node, &mut report);
    }
    Pass::new(translated, report)
}

fn over(fields: &mut [Field], node: &Node, report: &mut Report) {
    let names: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let Some(keys) = Keys::open(node, "the fields", &names, report) else { return };
    for field in fields {
        if let Some(node) = keys.node(&field.name) {
            one(field, node, report);
        }
    }
}

fn one(field: &mut Field, node: &Node, report: &mut Report) {
    let known = ["ask", "help", "example", "why", "section", "choices", "item"];
    let Some(keys) = Keys::open(node, "a field's questions", &known, report) else { return };
    replace(&mut field.ask, keys, "ask", report);
    replace(&mut field.help, keys, "help", report);
    replace(&mut field.example, keys, "example", report);
    replace(&mut field.why, keys, "why", report);
    replace(&mut field.section, keys, "section", report);
    if let Some(node) = keys.node("choices") {
        choices(&mut field.kind, node, report);
    }
    if let Some(node) = keys.node("item") {
        let kind = if let FieldType::List(item) = &mut field.kind { item.as_mut() } else { &mut field.kind };
        if let FieldType::Group(members) = kind {
            over(members, node, report);
        }
    }
}

fn choices(kind: &mut FieldType, node: &Node, report: &mut Report) {
    let FieldType::Choice(choices) = kind else { return };
    let names: Vec<String> = choices.iter().map(|choice| choice.value.clone()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let Some(keys) = Keys::open(node, "the choices", &names, report) else { return };
    for Choice { value, label } in choices {
        if let Some((text, _)) = keys.text(value, report) {
            text.clone_into(label);
        }
    }
}

fn replace(words: &mut Option<String>, keys: Keys<'_>, key: &str, report: &mut Report) {
    if let Some((text, _)) = keys.text(key, report) {
        *words = Some(text.to_owned());
    }
}

/// The fields of a template that a questions file has no question for, by path: what a translator has still to do.
#[must_use]
pub fn untranslated(fields: &[Field], questions: &Node) -> Vec<String> {
    fn walk(fields: &[Field], node: Option<&Node>, before: &str, missing: &mut Vec<String>) {
        for field in fields.iter().filter(|field| field.ask.is_some()) {
            let entry: Option<&Entry> = node.and_then(Node::table).and_then(|table| table.entry(&field.name));
            let node = entry.map(|entry| &entry.value);
            let says = |key: &str| node.and_then(|node| node.at(key)).is_some();
            let path = format!("{before}{}", field.name);
            for (key, wanted) in [("ask", true), ("help", field.help.is_some()), ("example", field.example.is_some())] {
                if wanted && !says(key) {
                    missing.push(format!("{path}.{key}"));
                }
            }
            if let FieldType::Choice(choices) = &field.kind {
                let unsaid = choices.iter().filter(|choice| !says(&format!("choices.{}", choice.value)));
                missing.extend(unsaid.map(|choice| format!("{path}.choices.{}", choice.value)));
            }
            walk(field.kind.members(), node.and_then(|node| node.at("item")), &format!("{path}.item."), missing);
        }
    }
    let mut missing = Vec::new();
    walk(fields, questions.at("fields"), "", &mut missing);
    missing
}
