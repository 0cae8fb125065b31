//! The interview: its words in every language, its questions for every type of field, and that no answer is lost.

mod history;
mod kit;
mod kits;
mod markup;
mod mending;
mod page;
mod parcel;
mod questions;
mod saving;
mod seal;
mod sections;

use std::collections::BTreeMap;

use affiant::diag::Report;
use affiant::facts::{self, Node};
use affiant::fields::Asked;
use affiant::interview::interface::Command;
use affiant::interview::reply::{self, Reader, Reply, Trouble};
use affiant::interview::{Form, Interface, Kind, Path, Sheet, State, coach, file};
use affiant::source::Sources;
use affiant::span::Span;
use affiant::template::{Pin, Template, front};
use proptest::prelude::*;

const TEMPLATE: &str = r#"+++
title     = "Trial"
summary   = "Every type of field"
audience  = "outsider"
language  = "en"
look      = "letter@1.0.0"
numbering = "none"

[parties.writer]
ask   = "Who writes?"
needs = ["name", "address", "phone?", "email?"]
[parties.applicant]
needs = ["name"]

[fields.role]
type    = "choice"
ask     = "How do you know {{ applicant.name.familiar }}?"
choices = { doctor = "I treat them", friend = "I am a friend" }
[fields.since]
type = "date"
ask  = "Since when?"
[fields.diagnosis]
type      = "prose"
ask       = "What is it?"
sensitive = true
show_if   = { role = ["doctor"] }
[fields.visits]
type     = "number"
ask      = "How many visits?"
required = false
show_if  = { role = ["doctor"] }
[fields.pay]
type     = "money"
ask      = "What did it cost?"
required = false
[fields.sworn]
type = "yes-no"
ask  = "Do you swear?"
[fields.tongue]
type     = "language"
ask      = "In which language?"
required = false
[fields.places]
type     = "list"
item     = { type = "text" }
ask      = "Where?"
required = false
[fields.episodes]
type = "list"
min  = 1
ask  = "What have you seen?"
[fields.episodes.item.date]
type = "date"
ask  = "When?"
[fields.episodes.item.what]
type = "prose"
ask  = "What happened?"
[fields.decided]
fact     = "decision.date"
required = false
+++
Text.
"#;

const FACTS: &str = r#"
[people.ada]
name  = { first = "Ada", last = "Placeholder" }
phone = "555-0100"
[people.marisela]
name = { first = "Marisela", last = "Prueba" }
[people.tomas]
name  = "Tomasito Prueba"
minor = true
"#;

/// A template, its facts, and who is who: what a form is made from.
struct Trial {
    template: Template,
    facts: Node,
    with: Vec<(String, String, Option<Span>)>,
}

impl Trial {
    fn new(template: &str) -> Self {
        let mut sources = Sources::default();
        let pin = Pin::parse("trial@1.0.0", None).unwrap();
        let mut report = Report::default();
        let template = front::template(&mut sources, "template.md", template, pin).take(&mut report).unwrap();
        assert!(report.is_empty(), "{report:?}");
        let facts = facts::read(&mut sources, "facts.toml", FACTS.as_bytes()).output.unwrap();
        let with = [("writer", "people.ada"), ("applicant", "people.marisela")];
        let with = with.map(|(party, path)| (party.to_owned(), path.to_owned(), None)).to_vec();
        Self { template, facts, with }
    }

    fn sheet(&self, text: &str) -> Sheet {
        let node = facts::read(&mut Sources::default(), "answers/a.toml", text.as_bytes());
        let node = node.output.unwrap_or_else(|| panic!("{:?} in:\n{text}", node.report));
        self.form("en").sheet(&node)
    }

    fn form(&self, language: &str) -> Form<'_> {
        Form {
            title: &self.template.front.title,
            asked: Asked { ..self.template.front.asked() },
            facts: &self.facts,
            with: &self.with,
            answers_file: "answers/a.toml",
            interface: Interface::of(language).unwrap(),
        }
    }

    /// Answers a question as a face does; the text after it.
    fn answer(&self, text: &str, path: &str, typed: &str) -> String {
        let path = Path::parse(path).unwrap();
        let sheet = self.sheet(text);
        let question = sheet.question(&path).unwrap_or_else(|| panic!("no question {path} in {:?}", paths(&sheet)));
        let reply = reply::read(&question.kind, typed, Reader::of(Interface::of("en").unwrap())).unwrap();
        file::put(text, &path, &reply).unwrap()
    }
}

fn paths(sheet: &Sheet) -> Vec<String> {
    sheet.questions.iter().map(|question| question.path.to_string()).collect()
}

fn state(sheet: &Sheet, path: &str) -> State {
    sheet.question(&Path::parse(path).unwrap()).unwrap_or_else(|| panic!("no {path}")).state.clone()
}

#[test]
fn every_language_has_every_word_and_every_phrase_list_can_be_read() {
    let languages = Interface::languages();
    assert!(languages.contains(&"en".to_owned()) && languages.contains(&"es".to_owned()));
    let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for language in &languages {
        let interface = Interface::of(language).unwrap_or_else(|| panic!("{language} cannot be read"));
        keys.insert(language.clone(), interface.keys());
        for command in Command::ALL {
            let typed = interface.typed(command);
            assert_eq!(interface.command(&typed), Some(command), "{language}: {typed}");
        }
    }
    for (language, own) in &keys {
        assert_eq!(own, &keys["en"], "{language}");
    }
    let (read, there) = coach::languages();
    assert_eq!(read, there);
    assert_eq!(there, languages.len());
}

#[test]
fn the_words_of_a_form_keep_their_placeholders_in_every_language() {
    let fill = [("title", "«1»"), ("file", "«2»"), ("help", "«3»"), ("done", "«4»"), ("all", "«5»"), ("count", "«6»")];
    for key in ["begin", "begin_help", "resume", "progress", "done", "done_open", "stopped"] {
        let marks = |language: &str| {
            let said = Interface::of(language).unwrap().say(key, &fill);
            assert!(!said.contains(&format!("[{key}]")), "{language} has no `{key}`");
            let mut marks: Vec<char> = said.chars().filter(char::is_ascii_digit).collect();
            marks.sort_unstable();
            marks
        };
        assert_eq!(marks("en"), marks("es"), "{key}");
    }
}

#[test]
fn the_questions_come_in_order_and_conditions_decide_which() {
    let trial = Trial::new(TEMPLATE);
    let sheet = trial.sheet("");
    let first = [
        "proposed.people.ada.name",
        "proposed.people.ada.address.care_of",
        "proposed.people.ada.address.street",
        "proposed.people.ada.address.unit",
        "proposed.people.ada.address.city",
        "proposed.people.ada.address.state",
        "proposed.people.ada.address.zip",
        "proposed.people.ada.address.country",
        "proposed.people.ada.phone",
        "proposed.people.ada.email",
        "role",
        "since",
        "pay",
        "sworn",
        "tongue",
        "places",
        "episodes.e1.date",
        "episodes.e1.what",
    ];
    assert_eq!(paths(&sheet), first);
    assert_eq!(sheet.question(&Path::field("role")).unwrap().ask, "How do you know Marisela?");
    // What the case knows is not asked, and can be seen.
    assert_eq!(state(&sheet, "proposed.people.ada.name"), State::Known("Ada Placeholder".to_owned()));
    assert_eq!(sheet.next(None).unwrap().path.to_string(), "proposed.people.ada.address.care_of");

    let text = trial.answer("", "role", "1");
    assert_eq!(text, "role = \"doctor\"\n");
    let sheet = trial.sheet(&text);
    assert!(paths(&sheet).contains(&"diagnosis".to_owned()) && paths(&sheet).contains(&"visits".to_owned()));
    assert_eq!(sheet.next(Some(&Path::field("role"))).unwrap().path.to_string(), "since");
}

#[test]
fn a_changed_answer_asks_what_depends_on_it_and_keeps_what_was_said() {
    let trial = Trial::new(TEMPLATE);
    let text = trial.answer("", "role", "I treat them");
    let text = trial.answer(&text, "diagnosis", "A broken arm.");
    let text = trial.answer(&text, "role", "friend");
    assert!(!paths(&trial.sheet(&text)).contains(&"diagnosis".to_owned()));
    assert!(text.contains("A broken arm."), "{text}");
    let text = trial.answer(&text, "role", "doctor");
    assert_eq!(state(&trial.sheet(&text), "diagnosis"), State::Answered("A broken arm.".to_owned()));
    assert_eq!(state(&trial.sheet(&text), "visits"), State::Open);
}

#[test]
fn lists_grow_by_items_with_ids_that_stay() {
    let trial = Trial::new(TEMPLATE);
    let text = trial.answer("", "episodes.e1.date", "March 2014");
    let text = trial.answer(&text, "episodes.e1.what", "She came.\n\nThen she went.");
    assert_eq!(state(&trial.sheet(&text), "episodes+"), State::Open);
    let (text, item) = file::add_item(&text, &Path::field("episodes")).unwrap();
    assert_eq!(item.to_string(), "episodes.e2");
    let text = trial.answer(&text, "episodes.e2.date", "3/25/2026");
    let (text, third) = file::add_item(&text, &Path::field("episodes")).unwrap();
    let text = file::clear(&text, &Path::of(&["episodes".to_owned(), "e1".to_owned()])).unwrap();
    let (text, fourth) = file::add_item(&text, &Path::field("episodes")).unwrap();
    assert_eq!([third.to_string(), fourth.to_string()], ["episodes.e3", "episodes.e1"]);
    assert_eq!(state(&trial.sheet(&text), "episodes.e2.date"), State::Answered("2026-03-25".to_owned()));
    let done = file::set_passed(&text, &Path::field("episodes").another(), true).unwrap();
    assert_eq!(state(&trial.sheet(&done), "episodes+"), State::Skipped);
}

#[test]
fn comments_and_order_of_a_file_survive_every_change() {
    let trial = Trial::new(TEMPLATE);
    let before = "# Mine.\nsworn = true   # asked on Monday\n\n# the role\nrole = \"friend\"\n\n[[episodes]]\nid = \"snow\" # first\nwhat = \"x\"\n";
    let after = trial.answer(before, "sworn", "no");
    assert_eq!(after, before.replace("true ", "false "));
    let after = trial.answer(&after, "episodes.snow.what", "We walked.");
    assert!(after.contains("id = \"snow\" # first"), "{after}");
    assert!(after.contains("We walked."), "{after}");
    let after = trial.answer(&after, "since", "spring 2014");
    assert!(after.find("# the role").unwrap() < after.find("since = \"spring 2014\"").unwrap(), "{after}");
    assert!(after.find("since").unwrap() < after.find("[[episodes]]").unwrap(), "{after}");
}

#[test]
fn unknown_and_declined_are_answers_and_an_answer_takes_their_place() {
    let trial = Trial::new(TEMPLATE);
    let text = file::put("", &Path::field("since"), &Reply::Unknown).unwrap();
    let text = file::put(&text, &Path::field("sworn"), &Reply::Declined).unwrap();
    let sheet = trial.sheet(&text);
    assert_eq!([state(&sheet, "since"), state(&sheet, "sworn")], [State::Unknown, State::Declined]);
    let text = trial.answer(&text, "since", "2014");
    assert_eq!(state(&trial.sheet(&text), "since"), State::Answered("2014".to_owned()));
    let one = trial.answer("", "episodes.e1.what", "It rained.");
    for reply in [Reply::Unknown, Reply::Declined] {
        let kept = file::put(&one, &Path::field("episodes").another(), &reply).unwrap();
        assert_eq!(state(&trial.sheet(&kept), "episodes.e1.what"), State::Answered("It rained.".to_owned()));
        assert_eq!(state(&trial.sheet(&kept), "episodes+"), State::Skipped);
    }
    let whole = file::put("", &Path::field("episodes").another(), &Reply::Unknown).unwrap();
    assert_eq!(state(&trial.sheet(&whole), "episodes+"), State::Unknown);
    let told =
        file::put(&whole, &Path::parse("episodes.e1.what").unwrap(), &Reply::Prose("It rained.".into())).unwrap();
    assert_eq!(state(&trial.sheet(&told), "episodes.e1.what"), State::Answered("It rained.".to_owned()));
}

#[test]
fn a_proposal_never_touches_the_facts_and_is_checked_like_one() {
    let trial = Trial::new(TEMPLATE);
    let text = trial.answer("", "proposed.people.ada.phone", "555-0199");
    assert_eq!(text.trim(), "[proposed.people.ada]\nphone = \"555-0199\"");
    assert_eq!(state(&trial.sheet(&text), "proposed.people.ada.phone"), State::Answered("555-0199".to_owned()));
    let wrong = "[proposed.people.ada]\nemail = \"nobody\"\n";
    assert!(matches!(state(&trial.sheet(wrong), "proposed.people.ada.email"), State::Wrong(..)));
}

#[test]
fn dates_are_read_in_any_common_form_with_their_precision() {
    let interface = Interface::of("en").unwrap();
    let read = |text: &str| reply::read(&Kind::Date, text, Reader::of(interface));
    let day = |text: &str| Ok(Reply::Day(text.to_owned()));
    let text = |text: &str| Ok(Reply::Text(text.to_owned()));
    let cases = [
        ("2026-11-03", day("2026-11-03")),
        ("November 3, 2026", day("2026-11-03")),
        ("Nov. 3, 2026", day("2026-11-03")),
        ("3 de noviembre de 2026", day("2026-11-03")),
        ("2026/11/03", day("2026-11-03")),
        ("25/12/2026", day("2026-12-25")),
        ("12/25/2026", day("2026-12-25")),
        ("25.12.2026", day("2026-12-25")),
        ("11/11/2026", day("2026-11-11")),
        ("11/2026", text("2026-11")),
        ("march 2014", text("2014-03")),
        ("primavera de 2014", text("spring 2014")),
        ("about 2014", text("about 2014")),
        ("2014", text("2014")),
        ("13/13/2026", Err(Trouble::Wrong("no_day"))),
        ("2026-02-30", Err(Trouble::Wrong("no_day"))),
        ("last Tuesday", Err(Trouble::Wrong("date"))),
    ];
    for (typed, wanted) in cases {
        assert_eq!(read(typed), wanted, "{typed}");
    }
    let either = vec![
        ("March 4, 2026".to_owned(), Reply::Day("2026-03-04".to_owned())),
        ("April 3, 2026".to_owned(), Reply::Day("2026-04-03".to_owned())),
    ];
    assert_eq!(read("3/4/2026"), Err(Trouble::Which(either)));
}

#[test]
fn what_the_checks_of_a_paper_refuse_is_refused_here() {
    let trial = Trial::new(TEMPLATE);
    for (path, typed) in [("tongue", "Klingonese?"), ("pay", "much"), ("proposed.people.ada.phone", "call me")] {
        if ["pay", "proposed.people.ada.phone"].contains(&path) {
            let kind = if path == "pay" { Kind::Money } else { Kind::Phone };
            assert!(reply::read(&kind, typed, Reader::of(Interface::of("en").unwrap())).is_err(), "{path}");
            continue;
        }
        let text = trial.answer("", path, typed);
        let state = state(&trial.sheet(&text), path);
        let refused = matches!(state, State::Wrong(..)) || path == "tongue" && matches!(state, State::Answered(_));
        assert!(refused, "{path}: {state:?}");
    }
}

fn advice(answers: &str, path: &str, text: &str, others: &[&str]) -> Vec<coach::Advice> {
    let trial = Trial::new(TEMPLATE);
    let sheet = trial.sheet(answers);
    let path = Path::parse(path).unwrap();
    let others: Vec<String> = others.iter().map(|&other| other.to_owned()).collect();
    coach::look(sheet.question(&path).unwrap(), &sheet, text, &trial.facts, &others)
}

/// Answers so far, the question, what is answered, what other letters say, and what the coach remarks on.
type Coached<'a> = (&'a str, &'a str, &'a str, &'a [&'a str], &'a [coach::Advice]);

#[test]
fn the_coach_remarks_on_what_weakens_a_letter_and_on_nothing_else() {
    use coach::Advice::{ANumber, Address, ChildsName, Guess, Law, NoTime, Praise, SameAsAnother};
    let what = "episodes.e1.what";
    let copied = "Every Sunday she carried the soup up the four stairs to my mother and sat with her until she had eaten \
                  all of it and then she washed the plates and went home in the rain.";
    let near = copied.replace("soup", "bread").replace("rain", "snow");
    let cases: &[Coached<'_>] = &[
        ("", what, "She sat with him the whole night and held his hand.", &[], &[NoTime]),
        ("[[episodes]]\nid = \"e1\"\ndate = \"2026-11\"\n", what, "She sat with him the whole night.", &[], &[]),
        ("", what, "On November 3 she sat with him the whole night.", &[], &[]),
        ("", what, "El lunes se quedó con él toda la noche.", &[], &[]),
        ("role = \"doctor\"", "diagnosis", "She is a kind and hard-working person.", &[], &[Praise]),
        ("role = \"doctor\"", "diagnosis", "Es una buena persona, muy trabajadora.", &[], &[Praise]),
        ("role = \"doctor\"", "diagnosis", "She is kind: in March 2024 she drove me to the hospital.", &[], &[]),
        ("role = \"doctor\"", "diagnosis", "In 2024 he suffered extreme hardship.", &[], &[Law]),
        ("role = \"doctor\"", "diagnosis", "En 2024 tuvo un temor fundado.", &[], &[Law]),
        ("role = \"doctor\"", "diagnosis", "In 2024 he must have been afraid, I guess.", &[], &[Guess]),
        ("role = \"doctor\"", "diagnosis", "In 2024 Tomasito Prueba broke his arm.", &[], &[ChildsName]),
        ("role = \"doctor\"", "diagnosis", "In 2024 T.P. broke his arm.", &[], &[]),
        ("role = \"doctor\"", "diagnosis", "Her number is A 000-111-222, since 2014.", &[], &[ANumber]),
        ("role = \"doctor\"", "diagnosis", "In 2024 they lived at 100 Example Avenue.", &[], &[Address]),
        ("role = \"doctor\"", "diagnosis", "En 2024 vivían en la calle Norte 12.", &[], &[Address]),
        ("role = \"doctor\"", "diagnosis", "On March 3, 2026 we met in the street.", &[], &[]),
        ("role = \"doctor\"", "diagnosis", copied, &[&near], &[SameAsAnother]),
        ("role = \"doctor\"", "diagnosis", copied, &["Every Sunday she came to see us, and we ate."], &[]),
    ];
    for (answers, path, text, others, wanted) in cases {
        assert_eq!(advice(answers, path, text, others), *wanted, "{text}");
    }
}

/// What somebody does at one question.
#[derive(Clone, Debug)]
enum Step {
    Answer(usize, String),
    Unknown(usize),
    Skip(usize),
    Another,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let words = prop_oneof![
        "[ -~]{1,40}",
        "[a-zñáé \"'\\\\#=\\[\\]{}.]{1,60}(\n\n?[a-z \"\\\\]{0,30}){0,3}",
        Just("\"\"\"".to_owned()),
        Just("ends in a stroke \\".to_owned()),
        Just("\"quoted\"".to_owned()),
    ];
    let step = prop_oneof![
        6 => (0..40usize, words).prop_map(|(at, text)| Step::Answer(at, text)),
        1 => (0..40usize).prop_map(Step::Unknown),
        1 => (0..40usize).prop_map(Step::Skip),
        1 => Just(Step::Another),
    ];
    prop::collection::vec(step, 1..25)
}

proptest! {
    #![proptest_config(crate::cases(32))]

    /// Whatever order people answer, go back, skip and stop in: the file holds every answer as it was given last. A
    /// killed process changes nothing about it, since the file is all that there is between two steps.
    #[test]
    fn any_sequence_of_steps_ends_with_all_that_was_given(steps in steps()) {
        let trial = Trial::new(TEMPLATE);
        let interface = Interface::of("en").unwrap();
        let mut text = "# kept\n".to_owned();
        let mut given: BTreeMap<String, State> = BTreeMap::new();
        for step in steps {
            let sheet = trial.sheet(&text);
            let pick = |at: usize| &sheet.questions[at % sheet.questions.len()];
            match step {
                Step::Answer(at, words) => {
                    let question = pick(at);
                    if question.path.is_another() {
                        continue;
                    }
                    let Ok(reply) = reply::read(&question.kind, &words, Reader::of(interface)) else { continue };
                    let next = file::put(&text, &question.path, &reply).unwrap();
                    let sheet = trial.sheet(&next);
                    // A face does not write what cannot stand.
                    let Some(question) = sheet.question(&question.path) else { continue };
                    if let State::Answered(said) = &question.state {
                        if let Reply::Prose(prose) = &reply {
                            prop_assert_eq!(said.trim(), prose.trim());
                        }
                        given.insert(question.path.to_string(), question.state.clone());
                        text = next;
                    }
                }
                Step::Unknown(at) => {
                    let question = pick(at);
                    if !question.path.is_another() {
                        text = file::put(&text, &question.path, &Reply::Unknown).unwrap();
                        given.insert(question.path.to_string(), State::Unknown);
                    }
                }
                Step::Skip(at) => {
                    let question = pick(at);
                    text = file::set_passed(&text, &question.path, true).unwrap();
                }
                Step::Another => text = file::add_item(&text, &Path::field("episodes")).unwrap().0,
            }
            prop_assert!(text.starts_with("# kept\n"), "{}", text);
        }
        let shown = trial.sheet(&text);
        for (path, wanted) in given {
            match shown.question(&Path::parse(&path).unwrap()) {
                Some(question) => prop_assert_eq!(&question.state, &wanted, "{} in\n{}", path, text),
                // A question that another answer hides keeps what was said.
                None => if let State::Answered(said) = wanted {
                    let said = said.lines().next().unwrap_or_default().replace('\\', "\\\\");
                    let said = said.split('"').max_by_key(|part| part.len()).unwrap_or_default().to_owned();
                    prop_assert!(text.contains(&said), "{} in\n{}", said, text);
                },
            }
        }
    }
}
