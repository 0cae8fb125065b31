//! The schemas of facts and answers, held against everything that a build takes, by a validator that is not ours.

use std::path::Path;

use affiant::facts;
use affiant::fields::FieldType;
use affiant::pack::{Kind, Pack};
use affiant::schema::{self, Use};
use affiant::source::Sources;
use affiant::template::Pin;
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every template version of the built-in pack.
fn versions(pack: &Pack<'_>) -> Vec<Pin> {
    let listed = pack.listed(Kind::Template).into_iter();
    let pins = listed.flat_map(|listed| listed.versions.into_iter().map(move |version| (listed.name.clone(), version)));
    pins.map(|(name, version)| Pin { pack: None, name, version, span: None }).collect()
}

/// A validator that also minds formats.
fn validator(schema: &Value) -> Validator {
    jsonschema::options().should_validate_formats(true).build(schema).expect("the schema is one")
}

/// What the validator says against a value, one line for each complaint.
fn complaints(validator: &Validator, value: &Value) -> String {
    validator.iter_errors(value).map(|error| format!("{}: {error}\n", error.instance_path())).collect()
}

/// The schemas of a template's answers, and of facts for its paper alone.
fn schemas(pin: &str) -> (Value, Value) {
    let (pack, mut sources) = (Pack::builtin(), Sources::default());
    let template = pack.template(&mut sources, &Pin::parse(pin, None).unwrap()).output.unwrap();
    let with: Vec<(String, String)> =
        template.front.parties.iter().map(|party| (party.name.clone(), format!("people.{}", party.name))).collect();
    let used = Use { draft: "letter", template: &template, with: &with };
    (schema::answers(&template), schema::facts(&[used]))
}

fn toml(text: &str) -> Value {
    facts::read(&mut Sources::default(), "a.toml", text.as_bytes()).output.expect(text).json()
}

#[test]
fn every_case_of_every_template_is_valid() {
    let (pack, mut sources) = (Pack::builtin(), Sources::default());
    let mut tried = 0;
    for pin in versions(&pack) {
        let template = pack.template(&mut sources, &pin).output.unwrap();
        let answers = validator(&schema::answers(&template));
        for name in pack.cases(&pin) {
            let case = pack.case(&mut sources, &pin, &name).output.unwrap();
            let with: Vec<(String, String)> =
                case.with.iter().map(|(party, path, _)| (party.clone(), path.clone())).collect();
            let facts = validator(&schema::facts(&[Use { draft: "letter", template: &template, with: &with }]));
            let found = complaints(&answers, &case.answers.json()) + &complaints(&facts, &case.facts.json());
            assert!(found.is_empty(), "{pin}, case {name}:\n{found}");
            tried += 1;
        }
    }
    assert!(tried > 25, "only {tried} cases were tried");
}

#[test]
fn both_example_matters_are_valid() {
    for example in ["funeral-parole", "donor-reconsideration"] {
        let folder = root().join("examples").join(example);
        let read = |path: &str| {
            let bytes = std::fs::read(folder.join(path)).ok()?;
            facts::read(&mut Sources::default(), path, &bytes).output
        };
        let (pack, mut sources) = (Pack::builtin(), Sources::default());
        let bytes = std::fs::read(folder.join("matter.toml")).unwrap();
        let matter = affiant::matter::read(&mut sources, "matter.toml", &bytes, &pack).output.unwrap();
        let papers: Vec<_> = matter
            .drafts
            .iter()
            .map(|draft| {
                let with: Vec<_> = matter.roles(draft).into_iter().map(|(party, path, _)| (party, path)).collect();
                (draft.id.clone(), pack.template(&mut sources, &draft.template).output.unwrap(), with)
            })
            .collect();
        let uses: Vec<Use<'_>> = papers.iter().map(|(draft, template, with)| Use { draft, template, with }).collect();
        let of_facts = validator(&schema::facts(&uses));
        for place in &matter.facts {
            let found = complaints(&of_facts, &read(&place.path).unwrap().json());
            assert!(found.is_empty(), "{example}/{}:\n{found}", place.path);
        }
        for (draft, template, _) in &papers {
            let path = format!("answers/{draft}.toml");
            let found = complaints(&validator(&schema::answers(template)), &read(&path).unwrap().json());
            assert!(found.is_empty(), "{example}/{path}:\n{found}");
        }
    }
}

#[test]
fn the_schemas_are_schemas() {
    for pin in versions(&Pack::builtin()) {
        let (answers, facts) = schemas(&pin.to_string());
        for schema in [answers, facts] {
            assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
            jsonschema::draft202012::meta::validate(&schema).unwrap_or_else(|error| panic!("{pin}: {error}"));
            let (text, mut at) = (schema.to_string(), 0);
            while let Some(found) = text[at..].find("#/$defs/") {
                let name: String = text[at + found + 8..].chars().take_while(|c| *c != '"').collect();
                assert!(schema["$defs"][&name].is_object(), "{pin} refers to `{name}`, which is not defined");
                at += found + 8;
            }
        }
    }
}

#[test]
fn what_is_wrong_in_answers_is_refused() {
    let (schema, _) = schemas("support-letter@1.0.0");
    let answers = validator(&schema);
    for right in [
        "",
        "role = \"physician\"",
        "role = { declined = true }\nknown_since = { unknown = true }",
        "known_since = 2014-03-02",
        "known_since = 2014",
        "known_since = \"about spring 2014\"",
        "known_since = \"12 de noviembre de 2026\"",
        "known_since = \"November 1st, 2026\"",
        "how_in_touch = \"\"\"\nEvery Thursday.\n\"\"\"\nsworn = true",
        "[[episodes]]\nid = \"e1\"\ndate = \"2026-11\"\nwhat = \"She sat up.\"",
        "\"$schema\" = \"../.schema/answers-letter.json\"\n[meta]\nby = \"somebody\"",
    ] {
        assert_eq!(complaints(&answers, &toml(right)), "", "{right}");
    }
    for wrong in [
        "rolle = \"physician\"",
        "role = \"phisician\"",
        "role = 1",
        "sworn = \"yes\"",
        "known_since = \"3/4/2026\"",
        "known_since = \"last spring\"",
        "known_since = \"2026-13\"",
        "known_since = 20140302",
        "how_in_touch = 7",
        "how_in_touch = [\"Every Thursday.\"]",
        "how_in_touch = { unknwon = true }",
        "how_in_touch = { unknown = \"maybe\" }",
        "[episodes]\nwhat = \"She sat up.\"",
        "[[episodes]]\nwaht = \"She sat up.\"",
    ] {
        assert_ne!(complaints(&answers, &toml(wrong)), "", "{wrong}");
    }
}

/// What a build says of these facts, whatever paper is made of them.
fn findings(text: &str) -> Vec<String> {
    let node = facts::read(&mut Sources::default(), "a.toml", text.as_bytes()).output.unwrap();
    let report = affiant::fields::check::fact_keys(&node, &[]);
    report.diagnostics.into_iter().map(|found| found.message).collect()
}

#[test]
fn what_is_wrong_in_facts_is_refused() {
    let (_, schema) = schemas("reconsideration-request@1.0.0");
    let facts = validator(&schema);
    let person = |line: &str| format!("[people.ada]\nname = \"Ada Placeholder\"\n{line}");
    // A name that no list has is printed as it is: a build doubts it aloud, and an editor cannot.
    assert_eq!(complaints(&facts, &toml(&person("citizenship = \"Costa Imaginaria\""))), "");
    for right in [
        "a_number = \"A000-111-222\"",
        "a_number = \"00011122\"",
        "phone = \"+1 (202) 555-0100 ext. 12\"",
        "email = \"ada.placeholder@clinic.example.org\"",
        "citizenship = \"GT\"",
        "citizenship = \"USA\"",
        "citizenship = \"UK\"",
        "languages = [\"es\", \"K'iche'\", \"pt-BR\"]",
        "pronouns = \"She/her\"",
        "address = { street = \"1 Main St\", city = \"Sampleton\", country = \"US\" }",
        "address = { unknown = true }",
        "share = [\"name\", \"address\"]\nminor = true",
        "birthdate = 1988-04-12",
    ] {
        assert_eq!(complaints(&facts, &toml(&person(right))), "", "{right}");
        assert_eq!(findings(&person(right)), Vec::<String>::new(), "a build has something against {right}");
    }
    for wrong in [
        "a_number = \"A12\"",
        "a_number = \"A0001112223\"",
        "a_number = 111222333",
        "phone = \"555\"",
        "phone = \"call me\"",
        "email = \"ada at clinic\"",
        "citizenship = \"XQ\"",
        "languages = \"es\"",
        "languages = [\"zz\"]",
        "pronouns = \"xyz\"",
        "address = \"1 Main St\"",
        "address = { sreet = \"1 Main St\" }",
        "share = \"name\"",
        "minor = \"no\"",
        "birthdate = \"1988-02-31x\"",
        "nmae = \"Ada\"",
    ] {
        assert_ne!(complaints(&facts, &toml(&person(wrong))), "", "{wrong}");
        assert_ne!(findings(&person(wrong)), Vec::<String>::new(), "a build has nothing against {wrong}");
    }
    for (right, text) in [
        (true, "[decision]\nreceipt = \"IOE-0000000000\"\nserved_by = \"mail\""),
        (false, "[decision]\nreceipt = \"IOE000\""),
        (false, "[decision]\nserved_by = \"post\""),
        (false, "[decison]\nform = \"I-290B\""),
        (true, "[[events]]\nid = \"visit\"\ndate = \"winter 2020\"\nexhibits = [\"letter:2\"]"),
        (false, "[[events]]\ndate = \"2026-11-12\"\nexhibits = [\"letter:0\"]"),
        (false, "[events]\nid = \"visit\""),
        (true, "[[exhibits]]\nid = \"letter\"\ntitle = \"A letter\"\npages = 2\nin_record = false"),
        (true, "[[exhibits]]\npages = \"two\""),
        (false, "[[exhibits]]\npages = \"2/3\""),
        (true, "fictional = true"),
        (false, "fictional = \"true\""),
    ] {
        assert_eq!(complaints(&facts, &toml(text)).is_empty(), right, "{text}");
    }
}

#[test]
fn the_forms_are_those_that_a_build_reads() {
    use affiant::value::quantity::Number;
    use affiant::value::{Money, PaperDate};
    let date = validator(&schema::of(&affiant::fields::FieldType::Date));
    for text in [
        "2026-11-12",
        "2026-11",
        "2014",
        "spring 2014",
        "About 2014",
        "c. 2014",
        "alrededor de 2014",
        "autumn 1999",
        "Sept. 2014",
        "sept 3 2014",
        "1 enero 2020",
        "primero de enero de 2020",
        "3rd of March, 2014",
        "May 2014",
        "otoño de 2014",
        "OTOÑO 2014",
        " 2014 ",
        "hacia marzo de 2014",
        "March the 3rd 2014",
        "15 de setiembre de 2014",
        "Monday, May 5, 2014",
        "early March 2025",
        "a fines de 2014",
        "mid-June 2019",
        "before 2014",
        "después de la primavera de 2014",
        "the 1990s",
        "principios de la década de 1990",
        "2012 or 2013",
        "entre 2012 y 2014",
        "March or April 2014",
        "late 2014 or early 2015",
        "Easter 2015",
        "Navidad de 2014",
        "20-11-2026",
        "3/3/2014",
        "13/04/2014",
        "2026-1-1",
        "in 2014",
        "since 2025",
    ] {
        assert!(PaperDate::parse(text).is_ok(), "a build refuses the date {text:?}");
        assert_eq!(complaints(&date, &json!(text)), "", "{text:?}");
    }
    for text in
        ["3/4/2026", "soon", "12.11.25", "2026-00-10", "00/00/1990", "spring", "about", "12 2014", "38 years ago"]
    {
        assert!(PaperDate::parse(text).is_err(), "a build takes the date {text:?}");
        assert_ne!(complaints(&date, &json!(text)), "", "{text:?}");
    }
    let money = validator(&schema::of(&affiant::fields::FieldType::Money));
    for text in [
        "630",
        "$1,234.50",
        "1,234.5",
        "USD 630",
        "630 EUR",
        "$ 12",
        "12.",
        "EUR 1,000,000",
        "usd 12",
        "1,23",
        "1.500,00",
        "1'500",
        "500 dólares",
        "US$ 500",
    ] {
        assert!(Money::parse(text).is_ok(), "a build refuses the amount {text:?}");
        assert_eq!(complaints(&money, &json!(text)), "", "{text:?}");
    }
    for text in ["twelve", "$", "-5", "+5", "1e3"] {
        assert!(Money::parse(text).is_err(), "a build takes the amount {text:?}");
        assert_ne!(complaints(&money, &json!(text)), "", "{text:?}");
    }
    let number = validator(&schema::of(&affiant::fields::FieldType::Number));
    for text in [
        "4",
        "37.5",
        "37,5",
        "35-40",
        "35 to 40",
        "entre 35 y 40",
        "about 40",
        "de 35 a 40",
        "7 u 8",
        "40 more or less",
        "approx. 40",
        "two",
        "DOS",
        "treinta y cinco",
        "about twenty-five",
    ] {
        assert!(Number::parse(text).is_ok(), "a build refuses the number {text:?}");
        assert_eq!(complaints(&number, &json!(text)), "", "{text:?}");
    }
    for text in ["1e3", "$40", "40%", "2/3", "--4", "40+"] {
        assert!(Number::parse(text).is_err(), "a build takes the number {text:?}");
        assert_ne!(complaints(&number, &json!(text)), "", "{text:?}");
    }
}

/// An editor never finds fault with what a build takes.
#[test]
fn all_that_is_read_fits_its_schema() {
    let list: Value = serde_json::from_str(crate::facts::reading::LIST).unwrap();
    for (name, kind) in [
        ("date", FieldType::Date),
        ("number", FieldType::Number),
        ("money", FieldType::Money),
        ("phone", FieldType::Phone),
    ] {
        let schema = validator(&schema::of(&kind));
        let cases = list["cases"].as_array().unwrap().iter().filter(|case| case["kind"] == name);
        for case in cases.filter(|case| case["kept"].is_string() && case["remark"] != "counted") {
            if case["text"].as_str().unwrap().chars().all(|letter| letter.is_ascii_digit() || !letter.is_numeric()) {
                assert_eq!(complaints(&schema, &case["text"]), "", "{case}");
            }
            assert_eq!(complaints(&schema, &case["kept"]), "", "{case}");
        }
    }
}

/// The schema of a date; it takes its time to be made.
static DATE: std::sync::OnceLock<Validator> = std::sync::OnceLock::new();

proptest! {
    #![proptest_config(crate::cases(200))]

    #[test]
    fn what_is_kept_of_a_date_fits_its_schema(date in crate::facts::reading::any_date()) {
        let schema = DATE.get_or_init(|| validator(&schema::of(&affiant::fields::FieldType::Date)));
        for words in [date.kept(), date.long(affiant::value::Locale::Es)] {
            prop_assert_eq!(complaints(schema, &json!(words)), "", "{}", words);
        }
    }
}
