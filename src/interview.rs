//! The interview: from what a paper asks and what has been answered, the questions, their order, and what is wrong.
//!
//! 1. [`Form::sheet`] reads the answers so far and lists every question that applies now, in order, each with its
//!    state. Conditions, lists and groups are worked out here, once for every face.
//! 2. A face shows [`Sheet::next`], takes what the person says, and has [`reply`] read it by the question's kind.
//! 3. [`mod@file`] puts the reply into the text of the answers file, and touches nothing else in it.
//! 4. The sheet is made anew from that text. What is wrong with a reply is found by [`crate::fields::check`], which
//!    also checks every paper: a form has no rules of its own.
//!
//! Nothing is kept between the steps but the text of the file, so nothing can be lost with a process.

pub mod coach;
pub mod code;
pub mod file;
pub mod history;
pub mod interface;
pub mod kept;
pub mod kit;
pub mod kits;
pub mod markup;
pub mod merge;
mod opening;
pub mod parcel;
pub mod path;
mod place;
pub mod posted;
pub mod reply;
pub mod save;
pub mod seal;
pub mod sections;
mod sheet;
mod state;
mod translation;
mod wording;

use crate::diag::{Diagnostic, Report};
use crate::facts::Node;
use crate::fields::{Asked, Choice};
use crate::span::Span;
use crate::words::fragment;

pub use interface::Interface;
pub use path::Path;
pub use translation::{Translated, translate, untranslated};

/// What the questions of one paper are made from.
#[derive(Clone, Debug)]
pub struct Form<'a> {
    /// What the form calls the paper, in its language.
    pub title: &'a str,
    /// What the template asks, in the language of the form.
    pub asked: Asked<'a>,
    /// The shared facts, merged.
    pub facts: &'a Node,
    /// Who is who: party, path in the facts, and where that is written.
    pub with: &'a [(String, String, Option<Span>)],
    /// The name of the answers file.
    pub answers_file: &'a str,
    /// The words of the form itself.
    pub interface: &'a Interface,
}

/// Every question that applies, in order, with what has been said.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The questions.
    pub questions: Vec<Question>,
    /// Everything that checking the answers found.
    pub report: Report,
}

/// One question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Where the answer stands in the answers file.
    pub path: Path,
    /// The heading it belongs under.
    pub section: Option<String>,
    /// The question.
    pub ask: String,
    /// The question for the whole that this asks a part of, such as an address; `ask` begins with it.
    pub within: Option<String>,
    /// What helps to answer it.
    pub help: Option<String>,
    /// An answer of the detail that is wanted, about somebody else.
    pub example: Option<String>,
    /// Why it is asked.
    pub why: Option<String>,
    /// What kind of answer is wanted.
    pub kind: Kind,
    /// Whether the paper shows a gap until it is answered.
    pub required: bool,
    /// Whether it may hurt to answer.
    pub sensitive: bool,
    /// The item of a list that it is about.
    pub item: Option<ItemOf>,
    /// What has been said.
    pub state: State,
    /// The answer as a form sends it, where that is not what people read: the value of a choice, `yes` or `no`.
    pub written: Option<String>,
    /// The most words that the answer should have.
    pub max_words: Option<usize>,
    /// The sentence that the paper prints the answer in: what comes before it, and what comes after.
    pub sentence: Option<(String, String)>,
}

impl Question {
    /// The sentence with an answer in it, as the paper prints it; none where the answer is not within one.
    #[must_use]
    pub fn whole_sentence(&self, answer: &str) -> Option<String> {
        let (before, after) = self.sentence.as_ref().filter(|_| !answer.trim().is_empty())?;
        let answer = answer.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(format!("{before}{}{after}", fragment::fitted(&answer, before, after)).trim().to_owned())
    }

    /// Whether the paper says whose the answer is: a relation.
    #[must_use]
    pub fn is_relation(&self) -> bool {
        self.sentence.as_ref().is_some_and(|(before, _)| before.ends_with("’s "))
    }
}

/// The item of a list that a question is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemOf {
    /// What the list asks for.
    pub ask: String,
    /// The item's place, from 1.
    pub number: usize,
    /// The item's path.
    pub path: Path,
}

/// What kind of answer a question wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Words within a line.
    Line,
    /// Paragraphs.
    Prose,
    /// A date, as far as it is known.
    Date,
    /// A whole number.
    Number,
    /// An amount of money.
    Money,
    /// Yes or no.
    YesNo,
    /// One of a few.
    Choice(Vec<Choice>),
    /// How a person is spoken of.
    Pronouns,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A country.
    Country,
    /// A language.
    Language,
    /// An A-number.
    ANumber,
    /// A receipt number.
    ReceiptNumber,
    /// A person, by name.
    Person,
    /// A paper of the case: the id, and what it is called.
    Exhibit(Vec<Choice>),
    /// Several answers of one kind, each on a line of its own.
    Lines(Box<Kind>),
    /// Whether there is another item of a list; so many there are.
    Another {
        /// How many items there are.
        items: usize,
    },
}

/// What has been said to a question.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// Nothing yet.
    Open,
    /// It was left for later.
    Skipped,
    /// An answer, as it is written in the file.
    Answered(String),
    /// The case's own facts say it, and nobody has proposed otherwise.
    Known(String),
    /// "I don't know."
    Unknown,
    /// "I'd rather not say."
    Declined,
    /// An answer that cannot stand, and why not.
    Wrong(String, Box<Diagnostic>),
}

impl State {
    /// Whether the person has dealt with the question.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        !matches!(self, Self::Open | Self::Wrong(..))
    }

    /// The answer as it is written in the file or the facts, right or wrong.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Answered(text) | Self::Known(text) | Self::Wrong(text, _) => Some(text),
            Self::Open | Self::Skipped | Self::Unknown | Self::Declined => None,
        }
    }
}

impl Sheet {
    /// The first question after `path` that is not settled, or from the start when there is none after it.
    #[must_use]
    pub fn next(&self, path: Option<&Path>) -> Option<&Question> {
        let after = path.and_then(|path| self.place(path)).map_or(0, |at| at + 1);
        let open = |question: &&Question| !question.state.is_settled();
        self.questions[after..].iter().find(open).or_else(|| self.questions[..after].iter().find(open))
    }

    /// The question before this one.
    #[must_use]
    pub fn before(&self, path: &Path) -> Option<&Question> {
        self.place(path).and_then(|at| at.checked_sub(1)).and_then(|at| self.questions.get(at))
    }

    /// The question with this path.
    #[must_use]
    pub fn question(&self, path: &Path) -> Option<&Question> {
        self.place(path).map(|at| &self.questions[at])
    }

    /// How many questions are settled, and how many there are as far as one can tell by now.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let settled = self.asked().filter(|question| question.state.is_settled()).count();
        (settled, self.asked().count())
    }

    /// Which of them a question is, from 1, and how many there are as far as one can tell by now.
    #[must_use]
    pub fn position(&self, path: &Path) -> (usize, usize) {
        let at = self.asked().position(|question| question.path == *path).map_or(1, |at| at + 1);
        (at, self.asked().count())
    }

    /// The questions that are the form's to ask: not what the case knows already.
    fn asked(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(|question| !matches!(question.state, State::Known(_)))
    }

    fn place(&self, path: &Path) -> Option<usize> {
        self.questions.iter().position(|question| question.path == *path)
    }
}
