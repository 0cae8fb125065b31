//! The HTML of one question: every kind and state of it, exactly, and that no text of a person becomes markup.

use affiant::diag::{Code, Diagnostic};
use affiant::fields::Choice;
use affiant::interview::coach::Remark;
use affiant::interview::kept::Before;
use affiant::interview::markup::{self, Showing};
use affiant::interview::posted;
use affiant::interview::{Interface, Kind, Path, Question, State};

use super::{Trial, paths};

/// A question of a kind, with nothing said yet.
fn question(path: &str, kind: Kind) -> Question {
    Question {
        path: Path::parse(path).unwrap(),
        section: None,
        ask: String::from("What is it?"),
        within: None,
        help: None,
        example: None,
        why: None,
        kind,
        required: true,
        sensitive: false,
        item: None,
        state: State::Open,
        written: None,
        max_words: None,
        sentence: None,
    }
}

fn choices(count: usize) -> Vec<Choice> {
    let choice = |at| Choice { value: format!("c{at}"), label: format!("The {at}. one") };
    (1..=count).map(choice).collect()
}

fn shown(question: &Question, showing: &Showing<'_>) -> String {
    markup::question(question, Interface::of("en").unwrap(), showing).into_string()
}

/// The markup with an element on a line, to be read and compared by people.
fn lines(markup: &str) -> String {
    let blocks =
        ["<div", "<p", "<label", "<input", "<fieldset", "<legend", "<textarea", "<select", "<option", "</div>"];
    let blocks = blocks.iter().chain(&["</fieldset>", "</select>", "<details", "<summary", "</details>", "<button"]);
    blocks.fold(markup.to_owned(), |text, block| text.replace(block, &format!("\n{block}"))).trim_start().to_owned()
}

fn answered(text: &str) -> State {
    State::Answered(text.to_owned())
}

/// Every kind, and every state that looks different.
fn all() -> Vec<(&'static str, String)> {
    let plain = Showing::default();
    let of = |path: &str, kind: Kind| question(path, kind);
    let wrong = State::Wrong(String::from("soon"), Box::new(Diagnostic::new(Code::BadDate, "no date")));
    let fact = |path: &str| Path::proposed(path).to_string();
    let two = [("March 4, 2026", "2026-03-04"), ("April 3, 2026", "2026-04-03")];
    let two = two.map(|(words, day)| (words.to_owned(), day.to_owned()));
    let advice = [Remark::of(String::from("A day would help."))];
    let before = |words: &str, mark: &str| Before { words: words.to_owned(), mark: mark.to_owned() };
    let earlier = [before("the fourth of March", "12ab"), before("in spring", "34cd")];
    let full = Showing {
        prefix: "k-",
        typed: Some("3/4/2026"),
        error: Some("Which day do you mean?"),
        days: &two,
        advice: &advice,
        earlier: &earlier,
        seen: Some("abc"),
        language: Some("es"),
    };
    let open = [
        ("line", of("name", Kind::Line)),
        ("prose", Question { max_words: Some(120), ..of("how", Kind::Prose) }),
        ("date", of("since", Kind::Date)),
        ("number", of("visits", Kind::Number)),
        ("money", of("pay", Kind::Money)),
        ("yes-no", of("sworn", Kind::YesNo)),
        ("yes-no, may be left out", Question { required: false, ..of("sworn", Kind::YesNo) }),
        ("choice", of("role", Kind::Choice(choices(2)))),
        ("choice of many", of("role", Kind::Choice(choices(10)))),
        ("pronouns", of("pronouns", Kind::Pronouns)),
        ("e-mail", of(&fact("people.ada.email"), Kind::Email)),
        ("phone", of(&fact("people.ada.phone"), Kind::Phone)),
        ("country", of("country", Kind::Country)),
        ("language", of("tongue", Kind::Language)),
        ("A-number", of("a", Kind::ANumber)),
        ("receipt number", of("receipt", Kind::ReceiptNumber)),
        ("person", of("who", Kind::Person)),
        ("exhibit", of("paper", Kind::Exhibit(choices(2)))),
        ("lines", of("places", Kind::Lines(Box::new(Kind::Line)))),
        ("exhibits", Question { required: false, ..of("papers", Kind::Lines(Box::new(Kind::Exhibit(choices(2))))) }),
        ("another, the first", of("episodes+", Kind::Another { items: 0 })),
        ("another", of("episodes+", Kind::Another { items: 2 })),
    ];
    let part = Question {
        ask: String::from("Where do you live? City"),
        within: Some(String::from("Where do you live?")),
        ..of(&fact("people.ada.address.city"), Kind::Line)
    };
    let said = [
        ("with all that helps", helped()),
        ("a part of a whole", part),
        (
            "known",
            Question { state: State::Known(String::from("555-0100")), ..of(&fact("people.ada.phone"), Kind::Phone) },
        ),
        ("answered", Question { state: answered("one\n\n  two"), ..of("how", Kind::Prose) }),
        (
            "chosen",
            Question {
                state: answered("The 2. one"),
                written: Some("c2".into()),
                ..of("role", Kind::Choice(choices(2)))
            },
        ),
        (
            "an exhibit's page",
            Question {
                state: answered("c1:4"),
                written: Some("c1:4".into()),
                ..of("paper", Kind::Exhibit(choices(2)))
            },
        ),
        ("unknown", Question { state: State::Unknown, ..of("since", Kind::Date) }),
        ("declined", Question { state: State::Declined, sensitive: true, ..of("how", Kind::Prose) }),
        ("no other one", Question { state: State::Skipped, ..of("episodes+", Kind::Another { items: 2 }) }),
        ("wrong", Question { state: wrong, ..of("since", Kind::Date) }),
    ];
    let mut all: Vec<(&str, String)> =
        open.iter().chain(&said).map(|(name, question)| (*name, shown(question, &plain))).collect();
    all.push(("with everything around it", shown(&of("since", Kind::Date), &full)));
    all
}

fn helped() -> Question {
    Question {
        help: Some(String::from("A month is enough.")),
        example: Some(String::from("spring 2014")),
        why: Some(String::from("Readers look for it.")),
        sensitive: true,
        required: false,
        ..question("since", Kind::Date)
    }
}

#[test]
fn every_kind_of_question_has_its_control_and_every_state_its_words() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interview/markup.txt");
    let is: Vec<String> = all().iter().map(|(name, markup)| format!("== {name}\n{}\n", lines(markup))).collect();
    let is = is.join("\n");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &is).unwrap();
    }
    let should = std::fs::read_to_string(&path).unwrap();
    assert!(is == should, "not as in {} (look, then UPDATE=1):\n{is}", path.display());
}

#[test]
fn every_label_and_description_names_an_element_that_is_there_once() {
    for (name, markup) in all() {
        let values = |attribute: &str| -> Vec<String> {
            let before = format!(" {attribute}=\"");
            let parts = markup.split(&before).skip(1);
            parts.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
        };
        let ids = values("id");
        for (at, id) in ids.iter().enumerate() {
            assert!(!ids[..at].contains(id), "{name}: {id} twice");
        }
        let named: Vec<String> =
            ["for", "aria-describedby", "aria-labelledby"].iter().flat_map(|it| values(it)).collect();
        assert!(!named.is_empty(), "{name} has no label");
        for id in named.iter().flat_map(|ids| ids.split(' ')) {
            assert!(ids.iter().any(|known| known == id), "{name}: no {id}");
        }
    }
}

#[test]
fn no_text_of_a_person_becomes_markup() {
    let hostile = "\"><script>alert(1)</script>&<!--";
    let kinds = [Kind::Line, Kind::Prose, Kind::Exhibit(choices(1)), Kind::Lines(Box::new(Kind::Exhibit(choices(1))))];
    let states: [fn(String) -> State; 2] = [State::Answered, State::Known];
    for kind in kinds {
        for state in states {
            let text = || Some(hostile.to_owned());
            let question = Question {
                ask: hostile.to_owned(),
                help: text(),
                example: text(),
                why: text(),
                within: None,
                written: text(),
                state: state(hostile.to_owned()),
                ..question("episodes.\"><script>.what", kind.clone())
            };
            let advice = [Remark { text: hostile.to_owned(), mend: Some((hostile.to_owned(), hostile.to_owned())) }];
            let earlier = [Before { words: hostile.to_owned(), mark: hostile.to_owned() }];
            let days = [(hostile.to_owned(), hostile.to_owned())];
            for typed in [None, Some(hostile)] {
                let all = Showing {
                    typed,
                    error: typed,
                    days: &days,
                    advice: &advice,
                    earlier: &earlier,
                    seen: Some(hostile),
                    ..Showing::default()
                };
                let markup = shown(&question, &all);
                assert!(!markup.contains("<script") && !markup.contains("<!--"), "{markup}");
                assert!(markup.contains("&lt;script&gt;"), "{markup}");
            }
        }
    }
}

#[test]
fn questions_of_other_paths_have_other_ids() {
    let paths = ["a.b", "a-b", "a b", "a:20:b", "a.b+", "a_b", "é", "e"];
    let ids: std::collections::BTreeSet<String> =
        paths.iter().map(|path| markup::id("", &Path::parse(path).unwrap())).collect();
    assert_eq!(ids.len(), paths.len(), "{ids:?}");
    assert!(ids.iter().all(|id| !id.contains([' ', '"'])), "{ids:?}");
}

#[test]
fn a_choice_goes_back_as_the_value_that_the_file_holds() {
    let trial = Trial::new(super::TEMPLATE);
    let text = trial.answer("", "role", "I am a friend");
    let text = trial.answer(&text, "sworn", "yes");
    let sheet = trial.sheet(&text);
    for (path, written) in [("role", "friend"), ("sworn", "yes")] {
        let question = sheet.question(&Path::parse(path).unwrap()).unwrap_or_else(|| panic!("{:?}", paths(&sheet)));
        assert_eq!(question.written.as_deref(), Some(written));
        let markup = shown(question, &Showing::default());
        assert!(markup.contains(&format!("value=\"{written}\" checked")), "{markup}");
        assert_eq!(markup.matches(" checked").count(), 1, "{markup}");
    }
}

#[test]
fn what_a_page_sends_back_is_understood_as_it_was_shown() {
    let interface = Interface::of("en").unwrap();
    let papers = Question {
        state: answered("The 1. one\nThe 2. one"),
        written: Some(String::from("c1\nc2")),
        ..question("papers", Kind::Lines(Box::new(Kind::Exhibit(choices(3)))))
    };
    let seen = posted::mark(&papers, interface);
    let of = |text: &str| posted::mark_of_text(&papers.kind, text, interface);
    // Several boxes of one question are one answer, and the same as was shown.
    let same = posted::sorted([("papers", "c1"), ("papers", "c2"), ("papers~seen", &*seen)]);
    assert_eq!(same.answers[0].text.as_deref(), Some("c1\nc2"));
    assert_eq!(of("c1\nc2"), seen);
    assert_ne!(of("c1"), seen);
}
