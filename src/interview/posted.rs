//! What a page of the form sends back, sorted by questions, and which answers the person has changed.
//!
//! The names of a question's own fields are those of its markup: the path, and the path with [`SAID`], [`SEEN`] or
//! [`PICKED`] behind it. Those of the page begin with `~`, which no field of a template can. What is equal to the
//! [`mark`] of what the page showed was not touched, so a page that is older than the file changes nothing by it.

use std::collections::BTreeMap;
use std::fmt;

use super::markup::{DECLINED, PICKED, PUT_BACK, SAID, SEEN, TAKE_OUT, UNKNOWN};
use super::reply::{self, Reader, Reply, Trouble};
use super::{Interface, Kind, Path, Question, State};
use crate::digest;

/// The field that holds the secret of the form, without which nothing is changed.
pub const TOKEN: &str = "~token";
/// The field that holds the number of the section, from 1.
pub const SECTION: &str = "~section";
/// The same number in the address of a page.
pub const SECTION_QUERY: &str = "section";
/// What a page has shown of answers that must be mended: the [`looked`] of them.
pub const LOOKED: &str = "~looked";
/// The other buttons of a page; the value is a [`Deed`].
pub const DEED: &str = "~do";

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
            Self::Unknown => UNKNOWN,
            Self::Declined => DECLINED,
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
    /// Go to this section, from 1.
    Go(usize),
    /// Show all answers.
    Review,
    /// All is said.
    Done,
    /// Stop for now.
    Stop,
    /// Go on where something is open.
    Resume,
    /// Take out the item at this path.
    Remove(Path),
    /// Put back what the answer at this path said earlier, by its mark, or the latest; or the item that was taken out.
    Restore(Path, String),
    /// Go to the question at this path.
    Look(Path),
    /// Go on in another language.
    Language(String),
}

impl Deed {
    /// What the value of a button named [`DEED`] says; what nobody knows saves and stays.
    #[must_use]
    pub fn of(value: &str) -> Self {
        match value.split_once(':').unwrap_or((value, "")) {
            ("next", _) => Self::Next,
            ("back", _) => Self::Back,
            ("go", section) => section.parse().map_or(Self::Stay, Self::Go),
            ("review", _) => Self::Review,
            ("done", _) => Self::Done,
            ("stop", _) => Self::Stop,
            ("resume", _) => Self::Resume,
            ("look", path) => Path::parse(path).map_or(Self::Stay, Self::Look),
            ("language", language) => Self::Language(language.to_owned()),
            _ => Self::Stay,
        }
    }
}

/// The value of a button named [`DEED`]; of the two others it is the path.
impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Next => f.write_str("next"),
            Self::Back => f.write_str("back"),
            Self::Stay => f.write_str("stay"),
            Self::Go(section) => write!(f, "go:{section}"),
            Self::Review => f.write_str("review"),
            Self::Done => f.write_str("done"),
            Self::Stop => f.write_str("stop"),
            Self::Resume => f.write_str("resume"),
            Self::Remove(path) => path.fmt(f),
            Self::Restore(path, mark) => write!(f, "{path}~{mark}"),
            Self::Look(path) => write!(f, "look:{path}"),
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
    /// Which answers the page has shown as to be mended; empty when none.
    pub looked: String,
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
    let mut places = BTreeMap::new();
    for (name, value) in fields {
        let value: String = value.into();
        match name.as_ref() {
            TOKEN => posted.token = value,
            SECTION => posted.section = value.parse().unwrap_or(0),
            DEED => posted.deed = Deed::of(&value),
            LOOKED => posted.looked = value,
            PUT_BACK => {
                let (path, mark) = value.split_once('~').unwrap_or((&value, ""));
                posted.deed = Path::parse(path).map_or(Deed::Stay, |path| Deed::Restore(path, mark.to_owned()));
            }
            TAKE_OUT => posted.deed = Path::parse(&value).map_or(Deed::Stay, Deed::Remove),
            name => {
                let (path, what) = name.find('~').map_or((name, ""), |at| name.split_at(at));
                let Some(path) = Path::parse(path) else { continue };
                let at = *places.entry(path.clone()).or_insert(posted.answers.len());
                if at == posted.answers.len() {
                    posted.answers.push(PostedAnswer { path, text: None, said: None, seen: None });
                }
                let answer = &mut posted.answers[at];
                match what {
                    // Of several boxes with one name each sends its value.
                    "" => match &mut answer.text {
                        Some(text) => *text = format!("{text}\n{}", plain(&value)),
                        none => *none = Some(plain(&value)),
                    },
                    SAID => answer.said = Said::of(&value),
                    SEEN => answer.seen = Some(value),
                    PICKED if !value.is_empty() => picked.push((at, value)),
                    _ => {}
                }
            }
        }
    }
    for (at, day) in picked {
        posted.answers[at].text = Some(day);
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
        // Of a list that is whole the page shows the answer "no" to whether there is another one.
        State::Skipped if question.path.is_another() => mark_of("text", "false"),
        // What the case knows stands beside the field, which is for what the person would say otherwise.
        State::Open | State::Known(_) | State::Skipped => mark_of("text", ""),
        State::Unknown => mark_of_said(Said::Unknown),
        State::Declined => mark_of_said(Said::Declined),
        State::Answered(text) | State::Wrong(text, _) => {
            mark_of_text(&question.kind, question.written.as_deref().unwrap_or(text), interface)
        }
    }
}

/// The mark of a text that was sent back.
#[must_use]
pub fn mark_of_text(kind: &Kind, text: &str, interface: &Interface) -> String {
    mark_of("text", &canonical(kind, text, interface))
}

/// The mark of what was said instead of an answer.
#[must_use]
pub fn mark_of_said(said: Said) -> String {
    mark_of(said.value(), "")
}

/// The mark of the answers among these that must be mended; empty when there is none. Whoever has seen them goes on.
#[must_use]
pub fn looked<'q>(questions: impl IntoIterator<Item = &'q Question>) -> String {
    let wrong = questions.into_iter().filter(|question| matches!(question.state, State::Wrong(..)));
    let said: Vec<String> =
        wrong.map(|question| format!("{}={}\0", question.path, question.state.text().unwrap_or_default())).collect();
    if said.is_empty() { String::new() } else { mark_of("looked", &said.concat()) }
}

/// Whether a text can be a mark that a page held: it was made from a question that was asked then.
#[must_use]
pub fn is_mark(text: &str) -> bool {
    text.len() == MARK && text.bytes().all(|digit| digit.is_ascii_hexdigit())
}

/// The digits of a mark.
const MARK: usize = 16;

pub(super) fn mark_of(what: &str, text: &str) -> String {
    let mut digits = digest::hex_of_parts([what, text]);
    digits.truncate(MARK);
    digits
}

/// The same text for all ways to write the same answer.
fn canonical(kind: &Kind, text: &str, interface: &Interface) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    match read(kind, text, Reader::of(interface)) {
        Ok(Reply::Text(text) | Reply::Prose(text) | Reply::Day(text) | Reply::Named(text)) => text,
        Ok(Reply::Number(number)) => number.to_string(),
        Ok(Reply::YesNo(yes)) => yes.to_string(),
        Ok(Reply::Lines(lines)) => lines.join("\n"),
        Ok(Reply::Unknown | Reply::Declined) | Err(_) => text.trim().to_owned(),
    }
}

/// Reads an answer of a page: what a choice sends is its value, also where that is a number.
///
/// # Errors
/// Says why it is no answer of this kind, or which two it can be.
pub fn read(kind: &Kind, text: &str, reader: Reader<'_>) -> Result<Reply, Trouble> {
    match kind {
        Kind::Choice(choices) | Kind::Exhibit(choices) if choices.iter().any(|choice| choice.value == text) => {
            Ok(Reply::Text(text.to_owned()))
        }
        _ => reply::read(kind, text, reader),
    }
}

/// The key of [`Interface::wrong`] for an answer that is kept and cannot stand.
#[must_use]
pub fn wrong(question: &Question, interface: &Interface) -> Option<&'static str> {
    let State::Wrong(text, found) = &question.state else { return None };
    Some(match read(&question.kind, text, Reader::of(interface)) {
        // What reading says is nearer to what was typed than what the checks of every paper say.
        Err(Trouble::Wrong(key)) => key,
        Err(Trouble::Which(_)) => reply::unclear(&question.kind),
        Ok(_) => reply::trouble(&question.kind, found),
    })
}

/// What an answer can mean when it can be read in several ways, each in words and as it is written.
#[must_use]
pub fn days(kind: &Kind, text: Option<&str>, interface: &Interface) -> Vec<(String, String)> {
    match text.map(|text| read(kind, text, Reader::of(interface))) {
        Some(Err(Trouble::Which(meant))) => {
            let one = |(words, reply)| match reply {
                Reply::Day(text) | Reply::Text(text) => Some((words, text)),
                Reply::Number(number) => Some((words, number.to_string())),
                _ => None,
            };
            meant.into_iter().filter_map(one).collect()
        }
        _ => Vec::new(),
    }
}
