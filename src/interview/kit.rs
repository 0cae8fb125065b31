//! The kit: one paper's questions as a single file that a writer opens in any browser, far from the case's own files.
//!
//! 1. [`plan()`] lays out every question that the paper may come to ask, in each language that the file speaks.
//! 2. `data` puts the plans and their words together as JSON, and nothing else of the case.
//! 3. [`page()`] is the file: the JSON, the markup of one question of each kind, style and script, under a policy that
//!    lets it reach no network.
//!
//! The browser keeps the answers only where the writer has said so, readable or behind a passphrase, until the writer
//! says that they are sent: `script/keeping.js`. Two windows of one form meet in what is kept: `script/merge.js`.
//!
//! The script finds out which questions apply, reads answers as [`super::reply`] does, and seals them as
//! [`super::seal`] opens them: `tests/interview/kit.rs` compares both sides.

mod data;
mod guide;
mod page;
mod patterns;
pub mod plan;
mod words;

use super::kits::Kit;
use super::seal::PublicKey;
use super::{Form, Interface};
use crate::fields::Audience;
use crate::typeset::engine::coverage::Coverage;

pub use data::data;
pub use guide::Guide;
pub use page::{SCRIPT, page};
pub use patterns::script as script_pattern;
pub use plan::{Plan, plan};

/// What the file of a kit says of itself at its start, so that no other file is taken for one.
pub const MARK: &str = "<!doctype html><!-- affiant kit -->";

/// What a kit is made from.
#[derive(Clone, Debug)]
pub struct Making<'a> {
    /// What is noted of it in the matter.
    pub kit: &'a Kit,
    /// The key that its answers are sealed to; none for plain answers.
    pub key: Option<&'a PublicKey>,
    /// The paper's questions, once for each language of the file; the first is the one that it opens in.
    pub forms: &'a [Form<'a>],
    /// What the fonts of the paper can print.
    pub letters: &'a Coverage,
    /// The language that the paper is in.
    pub language: &'a str,
    /// The day by which the answers are wanted.
    pub return_by: Option<crate::value::PaperDate>,
    /// To whom they are sent.
    pub return_to: Option<&'a str>,
}

impl Making<'_> {
    /// For whom the paper is.
    fn audience(&self) -> Audience {
        self.forms.first().map_or(Audience::Outsider, |form| form.asked.audience)
    }

    /// Whether the paper is somebody's letter, and not one that is filed in the case's own name.
    fn is_letter(&self) -> bool {
        self.audience() == Audience::Outsider
    }

    /// What the form calls the paper, in the language that it opens in.
    fn title(&self) -> &str {
        self.forms.first().map_or("", |form| form.title)
    }

    fn interface(&self) -> Option<&Interface> {
        self.forms.first().map(|form| form.interface)
    }
}
