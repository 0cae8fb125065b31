//! Whatever the bytes are, reading ends in a tree or in a report; and a tree that is written out is read back.

use affiant::facts::{self, Node};
use affiant::fields::{Asked, Audience, Given, check, parse};
use affiant::source::Sources;
use proptest::prelude::*;

use super::lines;
use super::merged::said;

/// Pieces that are more likely than random bytes to reach the far ends of the readers.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "[",
            "]",
            "{",
            "}",
            "[[",
            "]]",
            "=",
            ",",
            ".",
            "\"",
            "'",
            "\"\"\"",
            "'''",
            "\n",
            "\r\n",
            "\r",
            "\\",
            "\\u",
            "a",
            "b.c",
            "people",
            "ada",
            "id",
            "x = 1",
            "2026-02-30",
            "2026-11-12",
            "1e9",
            "-",
            "+",
            "0x",
            "nan",
            "true",
            "null",
            ":",
            "{\"a\":",
            "\u{feff}",
            "\u{202e}",
            "\u{e000}",
            "é",
            " ",
            "\t",
            "#",
            "//",
            "unknown = true",
            "declined",
            "\0",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 1..3),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A TOML value as text, of every kind, nested.
fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        any::<i64>().prop_map(|number| number.to_string()),
        any::<bool>().prop_map(|yes| yes.to_string()),
        "[a-zA-Zé '.]{0,12}".prop_map(|text| format!("{text:?}")),
        (1_u16..3000, 1_u8..13, 1_u8..29).prop_map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}")),
        (-1000_i32..1000).prop_map(|half| format!("{:?}", f64::from(half) + 0.5)),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
            prop::collection::btree_map("[a-z]{1,4}", inner, 0..4).prop_map(|entries| {
                let entries: Vec<String> = entries.iter().map(|(key, value)| format!("{key} = {value}")).collect();
                format!("{{{}}}", entries.join(", "))
            }),
        ]
    })
}

const FRONT: &str = r#"
[parties.writer]
needs = ["name", "address", "share?", "safe_address?", "pronouns?", "languages?", "minor?"]
[fields]
text = { type = "text" }
prose = { type = "prose", max_words = 1 }
date = { type = "date" }
number = { type = "number", min = 1, max = 3 }
money = { type = "money" }
yes = { type = "yes-no" }
choice = { type = "choice", choices = ["a", "b"] }
email = { type = "email" }
phone = { type = "phone", show_if = { yes = true } }
address = { type = "address" }
person = { type = "person" }
pronouns = { type = "pronouns" }
country = { type = "country" }
language = { type = "language" }
alien = { type = "a-number" }
receipt = { type = "receipt-number" }
exhibit = { type = "exhibit" }
list = { type = "list", min = 1, max = 2, item = { type = "text" } }
group = { type = "group", item = { a = { type = "text" }, b = { type = "date", required = false } } }
items = { type = "list", item = { a = { type = "text" } } }
events = { fact = "events" }
"#;

proptest! {
    #![proptest_config(crate::cases(400))]

    #[test]
    fn any_bytes_end_in_a_tree_or_a_report(bytes in pieces(), json in any::<bool>()) {
        let mut sources = Sources::default();
        let name = if json { "a.json" } else { "a.toml" };
        let pass = facts::read(&mut sources, name, &bytes);
        prop_assert!(pass.output.is_some() || !pass.report.is_empty());
        for found in &pass.report.diagnostics {
            prop_assert!(!found.message.is_empty() && found.message.chars().count() < 200);
            for label in &found.labels {
                let text = sources.get(label.span.source).map_or("", |source| &source.text);
                prop_assert!(text.get(label.span.range()).is_some(), "{found:?} in {text:?}");
            }
        }
    }

    #[test]
    fn a_tree_written_as_toml_reads_back(value in value()) {
        let mut sources = Sources::default();
        let pass = facts::read(&mut sources, "a.toml", format!("v = {value}").as_bytes());
        prop_assert_eq!(lines(&pass.report, &sources), Vec::<String>::new());
        let root = pass.output.unwrap();
        prop_assert_eq!(said(&root), format!("{{v = {value}}}"));
        // What a value's place covers is what reads as the value.
        let covered = sources.slice(root.at("v").unwrap().span).to_owned();
        prop_assert_eq!(covered, value);
    }

    #[test]
    fn checking_any_facts_and_answers_ends(values in prop::collection::vec(value(), 24), who in value()) {
        let mut sources = Sources::default();
        let front = facts::read(&mut sources, "t.md", FRONT.as_bytes()).output.unwrap();
        let table = |key: &str| front.at(key).and_then(Node::table).unwrap();
        let fields = parse::fields(table("fields"));
        let parties = parse::parties(table("parties"));
        prop_assert_eq!(lines(&fields.report, &sources), Vec::<String>::new());
        prop_assert_eq!(lines(&parties.report, &sources), Vec::<String>::new());
        let lines = fields.output.iter().zip(&values).map(|(field, value)| format!("{} = {value}", field.name));
        let answers = lines.collect::<Vec<_>>().join("\n");
        let answers = facts::read(&mut sources, "answers.toml", answers.as_bytes()).output.unwrap();
        let people = format!("people.ada = {who}\nevents = {}\nexhibits = {}\n", values[0], values[1]);
        let facts = facts::read(&mut sources, "facts.toml", people.as_bytes()).output.unwrap();
        for audience in [Audience::Outsider, Audience::Filed] {
            let asked = Asked { audience, author: None, parties: &parties.output, fields: &fields.output };
            let with = vec![("writer".to_owned(), "people.ada".to_owned(), None)];
            let given = Given { facts: &facts, answers: &answers, answers_file: Some("answers.toml".to_owned()), with };
            let checked = check::check(&asked, &given).output;
            prop_assert_eq!(checked.fields.len(), fields.output.len());
            let _ = check::fact_keys(&facts, &[]);
        }
    }
}
