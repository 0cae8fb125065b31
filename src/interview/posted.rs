//! What a page of the form sends back: the names of its fields, and which answers the person has changed.
//!
//! Each question has up to four fields. `text:PATH` is what was typed or chosen, `said:PATH` is one of [`Said`] instead
//! of an answer, `pick:PATH` is one of the two days that a date can mean, and `seen:PATH` is the [`mark`] of what the
//! page showed. What is equal to that mark was not touched, so a page that is older than the file changes nothing by it.

use std::fmt;

use super::reply::{self, Reply};
use super::{Interface, Kind, Path, Question, State};
use crate::digest;
use crate::value::Locale;

/// The field that holds the secret of the form, without which nothing is changed.
pub const TOKEN: &str = "token";
/// The field that holds the number of the section, from 1.
pub const SECTION: &str = "section";
/// The name of the buttons: the value is a [`Deed`].
pub const DEED: &str = "do";

/// The name of the field with the answer itself; for a choice the value is that of the choice, for yes or no it is
/// `yes` or `no`.
#[must_use]
pub fn text_name(path: &Path) -> String {
    format!("text:{path}")
}

/// The name of the field for what is said instead of an answer.
#[must_use]
pub fn said_name(path: &Path) -> String {
    format!("said:{path}")
}

/// The name of the field for the day that is meant, of the two that `3/4/2026` can be; the value is `2026-03-04`.
#[must_use]
pub fn pick_name(path: &Path) -> String {
    format!("pick:{path}")
}

/// The name of the field with the [`mark`] of what the page shows.
#[must_use]
pub fn seen_name(path: &Path) -> String {
    format!("seen:{path}")
}

/// What can be said instead of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// "I don't know."
    Unknown,
    /// "I'd rather not say."
    Declined,
    /// It is left for later.
    Later,
}

impl Said {
    /// All of them, in the order in which a page offers them.
    pub const ALL: [Self; 3] = [Self::Later, Self::Unknown, Self::Declined];

    /// The value of the field.
    #[must_use]
    pub fn value(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Declined => "declined",
            Self::Later => "later",
        }
    }

    /// What a value of the field says; nothing for `answer` and all else.
    #[must_use]
    pub fn of(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|said| said.value() == value)
    }
}

/// What the button that was pressed asks for; everything else on the page is saved first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Deed {
    /// Go on to the next section.
    #[default]
    Next,
    /// Go to the section before.
    Back,
    /// Stay here.
    Stay,
    /// Show all answers.
    Review,
    /// Add an item to the list at this path.
    Add(Path),
    /// The list at this path is whole.
    Whole(Path),
    /// Take out the item at this path.
    Remove(Path),
    /// Put back the earlier text of the answer at this path.
    Restore(Path),
    /// Go on in another language.
    Language(String),
}

impl Deed {
    /// What the value of a button says; what nobody knows saves and stays.
    #[must_use]
    pub fn of(value: &str) -> Self {
        let (word, rest) = value.split_once(':').unwrap_or((value, ""));
        match (word, Path::parse(rest)) {
            ("next", _) => Self::Next,
            ("back", _) => Self::Back,
            ("review", _) => Self::Review,
            ("add", Some(path)) => Self::Add(path),
            ("whole", Some(path)) => Self::Whole(path),
            ("remove", Some(path)) => Self::Remove(path),
            ("restore", Some(path)) => Self::Restore(path),
            ("language", _) => Self::Language(rest.to_owned()),
            _ => Self::Stay,
        }
    }
}

/// The value of the button.
impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Next => f.write_str("next"),
            Self::Back => f.write_str("back"),
            Self::Stay => f.write_str("stay"),
            Self::Review => f.write_str("review"),
            Self::Add(path) => write!(f, "add:{path}"),
            Self::Whole(path) => write!(f, "whole:{path}"),
            Self::Remove(path) => write!(f, "remove:{path}"),
            Self::Restore(path) => write!(f, "restore:{path}"),
            Self::Language(language) => write!(f, "language:{language}"),
        }
    }
}

/// What a page sent back.
#[derive(Clone, Debug, Default)]
pub struct Posted {
    /// The secret of the form.
    pub token: String,
    /// The section that the page showed, from 1.
    pub section: usize,
    /// The button.
    pub deed: Deed,
    /// The answers, in the order of the page.
    pub answers: Vec<PostedAnswer>,
}

/// What a page sent back of one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostedAnswer {
    /// The question.
    pub path: Path,
    /// What was typed or chosen; none when nothing of several was.
    pub text: Option<String>,
    /// What was said instead of an answer.
    pub said: Option<Said>,
    /// The mark of what the page showed; none when it does not say.
    pub seen: Option<String>,
}

/// Sorts the fields that a page sent back. What has no known name is passed over.
pub fn sorted<N: AsRef<str>, V: Into<String>>(fields: impl IntoIterator<Item = (N, V)>) -> Posted {
    let mut posted = Posted { deed: Deed::Stay, ..Posted::default() };
    let mut picked = Vec::new();
    for (name, value) in fields {
        let value: String = value.into();
        match name.as_ref() {
            TOKEN => posted.token = value,
            SECTION => posted.section = value.parse().unwrap_or(0),
            DEED => posted.deed = Deed::of(&value),
            name => {
                let Some((what, path)) = name.split_once(':') else { continue };
                let Some(path) = Path::parse(path) else { continue };
                let at = posted.answers.iter().position(|answer| answer.path == path).unwrap_or_else(|| {
                    posted.answers.push(PostedAnswer { path: path.clone(), text: None, said: None, seen: None });
                    posted.answers.len() - 1
                });
                let answer = &mut posted.answers[at];
                match what {
                    // Several boxes of one question: each value is a line of the answer.
                    "text" => match &mut answer.text {
                        Some(text) => text.extend(["\n", &plain(&value)]),
                        None => answer.text = Some(plain(&value)),
                    },
                    "said" => answer.said = Said::of(&value),
                    "seen" => answer.seen = Some(value),
                    "pick" if !value.is_empty() => picked.push((at, value)),
                    _ => {}
                }
            }
        }
    }
    for (at, day) in picked {
        posted.answers[at].text = Some(day);
    }
    for answer in &mut posted.answers {
        // Words that stand beside a box which was ticked before are newer than the tick.
        let still = answer.said.is_some_and(|said| answer.seen.as_deref() == Some(&*mark_of(said.value(), "")));
        if still && answer.text.as_ref().is_some_and(|text| !text.trim().is_empty()) {
            answer.said = None;
        }
    }
    posted
}

/// Line ends as they are in a file: browsers send others.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// The mark of what a page shows of a question, by which it is known later whether somebody else has changed it.
#[must_use]
pub fn mark(question: &Question, interface: &Interface) -> String {
    match &question.state {
        State::Open => mark_of("text", ""),
        State::Skipped => mark_of(Said::Later.value(), ""),
        State::Unknown => mark_of(Said::Unknown.value(), ""),
        State::Declined => mark_of(Said::Declined.value(), ""),
        State::Answered(text) | State::Known(text) | State::Wrong(text, _) => {
            mark_of("text", &canonical(&question.kind, text, interface))
        }
    }
}

/// The mark of what a page sent back.
#[must_use]
pub fn mark_of_posted(kind: &Kind, answer: &PostedAnswer, interface: &Interface) -> String {
    match answer.said {
        Some(said) => mark_of(said.value(), ""),
        None => mark_of("text", &canonical(kind, answer.text.as_deref().unwrap_or_default(), interface)),
    }
}

fn mark_of(what: &str, text: &str) -> String {
    let mut digits = digest::hex_of_parts([what, text]);
    digits.truncate(16);
    digits
}

/// The same text for all ways to write the same answer.
fn canonical(kind: &Kind, text: &str, interface: &Interface) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    match reply::read(kind, text, interface, Locale::of(&interface.tag)) {
        Ok(Reply::Text(text) | Reply::Prose(text) | Reply::Day(text) | Reply::Named(text)) => text,
        Ok(Reply::Number(number)) => number.to_string(),
        Ok(Reply::YesNo(yes)) => yes.to_string(),
        Ok(Reply::Lines(lines)) => lines.join("\n"),
        Ok(Reply::Unknown | Reply::Declined) | Err(_) => text.trim().to_owned(),
    }
}
