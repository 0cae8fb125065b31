//! Front matters that declare fields and parties well, and badly.

use affiant::facts::Node;
use affiant::fields::{FieldType, parse, schema};
use affiant::source::Sources;

use super::{lines, read, short};

fn declared(front: &str) -> Vec<String> {
    let mut sources = Sources::default();
    let front = read(&mut sources, "t.md", front);
    let mut report = affiant::diag::Report::default();
    if let Some(table) = front.at("fields").and_then(Node::table) {
        parse::fields(table).take(&mut report);
    }
    if let Some(table) = front.at("parties").and_then(Node::table) {
        parse::parties(table).take(&mut report);
    }
    lines(&report, &sources)
}

const BAD: &[(&str, &[&str])] = &[
    ("fields.a = 1", &["bad-declaration t.md:1:12 `a` is a whole number, but a table is wanted"]),
    ("fields.a = {}", &["bad-declaration t.md:1:8 field `a` has no `type`"]),
    ("fields.a = { type = 1 }", &["bad-declaration t.md:1:21 `type` is a whole number, but text is wanted"]),
    ("fields.a = { type = \"txt\" }", &["bad-declaration t.md:1:21 unknown type `txt`; did you mean `text`?"]),
    ("fields.a = { type = \"dates\" }", &["bad-declaration t.md:1:21 unknown type `dates`; did you mean `date`?"]),
    (
        "fields.a = { type = \"text\", hlep = \"x\" }",
        &["bad-declaration t.md:1:29 unknown key of a field `hlep`; did you mean `help`?"],
    ),
    (
        "fields.a = { type = \"text\", required = \"no\" }",
        &["bad-declaration t.md:1:40 `required` is text, but true or false is wanted"],
    ),
    ("fields.a = { type = \"text\", max_words = -1 }", &["bad-declaration t.md:1:41 `max_words` is less than 0"]),
    ("fields.\"a-b\" = { type = \"text\" }", &["bad-declaration t.md:1:8 `a-b` cannot be the name of a field"]),
    ("fields.a = { type = \"choice\" }", &["bad-declaration t.md:1:8 field `a` has no `choices`"]),
    ("fields.a = { type = \"choice\", choices = {} }", &["bad-declaration t.md:1:41 there is nothing to choose"]),
    (
        "fields.a = { type = \"choice\", choices = [\"x\", 1], default = \"y\" }",
        &[
            "bad-declaration t.md:1:47 `choices` is a whole number, but a list of text is wanted",
            "bad-declaration t.md:1:61 unknown choice `y`",
        ],
    ),
    (
        "fields.a = { type = \"text\", default = \"x\" }",
        &["bad-declaration t.md:1:29 `default` is for a `choice` or a `yes-no` only"],
    ),
    (
        "fields.a = { type = \"text\", min = 1, choices = [], item = {}, format = \"markdown\" }",
        &[
            "bad-declaration t.md:1:38 `choices` is for a `choice` only",
            "bad-declaration t.md:1:52 `item` is for a `list` or a `group` only",
            "bad-declaration t.md:1:63 `format` is for `prose` only",
            "bad-declaration t.md:1:29 `min` is for a `list` or a `number` only",
        ],
    ),
    (
        "fields.a = { type = \"prose\", format = \"html\" }",
        &["bad-declaration t.md:1:39 `format` is `\"plain\"` or `\"markdown\"`"],
    ),
    ("fields.a = { type = \"number\", min = 3, max = 1 }", &["bad-declaration t.md:1:46 `max` is less than `min`"]),
    ("fields.a = { type = \"list\" }", &["bad-declaration t.md:1:8 field `a` has no `item`"]),
    (
        "fields.a = { type = \"group\", item = { type = \"text\" } }",
        &["bad-declaration t.md:1:8 the `item` of a group is a table of fields"],
    ),
    (
        "fields.a = { type = \"list\", item.id = { type = \"text\" } }",
        &["bad-declaration t.md:1:34 each item has an `id` already"],
    ),
    (
        "fields.a = { fact = \"decision.dat\" }",
        &["bad-declaration t.md:1:21 unknown fact `decision.dat`; did you mean `decision.date`?"],
    ),
    (
        "[fields]\na = { type = \"text\" }\nb = { type = \"text\", show_if = { a = \"x\", c = true, z = true } }\nc = { type = \"yes-no\" }",
        &[
            "bad-declaration t.md:3:34 t.md:2:1 `show_if` reads `a`, which is neither a `choice` nor a `yes-no`",
            "bad-declaration t.md:3:43 `show_if` reads `c`, which is asked later",
            "bad-declaration t.md:3:53 unknown field `z`",
        ],
    ),
    (
        "[fields]\na = { type = \"choice\", choices = [\"x\"] }\nb = { type = \"text\", show_if = { a = [\"y\", 1] } }",
        &[
            "bad-declaration t.md:3:44 `a` is a whole number, but a choice, true or false is wanted",
            "bad-declaration t.md:3:34 t.md:2:1 unknown choice of `a` `y`",
        ],
    ),
    (
        "parties.w = { needs = [\"name\", \"adress?\", 1], wants = 1 }",
        &[
            "bad-declaration t.md:1:47 unknown key of a party `wants`",
            "bad-declaration t.md:1:32 unknown field of a person `adress`; did you mean `address`?",
            "bad-declaration t.md:1:43 `needs` is a whole number, but a list of text is wanted",
        ],
    ),
    ("parties.w = { needs = \"name\" }", &["bad-declaration t.md:1:23 `needs` is text, but a list of text is wanted"]),
];

#[test]
fn a_bad_declaration_is_told_at_its_place() {
    let found = BAD.iter().map(|(front, _)| (*front, short_keeping_mean(&declared(front))));
    let wrong: Vec<_> =
        found.zip(BAD).filter(|((_, found), (_, wanted))| found != wanted).map(|(found, _)| found).collect();
    assert_eq!(wrong, []);
}

/// Without hints, but with the did-you-mean that stands in the message.
fn short_keeping_mean(found: &[String]) -> Vec<String> {
    let line = |line: &String| {
        let mut parts = line.split("; ");
        let first = parts.next().unwrap_or_default().to_owned();
        match parts.next() {
            Some(mean) if mean.starts_with("did you mean") => format!("{first}; {mean}"),
            _ => first,
        }
    };
    found.iter().map(line).collect()
}

#[test]
fn every_type_and_key_is_read() {
    let front = r#"
[fields]
a = { type = "text", ask = "?", help = "h", example = "e", section = "s", sensitive = true, required = false, max_words = 9 }
b = { type = "prose", format = "markdown" }
c = { type = "choice", choices = { x = "The X", y = "The Y" }, default = "x" }
d = { type = "yes-no", default = true }
e = { type = "list", min = 1, max = 3, item = { type = "date" } }
f = { type = "list", item = { type = { type = "text" } }, show_if = { c = ["x"], d = true } }
g = { type = "group", item = { n = { type = "number", min = -1, max = 9 } } }
h = { fact = "decision.reasons" }
i = { fact = "people.ada.name.first" }
j = { fact = "agency.address.city" }
k = { type = "money", fact = "custom.fee" }
"#;
    let mut sources = Sources::default();
    let root = read(&mut sources, "t.md", front);
    let pass = parse::fields(root.at("fields").and_then(Node::table).unwrap());
    assert_eq!(short(&lines(&pass.report, &sources)), Vec::<&str>::new());
    let fields = pass.output;
    let a = &fields[0];
    let texts = [&a.ask, &a.help, &a.example, &a.section].map(|text| text.as_deref().unwrap());
    assert_eq!((texts, a.sensitive, a.required, a.max_words), (["?", "h", "e", "s"], true, false, Some(9)));
    assert_eq!(fields[1].kind, FieldType::Markdown);
    let FieldType::Choice(choices) = &fields[2].kind else { panic!("{:?}", fields[2].kind) };
    assert_eq!((choices[1].value.as_str(), choices[1].label.as_str()), ("y", "The Y"));
    assert_eq!(fields[2].default.as_ref().and_then(Node::text), Some("x"));
    assert_eq!(fields[4].kind, FieldType::List(Box::new(FieldType::Date)));
    assert_eq!((fields[4].min, fields[4].max), (Some(1), Some(3)));
    let FieldType::List(item) = &fields[5].kind else { panic!("{:?}", fields[5].kind) };
    assert!(matches!(&**item, FieldType::Group(members) if members[0].name == "type"));
    let conditions: Vec<_> = fields[5].show_if.iter().map(|one| (one.field.as_str(), one.values.clone())).collect();
    assert_eq!(conditions, [("c", vec!["x".to_owned()]), ("d", vec!["true".to_owned()])]);
    assert!(matches!(&fields[7].kind, FieldType::List(item) if matches!(&**item, FieldType::Group(_))));
    assert_eq!(
        [&fields[8].kind, &fields[9].kind, &fields[10].kind],
        [&FieldType::Text, &FieldType::Text, &FieldType::Money]
    );
}

#[test]
fn the_built_in_schema_types_a_path() {
    let known = [
        ("people.ada", FieldType::Person),
        ("people.ada.name", FieldType::Name),
        ("people.ada.address.city", FieldType::Text),
        ("decision.date", FieldType::Date),
        ("decision.receipt", FieldType::ReceiptNumber),
        ("agency.address", FieldType::Address),
    ];
    for (path, kind) in known {
        assert_eq!(schema::fact(path), Some(kind), "{path}");
    }
    for path in [
        "",
        "people",
        "people.",
        "decision.dat",
        "people.ada.name.nick",
        "decision.date.day",
        "events.hospice",
        "fictional",
    ] {
        let kind = schema::fact(path);
        assert!(kind.is_none() || path == "people.", "{path}: {kind:?}");
    }
}
