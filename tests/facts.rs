//! Reading, merging and checking facts.

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

/// Reads a text and gives what is wrong with it.
fn problems(name: &str, text: impl AsRef<[u8]>) -> Vec<String> {
    let mut sources = Sources::default();
    let pass = facts::read(&mut sources, name, text.as_ref());
    lines(&pass.report, &sources)
}

/// A value as one word, for comparing: its type and what it holds.
fn word(checked: &Checked) -> String {
    match &checked.value {
        Value::Text(text) | Value::Prose(text) | Value::Markdown(text) => format!("{text:?}"),
        Value::Date(date) => date.long(Locale::En),
        Value::Number(number) => number.to_string(),
        Value::Money(money) => money.display(),
        Value::YesNo(yes) => yes.to_string(),
        Value::Choice { value, .. } => format!("choice {value}"),
        Value::Email(text) | Value::Phone(text) | Value::ANumber(text) | Value::ReceiptNumber(text) => text.clone(),
        Value::Address(address) => address.one_line(),
        Value::Name(name) => name.full.clone(),
        Value::Pronouns(pronouns) => pronouns.subject.clone(),
        Value::Person(person) => {
            let fields = person.fields.iter().filter(|(_, checked)| checked.value != Value::Absent);
            let fields: Vec<String> = fields.map(|(name, checked)| format!("{name}={}", word(checked))).collect();
            format!("{}{}({})", person.id, if person.minor { " minor" } else { "" }, fields.join(", "))
        }
        Value::Country(named) | Value::Language(named) => {
            format!("{}/{}", named.name, named.code.as_deref().unwrap_or("-"))
        }
        Value::Exhibit(exhibit) => format!("{}:{}", exhibit.id, exhibit.page.unwrap_or(0)),
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

fn read(sources: &mut Sources, name: &str, text: &str) -> Node {
    let pass = facts::read(sources, name, text.as_bytes());
    assert_eq!(lines(&pass.report, sources), Vec::<String>::new(), "{name}");
    pass.output.unwrap()
}

/// Checks facts and answers against a front matter; gives the values and what is wrong.
fn checked(front: &str, facts: &str, answers: &str) -> (CheckedFacts, Vec<String>) {
    let mut sources = Sources::default();
    let front = read(&mut sources, "template.md", front);
    let facts = read(&mut sources, "facts.toml", facts);
    let answers = read(&mut sources, "answers/letter.toml", answers);
    let mut report = Report::default();
    let table = |key: &str| front.at(key).and_then(Node::table);
    let fields = table("fields").map(|table| parse::fields(table).take(&mut report)).unwrap_or_default();
    let parties = table("parties").map(|table| parse::parties(table).take(&mut report)).unwrap_or_default();
    let audience =
        if front.at("audience").and_then(Node::text) == Some("filed") { Audience::Filed } else { Audience::Outsider };
    let with = table("with").map_or_else(Vec::new, |table| {
        let pairs = table.entries.iter();
        pairs.map(|entry| (entry.key.clone(), entry.value.text().unwrap().to_owned(), Some(entry.value.span))).collect()
    });
    let asked = Asked { audience, author: None, parties: &parties, fields: &fields };
    let given = Given { facts: &facts, answers: &answers, answers_file: "answers/letter.toml".to_owned(), with };
    let checked = check::check(&asked, &given).take(&mut report);
    (checked, lines(&report, &sources))
}

#[test]
fn probe() {
    let (facts, problems) = checked(
        r#"
[with]
writer = "people.ada"
applicant = "people.tp"
[parties.writer]
needs = ["name", "address", "phone?", "title?"]
[parties.applicant]
needs = ["name", "birthdate", "address?"]
[fields.role]
type = "choice"
choices = { physician = "I am the doctor", teacher = "I teach" }
[fields.prognosis]
type = "prose"
show_if = { role = ["physician"] }
[fields.episodes]
type = "list"
min = 1
[fields.episodes.item.date]
type = "date"
[fields.episodes.item.what]
type = "prose"
[fields.when]
fact = "decision.date"
[fields.n]
type = "number"
"#,
        r#"
fictional = true
[people.ada]
name = "Ada Placeholder"
address = { street = "1 Old" }
safe_address = { street = "2 Safe", city = "Nowhere", country = "MX" }
[people.tp]
name = { first = "Tomas", last = "Prueba" }
minor = true
birthdate = 2019-01-02
[decision]
"#,
        r#"
role = "physican"
prognosiss = "x"
[[episodes]]
id = "e1"
date = "3/4/2026"
"#,
    );
    for (name, value) in facts.parties.iter().chain(&facts.fields) {
        println!("{name} = {}", word(value));
    }
    println!("{}", problems.join("\n"));
    let cases: &[(&str, &[u8])] = &[("a.json", b"{\"a\": 1, \"a\": \"\\u0000\\ud800\"}")];
    for (name, text) in cases {
        println!("--- {}", String::from_utf8_lossy(text));
        for line in self::problems(name, text) {
            println!("  {line}");
        }
    }
}

#[test]
fn probe_templates() {
    for template in ["declaration", "support-letter", "reconsideration-request"] {
        let dir = format!("{}/templates/{template}/1.0.0", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(format!("{dir}/template.md")).unwrap();
        let end = text[4..].find("\n+++").unwrap() + 5;
        let mut sources = Sources::default();
        let id = sources.add(format!("{template}/template.md"), text.clone());
        let mut report = Report::default();
        let front = facts::read_toml(id, &text[4..end], 4).take(&mut report).unwrap();
        let table = |key: &str| front.at(key).and_then(Node::table);
        let fields = table("fields").map(|table| parse::fields(table).take(&mut report)).unwrap_or_default();
        let parties = table("parties").map(|table| parse::parties(table).take(&mut report)).unwrap_or_default();
        let audience = if front.at("audience").and_then(Node::text) == Some("filed") {
            Audience::Filed
        } else {
            Audience::Outsider
        };
        let asked =
            Asked { audience, author: front.at("author").and_then(Node::text), parties: &parties, fields: &fields };
        println!("=== {template}: {} fields\n{}", fields.len(), lines(&report, &sources).join("\n"));
        let mut files = vec![format!("{dir}/sample.toml")];
        files.extend(
            std::fs::read_dir(format!("{dir}/cases")).unwrap().map(|e| e.unwrap().path().display().to_string()),
        );
        files.sort();
        for file in files {
            let mut report = Report::default();
            let bytes = std::fs::read(&file).unwrap();
            let name = file.rsplit('/').next().unwrap().to_owned();
            let case = facts::read(&mut sources, &name, &bytes).take(&mut report).unwrap();
            let empty = Node::empty(case.span);
            let facts = case.at("facts").unwrap_or(&empty);
            let answers = case.at("answers").unwrap_or(&empty);
            let with = case.at("with").and_then(Node::table).map_or_else(Vec::new, |table| {
                table
                    .entries
                    .iter()
                    .map(|e| (e.key.clone(), e.value.text().unwrap().to_owned(), Some(e.value.span)))
                    .collect()
            });
            report.extend(check::fact_keys(facts, &[]));
            let given = Given { facts, answers, answers_file: name.clone(), with };
            let _ = check::check(&asked, &given).take(&mut report);
            println!("--- {name}\n{}", lines(&report, &sources).join("\n"));
        }
    }
}
