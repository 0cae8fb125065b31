//! Answers that pages of several windows send back: none is lost that its replacer had not seen.

use std::collections::BTreeMap;

use affiant::interview::posted::{self, Deed, Posted, PostedAnswer, Said};
use affiant::interview::save;
use affiant::interview::{Interface, Path, State};
use proptest::prelude::*;

use super::{TEMPLATE, Trial};

/// What is written, in paragraphs; the first is asked of doctors alone.
const PATHS: [&str; 3] = ["diagnosis", "episodes.e1.what", "episodes.e2.what"];

/// What a step makes of the box beside a field.
enum Box {
    Stays,
    Is(Option<Said>),
}

/// What somebody does in one of a few windows.
#[derive(Clone, Debug)]
enum Step {
    /// Loads the page anew.
    Load(usize),
    /// Writes into a field, and the page sends it.
    Write(usize, usize),
    /// Empties a field, or ticks a box instead, and the page sends it.
    Instead(usize, usize, Option<Said>),
    /// Sends a field as it is.
    Send(usize, usize),
    /// Says to be a doctor, or a friend.
    Role(bool),
}

/// A window: what its page shows of each question, with the box that is ticked, and the mark.
type Window = BTreeMap<String, (String, Option<Said>, String)>;

fn load(trial: &Trial, text: &str) -> Window {
    let interface = Interface::of("en").unwrap();
    let sheet = trial.sheet(text);
    let of = |question: &affiant::interview::Question| {
        let shown = question.state.text().unwrap_or_default().to_owned();
        let said = match question.state {
            State::Unknown => Some(Said::Unknown),
            State::Declined => Some(Said::Declined),
            _ => None,
        };
        (question.path.to_string(), (shown, said, posted::mark(question, interface)))
    };
    sheet.questions.iter().map(of).collect()
}

fn apply(trial: &Trial, text: &str, answer: PostedAnswer) -> save::Applied {
    let posted = Posted { deed: Deed::Stay, answers: vec![answer], ..Posted::default() };
    save::apply(&trial.form("en"), text, &posted, "web", "2026-11-22").unwrap_or_else(|| panic!("{text}"))
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let said = prop_oneof![Just(None), Just(Some(Said::Unknown)), Just(Some(Said::Declined)), Just(Some(Said::Later))];
    let step = prop_oneof![
        2 => (0..3usize).prop_map(Step::Load),
        6 => (0..3usize, 0..PATHS.len()).prop_map(|(window, path)| Step::Write(window, path)),
        2 => (0..3usize, 0..PATHS.len(), said).prop_map(|(window, path, said)| Step::Instead(window, path, said)),
        2 => (0..3usize, 0..PATHS.len()).prop_map(|(window, path)| Step::Send(window, path)),
        1 => any::<bool>().prop_map(Step::Role),
    ];
    prop::collection::vec(step, 1..30)
}

proptest! {
    #![proptest_config(crate::cases(32))]

    /// Three windows, of which each knows only what its page showed last. A text may go only when the window that put
    /// another one in its place was showing that very text.
    #[test]
    fn no_text_is_lost_that_its_replacer_had_not_seen(steps in steps()) {
        let trial = Trial::new(TEMPLATE);
        let mut text = String::from("# kept\n\nrole = \"doctor\"\n");
        let mut windows = vec![load(&trial, &text); 3];
        // What was acknowledged and must be in the file, with the field that it is in.
        let mut owed: Vec<(String, String)> = Vec::new();
        for (count, step) in steps.into_iter().enumerate() {
            let (window, path, wanted, said) = match step {
                Step::Load(window) => {
                    windows[window] = load(&trial, &text);
                    continue;
                }
                Step::Role(doctor) => {
                    let role = if doctor { "doctor" } else { "friend" };
                    let answer =
                        PostedAnswer { path: Path::field("role"), text: Some(role.to_owned()), said: None, seen: None };
                    text = apply(&trial, &text, answer).text;
                    continue;
                }
                Step::Write(window, path) => (window, path, Some(format!("Text {count} of window {window}.")), Box::Stays),
                Step::Instead(window, path, said) => (window, path, Some(String::new()), Box::Is(said)),
                Step::Send(window, path) => (window, path, None, Box::Stays),
            };
            let path = PATHS[path];
            let (shown, ticked, mark) = windows[window].get(path).cloned().unwrap_or_else(|| {
                // No page shows it yet: its field would be empty.
                let empty = load(&Trial::new(TEMPLATE), "role = \"doctor\"\n");
                empty.get("diagnosis").cloned().unwrap()
            });
            let wanted = wanted.unwrap_or_else(|| shown.clone());
            let said = if let Box::Is(said) = said { said } else { ticked };
            let sent = PostedAnswer {
                path: Path::parse(path).unwrap(),
                text: Some(wanted.clone()),
                said,
                seen: Some(mark),
            };
            let before = text.clone();
            let applied = apply(&trial, &text, sent);
            text = applied.text;
            if wanted == shown && said == ticked {
                prop_assert_eq!(&text, &before, "what was not touched changed the file");
                continue;
            }
            // Whoever writes other words over what they see means it; what is emptied or ticked over can be put back.
            owed.retain(|(at, owed)| at != path || *owed != shown || wanted.is_empty());
            if !wanted.is_empty() {
                owed.push((path.to_owned(), wanted));
            }
            // The script tells the page what it is like now.
            let now = load(&trial, &text).get(path).cloned();
            if let Some(now) = now {
                windows[window].insert(path.to_owned(), now);
            }
            prop_assert!(text.starts_with("# kept\n"), "{}", text);
            for (at, owed) in &owed {
                prop_assert!(text.contains(owed.as_str()), "{} lost {:?}:\n{}", at, owed, text);
            }
        }
        let read = affiant::facts::read(&mut affiant::source::Sources::default(), "a.toml", text.as_bytes());
        prop_assert!(read.report.is_empty(), "{:?}", read.report);
    }
}

#[test]
fn the_mark_is_the_same_for_all_ways_to_write_an_answer_and_another_for_another() {
    let trial = Trial::new(TEMPLATE);
    let mark = |text: &str, path: &str, language: &str| {
        let sheet = trial.sheet(text);
        posted::mark(sheet.question(&Path::parse(path).unwrap()).unwrap(), Interface::of(language).unwrap())
    };
    let of = |kind: &str, typed: &str| {
        let sheet = trial.sheet("role = \"doctor\"");
        let question = sheet.question(&Path::parse(kind).unwrap()).unwrap();
        posted::mark_of_text(&question.kind, typed, Interface::of("en").unwrap())
    };
    for typed in ["2025-03", "March 2025", " march 2025 ", "3/2025"] {
        assert_eq!(of("since", typed), mark("since = \"2025-03\"", "since", "en"), "{typed}");
    }
    for typed in ["doctor", "I treat them", "1"] {
        assert_eq!(of("role", typed), mark("role = \"doctor\"", "role", "en"), "{typed}");
    }
    let prose = "role = \"doctor\"\ndiagnosis = \"\"\"\nOne.\n\nTwo.\"\"\"";
    assert_eq!(of("diagnosis", "One.  \n\nTwo.\n\n"), mark(prose, "diagnosis", "en"));
    assert_eq!(mark("role = \"doctor\"", "role", "en"), mark("role = \"doctor\"", "role", "es"));
    let states =
        ["", "since = 2025-03-01", "since = \"2025-03\"", "since = { unknown = true }", "since = { declined = true }"];
    let marks: std::collections::BTreeSet<String> = states.iter().map(|text| mark(text, "since", "en")).collect();
    assert_eq!(marks.len(), states.len());
    assert!(matches!(
        trial.sheet("since = \"x\"").questions.iter().find(|it| it.path == Path::field("since")).unwrap().state,
        State::Wrong(..)
    ));
}

/// What a page of the template as it was sends back, with everything on it, to the template as it is now.
fn sent_to(new: &str, text: &str, typed: &[(&str, &str)]) -> save::Applied {
    let (old, new) = (Trial::new(TEMPLATE), Trial::new(new));
    let answers = load(&old, text).into_iter().map(|(path, (shown, said, mark))| {
        let typed = typed.iter().find(|(of, _)| *of == path).map(|(_, typed)| (*typed).to_owned());
        PostedAnswer { path: Path::parse(&path).unwrap(), text: Some(typed.unwrap_or(shown)), said, seen: Some(mark) }
    });
    let posted = Posted { deed: Deed::Next, answers: answers.collect(), ..Posted::default() };
    save::apply(&new.form("en"), text, &posted, "web", "2026-11-22").unwrap()
}

#[test]
fn a_template_that_changes_under_an_open_page_loses_no_answer() {
    let text = "role = \"doctor\"\nsince = \"2025-03\"\npay = \"$630\"\nplaces = [\"Here\"]\n\n\
                [[episodes]]\nid = \"e1\"\nwhat = \"Rain.\"\n";
    let typed = "It was long, and it hurt.";
    // What was changed in the template, and the question that was answered meanwhile.
    let changes = [
        ("[fields.diagnosis]", "[fields.illness]", "diagnosis"),
        ("[fields.episodes.item.what]", "[fields.episodes.item.story]", "episodes.e1.what"),
        ("[fields.episodes]\ntype = \"list\"\nmin  = 1\n", "[fields.episodes]\ntype = \"prose\"\n", "episodes.e1.what"),
        ("[fields.since]\ntype = \"date\"", "[fields.since]\ntype = \"yes-no\"", "since"),
        ("[fields.since]\ntype = \"date\"", "[fields.since]\ntype = \"list\"\nitem = { type = \"text\" }", "since"),
        ("[fields.since]\ntype = \"date\"", "[fields.since]\ntype = \"group\"", "since"),
        ("item     = { type = \"text\" }", "item     = { type = \"yes-no\" }", "places"),
        ("[fields.pay]\ntype     = \"money\"", "[fields.pay]\ntype     = \"number\"", "pay"),
    ];
    for (was, is, path) in changes {
        assert!(TEMPLATE.contains(was), "{was}");
        let mut new = TEMPLATE.replacen(was, is, 1);
        if is.contains("\"prose\"") {
            let (head, tail) = new.split_once("[fields.episodes.item.date]").unwrap();
            new = format!("{head}[fields.decided]{}", tail.split_once("[fields.decided]").unwrap().1);
        }
        if is.contains("\"group\"") {
            new = new.replace(
                "[fields.diagnosis]",
                "[fields.since.item.year]\ntype = \"number\"\nask = \"Year?\"\n[fields.diagnosis]",
            );
        }
        let applied = sent_to(&new, text, &[(path, typed)]);
        assert!(applied.text.contains(typed), "{was} → {is}:\n{}", applied.text);
        let saved = applied.saved.iter().any(|saved| saved.path.to_string() == path);
        assert!(saved, "{was} → {is}: {:?}", applied.saved);
        // Nothing else of the page, which is as old as that, has changed anything.
        for kept in ["role = \"doctor\"", "$630", "Here"] {
            assert!(
                applied.text.contains(kept) || kept == "$630" && path == "pay" || kept == "Here" && path == "places",
                "{kept}: {}",
                applied.text
            );
        }
        assert!(
            !applied.text.contains("text = \"doctor\"") && !applied.text.contains("text = \"Here\"")
                || path == "places",
            "{}",
            applied.text
        );
    }
}
