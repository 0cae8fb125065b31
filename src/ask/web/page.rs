//! The pages of the form, as HTML: what people see, in the words of the interface's files and of the template.
//!
//! Every page works as plain HTML: its buttons send what was typed, and what comes back is a page. The script only adds
//! that answers are saved while somebody writes, and that the pages of the paper are seen as they grow.

mod frame;
mod list;
mod mending;
mod opening;
mod preview;
mod refusal;
mod review;
mod section;
mod taken_out;

use crate::interview::coach::Remark;
use crate::interview::kept::Kept;
use crate::interview::sections::{self, Section};
use crate::interview::{Interface, Path, Question, Sheet, State, markup, posted};

pub use preview::MOST as MOST_PAGES;

pub use list::{Listed, Menu, list};
pub use mending::not_printed;
pub use opening::opening;
pub use refusal::{Refusal, refusal};
pub use review::{done, review, stopped};
pub use section::section;

/// The style of the pages.
pub const STYLE: &str = include_str!("page/form.css");
/// The script of the pages; without it they work as well.
pub const SCRIPT: &str = include_str!("page/form.js");

/// The style of a page that loads nothing; the policy of such a page names its digest.
pub const ALONE: &str = include_str!("page/alone.css");

/// What stands beside a page's title in the browser.
pub const ICON: &str = include_str!("page/icon.svg");

/// What the pages of one paper are made from.
pub struct View<'a> {
    /// The draft's id.
    pub draft: &'a str,
    /// What every address of the form begins with.
    pub home: &'a str,
    /// The part of the paper's addresses that comes next.
    pub way: &'a str,
    /// What the paper is called.
    pub title: &'a str,
    /// The words of the form.
    pub interface: &'static Interface,
    /// The languages that there are, by tag.
    pub languages: &'a [String],
    /// The tag of the language that the paper is in.
    pub paper_language: &'a str,
    /// Whether it is a letter, which had better be short.
    pub is_letter: bool,
    /// The questions, with what has been said.
    pub sheet: &'a Sheet,
    /// The section that is shown, from 1.
    pub section: usize,
    /// The secret that a form sends back as [`posted::TOKEN`].
    pub token: &'a str,
    /// What the script knows the form by.
    pub sign: &'a str,
    /// Whether there are other papers to go to.
    pub others: bool,
    /// What a page sent that could not be kept: the question, what was typed, and the key of what is said of it.
    pub refused: &'a [(Path, String, &'static str)],
    /// What may be said about answers.
    pub advice: &'a [(Path, Vec<Remark>)],
    /// What is kept beside the answers.
    pub kept: &'a Kept,
    /// What has just happened that the page says first.
    pub notice: Notice,
    /// The command that opens the form again.
    pub again: String,
}

/// What a page says first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notice {
    /// Nothing.
    #[default]
    None,
    /// An answer could not stand where it was given, and is kept beside the others.
    Kept,
    /// Answers must be mended, and somebody wants to end all the same.
    Look,
}

/// The sections of a sheet.
#[must_use]
pub fn sections(sheet: &Sheet) -> Vec<Section<'_>> {
    sections::sections(&sheet.questions)
}

/// Whether a page shows a question: not the empty parts of an address that the case knows.
fn is_shown(question: &Question) -> bool {
    !matches!(&question.state, State::Known(text) if text.is_empty())
}

impl View<'_> {
    /// What the form says for a key.
    fn say(&self, key: &str) -> String {
        self.interface.say(key, &[])
    }

    /// The address of a section, from 1.
    fn at(&self, section: usize) -> String {
        self.to(&format!("?{}={section}", posted::SECTION_QUERY))
    }

    /// An address of the paper.
    fn to(&self, rest: &str) -> String {
        format!("{}{}/{rest}", self.home, self.way)
    }

    /// The address of a question.
    fn question_at(&self, section: usize, path: &Path) -> String {
        format!("{}#{}", self.at(section), markup::id("", path))
    }

    /// What to call a section: its heading, with which part of it or which item of a list it is.
    fn name(&self, section: &Section<'_>) -> String {
        let heading = section.heading.unwrap_or(self.title).to_owned();
        match (section.item, section.part) {
            (Some(item), _) => self.numbered(&heading, item.number),
            (None, (part, all)) if all > 1 => self.numbered(&heading, part),
            _ => heading,
        }
    }

    fn numbered(&self, heading: &str, number: usize) -> String {
        self.interface.say("item", &[("ask", heading), ("number", &number.to_string())])
    }
}
