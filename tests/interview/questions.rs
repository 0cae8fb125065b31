//! The questions of the built-in templates in Spanish: that nothing is missing, unknown or unreadable.

use std::collections::BTreeSet;

use affiant::diag::Report;
use affiant::facts::Node;
use affiant::fields::{Field, FieldType, Party};
use affiant::interview::{Translated, translate, untranslated};
use affiant::pack::{Kind, Pack};
use affiant::source::Sources;
use affiant::template::Pin;
use affiant::value::PaperDate;

/// What a template asks, as it asks it itself and in both languages of the form.
struct Asked {
    pin: Pin,
    parties: Vec<Party>,
    fields: Vec<Field>,
    english: Translated,
    spanish: Translated,
    file: Node,
}

/// Every built-in template version that has questions in Spanish; reading them finds nothing to say.
fn asked() -> Vec<Asked> {
    let (pack, mut sources, mut report) = (Pack::builtin(), Sources::default(), Report::default());
    let mut asked = Vec::new();
    for listed in pack.listed(Kind::Template) {
        for version in listed.versions {
            let pin = Pin::new(listed.name.clone(), version);
            let front = pack.template(&mut sources, &pin).take(&mut report).expect("a template").front.clone();
            let mut questions = |language| {
                let file = pack.questions(&mut sources, &pin, language).take(&mut report)?;
                let translated = translate(&front.parties, &front.fields, &file).take(&mut report);
                Some((translated, file))
            };
            let english = questions("en").map(|(translated, _)| translated);
            let Some((spanish, file)) = questions("es") else { continue };
            let (parties, fields) = (front.parties, front.fields);
            let english =
                english.unwrap_or_else(|| Translated { title: None, parties: parties.clone(), fields: fields.clone() });
            asked.push(Asked { pin, parties, fields, english, spanish, file });
        }
    }
    let messages: Vec<&str> = report.diagnostics.iter().map(|found| found.message.as_str()).collect();
    assert!(messages.is_empty(), "{messages:#?}");
    asked
}

/// Every field that is asked, with its path, the members of lists and groups too.
fn walk<'a>(fields: &'a [Field], before: &str, found: &mut Vec<(String, &'a Field)>) {
    for field in fields.iter().filter(|field| field.ask.is_some()) {
        let path = format!("{before}{}", field.name);
        walk(field.kind.members(), &format!("{path}.item."), found);
        found.push((path, field));
    }
}

fn all(fields: &[Field]) -> Vec<(String, &Field)> {
    let mut found = Vec::new();
    walk(fields, "", &mut found);
    found
}

/// Every text of a field that a person reads, by its key.
fn texts(field: &Field) -> Vec<(String, &str)> {
    let own = [
        ("section", &field.section),
        ("ask", &field.ask),
        ("help", &field.help),
        ("example", &field.example),
        ("why", &field.why),
    ];
    let mut texts: Vec<(String, &str)> =
        own.into_iter().filter_map(|(key, text)| Some((key.to_owned(), text.as_deref()?))).collect();
    if let FieldType::Choice(choices) = &field.kind {
        texts.extend(choices.iter().map(|choice| (format!("choices.{}", choice.value), choice.label.as_str())));
    }
    texts
}

/// The placeholders of a text, each once.
fn placeholders(text: &str) -> BTreeSet<&str> {
    let after = text.split("{{").skip(1);
    after.filter_map(|rest| rest.split_once("}}")).map(|(path, _)| path.trim()).collect()
}

#[test]
fn every_built_in_template_is_asked_in_spanish() {
    let asked: Vec<String> = asked().iter().map(|asked| asked.pin.to_string()).collect();
    assert_eq!(asked, ["declaration@1.0.0", "reconsideration-request@1.0.0", "support-letter@1.0.0"]);
}

#[test]
fn nothing_that_is_asked_is_left_in_english() {
    let mut missing = Vec::new();
    for asked in asked() {
        let pin = &asked.pin;
        missing.extend(untranslated(&asked.fields, &asked.file).iter().map(|path| format!("{pin}: {path}")));
        missing.extend(asked.spanish.title.is_none().then(|| format!("{pin}: title")));
        let says = |path: &str| asked.file.at(path).and_then(Node::text).is_some_and(|text| !text.trim().is_empty());
        let parties =
            asked.parties.iter().filter(|party| party.ask.is_some() && !says(&format!("parties.{}.ask", party.name)));
        missing.extend(parties.map(|party| format!("{pin}: parties.{}", party.name)));
        for (path, field) in all(&asked.fields) {
            let unsaid = texts(field).into_iter().filter(|(key, _)| !says(&format!("fields.{path}.{key}")));
            missing.extend(unsaid.map(|(key, _)| format!("{pin}: {path}.{key}")));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_translated_question_names_the_same_people() {
    let mut wrong = Vec::new();
    for asked in asked() {
        for ((path, english), (_, spanish)) in all(&asked.english.fields).into_iter().zip(all(&asked.spanish.fields)) {
            let spanish = texts(spanish);
            for (key, english) in texts(english) {
                let spanish = spanish.iter().find(|(other, _)| *other == key).map_or("", |(_, text)| *text);
                if placeholders(english) != placeholders(spanish) {
                    wrong.push(format!("{}: {path}.{key}: {english:?}, {spanish:?}", asked.pin));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_may_hurt_says_why_it_is_asked_in_both_languages() {
    let (mut sensitive, mut wrong) = (0, Vec::new());
    for asked in asked() {
        for (language, fields) in [("en", &asked.english.fields), ("es", &asked.spanish.fields)] {
            for (path, field) in all(fields).into_iter().filter(|(_, field)| field.sensitive) {
                sensitive += 1;
                if field.why.is_none() {
                    wrong.push(format!("{}: {path} in {language}", asked.pin));
                }
            }
        }
        for (path, english) in all(&asked.english.fields) {
            let spanish = all(&asked.spanish.fields).into_iter().find(|(other, _)| *other == path);
            if english.why.is_some() && spanish.is_none_or(|(_, spanish)| spanish.why == english.why) {
                wrong.push(format!("{}: {path} says why in English only", asked.pin));
            }
        }
    }
    assert!(sensitive > 0);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_spanish_example_of_a_date_is_one_that_can_be_read() {
    let mut wrong = Vec::new();
    for asked in asked() {
        for (path, field) in all(&asked.spanish.fields) {
            let (FieldType::Date, Some(example)) = (&field.kind, &field.example) else { continue };
            if PaperDate::parse(example).is_err() {
                wrong.push(format!("{}: {path}: {example}", asked.pin));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
