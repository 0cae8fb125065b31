//! The kit: that its script asks, reads and seals as the program does, and that the file tells nothing that it should
//! not.

use std::io::Write as _;
use std::process::{Command, Stdio};

use affiant::facts::{self, Node};
use affiant::fields::Asked;
use affiant::interview::coach::mending;
use affiant::interview::kit::{self, Making};
use affiant::interview::kits::Kit;
use affiant::interview::parcel::{self, Parcel, Said, Trouble as ParcelTrouble};
use affiant::interview::reply::{self, Reader, Reply, Trouble};
use affiant::interview::seal::{PrivateKey, SEED};
use affiant::interview::{
    Form, Interface, Kind, Path, Sheet, State, Translated, coach, file, markup, sections, translate,
};
use affiant::pack::Pack;
use affiant::source::Sources;
use affiant::span::Span;
use affiant::template::{FrontMatter, Pin, front};
use affiant::typeset::engine::coverage::Coverage;
use affiant::words::fragment::{fitted, is_unfit};
use affiant::words::{broken, filler};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::document::fitted::FITTED;

const STRANGE: &str = include_str!("kit/template.md");
const FACTS: &str = include_str!("kit/facts.toml");
const GIVEN: &str = include_str!("kit/given.js");
const SEALING: &str = include_str!("kit/sealing.js");
const COACHING: &str = include_str!("kit/coaching.js");
const ENGINE: &str = include_str!("kit/engine.js");
const MENDING: &str = include_str!("kit/mending.js");
const READING: &str = include_str!("kit/reading.js");
const WINDOWS: &str = include_str!("kit/windows.js");

/// A paper to make a kit of: its front matter, its questions in both languages, and the facts.
struct Paper {
    front: FrontMatter,
    languages: Vec<(&'static Interface, Translated)>,
    facts: Node,
    with: Vec<(String, String, Option<Span>)>,
}

impl Paper {
    fn new(front: FrontMatter, questions: impl Fn(&str) -> Option<Node>, facts: &str, with: &[(&str, &str)]) -> Self {
        let facts = facts::read(&mut Sources::default(), "facts.toml", facts.as_bytes()).output.unwrap();
        let languages = ["en", "es"].map(|tag| {
            let own = Translated { title: None, parties: front.parties.clone(), fields: front.fields.clone() };
            let translated = questions(tag).map_or(own, |node| translate(&front.parties, &front.fields, &node).output);
            (Interface::of(tag).unwrap(), translated)
        });
        let with = with.iter().map(|(party, path)| ((*party).to_owned(), (*path).to_owned(), None)).collect();
        Self { front, languages: languages.into_iter().collect(), facts, with }
    }

    fn strange() -> Self {
        let mut sources = Sources::default();
        let read = front::template(&mut sources, "template.md", STRANGE, Pin::parse("strange@1.0.0", None).unwrap());
        assert!(read.report.is_empty(), "{:?}", read.report);
        let with = [("writer", "people.ada"), ("applicant", "people.marisela")];
        Self::new(read.output.unwrap().front, |_| None, FACTS, &with)
    }

    fn built_in(pin: &str, facts: &str, with: &[(&str, &str)]) -> Self {
        let pin = Pin::parse(pin, None).unwrap();
        let (pack, mut sources) = (Pack::builtin(), Sources::default());
        let front = pack.template(&mut sources, &pin).output.unwrap().front.clone();
        let questions = |tag: &str| pack.questions(&mut Sources::default(), &pin, tag).output;
        Self::new(front, questions, facts, with)
    }

    fn all() -> Vec<Self> {
        let letter = [("writer", "people.ada"), ("applicant", "people.marisela")];
        let own = [("declarant", "people.marisela"), ("writer", "people.marisela"), ("beneficiary", "people.ada")];
        vec![
            Self::strange(),
            Self::built_in("support-letter@1.0.0", FACTS, &letter),
            Self::built_in("declaration@1.0.0", FACTS, &own),
            Self::built_in("reconsideration-request@1.0.0", FACTS, &own),
        ]
    }

    fn forms(&self) -> Vec<Form<'_>> {
        self.languages
            .iter()
            .map(|(interface, Translated { title, parties, fields })| Form {
                title: title.as_deref().unwrap_or(&self.front.title),
                asked: Asked { parties, fields, ..self.front.asked() },
                facts: &self.facts,
                with: &self.with,
                answers_file: "answers/a.toml",
                interface,
            })
            .collect()
    }

    fn data(&self) -> Value {
        let forms = self.forms();
        let kit = made(1);
        let making = making(&kit, &forms);
        let plans: Vec<_> = forms.iter().map(kit::plan).collect();
        serde_json::from_str(&kit::data(&making, &plans)).unwrap()
    }
}

fn made(items: i64) -> Kit {
    Kit {
        id: "0123456789abcdef0123456789abcdef".to_owned(),
        draft: "letter".to_owned(),
        template: "strange@1.0.0".to_owned(),
        language: "en".to_owned(),
        key: None,
        items,
        made: "2026-11-20".to_owned(),
    }
}

/// Runs the kit's script with more behind it; what it says on standard output.
fn node(more: &str, input: &str) -> String {
    let script = format!("\"use strict\";\n{}\n{GIVEN}\n{more}", kit::SCRIPT.concat());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("script.js");
    std::fs::write(&path, script).unwrap();
    let mut child = Command::new("node")
        .arg(&path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node.js runs the kit's script in tests; `tests/run` installs it");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// What the program asks, without what no kit asks: which of the case's papers show something.
fn sheet(form: &Form<'_>, text: &str) -> Sheet {
    let node = facts::read(&mut Sources::default(), "answers/a.toml", text.as_bytes());
    let mut sheet = form.sheet(&node.output.unwrap_or_else(|| panic!("{:?} in:\n{text}", node.report)));
    sheet.questions.retain(|question| match &question.kind {
        Kind::Lines(item) => !matches!(**item, Kind::Exhibit(_)),
        kind => !matches!(kind, Kind::Exhibit(_)),
    });
    sheet
}

fn listed(sheet: &Sheet) -> Value {
    let question = |question: &affiant::interview::Question| {
        let (state, text) = match &question.state {
            State::Open => ("open", None),
            State::Skipped => ("skipped", None),
            State::Answered(text) => ("answered", Some(text)),
            State::Known(text) => ("known", Some(text)),
            State::Unknown => ("unknown", None),
            State::Declined => ("declined", None),
            State::Wrong(text, _) => ("wrong", Some(text)),
        };
        let kind = match &question.kind {
            Kind::Lines(item) => item,
            kind => kind,
        };
        let choices = match kind {
            Kind::Choice(choices) | Kind::Exhibit(choices) => choices.iter().map(|it| it.label.clone()).collect(),
            _ => Vec::new(),
        };
        json!({
            "path": question.path.to_string(), "kind": markup::kind(&question.kind),
            "ask": markup_ask(question), "help": question.help, "section": question.section, "choices": choices,
            "item": question.item.as_ref().map(|item| item.number), "state": state, "text": text,
        })
    };
    sheet.questions.iter().map(question).collect()
}

/// The words of a question without those of the whole around it.
fn markup_ask(question: &affiant::interview::Question) -> &str {
    let own = question.within.as_deref().and_then(|whole| question.ask.strip_prefix(whole));
    own.map_or(&*question.ask, str::trim_start)
}

/// What somebody types, right and wrong for every kind of question.
const TYPED: &[&str] = &[
    "1",
    "2",
    "4",
    "3.",
    "0",
    "-7",
    "1,200",
    "401",
    "yes",
    "No.",
    "sí",
    "true",
    "friend",
    "I treat them",
    "Of the second",
    "Ada",
    "ada@example.org",
    "a@b",
    "a b@c.de",
    "555-0100",
    "+1 202 555 0100",
    "(202) 555-0100 ext. 7",
    "call me",
    "555",
    "$630",
    "EUR 630",
    "630 EUR",
    "1,234.50",
    "12,34",
    "much",
    "MX",
    "Mexico",
    "Klingonia",
    "es",
    "Spanish",
    "A000-111-222",
    "12345678",
    "IOE0000000000",
    "ioe 000 000 0000",
    "she",
    "They/them",
    "xe",
    "hospice",
    "hospice:4",
    "school: 2",
    "hospice:x",
    "2026-11-03",
    "November 3, 2026",
    "3 de noviembre de 2026",
    "2026/11/03",
    "25/12/2026",
    "12/25/2026",
    "25.12.2026",
    "11/11/2026",
    "3/4/2026",
    "4-3-2026",
    "11/2026",
    "13/2026",
    "march 2014",
    "Sept. 2014",
    "primavera de 2014",
    "about 2014",
    "hacia marzo de 2014",
    "2014",
    "0000",
    "2026-02-30",
    "13/13/2026",
    "last Tuesday",
    "1º de mayo de 2020",
    "May 1st, 2020",
    "31 abril 2020",
    "winter 2019",
    "a\nb\n\nc",
    "2014\n3/4/2026",
    "1\n2",
    "2014\nspring 2015",
    "yes\nno",
    "She came.\n\nThen  she went. \n",
    "  spaces  inside ",
    "\u{a0}x\u{2003}y",
    "ends in a stroke \\",
    "\"quoted\" 'and' </script>",
    "{{ role }}",
    "…",
    "ñandú Ünïcode 漢字",
    "people.ada",
    "x\u{7}y",
    "x\u{200b}y",
    "\u{feff}x",
    "\u{f0b7}\tone\u{2028}two\u{85}three",
    "\u{f0a7} one \u{f0fc} two",
    "\u{202d}+1 202 555 0100\u{202c}",
    "x\u{202e}y",
    "\u{5d0}\u{2067}b\u{200f}\u{200f}",
    "\u{646}\u{627}\u{645}\u{647}\u{200c}\u{627}\u{6cc} a\u{200d}b li\u{ad}ne\u{ad}\nend",
    "\u{1f468}\u{200d}\u{1f469} 1\u{fe0f}\u{20e3} a\u{fe0f}",
];

/// What somebody does at a question: the question's number, and what.
fn steps() -> impl Strategy<Value = Vec<(usize, u8, String)>> {
    use proptest::prelude::*;
    let typed = prop_oneof![
        5 => proptest::sample::select(TYPED).prop_map(str::to_owned),
        1 => "[ -~]{1,30}",
        1 => "[0-9]{1,4}[-/. ][0-9]{1,2}[-/. ][0-9]{1,4}",
        1 => "(about |hacia )?(3|14|31|1st)? ?(may|mayo|sept|ene\\.|Feb) (de )?(19|20)[0-9]{2}",
    ];
    proptest::collection::vec((0..400_usize, 0..20_u8, typed), 1..22)
}

/// Plays steps in the program: each with what became of it, and the sheet after it.
fn play(form: &Form<'_>, steps: &[(usize, u8, String)]) -> Vec<Value> {
    let (mut text, mut played) = (String::new(), Vec::new());
    for (at, what, typed) in steps {
        let before = sheet(form, &text);
        let question = &before.questions[at % before.questions.len()];
        let path = question.path.to_string();
        let said = !matches!(question.state, State::Open | State::Skipped | State::Known(_));
        let item = question.item.as_ref().and_then(|_| question.path.steps().split_last()).map(|(_, item)| item);
        let mut step = match (&question.kind, what) {
            (Kind::Another { .. }, 0..=11) => {
                let list = Path::of(question.path.steps());
                let Some((next, item)) = file::add_item(&text, &list) else { continue };
                text = next;
                json!({ "do": "add", "list": list.to_string(), "id": item.steps().last() })
            }
            (Kind::Another { items: 0 }, 12..=13) => {
                text = file::put(&text, &question.path, &Reply::Unknown).unwrap();
                json!({ "do": "say", "path": path, "said": "unknown" })
            }
            (_, 16) if item.is_some_and(|item| is_there(&text, item)) => {
                let (id, list) = item.unwrap().split_last().unwrap();
                text = file::clear(&text, &Path::of(item.unwrap())).unwrap();
                json!({ "do": "remove", "list": list.join("."), "id": id })
            }
            (Kind::Another { .. }, _) | (_, 14..=15) => {
                text = file::set_passed(&text, &question.path, true).unwrap();
                json!({ "do": "pass", "path": path })
            }
            (_, 12..=13) => {
                let (reply, said) =
                    if at % 2 == 0 { (Reply::Unknown, "unknown") } else { (Reply::Declined, "declined") };
                text = file::put(&text, &question.path, &reply).unwrap();
                json!({ "do": "say", "path": path, "said": said })
            }
            (_, 17) if said => {
                text = file::clear(&text, &question.path).unwrap();
                json!({ "do": "clear", "path": path })
            }
            _ if typed.trim().is_empty() => continue,
            _ => {
                let outcome = match answer(form, &text, question, typed) {
                    Ok(next) => {
                        text = next;
                        "kept".to_owned()
                    }
                    Err(trouble) => trouble,
                };
                json!({ "do": "answer", "path": path, "text": typed, "outcome": outcome })
            }
        };
        let after = sheet(form, &text);
        let (done, all) = after.progress();
        step["sheet"] = listed(&after);
        step["progress"] = json!([done, all]);
        step["parts"] = sections::sections(&after.questions).iter().map(|part| part.questions.len()).collect();
        played.push(step);
    }
    played
}

fn is_there(text: &str, item: &[String]) -> bool {
    let (id, _) = item.split_last().unwrap();
    text.contains(&format!("id = \"{id}\""))
}

/// Answers a question as a face does: the text after it, or what is said instead.
fn answer(form: &Form<'_>, text: &str, question: &affiant::interview::Question, typed: &str) -> Result<String, String> {
    let reply = match reply::read(&question.kind, typed, Reader::of(form.interface)) {
        Ok(reply) => reply,
        Err(Trouble::Wrong(key)) => return Err(format!("wrong {key}")),
        Err(Trouble::Which(days)) => {
            let days = days.iter().map(|(words, reply)| match reply {
                Reply::Day(text) | Reply::Text(text) => json!({ "words": words, "text": text }),
                Reply::Number(number) => json!({ "words": words, "text": number.to_string() }),
                other => json!({ "words": words, "text": format!("{other:?}") }),
            });
            return Err(format!("days {}", Value::Array(days.collect())));
        }
    };
    let next = file::put(text, &question.path, &reply).unwrap();
    let read = facts::read(&mut Sources::default(), "answers/a.toml", next.as_bytes());
    let Some(node) = read.output.filter(|_| read.report.is_empty()) else { return Err("wrong character".to_owned()) };
    match &form.sheet(&node).question(&question.path).unwrap().state {
        State::Wrong(_, found) => Err(format!("wrong {}", reply::trouble(&question.kind, found))),
        _ => Ok(next),
    }
}

#[test]
fn the_script_asks_what_the_program_asks_whatever_was_answered_in_whichever_order() {
    let papers = Paper::all();
    let mut runner = TestRunner::new(crate::cases(40));
    let cases = runner.config().cases;
    let mut sessions = Vec::new();
    for case in 0..cases as usize {
        // The strange paper has everything; the others are there because they are what people fill.
        let (paper, language) = (if case % 2 == 0 { 0 } else { 1 + case / 2 % (papers.len() - 1) }, case / 3 % 2);
        let steps = steps().new_tree(&mut runner).unwrap().current();
        let played = play(&papers[paper].forms()[language], &steps);
        sessions.push(json!({ "data": paper, "language": language, "steps": played }));
    }
    let kept =
        sessions.iter().flat_map(|it| it["steps"].as_array().unwrap()).filter(|it| it["outcome"] == "kept").count();
    assert!(kept > cases as usize, "only {kept} answers could stand: the test asks nothing");
    let data: Vec<Value> = papers.iter().map(Paper::data).collect();
    let found = node(ENGINE, &json!({ "data": data, "sessions": sessions }).to_string());
    assert_eq!(found.trim(), "[]", "{found}");
}

/// Words and figures of dates, numbers, amounts and telephone numbers in any order.
fn scrambled() -> impl Strategy<Value = (&'static str, &'static str, String)> {
    use proptest::prelude::*;
    const WORDS: &[&str] = &[
        "2014",
        "1990",
        "12",
        "3",
        "31",
        "88",
        "'88",
        "1990s",
        "90s",
        "1st",
        "3ro",
        "0",
        "00",
        "march",
        "Abril",
        "sept.",
        "setiembre",
        "ago",
        "spring",
        "verano",
        "Easter",
        "Navidad",
        "Monday",
        "martes",
        "about",
        "más o menos",
        "como en",
        "before",
        "antes de",
        "después del",
        "since",
        "early",
        "mid-",
        "a fines de",
        "the",
        "de",
        "del",
        "or",
        "o",
        "u",
        "between",
        "entre",
        "and",
        "y",
        "to",
        "a",
        "-",
        "/",
        ".",
        ",",
        "hace",
        "years",
        "años",
        "months",
        "last",
        "pasado",
        "la década de",
        "los",
        "noventa",
        "treinta",
        "ocho",
        "five",
        "first",
        "yesterday",
        "??",
        "(",
        "~",
        "x",
    ];
    const AMOUNTS: &[&str] = &[
        "1",
        "500",
        "1.500",
        "1,500",
        "1'500",
        "00",
        ",",
        ".",
        " ",
        "$",
        "US$",
        "USD",
        "EUR",
        "€",
        "pesos",
        "dólares",
        "dollars",
        "mexicanos",
        "about",
        "unos",
        "35",
        "40",
        "-",
        "to",
        "or",
        "entre",
        "y",
        "de",
        "a",
        "+",
        "~",
        "MXN",
        "two",
        "dos",
        "once",
        "treinta",
        "twenty-",
        "five",
        "٣",
    ];
    const NUMBERS: &[&str] = &[
        "+1",
        "202",
        "555",
        "0100",
        "0101",
        "-",
        "–",
        " ",
        " ",
        ".",
        "(",
        ")",
        "/",
        ",",
        "ext.",
        "x",
        "12",
        "tel:",
        "Cell",
        "or",
        "y",
        "+",
        ";",
        "\u{202a}",
        "２０２",
    ];
    const ADDRESSES: &[&str] = &[
        "ada",
        "@",
        "example.org",
        "ada@example.org",
        "<",
        ">",
        "mailto:",
        "Correo:",
        "\"",
        "’",
        ",",
        ".",
        "?s=1",
        "o",
    ];
    let joined = |words: &'static [&'static str]| {
        proptest::collection::vec((proptest::sample::select(words), any::<bool>()), 1..7).prop_map(|words| {
            words.iter().map(|(word, space)| format!("{word}{}", if *space { " " } else { "" })).collect::<String>()
        })
    };
    let kinds = prop_oneof![
        5 => joined(WORDS).prop_map(|text| ("date", text)),
        2 => joined(AMOUNTS).prop_map(|text| ("money", text)),
        2 => joined(AMOUNTS).prop_map(|text| ("number", text)),
        2 => joined(NUMBERS).prop_map(|text| ("phone", text)),
        1 => joined(ADDRESSES).prop_map(|text| ("email", text)),
        1 => crate::facts::reading::any_date().prop_map(|date| ("date", date.long(affiant::value::Locale::Es))),
        1 => crate::facts::reading::any_date().prop_map(|date| ("date", date.long(affiant::value::Locale::En))),
        1 => crate::facts::reading::any_date().prop_map(|date| ("date", date.kept())),
    ];
    (kinds, any::<bool>()).prop_map(|((kind, text), spanish)| (kind, if spanish { "es" } else { "en" }, text))
}

#[test]
fn the_script_reads_what_the_program_reads() {
    use crate::facts::reading;
    let list: Value = serde_json::from_str(reading::LIST).unwrap();
    let mut typed: Vec<(String, String, String, &str)> = Vec::new();
    for case in list["cases"].as_array().unwrap() {
        let of = |key: &str| case[key].as_str().unwrap().to_owned();
        typed.push((of("kind"), of("language"), of("text"), "2026-12-01"));
    }
    let mut runner = TestRunner::new(crate::cases(2000));
    for case in 0..runner.config().cases {
        let (kind, language, text) = scrambled().new_tree(&mut runner).unwrap().current();
        let today = ["2026-12-01", "2024-02-29", "2026-04-10", "2000-01-01"][case as usize % 4];
        typed.push((kind.to_owned(), language.to_owned(), text, today));
    }
    let told: Vec<Value> =
        serde_json::from_str(&node(READING, &json!({ "data": Paper::all()[0].data(), "typed": typed }).to_string()))
            .unwrap();
    for ((kind, language, text, today), told) in typed.iter().zip(&told) {
        let mut read = reading::outcome(kind, language, text, today);
        if read["remark"].is_string() {
            read["remark"] = json!(true);
        }
        if let Some(kept) = read["text"].as_str() {
            let kind = reading::kind(kind);
            let spoken = ["en", "es"].map(|tongue| markup::spoken(&kind, kept, Interface::of(tongue).unwrap()));
            read["spoken"] = json!(spoken);
        }
        assert_eq!(*told, read, "{kind} {language} {text:?} on {today}");
    }
}

#[test]
fn every_language_of_the_form_has_all_that_the_kit_says() {
    let guide = |language: &str| &Interface::of(language).unwrap().kit;
    let shape = guide("en").shape();
    assert!(shape.len() > 60, "{shape:?}");
    for language in Interface::languages() {
        assert_eq!(guide(&language).shape(), shape, "{language}");
        let [own, english] = [&*language, "en"].map(guide);
        for (key, words) in english.words() {
            let holes = |text: &str| text.matches(['{', '}']).count();
            assert_eq!(holes(words), holes(own.say(key)), "{language}: {key}");
        }
    }
}

/// What people write, with what the coach has a word for and what it has none for.
const WRITTEN: &[&str] = &[
    "She sat with him the whole night and held his hand.",
    "On November 3 she sat with him the whole night.",
    "El lunes se quedó con él toda la noche.",
    "She is a kind and hard-working person.",
    "She is a Kind, HARD-WORKING person. \u{201c}I carried it myself\u{201d}, she said.",
    "Es una buena persona, muy trabajadora y honrada con todos.",
    "It would be an extreme hardship, and she deserves to stay.",
    "Sería un sufrimiento extremo para ellos y para todos.",
    "I guess she must have been afraid, people say so.",
    "Supongo que tenía miedo, me lo imagino siempre así.",
    "Her number is A000-111-222 and that is all there is.",
    "Her number is a 000 111 22 and no other.",
    "BA00011122 is no number of hers, and nothing else.",
    "They live at 12 North Elm Street since then.",
    "They live at 12 north elm street since then.",
    "They live at 4b Oak AVE. now, she told me.",
    "Apartment 4 is theirs, as everybody could see.",
    "Vive en la calle de la Paz 23 con su mamá.",
    "Vive en la avenida Ñandú 5, cerca de aquí.",
    "La niña se llama Élodie y vive lejos de acá.",
    "She came at nine o\u{2019}clock in 2014 and never left.",
    "Prostitute is not a word that I would ever use, said he.",
    "Anyhow, ähnlich ist das nicht; unitárea 5 apto. 12 es suya.",
    "a b c d",
    "She was ill.\n\nThen she was well, and carried on.",
    "Mi sobrina",
    "She is Beto's cousin!",
    "N/A",
    "see attached.",
    "Xxx",
    "?",
    "No sé",
    "See attached what I wrote in 2014.",
];

#[test]
fn the_script_remarks_on_what_the_program_remarks_on() {
    let paper = &Paper::all()[1];
    let form = &paper.forms()[0];
    let mut told = 0;
    let mut asked = Vec::new();
    for answers in ["", "role = \"family\"", "[[episodes]]\nid = \"e1\"\ndate = \"2026-11\"\n"] {
        let sheet = sheet(form, answers);
        for question in &sheet.questions {
            for text in WRITTEN {
                let advice: Vec<&str> = coach::look(question, &sheet, text, &paper.facts, &[])
                    .into_iter()
                    .map(coach::Advice::key)
                    .collect();
                told += advice.len();
                asked.push(json!([answers, question.path.to_string(), text, advice]));
            }
        }
    }
    assert!(told > 100, "the coach said {told} things");
    let mut data = paper.data();
    let found = node(COACHING, &json!({ "data": data, "asked": asked, "child": [] }).to_string());
    assert_eq!(found.trim(), "[]", "{found}");

    // The name of a child is not in the file: its initials are what a name is known by.
    data["phrases"]["initials"] = json!(["T.P."]);
    let child = json!([
        ["Tomás Prueba came.", true],
        ["T.P. came, and Tom too.", false],
        ["The Parents came.", true],
        ["to please", false]
    ]);
    let found = node(COACHING, &json!({ "data": data, "asked": [], "child": child }).to_string());
    assert_eq!(found.trim(), "[]", "{found}");
}

/// What people write, to be mended or left alone.
const MENDED: &[&str] = &[
    "",
    "plain",
    "Thank you 🙏 all",
    "Thank you 🙏.",
    "🙏 Thank you",
    "Thank you 🙏🏽👨\u{200d}👩\u{200d}👧!",
    "at 1\u{fe0f}\u{20e3} o’clock",
    "one 🙏\ntwo 🙏🙏 ☎ three ✅, four",
    "called 王小明",
    "هذا صديقي 🙏",
    "a\u{1acf} letter, a\u{301} and \u{1acf}",
    "¡Señor, “façade” – Ελλάδα и Москва!",
    "a\u{202e}b\u{0}c\u{200b}",
    "private \u{e000} \u{f0b7} \u{fffd} and \u{1f1fa}\u{1f1f8}",
    "a\u{200b}b",
    "-",
    "xXx",
    "aaaa",
    "1111",
    "n/a",
    "  No  aplica ",
    "I have known Marisela since the spring of\n2014, when our daughters were in the same\nclass. Since then we have seen \
     each other\nnearly every week.\n\nAda Placeholder\n12 North Elm Street\nElmville, Ohio 45000\n",
    "She was a well-known and very much loved well-\nknown person of the town in which we lived at\nthat time, before \
     the flood came over us all.",
    "- washing my mother every morning at seven\n- dressing her, which takes about half an\n- bringing her to the clinic",
    "The sun went down,\nthe moon came up,\nand we were there.",
];

#[test]
fn the_script_fits_and_mends_what_is_written_as_the_program_does() {
    let fonts = Coverage::embedded();
    let fits = |(before, after, text): (&str, &str, &str)| {
        json!([text, before, after, fitted(text, before, after), is_unfit(text, before, after)])
    };
    let texts: Vec<&str> = FITTED.iter().map(|(_, _, text, _)| *text).chain(WRITTEN.iter().copied()).collect();
    let frames: std::collections::BTreeSet<_> = FITTED.iter().map(|(before, after, ..)| (*before, *after)).collect();
    let all = frames.iter().flat_map(|(before, after)| texts.iter().map(|text| fits((before, after, text))));
    let mended = MENDED.iter().chain(WRITTEN).map(|text| {
        let strange = mending::unprinted(text, fonts);
        json!({
            "text": text,
            "named": strange.as_ref().map(|strange| &strange.named),
            "without": strange.as_ref().and_then(|strange| strange.without.as_ref()),
            "joined": broken::joined(text),
            "refused": mending::without_refused(text),
            "filler": filler::is_filler(text),
        })
    });
    let printed: Vec<(u32, bool)> =
        (0..=0x0010_ffff_u32).filter_map(char::from_u32).map(|c| (u32::from(c), fonts.has(c))).collect();
    // Runs that are alike, each with where it ends.
    let runs =
        printed.chunk_by(|one, other| one.1 == other.1).filter_map(|run| run.last().map(|(c, has)| (c + 1, *has)));
    let input = json!({
        "data": Paper::all()[1].data(),
        "fitted": all.collect::<Vec<_>>(),
        "mended": mended.collect::<Vec<_>>(),
        "printed": runs.collect::<Vec<_>>(),
    });
    let found = node(MENDING, &input.to_string());
    assert_eq!(found.trim(), "[]", "{found}");
}

#[test]
fn what_the_script_seals_opens_here_and_nowhere_else() {
    let paper = Paper::strange();
    let (key, other) = (PrivateKey::made_from(&[7; SEED]), PrivateKey::made_from(&[8; SEED]));
    let mut data = paper.data();
    let prose = "Ñandú \"quoted\" </script> 漢字 🙂\n\nSecond.";
    let answers = json!({
        "values": {
            "role": { "said": "text", "text": "doctor" },
            "since": { "said": "unknown" },
            "diagnosis": { "said": "text", "text": prose },
            "visits": { "said": "wrong", "text": "many", "typed": "many", "wrong": "number" },
            "by_mail": { "said": "text", "text": "of a question that is not asked" },
            "tongue": { "said": "declined", "typed": "half a sur\u{fffd}rogate" },
            "episodes.e1.what": { "said": "text", "text": "It rained." },
        },
        "lists": { "episodes": ["e1"] },
        "passed": { "episodes+": true, "pay": true },
    });
    for sealed in [true, false] {
        data["kit"]["key"] = if sealed {
            json!({ "id": key.public().id(), "point": parcel::encoded(&key.public().bytes()) })
        } else {
            Value::Null
        };
        for long in [0, 20_000] {
            let input = json!({ "data": data, "answers": answers, "long": long });
            let file = node(SEALING, &input.to_string());
            assert_eq!(sealed, !file.contains("quoted"), "{file}");
            let read = Parcel::read(file.trim().as_bytes()).unwrap();
            assert_eq!(read.kit, made(1).id);
            if sealed {
                assert!(read.contents(None).is_err() && read.contents(Some(&other)).is_err());
            }
            let contents = read.contents(Some(&key)).unwrap();
            assert_eq!((&*contents.draft, &*contents.template), ("letter", "strange@1.0.0"));
            assert_eq!((&*contents.language, &*contents.face, &*contents.on), ("es", "kit", "2026-11-21"));
            let said: Vec<(String, Said)> =
                contents.answers.into_iter().map(|answer| (answer.path.to_string(), answer.said)).collect();
            let text = |text: &str| Said::Text(text.to_owned());
            let wanted = [
                ("role", text("doctor")),
                ("since", Said::Unknown),
                ("tongue", Said::Declined),
                ("diagnosis", text(&format!("{prose}{}", "x".repeat(long)))),
                ("visits", text("many")),
                ("pay", Said::Skipped),
                ("episodes.e1.what", text("It rained.")),
                ("episodes+", Said::Skipped),
            ];
            assert_eq!(said, wanted.map(|(path, said)| (path.to_owned(), said)));
        }
    }
}

#[test]
fn a_code_of_the_script_is_read_whatever_a_message_made_of_it_and_names_each_line_that_is_damaged() {
    use proptest::prelude::*;
    let key = PrivateKey::made_from(&[7; SEED]);
    let mut data = Paper::strange().data();
    let answers = json!({
        "values": { "role": { "said": "text", "text": "doctor" }, "diagnosis": { "said": "text", "text": "Ñandú 漢字." } },
        "lists": {}, "passed": {},
    });
    for sealed in [true, false] {
        data["kit"]["key"] = if sealed {
            json!({ "id": key.public().id(), "point": parcel::encoded(&key.public().bytes()) })
        } else {
            Value::Null
        };
        let input = json!({ "data": data, "answers": answers, "long": 700, "code": true });
        let code = node(SEALING, &input.to_string());
        let lines: Vec<&str> = code.trim().lines().collect();
        assert!(lines.len() > 20 && lines.iter().all(|line| line.len() < 100), "{code}");
        assert_eq!(sealed, Parcel::read(code.as_bytes()).unwrap().contents(None).is_err());
        let contents = |text: &str| Parcel::read(text.as_bytes()).and_then(|read| read.contents(Some(&key)));
        let whole = contents(&code).unwrap();
        let Said::Text(text) = &whole.answers[1].said else { panic!("{whole:?}") };
        assert!(text.starts_with("Ñandú 漢字.xx"), "{text}");
        // A message breaks lines anew, quotes them, writes small letters, reads O for 0, and has words around them.
        for made in [
            format!("Dear Ana,\n\nhere are 3 answers:\n{code}\nBye, 12 hugs = from me.\n"),
            code.replace('\n', "\n> ").replace(" =", "\n> > ="),
            code.to_lowercase(),
            code.replace(' ', "\r\n"),
            lines[1..].iter().fold(lines[0].to_owned(), |all, line| {
                let (number, groups) = line.split_once(' ').unwrap();
                format!("{all}\n{number} {}", groups.replace('0', "O").replace('1', "l"))
            }),
            std::iter::once(lines[0]).chain(lines[1..].iter().rev().copied()).collect::<Vec<_>>().join("\n"),
            format!("{}\n{code}", lines[..9].join("\n")),
        ] {
            match contents(&made) {
                Ok(found) => assert_eq!(found, whole, "{made}"),
                Err(found) => panic!("{found:?} in:\n{made}"),
            }
        }
        let mut runner = TestRunner::new(crate::cases(300));
        let damage = (0..code.trim().len(), proptest::sample::select(vec!['A', '7', 'Z', '*', ' ', '9']), 0..4_u8);
        runner
            .run(&damage, |(at, letter, deed)| {
                let number = code[..at].matches('\n').count();
                let made = match deed {
                    0 => format!("{}{}", &code[..at], &code[at + 1..]),
                    1 => lines
                        .iter()
                        .enumerate()
                        .filter(|(line, _)| *line != number)
                        .map(|(_, line)| *line)
                        .collect::<Vec<_>>()
                        .join("\n"),
                    2 => code[..at].to_owned(),
                    _ => format!("{}{letter}{}", &code[..at], &code[at + 1..]),
                };
                let found = match Parcel::read(made.as_bytes()) {
                    Ok(read) => {
                        prop_assert_eq!(read.contents(Some(&key)).unwrap(), whole.clone());
                        return Ok(());
                    }
                    Err(found) => found,
                };
                let told = match &found {
                    ParcelTrouble::CodeLines(told) if deed == 2 => {
                        *told == (told[0]..lines.len()).collect::<Vec<_>>() && told[0] >= number.max(1)
                    }
                    // Where a line end is lost, two lines are one.
                    ParcelTrouble::CodeLines(told) => {
                        *told == [number]
                            || (code.as_bytes()[at] == b'\n'
                                && told.iter().all(|line| [number, number + 1].contains(line)))
                    }
                    ParcelTrouble::CodeHead | ParcelTrouble::NotAnswers | ParcelTrouble::NotWhole => number == 0,
                    _ => false,
                };
                prop_assert!(told, "{found:?}, but line {number} was damaged ({deed}):\n{made}");
                Ok(())
            })
            .unwrap();
    }
}

/// A form in English, for nobody in particular.
fn making<'a>(kit: &'a Kit, forms: &'a [Form<'a>]) -> Making<'a> {
    Making { kit, key: None, forms, letters: Coverage::embedded(), language: "en", return_by: None, return_to: None }
}

#[test]
fn the_file_escapes_what_it_holds_and_may_run_nothing_but_its_script() {
    let mut paper = Paper::strange();
    paper.front.title = "A <b>strange</b> </title> paper".to_owned();
    let (forms, kit) = (paper.forms(), made(101));
    let to = "</script><script>alert(1)</script> \"& Ana";
    let making = Making { return_to: Some(to), ..making(&kit, &forms) };
    let (page, left_out) = kit::page(&making);
    assert!(page.starts_with(kit::MARK));
    assert_eq!(left_out, ["paper", "papers"]);
    assert_eq!(page.matches("<script").count(), 2, "the data and the script");
    assert_eq!(page.matches("</script").count(), 2);
    assert_eq!((page.matches("<style").count(), page.matches("</style").count()), (1, 1));
    assert!(!page.contains("<b>"));
    let markup = &page[..page.find("<script").unwrap()];
    let tags: String = markup.split('<').filter_map(|tag| Some(format!("<{}>", tag.split_once('>')?.0))).collect();
    // The hashes of what may run are letters, figures and strokes by chance.
    let tags: String = tags.split("sha256-").map(|part| part.split_once('\'').map_or(part, |(_, rest)| rest)).collect();
    for outside in ["http:", "https:", "//", " src=", " href=", " on", "javascript:", " style="] {
        assert!(!tags.contains(outside), "a tag has `{outside}`");
    }
    let between = |start: &str, end: &str| {
        let at = page.rfind(start).unwrap() + start.len();
        &page[at..at + page[at..].find(end).unwrap()]
    };
    let policy = between("Content-Security-Policy\" content=\"", "\"");
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
    assert!(policy.ends_with("; base-uri 'none'; form-action 'none'") && !policy.contains("unsafe"), "{policy}");
    let style = between("<style>", "</style>");
    assert!(!style.contains("@import") && !style.contains("url("));
    for (start, end) in [("<script>", "</script>"), ("<style>", "</style>")] {
        let hash = parcel::encoded(&affiant::digest::of(between(start, end).as_bytes()));
        let hash = hash.replace('-', "+").replace('_', "/");
        assert!(policy.contains(&format!("'sha256-{hash}='")), "{start} has not the hash of {policy}");
    }
    let data: Value = serde_json::from_str(between("id=\"kit-data\">", "</script>")).unwrap();
    assert_eq!(data["languages"][0]["to"], to);
}

#[test]
fn the_script_has_every_word_that_it_says() {
    let paper = Paper::strange();
    let (forms, kit) = (paper.forms(), made(101));
    let making = making(&kit, &forms);
    let (page, _) = kit::page(&making);
    let data = paper.data();
    let (markup, script) = page.split_at(page.rfind("<script>").unwrap());
    let said = script.split("say(").skip(1).filter_map(|rest| {
        let key = rest.split(['"', ')']).nth(1)?;
        rest.starts_with('"').then_some(key)
    });
    let marked = markup.split(">=").skip(1).filter_map(|rest| rest.split('<').next());
    let marked = marked.flat_map(|words| words.split(" ="));
    let keyed = script.split('"').filter(|text| text.starts_with("kit_") || text.starts_with("review_"));
    let keys: std::collections::BTreeSet<&str> = said.chain(marked).chain(keyed).collect();
    assert!(keys.len() > 60, "{keys:?}");
    for language in data["languages"].as_array().unwrap() {
        let words = &language["words"];
        let unknown: Vec<_> = keys.iter().filter(|key| !key.ends_with('.') && words[**key].is_null()).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}

#[test]
fn the_script_asks_for_no_browser_newer_than_2017() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/interview/kit/script");
    let newer = [
        "?.",
        "??",
        "...",
        "**=",
        "||=",
        "&&=",
        "(?<",
        "\\p{",
        "for await",
        "import(",
        "0n",
        "flatMap",
        "matchAll",
        "replaceAll",
        "fromEntries",
        "structuredClone",
        "allSettled",
        "finally",
        "trimStart",
        "trimEnd",
        ".at(",
    ];
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let found: Vec<_> = newer.iter().filter(|word| code.iter().any(|line| line.contains(**word))).collect();
        assert!(found.is_empty(), "{}: {found:?}", path.display());
        files += 1;
    }
    assert_eq!(files, 18);
}

#[test]
fn no_two_things_of_the_script_have_one_name() {
    let script = kit::SCRIPT.concat();
    let mut names = std::collections::BTreeSet::new();
    for line in script.lines() {
        let named = ["function ", "const ", "let "].iter().find_map(|word| line.strip_prefix(word));
        let Some(named) = named else { continue };
        let name: String = named.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        assert!(names.insert(name.clone()), "`{name}` stands for two things in the kit's script");
    }
    assert!(names.len() > 100, "{}", names.len());
}

#[test]
fn the_file_is_small_for_every_template_and_leaves_the_cases_papers_out() {
    for paper in Paper::all() {
        let (forms, kit) = (paper.forms(), made(101));
        let key = PrivateKey::made_from(&[7; SEED]).public();
        let title = &paper.front.title;
        let making = Making { key: Some(&key), ..making(&kit, &forms) };
        let (page, _) = kit::page(&making);
        assert!((40_000..280_000).contains(&page.len()), "{title}: {} bytes", page.len());
        assert!(page.lines().all(|line| !line.trim_start().starts_with("//")), "{title} carries comments");
    }
    for audience in [affiant::fields::Audience::Outsider, affiant::fields::Audience::Filed] {
        let mut paper = Paper::strange();
        paper.front.audience = audience;
        let (forms, kit) = (paper.forms(), made(101));
        let making = making(&kit, &forms);
        let (page, left_out) = kit::page(&making);
        assert_eq!(left_out, ["paper", "papers"]);
        assert!(!page.contains("hospice") && !page.contains("School"));
    }
}

#[test]
fn two_windows_of_a_form_lose_nothing_and_agree() {
    let runs = |behind: bool, count: u32| -> Vec<Value> {
        (0..count).map(|seed| json!({ "seed": seed, "behind": behind })).collect()
    };
    let runs = [runs(false, crate::cases(1000).cases), runs(true, 3)].concat();
    let told = node(WINDOWS, &json!({ "runs": runs }).to_string());
    assert_eq!(told.trim(), "[]", "{told}");
}
